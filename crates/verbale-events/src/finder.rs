use rustc_hash::FxHashMap;
use verbale_codes::{Context, EventType};
use verbale_doc::{Article, Doc, Span, Tok, TokenIdx};
use verbale_resolve::{Actor, ActorId, Cast, Form, Mention};
use verbale_rules::{Match, Role, RuleIdx};
use verbale_statements::Statement;

use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::kinds::is_kind;
use crate::matter::without_overlaps;
use crate::rule::Meaning;
use crate::weigh::{Weighed, WeightError, Weights};
use crate::{Event, NearMiss, Rules, merge};

/// Finds events by rules.
#[derive(Debug)]
pub struct EventFinder {
    pub(crate) rules: Rules,
    pub(crate) evidence: Evidence,
    /// The role of all nouns after a trigger, and of those that say where.
    pub(crate) under: Role,
    /// As `under`, clauses included.
    pub(crate) beneath: Role,
    pub(crate) within: Role,
    with_near: bool,
    pub(crate) with_unclaimed: bool,
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

    pub(crate) fn meaning(&self, rule: RuleIdx) -> &Meaning {
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
    pub(crate) themes: Vec<Context>,
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

    pub(crate) fn is_in_set(&self, token: TokenIdx, set: &str) -> bool {
        let words = self.finder.rules.book.sets().get(set).unwrap_or_default();
        words.binary_search_by(|word| (**word).cmp(self.doc.lemma(token))).is_ok()
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

fn whole(tokens: &[TokenIdx]) -> Span<Tok> {
    let spans = tokens.iter().map(|&token| Span::of(token));
    spans.reduce(Span::join).unwrap_or(Span::new(0, 0))
}
