//! Reads documents of any kind on standard input and prints a record for each, with `id` and `article` alone, so that
//! reading can be measured without the language engine:
//!
//! `zcat pages.jsonl.gz | cargo run --release -p verbale-read --example read_pages > read.jsonl`
//!
//! With a file of lines `["id", [score, …]]`, as `model/train.py --check` writes them, those scores stand in for the block
//! model's: `… --example read_pages unseen.jsonl`.

use std::collections::HashMap;
use std::io::{self, BufRead, BufWriter, Write};

use serde_json::{Value, json};
use verbale_doc::{Article, Byte, PublishedBasis, Span};
use verbale_read::{Documents, Options, read_judged};

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    if let Some(scores) = std::env::args().nth(1) {
        return read_judged_pages(&scores, &mut out);
    }
    let options = Options { ..Options::default() };
    for document in Documents::from_reader("-", io::stdin(), options) {
        match document {
            Ok(reading) => writeln!(out, "{}", record(&reading.article))?,
            Err(error) => writeln!(io::stderr(), "{error}")?,
        }
    }
    out.flush()
}

fn read_judged_pages(scores: &str, out: &mut impl Write) -> io::Result<()> {
    let lines = std::fs::read_to_string(scores)?;
    let scores: HashMap<String, Vec<f32>> =
        lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    for line in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let id = page["id"].as_str().unwrap_or_default();
        let html = page["html"].as_str().unwrap_or_default();
        let scores = scores.get(id).map(Vec::as_slice).unwrap_or_default();
        match read_judged(html, page["url"].as_str(), scores) {
            Ok(mut reading) => {
                id.clone_into(&mut reading.article.id);
                writeln!(out, "{}", record(&reading.article))?;
            }
            Err(error) => writeln!(io::stderr(), "{error}")?,
        }
    }
    out.flush()
}

fn record(article: &Article) -> Value {
    let span = |span: Span<Byte>| article.text.to_chars(span);
    let words = |span: Option<Span<Byte>>| span.map(|span| article.text.slice(span));
    let blocks: Vec<Value> = article
        .blocks
        .iter()
        .map(|block| {
            let kind = format!("{:?}", block.kind).to_lowercase();
            json!({"kind": kind, "start": span(block.span).start(), "end": span(block.span).end()})
        })
        .collect();
    let basis = article.published.map(|published| match published.basis {
        PublishedBasis::Given => "given",
        PublishedBasis::Meta => "meta",
        PublishedBasis::Url => "url",
        PublishedBasis::Text => "text",
        PublishedBasis::Feed => "feed",
    });
    let dateline = article.dateline.as_ref();
    let dateline = dateline.map(|line| json!({"place": words(line.place), "agency": words(line.agency)}));
    json!({"id": article.id, "article": {
        "url": article.url, "title": article.title, "publisher": article.publisher, "byline": article.byline,
        "language": article.language, "dateline": dateline, "published_basis": basis,
        "published": article.published.map(|published| published.date.to_string()),
        "text": &*article.text, "blocks": blocks,
    }})
}
