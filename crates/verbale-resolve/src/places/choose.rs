use rustc_hash::FxHashMap;
use verbale_codes::Country;
use verbale_know::{EntryId, Gazetteer, GazetteerPlace, NameKind, PlaceKind};

use super::spot::{Hit, Spot, Spots, lies_in_any};

/// What a name was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// A place of the gazetteer.
    Entry(EntryId),
    /// Something that has this name and is not in it.
    Unknown(String),
}

/// How sharply the likelier place of a name is preferred, round by round: at first hardly, so that places which only
/// together make sense (a town and its county) find each other before the large and far ones win.
const SHARPNESS: [f64; 4] = [0.5, 0.9, 1.5, 2.2];

/// What a share of one in the article's countries, in its divisions, and one near neighbour count for, in powers of
/// ten of inhabitants. Tuned together on local news of 2009 and world news of 2016; not to be tuned one by one.
const COUNTRY: f64 = 4.0;
const DIVISION: f64 = 3.0;
const NEAR: f64 = 1.5;

/// What the number of a town's names in other languages counts for, as a power of ten, against its inhabitants.
const RENOWN: f64 = 0.4;

/// What the name of a whole country counts for it, where the name of a town in it counts one: that the United States
/// are named says little about which Geneva is meant.
const WHOLE_COUNTRY: f64 = 0.3;

/// What an adjective or the name of a people counts for its country, where a name counts one.
const PEOPLE: f64 = 0.5;

/// How many places of one name are weighed: the most likely by themselves.
const MOST: usize = 24;

/// How many other names are looked at for neighbours, so that an article of a thousand names takes no million steps.
const NEIGHBOURS: usize = 40;

/// A name with its places.
struct Name<'a> {
    candidates: Vec<Candidate<'a>>,
    /// How much it says about the others: more where it is mentioned often, or can only mean one place.
    weight: f64,
}

/// A place a name may mean.
struct Candidate<'a> {
    id: EntryId,
    place: GazetteerPlace<'a>,
    division: Option<EntryId>,
    /// How likely it is meant where nothing else is known, as a power of ten.
    prior: f64,
    /// The share of belief it has among the places of the name.
    belief: f64,
}

/// Picks a place for each spot, in their order.
///
/// Every name spreads its belief over its places; what they say of countries, divisions and neighbourhood shifts the
/// belief of the others, some rounds over (relaxation labelling).
pub(super) fn choose(spots: &Spots, gazetteer: &Gazetteer) -> Vec<Choice> {
    let (names, name_of) = settled(spots, gazetteer);
    spots
        .in_order()
        .zip(name_of)
        .map(|(spot, name)| match name.map(|name: usize| names[name].best()) {
            Some(best) => Choice::Entry(best),
            None => Choice::Unknown(spot.folded.clone()),
        })
        .collect()
}

/// The places that the spot at a position may mean, each with how much it is believed in; none for an unknown name.
pub(super) fn beliefs(spots: &Spots, at: usize, gazetteer: &Gazetteer) -> Vec<(EntryId, f64)> {
    let (names, name_of) = settled(spots, gazetteer);
    let name = name_of.get(at).copied().flatten();
    let candidates = name.map(|name| &names[name].candidates).into_iter().flatten();
    candidates.map(|candidate| (candidate.id, candidate.belief)).collect()
}

/// All names with the beliefs in their places, and which name each spot has.
fn settled<'a>(spots: &Spots, gazetteer: &'a Gazetteer) -> (Vec<Name<'a>>, Vec<Option<usize>>) {
    let list: Vec<&Spot> = spots.in_order().collect();
    let (mut names, name_of) = group(&list, gazetteer);
    let peoples: Vec<Country> = spots.peoples.iter().filter_map(|&id| gazetteer.place(id).country).collect();
    for name in &mut names {
        let priors: Vec<f64> = name.candidates.iter().map(|candidate| candidate.prior).collect();
        name.believe(&priors, SHARPNESS[0]);
    }
    for sharpness in SHARPNESS {
        let context = Context::of(&names, &peoples);
        let scores: Vec<Vec<f64>> = (0..names.len()).map(|number| context.scores(number, &names)).collect();
        for (name, scores) in names.iter_mut().zip(scores) {
            name.believe(&scores, sharpness);
        }
    }
    (names, name_of)
}

