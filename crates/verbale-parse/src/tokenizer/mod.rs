//! spaCy's tokenizer: text is cut at white space, then affixes are stripped off each chunk, then special cases are
//! sought among the tokens (`spacy/tokenizer.pyx`, 3.8).
//!
//! It differs from the reference in these points only, all of them to keep time linear on any input:
//!
//! - strings above 16 KiB are never URLs;
//! - a `token_match` pattern, and an affix pattern that repeats something in its middle, are not tried on strings
//!   above 512 bytes (the English pipelines have neither).
//!
//! Characters are classed as in the Unicode version of this program's libraries, which may be newer than Python's.

mod affixes;
mod alternatives;
pub(crate) mod charset;
mod chunks;
pub(crate) mod pattern;
pub(crate) mod program;
mod specials;

use std::sync::Arc;

use rmpv::ValueRef;

use crate::lookups::{FormatError, field, pairs, read_msgpack, string};
use crate::vocab::{LexId, Lexicon, Vocab};
use affixes::Affixes;
use charset::is_space;
use chunks::{Chunks, Part};
pub use pattern::PatternError;
use program::Threads;
use specials::Specials;

/// A trained pipeline's rules for cutting text into tokens. Shared by all threads.
#[derive(Clone, Debug)]
pub struct Tokenizer {
    vocab: Arc<Vocab>,
    affixes: Affixes,
    specials: Specials,
}

/// A token as the tokenizer leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawToken {
    /// First byte of the text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// The word, in the lexicon of the scratch space.
    pub lex: LexId,
    /// The norm: the word's own, or that of the special case the token comes from.
    pub norm: u64,
    /// Whether a space follows that belongs to no token.
    pub space_after: bool,
}

/// What one thread keeps from text to text. Its contents never change a result.
#[derive(Debug, Default)]
pub struct TokenizerScratch {
    /// The words of the tokens.
    pub lexicon: Lexicon,
    chunks: Chunks,
    splitter: Splitter,
    phrase_starts: Vec<u32>,
}

/// Space for splitting one chunk.
#[derive(Debug, Default)]
struct Splitter {
    threads: Threads,
    prefixes: Vec<usize>,
    suffixes: Vec<usize>,
    infixes: Vec<(usize, usize)>,
    parts: Vec<Part>,
}

/// A `tokenizer` file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenizerError {
    /// The file is not of the format.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A pattern uses what is not supported.
    #[error("tokenizer: {name}: {error}")]
    Pattern {
        /// Which pattern.
        name: &'static str,
        /// What is not supported, and where.
        error: PatternError,
    },
}

const PATTERNS: [&str; 5] = ["prefix_search", "suffix_search", "infix_finditer", "token_match", "url_match"];

impl Tokenizer {
    /// Reads a pipeline's `tokenizer` file.
    ///
    /// # Errors
    /// Says what in the file is not of the format, or which construct of a pattern is not supported.
    pub fn from_bytes(file: &[u8], vocab: Arc<Vocab>) -> Result<Self, TokenizerError> {
        let root = read_msgpack(file, "tokenizer")?;
        let root = pairs(&root, "tokenizer")?;
        let mut patterns = [None; 5];
        for (pattern, name) in patterns.iter_mut().zip(PATTERNS) {
            *pattern = match field(root, name) {
                None | Some(ValueRef::Nil) => None,
                Some(value) => Some(string(value, &format!("tokenizer: {name}"))?),
            };
        }
        let [prefix, suffix, infix, token, url] = patterns;
        let affixes = Affixes::new(prefix, suffix, infix, token, url).map_err(|error| {
            // Found again one by one: only then is it known whose fault it is.
            let is_bad =
                |pattern: Option<&str>| pattern.is_some_and(|text| pattern::Node::parse(text).is_err());
            TokenizerError::Pattern {
                name: PATTERNS[patterns.into_iter().position(is_bad).unwrap_or(0)],
                error,
            }
        })?;
        let specials = match field(root, "exceptions").or_else(|| field(root, "rules")) {
            None | Some(ValueRef::Nil) => Specials::default(),
            Some(exceptions) => Specials::read(exceptions)?,
        };
        let faster_heuristics = !matches!(field(root, "faster_heuristics"), Some(ValueRef::Boolean(false)));
        let mut tokenizer = Self { vocab, affixes, specials };
        tokenizer.add_phrases(faster_heuristics);
        Ok(tokenizer)
    }

