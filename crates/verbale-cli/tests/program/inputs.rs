//! Broken inputs: each is named with its place, the others are coded, and the exit status is 1.

use crate::tool::Folder;

const GOOD: &str =
    r#"{"id":"good","text":"Norway condemned the attack on Monday.","published":"2024-03-06"}"#;

/// Runs `code` on a file and a good one after it; gives what was said.
fn failing(file: &str, content: impl AsRef<[u8]>) -> String {
    let folder = Folder::with(file, content);
    folder.write("good.jsonl", GOOD);
    let ran = folder.run(&format!("code {file} good.jsonl"));
    assert_eq!(ran.ids(), ["good"], "{ran:?}");
    assert_eq!(ran.status, Some(1), "{ran:?}");
    ran.said
}

#[test]
fn not_utf8() {
    assert!(failing("latin.txt", b"Les n\xE9gociations.").contains("latin.txt:1:6: not UTF-8: byte 0xE9"));
}

#[test]
fn empty() {
    assert!(failing("empty.txt", "").contains("error: empty.txt: is empty"));
    assert!(failing("blank.jsonl", "\n\n").contains("error: blank.jsonl: is empty"));
}

#[test]
fn nul_bytes() {
    assert!(failing("nul.txt", "One.\nTwo\0.").contains("nul.txt:2:4: a NUL byte at offset 8"));
}

#[test]
fn one_line_of_a_hundred_megabytes() {
    let line = [b"{\"text\":\"".to_vec(), vec![b'x'; 100 << 20], b"\"}\n".to_vec()].concat();
    let said = failing("long.jsonl", line);
    assert!(said.contains("long.jsonl:1:1: the document is longer than 16777216 bytes"), "{said}");
}

#[test]
fn json_cut_off_amid_other_documents() {
    let folder = Folder::with(
        "news.jsonl",
        format!("{GOOD}\n{{\"id\":\"cut\",\"text\":\"Nor\n{}", GOOD.replace("good", "last")),
    );
    let ran = folder.run("code news.jsonl");
    assert_eq!((ran.ids(), ran.status), (vec!["good".to_owned(), "last".to_owned()], Some(1)), "{ran:?}");
    assert!(ran.said.contains("news.jsonl:2:"), "{}", ran.said);
}

#[test]
fn missing_file_and_folder() {
    let folder = Folder::with("good.jsonl", GOOD);
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    let ran = folder.run("code missing.txt sub good.jsonl");
    assert_eq!((ran.ids().len(), ran.status), (1, Some(1)));
    assert!(ran.said.contains("missing.txt: cannot be read: No such file"), "{}", ran.said);
    assert!(
        ran.said.contains("sub: is a folder without a file to read")
            && ran.said.contains("help: files are taken"),
        "{}",
        ran.said
    );
}

#[test]
fn a_folder_stands_for_the_files_in_it() {
    let folder = Folder::with("b.jsonl", GOOD);
    std::fs::create_dir(folder.path().join("a")).unwrap();
    folder.write("a/1.txt", "Norway condemned the attack on Monday.");
    folder.write("a/picture.png", [0_u8; 10]);
    folder.write("README.md", "What lies here.");
    let ran = folder.run("code .");
    assert!(
        ran.said.contains("note: .: passed over as no news by their names: ./README.md and 1 more"),
        "{ran:?}"
    );
    assert_eq!((ran.ids().len(), ran.ids()[1].as_str(), ran.status), (2, "good", Some(0)), "{ran:?}");
    assert_eq!(folder.run("code *.jsonl").ids(), ["good"]);
}

#[test]
fn feeds_and_agency_formats_are_coded() {
    let folder = Folder::new();
    let inputs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/inputs");
    for name in ["feed.xml", "feed.atom", "feed.json", "item.ninjs.json", "message.newsml.xml"] {
        folder.write(name, std::fs::read(inputs.join(name)).unwrap());
    }
    let ran = folder.run("code feed.xml feed.atom feed.json item.ninjs.json message.newsml.xml");
    assert_eq!((ran.ids().len(), ran.status), (9, Some(0)), "{ran:?}");
    assert!(ran.said.contains("note: feed.xml: 1 of 2 items bring only the first words"), "{}", ran.said);
    for line in ran.printed.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(
            record["article"]["title"].is_string() && record["article"]["published"].is_string(),
            "{line}"
        );
    }
}

#[test]
fn a_date_that_is_none_is_noted_and_the_document_coded() {
    let folder = Folder::with("odd.jsonl", GOOD.replace("2024-03-06", "last week"));
    let ran = folder.run("code odd.jsonl");
    assert_eq!((ran.ids().len(), ran.status), (1, Some(0)));
    assert!(ran.said.contains("note: odd.jsonl:1:1: `published` is not a date"), "{}", ran.said);
    assert_eq!(folder.run("code -q odd.jsonl").said, "");
}

#[test]
fn a_web_page_is_read_as_a_file_and_inside_json() {
    let words =
        "Norway condemned the attack on the port of the capital on Monday, the foreign ministry said. "
            .repeat(8);
    let page = format!(
        "<html><head><title>Norway condemns attack</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Norway condemns attack</h1><p>{words}</p><p>{words}</p></article></body></html>"
    );
    let folder = Folder::with("page.html", &page);
    folder.write("page.jsonl", serde_json::json!({"id": "inside", "html": page}).to_string());
    let ran = folder.run("code page.html page.jsonl");
    assert_eq!((ran.ids().len(), ran.status), (2, Some(0)), "{ran:?}");
    for line in ran.printed.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(record["article"]["title"], "Norway condemns attack");
        assert!(!record["article"]["blocks"].as_array().unwrap().is_empty());
    }
}
