use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Range;

use crate::TokenIdx;

/// Counts bytes of a UTF-8 text.
#[derive(Debug)]
pub enum Byte {}
/// Counts Unicode code points: the unit of the printed record.
#[derive(Debug)]
pub enum Char {}
/// Counts tokens of a [`Doc`](crate::Doc).
#[derive(Debug)]
pub enum Tok {}

/// A half-open range counted in `U`: bytes, code points and tokens never mix.
pub struct Span<U> {
    start: u32, // invariant: start <= end
    end: u32,
    unit: PhantomData<fn() -> U>,
}

impl<U> Span<U> {
    /// The span from `start` up to, not including, `end`; an `end` before `start` gives the empty span at `start`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end: if end < start { start } else { end }, unit: PhantomData }
    }

    /// First position.
    pub const fn start(self) -> u32 {
        self.start
    }

    /// One past the last position.
    pub const fn end(self) -> u32 {
        self.end
    }

    /// How many units it covers.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range to slice with.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `position` lies inside.
    pub const fn holds(self, position: u32) -> bool {
        self.start <= position && position < self.end
    }

    /// Whether all of `other` lies inside.
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a position.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl Span<Tok> {
    /// The tokens of the span, in order.
    pub fn tokens(self) -> impl DoubleEndedIterator<Item = TokenIdx> + ExactSizeIterator + Clone {
        (self.start..self.end).map(TokenIdx)
    }

    /// The span of one token.
    pub const fn of(token: TokenIdx) -> Self {
        Self::new(token.0, token.0 + 1)
    }

    /// Whether the token lies inside.
    pub const fn has(self, token: TokenIdx) -> bool {
        self.holds(token.0)
    }
}

// Written out because a derive would ask the same of the unit, which has no values.
impl<U> Clone for Span<U> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<U> Copy for Span<U> {}
impl<U> PartialEq for Span<U> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<U> Eq for Span<U> {}
impl<U> PartialOrd for Span<U> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<U> Ord for Span<U> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<U> Hash for Span<U> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<U> fmt::Debug for Span<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
