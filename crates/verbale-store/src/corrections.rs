//! What people say of the coding, kept beside the records.
//!
//! A correction is keyed to the hash of the text and the span of the item, an event's also to its type as it was when
//! judged. So it holds for every document with this text, and for every later coding of it that finds the same.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use verbale_codes::EventType;

use crate::add::{Counts, Parties, code_again};
use crate::{Store, StoreError};

/// What is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Item {
    /// A statement.
    Statement,
    /// An event.
    Event,
}

impl Item {
    /// `statement` or `event`: the name of its table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Event => "event",
        }
    }
}

/// What is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is right.
    Accept,
    /// It is none: lists and counts leave it out.
    Reject,
    /// It is there, and otherwise than coded.
    Change,
}

impl Verdict {
    /// As the column `review` holds it; 0 is no verdict.
    pub(crate) const fn number(self) -> i64 {
        match self {
            Self::Accept => 1,
            Self::Reject => 2,
            Self::Change => 3,
        }
    }

    pub(crate) fn of_number(number: i64) -> Option<Self> {
        [Self::Accept, Self::Reject, Self::Change].into_iter().find(|verdict| verdict.number() == number)
    }

    /// `accept`, `reject` or `change`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Change => "change",
        }
    }
}

/// The fields that are otherwise. What is absent stays as coded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Change {
    /// An event's PLOVER type, a statement's kind.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// PLOVER mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// An event's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The day, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Keys of who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Vec<String>>,
    /// Keys of whom it was done to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Vec<String>>,
    /// Key of who spoke.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
}

/// A correction as it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCorrection {
    /// What is said.
    pub verdict: Verdict,
    /// With [`Verdict::Change`]: the fields that are otherwise.
    pub change: Option<Change>,
    /// Why, in the person's words.
    pub note: Option<String>,
    /// Who says it.
    pub by: Option<String>,
    /// When, as RFC 3339: the store has no clock.
    pub at: String,
}

/// A correction as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Its number.
    pub id: i64,
    /// Hash of the text.
    pub hash: String,
    /// What is corrected.
    pub item: Item,
    /// First code point of the item.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The event's type when it was judged; empty for a statement.
    pub code: String,
    /// What is said.
    pub verdict: Verdict,
    /// The fields that are otherwise.
    pub change: Option<Change>,
    /// Why.
    pub note: Option<String>,
    /// Who says it.
    pub by: Option<String>,
    /// When.
    pub at: String,
}

impl Store {
    /// Keeps what a person says of a statement or an event, in the place of what was said of it before.
    pub fn correct(&mut self, item: Item, id: i64, correction: &NewCorrection) -> Result<(), StoreError> {
        check(item, correction)?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let key = Key::of(&transaction, item, id)?;
        let change = correction.change.as_ref();
        let change = change.map(change_to_json);
        transaction.execute(
            "INSERT OR REPLACE INTO correction (hash, item, start, \"end\", code, verdict, change, note, by, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                key.hash,
                item.name(),
                key.start,
                key.end,
                key.code,
                correction.verdict.name(),
                change,
                correction.note,
                correction.by,
                correction.at
            ],
        )?;
        code_text_again(&transaction, &key.hash)?;
        transaction.commit()?;
        Ok(())
    }

    /// Takes back what was said of a statement or an event. Returns whether anything was.
    pub fn uncorrect(&mut self, item: Item, id: i64) -> Result<bool, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let key = Key::of(&transaction, item, id)?;
        let n_removed = transaction.execute(
            "DELETE FROM correction WHERE hash = ?1 AND item = ?2 AND start = ?3 AND \"end\" = ?4 AND code = ?5",
            params![key.hash, item.name(), key.start, key.end, key.code],
        )?;
        code_text_again(&transaction, &key.hash)?;
        transaction.commit()?;
        Ok(n_removed > 0)
    }

    /// All corrections, newest first.
    pub fn corrections(&self) -> Result<Vec<Correction>, StoreError> {
        let mut kept = self.connection.prepare_cached(
            "SELECT id, hash, item, start, \"end\", code, verdict, change, note, by, at FROM correction ORDER BY id DESC",
        )?;
        let mut rows = kept.query([])?;
        let mut corrections = Vec::new();
        while let Some(row) = rows.next()? {
            let change: Option<String> = row.get(7)?;
            corrections.push(Correction {
                id: row.get(0)?,
                hash: row.get(1)?,
                item: item_named(&row.get::<_, String>(2)?)?,
                start: row.get(3)?,
                end: row.get(4)?,
                code: row.get(5)?,
                verdict: verdict_named(&row.get::<_, String>(6)?)?,
                change: change.map(|change| change_of(&change)).transpose()?,
                note: row.get(8)?,
                by: row.get(9)?,
                at: row.get(10)?,
            });
        }
        Ok(corrections)
    }
}

/// What is said of the items of one text.
#[derive(Debug, Default)]
pub(crate) struct Reviews(Vec<Review>);

/// What is said of one item.
#[derive(Debug)]
pub(crate) struct Review {
    item: Item,
    start: u32,
    end: u32,
    code: String,
    pub(crate) verdict: Verdict,
    change: Option<Change>,
}

impl Review {
    pub(crate) fn number(&self) -> i64 {
        self.verdict.number()
    }

    pub(crate) fn change(&self) -> Option<&Change> {
        self.change.as_ref()
    }
}

