//! Common words in names of places that say what kind of place it is.

/// Words that end the name of a street or road.
const STREETS: &[&str] = &[
    "Street",
    "St.",
    "St",
    "Road",
    "Rd.",
    "Avenue",
    "Ave.",
    "Ave",
    "Drive",
    "Dr.",
    "Lane",
    "Ln.",
    "Boulevard",
    "Blvd.",
    "Highway",
    "Parkway",
    "Pkwy.",
    "Expressway",
    "Turnpike",
    "Freeway",
    "Crescent",
    "Terrace",
    "Circle",
    "Court",
    "Way",
];

/// Words that begin the name of a road which a number ends: "Highway 12", "Interstate 95".
const NUMBERED: &[&str] = &["Highway", "Interstate", "Route", "Road", "Hwy.", "I"];

/// Words that end the name of a division, and so belong to it.
const DIVISIONS: &[&str] = &[
    "County",
    "Parish",
    "Province",
    "Governorate",
    "Oblast",
    "Prefecture",
    "District",
    "Township",
    "Borough",
    "Region",
    "State",
    "City",
    "Municipality",
    "Canton",
    "Island",
    "Islands",
    "Peninsula",
    "Valley",
    "River",
    "Lake",
    "Creek",
    "Bay",
    "Beach",
    "Mountain",
    "Mountains",
    "Hills",
    "Desert",
    "Falls",
    "Forest",
    "Park",
    "Airport",
];

/// Whether a street's or road's name ends in this word.
pub(super) fn ends_street(word: &str) -> bool {
    STREETS.contains(&word)
}

/// Whether a road's name may be this word and a number.
pub(super) fn takes_number(word: &str) -> bool {
    NUMBERED.contains(&word)
}

/// Whether this word, after a name, makes it another name.
pub(super) fn ends_division(word: &str) -> bool {
    DIVISIONS.contains(&word)
}
