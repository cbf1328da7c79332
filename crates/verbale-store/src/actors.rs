//! One actor: who it is, what offices it held, with whom it deals.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::find::{Filter, Kind, PartyRef, PartyRow, Plan, Rows, Who};
use crate::{Store, StoreError, days};

/// What is known of an actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActorSummary {
    /// The actor and its counts.
    #[serde(flatten)]
    pub party: PartyRow,
    /// The names it goes by, as written, the most frequent first.
    pub names: Vec<NameCount>,
    /// Offices it was seen in, the latest first.
    pub offices: Vec<Office>,
    /// Those it deals with most, in the newest events.
    pub counterparts: Vec<Counterpart>,
    /// Keys of the actors merged into it.
    pub merged: Vec<String>,
    /// First and last day it appears.
    pub seen: Option<Days>,
}

/// A first and a last day, ISO 8601.
pub type Days = (String, String);

/// A name as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NameCount {
    /// The name.
    pub name: String,
    /// How often.
    pub n: u64,
}

/// An office, with the days of the articles that name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Office {
    /// As the record has it.
    pub role: String,
    /// First article.
    pub from: Option<String>,
    /// Last article.
    pub to: Option<String>,
    /// Articles.
    pub n: u64,
}

/// Someone an actor deals with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counterpart {
    /// Who.
    #[serde(flatten)]
    pub party: PartyRef,
    /// Events between them.
    pub n: u64,
}

/// Two countries that deal with each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PairCount {
    /// The one whose key comes first.
    pub one: PartyRef,
    /// The other.
    pub other: PartyRef,
    /// Events between them.
    pub n: u64,
}

/// Names and counterparts listed.
const MOST_LISTED: usize = 20;
/// The newest events that counterparts are counted in.
const MOST_EVENTS: usize = 5000;

impl Store {
    /// What is known of an actor.
    pub fn actor(&self, id: i64) -> Result<ActorSummary, StoreError> {
        let party = self.party(id)?;
        let who = self.who_is(party.party.id)?;
        let merged = who.parties.iter().filter(|&&other| other != party.party.id);
        let mut key = self.connection.prepare_cached("SELECT key FROM party WHERE id = ?1")?;
        let merged = merged
            .map(|&other| Ok(key.query_row([other], |row| row.get(0))?))
            .collect::<Result<_, StoreError>>()?;
        let (offices, seen) = self.offices(&who)?;
        Ok(ActorSummary {
            names: self.names(&who)?,
            offices,
            counterparts: self.counterparts(&who)?,
            merged,
            seen,
            party,
        })
    }

