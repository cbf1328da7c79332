//! ninjs and NewsML-G2: the items of agencies, versions told apart, what is no text left out.

use std::io::Cursor;

use verbale_read::{Documents, Kind, Options};

const INPUTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/inputs");

/// The items of an input: id, day, publisher, authors, dateline and text; or the error.
fn read(name: &str, bytes: impl Into<Vec<u8>>, kind: Option<Kind>) -> Vec<String> {
    let options = Options { kind, ..Options::default() };
    let documents = Documents::from_reader(name, Cursor::new(bytes.into()), options);
    let outcome = |document: Result<verbale_read::Reading, verbale_read::ReadError>| match document {
        Err(error) => error.to_string(),
        Ok(reading) => {
            let article = reading.article;
            let day = article.published.map_or("-".to_owned(), |published| published.date.to_string());
            let place = article.dateline.as_ref().and_then(|dateline| dateline.place);
            let text = article.text.lines().last().unwrap_or_default();
            format!(
                "{} {day} {} / {} / {} / {} … {text}",
                article.id,
                article.publisher.as_deref().unwrap_or("-"),
                article.byline.as_deref().unwrap_or("-"),
                place.map_or("-", |place| article.text.slice(place)),
                article.title.as_deref().unwrap_or("-"),
            )
        }
    };
    documents.map(outcome).collect()
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{INPUTS}/{name}")).expect("the fixture is there")
}

const ONE: &str = "https://agency.example/items/20240306-17 2024-03-06 GNA / Rana Khoury / AMMAN / Jordan expels three \
     diplomats … “They have three days to leave,” the ministry’s spokesman, Tareq Haddad, told reporters.";
const THREE: &str = "urn:example:agency:20240306:21 2024-03-06 Danube Press / Lukas Brandt / Vienna / Austria and Slovakia \
     sign gas deal … \"We do not depend on one seller any more,\" said Austrian Energy Minister Eva Hofer.";

#[test]
fn versions_of_ninjs() {
    assert_eq!(read("item.json", fixture("item.ninjs.json"), None), [ONE]);
    assert_eq!(read("item.json", fixture("item.ninjs3.json"), None), [THREE]);
    let list = [b"[", &fixture("item.ninjs.json")[..], b",", &fixture("item.ninjs3.json"), b"]"].concat();
    assert_eq!(read("items.json", list.clone(), None), [ONE, THREE]);
    // Cut off in the second item.
    let cut = read("items.json", &list[..list.len() - 40], None);
    assert_eq!((cut[0].as_str(), cut[1].contains("the JSON is cut off")), (ONE, true), "{cut:?}");
}

#[test]
fn an_item_a_line() {
    let line = |name| String::from_utf8(fixture(name)).unwrap().replace('\n', " ");
    let lines = format!("{}\n{}\n", line("item.ninjs.json"), line("item.ninjs3.json"));
    for (name, kind) in [("wire.jsonl", None), ("wire.json", None), ("-", Some(Kind::Ninjs))] {
        assert_eq!(read(name, lines.clone(), kind), [ONE, THREE], "{name}");
    }
}

#[test]
fn items_that_are_no_text_or_withdrawn() {
    let ninjs = |json: &str| read("x.json", json, Some(Kind::Ninjs));
    assert_eq!(
        ninjs(r#"{"uri": "a", "type": "picture", "headline": "H"}"#),
        ["x.json: holds no text: no item of it is one"]
    );
    assert_eq!(
        ninjs(r#"{"uri": "a", "pubstatus": "canceled", "body_text": "One."}"#),
        ["x.json:1:1: the agency has withdrawn this item: it is canceled"]
    );
    let package = r#"{"uri": "a", "type": "composite", "associations": {"x": {"uri": "b", "body_text": "One."}, "y": {"type": "picture"}}}"#;
    assert_eq!(ninjs(package), ["b - - / - / - / - … One."]);
    assert_eq!(
        ninjs(r#"{"uri": "a", "headline": "H", "description_text": "D."}"#),
        ["a - - / - / - / H … D."]
    );
    assert_eq!(
        ninjs(r#"{"uri": "a", "bodies": [{"contentType": "image/png", "value": "x"}]}"#),
        ["x.json:1:1: is empty"]
    );
}

#[test]
fn newsml_with_xhtml_and_nitf_inside() {
    assert_eq!(
        read("message.xml", fixture("message.newsml.xml"), None),
        [
            "tag:gna.example,2024:newsml_31 2024-03-06 Gulf News Agency / Leila Mansour / DOHA / Qatar offers to host \
             talks … “Our door is open,” ministry spokesman Majid Rashid said.",
            "tag:gna.example,2024:newsml_33 2024-03-06 Gulf News Agency / Hamad Saleh / KUWAIT CITY / Kuwait cuts oil \
             output … Oil Minister Nasser Fahd said that the cut would last until June.",
        ]
    );
}

#[test]
fn newsml_broken_or_of_another_kind() {
    let whole = String::from_utf8(fixture("message.newsml.xml")).unwrap();
    let cut = &whole[..whole.find("Kuwait cut its").unwrap()];
    let read_cut = read("x.xml", cut, None);
    assert!(read_cut[0].contains("newsml_31"));
    assert_eq!(read_cut[1], "x.xml:36:5: the document ends within this item");
    let newsml = |xml: &str| read("x.xml", xml, Some(Kind::Newsml));
    assert_eq!(newsml("<a/>"), ["x.xml: is no NewsML-G2: its root is `a`"]);
    assert_eq!(
        newsml("<newsItem guid='a'><itemMeta><pubStatus qcode='stat:canceled'/></itemMeta></newsItem>"),
        ["x.xml:1:1: the agency has withdrawn this item: it is canceled"]
    );
    assert_eq!(
        newsml(
            "<newsItem guid='a'><contentSet><inlineData contenttype='text/plain'>One.\n\nTwo.</inlineData></contentSet></newsItem>"
        ),
        ["a - - / - / - / - … Two."]
    );
    assert_eq!(
        newsml(
            "<nitf><head><title>T</title></head><body><body.content><p>One.</p></body.content></body></nitf>"
        ),
        ["blake3:3c3f0d87 - - / - / - / T … One."]
            .map(|line| line.replace("blake3:3c3f0d87", &verbale_read::text_hash("T\n\nOne.")))
    );
}
