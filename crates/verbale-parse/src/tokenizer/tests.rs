use proptest::prelude::*;

use super::*;

/// A tokenizer with a few patterns and cases of the kinds that the trained pipelines have.
fn tokenizer() -> Tokenizer {
    use rmpv::Value;
    let token = |orth: &str, norm: Option<&str>| {
        let norm = norm.map(|norm| (Value::from(67), Value::from(norm)));
        Value::Map(std::iter::once((Value::from(65), Value::from(orth))).chain(norm).collect())
    };
    let case = |tokens: &[(&str, Option<&str>)]| {
        let whole: String = tokens.iter().map(|(orth, _)| *orth).collect();
        (Value::from(whole), Value::Array(tokens.iter().map(|&(orth, norm)| token(orth, norm)).collect()))
    };
    let cases = vec![
        case(&[("can", Some("can")), ("'t", Some("not"))]),
        case(&[(":-)", None)]),
        case(&[("U.S.", None)]),
        case(&[("a.m.", None)]),
        case(&[(" ", None)]),
    ];
    let file = Value::Map(vec![
        ("prefix_search".into(), r#"^\(|^"|^'|^:|^-|^\$|^\.\.+"#.into()),
        (
            "suffix_search".into(),
            r#"\)$|"$|'$|,$|\.\.+$|:$|-$|(?<=[0-9])(?:km|%)$|(?<=[a-z0-9%\)"'])\.$"#.into(),
        ),
        ("infix_finditer".into(), r"\.\.+|(?<=[a-z])[-/:](?=[a-z])|(?<=[a-z])\.(?=[A-Z])".into()),
        ("token_match".into(), Value::Nil),
        ("url_match".into(), r"^(?:\w+://)?(?:\S+@)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]\S*)?$".into()),
        ("exceptions".into(), Value::Map(cases)),
        ("faster_heuristics".into(), true.into()),
    ]);
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, &file).unwrap();
    Tokenizer::from_bytes(&bytes, Arc::new(Vocab::from_bytes(&[]).unwrap())).unwrap()
}

fn split(tokenizer: &Tokenizer, text: &str) -> Vec<String> {
    let (mut scratch, mut tokens) = (TokenizerScratch::default(), Vec::new());
    tokenizer.tokenize(text, &mut scratch, &mut tokens);
    tokens.iter().map(|token| text[token.start as usize..token.end as usize].to_owned()).collect()
}

/// Tokens in order, with nothing between them but the spaces they name.
fn check(text: &str, scratch: &TokenizerScratch, tokens: &[RawToken]) {
    let mut at = 0;
    for token in tokens {
        assert_eq!(token.start, at, "{text:?}");
        assert!(token.end > token.start);
        let word = &text[token.start as usize..token.end as usize];
        assert_eq!(scratch.lexicon.word(token.lex), word);
        assert!(!token.space_after || text[token.end as usize..].starts_with(' '));
        at = token.end + u32::from(token.space_after);
    }
    assert_eq!(at as usize, text.len(), "{text:?}");
}

