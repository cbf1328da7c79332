//! Events as rows.

use rusqlite::{Connection, params};
use verbale_codes::{Cameo, EventType, Mode, Quad};
use verbale_record::Event;

use super::postings::{Pair, Postings};
use super::rows::{Document, json};
use super::{Counts, Parties, parties, places};
use crate::corrections::{Change, Review, Verdict};
use crate::{StoreError, days};

/// Statuses by their numbers in `event_party` and `pair`.
pub(crate) const STATUSES: [&str; 8] =
    ["occurred", "ongoing", "planned", "hoped", "urged", "conditional", "denied", "historical"];

/// `event_party.side` of an outlet.
pub(crate) const OUTLET: i64 = 2;

/// Parties of a side that are paired with those of the other. A list that is longer is no list of parties, and its
/// pairs would grow with its square.
const MOST_PAIRED: usize = 24;

/// Adds all events of a document.
pub(crate) fn insert(
    db: &Connection,
    document: &Document<'_>,
    parties: &mut Parties,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    for event in &document.record.events {
        insert_one(db, document, event, parties, counts)?;
    }
    Ok(())
}

fn insert_one(
    db: &Connection,
    document: &Document<'_>,
    event: &Event,
    parties: &mut Parties,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    let (Some(first), Some(last)) = (event.trigger.first(), event.trigger.last()) else { return Ok(()) };
    let review = document.reviews.of_event(first.start, last.end, &event.kind);
    let is_live = review.is_none_or(|review| review.verdict != Verdict::Reject);
    let mut sides = [side(document, &event.source), side(document, &event.target)];
    let mut event = event.clone();
    if let Some(change) = review.and_then(Review::change) {
        recode(&mut event, change);
        for (side, keys) in sides.iter_mut().zip([&change.source, &change.target]) {
            if let Some(keys) = keys {
                *side = Side::of_keys(db, parties, keys)?;
            }
        }
    }
    let published = document.record.article.published.as_deref();
    let day = days::day(event.date.as_ref().map(|date| date.from.as_str()).or(published));
    let id = document.item_id(db, counts, "event", &event.id, day)?;
    let place =
        event.place.as_ref().and_then(|local| document.record.places.iter().find(|place| &place.id == local));
    let place_id = place.map(|place| places::of(db, place)).transpose()?;
    let country = place.and_then(|place| place.country.as_deref());
    let trigger: Vec<(u32, u32)> = event.trigger.iter().map(|span| (span.start, span.end)).collect();
    let date = event.date.as_ref();
    db.prepare_cached(
        "INSERT INTO event (id, document, local, type, mode, contexts, cameo, quad, plover_score, goldstein, sources, targets,
           place, place_basis, country, date, date_to, date_basis, precision, status, dead, injured, arrested, size,
           \"trigger\", start, \"end\", sentence_start, sentence_end, statement, rule, review)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
           ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32)",
    )?
    .execute(params![
        id,
        document.id,
        event.id,
        event.kind,
        event.mode,
        event.contexts.join(";"),
        event.cameo,
        event.quad,
        event.plover_score,
        event.goldstein,
        json(&sides[0].actors),
        json(&sides[1].actors),
        place_id,
        event.place_basis,
        country,
        date.map(|date| &date.from),
        date.map(|date| &date.to),
        date.map(|date| &date.basis),
        date.map(|date| &date.precision),
        event.status,
        event.numbers.dead,
        event.numbers.injured,
        event.numbers.arrested,
        event.numbers.size,
        json(&trigger),
        first.start,
        last.end,
        event.sentence.start,
        event.sentence.end,
        event.statement,
        event.rule,
        review.map_or(0, Review::number),
    ])?;
    let sentence = document.text.slice(event.sentence.start, event.sentence.end);
    counts.index("event_words", id, sentence.to_owned());
    insert_parties(id, document, &event, &sides, parties, &mut counts.postings);
    if is_live {
        counts.tally("event", "type", &event.kind, day, 1);
        counts.tally("event", "status", &event.status, day, 1);
        counts.tally("event", "quad", &event.quad, day, 1);
        counts.tally("event", "country", country.unwrap_or(""), day, 1);
    }
    Ok(())
}

