mod build;
mod fold;
mod kind;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use verbale_codes::Country;

pub use build::{GazetteerBuilder, NewPlace};
pub use fold::{fold, fold_into};
pub use kind::{NameKind, PlaceKind};

/// The places of the world by name: countries, divisions, towns, waters, mountains, regions.
///
/// It reads its compact file in place: nothing is parsed or copied when it is opened, and only the pages that are
/// looked at come into memory. Names are found by a 48-bit fingerprint of their [`fold`]ed form instead of the
/// letters themselves: one wrong name in about 10⁹ is taken for a known one, and the file stays small.
///
/// ```
/// use verbale_know::{Gazetteer, PlaceKind};
/// let gazetteer = Gazetteer::bundled();
/// let towns = gazetteer.find("geneva").map(|(id, _)| gazetteer.place(id)).filter(|place| place.kind.is_settlement());
/// let geneva = towns.max_by_key(|place| place.population).unwrap();
/// assert_eq!((geneva.name, geneva.country.unwrap().code()), ("Geneva", "CHE"));
/// assert_eq!((geneva.lat, geneva.lon), (46.2, 6.15));
/// ```
#[derive(Clone)]
pub struct Gazetteer {
    bytes: Cow<'static, [u8]>,
    parts: Parts,
    n_entries: u32,
    identity: u64,
}

/// The position of a place in its [`Gazetteer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// What the gazetteer knows of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GazetteerPlace<'a> {
    /// Its usual name.
    pub name: &'a str,
    /// What it is.
    pub kind: PlaceKind,
    /// The country it lies in; none for seas and continents, and for what spans countries.
    pub country: Option<Country>,
    /// The first-level division it lies in.
    pub admin1: Option<EntryId>,
    /// Degrees north (WGS84), to a hundredth; the rough centre of an area, the mouth of a river.
    pub lat: f64,
    /// Degrees east (WGS84), to a hundredth.
    pub lon: f64,
    /// GeoNames identifier.
    pub geoname: Option<u32>,
    /// Inhabitants, right to about 5 %; of a division the sum of its towns; 0 where not known.
    pub population: u32,
    /// How many names it has in other languages and scripts, up to 255: what is talked of far away has many.
    pub renown: u8,
}

/// A gazetteer file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GazetteerError {
    /// It does not begin as one.
    NotAGazetteer,
    /// It has this format number, which is another than [`Gazetteer::FORMAT`].
    Format(u32),
    /// Its parts do not fill it: it is cut off or damaged.
    Length {
        /// Bytes by the header.
        expected: u64,
        /// Bytes there are.
        found: u64,
    },
}

impl fmt::Display for GazetteerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAGazetteer => f.write_str("not a gazetteer file"),
            Self::Format(found) => {
                write!(f, "gazetteer format {found}; this program reads {}", Gazetteer::FORMAT)
            }
            Self::Length { expected, found } => {
                write!(f, "damaged gazetteer: {found} bytes where its header says {expected}")
            }
        }
    }
}
impl std::error::Error for GazetteerError {}

/// How many buckets the fingerprints are spread over: the upper 16 of their 48 bits.
const N_BUCKETS: usize = 1 << 16;
const MAGIC: &[u8; 8] = b"vplaces\n";
const HEADER: usize = 40;
/// "No such entry" in a column of entry numbers, "no country" in the column of countries.
const NONE: u16 = u16::MAX;
/// The lower bits of a posting are the entry, the upper the kind of name.
const ENTRY_BITS: u32 = 28;

