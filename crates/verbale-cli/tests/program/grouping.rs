//! `verbale stories`.

use serde_json::{Value, json};

use crate::tool::{Folder, Ran};

const FLOOD: &str = "The river Orla burst its banks at Tarnow on Monday after three days of rain.\n\
                     Some 4,000 people were led to safety, the mayor, Hanka Wolny, told Gazeta Wyborcza.\n\
                     Trains between Tarnow and Rudna were stopped until further notice.";
const STRIKE: &str = "Dockers in Port Lassen walked out on Tuesday over pay, and forty ships lay at anchor.\n\
                      The union's leader, Piet Aalders, said talks with the harbour company had failed.";

/// A reprint that comes before its original in the file, a stranger, and another account of the event.
fn news() -> String {
    let wire = format!("TARNOW (PAP) - {FLOOD}");
    let account = "Rain drove 4,000 people from their homes in Tarnow, where the Orla flooded the old town. \
                   Mayor Hanka Wolny asked for soldiers.";
    [
        json!({"id": "reprint", "published": "2021-05-03T20:00:00Z", "publisher": "Coast Post", "text": wire}),
        json!({"id": "wire", "published": "2021-05-03T18:00:00Z", "publisher": "PAP", "text": wire}),
        json!({"id": "strike", "published": "2021-05-04", "text": STRIKE}),
        json!({"id": "account", "published": "2021-05-04", "text": account}),
    ]
    .map(|document| document.to_string() + "\n")
    .concat()
}

fn lines(ran: &Ran) -> Vec<Value> {
    ran.printed.lines().map(|line| serde_json::from_str(line).expect("each line is an object")).collect()
}

#[test]
fn reprints_and_accounts_of_one_event_are_one_story() {
    let folder = Folder::with("news.jsonl", news());
    let ran = folder.run("stories news.jsonl");
    assert_eq!((ran.status, ran.said.as_str()), (Some(0), ""));
    let lines = lines(&ran);
    assert_eq!(ran.ids(), ["reprint", "wire", "strike", "account"]);
    assert_eq!(lines[0]["copies"], json!([{"of": "wire", "share": 1.0}]));
    assert_eq!((&lines[0]["original"], &lines[1]["original"]), (&json!("wire"), &Value::Null));
    assert_eq!(lines[0]["wire"], "PAP");
    assert_eq!(lines[0]["story"], lines[3]["story"]);
    assert_ne!(lines[0]["story"], lines[2]["story"]);
    assert_eq!(lines[1]["credits"][0]["outlet"], "Gazeta Wyborcza");
    assert_eq!(lines[1]["credits"][0]["role"], "venue");
}

#[test]
fn a_story_is_traced_to_its_origins() {
    let stories = lines(&Folder::with("news.jsonl", news()).run("stories --origins news.jsonl"));
    assert_eq!(stories.len(), 1);
    assert_eq!(stories[0]["documents"], json!(["wire", "reprint", "account"]));
    assert_eq!(stories[0]["first"], "wire");
    assert_eq!(stories[0]["origins"], json!([["wire", "reprint"], ["account"]]));
    assert_eq!(stories[0]["edges"][1]["tie"], "copy of");
}

#[test]
fn a_stream_in_order_is_printed_as_it_comes() {
    let mut sorted: Vec<String> = news().lines().map(str::to_owned).collect();
    sorted.swap(0, 1);
    let folder = Folder::with("news.jsonl", sorted.join("\n"));
    let lines = lines(&folder.run("stories --sorted news.jsonl"));
    assert_eq!(lines[0]["copies"], json!([]));
    assert_eq!(lines[1]["original"], "wire");
}

#[test]
fn a_named_outlet_that_is_asked_about_gets_its_role() {
    let text = "“It is over,” he told the BBC.";
    let row = json!({"id": "q", "text": text, "start": 26, "end": 29, "outlet": "BBC"}).to_string();
    assert_eq!(lines(&Folder::with("asked.jsonl", row).run("stories asked.jsonl"))[0]["role"], "venue");
}

#[test]
fn broken_lines_and_ids_that_come_twice_are_named() {
    let news = format!("{}{{\"id\": 5}}\nnot json\n{}", news(), news().lines().next().expect("it has lines"));
    let ran = Folder::with("news.jsonl", news).run("stories news.jsonl");
    assert_eq!(ran.status, Some(1));
    assert_eq!(lines(&ran).len(), 4);
    for what in ["news.jsonl:5: ", "news.jsonl:6: ", "reprint: this id comes twice"] {
        assert!(ran.said.contains(what), "{}", ran.said);
    }
}
