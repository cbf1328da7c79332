//! The built-in tables, read into [`Knowledge`].

use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::thread;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use verbale_codes::{Country, Sector};

use crate::facts::{OfficeKind, Organization, Person, State, Term, day, sectors};
use crate::index::Index;
use crate::knowledge::{Entry, Name, NameUse, OrganizationId, PersonId, StateId};
use crate::pieces::Run;
use crate::{Gazetteer, Knowledge, Roles};

const STATES: &str = include_str!("../../../knowledge/states/states.tsv");
const MORE_OF_STATES: &str = include_str!("../../../knowledge/states/more.tsv");
const FORMER_NAMES: &str = include_str!("../../../knowledge/states/former-names.tsv");
const PEOPLE: &str = include_str!("../../../knowledge/people/people.tsv");
#[cfg(feature = "share-alike")]
const MORE_PEOPLE: &str = include_str!("../../../knowledge/people-countryinfo/people.tsv");
#[cfg(not(feature = "share-alike"))]
const MORE_PEOPLE: &str = "";
const ORGANIZATIONS: &str = include_str!("../../../knowledge/organizations/organizations.tsv");
const MORE_ORGANIZATIONS: &str = include_str!("../../../knowledge/organizations/more.tsv");
const ROLES: &str = include_str!("../../../knowledge/roles/roles.tsv");
const AGENTS: &str = include_str!("../../../knowledge/roles/agents.tsv");

/// All tables, in the order in which they are read: what [`Knowledge::version`] is reckoned from.
pub(crate) const ALL: [&str; 9] = [
    STATES,
    MORE_OF_STATES,
    FORMER_NAMES,
    PEOPLE,
    MORE_PEOPLE,
    MORE_ORGANIZATIONS,
    ORGANIZATIONS,
    ROLES,
    AGENTS,
];

/// Reads the built-in tables. The people are most of them: half is read on a thread of its own.
pub(crate) fn read() -> Knowledge {
    thread::scope(|scope| {
        let later = scope.spawn(|| {
            let mut knowledge = empty();
            Tables::new(&mut knowledge).read_people(HALF_OF_PEOPLE, "~");
            knowledge.names.sort_unstable_by_key(by_run);
            knowledge
        });
        let mut knowledge = empty();
        knowledge.roles = Roles::read(ROLES, AGENTS);
        let mut tables = Tables::new(&mut knowledge);
        tables.read_states();
        tables.read_more_of_states();
        tables.read_former_names();
        tables.read_organizations();
        tables.read_people("", HALF_OF_PEOPLE);
        knowledge.names.sort_unstable_by_key(by_run);
        knowledge.append_people(later.join().unwrap_or_else(|panicked| resume_unwind(panicked)));
        knowledge.sort();
        knowledge
    })
}

/// People from this key on take about as long to read as those before it together with all other tables.
const HALF_OF_PEOPLE: &str = "g";

fn empty() -> Knowledge {
    Knowledge {
        states: Vec::new(),
        seats_before: Vec::new(),
        people: Vec::new(),
        terms: Vec::new(),
        organizations: Vec::new(),
        roles: Roles::read("", ""),
        gazetteer: Gazetteer::bundled(),
        names: Vec::new(),
        runs: FxHashMap::default(),
        firsts: FxHashMap::default(),
        surnames: Vec::new(),
        offices: Vec::new(),
        version: OnceLock::new(),
        laid_over: String::new(),
        own_names: Vec::new(),
    }
}

impl Knowledge {
    /// Adds the people of another, with their names and offices, behind its own.
    fn append_people(&mut self, other: Self) {
        let (n_people, n_terms) = (self.people.len() as u32, self.terms.len() as u32);
        let moved = |id: PersonId| PersonId(id.0 + n_people);
        self.people.extend(
            other
                .people
                .into_iter()
                .map(|person| Person { first_term: person.first_term + n_terms, ..person }),
        );
        self.terms.extend(other.terms);
        self.names.extend(other.names.into_iter().map(|(run, name)| match name.entry {
            Entry::Person(id) => (run, Name { entry: Entry::Person(moved(id)), ..name }),
            Entry::State(_) | Entry::Organization(_) => (run, name),
        }));
        #[expect(clippy::iter_over_hash_type, reason = "the order changes nothing in a largest number")]
        for (first, longest) in other.firsts {
            let known = self.firsts.entry(first).or_default();
            *known = longest.max(*known);
        }
        self.surnames.extend(other.surnames.into_iter().map(|(surname, id)| (surname, moved(id))));
        self.offices.extend(
            other
                .offices
                .into_iter()
                .map(|(country, kind, id, term)| (country, kind, moved(id), term + n_terms)),
        );
    }

