use rustc_hash::FxHashMap;
use verbale_codes::{Country, Sector};
use verbale_doc::{Doc, Span, Tok, TokenIdx, label};
use verbale_know::{Entry, OrganizationId, Piece, RoleKind, Run, StateId};

use crate::context::Context;
use crate::gender::{Gender, of_first_name, of_title};
use crate::link;
use crate::mentions::{Draft, Who};
use crate::{Actor, ActorKind, Form};
use crate::{names, organizations};

/// An actor while its mentions are being gathered.
#[derive(Clone, Debug)]
pub(crate) struct Sketch {
    pub(crate) kind: ActorKind,
    pub(crate) name: String,
    pub(crate) entity: Option<Entry>,
    pub(crate) country: Option<Country>,
    pub(crate) sectors: Vec<Sector>,
    pub(crate) role: Option<String>,
    pub(crate) gender: Option<Gender>,
    pub(crate) is_plural: bool,
}

impl Sketch {
    fn new(kind: ActorKind, name: String) -> Self {
        Self {
            kind,
            name,
            entity: None,
            country: None,
            sectors: Vec::new(),
            role: None,
            gender: None,
            is_plural: false,
        }
    }

    pub(crate) fn into_actor(self, context: &Context<'_>) -> Actor {
        let wikidata = match self.entity {
            Some(Entry::Person(id)) => context.knowledge.person(id).wikidata.as_deref(),
            _ => None,
        };
        Actor {
            name: self.name,
            kind: self.kind,
            entity: self.entity.map(|entry| context.knowledge.key(entry).to_owned()),
            wikidata: wikidata.map(str::to_owned),
            country: self.country,
            sectors: self.sectors,
            role: self.role,
        }
    }
}

/// The actors so far, and the tables by which a mention finds its actor.
#[derive(Default)]
pub(crate) struct Actors {
    pub(crate) sketches: Vec<Sketch>,
    by_entry: FxHashMap<Entry, usize>,
    by_run: FxHashMap<Run, usize>,
    nominals: FxHashMap<(Run, Option<Country>), usize>,
    people: Vec<PersonCluster>,
    /// Where people are named, in order.
    named: Vec<(TokenIdx, usize)>,
    /// The clusters that a word of their names may stand for, the latest last.
    by_word: FxHashMap<Piece, Vec<usize>>,
}

/// Namesakes in one article beyond this many are not told apart: none has so many, but a made-up text may.
const NAMESAKES: usize = 32;

/// One person of the article, by the names used.
struct PersonCluster {
    actor: usize,
    surname: Piece,
    /// None while only the surname was used.
    first: Option<Piece>,
    /// All words of the fullest name: a first name alone may stand for it too.
    words: Vec<Piece>,
    /// Where it is named: first all mentions by full name, then the others as they come.
    seen: Vec<TokenIdx>,
}

impl PersonCluster {
    /// How much this person is in mind at a token: each mention before it counts, the less the farther back. Negative
    /// where the person is named only after it, the more the farther on.
    fn presence(&self, doc: &Doc, at: TokenIdx) -> f32 {
        const FADING: f32 = 0.88;
        let here = doc.sentence_number(at);
        // The latest are enough: those of a hundred sentences ago weigh nothing.
        let latest = || self.seen.iter().rev().take(4 * NAMESAKES);
        let back = |&before: &TokenIdx| {
            let sentences = (here - doc.sentence_number(before)).min(100);
            FADING.powf(sentences as f32)
        };
        let before: f32 = latest().filter(|&&seen| seen < at).map(back).sum();
        let first_after = || latest().filter(|&&seen| seen >= at).map(|seen| seen.0 - at.0).min();
        if before > 0.0 { before } else { -(first_after().unwrap_or(u32::MAX) as f32) }
    }
}

