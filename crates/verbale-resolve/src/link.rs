use jiff::civil::Date;
use rustc_hash::FxHashSet;
use verbale_codes::{Country, Sector};
use verbale_doc::{Span, Tok, TokenIdx};
use verbale_know::{Held, Knowledge, OfficeKind, PersonId, Piece, Term};

use crate::context::{Context, Description};

/// What the knowledge base says of a person on the day of the article.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Standing {
    pub(crate) country: Option<Country>,
    pub(crate) sectors: Vec<Sector>,
    pub(crate) role: Option<String>,
}

/// What speaks for one of the people of a name, or against.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weighed {
    pub(crate) person: PersonId,
    pub(crate) reasons: Vec<Reason>,
}

/// One thing that speaks for someone of a name, or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Everyone knows them.
    WidelyKnown,
    /// They lead a country or an organization on the day.
    Leads,
    /// They hold any office on the day.
    InOffice,
    /// The article names a country they held an office of.
    CountryNamed,
    /// They held the office that stands beside the name.
    HeldTheTitle,
    /// The country named beside the name is not theirs.
    OtherCountry,
    /// No office of theirs lies near the day: someone else of the name is meant.
    OtherTime,
}

/// Below this nobody is meant who is known.
pub(crate) const LEAST_SCORE: f32 = 1.0;

/// Two whose scores differ by less than this are not told apart.
pub(crate) const LEAST_LEAD: f32 = 0.4;

impl Weighed {
    /// One for each thing that speaks for them, and two and a half times that for who is in office. The weights are
    /// judged on news, not learned.
    pub(crate) fn score(&self) -> f32 {
        if self.has(Reason::OtherCountry) || self.has(Reason::OtherTime) {
            return 0.0;
        }
        let is_known = self.has(Reason::WidelyKnown) || self.has(Reason::Leads);
        let reasons = [is_known, self.has(Reason::CountryNamed), self.has(Reason::HeldTheTitle)];
        let evidence = reasons.iter().filter(|&&reason| reason).count() as f32;
        // Of two of a name whose country is named, the one in office goes before the one everyone knows.
        evidence * if self.has(Reason::InOffice) { 2.5 } else { 1.0 }
    }

    pub(crate) fn has(&self, reason: Reason) -> bool {
        self.reasons.contains(&reason)
    }
}

/// Weighs one of the people of a name. `said` is the country named beside it, `title` the office.
pub(crate) fn weigh(
    knowledge: &Knowledge,
    person: PersonId,
    day: Option<Date>,
    countries: &FxHashSet<Country>,
    said: Option<Country>,
    title: Option<&str>,
) -> Weighed {
    let terms = knowledge.terms(person);
    let held_now = |term: &Term| day.is_some_and(|day| term.held_on(day) == Held::Now);
    let is_of =
        |country: Country| country.is_international() || terms.iter().any(|term| term.country == country);
    let is_near_day = |day| terms.iter().any(|term| is_near(term, day));
    let all = [
        (Reason::WidelyKnown, knowledge.person(person).is_prominent),
        (Reason::Leads, terms.iter().any(|term| term.kind.is_prominent() && held_now(term))),
        (Reason::InOffice, terms.iter().any(held_now)),
        (Reason::CountryNamed, terms.iter().any(|term| countries.contains(&term.country))),
        (Reason::HeldTheTitle, title.is_some_and(|title| has_held(knowledge, person, title))),
        (Reason::OtherCountry, !said.is_none_or(is_of)),
        (Reason::OtherTime, !day.is_none_or(is_near_day)),
    ];
    let reasons = all.into_iter().filter(|(_, holds)| *holds).map(|(reason, _)| reason).collect();
    Weighed { person, reasons }
}

/// The one who is meant, by the scores: the foremost, if it is so by enough.
pub(crate) fn foremost(mut weighed: Vec<Weighed>) -> Option<PersonId> {
    weighed.retain(|one| one.score() >= LEAST_SCORE);
    weighed.sort_by(|left, right| right.score().total_cmp(&left.score()));
    match &weighed[..] {
        [only] => Some(only.person),
        [first, second, ..] => (first.score() - second.score() >= LEAST_LEAD).then_some(first.person),
        [] => None,
    }
}

