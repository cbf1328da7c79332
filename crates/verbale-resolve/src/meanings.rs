//! What a name may mean, and what speaks for each meaning.

use jiff::civil::Date;
use rustc_hash::FxHashSet;
use verbale_codes::{Country, Sector};
use verbale_know::{Entry, EntryId, Knowledge, Name, NameUse, PersonId, Run, pieces_of};

use crate::link::Reason;
use crate::{Resolver, link, places};

/// What a name may mean. Which of it an article means also depends on what it is in its sentence, which is not looked at
/// here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meanings {
    /// States, people and organizations, the most likely first.
    pub entries: Vec<Meaning>,
    /// Who of them is meant; none where it cannot be told.
    pub chosen: Option<Entry>,
    /// Places, the most likely first, with how much each is believed in; the shares add up to one.
    pub places: Vec<(EntryId, f64)>,
}

/// One meaning of a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// Who is meant.
    pub entry: Entry,
    /// How the name means it.
    pub usage: NameUse,
    /// Whether it is only taken where the entity recognizer agrees ("Georgia", "Quartet").
    pub needs_context: bool,
    /// For people, what speaks for them, counted; [`Meanings::LEAST_SCORE`] is needed.
    pub score: Option<f32>,
    /// What speaks for it and against it, in words.
    pub reasons: Vec<&'static str>,
    /// Country on the day.
    pub country: Option<Country>,
    /// Sectors on the day.
    pub sectors: Vec<Sector>,
    /// Office on the day.
    pub role: Option<String>,
}

impl Meanings {
    /// Below this score a person is not taken to be meant.
    pub const LEAST_SCORE: f32 = link::LEAST_SCORE;
    /// Two people whose scores differ by less are not told apart.
    pub const LEAST_LEAD: f32 = link::LEAST_LEAD;
}

impl Resolver {
    /// What a name may mean in an article of a day that also says what `near` says.
    ///
    /// ```
    /// use verbale_know::Knowledge;
    /// use verbale_resolve::Resolver;
    /// let resolver = Resolver::new(Knowledge::bundled());
    /// let meanings = resolver.meanings("Lavrov", "2016-03-24".parse().ok(), "talks in Geneva");
    /// let lavrov = &meanings.entries[0];
    /// assert_eq!(Some(lavrov.entry), meanings.chosen);
    /// assert_eq!(lavrov.role.as_deref(), Some("foreign minister"));
    /// ```
    pub fn meanings(&self, name: &str, day: Option<Date>, near: &str) -> Meanings {
        let knowledge = self.knowledge();
        let countries = countries_named(knowledge, near);
        let found: Vec<Name> = knowledge.names(Run::of(&pieces_of(name))).collect();
        let is_title = |person| {
            let lower = near.to_lowercase();
            let terms = knowledge.terms(person).iter();
            terms.map(|term| term.office.to_lowercase()).find(|office| lower.contains(office.as_str()))
        };
        let mut weighed = Vec::new();
        let mut entries: Vec<Meaning> = Vec::new();
        for name in found {
            let mut meaning = Meaning {
                entry: name.entry,
                usage: name.usage,
                needs_context: name.is_ambiguous,
                score: None,
                reasons: Vec::new(),
                country: None,
                sectors: Vec::new(),
                role: None,
            };
            match name.entry {
                Entry::State(id) => {
                    let state = knowledge.state(id);
                    meaning.country =
                        Some(day.map_or(state.country, |day| knowledge.country_on(state.country, day)));
                    meaning.sectors.extend(state.sector);
                    if day.zip(state.lasted).is_some_and(|(day, (_, ended))| day > ended) {
                        meaning.reasons.push("no longer exists on that day");
                    }
                }
                Entry::Organization(id) => {
                    let organization = knowledge.organization(id);
                    meaning.country = organization.country;
                    meaning.sectors.clone_from(&organization.sectors);
                }
                Entry::Person(id) => {
                    let title = is_title(id);
                    let one = link::weigh(knowledge, id, day, &countries, None, title.as_deref());
                    let standing = link::standing(knowledge, id, day);
                    (meaning.country, meaning.sectors, meaning.role) =
                        (standing.country, standing.sectors, standing.role);
                    meaning.score = Some(one.score());
                    meaning.reasons = reasons(&one);
                    weighed.push(one);
                }
            }
            entries.push(meaning);
        }
        let by_surname = self.bearers(name, &entries, day, &countries);
        let led = by_surname.iter().filter(|one| one.has(Reason::Leads) && one.has(Reason::CountryNamed));
        let led: Vec<Entry> = led.map(|one| Entry::Person(one.person)).collect();
        entries.extend(by_surname.iter().map(|one| {
            let standing = link::standing(knowledge, one.person, day);
            Meaning {
                entry: Entry::Person(one.person),
                usage: NameUse::Short,
                needs_context: true,
                score: Some(one.score()),
                reasons: [
                    reasons(one),
                    vec!["a surname: taken with a title, or of a leader whose country is named"],
                ]
                .concat(),
                country: standing.country,
                sectors: standing.sectors,
                role: standing.role,
            }
        }));
        let is_person = |meaning: &Meaning| matches!(meaning.entry, Entry::Person(_));
        // A state or an organization of the name goes before people, as it does in texts.
        entries.sort_by(|left, right| {
            is_person(left)
                .cmp(&is_person(right))
                .then(right.score.unwrap_or(0.0).total_cmp(&left.score.unwrap_or(0.0)))
        });
        let first = entries.first().filter(|first| !is_person(first) && !first.needs_context);
        let chosen = first.map(|first| first.entry).or_else(|| link::foremost(weighed).map(Entry::Person));
        let chosen = chosen.or(if let [only] = led[..] { Some(only) } else { None });
        Meanings { entries, chosen, places: places::beliefs(name, near, knowledge.gazetteer()) }
    }
}

