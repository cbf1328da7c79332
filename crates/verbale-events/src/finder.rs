use rustc_hash::FxHashMap;
use verbale_codes::{Cameo, Country, EventType, Sector};
use verbale_doc::{Article, Doc, Span, Tok, TokenIdx, label};
use verbale_resolve::{Actor, ActorId, ActorKind, Cast, Form, Mention};
use verbale_rules::syntax::{coordinated, is_passive, is_verb};
use verbale_rules::{Match, Role, RuleIdx};
use verbale_statements::{Statement, StatementId};

use crate::actors::actors_at;
use crate::evidence::Evidence;
use crate::kinds::is_kind;
use crate::rule::Meaning;
use crate::status::{Modality, Told, is_old, looks_back};
use crate::whereabouts::{date, place, time};
use crate::{Event, NearMiss, Numbers, Rules, Status, boundary, merge, numbers};

/// Finds events by rules.
#[derive(Debug)]
pub struct EventFinder {
    rules: Rules,
    evidence: Evidence,
    /// The role of all nouns after a trigger, and of those that say where.
    under: Role,
    /// As `under`, clauses included.
    beneath: Role,
    within: Role,
    with_near: bool,
}

/// What was found in an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The events, in text order of their first triggers.
    pub events: Vec<Event>,
    /// What was almost coded; empty unless asked for.
    pub near: Vec<NearMiss>,
    /// States, or the people of a town, that take part in an event and are mentioned only by a place ("arrived in
    /// Baghdad"), with that mention. Their ids follow those of the cast: the first is `ActorId(cast.actors.len())`.
    pub hosts: Vec<(Actor, Mention)>,
}

impl EventFinder {
    /// A finder with these rules.
    pub fn new(rules: Rules) -> Self {
        let evidence = Evidence::new(rules.book.sets());
        Self {
            rules,
            evidence,
            under: Role::under(),
            beneath: Role::beneath(),
            within: Role::after(&["in", "at"]),
            with_near: false,
        }
    }

    /// Whether near misses are computed too.
    #[must_use]
    pub fn with_near(mut self, with_near: bool) -> Self {
        self.with_near = with_near;
        self
    }

    /// The rules it finds by.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The events of an article.
    pub fn find(&self, article: &Article, doc: &Doc, cast: &Cast, statements: &[Statement]) -> Found {
        let mut search = Search::new(self, article, doc, cast, statements);
        let matches = self.rules.book.matches(doc, &|token, kind| is_kind(doc, cast, token, kind));
        let matches: Vec<Match> = matches.into_iter().filter(|found| search.is_coded(found)).collect();
        let matches = self.without_silenced(matches);
        // Meetings come first: who meets whom tells whom "you" means in the words they exchange.
        let is_consult = |found: &Match| self.meaning(found.rule).kind == Some(EventType::Consult);
        let mut drafts = search.drafts(matches.iter().filter(|found| is_consult(found)));
        search.note_partners(&drafts);
        drafts.extend(search.drafts(matches.iter().filter(|found| !is_consult(found))));
        let drafts = search.without_absorbed(without_overlaps(drafts));
        let events = drafts.into_iter().filter_map(|draft| search.event(draft)).collect();
        let events = merge::merge(events, |id| search.actor(id));
        if self.with_near {
            search.note_lacks();
        }
        Found { events, near: search.near, hosts: search.hosts }
    }

    fn meaning(&self, rule: RuleIdx) -> &Meaning {
        &self.rules.book.rule(rule).meaning
    }

