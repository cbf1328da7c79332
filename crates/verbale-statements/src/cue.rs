use verbale_doc::{Pos, Span, Tok, TokenIdx, label};

use crate::lexicon::Frames;
use crate::scene::Scene;
use crate::speaker::Speaker;

/// A verb that may mark something as said, with what stands around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VerbCue {
    pub(crate) verb: TokenIdx,
    /// Auxiliaries, adverbs between them, verb and particle.
    pub(crate) group: Span<Tok>,
    pub(crate) frames: Frames,
    pub(crate) speaker: Option<Speaker>,
    /// First token of the cue's own clause: of its subject or of the verb group.
    pub(crate) start: u32,
    /// One past the addressee and the short adverbials that follow the verb.
    pub(crate) end: u32,
}

impl Scene<'_> {
    /// The verb as a cue, unless it is none, is negated, or tells of a refusal to speak.
    pub(crate) fn verb_cue(&self, verb: TokenIdx) -> Option<VerbCue> {
        let frames = self.verb_frames(verb);
        // In "quoted Putin as saying" the saying is the cue.
        let is_relay = matches!(self.doc.lemma(verb), "quote" | "cite")
            && self
                .children(verb, &[label::PREP])
                .flat_map(|link| self.doc.children(link))
                .any(|&saying| self.relayed(saying).is_some());
        (frames != Frames::default() && !is_relay && !self.is_unsaid(verb)).then(|| self.cue_of_verb(verb))
    }

    /// Any verb as a cue, for where a quotation beside it shows that it is one.
    pub(crate) fn cue_of_verb(&self, verb: TokenIdx) -> VerbCue {
        let frames = self.verb_frames(verb);
        let group = self.verb_group(verb);
        let speaker = self.speaker_of_verb(verb).filter(|speaker| !speaker.tokens.has(verb));
        // The speaker is of the cue's own clause where it is the subject, or stands right before the verb.
        let own = speaker.filter(|speaker| {
            self.subject_of(verb) == Some(speaker.head)
                || speaker.tokens.end() <= group.start() && group.start() - speaker.tokens.end() <= 1
        });
        // "…, reported the agency": the parse may give it a subject from what was reported.
        let is_inverted = self.is_inverted_end(verb, group);
        let own = own.filter(|own| own.head > verb || !is_inverted);
        let mut start = group.start();
        let mut end = group.end();
        if is_inverted && own.is_none() {
            end = end.max(self.trim(self.doc.sentence(verb).tokens).end());
        }
        // "…, it was announced"
        let is_expletive = |before: &TokenIdx| {
            matches!(self.doc.word(*before), "it" | "It") && self.doc.dep(*before) == label::NSUBJPASS
        };
        let before = start.checked_sub(1).map(TokenIdx).filter(is_expletive);
        start = before.filter(|&before| self.doc.head(before) == verb).map_or(start, |before| before.0);
        if let Some(own) = own {
            start = start.min(own.tokens.start());
            end = end.max(own.tokens.end());
        }
        VerbCue { verb, group, frames, speaker, start, end }
    }

    /// Whether a comma stands before the verb, and nothing but a name after it to the end of the sentence.
    fn is_inverted_end(&self, verb: TokenIdx, group: Span<Tok>) -> bool {
        const LONGEST: u32 = 10;
        let sentence = self.doc.sentence(verb).tokens;
        let rest = Span::<Tok>::new(group.end(), sentence.end());
        let next = TokenIdx(rest.start());
        group.start() > sentence.start()
            && self.doc.word(TokenIdx(group.start() - 1)) == ","
            && rest.len() <= LONGEST
            && rest.has(next)
            && matches!(self.doc.pos(next), Pos::Propn | Pos::Det)
            && !rest.tokens().any(|token| matches!(self.doc.pos(token), Pos::Verb | Pos::Aux))
            && self.is_finite(verb)
            && self.verb_frames(verb).has(Frames::CLAUSE)
            && self
                .children(verb, &[label::DOBJ])
                .all(|object| !self.lexicon.verb(self.doc.lemma(verb)).has(Frames::OBJECT) || object < verb)
    }

    pub(crate) fn verb_group(&self, verb: TokenIdx) -> Span<Tok> {
        let mut start = verb.0;
        while let Some(before) = start.checked_sub(1).map(TokenIdx) {
            let is_part = self.doc.head(before) == verb
                && matches!(self.doc.dep(before), label::AUX | label::AUXPASS | label::NEG | label::ADVMOD)
                && !self.is_relative_adverb(before);
            if !is_part {
                break;
            }
            start = before.0;
        }
        let next = TokenIdx(verb.0 + 1);
        let has_particle = self
            .doc
            .tokens()
            .get(next.at())
            .is_some_and(|token| token.dep == label::PRT && token.head == verb);
        Span::new(start, verb.0 + 1 + u32::from(has_particle))
    }

    fn is_relative_adverb(&self, token: TokenIdx) -> bool {
        self.doc.tag(token) == label::TAG_WRB || self.doc.pos(token) == Pos::Sconj
    }

    /// "did not say", "refused to say", "without saying", "no one said".
    pub(crate) fn is_unsaid(&self, verb: TokenIdx) -> bool {
        // The parser may tie a "not" inside a quotation to the verb beside it.
        let is_own = |token: TokenIdx| self.quote_at(token) == self.quote_at(verb);
        let denies = |token: TokenIdx| {
            self.doc.dep(token) == label::NEG || matches!(self.doc.word(token), "never" | "hardly" | "barely")
        };
        if self.children(verb, &[label::NEG, label::ADVMOD]).any(|token| is_own(token) && denies(token)) {
            return true;
        }
        if self.subject_of(verb).is_some_and(|subject| self.is_nobody(subject)) {
            return true;
        }
        if self.agent_of(verb).is_some_and(|agent| self.is_nobody(agent.head)) {
            return true;
        }
        // "That said, …" and "was charged with murder" tell of no words.
        let is_idiom = self.doc.lemma(verb) == "say"
            && self.subject_of(verb).is_some_and(|subject| {
                matches!(self.doc.word(subject), "That" | "that") && self.doc.tag(subject) == label::TAG_DT
            });
        let is_indictment = self.doc.lemma(verb) == "charge"
            && (self.is_passive(verb)
                || self.children(verb, &[label::PREP]).any(|prep| self.doc.word(prep) == "with"));
        if is_idiom || is_indictment {
            return true;
        }
        let head = self.doc.head(verb);
        let above_refuses =
            matches!(self.doc.lemma(head), "decline" | "refuse" | "fail" | "avoid" | "stop" | "without");
        above_refuses && matches!(self.doc.dep(verb), label::XCOMP | label::PCOMP)
    }

    /// "nobody", "neither side", "no official": as a subject it denies the verb.
    fn is_nobody(&self, subject: TokenIdx) -> bool {
        let denies = |token: TokenIdx| {
            matches!(
                self.doc.word(token),
                "nobody" | "Nobody" | "none" | "None" | "no" | "No" | "neither" | "Neither" | "nothing"
            )
        };
        let before = self
            .children(subject, &[label::DET, label::CC, label::PRECONJ])
            .any(|child| child < subject && denies(child));
        denies(subject) || before
    }

    /// Whether the verb's own subject or object position is taken by one who is told: "was told that …".
    pub(crate) fn passive_addressee(&self, verb: TokenIdx) -> Option<Speaker> {
        self.doc.child(verb, label::NSUBJPASS).map(|subject| self.noun_phrase(subject))
    }

    /// "told the envoy in Geneva": where it was told is no part of whom.
    fn without_place(&self, mut told: Speaker) -> Speaker {
        let is_place = |&link: &TokenIdx| {
            link > told.head && matches!(self.doc.word(link), "in" | "at" | "on" | "after" | "during")
        };
        if let Some(link) = self.children(told.head, &[label::PREP]).find(is_place) {
            told.tokens = self.trim(Span::new(told.tokens.start(), link.0));
        }
        told
    }

    /// To whom: "told reporters", "said to the press", "wrote to him".
    pub(crate) fn addressee(&self, verb: TokenIdx) -> Option<Speaker> {
        let takes_object = matches!(
            self.doc.lemma(verb),
            "tell"
                | "ask"
                | "assure"
                | "remind"
                | "inform"
                | "warn"
                | "advise"
                | "reassure"
                | "urge"
                | "notify"
                | "promise"
                | "email"
                | "text"
                | "beg"
                | "implore"
                | "instruct"
                | "encourage"
                | "caution"
        );
        // "Berg was told that …": the subject; "it was announced that" tells nobody.
        if self.is_passive(verb) {
            return takes_object.then(|| self.passive_addressee(verb)).flatten();
        }
        let object = self.children(verb, &[label::DATIVE, label::DOBJ]).find(|&object| {
            takes_object && object > verb && self.doc.pos(object) != Pos::Adp && !self.in_utterance(object)
        });
        if let Some(object) = object {
            return Some(self.without_place(self.noun_phrase(object)));
        }
        let to = self
            .children(verb, &[label::PREP, label::DATIVE])
            .find(|&prep| self.doc.word(prep) == "to" && prep > verb)?;
        let object = self.doc.child(to, label::POBJ)?;
        let is_someone = matches!(self.doc.pos(object), Pos::Propn | Pos::Pron)
            || self.cast.mention_headed(object).is_some()
            || matches!(
                self.doc.word(object),
                "reporters"
                    | "journalists"
                    | "supporters"
                    | "lawmakers"
                    | "press"
                    | "crowd"
                    | "audience"
                    | "voters"
            );
        is_someone.then(|| self.noun_phrase(object))
    }
}
