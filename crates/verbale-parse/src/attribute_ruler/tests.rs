use rmpv::Value;
use verbale_doc::{Span, TokenIdx};

use super::*;
use crate::vocab::Vocab;

/// JSON is easier to write down than msgpack.
fn msgpack(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Nil,
        serde_json::Value::Bool(value) => Value::from(*value),
        serde_json::Value::Number(value) => Value::from(value.as_i64().unwrap()),
        serde_json::Value::String(value) => Value::from(value.as_str()),
        serde_json::Value::Array(values) => Value::Array(values.iter().map(msgpack).collect()),
        serde_json::Value::Object(map) => {
            Value::Map(map.iter().map(|(key, value)| (Value::from(key.as_str()), msgpack(value))).collect())
        }
    }
}

fn ruler(json: &str, labels: &mut Labels) -> Result<AttributeRuler, FormatError> {
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, &msgpack(&serde_json::from_str(json).unwrap())).unwrap();
    AttributeRuler::from_bytes(&bytes, labels)
}

/// "word/TAG/dep word/TAG/dep" with the rules applied: "word/TAG/POS/features/lemma".
fn apply(rules: &str, sentence: &str) -> String {
    let mut labels = Labels::default();
    let ruler = ruler(rules, &mut labels).unwrap();
    let vocab = Vocab::default();
    let (mut text, mut words, mut tokens) = (String::new(), Vec::new(), Vec::new());
    for part in sentence.split(' ') {
        let fields: Vec<&str> = part.split('/').collect();
        let start = text.len() as u32;
        text.push_str(fields[0]);
        let lexeme = vocab.lexeme(fields[0]);
        words.push(Word { lexeme, norm: lexeme.norm, space_after: true });
        tokens.push(Token {
            span: Span::new(start, text.len() as u32),
            head: TokenIdx(0),
            tag: labels.add(fields[1]),
            dep: labels.add(fields[2]),
            morph: Label::default(),
            pos: Pos::None,
            space_after: true,
            lemma: Str::default(),
        });
    }
    let mut strings = String::new();
    let mut scratch = RulerScratch::default();
    ruler.apply(&text, &words, &mut tokens, &mut strings, &mut scratch);
    let print = |token: &Token| {
        let lemma = &strings[token.lemma.start as usize..(token.lemma.start + token.lemma.len) as usize];
        let (tag, morph) = (labels.name(token.tag), labels.name(token.morph));
        format!("{}/{tag}/{}/{morph}/{lemma}", &text[token.span.range()], token.pos.name())
    };
    tokens.iter().map(print).collect::<Vec<_>>().join(" ")
}

const RULES: &str = r#"[
    {"patterns": [[{"TAG": "VBD"}]], "attrs": {"POS": "VERB", "MORPH": "VerbForm=Fin|Tense=Past"}, "index": 0},
    {"patterns": [[{"TAG": "VBD", "LOWER": {"IN": ["was", "were"]}}]], "attrs": {"POS": "AUX", "LEMMA": "be"}, "index": 0},
    {"patterns": [[{"DEP": {"NOT_IN": ["det", ""]}, "TAG": {"IN": ["DT", "WDT"]}}]], "attrs": {"POS": "PRON"}},
    {"patterns": [[{"LOWER": "gon"}, {"LOWER": {"REGEX": "^n[ao]$"}}]], "attrs": {"LEMMA": "to"}, "index": -1},
    {"patterns": [[{"IS_SPACE": true}]], "attrs": {"TAG": "_SP", "POS": "SPACE", "MORPH": "_"}, "index": 0},
    {"patterns": [[{"DEP": "aux", "IS_SPACE": false}], [{"ORTH": "Will"}]], "attrs": {"TAG": "MD"}, "index": 0}
]"#;

#[test]
fn rules_set_what_they_say_and_later_ones_win() {
    assert_eq!(apply(RULES, "Met/VBD/ROOT"), "Met/VBD/VERB/Tense=Past|VerbForm=Fin/");
    assert_eq!(apply(RULES, "Was/VBD/ROOT"), "Was/VBD/AUX/Tense=Past|VerbForm=Fin/be");
    assert_eq!(apply(RULES, "that/DT/nsubj that/DT/det that/DT/"), "that/DT/PRON// that/DT/// that/DT///");
    assert_eq!(apply(RULES, "\n/NN/x"), "\n/_SP/SPACE//");
    assert_eq!(apply(RULES, "could/VB/aux Will/NN/x will/NN/x"), "could/MD/// Will/MD/// will/NN///");
}

#[test]
fn longer_patterns_set_the_token_at_their_index() {
    assert_eq!(apply(RULES, "Gon/VB/x na/TO/x gon/VB/x"), "Gon/VB/// na/TO///to gon/VB///");
}

#[test]
fn matches_are_found_before_anything_is_set() {
    let rules = r#"[{"patterns": [[{"TAG": "A"}]], "attrs": {"TAG": "B"}, "index": 0},
                    {"patterns": [[{"TAG": "B"}]], "attrs": {"TAG": "C"}, "index": 0}]"#;
    assert_eq!(apply(rules, "x/A/d y/B/d"), "x/B/// y/C///");
}

#[test]
fn what_is_not_supported_is_named() {
    let error = |rule: &str| ruler(&format!("[{rule}]"), &mut Labels::default()).unwrap_err().to_string();
    assert_eq!(
        error(r#"{"patterns": [[{"LIKE_NUM": true}]], "attrs": {}}"#),
        "attribute ruler: rule 0: expected attributes that are supported, not LIKE_NUM"
    );
    assert_eq!(
        error(r#"{"patterns": [[{"TAG": "X", "OP": "+"}]], "attrs": {}}"#),
        "attribute ruler: rule 0: expected each token once: operators are not supported"
    );
    assert_eq!(
        error(r#"{"patterns": [[{"LOWER": {"FUZZY": "x"}}]], "attrs": {}}"#),
        "attribute ruler: rule 0: expected tests that are supported, not FUZZY"
    );
    assert_eq!(
        error(r#"{"patterns": [[{"TAG": "X"}]], "attrs": {}, "index": 1}"#),
        "attribute ruler: rule 0: expected an index within the pattern"
    );
    assert_eq!(
        error(r#"{"patterns": [[{"TAG": "X"}]], "attrs": {"NORM": "x"}}"#),
        "attribute ruler: rule 0: expected TAG, POS, MORPH, DEP or LEMMA to be set, not NORM"
    );
}
