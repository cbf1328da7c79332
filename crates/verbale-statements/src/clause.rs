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
            .or_else(|| self.hearsay_after(cue).map(|span| (span, "statements.clause")))
            .or_else(|| self.infinitive_after(cue).map(|span| (span, "statements.infinitive")))
            .or_else(|| self.label_after(cue).map(|span| (span, "statements.label")))
            .or_else(|| self.phrase_after(cue).map(|span| (span, "statements.preposition")))
            .or_else(|| self.object_after(cue).map(|span| (span, "statements.object")))?;
        let piece = self.only_quote(self.trim(self.without_next_cue(cue.verb, after(piece))));
        let piece = self.with_last_part(piece, unit);
        if piece.is_empty() {
            return None;
        }
        let mut draft = self.draft_of(cue, rule);
        // "urged restraint": what was urged is nobody.
        if rule == "statements.object" {
            draft.addressee = draft.addressee.filter(|told| !told.tokens.overlaps(piece));
        }
        // "told the visitors that …"
        if let Some(told) = &mut draft.addressee
            && told.head.0 < piece.start()
            && told.tokens.end() > piece.start()
        {
            told.tokens = self.trim(Span::new(told.tokens.start(), piece.start()));
        }
        draft.add(piece);
        draft.add(self.hearsay_about(cue).unwrap_or(piece));
        Some(draft)
    }

    /// "is said to have left", "was reported to be in Rome": what is told of someone, nobody says by whom.
    fn hearsay_after(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        self.hearsay_about(cue)?;
        let told = self.children(cue.verb, &[label::XCOMP]).find(|&told| told > cue.verb)?;
        Some(self.doc.subtree(told))
    }

    /// Of whom it is told.
    fn hearsay_about(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        let is_telling = matches!(self.doc.lemma(cue.verb), "say" | "report" | "allege" | "rumor" | "rumour");
        let takes_to =
            self.children(cue.verb, &[label::XCOMP]).any(|told| told > cue.verb && self.has_to(told));
        let subject = self.doc.child(cue.verb, label::NSUBJPASS).filter(|&subject| subject < cue.verb)?;
        let is_someone = !matches!(self.doc.tag(subject), label::TAG_WP | label::TAG_WDT);
        (is_telling && takes_to && cue.speaker.is_none() && is_someone)
            .then(|| self.noun_phrase(subject).tokens)
    }

    /// "which Berg said was legal": the word that stands for what was said of, with its preposition, where the parse
    /// hangs it into the content.
    pub(crate) fn relative_of(&self, draft: &Draft) -> Option<Span<Tok>> {
        const FARTHEST: u32 = 12;
        let start = draft.speaker.map_or(draft.cue.start(), |who| who.tokens.start().min(draft.cue.start()));
        let sentence = self.doc.sentence(draft.head).tokens;
        let before = Span::<Tok>::new(start.saturating_sub(FARTHEST).max(sentence.start()), start);
        let is_relative = |token: &TokenIdx| {
            matches!(self.doc.tag(*token), label::TAG_WDT | label::TAG_WP) && !self.in_utterance(*token)
        };
        let relative = before.tokens().rev().find(is_relative)?;
        let head = self.doc.head(relative);
        if self.doc.word(head) != "that" && self.doc.pos(head) == Pos::Adp {
            let above = self.doc.head(head);
            return draft.holds(above).then(|| Span::new(head.0, relative.0 + 1));
        }
        draft.holds(head).then(|| Span::of(relative))
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
        Draft {
            head: cue.verb,
            cue: cue.group,
            speaker,
            addressee,
            via,
            pieces: Vec::new(),
            rule,
            chance: 1.0,
        }
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
            .or_else(|| self.told_after(cue))
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

    /// "told reporters that …", which the parser may take for "reporters that …".
    fn told_after(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        let tells = matches!(self.doc.lemma(cue.verb), "tell" | "assure" | "inform" | "remind" | "warn");
        let told = self.children(cue.verb, &[label::DOBJ, label::DATIVE]).find(|&told| told > cue.verb)?;
        let clause = self.children(told, &[label::RELCL, label::ACL]).find(|&clause| clause > told)?;
        let that = TokenIdx(told.0 + 1);
        let has_own_subject = self.subject_of(clause).is_some_and(|subject| subject > that);
        let is_said = tells && self.doc.word(that) == "that" && has_own_subject && !self.in_utterance(that);
        is_said.then(|| Span::new(that.0, self.doc.subtree(clause).end()))
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
                // "condemned the attack as murder": to the parser often "attack as murder".
                let is_judged = self.children(child, &[label::PREP]).any(|prep| {
                    self.doc.word(prep) == "as" && self.phrase_frames(cue.verb, prep).has(Frames::LABEL)
                });
                is_labelled |= names_label || names_thing && is_judged;
                is_labelled |= !needs_prep && self.holds_mark(under);
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
            // "called on Monday for calm"
            if self.is_time(object) {
                let next = self.for_after_time(cue.verb, object)?;
                return Some(next);
            }
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

    /// "called on Monday for calm", where the parse hangs what was called for on the day.
    fn for_after_time(&self, verb: TokenIdx, time: TokenIdx) -> Option<Span<Tok>> {
        let mut links = self.children(verb, &[label::PREP]).chain(self.children(time, &[label::PREP]));
        let link =
            links.find(|&link| link > time && self.phrase_frames(verb, link).has(Frames::PREPOSITION))?;
        let object = self.children(link, &[label::POBJ, label::PCOMP]).next()?;
        Some(self.doc.subtree(object))
    }

    fn object_after(&self, cue: &VerbCue) -> Option<Span<Tok>> {
        if !cue.frames.has(Frames::OBJECT) {
            return None;
        }
        let object = self.children(cue.verb, &[label::DOBJ]).find(|&object| object > cue.verb)?;
        (self.doc.pos(object) != Pos::Pron).then(|| self.doc.subtree(object))
    }
}
