//! What is shown of a statement, an event, an article.

use rusqlite::{Connection, OptionalExtension, Row};
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::chars::CharText;
use crate::corrections::Verdict;
use crate::{StoreError, documents};

/// An actor as a row shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartyRef {
    /// Its number; of the one it was merged into, where it was.
    pub id: i64,
    /// Its key: good for addresses.
    pub key: String,
    /// The name shown.
    pub name: String,
    /// `person`, `organization`, `state`, `group`, `people` or `country`.
    pub kind: String,
    /// Code of its country.
    pub country: Option<String>,
    /// PLOVER sectors.
    pub sectors: Vec<String>,
    /// Key in the knowledge base.
    pub entity: Option<String>,
    /// Wikidata identifier.
    pub wikidata: Option<String>,
}

/// A place as a row shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceRef {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Code of its country.
    pub country: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// GeoNames identifier.
    pub geoname: Option<u32>,
    /// `site`, `city`, `district`, `province`, `country` or `region`.
    pub resolution: String,
}

/// The article a statement or event stands in, and an article of its own list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticleRow {
    /// Its number.
    pub id: i64,
    /// The record's id.
    pub given: String,
    /// Its address.
    pub url: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// Language code.
    pub language: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// How the day was found.
    pub published_basis: String,
    /// Hash of the text.
    pub hash: String,
    /// Code points of its text.
    pub n_chars: u32,
    /// Statements coded from it.
    pub n_statements: u32,
    /// Events coded from it.
    pub n_events: u32,
    /// The story it belongs to.
    pub story: Option<i64>,
    /// The document it is a copy of.
    pub copy_of: Option<i64>,
    /// Reprints of it.
    pub n_copies: u32,
    /// How its text begins, after the title.
    pub beginning: String,
}

/// A statement of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatementRow {
    /// Its number.
    pub id: i64,
    /// Its id in the record.
    pub local: String,
    /// `direct`, `indirect` or `mixed`.
    pub kind: String,
    /// Its day.
    pub date: Option<String>,
    /// Who spoke.
    pub speaker: Option<PartyRef>,
    /// The speaker as the text has it, where no actor is known.
    pub speaker_words: Option<String>,
    /// To whom.
    pub addressee: Option<PartyRef>,
    /// Who carried the words, nearest to the speaker first.
    pub via: Vec<PartyRef>,
    /// Who is mentioned in it.
    pub about: Vec<PartyRef>,
    /// Lemma of the cue: "say".
    pub cue: Option<String>,
    /// What was said; parts that do not follow each other are joined by " … ".
    pub words: String,
    /// Its parts as code points of the text.
    pub content: Vec<(u32, u32)>,
    /// The statement it stands in.
    pub parent: Option<String>,
    /// What made it.
    pub rule: String,
    /// What people say of it.
    pub review: Option<Verdict>,
    /// Where it stands.
    pub article: ArticleRow,
}

/// An event of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventRow {
    /// Its number.
    pub id: i64,
    /// Its id in the record.
    pub local: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// `verbal cooperation` and the like.
    pub quad: String,
    /// PLOVER's score.
    pub plover_score: Option<f64>,
    /// Goldstein's value.
    pub goldstein: Option<f64>,
    /// Who did it.
    pub source: Vec<PartyRef>,
    /// To whom; none of a reciprocal event.
    pub target: Vec<PartyRef>,
    /// Where.
    pub place: Option<PlaceRef>,
    /// Why there.
    pub place_basis: String,
    /// First day; none where the text tells none.
    pub date: Option<String>,
    /// Last day.
    pub date_to: Option<String>,
    /// How the day was found.
    pub date_basis: Option<String>,
    /// `day`, `week`, `month` or `year`.
    pub precision: Option<String>,
    /// `occurred` and the like.
    pub status: String,
    /// People killed.
    pub dead: Option<u64>,
    /// People injured.
    pub injured: Option<u64>,
    /// People arrested.
    pub arrested: Option<u64>,
    /// People taking part.
    pub size: Option<u64>,
    /// The sentence it is told in.
    pub sentence: String,
    /// Where the sentence stands in the text.
    pub sentence_span: (u32, u32),
    /// The words that carry it, as code points of the text.
    pub trigger: Vec<(u32, u32)>,
    /// The statement it is told in.
    pub statement: Option<String>,
    /// What made it.
    pub rule: String,
    /// What people say of it.
    pub review: Option<Verdict>,
    /// Where it stands.
    pub article: ArticleRow,
}

