//! The report of a diplomatic visit that the program was first made for: each of its fifteen statements.
//!
//! The article lies beside the checkout (`../shared/seed/`) and is not part of the repository, nor are its words: a
//! statement is told by where it stands.
#![allow(clippy::print_stderr, reason = "says that a test was skipped")]

use std::fs;
use std::path::Path;

use crate::tool::Folder;

/// Kind, speaker, cue, content, `via`: stretches in code points.
const STATEMENTS: [&str; 15] = [
    "indirect 0-15 15-16 17-90",
    "indirect 105-137 150-155 156-312",
    "direct 434-449 453-459 315-410 411-426",
    "indirect 434-449 480-486 487-601 411-426",
    "direct 604-609 625-629 630-773",
    "direct 775-777 778-783 784-890",
    "indirect 892-905 906-910 911-984",
    "indirect 995-1037 1038-1052 1053-1182",
    "direct 1210-1216 1217-1221 1222-1525",
    "direct 1629-1635 1636-1640 1527-1629",
    "direct 1629-1635 1642-1648 1649-1853",
    "mixed 1856-1862 1863-1874 1875-1997",
    "direct 1856-1862 1998-2007 2008-2133",
    "indirect 2149-2154 2155-2162 2166-2309",
    "direct 2149-2154 2311-2317 2318-2503",
];

#[test]
fn every_statement_of_the_seed_is_found() {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed/000_a4c670b1c111e5eb.txt");
    let Ok(text) = fs::read(&seed) else {
        eprintln!("skipped: {} is not there", seed.display());
        return;
    };
    let folder = Folder::with("seed.txt", text);
    let ran = folder.run("code --quiet seed.txt");
    assert_eq!(ran.status, Some(0), "{}", ran.said);
    let record: serde_json::Value = serde_json::from_str(&ran.printed).expect("a record a line");
    let statements = record["statements"].as_array().expect("a list of statements");
    let lines: Vec<String> = statements.iter().map(line).collect();
    assert_eq!(lines, STATEMENTS);
    let is_resolved = |statement: &serde_json::Value| statement["speaker"]["actor"].is_string();
    assert!(statements.iter().all(is_resolved), "{statements:#?}");
    assert!(
        statements.iter().all(|statement| statement["parent"].is_null()),
        "nobody is reported by another"
    );
}

fn line(statement: &serde_json::Value) -> String {
    let place = |span: &serde_json::Value| format!("{}-{}", span["start"], span["end"]);
    let places = |spans: &serde_json::Value| {
        let spans = spans.as_array().map_or(&[][..], Vec::as_slice);
        spans.iter().map(place).collect::<Vec<_>>().join("+")
    };
    let kind = statement["kind"].as_str().unwrap_or_default();
    let parts = [
        kind.to_owned(),
        place(&statement["speaker"]),
        place(&statement["cue"]),
        places(&statement["content"]),
        places(&statement["via"]),
    ];
    parts.join(" ").trim_end().to_owned()
}
