//! Rules of a user's own: `--rules`, `--rules-alone`, `--unclaimed` and `verbale check`.

use crate::tool::{Folder, Ran};

const REPORT: &str = "Iran seized a Kuwaiti trawler on Monday.\n\nNorway condemned Belarus.\n";

/// A folder with a report, and with the rule that `docs/rules.md` opens with in `my-rules/fishing.toml`.
fn folder() -> Folder {
    let guide = include_str!("../../../../docs/rules.md");
    let (_, from) = guide.split_once("```toml\n").expect("the guide opens with a rule");
    let (rule, _) = from.split_once("```").expect("which ends");
    let folder = Folder::with("report.txt", REPORT);
    std::fs::create_dir(folder.path().join("my-rules")).expect("a folder in a temporary folder");
    // In the guide the rule stands in a list.
    folder.write("my-rules/fishing.toml", rule.lines().map(str::trim_start).collect::<Vec<_>>().join("\n"));
    folder
}

/// Type, rule and number of sources of each event of the only record.
fn events(ran: &Ran) -> Vec<(String, String, usize)> {
    let record: serde_json::Value = serde_json::from_str(&ran.printed).expect("one record");
    let word = |event: &serde_json::Value, key: &str| event[key].as_str().unwrap_or_default().to_owned();
    let events = record["events"].as_array().expect("a list").iter();
    events
        .map(|event| {
            (word(event, "type"), word(event, "rule"), event["source"].as_array().map_or(0, Vec::len))
        })
        .collect()
}

#[test]
fn own_rules_are_laid_over_the_built_in_ones() {
    let folder = folder();
    let plain = events(&folder.run("code -q report.txt"));
    let own = events(&folder.run("code -q --rules my-rules report.txt"));
    let made = |events: &[(String, String, usize)], rule: &str| events.iter().any(|event| event.1 == rule);
    assert!(!made(&plain, "coerce.seize-boat"), "{plain:?}");
    assert!(made(&own, "coerce.seize-boat") && made(&own, "accuse.condemn"), "{own:?}");
}

#[test]
fn own_rules_alone_know_nothing_else() {
    let folder = folder();
    folder.write("my-rules/sets.toml", "[sets]\nlight = []\n");
    let own = events(&folder.run("code -q --rules my-rules --rules-alone report.txt"));
    assert_eq!(own, [("COERCE".to_owned(), "coerce.seize-boat".to_owned(), 1)]);
}

#[test]
fn the_record_names_the_rules_that_made_it() {
    let folder = folder();
    let version = |ran: Ran| {
        let record: serde_json::Value = serde_json::from_str(&ran.printed).expect("one record");
        record["coder"]["rules"].as_str().expect("a hash").to_owned()
    };
    let plain = version(folder.run("code -q report.txt"));
    assert_ne!(plain, version(folder.run("code -q --rules my-rules report.txt")));
}

#[test]
fn check_runs_the_examples_of_a_folder() {
    let folder = folder();
    let ran = folder.run("check my-rules");
    assert_eq!((ran.status, ran.printed.as_str()), (Some(0), ""), "{}", ran.said);
    assert!(ran.said.contains("2 examples run, 0 failed"), "{}", ran.said);

    let rule = std::fs::read_to_string(folder.path().join("my-rules/fishing.toml")).expect("written above");
    folder.write("my-rules/fishing.toml", rule.replace("IRN -> KWT", "IRN -> OMN"));
    let ran = folder.run("check my-rules");
    assert_eq!(ran.status, Some(1));
    for expected in ["fishing.toml", "coerce.seize-boat", "gives IRN", "not IRN -> OMN"] {
        assert!(ran.said.contains(expected), "{expected} in\n{}", ran.said);
    }
}

#[test]
fn faults_of_rules_are_named_with_place_and_remedy() {
    for (fault, place, remedy) in [
        ("type = \"COERCES\"", "own.toml:3:8:", "did you mean \"COERCE\"?"),
        ("type = \"COERCE\"\nsource = [\"subject\"]\nsauce = [\"subject\"]", "own.toml:5:1:", "source"),
        ("type = \"COERCE\"\nsource = [\"subjekt\"]", "own.toml:4:11:", "did you mean \"subject\"?"),
        ("type = \"COERCE\"\nif = [\"subject: @boat\"]\nsource = [\"subject\"]", "own.toml:4:7:", "@boat"),
        ("type = ", "own.toml:3:", ""),
    ] {
        let rule = format!("[[rule]]\nid = \"mine\"\n{fault}\nverbs = [\"seize\"]\nwhy = \"\"\n");
        let folder = Folder::with("report.txt", REPORT);
        std::fs::create_dir(folder.path().join("mine")).expect("a folder in a temporary folder");
        folder.write("mine/own.toml", rule);
        for command in ["check mine", "code --rules mine report.txt"] {
            let ran = folder.run(command);
            assert_eq!(ran.status, Some(2), "{command}: {}", ran.said);
            assert!(ran.said.contains(place) && ran.said.contains(remedy), "{place} {remedy}\n{}", ran.said);
        }
    }
    let empty = Folder::with("report.txt", REPORT);
    let ran = empty.run("check no-such-folder");
    assert_eq!(ran.status, Some(2), "{}", ran.said);
    assert!(ran.said.contains("no-such-folder"), "{}", ran.said);
}

#[test]
fn unclaimed_violence_is_coded_where_asked_for() {
    let folder = Folder::with("report.txt", "Seven Afghan soldiers were killed in Kabul on Monday.\n");
    assert_eq!(events(&folder.run("code -q report.txt")), []);
    let unclaimed = events(&folder.run("code -q --unclaimed report.txt"));
    assert_eq!(unclaimed.len(), 1, "{unclaimed:?}");
    assert_eq!((unclaimed[0].0.as_str(), unclaimed[0].2), ("ASSAULT", 0));
}