/// Which of the people of a name is meant, if the article lets it be told.
pub(crate) fn person(context: &Context<'_>, known: &[PersonId], about: &Description<'_>) -> Option<PersonId> {
    let said = context.belongs(about).0;
    let title = about.role.map(|(role, _)| context.role_words(role));
    let weigh = |&person: &PersonId| {
        weigh(context.knowledge, person, context.day, &context.countries, said, title.as_deref())
    };
    foremost(known.iter().map(weigh).collect())
}

fn is_near(term: &Term, day: Date) -> bool {
    let years = |one: Date, other: Date| i32::from(one.year()) - i32::from(other.year());
    let from = term.from.or(term.seen.0);
    let to = term.to.or(term.seen.1);
    let early = from.is_some_and(|from| years(from, day) > 20);
    let late = to.or(from).is_some_and(|to| years(day, to) > 40);
    !early && !late
}

/// Country, sectors and office of a person on a day.
pub(crate) fn standing(knowledge: &Knowledge, person: PersonId, day: Option<Date>) -> Standing {
    let terms = knowledge.terms(person);
    let Some(day) = day else { return undated(terms) };
    let held = |wanted: Held| terms.iter().filter(move |term| term.held_on(day) == wanted);
    if let Some(term) = held(Held::Now).min_by_key(|term| (term.kind, std::cmp::Reverse(term.from))) {
        return Standing {
            country: Some(term.country),
            sectors: if term.sectors.is_empty() { vec![Sector::Gov] } else { term.sectors.clone() },
            role: Some(term.office.to_string()),
        };
    }
    let last = held(Held::Over).max_by_key(|term| term.to);
    let next = held(Held::NotYet).min_by_key(|term| term.from);
    let unknown = held(Held::Unknown).next();
    match (last, unknown, next) {
        // A former official, unless an office whose end nobody wrote down still runs.
        (Some(term), None, _) => {
            Standing { country: Some(term.country), sectors: vec![Sector::Eli], role: None }
        }
        (Some(term), Some(_), _) | (None, Some(term), _) | (None, None, Some(term)) => {
            Standing { country: Some(term.country), ..Standing::default() }
        }
        (None, None, None) => Standing::default(),
    }
}

/// Without a day only what holds of all terms is known. Someone who only ever governed is taken to govern.
fn undated(terms: &[Term]) -> Standing {
    let first = terms.first();
    let country =
        first.map(|term| term.country).filter(|&country| terms.iter().all(|term| term.country == country));
    let common = first.map(|term| term.sectors.clone()).unwrap_or_default();
    let is_common = terms.iter().all(|term| term.sectors.first() == common.first());
    Standing { country, sectors: if is_common { common } else { Vec::new() }, role: None }
}

