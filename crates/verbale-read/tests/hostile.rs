//! Inputs made to do harm: each is an error or a small article, in bounded memory, and the documents around it are read.

#![allow(clippy::print_stdout, reason = "what each needed is shown where one fails")]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use verbale_read::{Documents, Kind, Options};

/// Megabytes that reading any of these may need, what holds the input itself included. (An input has at most 16 MiB.)
const MEMORY: u64 = 600;
/// Seconds it may take, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// The title of each document, or its error.
fn read(name: &str, kind: Option<Kind>, bytes: Vec<u8>) -> Vec<String> {
    let options = Options { kind, ..Options::default() };
    let documents = Documents::from_reader(name, Cursor::new(bytes), options);
    documents
        .map(|reading| match reading {
            Ok(reading) => reading.article.title.unwrap_or_else(|| "untitled".to_owned()),
            Err(error) => error.to_string(),
        })
        .collect()
}

/// Forgets the most memory this process has held. (Linux; elsewhere memory is not looked at.)
fn reset_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The most memory this process has held, in megabytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1000
}

/// Reads within the bounds of time and memory.
fn bounded(what: &str, name: &str, kind: Option<Kind>, bytes: Vec<u8>) -> Vec<String> {
    reset_peak();
    let start = Instant::now();
    let read = read(name, kind, bytes);
    let (seconds, megabytes) = (start.elapsed(), peak());
    println!("{what}: {:.2} s, {megabytes} MB", seconds.as_secs_f64());
    assert!(megabytes < MEMORY, "{what}: {megabytes} MB");
    assert!(seconds < PATIENCE, "{what}: {seconds:?}");
    read
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// A record of an archive with a page, sent with these fields.
fn record(fields: &str, body: &[u8]) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n");
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        http.len() + body.len()
    );
    [head.as_bytes(), http.as_bytes(), body, b"\r\n\r\n"].concat()
}

/// A hostile record between two pages, as a plain archive; gives what becomes of it.
fn between(what: &str, hostile: &[u8]) -> String {
    let page = |n: u32| record("", format!("<title>Talks {n}</title><p>The envoys met.").as_bytes());
    let archive = [&page(1), hostile, &page(2)].concat();
    let titles = bounded(what, "x.warc", None, archive);
    assert_eq!(titles.first().map(String::as_str), Some("Talks 1"), "{what}");
    assert_eq!(titles.last().map(String::as_str), Some("Talks 2"), "{what}: {titles:?}");
    titles[1..titles.len() - 1].join(" / ")
}

fn repeated(n_times: usize, part: impl Fn(usize) -> String) -> String {
    (0..n_times).fold(String::new(), |mut text, n| {
        text.push_str(&part(n));
        text
    })
}

/// One test, so that nothing else in this process takes memory meanwhile.
#[test]
fn none_does_harm_and_the_next_is_read() {
    pages();
    packed_pages();
    archives();
    packed_inputs();
    markup();
    json_and_text();
}

fn pages() {
    let attributes = repeated(1_000_000, |n| format!(" a{n}=x"));
    let article = |body: &str| format!("<title>Odd</title><article><p>The envoys met on Monday.</p>{body}");
    let formats = repeated(20_000, |n| format!("<b id={n}>"));
    let mut long_table = String::new();
    for n in 0..100_000 {
        let _ = write!(long_table, "<tr><td>{n}");
    }
    for (what, body) in [
        ("100,000 levels of div", article(&("<div>".repeat(100_000) + "deep"))),
        ("100,000 levels of mixed tags", article(&"<span><table><tr><td><svg><b>".repeat(20_000))),
        ("a million attributes", article(&format!("<p{attributes}>x</p>"))),
        ("a million elements", article(&"<i>x</i>".repeat(1_000_000))),
        ("a million empty paragraphs", article(&"<p>".repeat(1_000_000))),
        ("formats that are never closed", article(&(formats + &"<p>x</p>".repeat(2000)))),
        ("formats closed in the wrong order", article(&"<b><i><u><a href=x><p></b></i></u>".repeat(10_000))),
        ("a table in a table", article(&"<table><td>".repeat(50_000))),
        ("a long table", article(&format!("<table>{long_table}</table>"))),
        ("fostered text", article(&"<table>x".repeat(50_000))),
        ("a class of a million words", article(&format!("<p class='{}'>x", "related ".repeat(1_000_000)))),
        ("a title of megabytes", format!("<title>{}</title><p>The envoys met.", "Odd ".repeat(2_000_000))),
        ("one word of megabytes", article(&"x".repeat(8_000_000))),
        ("a million entities", article(&"&amp;&#x41;&bogus;".repeat(200_000))),
        ("comments without an end", article(&"<!-- <!--".repeat(500_000))),
        ("nested data", {
            let nested = "[".repeat(100_000);
            article(&format!("<script type='application/ld+json'>{{\"headline\": {nested}</script>"))
        }),
        ("many data", {
            let data = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Odd\"}</script>";
            article(&data.repeat(30_000))
        }),
        ("dates everywhere", article(&"<time datetime='2024-03-06'>6 March 2024</time>".repeat(100_000))),
        ("bylines everywhere", article(&"<p class=byline>By Ada Moss</p>".repeat(100_000))),
        ("links everywhere", article(&"<a href='/x'>Read more: the talks</a>".repeat(200_000))),
    ] {
        assert!(body.len() < 16 << 20, "{what}");
        let titles = between(what, &record("", body.as_bytes()));
        assert!(!titles.contains("reading it failed"), "{what}: {titles}");
    }
}

