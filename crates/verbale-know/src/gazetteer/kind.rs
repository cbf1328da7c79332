/// What a place of the gazetteer is, from large to small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A country of ISO 3166 or a state that existed.
    Country,
    /// A de-facto state, an autonomous or disputed area, a constituent country: "Gaza Strip", "Scotland".
    Territory,
    /// A first-level division: state, province.
    Admin1,
    /// A second-level division: county, district.
    Admin2,
    /// The capital of a country.
    Capital,
    /// A city, town or village.
    Town,
    /// A part of a town.
    Section,
    /// One of the continents.
    Continent,
    /// An area named in news that is no division: "Middle East", "Sahel".
    Region,
    /// A sea, gulf, strait or ocean.
    Sea,
    /// A river, lake or canal.
    Water,
    /// A mountain or range.
    Mountain,
    /// An island or group of islands.
    Island,
    /// A point that is neither settled nor land by name: an airport, a park, a pass.
    Site,
}

impl PlaceKind {
    /// Every kind, in order of declaration.
    pub const ALL: [Self; 14] = [
        Self::Country,
        Self::Territory,
        Self::Admin1,
        Self::Admin2,
        Self::Capital,
        Self::Town,
        Self::Section,
        Self::Continent,
        Self::Region,
        Self::Sea,
        Self::Water,
        Self::Mountain,
        Self::Island,
        Self::Site,
    ];

    /// Whether people live in it as in one settlement.
    pub const fn is_settlement(self) -> bool {
        matches!(self, Self::Capital | Self::Town | Self::Section)
    }

    /// Whether other places lie in it by rule: a country or a division.
    pub const fn is_division(self) -> bool {
        matches!(self, Self::Country | Self::Territory | Self::Admin1 | Self::Admin2)
    }
}

/// How a name names its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// The usual name, or one of them.
    Main,
    /// Another name: a former one, one in another language.
    Alternate,
    /// A short form that stands after another name: "Calif.", "TX".
    Short,
    /// An adjective or a name of the people: "Syrian", "Texans". It names no place, but shows which are near.
    People,
}

impl NameKind {
    /// Every kind, in order of declaration.
    pub const ALL: [Self; 4] = [Self::Main, Self::Alternate, Self::Short, Self::People];
}