/// Reads rows, each party, place and article once.
pub(crate) struct Rows<'a> {
    db: &'a Connection,
    parties: FxHashMap<i64, PartyRef>,
    places: FxHashMap<i64, PlaceRef>,
    /// The article read last, with its text: rows that follow each other often share it.
    article: Option<(ArticleRow, String)>,
}

/// Parties and places kept at a time.
const MOST_KEPT: usize = 100_000;
/// Code points of [`ArticleRow::beginning`].
const BEGINNING: u32 = 280;

impl<'a> Rows<'a> {
    pub(crate) fn new(db: &'a Connection) -> Self {
        Self { db, parties: FxHashMap::default(), places: FxHashMap::default(), article: None }
    }

    pub(crate) fn statement(&mut self, id: i64) -> Result<StatementRow, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT document, local, kind, speaker, addressee, via, about, cue, content, parent, date, rule, review,
               speaker_start, speaker_end FROM statement WHERE id = ?1",
        )?;
        let mut rows = query.query([id])?;
        let row = rows.next()?.ok_or_else(|| StoreError::NotFound(format!("statement {id}")))?;
        self.read_article(row.get(0)?)?;
        let content: Vec<(u32, u32)> = list(row, 8)?;
        let speaker = row.get::<_, Option<i64>>(3)?.map(|party| self.party(party)).transpose()?;
        let (article, text) = self.kept_article();
        let text = CharText::new(text);
        let words: Vec<&str> = content.iter().map(|&(start, end)| text.slice(start, end)).collect();
        let words = words.join(" … ");
        let speaker_words = match (&speaker, row.get(13)?, row.get(14)?) {
            (None, Some(start), Some(end)) => Some(text.slice(start, end).to_owned()),
            _ => None,
        };
        Ok(StatementRow {
            id,
            local: row.get(1)?,
            kind: row.get(2)?,
            speaker,
            speaker_words,
            addressee: row.get::<_, Option<i64>>(4)?.map(|party| self.party(party)).transpose()?,
            via: self.parties(&list::<i64>(row, 5)?)?,
            about: self.parties(&list::<i64>(row, 6)?)?,
            cue: row.get(7)?,
            words,
            content,
            parent: row.get(9)?,
            date: row.get(10)?,
            rule: row.get(11)?,
            review: Verdict::of_number(row.get(12)?),
            article,
        })
    }

    pub(crate) fn event(&mut self, id: i64) -> Result<EventRow, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT document, local, type, mode, contexts, cameo, quad, plover_score, goldstein, sources, targets, place,
               place_basis, date, date_to, date_basis, precision, status, dead, injured, arrested, size, \"trigger\",
               sentence_start, sentence_end, statement, rule, review FROM event WHERE id = ?1",
        )?;
        let mut rows = query.query([id])?;
        let row = rows.next()?.ok_or_else(|| StoreError::NotFound(format!("event {id}")))?;
        self.read_article(row.get(0)?)?;
        let sentence_span: (u32, u32) = (row.get(23)?, row.get(24)?);
        let (article, text) = self.kept_article();
        let sentence = CharText::new(text).slice(sentence_span.0, sentence_span.1).to_owned();
        Ok(EventRow {
            id,
            local: row.get(1)?,
            kind: row.get(2)?,
            mode: row.get(3)?,
            contexts: words(&row.get::<_, String>(4)?),
            cameo: row.get(5)?,
            quad: row.get(6)?,
            plover_score: row.get(7)?,
            goldstein: row.get(8)?,
            source: self.parties(&list::<i64>(row, 9)?)?,
            target: self.parties(&list::<i64>(row, 10)?)?,
            place: row.get::<_, Option<i64>>(11)?.map(|place| self.place(place)).transpose()?,
            place_basis: row.get(12)?,
            date: row.get(13)?,
            date_to: row.get(14)?,
            date_basis: row.get(15)?,
            precision: row.get(16)?,
            status: row.get(17)?,
            dead: row.get(18)?,
            injured: row.get(19)?,
            arrested: row.get(20)?,
            size: row.get(21)?,
            sentence,
            sentence_span,
            trigger: list(row, 22)?,
            statement: row.get(25)?,
            rule: row.get(26)?,
            review: Verdict::of_number(row.get(27)?),
            article,
        })
    }

    pub(crate) fn article(&mut self, id: i64) -> Result<ArticleRow, StoreError> {
        self.read_article(id)?;
        Ok(self.kept_article().0)
    }

    /// A party, as the one it was merged into.
    pub(crate) fn party(&mut self, id: i64) -> Result<PartyRef, StoreError> {
        if let Some(party) = self.parties.get(&id) {
            return Ok(party.clone());
        }
        let mut query = self.db.prepare_cached(
            "SELECT root.id, root.key, ifnull(root.shown, root.name), root.kind, root.country, root.sectors, root.entity,
               root.wikidata
             FROM party JOIN party AS root ON root.id = ifnull(party.same_as, party.id) WHERE party.id = ?1",
        )?;
        let party = query.query_row([id], |row| {
            Ok(PartyRef {
                id: row.get(0)?,
                key: row.get(1)?,
                name: row.get(2)?,
                kind: row.get(3)?,
                country: row.get(4)?,
                sectors: words(&row.get::<_, String>(5)?),
                entity: row.get(6)?,
                wikidata: row.get(7)?,
            })
        });
        let party = party.optional()?.ok_or_else(|| StoreError::NotFound(format!("actor {id}")))?;
        if self.parties.len() >= MOST_KEPT {
            self.parties.clear();
        }
        self.parties.insert(id, party.clone());
        Ok(party)
    }

    fn parties(&mut self, ids: &[i64]) -> Result<Vec<PartyRef>, StoreError> {
        ids.iter().map(|&id| self.party(id)).collect()
    }

    pub(crate) fn place(&mut self, id: i64) -> Result<PlaceRef, StoreError> {
        if let Some(place) = self.places.get(&id) {
            return Ok(place.clone());
        }
        let mut query = self.db.prepare_cached(
            "SELECT id, name, country, admin1, lat, lon, geoname, resolution FROM place WHERE id = ?1",
        )?;
        let place = query.query_row([id], |row| {
            Ok(PlaceRef {
                id: row.get(0)?,
                name: row.get(1)?,
                country: row.get(2)?,
                admin1: row.get(3)?,
                lat: row.get(4)?,
                lon: row.get(5)?,
                geoname: row.get(6)?,
                resolution: row.get(7)?,
            })
        });
        let place = place.optional()?.ok_or_else(|| StoreError::NotFound(format!("place {id}")))?;
        if self.places.len() >= MOST_KEPT {
            self.places.clear();
        }
        self.places.insert(id, place.clone());
        Ok(place)
    }

    fn read_article(&mut self, id: i64) -> Result<(), StoreError> {
        if self.article.as_ref().is_some_and(|(article, _)| article.id == id) {
            return Ok(());
        }
        let text = documents::text_of(self.db, id)?;
        let mut query = self.db.prepare_cached(
            "SELECT given, url, title, publisher, language, published, published_basis, hash, n_chars, n_statements,
               n_events, story, copy_of, (SELECT count(*) FROM stories AS copies WHERE copies.copy_of = document.id)
             FROM document LEFT JOIN stories ON stories.document = document.id WHERE id = ?1",
        )?;
        let article = query.query_row([id], |row| {
            let title: Option<String> = row.get(2)?;
            let beginning = beginning(&text, title.as_deref());
            Ok(ArticleRow {
                id,
                given: row.get(0)?,
                url: row.get(1)?,
                title,
                publisher: row.get(3)?,
                language: row.get(4)?,
                published: row.get(5)?,
                published_basis: row.get(6)?,
                hash: row.get(7)?,
                n_chars: row.get(8)?,
                n_statements: row.get(9)?,
                n_events: row.get(10)?,
                story: row.get(11)?,
                copy_of: row.get(12)?,
                n_copies: row.get(13)?,
                beginning,
            })
        });
        let article = article.optional()?.ok_or_else(|| StoreError::NotFound(format!("document {id}")))?;
        self.article = Some((article, text));
        Ok(())
    }

    fn kept_article(&self) -> (ArticleRow, &str) {
        let (article, text) = self.article.as_ref().expect("it was read just before");
        (article.clone(), text)
    }
}

fn beginning(text: &str, title: Option<&str>) -> String {
    let after = title.and_then(|title| text.trim_start().strip_prefix(title)).unwrap_or(text);
    let head: String = after.chars().take(4 * BEGINNING as usize).collect();
    let mut words = String::new();
    for word in head.split_whitespace() {
        if words.len() + word.len() > BEGINNING as usize {
            words.push('…');
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

fn words(list: &str) -> Vec<String> {
    list.split(';').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn list<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<Vec<T>, StoreError> {
    let json: String = row.get(column)?;
    serde_json::from_str(&json).map_err(|error| StoreError::Damaged(format!("a list in a row: {error}")))
}
