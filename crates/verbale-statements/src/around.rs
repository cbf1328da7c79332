use verbale_doc::{Pos, Span, Tok, TokenIdx, label};

use crate::cue::VerbCue;
use crate::draft::Draft;
use crate::lexicon::Frames;
use crate::scene::{Scene, Unit, is_mark};

/// Content that stands before a cue or around it.
impl Scene<'_> {
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
        // "after mediation by Oman, the council said": to the parser often "Oman, whom the council said".
        let is_loose = is_last
            && self.previous_solid(cue.start).is_some_and(|before| self.doc.word(before) == ",")
            && cue.speaker.is_some_and(|speaker| speaker.tokens.start() == cue.start)
            && cue.speaker.is_some_and(|speaker| self.doc.pos(speaker.head) != Pos::Pron);
        let is_plain = self.doc.child(cue.verb, label::MARK).is_none()
            && (is_loose || !matches!(self.doc.dep(cue.verb), label::RELCL | label::ADVCL | label::ACL));
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