/// Puts mentions of one name together, those apart that the text tells apart; gives the name of each spot.
fn group<'a>(list: &[&Spot], gazetteer: &'a Gazetteer) -> (Vec<Name<'a>>, Vec<Option<usize>>) {
    let mut names: Vec<Name<'a>> = Vec::new();
    let mut times: Vec<u32> = Vec::new();
    let mut by_hits: FxHashMap<(&str, Vec<Hit>), usize> = FxHashMap::default();
    let mut told: FxHashMap<&str, usize> = FxHashMap::default();
    let mut name_of = vec![None; list.len()];
    let inside: Vec<Vec<Hit>> = list.iter().map(|spot| inside_container(spot, list, gazetteer)).collect();
    // Those of which the text tells where they lie come first: the others of the name follow them.
    for are_told in [true, false] {
        for (at, spot) in list.iter().enumerate() {
            if inside[at].is_empty() == are_told || spot.hits.is_empty() {
                continue;
            }
            let hits = if are_told { &inside[at] } else { &spot.hits };
            let known = told.get(&*spot.folded).copied().filter(|_| !are_told);
            let number = known.unwrap_or_else(|| {
                *by_hits.entry((&spot.folded, hits.clone())).or_insert_with(|| {
                    names.push(Name::new(hits, are_told, gazetteer));
                    times.push(0);
                    names.len() - 1
                })
            });
            if are_told {
                told.entry(&spot.folded).or_insert(number);
            }
            times[number] += 1;
            name_of[at] = Some(number);
        }
    }
    for (name, times) in names.iter_mut().zip(times) {
        name.weight *= f64::from(times).sqrt();
    }
    (names, name_of)
}

/// The hits of a spot that lie in what stands behind its comma; none where nothing does.
fn inside_container(spot: &Spot, list: &[&Spot], gazetteer: &Gazetteer) -> Vec<Hit> {
    let Some(container) = spot.container.and_then(|container| list.get(container)) else { return Vec::new() };
    spot.hits.iter().copied().filter(|hit| lies_in_any(gazetteer, hit.0, &container.hits)).collect()
}

impl<'a> Name<'a> {
    fn new(hits: &[Hit], is_told: bool, gazetteer: &'a Gazetteer) -> Self {
        let candidates = hits.iter().map(|&(id, name)| {
            let place = gazetteer.place(id);
            let division = if place.kind == PlaceKind::Admin1 { Some(id) } else { place.admin1 };
            Candidate { id, division, prior: prior(&place, name), belief: 0.0, place }
        });
        let mut candidates: Vec<Candidate<'a>> = candidates.collect();
        candidates.sort_by(|left, right| right.prior.total_cmp(&left.prior).then(left.id.cmp(&right.id)));
        candidates.truncate(MOST);
        let weight = if is_told || candidates.len() == 1 { 1.5 } else { 1.0 };
        Self { candidates, weight }
    }

    /// Spreads the belief by scores in powers of ten.
    fn believe(&mut self, scores: &[f64], sharpness: f64) {
        let highest = scores.iter().copied().fold(f64::MIN, f64::max);
        let mut sum = 0.0;
        for (candidate, score) in self.candidates.iter_mut().zip(scores) {
            candidate.belief = ((score - highest) * sharpness).exp();
            sum += candidate.belief;
        }
        for candidate in &mut self.candidates {
            candidate.belief /= sum;
        }
    }

    /// The place believed in most; of equals the first, which is the likelier by itself.
    fn best(&self) -> EntryId {
        let mut best = &self.candidates[0];
        for candidate in &self.candidates {
            if candidate.belief > best.belief {
                best = candidate;
            }
        }
        best.id
    }
}

/// How likely a place is meant by its name, from its kind and size alone.
fn prior(place: &GazetteerPlace<'_>, name: NameKind) -> f64 {
    let size = f64::from(place.population.max(30)).log10();
    let renown = RENOWN * (f64::from(place.renown) + 1.0).log10();
    let by_kind = match place.kind {
        PlaceKind::Country => 9.5,
        PlaceKind::Territory => 8.0,
        PlaceKind::Continent | PlaceKind::Region | PlaceKind::Sea => size + 1.0,
        PlaceKind::Admin1 => size.max(5.0) + 0.2,
        PlaceKind::Admin2 => size.max(3.0) - 1.0,
        PlaceKind::Capital => size + 1.5 + renown,
        PlaceKind::Town => size + renown,
        PlaceKind::Section => size - 1.0 + renown,
        PlaceKind::Site => size - 1.0,
        PlaceKind::Water | PlaceKind::Mountain | PlaceKind::Island => size - 0.5,
    };
    let by_name = match name {
        NameKind::Alternate if place.kind == PlaceKind::Capital => -0.5,
        NameKind::Alternate => -1.5,
        _ => 0.0,
    };
    by_kind + by_name
}

