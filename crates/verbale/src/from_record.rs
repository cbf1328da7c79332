//! From a record back to the article it was coded from.

use jiff::civil::Date;
use verbale_doc::{Article, Block, BlockKind, Byte, Char, Dateline, Published, PublishedBasis, Span, Text};
use verbale_record as wire;

/// The article of a record, to be coded again without being read again. `dateline_day` is the day its dateline gives,
/// which the record does not tell.
pub fn article_of(record: &wire::Record, dateline_day: Option<Date>) -> Article {
    let wire = &record.article;
    let text = Text::new(wire.text.as_str());
    let n_chars = text.n_chars();
    let bytes = |start: u32, end: u32| {
        let end = end.min(n_chars);
        text.to_bytes(Span::<Char>::new(start.min(end), end))
    };
    let dateline = wire.dateline.as_ref().map(|dateline| {
        let span = bytes(dateline.start, dateline.end);
        Dateline {
            place: dateline.place.as_deref().and_then(|place| within(&text, span, place)),
            agency: dateline.agency.as_deref().and_then(|agency| within(&text, span, agency)),
            date: dateline_day,
            span,
        }
    });
    let published = wire.published.as_deref().and_then(|published| published.parse().ok());
    let published = published.map(|date| Published { date, basis: basis(&wire.published_basis) });
    let blocks = wire.blocks.iter().filter_map(|block| {
        Some(Block { kind: block_kind(&block.kind)?, span: bytes(block.start, block.end) })
    });
    Article {
        id: record.id.clone(),
        url: wire.url.clone(),
        title: wire.title.clone(),
        publisher: wire.publisher.clone(),
        byline: wire.byline.clone(),
        language: wire.language.clone(),
        dateline,
        published,
        blocks: blocks.collect(),
        text,
    }
}

fn within(text: &Text, span: Span<Byte>, words: &str) -> Option<Span<Byte>> {
    let at = span.start() + text.slice(span).find(words)? as u32;
    Some(Span::new(at, at + words.len() as u32))
}

fn basis(name: &str) -> PublishedBasis {
    match name {
        "meta" => PublishedBasis::Meta,
        "url" => PublishedBasis::Url,
        "text" => PublishedBasis::Text,
        "feed" => PublishedBasis::Feed,
        _ => PublishedBasis::Given,
    }
}

fn block_kind(name: &str) -> Option<BlockKind> {
    BlockKind::ALL.into_iter().find(|&kind| crate::to_record::block_kind(kind) == name)
}
