//! Gaps by bloc of outlets: those of the one side, those of the other, and the rest. Outlets quote the quarrel, and each
//! side's outlets quote the other's worst.

use std::collections::BTreeMap;

use verbale::know::Knowledge;
use verbale::{Country, Resolver};
use verbale_gap::Gap;
use verbale_store::{GapAsked, GapFound, Held};

/// Whose outlets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bloc {
    /// At home in the first country.
    OfA,
    /// At home in the other.
    OfB,
    /// At home elsewhere, or nowhere known.
    Other,
}

/// The answer from one bloc alone.
pub(crate) struct ByBloc {
    pub(crate) bloc: Bloc,
    /// Positions in it.
    pub(crate) positions: usize,
    pub(crate) gap: Gap,
}

/// The answer from each bloc alone, over the same periods.
pub(crate) fn by_bloc(found: &GapFound, asked: &GapAsked, [a, b]: [Country; 2]) -> Vec<ByBloc> {
    let resolver = Resolver::new(Knowledge::bundled());
    let mut homes: BTreeMap<(String, String), Option<Country>> = BTreeMap::new();
    let blocs: Vec<Bloc> = found
        .held
        .iter()
        .map(|held| {
            let publisher = held.row.publisher.clone().unwrap_or_default();
            let host = held.row.url.as_deref().and_then(host_of).unwrap_or_default().to_owned();
            let home = *homes
                .entry((publisher, host))
                .or_insert_with_key(|(publisher, host)| home_of(&resolver, publisher, host));
            match home {
                Some(home) if home == a => Bloc::OfA,
                Some(home) if home == b => Bloc::OfB,
                _ => Bloc::Other,
            }
        })
        .collect();
    let number_of: BTreeMap<i64, usize> =
        found.held.iter().enumerate().map(|(number, held)| (held.row.id, number)).collect();
    [Bloc::OfA, Bloc::OfB, Bloc::Other]
        .into_iter()
        .map(|bloc| {
            let is_in =
                |held: &Held| number_of.get(&held.row.id).is_some_and(|&number| blocs[number] == bloc);
            let positions = blocs.iter().filter(|&&other| other == bloc).count();
            ByBloc { bloc, positions, gap: found.among(asked, is_in) }
        })
        .collect()
}

/// Where an outlet is at home: as the knowledge has it by its name, else by the country its address ends in.
fn home_of(resolver: &Resolver, publisher: &str, host: &str) -> Option<Country> {
    let known = resolver.meanings(publisher, None, "").entries;
    let known = known.iter().filter(|meaning| meaning.score.is_none()).find_map(|meaning| meaning.country);
    known.or_else(|| by_address(host)).or_else(|| by_address(publisher))
}

/// "tass.ru" is at home in Russia.
fn by_address(host: &str) -> Option<Country> {
    let (_, end) = host.rsplit_once('.')?;
    let code = match end.to_ascii_uppercase().as_str() {
        "UK" => "GB".to_owned(),
        // Sold to whoever likes the sound of it.
        "TV" | "IO" | "ME" | "CO" | "AI" | "FM" => return None,
        code => code.to_owned(),
    };
    (code.len() == 2).then(|| Country::from_iso(&code))?
}

fn host_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    rest.split(['/', ':', '?', '#']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_are_at_home_by_name_or_by_address() {
        let resolver = Resolver::new(Knowledge::bundled());
        let home = |publisher, url| {
            home_of(&resolver, publisher, host_of(url).unwrap_or_default()).map(|home| home.code().to_owned())
        };
        assert_eq!(home("Some Daily", "https://news.example.ir/world/1"), Some("IRN".to_owned()));
        assert_eq!(home("daily.example.co.uk", ""), Some("GBR".to_owned()));
        assert_eq!(home("Some Daily", "https://example.com/1"), None);
    }
}
