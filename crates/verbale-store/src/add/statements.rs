//! Statements as rows.

use rusqlite::{Connection, params};
use verbale_record::{Party, Statement};

use super::rows::{Document, json};
use super::{Counts, Parties};
use crate::corrections::{Review, Verdict};
use crate::{StoreError, days};

/// Parts in a statement, as `statement_party.role` numbers them.
pub(crate) const SPEAKER: i64 = 0;
pub(crate) const ADDRESSEE: i64 = 1;
pub(crate) const VIA: i64 = 2;
pub(crate) const ABOUT: i64 = 3;
pub(crate) const OUTLET: i64 = 4;

/// Adds all statements of a document.
pub(crate) fn insert(
    db: &Connection,
    document: &Document<'_>,
    parties: &mut Parties,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    let mentions = mentions_in_order(document);
    for statement in &document.record.statements {
        insert_one(db, document, statement, &mentions, parties, counts)?;
    }
    Ok(())
}

/// A statement as it is shown: what the record says, with what people changed.
struct Shown<'a> {
    kind: &'a str,
    date: Option<&'a str>,
    speaker: Option<i64>,
    /// The record's actor who speaks, where no correction named another.
    speaker_local: Option<&'a str>,
}

fn insert_one(
    db: &Connection,
    document: &Document<'_>,
    statement: &Statement,
    mentions: &[(u32, u32, &str)],
    parties: &mut Parties,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    let (Some(first), Some(last)) = (statement.content.first(), statement.content.last()) else {
        return Ok(());
    };
    let review = document.reviews.of_statement(first.start, last.end);
    let shown = shown(db, document, statement, review)?;
    let is_live = review.is_none_or(|review| review.verdict != Verdict::Reject);
    let day = days::day(shown.date);
    let id = document.item_id(db, counts, "statement", &statement.id, day)?;

    let party_of = |party: &Party| party.actor.as_deref().and_then(|actor| document.cast.get(actor)).copied();
    let addressee = statement.addressee.as_ref().and_then(party_of);
    let via: Vec<i64> = statement.via.iter().filter_map(party_of).collect();
    let about_local = about(statement, mentions);
    let mut about: Vec<i64> = Vec::new();
    for local in &about_local {
        if let Some(&party) = document.cast.get(local)
            && Some(party) != shown.speaker
            && !about.contains(&party)
        {
            about.push(party);
        }
    }
    let content: Vec<(u32, u32)> = statement.content.iter().map(|span| (span.start, span.end)).collect();
    let span = |party: &Option<Party>| party.as_ref().map(|party| (party.start, party.end)).unzip();
    let (speaker_start, speaker_end) = span(&statement.speaker);
    let (cue_start, cue_end) = statement.cue.as_ref().map(|cue| (cue.start, cue.end)).unzip();
    db.prepare_cached(
        "INSERT INTO statement (id, document, local, kind, speaker, addressee, via, about, cue, speaker_start, speaker_end,
           cue_start, cue_end, start, \"end\", content, parent, date, rule, review)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
    )?
    .execute(params![
        id,
        document.id,
        statement.id,
        shown.kind,
        shown.speaker,
        addressee,
        json(&via),
        json(&about),
        statement.cue.as_ref().map(|cue| &cue.lemma),
        speaker_start,
        speaker_end,
        cue_start,
        cue_end,
        first.start,
        last.end,
        json(&content),
        statement.parent,
        shown.date,
        statement.rule,
        review.map_or(0, Review::number),
    ])?;

    let mut roles: Vec<(i64, i64)> = Vec::new();
    let local = |party: &Option<Party>| party.as_ref().and_then(|party| party.actor.clone());
    roles.extend(shown.speaker.map(|party| (party, SPEAKER)));
    roles.extend(
        shown.speaker_local.and_then(|local| document.countries.get(local)).map(|&party| (party, SPEAKER)),
    );
    if shown.speaker_local.is_none()
        && let Some(speaker) = shown.speaker
    {
        roles.extend(super::parties::country_of(db, parties, speaker)?.map(|party| (party, SPEAKER)));
    }
    roles.extend(addressee.map(|party| (party, ADDRESSEE)));
    let addressee_country =
        local(&statement.addressee).and_then(|local| document.countries.get(local.as_str()).copied());
    roles.extend(addressee_country.map(|party| (party, ADDRESSEE)));
    roles.extend(via.iter().map(|&party| (party, VIA)));
    roles.extend(about.iter().map(|&party| (party, ABOUT)));
    roles.extend(
        about_local.iter().filter_map(|local| document.countries.get(local)).map(|&party| (party, ABOUT)),
    );
    roles.extend(document.outlet.map(|outlet| (outlet, OUTLET)));
    roles.sort_unstable();
    roles.dedup();
    for &(party, role) in &roles {
        counts.postings.statement(party, role, id);
        if role == SPEAKER {
            parties.count_statement(party, 1);
        }
    }

    let words: Vec<&str> = content.iter().map(|&(start, end)| document.text.slice(start, end)).collect();
    counts.index("statement_words", id, words.join(" … "));
    if is_live {
        counts.tally("statement", "kind", shown.kind, day, 1);
    }
    Ok(())
}

fn shown<'a>(
    db: &Connection,
    document: &Document<'_>,
    statement: &'a Statement,
    review: Option<&'a Review>,
) -> Result<Shown<'a>, StoreError> {
    let speaker_local = statement.speaker.as_ref().and_then(|speaker| speaker.actor.as_deref());
    let mut shown = Shown {
        kind: &statement.kind,
        date: statement.date.as_deref(),
        speaker: speaker_local.and_then(|local| document.cast.get(local)).copied(),
        speaker_local,
    };
    if let Some(change) = review.and_then(Review::change) {
        shown.kind = change.kind.as_deref().unwrap_or(shown.kind);
        shown.date = change.date.as_deref().or(shown.date);
        if let Some(key) = &change.speaker {
            shown.speaker = super::parties::by_key(db, key)?;
            shown.speaker_local = None;
        }
    }
    Ok(shown)
}

/// The actors mentioned in what was said, each once, in order.
fn about<'a>(statement: &Statement, mentions: &[(u32, u32, &'a str)]) -> Vec<&'a str> {
    let mut about = Vec::new();
    for span in &statement.content {
        let from = mentions.partition_point(|&(start, ..)| start < span.start);
        for &(_, end, local) in mentions[from..].iter().take_while(|&&(start, ..)| start < span.end) {
            if end <= span.end && !about.contains(&local) {
                about.push(local);
            }
        }
    }
    about
}

fn mentions_in_order<'a>(document: &Document<'a>) -> Vec<(u32, u32, &'a str)> {
    let mut mentions: Vec<(u32, u32, &str)> = Vec::new();
    for actor in &document.record.actors {
        mentions.extend(actor.mentions.iter().map(|mention| (mention.start, mention.end, actor.id.as_str())));
    }
    mentions.sort_unstable();
    mentions
}
