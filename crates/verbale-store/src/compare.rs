//! What changed between two codings of the same documents, by rule.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use verbale_record::{Event, Record, Statement};

use crate::add::key_of;
use crate::{Item, Store, StoreError, documents};

/// What differs between two codings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Documents compared.
    pub documents: u64,
    /// Documents of the older coding alone.
    pub only_old: u64,
    /// Documents of the newer coding alone.
    pub only_new: u64,
    rules: BTreeMap<String, RuleCounts>,
}

/// How the items of a rule fared. What is gone counts for the rule that made it, all else for the rule that makes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RuleCounts {
    /// Coded alike.
    pub same: u64,
    /// Coded from the same words, and otherwise.
    pub changed: u64,
    /// No longer coded.
    pub gone: u64,
    /// Coded for the first time.
    pub new: u64,
}

/// One item that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The document's id.
    pub document: String,
    /// Statement or event.
    pub item: Item,
    /// Where it stands: code points of the text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// How it was coded; none where it is new.
    pub old: Option<String>,
    /// How it is coded; none where it is gone.
    pub new: Option<String>,
    /// The rule that made it.
    pub old_rule: Option<String>,
    /// The rule that makes it.
    pub new_rule: Option<String>,
}

impl Differences {
    /// Compares two codings of one document, and returns what differs.
    pub fn count(&mut self, old: &Record, new: &Record) -> Vec<Difference> {
        self.documents += 1;
        let mut differences = Vec::new();
        let statements =
            |record: &Record| record.statements.iter().map(|one| of_statement(record, one)).collect();
        let events = |record: &Record| record.events.iter().map(|one| of_event(record, one)).collect();
        self.count_items(&new.id, Item::Statement, statements(old), statements(new), &mut differences);
        self.count_items(&new.id, Item::Event, events(old), events(new), &mut differences);
        differences
    }

    /// Counts by rule, those that changed most first.
    pub fn by_rule(&self) -> Vec<(&str, RuleCounts)> {
        let mut rules: Vec<(&str, RuleCounts)> =
            self.rules.iter().map(|(rule, &counts)| (rule.as_str(), counts)).collect();
        rules.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.changed + counts.gone + counts.new));
        rules
    }

    fn count_items(
        &mut self,
        document: &str,
        item: Item,
        old: Items,
        new: Items,
        differences: &mut Vec<Difference>,
    ) {
        let mut old: BTreeMap<Place, Vec<Coded>> = by_place(old);
        for (place, new) in by_place(new) {
            let mut before = old.remove(&place).unwrap_or_default();
            // Several may start from the same words: those alike are paired first.
            let mut rest = Vec::new();
            for coded in new {
                match before.iter().position(|other| other.coding == coded.coding) {
                    Some(at) => {
                        before.remove(at);
                        self.rule(&coded.rule).same += 1;
                    }
                    None => rest.push(coded),
                }
            }
            let mut before = before.into_iter();
            for coded in rest {
                let was = before.next();
                let counts = self.rule(&coded.rule);
                *(if was.is_some() { &mut counts.changed } else { &mut counts.new }) += 1;
                differences.push(difference(document, item, place, was, Some(coded)));
            }
            for was in before {
                self.rule(&was.rule).gone += 1;
                differences.push(difference(document, item, place, Some(was), None));
            }
        }
        for (place, gone) in old {
            for was in gone {
                self.rule(&was.rule).gone += 1;
                differences.push(difference(document, item, place, Some(was), None));
            }
        }
    }

    fn rule(&mut self, rule: &str) -> &mut RuleCounts {
        let rule = if rule.is_empty() { "(none named)" } else { rule };
        self.rules.entry(rule.to_owned()).or_default()
    }
}

/// Code points an item stands at.
type Place = (u32, u32);
type Items = Vec<(Place, Coded)>;

/// An item as it was coded.
struct Coded {
    /// Everything about it, in words.
    coding: String,
    rule: String,
}

fn by_place(items: Items) -> BTreeMap<Place, Vec<Coded>> {
    let mut by_place: BTreeMap<Place, Vec<Coded>> = BTreeMap::new();
    for (place, coded) in items {
        by_place.entry(place).or_default().push(coded);
    }
    by_place
}

fn difference(
    document: &str,
    item: Item,
    (start, end): Place,
    old: Option<Coded>,
    new: Option<Coded>,
) -> Difference {
    let (old, old_rule) = old.map(|old| (old.coding, old.rule)).unzip();
    let (new, new_rule) = new.map(|new| (new.coding, new.rule)).unzip();
    Difference { document: document.to_owned(), item, start, end, old, new, old_rule, new_rule }
}

fn of_statement(record: &Record, statement: &Statement) -> (Place, Coded) {
    let place = statement
        .content
        .first()
        .zip(statement.content.last())
        .map_or((0, 0), |(first, last)| (first.start, last.end));
    let party =
        |party: &verbale_record::Party| party.actor.as_deref().map_or("?", |id| name(record, id)).to_owned();
    let mut coding =
        format!("{} {}", statement.kind, statement.speaker.as_ref().map_or("?".to_owned(), party));
    if let Some(addressee) = &statement.addressee {
        coding += " to ";
        coding += &party(addressee);
    }
    for via in &statement.via {
        coding += " ← ";
        coding += &party(via);
    }
    (place, Coded { coding, rule: statement.rule.clone() })
}

fn of_event(record: &Record, event: &Event) -> (Place, Coded) {
    let place = event
        .trigger
        .first()
        .zip(event.trigger.last())
        .map_or((0, 0), |(first, last)| (first.start, last.end));
    let names = |ids: &[String]| ids.iter().map(|id| name(record, id)).collect::<Vec<_>>().join(", ");
    let place_name = event.place.as_ref().and_then(|id| record.places.iter().find(|place| &place.id == id));
    let coding = format!(
        "{}{} {} ({} → {}) {} {}",
        event.kind,
        event.mode.as_deref().map(|mode| format!("/{mode}")).unwrap_or_default(),
        event.status,
        names(&event.source),
        names(&event.target),
        event.date.as_ref().map_or("undated", |date| &date.from),
        place_name.map_or("nowhere", |place| &place.name),
    );
    (place, Coded { coding, rule: event.rule.clone() })
}

fn name<'a>(record: &'a Record, id: &str) -> &'a str {
    record.actors.iter().find(|actor| actor.id == id).map_or("?", |actor| &actor.name)
}

/// Documents of a coding that is no store, by what they are known by.
#[derive(Debug, Default)]
pub struct Documents(HashMap<[u8; 16], u64>);

impl Documents {
    /// Notes where a document stands.
    pub fn insert(&mut self, record: &Record, at: u64) {
        self.0.insert(key(record), at);
    }

    /// Where the document of a record stands.
    pub fn get(&self, record: &Record) -> Option<u64> {
        self.0.get(&key(record)).copied()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn key(record: &Record) -> [u8; 16] {
    let article = &record.article;
    key_of(&record.id, article.url.as_deref(), article.publisher.as_deref(), &article.hash)
}

impl Store {
    /// The coding the store has of the document of a record.
    pub fn record_like(&self, record: &Record) -> Result<Option<Record>, StoreError> {
        let id = crate::add::find_document(&self.connection, record)?;
        id.map(|id| documents::whole_record(&self.connection, id)).transpose()
    }
}
