//! What is added is found: by who, whom, what, where, when and in which words.

mod common;

use common::{store_of, week};
use verbale_store::{Filter, Kind, Paging, SeriesOptions, Step, Store, StoreError};

fn events(store: &Store, filter: &Filter) -> Vec<String> {
    let page = store.events(filter, Paging::first(100)).expect("a list");
    page.rows.iter().map(|row| format!("{} {}", row.date.as_deref().unwrap_or("-"), row.kind)).collect()
}

fn statements(store: &Store, filter: &Filter) -> Vec<String> {
    let page = store.statements(filter, Paging::first(100)).expect("a list");
    page.rows
        .iter()
        .map(|row| format!("{}: {}", row.speaker.as_ref().map_or("?", |party| &party.name), row.words))
        .collect()
}

fn all() -> Filter {
    Filter::default()
}

#[test]
fn the_newest_come_first_and_the_undated_last() {
    let (_folder, store) = store_of(&week());
    assert_eq!(
        events(&store, &all()),
        ["2024-04-02 ASSAULT", "2024-04-02 ACCUSE", "2024-03-05 SUPPORT", "2024-03-04 CONSULT"]
    );
    let articles = store.articles(&all(), Paging::first(9)).unwrap().rows;
    assert_eq!(articles.iter().map(|row| row.given.as_str()).collect::<Vec<_>>(), ["4", "3", "2", "1", "5"]);
}

#[test]
fn each_part_of_a_filter_narrows() {
    let (_folder, store) = store_of(&week());
    let who = |name: &str| Some(store.who(name).unwrap());
    let list = |word: &str| vec![word.to_owned()];
    let cases = [
        (Filter { who: who("Lavrov"), ..all() }, vec!["2024-03-05 SUPPORT", "2024-03-04 CONSULT"]),
        (Filter { whom: who("kerry"), ..all() }, vec!["2024-03-05 SUPPORT", "2024-03-04 CONSULT"]),
        (
            Filter { who: who("RUS"), ..all() },
            vec!["2024-04-02 ASSAULT", "2024-03-05 SUPPORT", "2024-03-04 CONSULT"],
        ),
        (
            Filter { dyad: who("Russia").zip(who("USA")), ..all() },
            vec!["2024-04-02 ACCUSE", "2024-03-05 SUPPORT", "2024-03-04 CONSULT"],
        ),
        (
            Filter { dyad: who("Lavrov").zip(who("USA")), ..all() },
            vec!["2024-03-05 SUPPORT", "2024-03-04 CONSULT"],
        ),
        (Filter { who: who("nobody of this name"), ..all() }, vec![]),
        (Filter { types: list("ACCUSE"), ..all() }, vec!["2024-04-02 ACCUSE"]),
        (Filter { statuses: list("conditional"), ..all() }, vec!["2024-04-02 ASSAULT"]),
        (Filter { countries: list("CHE"), ..all() }, vec!["2024-03-04 CONSULT"]),
        (Filter { cameo: list("05"), ..all() }, vec!["2024-03-05 SUPPORT"]),
        (Filter { publishers: list("Harbour Wire"), ..all() }, vec!["2024-04-02 ACCUSE"]),
        (Filter { words: Some("aleppo -shelling".into()), ..all() }, vec!["2024-04-02 ASSAULT"]),
        (
            Filter { from: Some("2024-03-05".into()), to: Some("2024-03-31".into()), ..all() },
            vec!["2024-03-05 SUPPORT"],
        ),
        (Filter { words: Some("russia".into()), who: who("USA"), ..all() }, vec!["2024-04-02 ACCUSE"]),
    ];
    for (filter, expected) in cases {
        assert_eq!(events(&store, &filter), expected, "{filter:?}");
        let total = store.total(Kind::Event, &filter, 100).unwrap();
        assert_eq!((total.n, total.is_exact), (expected.len() as u64, true), "{filter:?}");
    }
    let place = store.places_named("geneva", None).unwrap()[0].place.id;
    assert_eq!(events(&store, &Filter { places: vec![place], ..all() }), ["2024-03-04 CONSULT"]);
}

#[test]
fn statements_are_found_by_speaker_subject_and_words() {
    let (_folder, store) = store_of(&week());
    let lavrov = "Lavrov: Russia wants a ceasefire in Syria,";
    let kerry = "Kerry: a ceasefire is far off,";
    let who = |name: &str| Some(store.who(name).unwrap());
    assert_eq!(
        statements(&store, &Filter { words: Some("\"a ceasefire\"".into()), ..all() }),
        [kerry, lavrov]
    );
    assert_eq!(statements(&store, &Filter { words: Some("\"ceasefire in\"".into()), ..all() }), [lavrov]);
    assert_eq!(statements(&store, &Filter { who: who("USA"), ..all() }), [kerry]);
    assert_eq!(statements(&store, &Filter { whom: who("Syria"), ..all() }), [lavrov]);
    assert_eq!(statements(&store, &Filter { dyad: who("Syria").zip(who("RUS")), ..all() }), [lavrov]);
    assert!(matches!(
        store.statements(&Filter { words: Some("-".into()), ..all() }, Paging::first(1)),
        Err(StoreError::Words { .. })
    ));
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    let (_folder, store) = store_of(&week());
    let mut paging = Paging::first(1);
    let mut found = Vec::new();
    loop {
        let page = store.events(&all(), paging).unwrap();
        found.extend(page.rows.into_iter().map(|row| row.id));
        let Some(next) = page.next else { break };
        paging.after = Some(next.to_string().parse().unwrap());
    }
    let whole: Vec<i64> =
        store.events(&all(), Paging::first(9)).unwrap().rows.into_iter().map(|row| row.id).collect();
    assert_eq!(found, whole);
}

