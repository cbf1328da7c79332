//! What the fuzz targets do with their bytes. The tests of `verbale-read` run the same over the files in `corpus/`.
//!
//! A new target is a function here, a file in `fuzz_targets/`, an entry in `Cargo.toml`, and a folder in `corpus/` with
//! a few small files of our own.
#![allow(dead_code, reason = "each target is a program of its own and uses one of these")]

use std::io::Cursor;

use verbale_doc::{Article, Byte, Span};
use verbale_read::{Documents, Kind, Limits, Options};

/// What is done with the bytes of one run; it panics where something is wrong.
pub(crate) type Target = fn(&[u8]);

/// All targets that read, by the names of their corpora.
pub(crate) const ALL: [(&str, Target); 7] = [
    ("feed", feed),
    ("html", html),
    ("jsonl", jsonl),
    ("newsml", newsml),
    ("ninjs", ninjs),
    ("text", text),
    ("warc", warc),
];

pub(crate) fn feed(bytes: &[u8]) {
    read(bytes, Kind::Feed);
}

pub(crate) fn html(bytes: &[u8]) {
    read(bytes, Kind::Html);
}

pub(crate) fn jsonl(bytes: &[u8]) {
    read(bytes, Kind::Jsonl);
}

pub(crate) fn newsml(bytes: &[u8]) {
    read(bytes, Kind::Newsml);
}

pub(crate) fn ninjs(bytes: &[u8]) {
    read(bytes, Kind::Ninjs);
}

/// Text, above all its dateline and the other parts that are told by their words.
pub(crate) fn text(bytes: &[u8]) {
    read(bytes, Kind::Text);
}

/// Archives, plain and packed: what is packed is unpacked on the way.
pub(crate) fn warc(bytes: &[u8]) {
    read(bytes, Kind::Warc);
}

/// Reads all documents, and checks of each what holds of any.
fn read(bytes: &[u8], kind: Kind) {
    let limits = Limits { document: 1 << 20, ..Limits::default() };
    let options = Options { kind: Some(kind), limits, ..Options::default() };
    for document in Documents::from_reader("fuzz", Cursor::new(bytes.to_vec()), options) {
        match document {
            Ok(reading) => check(&reading.article),
            // That it can be said is all that is asked of an error.
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// Blocks stand in order, do not overlap, hold something, and begin and end at characters; so do the dateline's parts.
fn check(article: &Article) {
    let fits = |span: Span<Byte>| {
        assert!(article.text.get(span.range()).is_some(), "{span:?} is no part of the text");
    };
    let mut end = 0;
    for block in &article.blocks {
        fits(block.span);
        assert!(block.span.start() >= end && !block.span.is_empty(), "{block:?} comes after {end}");
        end = block.span.end();
    }
    if let Some(dateline) = &article.dateline {
        fits(dateline.span);
        for part in dateline.place.into_iter().chain(dateline.agency) {
            fits(part);
            assert!(dateline.span.covers(part), "{part:?} is outside of {dateline:?}");
        }
    }
    assert!(!article.id.is_empty() && !article.text.is_empty());
}
