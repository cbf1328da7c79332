//! Documents made of any text without a language model: words are cut at spaces and marks, and each gets a tag by its
//! form and a head and label by its bytes. Wrong parses are what is wanted.

use std::fmt::Write as _;

use verbale_doc::{Article, Block, BlockKind, Doc};

/// Form, lemma, coarse and fine part of speech of words that mean something to the finder.
const KNOWN: [(&str, &str, &str, &str); 24] = [
    ("said", "say", "VERB", "VBD"),
    ("says", "say", "VERB", "VBZ"),
    ("told", "tell", "VERB", "VBD"),
    ("added", "add", "VERB", "VBD"),
    ("adding", "add", "VERB", "VBG"),
    ("quoted", "quote", "VERB", "VBD"),
    ("saying", "say", "VERB", "VBG"),
    ("called", "call", "VERB", "VBD"),
    ("urged", "urge", "VERB", "VBN"),
    ("put", "put", "VERB", "VBD"),
    ("expressed", "express", "VERB", "VBD"),
    ("hope", "hope", "NOUN", "NN"),
    ("words", "word", "NOUN", "NNS"),
    ("according", "accord", "VERB", "VBG"),
    ("reportedly", "reportedly", "ADV", "RB"),
    ("to", "to", "PART", "TO"),
    ("in", "in", "ADP", "IN"),
    ("as", "as", "ADP", "IN"),
    ("that", "that", "SCONJ", "IN"),
    ("who", "who", "PRON", "WP"),
    ("which", "which", "PRON", "WDT"),
    ("is", "be", "AUX", "VBZ"),
    ("he", "he", "PRON", "PRP"),
    ("and", "and", "CCONJ", "CC"),
];

const DEPS: [&str; 14] = [
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
    "nsubjpass",
    "dep",
];

/// Longer texts are cut. In words.
const MOST_WORDS: usize = 2000;

/// The article and the parse of a text.
pub(crate) fn document_of(text: &str) -> Option<(Article, Doc)> {
    let mut conllu = String::new();
    let mut n_words = 0;
    for (number, line) in text.lines().enumerate() {
        if number > 0 && !conllu.is_empty() {
            conllu.push_str("# newpar\n");
        }
        let mut sentence: Vec<&str> = Vec::new();
        for word in words_of(line) {
            n_words += 1;
            sentence.push(word);
            if matches!(word, "." | "?" | "!") || n_words % 300 == 0 {
                write_sentence(&sentence, &mut conllu);
                sentence.clear();
            }
            if n_words == MOST_WORDS {
                break;
            }
        }
        write_sentence(&sentence, &mut conllu);
    }
    let doc = Doc::from_conllu(&conllu).ok().filter(|doc| !doc.is_empty())?;
    let article = article_of(&doc);
    Some((article, doc))
}

/// The article of a hand-made document: its first block is the title where there are several.
pub(crate) fn article_of(doc: &Doc) -> Article {
    let mut blocks: Vec<Block> = Vec::new();
    for sentence in doc.sentences() {
        let span = doc.bytes(sentence.tokens);
        match blocks.get_mut(sentence.block as usize) {
            Some(block) => block.span = block.span.join(span),
            None => blocks.push(Block { kind: BlockKind::Paragraph, span }),
        }
    }
    if let [first, _, ..] = &mut blocks[..] {
        first.kind = BlockKind::Title;
    }
    Article { id: "made".to_owned(), text: doc.text().clone(), blocks, ..Article::default() }
}

fn words_of(line: &str) -> impl Iterator<Item = &str> {
    let is_word = |char: char| char.is_alphanumeric();
    line.split_whitespace().flat_map(move |piece| {
        let cut = piece.find(|char: char| !is_word(char)).unwrap_or(piece.len());
        let (word, rest) = piece.split_at(cut);
        let marks = rest.split_inclusive(|_: char| true);
        std::iter::once(word).chain(marks).filter(|word| !word.is_empty() && !word.contains('#'))
    })
}

fn write_sentence(sentence: &[&str], conllu: &mut String) {
    let len = sentence.len();
    for (at, word) in sentence.iter().enumerate() {
        let seed = word.bytes().fold(at, |seed, byte| seed.wrapping_mul(31).wrapping_add(usize::from(byte)));
        let known = KNOWN.iter().find(|known| known.0 == *word);
        let is_mark = !word.contains(char::is_alphanumeric);
        let (lemma, pos, tag) = match known {
            Some(&(_, lemma, pos, tag)) => (lemma, pos, tag),
            None if is_mark => (*word, "PUNCT", "''"),
            None if word.starts_with(char::is_uppercase) => (*word, "PROPN", "NNP"),
            None => (*word, "NOUN", "NN"),
        };
        let head = seed % (len + 1);
        let is_root = head == 0 || head == at + 1;
        let (head, dep) = if is_root { (0, "ROOT") } else { (head, DEPS[seed / 7 % DEPS.len()]) };
        let misc = if seed % 3 == 0 { "SpaceAfter=No" } else { "_" };
        let _ = writeln!(conllu, "{}\t{word}\t{lemma}\t{pos}\t{tag}\t_\t{head}\t{dep}\t_\t{misc}", at + 1);
    }
    if len > 0 {
        conllu.push('\n');
    }
}
