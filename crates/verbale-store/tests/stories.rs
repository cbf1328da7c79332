//! Stories found as documents are added, and what a story's page shows.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::collections::BTreeMap;

use common::{article, store_of};
use verbale_record::Record;
use verbale_store::{Batch, Filter, Paging, Store};

const BLAST: &str = "SARN - A blast killed 12 people at a market in Sarn on Friday, doctors said. \
    Orland accused Velia of sending the bomb. The market had been full, and the roof came down on the stalls of the fish sellers.";
const GOVERNOR: &str = "At least 30 people were killed when a bomb went off at the market in Sarn on Friday, the governor said. \
    Velia denied that it had sent the bomb. Fish sellers dug in the ruins of the market hall of Sarn for hours.";
const GRAIN: &str = "Harbour Wire reported that ships with grain left Port Lassen on Monday after the strike of dockers was over.";

/// Two accounts of a blast, a reprint of one, and something else.
fn records() -> Vec<Record> {
    vec![
        article("blast", "2024-03-08", BLAST)
            .actor("state", "Orland", "NOR")
            .actor("state", "Velia", "SWE")
            .event("ACCUSE 112", &["a1"], &["a2"], "accused")
            .publisher("Meridian")
            .record(),
        article("governor", "2024-03-08", GOVERNOR)
            .actor("state", "Velia", "SWE")
            .says("a1", "that it had sent the bomb")
            .cue("denied", "deny")
            .publisher("Chronicle")
            .record(),
        article("reprint", "2024-03-09", &format!("{BLAST} More follows."))
            .actor("state", "Orland", "NOR")
            .actor("state", "Velia", "SWE")
            .event("ACCUSE 112", &["a1"], &["a2"], "accused")
            .publisher("Courier")
            .record(),
        article("grain", "2024-03-11", GRAIN).publisher("Post").record(),
    ]
}

/// Which documents stand together, and whose copy each is, by the records' ids.
fn kept(store: &Store) -> BTreeMap<String, (i64, Option<i64>)> {
    let page = store.articles(&Filter::default(), Paging::first(100)).unwrap();
    page.rows.into_iter().map(|row| (row.given, (row.story.unwrap(), row.copy_of))).collect()
}

#[test]
fn documents_are_put_to_their_stories_as_they_are_added() {
    let (_folder, store) = store_of(&records());
    let kept = kept(&store);
    assert_eq!(kept["blast"].0, kept["governor"].0);
    assert_eq!(kept["blast"].0, kept["reprint"].0);
    assert_ne!(kept["blast"].0, kept["grain"].0);
    let original = store.documents_of("blast").unwrap()[0];
    assert_eq!(kept["reprint"].1, Some(original));
    let page = store.stories([None, None], Paging::first(10)).unwrap();
    assert_eq!(page.rows.len(), 1, "a story of one document is in no list");
    assert_eq!((page.rows[0].n_documents, page.rows[0].n_copies, page.rows[0].n_publishers), (3, 1, 3));
    assert!(store.stories([Some("2024-03-10"), None], Paging::first(10)).unwrap().rows.is_empty());
    assert!(store.check(|_, _| {}).unwrap().is_empty());
}

#[test]
fn a_story_shows_its_origins_its_numbers_and_what_is_denied() {
    let (_folder, store) = store_of(&records());
    let told = store.story(kept(&store)["blast"].0).unwrap();
    let [blast, governor, reprint] =
        ["blast", "governor", "reprint"].map(|id| store.documents_of(id).unwrap()[0]);
    assert_eq!(told.origins, [vec![blast, reprint], vec![governor]]);
    assert_eq!((told.edges[0].from, told.edges[0].tie, told.edges[0].to), (reprint, "copy of", Some(blast)));
    assert!(told.edges[0].sentence.contains("A blast killed 12 people"));
    let dead = &told.figures[0];
    assert_eq!((dead.counted, dead.low, dead.high, dead.accounts.len()), ("dead", 12, 30, 2));
    assert!(dead.accounts[1].1.words.starts_with("At least 30 people"));
    let [dispute] = &told.disputed[..] else { panic!("{:?}", told.disputed) };
    assert_eq!(dispute.says.who.as_deref(), Some("Orland"));
    assert_eq!(dispute.denies.who.as_deref(), Some("Velia"));
    assert_eq!((dispute.says.document, dispute.denies.document), (blast, governor));
    assert!(store.story(kept(&store)["grain"].0).unwrap().origins.len() == 1);
    assert!(store.story(99).is_err());
}

#[test]
fn a_run_that_is_stopped_goes_on_as_if_it_had_not_been() {
    let (_whole, whole) = store_of(&records());
    for at in 0..=records().len() {
        let (folder, store) = store_of(&records()[..at]);
        drop(store);
        let mut store = Store::open(folder.path().join("news.vb")).unwrap();
        // What was there already is read again after a stop.
        store.add(&Batch { records: &records(), ..Batch::default() }).unwrap();
        assert_eq!(kept(&store), kept(&whole), "stopped after {at}");
    }
}

#[test]
fn a_batch_that_was_not_kept_leaves_no_story() {
    let (_folder, mut store) = store_of(&records()[..1]);
    store.limit_size(1).unwrap();
    let many: Vec<Record> = (0..300)
        .map(|n| article(&format!("n{n}"), "2024-03-09", &format!("{BLAST} {n} {n}.")).record())
        .collect();
    assert!(store.add(&Batch { records: &many, ..Batch::default() }).is_err());
    store.limit_size(1_000_000_000).unwrap();
    store.add(&Batch { records: &records(), ..Batch::default() }).unwrap();
    assert_eq!(kept(&store).len(), 4);
    assert_eq!(kept(&store)["reprint"].1, Some(store.documents_of("blast").unwrap()[0]));
}

#[test]
fn stories_are_found_anew_in_the_order_of_dates() {
    let mut backward = records();
    backward.reverse();
    let (_folder, mut store) = store_of(&backward);
    assert_eq!(store.regroup(|_, _| {}).unwrap(), 4);
    let (_whole, whole) = store_of(&records());
    // Numbers of documents follow the order of adding; all else is alike.
    let alike = |store: &Store| -> Vec<(String, i64, bool)> {
        kept(store).into_iter().map(|(id, (story, copy_of))| (id, story, copy_of.is_some())).collect()
    };
    assert_eq!(alike(&store), alike(&whole));
}