/// Where each column of the file lies. All numbers are little-endian.
///
/// ```text
/// magic 8, format u32, countries u32, entries u32, postings u32, name bytes u32, zero u32, identity u64
/// countries   3 letters each
/// lats, lons  i16 each, hundredths of a degree     kinds        u8 each
/// geonames    u32 each, 0 for none                 populations  u8 each, 8·log2(inhabitants + 1)
/// renowns     u8 each, number of names             in_country   u16 each, index of countries
/// in_admin1   u16 each, entry number
/// name_starts u32 each and one more                names        UTF-8
/// buckets     u32 each and one more                fingerprints u32 each (the lower 32 bits)
/// postings    u32 each: kind of name, entry        first_words  u8 for each 16-bit hash of a first word: the most
///                                                               words a name that begins with it has
/// ```
#[derive(Clone, Default)]
struct Parts {
    countries: Range<usize>,
    lats: Range<usize>,
    lons: Range<usize>,
    kinds: Range<usize>,
    geonames: Range<usize>,
    populations: Range<usize>,
    renowns: Range<usize>,
    in_country: Range<usize>,
    in_admin1: Range<usize>,
    name_starts: Range<usize>,
    names: Range<usize>,
    buckets: Range<usize>,
    fingerprints: Range<usize>,
    postings: Range<usize>,
    first_words: Range<usize>,
}

impl Parts {
    /// Lays the columns out behind the header, and gives the length of the whole.
    fn lay_out(n_countries: u32, n_entries: u32, n_postings: u32, name_bytes: u32) -> (Self, u64) {
        let mut end = HEADER as u64;
        let mut next = |count: u64, width: u64| {
            let start = end;
            end += count * width;
            start as usize..end as usize
        };
        let (countries, entries, postings) = (n_countries as u64, n_entries as u64, n_postings as u64);
        let parts = Self {
            countries: next(countries, 3),
            lats: next(entries, 2),
            lons: next(entries, 2),
            kinds: next(entries, 1),
            geonames: next(entries, 4),
            populations: next(entries, 1),
            renowns: next(entries, 1),
            in_country: next(entries, 2),
            in_admin1: next(entries, 2),
            name_starts: next(entries + 1, 4),
            names: next(name_bytes as u64, 1),
            buckets: next(N_BUCKETS as u64 + 1, 4),
            fingerprints: next(postings, 4),
            postings: next(postings, 4),
            first_words: next(N_BUCKETS as u64, 1),
        };
        (parts, end)
    }
}

impl Gazetteer {
    /// The format number this program reads and writes.
    pub const FORMAT: u32 = 1;

    /// The gazetteer that is built into the program.
    ///
    /// # Panics
    /// Never: a test reads the same bytes.
    pub fn bundled() -> Self {
        const BYTES: &[u8] = include_bytes!("../../../knowledge/places/places.bin");
        Self::read(BYTES).expect("the committed file is read by a test")
    }

    /// Opens a gazetteer file. Constant time: only the header is looked at.
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, GazetteerError> {
        let bytes = bytes.into();
        if bytes.len() < HEADER || !bytes.starts_with(MAGIC) {
            return Err(GazetteerError::NotAGazetteer);
        }
        let number = |at: usize| u32_at(&bytes, at);
        if number(8) != Self::FORMAT {
            return Err(GazetteerError::Format(number(8)));
        }
        let n_entries = number(16);
        let (parts, expected) = Parts::lay_out(number(12), n_entries, number(20), number(24));
        if expected != bytes.len() as u64 {
            return Err(GazetteerError::Length { expected, found: bytes.len() as u64 });
        }
        let identity = u64::from(number(32)) | u64::from(number(36)) << 32;
        Ok(Self { bytes, parts, n_entries, identity })
    }

    /// A number that changes with the content: a hash of everything behind the header, made when the file was.
    pub fn identity(&self) -> u64 {
        self.identity
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.n_entries as usize
    }

    /// Whether it holds no place.
    pub fn is_empty(&self) -> bool {
        self.n_entries == 0
    }

