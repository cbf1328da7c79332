//! Web archives, made up for the purpose.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use verbale_read::{Documents, Options, ReadError, Reading};

fn record(kind: &str, url: &str, body: &str) -> String {
    format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <{url}>\r\nContent-Type: application/http; \
         msgtype={kind}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
        body.len()
    )
}

fn page(n: u32) -> String {
    let html = format!("<title>Talks {n}</title><p>The envoys met for the {n}th time.");
    record(
        "response",
        &format!("https://a.example/{n}"),
        &format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{html}"),
    )
}

/// The title of each page, or the error.
fn read(archive: impl Into<Vec<u8>>) -> Vec<String> {
    let documents = Documents::from_reader("x.warc", Cursor::new(archive.into()), Options::default());
    let outcome = |reading: Result<Reading, ReadError>| match reading {
        Ok(reading) => reading.article.title.unwrap_or_default(),
        Err(error) => error.to_string(),
    };
    documents.map(outcome).collect()
}

#[test]
fn pages_among_other_records() {
    let image =
        record("response", "https://a.example/i", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx");
    let request = record("request", "https://a.example/1", "GET / HTTP/1.1\r\n\r\n");
    assert_eq!(read([request, page(1), image, page(2)].concat()), ["Talks 1", "Talks 2"]);
    assert_eq!(read("WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n"), ["x.warc: is empty"]);
}

#[test]
fn packed_record_by_record() {
    let pack = |record: String| {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(record.as_bytes()).expect("memory takes all");
        gzip.finish().expect("memory takes all")
    };
    assert_eq!(read([pack(page(1)), pack(page(2))].concat()), ["Talks 1", "Talks 2"]);
}

#[test]
fn a_broken_record_is_named_and_the_next_is_read() {
    let no_length = "WARC/1.0\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>x\r\n\r\n".to_owned();
    let noise = "noise\r\nmore noise\r\n".to_owned();
    let offsets = [0, page(1).len(), page(1).len() + no_length.len() + page(2).len()];
    assert_eq!(
        read([page(1), no_length, page(2), noise, page(3)].concat()),
        [
            "Talks 1".to_owned(),
            format!("x.warc: a broken record at byte {}: it has no Content-Length", offsets[1]),
            "Talks 2".to_owned(),
            format!("x.warc: a broken record at byte {}: it does not begin with WARC/1", offsets[2]),
            "Talks 3".to_owned(),
        ]
    );
}

#[test]
fn an_archive_cut_off_anywhere_keeps_what_came_before() {
    let whole = [page(1), page(2)].concat();
    for end in 0..whole.len() {
        let titles = read(&whole.as_bytes()[..end]);
        assert!(titles.len() <= 2, "{end}");
        assert_eq!(titles[0] == "Talks 1", end >= page(1).trim_end().len(), "{end}: {titles:?}");
    }
}

#[test]
fn a_broken_piece_of_a_packed_archive_loses_itself_alone() {
    let gzip = |record: String| {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(record.as_bytes()).expect("memory takes all");
        gzip.finish().expect("memory takes all")
    };
    let zstd = |record: String| zstd::bulk::compress(record.as_bytes(), 3).expect("memory takes all");
    let flipped = |mut bytes: Vec<u8>, at: usize| {
        bytes[at] ^= 0xFF;
        bytes
    };
    let pages = [gzip(page(1)), flipped(gzip(page(2)), 40), gzip(page(3))];
    let offset = pages[0].len();
    let titles = read(pages.concat());
    let expected = format!("x.warc: a broken piece at byte {offset} of the packed file: ");
    assert!(titles.iter().any(|title| title.starts_with(&expected)), "{titles:?}");
    assert_eq!((&*titles[0], titles.last().map(String::as_str)), ("Talks 1", Some("Talks 3")), "{titles:?}");
    // The first of all, and a frame that is none.
    let first = read([flipped(gzip(page(1)), 10), gzip(page(2))].concat());
    assert!(first[0].contains("at byte 0 of the packed file") && first[1] == "Talks 2", "{first:?}");
    let frames = read([zstd(page(1)), flipped(zstd(page(2)), 1), zstd(page(3))].concat());
    assert_eq!((&*frames[0], frames.last().map(String::as_str)), ("Talks 1", Some("Talks 3")), "{frames:?}");
}

#[test]
fn a_packed_archive_cut_off_anywhere_keeps_what_came_before() {
    let mut whole = Vec::new();
    let mut ends = Vec::new();
    for n in 1..=2 {
        let mut gzip = GzEncoder::new(&mut whole, Compression::fast());
        gzip.write_all(page(n).as_bytes()).expect("memory takes all");
        gzip.finish().expect("memory takes all");
        ends.push(whole.len());
    }
    for end in 0..whole.len() {
        let titles = read(&whole[..end]);
        assert!(titles.len() <= 3, "{end}: {titles:?}");
        assert!(end < ends[0] || titles[0] == "Talks 1", "{end}: {titles:?}");
        let is_said =
            end == 0 || end == ends[0] || titles.last().is_some_and(|last| last.contains("x.warc:"));
        assert!(is_said, "{end}: {titles:?}");
    }
}
