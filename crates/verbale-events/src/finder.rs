use rustc_hash::FxHashMap;
use verbale_codes::{Cameo, Context, EventType};
use verbale_doc::{Article, BlockKind, Doc, Span, Tok, TokenIdx, label};
use verbale_resolve::{Actor, ActorId, Cast, Form, Mention};
use verbale_rules::syntax::{is_passive, is_verb};
use verbale_rules::{Match, Role, RuleIdx};
use verbale_statements::{Statement, StatementId};

use crate::evidence::Evidence;
use crate::kinds::is_kind;
use crate::matter::{has_matter, without_overlaps};
use crate::rule::Meaning;
use crate::status::{Modality, Told, is_history, is_old, looks_back};
use crate::weigh::{Weighed, WeightError, Weights};
use crate::whereabouts::{date, place, time};
use crate::{Event, NearMiss, Numbers, Rules, Status, boundary, merge, numbers};

/// Finds events by rules.
#[derive(Debug)]
pub struct EventFinder {
    rules: Rules,
    evidence: Evidence,
    /// The role of all nouns after a trigger, and of those that say where.
    pub(crate) under: Role,
    /// As `under`, clauses included.
    pub(crate) beneath: Role,
    pub(crate) within: Role,
    with_near: bool,
    with_unclaimed: bool,
    pub(crate) weights: Weights,
}

