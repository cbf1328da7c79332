//! What comes out of good and broken inputs: ids, errors with their place, and the documents after an error.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use verbale_read::{Documents, Fault, Input, Kind, Limits, Options, text_hash};

/// One line a document: its id, or its error.
fn outcome(name: &str, bytes: impl Into<Vec<u8>>, options: Options) -> Vec<String> {
    Documents::from_reader(name, std::io::Cursor::new(bytes.into()), options)
        .map(|document| match document {
            Ok(reading) => {
                let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
                [reading.article.id, notes.concat()].join(" ").trim_end().to_owned()
            }
            Err(error) => error.to_string(),
        })
        .collect()
}

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<String> {
    outcome(name, bytes, Options::default())
}

#[test]
fn ids_are_given_or_the_address_or_the_hash_of_the_text() {
    let lines = r#"{"id":"a","url":"https://example.org/1","text":"One."}
{"url":"https://example.org/2","text":"Two."}
{"text":"Three.","id":null}
{"id":4,"text":"Four."}
"#;
    assert_eq!(read("x.jsonl", lines), ["a", "https://example.org/2", &text_hash("Three."), "4"]);
    assert_eq!(read("x.txt", "\u{FEFF}Three."), [text_hash("Three.")]);
}

#[test]
fn broken_lines_are_named_and_the_rest_is_read() {
    let mut lines: Vec<u8> = Vec::new();
    for line in [
        &br#"{"id":"first","text":"One."}"#[..],
        b"not json",
        b"{\"text\":\"\xE9t\xE9\"}",
        b"{\"text\":\"a\0b\"}",
        br#"{"text":"a\u0000b"}"#,
        br#"["text"]"#,
        br#"{"text":5}"#,
        br#"{"id":"x"}"#,
        br#"{"html":"<p>"}"#,
        br#"{"text":" "}"#,
        br#"{"text":"a","published":"soon","id":"noted"}"#,
        br#"{"text":"a","text":"b"}"#,
        b"",
        br#"{"id":"last","text":"Two."}"#,
        br#"{"id":"cut","text":"Thr"#,
    ] {
        lines.extend_from_slice(line);
        lines.push(b'\n');
    }
    lines.pop();
    assert_eq!(
        read("x.jsonl", lines),
        [
            "first",
            "x.jsonl:2:1: not JSON: expected `{`, found 'n'",
            "x.jsonl:3:10: not UTF-8: byte 0xE9 at offset 9",
            "x.jsonl:4:11: a NUL byte at offset 10: this is not text",
            "x.jsonl:5:1: a NUL byte at offset 1: this is not text",
            "x.jsonl:6:1: expected an object, found a list",
            "x.jsonl:7:1: \"text\" is a number, expected a string",
            "x.jsonl:8:1: the document has neither \"text\" nor \"html\"",
            "x.jsonl:9:1: is empty",
            "x.jsonl:10:1: is empty",
            "noted x.jsonl:11:1: `published` is not a date, left out: \"soon\" (expected 2016-03-24)",
            "x.jsonl:12:18: duplicate field `text`",
            "last",
            "x.jsonl:15:23: the JSON is cut off: EOF while parsing a string",
        ]
    );
}

