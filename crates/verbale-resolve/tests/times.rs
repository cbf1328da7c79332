//! Expressions of time in invented sentences, with the values they must have.

use std::fmt::Write as _;

use jiff::civil::Date;
use verbale_doc::{Article, Doc, Published, PublishedBasis};
use verbale_resolve::{Time, times};

const PHRASES: &str = include_str!("times/phrases.tsv");
const PARSES: &str = include_str!("times/phrases.conllu");
const PUBLISHED: &str = "2016-03-24";

fn article(published: &str) -> Article {
    let published: Option<Date> = (published != "-").then(|| published.parse().expect("a day"));
    Article {
        published: published.map(|date| Published { date, basis: PublishedBasis::Given }),
        ..Article::default()
    }
}

/// "Thursday=2016-03-24", with as much of days and range as the expectation asks for.
fn shown(doc: &Doc, time: &Time, expected: &str) -> String {
    let days =
        |days: Option<(Date, Date)>| days.map_or("none".to_owned(), |(from, to)| format!("{from}..{to}"));
    let mut shown = format!("{}={}", doc.str(time.tokens), time.value);
    if expected.contains('{') {
        let _ = write!(shown, " {{{}}}", days(time.days));
    }
    if expected.contains('<') {
        let _ = write!(shown, " <{}>", days(time.range));
    }
    shown
}

#[test]
fn phrases_have_their_values() {
    let rows = PHRASES.lines().filter(|line| !line.starts_with('#'));
    let parses = PARSES.split("# newpar\n");
    let mut wrong = Vec::new();
    let mut n_rows = 0;
    for (row, parse) in rows.zip(parses) {
        let (expected, sentence) = row.split_once('\t').expect("two columns");
        let doc = Doc::from_conllu(parse).unwrap();
        assert_eq!(
            doc.text().split_whitespace().collect::<String>(),
            sentence.replace(' ', ""),
            "out of step"
        );
        let (published, expected) = match expected.strip_prefix('@') {
            Some(dated) => dated.split_once(' ').expect("a day and the times"),
            None => (PUBLISHED, expected),
        };
        let found = times::find(&article(published), &doc);
        let shown: Vec<String> = found.iter().map(|time| shown(&doc, time, expected)).collect();
        if shown.join("; ") != expected {
            wrong.push(format!("{sentence}\n  expected {expected}\n  found    {}", shown.join("; ")));
        }
        n_rows += 1;
    }
    assert_eq!(
        n_rows,
        PHRASES.lines().filter(|line| !line.starts_with('#')).count(),
        "a parse for every row"
    );
    assert!(wrong.is_empty(), "{} of {n_rows}:\n{}", wrong.len(), wrong.join("\n"));
}
