//! Documents and records as rows to group.

use std::io::Cursor;
use std::ops::Range;

use serde::Deserialize;
use serde_json::Value;
use verbale::Article;
use verbale_read::{Documents, Input, Kind, Options, Rows};
use verbale_record::{Record, SCHEMA};
use verbale_store::item_of;
use verbale_stories::{Item, Moment};

/// A document, and what is asked about it.
pub(crate) struct Row {
    pub(crate) item: Item,
    /// A named outlet that is asked about, in bytes of the text.
    pub(crate) asked: Option<Range<usize>>,
}

/// A row, or why there is none.
pub(crate) type Next = Result<Row, String>;

/// The rows of all inputs, one after another.
pub(crate) fn read(inputs: Vec<Input>, from: Option<Kind>) -> impl Iterator<Item = Next> {
    inputs.into_iter().flat_map(move |input| {
        let kind = from.or_else(|| Kind::from_name(&input.name())).unwrap_or(Kind::Jsonl);
        let options = Options { kind: Some(kind), ..Options::default() };
        let rows: Box<dyn Iterator<Item = Next>> = if kind == Kind::Jsonl {
            let name = input.name();
            Box::new(Rows::open(&input, options.limits).map(move |line| {
                let line = line.map_err(|error| error.to_string())?;
                row(&line.bytes).map_err(|fault| format!("{name}:{}: {fault}", line.line))
            }))
        } else {
            Box::new(Documents::open(&input, options).map(|document| match document {
                Ok(reading) => Ok(Row { item: of_article(&reading.article), asked: None }),
                Err(error) => Err(error.to_string()),
            }))
        };
        rows
    })
}

/// The fields of a line: a document's, and those of a question about an outlet it names.
#[derive(Deserialize)]
struct Line {
    schema: Option<String>,
    id: Option<Value>,
    title: Option<String>,
    text: Option<String>,
    html: Option<String>,
    published: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
    /// Code points of the text.
    start: Option<u32>,
    end: Option<u32>,
}

fn row(bytes: &[u8]) -> Result<Row, String> {
    let line: Line = serde_json::from_slice(bytes).map_err(|error| format!("not a document: {error}"))?;
    if line.schema.as_deref() == Some(SCHEMA) {
        let record: Record =
            serde_json::from_slice(bytes).map_err(|error| format!("not a record: {error}"))?;
        return Ok(Row { item: item_of(&record), asked: None });
    }
    let Some(text) = line.text else {
        if line.html.is_none() {
            return Err("the document has neither \"text\" nor \"html\"".to_owned());
        }
        let options = Options { kind: Some(Kind::Jsonl), ..Options::default() };
        let document = Documents::from_reader("page", Cursor::new(bytes.to_vec()), options).next();
        return match document {
            Some(Ok(reading)) => {
                let mut item = of_article(&reading.article);
                item.published = line.published.as_deref().and_then(Moment::parse).or(item.published);
                Ok(Row { item, asked: None })
            }
            Some(Err(error)) => Err(error.to_string()),
            None => Err("the page holds nothing".to_owned()),
        };
    };
    let id = match line.id {
        Some(Value::String(id)) => id,
        Some(Value::Number(number)) => number.to_string(),
        _ => line.url.unwrap_or_else(|| verbale_read::text_hash(&text)),
    };
    let asked = line.start.zip(line.end).and_then(|(start, end)| bytes_of(&text, start, end));
    let item = Item {
        id,
        title: line.title,
        published: line.published.as_deref().and_then(Moment::parse),
        publisher: line.publisher,
        text,
        ..Item::default()
    };
    Ok(Row { item, asked })
}

/// Code points as bytes; `None` where they lie outside of the text.
fn bytes_of(text: &str, start: u32, end: u32) -> Option<Range<usize>> {
    let mut places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let from = places.nth(start as usize)?;
    let to = if end > start { places.nth((end - start - 1) as usize)? } else { return None };
    Some(from..to)
}

fn of_article(article: &Article) -> Item {
    let blocks: Vec<&str> = article.coded_blocks().map(|block| article.text.slice(block.span)).collect();
    let agency = article.dateline.as_ref().and_then(|dateline| dateline.agency);
    Item {
        id: article.id.clone(),
        title: article.title.clone(),
        text: blocks.join("\n"),
        published: article.published.map(|published| Moment::of_day(published.date)),
        publisher: article.publisher.clone(),
        dateline_agency: agency.map(|span| article.text.slice(span).to_owned()),
        ..Item::default()
    }
}
