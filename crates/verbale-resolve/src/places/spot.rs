use verbale_doc::{Doc, Span, Tok, TokenIdx};
use verbale_know::{EntryId, Gazetteer, NameKind, PlaceKind, fold};

/// A place that bears a name, and how it bears it.
pub(super) type Hit = (EntryId, NameKind);

/// A name that is taken for a place's, with all places that bear it.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// Its tokens; none for the dateline, which is not analysed.
    pub(super) tokens: Option<Span<Tok>>,
    /// As it is written.
    pub(super) name: String,
    /// As it is looked up; what is looked up may be part of what is written ("northern Iraq").
    pub(super) folded: String,
    /// The places of that name.
    pub(super) hits: Vec<Hit>,
    /// Whether it is a street, a building: finer than a town.
    pub(super) is_site: bool,
    /// Whether it is part of another name: "Oxford City Council".
    pub(super) is_part: bool,
    /// The spot after it that says in what it lies, by its position in the list.
    pub(super) container: Option<usize>,
}

/// All names of places of an article, in text order, and what else points to countries.
#[derive(Debug, Default)]
pub(super) struct Spots {
    pub(super) dateline: Option<Spot>,
    pub(super) in_text: Vec<Spot>,
    /// Places whose people or adjective is named, once for each time.
    pub(super) peoples: Vec<EntryId>,
}

impl Spots {
    /// Adds the place of the dateline: "MOSCOW", "Paris, Texas".
    pub(super) fn add_dateline(&mut self, written: &str, gazetteer: &Gazetteer) {
        // What follows the first comma says in what it lies, or is another place; the first is where it was filed.
        let mut parts = written.split([',', '/', ';']).map(str::trim);
        let name = parts.next().unwrap_or_default();
        if name.is_empty() {
            return;
        }
        let folded = fold(name);
        let mut hits = placing(gazetteer.find(&folded));
        if let Some(container) = parts.next() {
            let containers: Vec<Hit> = gazetteer.find(&fold(container)).collect();
            let lies_inside = |hit: &Hit| lies_in_any(gazetteer, hit.0, &containers);
            if hits.iter().any(lies_inside) {
                hits.retain(lies_inside);
            }
        }
        let name = name.to_owned();
        let spot = Spot { tokens: None, name, folded, hits, is_site: false, is_part: false, container: None };
        self.dateline = Some(spot);
        for spot in &mut self.in_text {
            spot.container = spot.container.map(|container| container + 1);
        }
    }

    /// Adds the names of a text that was not parsed: the longest of the gazetteer from each capital on.
    pub(super) fn add_plain(&mut self, text: &str, gazetteer: &Gazetteer) {
        let is_mark = |letter: char| !letter.is_alphanumeric() && letter != '.';
        let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(is_mark)).collect();
        let mut at = 0;
        while at < words.len() {
            let is_capital = words[at].chars().next().is_some_and(char::is_uppercase);
            let longest =
                if is_capital { gazetteer.most_words(&fold(words[at])).min(words.len() - at) } else { 0 };
            let found = (1..=longest).rev().find_map(|length| {
                let folded = fold(&words[at..at + length].join(" "));
                let (peoples, places): (Vec<Hit>, Vec<Hit>) =
                    gazetteer.find(&folded).partition(|(_, kind)| *kind == NameKind::People);
                let is_known = !peoples.is_empty() || !places.is_empty();
                is_known.then_some((length, folded, peoples, places))
            });
            let Some((length, folded, peoples, hits)) = found else {
                at += 1;
                continue;
            };
            self.peoples.extend(peoples.iter().map(|&(id, _)| id));
            if !hits.is_empty() {
                let name = words[at..at + length].join(" ");
                self.in_text.push(Spot {
                    tokens: None,
                    name,
                    folded,
                    hits,
                    is_site: false,
                    is_part: false,
                    container: None,
                });
            }
            at += length;
        }
    }

    /// The spots in order, the dateline's first.
    pub(super) fn in_order(&self) -> impl Iterator<Item = &Spot> {
        self.dateline.iter().chain(&self.in_text)
    }
}

/// The hits that name a place, without those that name its people.
pub(super) fn placing(hits: impl Iterator<Item = Hit>) -> Vec<Hit> {
    hits.filter(|(_, kind)| *kind != NameKind::People).collect()
}

/// Whether a place lies in one of several divisions.
pub(super) fn lies_in_any(gazetteer: &Gazetteer, id: EntryId, divisions: &[Hit]) -> bool {
    let place = gazetteer.place(id);
    divisions.iter().any(|&(division, name)| {
        if name == NameKind::People || division == id {
            return false;
        }
        match gazetteer.kind(division) {
            PlaceKind::Country => {
                place.country.is_some() && place.country == gazetteer.place(division).country
            }
            // A territory such as Scotland may be a first-level division or not.
            PlaceKind::Territory => {
                place.admin1 == Some(division) || place.country == gazetteer.place(division).country
            }
            PlaceKind::Admin1 => place.admin1 == Some(division),
            PlaceKind::Admin2 => {
                let county = gazetteer.place(division);
                place.admin1.is_some()
                    && place.admin1 == county.admin1
                    && (place.lat - county.lat).abs() + (place.lon - county.lon).abs() < 1.5
            }
            _ => false,
        }
    })
}

/// The token of a span that the rest of it hangs on.
pub(super) fn head(doc: &Doc, tokens: Span<Tok>) -> TokenIdx {
    let governed_outside = |&token: &TokenIdx| doc.is_root(token) || !tokens.has(doc.head(token));
    tokens.tokens().rev().find(governed_outside).unwrap_or(TokenIdx(tokens.start()))
}