impl Actors {
    /// Gives every draft its actor: names first, then appositions, then descriptions.
    pub(crate) fn gather(context: &Context<'_>, drafts: &mut [Draft<'_>]) -> Self {
        let mut actors = Self::default();
        actors.people(context, drafts);
        for draft in drafts.iter_mut() {
            draft.actor = match draft.who {
                Who::State(id) => Some(actors.state(context, id)),
                Who::People(id) => Some(actors.community(context, draft, id)),
                Who::Organization { name, known } => Some(actors.organization(context, draft, name, known)),
                _ => draft.actor,
            };
        }
        actors.appositions(context, drafts);
        let is_person = |draft: &&Draft<'_>| matches!(draft.who, Who::Person { .. });
        let people = drafts.iter().filter(is_person);
        actors.named = people.filter_map(|draft| Some((draft.head, draft.actor?))).collect();
        for draft in drafts.iter_mut().filter(|draft| draft.actor.is_none()) {
            if let Who::Nominal { kind, is_plural } = draft.who {
                draft.actor = Some(actors.nominal(context, draft, kind, is_plural));
            }
        }
        actors.nations(context, drafts);
        actors
    }

    pub(crate) fn add(&mut self, sketch: Sketch) -> usize {
        self.sketches.push(sketch);
        self.sketches.len() - 1
    }

    fn state(&mut self, context: &Context<'_>, id: StateId) -> usize {
        if let Some(&known) = self.by_entry.get(&Entry::State(id)) {
            return known;
        }
        let state = context.knowledge.state(id);
        let mut sketch = Sketch::new(ActorKind::State, state.name_on(context.day).to_owned());
        sketch.entity = Some(Entry::State(id));
        sketch.country = Some(state.country);
        sketch.sectors = [Some(Sector::Gov), state.sector].into_iter().flatten().collect();
        let actor = self.add(sketch);
        self.by_entry.insert(Entry::State(id), actor);
        actor
    }

    fn community(&mut self, context: &Context<'_>, draft: &Draft<'_>, id: Option<StateId>) -> usize {
        let run = context.words.run(Span::of(draft.head));
        if let Some(&known) = self.by_run.get(&run) {
            return known;
        }
        let mut sketch = Sketch::new(ActorKind::People, context.doc.word(draft.head).to_owned());
        // "Ethnic Albanians", "the Albanians of southern Serbia": the name of a people is not where they belong.
        let country = |id| context.knowledge.state(id).country;
        let place = context.place_under(draft.head);
        let own = id.map(country).filter(|_| !context.is_ethnic(draft.tokens));
        sketch.country = place.or(own).or_else(|| context.belongs(&draft.about).0.filter(|_| id.is_none()));
        sketch.sectors = vec![Sector::Cvl];
        sketch.is_plural = true;
        let actor = self.add(sketch);
        self.by_run.insert(run, actor);
        actor
    }

    fn organization(
        &mut self,
        context: &Context<'_>,
        draft: &Draft<'_>,
        name: Span<Tok>,
        known: Option<OrganizationId>,
    ) -> usize {
        let run = context.words.run(name);
        let entry = known.map(Entry::Organization);
        let found = entry.and_then(|entry| self.by_entry.get(&entry)).or_else(|| self.by_run.get(&run));
        if let Some(&found) = found {
            return found;
        }
        let mut sketch = Sketch::new(ActorKind::Organization, context.doc.str(name).to_owned());
        (sketch.country, sketch.sectors) = context.belongs(&draft.about);
        if known.is_none() && sketch.country.is_none() && organizations::is_intergovernmental(context, name) {
            sketch.country = "IGO".parse().ok();
        }
        if let Some(id) = known {
            let organization = context.knowledge.organization(id);
            sketch.name = organization.name.to_string();
            sketch.entity = entry;
            sketch.country = organization.country;
            sketch.sectors.clone_from(&organization.sectors);
        }
        let actor = self.add(sketch);
        if let Some(entry) = entry {
            self.by_entry.insert(entry, actor);
        }
        self.by_run.insert(run, actor);
        if let Some(acronym) = organizations::acronym_after(context, name) {
            self.by_run.insert(acronym, actor);
        }
        actor
    }

    /// Clusters the names of people: full names first, so that a surname in the headline finds its bearer.
    fn people(&mut self, context: &Context<'_>, drafts: &mut [Draft<'_>]) {
        for is_full in [true, false] {
            for draft in drafts.iter_mut() {
                let Who::Person { name, .. } = draft.who else { continue };
                let mut words: Vec<Piece> =
                    name.tokens().flat_map(|token| context.words.of(token)).copied().collect();
                // "Al-Harthi" is a surname alone; its first piece is nobody's first name.
                if words.len() > 1 && names::begins_with_particle(context.doc.str(name)) {
                    words.remove(0);
                }
                if (words.len() > 1) == is_full && !words.is_empty() {
                    draft.actor = Some(self.person(context, draft, name, words));
                }
            }
        }
        self.link_people(context, drafts);
    }

    fn person(
        &mut self,
        context: &Context<'_>,
        draft: &Draft<'_>,
        name: Span<Tok>,
        words: Vec<Piece>,
    ) -> usize {
        let surname = link::surname(context, name).unwrap_or(words[words.len() - 1]);
        let first = (words.len() > 1).then_some(words[0]);
        let gender = of_title(context, draft.tokens, name);
        let fits = |cluster: &PersonCluster, sketch: &Sketch| {
            let same = match first {
                Some(first) => {
                    cluster.surname == surname && cluster.first == Some(first) || cluster.words == words
                }
                None => cluster.surname == surname || cluster.words.contains(&surname),
            };
            same && (gender.is_none() || sketch.gender.is_none() || gender == sketch.gender)
        };
        let is_called_so = |cluster: &PersonCluster| cluster.surname == surname;
        // Of several, those of the surname; of these, the one most in mind here, else the first named after.
        let namesakes = self.by_word.get(&surname).map(Vec::as_slice).unwrap_or_default();
        let found = namesakes[namesakes.len().saturating_sub(NAMESAKES)..]
            .iter()
            .copied()
            .filter(|&at| fits(&self.people[at], &self.sketches[self.people[at].actor]))
            .map(|at| (is_called_so(&self.people[at]), self.people[at].presence(context.doc, draft.head), at))
            .max_by(|left, right| left.0.cmp(&right.0).then(left.1.total_cmp(&right.1)))
            .map(|(.., at)| at);
        if let Some(found) = found {
            let cluster = &mut self.people[found];
            cluster.seen.push(draft.head);
            let actor = cluster.actor;
            if words.len() > cluster.words.len() {
                for &word in words.iter().filter(|word| !cluster.words.contains(word)) {
                    self.by_word.entry(word).or_default().push(found);
                }
                cluster.words = words;
                context.doc.str(name).clone_into(&mut self.sketches[actor].name);
            }
            return actor;
        }
        let mut sketch = Sketch::new(ActorKind::Person, context.doc.str(name).to_owned());
        let named_first = first.and_then(|_| link::first_name(context, name));
        sketch.gender =
            gender.or_else(|| named_first.and_then(|token| of_first_name(context.doc.word(token))));
        let actor = self.add(sketch);
        for (place, &word) in words.iter().enumerate() {
            if !words[..place].contains(&word) {
                self.by_word.entry(word).or_default().push(self.people.len());
            }
        }
        self.people.push(PersonCluster { actor, surname, first, words, seen: vec![draft.head] });
        actor
    }

    /// "Its foreign ministry", "her staff": once it is known whose, it is known of which country.
    pub(crate) fn belong_to_owners(&mut self, context: &Context<'_>, drafts: &[Draft<'_>]) {
        let by_head: FxHashMap<TokenIdx, usize> =
            drafts.iter().filter_map(|draft| Some((draft.head, draft.actor?))).collect();
        for draft in drafts {
            let (Who::Nominal { .. }, Some(actor)) = (&draft.who, draft.actor) else { continue };
            let owner = context.doc.child(draft.head, label::POSS).and_then(|owner| by_head.get(&owner));
            let Some(&owner) = owner.filter(|_| self.sketches[actor].country.is_none()) else { continue };
            self.sketches[actor].country = self.sketches[owner].country;
        }
    }

    /// Links each person of the article, and takes what the titles say where nothing is known. Two names that turn
    /// out to be one person's become one actor.
    fn link_people(&mut self, context: &Context<'_>, drafts: &mut [Draft<'_>]) {
        let mut own: Vec<Vec<usize>> = vec![Vec::new(); self.sketches.len()];
        for (number, draft) in drafts.iter().enumerate() {
            if let Some(actor) = draft.actor {
                own[actor].push(number);
            }
        }
        for at in 0..self.people.len() {
            let mentions = &own[self.people[at].actor];
            if let Some(same) = self.link_cluster(context, drafts, mentions, at) {
                self.people[at].actor = same;
                for &number in mentions {
                    drafts[number].actor = Some(same);
                }
            }
        }
    }

    /// Links one person; gives the actor that the person already is, if any.
    fn link_cluster(
        &mut self,
        context: &Context<'_>,
        drafts: &[Draft<'_>],
        mentions: &[usize],
        at: usize,
    ) -> Option<usize> {
        let actor = self.people[at].actor;
        let own = || mentions.iter().map(|&number| &drafts[number]);
        let titled = || own().filter(|draft| draft.about.role.is_some() || draft.about.state.is_some());
        let best = titled().max_by_key(|draft| {
            (draft.about.role.is_some(), draft.about.state.is_some() || draft.about.organization.is_some())
        });
        let about = best.map(|draft| draft.about.clone()).unwrap_or_default();
        let fullest = own().filter_map(|draft| match &draft.who {
            Who::Person { name, known } if !known.is_empty() => Some((name.len(), known)),
            _ => None,
        });
        let longest_known = fullest.max_by_key(|(length, _)| *length);
        let longest_known_len = longest_known.map_or(0, |(length, _)| length);
        let longest_known = longest_known.map(|(_, known)| known.as_slice());
        let by_name = longest_known.and_then(|known| link::person(context, known, &about));
        // "Luis Rubio", later "Mr. Rubio", is not the senator whom everyone calls Rubio.
        let fullest = own().filter_map(|draft| match draft.who {
            Who::Person { name, .. } if name.len() > 1 => Some(name),
            _ => None,
        });
        let first_name =
            fullest.max_by_key(|name| name.len()).and_then(|name| link::first_name(context, name));
        let by_name = by_name.filter(|&person| {
            let initial = |word: &str| word.chars().next();
            let name = &context.knowledge.person(person).name;
            let is_whole = longest_known_len > 1;
            is_whole || first_name.is_none_or(|first| initial(context.doc.word(first)) == initial(name))
        });
        let person = by_name.or_else(|| {
            let first = self.people[at].first;
            let surname = self.people[at].surname;
            // A known bearer of the surname in that office, unless the first name is another's.
            let holder = || link::office_holder(context, &about, Some(surname));
            let bearer = || link::bearer_in_office(context, surname).filter(|_| about.role.is_none());
            first.is_none().then(|| holder().or_else(bearer)).flatten()
        });
        if let Some(&same) = person.and_then(|person| self.by_entry.get(&Entry::Person(person))) {
            return Some(same);
        }
        self.describe_person(context, actor, person, &about);
        if person.is_none() && self.sketches[actor].country.is_none() {
            self.sketches[actor].country =
                link::country_of_namesakes(context, &about, self.people[at].surname);
        }
        None
    }

    fn describe_person(
        &mut self,
        context: &Context<'_>,
        actor: usize,
        person: Option<verbale_know::PersonId>,
        about: &crate::context::Description<'_>,
    ) {
        let (country, sectors) = context.belongs(about);
        let role = about.role.map(|(role, _)| context.role_words(role));
        let sketch = &mut self.sketches[actor];
        (sketch.country, sketch.sectors, sketch.role) = (country, sectors, role);
        let Some(id) = person else { return };
        let known = context.knowledge.person(id);
        let standing = link::standing(context.knowledge, id, context.day);
        sketch.entity = Some(Entry::Person(id));
        sketch.name = known.name.to_string();
        if sketch.gender.is_none() {
            sketch.gender = known.name.split_whitespace().next().and_then(of_first_name);
        }
        sketch.country = standing.country.or(sketch.country);
        // The day's office goes before the text's title, unless the title is of another life: "opposition leader".
        let is_official = matches!(sketch.sectors.first(), None | Some(Sector::Gov));
        // "The Algerian president X" of an office once held: the article is of that time, whatever its date. A bare
        // "President Clinton" may be a courtesy.
        let of_its_time = about.state.is_some()
            && !about.is_former
            && sketch.role.as_ref().is_some_and(|role| link::has_held(context.knowledge, id, role));
        if standing.role.is_some() || is_official && !of_its_time && !standing.sectors.is_empty() {
            sketch.sectors = standing.sectors;
        }
        let never_held = sketch.role.as_ref().is_some_and(|role| !link::may_have_held(context, id, role));
        sketch.role = standing.role.or(sketch.role.take().filter(|_| !never_held));
        self.by_entry.insert(Entry::Person(id), actor);
    }

    /// "Sergei Lavrov, Russia's foreign minister": the description is of the one it stands beside, and fills in what
    /// is not known of him.
    fn appositions(&mut self, context: &Context<'_>, drafts: &mut [Draft<'_>]) {
        let by_head: FxHashMap<TokenIdx, usize> =
            drafts.iter().enumerate().map(|(number, draft)| (draft.head, number)).collect();
        for number in 0..drafts.len() {
            let head = drafts[number].head;
            if context.doc.dep(head) != label::APPOS {
                continue;
            }
            let Some(&governor) = by_head.get(&context.doc.head(head)) else { continue };
            let (nominal, named) = match (&drafts[number].who, &drafts[governor].who) {
                (Who::Nominal { is_plural: false, .. }, Who::Person { .. } | Who::Organization { .. }) => {
                    (number, governor)
                }
                (Who::Person { .. } | Who::Organization { .. }, Who::Nominal { is_plural: false, .. }) => {
                    (governor, number)
                }
                _ => continue,
            };
            let Some(actor) = drafts[named].actor else { continue };
            let Who::Nominal { kind, .. } = drafts[nominal].who else { continue };
            let is_person = self.sketches[actor].kind == ActorKind::Person;
            if is_person != (kind == RoleKind::Person) || drafts[nominal].actor.is_some() {
                continue;
            }
            drafts[nominal].actor = Some(actor);
            if self.sketches[actor].entity.is_none() {
                let about = drafts[nominal].about.clone();
                let (country, sectors) = context.belongs(&about);
                let sketch = &mut self.sketches[actor];
                sketch.country = sketch.country.or(country);
                if sketch.sectors.is_empty() {
                    sketch.sectors = sectors;
                }
                if sketch.role.is_none() {
                    sketch.role = about.role.map(|(role, _)| context.role_words(role));
                }
            }
        }
    }

    fn nominal(
        &mut self,
        context: &Context<'_>,
        draft: &Draft<'_>,
        kind: RoleKind,
        is_plural: bool,
    ) -> usize {
        if let Some(state) = Context::governs(&draft.about) {
            return self.state(context, state);
        }
        // "The ISIS terrorist organization" is ISIS.
        if let Some((_, role)) = draft.about.role
            && kind == RoleKind::Body
            && let Some(id) = draft.about.organization
            && (role.inherits
                || context.knowledge.organization(id).sectors.iter().any(|own| role.sectors.contains(own)))
            && let Some(&known) = self.by_entry.get(&Entry::Organization(id))
        {
            return known;
        }
        let (country, sectors) = context.belongs(&draft.about);
        let country = country.or_else(|| {
            let is_of_place = is_local(&sectors) && !draft.about.is_former;
            is_of_place.then(|| context.place_under(draft.described)).flatten()
        });
        let is_definite = is_definite(context, draft);
        if kind == RoleKind::Person && !is_plural && is_definite {
            if let Some(person) = link::office_holder(context, &draft.about, None) {
                let entry = Entry::Person(person);
                if let Some(&actor) = self.by_entry.get(&entry) {
                    return actor;
                }
                let actor = self.add(Sketch::new(ActorKind::Person, String::new()));
                self.describe_person(context, actor, Some(person), &draft.about);
                return actor;
            }
            if let Some(actor) = self.person_of_role(context, draft, country) {
                return actor;
            }
        }
        let key = (nominal_run(context, draft), country);
        if is_definite || kind != RoleKind::Person {
            if let Some(&known) = self.nominals.get(&key) {
                return known;
            }
            let head_key = (context.words.run(Span::of(draft.head)), None);
            if country.is_none()
                && draft.tokens.len() <= 2
                && let Some(&known) = self.nominals.get(&head_key)
            {
                return known;
            }
        }
        let actor_kind = match kind {
            RoleKind::Person if !is_plural => ActorKind::Person,
            RoleKind::Body | RoleKind::Government if !is_plural => ActorKind::Organization,
            _ => ActorKind::Group,
        };
        let mut sketch = Sketch::new(actor_kind, context.doc.str(bare(context, draft.tokens)).to_owned());
        (sketch.country, sketch.sectors) = (country, sectors);
        sketch.role = draft
            .about
            .role
            .map(|(role, _)| context.role_words(role))
            .filter(|_| actor_kind == ActorKind::Person);
        sketch.is_plural = is_plural || kind == RoleKind::Group;
        sketch.gender = of_title(context, draft.tokens, Span::new(draft.tokens.end(), draft.tokens.end()));
        let actor = self.add(sketch);
        self.nominals.insert(key, actor);
        self.nominals.insert((context.words.run(Span::of(draft.head)), None), actor);
        actor
    }

    /// "The foreign minister" after "Foreign Minister Sergei Lavrov": the person of that office named last.
    fn person_of_role(
        &self,
        context: &Context<'_>,
        draft: &Draft<'_>,
        country: Option<Country>,
    ) -> Option<usize> {
        let (role, _) = draft.about.role?;
        let words = context.role_words(role);
        let fits = |&actor: &usize| {
            let sketch = &self.sketches[actor];
            let same_country = country.is_none() || sketch.country == country;
            same_country && sketch.role.as_ref().is_some_and(|role| is_called(role, &words))
        };
        // The one named last before here; else the one named next.
        let here = self.named.partition_point(|&(head, _)| head < draft.head);
        let (before, after) = self.named.split_at(here);
        let actors = |named: &(TokenIdx, usize)| named.1;
        let mut last = before.iter().rev().take(8 * NAMESAKES).map(actors);
        last.find(fits).or_else(|| after.iter().take(NAMESAKES).map(actors).find(fits))
    }
}

