//! The record of one document, as `verbale code` prints it: schema `verbale/1`.
//!
//! Every `start`/`end` is a half-open range of Unicode code points of `article.text`. Codes are text. What is not
//! known is `null` or an empty list.
//!
//! ```
//! use verbale_record::Record;
//! let record: Record = serde_json::from_str(r#"{
//!   "schema": "verbale/1",
//!   "coder": {"program": "verbale 0.1.0", "model": "m", "rules": "r", "knowledge": "k", "codebook": "PLOVER 2.0"},
//!   "id": "1", "article": {"text": "Hello.", "hash": "h", "blocks": [{"kind": "title", "start": 0, "end": 6}]},
//!   "actors": [], "places": [], "times": [], "statements": [], "events": [], "positions": []
//! }"#).unwrap();
//! assert!(record.faults().is_empty());
//! ```
//!
//! These types are a promise to others, so they are apart from the types the stages work with: a field may be added,
//! but changing or dropping one makes `verbale/2`. Nothing here codes anything.

mod faults;

use serde::{Deserialize, Serialize};

/// The name of this format.
pub const SCHEMA: &str = "verbale/1";

/// What one document says: the unit of output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA`].
    pub schema: String,
    /// What made it.
    pub coder: Coder,
    /// The given id, else the URL, else a hash of the text.
    pub id: String,
    /// The document.
    pub article: Article,
    /// Who takes part.
    pub actors: Vec<Actor>,
    /// Where.
    pub places: Vec<Place>,
    /// When.
    pub times: Vec<Time>,
    /// Who said what.
    pub statements: Vec<Statement>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// Who stands where on what.
    pub positions: Vec<Position>,
    /// With `--near`: what was almost coded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<Vec<Near>>,
}

/// What made a record: enough to make it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coder {
    /// Program and version.
    pub program: String,
    /// Language model and version.
    pub model: String,
    /// `blake3:` hash of the rules.
    pub rules: String,
    /// `blake3:` hash of the knowledge base.
    pub knowledge: String,
    /// The codebook the codes are of.
    pub codebook: String,
}

/// The document itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// Its address.
    pub url: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// The names in the byline.
    pub byline: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Where and by whom it was filed.
    pub dateline: Option<Dateline>,
    /// ISO 8601 day of publication; never the day of reading.
    pub published: Option<String>,
    /// `given`, `meta`, `url`, `text`, `feed` or `none`.
    pub published_basis: String,
    /// `blake3:` hash of the text.
    pub hash: String,
    /// The text all spans index.
    pub text: String,
    /// Its parts, in order.
    pub blocks: Vec<Block>,
}

/// "Moscow, SANA-".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The place, as written.
    pub place: Option<String>,
    /// The agency, as written.
    pub agency: Option<String>,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A labelled stretch of the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// `title`, `dateline`, `byline`, `paragraph`, `heading`, `list`, `caption`, `related` or `boilerplate`.
    pub kind: String,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A half-open range of code points of the article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// Someone or something that acts, speaks or is acted upon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// `a1`, `a2`, …
    pub id: String,
    /// The fullest name.
    pub name: String,
    /// `person`, `organization`, `state`, `group` or `people`.
    pub kind: String,
    /// Stable key in the knowledge base.
    pub entity: Option<String>,
    /// Wikidata identifier.
    pub wikidata: Option<String>,
    /// ISO 3166 alpha-3 or an international code of PLOVER.
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<String>,
    /// Office held on the day of the article.
    pub role: Option<String>,
    /// Where it is mentioned.
    pub mentions: Vec<Mention>,
}

/// A mention of an actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// `name`, `nominal` or `pronoun`.
    pub form: String,
}

/// A place on Earth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// `p1`, `p2`, …
    pub id: String,
    /// The gazetteer's name.
    pub name: String,
    /// ISO 3166 alpha-3.
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
    /// Where it is mentioned.
    pub mentions: Vec<Span>,
}

/// An expression of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// `t1`, `t2`, …
    pub id: String,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// TIMEX3 type: `DATE`, `TIME`, `DURATION` or `SET`.
    #[serde(rename = "type")]
    pub kind: String,
    /// TIMEX3 value.
    pub value: String,
    /// First day, where the value is a stretch of the calendar.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
}

