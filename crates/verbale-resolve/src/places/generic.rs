//! Common words beside names of places, in lists of words between spaces.

/// Words that end the name of a street or road.
const STREETS: &str = "\
    Ave Ave. Avenue Blvd. Boulevard Crescent Drive Expressway Freeway Highway Lane Ln. Parkway Pkwy. Rd. \
    Road St. Street Turnpike";

/// Words that begin the name of a road which a number ends: "Highway 12", "Interstate 95".
const NUMBERED: &str = "\
    Highway Hwy. Interstate Road Route";

/// Kinds of divisions and of land: after a name ("Troy Township", "Gaza strip") and before it ("City of Troy").
const KINDS: &str = "\
    area bay borough canton city county department district governorate island islands lake municipality \
    neighborhood neighbourhood oblast parish peninsula port prefecture province region river state suburb \
    town township twp. valley village";

/// What a place's name may begin with and mean no other place: "northern Iraq", "East Oxford".
const SIDES: &str = "\
    central coastal downtown east eastern greater inner lower metro metropolitan mid north northeast \
    northeastern northern northwest northwestern occupied old outer rural south southeast southeastern \
    southern southwest southwestern upper west western";

/// Words in the names and titles of what only a place has: its council, its police, its people.
const CIVIC: &str = "\
    area attorney authority board businesses city commission commissioner commissioners coroner council \
    councillor county couple court courthouse deputies district ems firefighters government governor judge \
    legislature man mayor men municipal native neighborhood officer officers officials parliament planning \
    police premier prosecutor prosecutors public refugee resident residents senate senator sheriff state \
    suburb superior supreme taxpayers teachers town township transit treasurer village voters woman women";

/// Words in the names of what may be named for a place or for a person: schools, hospitals.
const INSTITUTIONS: &str = "\
    academy administration agency airport ambulance archives army assembly branch bureau campus cathedral \
    center centre chamber church clinic college committee community congress department detention division \
    education elementary embassy family fire food general guard hall headquarters health high highway \
    hospital hospitals house housing humane independent jail junior library medical memorial middle ministry \
    museum national office park parks power prison regional road rural school schools senior station \
    treasury university utilities water";

/// Words that name neither a place nor part of one, though villages bear them.
const NO_PLACES: &str = "\
    al along an and april as at august bank bar bay best big but center central centre christmas church city \
    college congress county court de december del democrat district east easter eastern el english february \
    french friday general god halloween he home if in independence internet is january july june king la le \
    les liberty los male man many march may me media men metro minister monday most mr mrs much nation no \
    north northern november october of olympic on or police president prime queen ramadan republican road \
    same san saturday see september she so south southern state street sunday thanksgiving the these they \
    this thursday to town tuesday union university van village war wednesday west western who why young";

/// Whether a street's or road's name ends in this word.
pub(super) fn ends_street(word: &str) -> bool {
    STREETS.split(' ').any(|other| other == word)
}

/// Whether a road's name may be this word and a number.
pub(super) fn takes_number(word: &str) -> bool {
    NUMBERED.split(' ').any(|other| other == word)
}

/// Whether this word says what kind of place a name beside it is.
pub(super) fn is_kind(word: &str) -> bool {
    is_one_of(KINDS, word)
}

/// Whether this word, before a name, only says which part of the place.
pub(super) fn is_side(word: &str) -> bool {
    is_one_of(SIDES, word)
}

/// Whether this word is of the name or title of something that only a place has.
pub(super) fn is_civic(word: &str) -> bool {
    is_one_of(CIVIC, word)
}

/// Whether this word is of the name of something that may be named for a place.
pub(super) fn is_institution(word: &str) -> bool {
    is_one_of(INSTITUTIONS, word)
}

/// Whether this word alone is no place's name, whatever the gazetteer holds.
pub(super) fn is_no_place(folded: &str) -> bool {
    is_side(folded) || NO_PLACES.split(' ').any(|other| other == folded)
}

fn is_one_of(list: &str, word: &str) -> bool {
    list.split(' ').any(|other| other.eq_ignore_ascii_case(word))
}