/// The parties of one side: the actors, and the countries they act for.
struct Side {
    actors: Vec<i64>,
    countries: Vec<i64>,
}

impl Side {
    fn of_keys(db: &Connection, parties: &mut Parties, keys: &[String]) -> Result<Self, StoreError> {
        let mut side = Self { actors: Vec::new(), countries: Vec::new() };
        for key in keys {
            if let Some(party) = parties::by_key(db, key)? {
                side.actors.push(party);
                side.countries.extend(parties::country_of(db, parties, party)?);
            }
        }
        side.countries.sort_unstable();
        side.countries.dedup();
        Ok(side)
    }
}

fn side(document: &Document<'_>, locals: &[String]) -> Side {
    let mut actors = Vec::new();
    let mut countries = Vec::new();
    for local in locals {
        if let Some(&party) = document.cast.get(local.as_str())
            && !actors.contains(&party)
        {
            actors.push(party);
        }
        countries.extend(document.countries.get(local.as_str()));
    }
    countries.sort_unstable();
    countries.dedup();
    Side { actors, countries }
}

fn insert_parties(
    id: i64,
    document: &Document<'_>,
    event: &Event,
    sides: &[Side; 2],
    parties: &mut Parties,
    postings: &mut Postings,
) {
    let quad = Quad::ALL.iter().position(|quad| quad.code() == event.quad).map_or(0, |at| at as i64 + 1);
    let status = STATUSES.iter().position(|status| *status == event.status).unwrap_or(STATUSES.len()) as i64;
    let score = (event.plover_score.unwrap_or(0.0) * 10.0).round() as i64;
    let [source, target] = sides;
    // What has several sources and no target is reciprocal: all its sources stand to each other.
    let is_reciprocal = target.actors.is_empty() && source.actors.len() > 1;
    let target = if is_reciprocal { source } else { target };
    let mut met = Vec::new();
    for (number, side) in [source, target].into_iter().enumerate() {
        for &party in side.actors.iter().chain(&side.countries) {
            postings.event(party, number as i64, id, [quad, status, score]);
            met.push(party);
        }
    }
    met.sort_unstable();
    met.dedup();
    for party in met {
        parties.count_event(party, 1);
    }
    let code = event.cameo.as_deref().unwrap_or(&event.kind);
    for (sources, targets) in [(&source.actors, &target.actors), (&source.countries, &target.countries)] {
        for &from in sources.iter().take(MOST_PAIRED) {
            for &to in targets.iter().take(MOST_PAIRED).filter(|&&to| to != from) {
                postings.pair(Pair {
                    source: from,
                    target: to,
                    event: id,
                    document: document.id,
                    code: code.to_owned(),
                    quad,
                    status,
                    score,
                });
            }
        }
    }
    if let Some(outlet) = document.outlet {
        postings.event(outlet, OUTLET, id, [quad, status, score]);
    }
}

/// Applies what a person says an event is. Codes that follow from type and mode follow it.
fn recode(event: &mut Event, change: &Change) {
    if let Some(status) = &change.status {
        event.status.clone_from(status);
    }
    if let (Some(date), Some(day)) = (&mut event.date, &change.date) {
        date.from.clone_from(day);
        date.to.clone_from(day);
    }
    if change.kind.is_none() && change.mode.is_none() {
        return;
    }
    let code = change.kind.as_ref().unwrap_or(&event.kind);
    let Ok(kind) = code.parse::<EventType>() else { return };
    // A mode of the old type is none of the new one.
    let mode: Option<Mode> =
        change.mode.as_deref().or(event.mode.as_deref()).and_then(|mode| kind.mode(mode));
    let cameo = Cameo::nearest(kind, mode);
    kind.code().clone_into(&mut event.kind);
    event.mode = mode.map(|mode| mode.code().to_owned());
    event.cameo = Some(cameo.code().to_owned());
    kind.quad().code().clone_into(&mut event.quad);
    event.plover_score = Some(kind.score(mode));
    event.goldstein = Some(cameo.goldstein());
}
