use verbale_doc::{Pos, Span, Tok, TokenIdx, label};

use crate::cue::VerbCue;
use crate::draft::Draft;
use crate::lexicon::Frames;
use crate::scene::{Scene, Unit, is_mark};

/// Content that hangs on a verb in the parse: clauses, infinitives, objects.
impl Scene<'_> {
    /// The statement of a verb whose content follows it, by the first frame that fits.
    pub(crate) fn draft_after(&self, cue: &VerbCue, unit: &Unit) -> Option<Draft> {
        let reach = self.reach(cue, unit);
        let after =
            |span: Span<Tok>| Span::<Tok>::new(span.start().max(cue.group.end()), span.end().min(reach));
        let (piece, rule) = self
            .clause_after(cue)
            .map(|span| (span, "statements.clause"))
            .or_else(|| self.infinitive_after(cue).map(|span| (span, "statements.infinitive")))
            .or_else(|| self.label_after(cue).map(|span| (span, "statements.label")))
            .or_else(|| self.phrase_after(cue).map(|span| (span, "statements.preposition")))
            .or_else(|| self.object_after(cue).map(|span| (span, "statements.object")))?;
        let piece = self.only_quote(self.trim(self.without_next_cue(cue, after(piece))));
        let piece = self.with_last_part(piece, unit);
        if piece.is_empty() {
            return None;
        }
        let mut draft = self.draft_of(cue, rule);
        draft.add(piece);
        Some(draft)
    }

    pub(crate) fn draft_of(&self, cue: &VerbCue, rule: &'static str) -> Draft {
        let addressee = self.addressee(cue.verb);
        let cited = self.cited_by(cue.verb);
        let carrier = if cited.is_some() {
            cue.speaker
        } else {
            self.relayed(cue.verb).and_then(|(_, carrier)| carrier)
        };
        let speaker = cited.or(cue.speaker);
        let via = carrier.into_iter().collect();
        Draft { head: cue.verb, cue: cue.group, speaker, addressee, via, pieces: Vec::new(), rule }
    }

    /// How far content may reach: a cue inside a quotation does not reach out of it.
    fn reach(&self, cue: &VerbCue, unit: &Unit) -> u32 {
        match self.quote_at(cue.verb) {
            Some(quote) if quote.inner.has(cue.verb) => quote.inner.end(),
            _ => unit.tokens.end(),
        }
    }

    fn clause_after(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        if !cue.frames.has(Frames::CLAUSE) {
            return None;
        }
        let clauses = self.children(cue.verb, &[label::CCOMP, label::XCOMP]).filter(|&clause| {
            let takes_to = self.has_to(clause) && self.doc.dep(clause) == label::XCOMP;
            clause.0 >= cue.group.end() && !takes_to
        });
        let under = clauses.map(|clause| self.doc.subtree(clause)).reduce(Span::join);
        under
            .filter(|span| span.len() > 1)
            .map(|span| self.with_second_half(cue, span))
            .or_else(|| self.question_after(cue))
            .or_else(|| self.that_clause_after(cue))
            .or_else(|| self.rest_after_say(cue))
    }

    /// "said he would stay, and then would try again": the parse ties the second half to the cue.
    fn with_second_half(&self, cue: &VerbCue, span: Span<Tok>) -> Span<Tok> {
        let is_half = |&verb: &TokenIdx| {
            verb.0 >= span.end()
                && self.subject_of(verb).is_none()
                && (self.doc.tag(verb) == label::TAG_VB
                    || self
                        .children(verb, &[label::AUX])
                        .any(|aux| matches!(self.doc.word(aux), "would" | "could" | "might")))
        };
        let half = self.children(cue.verb, &[label::CONJ]).find(is_half);
        half.map_or(span, |half| span.join(self.doc.subtree(half)))
    }

    /// "asked if he would come": to the parser often an adverbial clause.
    fn question_after(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        if !cue.frames.has(Frames::QUESTION) {
            return None;
        }
        let asks = |&clause: &TokenIdx| {
            let first = TokenIdx(self.doc.subtree(clause).start());
            let is_open = matches!(
                self.doc.word(first),
                "if" | "whether" | "how" | "why" | "what" | "where" | "when" | "which" | "who"
            );
            clause > cue.verb && is_open && self.doc.word(TokenIdx(first.0.saturating_sub(1))) != ","
        };
        let clause = self.children(cue.verb, &[label::ADVCL, label::ADVMOD, label::DOBJ]).find(asks)?;
        Some(self.doc.subtree(clause))
    }

    /// "said after the vote in 2001 that …", where the parse ties the clause to something in between.
    fn that_clause_after(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        const FARTHEST: u32 = 16;
        let sentence = self.doc.sentence(cue.verb).tokens;
        let near = Span::<Tok>::new(cue.group.end(), sentence.end().min(cue.group.end() + FARTHEST));
        let that = near.tokens().find(|&token| {
            self.doc.word(token) == "that"
                && self.doc.dep(token) == label::MARK
                && self.quote_at(token) == self.quote_at(cue.verb)
        })?;
        let between = Span::<Tok>::new(cue.group.end(), that.0);
        let is_free = between.tokens().all(|token| {
            !self.is_finite(token)
                && !self.verb_frames(token).has(Frames::CLAUSE)
                && (self.doc.dep(token) == label::POBJ
                    || !self.lexicon.noun(self.doc.lemma(token)).has(Frames::NOUN))
                && self.doc.word(token) != ";"
        });
        is_free.then(|| Span::new(that.0, self.doc.subtree(self.doc.head(that)).end()))
    }

    /// "Iran says ready to talk", "Lavrov said Trump has …" where the parse misses the clause: what follows the verb
    /// to the end of the sentence. Only for a verb that takes nothing else.
    fn rest_after_say(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        let is_verb = self.doc.lemma(cue.verb) == "say" && self.is_finite(cue.verb);
        if !(is_verb || self.doc.pos(cue.verb) == Pos::Noun) || cue.start >= cue.verb.0 {
            return None;
        }
        let sentence = self.doc.sentence(cue.verb).tokens;
        let next = TokenIdx(cue.group.end());
        let takes_on = sentence.has(next)
            && matches!(
                self.doc.pos(next),
                Pos::Propn | Pos::Noun | Pos::Pron | Pos::Det | Pos::Num | Pos::Adj | Pos::Verb
            )
            && !self.is_time(next);
        let rest = Span::<Tok>::new(next.0, sentence.end());
        let is_clause = rest.tokens().any(|token| matches!(self.doc.pos(token), Pos::Verb | Pos::Aux));
        let unit = self.unit_at(cue.verb)?;
        (takes_on && is_clause && rest.len() > 3 && unit.tokens.has(next)).then_some(rest)
    }

    fn infinitive_after(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        if !cue.frames.has(Frames::INFINITIVE) {
            return None;
        }
        let clauses = self.children(cue.verb, &[label::CCOMP, label::XCOMP]);
        let infinitive = clauses.filter(|&clause| clause > cue.verb && self.has_to(clause)).last()?;
        Some(self.doc.subtree(infinitive))
    }

    pub(crate) fn has_to(&self, verb: TokenIdx) -> bool {
        self.children(verb, &[label::AUX]).any(|aux| self.doc.tag(aux) == label::TAG_TO)
    }

    fn label_after(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        // "so-called", "the group, called the Council": a name.
        let is_set_apart = matches!(self.doc.dep(cue.verb), label::AMOD | label::ACL)
            && self.doc.tag(cue.verb) != label::TAG_VBG
            && self.children(cue.verb, &[label::AUX, label::NSUBJ, label::AGENT]).next().is_none();
        if !cue.frames.has(Frames::LABEL)
            || is_set_apart
            || self.is_passive(cue.verb) && cue.speaker.is_none()
        {
            return None;
        }
        let mut whole: Option<Span<Tok>> = None;
        let mut is_labelled = false;
        // "criticized him for": without the preposition the verb says nothing of what was said.
        let needs_prep = cue.frames.has(Frames::PREPOSITION);
        for &child in self.doc.children(cue.verb).iter().filter(|&&child| child > cue.verb) {
            let names_thing = matches!(self.doc.dep(child), label::DOBJ);
            let names_label = match self.doc.dep(child) {
                label::OPRD | label::CCOMP | label::XCOMP | label::ACOMP | label::ATTR => !needs_prep,
                label::PREP => self.phrase_frames(cue.verb, child).has(Frames::LABEL),
                _ => false,
            };
            if names_thing || names_label {
                let under = self.doc.subtree(child);
                is_labelled |= names_label || !needs_prep && self.holds_mark(under);
                whole = Some(whole.map_or(under, |whole| whole.join(under)));
            }
        }
        whole.filter(|_| is_labelled)
    }

    fn holds_mark(&self, span: Span<Tok>) -> bool {
        span.tokens().any(|token| is_mark(self.doc.word(token)))
    }

    /// The frames of a verb with a preposition.
    fn phrase_frames(&self, verb: TokenIdx, prep: TokenIdx) -> Frames {
        self.lexicon.verb(&format!("{}/{}", self.doc.lemma(verb), self.doc.word(prep)))
    }

    fn phrase_after(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        for prep in self.children(cue.verb, &[label::PREP]).filter(|&prep| prep > cue.verb) {
            if !self.phrase_frames(cue.verb, prep).has(Frames::PREPOSITION) {
                continue;
            }
            let object = self.children(prep, &[label::POBJ, label::PCOMP]).next()?;
            let infinitive =
                self.children(cue.verb, &[label::XCOMP]).find(|&verb| verb > object && self.has_to(verb));
            let under = self.doc.subtree(object);
            return Some(infinitive.map_or(under, |infinitive| under.join(self.doc.subtree(infinitive))));
        }
        // "called for rivals to drop out": the parse makes it a clause.
        let clauses = self.children(cue.verb, &[label::ADVCL, label::XCOMP, label::CCOMP]);
        let mut marked = clauses
            .filter(|&clause| clause > cue.verb)
            .flat_map(|clause| self.children(clause, &[label::MARK]).map(move |mark| (clause, mark)));
        let (clause, mark) = marked.next()?;
        let takes = self.phrase_frames(cue.verb, mark).has(Frames::PREPOSITION);
        takes.then(|| Span::new(mark.0 + 1, self.doc.subtree(clause).end()))
    }

    fn object_after(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        if !cue.frames.has(Frames::OBJECT) {
            return None;
        }
        let object = self.children(cue.verb, &[label::DOBJ]).find(|&object| object > cue.verb)?;
        (self.doc.pos(object) != Pos::Pron).then(|| self.doc.subtree(object))
    }

    /// Content does not end in "and": what follows to the end of the sentence belongs to it, if it is no clause.
    fn with_last_part(&self, piece: Span<Tok>, unit: &Unit) -> Span<Tok> {
        const LONGEST: u32 = 8;
        let rest = Span::<Tok>::new(piece.end(), unit.tokens.end());
        let ends_open = piece.tokens().next_back().is_some_and(|last| self.doc.pos(last) == Pos::Cconj);
        let is_phrase = rest.len() <= LONGEST && !rest.tokens().any(|token| self.is_finite(token));
        if ends_open && is_phrase { self.trim(piece.join(rest)) } else { piece }
    }

    /// Content ends where the same speaker goes on with another cue: "…, adding that", "… and vowed to"; or where
    /// another speaker begins: "…, while others said".
    fn without_next_cue(&self, cue: &VerbCue, span: Span<Tok>) -> Span<Tok> {
        let inner = span
            .tokens()
            .skip(2)
            .filter(|&token| token != cue.verb && !self.in_same_utterance(token, span.start()));
        for token in inner {
            let before = TokenIdx(token.0 - 1);
            if self.doc.word(token) == "while" && self.doc.word(before) == "," {
                if self.cue_clause_at(TokenIdx(token.0 + 1)).is_some() {
                    return Span::new(span.start(), token.0);
                }
                continue;
            }
            if self.breaks_off(cue, token) {
                return Span::new(span.start(), token.0);
            }
            if self.is_closing_cue(token, span) {
                return self.verb_cue(token).map_or(span, |closing| Span::new(span.start(), closing.start));
            }
            let goes_on = match self.doc.tag(token) {
                label::TAG_VBG => {
                    matches!(self.doc.word(before), "," | "and") || is_mark(self.doc.word(before))
                }
                label::TAG_VBD | label::TAG_VBZ => matches!(self.doc.word(before), "and" | "but" | "also"),
                _ => false,
            };
            let wanted = Frames::CLAUSE.with(Frames::LABEL).with(Frames::INFINITIVE);
            if goes_on && self.verb_frames(token).has_any(wanted) && self.subject_of(token).is_none() {
                let joined = matches!(self.doc.word(before), "and" | "but");
                return Span::new(span.start(), token.0 - u32::from(joined));
            }
        }
        span
    }

    /// Whether the paper's own telling goes on at this comma: "said Iran is ready, and he left". What was said stands
    /// in the present or future, what happened in the past.
    fn breaks_off(&self, cue: &VerbCue, comma: TokenIdx) -> bool {
        let and = TokenIdx(comma.0 + 1);
        let sentence = self.doc.sentence(cue.verb).tokens;
        if self.doc.word(comma) != "," || !sentence.has(and) || !matches!(self.doc.word(and), "and" | "but") {
            return false;
        }
        let said = self.doc.head(and);
        let next = self.children(said, &[label::CONJ]).find(|&verb| verb > and);
        let Some(next) = next.filter(|&next| self.subject_of(next).is_some_and(|subject| subject > and))
        else {
            return false;
        };
        let tense = |verb: TokenIdx| {
            let parts = self.children(verb, &[label::AUX, label::AUXPASS]).chain([verb]);
            parts
                .map(|part| self.doc.tag(part))
                .find(|&tag| matches!(tag, label::TAG_VBD | label::TAG_VBZ | label::TAG_VBP | label::TAG_MD))
        };
        self.doc.tag(cue.verb) == label::TAG_VBD
            && matches!(tense(said), Some(label::TAG_VBZ | label::TAG_VBP))
            && tense(next) == Some(label::TAG_VBD)
    }

    /// Whether a content ends in the words of the one who relays it: "…, SANA reported on Tuesday".
    fn is_closing_cue(&self, verb: TokenIdx, span: Span<Tok>) -> bool {
        const LONGEST: u32 = 8;
        if !self.is_finite(verb)
            || span.end() > verb.0 + LONGEST
            || !self.verb_frames(verb).has(Frames::CLAUSE)
        {
            return false;
        }
        let Some(cue) = self.verb_cue(verb) else { return false };
        let takes = self.children(verb, &[label::CCOMP, label::XCOMP, label::DOBJ]).any(|child| child > verb);
        cue.start < verb.0
            && cue.start > span.start() + 2
            && self.doc.word(TokenIdx(cue.start - 1)) == ","
            && !takes
    }

    /// Where the content is a quotation with an end of its own, what the paper adds after it is no part of it.
    fn only_quote(&self, span: Span<Tok>) -> Span<Tok> {
        let first = TokenIdx(span.start());
        let skip =
            u32::from(self.doc.tokens().get(first.at()).is_some_and(|_| self.doc.word(first) == "that"));
        let Some(quote) =
            self.quote_at(TokenIdx((first.0 + skip).min(self.doc.len().saturating_sub(1) as u32)))
        else {
            return span;
        };
        let starts_it = quote.tokens.start() == first.0 + skip && quote.is_closed && self.is_utterance(quote);
        let ends = self.ends_inside(quote);
        if !starts_it || !ends || quote.tokens.end() >= span.end() {
            return span;
        }
        let next = self.doc.word(TokenIdx(quote.tokens.end()));
        if matches!(next, "and" | "or" | "but") || is_mark(next) {
            return span;
        }
        Span::new(span.start(), quote.tokens.end())
    }

    fn in_same_utterance(&self, token: TokenIdx, start: u32) -> bool {
        self.quote_at(token)
            .is_some_and(|quote| self.is_utterance(quote) && quote.tokens.start() >= start.saturating_sub(1))
    }

    /// The statement of a verb whose content stands before it or around it: "…, officials said".
    pub(crate) fn draft_before(&self, cue: &VerbCue, unit: &Unit, from: u32) -> Option<Draft> {
        if !cue.frames.has_any(Frames::CLAUSE.with(Frames::QUOTE)) || cue.start <= from {
            return None;
        }
        let before = self.previous_solid(cue.start)?;
        let word = self.doc.word(before);
        let is_set_off = matches!(word, "," | "?" | "!" | "—" | "–" | "--" | "-") || is_mark(word);
        let around = self.is_parenthesis(cue, unit);
        if !is_set_off
            || before.0 < from
            || !around && !self.leans_left(cue) && !self.ends_sentence(cue, unit, from)
            || self.takes_what_follows(cue, unit)
        {
            return None;
        }
        // "began", "laughed" take quotations only.
        if !cue.frames.has(Frames::CLAUSE) && !is_mark(word) {
            return None;
        }
        let left = self.trim(Span::new(from, cue.start));
        if left.len() < 2 && !around || left.is_empty() {
            return None;
        }
        let mut draft = self.draft_of(cue, "statements.clause");
        if cue.start == cue.group.start() {
            // "…, reported the agency": the subject follows.
            let after = Span::<Tok>::new(cue.group.end(), unit.tokens.end().min(cue.group.end() + 12));
            let end =
                after.tokens().find(|&token| matches!(self.doc.word(token), "," | "." | "in" | "on" | "at"));
            let phrase = Span::<Tok>::new(after.start(), end.map_or(after.end(), |end| end.0));
            draft.speaker = self.nominal_in(phrase).or(draft.speaker);
        }
        draft.add(left);
        let right = Span::<Tok>::new(cue.end, unit.tokens.end());
        if around {
            draft.add(self.trim(Span::new(cue.end + 1, unit.tokens.end())));
        } else if let Some(rest) = self.rest_after(cue, left, right) {
            draft.add(rest);
        }
        Some(draft)
    }

    /// Whether the sentence has its say before the cue and ends with it, whatever the parse: "…, said the mayor."
    fn ends_sentence(&self, cue: &VerbCue, unit: &Unit, from: u32) -> bool {
        const LONGEST: u32 = 8;
        let rest = Span::<Tok>::new(cue.end, unit.tokens.end());
        let left = Span::<Tok>::new(from, cue.start);
        let is_inverted = cue.start == cue.group.start() && self.is_finite(cue.verb);
        let is_last = rest.len() <= LONGEST
            && !rest.tokens().any(|token| self.is_finite(token) || self.doc.word(token) == ",");
        let is_plain = self.doc.child(cue.verb, label::MARK).is_none()
            && !matches!(self.doc.dep(cue.verb), label::RELCL | label::ADVCL | label::ACL);
        self.is_finite(cue.verb)
            && is_plain
            && cue.frames.has(Frames::CLAUSE)
            && (is_inverted || is_last && cue.speaker.is_some())
            && (is_inverted && left.len() >= 4 || left.tokens().any(|token| self.is_finite(token)))
    }

    /// Whether commas stand right before and right after the cue: "The plan, he said, is bad."
    fn is_parenthesis(&self, cue: &VerbCue, unit: &Unit) -> bool {
        let (before, after) = (TokenIdx(cue.start.saturating_sub(1)), TokenIdx(cue.end));
        let last = TokenIdx(cue.end + 1);
        cue.frames.has(Frames::CLAUSE)
            && cue.speaker.is_some_and(|speaker| (cue.start..cue.end).contains(&speaker.head.0))
            && unit.tokens.has(after)
            && unit.tokens.has(last)
            && (self.doc.word(before) == "," || is_mark(self.doc.word(before)))
            && self.doc.word(after) == ","
            && self.quote_at(last).is_none_or(|quote| !self.starts_upper(quote))
            && self.doc.tag(last) != label::TAG_VBG
            && !matches!(
                self.doc.word(last),
                "who" | "which" | "and" | "but" | "though" | "although" | "while" | "as" | "when"
            )
            && self.doc.child(cue.verb, label::MARK).is_none()
    }

    /// Whether words follow the cue that can only be its content: "Lavrov said sanctions …".
    fn takes_what_follows(&self, cue: &VerbCue, unit: &Unit) -> bool {
        let next = TokenIdx(cue.end);
        if !unit.tokens.has(next) || cue.end < cue.group.end() {
            return false;
        }
        let is_subject =
            matches!(self.doc.pos(next), Pos::Propn | Pos::Noun | Pos::Pron | Pos::Det | Pos::Num)
                && !self.is_time(next);
        let is_told = self
            .children(cue.verb, &[label::DOBJ, label::DATIVE])
            .any(|object| self.doc.subtree(object).has(next));
        is_subject && !is_told
    }

    /// "As the agency has noted, …": the rest of the sentence.
    pub(crate) fn draft_after_as(&self, cue: &VerbCue, unit: &Unit) -> Option<Draft> {
        let link = TokenIdx(cue.start.checked_sub(1)?);
        if !matches!(self.doc.word(link), "As" | "as")
            || !cue.frames.has(Frames::CLAUSE)
            || cue.start == cue.group.start()
        {
            return None;
        }
        let starts = link.0 == unit.tokens.start()
            || matches!(
                self.doc.word(TokenIdx(link.0 - 1)),
                "," | "that" | "But" | "And" | "but" | "and" | ";"
            );
        let comma = Span::<Tok>::new(cue.end, unit.tokens.end().min(cue.end + 10))
            .tokens()
            .find(|&token| self.doc.word(token) == ",")?;
        let between = Span::<Tok>::new(cue.end, comma.0);
        let is_plain =
            between.tokens().all(|token| !self.is_finite(token) && self.doc.pos(token) != Pos::Sconj);
        let rest = self.trim(Span::new(comma.0 + 1, unit.tokens.end()));
        if !starts || !is_plain || rest.len() < 3 {
            return None;
        }
        let mut draft = self.draft_of(cue, "statements.as");
        draft.add(rest);
        Some(draft)
    }

    pub(crate) fn previous_solid(&self, start: u32) -> Option<TokenIdx> {
        (0..start).rev().map(TokenIdx).find(|&token| self.doc.pos(token) != Pos::Space)
    }

    /// Whether the parse ties the verb to what stands before it: as its clause, or as a parenthesis within it.
    fn leans_left(&self, cue: &VerbCue) -> bool {
        if self.doc.child(cue.verb, label::MARK).is_some() {
            return false;
        }
        let takes_left = self.doc.children(cue.verb).iter().any(|&child| {
            child.0 < cue.start
                && matches!(
                    self.doc.dep(child),
                    label::CCOMP | label::PARATAXIS | label::DEP | label::ADVCL | label::XCOMP
                )
        });
        let head = self.doc.head(cue.verb);
        let stands_in = head != cue.verb
            && matches!(self.doc.dep(cue.verb), label::PARATAXIS | label::CCOMP | label::DEP | label::CONJ)
            && (head.0 < cue.start || head.0 >= cue.end)
            && self.doc.child(cue.verb, label::CCOMP).is_none();
        takes_left || stands_in
    }

    /// What goes on after a cue in the middle: "The plan, he said, is bad."
    fn rest_after(&self, cue: &VerbCue, left: Span<Tok>, right: Span<Tok>) -> Option<Span<Tok>> {
        let comma = right.tokens().take(12).find(|&token| self.doc.word(token) == ",")?;
        let rest = Span::<Tok>::new(comma.0 + 1, right.end());
        let own = self
            .doc
            .children(cue.verb)
            .iter()
            .any(|&child| rest.has(child) && self.doc.dep(child) == label::ADVCL);
        (self.are_tied(left, rest) && !own).then(|| self.trim(rest))
    }
}
