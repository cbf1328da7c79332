//! The inputs that demo and docs show: what is read of them.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use verbale_doc::{Article, BlockKind};
use verbale_read::{Documents, Input, Options};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/inputs")
}

fn read(name: &str) -> Vec<Article> {
    let input = Input::from(folder().join(name).as_path());
    let documents = Documents::open(&input, Options::default());
    documents.map(|reading| reading.expect("it is sound").article).collect()
}

fn texts(article: &Article, kind: BlockKind) -> Vec<&str> {
    let blocks = article.blocks.iter().filter(|block| block.kind == kind);
    blocks.map(|block| article.text.slice(block.span)).collect()
}

/// A record of an archive, packed as a member of its own.
fn member(kind: &str, target: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let target = if target.is_empty() { String::new() } else { format!("WARC-Target-URI: {target}\r\n") };
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2024-03-06T19:00:00Z\r\nContent-Type: {content_type}\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    gzip(&[head.as_bytes(), body, b"\r\n\r\n"].concat())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn response(fields: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), body].concat()
}

/// `crawl.warc.gz`: three pages, an image and what archives hold besides.
fn crawl() -> Vec<u8> {
    let page = |name: &str| fs::read(folder().join(name)).expect("the page is there");
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let ambassador = gzip(&page("crawl/ambassador.html"));
    let chunked = [format!("{:x}\r\n", ambassador.len()).as_bytes(), &ambassador, b"\r\n0\r\n\r\n"].concat();
    let packed = format!("{html}Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n");
    let site = "https://gazette.example";
    let sent = "application/http; msgtype=response";
    [
        member("warcinfo", "", "application/warc-fields", b"software: verbale fixtures\r\n"),
        member(
            "request",
            &format!("{site}/world/"),
            "application/http; msgtype=request",
            b"GET /world/ HTTP/1.1\r\n\r\n",
        ),
        member("response", &format!("{site}/world/"), sent, &response(html, &page("crawl/world.html"))),
        member(
            "response",
            &format!("{site}/2024/03/06/aid-corridor/"),
            sent,
            &response(html, &page("page.html")),
        ),
        member(
            "response",
            &format!("{site}/img/salalah.jpg"),
            sent,
            &response("Content-Type: image/jpeg\r\n", b"\xFF\xD8\xFF"),
        ),
        member("response", &format!("{site}/2024/03/05/ambassador/"), sent, &response(&packed, &chunked)),
    ]
    .concat()
}

/// After a change to its pages: `VERBALE_WRITE_FIXTURES=1 cargo test -p verbale-read --test fixtures`.
#[test]
fn the_archive_holds_its_pages() {
    let path = folder().join("crawl.warc.gz");
    if std::env::var_os("VERBALE_WRITE_FIXTURES").is_some() {
        fs::write(&path, crawl()).expect("it can be written");
    }
    let unpacked = |packed: &[u8]| {
        let mut bytes = Vec::new();
        MultiGzDecoder::new(packed).read_to_end(&mut bytes).expect("it is sound");
        bytes
    };
    // How an encoder packs may change, so records are counted, and then read.
    let (made, kept) = (unpacked(&crawl()), unpacked(&fs::read(&path).expect("it is there")));
    let n_records = |bytes: &[u8]| String::from_utf8_lossy(bytes).matches("WARC/1.1").count();
    assert_eq!(n_records(&made), n_records(&kept));
    let articles = read("crawl.warc.gz");
    let titles: Vec<_> = articles.iter().filter_map(|article| article.title.as_deref()).collect();
    assert_eq!(
        titles,
        [
            "World",
            "Norway and Oman agree on aid corridor to northern Yemen",
            "Chile recalls ambassador from Peru"
        ]
    );
    assert_eq!(articles[1].text, read("page.html")[0].text, "the same page from a file");
    assert_eq!(
        articles[2].dateline.as_ref().and_then(|line| line.place).map(|place| articles[2].text.slice(place)),
        Some("SANTIAGO")
    );
    assert_eq!(articles[0].text.trim(), "World", "a list of stories is none");
}

#[test]
fn the_page_is_read_into_its_parts() {
    let [article] = &read("page.html")[..] else { panic!("one page is one article") };
    assert_eq!(article.byline.as_deref(), Some("Marit Solberg, Yusuf Nasser"));
    assert_eq!(article.publisher.as_deref(), Some("The Harbour Gazette"));
    assert_eq!(article.published.map(|published| published.date.to_string()).as_deref(), Some("2024-03-06"));
    assert_eq!(article.url.as_deref(), Some("https://gazette.example/2024/03/06/aid-corridor/"));
    assert_eq!(texts(article, BlockKind::Dateline), ["MUSCAT (GNA) –"]);
    assert_eq!(texts(article, BlockKind::Heading), ["Doubts in Sanaa"]);
    assert!(texts(article, BlockKind::Related).contains(&"Read more: Chile recalls ambassador from Peru"));
    assert!(texts(article, BlockKind::Boilerplate).contains(&"Share on Facebook"));
    let paragraphs = texts(article, BlockKind::Paragraph);
    // The standfirst among them.
    assert_eq!(paragraphs.len(), 7, "{paragraphs:?}");
    let text = paragraphs.concat();
    for foreign in [
        "cookies",
        "Share on",
        "newsletter",
        "What happened",
        "goats",
        "Forty million",
        "Editing by",
        "rights",
    ] {
        assert!(!text.contains(foreign), "{foreign}: {text}");
    }
}
