use verbale_doc::{BlockKind, Span, TokenIdx};

use crate::draft::Draft;
use crate::lexicon::Frames;
use crate::scene::{Scene, Unit};

/// Words set off as a paragraph or a list of their own, without marks: "The ministry said in a statement:".
impl Scene<'_> {
    /// A sentence of someone speaking that ends in a colon brings the next paragraph, or all lines of the next list.
    pub(crate) fn block_quote(&self, number: usize, unit: &Unit, drafts: &mut Vec<Draft>) {
        let Some(before) = number.checked_sub(1).map(|at| &self.units[at]) else { return };
        let ends_open = before.tokens.tokens().next_back().is_some_and(|last| self.doc.word(last) == ":");
        let is_quoted = self.quote_at(TokenIdx(unit.tokens.start())).is_some();
        if !ends_open
            || before.block + 1 != unit.block
            || is_quoted
            || self.is_transcript
            || self.opens_turn(unit)
        {
            return;
        }
        let kind = |block: u32| self.article.blocks.get(block as usize).map(|block| block.kind);
        let wanted = kind(unit.block).filter(|kind| matches!(kind, BlockKind::Paragraph | BlockKind::List));
        let Some((draft, wanted)) = self.draft_led(before, drafts).zip(wanted) else { return };
        let mut draft = draft;
        let mut next = unit.block;
        for other in &self.units[number..] {
            let is_list = wanted == BlockKind::List && kind(other.block) == Some(BlockKind::List);
            if other.block != unit.block && !(is_list && other.block <= next + 1) {
                break;
            }
            next = other.block;
            let piece = self.trim(other.tokens);
            match draft.pieces.last_mut().filter(|last| last.end() + 2 >= piece.start() && !piece.is_empty())
            {
                Some(last) if self.block_of(last.start()) == other.block => *last = last.join(piece),
                _ if piece.is_empty() => {}
                _ => draft.pieces.push(piece),
            }
        }
        match drafts.iter_mut().rev().take(8).find(|other| other.head == draft.head) {
            Some(own) => *own = draft,
            None => drafts.push(draft),
        }
    }

    fn block_of(&self, token: u32) -> u32 {
        self.doc.sentence(TokenIdx(token)).block
    }

    /// The statement whose cue is the main verb of a sentence that ends in a colon.
    fn draft_led(&self, lead: &Unit, drafts: &[Draft]) -> Option<Draft> {
        let is_main = |token: &TokenIdx| {
            let governor = self.doc.head(*token);
            self.doc.is_root(*token) || self.relayed(*token).is_some() || self.doc.is_root(governor)
        };
        let verbs = lead.tokens.tokens().rev().filter(|&token| !self.in_utterance(token)).filter(is_main);
        let mut cues = verbs.filter_map(|token| self.verb_cue(token));
        let cue = cues.find(|cue| cue.frames.has(Frames::QUOTE) && cue.speaker.is_some())?;
        // "said he would do three things:" has its content.
        let own = drafts.iter().rev().take(8).find(|draft| draft.head == cue.verb);
        if own.is_some_and(|draft| draft.pieces.iter().any(|piece| self.has_verb(*piece))) {
            return None;
        }
        Some(self.draft_of(&cue, "statements.block"))
    }

    fn has_verb(&self, span: Span<verbale_doc::Tok>) -> bool {
        span.tokens().any(|token| self.is_finite(token))
    }
}
