use verbale_doc::{Pos, Span, Tok, TokenIdx, label};

use crate::lexicon::Frames;
use crate::scene::{Scene, Unit, is_mark};

/// Where content ends, when the parse takes in too much or too little.
impl Scene<'_> {
    /// Content does not end in "and": what follows to the end of the sentence belongs to it, if it is no clause.
    pub(crate) fn with_last_part(&self, piece: Span<Tok>, unit: &Unit) -> Span<Tok> {
        const LONGEST: u32 = 8;
        let rest = Span::<Tok>::new(piece.end(), unit.tokens.end());
        let ends_open = piece.tokens().next_back().is_some_and(|last| self.doc.pos(last) == Pos::Cconj);
        let is_phrase = rest.len() <= LONGEST && !rest.tokens().any(|token| self.is_finite(token));
        if ends_open && is_phrase { self.trim(piece.join(rest)) } else { piece }
    }

    /// Content ends where the same speaker goes on with another cue: "…, adding that", "… and vowed to"; or where
    /// another speaker begins: "…, while others said".
    pub(crate) fn without_next_cue(&self, cue: TokenIdx, span: Span<Tok>) -> Span<Tok> {
        let inner = span
            .tokens()
            .skip(2)
            .filter(|&token| token != cue && !self.in_same_utterance(token, span.start()));
        for token in inner {
            let before = TokenIdx(token.0 - 1);
            if self.doc.word(token) == "while" && self.doc.word(before) == "," {
                if self.cue_clause_at(TokenIdx(token.0 + 1)).is_some() {
                    return Span::new(span.start(), token.0);
                }
                continue;
            }
            // "…, citing doctors": who is cited speaks.
            if self.doc.word(token) == "citing" && self.doc.word(before) == "," {
                return Span::new(span.start(), before.0);
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
    pub(crate) fn breaks_off(&self, cue: TokenIdx, comma: TokenIdx) -> bool {
        let and = TokenIdx(comma.0 + 1);
        let sentence = self.doc.sentence(cue).tokens;
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
        self.doc.tag(cue) == label::TAG_VBD
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
    pub(crate) fn only_quote(&self, span: Span<Tok>) -> Span<Tok> {
        let first = TokenIdx(span.start());
        let skip =
            u32::from(self.doc.tokens().get(first.at()).is_some_and(|_| self.doc.word(first) == "that"));
        let Some(quote) =
            self.quote_at(TokenIdx((first.0 + skip).min(self.doc.len().saturating_sub(1) as u32)))
        else {
            return span;
        };
        let starts_it = quote.tokens.start() == first.0 + skip && quote.is_closed && quote.is_utterance;
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

    pub(crate) fn in_same_utterance(&self, token: TokenIdx, start: u32) -> bool {
        self.quote_at(token)
            .is_some_and(|quote| quote.is_utterance && quote.tokens.start() >= start.saturating_sub(1))
    }
}
