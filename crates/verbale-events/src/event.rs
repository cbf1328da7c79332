use jiff::civil::Date;
use verbale_codes::{Cameo, Context, EventType, Mode, Quad};
use verbale_doc::{Span, Tok};
use verbale_resolve::{ActorId, PlaceId};
use verbale_statements::StatementId;

/// Something someone did, to someone where there is a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode, one that the type has.
    pub mode: Option<Mode>,
    /// PLOVER contexts, in the codebook's order.
    pub contexts: Vec<Context>,
    /// The nearest CAMEO code.
    pub cameo: Cameo,
    /// Who did it; all parties of a reciprocal event.
    pub source: Vec<ActorId>,
    /// To whom; empty for a reciprocal event.
    pub target: Vec<ActorId>,
    /// Where.
    pub place: Option<PlaceId>,
    /// How the place was found.
    pub place_basis: PlaceBasis,
    /// When.
    pub date: Option<EventDate>,
    /// Whether it happened.
    pub status: Status,
    /// Dead, injured, arrested, size.
    pub numbers: Numbers,
    /// The words that carry the event.
    pub trigger: Vec<Span<Tok>>,
    /// The sentence it stands in.
    pub sentence: Span<Tok>,
    /// The statement inside which it is told; none where the paper itself tells it.
    pub statement: Option<StatementId>,
    /// The rule that made it: `consult.visit`.
    pub rule: String,
}

impl Event {
    /// Verbal or material, cooperation or conflict: the type's quadrant.
    pub fn quad(&self) -> Quad {
        self.kind.quad()
    }

    /// PLOVER's score of conflict and cooperation, -10 to 10, by mode where the mode has one.
    pub fn plover_score(&self) -> f64 {
        self.kind.score(self.mode)
    }

    /// Goldstein's value of the CAMEO code, -10 to 10.
    pub fn goldstein(&self) -> f64 {
        self.cameo.goldstein()
    }
}

/// How the place of an event was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceBasis {
    /// The trigger's own clause says it.
    Argument,
    /// The only place of the sentence.
    Sentence,
    /// The dateline.
    Dateline,
    /// Not found.
    #[default]
    None,
}

/// When an event took place, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventDate {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// How it is known.
    pub basis: DateBasis,
    /// How fine it is.
    pub precision: Precision,
    /// The words that say it.
    pub tokens: Option<Span<Tok>>,
}

/// How the date of an event is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateBasis {
    /// A date in the text.
    Explicit,
    /// An expression such as "Thursday" reckoned from the day of publication.
    Relative,
    /// The date in the dateline.
    Dateline,
    /// The day of publication.
    Published,
}

/// How fine a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the contract's words")]
pub enum Precision {
    Day,
    Week,
    Month,
    Year,
}

/// Whether an event happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the contract's words")]
pub enum Status {
    Occurred,
    Ongoing,
    Planned,
    Hoped,
    Urged,
    Conditional,
    Denied,
    Historical,
}

impl Status {
    /// The contract's word: `occurred`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Occurred => "occurred",
            Self::Ongoing => "ongoing",
            Self::Planned => "planned",
            Self::Hoped => "hoped",
            Self::Urged => "urged",
            Self::Conditional => "conditional",
            Self::Denied => "denied",
            Self::Historical => "historical",
        }
    }
}

/// Counts of people in an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Killed.
    pub dead: Option<Count>,
    /// Hurt.
    pub injured: Option<Count>,
    /// Held.
    pub arrested: Option<Count>,
    /// Those who protest, are sent or moved, freed or expelled.
    pub size: Option<Count>,
}

/// A number of people, with the words that tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The number; of a range the lower end.
    pub n: u64,
    /// From the first to the last of its words: "at least 12".
    pub tokens: Span<Tok>,
}

/// What was almost coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The rule that nearly fired.
    pub rule: String,
    /// The words it started from.
    pub trigger: Span<Tok>,
    /// What is missing, in words: "no source in the clause".
    pub missing: String,
}
