//! Feeds, sound and broken: what becomes of each item.

use std::io::Cursor;

use verbale_doc::Article;
use verbale_doc::BlockKind::{self, Caption, Dateline, Heading, List, Paragraph, Title};
use verbale_read::{Documents, Options};

/// One line an item: its id, day and text, or the error; notes stand in brackets.
fn read(name: &str, feed: &str) -> Vec<String> {
    let documents = Documents::from_reader(name, Cursor::new(feed.as_bytes().to_vec()), Options::default());
    let outcome = |document: Result<verbale_read::Reading, verbale_read::ReadError>| match document {
        Err(error) => error.to_string(),
        Ok(reading) => {
            let Article { id, published, text, .. } = reading.article;
            let day = published.map_or("-".to_owned(), |published| published.date.to_string());
            let teaser = if reading.is_teaser { " (teaser)" } else { "" };
            format!("{id} {day}{teaser} {}", text.replace("\n\n", " | "))
        }
    };
    documents.map(outcome).collect()
}

fn rss(items: &str) -> String {
    format!("<rss version='2.0'><channel><title>The Weir</title>{items}</channel></rss>")
}

const LONG: &str = "The dam on the upper river will be closed in May. ";

#[test]
fn items_of_every_kind_of_feed() {
    let inputs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/inputs");
    for (name, n_items, publisher, byline) in [
        ("feed.xml", 2, "The Harbour Gazette", Some("Marit Solberg, Yusuf Nasser")),
        ("feed.atom", 2, "Delta Wire", Some("Efua Mensah")),
        ("feed.json", 2, "Fjord Post", Some("Sigrun Halldorsdottir")),
    ] {
        let feed = std::fs::File::open(format!("{inputs}/{name}")).unwrap();
        let items: Vec<_> =
            Documents::from_reader(name, feed, Options::default()).map(Result::unwrap).collect();
        assert_eq!(items.len(), n_items, "{name}");
        let article = &items[0].article;
        assert_eq!(article.publisher.as_deref(), Some(publisher));
        assert_eq!(article.byline.as_deref(), byline);
        assert_eq!(article.language.as_deref(), Some("en"));
        assert!(article.url.as_deref().unwrap().contains("/2024/03/06/"), "{name}");
        assert_eq!(article.published.unwrap().date.to_string(), "2024-03-06");
        assert_eq!(article.blocks[0].kind, BlockKind::Title);
        assert_eq!(article.text.slice(article.blocks[0].span), article.title.as_deref().unwrap());
    }
}

#[test]
fn markup_of_an_item_becomes_blocks() {
    let feed = include_str!("../../../fixtures/inputs/feed.xml");
    let mut documents = Documents::from_reader("feed.xml", feed.as_bytes(), Options::default());
    let article = documents.next().unwrap().unwrap().article;
    let kinds: Vec<BlockKind> = article.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Title, Caption, Dateline, Paragraph, Paragraph, Heading, Paragraph, List, List]);
    assert_eq!(article.text.slice(article.dateline.unwrap().agency.unwrap()), "GNA");
    assert!(!article.text.contains("appeared first on"));
}

#[test]
fn a_teaser_keeps_its_whole_sentences() {
    let item = |description: &str| {
        rss(&format!("<item><guid>a</guid><description>{description}</description></item>"))
    };
    for (description, text) in [
        ("The U.S. envoy left. He said that […]", "a - (teaser) The U.S. envoy left."),
        ("The envoy left. He said...", "a - (teaser) The envoy left."),
        ("The envoy left. “We will see…” he said.", "a - (teaser) The envoy left. “We will see…” he said."),
        ("The envoy left. &lt;a>Read more&lt;/a>", "a - (teaser) The envoy left. Read more"),
        ("&lt;p>The envoy left.&lt;/p>&lt;p>Read more&lt;/p>", "a - (teaser) The envoy left."),
    ] {
        assert_eq!(read("x.rss", &item(description)), [text], "{description}");
    }
    assert_eq!(read("x.rss", &item(&LONG.repeat(12))), [format!("a - {}", LONG.repeat(12).trim())]);
}

#[test]
fn broken_feeds_are_mended() {
    let item = |id: &str| {
        format!("<item><guid>{id}</guid><title>Q&A on R&D</title><description>{LONG}</description></item>\n")
    };
    let line = |id: &str| format!("{id} - (teaser) Q&A on R&D | {}", LONG.trim());
    assert_eq!(read("x.rss", &rss(&item("a"))), [line("a")]);
    let cut = rss(&(item("a") + &item("b")));
    for (end, error) in [
        ("</item>\n</ch", "x.rss: is cut off; the items before that are read"),
        ("b</gu", "x.rss:2:1: the feed ends within this item"),
    ] {
        let cut = &cut[..cut.rfind(end).unwrap() + end.len()];
        let read = read("x.rss", cut);
        assert_eq!((&read[0], read.last().unwrap().as_str()), (&line("a"), error));
    }
    let json = r#"{"version": "https://jsonfeed.org/version/1", "items": [{"id": "a", "content_text": "One."}, {"id": "b", "con"#;
    assert_eq!(
        read("feed.json", json),
        ["a - One.", "feed.json:1:109: the JSON is cut off: EOF while parsing a string"]
    );
}

#[test]
fn dates_in_the_forms_feeds_have() {
    for (date, day) in [
        ("Tue, 10 Mar 2020 10:00:00 GMT", "2020-03-10"),
        ("2020-03-10 10:00:00", "2020-03-10"),
        ("Tue, 10 Mar 2020 10:00:00 MSK", "2020-03-10"),
        ("10 Mar 20 10:00 EST", "-"),
        ("2020-03-10T23:00:00-05:00", "2020-03-10"),
        ("mardi 10 mars 2020", "2020-03-10"),
        ("soon", "-"),
    ] {
        let feed = rss(&format!("<item><guid>a</guid><pubDate>{date}</pubDate><title>T</title></item>"));
        assert_eq!(read("x.rss", &feed), [format!("a {day} (teaser) T")], "{date}");
    }
}

#[test]
fn what_is_no_feed_or_holds_nothing() {
    assert_eq!(read("x.rss", ""), ["x.rss: is empty"]);
    assert_eq!(read("x.rss", &rss("")), ["x.rss: is empty"]);
    assert_eq!(read("x.rss", &rss("<item><guid>a</guid></item>")), ["x.rss:1:52: is empty"]);
    assert_eq!(read("x.rss", "{\"a\": 1}"), ["x.rss: is no feed: neither RSS, Atom nor JSON Feed"]);
}
