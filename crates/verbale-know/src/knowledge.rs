use std::sync::{Arc, LazyLock, OnceLock};

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use verbale_codes::{Country, Sector};

use crate::facts::{Held, OfficeKind, Organization, Person, State, Term, day, sectors};
use crate::pieces::{Piece, PieceCutter, Run};
use crate::{Gazetteer, Roles};

const STATES: &str = include_str!("../../../knowledge/states/states.tsv");
const MORE_OF_STATES: &str = include_str!("../../../knowledge/states/more.tsv");
const PEOPLE: &str = include_str!("../../../knowledge/people/people.tsv");
#[cfg(feature = "share-alike")]
const MORE_PEOPLE: &str = include_str!("../../../knowledge/people-countryinfo/people.tsv");
#[cfg(not(feature = "share-alike"))]
const MORE_PEOPLE: &str = "";
const ORGANIZATIONS: &str = include_str!("../../../knowledge/organizations/organizations.tsv");
const MORE_ORGANIZATIONS: &str = include_str!("../../../knowledge/organizations/more.tsv");
const ROLES: &str = include_str!("../../../knowledge/roles/roles.tsv");
const AGENTS: &str = include_str!("../../../knowledge/roles/agents.tsv");

/// What is known of states, people and organizations, with an index of their names; and the [`Gazetteer`].
#[derive(Clone)]
pub struct Knowledge {
    states: Vec<State>,
    people: Vec<Person>,
    terms: Vec<Term>,
    organizations: Vec<Organization>,
    roles: Roles,
    gazetteer: Gazetteer,
    /// Sorted by run.
    names: Vec<(Run, Name)>,
    /// Where the names of a run begin among [`Self::names`].
    runs: FxHashMap<Run, u32>,
    /// The most pieces a name has that begins with this one.
    firsts: FxHashMap<Piece, u8>,
    /// Sorted: who bears a surname.
    surnames: Vec<(Piece, PersonId)>,
    /// Sorted by country and kind: who held such an office, and the term.
    offices: Vec<(Country, OfficeKind, PersonId, u32)>,
    version: OnceLock<String>,
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
static BUNDLED: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::read()));

impl Knowledge {
    /// The knowledge built into the program. Read on the first call, shared afterwards.
    pub fn bundled() -> Arc<Self> {
        Arc::clone(&BUNDLED)
    }

    /// Names the data exactly, for a record's `coder.knowledge`: `blake3:` and hexadecimal digits.
    pub fn version(&self) -> &str {
        self.version.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            for table in [STATES, MORE_OF_STATES, PEOPLE, MORE_PEOPLE, MORE_ORGANIZATIONS, ORGANIZATIONS, ROLES, AGENTS] {
                hasher.update(table.as_bytes());
            }
            hasher.update(&self.gazetteer.identity().to_le_bytes());
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
        self.states.binary_search_by(|state| state.key.cmp(key)).ok().map(|found| StateId(found as u32))
    }

