//! Properties of a whole pipeline, on the English model. Where it is not there, the tests say so and pass.

#![allow(clippy::print_stderr, reason = "says that a test was skipped")]
#![allow(clippy::unwrap_used, reason = "a test, in its helpers too")]

use std::path::PathBuf;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use verbale_doc::{Byte, Doc, Span, Text};
use verbale_parse::{Math, ModelDir, ModelError, Pipeline};

/// Our own words, with what makes documents differ: quotations, lists, numbers, other scripts, blank lines.
const BLOCKS: &[&str] = &[
    "Harbour pilots in Valparaíso will strike on Tuesday, their union's secretary Marta Olmedo said.",
    "\"We were promised 12 tugs and got 3,\" she told reporters. \"Nobody at the ministry picks up the phone.\"",
    "Talks",
    "Deputy Transport Minister Igor Belov, who flew in from Kazan last week, said that the port's Dutch owners had \
     been warned twice.\n\nHe did not say when.",
    "  Odd spacing ,and a dash—like this… «quoted», ١٢٣, 東京 and $4.5m; don't they'll?",
    "",
    "The three presidents signed the protocol, shook hands, posed for photographs beside the lake that had divided \
     their countries since 1921, and left without taking questions.",
];

fn model() -> Option<PathBuf> {
    let named = std::env::var_os("VERBALE_MODEL").map(PathBuf::from);
    let cache = || {
        let home = std::env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")))?;
        Some(home.join("verbale/models/en_core_web_sm-3.8.0"))
    };
    let directory = named.or_else(cache).filter(|path| path.join("config.cfg").is_file());
    if directory.is_none() {
        eprintln!("skipped: no model (set VERBALE_MODEL, or run `verbale model fetch`)");
    }
    directory
}

/// A text of all the blocks, and where they stand in it.
fn blocks(strings: &[&str]) -> (Text, Vec<Span<Byte>>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for string in strings {
        let start = text.len() as u32;
        text.push_str(string);
        spans.push(Span::new(start, text.len() as u32));
        text.push_str("\n\n");
    }
    (Text::new(text), spans)
}

#[test]
fn a_block_is_analysed_by_itself() {
    let Some(path) = model() else { return };
    let pipeline = Pipeline::open(path).unwrap();
    assert!(pipeline.name().starts_with("en_core_web_") && pipeline.lang() == "en");
    // Many times over, so that batches are filled and blocks stand in them at every place.
    let many: Vec<&str> = BLOCKS.iter().copied().cycle().take(BLOCKS.len() * 9 - 3).collect();
    let (text, spans) = blocks(&many);
    let together = pipeline.worker().parse(&text, &spans);
    assert_eq!(together.faults(), Vec::<String>::new());
    let alone: Vec<Doc> = spans.iter().map(|span| pipeline.worker().parse(&text, &[*span])).collect();
    let (mut tokens, mut entities, mut sentences) = (0, 0, 0);
    for (number, doc) in alone.iter().enumerate() {
        let first = tokens as u32;
        for (ours, theirs) in doc.tokens().iter().zip(&together.tokens()[tokens..]) {
            assert_eq!(ours.span, theirs.span);
            assert_eq!(
                (ours.tag, ours.dep, ours.pos, ours.morph),
                (theirs.tag, theirs.dep, theirs.pos, theirs.morph)
            );
            assert_eq!(ours.head.0 + first, theirs.head.0);
        }
        for (ours, theirs) in doc.indices().zip(together.indices().skip(tokens)) {
            assert_eq!(doc.lemma(ours), together.lemma(theirs));
        }
        for (ours, theirs) in doc.sentences().iter().zip(&together.sentences()[sentences..]) {
            assert_eq!(ours.tokens.len(), theirs.tokens.len());
            assert_eq!(theirs.block as usize, number);
        }
        for (ours, theirs) in doc.entities().iter().zip(&together.entities()[entities..]) {
            assert_eq!((ours.tokens.start() + first, ours.label), (theirs.tokens.start(), theirs.label));
        }
        tokens += doc.len();
        entities += doc.entities().len();
        sentences += doc.sentences().len();
    }
    assert_eq!(
        (tokens, entities, sentences),
        (together.len(), together.entities().len(), together.sentences().len())
    );
    assert!(entities > 20 && sentences > 50);
}

#[test]
fn a_worker_that_has_seen_much_says_the_same() {
    let Some(path) = model() else { return };
    let pipeline = Pipeline::open(path).unwrap();
    let (text, spans) = blocks(BLOCKS);
    let fresh = pipeline.worker().parse(&text, &spans).to_conllu();
    let mut worker = pipeline.worker();
    // More words than a cache keeps.
    let names: Vec<String> = (0..12_000).map(|i| format!("Word{i}x{}", i * i % 97)).collect();
    let other = Text::new(names.join(" "));
    assert_eq!(worker.parse(&other, &[other.span()]).faults(), Vec::<String>::new());
    assert_eq!(worker.parse(&text, &spans).to_conllu(), fresh);
}

#[test]
fn fast_math_changes_few_labels() {
    let Some(path) = model() else { return };
    let dir = ModelDir::at(path);
    let (text, spans) = blocks(BLOCKS);
    let parse = |math| Pipeline::load_with(&dir, math).unwrap().worker().parse(&text, &spans);
    let (exact, fast) = (parse(Math::Exact), parse(Math::Fast));
    assert_eq!(exact.len(), fast.len());
    let differ = exact.tokens().iter().zip(fast.tokens()).filter(|(a, b)| (a.tag, a.head) != (b.tag, b.head));
    assert!(differ.count() * 50 < exact.len());
}