/// Whether the holder of an office may be called so: a foreign minister "the minister", but no vice president "the
/// president".
fn is_called(office: &str, words: &str) -> bool {
    office.strip_suffix(words).is_some_and(|before| {
        let rank = before.trim_end().rsplit([' ', '-']).next().unwrap_or_default();
        let is_other = matches!(rank, "vice" | "deputy" | "assistant" | "former" | "shadow" | "under");
        (before.is_empty() || before.ends_with(' ')) && !is_other
    })
}

/// Whether those of such a sector are at home where they are: rebels, police, villagers; not soldiers, reporters,
/// refugees or those of whom nothing is known.
pub(crate) fn is_local(sectors: &[Sector]) -> bool {
    let first = sectors.first();
    first.is_some_and(|sector| {
        !matches!(
            sector,
            Sector::Mil | Sector::Jrn | Sector::Ref | Sector::Soc | Sector::Spy | Sector::Eli | Sector::Bus
        )
    })
}

/// Whether a phrase means someone already known or knowable: not "a minister", "some officials", "another official".
fn is_definite(context: &Context<'_>, draft: &Draft<'_>) -> bool {
    let determiner =
        context.doc.children(draft.head).iter().find(|&&child| context.doc.dep(child) == label::DET);
    let is_open = determiner.is_some_and(|&det| {
        matches!(
            context.doc.lemma(det),
            "a" | "an" | "another" | "some" | "any" | "every" | "each" | "no" | "one" | "several"
        )
    });
    let is_new = draft.tokens.tokens().any(|token| {
        matches!(
            context.doc.word(token),
            "new" | "next" | "future" | "other" | "then" | "possible" | "any" | "one"
        )
    });
    !is_open && !is_new && draft.form == Form::Nominal
}

/// The words of a nominal without articles and numbers.
fn nominal_run(context: &Context<'_>, draft: &Draft<'_>) -> Run {
    context.words.run(bare(context, draft.tokens))
}

/// A phrase without the article before it.
fn bare(context: &Context<'_>, tokens: Span<Tok>) -> Span<Tok> {
    let is_article = |token: TokenIdx| context.doc.dep(token) == label::DET;
    let start = tokens.tokens().find(|&token| !is_article(token)).map_or(tokens.start(), |token| token.0);
    Span::new(start, tokens.end())
}
