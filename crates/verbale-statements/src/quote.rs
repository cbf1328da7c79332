//! Finds quotations: which marks open, which close, and what stands between.
//!
//! Marks are read with what stands beside them, not by their shape alone, because newsrooms get them wrong: an
//! opening mark where a closing one belongs ("…must be discussed, “Lavrov said"), none at the end of a paragraph,
//! straight marks for both.

use verbale_doc::{Article, Byte, Doc, Span, Tok, TokenIdx};

/// A quotation of the outermost level; quotations within it are part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    /// From the opening mark to the closing one, both included; to the end of the block where none closes it.
    pub(crate) span: Span<Byte>,
    /// The same in tokens.
    pub(crate) tokens: Span<Tok>,
    /// The tokens between the marks.
    pub(crate) inner: Span<Tok>,
    /// Whether a mark closes it.
    pub(crate) is_closed: bool,
    /// Whether it reads as someone's words, not as a term set apart; told by the scene.
    pub(crate) is_utterance: bool,
    /// Index into the article's blocks.
    pub(crate) block: u32,
}

/// What a mark can do, by its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Opening,
    Closing,
    Straight,
    /// ‘ and ’ and ' and their like: a quotation mark or an apostrophe.
    Single,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span<Byte>,
    shape: Shape,
    before: char,
    after: char,
}

/// All quotations of the article's coded blocks, in order, not overlapping.
///
/// `opens_cue` says whether a speech clause starts at a token: what follows a quotation that ends in a wrong mark.
/// `is_cue` says whether nothing but a speech clause stands there to the end of the sentence: what tells where a
/// quotation ends that nothing closes.
pub(crate) fn find_quotes(
    article: &Article,
    doc: &Doc,
    opens_cue: impl Fn(TokenIdx) -> bool,
    is_cue: impl Fn(TokenIdx) -> bool,
) -> Vec<Quote> {
    let mut quotes = Vec::new();
    for (number, block) in article.blocks.iter().enumerate().filter(|(_, block)| block.kind.is_coded()) {
        let marks = marks_in(article.text.slice(block.span), block.span.start());
        let opens_cue_at = |byte: u32| {
            let token = doc.tokens_in(Span::new(byte, block.span.end())).tokens().next();
            token.is_some_and(&opens_cue)
        };
        let spans = doubles(&marks, block.span.end(), opens_cue_at);
        let singles = singles(&marks, &spans, article.text.as_str());
        let mut found: Vec<_> = spans.into_iter().chain(singles).collect();
        found.sort_by_key(|&(span, ..)| span);
        for unclosed in found.iter_mut().filter(|(.., close)| close.is_none()) {
            end_before_cue(unclosed, doc, &is_cue);
        }
        let to_quote = |(span, open, close): (Span<Byte>, u32, Option<u32>)| Quote {
            span,
            tokens: doc.tokens_in(span),
            inner: doc.tokens_in(Span::new(open, close.unwrap_or(span.end()))),
            is_closed: close.is_some(),
            is_utterance: false,
            block: number as u32,
        };
        quotes.extend(found.into_iter().map(to_quote).filter(|quote| !quote.inner.is_empty()));
    }
    quotes
}

/// "“The road is open, Berg said.": what nothing closes ends before the cue.
fn end_before_cue(unclosed: &mut Found, doc: &Doc, is_cue: impl Fn(TokenIdx) -> bool) {
    const LONGEST: usize = 80;
    let tokens = doc.tokens_in(unclosed.0);
    let ends = |comma: &TokenIdx| {
        let next = TokenIdx(comma.0 + 1);
        matches!(doc.word(*comma), "," | "?" | "!") && tokens.has(next) && is_cue(next)
    };
    if let Some(comma) = tokens.tokens().skip(2).take(LONGEST).find(ends) {
        let end = doc.token(comma).span.end();
        *unclosed = (Span::new(unclosed.0.start(), end), unclosed.1, Some(end));
    }
}

/// A quotation as found: all of it, the end of its opening mark, the start of its closing one.
type Found = (Span<Byte>, u32, Option<u32>);

fn marks_in(text: &str, offset: u32) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut before = '\n';
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let mut end = at + char.len_utf8();
        let doubled = matches!(char, '\'' | '`' | '’' | '‘' | '‚')
            && chars.peek().is_some_and(|&(_, next)| next == char);
        let shape = match char {
            '“' | '„' | '«' | '‟' => Some(Shape::Opening),
            '”' | '»' => Some(Shape::Closing),
            '"' | '＂' => Some(Shape::Straight),
            _ if doubled => {
                end += char.len_utf8();
                chars.next();
                Some(Shape::Straight)
            }
            '\'' | '’' | '‘' | '‚' | '‹' | '›' => Some(Shape::Single),
            _ => None,
        };
        if let Some(shape) = shape {
            let after = chars.peek().map_or('\n', |&(_, next)| next);
            let span = Span::new(offset + at as u32, offset + end as u32);
            marks.push(Mark { span, shape, before, after });
        }
        before = char;
    }
    settle_local_shapes(&mut marks);
    marks
}

