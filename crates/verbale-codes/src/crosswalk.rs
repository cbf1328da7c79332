use std::sync::LazyLock;

use crate::Country;

/// `code, COW letters, COW number, GW number, FIPS 10-4, CAMEO`; see `SOURCE.md`.
const TABLE: &str = include_str!("crosswalk.tsv");

/// A list of codes of countries, as other data sets use them.
///
/// ```
/// use verbale_codes::{CodeList, Country};
/// let russia: Country = "RUS".parse().unwrap();
/// assert_eq!(russia.code_in(CodeList::Fips), Some("RS"));
/// assert_eq!(Country::of_code(CodeList::Cow, "365"), Some(russia));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeList {
    /// ISO 3166-1 alpha-2.
    Iso2,
    /// ISO 3166-1 alpha-3.
    Iso3,
    /// ISO 3166-1 numeric, three digits.
    Numeric,
    /// Correlates of War, letters.
    CowLetters,
    /// Correlates of War, number of three digits.
    Cow,
    /// Gleditsch and Ward, number of three digits.
    GleditschWard,
    /// FIPS 10-4, which GDELT's places use.
    Fips,
    /// CAMEO's actor codes: ISO's of its time.
    Cameo,
}

impl CodeList {
    /// All lists.
    pub const ALL: [Self; 8] = [
        Self::Iso2,
        Self::Iso3,
        Self::Numeric,
        Self::CowLetters,
        Self::Cow,
        Self::GleditschWard,
        Self::Fips,
        Self::Cameo,
    ];

    /// What the list is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Iso2 => "ISO 3166-1 alpha-2",
            Self::Iso3 => "ISO 3166-1 alpha-3",
            Self::Numeric => "ISO 3166-1 numeric",
            Self::CowLetters => "COW letters",
            Self::Cow => "COW",
            Self::GleditschWard => "GW",
            Self::Fips => "FIPS 10-4",
            Self::Cameo => "CAMEO",
        }
    }
}

/// The rows of the table, sorted by code: the code and the five others.
static ROWS: LazyLock<Vec<[&'static str; 6]>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut fields = line.split('\t');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    };
    TABLE.lines().filter(|line| !line.starts_with('#')).map(row).collect()
});

impl Country {
    /// Its code in another list; none where that has none.
    pub fn code_in(self, list: CodeList) -> Option<&'static str> {
        let column = match list {
            CodeList::Iso2 => return self.iso2(),
            CodeList::Iso3 => return self.iso3(),
            CodeList::Numeric => return self.numeric(),
            CodeList::CowLetters => 1,
            CodeList::Cow => 2,
            CodeList::GleditschWard => 3,
            CodeList::Fips => 4,
            CodeList::Cameo => 5,
        };
        let found = ROWS.binary_search_by(|row| row[0].cmp(self.code())).ok()?;
        Some(ROWS[found][column]).filter(|code| !code.is_empty())
    }

    /// The country of a code in another list; of a state and the former ones that share its number the present one.
    /// Numbers may be written without leading noughts.
    pub fn of_code(list: CodeList, code: &str) -> Option<Self> {
        let is_number = matches!(list, CodeList::Numeric | CodeList::Cow | CodeList::GleditschWard);
        let code = if is_number { format!("{code:0>3}") } else { code.to_owned() };
        let mut found = Self::all().filter(|country| country.code_in(list) == Some(&code));
        let first = found.next()?;
        let is_former = |country: &Self| country.iso2().is_none();
        Some(std::iter::once(first).chain(found).find(|country| !is_former(country)).unwrap_or(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_other_lists() {
        let cases = [
            ("RUS", ["RU", "RUS", "643", "RUS", "365", "365", "RS", "RUS"]),
            ("DEU", ["DE", "DEU", "276", "GMY", "255", "260", "GM", "DEU"]),
            ("ROU", ["RO", "ROU", "642", "ROM", "360", "360", "RO", "ROM"]),
            ("USA", ["US", "USA", "840", "USA", "002", "002", "US", "USA"]),
            ("CHN", ["CN", "CHN", "156", "CHN", "710", "710", "CH", "CHN"]),
            ("KOS", ["XK", "XKX", "", "KOS", "347", "347", "KV", "KSV"]),
        ];
        for (code, expected) in cases {
            let country: Country = code.parse().unwrap();
            let codes = CodeList::ALL.map(|list| country.code_in(list).unwrap_or_default());
            assert_eq!(codes, expected, "{code}");
        }
    }

    #[test]
    fn every_code_leads_back() {
        for list in CodeList::ALL {
            let mut n_codes = 0;
            for country in Country::all().filter(|country| country.iso2().is_some()) {
                if let Some(code) = country.code_in(list) {
                    assert_eq!(Country::of_code(list, code), Some(country), "{list:?} {code}");
                    n_codes += 1;
                }
            }
            assert!(n_codes > 170, "{list:?} {n_codes}");
        }
    }

    #[test]
    fn numbers_of_former_states_are_those_of_the_present_one() {
        let serbia = "SRB".parse().ok();
        assert_eq!(Country::of_code(CodeList::Cow, "345"), serbia);
        assert_eq!(Country::of_code(CodeList::Cow, "2"), "USA".parse().ok());
        assert_eq!(Country::of_code(CodeList::Cow, "265"), "DDR".parse().ok());
        assert_eq!(Country::of_code(CodeList::Fips, ""), None);
    }
}
