//! A record as rows.

use std::collections::{BTreeMap, HashSet};
use std::io::{Read, Write};
use std::num::NonZeroUsize;
use std::thread;

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use verbale_record::{Article, Record};

use super::{Batch, Counts, Parties, events, statements};
use crate::chars::CharText;
use crate::corrections::Reviews;
use crate::{StoreError, days};

/// What a document is known by: 16 bytes of the hash of its id, address, publisher and text.
pub(crate) fn key_of(id: &str, url: Option<&str>, publisher: Option<&str>, hash: &str) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for part in [id, url.unwrap_or(""), publisher.unwrap_or(""), hash] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut key = [0; 16];
    key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    key
}

/// What the rows of a record need to know of its document.
pub(crate) struct Document<'a> {
    pub(crate) id: i64,
    pub(crate) record: &'a Record,
    pub(crate) text: CharText<'a>,
    /// The record's actors: local id to party.
    pub(crate) cast: FxHashMap<&'a str, i64>,
    /// Local id to the party of the actor's country.
    pub(crate) countries: FxHashMap<&'a str, i64>,
    pub(crate) reviews: Reviews,
    pub(crate) older: OldIds,
    /// The party of its publisher.
    pub(crate) outlet: Option<i64>,
}

/// The ids that the items of an older coding had: by table and id in the record.
pub(crate) type OldIds = FxHashMap<(&'static str, String), i64>;

impl Document<'_> {
    /// The id for an item: the one it had if its day is the same, else a new one.
    pub(crate) fn item_id(
        &self,
        db: &Connection,
        counts: &mut Counts,
        table: &'static str,
        local: &str,
        day: i64,
    ) -> Result<i64, StoreError> {
        match self.older.get(&(table, local.to_owned())) {
            Some(&id) if days::day_of(id) == day => Ok(id),
            _ => counts.next_id(db, table, day),
        }
    }
}

/// The document of a record, where the store has it.
pub(crate) fn find(db: &Connection, record: &Record) -> Result<Option<i64>, StoreError> {
    let article = &record.article;
    let key = key_of(&record.id, article.url.as_deref(), article.publisher.as_deref(), &article.hash);
    let mut known = db.prepare_cached("SELECT id FROM document WHERE key = ?1")?;
    Ok(known.query_row([key.as_slice()], |row| row.get(0)).optional()?)
}

/// The records of batches that the store has not, each once, in their order.
pub(crate) fn unknown<'a>(db: &Connection, batches: &[Batch<'a>]) -> Result<Vec<&'a Record>, StoreError> {
    let mut known = db.prepare_cached("SELECT 1 FROM document WHERE key = ?1")?;
    let mut seen = HashSet::new();
    let mut new = Vec::new();
    for record in batches.iter().flat_map(|batch| batch.records) {
        let article = &record.article;
        let key = key_of(&record.id, article.url.as_deref(), article.publisher.as_deref(), &article.hash);
        if seen.insert(key) && !known.exists([key.as_slice()])? {
            new.push(record);
        }
    }
    Ok(new)
}

/// Adds a document with its coding and gives its number; none where the store has it.
pub(crate) fn insert(
    db: &Connection,
    record: &Record,
    body: &[u8],
    input: Option<i64>,
    parties: &mut Parties,
    counts: &mut Counts,
) -> Result<Option<i64>, StoreError> {
    let article = &record.article;
    let key = key_of(&record.id, article.url.as_deref(), article.publisher.as_deref(), &article.hash);
    if db.prepare_cached("SELECT 1 FROM document WHERE key = ?1")?.exists([key.as_slice()])? {
        return Ok(None);
    }
    let day = days::day(article.published.as_deref());
    let id = counts.next_id(db, "document", day)?;
    let mut new = db.prepare_cached(
        "INSERT INTO document (id, key, given, url, title, publisher, byline, language, dateline, agency,
           published, published_basis, hash, n_chars, n_statements, n_events, coder, input)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, 0, ?15, ?16)",
    )?;
    let dateline = article.dateline.as_ref();
    new.execute(params![
        id,
        key.as_slice(),
        record.id,
        article.url,
        article.title,
        article.publisher,
        article.byline,
        article.language,
        dateline.and_then(|dateline| dateline.place.as_deref()),
        dateline.and_then(|dateline| dateline.agency.as_deref()),
        article.published,
        article.published_basis,
        article.hash,
        CharText::new(&article.text).len(),
        coder_id(db, record)?,
        input,
    ])?;
    db.prepare_cached("INSERT INTO text (document, text) VALUES (?1, ?2)")?
        .execute(params![id, article.text])?;
    counts.index("article_words", id, article_words(article));
    counts.read(article.publisher.as_deref(), day, [1, 0, 0]);
    counts.tally("article", "publisher", article.publisher.as_deref().unwrap_or(""), day, 1);
    counts.tally("article", "language", article.language.as_deref().unwrap_or(""), day, 1);
    insert_coding(db, id, record, body, OldIds::default(), parties, counts)?;
    Ok(Some(id))
}

/// What is searched for in an article: its title and its text.
pub(crate) fn article_words(article: &Article) -> String {
    format!("{}\n{}", article.title.as_deref().unwrap_or(""), article.text)
}