#[test]
fn affixes_are_stripped_and_infixes_split() {
    let tokenizer = tokenizer();
    assert_eq!(
        split(&tokenizer, r#"("Stop-gap," he said.)"#),
        ["(", "\"", "Stop", "-", "gap", ",", "\"", "he", "said", ".", ")"]
    );
    assert_eq!(split(&tokenizer, "5km, $40%."), ["5", "km", ",", "$", "40", "%", "."]);
    assert_eq!(split(&tokenizer, "wait...what....now..."), ["wait", "...", "what", "....", "now", "..."]);
    assert_eq!(split(&tokenizer, "end.Next"), ["end", ".", "Next"]);
}

#[test]
fn special_cases_and_urls_stand() {
    let tokenizer = tokenizer();
    assert_eq!(split(&tokenizer, "(can't)"), ["(", "can", "'t", ")"]);
    assert_eq!(split(&tokenizer, "U.S., a.m."), ["U.S.", ",", "a.m."]);
    assert_eq!(split(&tokenizer, "(see www.example.org/a-b)"), ["(", "see", "www.example.org/a-b", ")"]);
    assert_eq!(split(&tokenizer, "mail-to:x@y.org."), ["mail-to:x@y.org", "."]);
}

#[test]
fn taken_apart_cases_are_joined_unless_a_space_parts_them() {
    let tokenizer = tokenizer();
    assert_eq!(split(&tokenizer, "fine:-) (:-)) : -)"), ["fine", ":-)", "(", ":-)", ")", ":", "-", ")"]);
}

#[test]
fn norms_of_special_cases_override() {
    let tokenizer = tokenizer();
    let (mut scratch, mut tokens) = (TokenizerScratch::default(), Vec::new());
    tokenizer.tokenize("can't", &mut scratch, &mut tokens);
    assert_eq!(tokens[1].norm, crate::strings::string_id("not"));
    tokenizer.tokenize("It'll", &mut scratch, &mut tokens);
    assert_eq!(tokens[0].norm, crate::strings::string_id("it'll"));
}

#[test]
fn white_space_is_kept() {
    let tokenizer = tokenizer();
    assert_eq!(split(&tokenizer, " a  b\n\nc \n"), [" ", "a", " ", "b", "\n\n", "c", "\n"]);
    assert_eq!(split(&tokenizer, "a\u{a0}b\u{1c}c"), ["a", "\u{a0}", "b", "\u{1c}", "c"]);
    assert_eq!(split(&tokenizer, ""), [""; 0]);
    assert_eq!(split(&tokenizer, "   "), ["   "]);
}

#[test]
fn what_cannot_be_used_is_named() {
    let file = |pattern: &str| {
        let mut bytes = Vec::new();
        let map = rmpv::Value::Map(vec![("infix_finditer".into(), pattern.into())]);
        rmpv::encode::write_value(&mut bytes, &map).unwrap();
        Tokenizer::from_bytes(&bytes, Arc::default()).map(|_| ()).unwrap_err().to_string()
    };
    assert_eq!(file(r"(a)\1"), "tokenizer: infix_finditer: escape \\1 in a pattern at character 5");
    let error = Tokenizer::from_bytes(b"\x81", Arc::default()).unwrap_err().to_string();
    assert!(error.starts_with("tokenizer: expected msgpack"), "{error}");
}

#[test]
fn long_runs_of_anything_take_linear_time() {
    // The times are not measured: what is quadratic would take minutes.
    let tokenizer = tokenizer();
    let (mut scratch, mut tokens) = (TokenizerScratch::default(), Vec::new());
    for unit in [
        "(",
        ")",
        "a",
        ".",
        "-",
        "'",
        "\"",
        ":",
        "1/",
        "-a",
        "a-",
        "a.",
        "a.A",
        ":-)",
        "http://",
        "x@",
        "x@y.",
        "%",
        "\n",
        " ",
        "  \n",
        "\u{a0}",
        "é",
        "½",
        "5km",
        "www.",
        "\u{1F600}",
        "can't",
        "(a",
        "a)",
    ] {
        let text = unit.repeat((1 << 17) / unit.len());
        tokenizer.tokenize(&text, &mut scratch, &mut tokens);
        check(&text, &scratch, &tokens);
    }
}

proptest! {
    #[test]
    fn tokens_and_spaces_give_back_the_text(text in "(?:[ \\n\\t.,:()'\"a-zA-Z0-9$%/@-]|\\PC|can't|:-\\)|http://){0,60}") {
        let tokenizer = tokenizer();
        let (mut scratch, mut tokens) = (TokenizerScratch::default(), Vec::new());
        tokenizer.tokenize(&text, &mut scratch, &mut tokens);
        check(&text, &scratch, &tokens);
        // A second run finds every chunk in the cache, and must find the same tokens.
        let first = tokens.clone();
        tokenizer.tokenize(&text, &mut scratch, &mut tokens);
        prop_assert_eq!(first, tokens);
    }
}
