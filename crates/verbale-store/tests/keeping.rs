//! What is kept stays whole: added twice, coded again, corrected, damaged, on a full disk.

mod common;

use std::path::Path;

use common::{article, store_of, week};
use verbale_store::{
    Added, Batch, Change, Differences, Failure, Filter, Item, Journal, Kind, NewCorrection, Paging,
    ReviewFilter, Store, StoreError, Verdict,
};

fn sound(store: &Store) {
    assert_eq!(store.check(|_, _| ()).expect("it can be checked"), []);
}

fn events(store: &Store, filter: &Filter) -> Vec<String> {
    let rows = store.events(filter, Paging::first(99)).expect("a list").rows;
    rows.into_iter().map(|row| format!("{} {}", row.article.given, row.kind)).collect()
}

fn verdict(verdict: Verdict, change: Option<Change>) -> NewCorrection {
    NewCorrection {
        verdict,
        change,
        note: None,
        by: Some("a reader".into()),
        at: "2024-05-01T10:00:00Z".into(),
    }
}

/// The first event of a document.
fn event_of(store: &Store, given: &str) -> i64 {
    let document = store.documents_of(given).expect("ids")[0];
    let items = store.document(document).expect("a document").items;
    items.into_iter().find(|item| item.item == Item::Event).expect("an event").id
}

#[test]
fn adding_twice_changes_nothing_and_records_come_back_as_they_were() {
    let records = week();
    let (_folder, mut store) = store_of(&records);
    let again = store.add(&Batch { records: &records, ..Batch::default() }).expect("added");
    assert_eq!(again, Added { added: 0, known: 5 });
    assert_eq!(store.size().expect("sizes").documents, 5);
    let mut kept = Vec::new();
    store
        .each_record(|_, record| {
            kept.push(record);
            Ok(true)
        })
        .expect("records");
    kept.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(kept, records);
    sound(&store);
}

#[test]
fn the_journal_goes_with_the_documents() {
    let (_folder, mut store) = store_of(&[]);
    let journal = Journal {
        name: "/news.jsonl".into(),
        head: Journal::head_of(b"{"),
        size: Some(100),
        position: 6,
        bytes: 100,
        is_done: true,
        at: "2024-05-01T10:00:00Z".into(),
    };
    let failures =
        [Failure { position: 3, document: None, reason: "broken JSON".into(), message: "line 4".into() }];
    let records = week();
    let batch = Batch { records: &records, failures: &failures, known: 0, journal: Some(&journal) };
    store.add(&batch).expect("added");
    assert_eq!(store.journal_of("/news.jsonl", &journal.head).expect("a journal"), Some(journal));
    assert_eq!(store.journal_of("/news.jsonl", "another file").expect("a journal"), None);
    let input = &store.inputs().expect("inputs")[0];
    assert_eq!((input.added, input.failed, input.reasons[0].n), (5, 1, 1));
    assert_eq!(store.failures(input.id, None, 9).expect("failures"), failures);
}

#[test]
fn what_is_rejected_is_left_out_and_comes_back() {
    let (_folder, mut store) = store_of(&week());
    let id = event_of(&store, "3");
    store.correct(Item::Event, id, &verdict(Verdict::Reject, None)).expect("corrected");
    assert_eq!(events(&store, &Filter::default()), ["4 ASSAULT", "2 SUPPORT", "1 CONSULT"]);
    let rejected = Filter { review: ReviewFilter::Rejected, ..Filter::default() };
    assert_eq!(events(&store, &rejected), ["3 ACCUSE"]);
    assert_eq!(store.facets(Kind::Event, &Filter::default(), 99).expect("facets").total.n, 3);
    sound(&store);
    assert!(store.uncorrect(Item::Event, event_of(&store, "3")).expect("taken back"));
    assert_eq!(event_of(&store, "3"), id, "it keeps its number");
    assert_eq!(events(&store, &Filter::default()).len(), 4);
    sound(&store);
}

#[test]
fn corrections_survive_a_new_coding_and_a_new_document_of_the_same_text() {
    let (_folder, mut store) = store_of(&week());
    let change =
        Change { kind: Some("COERCE".into()), source: Some(vec!["RUS".into()]), ..Change::default() };
    store
        .correct(Item::Event, event_of(&store, "3"), &verdict(Verdict::Change, Some(change)))
        .expect("corrected");
    let mut record = week().remove(2);
    record.coder.rules = "newer".to_owned();
    assert_eq!(store.coded_otherwise(&record.coder).expect("ids").len(), 5);
    assert_eq!(store.recode(&[record.clone()]).expect("recoded"), 1);
    let row = store.event(event_of(&store, "3")).expect("an event");
    assert_eq!((row.kind.as_str(), row.review), ("COERCE", Some(Verdict::Change)));
    assert_eq!(row.source[0].key, "RUS");
    assert_eq!(store.document(row.article.id).expect("it").record, record, "the record itself is final");
    record.id = "reprint".to_owned();
    store.add(&Batch { records: &[record], ..Batch::default() }).expect("added");
    assert_eq!(store.event(event_of(&store, "reprint")).expect("an event").kind, "COERCE");
    sound(&store);
}