    /// Whose a land was on a day: Sudan's, of South Sudan before it was a state.
    pub fn country_on(&self, country: Country, day: Date) -> Country {
        let since = self.state_of(country).and_then(|state| self.state(state).since);
        since.filter(|(first, _)| day < *first).map_or(country, |(_, before)| before)
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

    fn read() -> Self {
        let mut knowledge = Self {
            states: Vec::new(),
            people: Vec::new(),
            terms: Vec::new(),
            organizations: Vec::new(),
            roles: Roles::read(ROLES, AGENTS),
            gazetteer: Gazetteer::bundled(),
            names: Vec::new(),
            runs: FxHashMap::default(),
            firsts: FxHashMap::default(),
            surnames: Vec::new(),
            offices: Vec::new(),
            version: OnceLock::new(),
        };
        let mut index = Index {
            knowledge: &mut knowledge,
            cutter: PieceCutter::default(),
            pieces: Vec::new(),
            last_code: "",
            last_country: None,
        };
        index.read_states();
        index.read_more_of_states();
        index.read_people();
        index.read_organizations();
        knowledge.names.sort_unstable_by_key(|(run, name)| (run.0, name.entry, name.usage));
        // A whole name says more than the same words as a part of a longer one.
        knowledge.names.dedup_by(|(run, name), (kept_run, kept)| {
            run == kept_run
                && name.entry == kept.entry
                && (name.usage == NameUse::Partial || name.usage == kept.usage)
        });
        knowledge.runs.reserve(knowledge.names.len());
        for (start, &(run, _)) in knowledge.names.iter().enumerate() {
            knowledge.runs.entry(run).or_insert(start as u32);
        }
        knowledge.surnames.sort_unstable();
        knowledge.surnames.dedup();
        knowledge.offices.sort_unstable();
        knowledge
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// The fields of a row; empty past its end. Fields are short: a plain loop is faster here than any search.
fn fields<const N: usize>(row: &'static str) -> [&'static str; N] {
    let mut fields = [""; N];
    let (mut start, mut number) = (0, 0);
    for (at, &byte) in row.as_bytes().iter().enumerate() {
        if byte == b'\t' {
            if number < N {
                fields[number] = &row[start..at];
            }
            (start, number) = (at + 1, number + 1);
        }
    }
    if number < N {
        fields[number] = &row[start..];
    }
    fields
}

fn items(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split('|').filter(|item| !item.is_empty())
}

/// The table being read into.
struct Index<'a> {
    knowledge: &'a mut Knowledge,
    cutter: PieceCutter,
    pieces: Vec<Piece>,
    /// Most rows have the country of the row before.
    last_code: &'static str,
    /// The country itself and the one it counts as.
    last_country: Option<(Country, Country)>,
}

impl Index<'_> {
    fn read_states(&mut self) {
        let mut rows: Vec<&str> = rows(STATES).collect();
        rows.sort_unstable();
        for row in rows {
            let [
                key,
                code,
                sector,
                status,
                _,
                to,
                name,
                names,
                adjectives,
                demonyms,
                capitals,
                metonyms,
                ambiguous,
            ] = fields(row);
            let Ok(country) = code.parse() else { continue };
            let id = StateId(self.knowledge.states.len() as u32);
            self.knowledge.states.push(State {
                key,
                country,
                sector: sector.parse::<Sector>().ok(),
                has_government: matches!(status, "country" | "de-facto" | "former"),
                name,
                ended: day(to, true),
                since: None,
            });
            let entry = Entry::State(id);
            let seats = items(metonyms).filter(|name| !items(capitals).any(|capital| capital == *name));
            let capitals = items(metonyms).filter(|name| items(capitals).any(|capital| capital == *name));
            let is_ambiguous = |name: &str| items(ambiguous).any(|other| other == name);
            for (list, usage) in [
                (items(names).collect::<Vec<_>>(), NameUse::Name),
                (items(adjectives).collect(), NameUse::Adjective),
                (items(demonyms).collect(), NameUse::Demonym),
                (capitals.collect(), NameUse::Capital),
                (seats.collect(), NameUse::Seat),
            ] {
                for name in list {
                    self.add_name(name, entry, usage, is_ambiguous(name));
                }
            }
        }
    }

    fn read_more_of_states(&mut self) {
        for row in rows(MORE_OF_STATES) {
            let [key, names, adjectives, since, before] = fields(row);
            let Ok(found) = self.knowledge.states.binary_search_by(|state| state.key.cmp(key)) else { continue };
            self.knowledge.states[found].since = day(since, false).zip(before.parse().ok());
            let entry = Entry::State(StateId(found as u32));
            for (list, usage) in [(names, NameUse::Name), (adjectives, NameUse::Adjective)] {
                for name in items(list) {
                    self.add_name(name, entry, usage, false);
                }
            }
        }
    }

    /// Both files are sorted by key: a person may stand in one or in both.
    fn read_people(&mut self) {
        let mut first = people_of(PEOPLE).peekable();
        let mut second = people_of(MORE_PEOPLE).peekable();
        loop {
            let (one, other) = match (first.peek(), second.peek()) {
                (None, None) => break,
                (Some(a), Some(b)) if a.key == b.key => (first.next(), second.next()),
                (Some(a), Some(b)) if a.key > b.key => (None, second.next()),
                (None, Some(_)) => (None, second.next()),
                (Some(_), _) => (first.next(), None),
            };
            let rows = [one, other];
            let Some(main) = rows.iter().flatten().next() else { break };
            let id = PersonId(self.knowledge.people.len() as u32);
            let first_term = self.knowledge.terms.len() as u32;
            let mut person = Person {
                key: main.key,
                name: main.name,
                wikidata: (!main.wikidata.is_empty()).then_some(main.wikidata),
                is_prominent: false,
                first_term,
                n_terms: 0,
            };
            for row in rows.iter().flatten() {
                for term in row.terms.split_terminator('\n') {
                    self.add_term(id, &mut person, term);
                }
            }
            self.knowledge.people.push(person);
            let surname_first =
                matches!(main.key.get(..4), Some("chn/" | "twn/" | "kor/" | "prk/" | "vnm/" | "hkg/"));
            for row in rows.iter().flatten() {
                self.add_person_name(row.name, id, surname_first);
                for alias in items(row.aliases) {
                    self.add_person_name(alias, id, surname_first);
                }
            }
        }
    }

    fn add_term(&mut self, id: PersonId, person: &mut Person, row: &'static str) {
        let [_, source, code, kind, office, codes, from, to, first_seen, last_seen] = fields(row);
        if code != self.last_code {
            let country = code.parse::<Country>().ok();
            (self.last_code, self.last_country) =
                (code, country.map(|country| (country, country.counts_as())));
        }
        let Some((country, counted)) = self.last_country else { return };
        let kind = OfficeKind::find(kind);
        person.is_prominent |= source == "h";
        let number = self.knowledge.terms.len() as u32;
        self.knowledge.terms.push(Term {
            country: counted,
            kind,
            office,
            sectors: sectors(codes),
            from: day(from, false),
            to: day(to, true),
            seen: (day(first_seen, false), day(last_seen, true)),
        });
        // "The Dutch prime minister" is not Aruba's: offices of dependencies are not looked up by country.
        if counted == country {
            self.knowledge.offices.push((country, kind, id, number));
        }
        person.n_terms += 1;
    }

    fn add_person_name(&mut self, name: &'static str, id: PersonId, surname_first: bool) {
        let n_pieces = self.cut(name);
        let usage = if n_pieces == 1 { NameUse::Short } else { NameUse::Name };
        let surname = if surname_first { self.pieces.first() } else { self.pieces.last() };
        if let Some(&surname) = surname {
            self.knowledge.surnames.push((surname, id));
        }
        self.push_name(name, Entry::Person(id), usage, false);
        // "Carlos Menem" for Carlos Saul Menem.
        if let [first, _, .., last] = self.pieces[..]
            && !surname_first
            && self.pieces.len() < 5
        {
            self.pieces = vec![first, last];
            self.push_name(name, Entry::Person(id), NameUse::Partial, true);
        }
    }

    fn read_organizations(&mut self) {
        // The hand-made rows first: of the old dictionaries only what they do not hold is taken.
        let is_by_hand = |row: &&str| row.split('\t').nth(1) == Some("h");
        let by_hand = rows(MORE_ORGANIZATIONS).chain(rows(ORGANIZATIONS).filter(is_by_hand));
        let others = rows(ORGANIZATIONS).filter(|row| !is_by_hand(row));
        let mut runs_by_hand = FxHashSet::default();
        let mut keys = FxHashSet::default();
        for row in by_hand.chain(others) {
            let [key, source, kind, code, codes, _, _, name, aliases, ambiguous] = fields(row);
            if !keys.insert(key) {
                continue;
            }
            let id = OrganizationId(self.knowledge.organizations.len() as u32);
            self.knowledge.organizations.push(Organization {
                key,
                name,
                country: code.parse::<Country>().ok(),
                sectors: sectors(codes),
                kind,
            });
            // "National Assembly (France)": the bracket is no part of the name.
            let plain = name.split(" (").next().unwrap_or(name);
            for alias in [plain].into_iter().chain(items(aliases)) {
                // The old dictionaries are noisy: short names of theirs mean too many things.
                let bare = without_article(alias);
                let n_pieces = self.cut(bare);
                let run = Run::of(&self.pieces);
                let is_by_hand = source == "h";
                if is_by_hand {
                    runs_by_hand.insert(run);
                }
                if is_by_hand || n_pieces > 1 && !runs_by_hand.contains(&run) {
                    let is_ambiguous =
                        items(ambiguous).any(|other| other == alias) || plain != name && alias == plain;
                    self.add_name(alias, Entry::Organization(id), NameUse::Name, is_ambiguous);
                }
            }
        }
    }

    fn add_name(&mut self, name: &'static str, entry: Entry, usage: NameUse, is_ambiguous: bool) {
        let bare = without_article(name);
        self.cut(bare);
        self.push_name(bare, entry, usage, is_ambiguous);
    }

    fn cut(&mut self, name: &str) -> usize {
        self.pieces.clear();
        self.cutter.cut(name, &mut self.pieces);
        self.pieces.len()
    }

    /// Adds the name whose pieces were just cut.
    fn push_name(&mut self, name: &str, entry: Entry, usage: NameUse, is_ambiguous: bool) {
        let Some(&first) = self.pieces.first() else { return };
        let letters = || name.chars().filter(|letter| letter.is_alphabetic());
        let is_acronym = name.len() <= 8 && letters().all(char::is_uppercase);
        let longest = self.knowledge.firsts.entry(first).or_default();
        *longest = (*longest).max(u8::try_from(self.pieces.len()).unwrap_or(u8::MAX));
        let words = name.split([' ', '-']);
        let capitals = words.filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count();
        let n_capitals = u8::try_from(capitals).unwrap_or(u8::MAX);
        let name = Name { entry, usage, is_ambiguous, is_acronym, n_capitals };
        self.knowledge.names.push((Run::of(&self.pieces), name));
    }
}

fn without_article(name: &str) -> &str {
    name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name)
}

