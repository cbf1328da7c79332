use verbale_doc::{Pos, Span, TokenIdx, label};

use crate::draft::Draft;
use crate::lexicon::Frames;
use crate::scene::Scene;

/// What shows that a wish, a stress or a pointer was uttered, whatever is usual for the verb: agencies write "hoped" for
/// "said he hoped".
impl Scene<'_> {
    pub(crate) fn is_uttered(&self, draft: &Draft) -> bool {
        let Some(speaker) = draft.speaker.filter(|_| self.doc.pos(draft.head) == Pos::Verb) else {
            return false;
        };
        match self.doc.lemma(draft.head) {
            "hope" => self.is_hoped_aloud(draft, speaker.tokens.start()),
            "stress" | "underline" | "emphasize" | "emphasise" | "reiterate" | "reaffirm" | "affirm" => {
                self.can_speak(speaker.head)
            }
            _ => (self.goes_on_saying(draft.head) || self.is_judged(draft)) && self.can_speak(speaker.head),
        }
    }

    /// "on Thursday hoped that": wished at a time, before others; and in headlines, which tell of words in the present.
    fn is_hoped_aloud(&self, draft: &Draft, start: u32) -> bool {
        let from = start.min(draft.cue.start());
        let beside = Span::<verbale_doc::Tok>::new(from, draft.cue.end());
        let is_once = self.doc.tag(draft.head) == label::TAG_VBD
            && beside.tokens().any(|token| self.is_time(token) && !draft.holds(token));
        let is_present = matches!(self.doc.tag(draft.head), label::TAG_VBZ | label::TAG_VBP);
        is_once || is_present && self.in_headline(draft.head)
    }

    /// "pointed to the success, saying that": the words follow.
    fn goes_on_saying(&self, verb: TokenIdx) -> bool {
        self.children(verb, &[label::ADVCL, label::CONJ]).any(|saying| {
            let after_comma = saying.0 > 0 && self.doc.word(TokenIdx(saying.0 - 1)) == ",";
            let takes = self.children(saying, &[label::CCOMP, label::XCOMP]).next().is_some();
            saying > verb
                && after_comma
                && takes
                && self.doc.tag(saying) == label::TAG_VBG
                && self.verb_frames(saying).has(Frames::CLAUSE)
        })
    }

    /// "condemned the seizure as piracy": the judgement is put into a word.
    fn is_judged(&self, draft: &Draft) -> bool {
        let is_verdict = self.verb_frames(draft.head).has(Frames::LABEL.with(Frames::PREPOSITION));
        let says_what = |token: TokenIdx| self.doc.word(token) == "as" && self.doc.pos(token) == Pos::Adp;
        is_verdict && draft.pieces.iter().flat_map(|piece| piece.tokens()).any(says_what)
    }

    /// Whether a noun names someone who can speak: a person, a state, an organization, or a word for a source.
    fn can_speak(&self, head: TokenIdx) -> bool {
        self.cast.mention_headed(head).is_some()
            || self.doc.tag(head) == label::TAG_PRP
            || self.lexicon.is_source(self.doc.lemma(head))
            || self.doc.entity(head).is_some_and(|entity| {
                matches!(entity.label, label::ENT_PERSON | label::ENT_ORG | label::ENT_GPE | label::ENT_NORP)
            })
    }
}