#[test]
fn a_correction_that_makes_no_sense_is_refused() {
    let (_folder, mut store) = store_of(&week());
    let id = event_of(&store, "3");
    let wrong = [
        verdict(Verdict::Change, None),
        verdict(Verdict::Accept, Some(Change::default())),
        verdict(Verdict::Change, Some(Change { kind: Some("CONSLUT".into()), ..Change::default() })),
        verdict(Verdict::Change, Some(Change { date: Some("soon".into()), ..Change::default() })),
    ];
    for correction in wrong {
        assert!(matches!(store.correct(Item::Event, id, &correction), Err(StoreError::Correction(_))));
    }
    assert!(matches!(
        store.correct(Item::Event, 7, &verdict(Verdict::Accept, None)),
        Err(StoreError::NotFound(_))
    ));
}

#[test]
fn merged_actors_are_one_and_can_be_split() {
    let (_folder, mut store) = store_of(&week());
    let [lavrov, kerry] =
        ["Lavrov", "Kerry"].map(|name| store.parties_named(name, 1).expect("found").remove(0).party);
    store.merge_actors(&lavrov.key, &kerry.key, None, "now").expect("merged");
    let both = Filter { any: Some(store.who("Lavrov").expect("who")), ..Filter::default() };
    assert_eq!(store.total(Kind::Statement, &both, 9).expect("a count").n, 2);
    assert_eq!(store.party_of_key(&lavrov.key).expect("a party").party.name, "Kerry");
    assert!(store.merge_actors(&kerry.key, &lavrov.key, None, "now").is_err(), "no ring");
    assert!(store.split_actor(&lavrov.key).expect("split"));
    store.rename_actor(&lavrov.key, "Sergei Lavrov", None, "now").expect("renamed");
    assert_eq!(store.party_of_key(&lavrov.key).expect("a party").party.name, "Sergei Lavrov");
    sound(&store);
}

#[test]
fn what_changed_is_told_by_rule() {
    let old = week().remove(0);
    let new = article("1", "2024-03-04", "Lavrov met Kerry in Geneva on Monday.")
        .actor("person", "Lavrov", "RUS")
        .actor("person", "Kerry", "USA")
        .event("SUPPORT 040", &["a1"], &["a2"], "met")
        .record();
    let mut differences = Differences::default();
    assert_eq!(differences.count(&old, &old), []);
    let told = differences.count(&old, &new);
    assert_eq!(
        (told[0].old_rule.as_deref(), told[0].new_rule.as_deref()),
        (Some("consult.rule"), Some("support.rule"))
    );
    let by_rule = differences.by_rule();
    assert_eq!((by_rule[0].0, by_rule[0].1.changed, by_rule[1].1.same), ("support.rule", 1, 1));
}

#[test]
fn a_full_disk_is_a_clear_error_and_the_store_is_whole() {
    let (folder, mut store) = store_of(&week());
    let size = std::fs::metadata(folder.path().join("news.vb")).expect("a file").len();
    store.limit_size(size + 100_000).expect("a limit");
    let many: Vec<_> = (0..400)
        .map(|n| article(&format!("n{n}"), "2024-01-01", &"A long note. ".repeat(200 + n)).record())
        .collect();
    let failed = store.add(&Batch { records: &many, ..Batch::default() });
    assert!(matches!(failed, Err(StoreError::DiskFull)), "{failed:?}");
    drop(store);
    let store = Store::open(folder.path().join("news.vb")).expect("it opens");
    assert_eq!(store.size().expect("sizes").documents, 5);
    sound(&store);
}