    /// A place; one of a number this gazetteer never gave is an unnamed region at 0, 0.
    pub fn place(&self, id: EntryId) -> GazetteerPlace<'_> {
        let index = id.0 as usize;
        let parts = &self.parts;
        if id.0 >= self.n_entries {
            return GazetteerPlace {
                name: "",
                kind: PlaceKind::Region,
                country: None,
                admin1: None,
                lat: 0.0,
                lon: 0.0,
                geoname: None,
                population: 0,
                renown: 0,
            };
        }
        let admin1 = u16_at(&self.bytes, parts.in_admin1.start + 2 * index);
        let geoname = u32_at(&self.bytes, parts.geonames.start + 4 * index);
        GazetteerPlace {
            name: self.name(index),
            kind: self.kind(id),
            country: self.country_of(id),
            admin1: (admin1 != NONE).then_some(EntryId(admin1 as u32)),
            lat: self.degrees(&parts.lats, index),
            lon: self.degrees(&parts.lons, index),
            geoname: (geoname != 0).then_some(geoname),
            population: build::inhabitants(self.bytes[parts.populations.start + index]),
            renown: self.bytes[parts.renowns.start + index],
        }
    }

    /// What a place is; cheaper than [`Gazetteer::place`].
    pub fn kind(&self, id: EntryId) -> PlaceKind {
        let kind = self.bytes.get(self.parts.kinds.start + id.0 as usize).copied().unwrap_or_default();
        PlaceKind::ALL.get(kind as usize).copied().unwrap_or(PlaceKind::Region)
    }

    /// The places of a [`fold`]ed name, with what kind of name it is for each.
    pub fn find<'a>(&'a self, folded: &str) -> impl Iterator<Item = (EntryId, NameKind)> + use<'a> {
        let hash = name_hash(folded);
        let low = hash as u32;
        let bucket = self.parts.buckets.start + 4 * bucket_of(hash);
        let (from, to) = (u32_at(&self.bytes, bucket), u32_at(&self.bytes, bucket + 4));
        // A damaged file may hold any number here; it must not be read past its columns.
        let n_postings = (self.parts.postings.len() / 4) as u32;
        (from.min(n_postings)..to.min(n_postings))
            .filter(move |&at| u32_at(&self.bytes, self.parts.fingerprints.start + 4 * at as usize) == low)
            .map(move |at| {
                let posting = u32_at(&self.bytes, self.parts.postings.start + 4 * at as usize);
                let kind = NameKind::ALL[(posting >> ENTRY_BITS) as usize % NameKind::ALL.len()];
                (EntryId(posting & ((1 << ENTRY_BITS) - 1)), kind)
            })
    }

    /// The most words a name has that begins with this [`fold`]ed word; 0 where none does. Now and then too high.
    pub fn most_words(&self, first_word: &str) -> usize {
        let most =
            |word: &str| self.bytes[self.parts.first_words.start + bucket_of(name_hash(word))] as usize;
        // Before another word it is written out.
        fold::written_out(first_word).map_or(0, most).max(most(first_word))
    }

    /// The entry of a country.
    pub fn country(&self, country: Country) -> Option<EntryId> {
        // Countries stand first, so this is short.
        let entries = (0..self.n_entries).map(EntryId);
        entries
            .take_while(|&id| self.kind(id) == PlaceKind::Country)
            .find(|&id| self.country_of(id) == Some(country))
    }

    fn country_of(&self, id: EntryId) -> Option<Country> {
        let number = u16_at(&self.bytes, self.parts.in_country.start + 2 * id.0 as usize) as usize;
        let at = self.parts.countries.start + 3 * number;
        let code = self.bytes[..self.parts.countries.end].get(at..at + 3)?;
        std::str::from_utf8(code).ok()?.parse().ok()
    }

    fn name(&self, index: usize) -> &str {
        let at = self.parts.name_starts.start + 4 * index;
        let (from, to) = (u32_at(&self.bytes, at) as usize, u32_at(&self.bytes, at + 4) as usize);
        let names = &self.bytes[self.parts.names.clone()];
        names.get(from..to).and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default()
    }

    fn degrees(&self, column: &Range<usize>, index: usize) -> f64 {
        f64::from(u16_at(&self.bytes, column.start + 2 * index).cast_signed()) / 100.0
    }
}

impl fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gazetteer").field("n_entries", &self.n_entries).finish_non_exhaustive()
    }
}

/// FNV-1a with a last mixing step, so that upper and lower bits are both good.
fn name_hash(folded: &str) -> u64 {
    let fnv = folded.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (fnv ^ (fnv >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

fn bucket_of(hash: u64) -> usize {
    (hash >> 48) as usize
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes)
}

#[cfg(test)]
mod tests;
