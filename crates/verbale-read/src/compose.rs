//! An article put together from the parts its source names: headline, dateline, body. So come the items of feeds and of
//! agencies, whose text is known to be the article's and need not be told from a page around it.

use std::ops::Range;

use jiff::civil::Date;
use verbale_doc::{Article, Block, BlockKind, Byte, Dateline, Published, PublishedBasis, Span, Text};

use crate::given::text_hash;
use crate::html::dom::{Dom, NodeId};
use crate::html::runs::Runs;
use crate::html::tag::Tag;
use crate::metadata::byline::names;
use crate::metadata::language::language;
use crate::structure::{Known, structure};
use crate::{Fault, Note, Place, ReadError, Reading};

/// What a source tells of one article.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) id: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    /// As they are written: "By Ada Moss and Jo Lind".
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    /// The code the source declares.
    pub(crate) language: Option<String>,
    pub(crate) published: Option<Published>,
    /// Told apart from the body: "MOSCOW, Monday (Reuters)".
    pub(crate) dateline: Option<String>,
    pub(crate) body: Body,
}

/// The text of an article, with what its markup tells of stretches of it.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) text: String,
    /// Headings, lists, captions, in order.
    marked: Vec<(Range<usize>, BlockKind)>,
}

impl Body {
    /// Text without markup, kept to the letter.
    pub(crate) fn of_text(text: &str) -> Self {
        // A NUL is in no text, whatever an escape may have brought.
        Self { text: text.trim().replace('\0', " "), marked: Vec::new() }
    }

    /// The paragraphs of a piece of HTML.
    pub(crate) fn of_html(html: &str) -> Self {
        let dom = Dom::parse(html);
        let runs = Runs::of(&dom);
        let mut body = Self::default();
        for run in runs.runs.iter().filter(|run| !run.is_hidden) {
            if !body.text.is_empty() {
                body.text.push_str("\n\n");
            }
            let start = body.text.len();
            body.text.push_str(runs.text_of(run));
            if let Some(kind) = kind(&dom, run.element) {
                body.marked.push((start..body.text.len(), kind));
            }
        }
        body
    }

    pub(crate) fn n_words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Cuts the text off at a byte.
    pub(crate) fn truncate(&mut self, end: usize) {
        self.text.truncate(end);
        self.text.truncate(self.text.trim_end().len());
        let end = self.text.len();
        self.marked.retain(|(span, _)| span.end <= end);
    }

    fn kind_at(&self, start: usize) -> Option<BlockKind> {
        let at = self.marked.partition_point(|(span, _)| span.end <= start);
        self.marked.get(at).filter(|(span, _)| span.start <= start).map(|(_, kind)| *kind)
    }
}

/// What an element says of the text in it.
fn kind(dom: &Dom, element: NodeId) -> Option<BlockKind> {
    dom.upward(element).take(4).find_map(|id| {
        let is_caption = dom.attr(id, "class").is_some_and(|class| class.contains("caption"));
        match dom.tag(id) {
            tag if tag.is_heading() => Some(BlockKind::Heading),
            Tag::Li | Tag::Dd | Tag::Dt => Some(BlockKind::List),
            Tag::Figcaption | Tag::Caption => Some(BlockKind::Caption),
            _ => is_caption.then_some(BlockKind::Caption),
        }
    })
}

/// An article as its source has it, with where it stands and what is odd about it.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) place: Place,
    pub(crate) parts: Parts,
    pub(crate) notes: Vec<Note>,
    pub(crate) is_teaser: bool,
}

/// Items of one input, each or what is wrong with it, in order.
pub(crate) type Items = Vec<Result<Item, ReadError>>;

impl Item {
    /// An item of which nothing is known as yet.
    pub(crate) fn at(place: Place) -> Self {
        Self { place, parts: Parts::default(), notes: Vec::new(), is_teaser: false }
    }

    /// Notes something odd.
    pub(crate) fn note(&mut self, message: &str) {
        self.notes.push(Note { place: self.place.clone(), message: message.to_owned() });
    }

