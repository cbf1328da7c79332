//! Every example of every event rule gives what it says, through the whole program.

mod common;

use common::model;
use verbale::{Article, Block, BlockKind, Coder, Options, Rules, Text, failing_examples};

#[test]
fn examples_of_event_rules_give_what_they_say() {
    let Some(model) = model() else { return };
    let coder = Coder::open(&model, Options::default()).unwrap();
    let (checked, failed) = failing_examples(&coder, |_| true);
    assert!(checked > 300, "only {checked} examples");
    let told: Vec<String> = failed
        .iter()
        .map(|failed| {
            let (place, rule, text) = (&failed.place, &failed.rule, &failed.text);
            format!("{place} {rule}: {text:?}\n  gives {:?}\n  not {:?}", failed.given, failed.expected)
        })
        .collect();
    assert!(failed.is_empty(), "{} of {checked} examples fail:\n{}", failed.len(), told.join("\n"));
}

#[test]
fn rules_laid_over_the_built_in_ones_replace_those_of_their_name() {
    let Some(model) = model() else { return };
    let own = r#"
[[rule]]
id = "consult.visit"
type = "CONSULT"
verbs = ["visit"]
if = ["object: *"]
source = ["subject"]
target = ["object"]
why = "Any visit counts"
[[rule.example]]
text = "Japan visited the museum."
gives = "JPN  CONSULT  occurred"
[[rule.example]]
text = "Japan praised Korea."
gives = ""
"#;
    let rules = Rules::over_built_in(&[("own.toml", own)]).unwrap();
    let coder = Coder::open_with_rules(&model, rules, Options::default()).unwrap();
    let (checked, failed) = failing_examples(&coder, |place| place.starts_with("own.toml"));
    // The second fails: the built-in rule of praise is still there.
    assert_eq!((checked, failed.len()), (2, 1), "{failed:#?}");
    assert_eq!((failed[0].rule.as_str(), failed[0].given.len()), ("consult.visit", 1));
}

/// Sports, business, films, weather, metaphor, history, hypotheticals: the words are there, and nothing happens.
#[test]
fn sentences_in_which_nothing_happens_give_nothing() {
    let Some(model) = model() else { return };
    let coder = Coder::open(&model, Options::default()).unwrap();
    let mut worker = coder.worker();
    let all = include_str!("../../../fixtures/events/silent.txt");
    let sentences = all.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut loud = Vec::new();
    let mut checked = 0;
    for sentence in sentences {
        checked += 1;
        let text = Text::new(sentence);
        let blocks = vec![Block { kind: BlockKind::Paragraph, span: text.span() }];
        let record = worker.code(&Article { id: "silent".into(), text, blocks, ..Article::default() });
        loud.extend(record.events.iter().map(|event| format!("{}: {sentence}", event.rule)));
    }
    assert!(checked >= 150, "only {checked} sentences");
    assert!(loud.is_empty(), "{} of {checked} give events:\n{}", loud.len(), loud.join("\n"));
}
