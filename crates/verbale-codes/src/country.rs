use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use crate::UnknownCode;

/// A country or, by PLOVER's rules, one of the international codes (`UNO`, `EUR`, `IGO`, `NGO`, `ISM`, `IMG`, `MNC`).
///
/// ISO 3166-1 alpha-3 with the codebook's exceptions: Kosovo is `KOS`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 3]);

/// Who acts across borders, with the codebook's words.
const INTERNATIONAL: [(&str, &str); 7] = [
    ("EUR", "European Union"),
    ("IGO", "Intergovernmental organization"),
    ("IMG", "International militant group"),
    ("ISM", "International social movement"),
    ("MNC", "Multinational corporation"),
    ("NGO", "Non-governmental organization"),
    ("UNO", "United Nations"),
];

/// `code, iso3, iso2, numeric, counts as, name`: written by `cargo xtask knowledge`.
const TABLE: &str = include_str!("countries.tsv");

struct Row {
    code: &'static str,
    iso3: &'static str,
    iso2: &'static str,
    numeric: &'static str,
    counts_as: &'static str,
    name: &'static str,
}

/// Sorted by code.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        Row { code: next(), iso3: next(), iso2: next(), numeric: next(), counts_as: next(), name: next() }
    };
    let international = INTERNATIONAL.iter().map(|&(code, name)| Row {
        code,
        iso3: "",
        iso2: "",
        numeric: "",
        counts_as: code,
        name,
    });
    let mut rows: Vec<Row> = lines.map(row).chain(international).collect();
    rows.sort_unstable_by_key(|row| row.code);
    rows
});

impl Country {
    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Every country and international code, in order of code. Former states are among them.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        ROWS.iter().map(|row| Self::from_letters(row.code))
    }

    /// The country of an ISO 3166-1 code: alpha-2 (`RU`), alpha-3 (`RUS`, `XKX`) or numeric (`643`).
    pub fn from_iso(code: &str) -> Option<Self> {
        let is_code = |row: &&Row| match code.len() {
            2 => row.iso2 == code,
            3 => row.iso3 == code || row.numeric == code,
            _ => false,
        };
        ROWS.iter().find(is_code).map(|row| Self::from_letters(row.code))
    }

    /// ISO 3166-1 alpha-2 (`RU`); none for former states and international codes.
    pub fn iso2(self) -> Option<&'static str> {
        self.row().map(|row| row.iso2).filter(|code| !code.is_empty())
    }

    /// ISO 3166-1 alpha-3 (`RUS`), with `XKX` for Kosovo; none for international codes.
    pub fn iso3(self) -> Option<&'static str> {
        self.row().map(|row| row.iso3).filter(|code| !code.is_empty())
    }

    /// ISO 3166-1 numeric, three digits (`643`).
    pub fn numeric(self) -> Option<&'static str> {
        self.row().map(|row| row.numeric).filter(|code| !code.is_empty())
    }

    /// Its English name.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// The state it is coded as: the controlling one for dependencies (`PRI` is `USA`), itself otherwise. Antarctica,
    /// Hong Kong and Palestine stand alone.
    #[must_use]
    pub fn counts_as(self) -> Self {
        self.row().map_or(self, |row| Self::from_letters(row.counts_as))
    }

    /// Whether it is one of the international codes.
    pub fn is_international(self) -> bool {
        INTERNATIONAL.iter().any(|(code, _)| code.as_bytes() == self.0)
    }

    fn row(self) -> Option<&'static Row> {
        let rows: &'static [Row] = &ROWS;
        rows.binary_search_by(|row| row.code.cmp(self.code())).ok().map(|found| &rows[found])
    }

    /// Of three letters that stand in the table.
    fn from_letters(code: &str) -> Self {
        Self(code.as_bytes().try_into().expect("codes in the table have three letters"))
    }
}

impl FromStr for Country {
    type Err = UnknownCode;
    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        let found = ROWS.binary_search_by(|row| row.code.cmp(code));
        found
            .map(|found| Self::from_letters(ROWS[found].code))
            .map_err(|_| UnknownCode { list: "countries", code: code.to_owned() })
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    #[test]
    fn codes_cross_over() {
        assert_eq!(Country::from_iso("RU"), Some(country("RUS")));
        assert_eq!(Country::from_iso("643"), Some(country("RUS")));
        assert_eq!(Country::from_iso("XKX"), Some(country("KOS")));
        assert_eq!(country("KOS").iso3(), Some("XKX"));
        assert_eq!(country("KOS").numeric(), None);
        assert_eq!(country("FRA").iso2(), Some("FR"));
        assert_eq!(country("UNO").iso3(), None);
        assert_eq!(Country::from_iso(""), None);
    }

    #[test]
    fn dependencies_count_as_their_state() {
        for (own, counted) in [("PRI", "USA"), ("GRL", "DNK"), ("HKG", "HKG"), ("PSE", "PSE"), ("UNO", "UNO")]
        {
            assert_eq!(country(own).counts_as(), country(counted));
        }
        assert!(Country::all().all(|country| country.counts_as().counts_as() == country.counts_as()));
    }

    #[test]
    fn what_the_list_lacks_is_refused() {
        assert_eq!("XKX".parse::<Country>().unwrap_err().code, "XKX");
        assert!("usa".parse::<Country>().is_err());
        assert!("".parse::<Country>().is_err());
        assert!(Country::all().len() > 250);
    }
}
