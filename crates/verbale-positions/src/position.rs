use jiff::civil::Date;
use serde::Deserialize;
use verbale_doc::{Span, Tok};
use verbale_resolve::ActorId;
use verbale_statements::StatementId;

/// Where someone stands on something.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Whose it is.
    pub holder: ActorId,
    /// The issue to which the object belongs: `syria/ceasefire`.
    pub issue: Option<String>,
    /// What it is about.
    pub object: Object,
    /// What the holder does about it.
    pub attitude: Attitude,
    /// From -1 (against) to 1 (for) the object.
    pub polarity: f64,
    /// The statement in or by which it is held.
    pub statement: Option<StatementId>,
    /// The event by which it is held: its place in the list of events.
    pub event: Option<u32>,
    /// The words that carry it.
    pub evidence: Span<Tok>,
    /// The day on which it was held, as far as the text tells.
    pub date: Option<Date>,
    /// The rule that made it: `positions.support`.
    pub rule: String,
}

/// Something one can be for or against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// The words.
    pub tokens: Span<Tok>,
    /// The actor, where it is one.
    pub actor: Option<ActorId>,
    /// What it is called whatever the words: the object's name in its issue, else its head words as lemmas.
    pub name: String,
}

/// What someone does about an object.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the contract's words")]
pub enum Attitude {
    Supports,
    Opposes,
    Demands,
    Offers,
    Hopes,
    Neutral,
}

impl Attitude {
    /// The contract's word: `supports`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Opposes => "opposes",
            Self::Demands => "demands",
            Self::Offers => "offers",
            Self::Hopes => "hopes",
            Self::Neutral => "neutral",
        }
    }
}