/// What the article as a whole says of where it plays.
struct Context {
    countries: FxHashMap<Country, f64>,
    divisions: FxHashMap<EntryId, f64>,
    /// The weight of all names, and of the peoples.
    all: f64,
    peoples: f64,
}

impl Context {
    fn of(names: &[Name<'_>], peoples: &[Country]) -> Self {
        let mut context =
            Self { countries: FxHashMap::default(), divisions: FxHashMap::default(), all: 0.0, peoples: 0.0 };
        for name in names {
            context.all += name.weight;
            for candidate in &name.candidates {
                // A country named says less of where towns are than a town does.
                let whole = if candidate.place.kind == PlaceKind::Country { WHOLE_COUNTRY } else { 1.0 };
                context.add(candidate, whole * name.weight * candidate.belief);
            }
        }
        for &country in peoples {
            *context.countries.entry(country).or_default() += PEOPLE;
            context.peoples += PEOPLE;
        }
        context
    }

    fn add(&mut self, candidate: &Candidate<'_>, weight: f64) {
        if let Some(country) = candidate.place.country {
            *self.countries.entry(country).or_default() += weight;
        }
        if let Some(division) = candidate.division {
            *self.divisions.entry(division).or_default() += weight;
        }
    }

    /// How likely each place of a name is in the light of the other names.
    fn scores(&self, number: usize, names: &[Name<'_>]) -> Vec<f64> {
        let name = &names[number];
        // The name itself speaks neither for nor against its places.
        let mut own = Self::of(std::slice::from_ref(name), &[]);
        own.all = name.weight;
        let others = (self.all - own.all).max(0.0);
        let by_country = |country: Country| {
            let weight =
                self.countries.get(&country).unwrap_or(&0.0) - own.countries.get(&country).unwrap_or(&0.0);
            weight.max(0.0) / (others + self.peoples).max(1.0)
        };
        let by_division = |division: EntryId| {
            let weight =
                self.divisions.get(&division).unwrap_or(&0.0) - own.divisions.get(&division).unwrap_or(&0.0);
            weight.max(0.0) / others.max(1.0)
        };
        let score = |candidate: &Candidate<'_>| {
            candidate.prior
                + COUNTRY * candidate.place.country.map_or(0.0, by_country)
                + DIVISION * candidate.division.map_or(0.0, by_division)
                + NEAR * nearness(number, &candidate.place, names)
        };
        if let [only] = &name.candidates[..] {
            vec![only.prior]
        } else {
            name.candidates.iter().map(score).collect()
        }
    }
}

/// How many other names mean a place near this one: one for each that surely is a close neighbour, at most two.
fn nearness(number: usize, place: &GazetteerPlace<'_>, names: &[Name<'_>]) -> f64 {
    let others = names.iter().enumerate().filter(|(other, _)| *other != number).take(NEIGHBOURS);
    let near = others.map(|(_, other)| {
        let neighbours = other.candidates.iter().filter(|candidate| {
            let is_point = candidate.place.kind.is_settlement() || candidate.place.kind == PlaceKind::Admin2;
            is_point && (candidate.place.lat - place.lat).abs() < 4.0
        });
        neighbours
            .map(|candidate| candidate.belief * (-kilometres(place, &candidate.place) / 80.0).exp())
            .fold(0.0, f64::max)
    });
    near.sum::<f64>().min(2.0)
}

/// Distance on a plane that is flat here, good enough for neighbours.
fn kilometres(left: &GazetteerPlace<'_>, right: &GazetteerPlace<'_>) -> f64 {
    let north = (left.lat - right.lat) * 111.0;
    let around = (left.lon - right.lon).abs();
    let east = around.min(360.0 - around) * 111.0 * f64::midpoint(left.lat, right.lat).to_radians().cos();
    north.hypot(east)
}