fn packed_pages() {
    let blanks = vec![b' '; 200 << 20];
    let bomb = gzip(&blanks);
    let zstd_bomb = zstd::bulk::compress(&blanks, 3).expect("memory takes all");
    drop(blanks);
    for (what, fields, body) in [
        ("a gzip bomb", "Content-Encoding: gzip\r\n", bomb.clone()),
        ("a bomb in a bomb", "Content-Encoding: gzip, gzip\r\n", gzip(&bomb)),
        ("a zstd bomb", "Content-Encoding: zstd\r\n", zstd_bomb),
        ("a zstd frame that claims much", "Content-Encoding: zstd\r\n", {
            // A frame header with a window of two gigabytes and more.
            b"\x28\xB5\x2F\xFD\x00\xF8\x01\x00\x00".to_vec()
        }),
        ("four encodings", "Content-Encoding: gzip, gzip, gzip, gzip\r\n", gzip(b"x")),
    ] {
        let said = between(what, &record(fields, &body));
        assert!(said.contains("a broken record at byte"), "{what}: {said}");
    }
    let chunked = b"FFFFFFFFFFFFFFFF\r\n<title>Odd</title><p>x".to_vec();
    assert_eq!(between("an endless chunk", &record("Transfer-Encoding: chunked\r\n", &chunked)), "Odd");
}

fn archives() {
    for (what, head) in [
        ("a record that claims everything", "Content-Length: 18446744073709551615\r\n\r\n"),
        ("a header of megabytes", &*format!("X: {}\r\n\r\n", "y".repeat(8 << 20))),
        ("a million header lines", &*("X: y\r\n".repeat(1_000_000) + "\r\n")),
    ] {
        let page = record("", b"<title>Talks</title><p>The envoys met.");
        let archive =
            [&page, format!("WARC/1.0\r\nWARC-Type: response\r\n{head}").as_bytes(), &page].concat();
        let titles = bounded(what, "x.warc", None, archive);
        assert_eq!(titles[0], "Talks", "{what}");
        assert!(titles[1].contains("x.warc: a broken record at byte"), "{what}: {titles:?}");
    }
}

fn packed_inputs() {
    let line = b"{\"id\":\"1\",\"title\":\"Talks\",\"text\":\"The envoys met.\"}\n";
    let blanks = vec![b' '; 200 << 20];
    let zstd = |bytes: &[u8]| zstd::bulk::compress(bytes, 3).expect("memory takes all");
    for (what, name, bytes) in [
        ("a gzip bomb behind a document", "x.jsonl.gz", [gzip(line), gzip(&blanks)].concat()),
        ("a zstd bomb behind a document", "x.jsonl.zst", [zstd(line), zstd(&blanks)].concat()),
    ] {
        let titles = bounded(what, name, None, bytes);
        assert_eq!(titles[0], "Talks", "{what}");
        assert!(titles[1].contains("x.jsonl"), "{what}: {titles:?}");
    }
    let archive = record("", b"<title>Talks</title><p>The envoys met.");
    for (what, name, bytes) in [
        ("gzip in gzip", "x.jsonl.gz", gzip(&gzip(line))),
        ("a member in a member", "x.warc.gz", gzip(&gzip(&archive))),
        ("a bomb in gzip", "x.warc.gz", gzip(&gzip(&blanks))),
        ("a bomb in zstd in gzip", "x.warc.gz", gzip(&zstd(&blanks))),
    ] {
        let said = bounded(what, name, None, bytes).join(" / ");
        assert!(said.contains(name), "{what}: {said}");
    }
}