/// A person's rows in one file.
struct PersonRows {
    key: &'static str,
    name: &'static str,
    aliases: &'static str,
    wikidata: &'static str,
    /// The indented lines.
    terms: &'static str,
}

fn people_of(table: &'static str) -> impl Iterator<Item = PersonRows> {
    let mut at = 0;
    let line_end = move |from: usize| {
        memchr::memchr(b'\n', &table.as_bytes()[from..]).map_or(table.len(), |length| from + length + 1)
    };
    std::iter::from_fn(move || {
        while table.as_bytes().get(at) == Some(&b'#') {
            at = line_end(at);
        }
        let head_end = line_end(at);
        let head = table[at..head_end].strip_suffix('\n')?;
        let mut end = head_end;
        while table.as_bytes().get(end) == Some(&b'\t') {
            end = line_end(end);
        }
        at = end;
        let [key, name, aliases, wikidata] = fields(head);
        Some(PersonRows { key, name, aliases, wikidata, terms: &table[head_end..end] })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::pieces_of;

    fn entries(name: &str) -> Vec<(&'static str, NameUse)> {
        let knowledge = Knowledge::bundled();
        let key = |entry| match entry {
            Entry::State(id) => knowledge.state(id).key,
            Entry::Person(id) => knowledge.person(id).key,
            Entry::Organization(id) => knowledge.organization(id).key,
        };
        knowledge.names(Run::of(&pieces_of(name))).map(|name| (key(name.entry), name.usage)).collect()
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
    fn middle_names_may_be_left_out() {
        assert!(entries("Carlos Menem").contains(&("arg/carlos-saul-menem", NameUse::Partial)));
    }

    #[test]
    fn offices_by_day() {
        let knowledge = Knowledge::bundled();
        let president = |day: &str| {
            let country = "RUS".parse().unwrap();
            let holders = knowledge.holders(country, OfficeKind::HeadOfState, day.parse().unwrap());
            holders.map(|(person, _)| knowledge.person(person).key).collect::<Vec<_>>()
        };
        assert!(president("2010-05-01").iter().all(|&key| key == "rus/dmitry-medvedev"));
        assert!(president("2016-03-24").iter().all(|&key| key == "rus/vladimir-putin"));
        assert!(!president("2010-05-01").is_empty());
        assert_eq!(president("1900-01-01"), Vec::<&str>::new());
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