    /// Puts names, surnames and offices in the order in which they are looked up.
    pub(crate) fn sort(&mut self) {
        // Of "Interpol" and "INTERPOL" the one that may be written either way goes first, and is kept.
        // The stable sort: it merges parts that are in order already.
        self.names.sort_by_key(by_run);
        // A whole name says more than the same words as a part of a longer one.
        self.names.dedup_by(|(run, name), (kept_run, kept)| {
            run == kept_run
                && name.entry == kept.entry
                && (name.usage == NameUse::Partial || name.usage == kept.usage)
        });
        self.runs.clear();
        self.runs.reserve(self.names.len());
        for (start, &(run, _)) in self.names.iter().enumerate() {
            self.runs.entry(run).or_insert(start as u32);
        }
        self.surnames.sort_unstable();
        self.surnames.dedup();
        self.offices.sort_unstable();
    }
}

fn by_run((run, name): &(Run, Name)) -> impl Ord + use<> {
    (run.0, name.entry, name.usage, name.is_acronym, name.is_ambiguous, name.n_capitals)
}

/// The names that the tables give a key, the usual one first.
pub(crate) fn names_of(key: &str) -> Vec<&'static str> {
    let mut names = Vec::new();
    for row in rows(STATES).filter(|row| row.split('\t').next() == Some(key)) {
        let [_, _, _, _, _, _, name, list, adjectives, demonyms, _, metonyms, _] = fields(row);
        names.push(name);
        names.extend([list, adjectives, demonyms, metonyms].into_iter().flat_map(items));
    }
    for row in rows(MORE_OF_STATES).filter(|row| row.split('\t').next() == Some(key)) {
        let [_, list, adjectives, capitals, ..]: [&str; 6] = fields(row);
        names.extend([list, adjectives, capitals].into_iter().flat_map(items));
    }
    for row in rows(FORMER_NAMES).filter(|row| row.split('\t').next() == Some(key)) {
        let [_, name, ..]: [&str; 4] = fields(row);
        names.push(name);
    }
    for person in people_of(PEOPLE).chain(people_of(MORE_PEOPLE)).filter(|person| person.key == key) {
        names.push(person.name);
        names.extend(items(person.aliases));
    }
    for row in rows(MORE_ORGANIZATIONS).chain(rows(ORGANIZATIONS)) {
        let [other, _, _, _, _, _, _, name, aliases, _] = fields(row);
        if other == key {
            names.push(name);
            names.extend(items(aliases));
        }
    }
    let mut seen = FxHashSet::default();
    names.retain(|name| seen.insert(*name));
    names
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

/// The tables while they are read.
struct Tables<'a> {
    index: Index<'a>,
    /// Most rows have the country of the row before.
    last_code: &'static str,
    /// The country itself and the one it counts as.
    last_country: Option<(Country, Country)>,
}

impl<'a> Tables<'a> {
    fn new(knowledge: &'a mut Knowledge) -> Self {
        Self { index: Index::new(knowledge), last_code: "", last_country: None }
    }

