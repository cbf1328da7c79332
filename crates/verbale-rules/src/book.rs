use rustc_hash::FxHashMap;
use verbale_doc::{Doc, TokenIdx};

use crate::condition::IsKind;
use crate::role::{ROLES, RoleFault};
use crate::trigger::{Class, TriggerFault};
use crate::{Anchor, Condition, File, Role, RuleError, Sets, Table, Trigger, Written};

/// Rules compiled into an index by the lemma of their triggers: looking a document through costs a look-up a word,
/// however many rules there are.
///
/// `M` is what a rule means; this crate only finds where it holds.
#[derive(Clone, Debug)]
pub struct Book<M> {
    rules: Vec<Rule<M>>,
    /// The conditions of all rules, each once.
    conditions: Vec<Condition>,
    sets: Sets,
    /// By class of word.
    index: [Postings; 3],
}

/// By lemma, the triggers that it heads.
type Postings = FxHashMap<Box<str>, Headed>;

/// The triggers that a lemma heads.
#[derive(Clone, Debug, Default)]
struct Headed {
    /// Those that are the word alone, by what their rules need, in the order it is asked: rules that ask the same are
    /// tried as one.
    bare: Vec<(Box<[u32]>, Vec<Posting>)>,
    shaped: Vec<Posting>,
}

impl Headed {
    fn add(&mut self, posting: Posting, needs: &[u32], is_bare: bool) {
        if !is_bare {
            return self.shaped.push(posting);
        }
        match self.bare.iter_mut().find(|(known, _)| **known == *needs) {
            Some((_, same)) => same.push(posting),
            None => self.bare.push((needs.into(), vec![posting])),
        }
    }
}

/// A trigger of a rule, by its number there.
#[derive(Clone, Copy, Debug)]
struct Posting {
    rule: RuleIdx,
    trigger: u32,
}

/// The position of a rule in its [`Book`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIdx(u32);

/// A rule: where it starts, what must hold, and what it means.
#[derive(Clone, Debug)]
pub struct Rule<M> {
    /// Its name: `consult.visit`.
    pub id: String,
    /// What it is for, in a sentence.
    pub why: String,
    /// What it means.
    pub meaning: M,
    /// Sentences with what they give.
    pub examples: Vec<Example>,
    /// Where it is written, as an error would name it.
    pub place: String,
    /// Whether it only keeps weaker rules from firing.
    pub is_silent: bool,
    triggers: Vec<Trigger>,
    /// Numbers of conditions of the book.
    needs: Vec<u32>,
    unless: Vec<u32>,
    priority: i32,
}

/// A sentence with the lines it must give, in order; none where the rules must stay silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// What it gives, one line each.
    pub gives: Vec<String>,
}

/// A rule whose trigger and conditions hold.
#[derive(Clone, Debug)]
pub struct Match {
    /// Which rule.
    pub rule: RuleIdx,
    /// Where.
    pub anchor: Anchor,
    /// How much goes before other matches on the same words: priority, words of the trigger, number of conditions.
    pub weight: (i32, usize, usize),
}

/// A rule whose trigger is there and a condition is not met.
#[derive(Clone, Debug)]
pub struct Lack<'a> {
    /// Which rule.
    pub rule: RuleIdx,
    /// Where.
    pub anchor: Anchor,
    /// The condition that is not met.
    pub condition: &'a Condition,
    /// Whether the condition forbids rather than asks.
    pub is_forbidden: bool,
}

/// What a loader may use while it reads the meaning of a rule.
#[derive(Debug)]
pub struct Scope<'a> {
    file: File<'a>,
    sets: &'a Sets,
}

impl Scope<'_> {
    /// Reads roles: `["subject", "prep(with|to)"]`.
    ///
    /// # Errors
    /// A role or a word set that does not exist.
    pub fn roles(&self, written: &[Written]) -> Result<Vec<Role>, RuleError> {
        written.iter().map(|role| self.role(role)).collect()
    }

    /// Reads a role.
    ///
    /// # Errors
    /// A role or a word set that does not exist.
    pub fn role(&self, written: &Written) -> Result<Role, RuleError> {
        Role::parse(&written.text, self.sets).map_err(|fault| match fault {
            RoleFault::Set(unknown) => unknown.at(|what| self.file.error(&written.at, what)),
            RoleFault::Unknown(name) => {
                let unknown = self.file.error(&written.at, format!("unknown role {name:?}"));
                unknown.suggest(&name, ROLES.iter().map(|&(role, _)| role))
            }
        })
    }

    /// The file the rule stands in.
    pub fn file(&self) -> File<'_> {
        self.file
    }

    /// The word sets.
    pub fn sets(&self) -> &Sets {
        self.sets
    }
}