#[test]
fn absurd_nesting_is_an_error_and_no_crash() {
    let deep = format!("{{\"text\":{}\n{{\"id\":\"ok\",\"text\":\"One.\"}}", "[".repeat(1_000_000));
    let nested = read("x.jsonl", deep);
    assert!(nested[0].starts_with("x.jsonl:1:1000008: the JSON is cut off"), "{}", nested[0]);
    assert_eq!(nested[1], "ok");
    let unread = format!(
        "{{\"id\":\"deep\",\"text\":\"One.\",\"more\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(read("x.jsonl", unread), ["deep"]);
}

#[test]
fn a_line_over_the_limit_is_passed_over() {
    let options = Options { limits: Limits { document: 100, ..Limits::default() }, ..Options::default() };
    let lines = format!("{{\"text\":\"{}\"}}\n{{\"id\":\"ok\",\"text\":\"One.\"}}\n", "x".repeat(1000));
    assert_eq!(
        outcome("x.jsonl", lines, options),
        ["x.jsonl:1:1: the document is longer than 100 bytes", "ok"]
    );
    assert_eq!(outcome("x.txt", "x".repeat(101), options), ["x.txt: the document is longer than 100 bytes"]);
    assert_eq!(outcome("x.txt", "x".repeat(100), options).len(), 1);
}

#[test]
fn texts_that_are_none() {
    assert_eq!(read("x.txt", ""), ["x.txt: is empty"]);
    assert_eq!(read("x.txt", " \n\n"), ["x.txt: is empty"]);
    assert_eq!(read("x.jsonl", ""), ["x.jsonl: is empty"]);
    assert_eq!(read("x.jsonl", "\n\n"), ["x.jsonl: is empty"]);
    assert_eq!(read("x.txt", "One.\nTw\0o."), ["x.txt:2:3: a NUL byte at offset 7: this is not text"]);
    assert_eq!(read("x.txt", b"One.\nTw\xFFo."), ["x.txt:2:3: not UTF-8: byte 0xFF at offset 7"]);
    assert_eq!(read("x.txt", b"\xFF\xFEO\0n\0"), ["x.txt: is UTF-16, not UTF-8"]);
}

#[test]
fn what_was_said_holds_against_the_name() {
    let as_text = Options { kind: Some(Kind::Text), ..Options::default() };
    assert_eq!(outcome("x.html", "One.", as_text), [text_hash("One.")]);
    assert_eq!(read("x.rss", "<p>One.</p>"), ["x.rss: is no feed: neither RSS, Atom nor JSON Feed"]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

#[test]
fn gzip_and_zstandard_are_opened_member_by_member() {
    let (one, two) = (b"{\"id\":\"1\",\"text\":\"One.\"}\n", b"{\"id\":\"2\",\"text\":\"Two.\"}\n");
    assert_eq!(read("x.jsonl.gz", [gzip(one), gzip(two)].concat()), ["1", "2"]);
    let zstd = |bytes: &[u8]| zstd::bulk::compress(bytes, 3).expect("memory takes all");
    assert_eq!(read("x.jsonl.zst", [zstd(one), zstd(two)].concat()), ["1", "2"]);
}

#[test]
fn a_packed_file_cut_short_keeps_what_came_before() {
    let mut lines = Vec::new();
    for i in 0..2000_u32 {
        writeln!(lines, "{{\"id\":\"{i}\",\"text\":\"{}\"}}", blake3::hash(&i.to_le_bytes())).unwrap();
    }
    let mut packed = gzip(&lines);
    packed.truncate(packed.len() / 2);
    let read = read("x.jsonl.gz", packed);
    assert!(read.len() > 500 && read[499] == "499");
    assert!(
        read.last().unwrap().contains("a broken piece at byte 0 of the packed file: it is cut off"),
        "{:?}",
        read.last()
    );
}

#[test]
fn a_compression_bomb_is_stopped() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let block = vec![b'x'; 1 << 20];
    for _ in 0..80 {
        encoder.write_all(&block).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert_eq!(
        read("x.jsonl.gz", bomb),
        ["x.jsonl.gz:1:1: unpacks to more than 200 times its size, as no text does"]
    );
}

#[test]
fn files_that_are_not_there() {
    let folder = Input::from(std::env::temp_dir().as_path());
    let error = Documents::open(&folder, Options::default()).next().unwrap().unwrap_err();
    assert!(matches!(error.fault, Fault::Folder));
    let missing = Input::from(std::path::Path::new("/no/such/file.txt"));
    let error = Documents::open(&missing, Options::default()).next().unwrap().unwrap_err();
    assert!(error.to_string().starts_with("/no/such/file.txt: cannot be read: No such file"), "{error}");
}