fn markup() {
    let laughs = {
        let entities = repeated(12, |n| {
            let inner = format!("&l{n};").repeat(10);
            format!("<!ENTITY l{} \"{inner}\">", n + 1)
        });
        format!("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY l0 \"ha\">{entities}]>")
    };
    let attributes = repeated(1_000_000, |n| format!(" a{n}='x'"));
    let item = "<item><title>Talks</title><description>The envoys met on Monday.</description></item>";
    let rss = |inner: &str| format!("<rss version='2.0'><channel><title>A</title>{inner}</channel></rss>");
    for (what, name, text) in [
        ("billion laughs in a feed", "x.xml", laughs.clone() + &rss("<item><title>&l12;</title></item>")),
        (
            "billion laughs in NewsML",
            "x.xml",
            laughs.clone() + "<newsItem><headline>&l12;</headline></newsItem>",
        ),
        ("a file as an entity", "x.xml", {
            "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>".to_owned()
                + &rss("<item><title>&x;</title></item>")
        }),
        ("100,000 levels in a feed", "x.xml", rss(&(item.to_owned() + &"<a>".repeat(100_000)))),
        ("100,000 levels in NewsML", "x.xml", "<newsItem>".to_owned() + &"<body>".repeat(100_000)),
        (
            "a million attributes in a feed",
            "x.xml",
            rss(&format!("<item{attributes}><title>Odd</title></item>{item}")),
        ),
        (
            "a million attributes in NewsML",
            "x.xml",
            format!("<newsItem{attributes}><headline>x</headline></newsItem>"),
        ),
        ("a million items", "x.xml", rss(&"<item><title>x</title></item>".repeat(400_000))),
        ("tags that are never closed", "x.xml", rss(&"<item><title>".repeat(200_000))),
        ("bare ampersands", "x.xml", rss(&format!("<item><title>{}</title></item>", "& ".repeat(1_000_000)))),
        ("markup in markup", "x.xml", {
            rss(&format!(
                "<item><title>x</title><description><![CDATA[{}]]></description></item>",
                "<div>".repeat(100_000)
            ))
        }),
    ] {
        assert!(text.len() < 16 << 20, "{what}");
        let said = bounded(what, name, None, text.into_bytes()).join(" / ");
        assert!(!said.contains("hahaha") && !said.contains("root:"), "{what}");
        assert!(!said.contains("reading it failed"), "{what}: {said}");
    }
}

fn json_and_text() {
    let deep = "[".repeat(100_000);
    for (what, name, kind, text) in [
        (
            "100,000 levels in ninjs",
            "x.json",
            Kind::Ninjs,
            format!("{{\"headline\": \"x\", \"body_text\": {deep}"),
        ),
        ("100,000 levels in a JSON Feed", "x.json", Kind::Feed, {
            format!("{{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": {deep}")
        }),
        ("an associated item in an item", "x.json", Kind::Ninjs, {
            "{\"headline\":\"x\",\"associations\":{\"a\":".repeat(50_000)
        }),
        ("a line of megabytes", "x.txt", Kind::Text, "The envoys met ".repeat(1_000_000)),
        ("a million lines", "x.txt", Kind::Text, "Moscow, SANA-\n".repeat(1_000_000)),
        ("a million parentheses", "x.txt", Kind::Text, "(".repeat(1_000_000) + &")".repeat(1_000_000)),
        ("a million dashes", "x.txt", Kind::Text, "GENEVA (Reuters) - ".repeat(500_000)),
        ("a million months", "x.txt", Kind::Text, "MOSCOW, March ".repeat(500_000)),
        ("a million slashes", "x.txt", Kind::Text, "MOSCOW, February 3. /TASS".repeat(300_000)),
    ] {
        let said = bounded(what, name, Some(kind), text.into_bytes()).join(" / ");
        assert!(!said.contains("reading it failed"), "{what}: {said}");
    }
}
