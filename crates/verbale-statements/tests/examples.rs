//! The examples that the rules carry, and the cases of `statements.toml`: each text with the statements in it.
//!
//! Their parses are committed beside them (`examples.conllu`), so that no language model is needed. A new example
//! needs its parse there: a line `# example = TEXT` (paragraphs joined by ` ¶ `) and what `verbale parse --to conllu`
//! prints for it.

mod common;

use std::collections::BTreeMap;

use serde::Deserialize;
use verbale_doc::Doc;
use verbale_resolve::Cast;
use verbale_statements::StatementFinder;

const RULES: [(&str, &str); 3] = [
    ("verbs.toml", include_str!("../../../rules/statements/verbs.toml")),
    ("nouns.toml", include_str!("../../../rules/statements/nouns.toml")),
    ("shapes.toml", include_str!("../../../rules/statements/shapes.toml")),
];

#[derive(Deserialize)]
struct Rules {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    id: String,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
struct Cases {
    case: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    text: String,
    gives: String,
}

/// The parse of each example, by its text.
fn parses() -> BTreeMap<String, &'static str> {
    let all = include_str!("examples.conllu");
    let parts = all.split("# example = ").skip(1);
    let split = parts.map(|part| part.split_once('\n').expect("a parse follows the text"));
    split.map(|(text, parse)| (text.replace(" ¶ ", "\n\n"), parse)).collect()
}

fn found(finder: &StatementFinder, parse: &str) -> String {
    let doc = Doc::from_conllu(parse).expect("the parses are in form");
    let article = common::made::article_of(&doc);
    let statements = finder.find(&article, &doc, &Cast::default());
    let lines: Vec<String> = statements.iter().map(|statement| common::line(&doc, statement)).collect();
    lines.join("\n")
}

fn faults<'a>(examples: impl Iterator<Item = (&'a str, &'a Example)>) -> String {
    let parses = parses();
    let finder = StatementFinder::default();
    let mut faults = String::new();
    for (whose, example) in examples {
        let gives = match parses.get(&example.text) {
            Some(parse) => found(&finder, parse),
            None => "no parse in examples.conllu".to_owned(),
        };
        if gives != example.gives {
            faults +=
                &["\n", whose, ": ", &example.text, "\nexpected\n", &example.gives, "\nfound\n", &gives]
                    .concat();
        }
    }
    faults
}

#[test]
fn rules_do_what_their_examples_say() {
    for (name, file) in RULES {
        let rules: Rules = toml::from_str(file).unwrap();
        for rule in &rules.rule {
            assert!(
                rule.example.iter().any(|example| !example.gives.is_empty()),
                "{name}: {} never fires",
                rule.id
            );
            let has_silent = rule.example.iter().any(|example| example.gives.is_empty());
            assert!(has_silent || rule.example.len() > 1, "{name}: {} has no second example", rule.id);
        }
        let faults = faults(
            rules.rule.iter().flat_map(|rule| rule.example.iter().map(|example| (&*rule.id, example))),
        );
        assert!(faults.is_empty(), "{name}{faults}");
    }
}

#[test]
fn cases_give_their_statements() {
    let cases: Cases = toml::from_str(include_str!("statements.toml")).unwrap();
    let faults = faults(cases.case.iter().map(|example| ("case", example)));
    assert!(faults.is_empty(), "{faults}");
}
