//! Who is meant by invented phrases and sentences.

use jiff::civil::Date;
use verbale_doc::{Article, Doc, Published, PublishedBasis, Text};
use verbale_know::Knowledge;
use verbale_resolve::{Actor, Cast, Resolver};

const PHRASES: &str = include_str!("actors/phrases.tsv");
const PARSES: &str = include_str!("actors/phrases.conllu");
const SENTENCES: &str = include_str!("actors/sentences.tsv");
const SENTENCE_PARSES: &str = include_str!("actors/sentences.conllu");
const METONYMY: &str = include_str!("actors/metonymy.tsv");
const METONYMY_PARSES: &str = include_str!("actors/metonymy.conllu");

fn resolved(conllu: &str, day: &str) -> (Doc, Cast) {
    let doc = Doc::from_conllu(conllu).expect("CoNLL-U");
    let date: Option<Date> = day.parse().ok();
    let published = date.map(|date| Published { date, basis: PublishedBasis::Given });
    let article = Article { published, text: Text::new(doc.text().as_str()), ..Article::default() };
    let cast = Resolver::new(Knowledge::bundled()).resolve(&article, &doc);
    (doc, cast)
}

/// "RUS GOV" or "- -".
fn country_and_sectors(actor: &Actor) -> (String, Vec<&'static str>) {
    let country = actor.country.map(|country| country.code().to_owned()).unwrap_or_default();
    (country, actor.sectors.iter().map(|sector| sector.code()).collect())
}

#[test]
fn phrases_have_their_country_and_sectors() {
    let rows = PHRASES.lines().filter(|line| !line.starts_with('#'));
    let mut wrong = Vec::new();
    let mut n_rows = 0;
    for (row, parse) in rows.zip(PARSES.split("# newpar\n")) {
        n_rows += 1;
        let [phrase, country, sectors] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let (doc, cast) = resolved(parse, "2019-06-03");
        let subject = doc.indices().find(|&token| doc.word(token) == "spoke").expect("the verb");
        let subject = doc.child(subject, verbale_doc::label::NSUBJ);
        let mention = subject.and_then(|subject| cast.mention_headed(subject));
        let Some(mention) = mention else {
            wrong.push(format!("{phrase}: nobody"));
            continue;
        };
        let found = country_and_sectors(cast.actor(mention.actor));
        let expected: Vec<&str> = sectors.split(',').filter(|code| !code.is_empty()).collect();
        if found != (country.to_owned(), expected) {
            wrong.push(format!("{phrase}: {found:?}"));
        }
    }
    assert!(n_rows >= 200, "{n_rows}");
    // Where the parser errs, so may we: at least 95 of 100 are right.
    assert!(wrong.len() * 20 <= n_rows, "{} of {n_rows} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Checks one "head=actor", "head@country" or "!word" and says what is wrong.
fn fault(doc: &Doc, cast: &Cast, expected: &str) -> Option<String> {
    let mentions = |word: &str| {
        let of_word = move |mention: &&verbale_resolve::Mention| doc.word(mention.head) == word;
        cast.mentions.iter().filter(of_word).collect::<Vec<_>>()
    };
    if let Some(word) = expected.strip_prefix('!') {
        return (!mentions(word).is_empty()).then(|| format!("{word:?} is a mention"));
    }
    if let Some((word, country)) = expected.split_once('@') {
        let found = mentions(word).first().map(|mention| country_and_sectors(cast.actor(mention.actor)).0);
        let is_right = found.as_deref().is_some_and(|found| found == country.trim_matches('-'));
        return (!is_right).then(|| format!("{word:?} is of {found:?}, not {country}"));
    }
    let (word, name) = expected.split_once('=')?;
    let of_word = mentions(word);
    let Some(first) = of_word.first() else { return Some(format!("{word:?} is no mention")) };
    let found = &cast.actor(first.actor).name;
    (found != name).then(|| format!("{word:?} is {found}, not {name}"))
}

/// What is wrong in a table of sentences, and how many there are.
fn faults(table: &str, parses: &str) -> (Vec<String>, usize) {
    let rows: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    let parses: Vec<&str> = parses.split("# newdoc\n").filter(|parse| !parse.trim().is_empty()).collect();
    assert_eq!(parses.len(), rows.len(), "a parse for every row");
    let mut wrong = Vec::new();
    for (row, parse) in rows.iter().zip(parses) {
        let [day, text, expected] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let (doc, cast) = resolved(parse, day);
        let faults = expected.split(';').filter_map(|expected| fault(&doc, &cast, expected));
        wrong.extend(faults.map(|fault| format!("{text}: {fault}")));
    }
    (wrong, rows.len())
}

#[test]
fn sentences_have_their_actors() {
    let (wrong, _) = faults(SENTENCES, SENTENCE_PARSES);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn capitals_stand_for_governments_where_they_act() {
    let (wrong, n_rows) = faults(METONYMY, METONYMY_PARSES);
    assert!(n_rows >= 60, "{n_rows}");
    assert!(wrong.is_empty(), "{} of {n_rows}:\n{}", wrong.len(), wrong.join("\n"));
}
