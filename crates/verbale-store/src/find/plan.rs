//! A filter as streams of ids, and what the rows must be asked besides.

use std::collections::HashSet;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use verbale_codes::EventType;

use super::filter::{Filter, Kind, ReviewFilter, Who};
use super::stream::Stream;
use crate::add::{ABOUT, ADDRESSEE, EVENT_OUTLET, SPEAKER, STATEMENT_OUTLET, VIA};
use crate::corrections::Verdict;
use crate::{StoreError, days, words};

/// How a filter is answered.
pub(crate) struct Plan<'a> {
    db: &'a Connection,
    stream: Stream,
    /// Ids left out: rejected or reviewed items.
    without: HashSet<i64>,
    /// What the row itself must meet: SQL on `item`, with `?1` the id.
    check: Option<(String, Vec<Value>)>,
    /// The next id is at most this.
    bound: i64,
    /// No id is below this.
    floor: i64,
    /// Finds what an item of a reprint repeats, where reprints are folded: SQL that gives the id of the original's item.
    repeats: Option<&'static str>,
    ceiling: i64,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(
        db: &'a Connection,
        kind: Kind,
        filter: &Filter,
        below: Option<i64>,
    ) -> Result<Self, StoreError> {
        let (floor, ceiling) = span_of(filter);
        let bound = below.map_or(ceiling, |below| ceiling.min(below - 1));
        Ok(Self {
            db,
            stream: stream(db, kind, filter)?,
            without: without(db, kind, filter.review)?,
            check: check(kind, filter),
            bound,
            floor,
            repeats: filter.folds().then(|| repeats(kind)),
            ceiling,
        })
    }

    /// The next id that meets the filter, in falling order.
    pub(crate) fn next(&mut self) -> Result<Option<i64>, StoreError> {
        while let Some(id) = self.stream.seek(self.db, self.bound)? {
            if id < self.floor {
                return Ok(None);
            }
            self.bound = id - 1;
            if !self.without.contains(&id) && self.passes(id)? && !self.is_repeat(id)? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// The next ids, `limit` at most.
    pub(crate) fn take(&mut self, limit: usize) -> Result<Vec<i64>, StoreError> {
        let mut ids = Vec::new();
        while ids.len() < limit {
            match self.next()? {
                Some(id) => ids.push(id),
                None => break,
            }
        }
        Ok(ids)
    }

    /// Whether an item of a reprint stands in the original as well, and is listed there.
    fn is_repeat(&self, id: i64) -> Result<bool, StoreError> {
        let Some(sql) = self.repeats else { return Ok(false) };
        let mut originals = self.db.prepare_cached(sql)?;
        let mut rows = originals.query([id])?;
        while let Some(row) = rows.next()? {
            let original: i64 = row.get(0)?;
            if (self.floor..=self.ceiling).contains(&original) && !self.without.contains(&original) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn passes(&self, id: i64) -> Result<bool, StoreError> {
        let Some((sql, params)) = &self.check else { return Ok(true) };
        let id = [Value::Integer(id)];
        Ok(self.db.prepare_cached(sql)?.exists(params_from_iter(id.iter().chain(params)))?)
    }
}

/// What an item repeats of the document that its own is a copy of: who said the same words, or did the same to whom.
/// Words of a text that is the same throughout are not compared: most reprints are.
const fn repeats(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "SELECT copy_of FROM stories WHERE document = ?1 AND copy_of IS NOT NULL",
        Kind::Statement => {
            "SELECT first.id FROM statement JOIN stories ON stories.document = statement.document
             JOIN statement AS first ON first.document = stories.copy_of AND first.speaker IS statement.speaker
             WHERE statement.id = ?1 AND first.\"end\" - first.start = statement.\"end\" - statement.start
               AND ((first.start = statement.start AND (SELECT hash FROM document WHERE id = first.document)
                       = (SELECT hash FROM document WHERE id = statement.document))
                 OR (SELECT words FROM statement_text WHERE id = first.id) = (SELECT words FROM statement_text WHERE id = ?1))"
        }
        Kind::Event => {
            "SELECT first.id FROM event JOIN stories ON stories.document = event.document
             JOIN event AS first ON first.document = stories.copy_of AND first.type = event.type
             WHERE event.id = ?1 AND first.sources = event.sources AND first.targets = event.targets AND first.status = event.status"
        }
    }
}

/// The lowest and the highest id within the days asked for.
pub(crate) fn span_of(filter: &Filter) -> (i64, i64) {
    let from = filter.from.as_deref().map(|from| days::day(Some(from)));
    let to = filter.to.as_deref().map(|to| days::day(Some(to)));
    // A day asked for leaves out what has no day; day 0 is what has none.
    let floor = from.or(to.map(|_| 1)).map_or(0, |day| days::ids_of(day).start);
    let ceiling = to.map_or(i64::MAX, |day| days::ids_of(day).end - 1);
    (floor, ceiling)
}

fn stream(db: &Connection, kind: Kind, filter: &Filter) -> Result<Stream, StoreError> {
    let mut all = Vec::new();
    for (who, part) in [
        (&filter.who, Part::Who),
        (&filter.whom, Part::Whom),
        (&filter.any, Part::Any),
        (&filter.via, Part::Via),
    ] {
        if let Some(who) = who {
            all.push(parts(kind, who, part));
        }
    }
    if let Some((a, b)) = &filter.dyad {
        all.push(dyad(kind, a, b));
    }
    if let Some(typed) = &filter.words {
        let query = words::to_query(typed)?;
        let table = match kind {
            Kind::Article => "article",
            kind => kind.table(),
        };
        let sql = format!(
            "SELECT rowid FROM {table}_words WHERE {table}_words MATCH ?1 AND rowid <= ?2 ORDER BY rowid DESC LIMIT ?3"
        );
        all.push(Stream::index(sql, vec![query.into()]));
    }
    let by_column = |column: &str, values: &[String]| {
        let sql = format!(
            "SELECT id FROM {} WHERE {column} = ?1 AND id <= ?2 ORDER BY id DESC LIMIT ?3",
            kind.table()
        );
        Stream::or(
            values.iter().map(|value| Stream::index(sql.clone(), vec![value.clone().into()])).collect(),
        )
    };
    match kind {
        Kind::Event => {
            // A quad is the types of it.
            let of_quads: Vec<String> = EventType::ALL
                .iter()
                .filter(|kind| filter.quads.iter().any(|quad| quad == kind.quad().code()))
                .map(|kind| kind.code().to_owned())
                .collect();
            if !filter.quads.is_empty() {
                all.push(by_column("type", &of_quads));
            }
            for (column, values) in
                [("type", &filter.types), ("status", &filter.statuses), ("country", &filter.countries)]
            {
                if !values.is_empty() {
                    all.push(by_column(column, values));
                }
            }
            if !filter.places.is_empty() {
                let sql = "SELECT id FROM event WHERE place = ?1 AND id <= ?2 ORDER BY id DESC LIMIT ?3";
                all.push(Stream::or(
                    filter.places.iter().map(|&place| Stream::index(sql, vec![place.into()])).collect(),
                ));
            }
        }
        Kind::Statement => {
            if !filter.types.is_empty() {
                all.push(by_column("kind", &filter.types));
            }
            if !filter.countries.is_empty() {
                let keys: Vec<String> =
                    filter.countries.iter().map(|code| crate::add::country_key(code)).collect();
                all.push(parts(kind, &Who { parties: parties_of_keys(db, &keys)? }, Part::Who));
            }
        }
        Kind::Article => {
            if !filter.publishers.is_empty() {
                all.push(by_column("publisher", &filter.publishers));
            }
        }
    }
    if !filter.publishers.is_empty() && kind != Kind::Article {
        let keys: Vec<String> = filter.publishers.iter().map(|name| crate::add::outlet_key(name)).collect();
        all.push(parts(kind, &Who { parties: parties_of_keys(db, &keys)? }, Part::Outlet));
    }
    if filter.document.is_some() || filter.story.is_some() {
        all.push(Stream::ids(ids_in_documents(db, kind, filter)?));
    }
    if let Some(review) = asked_review(filter.review)
        && kind != Kind::Article
    {
        let sql = format!(
            "SELECT id FROM {} WHERE review = ?1 AND review > 0 AND id <= ?2 ORDER BY id DESC LIMIT ?3",
            kind.table()
        );
        all.push(Stream::index(sql, vec![review.number().into()]));
    }
    if all.is_empty() {
        all.push(Stream::index(
            format!("SELECT id FROM {} WHERE id <= ?1 ORDER BY id DESC LIMIT ?2", kind.table()),
            Vec::new(),
        ));
    }
    Ok(Stream::and(all))
}

/// What someone has to do with an item.
#[derive(Clone, Copy)]
enum Part {
    Who,
    Whom,
    Any,
    Via,
    Outlet,
}

fn parts(kind: Kind, who: &Who, part: Part) -> Stream {
    let (sql, roles): (&str, &[i64]) = match (kind, part) {
        (Kind::Statement, part) => (
            "SELECT statement FROM statement_party WHERE party = ?1 AND role = ?2 AND statement <= ?3 ORDER BY statement DESC LIMIT ?4",
            match part {
                Part::Who => &[SPEAKER],
                Part::Whom => &[ADDRESSEE, ABOUT],
                Part::Any => &[SPEAKER, ADDRESSEE, VIA, ABOUT],
                Part::Via => &[VIA],
                Part::Outlet => &[STATEMENT_OUTLET],
            },
        ),
        (Kind::Event, part) => (
            "SELECT event FROM event_party WHERE party = ?1 AND side = ?2 AND event <= ?3 ORDER BY event DESC LIMIT ?4",
            match part {
                Part::Who => &[0],
                Part::Whom => &[1],
                Part::Any => &[0, 1],
                Part::Via => &[],
                Part::Outlet => &[EVENT_OUTLET],
            },
        ),
        (Kind::Article, _) => (
            "SELECT document FROM document_party WHERE party = ?1 AND ?2 = 0 AND document <= ?3 ORDER BY document DESC LIMIT ?4",
            &[0],
        ),
    };
    let of_party =
        |&party: &i64| roles.iter().map(move |&role| Stream::index(sql, vec![party.into(), role.into()]));
    Stream::or(who.parties.iter().flat_map(of_party).collect())
}

fn dyad(kind: Kind, a: &Who, b: &Who) -> Stream {
    if kind == Kind::Article {
        return Stream::and(vec![parts(kind, a, Part::Any), parts(kind, b, Part::Any)]);
    }
    let one_way =
        |from: &Who, to: &Who| Stream::and(vec![parts(kind, from, Part::Who), parts(kind, to, Part::Whom)]);
    Stream::or(vec![one_way(a, b), one_way(b, a)])
}

fn parties_of_keys(db: &Connection, keys: &[String]) -> Result<Vec<i64>, StoreError> {
    let mut parties = Vec::new();
    for key in keys {
        parties.extend(crate::add::party_by_key(db, key)?);
    }
    Ok(parties)
}

fn ids_in_documents(db: &Connection, kind: Kind, filter: &Filter) -> Result<Vec<i64>, StoreError> {
    let documents = match (filter.document, filter.story) {
        (Some(document), None) => vec![document],
        (document, story) => {
            let mut in_story = db.prepare_cached("SELECT document FROM stories WHERE story = ?1")?;
            let in_story = in_story.query_map([story], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
            in_story.into_iter().filter(|&id| document.is_none_or(|document| document == id)).collect()
        }
    };
    if kind == Kind::Article {
        return Ok(documents);
    }
    let mut items = db.prepare_cached(&format!("SELECT id FROM {} WHERE document = ?1", kind.table()))?;
    let mut ids = Vec::new();
    for document in documents {
        let found = items.query_map([document], |row| row.get(0))?;
        for id in found {
            ids.push(id?);
        }
    }
    Ok(ids)
}

fn asked_review(review: ReviewFilter) -> Option<Verdict> {
    match review {
        ReviewFilter::Accepted => Some(Verdict::Accept),
        ReviewFilter::Rejected => Some(Verdict::Reject),
        ReviewFilter::Changed => Some(Verdict::Change),
        ReviewFilter::Live | ReviewFilter::Unreviewed | ReviewFilter::All => None,
    }
}

fn without(db: &Connection, kind: Kind, review: ReviewFilter) -> Result<HashSet<i64>, StoreError> {
    let condition = match review {
        _ if kind == Kind::Article => return Ok(HashSet::new()),
        ReviewFilter::Live => "review = 2",
        ReviewFilter::Unreviewed => "review > 0",
        _ => return Ok(HashSet::new()),
    };
    let mut ids =
        db.prepare_cached(&format!("SELECT id FROM {} WHERE review > 0 AND {condition}", kind.table()))?;
    Ok(ids.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// What no index answers, asked of each row that the streams give.
fn check(kind: Kind, filter: &Filter) -> Option<(String, Vec<Value>)> {
    let mut conditions = Vec::new();
    let mut params: Vec<Value> = Vec::new();
    let mut any_of = |column: &str, values: &[String], params: &mut Vec<Value>| {
        if !values.is_empty() {
            let marks: Vec<String> =
                values.iter().enumerate().map(|(n, _)| format!("?{}", params.len() + n + 2)).collect();
            params.extend(values.iter().cloned().map(Value::from));
            conditions.push(format!("{column} IN ({})", marks.join(", ")));
        }
    };
    match kind {
        Kind::Event => any_of("mode", &filter.modes, &mut params),
        Kind::Statement | Kind::Article => {}
    }
    any_of("language", &filter.languages, &mut params);
    if kind == Kind::Event && !filter.cameo.is_empty() {
        let mut any = Vec::new();
        for prefix in &filter.cameo {
            params.push(prefix.clone().into());
            any.push(format!("substr(cameo, 1, length(?{n})) = ?{n}", n = params.len() + 1));
        }
        conditions.push(format!("({})", any.join(" OR ")));
    }
    if kind == Kind::Article {
        let mut of_events = Vec::new();
        for (column, values) in
            [("type", &filter.types), ("status", &filter.statuses), ("country", &filter.countries)]
        {
            if !values.is_empty() {
                let marks: Vec<String> =
                    values.iter().enumerate().map(|(n, _)| format!("?{}", params.len() + n + 2)).collect();
                params.extend(values.iter().cloned().map(Value::from));
                of_events.push(format!("event.{column} IN ({})", marks.join(", ")));
            }
        }
        if !of_events.is_empty() {
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM event WHERE event.document = document.id AND {})",
                of_events.join(" AND ")
            ));
        }
    }
    if conditions.is_empty() {
        return None;
    }
    let from = match kind {
        Kind::Article => "document WHERE document.id = ?1".to_owned(),
        kind => format!("{0} JOIN document ON document.id = {0}.document WHERE {0}.id = ?1", kind.table()),
    };
    Some((format!("SELECT 1 FROM {from} AND {}", conditions.join(" AND ")), params))
}