#[test]
fn facets_count_what_was_found_alike_from_rows_and_from_tallies() {
    let (_folder, store) = store_of(&week());
    let from_tally = store.facets(Kind::Event, &all(), 100).unwrap();
    // A filter that narrows nothing is counted row by row.
    let countries = ["RUS", "USA"].map(|code| store.who(code).unwrap().parties).concat();
    let any = Some(verbale_store::Who { parties: countries });
    let from_rows = store.facets(Kind::Event, &Filter { any, ..all() }, 100).unwrap();
    assert_eq!(from_tally, from_rows);
    let months = from_rows.facets.iter().find(|facet| facet.name == "month").unwrap();
    assert_eq!(
        months.values.iter().map(|value| (value.value.as_str(), value.n)).collect::<Vec<_>>(),
        [("2024-03", 2), ("2024-04", 2)]
    );
    let march = Filter { from: Some("2024-03-01".into()), to: Some("2024-03-31".into()), ..all() };
    assert_eq!(store.facets(Kind::Event, &march, 100).unwrap().total.n, 2);
    assert_eq!(store.facets(Kind::Article, &all(), 100).unwrap().total.n, 5);
    let capped =
        store.facets(Kind::Event, &Filter { who: Some(store.who("RUS").unwrap()), ..all() }, 2).unwrap();
    assert_eq!((capped.total.n, capped.total.is_exact), (2, false));
}

#[test]
fn a_dyad_has_two_directions_and_a_denominator() {
    let (_folder, store) = store_of(&week());
    let (russia, usa) = (store.who("RUS").unwrap(), store.who("USA").unwrap());
    let steps = store.dyad(&russia, &usa, &SeriesOptions::default()).unwrap();
    let told: Vec<_> = steps
        .iter()
        .map(|step| (step.step.as_str(), step.forth.quads, step.back.quads, step.documents))
        .collect();
    assert_eq!(
        told,
        [("2024-03", [2, 0, 0, 0], [1, 0, 0, 0], 2), ("2024-04", [0, 0, 0, 0], [0, 0, 1, 0], 2)]
    );
    // Between a person and a country, where no pairs are kept, it is the same.
    let lavrov = store.who("Lavrov").unwrap();
    let steps =
        store.dyad(&lavrov, &usa, &SeriesOptions { step: Step::Year, ..SeriesOptions::default() }).unwrap();
    assert_eq!((steps[0].forth.n, steps[0].back.n, steps[0].documents), (2, 1, 4));
}

#[test]
fn an_actor_has_names_offices_counterparts_and_a_series() {
    let (_folder, store) = store_of(&week());
    let lavrov = store.parties_named("lavr", 5).unwrap().remove(0);
    assert_eq!((lavrov.n_documents, lavrov.n_statements, lavrov.n_events), (2, 1, 2));
    let actor = store.actor(lavrov.party.id).unwrap();
    assert_eq!(actor.offices[0].role, "foreign minister");
    assert_eq!(actor.counterparts[0].party.name, "Kerry");
    assert_eq!(actor.seen, Some(("2024-03-04".into(), "2024-03-05".into())));
    let steps = store.actor_series(&store.who("Lavrov").unwrap(), &SeriesOptions::default()).unwrap();
    assert_eq!(
        (steps[0].said, steps[0].did, steps[0].done_to, steps[0].appears, steps[0].documents),
        (1, 2, 1, 2, 2)
    );
}

#[test]
fn the_map_knows_areas_points_and_nowhere() {
    let (_folder, store) = store_of(&week());
    let map = store.map(&all(), 100).unwrap();
    assert_eq!((map.countries[0].country.as_str(), map.countries[0].n), ("CHE", 1));
    assert_eq!((map.points[0].place.name.as_str(), map.nowhere), ("Geneva", 3));
}

#[test]
fn the_views_can_be_read_with_any_tool() {
    let (folder, store) = store_of(&week());
    drop(store);
    let db = rusqlite::Connection::open(folder.path().join("news.vb")).unwrap();
    let line = |sql: &str| db.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(
        line(
            "SELECT source || ' > ' || ifnull(target, '') || ': ' || sentence FROM events WHERE type = 'CONSULT'"
        ),
        "Lavrov; Kerry > : Lavrov met Kerry in Geneva on Monday."
    );
    assert_eq!(
        line("SELECT speaker_name || ': ' || words FROM statements WHERE about LIKE '%Syria%'"),
        "Lavrov: Russia wants a ceasefire in Syria,"
    );
    assert_eq!(
        line(
            "SELECT group_concat(name, ', ') FROM mentions JOIN articles ON articles.id = document WHERE record = '1'"
        ),
        "Lavrov, Kerry"
    );
    assert_eq!(
        line("SELECT group_concat(kind || ' ' || name, ', ') FROM actors WHERE country = 'USA'"),
        "person Kerry, state United States"
    );
    assert_eq!(line("SELECT text FROM articles WHERE published IS NULL"), "An undated note on grain.");
}