impl Reviews {
    pub(crate) fn of_text(db: &Connection, hash: &str) -> Result<Self, StoreError> {
        let mut kept = db.prepare_cached(
            "SELECT item, start, \"end\", code, verdict, change FROM correction WHERE hash = ?1",
        )?;
        let mut rows = kept.query([hash])?;
        let mut reviews = Vec::new();
        while let Some(row) = rows.next()? {
            let change: Option<String> = row.get(5)?;
            reviews.push(Review {
                item: item_named(&row.get::<_, String>(0)?)?,
                start: row.get(1)?,
                end: row.get(2)?,
                code: row.get(3)?,
                verdict: verdict_named(&row.get::<_, String>(4)?)?,
                change: change.map(|change| change_of(&change)).transpose()?,
            });
        }
        Ok(Self(reviews))
    }

    pub(crate) fn of_event(&self, start: u32, end: u32, code: &str) -> Option<&Review> {
        self.find(Item::Event, start, end, code)
    }

    pub(crate) fn of_statement(&self, start: u32, end: u32) -> Option<&Review> {
        self.find(Item::Statement, start, end, "")
    }

    fn find(&self, item: Item, start: u32, end: u32, code: &str) -> Option<&Review> {
        let is_it = |review: &&Review| {
            review.item == item && review.start == start && review.end == end && review.code == code
        };
        self.0.iter().find(is_it)
    }
}

/// What an item is known by, whatever the coding.
struct Key {
    hash: String,
    start: u32,
    end: u32,
    code: String,
}

impl Key {
    fn of(db: &Connection, item: Item, id: i64) -> Result<Self, StoreError> {
        let table = item.name();
        let row: Option<(String, u32, u32, i64, String)> = db
            .prepare_cached(&format!(
                "SELECT hash, start, \"end\", document, local FROM {table} JOIN document ON document.id = document WHERE {table}.id = ?1"
            ))?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
            .optional()?;
        let (hash, start, end, document, local) =
            row.ok_or_else(|| StoreError::NotFound(format!("{table} {id}")))?;
        let code = match item {
            Item::Statement => String::new(),
            // The type that was coded, which a change may have replaced in the row.
            Item::Event => {
                let record = crate::add::kept_record(db, document)?;
                let coded = record.events.into_iter().find(|event| event.id == local);
                coded.ok_or_else(|| StoreError::Damaged(format!("event {id} is not in its record")))?.kind
            }
        };
        Ok(Self { hash, start, end, code })
    }
}

/// Brings the rows of all documents with a text in line with what is said of it.
fn code_text_again(db: &Connection, hash: &str) -> Result<(), StoreError> {
    let mut documents = db.prepare_cached("SELECT id FROM document WHERE hash = ?1")?;
    let documents = documents.query_map([hash], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let (mut parties, mut counts) = (Parties::default(), Counts::default());
    for document in documents {
        let record = crate::documents::whole_record(db, document)?;
        code_again(db, document, &record, &mut parties, &mut counts)?;
    }
    parties.flush_counts_only(db)?;
    counts.flush(db)
}

fn check(item: Item, correction: &NewCorrection) -> Result<(), StoreError> {
    let fault = |why: String| Err(StoreError::Correction(why));
    let Some(change) = &correction.change else {
        return match correction.verdict {
            Verdict::Change => fault("a change names what is otherwise".to_owned()),
            _ => Ok(()),
        };
    };
    if correction.verdict != Verdict::Change {
        return fault("only a change names what is otherwise".to_owned());
    }
    if let Some(status) = &change.status
        && !crate::add::STATUSES.contains(&status.as_str())
    {
        return fault(format!("{status:?} is no status"));
    }
    if let Some(date) = &change.date
        && date.parse::<jiff::civil::Date>().is_err()
    {
        return fault(format!("{date:?} is no day as YYYY-MM-DD"));
    }
    match (item, &change.kind) {
        (Item::Event, Some(kind)) => match kind.parse::<EventType>() {
            Err(_) => fault(format!("{kind:?} is no event type")),
            Ok(kind) if change.mode.as_deref().is_some_and(|mode| kind.mode(mode).is_none()) => {
                fault(format!("{:?} is no mode of {}", change.mode.as_deref().unwrap_or(""), kind.code()))
            }
            Ok(_) => Ok(()),
        },
        (Item::Statement, Some(kind)) if !matches!(kind.as_str(), "direct" | "indirect" | "mixed") => {
            fault(format!("{kind:?} is no kind of statement"))
        }
        _ => Ok(()),
    }
}

fn item_named(name: &str) -> Result<Item, StoreError> {
    let named = [Item::Statement, Item::Event].into_iter().find(|item| item.name() == name);
    named.ok_or_else(|| StoreError::Damaged(format!("a correction of a {name:?}")))
}

fn verdict_named(name: &str) -> Result<Verdict, StoreError> {
    let named = [Verdict::Accept, Verdict::Reject, Verdict::Change]
        .into_iter()
        .find(|verdict| verdict.name() == name);
    named.ok_or_else(|| StoreError::Damaged(format!("a correction with the verdict {name:?}")))
}

fn change_to_json(change: &Change) -> String {
    serde_json::to_string(change).expect("words and lists of words are JSON")
}

fn change_of(json: &str) -> Result<Change, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::Damaged(format!("a correction's change: {error}")))
}
