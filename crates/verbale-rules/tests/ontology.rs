//! Another ontology than PLOVER: who sells what to whom.

use verbale_doc::{Doc, TokenIdx};
use verbale_rules::{Book, File, Role};

/// What a rule of this ontology means.
struct Sale {
    kind: String,
    seller: Role,
    buyer: Role,
}

/// The rules that `docs/rules.md` shows.
fn rules() -> &'static str {
    let guide = include_str!("../../../docs/rules.md");
    let (_, chapter) = guide.split_once("## Another ontology\n").expect("the guide has the chapter");
    let (_, from) = chapter.split_once("```toml\n").expect("which shows rules");
    from.split_once("```").expect("to their end").0
}

fn book() -> Book<Sale> {
    let files = [File { name: "sales.toml", text: rules() }];
    Book::read(&files, &[], |rule, scope| {
        Ok(Sale {
            kind: rule.required("kind")?.text,
            seller: scope.role(&rule.required("seller")?)?,
            buyer: scope.role(&rule.required("buyer")?)?,
        })
    })
    .expect("the rules of the guide are sound")
}

#[test]
fn a_sale_is_one_from_either_side() {
    let book = book();
    let sentences = [
        "1\tOman\tOman\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n2\tsold\tsell\tVERB\tVBD\t_\t0\tROOT\t_\t_\n\
         3\toil\toil\tNOUN\tNN\t_\t2\tdobj\t_\t_\n4\tto\tto\tADP\tIN\t_\t2\tprep\t_\t_\n\
         5\tChad\tChad\tPROPN\tNNP\t_\t4\tpobj\t_\t_\n",
        "1\tChad\tChad\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n2\tbought\tbuy\tVERB\tVBD\t_\t0\tROOT\t_\t_\n\
         3\toil\toil\tNOUN\tNN\t_\t2\tdobj\t_\t_\n4\tfrom\tfrom\tADP\tIN\t_\t2\tprep\t_\t_\n\
         5\tOman\tOman\tPROPN\tNNP\t_\t4\tpobj\t_\t_\n",
    ];
    for sentence in sentences {
        let doc = Doc::from_conllu(sentence).unwrap();
        let found = book.matches(&doc, &|_: TokenIdx, _| false);
        let sale = &book.rule(found[0].rule).meaning;
        let who = |role: &Role| doc.word(role.fill(&doc, &found[0].anchor)[0]).to_owned();
        assert_eq!((sale.kind.as_str(), found.len()), ("SALE", 1));
        assert_eq!((who(&sale.seller).as_str(), who(&sale.buyer).as_str()), ("Oman", "Chad"));
    }
}

#[test]
fn a_later_layer_replaces_rules_and_sets_of_its_names() {
    let own = File {
        name: "own.toml",
        text: "[sets]\nwares = [\"tea\"]\n[[rule]]\nid = \"buy\"\nkind = \"PURCHASE\"\nverbs = [\"buy\"]\nwhy = \"\"\n",
    };
    let layers: [&[File<'_>]; 2] = [&[File { name: "sales.toml", text: rules() }], &[own]];
    let book: Book<String> = Book::read_layers(&layers, &[], |rule, _| {
        rule.string("seller")?;
        rule.string("buyer")?;
        Ok(rule.required("kind")?.text)
    })
    .unwrap();
    let kinds: Vec<&str> = book.rules().iter().map(|rule| rule.meaning.as_str()).collect();
    assert_eq!(kinds, ["SALE", "PURCHASE"]);
    assert_eq!(book.sets().get("wares").unwrap(), ["tea".into()]);
}
