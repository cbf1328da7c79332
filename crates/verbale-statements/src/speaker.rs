use verbale_doc::{Pos, Span, Tok, TokenIdx, label};

use crate::lexicon::Frames;
use crate::scene::{Scene, is_mark};

/// Who speaks, as the text puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Speaker {
    pub(crate) tokens: Span<Tok>,
    pub(crate) head: TokenIdx,
}

/// How far up the parse a subject is looked for: "went on to try to say" is about as deep as news gets.
const DEEPEST: usize = 5;

impl Scene<'_> {
    /// The speaker of a verb: its subject, the agent of a passive, or the subject it shares with the verbs above it.
    pub(crate) fn speaker_of_verb(&self, verb: TokenIdx) -> Option<Speaker> {
        if let Some((speaker, _)) = self.relayed(verb) {
            return Some(speaker);
        }
        if let Some(speaker) = self.inverted_speaker(verb) {
            return Some(speaker);
        }
        if let Some(speaker) = self.shown_speaker(verb) {
            return Some(speaker);
        }
        let mut at = verb;
        for _ in 0..DEEPEST {
            if self.is_passive(at) {
                // "was prompted to say": who was prompted speaks.
                let subject = || self.children(at, &[label::NSUBJPASS, label::NSUBJ]).next();
                let prompted = (at != verb).then(subject).flatten();
                return prompted.map(|subject| self.noun_phrase(subject)).or_else(|| self.agent_of(at));
            }
            if let Some(subject) = self.subject_of(at) {
                // "it is hard to predict" has no speaker, nor has a verb one inside another's quotation.
                let is_expletive = at != verb && matches!(self.doc.word(subject), "it" | "It");
                let is_quoted = self.in_utterance(subject) && !self.in_utterance(verb);
                return (!is_expletive && !is_quoted).then(|| self.noun_phrase(subject));
            }
            let is_clause = self.doc.is_root(at)
                || matches!(self.doc.dep(at), label::PARATAXIS | label::DEP | label::CCOMP | label::APPOS);
            if is_clause && self.is_finite(at) && (at == verb || self.doc.is_root(at)) {
                let stray = self.stray_subject(at);
                if stray.is_some() || self.doc.dep(at) != label::DEP {
                    return stray;
                }
            }
            if self.doc.is_root(at) {
                return None;
            }
            let head = self.doc.head(at);
            let dep = self.doc.dep(at);
            if dep == label::ACL || dep == label::RELCL {
                return self.speaker_of_modified(head, verb);
            }
            if dep == label::XCOMP || dep == label::CCOMP {
                // "urged him to say": the object speaks.
                let object = self.children(head, &[label::DOBJ, label::DATIVE]).find(|&object| object < at);
                if let (Some(object), true) = (object, self.doc.pos(head) == Pos::Verb) {
                    let asks = matches!(
                        self.doc.lemma(head),
                        "urge" | "ask" | "tell" | "force" | "hear" | "get" | "quote" | "order"
                    );
                    if asks {
                        return Some(self.noun_phrase(object));
                    }
                }
            }
            if !matches!(
                self.doc.pos(head),
                Pos::Verb | Pos::Aux | Pos::Adp | Pos::Sconj | Pos::Adj | Pos::Adv
            ) {
                return (dep == label::CONJ || dep == label::APPOS)
                    .then(|| self.noun_phrase(head))
                    .filter(|speaker| speaker.head < verb && self.is_nominal(speaker.head));
            }
            // "said that they “share the view” and urged": not the quoted ones urge, who said it does.
            let leaves_quote = dep == label::CONJ && self.in_utterance(head) && !self.in_utterance(verb);
            at = if leaves_quote && !self.doc.is_root(head) { self.doc.head(head) } else { head };
        }
        None
    }

    /// "Said Berg: “…”": to the parser a name with a participle before it.
    fn inverted_speaker(&self, verb: TokenIdx) -> Option<Speaker> {
        let name = self.doc.head(verb);
        let sentence = self.doc.sentence(verb).tokens;
        let is_inverted = sentence.start() == verb.0
            && matches!(self.doc.dep(verb), label::AMOD | label::COMPOUND)
            && name > verb
            && self.doc.pos(name) == Pos::Propn
            && self.verb_frames(verb).has_any(Frames::CLAUSE.with(Frames::QUOTE));
        is_inverted.then(|| self.nominal_in(Span::new(verb.0 + 1, name.0 + 1))).flatten()
    }

    /// "footage of Berg saying": who is shown speaks, whatever the parse hangs the participle on.
    fn shown_speaker(&self, verb: TokenIdx) -> Option<Speaker> {
        let before = TokenIdx(self.verb_group(verb).start().checked_sub(1)?);
        let is_shown = self.doc.tag(verb) == label::TAG_VBG
            && self.doc.dep(before) == label::POBJ
            && matches!(self.doc.word(self.doc.head(before)), "of" | "with")
            && self.doc.entity(before).is_some_and(|entity| entity.label == label::ENT_PERSON);
        is_shown.then(|| self.nominal_in(self.noun_phrase(before).tokens)).flatten()
    }

    /// The speaker of a clause that modifies a noun: "a man saying", but "emailed supporters, saying" is the writer.
    fn speaker_of_modified(&self, noun: TokenIdx, verb: TokenIdx) -> Option<Speaker> {
        let above = self.doc.head(noun);
        let is_told = self.doc.dep(noun) == label::DOBJ
            && self.doc.tag(verb) == label::TAG_VBG
            && self.verb_frames(above).has(Frames::CLAUSE);
        if is_told {
            return self.speaker_of_verb(above);
        }
        // "used his address to call", "a vote on the budget, declaring": things do not speak, who uses them does.
        let is_purpose = self.has_to(verb) && matches!(self.doc.dep(noun), label::DOBJ | label::POBJ);
        if is_purpose || self.is_abstract(noun) {
            let mut used = above;
            if matches!(self.doc.pos(used), Pos::Adp) {
                used = self.doc.head(used);
            }
            let user = (self.doc.pos(used) == Pos::Verb).then(|| self.speaker_of_verb(used)).flatten();
            if user.is_some_and(|user| !user.tokens.has(noun)) {
                return user;
            }
        }
        let mut speaker = self.speaker_of_noun(noun)?;
        if speaker.tokens.has(verb) {
            let end = self.doc.subtree(verb).start().max(speaker.head.0 + 1);
            speaker.tokens = self.trim(Span::new(speaker.tokens.start(), end));
        }
        (!speaker.tokens.has(verb) && !speaker.tokens.is_empty()).then_some(speaker)
    }

    /// Whether a noun by its ending names no one: "decision", "refusal".
    fn is_abstract(&self, noun: TokenIdx) -> bool {
        const ENDINGS: [&str; 9] = ["tion", "sion", "ment", "ness", "ity", "ance", "ence", "ism", "sal"];
        let lemma = self.doc.lemma(noun);
        self.doc.pos(noun) == Pos::Noun
            && ENDINGS.iter().any(|ending| lemma.ends_with(ending))
            && !lemma.ends_with("government")
    }

    /// The speaker of a noun that names an utterance, where a clause hangs on it: its possessor, who utters it,
    /// or the noun itself ("the statement").
    pub(crate) fn speaker_of_noun(&self, noun: TokenIdx) -> Option<Speaker> {
        if self.lexicon.noun(self.doc.lemma(noun)) == Frames::default() {
            return Some(self.noun_phrase(noun));
        }
        if let Some(owner) = self.owner_of(noun) {
            return Some(owner);
        }
        let mut above = self.doc.head(noun);
        if matches!(self.doc.pos(above), Pos::Adp) {
            above = self.doc.head(above);
        }
        let is_uttered =
            matches!(self.doc.dep(noun), label::DOBJ | label::POBJ) && self.doc.pos(above) == Pos::Verb;
        let utterer = is_uttered.then(|| self.speaker_of_verb(above)).flatten();
        utterer.or_else(|| Some(self.noun_phrase(noun)))
    }

    /// "his claim", "the minister's statement", "a statement by the ministry", "comments from officials".
    pub(crate) fn owner_of(&self, noun: TokenIdx) -> Option<Speaker> {
        if let Some(owner) = self.doc.child(noun, label::POSS) {
            let mut speaker = self.noun_phrase(owner);
            let last = TokenIdx(speaker.tokens.end().saturating_sub(1));
            if self.doc.tag(last) == label::TAG_POS {
                speaker.tokens = Span::new(speaker.tokens.start(), last.0);
            }
            return Some(speaker);
        }
        let by =
            self.children(noun, &[label::PREP]).find(|&prep| matches!(self.doc.word(prep), "by" | "from"))?;
        self.doc.child(by, label::POBJ).map(|owner| self.noun_phrase(owner))
    }

    /// "RT quoted Putin as saying": the speaker of "saying", and who quotes him.
    pub(crate) fn relayed(&self, verb: TokenIdx) -> Option<(Speaker, Option<Speaker>)> {
        let link = self.doc.head(verb);
        if self.doc.tag(verb) != label::TAG_VBG || self.doc.word(link) != "as" {
            return None;
        }
        let quoting = self.doc.head(link);
        if !matches!(self.doc.lemma(quoting), "quote" | "cite") {
            return None;
        }
        if let Some(quoted) = self.doc.child(quoting, label::NSUBJPASS) {
            let carrier = self.agent_of(quoting).or_else(|| self.by_whom(verb));
            return Some((self.noun_phrase(quoted), carrier));
        }
        let quoted = self
            .children(quoting, &[label::DOBJ, label::DATIVE])
            .find(|&object| object > quoting && object < link)?;
        let carrier = self.subject_of(quoting).map(|subject| self.noun_phrase(subject));
        Some((self.noun_phrase(quoted), carrier))
    }

    /// "Citing a diplomat, the agency reported": the diplomat speaks, through the agency.
    pub(crate) fn cited_by(&self, verb: TokenIdx) -> Option<Speaker> {
        let subject = self.subject_of(verb)?;
        let cites =
            |&citing: &TokenIdx| self.doc.lemma(citing) == "cite" && self.doc.tag(citing) == label::TAG_VBG;
        let mut beside =
            self.children(verb, &[label::ADVCL]).chain(self.children(subject, &[label::ACL, label::ADVCL]));
        let citing = beside.find(cites).or_else(|| self.citing_at_end(verb))?;
        let object = self.doc.child(citing, label::DOBJ)?;
        let is_someone = self.lexicon.is_source(self.doc.lemma(object))
            || self.doc.entity(object).is_some_and(|entity| entity.label == label::ENT_PERSON);
        is_someone.then(|| self.noun_phrase(object))
    }

    /// "…, citing doctors." at the end of a sentence, which the parse may hang on what was reported.
    fn citing_at_end(&self, verb: TokenIdx) -> Option<TokenIdx> {
        const LONGEST: u32 = 12;
        let sentence = self.doc.sentence(verb).tokens;
        let near = Span::<Tok>::new(sentence.end().saturating_sub(LONGEST).max(verb.0 + 1), sentence.end());
        let citing = near.tokens().rev().find(|&token| {
            matches!(self.doc.word(token), "citing" | "quoting")
                && self.doc.word(TokenIdx(token.0 - 1)) == ","
        })?;
        let rest = Span::<Tok>::new(citing.0 + 1, sentence.end());
        let is_last = !rest.tokens().any(|token| self.is_finite(token)) && !self.in_utterance(citing);
        let is_main = self.doc.is_root(verb) || self.doc.head(citing) == verb;
        (is_last && is_main).then_some(citing)
    }

    pub(crate) fn is_passive(&self, verb: TokenIdx) -> bool {
        !self.is_contracted(verb) && self.children(verb, &[label::AUXPASS, label::NSUBJPASS]).next().is_some()
            // "a statement released by the ministry": no auxiliary, but an agent.
            || self.doc.tag(verb) == label::TAG_VBN
                && (self.doc.child(verb, label::AGENT).is_some()
                    || matches!(self.doc.dep(verb), label::ADVCL | label::ACL)
                        && self.children(verb, &[label::AUX, label::NSUBJ]).next().is_none())
    }

    /// "who’s called for": to the parser "is called", where "has" is meant.
    fn is_contracted(&self, verb: TokenIdx) -> bool {
        let is_short = |aux: TokenIdx| matches!(self.doc.word(aux), "'s" | "’s");
        // "it’s said that" is a passive.
        let is_expletive = |subject: TokenIdx| matches!(self.doc.word(subject), "it" | "It");
        let mut subjects = self.children(verb, &[label::NSUBJPASS]);
        !subjects.any(is_expletive)
            && self.children(verb, &[label::AUXPASS]).any(is_short)
            && self.doc.child(verb, label::AGENT).is_none()
            && self.verb_frames(verb).has(Frames::CLAUSE)
    }

    pub(crate) fn agent_of(&self, verb: TokenIdx) -> Option<Speaker> {
        let by = self.doc.child(verb, label::AGENT)?;
        self.doc.child(by, label::POBJ).map(|agent| self.noun_phrase(agent))
    }

    /// "was quoted as saying by RT": the parse hangs who quotes on the saying.
    fn by_whom(&self, verb: TokenIdx) -> Option<Speaker> {
        let by = self
            .children(verb, &[label::PREP, label::AGENT])
            .find(|&prep| prep > verb && self.doc.word(prep) == "by")?;
        self.doc.child(by, label::POBJ).map(|carrier| self.noun_phrase(carrier))
    }

    pub(crate) fn subject_of(&self, verb: TokenIdx) -> Option<TokenIdx> {
        // Of two that a parse around brackets or quotations gives, the nearer.
        let subjects = self.children(verb, &[label::NSUBJ, label::NSUBJPASS]);
        let is_contracted = self.is_contracted(verb);
        let subjects = subjects.filter(|&subject| is_contracted || self.doc.dep(subject) == label::NSUBJ);
        subjects
            .filter(|&subject| self.is_nominal(subject) || subject < verb)
            .min_by_key(|subject| subject.0.abs_diff(verb.0))
    }

    /// A subject the parse gave another name: the nominal right beside the verb.
    fn stray_subject(&self, verb: TokenIdx) -> Option<Speaker> {
        let deps = [
            label::NPADVMOD,
            label::DEP,
            label::DOBJ,
            label::ATTR,
            label::NSUBJPASS,
            label::APPOS,
            label::COMPOUND,
        ];
        let before = self
            .children(verb, &deps)
            .filter(|&child| child < verb && self.is_nominal(child) && !self.is_time(child));
        if let Some(found) = before.last() {
            return Some(self.noun_phrase(found));
        }
        if self.doc.sentence(verb).tokens.start() == verb.0 {
            let next = verb.0 + 1;
            let is_name = self.doc.tokens().get(next as usize).is_some_and(|token| token.pos == Pos::Propn);
            let end = self.doc.sentence(verb).tokens.end().min(next + 4);
            return is_name.then(|| self.nominal_in(Span::new(next, end))).flatten();
        }
        self.nominal_before(verb)
    }

    /// The nominal that ends right before a verb, with the name an apposition stands to: "Jay Miller, the club's
    /// president, suggested".
    fn nominal_before(&self, verb: TokenIdx) -> Option<Speaker> {
        const LONGEST: u32 = 20;
        let group = self.verb_group(verb);
        let floor = self.doc.sentence(verb).tokens.start().max(group.start().saturating_sub(LONGEST));
        let mut pieces: Vec<Span<Tok>> = Vec::new();
        let mut end = group.start();
        for at in (floor..group.start()).rev() {
            let token = TokenIdx(at);
            let word = self.doc.word(token);
            let is_end = self.is_finite(token)
                || is_mark(word)
                || matches!(word, ";" | ":" | "—" | "–" | "--" | "and" | "but");
            if word == "," || is_end {
                pieces.extend((at + 1 < end).then(|| Span::<Tok>::new(at + 1, end)));
                end = at;
            }
            if is_end || pieces.len() == 2 {
                break;
            }
            if at == floor && at < end {
                pieces.push(Span::new(at, end));
            }
        }
        let is_person = |piece: &Span<Tok>| {
            let named =
                |token| self.doc.entity(token).is_some_and(|entity| entity.label == label::ENT_PERSON);
            piece.tokens().any(named)
        };
        let comma_before = group.start() > 0 && self.doc.word(TokenIdx(group.start() - 1)) == ",";
        let nearest = *pieces.first()?;
        let with_name = comma_before.then(|| pieces.iter().copied().find(is_person)).flatten();
        let piece = if comma_before { with_name? } else { nearest };
        let last = piece.tokens().next_back()?;
        // A surname the tagger takes for another word ("Jolly said") is known from elsewhere in the text.
        if !comma_before && self.is_surname(Span::of(last)) {
            return Some(Speaker { tokens: Span::of(last), head: last });
        }
        let is_nominal =
            matches!(self.doc.pos(last), Pos::Propn | Pos::Noun | Pos::Pron) && !self.is_time(last);
        let mut found = self.nominal_in(piece)?;
        // "the Committee of the Red Cross"
        let is_whole =
            |token: TokenIdx| self.is_nominal(token) || matches!(self.doc.pos(token), Pos::Adp | Pos::Det);
        if !comma_before && Span::<Tok>::new(found.tokens.end(), piece.end()).tokens().all(is_whole) {
            found.tokens = found.tokens.join(Span::new(found.tokens.start(), piece.end()));
        }
        (is_nominal || comma_before).then_some(found)
    }

    pub(crate) fn is_nominal(&self, token: TokenIdx) -> bool {
        matches!(self.doc.pos(token), Pos::Noun | Pos::Propn | Pos::Pron)
            || matches!(
                self.doc.tag(token),
                label::TAG_DT | label::TAG_CD | label::TAG_JJ | label::TAG_WP | label::TAG_WDT
            )
    }

    /// A noun with what identifies him or her: titles, apposition, a relative clause that is not set off by a comma.
    pub(crate) fn noun_phrase(&self, head: TokenIdx) -> Speaker {
        let whole = self.doc.subtree(head);
        let (mut start, mut end) = (whole.start(), whole.end());
        for &child in self.doc.children(head) {
            let under = self.doc.subtree(child);
            let after_comma = under.start() > 0 && self.doc.word(TokenIdx(under.start() - 1)) == ",";
            let dep = self.doc.dep(child);
            let loose = match dep {
                label::RELCL | label::ACL | label::ADVCL => after_comma,
                label::CCOMP | label::PARATAXIS | label::DEP => true,
                label::PREP => after_comma && self.doc.word(child) != "of",
                label::ADVMOD | label::CC => child < head,
                _ => false,
            };
            if loose && child > head {
                end = end.min(under.start());
            } else if loose && child < head && under.end() <= head.0 {
                start = start.max(under.end());
            }
        }
        // Words of a quotation do not belong to the name beside it.
        for token in Span::<Tok>::new(start, end).tokens() {
            let is_nickname = self.quote_at(token).is_some_and(|quote| self.is_nickname(quote));
            if is_mark(self.doc.word(token)) && !is_nickname {
                if token < head {
                    start = token.0 + 1;
                } else if self.quote_at(token).is_some_and(|quote| quote.is_utterance) {
                    end = token.0;
                    break;
                }
            }
        }
        let mut tokens = self.trim(Span::new(start.min(head.0), end.max(head.0 + 1)));
        if !tokens.has(head) {
            tokens = Span::of(head);
        }
        Speaker { tokens, head }
    }

    /// The nominal in a stretch without a usable parse: its first name, pronoun or noun, widened to the stretch.
    pub(crate) fn nominal_in(&self, span: Span<Tok>) -> Option<Speaker> {
        let span = self.trim(span);
        let after_link = span
            .tokens()
            .find(|&token| matches!(self.doc.word(token), "from" | "From"))
            .map_or(0, |link| link.0);
        let entity_head = span.tokens().filter(|token| token.0 >= after_link).find(|&token| {
            let is_some = matches!(
                self.doc.word(token),
                "one" | "two" | "three" | "another" | "others" | "some" | "many" | "both"
            );
            (matches!(self.doc.pos(token), Pos::Propn | Pos::Pron | Pos::Noun) || is_some)
                && !self.is_time(token)
        })?;
        // Up to the head of the phrase: the last noun before a preposition or a comma.
        let mut head = entity_head;
        for token in Span::<Tok>::new(entity_head.0, span.end()).tokens() {
            match self.doc.pos(token) {
                Pos::Propn | Pos::Noun if !self.is_time(token) => head = token,
                Pos::Adj | Pos::Num | Pos::Det => {}
                // "Norway's Lindqvist": the head is whose country it names, not the country.
                Pos::Part if self.doc.tag(token) == label::TAG_POS => {}
                _ if token == entity_head => {}
                _ => break,
            }
        }
        // "From the report", "More from Jones": the name alone.
        let is_link = |token: &TokenIdx| matches!(self.doc.word(*token), "from" | "From" | "by" | "By");
        let link = Span::<Tok>::new(span.start(), head.0).tokens().rfind(is_link);
        let mut start = link.map_or(span.start(), |link| link.0 + 1).min(head.0);
        let is_verb = |token: &TokenIdx| matches!(self.doc.pos(*token), Pos::Verb | Pos::Aux | Pos::Sconj);
        start = Span::<Tok>::new(start, head.0).tokens().rfind(is_verb).map_or(start, |verb| verb.0 + 1);
        Some(Speaker { tokens: Span::new(start, head.0 + 1), head })
    }

    pub(crate) fn is_time(&self, token: TokenIdx) -> bool {
        self.doc.entity(token).is_some_and(|entity| matches!(entity.label, label::ENT_DATE | label::ENT_TIME))
    }
}
