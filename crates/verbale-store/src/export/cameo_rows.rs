//! Events and statements one by one, source and target by pair, as CAMEO data sets have them.
//!
//! The store keeps an event with all its parties; only here it is taken apart. A reciprocal event gives a row in each
//! direction. PLOVER has no types for plain statements, which CAMEO codes 010: here they come from the statements.

use rusqlite::Connection;
use verbale_codes::{Cameo, Country, Quad};

use super::ExportOptions;
use crate::find::{ArticleRow, Kind, PartyRef, PlaceRef, Rows};
use crate::{Store, StoreError, documents};

/// Who did what to whom, with one source and one target.
pub(super) struct CameoRow {
    /// One number a row, the same in every export of a store: the event's with that of the pair.
    pub(super) id: i64,
    /// ISO 8601; the day of publication where the event has none.
    pub(super) date: String,
    pub(super) cameo: Cameo,
    /// 1 to 4; 0 where it has none.
    pub(super) quad: usize,
    pub(super) goldstein: f64,
    pub(super) source: Option<PartyRef>,
    pub(super) target: Option<PartyRef>,
    pub(super) place: Option<PlaceRef>,
    /// Code points of the text: what carries it.
    pub(super) action: (u32, u32),
    /// First code points of the mentions of source and target nearest before it, where they are in its sentence.
    pub(super) mentions: [Option<u32>; 2],
    /// Number of its sentence in the text, from 1.
    pub(super) sentence: usize,
    pub(super) article: ArticleRow,
    /// How often, in how many outlets and articles its story tells the same; 1 where stories are not known.
    pub(super) told: [u64; 3],
}

/// Bits of an id that number the pairs of an event.
const PAIR_BITS: u32 = 10;

/// Gives each row that matches, events and then statements, in order of time.
pub(super) fn each(
    store: &Store,
    options: &ExportOptions,
    mut each: impl FnMut(CameoRow) -> Result<(), StoreError>,
) -> Result<u64, StoreError> {
    let db = &store.connection;
    let mut rows = Rows::new(db);
    let mut n_rows = 0;
    let events = ExportOptions { kind: Kind::Event, ..options.clone() };
    for &id in store.select(&events)?.iter().rev() {
        let event = rows.event(id)?;
        let Some(date) = event.date.clone().or_else(|| event.article.published.clone()) else { continue };
        let Some(cameo) = event.cameo.as_deref().and_then(|code| code.parse::<Cameo>().ok()) else {
            continue;
        };
        let text = documents::text_of(db, event.article.id)?;
        let action = event.trigger.first().copied().unwrap_or(event.sentence_span);
        let told = told(db, TOLD_EVENTS, id)?;
        let pairs = pairs(&event.source, &event.target);
        for (number, (source, target)) in pairs.into_iter().enumerate().take(1 << PAIR_BITS) {
            let mention =
                |party: &Option<PartyRef>| mention(db, event.article.id, party.as_ref(), event.sentence_span);
            each(CameoRow {
                id: id << PAIR_BITS | number as i64,
                date: date.clone(),
                cameo,
                quad: Quad::ALL.iter().position(|quad| quad.code() == event.quad).map_or(0, |at| at + 1),
                goldstein: event.goldstein.unwrap_or_else(|| cameo.goldstein()),
                mentions: [mention(&source)?, mention(&target)?],
                source,
                target,
                place: event.place.clone(),
                action,
                sentence: sentence_number(&text, event.sentence_span.0),
                article: event.article.clone(),
                told,
            })?;
            n_rows += 1;
        }
    }
    // What filters events alone says that no statements are wanted.
    let filter = &options.filter;
    let only_events = !(filter.types.is_empty()
        && filter.modes.is_empty()
        && filter.cameo.is_empty()
        && filter.places.is_empty());
    let Ok(cameo) = "010".parse::<Cameo>() else { return Ok(n_rows) };
    if only_events {
        return Ok(n_rows);
    }
    let statements = ExportOptions { kind: Kind::Statement, ..options.clone() };
    for &id in store.select(&statements)?.iter().rev() {
        let statement = rows.statement(id)?;
        let Some(date) = statement.date.clone().or_else(|| statement.article.published.clone()) else {
            continue;
        };
        let text = documents::text_of(db, statement.article.id)?;
        let action = statement.content.first().copied().unwrap_or((0, 0));
        let told = told(db, TOLD_STATEMENTS, id)?;
        let near = (action.0.saturating_sub(200), action.1 + 200);
        let mention = |party: &Option<PartyRef>| mention(db, statement.article.id, party.as_ref(), near);
        each(CameoRow {
            // Statements have numbers of their own: the highest bit below the sign keeps them apart from events.
            id: 1 << 62 | id << PAIR_BITS,
            date,
            cameo,
            quad: 1,
            goldstein: cameo.goldstein(),
            mentions: [mention(&statement.speaker)?, mention(&statement.addressee)?],
            source: statement.speaker,
            target: statement.addressee,
            place: None,
            action,
            sentence: sentence_number(&text, action.0),
            article: statement.article,
            told,
        })?;
        n_rows += 1;
    }
    Ok(n_rows)
}

