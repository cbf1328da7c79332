//! Whatever stands in a text, and however wrong its parse: spans lie in the text, contents of one level do not
//! overlap, nothing panics, and long documents take no more than their length asks for.

mod common;

use std::fmt::Write as _;
use std::sync::LazyLock;

use common::faults::faults;
use proptest::prelude::*;
use verbale_doc::{Article, Doc};
use verbale_resolve::Cast;
use verbale_statements::StatementFinder;

/// Reading the weights takes longer than finding.
static FINDER: LazyLock<StatementFinder> = LazyLock::new(StatementFinder::default);

/// Form, lemma, coarse and fine part of speech.
type Word = (&'static str, &'static str, &'static str, &'static str);

const WORDS: [Word; 44] = [
    ("“", "“", "PUNCT", "``"),
    ("”", "”", "PUNCT", "''"),
    ("\"", "\"", "PUNCT", "''"),
    ("''", "''", "PUNCT", "''"),
    ("``", "``", "PUNCT", "``"),
    ("«", "«", "PUNCT", "``"),
    ("»", "»", "PUNCT", "''"),
    ("„", "„", "PUNCT", "``"),
    ("‘", "‘", "PUNCT", "``"),
    ("’", "’", "PUNCT", "''"),
    ("'", "'", "PUNCT", "''"),
    (",", ",", "PUNCT", ","),
    (".", ".", "PUNCT", "."),
    ("?", "?", "PUNCT", "."),
    (":", ":", "PUNCT", ":"),
    ("—", "—", "PUNCT", ":"),
    ("(", "(", "PUNCT", "-LRB-"),
    ("said", "say", "VERB", "VBD"),
    ("says", "say", "NOUN", "NNS"),
    ("told", "tell", "VERB", "VBD"),
    ("added", "add", "VERB", "VBD"),
    ("adding", "add", "VERB", "VBG"),
    ("quoted", "quote", "VERB", "VBD"),
    ("saying", "say", "VERB", "VBG"),
    ("called", "call", "VERB", "VBD"),
    ("urged", "urge", "VERB", "VBN"),
    ("expressed", "express", "VERB", "VBD"),
    ("hope", "hope", "NOUN", "NN"),
    ("words", "word", "NOUN", "NNS"),
    ("made", "make", "VERB", "VBD"),
    ("clear", "clear", "ADJ", "JJ"),
    ("according", "accord", "VERB", "VBG"),
    ("to", "to", "PART", "TO"),
    ("in", "in", "ADP", "IN"),
    ("as", "as", "ADP", "IN"),
    ("that", "that", "SCONJ", "IN"),
    ("while", "while", "SCONJ", "IN"),
    ("and", "and", "CCONJ", "CC"),
    ("He", "he", "PRON", "PRP"),
    ("Lavrov", "Lavrov", "PROPN", "NNP"),
    ("agency", "agency", "NOUN", "NN"),
    ("is", "be", "AUX", "VBZ"),
    ("goes", "go", "VERB", "VBZ"),
    ("Wörter", "wort", "NOUN", "NNS"),
];

const DEPS: [&str; 18] = [
    "nsubj",
    "ccomp",
    "xcomp",
    "dobj",
    "prep",
    "pobj",
    "punct",
    "conj",
    "advcl",
    "acl",
    "relcl",
    "mark",
    "parataxis",
    "appos",
    "pcomp",
    "nsubjpass",
    "agent",
    "dep",
];

/// A word, its label, where its head is (anywhere in the sentence), whether a space follows, and whether a sentence
/// or a block ends after it.
type Token = (usize, usize, u32, bool, u8);

fn document(tokens: &[Token]) -> (Article, Doc) {
    let mut conllu = String::new();
    let mut sentence: Vec<&Token> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        sentence.push(token);
        if token.4 < 2 || at + 1 == tokens.len() {
            for (place, &&(word, dep, head, space_after, _)) in sentence.iter().enumerate() {
                let (form, lemma, pos, tag) = WORDS[word % WORDS.len()];
                let head = head as usize % (sentence.len() + 1);
                let dep = if head == 0 || head == place + 1 { "ROOT" } else { DEPS[dep % DEPS.len()] };
                let head = if head == place + 1 { 0 } else { head };
                let misc = if space_after { "_" } else { "SpaceAfter=No" };
                let _ = writeln!(
                    conllu,
                    "{}\t{form}\t{lemma}\t{pos}\t{tag}\t_\t{head}\t{dep}\t_\t{misc}",
                    place + 1
                );
            }
            conllu.push('\n');
            if token.4 == 0 {
                conllu.push_str("# newpar\n");
            }
            sentence.clear();
        }
    }
    let doc = Doc::from_conllu(&conllu).expect("the document is made in form");
    let article = common::made::article_of(&doc);
    (article, doc)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_marks_and_words(
        tokens in prop::collection::vec((0..WORDS.len(), 0..DEPS.len(), any::<u32>(), any::<bool>(), 0u8..16), 1..80),
    ) {
        let (article, doc) = document(&tokens);
        let statements = FINDER.find(&article, &doc, &Cast::default());
        prop_assert_eq!(faults(&doc, &statements), Vec::<String>::new(), "{}\n{:#?}", doc.to_conllu(), statements);
    }
}

#[test]
fn a_long_document_takes_its_length() {
    // One block of long sentences, a quotation that never closes, and a cue at every third word.
    for pattern in
        [["said", "Lavrov", "“"], ["Lavrov", "said", ","], ["‘", "He", "said"], ["adding", "that", "and"]]
    {
        let index = |form: &str| WORDS.iter().position(|word| word.0 == form).unwrap();
        let end = |at: usize| if at % 500 == 499 { 1 } else { 9 };
        let token = |at: usize| (index(pattern[at % 3]), at % DEPS.len(), at as u32 / 2, true, end(at));
        let tokens: Vec<Token> = (0..12_000).map(token).collect();
        let (article, doc) = document(&tokens);
        let statements = FINDER.find(&article, &doc, &Cast::default());
        assert!(statements.len() < 12_000);
    }
}

/// Marks, spaces, line ends and a few words, in any order.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = [
        "“",
        "”",
        "\"",
        "''",
        "``",
        "„",
        "«",
        "»",
        "‹",
        "›",
        "‚",
        "‘",
        "’",
        "'",
        ",",
        ".",
        "?",
        ":",
        "—",
        "-",
        "…",
        "(",
        ")",
        " ",
        "\n",
        "Lavrov ",
        "He ",
        "said ",
        "that ",
        "which ",
        "is ",
        "words ",
        "reportedly ",
        "Q",
        "put it ",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 1..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_sequence_of_quotation_marks(text in any_text()) {
        if let Some((article, doc)) = common::made::document_of(&text) {
            let statements = FINDER.find(&article, &doc, &Cast::default());
            prop_assert_eq!(faults(&doc, &statements), Vec::<String>::new(), "{}", text);
        }
    }
}