    /// Takes out the matches that share a word with a silent rule of at least their priority, and the silent ones.
    fn without_silenced(&self, matches: Vec<Match>) -> Vec<Match> {
        let (silent, speaking): (Vec<Match>, Vec<Match>) =
            matches.into_iter().partition(|found| self.rules.book.rule(found.rule).is_silent);
        let mut silenced: FxHashMap<TokenIdx, i32> = FxHashMap::default();
        for guard in &silent {
            for &token in &guard.anchor.tokens {
                let priority = silenced.entry(token).or_insert(guard.weight.0);
                *priority = guard.weight.0.max(*priority);
            }
        }
        let speaks = |found: &Match| {
            !found
                .anchor
                .tokens
                .iter()
                .any(|token| silenced.get(token).is_some_and(|&guard| guard >= found.weight.0))
        };
        speaking.into_iter().filter(speaks).collect()
    }
}

/// An event in the making: its words and who takes part.
#[derive(Clone, Debug)]
struct Draft {
    found: Match,
    kind: EventType,
    source: Vec<ActorId>,
    target: Vec<ActorId>,
    told: Told,
    statement: Option<StatementId>,
    /// Heads of the phrases that name the source, for counts.
    source_heads: Vec<TokenIdx>,
}

impl Draft {
    /// The words of its trigger but the verb it governs: what is promised or refused may be a trigger of its own, and
    /// falls away as the matter of this one.
    fn own_words(&self) -> Vec<TokenIdx> {
        let anchor = &self.found.anchor;
        anchor.tokens.iter().copied().filter(|&token| Some(token) != anchor.complement).collect()
    }
}

struct Search<'a> {
    finder: &'a EventFinder,
    article: &'a Article,
    doc: &'a Doc,
    cast: &'a Cast,
    statements: &'a [Statement],
    /// Who "you" is for a speaker whose addressee the text does not name.
    partners: Vec<(ActorId, ActorId)>,
    near: Vec<NearMiss>,
    hosts: Vec<(Actor, Mention)>,
}

impl<'a> Search<'a> {
    fn new(
        finder: &'a EventFinder,
        article: &'a Article,
        doc: &'a Doc,
        cast: &'a Cast,
        statements: &'a [Statement],
    ) -> Self {
        let (partners, near, hosts) = (Vec::new(), Vec::new(), Vec::new());
        Self { finder, article, doc, cast, statements, partners, near, hosts }
    }

    fn actor(&self, id: ActorId) -> &Actor {
        let known = self.cast.actors.get(id.0 as usize);
        known.unwrap_or_else(|| &self.hosts[id.0 as usize - self.cast.actors.len()].0)
    }

    /// Nothing is coded from teasers, captions and boilerplate, should they have been analysed.
    fn is_coded(&self, found: &Match) -> bool {
        let block = self.doc.sentence(found.anchor.head).block as usize;
        self.article.blocks.get(block).is_none_or(|block| block.kind.is_coded())
    }