    /// Finds the special cases that the affix patterns take apart; they are put together again after splitting.
    fn add_phrases(&mut self, faster_heuristics: bool) {
        // Out of the way while the cases themselves are split.
        let mut specials = std::mem::take(&mut self.specials);
        let mut scratch = TokenizerScratch::default();
        let mut tokens = Vec::new();
        let mut phrases: Vec<Vec<u64>> = Vec::new();
        for case in specials.strings() {
            let Splitter { threads, infixes, .. } = &mut scratch.splitter;
            self.affixes.infixes(case, threads, infixes);
            let has_affix = self.affixes.prefix_len(case, threads) > 0
                || !infixes.is_empty()
                || self.affixes.suffix_len(case, threads) > 0;
            if faster_heuristics && !has_affix && !case.contains(' ') {
                continue;
            }
            self.tokenize(case, &mut scratch, &mut tokens);
            phrases.push(tokens.iter().map(|token| scratch.lexicon.lexeme(token.lex).orth).collect());
        }
        for words in &phrases {
            specials.add_phrase(words);
        }
        self.specials = specials;
    }

    /// The rules' vocabulary.
    pub fn vocab(&self) -> &Vocab {
        &self.vocab
    }

    /// Cuts a text of at most 4 GiB into tokens, replacing what is in `out`.
    ///
    /// Tokens and the spaces after them give back the text. [`LexId`]s hold until the next call with the same
    /// scratch space, and beyond it while [`Lexicon::generation`] stays the same.
    pub fn tokenize(&self, text: &str, scratch: &mut TokenizerScratch, out: &mut Vec<RawToken>) {
        out.clear();
        scratch.phrase_starts.clear();
        if scratch.lexicon.trim() || scratch.chunks.is_full() {
            scratch.chunks.clear();
        }
        let mut chunk_start = 0;
        let mut place = 0;
        let mut in_space = text.chars().next().is_some_and(is_space);
        while place < text.len() {
            let (is_space, width) = class_at(text, place);
            if is_space != in_space {
                if chunk_start < place {
                    self.chunk(text, chunk_start..place, scratch, out);
                }
                // One space after a chunk belongs to its last token; what else there is makes a token.
                let single = text.as_bytes()[place] == b' ';
                if single && let Some(last) = out.last_mut() {
                    last.space_after = true;
                }
                chunk_start = place + usize::from(single);
                in_space = is_space;
            }
            place += width;
        }
        if chunk_start < text.len() {
            self.chunk(text, chunk_start..text.len(), scratch, out);
        }
        if !scratch.phrase_starts.is_empty() {
            self.join_phrases(text, scratch, out);
        }
    }

    fn chunk(
        &self,
        text: &str,
        range: std::ops::Range<usize>,
        scratch: &mut TokenizerScratch,
        out: &mut Vec<RawToken>,
    ) {
        let base = range.start as u32;
        let chunk = &text[range];
        let TokenizerScratch { lexicon, chunks, splitter, phrase_starts } = scratch;
        let (hash, known) = chunks.find(chunk);
        let is_known = known.is_some();
        let parts = known.unwrap_or_else(|| {
            self.split(chunk, lexicon, splitter);
            &splitter.parts
        });
        let mut start = base;
        for part in parts {
            if part.starts_phrase {
                phrase_starts.push(out.len() as u32);
            }
            let end = base + part.end;
            out.push(RawToken { start, end, lex: part.lex, norm: part.norm, space_after: false });
            start = end;
        }
        if !is_known {
            chunks.add(hash, chunk, &splitter.parts);
        }
    }

    /// Splits a chunk into `splitter.parts`: affixes outside in, then the middle.
    fn split(&self, chunk: &str, lexicon: &mut Lexicon, splitter: &mut Splitter) {
        let Splitter { threads, prefixes, suffixes, infixes, parts } = splitter;
        prefixes.clear();
        suffixes.clear();
        parts.clear();
        let middle = self.strip_affixes(chunk, threads, prefixes, suffixes);
        let mut pieces = Pieces { tokenizer: self, lexicon, parts, chunk, at: 0 };
        for &len in prefixes.iter() {
            pieces.push(len, None);
        }
        if let Some(special) = self.specials.find(middle) {
            for piece in special {
                pieces.push(piece.len as usize, piece.norm);
            }
        } else if !middle.is_empty() {
            if !self.affixes.is_token(middle, threads) && !self.affixes.is_url(middle, threads) {
                self.affixes.infixes(middle, threads, infixes);
                let mut start = 0;
                for &(infix_start, infix_end) in infixes.iter().filter(|infix| infix.0 != 0) {
                    pieces.push(infix_start - start, None);
                    pieces.push(infix_end - infix_start, None);
                    start = infix_end;
                }
                pieces.push(middle.len() - start, None);
            } else {
                pieces.push(middle.len(), None);
            }
        }
        for &len in suffixes.iter().rev() {
            pieces.push(len, None);
        }
    }

