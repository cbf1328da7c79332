//! Sentences no one wrote end all the same, and soon.

use verbale_doc::{Article, Doc, Span, TokenIdx};
use verbale_events::{EventFinder, Rules};
use verbale_resolve::{Actor, ActorId, ActorKind, Cast, Form, Mention};

/// One sentence of triggers only, each governed by the one before through the same relation.
fn chain(length: usize, dep: &str) -> Doc {
    let word = |at: usize| {
        let (head, dep) = if at == 1 { (0, "ROOT") } else { (at - 1, dep) };
        format!("{at}\tattacked\tattack\tVERB\tVBD\t_\t{head}\t{dep}\t_\t_\n")
    };
    Doc::from_conllu(&(1..=length).map(word).collect::<String>()).expect("ten columns a line")
}

fn cast() -> Cast {
    let actor = Actor {
        name: "Iran".to_owned(),
        kind: ActorKind::State,
        entity: None,
        wikidata: None,
        country: "IRN".parse().ok(),
        sectors: Vec::new(),
        role: None,
    };
    let first = TokenIdx(0);
    let mention = Mention { tokens: Span::of(first), head: first, form: Form::Name, actor: ActorId(0) };
    Cast { actors: vec![actor], mentions: vec![mention], ..Cast::default() }
}

#[test]
fn endless_chains_of_triggers_end() {
    let finder = EventFinder::new(Rules::built_in()).with_near(true);
    for dep in ["conj", "xcomp", "dobj", "relcl", "pcomp", "advcl", "prep", "nsubj"] {
        let doc = chain(2_000, dep);
        let found = finder.find(&Article::default(), &doc, &cast(), &[]);
        assert!(found.events.len() <= doc.len());
    }
}

#[test]
fn nothing_gives_nothing() {
    let doc = Doc::from_conllu("").expect("an empty file is a document");
    let found = EventFinder::new(Rules::built_in()).find(&Article::default(), &doc, &Cast::default(), &[]);
    assert_eq!(found, verbale_events::Found::default());
}
