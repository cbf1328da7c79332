//! Logical subjects and objects, wherever the sentence put them: `clauses.conllu` holds sentences as the English
//! pipeline parses them, each with what is expected (`verb: subjects > objects`).

use verbale_doc::{Doc, TokenIdx};
use verbale_rules::syntax::{objects, subjects};

#[test]
fn subjects_and_objects_are_found() {
    let mut checked = 0;
    for sentence in
        include_str!("clauses.conllu").split("\n\n").filter(|sentence| !sentence.trim().is_empty())
    {
        let doc = Doc::from_conllu(sentence).unwrap();
        for expected in sentence.lines().filter_map(|line| line.strip_prefix("# expect = ")) {
            let (verb, wanted) = expected.split_once(':').unwrap();
            let verb = doc.indices().find(|&token| doc.word(token) == verb).unwrap();
            let names = |tokens: Vec<TokenIdx>| {
                tokens.into_iter().map(|token| doc.word(token)).collect::<Vec<_>>().join(", ")
            };
            let found = format!("{} > {}", names(subjects(&doc, verb)), names(objects(&doc, verb)));
            assert_eq!(found.trim(), wanted.trim(), "{}", doc.text().as_str());
            checked += 1;
        }
    }
    assert_eq!(checked, 16);
}
