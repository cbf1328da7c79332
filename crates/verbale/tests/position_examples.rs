//! Every example of every stance rule gives what it says, through the whole program.

mod common;

use std::fs;
use std::path::Path;

use common::model;
use serde::Deserialize;
use verbale::record::{Position, Record};
use verbale::{Article, Block, BlockKind, Coder, Options, Text};

#[derive(Deserialize)]
struct RuleFile {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    id: String,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    text: String,
    gives: String,
}

#[test]
fn examples_of_stance_rules_give_what_they_say() {
    let Some(model) = model() else { return };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/positions/stances.toml");
    let file: RuleFile = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let coder = Coder::open(&model, Options::default()).unwrap();
    let mut worker = coder.worker();
    let mut failed = Vec::new();
    let mut checked = 0;
    for rule in &file.rule {
        for example in &rule.example {
            checked += 1;
            let text = Text::new(example.text.as_str());
            let blocks = vec![Block { kind: BlockKind::Paragraph, span: text.span() }];
            let record = worker.code(&Article { id: rule.id.clone(), text, blocks, ..Article::default() });
            // Acts show positions of their own; these are the rules of words.
            let by_words = record.positions.iter().filter(|position| position.event.is_none());
            let gives: Vec<String> = by_words.map(|position| line(position, &record)).collect();
            if gives.join("\n") != example.gives {
                failed.push(format!(
                    "{}: {:?}\n  gives {gives:?}\n  not {:?}",
                    rule.id, example.text, example.gives
                ));
            }
        }
    }
    assert!(checked > 15, "only {checked} examples");
    assert!(failed.is_empty(), "{} of {checked} examples fail:\n{}", failed.len(), failed.join("\n"));
}

/// `Iran supports ceasefire [yemen/ceasefire] 1`.
fn line(position: &Position, record: &Record) -> String {
    let holder =
        record.actors.iter().find(|actor| actor.id == position.holder).map(|actor| actor.name.as_str());
    let issue = position.issue.as_deref().map(|issue| format!(" [{issue}]")).unwrap_or_default();
    format!(
        "{} {} {}{issue} {}",
        holder.unwrap_or("nobody"),
        position.attitude,
        position.object.name,
        position.polarity
    )
}
