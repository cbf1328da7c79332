use rustc_hash::FxHashMap;
use verbale_codes::Country;
use verbale_know::{EntryId, Gazetteer, GazetteerPlace, NameKind, PlaceKind};

use super::spot::{Spot, Spots, lies_in_any};

/// What a name was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// A place of the gazetteer.
    Entry(EntryId),
    /// Something that has this name and is not in it.
    Unknown(String),
}

/// How often the choices are looked over in the light of the others.
const ROUNDS: usize = 3;

/// How many places of one name are weighed: the most likely by themselves.
const MOST: usize = 48;

/// A name with its places, weighed.
struct Name<'a> {
    candidates: Vec<Weighed<'a>>,
    chosen: usize,
    /// How often it is mentioned.
    times: f64,
    /// Whether the text itself says which is meant.
    is_told: bool,
}

struct Weighed<'a> {
    id: EntryId,
    place: GazetteerPlace<'a>,
    /// How likely it is meant where nothing else is known, as a power of ten.
    prior: f64,
}

/// Picks a place for each spot, in their order.
pub(super) fn choose(spots: &Spots, gazetteer: &Gazetteer) -> Vec<Choice> {
    let list: Vec<&Spot> = spots.in_order().collect();
    let (mut names, name_of) = group(&list, gazetteer);
    let peoples: Vec<GazetteerPlace<'_>> = spots.peoples.iter().map(|&id| gazetteer.place(id)).collect();
    for _ in 0..ROUNDS {
        let context = Context::of(&names, &peoples);
        let choices: Vec<usize> =
            names.iter().enumerate().map(|(number, name)| context.best(number, name, &names)).collect();
        for (name, choice) in names.iter_mut().zip(choices) {
            name.chosen = choice;
        }
    }
    list.iter()
        .zip(name_of)
        .map(|(spot, name)| match name.map(|name| &names[name]) {
            Some(name) => Choice::Entry(name.candidates[name.chosen].id),
            None => Choice::Unknown(spot.folded.clone()),
        })
        .collect()
}

/// Puts mentions of one name together, those apart that the text tells apart; gives the group of each spot.
fn group<'a>(list: &[&Spot], gazetteer: &'a Gazetteer) -> (Vec<Name<'a>>, Vec<Option<usize>>) {
    let mut names: Vec<Name<'a>> = Vec::new();
    let mut by_hits: FxHashMap<(&str, Vec<EntryId>), usize> = FxHashMap::default();
    let mut told: FxHashMap<&str, usize> = FxHashMap::default();
    let mut name_of = vec![None; list.len()];
    // Those the text tells first: the others follow them.
    for is_told_pass in [true, false] {
        for (at, spot) in list.iter().enumerate() {
            let inside = inside_container(spot, list, gazetteer);
            if inside.is_empty() == is_told_pass || spot.hits.is_empty() {
                continue;
            }
            if !is_told_pass && let Some(&known) = told.get(spot.folded.as_str()) {
                names[known].times += 1.0;
                name_of[at] = Some(known);
                continue;
            }
            let hits = if is_told_pass { inside } else { spot.hits.clone() };
            let key = (spot.folded.as_str(), hits.iter().map(|hit| hit.0).collect());
            let number = *by_hits.entry(key).or_insert_with(|| {
                names.push(weigh(&hits, is_told_pass, gazetteer));
                names.len() - 1
            });
            if is_told_pass {
                told.entry(spot.folded.as_str()).or_insert(number);
            }
            names[number].times += 1.0;
            name_of[at] = Some(number);
        }
    }
    (names, name_of)
}

/// The hits of a spot that lie in what stands behind its comma; none where nothing does.
fn inside_container(spot: &Spot, list: &[&Spot], gazetteer: &Gazetteer) -> Vec<(EntryId, NameKind)> {
    let Some(container) = spot.container.and_then(|container| list.get(container)) else { return Vec::new() };
    spot.hits.iter().copied().filter(|hit| lies_in_any(gazetteer, hit.0, &container.hits)).collect()
}

fn weigh<'a>(hits: &[(EntryId, NameKind)], is_told: bool, gazetteer: &'a Gazetteer) -> Name<'a> {
    let weighed = hits.iter().map(|&(id, name)| {
        let place = gazetteer.place(id);
        Weighed { id, prior: prior(&place, name), place }
    });
    let mut candidates: Vec<Weighed<'a>> = weighed.collect();
    candidates.sort_by(|left, right| right.prior.total_cmp(&left.prior).then(left.id.cmp(&right.id)));
    candidates.truncate(MOST);
    Name { candidates, chosen: 0, times: 0.0, is_told }
}