/// German closes with “ what „ opened, and Danish and some German papers open with » and close with «.
fn settle_local_shapes(marks: &mut [Mark]) {
    for mark in marks {
        if matches!(mark.shape, Shape::Opening | Shape::Closing)
            && mark.looks_opening() != mark.looks_closing()
        {
            // The shape stays where the surroundings agree with it or say nothing; a mark glued to the word before
            // it and free of the one after can only close.
            mark.shape = if mark.looks_closing() { Shape::Closing } else { Shape::Opening };
        }
    }
}

impl Mark {
    fn looks_opening(&self) -> bool {
        is_gap(self.before) && !self.after.is_whitespace()
    }

    fn looks_closing(&self) -> bool {
        !self.before.is_whitespace() && !self.after.is_alphanumeric() && !is_opening_bracket(self.before)
    }
}

fn is_gap(char: char) -> bool {
    char.is_whitespace()
        || is_opening_bracket(char)
        || matches!(char, '—' | '–' | '-' | '/' | ':' | ';' | ',' | '‘' | '\'' | '…')
}

fn is_opening_bracket(char: char) -> bool {
    matches!(char, '(' | '[' | '{')
}

fn doubles(marks: &[Mark], block_end: u32, opens_cue_at: impl Fn(u32) -> bool) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut open: Option<Mark> = None;
    let mut depth = 0;
    let doubled: Vec<&Mark> = marks.iter().filter(|mark| mark.shape != Shape::Single).collect();
    for (number, &mark) in doubled.iter().enumerate() {
        let Some(opener) = open else {
            let starts = match mark.shape {
                Shape::Opening => true,
                Shape::Straight => mark.looks_opening() || !mark.looks_closing(),
                Shape::Closing | Shape::Single => false,
            };
            if starts {
                (open, depth) = (Some(*mark), 0);
            }
            continue;
        };
        let wrong_end = mark.before_is_end() && opens_cue_at(mark.span.end());
        let is_foreign = (opener.shape == Shape::Straight) != (mark.shape == Shape::Straight);
        if is_foreign && !wrong_end && closes_later(opener, &doubled[number + 1..]) {
            continue;
        }
        let closes = match mark.shape {
            Shape::Closing => true,
            Shape::Straight => !mark.looks_opening() || wrong_end || mark.before == ',',
            Shape::Opening | Shape::Single => wrong_end,
        };
        if closes && depth > 0 {
            depth -= 1;
        } else if closes {
            found.push((opener.span.join(mark.span), opener.span.end(), Some(mark.span.start())));
            open = None;
        } else if mark.shape == Shape::Opening && closes_twice(&doubled[number + 1..]) {
            depth += 1;
        } else {
            // A second opening: the first was never closed, and ended where this one starts.
            let end = mark.span.start();
            found.push((Span::new(opener.span.start(), end), opener.span.end(), None));
            (open, depth) = (Some(*mark), 0);
        }
    }
    if let Some(opener) = open {
        found.push((Span::new(opener.span.start(), block_end), opener.span.end(), None));
    }
    found
}

/// Whether a mark of the opener's own kind closes it further on: then marks of the other kind stand within.
fn closes_later(opener: Mark, rest: &[&Mark]) -> bool {
    let own =
        rest.iter().take(8).find(|mark| (mark.shape == Shape::Straight) == (opener.shape == Shape::Straight));
    own.is_some_and(|mark| {
        mark.shape == Shape::Closing || mark.shape == Shape::Straight && mark.looks_closing()
    })
}

/// Whether the next two marks close: then an opening mark inside a quotation starts one within it.
fn closes_twice(rest: &[&Mark]) -> bool {
    matches!(rest, [first, second, ..] if first.shape == Shape::Closing && second.shape == Shape::Closing)
}

impl Mark {
    /// Whether a quotation may end before this mark: punctuation stands there, perhaps with a space too many.
    fn before_is_end(&self) -> bool {
        self.before.is_whitespace() || matches!(self.before, ',' | '.' | '?' | '!' | '…' | '—' | '-')
    }
}

/// Quotations in single marks outside double ones: of two words or more, so that apostrophes stay what they are.
fn singles(marks: &[Mark], doubles: &[Found], text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut open: Option<Mark> = None;
    let mut next_double = doubles.iter().peekable();
    for mark in marks.iter().filter(|mark| mark.shape == Shape::Single) {
        while next_double.next_if(|(span, ..)| span.end() <= mark.span.start()).is_some() {}
        if next_double.peek().is_some_and(|(span, ..)| span.holds(mark.span.start())) {
            continue;
        }
        match open {
            Some(opener) if mark.looks_closing() => {
                let inside = Span::<Byte>::new(opener.span.end(), mark.span.start());
                let of_words = text.get(inside.range()).is_some_and(|inside| inside.contains(' '));
                let from = doubles.partition_point(|(span, ..)| span.start() < inside.start());
                let crosses = doubles.get(from).is_some_and(|(span, ..)| inside.covers(*span));
                if of_words && !crosses {
                    found.push((opener.span.join(mark.span), inside.start(), Some(inside.end())));
                }
                open = None;
            }
            _ if mark.looks_opening() && (mark.after.is_alphabetic() || matches!(mark.after, '[' | '$')) => {
                open = Some(*mark);
            }
            _ => {}
        }
    }
    found
}