    fn drafts<'m>(&mut self, matches: impl Iterator<Item = &'m Match>) -> Vec<Draft> {
        matches.filter_map(|found| self.draft(found)).collect()
    }

    fn draft(&mut self, found: &Match) -> Option<Draft> {
        let finder = self.finder;
        let meaning = finder.meaning(found.rule);
        let kind = meaning.kind?;
        let statement = self.statement_around(found.anchor.head);
        let told = Modality::new(self.doc, finder.rules.book.sets()).of(found.anchor.head);
        if let Some(why) = told.aside.or_else(|| self.is_epithet(kind, found.anchor.head)) {
            self.note(found, why);
            return None;
        }
        let (source, source_heads, target) = if meaning.parties.is_empty() {
            let (mut source, heads) = self.first_filled(&meaning.source, found, statement, &[]);
            if source.is_empty() && meaning.place_is_source && is_passive(self.doc, found.anchor.head) {
                source.extend(self.authority_there(found));
            }
            let target = self.target(meaning, found, statement, &source, &heads);
            (source, heads, target)
        } else {
            let (parties, heads) = self.all_filled(&meaning.parties, found, statement);
            (parties, heads, Vec::new())
        };
        if source.is_empty() {
            self.note(found, "no actor: nobody is named who did it");
            return None;
        }
        let is_reciprocal = source.len() > 1 && !meaning.parties.is_empty();
        let is_plural = |&head: &TokenIdx| matches!(self.doc.tag(head), label::TAG_NNS | label::TAG_NNPS);
        if meaning.needs_two && !is_reciprocal && !source_heads.iter().any(is_plural) {
            self.note(found, "only one party is named");
            return None;
        }
        if target.is_empty() && !is_reciprocal && (kind.recipient_required() || meaning.needs_target) {
            self.note(found, "no recipient: nobody is named whom it was done to");
            return None;
        }
        Some(Draft { found: found.clone(), kind, source, target, told, statement, source_heads })
    }

    /// "rebels backed by Iran", "men accused of spying": a standing trait of somebody, not something that happened.
    fn is_epithet(&self, kind: EventType, head: TokenIdx) -> Option<&'static str> {
        let is_trait = matches!(kind, EventType::Support | EventType::Accuse)
            && self.doc.dep(head) == label::ACL
            && self.doc.tag(head) == label::TAG_VBN;
        is_trait.then_some("told only to say who is meant")
    }

    /// The actors of the first role that has one, and the words that name them.
    fn first_filled(
        &mut self,
        roles: &[Role],
        found: &Match,
        statement: Option<StatementId>,
        but: &[ActorId],
    ) -> (Vec<ActorId>, Vec<TokenIdx>) {
        for role in roles {
            let heads = role.fill(self.doc, &found.anchor);
            let mut actors = self.named(&heads, statement);
            actors.retain(|id| !but.contains(id));
            if !actors.is_empty() {
                return (actors, heads);
            }
        }
        (Vec::new(), Vec::new())
    }

    /// To whom it was done: by the rule's roles, else a place there as the country it lies in, else the first actor
    /// named after the trigger.
    fn target(
        &mut self,
        meaning: &Meaning,
        found: &Match,
        statement: Option<StatementId>,
        source: &[ActorId],
        source_heads: &[TokenIdx],
    ) -> Vec<ActorId> {
        let (named, heads) = self.first_filled(&meaning.target, found, statement, source);
        if meaning.target.is_empty() || named.iter().any(|&id| self.is_placed(id)) {
            return named;
        }
        if !named.is_empty() {
            // "the force in East Timor": who is only described is where they are.
            let nouns: Vec<TokenIdx> =
                heads.iter().flat_map(|&head| Role::nouns_under(self.doc, head)).collect();
            let placed = self.first_placed(&nouns, source);
            return if placed.is_empty() { named } else { placed };
        }
        if meaning.place_is_target {
            let heads: Vec<TokenIdx> =
                meaning.target.iter().flat_map(|role| role.fill(self.doc, &found.anchor)).collect();
            let host = heads.iter().find_map(|&head| self.host(head, source));
            // Nobody visits their own country.
            let is_at_home =
                |id: ActorId| source.iter().any(|&one| self.actor(one).country == self.actor(id).country);
            let is_visit = meaning.kind == Some(EventType::Consult);
            if let Some(host) = host {
                return if is_visit && is_at_home(host) { Vec::new() } else { vec![host] };
            }
        }
        if meaning.needs_target {
            return Vec::new();
        }
        // Whoever is named after the trigger: "gave support for wells in the villages of Malians".
        let last = found.anchor.tokens[found.anchor.tokens.len() - 1];
        let names_source = |token| source_heads.iter().any(|&head| self.doc.is_under(token, head));
        let with_clauses = meaning.kind.is_some_and(|kind| has_matter(kind) || kind == EventType::Protest);
        let role = if with_clauses { &self.finder.beneath } else { &self.finder.under };
        let after: Vec<TokenIdx> = role.fill(self.doc, &found.anchor).into_iter().collect();
        let after: Vec<TokenIdx> =
            after.into_iter().filter(|&token| token.0 > last.0 && !names_source(token)).collect();
        let placed = self.first_placed(&after, source);
        if !placed.is_empty() {
            return placed;
        }
        let named = after.iter().map(|&token| actors_at(self.doc, self.cast, token));
        let others =
            named.map(|actors| actors.into_iter().filter(|id| !source.contains(id)).collect::<Vec<_>>());
        others.into_iter().find(|actors| !actors.is_empty()).unwrap_or_default()
    }

    /// The first of these words that names an actor with a country, or a place in one, the source aside.
    fn first_placed(&mut self, words: &[TokenIdx], source: &[ActorId]) -> Vec<ActorId> {
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
        words.iter().find_map(|&word| self.host(word, source)).into_iter().collect()
    }

    /// Whether it is known what country an actor belongs to, or they are a person and need none.
    fn is_placed(&self, id: ActorId) -> bool {
        let actor = self.actor(id);
        actor.country.is_some() || actor.kind == ActorKind::Person
    }

    /// Who has the power where something official was done by nobody named: "was arrested in Lebanon".
    fn authority_there(&mut self, found: &Match) -> Option<ActorId> {
        let heads = self.finder.within.fill(self.doc, &found.anchor);
        heads.into_iter().find_map(|head| {
            let state = |id: &ActorId| self.actor(*id).kind == ActorKind::State;
            let named = actors_at(self.doc, self.cast, head).into_iter().find(state);
            named.or_else(|| self.host(head, &[]))
        })
    }

    /// The actors of all roles together.
    fn all_filled(
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
            "i" | "we" | "us" | "our" | "my" | "me" => speaker,
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
    fn note_partners(&mut self, meetings: &[Draft]) {
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

    /// The innermost statement whose content holds a word.
    fn statement_around(&self, token: TokenIdx) -> Option<StatementId> {
        let at = self.doc.token(token).span;
        let holds = |statement: &Statement| statement.content.iter().any(|content| content.covers(at));
        let length =
            |statement: &Statement| statement.content.iter().map(|content| content.len()).sum::<u32>();
        let around = self.statements.iter().enumerate().filter(|(_, statement)| holds(statement));
        let innermost =
            around.min_by_key(|&(number, statement)| (length(statement), std::cmp::Reverse(number)));
        innermost.map(|(number, _)| StatementId(number as u32))
    }

    /// Takes out what is only the matter of another event: what was agreed, asked, refused, talked about.
    fn without_absorbed(&mut self, drafts: Vec<Draft>) -> Vec<Draft> {
        // What a protest asks for is no request of its own.
        let is_asked_by_protest = |draft: &Draft| {
            let here = |other: &Draft| self.doc.sentence_number(other.found.anchor.head);
            let asks = |other: &Draft| {
                other.kind == EventType::Protest && other.source == draft.source && here(other) == here(draft)
            };
            draft.kind == EventType::Request && drafts.iter().any(asks)
        };
        let is_absorbed = |draft: &Draft| {
            is_asked_by_protest(draft)
                || drafts.iter().any(|other| {
                    other.found.anchor.head != draft.found.anchor.head
                        && has_matter(other.kind)
                        && is_matter_of(self.doc, draft.found.anchor.head, &other.found)
                })
        };
        let (absorbed, kept): (Vec<Draft>, Vec<Draft>) =
            drafts.iter().cloned().partition(|draft| is_absorbed(draft));
        for draft in absorbed {
            self.note(&draft.found, "it is only what another event is about");
        }
        kept
    }

    fn event(&mut self, draft: Draft) -> Option<Event> {
        let Draft { found, kind, source, target, told, statement, source_heads } = draft;
        let rule = self.finder.rules.book.rule(found.rule);
        let meaning = &rule.meaning;
        let anchor = &found.anchor;
        let speaker =
            statement.and_then(|id| self.statements[id.0 as usize].speaker).and_then(|party| party.actor);
        let in_own_words =
            speaker.is_none_or(|speaker| source.iter().any(|&id| self.speaks_for(speaker, id)));
        // "could not agree" is a refusal, unless somebody denies that they agreed.
        let is_refused = told.is_refused
            || (told.status == Status::Denied && matches!(kind, EventType::Agree | EventType::Support));
        let told = self.in_light_of_statement(Told { is_refused, ..told }, statement, anchor.head);
        let mode = meaning.mode.or_else(|| self.finder.evidence.mode(self.doc, kind, anchor.head));
        let coded = boundary::settle(kind, mode, meaning.cameo, told, in_own_words);
        let time = time(self.doc, self.cast, anchor);
        let is_old = is_old(time, self.article.published.map(|published| published.date))
            || looks_back(self.doc, self.finder.rules.book.sets(), anchor.head);
        let status =
            if is_old && coded.status == Status::Occurred { Status::Historical } else { coded.status };
        let (place, place_basis) = place(self.article, self.doc, self.cast, anchor);
        let sentence = self.doc.sentence(anchor.head).tokens;
        let mut contexts = self.finder.evidence.contexts(self.doc, sentence);
        contexts.extend(&meaning.contexts);
        contexts.sort_unstable();
        contexts.dedup();
        let cameo = coded.cameo.unwrap_or_else(|| Cameo::nearest(coded.kind, coded.mode));
        Some(Event {
            kind: coded.kind,
            mode: coded.mode,
            contexts,
            cameo,
            source,
            target,
            place,
            place_basis,
            date: date(self.article, time, matches!(status, Status::Occurred | Status::Ongoing)),
            status,
            numbers: self.numbers(coded.kind, &found, &source_heads),
            trigger: runs(&anchor.tokens),
            sentence,
            statement,
            rule: rule.id.clone(),
        })
    }

    /// Whether one's words are the other's: the same, or of one country.
    fn speaks_for(&self, speaker: ActorId, id: ActorId) -> bool {
        let country = |id| self.actor(id).country;
        speaker == id || (country(speaker).is_some() && country(speaker) == country(id))
    }

    /// What stands inside a denial did not happen, says the one who denies; what stands inside a hope is hoped.
    fn in_light_of_statement(&self, told: Told, statement: Option<StatementId>, head: TokenIdx) -> Told {
        let Some(cue) = statement.and_then(|id| self.statements[id.0 as usize].cue.as_ref()) else {
            return told;
        };
        let sets = self.finder.rules.book.sets();
        let is = |set: &str| sets.get(set).is_some_and(|words| words.iter().any(|word| **word == *cue.lemma));
        let status = match told.status {
            Status::Occurred | Status::Ongoing if is("status.denied") => Status::Denied,
            Status::Planned | Status::Conditional if is("status.hoped") => Status::Hoped,
            // "hoped that the visit would help": a deed named by a noun is taken for granted.
            Status::Occurred if is("status.hoped") && is_verb(self.doc, head) => Status::Hoped,
            status => status,
        };
        Told { status, ..told }
    }

    fn numbers(&self, kind: EventType, found: &Match, source_heads: &[TokenIdx]) -> Numbers {
        let doc = self.doc;
        let counts_harm = matches!(kind, EventType::Assault | EventType::Coerce | EventType::Protest);
        let sentence = doc.sentence(found.anchor.head).tokens;
        let mut counted = Numbers::default();
        if counts_harm {
            counted = numbers::casualties(doc, self.finder.rules.book.sets(), sentence);
        }
        counted.size = match kind {
            EventType::Protest => source_heads.iter().find_map(|&head| numbers::size(doc, head)),
            EventType::Mobilize | EventType::Retreat => {
                let moved = found.anchor.object.map_or_else(
                    || verbale_rules::syntax::objects(doc, found.anchor.head),
                    |object| vec![object],
                );
                moved.into_iter().find_map(|head| numbers::size(doc, head))
            }
            _ => None,
        };
        counted
    }

    fn note(&mut self, found: &Match, missing: &str) {
        if self.finder.with_near {
            let rule = self.finder.rules.book.rule(found.rule).id.clone();
            let trigger = whole(&found.anchor.tokens);
            self.near.push(NearMiss { rule, trigger, missing: missing.to_owned() });
        }
    }

    fn note_lacks(&mut self) {
        let (doc, cast) = (self.doc, self.cast);
        let book = &self.finder.rules.book;
        for lack in book.lacks(doc, &|token, kind| is_kind(doc, cast, token, kind)) {
            if book.rule(lack.rule).is_silent {
                continue;
            }
            let what = if lack.is_forbidden { "what the rule excludes" } else { "not met" };
            let missing = format!("{what}: {}", lack.condition.written());
            let rule = book.rule(lack.rule).id.clone();
            self.near.push(NearMiss { rule, trigger: whole(&lack.anchor.tokens), missing });
        }
        self.near.sort_by_key(|near| near.trigger);
    }
}

/// Whether events of a type are about something that is not itself told as done.
fn has_matter(kind: EventType) -> bool {
    use EventType::{Accuse, Agree, Concede, Consult, Reject, Request, Support, Threaten};
    matches!(kind, Accuse | Agree | Concede | Consult | Reject | Request | Support | Threaten)
}

/// Whether a word is what a trigger governs: reached from it through objects, complements and prepositions that name
/// a matter, not through those that name time and place.
fn is_matter_of(doc: &Doc, word: TokenIdx, found: &Match) -> bool {
    if found.anchor.complement == Some(word) {
        return true;
    }
    const CIRCUMSTANCE: [&str; 14] = [
        "during",
        "after",
        "before",
        "following",
        "amid",
        "at",
        "since",
        "ahead",
        "despite",
        "by",
        "until",
        "as",
        "while",
        "without",
    ];
    let mut at = word;
    for _ in 0..12 {
        if found.anchor.tokens.contains(&at) && at != word {
            return true;
        }
        let above = doc.head(at);
        let leads_on = match doc.dep(at) {
            label::XCOMP
            | label::CCOMP
            | label::PCOMP
            | label::POBJ
            | label::DOBJ
            | label::ACL
            | label::OPRD
            | label::ACOMP
            | label::ATTR
            | label::DATIVE
            | label::NSUBJPASS => true,
            label::PREP => {
                !CIRCUMSTANCE.iter().any(|circumstance| doc.word(at).eq_ignore_ascii_case(circumstance))
            }
            label::CONJ => !found.anchor.tokens.contains(&above),
            _ => false,
        };
        if !leads_on || above == at {
            return false;
        }
        at = above;
    }
    false
}

/// Of drafts that share a word, keeps the weightiest; the result is in text order.
fn without_overlaps(mut drafts: Vec<Draft>) -> Vec<Draft> {
    drafts.sort_by_key(|draft| {
        (std::cmp::Reverse(draft.found.weight), draft.found.anchor.head, draft.found.rule)
    });
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts {
        let own = draft.own_words();
        let shares = |other: &Draft| other.own_words().iter().any(|token| own.contains(token));
        if !kept.iter().any(shares) {
            kept.push(draft);
        }
    }
    kept.sort_by_key(|draft| draft.found.anchor.head);
    kept
}

/// The words of a trigger as spans of neighbours.
fn runs(tokens: &[TokenIdx]) -> Vec<Span<Tok>> {
    let mut runs: Vec<Span<Tok>> = Vec::new();
    for &token in tokens {
        match runs.last_mut() {
            Some(run) if run.end() == token.0 => *run = run.join(Span::of(token)),
            Some(run) if run.has(token) => {}
            _ => runs.push(Span::of(token)),
        }
    }
    runs
}

fn whole(tokens: &[TokenIdx]) -> Span<Tok> {
    let spans = tokens.iter().map(|&token| Span::of(token));
    spans.reduce(Span::join).unwrap_or(Span::new(0, 0))
}
