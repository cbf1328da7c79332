//! Statements, events and articles as tables.

use super::ExportOptions;
use super::table::{Cell, Column, Sink, integer, real, text};
use crate::find::{ArticleRow, EventRow, Kind, PartyRef, Rows, StatementRow};
use crate::{Store, StoreError, Verdict};

const STATEMENTS: [Column; 24] = [
    integer("id", "number in the store"),
    integer("document", "number of the document in the store"),
    text("record", "id in the record of the document"),
    text("date", "day of the statement, ISO 8601"),
    text("kind", "direct, indirect or mixed speech"),
    text("speaker", "who spoke"),
    text("speaker_key", "the speaker's key in the store"),
    text("speaker_country", "ISO 3166 alpha-3, KOS for Kosovo, or an international code of PLOVER"),
    text("speaker_sectors", "PLOVER sectors, the primary one first, joined by ;"),
    text("addressee", "to whom"),
    text("addressee_country", "the addressee's country"),
    text("via", "who carried the words, nearest to the speaker first, joined by ' ← '"),
    text("about", "who is mentioned in it, joined by ;"),
    text("cue", "lemma of the word that marks it as said"),
    text("words", "what was said; parts that do not follow each other are joined by ' … '"),
    integer("start", "first code point of the words in the text"),
    integer("end", "one past the last"),
    text("rule", "what made it"),
    text("review", "what people say of it: accept, reject or change"),
    text("url", "address of the article"),
    text("title", "its headline"),
    text("publisher", "its outlet"),
    text("published", "its day of publication"),
    text("hash", "hash of its text, which spans index"),
];

const EVENTS: [Column; 42] = [
    integer("id", "number in the store"),
    integer("document", "number of the document in the store"),
    text("record", "id in the record of the document"),
    text("date", "first day of the event, ISO 8601; empty where none is known"),
    text("date_to", "last day"),
    text("date_basis", "how the day was found: explicit, relative, dateline or published"),
    text("precision", "day, week, month or year"),
    text("type", "PLOVER type"),
    text("mode", "PLOVER mode"),
    text("contexts", "PLOVER contexts, joined by ;"),
    text("cameo", "CAMEO code; text, for 042 is not 42"),
    text("quad", "verbal or material, cooperation or conflict"),
    real("plover_score", "PLOVER's score of type and mode, -10 to 10"),
    real("goldstein", "Goldstein's value of the CAMEO code, -10 to 10"),
    text("status", "occurred, ongoing, planned, hoped, urged, conditional, denied or historical"),
    text("source", "who did it, joined by ;"),
    text("source_key", "their keys in the store"),
    text("source_country", "their countries, one for each, empty where unknown"),
    text("source_sectors", "their primary sectors, one for each"),
    text("target", "to whom; empty where the event is reciprocal or has no target"),
    text("target_key", "their keys"),
    text("target_country", "their countries"),
    text("target_sectors", "their primary sectors"),
    text("place", "where it took place"),
    text("country", "code of the country where it took place"),
    real("lat", "degrees north"),
    real("lon", "degrees east"),
    text("resolution", "site, city, district, province, country or region: what the point stands for"),
    text("place_basis", "why there: argument, sentence, dateline or none"),
    integer("dead", "people killed"),
    integer("injured", "people injured"),
    integer("arrested", "people arrested"),
    integer("size", "people taking part"),
    text("sentence", "the sentence it is told in"),
    integer("start", "first code point of the words that carry it"),
    integer("end", "one past the last"),
    text("rule", "the rule that made it"),
    text("review", "what people say of it: accept, reject or change"),
    text("url", "address of the article"),
    text("publisher", "its outlet"),
    text("published", "its day of publication"),
    text("hash", "hash of its text, which spans index"),
];

const ARTICLES: [Column; 14] = [
    integer("id", "number in the store"),
    text("record", "the record's id"),
    text("url", "address"),
    text("title", "headline"),
    text("publisher", "outlet"),
    text("language", "language, ISO 639-1"),
    text("published", "day of publication"),
    text("published_basis", "how the day was found"),
    text("hash", "hash of the text"),
    integer("n_chars", "code points of the text"),
    integer("n_statements", "statements coded from it"),
    integer("n_events", "events coded from it"),
    integer("story", "story it belongs to"),
    integer("copy_of", "document it is a copy of"),
];

/// The columns that are words of an article.
const WORDS: [&str; 2] = ["words", "sentence"];

impl Store {
    /// Gives the rows that are to be exported to a sink, as cells.
    pub(super) fn each_cells(&self, options: &ExportOptions, sink: &mut dyn Sink) -> Result<u64, StoreError> {
        if let Some(panel) = options.panel {
            return panel.write(self, options, sink);
        }
        let all = columns(options.kind);
        let is_kept = |column: &Column| options.with_text || !WORDS.contains(&column.name);
        sink.begin(&all.iter().copied().filter(is_kept).collect::<Vec<_>>())?;
        let ids = self.select(options)?;
        let mut rows = Rows::new(&self.connection);
        for &id in ids.iter().rev() {
            let cells = match options.kind {
                Kind::Statement => statement(rows.statement(id)?),
                Kind::Event => event(rows.event(id)?),
                Kind::Article => article(rows.article(id)?),
            };
            let kept = cells.into_iter().zip(all).filter(|(_, column)| is_kept(column));
            sink.row(kept.map(|(cell, _)| cell).collect())?;
        }
        Ok(ids.len() as u64)
    }
}

