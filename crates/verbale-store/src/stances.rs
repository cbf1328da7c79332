//! Who stands where on what, as the estimate of a gap wants it.

use rusqlite::params;
use serde::Serialize;

use crate::{Store, StoreError};

/// A position with where it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StanceRow {
    /// Its id.
    pub id: i64,
    /// The document it stands in.
    pub document: i64,
    /// The actor who holds it.
    pub holder: i64,
    /// Its name.
    pub holder_name: String,
    /// The actor as it stands in the record, before corrections merged it.
    #[serde(skip)]
    pub holder_party: i64,
    /// `person`, `state`, `organization`, …
    pub holder_kind: String,
    /// The holder's country.
    pub country: Option<String>,
    /// Whether the holder is the state itself or holds an office of it: a senator is not the state.
    pub is_official: bool,
    /// `syria/ceasefire`.
    pub issue: Option<String>,
    /// What it is about: the name of the object whatever the words.
    pub object: String,
    /// The object's country, where it is an actor of one.
    pub object_country: Option<String>,
    /// `supports`, `opposes`, `demands`, `offers`, `hopes` or `neutral`.
    pub attitude: String,
    /// -1 (against) to 1 (for).
    pub polarity: f64,
    /// Whether an act shows it, rather than words.
    pub is_act: bool,
    /// The day it was held.
    pub date: Option<String>,
    /// The words of the text around it, some 200 characters.
    pub words: String,
    /// Where they begin, in code points.
    #[serde(skip)]
    pub words_start: u32,
    /// First code point of the evidence.
    pub start: u32,
    /// One past its last.
    pub end: u32,
    /// The statement or event of its document that shows it: `s3`.
    pub at: Option<String>,
    /// The rule that made it.
    pub rule: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// The document's headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The story it belongs to; its own where stories were not looked for.
    pub story: i64,
    /// The document that this one repeats.
    pub copy_of: Option<i64>,
}

/// Which positions are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StanceFilter {
    /// An issue's id, or its first part for all issues under it: `syria/ceasefire`, `syria`.
    pub issue: Option<String>,
    /// Countries of the holders; all where empty.
    pub holders: Vec<String>,
    /// The country of the object, for regard.
    pub toward: Option<String>,
    /// First day, `2016-03-01`.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
}

/// Sectors whose people speak for their state.
const OFFICIAL: [&str; 2] = ["GOV", "MIL"];

/// Characters of the text shown before a position and after it.
const AROUND: [u32; 2] = [80, 120];

impl Store {
    /// Positions in order of time, at most `most`.
    pub fn stances(&self, filter: &StanceFilter, most: usize) -> Result<Vec<StanceRow>, StoreError> {
        let mut rows = self.bare_stances(filter, most)?;
        for row in &mut rows {
            self.add_words(row)?;
        }
        Ok(rows)
    }

    /// Adds the words around a position.
    pub(crate) fn add_words(&self, row: &mut StanceRow) -> Result<(), StoreError> {
        row.words_start = row.start.saturating_sub(AROUND[0]);
        let n = row.end.saturating_sub(row.words_start) + AROUND[1];
        let mut words = self
            .connection
            .prepare_cached("SELECT substr(text, ?2 + 1, ?3) FROM text WHERE document = ?1")?;
        row.words = words.query_row(params![row.document, row.words_start, n], |row| row.get(0))?;
        Ok(())
    }

    /// The same without words, for which every text is read.
    pub(crate) fn bare_stances(
        &self,
        filter: &StanceFilter,
        most: usize,
    ) -> Result<Vec<StanceRow>, StoreError> {
        // Each condition that is not asked is left out, so that an index answers the others.
        let mut conditions = vec!["1"];
        if filter.issue.is_some() {
            // '0' follows '/': the range holds the issue and all under it, and some others.
            conditions.push("position.issue >= ?1 AND position.issue < ?1 || '0'");
            conditions.push("(position.issue = ?1 OR position.issue LIKE ?1 || '/%')");
        }
        if filter.toward.is_some() {
            conditions.push("position.object IN (SELECT id FROM party WHERE country = ?3)");
        }
        if !filter.holders.is_empty() {
            // The plus keeps the index of objects in use, where one is asked for: a country holds far more positions than
            // are about another.
            conditions.push(match &filter.toward {
                None => "position.holder IN (SELECT id FROM shown WHERE country IN (SELECT value FROM json_each(?2)))",
                Some(_) => {
                    "+position.holder IN (SELECT id FROM shown WHERE country IN (SELECT value FROM json_each(?2)))"
                }
            });
        }
        let mut rows = self.connection.prepare_cached(&format!(
            "SELECT position.id, position.document, shown.root, shown.name, shown.country, party.kind, party.sectors,
               position.issue, position.name, (SELECT country FROM shown WHERE id = position.object), attitude, polarity, event, position.date,
               start, \"end\", position.rule,
               document.publisher, document.title, document.url, ifnull(stories.story, -document.id), stories.copy_of,
               ifnull(position.statement, position.event), position.holder, ?1, ?2, ?3
             FROM position JOIN document ON document.id = position.document
             JOIN shown ON shown.id = position.holder JOIN party ON party.id = shown.root
             LEFT JOIN stories ON stories.document = position.document
             WHERE {} AND (?4 IS NULL OR position.date >= ?4) AND (?5 IS NULL OR position.date <= ?5)
             ORDER BY position.date, position.id LIMIT ?6",
            conditions.join(" AND ")
        ))?;
        let holders = serde_json::Value::from(filter.holders.clone()).to_string();
        let rows = rows.query_map(
            params![filter.issue, holders, filter.toward, filter.from, filter.to, most as i64],
            |row| {
                let (kind, sectors): (String, String) = (row.get(5)?, row.get(6)?);
                let speaks = sectors.split(';').any(|sector| OFFICIAL.contains(&sector));
                Ok(StanceRow {
                    id: row.get(0)?,
                    document: row.get(1)?,
                    holder: row.get(2)?,
                    holder_name: row.get(3)?,
                    country: row.get(4)?,
                    is_official: kind == "state" || speaks,
                    issue: row.get(7)?,
                    object: row.get(8)?,
                    object_country: row.get(9)?,
                    attitude: row.get(10)?,
                    polarity: row.get(11)?,
                    is_act: row.get::<_, Option<String>>(12)?.is_some(),
                    date: row.get(13)?,
                    words: String::new(),
                    words_start: 0,
                    start: row.get(14)?,
                    end: row.get(15)?,
                    rule: row.get(16)?,
                    publisher: row.get(17)?,
                    title: row.get(18)?,
                    url: row.get(19)?,
                    story: row.get(20)?,
                    copy_of: row.get(21)?,
                    at: row.get(22)?,
                    holder_party: row.get(23)?,
                    holder_kind: kind,
                })
            },
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