    /// Strips prefixes and suffixes as long as there are any and what is left is no token in itself; gives what is
    /// left, and their lengths in the order they were found.
    fn strip_affixes<'a>(
        &self,
        chunk: &'a str,
        threads: &mut Threads,
        prefixes: &mut Vec<usize>,
        suffixes: &mut Vec<usize>,
    ) -> &'a str {
        let is_special = |text: &str| self.specials.find(text).is_some();
        let mut rest = chunk;
        loop {
            if rest.is_empty() || self.affixes.is_token(rest, threads) || is_special(rest) {
                return rest;
            }
            let prefix = self.affixes.prefix_len(rest, threads);
            if prefix > 0 && is_special(&rest[prefix..]) {
                prefixes.push(prefix);
                return &rest[prefix..];
            }
            let suffix = self.affixes.suffix_len(&rest[prefix..], threads);
            let before_suffix = &rest[..rest.len() - suffix];
            if suffix > 0 && is_special(before_suffix) {
                suffixes.push(suffix);
                return before_suffix;
            }
            if prefix == 0 && suffix == 0 {
                return rest;
            }
            if prefix > 0 {
                prefixes.push(prefix);
            }
            if suffix > 0 {
                suffixes.push(suffix);
            }
            rest = &rest[prefix..rest.len() - suffix];
        }
    }

    /// Puts special cases that were taken apart together again, the longest first.
    fn join_phrases(&self, text: &str, scratch: &mut TokenizerScratch, out: &mut Vec<RawToken>) {
        let TokenizerScratch { lexicon, phrase_starts, .. } = scratch;
        let mut found: Vec<(usize, usize)> = Vec::new();
        for start in phrase_starts.iter().map(|&start| start as usize) {
            let words = out[start..].iter().map(|token| lexicon.lexeme(token.lex).orth);
            found.extend(self.specials.phrases_at(words).map(|length| (start, start + length)));
        }
        let mut rebuilt = Vec::new();
        let mut copied = 0;
        for (start, end) in longest(found, out.len()) {
            let (first, last) = (out[start], out[end - 1]);
            // Over a space that the special case lacks, the words are no such case.
            let span = &text[first.start as usize..last.end as usize];
            let Some(pieces) = self.specials.find(span) else {
                continue;
            };
            rebuilt.extend_from_slice(&out[copied..start]);
            copied = end;
            let mut at = first.start;
            for piece in pieces {
                let end = at + piece.len;
                let lex = lexicon.intern(&self.vocab, &text[at as usize..end as usize]);
                let norm = piece.norm.unwrap_or_else(|| lexicon.lexeme(lex).norm);
                let space_after = end == last.end && last.space_after;
                rebuilt.push(RawToken { start: at, end, lex, norm, space_after });
                at = end;
            }
        }
        if copied > 0 {
            rebuilt.extend_from_slice(&out[copied..]);
            *out = rebuilt;
        }
    }
}

/// Of spans (first token, one past the last) those that stand, in order: the longest first, then the leftmost. One
/// whose first or last token lies in a span looked at before falls, even if that one fell too: so it is in the
/// reference.
fn longest(mut spans: Vec<(usize, usize)>, n_tokens: usize) -> Vec<(usize, usize)> {
    if spans.len() <= 1 {
        return spans;
    }
    spans.sort_unstable_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
    let mut is_taken = vec![false; n_tokens];
    spans.retain(|&(start, end)| {
        let stands = !is_taken[start] && !is_taken[end - 1];
        is_taken[start..end].fill(true);
        stands
    });
    spans.sort_unstable();
    spans
}

/// The tokens of one chunk as they come.
struct Pieces<'a> {
    tokenizer: &'a Tokenizer,
    lexicon: &'a mut Lexicon,
    parts: &'a mut Vec<Part>,
    chunk: &'a str,
    at: usize,
}

impl Pieces<'_> {
    /// Takes the next `len` bytes as a token; none for no bytes.
    fn push(&mut self, len: usize, norm: Option<u64>) {
        if len == 0 {
            return;
        }
        let end = self.at + len;
        let lex = self.lexicon.intern(&self.tokenizer.vocab, &self.chunk[self.at..end]);
        let lexeme = self.lexicon.lexeme(lex);
        self.parts.push(Part {
            end: end as u32,
            lex,
            norm: norm.unwrap_or(lexeme.norm),
            starts_phrase: self.tokenizer.specials.starts_phrase(lexeme.orth),
        });
        self.at = end;
    }
}

/// Whether the character at `place` is white space, and its length in bytes.
fn class_at(text: &str, place: usize) -> (bool, usize) {
    let byte = text.as_bytes()[place];
    if byte < 0x80 {
        return (matches!(byte, b'\t'..=b'\r' | 0x1C..=b' '), 1);
    }
    let c = text[place..].chars().next().unwrap_or_default();
    (is_space(c), c.len_utf8())
}

#[cfg(test)]
mod tests;
