use std::collections::{BTreeMap, BTreeSet};

use verbale_codes::Country;

use super::{ENTRY_BITS, Gazetteer, HEADER, MAGIC, N_BUCKETS, NONE, Parts, bucket_of, fold, name_hash};
use crate::{NameKind, PlaceKind};

/// Puts a gazetteer file together: `cargo xtask knowledge` and tests use it.
///
/// ```
/// use verbale_know::{Gazetteer, GazetteerBuilder, NameKind, NewPlace, PlaceKind};
/// let mut builder = GazetteerBuilder::default();
/// let mut place = NewPlace::new("Erehwon", PlaceKind::Town, 12.34, -5.0);
/// place.names.push(("Erewhon City".to_owned(), NameKind::Alternate));
/// builder.add(place);
/// let gazetteer = Gazetteer::read(builder.build()).unwrap();
/// let (id, kind) = gazetteer.find("erewhon city").next().unwrap();
/// assert_eq!((gazetteer.place(id).lon, kind), (-5.0, NameKind::Alternate));
/// assert_eq!(gazetteer.find("nowhere").count(), 0);
/// ```
#[derive(Default)]
pub struct GazetteerBuilder {
    places: Vec<NewPlace>,
}

/// A place to be put into a gazetteer.
#[derive(Clone, Debug)]
pub struct NewPlace {
    /// Its usual name.
    pub name: String,
    /// Its other names.
    pub names: Vec<(String, NameKind)>,
    /// What it is.
    pub kind: PlaceKind,
    /// Where it lies.
    pub country: Option<Country>,
    /// The first-level division it lies in, by the position of that division among the places added.
    pub admin1: Option<usize>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// GeoNames identifier.
    pub geoname: Option<u32>,
    /// Inhabitants; 0 where not known.
    pub population: u64,
    /// How many names it has in other languages and scripts.
    pub renown: usize,
}

impl NewPlace {
    /// A place of which no more is known.
    pub fn new(name: &str, kind: PlaceKind, lat: f64, lon: f64) -> Self {
        let name = name.to_owned();
        Self {
            name,
            names: vec![],
            kind,
            country: None,
            admin1: None,
            lat,
            lon,
            geoname: None,
            population: 0,
            renown: 0,
        }
    }
}

impl GazetteerBuilder {
    /// Takes a place, and gives its position for [`NewPlace::admin1`].
    pub fn add(&mut self, place: NewPlace) -> usize {
        self.places.push(place);
        self.places.len() - 1
    }

    /// The places taken so far, in order.
    pub fn places(&self) -> &[NewPlace] {
        &self.places
    }

    /// The places taken so far, to be completed.
    pub fn places_mut(&mut self) -> &mut [NewPlace] {
        &mut self.places
    }

    /// The bytes of the file, to be read by [`Gazetteer::read`]. The same places give the same bytes in any order
    /// of adding, but for equal ones.
    ///
    /// # Panics
    /// Where more than 65,534 countries, territories and first-level divisions are given, or 2²⁸ places.
    pub fn build(mut self) -> Vec<u8> {
        let order = self.order();
        // Where each place as added stands in the file.
        let mut number_of = vec![0_u32; self.places.len()];
        for (number, &added) in order.iter().enumerate() {
            number_of[added] = number as u32;
        }
        let countries: BTreeSet<Country> = self.places.iter().filter_map(|place| place.country).collect();
        let countries: Vec<Country> = countries.into_iter().collect();
        let postings = postings(&self.places, &number_of);
        let mut columns = Columns::default();
        for added in order {
            let place =
                std::mem::replace(&mut self.places[added], NewPlace::new("", PlaceKind::Region, 0.0, 0.0));
            let admin1 = place.admin1.map_or(NONE, |admin1| {
                u16::try_from(number_of[admin1]).expect("divisions are sorted to the front and fit 16 bits")
            });
            let country = place.country.and_then(|country| countries.binary_search(&country).ok());
            columns.push(&place, country.map_or(NONE, |number| number as u16), admin1);
        }
        columns.write(&countries, &postings)
    }

    /// Countries first, then the other divisions, then the rest; neighbours by country and name, which packs well.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.places.len()).collect();
        let rank = |kind: PlaceKind| kind.min(PlaceKind::Admin2);
        order.sort_by(|&left, &right| {
            let (left, right) = (&self.places[left], &self.places[right]);
            (rank(left.kind), left.country, left.admin1, &left.name, left.geoname)
                .cmp(&(rank(right.kind), right.country, right.admin1, &right.name, right.geoname))
                .then(left.lat.total_cmp(&right.lat))
        });
        order
    }
}

/// All names by fingerprint, with what each names, ordered by bucket.
struct Postings {
    buckets: Vec<u32>,
    fingerprints: Vec<u32>,
    entries: Vec<u32>,
    first_words: Vec<u8>,
}