/// Someone's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// `s1`, `s2`, …
    pub id: String,
    /// `direct`, `indirect` or `mixed`.
    pub kind: String,
    /// Who spoke.
    pub speaker: Option<Party>,
    /// What marks it as said.
    pub cue: Option<Cue>,
    /// What was said.
    pub content: Vec<Span>,
    /// To whom.
    pub addressee: Option<Party>,
    /// Who carried the words, nearest to the speaker first.
    pub via: Vec<Party>,
    /// The statement inside whose content this one stands.
    pub parent: Option<String>,
    /// ISO 8601 day.
    pub date: Option<String>,
    /// The rule or model decision that made it.
    #[serde(default)]
    pub rule: String,
}

/// Someone with a part in a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The actor, where known.
    pub actor: Option<String>,
}

/// What marks something as said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Lemma of the deciding word.
    pub lemma: String,
}

/// Something someone did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// `e1`, `e2`, …
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// `verbal cooperation`, `material cooperation`, `verbal conflict` or `material conflict`.
    pub quad: String,
    /// PLOVER's score of type and mode, -10 to +10.
    pub plover_score: Option<f64>,
    /// Goldstein value of the CAMEO code, -10 to +10.
    pub goldstein: Option<f64>,
    /// Ids of who did it.
    pub source: Vec<String>,
    /// Ids of whom it was done to.
    pub target: Vec<String>,
    /// Id of where.
    pub place: Option<String>,
    /// `argument`, `sentence`, `dateline` or `none`.
    pub place_basis: String,
    /// When.
    pub date: Option<EventDate>,
    /// `occurred`, `ongoing`, `planned`, `hoped`, `urged`, `conditional`, `denied` or `historical`.
    pub status: String,
    /// Counts of people.
    pub numbers: Numbers,
    /// The words that carry it.
    pub trigger: Vec<Span>,
    /// The sentence it stands in.
    pub sentence: Span,
    /// The statement it is told in.
    pub statement: Option<String>,
    /// The rule that made it.
    pub rule: String,
}

/// When an event took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventDate {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// `explicit`, `relative`, `dateline` or `published`.
    pub basis: String,
    /// `day`, `week`, `month` or `year`.
    pub precision: String,
    /// First code point of the words that say it.
    pub start: Option<u32>,
    /// One past the last.
    pub end: Option<u32>,
}

/// Counts of people in an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the contract's words")]
pub struct Numbers {
    pub dead: Option<u64>,
    pub injured: Option<u64>,
    pub arrested: Option<u64>,
    pub size: Option<u64>,
    /// The words that tell each number; left out where no number is told.
    #[serde(skip_serializing_if = "NumberSpans::is_empty")]
    pub spans: NumberSpans,
}

/// Where the numbers of an event are told: "at least 12".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the contract's words")]
pub struct NumberSpans {
    pub dead: Option<Span>,
    pub injured: Option<Span>,
    pub arrested: Option<Span>,
    pub size: Option<Span>,
}

impl NumberSpans {
    /// Whether no number is told.
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    /// Those that are there.
    pub fn all(&self) -> impl Iterator<Item = Span> {
        [self.dead, self.injured, self.arrested, self.size].into_iter().flatten()
    }
}

/// Where someone stands on something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// `o1`, `o2`, …
    pub id: String,
    /// Id of the actor who holds it.
    pub holder: String,
    /// `syria/ceasefire`.
    pub issue: Option<String>,
    /// What it is about.
    pub object: Object,
    /// `supports`, `opposes`, `demands`, `offers`, `hopes` or `neutral`.
    pub attitude: String,
    /// -1 (against) to 1 (for).
    pub polarity: f64,
    /// The statement it was taken from.
    pub statement: Option<String>,
    /// The event it was taken from.
    pub event: Option<String>,
    /// The words it rests on.
    pub evidence: Span,
    /// The day on which it was held.
    #[serde(default)]
    pub date: Option<String>,
    /// The rule that made it: `positions.support`.
    #[serde(default)]
    pub rule: String,
}

/// Something one can be for or against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The actor, where it is one.
    pub actor: Option<String>,
    /// What it is called whatever the words: `ceasefire`.
    #[serde(default)]
    pub name: String,
}

/// What was almost coded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Near {
    /// The rule that nearly fired.
    pub rule: String,
    /// First code point of the words it started from.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// What is missing, in words.
    pub missing: String,
}
