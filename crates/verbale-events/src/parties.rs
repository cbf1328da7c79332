//! Who takes part in an event: the fillers of a rule's roles as actors.

use verbale_codes::{Country, EventType, Sector};
use verbale_doc::{Doc, Pos, TokenIdx, label};
use verbale_resolve::{Actor, ActorId, ActorKind, Form, Mention, Resolution};
use verbale_rules::syntax::{coordinated, is_verb, objects, subjects};
use verbale_rules::{Match, Role};
use verbale_statements::StatementId;

use crate::actors::actors_at;
use crate::draft::Draft;
use crate::finder::Search;
use crate::matter::{has_matter, is_circumstance};
use crate::rule::Meaning;

/// How far up the words between a word and the trigger are followed; real sentences stay below.
const MAX_CLIMB: usize = 40;

impl Search<'_> {
    /// The actors of the first role that has one, and the words that name them; one whose country is known, or who
    /// is a person, goes before others: "sped up the withdrawal of some forces" is told of the one who did.
    pub(crate) fn first_filled(
        &mut self,
        roles: &[Role],
        found: &Match,
        statement: Option<StatementId>,
    ) -> (Vec<ActorId>, Vec<TokenIdx>) {
        let mut first: Option<(Vec<ActorId>, Vec<TokenIdx>)> = None;
        for role in roles {
            let heads = role.fill(self.doc, &found.anchor);
            let actors = self.named(&heads, statement);
            let is_placed = actors.iter().any(|&id| self.is_placed(id) || self.is_known(id));
            if is_placed && (first.is_none() || !is_verb(self.doc, found.anchor.head)) {
                return (actors, heads);
            }
            if !actors.is_empty() && first.is_none() {
                first = Some((actors, heads));
            }
        }
        first.unwrap_or_default()
    }

    /// The actors other than the source of the first role that has one, the words that name them, and whether the
    /// role leads to them in one step.
    fn first_named(
        &mut self,
        roles: &[Role],
        found: &Match,
        statement: Option<StatementId>,
        source: &[ActorId],
    ) -> (Vec<ActorId>, Vec<TokenIdx>, bool) {
        for role in roles {
            let heads = role.fill(self.doc, &found.anchor);
            let mut actors = self.named(&heads, statement);
            actors.retain(|id| !source.contains(id));
            if !actors.is_empty() {
                return (actors, heads, role.is_direct());
            }
        }
        (Vec::new(), Vec::new(), false)
    }

    /// To whom it was done: by the rule's roles, else a place there as the country it lies in, else the first actor
    /// named after the trigger.
    pub(crate) fn target(
        &mut self,
        meaning: &Meaning,
        found: &Match,
        statement: Option<StatementId>,
        source: &[ActorId],
        source_heads: &[TokenIdx],
    ) -> Vec<ActorId> {
        if self.is_done_to_a_stranger(found) {
            return Vec::new();
        }
        let in_words = meaning.kind.is_some_and(is_in_words);
        let (named, heads, is_direct) = self.first_named(&meaning.target, found, statement, source);
        if meaning.target.is_empty() || named.iter().any(|&id| self.is_placed(id)) {
            return named;
        }
        if !named.is_empty() {
            // "the force in East Timor": who is only described is where they are.
            let nouns: Vec<TokenIdx> =
                heads.iter().flat_map(|&head| Role::nouns_under(self.doc, head)).collect();
            let placed = self.first_placed(&nouns, source, in_words);
            // "called for a pause on new schools" asks nothing of schools: what stands further off counts if it is
            // somebody known.
            if !placed.is_empty() {
                return placed;
            }
            let known: Vec<ActorId> =
                named.into_iter().filter(|&id| is_direct || self.is_known(id)).collect();
            if !known.is_empty() {
                return known;
            }
        }
        if meaning.places.are_targets {
            let heads: Vec<TokenIdx> =
                meaning.target.iter().flat_map(|role| role.fill(self.doc, &found.anchor)).collect();
            let host = heads.iter().find_map(|&head| Some((head, self.host(head, source)?)));
            // Nobody visits their own country; who surrenders in a town does not surrender to it.
            let is_town = |head| {
                let mention = self.cast.place_at(head);
                mention.is_some_and(|it| self.cast.place(it.place).resolution != Resolution::Country)
            };
            let is_at_home =
                |id: ActorId| source.iter().any(|&one| self.actor(one).country == self.actor(id).country);
            if let Some((head, host)) = host {
                let leaves_out = match meaning.kind {
                    Some(EventType::Consult) => is_at_home(host),
                    Some(EventType::Retreat) => is_at_home(host) && is_town(head),
                    _ => false,
                };
                return if leaves_out { Vec::new() } else { vec![host] };
            }
        }
        if meaning.needs.target {
            return Vec::new();
        }
        // Whoever is named after the trigger: "gave support for wells in the villages of Malians".
        let last = found.anchor.tokens[found.anchor.tokens.len() - 1];
        let names_source = |token| source_heads.iter().any(|&head| self.doc.is_under(token, head));
        let with_clauses = meaning
            .kind
            .is_some_and(|kind| has_matter(kind) || matches!(kind, EventType::Protest | EventType::Aid));
        let role = if with_clauses { &self.finder.beneath } else { &self.finder.under };
        // "complained that the lines were long": of a clause, who it is about.
        let clause = self.doc.child(found.anchor.head, label::CCOMP).filter(|_| with_clauses);
        let after =
            clause.map_or_else(|| role.fill(self.doc, &found.anchor), |clause| subjects(self.doc, clause));
        let after: Vec<TokenIdx> = after
            .into_iter()
            .filter(|&token| token.0 > last.0 && !names_source(token) && !is_teller(self.doc, token))
            .collect();
        // At home many are named beside; what a sentence says of another country it seldom says beside.
        let is_abroad = |token| {
            let mut actors = actors_at(self.doc, self.cast, token).into_iter();
            actors.any(|id| {
                let country = self.actor(id).country;
                country.is_some() && source.iter().all(|&one| self.actor(one).country != country)
            })
        };
        let after: Vec<TokenIdx> = after
            .into_iter()
            .filter(|&token| {
                meaning.kind == Some(EventType::Protest)
                    || self.is_within_reach(token, found)
                    || (is_abroad(token) && !self.is_of_next_deed(token, found))
            })
            .collect();
        let mut placed = self.first_placed(&after, source, in_words);
        if meaning.kind == Some(EventType::Retreat) {
            placed.retain(|&id| self.actor(id).kind != ActorKind::People);
        }
        if !placed.is_empty() {
            return placed;
        }
        let named = after.iter().map(|&token| actors_at(self.doc, self.cast, token));
        let others =
            named.map(|actors| actors.into_iter().filter(|id| !source.contains(id)).collect::<Vec<_>>());
        let first = others.into_iter().find(|actors| !actors.is_empty()).unwrap_or_default();
        first.into_iter().filter(|&id| self.is_known(id)).collect()
    }

    /// Whether what is acted upon has a name that is nobody known: then nobody else in the sentence is the recipient
    /// ("criticised the Harbour Forum for its silence on Oman").
    fn is_done_to_a_stranger(&self, found: &Match) -> bool {
        let (doc, head) = (self.doc, found.anchor.head);
        if !is_verb(doc, head) || found.anchor.object.is_some() {
            return false;
        }
        let objects = objects(doc, head);
        let is_stranger = |&object: &TokenIdx| {
            doc.pos(object) == Pos::Propn
                && self.cast.place_at(object).is_none()
                && actors_at(doc, self.cast, object).is_empty()
        };
        !objects.is_empty() && objects.iter().all(is_stranger)
    }

    /// Whether a word after a trigger is near enough in the sentence to be what the deed is done to: not inside a
    /// clause of its own, nor where only time, place or reason is told.
    fn is_within_reach(&self, token: TokenIdx, found: &Match) -> bool {
        let doc = self.doc;
        let path = std::iter::once(token).chain(doc.ancestors(token)).take(MAX_CLIMB);
        for at in path.take_while(|at| !found.anchor.tokens.contains(at)) {
            let is_apart = match doc.dep(at) {
                label::RELCL | label::ADVCL | label::PARATAXIS => true,
                label::CONJ => is_verb(doc, at),
                label::ACL => doc.tag(at) != label::TAG_VB,
                label::PREP => is_circumstance(doc, at),
                _ => false,
            };
            if is_apart {
                return false;
            }
        }
        true
    }

    /// Whether a word belongs to another deed told in one sentence with this one: "denounced the ban and expelled the
    /// envoy".
    fn is_of_next_deed(&self, token: TokenIdx, found: &Match) -> bool {
        let doc = self.doc;
        let path = std::iter::once(token).chain(doc.ancestors(token)).take(MAX_CLIMB);
        let mut path = path.take_while(|at| !found.anchor.tokens.contains(at));
        path.any(|at| doc.dep(at) == label::CONJ && is_verb(doc, at))
    }

    /// The first of these words that names an actor with a country, or a place in one, the source aside.
    /// `in_words`: what is done to them is said.
    fn first_placed(&mut self, words: &[TokenIdx], source: &[ActorId], in_words: bool) -> Vec<ActorId> {
        for &word in words {
            let heads = coordinated(self.doc, word);
            let mut actors: Vec<ActorId> = Vec::new();
            for id in heads.iter().flat_map(|&head| actors_at(self.doc, self.cast, head)) {
                if !source.contains(&id) && !actors.contains(&id) && self.actor(id).country.is_some() {
                    actors.push(id);
                }
            }
            if !actors.is_empty() {
                return actors;
            }
        }
        let host = words.iter().find_map(|&word| self.host(word, source));
        // Where at home something is criticised or asked for is nobody it is said to: "bemoaned the unrest in York".
        let is_people = |&id: &ActorId| self.actor(id).kind == ActorKind::People;
        host.filter(|id| !(in_words && is_people(id))).into_iter().collect()
    }

    /// Whether an actor has a country or a name.
    fn is_known(&self, id: ActorId) -> bool {
        let actor = self.actor(id);
        actor.country.is_some() || actor.entity.is_some() || self.is_named.get(id.0 as usize) == Some(&true)
    }

    /// Whether an actor is described only, of no known country, and of no standing in political life: "the neighbours".
    pub(crate) fn is_private(&self, id: ActorId) -> bool {
        let private =
            [Sector::Cvl, Sector::Bus, Sector::Edu, Sector::Agr, Sector::Lab, Sector::Med, Sector::Crm];
        !self.is_known(id) && self.actor(id).sectors.iter().all(|sector| private.contains(sector))
    }

    /// Whether all that is known of somebody is a name.
    pub(crate) fn is_of_no_standing(&self, id: ActorId) -> bool {
        let actor = self.actor(id);
        actor.country.is_none()
            && actor.entity.is_none()
            && (actor.sectors.is_empty() || actor.sectors == [Sector::Bus])
    }

    /// Whether it is known what country an actor belongs to, or they are a person and need none.
    fn is_placed(&self, id: ActorId) -> bool {
        let actor = self.actor(id);
        actor.country.is_some() || actor.kind == ActorKind::Person
    }

    /// Who has the power where something official was done by nobody named: "was arrested in Lebanon".
    pub(crate) fn authority_there(&mut self, found: &Match) -> Option<ActorId> {
        let heads = self.finder.within.fill(self.doc, &found.anchor);
        heads.into_iter().find_map(|head| {
            let state = |id: &ActorId| self.actor(*id).kind == ActorKind::State;
            let named = actors_at(self.doc, self.cast, head).into_iter().find(state);
            named.or_else(|| self.host(head, &[]))
        })
    }

    /// The actors of all roles together.
    pub(crate) fn all_filled(
        &self,
        roles: &[Role],
        found: &Match,
        statement: Option<StatementId>,
    ) -> (Vec<ActorId>, Vec<TokenIdx>) {
        let mut heads: Vec<TokenIdx> =
            roles.iter().flat_map(|role| role.fill(self.doc, &found.anchor)).collect();
        heads.sort_unstable();
        heads.dedup();
        (self.named(&heads, statement), heads)
    }

    fn named(&self, heads: &[TokenIdx], statement: Option<StatementId>) -> Vec<ActorId> {
        let mut actors = Vec::new();
        for &head in heads {
            let mut here = actors_at(self.doc, self.cast, head);
            if here.is_empty() {
                here.extend(self.of_pronoun(head, statement));
            }
            actors.extend(here.into_iter().filter(|id| !actors.contains(id)).collect::<Vec<_>>());
        }
        actors
    }

    /// "we" and "I" are who speaks; "you" is whom they speak to.
    fn of_pronoun(&self, head: TokenIdx, statement: Option<StatementId>) -> Option<ActorId> {
        let statement = &self.statements[statement?.0 as usize];
        let speaker = statement.speaker.and_then(|speaker| speaker.actor);
        match self.doc.word(head).to_lowercase().as_str() {
            "i" | "my" | "me" => speaker,
            // "we" are those the speaker speaks for: nobody that is known, where they hold no office.
            "we" | "us" | "our" => speaker.filter(|&id| {
                let actor = self.actor(id);
                let speaks_for_many = [Sector::Gov, Sector::Mil, Sector::Reb, Sector::Cop];
                actor.kind != ActorKind::Person
                    || actor.sectors.iter().any(|sector| speaks_for_many.contains(sector))
            }),
            "you" | "your" => {
                let partner = || {
                    let found = self.partners.iter().find(|&&(who, _)| Some(who) == speaker);
                    found.map(|&(_, partner)| partner)
                };
                statement.addressee.and_then(|addressee| addressee.actor).or_else(partner)
            }
            _ => None,
        }
    }

    /// Remembers who talks with whom, from the meetings of the article.
    pub(crate) fn note_partners(&mut self, meetings: &[Draft]) {
        for meeting in meetings {
            let parties: Vec<ActorId> = meeting.source.iter().chain(&meeting.target).copied().collect();
            for &one in &parties {
                let abroad = |other: &&ActorId| self.actor(**other).country != self.actor(one).country;
                if let Some(&other) = parties.iter().find(abroad) {
                    self.partners.push((one, other));
                }
            }
        }
    }

    /// The state a place lies in, as an actor: the article's own where it has one. Where that state itself is the
    /// source, the people of the place are meant ("imposed a curfew in Kathmandu").
    fn host(&mut self, head: TokenIdx, source: &[ActorId]) -> Option<ActorId> {
        let mention = self.cast.place_at(head)?;
        let place = self.cast.place(mention.place);
        let country: Country = place.country?;
        let at_home = source.iter().any(|&id| self.actor(id).country == Some(country));
        let (kind, sectors) =
            if at_home { (ActorKind::People, vec![Sector::Cvl]) } else { (ActorKind::State, Vec::new()) };
        let is_it = |actor: &Actor| {
            actor.kind == kind && actor.country == Some(country) && (!at_home || actor.name == place.name)
        };
        let all = self.cast.actors.iter().chain(self.hosts.iter().map(|(host, _)| host));
        if let Some(at) = all.into_iter().position(is_it) {
            return Some(ActorId(at as u32)).filter(|id| !source.contains(id));
        }
        let id = ActorId((self.cast.actors.len() + self.hosts.len()) as u32);
        let (name, country) = (place.name.clone(), Some(country));
        let actor = Actor { name, kind, entity: None, wikidata: None, country, sectors, role: None };
        self.hosts.push((
            actor,
            Mention { tokens: mention.tokens, head: mention.head, form: Form::Name, actor: id },
        ));
        Some(id)
    }
}

/// Whether a word names by whose account something is told: "according to Japanese officials".
fn is_teller(doc: &Doc, token: TokenIdx) -> bool {
    doc.ancestors(token).take(4).any(|above| doc.word(above).eq_ignore_ascii_case("according"))
}

/// Whether what is done is done by saying something.
fn is_in_words(kind: EventType) -> bool {
    use EventType::{Accuse, Agree, Reject, Request, Support};
    matches!(kind, Accuse | Agree | Reject | Request | Support)
}
