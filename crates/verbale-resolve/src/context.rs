use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use verbale_codes::{Country, Sector};
use verbale_doc::{Doc, Span, Tok, TokenIdx, label};
use verbale_know::{Held, Knowledge, NameUse, OrganizationId, PersonId, Role, RoleKind, StateId, Term};

use crate::link;
use crate::names::Names;
use crate::phrases::phrase;
use crate::places;
use crate::words::Words;

/// What every step of resolution looks at.
pub(crate) struct Context<'a> {
    pub(crate) doc: &'a Doc,
    pub(crate) words: &'a Words,
    pub(crate) names: &'a Names,
    pub(crate) knowledge: &'a Knowledge,
    /// The day of the article.
    pub(crate) day: Option<Date>,
    /// Where the article's places lie, by token.
    place_countries: FxHashMap<TokenIdx, Country>,
    /// The country in which the report was written, by its dateline.
    pub(crate) dateline: Option<Country>,
    /// Countries that the article names anywhere.
    pub(crate) countries: FxHashSet<Country>,
}

/// What the words of a phrase say of whoever it names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Description<'k> {
    pub(crate) state: Option<StateId>,
    pub(crate) organization: Option<OrganizationId>,
    /// The person whose people they are: "Assad's forces".
    pub(crate) owner: Option<PersonId>,
    /// The country of a town or province named in the phrase.
    pub(crate) located: Option<Country>,
    /// Whether a seat of government is named: "a Kremlin spokesman".
    pub(crate) is_of_seat: bool,
    pub(crate) role: Option<(Span<Tok>, &'k Role)>,
    pub(crate) modifiers: Vec<Sector>,
    pub(crate) is_former: bool,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        doc: &'a Doc,
        words: &'a Words,
        names: &'a Names,
        knowledge: &'a Knowledge,
        day: Option<Date>,
        found: &places::Found,
    ) -> Self {
        let states = names.known.iter().filter_map(crate::names::NameSpan::state);
        let countries = states.map(|(state, _)| knowledge.state(state).country).collect();
        let located = found.mentions.iter().filter_map(|mention| {
            let country = found.places[mention.place.0 as usize].country?;
            Some(mention.tokens.tokens().map(move |token| (token, country)))
        });
        let place_countries = located.flatten().collect();
        let dateline = found.dateline.and_then(|place| found.places[place.0 as usize].country);
        Self { doc, words, names, knowledge, day, place_countries, dateline, countries }
    }

    /// Reads a phrase: country, organization, role, modifiers. Names inside `apart` are not looked at. With a head,
    /// the role phrase must hold it.
    pub(crate) fn describe(
        &self,
        tokens: Span<Tok>,
        head: Option<TokenIdx>,
        apart: Option<Span<Tok>>,
    ) -> Description<'a> {
        let mut description =
            Description { role: self.words.role(self.knowledge, tokens, head), ..Description::default() };
        let in_role = |token: TokenIdx| description.role.is_some_and(|(role, _)| role.has(token));
        let mut modifiers = Vec::new();
        for token in tokens.tokens() {
            if apart.is_some_and(|apart| apart.has(token)) {
                continue;
            }
            if let Some(name) = self.names.known_at(token) {
                if name.tokens.start() == token.0
                    && tokens.covers(name.tokens)
                    && self.lends_country(name.tokens)
                {
                    if let Some((state, usage)) = name.state() {
                        description.is_of_seat |= matches!(usage, NameUse::Seat | NameUse::Capital);
                        description.state = description.state.or(Some(state));
                    } else if let Some(organization) = name.organization() {
                        description.organization = description.organization.or(Some(organization));
                    } else if let Some(person) = name.people().next() {
                        description.owner = description.owner.or(Some(person));
                    }
                }
                continue;
            }
            if in_role(token) {
                continue;
            }
            // "Texas police", "the mayor of Aleppo".
            if let Some(&country) =
                self.place_countries.get(&token).filter(|_| self.lends_country(Span::of(token)))
            {
                description.located.get_or_insert(country.counts_as());
                continue;
            }
            // "Supporters of the former president" are not former themselves.
            let is_before = head.is_none_or(|head| token < head);
            if is_before && let Some(role) = self.words.modifier(self.knowledge, token) {
                description.is_former |= role.sectors.contains(&Sector::Eli);
                modifiers.extend(role.sectors.iter().copied().filter(|&sector| sector != Sector::Eli));
            }
        }
        description.modifiers = modifiers;
        description
    }

    /// The country named by "in", "from" or "of" right under a noun, or of the place named so: "rebels in Darfur".
    pub(crate) fn place_under(&self, head: TokenIdx) -> Option<Country> {
        let doc = self.doc;
        let is_preposition = |&child: &TokenIdx| {
            child > head
                && doc.dep(child) == label::PREP
                && matches!(doc.word(child), "in" | "from" | "of" | "across" | "throughout" | "around")
        };
        // "Guerrillas operating in Macedonia."
        let participle = doc.child(head, label::ACL).filter(|&verb| doc.tag(verb) != label::TAG_VB);
        let of_participle = participle.into_iter().flat_map(|verb| doc.children(verb));
        let all = doc.children(head).iter().chain(of_participle).copied();
        let prepositions = all.filter(is_preposition);
        let objects = prepositions.filter_map(|preposition| doc.child(preposition, label::POBJ));
        // "In parts of Bosnia."
        let below = |object| {
            let of = doc.child(object, label::PREP).filter(|&of| doc.word(of) == "of");
            of.and_then(|of| doc.child(of, label::POBJ))
        };
        let mut objects = objects.flat_map(|object| [Some(object), below(object)]).flatten();
        objects.find_map(|object| {
            let words = phrase(doc, object);
            words.tokens().find_map(|token| {
                let state = self.names.known_at(token).and_then(crate::names::NameSpan::state);
                let named = state.filter(|(_, usage)| matches!(usage, NameUse::Name | NameUse::Capital));
                let country = named.map(|(state, _)| self.knowledge.state(state).country);
                country.or_else(|| self.place_countries.get(&token).map(|country| country.counts_as()))
            })
        })
    }

    /// The country in which a place named at this token lies.
    pub(crate) fn country_of_place(&self, token: TokenIdx) -> Option<Country> {
        self.place_countries.get(&token).map(|country| country.counts_as())
    }

    /// "Ethnic Albanians": the people's name says nothing of a country.
    pub(crate) fn is_ethnic(&self, tokens: Span<Tok>) -> bool {
        tokens.tokens().any(|token| self.doc.word(token).eq_ignore_ascii_case("ethnic"))
    }

    /// Whether a name inside a phrase says whose it is: not in "anti-Syrian" or "Iran-backed".
    fn lends_country(&self, name: Span<Tok>) -> bool {
        const OWNED: &[&str] = &[
            "led",
            "run",
            "based",
            "born",
            "controlled",
            "ruled",
            "owned",
            "held",
            "dominated",
            "appointed",
        ];
        let word = |token: u32| self.doc.word(TokenIdx(token));
        // "Ethnic Albanian guerrillas" need not be Albania's.
        if name.start() >= 1 && word(name.start() - 1).eq_ignore_ascii_case("ethnic") {
            return false;
        }
        let is_hyphen = |token: u32| matches!(word(token), "-" | "–");
        if name.start() >= 2 && is_hyphen(name.start() - 1) {
            let before = word(name.start() - 2).to_ascii_lowercase();
            if matches!(before.as_str(), "anti" | "pro" | "non") {
                return false;
            }
        }
        let end = self.doc.sentence(TokenIdx(name.start())).tokens.end();
        if name.end() + 1 < end && is_hyphen(name.end()) {
            let after = word(name.end() + 1);
            let is_participle = after.ends_with("ed") || after.ends_with("en") || OWNED.contains(&after);
            return !is_participle || OWNED.contains(&after);
        }
        true
    }

    /// Whether the article names a country that the person held an office of.
    pub(crate) fn names_country_of(&self, person: PersonId) -> bool {
        self.knowledge.terms(person).iter().any(|term| self.countries.contains(&term.country))
    }

    /// The country a known person stands for on the day of the article.
    pub(crate) fn country_of(&self, person: PersonId) -> Option<Country> {
        let terms = self.knowledge.terms(person);
        let held_now = |term: &&Term| self.day.is_some_and(|day| term.held_on(day) == Held::Now);
        let now = terms.iter().filter(held_now).min_by_key(|term| term.kind);
        now.or_else(|| terms.iter().max_by_key(|term| term.from)).map(|term| term.country)
    }

    /// Country and sectors of whoever a description fits.
    pub(crate) fn belongs(&self, description: &Description<'_>) -> (Option<Country>, Vec<Sector>) {
        let organization = description.organization.map(|id| self.knowledge.organization(id));
        let state = description.state.map(|id| self.knowledge.state(id));
        let inherits = description.role.is_none_or(|(_, role)| role.inherits);
        let of_organization = organization.and_then(|organization| organization.country);
        let of_state = state.map(|state| state.country);
        let country = if inherits { of_organization.or(of_state) } else { of_state.or(of_organization) }
            .or_else(|| description.owner.and_then(|person| self.country_of(person)))
            .or(description.located);
        let mut sectors = Vec::new();
        let mut add = |more: &[Sector]| {
            for &sector in more {
                if !sectors.contains(&sector) {
                    sectors.push(sector);
                }
            }
        };
        if description.is_former {
            add(&[Sector::Eli]);
            return (country, sectors);
        }
        match description.role {
            Some((_, role)) if !role.inherits => {
                add(&role.sectors);
                let second = |sector: &&Sector| matches!(sector, Sector::Opp | Sector::Reb);
                add(&description.modifiers.iter().filter(second).copied().collect::<Vec<_>>());
            }
            Some((_, role)) => match organization {
                // The officials of the United Nations and the like govern, though no state.
                Some(organization) if organization.sectors.is_empty() && organization.kind == "igo" => {
                    add(if role.kind == RoleKind::Person { &[Sector::Gov] } else { &role.sectors });
                }
                Some(organization) => add(&organization.sectors),
                None if description.modifiers.is_empty() => {
                    let of_state = state.is_some() && role.of_state || description.is_of_seat;
                    let governs = |person| {
                        link::standing(self.knowledge, person, self.day).sectors.first() == Some(&Sector::Gov)
                    };
                    let of_owner = of_state || description.owner.is_some_and(governs);
                    add(if of_owner && role.sectors.is_empty() { &[Sector::Gov] } else { &role.sectors });
                }
                None => add(&description.modifiers),
            },
            None => {}
        }
        if let Some(sector) = state.and_then(|state| state.sector) {
            add(&[sector]);
        }
        (country, sectors)
    }

    /// The words of a role without capitals, of one person: "secretary of state", "foreign minister" also of two.
    pub(crate) fn role_words(&self, role: Span<Tok>) -> String {
        let mut words = self.doc.str(role).to_lowercase();
        if !role.is_empty() && self.is_plural(TokenIdx(role.end() - 1)) && words.ends_with("ers") {
            words.pop();
        }
        words
    }

    /// Whether the description is of a government as such ("the Russian government").
    pub(crate) fn governs(description: &Description<'_>) -> Option<StateId> {
        let (_, role) = description.role?;
        let is_government = role.kind == RoleKind::Government && !description.is_former;
        (is_government && description.modifiers.is_empty()).then_some(description.state).flatten()
    }

    /// Whether the token is a plural noun.
    pub(crate) fn is_plural(&self, token: TokenIdx) -> bool {
        matches!(self.doc.tag(token), label::TAG_NNS | label::TAG_NNPS)
    }
}
