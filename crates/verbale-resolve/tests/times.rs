//! Expressions of time in invented sentences, with the values they must have.

use std::fmt::Write as _;

use jiff::civil::Date;
use verbale_doc::{Article, Dateline, Doc, Published, PublishedBasis, Span, Text};
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

#[test]
fn a_dateline_has_its_day() {
    let shown = |dateline: &str| {
        let text = format!("{dateline} The talks began.");
        let span = Span::new(0, dateline.len() as u32);
        let date = Some("2016-03-24".parse().unwrap());
        let dateline = Some(Dateline { place: None, agency: None, date, span });
        let article = Article { text: Text::new(text.as_str()), dateline, ..Article::default() };
        times::in_dateline(&article).map(|(span, _)| article.text.slice(span).to_owned())
    };
    assert_eq!(shown("MOSCOW, March 24 (SANA) -").as_deref(), Some("March 24"));
    assert_eq!(shown("PARIS (AFP), 24 Mar. 2016 –").as_deref(), Some("24 Mar. 2016"));
    assert_eq!(shown("LIMA, Sept. 3, 2015 —").as_deref(), Some("Sept. 3, 2015"));
    assert_eq!(shown("OSLO (March 24):").as_deref(), Some("March 24"));
    assert_eq!(shown("OSLO (Reuters) -"), None);
}

/// Words in no order at all must not harm it, with a day of publication at the end of the calendar.
#[test]
fn heaps_of_words_do_no_harm() {
    let words = "the next last past 99999999 999999 decades centuries ago in from now March 31 2016 - to and between \
        every other a half quarter Monday at 5 p.m. 10:30 24/13/2016 9999 early mid-9990 Q4 fiscal this few 1990s";
    let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
    let mut seed = 11_u32;
    for round in 0..3000 {
        let mut conllu = String::new();
        for number in 1..25 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let word = words[(seed >> 16) as usize % words.len()];
            let tag = ["CD", "NN", "RB", "VBD", "MD"][(seed >> 8) as usize % 5];
            let _ = writeln!(conllu, "{number}\t{word}\t{word}\tNOUN\t{tag}\t_\t0\tROOT\t_\tEnt=I-DATE");
        }
        let doc = Doc::from_conllu(&conllu).unwrap();
        let published = ["9999-12-31", "-009999-01-01", "2016-02-29", "-"][round % 4];
        let found = times::find(&article(published), &doc);
        for time in &found {
            assert!(!time.tokens.is_empty());
            assert!(time.days.is_none_or(|(from, to)| from <= to), "{time:?}");
        }
        assert!(found.windows(2).all(|pair| pair[0].tokens.end() <= pair[1].tokens.start()));
    }
}