/// Adds the coding of a document that is there without one. Items that take the place of older ones keep their ids,
/// so that addresses stay good.
pub(crate) fn insert_coding(
    db: &Connection,
    id: i64,
    record: &Record,
    body: &[u8],
    older: OldIds,
    parties: &mut Parties,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    let text = CharText::new(&record.article.text);
    let reviews = Reviews::of_text(db, &record.article.hash)?;
    let (cast, countries) = (FxHashMap::default(), FxHashMap::default());
    let outlet = record.article.publisher.as_deref().map(|name| parties.outlet(db, name)).transpose()?;
    let mut document = Document { id, record, text, cast, countries, reviews, older, outlet };
    insert_cast(db, &mut document, parties, counts)?;
    statements::insert(db, &document, parties, counts)?;
    events::insert(db, &document, parties, counts)?;
    insert_positions(db, &document, counts)?;
    db.prepare_cached("UPDATE document SET n_statements = ?2, n_events = ?3, coder = ?4 WHERE id = ?1")?
        .execute(params![id, record.statements.len(), record.events.len(), coder_id(db, record)?])?;
    let (n_statements, n_events) = (record.statements.len() as i64, record.events.len() as i64);
    counts.read(record.article.publisher.as_deref(), days::day_of(id), [0, n_statements, n_events]);
    db.prepare_cached("INSERT INTO record (document, body) VALUES (?1, ?2)")?.execute(params![id, body])?;
    Ok(())
}

fn insert_cast<'a>(
    db: &Connection,
    document: &mut Document<'a>,
    parties: &mut Parties,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    let mut new = db.prepare_cached(
        "INSERT OR IGNORE INTO appearance (document, local, party, role, mentions) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut met: BTreeMap<i64, Option<&str>> = BTreeMap::new();
    let record: &'a Record = document.record;
    for actor in &record.actors {
        let party = parties.of(db, actor)?;
        parties.note_names(party, actor, &document.text);
        let mentions: Vec<_> =
            actor.mentions.iter().map(|mention| (mention.start, mention.end, &mention.form)).collect();
        new.execute(params![document.id, actor.id, party, actor.role, json(&mentions)])?;
        document.cast.insert(&actor.id, party);
        let role = met.entry(party).or_default();
        *role = role.or(actor.role.as_deref());
        if let Some(code) = &actor.country {
            let country = parties.country(db, code)?;
            document.countries.insert(&actor.id, country);
            met.entry(country).or_default();
        }
    }
    for (party, role) in met {
        counts.postings.document(party, document.id, role);
        parties.count_document(party, 1);
    }
    Ok(())
}

fn insert_positions(db: &Connection, document: &Document<'_>, counts: &mut Counts) -> Result<(), StoreError> {
    let published = document.record.article.published.as_deref();
    let mut new = db.prepare_cached(
        "INSERT INTO position (id, document, local, holder, issue, object, object_start, object_end, attitude, polarity,
           statement, event, start, \"end\", date, name, rule)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?;
    for position in &document.record.positions {
        let Some(holder) = document.cast.get(position.holder.as_str()) else { continue };
        let id = document.item_id(db, counts, "position", &position.id, days::day(published))?;
        let object = position.object.actor.as_deref().and_then(|actor| document.cast.get(actor));
        new.execute(params![
            id,
            document.id,
            position.id,
            holder,
            position.issue,
            object,
            position.object.start,
            position.object.end,
            position.attitude,
            position.polarity,
            position.statement,
            position.event,
            position.evidence.start,
            position.evidence.end,
            position.date.as_deref().or(published),
            position.object.name,
            position.rule,
        ])?;
    }
    Ok(())
}

fn coder_id(db: &Connection, record: &Record) -> Result<i64, StoreError> {
    let coder = &record.coder;
    let named = params![coder.program, coder.model, coder.rules, coder.knowledge, coder.codebook];
    db.prepare_cached(
        "INSERT OR IGNORE INTO coder (program, model, rules, knowledge, codebook) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(named)?;
    let mut id = db.prepare_cached(
        "SELECT id FROM coder WHERE program = ?1 AND model = ?2 AND rules = ?3 AND knowledge = ?4 AND codebook = ?5",
    )?;
    Ok(id.query_row(named, |row| row.get(0))?)
}

/// The records as they are kept, packed on all cores.
pub(crate) fn pack_all(records: &[Record]) -> Vec<Vec<u8>> {
    let n_threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let share = records.len().div_ceil(n_threads).max(1);
    thread::scope(|scope| {
        let packing: Vec<_> = records
            .chunks(share)
            .map(|share| scope.spawn(|| share.iter().map(pack).collect::<Vec<_>>()))
            .collect();
        packing.into_iter().flat_map(|packed| packed.join().expect("packing does not panic")).collect()
    })
}

/// The record without its text, as it is kept.
pub(crate) fn pack(record: &Record) -> Vec<u8> {
    let mut textless = record.clone();
    textless.article.text = String::new();
    let json = serde_json::to_vec(&textless).expect("records hold nothing that JSON cannot");
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&json).and_then(|()| encoder.finish()).expect("writing to memory cannot fail")
}

/// The record of a document as it is kept, without its text.
pub(crate) fn kept_record(db: &Connection, document: i64) -> Result<Record, StoreError> {
    let mut body = db.prepare_cached("SELECT body FROM record WHERE document = ?1")?;
    let body: Vec<u8> = body
        .query_row([document], |row| row.get(0))
        .optional()?
        .ok_or_else(|| StoreError::NotFound(format!("document {document}")))?;
    unpack(&body).map_err(|why| StoreError::Damaged(format!("the record of document {document}: {why}")))
}

/// A kept record of at most this many bytes of JSON is opened; more can only be a forged one.
const LARGEST_RECORD: u64 = 1 << 30;

fn unpack(body: &[u8]) -> Result<Record, String> {
    let mut json = String::new();
    let mut decoder = ZlibDecoder::new(body).take(LARGEST_RECORD);
    decoder.read_to_string(&mut json).map_err(|error| error.to_string())?;
    serde_json::from_str(&json).map_err(|error| error.to_string())
}

/// A list as the JSON of a column.
pub(crate) fn json<T: serde::Serialize>(list: &[T]) -> String {
    serde_json::to_string(list).expect("lists of numbers and words are JSON")
}