fn postings(places: &[NewPlace], number_of: &[u32]) -> Postings {
    // One kind of name an entry: the lowest, where it has a name twice.
    let mut kinds: BTreeMap<(u64, u32), NameKind> = BTreeMap::new();
    let mut first_words = vec![0_u8; N_BUCKETS];
    for (place, &number) in places.iter().zip(number_of) {
        let main = std::iter::once((place.name.as_str(), NameKind::Main));
        for (name, kind) in main.chain(place.names.iter().map(|(name, kind)| (name.as_str(), *kind))) {
            let folded = fold(name);
            let Some(first_word) = folded.split(' ').next().filter(|word| !word.is_empty()) else { continue };
            let n_words = folded.split(' ').count().min(u8::MAX as usize) as u8;
            let most = &mut first_words[bucket_of(name_hash(first_word))];
            *most = n_words.max(*most);
            let hash = name_hash(&folded) & !(0xffff << 32); // the file keeps 16 bits as bucket and the lower 32
            let known = kinds.entry((hash, number)).or_insert(kind);
            *known = kind.min(*known);
        }
    }
    let mut buckets = vec![0_u32; N_BUCKETS + 1];
    let (mut fingerprints, mut entries) = (Vec::with_capacity(kinds.len()), Vec::with_capacity(kinds.len()));
    for ((hash, number), kind) in kinds {
        assert!(number < 1 << ENTRY_BITS, "the file numbers at most 2^28 places");
        buckets[bucket_of(hash) + 1] += 1;
        fingerprints.push(hash as u32);
        entries.push((kind as u32) << ENTRY_BITS | number);
    }
    for bucket in 0..N_BUCKETS {
        buckets[bucket + 1] += buckets[bucket];
    }
    Postings { buckets, fingerprints, entries, first_words }
}

#[derive(Default)]
struct Columns {
    lats: Vec<u8>,
    lons: Vec<u8>,
    kinds: Vec<u8>,
    geonames: Vec<u8>,
    populations: Vec<u8>,
    renowns: Vec<u8>,
    in_country: Vec<u8>,
    in_admin1: Vec<u8>,
    name_starts: Vec<u8>,
    names: Vec<u8>,
}

impl Columns {
    fn push(&mut self, place: &NewPlace, country: u16, admin1: u16) {
        self.lats.extend(hundredths(place.lat));
        self.lons.extend(hundredths(place.lon));
        self.kinds.push(place.kind as u8);
        self.geonames.extend(place.geoname.unwrap_or(0).to_le_bytes());
        self.populations.push(population_code(place.population));
        self.renowns.push(place.renown.min(255) as u8);
        self.in_country.extend(country.to_le_bytes());
        self.in_admin1.extend(admin1.to_le_bytes());
        self.name_starts.extend((self.names.len() as u32).to_le_bytes());
        self.names.extend(place.name.as_bytes());
    }

    fn write(mut self, countries: &[Country], postings: &Postings) -> Vec<u8> {
        self.name_starts.extend((self.names.len() as u32).to_le_bytes());
        let counts = [
            countries.len() as u32,
            self.kinds.len() as u32,
            postings.entries.len() as u32,
            self.names.len() as u32,
        ];
        let mut body: Vec<u8> = countries.iter().flat_map(|country| country.code().bytes()).collect();
        for column in [&self.lats, &self.lons, &self.kinds, &self.geonames, &self.populations, &self.renowns]
        {
            body.extend(column);
        }
        for column in [&self.in_country, &self.in_admin1, &self.name_starts, &self.names] {
            body.extend(column);
        }
        for column in [&postings.buckets, &postings.fingerprints, &postings.entries] {
            body.extend(column.iter().flat_map(|number| number.to_le_bytes()));
        }
        body.extend(&postings.first_words);
        let mut file = Vec::with_capacity(HEADER + body.len());
        file.extend(MAGIC);
        file.extend(Gazetteer::FORMAT.to_le_bytes());
        file.extend(counts.iter().flat_map(|count| count.to_le_bytes()));
        file.extend(0_u32.to_le_bytes());
        file.extend(identity_of(&body).to_le_bytes());
        file.extend(&body);
        debug_assert_eq!(Parts::lay_out(counts[0], counts[1], counts[2], counts[3]).1, file.len() as u64);
        file
    }
}

/// The number [`Gazetteer::identity`] gives: FNV-1a over eight bytes at a time.
pub(super) fn identity_of(body: &[u8]) -> u64 {
    body.chunks(8).fold(0xcbf2_9ce4_8422_2325, |hash, chunk| {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        let mixed = (hash ^ u64::from_le_bytes(eight)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 31)
    })
}

fn hundredths(degrees: f64) -> [u8; 2] {
    ((degrees * 100.0).round() as i16).to_le_bytes()
}

/// Inhabitants on a scale of 8 steps a doubling, so that a byte reaches past four thousand million.
#[expect(clippy::cast_sign_loss, reason = "a logarithm of one or more")]
fn population_code(population: u64) -> u8 {
    ((population as f64 + 1.0).log2() * 8.0).round().min(255.0) as u8
}

/// Back from [`population_code`].
#[expect(clippy::cast_sign_loss, reason = "a power of two or more, less one")]
pub(super) fn inhabitants(code: u8) -> u32 {
    ((f64::from(code) / 8.0).exp2() - 1.0).round() as u32
}