    /// The pairs of countries with most events between them, counted in the newest events, those with most first.
    pub fn busiest_pairs(&self, most: usize) -> Result<Vec<PairCount>, StoreError> {
        let mut newest = self.connection.prepare_cached(
            "SELECT DISTINCT event.id, min(a.country, b.country), max(a.country, b.country)
             FROM (SELECT id, sources, targets FROM event WHERE review <> 2 ORDER BY id DESC LIMIT ?1) AS event,
               json_each(event.sources) AS source, json_each(event.targets) AS target
             JOIN shown AS a ON a.id = source.value JOIN shown AS b ON b.id = target.value
             WHERE a.country <> b.country",
        )?;
        let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
        for pair in newest.query_map([MOST_EVENTS as i64], |row| Ok((row.get(1)?, row.get(2)?)))? {
            *counts.entry(pair?).or_default() += 1;
        }
        let mut counts: Vec<((String, String), u64)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, n)| Reverse(*n));
        let mut pairs = Vec::new();
        for ((one, other), n) in counts {
            let country = |code: &str| self.parties(&self.who(code)?).map(|all| all.into_iter().next());
            if let (Some(one), Some(other)) = (country(&one)?, country(&other)?) {
                pairs.push(PairCount { one, other, n });
            }
            if pairs.len() == most {
                break;
            }
        }
        Ok(pairs)
    }

    fn names(&self, who: &Who) -> Result<Vec<NameCount>, StoreError> {
        let mut names: BTreeMap<String, u64> = BTreeMap::new();
        let mut written = self.connection.prepare_cached("SELECT name, n FROM name WHERE party = ?1")?;
        for party in &who.parties {
            for row in written.query_map([party], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))? {
                let (name, n): (String, u64) = row?;
                *names.entry(name).or_default() += n;
            }
        }
        let mut names: Vec<NameCount> = names.into_iter().map(|(name, n)| NameCount { name, n }).collect();
        names.sort_by_key(|name| Reverse(name.n));
        names.truncate(MOST_LISTED);
        Ok(names)
    }

    fn offices(&self, who: &Who) -> Result<(Vec<Office>, Option<Days>), StoreError> {
        let mut roles: BTreeMap<String, (i64, i64, u64)> = BTreeMap::new();
        let mut seen: Option<(i64, i64)> = None;
        let mut ends = self.connection.prepare_cached(
            "SELECT (SELECT min(document) FROM document_party WHERE party = ?1 AND document >= ?2),
               (SELECT max(document) FROM document_party WHERE party = ?1 AND document >= ?2)",
        )?;
        // A country is in every other document, and has no office: only rows with one are read.
        let mut named = self.connection.prepare_cached(
            "SELECT document, role FROM document_party WHERE party = ?1 AND role IS NOT NULL ORDER BY document",
        )?;
        let dated = days::ids_of(1).start;
        for party in &who.parties {
            let (first, last): (Option<i64>, Option<i64>) =
                ends.query_row([*party, dated], |row| Ok((row.get(0)?, row.get(1)?)))?;
            for day in [first, last].into_iter().flatten().map(days::day_of) {
                seen = Some(seen.map_or((day, day), |(from, to)| (from.min(day), to.max(day))));
            }
            let mut rows = named.query([party])?;
            while let Some(row) = rows.next()? {
                let (day, role) = (days::day_of(row.get(0)?), row.get(1)?);
                let office = roles.entry(role).or_insert((day, day, 0));
                *office = (office.0.min(day), office.1.max(day), office.2 + 1);
            }
        }
        let mut offices: Vec<(i64, Office)> = roles
            .into_iter()
            .map(|(role, (from, to, n))| (to, Office { role, from: days::date(from), to: days::date(to), n }))
            .collect();
        offices.sort_by_key(|&(to, ref office)| (Reverse(to), Reverse(office.n)));
        let seen = seen.and_then(|(from, to)| Some((days::date(from)?, days::date(to)?)));
        Ok((offices.into_iter().map(|(_, office)| office).collect(), seen))
    }

    fn counterparts(&self, who: &Who) -> Result<Vec<Counterpart>, StoreError> {
        let filter = Filter { any: Some(who.clone()), ..Filter::default() };
        let ids = Plan::new(&self.connection, Kind::Event, &filter, None)?.take(MOST_EVENTS)?;
        let mut lists = self.connection.prepare_cached("SELECT sources, targets FROM event WHERE id = ?1")?;
        let mut rows = Rows::new(&self.connection);
        let mut counts: BTreeMap<i64, (PartyRef, u64)> = BTreeMap::new();
        for id in ids {
            let (sources, targets): (String, String) =
                lists.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let parse = |list: &str| {
                serde_json::from_str::<Vec<i64>>(list).map_err(|_| StoreError::Damaged(format!("event {id}")))
            };
            let (sources, targets) = (parse(&sources)?, parse(&targets)?);
            // A party of an event without a target deals with the other sources.
            let others = if targets.is_empty() { sources } else { [sources, targets].concat() };
            for party in others.into_iter().filter(|party| !who.parties.contains(party)) {
                let party = rows.party(party)?;
                counts.entry(party.id).or_insert_with(|| (party, 0)).1 += 1;
            }
        }
        let mut counterparts: Vec<Counterpart> =
            counts.into_values().map(|(party, n)| Counterpart { party, n }).collect();
        counterparts.sort_by_key(|counterpart| Reverse(counterpart.n));
        counterparts.truncate(MOST_LISTED);
        Ok(counterparts)
    }
}
