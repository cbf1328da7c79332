//! Names of places in invented sentences, with the places they must mean.

use std::fmt::Write as _;

use verbale_doc::{Article, Block, BlockKind, Dateline, Doc, Span, Text};
use verbale_know::Gazetteer;
use verbale_resolve::{Place, places};

const PARSES: &str = include_str!("places/sentences.conllu");

/// "Paris=USA.Texas": the words, the country and first-level division of each mention.
fn shown(place: &Place) -> String {
    let country = place.country.map_or("-".to_owned(), |country| country.to_string());
    match &place.admin1 {
        Some(admin1) if *admin1 != place.name => format!("{country}.{admin1}"),
        _ => country,
    }
}

fn found_in(doc: &Doc, gazetteer: &Gazetteer) -> String {
    let found = places::find(&Article::default(), doc, gazetteer);
    let mentions = found.mentions.iter().map(|mention| {
        let place = &found.places[mention.place.0 as usize];
        let part = if mention.as_actor { "*" } else { "" };
        format!("{}{part}={}", doc.str(mention.tokens), shown(place))
    });
    mentions.collect::<Vec<_>>().join("; ")
}

#[test]
fn names_mean_their_places() {
    let gazetteer = Gazetteer::bundled();
    let expected = [
        "Paris=FRA.Île-de-France; Berlin=DEU",
        "Paris=USA.Texas; Texas=USA",
        "London=GBR.England",
        "",
        "Jordan=JOR; Amman=JOR",
        "Aleppo=SYR",
        "Iraq=IRQ; Gaza Strip=PSE",
        "Oxford*=GBR.England",
        "Springfield=USA.Illinois; Ill.=USA; Chicago=USA.Illinois",
        "Brezhnitsa=-",
        "Black Sea=-; Strait of Hormuz=-",
        "Athens=USA.Georgia; Georgia=USA; Atlanta=USA.Georgia",
        "Kherson=UKR",
        "Mayfield Road=-; Highway 12=-",
        "",
        "US=USA",
        "Sichuan province=CHN; Chengdu=CHN.Sichuan",
        "St. Louis=USA.Missouri; Ft. Worth=USA.Texas",
        "",
        "Kiev=UKR; Port-au-Prince=HTI.Ouest",
        "United States=USA; Russia=RUS; Geneva=CHE",
    ];
    let parses: Vec<&str> = PARSES.split("# newpar\n").collect();
    assert_eq!(parses.len(), expected.len());
    let docs = parses.iter().map(|parse| Doc::from_conllu(parse).unwrap());
    let found: Vec<(String, String)> =
        docs.map(|doc| (doc.text().trim().to_owned(), found_in(&doc, &gazetteer))).collect();
    let wrong = found.iter().zip(expected).filter(|((_, found), expected)| found != expected);
    let wrong: Vec<_> = wrong.map(|((text, found), _)| format!("{text}\n  {found}")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_dateline_has_a_place() {
    let gazetteer = Gazetteer::bundled();
    let text = Text::new("PARIS, Texas (ABC) - It rained.");
    let place = Span::new(0, 12);
    let article = Article {
        dateline: Some(Dateline { place: Some(place), agency: None, date: None, span: Span::new(0, 20) }),
        blocks: vec![Block { kind: BlockKind::Dateline, span: Span::new(0, 20) }],
        text,
        ..Article::default()
    };
    let doc = Doc::from_conllu("").unwrap();
    let found = places::find(&article, &doc, &gazetteer);
    let paris = &found.places[found.dateline.unwrap().0 as usize];
    assert_eq!((paris.name.as_str(), paris.admin1.as_deref()), ("Paris", Some("Texas")));
    assert!(found.mentions.is_empty());
}

/// Words in no order at all must not harm it.
#[test]
fn heaps_of_words_do_no_harm() {
    let gazetteer = Gazetteer::bundled();
    let words = "St. , Paris ( ) - – New of County City Highway 12 U.S. 's ’ İ \u{301} Ø . / Texas in The City Street";
    let words: Vec<&str> = words.split(' ').collect();
    let mut seed = 7_u32;
    for _ in 0..400 {
        let mut conllu = String::new();
        for number in 1..30 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let word = words[(seed >> 16) as usize % words.len()];
            let label = ["GPE", "ORG", "PERSON", "LOC", "FAC"][(seed >> 8) as usize % 5];
            let space = if seed % 4 < 1 { "|SpaceAfter=No" } else { "" };
            let head = (seed >> 10) as usize % 29 + 1;
            let entity = if seed % 8 < 4 { format!("Ent=I-{label}{space}") } else { format!("_{space}") };
            let _ = writeln!(conllu, "{number}\t{word}\t_\tPROPN\tNNP\t_\t{head}\tcompound\t_\t{entity}");
        }
        let doc = Doc::from_conllu(&conllu).unwrap();
        let found = places::find(&Article::default(), &doc, &gazetteer);
        for mention in &found.mentions {
            assert!(!mention.tokens.is_empty() && mention.tokens.has(mention.head));
            assert!((mention.place.0 as usize) < found.places.len());
        }
        assert!(found.mentions.is_sorted_by_key(|mention| mention.tokens.start()));
    }
}

/// However long and odd the text, the work stays in proportion.
#[test]
fn a_thousand_names_are_weighed_in_no_time() {
    let gazetteer = Gazetteer::bundled();
    let names = ["Paris", "Springfield", "San", "St.", "Georgia", "Victoria", "Washington", "-", "New"];
    let mut conllu = String::new();
    for number in 0..20_000 {
        let name = names[number * 7 % names.len()];
        let _ = writeln!(conllu, "{}\t{name}\t_\tPROPN\tNNP\t_\t0\tROOT\t_\tEnt=B-GPE", number + 1);
    }
    let doc = Doc::from_conllu(&conllu).unwrap();
    assert!(!places::find(&Article::default(), &doc, &gazetteer).mentions.is_empty());
}
