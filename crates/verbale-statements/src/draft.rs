use verbale_doc::{Span, Tok, TokenIdx};

use crate::speaker::Speaker;

/// A statement in the making: all in tokens, not yet placed among the others.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// The deciding word of the cue.
    pub(crate) head: TokenIdx,
    pub(crate) cue: Span<Tok>,
    pub(crate) speaker: Option<Speaker>,
    pub(crate) addressee: Option<Speaker>,
    /// Who carried the words, nearest to the speaker first.
    pub(crate) via: Vec<Speaker>,
    /// What was said, in order, not overlapping once the draft is finished.
    pub(crate) pieces: Vec<Span<Tok>>,
    pub(crate) rule: &'static str,
    /// How likely a careful reader takes it for a statement, once that was weighed.
    pub(crate) chance: f32,
}

impl Draft {
    /// Adds a stretch, joining it with what it touches.
    pub(crate) fn add(&mut self, piece: Span<Tok>) {
        if piece.is_empty() {
            return;
        }
        let mut joined = piece;
        self.pieces.retain(|&old| {
            let apart = !old.overlaps(joined) && old.end() != joined.start() && joined.end() != old.start();
            if !apart {
                joined = joined.join(old);
            }
            apart
        });
        let at = self.pieces.partition_point(|old| old.start() < joined.start());
        self.pieces.insert(at, joined);
    }

    /// Takes a stretch out of what was said: the cue in the middle, say.
    pub(crate) fn cut(&mut self, hole: Span<Tok>) {
        let mut kept = Vec::with_capacity(self.pieces.len() + 1);
        for &piece in &self.pieces {
            if !piece.overlaps(hole) {
                kept.push(piece);
                continue;
            }
            let left = Span::new(piece.start(), hole.start());
            let right = Span::new(hole.end(), piece.end());
            kept.extend([left, right].into_iter().filter(|part| !part.is_empty()));
        }
        self.pieces = kept;
    }

    /// One past the last token of cue and content.
    pub(crate) fn end(&self) -> u32 {
        let last = self.pieces.last().map_or(0, |piece| piece.end());
        last.max(self.cue.end())
    }

    pub(crate) fn covers(&self, span: Span<Tok>) -> bool {
        self.pieces.iter().any(|piece| piece.covers(span))
    }

    pub(crate) fn holds(&self, token: TokenIdx) -> bool {
        self.pieces.iter().any(|piece| piece.has(token))
    }
}
