//! Web pages: from bytes to an article with labelled blocks.
//!
//! A page is cut into runs, the lines and paragraphs a reader sees; each is told to be the article's text or not by
//! what it looks like and where it stands; the others near the text are labelled for what they are. What is known
//! besides comes from [`crate::metadata`], and what the words themselves tell from [`crate::structure`].

mod around;
mod article;
mod decode;
pub(crate) mod dom;
mod features;
mod forest;
mod groups;
mod outline;
mod page;
pub(crate) mod runs;
pub(crate) mod tag;

use jiff::civil::Date;
use verbale_doc::{Article, Block, BlockKind, Published, PublishedBasis, Text};

use crate::given::{Given, day, text_hash};
use crate::{Fault, Note, Place, ReadError, Reading};

pub(crate) use decode::decode;

/// Makes an article of a page. What was given with it holds against what it says of itself; `else_published` is the
/// day of publication where neither tells one.
pub(crate) fn reading(
    given: Given,
    html: &str,
    place: Place,
    else_published: Option<Date>,
) -> Result<Reading, ReadError> {
    let page = page::read(html, given.url.as_deref(), None);
    article_of(page, given, place, else_published)
}

/// Reads a page whose runs something else has judged: `scores` has a number from 0 to 1 for each row of [`run_rows`].
/// It shows what the reader makes of pages whose site the block model has not seen; see `model/SOURCE.md`.
///
/// # Errors
///
/// As for any page, where there is neither text nor headline.
pub fn read_judged(html: &str, url: Option<&str>, scores: &[f32]) -> Result<Reading, ReadError> {
    let page = page::read(html, url, Some(scores));
    let given = Given { url: url.map(str::to_owned), ..Given::default() };
    article_of(page, given, Place { input: "-".to_owned(), line: None }, None)
}

fn article_of(
    page: page::Page,
    given: Given,
    place: Place,
    else_published: Option<Date>,
) -> Result<Reading, ReadError> {
    let mut notes = Vec::new();
    let given_day = given.published.as_deref().and_then(|given| {
        let date = day(given);
        if date.is_none() {
            let message = format!("`published` is not a date, left out: {given:?} (expected 2016-03-24)");
            notes.push(Note { place: place.clone(), message });
        }
        date
    });
    let by_hand = |date| Published { date, basis: PublishedBasis::Given };
    let title = given.title.or(page.title);
    let (text, blocks) =
        if page.text.is_empty() { title_alone(title.as_deref()) } else { (page.text, page.blocks) };
    if text.is_empty() {
        return Err(ReadError { place, fault: Fault::Empty });
    }
    let url = given.url.or(page.url);
    let article = Article {
        id: given.id.or_else(|| url.clone()).unwrap_or_else(|| text_hash(&text)),
        url,
        title,
        publisher: given.publisher.or(page.publisher),
        byline: page.byline,
        language: given.language.or(page.language),
        dateline: page.dateline,
        published: given_day.map(by_hand).or(page.published).or(else_published.map(by_hand)),
        text,
        blocks,
    };
    Ok(Reading { article, notes, is_teaser: false })
}

/// A run of a page as the block model sees it.
#[derive(Clone, Debug)]
pub struct RunRow {
    /// Its text, white space folded.
    pub text: String,
    /// Tags and classes of the elements it stands in, from the inside out.
    pub path: String,
    /// What tells the runs of one place in the page's template.
    pub path_key: u64,
    /// Words by blanks.
    pub n_words: u32,
    /// The model's columns.
    pub features: Vec<f32>,
}

/// The runs of a page with what the block model is told of them, for its training; see `model/SOURCE.md`.
pub fn run_rows(html: &str, url: Option<&str>) -> Vec<RunRow> {
    let parsed = page::Parsed::of(html, url);
    let rows = parsed.runs.runs.iter().enumerate().map(|(i, run)| {
        let path = parsed.dom.upward(run.element).take(4);
        let class = |id| parsed.dom.attr(id, "class").unwrap_or_default();
        RunRow {
            text: parsed.runs.text_of(run).to_owned(),
            path: path
                .map(|id| format!("{:?}.{}", parsed.dom.tag(id), class(id)))
                .collect::<Vec<_>>()
                .join(" < "),
            path_key: parsed.features.path_keys[i],
            n_words: run.n_words,
            features: parsed.features.row(i).to_vec(),
        }
    });
    rows.collect()
}

/// A page without an article, such as a list of stories or a video, is its headline.
fn title_alone(title: Option<&str>) -> (Text, Vec<Block>) {
    let text = Text::new(title.unwrap_or_default());
    let blocks = Some(Block { kind: BlockKind::Title, span: text.span() });
    let blocks = blocks.filter(|block| !block.span.is_empty()).into_iter().collect();
    (text, blocks)
}