/// The same event in the articles of its story: how often, in how many outlets and articles.
const TOLD_EVENTS: &str = "SELECT count(*), count(DISTINCT publisher), count(DISTINCT document.id)
  FROM event AS one JOIN stories AS own ON own.document = one.document JOIN stories ON stories.story = own.story
  JOIN event ON event.document = stories.document JOIN document ON document.id = event.document
  WHERE one.id = ?1 AND event.cameo IS one.cameo AND event.sources = one.sources AND event.targets = one.targets
    AND event.review <> 2";

/// The same for what the same speaker said to the same addressee.
const TOLD_STATEMENTS: &str = "SELECT count(*), count(DISTINCT publisher), count(DISTINCT document.id)
  FROM statement AS one JOIN stories AS own ON own.document = one.document JOIN stories ON stories.story = own.story
  JOIN statement ON statement.document = stories.document JOIN document ON document.id = statement.document
  WHERE one.id = ?1 AND statement.speaker IS one.speaker AND statement.addressee IS one.addressee
    AND statement.review <> 2";

fn told(db: &Connection, sql: &str, id: i64) -> Result<[u64; 3], StoreError> {
    let told = db.prepare_cached(sql)?.query_row([id], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
    Ok(told.map(|n: u64| n.max(1)))
}

type Pair = (Option<PartyRef>, Option<PartyRef>);

fn pairs(sources: &[PartyRef], targets: &[PartyRef]) -> Vec<Pair> {
    if targets.is_empty() && sources.len() > 1 {
        let each = sources.iter().flat_map(|from| sources.iter().map(move |to| (from, to)));
        return each
            .filter(|(from, to)| from.id != to.id)
            .map(|(from, to)| (Some(from.clone()), Some(to.clone())))
            .collect();
    }
    let or_none = |parties: &[PartyRef]| -> Vec<Option<PartyRef>> {
        if parties.is_empty() { vec![None] } else { parties.iter().cloned().map(Some).collect() }
    };
    let targets = or_none(targets);
    or_none(sources)
        .into_iter()
        .flat_map(|source| targets.iter().map(move |target| (source.clone(), target.clone())))
        .collect()
}

/// The first mention of a party in a stretch of a document.
fn mention(
    db: &Connection,
    document: i64,
    party: Option<&PartyRef>,
    (start, end): (u32, u32),
) -> Result<Option<u32>, StoreError> {
    let Some(party) = party else { return Ok(None) };
    let mut mentions = db.prepare_cached(
        "SELECT mentions FROM appearance JOIN party ON party.id = appearance.party
         WHERE document = ?1 AND (party.id = ?2 OR same_as = ?2)",
    )?;
    let mut rows = mentions.query([document, party.id])?;
    let mut first: Option<u32> = None;
    while let Some(row) = rows.next()? {
        let list: Vec<(u32, u32, String)> = serde_json::from_str(&row.get::<_, String>(0)?)
            .map_err(|error| StoreError::Damaged(format!("mentions in document {document}: {error}")))?;
        let within =
            list.into_iter().filter(|&(from, to, _)| start <= from && to <= end).map(|(from, ..)| from);
        first = within.chain(first).min();
    }
    Ok(first)
}

/// The number of the sentence at a code point, from 1, by the marks that end sentences and by empty lines.
fn sentence_number(text: &str, start: u32) -> usize {
    let (mut number, mut ended, mut is_any) = (1, false, false);
    for c in text.chars().take(start as usize) {
        if matches!(c, '.' | '!' | '?' | '\n') {
            ended = is_any;
        } else if c.is_alphanumeric() {
            // A mark within a word or number ("3.5") ends nothing: a sentence begins after white space.
            number += usize::from(ended);
            (ended, is_any) = (false, true);
        }
    }
    number + usize::from(ended)
}

/// A country of a code, as CAMEO writes it.
pub(super) fn cameo_country(party: Option<&PartyRef>) -> Option<Country> {
    party?.country.as_deref()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_counted_by_their_ends() {
        let text = "Talks begin\n\nLavrov met Kerry. They spoke! Was it 3 p.m.?";
        let at = |words: &str| sentence_number(text, text.find(words).unwrap() as u32);
        assert_eq!([at("Talks"), at("Lavrov"), at("They"), at("Was")], [1, 2, 3, 4]);
    }
}