impl<M> Book<M> {
    /// Reads rule files. `kinds` are the names that conditions may use after `#`; `meaning` reads the keys of a rule
    /// that this crate does not know.
    ///
    /// # Errors
    /// The first place that cannot be read, with what was expected there.
    pub fn read(
        files: &[File<'_>],
        kinds: &[&str],
        meaning: impl FnMut(&mut Table<'_>, &Scope<'_>) -> Result<M, RuleError>,
    ) -> Result<Self, RuleError> {
        Self::read_layers(&[files], kinds, meaning)
    }

    /// Reads rule files laid over others: a rule or word set of a later layer replaces the one of its name in an
    /// earlier layer. (A set that was built from a replaced one keeps the words it was built with.)
    ///
    /// # Errors
    /// The first place that cannot be read, with what was expected there.
    pub fn read_layers(
        layers: &[&[File<'_>]],
        kinds: &[&str],
        mut meaning: impl FnMut(&mut Table<'_>, &Scope<'_>) -> Result<M, RuleError>,
    ) -> Result<Self, RuleError> {
        let mut sets = Sets::default();
        let mut tables = Vec::new();
        for (layer, file) in
            layers.iter().enumerate().flat_map(|(at, files)| files.iter().map(move |f| (at, f)))
        {
            let mut table = file.parse()?;
            sets.read(&mut table, layer)?;
            tables.push((layer, table));
        }
        let mut rules: Vec<Rule<M>> = Vec::new();
        let mut conditions = Conditions::default();
        let mut places: FxHashMap<String, (usize, usize)> = FxHashMap::default();
        for (layer, mut table) in tables {
            for mut rule in table.tables("rule")? {
                let scope = Scope { file: rule.file(), sets: &sets };
                let id = rule.required("id")?;
                let before = places.get(&id.text).copied();
                if before.is_some_and(|(other, _)| other == layer) {
                    return Err(scope.file.error(&id.at, format!("the rule {:?} is written twice", id.text)));
                }
                let at = before.map_or(rules.len(), |(_, at)| at);
                places.insert(id.text.clone(), (layer, at));
                let rule = read_rule(id, rule, &scope, kinds, &mut conditions, &mut meaning)?;
                match rules.get_mut(at) {
                    Some(replaced) => *replaced = rule,
                    None => rules.push(rule),
                }
            }
            table.finish()?;
        }
        Ok(Self::new(rules, conditions.all, sets))
    }

    fn new(rules: Vec<Rule<M>>, conditions: Vec<Condition>, sets: Sets) -> Self {
        let mut index: [Postings; 3] = Default::default();
        for (at, rule) in rules.iter().enumerate() {
            let mut needs = rule.needs.clone();
            needs.sort_by_key(|&need| (conditions[need as usize].turn(), need));
            for (number, trigger) in rule.triggers.iter().enumerate() {
                let posting = Posting { rule: RuleIdx(at as u32), trigger: number as u32 };
                for head in trigger.heads() {
                    let headed = index[trigger.class() as usize].entry(head.clone()).or_default();
                    headed.add(posting, &needs, trigger.is_bare());
                }
            }
        }
        Self { rules, conditions, sets, index }
    }

    /// A rule.
    pub fn rule(&self, rule: RuleIdx) -> &Rule<M> {
        &self.rules[rule.0 as usize]
    }

    /// The word sets of the files.
    pub fn sets(&self) -> &Sets {
        &self.sets
    }

    /// All rules, in the order of the files.
    pub fn rules(&self) -> &[Rule<M>] {
        &self.rules
    }

    /// Where rules hold, in text order of their heads, the weightiest first among those of one head.
    pub fn matches(&self, doc: &Doc, is_kind: IsKind<'_>) -> Vec<Match> {
        let mut matches = Vec::new();
        let memo = &mut Memo::new(doc, is_kind, &self.conditions);
        // Most rules fall by what they need, before anything else of them is looked at.
        let is_tried = |memo: &mut Memo<'_>, needs: &[u32], anchor: &Anchor| {
            needs.iter().all(|&need| memo.holds(need, anchor))
        };
        self.visit(doc, memo, is_tried, |memo, posting, anchor| {
            let rule = self.rule(posting.rule);
            let holds = rule.needs.iter().all(|&need| memo.holds(need, anchor))
                && !rule.unless.iter().any(|&unless| memo.holds(unless, anchor));
            if holds {
                let n_words = rule.triggers[posting.trigger as usize].n_words();
                let weight = (rule.priority, n_words, rule.needs.len() + rule.unless.len());
                matches.push(Match { rule: posting.rule, anchor: anchor.clone(), weight });
            }
        });
        matches.sort_by(|a, b| {
            (a.anchor.head, std::cmp::Reverse(a.weight), a.rule).cmp(&(
                b.anchor.head,
                std::cmp::Reverse(b.weight),
                b.rule,
            ))
        });
        matches
    }

    /// Where a trigger is there but a condition is not met, in text order.
    pub fn lacks(&self, doc: &Doc, is_kind: IsKind<'_>) -> Vec<Lack<'_>> {
        let mut lacks = Vec::new();
        let memo = &mut Memo::new(doc, is_kind, &self.conditions);
        self.visit(
            doc,
            memo,
            |_, _, _| true,
            |memo, posting, anchor| {
                let written = self.rule(posting.rule);
                let unmet = written.needs.iter().find(|&&need| !memo.holds(need, anchor)).copied();
                let missing = unmet.map(|condition| (condition, false)).or_else(|| {
                    let forbidden =
                        written.unless.iter().find(|&&unless| memo.holds(unless, anchor)).copied();
                    forbidden.map(|condition| (condition, true))
                });
                if let Some((condition, is_forbidden)) = missing {
                    let condition = &self.conditions[condition as usize];
                    lacks.push(Lack { rule: posting.rule, anchor: anchor.clone(), condition, is_forbidden });
                }
            },
        );
        lacks.sort_by_key(|lack| (lack.anchor.head, lack.rule));
        lacks
    }

    /// Calls back for every trigger that is there; of those that are the word alone, for those whose rules' needs
    /// `is_tried` accepts.
    fn visit<'m>(
        &self,
        doc: &Doc,
        memo: &mut Memo<'m>,
        is_tried: impl Fn(&mut Memo<'m>, &[u32], &Anchor) -> bool,
        mut found: impl FnMut(&mut Memo<'m>, &Posting, &Anchor),
    ) {
        for token in doc.indices() {
            let Some(class) = Class::of(doc, token) else { continue };
            let lemma = doc.lemma(token);
            let is_upper = lemma.bytes().any(|byte| byte.is_ascii_uppercase());
            let postings = &self.index[class as usize];
            let found_by = if is_upper { postings.get(&*lemma.to_lowercase()) } else { postings.get(lemma) };
            let Some(found_by) = found_by else { continue };
            if let Some(anchor) = Trigger::bare(doc, token, class).filter(|_| !found_by.bare.is_empty()) {
                for (needs, postings) in &found_by.bare {
                    if is_tried(memo, needs, &anchor) {
                        for posting in postings {
                            found(memo, posting, &anchor);
                        }
                    }
                }
            }
            for posting in &found_by.shaped {
                let trigger = &self.rule(posting.rule).triggers[posting.trigger as usize];
                if let Some(anchor) = trigger.matched(doc, token) {
                    found(memo, posting, &anchor);
                }
            }
        }
    }
}

/// What is known of the conditions around a word, so that rules which ask the same cost no more than one.
struct Memo<'a> {
    doc: &'a Doc,
    is_kind: IsKind<'a>,
    conditions: &'a [Condition],
    /// By condition: what was found last, and at which word or in which sentence.
    known: Vec<Option<(u32, bool)>>,
    /// By role: what filled it last, and at which word.
    filled: Vec<Option<(u32, Vec<TokenIdx>)>>,
}

impl<'a> Memo<'a> {
    fn new(doc: &'a Doc, is_kind: IsKind<'a>, conditions: &'a [Condition]) -> Self {
        let n_roles = conditions.iter().map(|condition| condition.role_number as usize + 1).max();
        let filled = vec![None; n_roles.unwrap_or_default()];
        Self { doc, is_kind, conditions, known: vec![None; conditions.len()], filled }
    }

    fn holds(&mut self, condition: u32, anchor: &Anchor) -> bool {
        let written = &self.conditions[condition as usize];
        // A long sentence is looked through around the word only, so its words differ from each other.
        let at = match written.role.is_sentence() {
            true if self.doc.sentence(anchor.head).tokens.len() < crate::role::REACH => {
                self.doc.sentence(anchor.head).tokens.start()
            }
            _ if anchor.object.is_some() || anchor.complement.is_some() => {
                return written.holds(self.doc, anchor, self.is_kind);
            }
            _ => anchor.head.0,
        };
        if let Some((_, holds)) = self.known[condition as usize].filter(|&(known, _)| known == at) {
            return holds;
        }
        let holds = if written.role.is_sentence() {
            written.holds(self.doc, anchor, self.is_kind)
        } else {
            // Many conditions ask of one role: it is filled once.
            let filled = &mut self.filled[written.role_number as usize];
            let fillers = match filled {
                Some((word, fillers)) if *word == at => fillers,
                _ => &mut filled.insert((at, written.role.fill(self.doc, anchor))).1,
            };
            written.fits(self.doc, fillers, self.is_kind)
        };
        self.known[condition as usize] = Some((at, holds));
        holds
    }
}

fn read_rule<M>(
    id: Written,
    mut table: Table<'_>,
    scope: &Scope<'_>,
    kinds: &[&str],
    conditions: &mut Conditions,
    meaning: &mut impl FnMut(&mut Table<'_>, &Scope<'_>) -> Result<M, RuleError>,
) -> Result<Rule<M>, RuleError> {
    let missing = table.error(format!("the rule {:?} has no trigger", id.text));
    let mut triggers = Vec::new();
    for (key, class) in [("verbs", Class::Verb), ("nouns", Class::Noun), ("adjectives", Class::Adjective)] {
        for written in table.strings(key)? {
            triggers.push(read_trigger(&written, class, scope)?);
        }
    }
    if triggers.is_empty() {
        return Err(missing.help("add verbs = [...], nouns = [...] or adjectives = [...]"));
    }
    let needs = conditions.read(table.strings("if")?, scope, kinds)?;
    let unless = conditions.read(table.strings("unless")?, scope, kinds)?;
    let priority = table.number("priority")?;
    let is_silent = table.flag("silent")?;
    let why = table.required("why")?.text;
    let place = table.error("").to_string();
    let meaning = meaning(&mut table, scope)?;
    let mut examples = Vec::new();
    for mut example in table.tables("example")? {
        let text = example.required("text")?.text;
        let gives =
            example.strings("gives")?.into_iter().map(|line| line.text).filter(|line| !line.is_empty());
        examples.push(Example { text, gives: gives.collect() });
        example.finish()?;
    }
    table.finish()?;
    let place = place.trim_end_matches(": ").to_owned();
    Ok(Rule { id: id.text, why, meaning, examples, place, is_silent, triggers, needs, unless, priority })
}

fn read_trigger(written: &Written, class: Class, scope: &Scope<'_>) -> Result<Trigger, RuleError> {
    Trigger::parse(&written.text, class, scope.sets).map_err(|fault| match fault {
        TriggerFault::Set(unknown) => unknown.at(|what| scope.file.error(&written.at, what)),
        TriggerFault::Shape(what) => scope
            .file
            .error(&written.at, format!("cannot read the trigger {:?}: {what}", written.text))
            .help("write WORD, WORD PARTICLE, WORD > OBJECT, WORD PREPOSITION > OBJECT or WORD ~ VERB"),
    })
}

/// The conditions read so far, each once: rules ask the same things.
#[derive(Default)]
struct Conditions {
    all: Vec<Condition>,
    by_line: FxHashMap<String, u32>,
    by_role: FxHashMap<String, u32>,
}

impl Conditions {
    fn read(
        &mut self,
        lines: Vec<Written>,
        scope: &Scope<'_>,
        kinds: &[&str],
    ) -> Result<Vec<u32>, RuleError> {
        let mut numbers = Vec::new();
        for line in lines {
            let number = if let Some(&known) = self.by_line.get(&line.text) {
                known
            } else {
                let number = self.all.len() as u32;
                let mut condition = read_condition(&line, scope, kinds)?;
                let role = line.text.split(':').next().unwrap_or_default().trim().to_owned();
                let next = self.by_role.len() as u32;
                condition.role_number = *self.by_role.entry(role).or_insert(next);
                self.all.push(condition);
                self.by_line.insert(line.text, number);
                number
            };
            numbers.push(number);
        }
        Ok(numbers)
    }
}

fn read_condition(line: &Written, scope: &Scope<'_>, kinds: &[&str]) -> Result<Condition, RuleError> {
    let Some((role, asked)) = line.text.split_once(':') else {
        let shapeless = scope.file.error(&line.at, format!("cannot read the condition {:?}", line.text));
        return Err(shapeless.help("write ROLE: WORD|@SET|#KIND, or ROLE: * for any"));
    };
    let role = scope.role(&Written { text: role.trim().to_owned(), at: line.at.clone() })?;
    let mut condition = Condition {
        role,
        role_number: 0,
        words: Vec::new(),
        kinds: Vec::new(),
        any: false,
        written: line.text.clone(),
    };
    for part in asked.trim().split('|') {
        if part == "*" {
            condition.any = true;
        } else if let Some(kind) = part.strip_prefix('#') {
            let number = kinds.iter().position(|&known| known == kind);
            let unknown = || scope.file.error(&line.at, format!("unknown kind \"#{kind}\""));
            condition.kinds.push(number.ok_or_else(|| unknown().suggest(kind, kinds.iter().copied()))?);
        } else {
            let words = scope
                .sets
                .words(part)
                .map_err(|unknown| unknown.at(|what| scope.file.error(&line.at, what)))?;
            condition.words.extend(words);
        }
    }
    condition.words.sort_unstable();
    condition.words.dedup();
    Ok(condition)
}
