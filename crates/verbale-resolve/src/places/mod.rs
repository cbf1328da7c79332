//! Names of places and where on Earth they are.
//!
//! Two steps: `finder` finds what may be the name of a place, from the entity recognizer and from the gazetteer, each
//! guarding the other; `choose` picks, for each name, one of the places that bear it, by what is said beside it
//! ("Paris, Texas"), by the countries and places of the whole article, and by size. A name keeps its place
//! throughout an article unless the text says otherwise.
//!
//! A name no gazetteer entry fits is a place without coordinates: nothing is guessed.

mod choose;
mod finder;
mod generic;
mod spot;

use verbale_doc::{Article, Doc};
use verbale_know::{EntryId, Gazetteer, PlaceKind};

use self::choose::Choice;
use crate::{Place, PlaceId, PlaceMention, Resolution};

/// The places of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The places, in order of first mention; the dateline's before all others.
    pub places: Vec<Place>,
    /// Where they are mentioned, in text order. As actors count here only those that are part of another's name
    /// ("Oxford City Council"); which stand for a government is not said.
    pub mentions: Vec<PlaceMention>,
    /// The dateline's place.
    pub dateline: Option<PlaceId>,
}

/// Finds the places of an article.
pub fn find(article: &Article, doc: &Doc, gazetteer: &Gazetteer) -> Found {
    let mut spots = finder::find(doc, gazetteer);
    if let Some(place) = article.dateline.as_ref().and_then(|dateline| dateline.place) {
        spots.add_dateline(article.text.slice(place), gazetteer);
    }
    let choices = choose::choose(&spots, gazetteer);
    let mut found = Found::default();
    // What each place of the result was chosen as: an entry, or a name without one.
    let mut known: Vec<Choice> = Vec::new();
    for (spot, choice) in spots.in_order().zip(choices) {
        let number = known.iter().position(|other| *other == choice).unwrap_or_else(|| {
            found.places.push(place(&choice, &spot.name, spot.is_site, gazetteer));
            known.push(choice);
            known.len() - 1
        });
        let place = PlaceId(number as u32);
        match spot.tokens {
            Some(tokens) => {
                found.mentions.push(PlaceMention {
                    tokens,
                    head: spot::head(doc, tokens),
                    place,
                    as_actor: spot.is_part,
                });
            }
            None => found.dateline = Some(place),
        }
    }
    found
}

/// The places a name may mean beside the other names of places in a text, each with how much it is believed in,
/// the foremost first. The text is not parsed: what is written with a capital and is in the gazetteer counts.
pub fn beliefs(name: &str, near: &str, gazetteer: &Gazetteer) -> Vec<(EntryId, f64)> {
    let mut spots = spot::Spots::default();
    spots.add_dateline(name, gazetteer);
    spots.add_plain(near, gazetteer);
    let mut beliefs = choose::beliefs(&spots, 0, gazetteer);
    beliefs.sort_by(|left, right| right.1.total_cmp(&left.1));
    beliefs
}

fn place(choice: &Choice, name: &str, is_site: bool, gazetteer: &Gazetteer) -> Place {
    let Choice::Entry(id) = *choice else {
        let resolution = if is_site { Resolution::Site } else { Resolution::City };
        return Place {
            name: name.to_owned(),
            country: None,
            admin1: None,
            point: None,
            geoname: None,
            resolution,
        };
    };
    let entry = gazetteer.place(id);
    let admin1 = if entry.kind == PlaceKind::Admin1 { Some(id) } else { entry.admin1 };
    Place {
        name: entry.name.to_owned(),
        country: entry.country,
        admin1: admin1.map(|admin1: EntryId| gazetteer.place(admin1).name.to_owned()),
        point: Some((entry.lat, entry.lon)),
        geoname: entry.geoname,
        resolution: resolution(entry.kind),
    }
}

fn resolution(kind: PlaceKind) -> Resolution {
    match kind {
        PlaceKind::Country => Resolution::Country,
        PlaceKind::Territory | PlaceKind::Admin1 => Resolution::Province,
        PlaceKind::Admin2 => Resolution::District,
        PlaceKind::Capital | PlaceKind::Town | PlaceKind::Section => Resolution::City,
        PlaceKind::Site => Resolution::Site,
        PlaceKind::Continent
        | PlaceKind::Region
        | PlaceKind::Sea
        | PlaceKind::Water
        | PlaceKind::Mountain
        | PlaceKind::Island => Resolution::Region,
    }
}