#[test]
fn hostile_text_is_only_slow_in_proportion() {
    let Some(path) = model() else { return };
    let pipeline = Pipeline::open(path).unwrap();
    let mut worker = pipeline.worker();
    for string in [
        "a".repeat(100_000),
        "( ".repeat(15_000),
        "\n".repeat(50_000),
        "\u{301}".repeat(20_000),
        "\0".repeat(9_000),
    ] {
        let text = Text::new(string);
        let mut faults = worker.parse(&text, &[text.span()]).faults();
        // The pipeline's own rules label white space `dep`, also where it is a sentence by itself.
        faults.retain(|fault| !fault.ends_with("label and head disagree on being a root"));
        assert_eq!(faults, Vec::<String>::new());
    }
}

#[test]
fn any_text_gives_a_sound_document() {
    let Some(path) = model() else { return };
    let pipeline = Pipeline::open(path).unwrap();
    let worker = std::cell::RefCell::new(pipeline.worker());
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(200) });
    let texts = prop_oneof!["\\PC{0,80}", "([A-Z]?[a-z]{1,8}[ ,.\"'\n-]{1,2}){0,60}", "[\\s\\PC]{0,40}"];
    let run = runner.run(&texts, |string| {
        let text = Text::new(string.as_str());
        let doc = worker.borrow_mut().parse(&text, &[text.span()]);
        let mut faults = doc.faults();
        faults.retain(|fault| !fault.ends_with("label and head disagree on being a root"));
        prop_assert_eq!(faults, Vec::<String>::new());
        let mut words = String::new();
        for token in doc.tokens() {
            words.push_str(text.slice(token.span));
            words.push_str(if token.space_after { " " } else { "" });
        }
        prop_assert_eq!(words, string);
        Ok(())
    });
    run.unwrap();
}

/// The files of a model, in memory for as long as the test runs.
fn files(path: &PathBuf) -> Vec<(&'static str, &'static [u8])> {
    let mut files = Vec::new();
    let mut folders = vec![path.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap().path();
            if entry.is_dir() {
                folders.push(entry);
            } else {
                let name = entry.strip_prefix(path).unwrap().to_str().unwrap().to_owned();
                files.push((&*name.leak(), &*std::fs::read(entry).unwrap().leak()));
            }
        }
    }
    files
}

fn open(files: &[(&'static str, &'static [u8])]) -> Result<Pipeline, ModelError> {
    Pipeline::load(&ModelDir::bundled("model", files.to_vec().leak()))
}

#[test]
fn a_broken_file_is_named() {
    let Some(path) = model() else { return };
    let files = files(&path);
    open(&files).unwrap();
    let needed = ["config.cfg", "meta.json", "tokenizer", "vocab/lookups.bin", "tok2vec/model", "tagger/cfg"];
    let needed =
        needed.into_iter().chain(["tagger/model", "parser/model", "parser/moves", "ner/model", "ner/moves"]);
    let needed = needed.chain(["attribute_ruler/patterns", "lemmatizer/lookups/lookups.bin"]);
    for name in needed {
        let place = files.iter().position(|(file, _)| *file == name).unwrap();
        let bytes = files[place].1;
        // Missing, cut off at several places, and with a byte changed near its beginning.
        let mut missing = files.clone();
        missing.remove(place);
        if name != "vocab/lookups.bin" {
            let error = open(&missing).unwrap_err();
            assert_eq!(error.to_string(), format!("cannot read model/{name}"));
        }
        for length in [1, 7, bytes.len() / 3, bytes.len() - 1] {
            let mut cut = files.clone();
            cut[place].1 = &bytes[..length];
            if let Err(error) = open(&cut) {
                assert!(error.to_string().starts_with("model/"), "{error}");
                assert!(!error.is_unsupported(), "{error}");
            } else {
                // The last byte of the configuration may be a line break or a blank value.
                assert_eq!(name, "config.cfg");
            }
        }
        for at in [0, 3, 20, 99] {
            let mut changed = bytes.to_vec();
            let at = at.min(changed.len() - 1);
            changed[at] ^= 0xff;
            let mut with_change = files.clone();
            with_change[place].1 = changed.leak();
            // Some changes make another valid file; none may do worse than an error.
            let _ = open(&with_change);
        }
    }
}

#[test]
fn what_is_not_supported_is_refused_by_name() {
    let Some(path) = model() else { return };
    let files = files(&path);
    let config = files.iter().position(|(file, _)| *file == "config.cfg").unwrap();
    let text = std::str::from_utf8(files[config].1).unwrap();
    for (from, to, message) in [
        (
            "spacy.MaxoutWindowEncoder.v2",
            "spacy.MishWindowEncoder.v2",
            "model/config.cfg: [components.tok2vec.model.encode] is \"spacy.MishWindowEncoder.v2\", which is not \
             supported (supported: spacy.MaxoutWindowEncoder.v1, spacy.MaxoutWindowEncoder.v2)",
        ),
        (
            "factory = \"tok2vec\"",
            "factory = \"transformer\"",
            "model/config.cfg: [components.tok2vec] is \"transformer\", which is not supported (supported: tok2vec, \
             tagger, parser, senter, attribute_ruler, lemmatizer, ner)",
        ),
    ] {
        let mut changed = files.clone();
        // The shared network's section is the last of its kind in the file.
        let at = text.rfind(from).unwrap();
        changed[config].1 = format!("{}{to}{}", &text[..at], &text[at + from.len()..]).leak().as_bytes();
        let error = open(&changed).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(error.is_unsupported());
    }
}