/// The columns of a table of this kind.
pub(super) fn columns(kind: Kind) -> &'static [Column] {
    match kind {
        Kind::Statement => &STATEMENTS,
        Kind::Event => &EVENTS,
        Kind::Article => &ARTICLES,
    }
}

fn statement(row: StatementRow) -> Vec<Cell> {
    let (start, end) =
        row.content.first().zip(row.content.last()).map_or((0, 0), |(first, last)| (first.0, last.1));
    let speaker = row.speaker.as_ref();
    vec![
        Cell::Integer(row.id),
        Cell::Integer(row.article.id),
        Cell::Text(row.local),
        row.date.into(),
        Cell::Text(row.kind),
        speaker.map(|party| party.name.clone()).or(row.speaker_words).into(),
        speaker.map(|party| party.key.clone()).into(),
        speaker.and_then(|party| party.country.clone()).into(),
        speaker.map(|party| party.sectors.join(";")).into(),
        row.addressee.as_ref().map(|party| party.name.clone()).into(),
        row.addressee.and_then(|party| party.country).into(),
        some(row.via.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join(" ← ")),
        some(joined(&row.about, |party| &party.name)),
        row.cue.into(),
        Cell::Text(row.words),
        Cell::Integer(i64::from(start)),
        Cell::Integer(i64::from(end)),
        some(row.rule),
        row.review.map(Verdict::name).map(str::to_owned).into(),
        row.article.url.into(),
        row.article.title.into(),
        row.article.publisher.into(),
        row.article.published.into(),
        Cell::Text(row.article.hash),
    ]
}

fn event(row: EventRow) -> Vec<Cell> {
    let (start, end) =
        row.trigger.first().zip(row.trigger.last()).map_or((0, 0), |(first, last)| (first.0, last.1));
    let place = row.place.as_ref();
    let country = |party: &PartyRef| party.country.clone().unwrap_or_default();
    let sector = |party: &PartyRef| party.sectors.first().cloned().unwrap_or_default();
    let count = |number: Option<u64>| Cell::from(number.map(|number| number as i64));
    vec![
        Cell::Integer(row.id),
        Cell::Integer(row.article.id),
        Cell::Text(row.local),
        row.date.into(),
        row.date_to.into(),
        row.date_basis.into(),
        row.precision.into(),
        Cell::Text(row.kind),
        row.mode.into(),
        some(row.contexts.join(";")),
        row.cameo.into(),
        Cell::Text(row.quad),
        row.plover_score.into(),
        row.goldstein.into(),
        Cell::Text(row.status),
        some(joined(&row.source, |party| &party.name)),
        some(joined(&row.source, |party| &party.key)),
        some(row.source.iter().map(country).collect::<Vec<_>>().join(";")),
        some(row.source.iter().map(sector).collect::<Vec<_>>().join(";")),
        some(joined(&row.target, |party| &party.name)),
        some(joined(&row.target, |party| &party.key)),
        some(row.target.iter().map(country).collect::<Vec<_>>().join(";")),
        some(row.target.iter().map(sector).collect::<Vec<_>>().join(";")),
        place.map(|place| place.name.clone()).into(),
        place.and_then(|place| place.country.clone()).into(),
        place.and_then(|place| place.lat).into(),
        place.and_then(|place| place.lon).into(),
        place.map(|place| place.resolution.clone()).into(),
        Cell::Text(row.place_basis),
        count(row.dead),
        count(row.injured),
        count(row.arrested),
        count(row.size),
        Cell::Text(row.sentence),
        Cell::Integer(i64::from(start)),
        Cell::Integer(i64::from(end)),
        Cell::Text(row.rule),
        row.review.map(Verdict::name).map(str::to_owned).into(),
        row.article.url.into(),
        row.article.publisher.into(),
        row.article.published.into(),
        Cell::Text(row.article.hash),
    ]
}

fn article(row: ArticleRow) -> Vec<Cell> {
    vec![
        Cell::Integer(row.id),
        Cell::Text(row.given),
        row.url.into(),
        row.title.into(),
        row.publisher.into(),
        row.language.into(),
        row.published.into(),
        Cell::Text(row.published_basis),
        Cell::Text(row.hash),
        Cell::Integer(i64::from(row.n_chars)),
        Cell::Integer(i64::from(row.n_statements)),
        Cell::Integer(i64::from(row.n_events)),
        row.story.into(),
        row.copy_of.into(),
    ]
}

fn joined<'a>(parties: &'a [PartyRef], part: impl Fn(&'a PartyRef) -> &'a str) -> String {
    parties.iter().map(part).collect::<Vec<_>>().join(";")
}

fn some(text: String) -> Cell {
    if text.is_empty() { Cell::None } else { Cell::Text(text) }
}
