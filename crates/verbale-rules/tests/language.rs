//! What the rule language can say, on hand-made sentences.

use verbale_doc::{Doc, TokenIdx};
use verbale_rules::{Book, File, Role};

const SETS: &str = "[sets]\nlight = [\"launch\"]\nattacks = [\"attack\", \"raid\"]\n";

fn book(rules: &str) -> Book<Role> {
    let files = [File { name: "sets.toml", text: SETS }, File { name: "rules.toml", text: rules }];
    Book::read(&files, &["state"], |rule, scope| scope.role(&rule.required("who")?))
        .expect("the rules can be read")
}

/// The ids of the rules that hold, each with the words of its role.
fn found(book: &Book<Role>, doc: &Doc) -> Vec<String> {
    let is_kind = |token: TokenIdx, _| doc.entity(token).is_some();
    let matches = book.matches(doc, &is_kind);
    let names = |found: &verbale_rules::Match| {
        let rule = book.rule(found.rule);
        let words: Vec<&str> =
            rule.meaning.fill(doc, &found.anchor).into_iter().map(|token| doc.word(token)).collect();
        format!("{}: {}", rule.id, words.join(" "))
    };
    matches.iter().map(names).collect()
}

/// "Chad launched a raid on Sudan"
fn raid() -> Doc {
    Doc::from_conllu(
        "1\tChad\tChad\tPROPN\tNNP\t_\t2\tnsubj\t_\tEnt=B-GPE
2\tlaunched\tlaunch\tVERB\tVBD\t_\t0\tROOT\t_\t_
3\ta\ta\tDET\tDT\t_\t4\tdet\t_\t_
4\traid\traid\tNOUN\tNN\t_\t2\tdobj\t_\t_
5\ton\ton\tADP\tIN\t_\t4\tprep\t_\t_
6\tSudan\tSudan\tPROPN\tNNP\t_\t5\tpobj\t_\tEnt=B-GPE
",
    )
    .expect("ten columns a line")
}

#[test]
fn a_verb_with_its_object_outweighs_the_noun_alone() {
    let rules = "[[rule]]\nid = \"noun\"\nnouns = [\"@attacks\"]\nwho = \"carrier\"\nwhy = \"\"\n\
                 [[rule]]\nid = \"verb\"\nverbs = [\"launch > @attacks\"]\nwho = \"prep(on)\"\nwhy = \"\"\n";
    let (book, doc) = (book(rules), raid());
    assert_eq!(found(&book, &doc), ["verb: Sudan", "noun: Chad"]);
    let matches = book.matches(&doc, &|_, _| false);
    assert!(matches[0].weight > matches[1].weight);
}

#[test]
fn conditions_ask_and_forbid() {
    let rule = |condition: &str| {
        let text = format!(
            "[[rule]]\nid = \"a\"\nverbs = [\"launch\"]\n{condition}\nwho = \"subject\"\nwhy = \"\"\n"
        );
        found(&book(&text), &raid())
    };
    assert_eq!(rule("if = [\"object: @attacks\"]"), ["a: Chad"]);
    assert_eq!(rule("if = [\"subject: #state\", \"sentence: raid\"]"), ["a: Chad"]);
    assert_eq!(rule("if = [\"object: #state\"]"), [""; 0]);
    assert_eq!(rule("unless = [\"object: *\"]"), [""; 0]);
    assert_eq!(rule("unless = [\"object: album\"]"), ["a: Chad"]);
}

#[test]
fn what_is_missing_can_be_asked() {
    let book = book(
        "[[rule]]\nid = \"a\"\nverbs = [\"launch\"]\nif = [\"object: album\"]\nwho = \"subject\"\nwhy = \"\"\n",
    );
    let (doc, nothing) = (raid(), |_, _| false);
    let lacks = book.lacks(&doc, &nothing);
    assert_eq!((lacks[0].condition.written(), lacks[0].is_forbidden), ("object: album", false));
}

#[test]
fn errors_name_place_and_remedy() {
    let error = |rules: &str| {
        let files = [File { name: "sets.toml", text: SETS }, File { name: "rules.toml", text: rules }];
        let read = Book::read(&files, &["state"], |rule, scope| scope.role(&rule.required("who")?));
        read.map(|_| ()).unwrap_err().to_string()
    };
    let head = "[[rule]]\nid = \"a\"\nwhy = \"\"\nwho = \"subject\"\n";
    let cases = [
        ("verb = [\"x\"]", "rules.toml:1:1: the rule \"a\" has no trigger"),
        (
            "verbs = [\"launch > @atacks\"]",
            "rules.toml:5:10: unknown word set \"@atacks\"\n  help: did you mean \"attacks\"?",
        ),
        (
            "verbs = [\"launch >\"]",
            "rules.toml:5:10: cannot read the trigger \"launch >\": a noun is missing after \">\"",
        ),
        ("verbs = [\"x\"]\nif = [\"subject\"]", "rules.toml:6:7: cannot read the condition \"subject\""),
        (
            "verbs = [\"x\"]\nunles = []",
            "rules.toml:6:1: unknown key \"unles\"\n  help: did you mean \"unless\"?",
        ),
        (
            "verbs = [\"x\"]\nif = [\"objct: a\"]",
            "rules.toml:6:7: unknown role \"objct\"\n  help: did you mean \"object\"?",
        ),
    ];
    for (rest, expected) in cases {
        let said = error(&format!("{head}{rest}\n"));
        assert!(said.starts_with(expected), "{said}");
    }
    let twice = format!("{head}verbs = [\"x\"]\n{head}verbs = [\"y\"]\n");
    assert!(error(&twice).contains("the rule \"a\" is written twice"));
}

#[test]
fn many_rules_cost_no_more_than_few() {
    // A word is looked up once, however many rules there are that start from others.
    let rule = |number| {
        format!("[[rule]]\nid = \"r{number}\"\nverbs = [\"verb{number}\"]\nwho = \"subject\"\nwhy = \"\"\n")
    };
    let rules: String = (0..2_000).map(rule).collect();
    let book = book(&rules);
    assert_eq!(book.rules().len(), 2_000);
    assert_eq!(found(&book, &raid()), [""; 0]);
}