    fn read_states(&mut self) {
        let mut rows: Vec<&str> = rows(STATES).collect();
        rows.sort_unstable();
        let mut capital_of: Vec<(&str, StateId)> = Vec::new();
        for row in rows {
            let [
                key,
                code,
                sector,
                status,
                from,
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
            let id = StateId(self.index.knowledge.states.len() as u32);
            self.index.knowledge.states.push(State {
                key: key.into(),
                country,
                sector: sector.parse::<Sector>().ok(),
                has_government: matches!(status, "country" | "de-facto" | "former"),
                name: name.into(),
                lasted: day(from, false).zip(day(to, true)),
                since: None,
                former_names: Vec::new(),
            });
            let entry = Entry::State(id);
            capital_of.extend(items(capitals).map(|capital| (capital, id)));
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
                    self.index.add_name(name, entry, usage, is_ambiguous(name));
                }
            }
        }
        let is_former = |id: StateId| self.index.knowledge.state(id).lasted.is_some();
        let (former, standing): (Vec<_>, Vec<_>) = capital_of.into_iter().partition(|&(_, id)| is_former(id));
        let mut seats_before = Vec::new();
        for (capital, id) in former {
            let later = standing.iter().filter(|(other, _)| *other == capital);
            seats_before.extend(later.map(|&(_, later)| (later, id)));
        }
        self.index.knowledge.seats_before = seats_before;
    }

    fn read_more_of_states(&mut self) {
        for row in rows(MORE_OF_STATES) {
            let [key, names, adjectives, capitals, since, before] = fields(row);
            let Ok(found) = self.index.knowledge.states.binary_search_by(|state| (*state.key).cmp(key))
            else {
                continue;
            };
            self.index.knowledge.states[found].since = day(since, false).zip(before.parse().ok());
            let entry = Entry::State(StateId(found as u32));
            for (list, usage) in
                [(names, NameUse::Name), (adjectives, NameUse::Adjective), (capitals, NameUse::Capital)]
            {
                for name in items(list) {
                    self.index.add_name(name, entry, usage, false);
                }
            }
        }
    }

    fn read_former_names(&mut self) {
        for row in rows(FORMER_NAMES) {
            let [key, name, from, to] = fields(row);
            let states = &mut self.index.knowledge.states;
            let found = states.binary_search_by(|state| (*state.key).cmp(key));
            if let (Ok(found), Some(to)) = (found, day(to, true)) {
                let from = day(from, false).unwrap_or(Date::MIN);
                states[found].former_names.push((from, to, name.into()));
                self.index.add_name(name, Entry::State(StateId(found as u32)), NameUse::Name, false);
            }
        }
    }

    /// Reads the people with keys from the first to before the second. Both files are sorted by key: a person may stand in one or in both.
    fn read_people(&mut self, from: &str, to: &str) {
        let mut first = between(people_of(PEOPLE), from, to).peekable();
        let mut second = between(people_of(MORE_PEOPLE), from, to).peekable();
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
            let id = PersonId(self.index.knowledge.people.len() as u32);
            let first_term = self.index.knowledge.terms.len() as u32;
            let mut person = Person {
                key: main.key.into(),
                name: main.name.into(),
                wikidata: (!main.wikidata.is_empty()).then_some(main.wikidata.into()),
                is_prominent: false,
                first_term,
                n_terms: 0,
            };
            for row in rows.iter().flatten() {
                for term in row.terms.split_terminator('\n') {
                    self.add_term(id, &mut person, term);
                }
            }
            self.index.knowledge.people.push(person);
            let surname_first =
                matches!(main.key.get(..4), Some("chn/" | "twn/" | "kor/" | "prk/" | "vnm/" | "hkg/"));
            for row in rows.iter().flatten() {
                self.index.add_person_name(row.name, id, surname_first);
                for alias in items(row.aliases) {
                    self.index.add_person_name(alias, id, surname_first);
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
        let number = self.index.knowledge.terms.len() as u32;
        self.index.knowledge.terms.push(Term {
            country: counted,
            kind,
            office: office.into(),
            sectors: sectors(codes),
            from: day(from, false),
            to: day(to, true),
            seen: (day(first_seen, false), day(last_seen, true)),
        });
        // "The Dutch prime minister" is not Aruba's: offices of dependencies are not looked up by country.
        if counted == country {
            self.index.knowledge.offices.push((country, kind, id, number));
        }
        person.n_terms += 1;
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
            let id = OrganizationId(self.index.knowledge.organizations.len() as u32);
            self.index.knowledge.organizations.push(Organization {
                key: key.into(),
                name: name.into(),
                country: code.parse::<Country>().ok(),
                sectors: sectors(codes),
                kind: kind.into(),
            });
            // "National Assembly (France)": the bracket is no part of the name.
            let plain = name.split(" (").next().unwrap_or(name);
            for alias in [plain].into_iter().chain(items(aliases)) {
                // The old dictionaries are noisy: short names of theirs mean too many things.
                let bare = Index::without_article(alias);
                let n_pieces = self.index.cut(bare);
                let run = Run::of(&self.index.pieces);
                let is_by_hand = source == "h";
                if is_by_hand {
                    runs_by_hand.insert(run);
                }
                if is_by_hand || n_pieces > 1 && !runs_by_hand.contains(&run) {
                    let is_ambiguous =
                        items(ambiguous).any(|other| other == alias) || plain != name && alias == plain;
                    self.index.add_name(alias, Entry::Organization(id), NameUse::Name, is_ambiguous);
                }
            }
        }
    }
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

/// The people with keys from the first to before the second, of people in the order of their keys.
fn between<'a>(
    people: impl Iterator<Item = PersonRows> + 'a,
    from: &'a str,
    to: &'a str,
) -> impl Iterator<Item = PersonRows> + 'a {
    people.skip_while(move |person| person.key < from).take_while(move |person| person.key < to)
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
