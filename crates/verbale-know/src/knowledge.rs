use std::fmt;
use std::sync::{Arc, LazyLock, OnceLock};

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use verbale_codes::Country;

use crate::facts::{Held, OfficeKind, Organization, Person, State, Term};
use crate::pieces::{Piece, Run};
use crate::{Gazetteer, Roles, tables};

/// What is known of states, people and organizations, with an index of their names; and the [`Gazetteer`].
#[derive(Clone)]
pub struct Knowledge {
    pub(crate) states: Vec<State>,
    /// A state, and a former one that was governed from the same capital.
    pub(crate) seats_before: Vec<(StateId, StateId)>,
    pub(crate) people: Vec<Person>,
    pub(crate) terms: Vec<Term>,
    pub(crate) organizations: Vec<Organization>,
    pub(crate) roles: Roles,
    pub(crate) gazetteer: Gazetteer,
    /// Sorted by run.
    pub(crate) names: Vec<(Run, Name)>,
    /// Where the names of a run begin among [`Self::names`].
    pub(crate) runs: FxHashMap<Run, u32>,
    /// The most pieces a name has that begins with this one.
    pub(crate) firsts: FxHashMap<Piece, u8>,
    /// Sorted: who bears a surname.
    pub(crate) surnames: Vec<(Piece, PersonId)>,
    /// Sorted by country and kind: who held such an office, and the term.
    pub(crate) offices: Vec<(Country, OfficeKind, PersonId, u32)>,
    pub(crate) version: OnceLock<String>,
    /// The files of a user laid over it, as written.
    pub(crate) laid_over: String,
    /// The names these give.
    pub(crate) own_names: Vec<(Entry, String)>,
}

/// A position among the states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateId(pub u32);

/// A position among the people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u32);

/// A position among the organizations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganizationId(pub u32);

/// Who is meant by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// A state.
    State(StateId),
    /// A person.
    Person(PersonId),
    /// An organization.
    Organization(OrganizationId),
}

/// One meaning of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// Who is meant.
    pub entry: Entry,
    /// How the name means it.
    pub usage: NameUse,
    /// Whether it needs context ("Georgia", "Quartet").
    pub is_ambiguous: bool,
    /// Whether it is written in capitals throughout: "US", "WHO".
    pub is_acronym: bool,
    /// How many of its words begin with a capital: fewer in a text means other words.
    pub n_capitals: u8,
}

/// How a name means its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameUse {
    /// It is its name: "Russia", "Hezbollah", "Sergei Lavrov".
    Name,
    /// Its first and last word, others left out: "Carlos Menem".
    Partial,
    /// One word that stands for a well-known person: "Putin".
    Short,
    /// An adjective: "Russian".
    Adjective,
    /// Its people: "Russians".
    Demonym,
    /// The capital that may stand for the government: "Moscow".
    Capital,
    /// The building or street that does: "Kremlin", "Downing Street".
    Seat,
}

/// The bundled knowledge, read once.
static BUNDLED: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(tables::read()));

impl fmt::Debug for Knowledge {
    /// How much it holds: all of it would fill a book.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Knowledge")
            .field("n_states", &self.states.len())
            .field("n_people", &self.people.len())
            .field("n_organizations", &self.organizations.len())
            .finish_non_exhaustive()
    }
}

impl Knowledge {
    /// The knowledge built into the program. Read on the first call, shared afterwards.
    pub fn bundled() -> Arc<Self> {
        Arc::clone(&BUNDLED)
    }