    /// The article. `else_published` is the day of publication where the source names none.
    pub(crate) fn into_reading(self, else_published: Option<Date>) -> Result<Reading, ReadError> {
        let Self { place, parts, notes, is_teaser } = self;
        let article = parts.into_article(else_published);
        if article.text.is_empty() {
            return Err(ReadError { place, fault: Fault::Empty });
        }
        Ok(Reading { article, notes, is_teaser })
    }
}

impl Parts {
    /// The article. `else_published` is the day of publication where the source names none.
    fn into_article(self, else_published: Option<Date>) -> Article {
        let by_hand = else_published.map(|date| Published { date, basis: PublishedBasis::Given });
        let published = self.published.or(by_hand);
        let known = Known {
            title: Some(self.title.as_deref().unwrap_or_default()),
            published: published.map(|published| published.date),
        };
        let body = Text::new(self.body.text.clone());
        let found = structure(&body, known);
        let mut head = Head::default();
        let has_title = found.blocks.first().is_some_and(|block| block.kind == BlockKind::Title);
        if let Some(title) = self.title.as_deref().filter(|_| !has_title) {
            head.add(BlockKind::Title, title);
        }
        let own_dateline = self.dateline.as_deref().filter(|_| found.dateline.is_none());
        let own_dateline = own_dateline.map(|line| {
            let start = head.add(BlockKind::Dateline, line);
            dateline(line, start)
        });
        let shift = head.text.len() as u32;
        let moved = |span: Span<Byte>| Span::new(span.start() + shift, span.end() + shift);
        let found_dateline = found.dateline.map(|dateline| Dateline {
            place: dateline.place.map(moved),
            agency: dateline.agency.map(moved),
            date: dateline.date,
            span: moved(dateline.span),
        });
        let body_blocks = found.blocks.iter().map(|block| {
            let marked = self.body.kind_at(block.span.start() as usize);
            let is_open = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::List);
            Block { kind: marked.filter(|_| is_open).unwrap_or(block.kind), span: moved(block.span) }
        });
        let blocks: Vec<Block> = head.blocks.into_iter().chain(body_blocks).collect();
        let text = head.text + &body;
        let text = Text::new(text.trim_end());
        let in_text = found.published.map(|date| Published { date, basis: PublishedBasis::Text });
        let authors = names(self.authors.iter().map(String::as_str), self.publisher.as_deref());
        let byline = Some(authors.join(", ")).filter(|names| !names.is_empty());
        // An attribute without a value names nothing.
        let told = |name: Option<String>| name.filter(|name| !name.trim().is_empty());
        let url = told(self.url);
        Article {
            id: told(self.id).or_else(|| url.clone()).unwrap_or_else(|| text_hash(&text)),
            url,
            title: self.title,
            publisher: self.publisher,
            byline: byline.or(found.byline),
            language: language(&body, self.language.as_deref()),
            dateline: found_dateline.or(own_dateline),
            published: self.published.or(in_text).or(by_hand),
            text,
            blocks,
        }
    }
}

/// What stands before the body.
#[derive(Default)]
struct Head {
    text: String,
    blocks: Vec<Block>,
}

impl Head {
    /// Adds a line; gives the byte it begins at.
    fn add(&mut self, kind: BlockKind, line: &str) -> u32 {
        let start = self.text.len() as u32;
        self.text.push_str(line);
        self.blocks.push(Block { kind, span: Span::new(start, self.text.len() as u32) });
        self.text.push_str("\n\n");
        start
    }
}

/// The parts of a line that its source calls the dateline: a place, perhaps a day, perhaps an agency in parentheses.
fn dateline(line: &str, start: u32) -> Dateline {
    let span = |range: Range<usize>| Span::new(start + range.start as u32, start + range.end as u32);
    let end = line.find([',', '(', '/']).unwrap_or(line.len());
    let place = line[..end].trim_end_matches([' ', '-', '–', '—', '\u{A0}']);
    let agency = line.split_once('(').and_then(|(before, rest)| {
        let agency = rest.split_once(')')?.0;
        (!agency.is_empty()).then(|| before.len() + 1..before.len() + 1 + agency.len())
    });
    Dateline {
        place: (!place.is_empty()).then(|| span(0..place.len())),
        agency: agency.map(span),
        date: None,
        span: span(0..line.len()),
    }
}
