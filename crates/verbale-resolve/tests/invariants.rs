//! Whatever the parse, the cast holds together.

use std::fmt::Write as _;

use proptest::prelude::*;
use verbale_doc::{Article, Doc, Published, PublishedBasis};
use verbale_know::Knowledge;
use verbale_resolve::Resolver;

const WORDS: &[&str] = &[
    "Putin",
    "Sergei",
    "Lavrov",
    "Russian",
    "the",
    "Foreign",
    "Minister",
    "of",
    "State",
    "'s",
    "-",
    "Moscow",
    "US",
    "he",
    "they",
    "it",
    "who",
    "said",
    "dozens",
    "protesters",
    "former",
    "(",
    ")",
    "UN",
    "“",
    "”",
    ",",
    "in",
    "president",
    "al",
    "Qaeda",
    "her",
    "campaign",
    "group",
    "I",
    "St.",
    "é",
];
const POS: &[&str] = &["PROPN", "NOUN", "ADJ", "VERB", "PRON", "DET", "ADP", "PUNCT", "X"];
const TAGS: &[&str] = &["NNP", "NNS", "NN", "JJ", "WP", "PRP", "VBD", "POS"];
const DEPS: &[&str] = &[
    "nsubj", "dobj", "pobj", "prep", "compound", "amod", "poss", "appos", "conj", "det", "relcl", "ccomp",
    "case",
];
const ENTITIES: &[&str] =
    &["_", "_", "_", "Ent=B-PERSON", "Ent=I-PERSON", "Ent=B-GPE", "Ent=B-ORG", "Ent=I-ORG", "Ent=B-NORP"];

type Row = (
    prop::sample::Index,
    prop::sample::Index,
    prop::sample::Index,
    prop::sample::Index,
    prop::sample::Index,
    prop::sample::Index,
);

fn conllu(sentences: &[Vec<Row>]) -> String {
    let mut conllu = String::new();
    for rows in sentences {
        for (number, (word, pos, tag, head, dep, entity)) in rows.iter().enumerate() {
            let word = word.get(WORDS);
            let head = head.index(rows.len() + 1);
            let dep = if head == 0 || head == number + 1 { "ROOT" } else { *dep.get(DEPS) };
            let (pos, tag, entity) = (pos.get(POS), tag.get(TAGS), entity.get(ENTITIES));
            let _ = writeln!(
                conllu,
                "{}\t{word}\t{word}\t{pos}\t{tag}\t_\t{head}\t{dep}\t_\t{entity}",
                number + 1
            );
        }
        conllu.push_str("\n# newpar\n");
    }
    conllu
}

proptest! {
    #[test]
    fn mentions_nest_and_actors_exist(
        sentences in prop::collection::vec(prop::collection::vec(any::<Row>(), 1..14), 0..5),
    ) {
        let doc = Doc::from_conllu(&conllu(&sentences)).expect("well-formed");
        let day = Published { date: "2016-03-24".parse().expect("a day"), basis: PublishedBasis::Given };
        let article = Article { published: Some(day), text: doc.text().clone(), ..Article::default() };
        let cast = Resolver::new(Knowledge::bundled()).resolve(&article, &doc);
        for (number, mention) in cast.mentions.iter().enumerate() {
            prop_assert!(mention.tokens.has(mention.head), "{mention:?}");
            prop_assert!(mention.tokens.end() as usize <= doc.len());
            prop_assert!((mention.actor.0 as usize) < cast.actors.len());
            for other in &cast.mentions[number + 1..] {
                prop_assert!(mention.tokens.start() <= other.tokens.start());
                let (a, b) = (mention.tokens, other.tokens);
                prop_assert!(!a.overlaps(b) || a.covers(b) || b.covers(a), "{mention:?} crosses {other:?}");
            }
        }
        prop_assert!(cast.mentions.len() >= cast.actors.len());
        let again = Resolver::new(Knowledge::bundled()).resolve(&article, &doc);
        prop_assert_eq!(cast.actors, again.actors);
        prop_assert_eq!(cast.mentions, again.mentions);
    }
}
