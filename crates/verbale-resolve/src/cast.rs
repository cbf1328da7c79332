use jiff::civil::Date;
use verbale_codes::{Country, Sector};
use verbale_doc::{Span, Tok, TokenIdx};

/// All actors, places and times of one article, with where they are mentioned.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// Actors, in order of first mention.
    pub actors: Vec<Actor>,
    /// Mentions of actors, in text order. Two mentions may nest ("Russian Foreign Minister Sergei Lavrov" holds
    /// "Russian"), but never cross.
    pub mentions: Vec<Mention>,
    /// Places, in order of first mention.
    pub places: Vec<Place>,
    /// Mentions of places, in text order.
    pub place_mentions: Vec<PlaceMention>,
    /// The place in the dateline, which has no tokens, and so no mention unless the text names it again.
    pub dateline: Option<PlaceId>,
    /// Expressions of time, in text order.
    pub times: Vec<Time>,
}

/// The position of an actor in [`Cast::actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub u32);

/// The position of a place in [`Cast::places`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u32);

/// The position of a time in [`Cast::times`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeId(pub u32);

/// Someone or something that acts, speaks or is acted upon.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// The fullest name in the article, or the knowledge base's where it is known.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Stable key in the knowledge base.
    pub entity: Option<String>,
    /// Wikidata identifier.
    pub wikidata: Option<String>,
    /// Country, or international code.
    pub country: Option<Country>,
    /// Sectors, the primary one first.
    pub sectors: Vec<Sector>,
    /// The office held on the day of the article, or as the text gives it.
    pub role: Option<String>,
}

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKind {
    /// One human being.
    Person,
    /// An institution, company, party, outlet, armed group with a name.
    Organization,
    /// A state or its government as such.
    State,
    /// Unnamed people who act together: "protesters", "three gunmen", "officials".
    Group,
    /// A people or community: "Kurds", "Russians".
    People,
}

/// How an actor is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// By name.
    Name,
    /// By description: "the minister".
    Nominal,
    /// By pronoun.
    Pronoun,
}

/// One place in the text where an actor is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The tokens of the mention, titles and appositions before the name included, relative clauses not.
    pub tokens: Span<Tok>,
    /// Its syntactic head: what verbs and prepositions attach to.
    pub head: TokenIdx,
    /// How it is mentioned.
    pub form: Form,
    /// Who is meant.
    pub actor: ActorId,
}

/// A place on Earth.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The gazetteer's name.
    pub name: String,
    /// Country it lies in.
    pub country: Option<Country>,
    /// First-level division it lies in.
    pub admin1: Option<String>,
    /// Degrees north and east (WGS84). For areas a rough centre.
    pub point: Option<(f64, f64)>,
    /// GeoNames identifier.
    pub geoname: Option<u32>,
    /// How fine the place is.
    pub resolution: Resolution,
}

/// How fine a place is, from PLOVER's five levels and `region` for what spans countries or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the contract's words")]
pub enum Resolution {
    Site,
    City,
    District,
    Province,
    Country,
    Region,
}

/// One place in the text where a place is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceMention {
    /// The tokens of the name.
    pub tokens: Span<Tok>,
    /// Its syntactic head.
    pub head: TokenIdx,
    /// Which place.
    pub place: PlaceId,
    /// Whether it stands for the government there (a mention may be a place and an actor at once), so that it does
    /// not locate an event.
    pub as_actor: bool,
}

/// An expression of time and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Its tokens, without a preposition before it.
    pub tokens: Span<Tok>,
    /// Its kind.
    pub kind: TimeKind,
    /// TIMEX3 value: `2016-03-24`, `2016-W12`, `P3D`, `PAST_REF`.
    pub value: String,
    /// First and last day, where the value is a stretch of the calendar.
    pub days: Option<(Date, Date)>,
    /// First and last day of the range of which this is one end ("from March 3 to 5", "between 2003 and 2011"):
    /// each end has a value of its own, as in TIMEX3.
    pub range: Option<(Date, Date)>,
    /// Whether the value was reckoned from the day of publication ("Thursday", "last week") or stands in the text.
    pub relative: bool,
}

/// TIMEX3's four kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeKind {
    /// A stretch of the calendar of a day or more.
    Date,
    /// A part of a day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}

impl Cast {
    /// An actor.
    pub fn actor(&self, id: ActorId) -> &Actor {
        &self.actors[id.0 as usize]
    }

    /// A place.
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.places[id.0 as usize]
    }

    /// The widest mention headed by this token.
    pub fn mention_headed(&self, head: TokenIdx) -> Option<&Mention> {
        self.near(head).filter(|mention| mention.head == head).max_by_key(|mention| mention.tokens.len())
    }

    /// The narrowest mention that holds this token.
    pub fn mention_at(&self, token: TokenIdx) -> Option<&Mention> {
        self.near(token)
            .filter(|mention| mention.tokens.has(token))
            .min_by_key(|mention| mention.tokens.len())
    }

    /// The mention of a place headed by or holding this token.
    pub fn place_at(&self, token: TokenIdx) -> Option<&PlaceMention> {
        self.place_mentions.iter().find(|mention| mention.tokens.has(token))
    }

    /// The times inside a span, in order.
    pub fn times_in(&self, span: Span<Tok>) -> impl Iterator<Item = &Time> {
        self.times.iter().filter(move |time| span.covers(time.tokens))
    }

    /// Mentions that may hold a token: those that start at or before it. Mentions are in text order and short, so
    /// the search goes back only as far as the longest mention could reach.
    fn near(&self, token: TokenIdx) -> impl Iterator<Item = &Mention> {
        const LONGEST: u32 = 64;
        let after = self.mentions.partition_point(|mention| mention.tokens.start() <= token.0);
        let starts_near = move |mention: &&Mention| mention.tokens.start() + LONGEST > token.0;
        self.mentions[..after].iter().rev().take_while(starts_near)
    }
}