impl Resolver {
    /// Those who bear a surname that is no name of theirs by itself, and for whom something speaks.
    fn bearers(
        &self,
        name: &str,
        known: &[Meaning],
        day: Option<Date>,
        countries: &FxHashSet<Country>,
    ) -> Vec<link::Weighed> {
        let [surname] = pieces_of(name)[..] else { return Vec::new() };
        let mut people: Vec<PersonId> = self.knowledge().bearers(surname).collect();
        people.dedup();
        people.retain(|&person| known.iter().all(|meaning| meaning.entry != Entry::Person(person)));
        let weighed =
            people.iter().map(|&person| link::weigh(self.knowledge(), person, day, countries, None, None));
        weighed.filter(|one| one.score() >= link::LEAST_SCORE).collect()
    }
}

fn reasons(one: &link::Weighed) -> Vec<&'static str> {
    let words = |reason: &Reason| match reason {
        Reason::WidelyKnown => "widely known",
        Reason::Leads => "leads a country or an organization that day",
        Reason::InOffice => "in office that day",
        Reason::CountryNamed => "the country is named near it",
        Reason::HeldTheTitle => "the office is named near it",
        Reason::OtherCountry => "another country is named beside it",
        Reason::OtherTime => "lived at another time",
    };
    one.reasons.iter().map(words).collect()
}

/// The countries whose names, adjectives, capitals or seats stand in a text.
fn countries_named(knowledge: &Knowledge, text: &str) -> FxHashSet<Country> {
    let pieces = pieces_of(text);
    let mut countries = FxHashSet::default();
    for start in 0..pieces.len() {
        let longest = knowledge.longest_name_from(pieces[start]).min(pieces.len() - start);
        for length in 1..=longest {
            for name in knowledge.names(Run::of(&pieces[start..start + length])) {
                if let Entry::State(id) = name.entry {
                    countries.insert(knowledge.state(id).country);
                }
            }
        }
    }
    countries
}
