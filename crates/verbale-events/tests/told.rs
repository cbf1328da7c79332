//! Whether a thing happened, told from the words around it: `told.conllu` holds sentences as the English pipeline
//! parses them, each with the events it gives.

use jiff::civil::date;
use verbale_doc::{Article, Doc, Published, PublishedBasis};
use verbale_events::{DateBasis, EventFinder, Found, Numbers, Rules, Status, line};
use verbale_resolve::{Actor, ActorId, ActorKind, Cast, Form, Mention, Time, TimeKind};

/// Every named country is an actor.
fn cast(doc: &Doc) -> Cast {
    let mut cast = Cast::default();
    for entity in doc.entities() {
        let name = doc.str(entity.tokens);
        let Some(code) = [("Iran", "IRN"), ("Iraq", "IRQ"), ("Oman", "OMN")].iter().find(|(n, _)| *n == name)
        else {
            continue;
        };
        let known = cast.actors.iter().position(|actor| actor.name == name);
        let id = known.unwrap_or_else(|| {
            cast.actors.push(Actor {
                name: name.to_owned(),
                kind: ActorKind::State,
                entity: None,
                wikidata: None,
                country: code.1.parse().ok(),
                sectors: Vec::new(),
                role: None,
            });
            cast.actors.len() - 1
        });
        let head = verbale_doc::TokenIdx(entity.tokens.end() - 1);
        cast.mentions.push(Mention {
            tokens: entity.tokens,
            head,
            form: Form::Name,
            actor: ActorId(id as u32),
        });
    }
    cast
}

/// What is told is asked of the rules, whatever their events weigh.
fn by_rules_alone() -> EventFinder {
    EventFinder::new(Rules::built_in()).with_weights("").expect("no line, no fault")
}

fn find(doc: &Doc, cast: &Cast, article: &Article) -> Found {
    by_rules_alone().with_near(true).find(article, doc, cast, &[])
}

fn sentences() -> impl Iterator<Item = (Doc, Vec<&'static str>)> {
    let all = include_str!("told.conllu").split("\n\n").filter(|sentence| !sentence.trim().is_empty());
    all.map(|sentence| {
        let expected = sentence.lines().filter_map(|line| line.strip_prefix("# expect = "));
        (Doc::from_conllu(sentence).expect("ten columns a line"), expected.collect())
    })
}

#[test]
fn status_follows_the_words_around() {
    for (doc, expected) in sentences() {
        let cast = cast(&doc);
        let found = find(&doc, &cast, &Article::default());
        let lines: Vec<String> =
            found.events.iter().map(|event| line(event, |id| &cast.actors[id.0 as usize])).collect();
        let lines: Vec<String> =
            lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let lines = if lines.is_empty() { vec!["none".to_owned()] } else { lines };
        assert_eq!(lines, expected, "{} {:?}", doc.text().as_str(), found.near);
    }
}

#[test]
fn an_old_date_makes_history() {
    let (doc, _) = sentences().next().unwrap();
    let mut cast = cast(&doc);
    let published = Some(Published { date: date(2016, 3, 24), basis: PublishedBasis::Given });
    let article = Article { published, ..Article::default() };
    let plain = find(&doc, &cast, &article);
    let event_date = plain.events[0].date.unwrap();
    assert_eq!((event_date.from, event_date.basis), (date(2016, 3, 24), DateBasis::Published));
    // The full stop stands in for "in 1980": what counts is that the time hangs on the verb.
    let last = doc.sentences()[0].tokens.end() - 1;
    cast.times.push(Time {
        tokens: verbale_doc::Span::new(last, last + 1),
        kind: TimeKind::Date,
        value: "1980".to_owned(),
        range: None,
        days: Some((date(1980, 1, 1), date(1980, 12, 31))),
        relative: false,
    });
    let old = find(&doc, &cast, &article);
    assert_eq!(old.events[0].status, Status::Historical);
    assert_eq!(old.events[0].date.unwrap().basis, DateBasis::Explicit);
}

/// `numbers.conllu` holds texts with the numbers of their events: what is counted, the number, its words.
#[test]
fn people_are_counted_where_they_belong_to_an_event() {
    for text in include_str!("numbers.conllu").split("# newdoc").filter(|text| !text.trim().is_empty()) {
        let expected: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# expect = ")).collect();
        let doc = Doc::from_conllu(text.trim_start()).expect("ten columns a line");
        let found = find(&doc, &cast(&doc), &Article::default());
        assert!(!found.events.is_empty(), "{}", doc.text().as_str());
        let told = |numbers: Numbers| {
            let all = [
                ("dead", numbers.dead),
                ("injured", numbers.injured),
                ("arrested", numbers.arrested),
                ("size", numbers.size),
            ];
            let all = all.into_iter().filter_map(|(what, count)| Some((what, count?)));
            all.map(|(what, count)| format!("{what} {} {}", count.n, doc.str(count.tokens)))
                .collect::<Vec<_>>()
        };
        let numbers: Vec<String> = found.events.iter().flat_map(|event| told(event.numbers)).collect();
        assert_eq!(numbers, expected, "{}", doc.text().as_str());
    }
}

#[test]
fn without_an_actor_there_is_no_event_but_a_near_miss() {
    let (doc, _) = sentences().next().unwrap();
    let found = find(&doc, &Cast::default(), &Article::default());
    assert_eq!(found.events, []);
    assert!(!found.near.is_empty());
    let quiet = by_rules_alone().find(&Article::default(), &doc, &Cast::default(), &[]);
    assert_eq!(quiet.near, []);
}