/// How likely a place is meant by its name, from its kind and size alone.
fn prior(place: &GazetteerPlace<'_>, name: NameKind) -> f64 {
    let size = f64::from(place.population.max(30)).log10();
    let by_kind = match place.kind {
        PlaceKind::Country => 9.5,
        PlaceKind::Territory => 8.0,
        PlaceKind::Continent | PlaceKind::Region | PlaceKind::Sea => size + 1.0,
        PlaceKind::Admin1 => size.max(5.0) + 0.5,
        PlaceKind::Admin2 => size.max(3.0) - 1.0,
        PlaceKind::Capital => size + 1.5,
        PlaceKind::Town => size,
        PlaceKind::Water | PlaceKind::Mountain | PlaceKind::Island => size - 0.5,
        PlaceKind::Section | PlaceKind::Site => size - 1.0,
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
    /// Sum of the weights of each.
    all_countries: f64,
    all_divisions: f64,
}

impl Context {
    fn of(names: &[Name<'_>], peoples: &[GazetteerPlace<'_>]) -> Self {
        let mut context = Self {
            countries: FxHashMap::default(),
            divisions: FxHashMap::default(),
            all_countries: 0.0,
            all_divisions: 0.0,
        };
        for name in names {
            let chosen = &name.candidates[name.chosen];
            context.add(chosen.id, &chosen.place, weight(name));
        }
        for people in peoples {
            if let Some(country) = people.country {
                *context.countries.entry(country).or_default() += 0.5;
                context.all_countries += 0.5;
            }
        }
        context
    }

    fn add(&mut self, id: EntryId, place: &GazetteerPlace<'_>, weight: f64) {
        if let Some(country) = place.country {
            *self.countries.entry(country).or_default() += weight;
            self.all_countries += weight;
        }
        if let Some(division) = division_of(id, place) {
            *self.divisions.entry(division).or_default() += weight;
            self.all_divisions += weight;
        }
    }

    /// The likeliest place of a name, the name's own weight set aside.
    fn best(&self, number: usize, name: &Name<'_>, names: &[Name<'_>]) -> usize {
        if name.candidates.len() == 1 {
            return 0;
        }
        let own = &name.candidates[name.chosen];
        let own_weight = weight(name);
        let share = |known: Option<&f64>, is_own: bool, all: f64| {
            let weight = known.copied().unwrap_or(0.0) - if is_own { own_weight } else { 0.0 };
            weight.max(0.0) / (all - own_weight).max(0.0).max(1.0)
        };
        let score = |candidate: &Weighed<'_>| {
            let country = candidate.place.country;
            let by_country = country.map_or(0.0, |country| {
                share(self.countries.get(&country), own.place.country == Some(country), self.all_countries)
            });
            let by_division = division_of(candidate.id, &candidate.place).map_or(0.0, |division| {
                let is_own = division_of(own.id, &own.place) == Some(division);
                share(self.divisions.get(&division), is_own, self.all_divisions)
            });
            candidate.prior
                + COUNTRY * by_country
                + DIVISION * by_division
                + NEAR * nearness(number, &candidate.place, names)
        };
        let mut best = (f64::MIN, 0);
        for (at, candidate) in name.candidates.iter().enumerate() {
            let score = score(candidate);
            if score > best.0 {
                best = (score, at);
            }
        }
        best.1
    }
}

/// What a share of one in the article's countries, in its divisions, and one near place count for, in powers of ten
/// of inhabitants. Tuned together on news of 2009 and 2016.
const COUNTRY: f64 = 3.0;
const DIVISION: f64 = 3.0;
const NEAR: f64 = 1.0;

/// The places looked at for nearness, so that an article of a thousand names does not take a million steps.
const NEIGHBOURS: usize = 64;

/// How near a place lies to the others of the article: about one for each that is a neighbour, at most two.
fn nearness(number: usize, place: &GazetteerPlace<'_>, names: &[Name<'_>]) -> f64 {
    let others = names.iter().enumerate().filter(|(other, _)| *other != number).take(NEIGHBOURS);
    let near = others.map(|(_, other)| {
        let chosen = &other.candidates[other.chosen];
        let is_point = chosen.place.kind.is_settlement() || chosen.place.kind == PlaceKind::Admin2;
        let certainty = if other.is_told || other.candidates.len() == 1 { 1.0 } else { 0.6 };
        if is_point { certainty * (-kilometres(place, &chosen.place) / 80.0).exp() } else { 0.0 }
    });
    near.sum::<f64>().min(2.0)
}

fn weight(name: &Name<'_>) -> f64 {
    let certainty = if name.is_told || name.candidates.len() == 1 { 1.5 } else { 1.0 };
    certainty * name.times.sqrt()
}

fn division_of(id: EntryId, place: &GazetteerPlace<'_>) -> Option<EntryId> {
    if place.kind == PlaceKind::Admin1 { Some(id) } else { place.admin1 }
}

/// Distance on a plane that is flat here, good enough for neighbours.
fn kilometres(left: &GazetteerPlace<'_>, right: &GazetteerPlace<'_>) -> f64 {
    let north = (left.lat - right.lat) * 111.0;
    let around = (left.lon - right.lon).abs();
    let east = around.min(360.0 - around) * 111.0 * f64::midpoint(left.lat, right.lat).to_radians().cos();
    north.hypot(east)
}