/// The tables of format 1 alone, filled from a store of today: what a store made by an older program holds.
fn as_format_1(store: &Path, old: &Path) {
    let db = rusqlite::Connection::open(old).expect("a file");
    db.execute_batch(include_str!("../src/schema.sql")).expect("the tables of format 1");
    db.execute("ATTACH ?1 AS today", [store.to_str().expect("a name")]).expect("attached");
    let list = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'";
    let mut tables = db.prepare(list).expect("a query");
    let tables: Vec<String> =
        tables.query_map([], |row| row.get(0)).expect("tables").collect::<Result<_, _>>().expect("names");
    assert!(tables.len() > 15, "{tables:?}");
    for table in tables.iter().filter(|table| *table != "stories") {
        db.execute_batch(&format!("INSERT INTO main.{table} SELECT * FROM today.{table}")).expect("copied");
    }
    db.execute_batch(
        "DETACH today;
         INSERT INTO name_words (rowid, name) SELECT id, name FROM name;
         INSERT INTO statement_words (rowid, words) SELECT id, words FROM statement_text;
         INSERT INTO event_words (rowid, words) SELECT id, words FROM event_text;
         INSERT INTO article_words (rowid, words) SELECT id, words FROM article_text;",
    )
    .expect("indexed");
    let id = i32::from_be_bytes(*b"VRBL");
    db.execute_batch(&format!("PRAGMA application_id = {id}; PRAGMA user_version = 1;")).expect("marked");
}

#[test]
fn a_store_of_format_1_is_brought_up_to_date_with_all_it_holds() {
    let records = week();
    let (folder, mut store) = store_of(&records);
    store.correct(Item::Event, event_of(&store, "3"), &verdict(Verdict::Reject, None)).expect("corrected");
    drop(store);
    let old = folder.path().join("old.vb");
    as_format_1(&folder.path().join("news.vb"), &old);
    assert!(matches!(Store::open_read_only(&old), Err(StoreError::TooOld { format: 1, .. })));
    let mut store = Store::open(&old).expect("it is brought up to date");
    sound(&store);
    let all = Filter::default();
    assert_eq!(store.size().expect("sizes").documents, 5);
    assert!(!events(&store, &all).iter().any(|event| event.starts_with("3 ")), "still rejected");
    let said = Filter { words: Some("ceasefire".into()), ..Filter::default() };
    assert!(!store.statements(&said, Paging::first(9)).expect("a list").rows.is_empty());
    let story_of = |store: &Store| {
        let rows = store.articles(&Filter::default(), Paging::first(9)).expect("a list").rows;
        rows.iter().filter(|row| row.story.is_some()).count()
    };
    assert_eq!(story_of(&store), 0, "stories were not known then");
    assert_eq!(store.regroup(|_, _| ()).expect("regrouped"), 5);
    assert_eq!(story_of(&store), 5);
    assert_eq!(store.add(&Batch { records: &records, ..Batch::default() }).expect("added").known, 5);
    sound(&store);
    drop(store);
    Store::open_read_only(&old).expect("now of this format");
}

#[test]
fn corrections_survive_a_new_coding_beside_stories_and_positions() {
    let mut record = week().remove(2);
    let mut copy = record.clone();
    (copy.id, copy.article.publisher) = ("copy".into(), Some("Harbour Times".into()));
    let (_folder, mut store) = store_of(&[record.clone(), copy]);
    store.correct(Item::Event, event_of(&store, "3"), &verdict(Verdict::Reject, None)).expect("corrected");
    let rows = |store: &Store| store.articles(&Filter::default(), Paging::first(9)).expect("a list").rows;
    let before = rows(&store);
    record.coder.rules = "newer".to_owned();
    assert_eq!(store.recode(&[record.clone()]).expect("recoded"), 1);
    let stories = |rows: &[verbale_store::ArticleRow]| -> Vec<_> {
        rows.iter().map(|row| (row.given.clone(), row.story, row.copy_of, row.n_copies)).collect()
    };
    assert_eq!(stories(&rows(&store)), stories(&before), "a new coding moves no document to another story");
    assert_eq!(events(&store, &Filter::default()), Vec::<String>::new(), "rejected in both texts, and still");
    store.regroup(|_, _| ()).expect("regrouped");
    assert_eq!(events(&store, &Filter::default()), Vec::<String>::new());
    sound(&store);
}

#[test]
fn damage_is_found_and_named() {
    let (folder, store) = store_of(&week());
    drop(store);
    let path = folder.path().join("news.vb");
    let db = rusqlite::Connection::open(&path).expect("it opens");
    db.execute_batch(
        "UPDATE record SET body = x'00' WHERE document = (SELECT id FROM document WHERE given = '2')",
    )
    .expect("damaged");
    db.execute_batch("DELETE FROM event WHERE type = 'ACCUSE'").expect("damaged");
    drop(db);
    let store = Store::open(&path).expect("it opens");
    let named: Vec<String> = store
        .check(|_, _| ())
        .expect("checked")
        .into_iter()
        .map(|damage| format!("{}: {}", damage.what, damage.how))
        .collect();
    let named = named.join("\n");
    for part in [
        "(2): the record of",
        "(3): 0 events in the tables, 1 in the record",
        "table pair: a row refers to event",
    ] {
        assert!(named.contains(part), "{part} not in:\n{named}");
    }
}
