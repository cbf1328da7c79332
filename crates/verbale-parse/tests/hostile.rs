//! A megabyte of anything is cut into tokens in time that grows with its length only.
//!
//! Nothing is timed: what takes quadratic time on a megabyte would not end within the hour.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use verbale_parse::{RawToken, Tokenizer, TokenizerScratch, Vocab};

const MEGABYTE: usize = 1 << 20;

/// Strings repeated to a megabyte. With a number, in chunks of so many bytes, each after a count of its own, so that no
/// cache knows it.
const CLASSES: &[(&str, Option<usize>)] = &[
    ("(", None),
    (")", None),
    ("a", None),
    ("é", None),
    ("漢", None),
    ("😀", None),
    (".", None),
    ("…", None),
    ("-", None),
    ("—", None),
    ("_", None),
    ("'", None),
    ("\"", None),
    ("”", None),
    (":", None),
    ("/", None),
    ("@", None),
    ("$", None),
    ("US$", None),
    (" ", None),
    ("\n", None),
    (" \t", None),
    ("1/", None),
    ("1-", None),
    ("5km", None),
    ("°C.", None),
    ("-a", None),
    ("a-", None),
    ("a.", None),
    ("a.A", None),
    ("a,", None),
    ("(a", None),
    ("a)", None),
    (":-)", None),
    ("can't", None),
    ("'s", None),
    ("http://", None),
    ("www.", None),
    ("a.", Some(100)),
    ("a.", Some(16_000)),
    ("x@y.", Some(1_000)),
    ("x@y.", Some(16_000)),
    ("ab.cd/", Some(16_000)),
    ("10.0.0.1@", Some(1_000)),
    ("@", Some(16_000)),
];

#[test]
#[allow(clippy::print_stderr, reason = "a test that checks nothing says so")]
fn a_megabyte_of_one_class_cannot_stall() {
    let Some(model) = model() else {
        eprintln!("skipped: no model; `cargo xtask setup` fetches it");
        return;
    };
    let read = |file: &str| std::fs::read(model.join(file)).unwrap();
    let vocab = Vocab::from_bytes(&read("vocab/lookups.bin")).unwrap();
    let tokenizer = Tokenizer::from_bytes(&read("tokenizer"), Arc::new(vocab)).unwrap();
    let (mut scratch, mut tokens) = (TokenizerScratch::default(), Vec::new());
    for &(class, chunk_len) in CLASSES {
        let text = megabyte_of(class, chunk_len);
        tokenizer.tokenize(&text, &mut scratch, &mut tokens);
        assert!(gives_back(&text, &tokens), "{class:?} {chunk_len:?}");
    }
}

fn megabyte_of(class: &str, chunk_len: Option<usize>) -> String {
    let Some(chunk_len) = chunk_len else { return class.repeat(MEGABYTE / class.len()) };
    let chunk = class.repeat(chunk_len / class.len());
    let chunks = (0..MEGABYTE / chunk_len).map(|number| format!("q{number}{chunk} "));
    chunks.collect::<Vec<_>>().concat()
}

/// Whether the tokens with the spaces after them are the text.
fn gives_back(text: &str, tokens: &[RawToken]) -> bool {
    let mut at = 0;
    let mut is_next = |token: &RawToken| {
        let follows =
            token.start == at && token.end > token.start && text.is_char_boundary(token.end as usize);
        at = token.end + u32::from(token.space_after);
        follows
    };
    tokens.iter().all(&mut is_next) && at as usize == text.len()
}

/// As the command line finds it: `$VERBALE_MODEL`, else the cache.
fn model() -> Option<PathBuf> {
    let var = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = var("XDG_CACHE_HOME").or_else(|| Some(var("HOME")?.join(".cache")));
    let model = var("VERBALE_MODEL").or_else(|| Some(cache?.join("verbale/models/en_core_web_sm-3.8.0")))?;
    Path::new(&model).join("tokenizer").is_file().then_some(model)
}