    /// Names the data exactly, for a record's `coder.knowledge`: `blake3:` and hexadecimal digits.
    pub fn version(&self) -> &str {
        self.version.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            for table in tables::ALL {
                hasher.update(table.as_bytes());
            }
            hasher.update(&self.gazetteer.identity().to_le_bytes());
            hasher.update(self.laid_over.as_bytes());
            format!("blake3:{}", hasher.finalize().to_hex())
        })
    }

    /// The gazetteer.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// The role phrases.
    pub fn roles(&self) -> &Roles {
        &self.roles
    }

    /// A state.
    pub fn state(&self, id: StateId) -> &State {
        &self.states[id.0 as usize]
    }

    /// A person.
    pub fn person(&self, id: PersonId) -> &Person {
        &self.people[id.0 as usize]
    }

    /// An organization.
    pub fn organization(&self, id: OrganizationId) -> &Organization {
        &self.organizations[id.0 as usize]
    }

    /// A person's terms of office, in no particular order.
    pub fn terms(&self, id: PersonId) -> &[Term] {
        let person = self.person(id);
        &self.terms[person.first_term as usize..(person.first_term + person.n_terms) as usize]
    }

    /// The state whose own name stands for a country code ("RUS"), where one does.
    pub fn state_of(&self, country: Country) -> Option<StateId> {
        let key = country.code();
        self.states.binary_search_by(|state| (*state.key).cmp(key)).ok().map(|found| StateId(found as u32))
    }

    /// Whose a land was on a day: Sudan's, of South Sudan before it was a state.
    pub fn country_on(&self, country: Country, day: Date) -> Country {
        let since = self.state_of(country).and_then(|state| self.state(state).since);
        since.filter(|(first, _)| day < *first).map_or(country, |(_, before)| before)
    }

    /// Which state a capital or seat stood for on a day: Moscow, in 1985, for the Soviet Union.
    pub fn seated_on(&self, state: StateId, day: Date) -> StateId {
        let of_seat =
            self.seats_before.iter().filter(|(later, _)| *later == state).map(|&(_, former)| former);
        of_seat.into_iter().find(|&former| self.state(former).existed_on(day)).unwrap_or(state)
    }

    /// How many pieces the longest name has that begins with this one; 0 where none does.
    pub fn longest_name_from(&self, first: Piece) -> usize {
        self.firsts.get(&first).map_or(0, |&longest| longest as usize)
    }

    /// All meanings of a name.
    pub fn names(&self, run: Run) -> impl Iterator<Item = Name> {
        let start = self.runs.get(&run).map_or(self.names.len(), |&start| start as usize);
        self.names[start..].iter().take_while(move |(other, _)| *other == run).map(|(_, name)| *name)
    }

    /// Everyone with a surname.
    pub fn bearers(&self, surname: Piece) -> impl Iterator<Item = PersonId> {
        let start = self.surnames.partition_point(|(other, _)| *other < surname);
        self.surnames[start..]
            .iter()
            .take_while(move |(other, _)| *other == surname)
            .map(|(_, person)| *person)
    }

    /// Who held an office of a kind on a day, with the term. Acting and interim holders are among them.
    pub fn holders(
        &self,
        country: Country,
        kind: OfficeKind,
        day: Date,
    ) -> impl Iterator<Item = (PersonId, &Term)> {
        let start =
            self.offices.partition_point(|&(other, other_kind, ..)| (other, other_kind) < (country, kind));
        let of_kind = self.offices[start..]
            .iter()
            .take_while(move |&&(other, other_kind, ..)| (other, other_kind) == (country, kind));
        let terms = of_kind.map(|&(_, _, person, term)| (person, &self.terms[term as usize]));
        terms.filter(move |(_, term)| term.held_on(day) == Held::Now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::pieces_of;

    static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(Knowledge::bundled);

    fn entries(name: &str) -> Vec<(&'static str, NameUse)> {
        let found = KNOWLEDGE.names(Run::of(&pieces_of(name)));
        found.map(|name| (KNOWLEDGE.key(name.entry), name.usage)).collect()
    }

    #[test]
    fn names_are_found_however_written() {
        assert_eq!(entries("Sergey Lavrov"), [("rus/sergei-lavrov", NameUse::Name)]);
        assert_eq!(entries("Kremlin"), [("RUS", NameUse::Seat)]);
        assert_eq!(entries("Moscow"), [("RUS", NameUse::Capital)]);
        assert_eq!(entries("al Qaeda"), [("al-qaeda", NameUse::Name)]);
        assert_eq!(entries("Médecins Sans Frontières"), [("doctors-without-borders", NameUse::Name)]);
        assert!(entries("U.S.").contains(&("USA", NameUse::Name)));
        assert_eq!(entries("Kosovo"), [("KOS", NameUse::Name)]);
        assert_eq!(entries("no such name"), []);
    }

    #[test]
    fn a_name_also_written_in_capitals_need_not_be() {
        let found = KNOWLEDGE.names(Run::of(&pieces_of("Interpol"))).next().unwrap();
        assert!(!found.is_acronym);
    }

    #[test]
    fn states_had_other_names_and_seats() {
        let state = |code: &str| KNOWLEDGE.state_of(code.parse().unwrap()).unwrap();
        let name = |code: &str, day: &str| {
            KNOWLEDGE.state(state(code)).name_on(Some(day.parse().unwrap())).to_owned()
        };
        assert_eq!(name("MMR", "1980-01-01"), "Burma");
        assert_eq!(name("MMR", "2016-03-24"), "Myanmar");
        assert_eq!(name("COD", "1990-01-01"), "Zaire");
        assert_eq!(KNOWLEDGE.state(state("COD")).name_on(None), "Democratic Republic of the Congo");
        let seat = |day: &str| {
            KNOWLEDGE.state(KNOWLEDGE.seated_on(state("RUS"), day.parse().unwrap())).key.to_string()
        };
        assert_eq!(seat("1985-03-11"), "SUN");
        assert_eq!(seat("1992-03-11"), "RUS");
        assert_eq!(entries("Khatmandu"), [("NPL", NameUse::Capital)]);
    }

    #[test]
    fn middle_names_may_be_left_out() {
        assert!(entries("Carlos Menem").contains(&("arg/carlos-saul-menem", NameUse::Partial)));
    }

    #[test]
    fn offices_by_day() {
        let knowledge = Knowledge::bundled();
        let president = |day: &str| {
            let country = "RUS".parse().unwrap();
            let holders = knowledge.holders(country, OfficeKind::HeadOfState, day.parse().unwrap());
            holders.map(|(person, _)| knowledge.person(person).key.to_string()).collect::<Vec<_>>()
        };
        assert!(president("2010-05-01").iter().all(|key| key == "rus/dmitry-medvedev"));
        assert!(president("2016-03-24").iter().all(|key| key == "rus/vladimir-putin"));
        assert!(!president("2010-05-01").is_empty());
        assert_eq!(president("1900-01-01"), Vec::<String>::new());
    }

    #[test]
    fn states_are_found_by_code() {
        let knowledge = Knowledge::bundled();
        for country in Country::all().filter(|country| !country.is_international()) {
            if let Some(state) = knowledge.state_of(country) {
                assert_eq!(knowledge.state(state).key, country.code());
            }
        }
        assert!(knowledge.state_of("RUS".parse().unwrap()).is_some());
    }

    #[test]
    fn every_person_has_an_office() {
        let knowledge = Knowledge::bundled();
        assert!((0..knowledge.people.len()).all(|id| !knowledge.terms(PersonId(id as u32)).is_empty()));
        assert!(knowledge.version().starts_with("blake3:"));
    }
}