/// What was found in an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The events, in text order of their first triggers.
    pub events: Vec<Event>,
    /// What was weighed: every event the rules found, those that fell among them.
    pub weighed: Vec<Weighed>,
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
            with_unclaimed: false,
            weights: Weights::built_in(),
        }
    }

    /// With other weights for what rules find: those being learned, or none.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn with_weights(mut self, weights: &str) -> Result<Self, WeightError> {
        self.weights = Weights::read(weights)?;
        Ok(self)
    }

    /// Whether near misses are computed too.
    #[must_use]
    pub fn with_near(mut self, with_near: bool) -> Self {
        self.with_near = with_near;
        self
    }

    /// Whether violence that nobody is named for is coded too, without a source. PLOVER asks for an actor.
    #[must_use]
    pub fn with_unclaimed(mut self, with_unclaimed: bool) -> Self {
        self.with_unclaimed = with_unclaimed;
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
        let drafts = search.without_absorbed(&without_overlaps(drafts));
        let (events, weighed) = search.weighed(drafts);
        let events = merge::merge(events, |id| search.actor(id));
        if self.with_near {
            search.note_lacks();
        }
        Found { events, weighed, near: search.near, hosts: search.hosts }
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
pub(crate) struct Draft {
    pub(crate) found: Match,
    pub(crate) kind: EventType,
    pub(crate) source: Vec<ActorId>,
    pub(crate) target: Vec<ActorId>,
    pub(crate) told: Told,
    pub(crate) statement: Option<StatementId>,
    /// Heads of the phrases that name the source, for counts.
    pub(crate) source_heads: Vec<TokenIdx>,
}

impl Draft {
    /// The words of its trigger but the verb it governs: what is promised or refused may be a trigger of its own, and
    /// falls away as the matter of this one.
    pub(crate) fn own_words(&self) -> Vec<TokenIdx> {
        let anchor = &self.found.anchor;
        anchor.tokens.iter().copied().filter(|&token| Some(token) != anchor.complement).collect()
    }
}

pub(crate) struct Search<'a> {
    pub(crate) finder: &'a EventFinder,
    pub(crate) article: &'a Article,
    pub(crate) doc: &'a Doc,
    pub(crate) cast: &'a Cast,
    pub(crate) statements: &'a [Statement],
    /// Who "you" is for a speaker whose addressee the text does not name.
    pub(crate) partners: Vec<(ActorId, ActorId)>,
    pub(crate) near: Vec<NearMiss>,
    pub(crate) hosts: Vec<(Actor, Mention)>,
    /// The contexts of the article as a whole.
    themes: Vec<Context>,
    /// By actor, whether the text names them.
    pub(crate) is_named: Vec<bool>,
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
        let themes = finder.evidence.themes(doc);
        let mut is_named = vec![false; cast.actors.len()];
        for mention in cast.mentions.iter().filter(|mention| mention.form == Form::Name) {
            is_named[mention.actor.0 as usize] = true;
        }
        Self { finder, article, doc, cast, statements, partners, near, hosts, themes, is_named }
    }

    pub(crate) fn actor(&self, id: ActorId) -> &Actor {
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
        let told = match (meaning.needs.negation, told.status) {
            (false, _) => told,
            (true, Status::Denied) => Told { status: Status::Occurred, is_refused: false, aside: told.aside },
            (true, _) => return None,
        };
        if let Some(why) = told.aside.or_else(|| self.is_epithet(kind, found.anchor.head)) {
            self.note(found, why);
            return None;
        }
        let published = self.article.published.map(|published| published.date);
        let told_at = time(self.doc, self.cast, &found.anchor);
        if is_history(self.doc, finder.rules.book.sets(), found.anchor.head, told_at, published) {
            self.note(found, "told as history");
            return None;
        }
        let told = self.in_light_of_statement(told, statement, found.anchor.head);
        // "avoided criticising", "may reject": words that were not said are no news, unless that is a refusal.
        let is_speech = has_matter(kind) && !matches!(kind, EventType::Consult | EventType::Agree);
        let is_unsaid = match told.status {
            Status::Denied => !told.is_refused && !self.is_refusal(kind, found.anchor.head),
            Status::Conditional | Status::Hoped | Status::Urged => true,
            Status::Occurred | Status::Ongoing | Status::Planned | Status::Historical => false,
        };
        if is_speech && is_unsaid {
            self.note(found, "words that were not said");
            return None;
        }
        let (source, source_heads, target) = if meaning.parties.is_empty() {
            let (mut source, heads) = self.first_filled(&meaning.source, found, statement);
            if source.is_empty() && meaning.places.are_sources && is_passive(self.doc, found.anchor.head) {
                source.extend(self.authority_there(found));
            }
            let target = self.target(meaning, found, statement, &source, &heads);
            (source, heads, target)
        } else {
            let (parties, heads) = self.all_filled(&meaning.parties, found, statement);
            (parties, heads, Vec::new())
        };
        let is_unclaimed = finder.with_unclaimed && kind == EventType::Assault && !target.is_empty();
        if source.is_empty() && !is_unclaimed {
            self.note(found, "no actor: nobody is named who did it");
            return None;
        }
        // "They are demanding this", in somebody's words: who is meant, the text does not say.
        let is_vague = |&noun: &TokenIdx| self.is_in_set(noun, "vague");
        let speaker = statement
            .and_then(|id| self.statements[id.0 as usize].speaker)
            .and_then(|party| party.actor)
            .filter(|speaker| source.contains(speaker));
        let is_other = statement.is_some() && speaker.is_none();
        if is_other && !source_heads.is_empty() && source_heads.iter().all(is_vague) {
            self.note(found, "no actor: only a pronoun in somebody's words");
            return None;
        }
        if self.is_habit(found.anchor.head, &source_heads) {
            self.note(found, "told as what people in general do");
            return None;
        }
        let is_civic = source_heads.iter().any(|&noun| self.is_in_set(noun, "civic"));
        // What is done in words may be done by anybody with a name; meetings, deals and deeds of firms and private
        // people are no politics.
        let is_deed = matches!(
            kind,
            EventType::Consult
                | EventType::Cooperate
                | EventType::Aid
                | EventType::Agree
                | EventType::Concede
        );
        let is_private = source
            .iter()
            .chain(&target)
            .all(|&id| self.is_private(id) || (is_deed && self.is_of_no_standing(id)));
        if is_private && !is_civic && kind != EventType::Protest {
            self.note(found, "nobody of political life takes part");
            return None;
        }
        let is_reciprocal = source.len() > 1 && !meaning.parties.is_empty();
        let is_plural = |&head: &TokenIdx| matches!(self.doc.tag(head), label::TAG_NNS | label::TAG_NNPS);
        if meaning.needs.two && !is_reciprocal && !source_heads.iter().any(is_plural) {
            self.note(found, "only one party is named");
            return None;
        }
        if target.is_empty() && !is_reciprocal && (kind.recipient_required() || meaning.needs.target) {
            self.note(found, "no recipient: nobody is named whom it was done to");
            return None;
        }
        Some(Draft { found: found.clone(), kind, source, target, told, statement, source_heads })
    }

    /// "rebels backed by Iran", "men accused of spying", "voters who back her": a standing trait of somebody, not something that happened.
    fn is_epithet(&self, kind: EventType, head: TokenIdx) -> Option<&'static str> {
        let (dep, tag) = (self.doc.dep(head), self.doc.tag(head));
        let is_held = matches!(kind, EventType::Support | EventType::Accuse);
        // Of people without a name or number, what they did is who they are: "lawmakers who refused to sign".
        let is_anyone = self.doc.tag(self.doc.head(head)) == label::TAG_NNS
            && !self
                .doc
                .children(self.doc.head(head))
                .iter()
                .any(|&child| self.doc.dep(child) == label::NUMMOD);
        let is_standing = matches!(kind, EventType::Support | EventType::Agree | EventType::Reject);
        let is_trait = match dep {
            label::ACL if tag == label::TAG_VBN => is_held,
            label::ACL if tag == label::TAG_VBG => matches!(kind, EventType::Support | EventType::Agree),
            label::RELCL => {
                has_matter(kind)
                    && (matches!(tag, label::TAG_VBP | label::TAG_VBZ) || (is_standing && is_anyone))
            }
            _ => false,
        };
        is_trait.then_some("told only to say who is meant")
    }

    /// Whether not doing it is a refusal: "did not endorse", "could not agree".
    fn is_refusal(&self, kind: EventType, head: TokenIdx) -> bool {
        kind == EventType::Agree || (kind == EventType::Support && self.is_in_set(head, "refusable"))
    }

    pub(crate) fn is_in_set(&self, token: TokenIdx, set: &str) -> bool {
        let words = self.finder.rules.book.sets().get(set).unwrap_or_default();
        words.binary_search_by(|word| (**word).cmp(self.doc.lemma(token))).is_ok()
    }

    /// "Companies complain about taxes", "people fight over water": the present of nobody in particular.
    fn is_habit(&self, head: TokenIdx, source_heads: &[TokenIdx]) -> bool {
        let doc = self.doc;
        let is_present = matches!(doc.tag(head), label::TAG_VBP | label::TAG_VBZ | label::TAG_VB);
        let is_simple = !doc.children(head).iter().any(|&child| doc.dep(child) == label::AUX);
        // Headlines tell news in the present, and name in short of whom they tell.
        let block = self.article.blocks.get(doc.sentence(head).block as usize);
        let is_headline = block.is_some_and(|block| block.kind == BlockKind::Title);
        let is_anyone = |&noun: &TokenIdx| {
            let mention = self.cast.mention_headed(noun);
            let is_unknown = mention.is_none_or(|mention| {
                mention.form == Form::Nominal && self.actor(mention.actor).country.is_none()
            });
            let has_modifier = doc.children(noun).iter().any(|&child| {
                !self.is_in_set(child, "quantifiers")
                    && matches!(
                        doc.dep(child),
                        label::DET | label::POSS | label::NUMMOD | label::AMOD | label::COMPOUND
                    )
            });
            doc.tag(noun) == label::TAG_NNS && is_unknown && !has_modifier
        };
        is_present
            && is_simple
            && !is_headline
            && !source_heads.is_empty()
            && source_heads.iter().all(is_anyone)
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

    /// The events of drafts, without those that weigh too little.
    fn weighed(&mut self, drafts: Vec<Draft>) -> (Vec<Event>, Vec<Weighed>) {
        let (mut events, mut all) = (Vec::new(), Vec::new());
        for draft in drafts {
            let event = self.event(draft.clone());
            let weighed = self.weigh(&draft, &event);
            match weighed.verdict(&self.finder.weights) {
                Some(why) => self.note(&draft.found, &why),
                None => events.push(event),
            }
            all.push(weighed);
        }
        (events, all)
    }

    fn event(&self, draft: Draft) -> Event {
        let Draft { found, kind, source, target, told, statement, source_heads } = draft;
        let rule = self.finder.rules.book.rule(found.rule);
        let meaning = &rule.meaning;
        let anchor = &found.anchor;
        let speaker =
            statement.and_then(|id| self.statements[id.0 as usize].speaker).and_then(|party| party.actor);
        let in_own_words =
            speaker.is_none_or(|speaker| source.iter().any(|&id| self.speaks_for(speaker, id)));
        // "could not agree" is a refusal, unless somebody denies that they agreed.
        let is_refused =
            told.is_refused || (told.status == Status::Denied && self.is_refusal(kind, anchor.head));
        let told = Told { is_refused, ..told };
        let mode = meaning.mode.or_else(|| self.finder.evidence.mode(self.doc, kind, anchor.head));
        let coded = boundary::settle(kind, mode, meaning.cameo, told, in_own_words);
        let time = time(self.doc, self.cast, anchor);
        let is_old = is_old(time, self.article.published.map(|published| published.date))
            || looks_back(self.doc, self.finder.rules.book.sets(), anchor.head);
        let status =
            if is_old && coded.status == Status::Occurred { Status::Historical } else { coded.status };
        let (place, place_basis) = place(self.article, self.doc, self.cast, anchor);
        let sentence = self.doc.sentence(anchor.head).tokens;
        let mut contexts = self.finder.evidence.contexts(self.doc, around(sentence, anchor.head));
        contexts.extend(&self.themes);
        contexts.extend(&meaning.contexts);
        contexts.sort_unstable();
        contexts.dedup();
        // Codes of two digits and a nought stand for all of their root.
        let coarse = coded.cameo.unwrap_or_else(|| Cameo::nearest(coded.kind, coded.mode));
        let root =
            if coded.cameo.is_some() { coarse.code().trim_end_matches('0') } else { &coarse.code()[..2] };
        let finer = self.finder.evidence.cameo(self.doc, coded.kind, coded.mode, root, anchor.head);
        let cameo = finer.unwrap_or(coarse);
        Event {
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
        }
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
            counted =
                numbers::casualties(doc, self.finder.rules.book.sets(), around(sentence, found.anchor.head));
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

    pub(crate) fn note(&mut self, found: &Match, missing: &str) {
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

/// The part of a span that lies around a word: sentences are shorter, and a text without full stops costs no more.
pub(crate) fn around(span: Span<Tok>, word: TokenIdx) -> Span<Tok> {
    const REACH: u32 = 128;
    Span::new(span.start().max(word.0.saturating_sub(REACH)), span.end().min(word.0 + REACH))
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