/// Who holds the office that a phrase names: "the Russian president", "US Secretary of State Kerry".
///
/// With a surname, only its bearers are looked at. None where several fit.
pub(crate) fn office_holder(
    context: &Context<'_>,
    about: &Description<'_>,
    surname: Option<Piece>,
) -> Option<PersonId> {
    let day = context.day?;
    let (role, _) = about.role?;
    if about.is_former || !about.modifiers.is_empty() {
        return None;
    }
    let country = context.belongs(about).0?;
    let words = context.role_words(role);
    let kinds = office_kinds(&words);
    let mut holders: Vec<PersonId> = Vec::new();
    for &kind in kinds {
        for (person, term) in context.knowledge.holders(country, kind, day) {
            let is_bearer =
                surname.is_none_or(|surname| context.knowledge.bearers(surname).any(|id| id == person));
            if is_bearer && office_fits(&words, kind, &term.office) && !holders.contains(&person) {
                holders.push(person);
            }
        }
    }
    match holders[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// Whether a person may be called by a role: not by an office that only others held.
pub(crate) fn may_have_held(context: &Context<'_>, person: PersonId, role: &str) -> bool {
    office_kinds(role).is_empty() || has_held(context.knowledge, person, role)
}

/// Whether the knowledge base has a term of the person in such an office.
pub(crate) fn has_held(knowledge: &Knowledge, person: PersonId, role: &str) -> bool {
    let kinds = office_kinds(role);
    let terms = knowledge.terms(person);
    terms.iter().any(|term| kinds.contains(&term.kind) && office_fits(role, term.kind, &term.office))
}

/// The one well-known person of a surname who is in office on the day of the article and whose country it names.
pub(crate) fn bearer_in_office(context: &Context<'_>, surname: Piece) -> Option<PersonId> {
    let day = context.day?;
    let in_office = |&person: &PersonId| {
        let terms = context.knowledge.terms(person);
        let is_leader = terms.iter().any(|term| term.kind.is_prominent() && term.held_on(day) == Held::Now);
        is_leader && context.names_country_of(person)
    };
    let mut bearers: Vec<PersonId> = context.knowledge.bearers(surname).filter(in_office).collect();
    bearers.dedup();
    match bearers[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The country of all those of a surname who held an office: which of two Presidents Bush is meant may not be told, but
/// that he is American.
pub(crate) fn country_of_namesakes(
    context: &Context<'_>,
    about: &Description<'_>,
    surname: Piece,
) -> Option<Country> {
    let words = context.role_words(about.role?.0);
    let kinds = office_kinds(&words);
    let terms = context.knowledge.bearers(surname).flat_map(|person| context.knowledge.terms(person));
    let is_of_the_time = |term: &&Term| context.day.is_none_or(|day| is_near(term, day));
    let held =
        terms.filter(|term| kinds.contains(&term.kind) && office_fits(&words, term.kind, &term.office));
    let mut countries = held.filter(is_of_the_time).map(|term| term.country);
    let first = countries.next()?;
    countries.all(|country| country == first).then_some(first)
}

fn office_kinds(role: &str) -> &'static [OfficeKind] {
    match role {
        "president" => &[OfficeKind::HeadOfState, OfficeKind::HeadOfGovernment],
        "king" | "queen" | "emir" | "sultan" | "emperor" | "supreme leader" | "pope" => {
            &[OfficeKind::HeadOfState]
        }
        "prime minister" | "premier" | "chancellor" | "taoiseach" => &[OfficeKind::HeadOfGovernment],
        "vice president" | "vice-president" | "deputy prime minister" => &[OfficeKind::DeputyHead],
        "foreign minister"
        | "minister of foreign affairs"
        | "foreign secretary"
        | "secretary of state"
        | "top diplomat"
        | "chief diplomat" => &[OfficeKind::ForeignMinister],
        "defense minister"
        | "defence minister"
        | "minister of defense"
        | "minister of defence"
        | "secretary of defense"
        | "defense secretary"
        | "defence secretary" => &[OfficeKind::DefenseMinister],
        "interior minister" | "home secretary" | "minister of the interior" => {
            &[OfficeKind::InteriorMinister]
        }
        "finance minister" | "treasury secretary" | "chancellor of the exchequer" => {
            &[OfficeKind::FinanceMinister]
        }
        "justice minister" | "attorney general" => &[OfficeKind::JusticeMinister],
        "secretary-general" | "secretary general" => &[OfficeKind::IgoOfficial],
        _ => &[],
    }
}

/// Whether a term's own words fit the role: a vice president is no president.
fn office_fits(role: &str, kind: OfficeKind, office: &str) -> bool {
    let office = office.to_lowercase();
    match kind {
        OfficeKind::HeadOfState | OfficeKind::HeadOfGovernment | OfficeKind::DeputyHead => {
            office.split(" / ").any(|office| {
                let office = office.trim_start_matches("acting ").trim_start_matches("interim ");
                office == role || office == "premier" && role == "prime minister"
            })
        }
        OfficeKind::IgoOfficial => {
            let office = office.replace('-', " ");
            office.starts_with("secretary general") && !office.starts_with("secretary general's")
        }
        _ => !office.contains("deputy") && !office.contains("former"),
    }
}

/// The last word of a name, by which its bearer is called again; of a name that begins with the family's the first.
pub(crate) fn surname(context: &Context<'_>, name: Span<Tok>) -> Option<Piece> {
    let last = name.tokens().rev().find(|&token| {
        let is_suffix =
            matches!(context.doc.word(token).trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV");
        !is_suffix && !context.words.of(token).is_empty()
    })?;
    context.words.of(last).last().copied()
}

/// The first word of a name.
pub(crate) fn first_name(context: &Context<'_>, name: Span<Tok>) -> Option<TokenIdx> {
    name.tokens().find(|&token| !context.words.of(token).is_empty())
}
