//! What a rule found, weighed: whether an event is told as the rule says.
//!
//! A rule sees its words and their shape. What stands around them (who acts on whom, in which kind of clause, after
//! which word) says more about whether a reader would sign the event. Its weights were learned from judged events;
//! `weights/SOURCE.md` says how.

use rustc_hash::FxHashMap;
use verbale_codes::EventType;
use verbale_doc::{BlockKind, Doc, Pos, Span, Tok, TokenIdx, label};
use verbale_resolve::{ActorId, Form};
use verbale_rules::syntax::{is_passive, objects};

use crate::draft::Draft;
use crate::finder::Search;
use crate::{DateBasis, Event};

/// What each reason weighs, learned from judged events by `cargo xtask train events`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    by_reason: FxHashMap<Box<str>, f32>,
}

/// Why a file of weights cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightError {
    /// Line, from 1.
    pub line: usize,
}

impl std::fmt::Display for WeightError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "weights, line {}: expected a reason and its weight, parted by a tab", self.line)
    }
}

impl std::error::Error for WeightError {}

/// An event that was weighed, with what speaks for and against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The rule that made it.
    pub rule: String,
    /// Its type.
    pub kind: EventType,
    /// From its first to its last word.
    pub trigger: Span<Tok>,
    /// Names of the reasons: what is looked at, then what is seen there (`object|question`).
    pub reasons: Vec<String>,
    /// How likely a reader is to sign it, 0 to 1.
    pub chance: f32,
}

/// An event stands from this chance on.
const LEAST_CHANCE: f32 = 0.5;

/// How many reasons against an event are named where it falls.
const NAMED: usize = 3;

impl Weights {
    /// The weights built into the program.
    pub(crate) fn built_in() -> Self {
        Self::read(include_str!("../weights/weights.tsv")).expect("the built-in weights are read by a test")
    }

    /// Reads lines of reason and weight, parted by a tab; a line that starts with # is a remark.
    pub(crate) fn read(text: &str) -> Result<Self, WeightError> {
        let mut by_reason = FxHashMap::default();
        for (number, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let read =
                line.split_once('\t').and_then(|(reason, weight)| Some((reason, weight.parse().ok()?)));
            let (reason, weight): (&str, f32) = read.ok_or(WeightError { line: number + 1 })?;
            by_reason.insert(reason.into(), weight);
        }
        Ok(Self { by_reason })
    }

    fn of(&self, reason: &str) -> f32 {
        self.by_reason.get(reason).copied().unwrap_or_default()
    }

    /// Nothing was learned about rules of a user's own: they are trusted.
    fn knows(&self, rule: &str) -> bool {
        self.by_reason.contains_key(format!("known|{rule}").as_str())
    }
}

impl Weighed {
    /// Why the event falls, if it does: `weighs 0.21: against it object|question, tag|VBG`.
    pub(crate) fn verdict(&self, weights: &Weights) -> Option<String> {
        if !weights.knows(&self.rule) || self.chance >= LEAST_CHANCE {
            return None;
        }
        let mut against: Vec<(&str, f32)> =
            self.reasons.iter().map(|reason| (reason.as_str(), weights.of(reason))).collect();
        against.retain(|&(_, weight)| weight < 0.0);
        against.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(b.0)));
        let names: Vec<&str> = against.into_iter().take(NAMED).map(|(reason, _)| reason).collect();
        Some(format!("weighed as none ({:.2}): {}", self.chance, names.join(", ")))
    }
}

/// From a sum of weights to a chance between 0 and 1: e to the power of `x` as (1 + x / 1024)^1024, because the
/// platform's own differs in the last digit from one to the next.
fn chance(sum: f32) -> f32 {
    let mut power = (1.0 - sum.clamp(-20.0, 20.0) / 1024.0).max(0.0);
    for _ in 0..10 {
        power *= power;
    }
    1.0 / (1.0 + power)
}

/// Reasons in the making.
#[derive(Default)]
struct Reasons(Vec<String>);

impl Reasons {
    fn add(&mut self, parts: &[&str]) {
        let reason = parts.join("|");
        if !self.0.contains(&reason) {
            self.0.push(reason);
        }
    }
}

impl Search<'_> {
    /// Weighs an event of a draft.
    pub(crate) fn weigh(&self, draft: &Draft, event: &Event) -> Weighed {
        let mut reasons = Reasons::default();
        add_code(event, &mut reasons);
        self.add_words(draft, event, &mut reasons);
        self.add_parties(draft, event, &mut reasons);
        let sum = reasons.0.iter().map(|reason| self.finder.weights.of(reason)).sum();
        let trigger = event.trigger.iter().copied().reduce(Span::join).unwrap_or(event.sentence);
        let (rule, kind) = (event.rule.clone(), event.kind);
        Weighed { rule, kind, trigger, reasons: reasons.0, chance: chance(sum) }
    }

    fn add_words(&self, draft: &Draft, event: &Event, add: &mut Reasons) {
        let doc = self.doc;
        let anchor = &draft.found.anchor;
        let head = anchor.head;
        let kind = event.kind.code();
        let lemma = lower(doc, head);
        let tag = doc.labels().name(doc.tag(head));
        let dep = doc.labels().name(doc.dep(head));
        add.add(&["lemma", &lemma]);
        add.add(&["lemma rule", &lemma, &event.rule]);
        add.add(&["tag", tag]);
        add.add(&["dep", dep]);
        add.add(&["tag dep", tag, dep]);
        add.add(&["dep type", dep, kind]);
        add.add(&["passive", yes(is_passive(doc, head))]);
        if !doc.is_root(head) {
            let above = doc.head(head);
            if doc.pos(above) != Pos::Propn {
                add.add(&["above", &lower(doc, above)]);
            }
            add.add(&["above tag", doc.labels().name(doc.tag(above))]);
        }
        for &child in doc.children(head) {
            let name = match doc.dep(child) {
                label::AUX | label::AUXPASS => "aux",
                label::NEG => "neg",
                label::MARK => "mark",
                label::ADVMOD => "adverb",
                label::PREP => "prep",
                _ => continue,
            };
            add.add(&[name, &lower(doc, child)]);
        }
        for object in objects(doc, head).into_iter().chain(anchor.object) {
            if doc.pos(object) == Pos::Noun {
                add.add(&["object", &lower(doc, object)]);
                add.add(&["object type", kind, &lower(doc, object)]);
            }
        }
        if let Some(complement) = anchor.complement.or_else(|| doc.child(head, label::XCOMP)) {
            add.add(&["clause", &lower(doc, complement)]);
        }
        let depth = doc.ancestors(head).take(6).count();
        add.add(&["depth", ["0", "1", "2", "3", "4", "5", "6"][depth]]);
        let block = self.article.blocks.get(doc.sentence(head).block as usize);
        add.add(&["title", yes(block.is_some_and(|block| block.kind == BlockKind::Title))]);
        let near = crate::finder::around(event.sentence, head);
        let is_campaign = yes(near.tokens().any(|token| self.is_in_set(token, "campaign")));
        add.add(&["campaign", is_campaign]);
        add.add(&["campaign type", is_campaign, kind]);
        let last = event.sentence.end().checked_sub(1).map(TokenIdx);
        add.add(&["question", yes(last.is_some_and(|last| doc.word(last) == "?"))]);
    }

    fn add_parties(&self, draft: &Draft, event: &Event, add: &mut Reasons) {
        let kind = event.kind.code();
        let trigger = draft.found.anchor.head;
        for (role, ids) in [("source", &event.source), ("target", &event.target)] {
            let n = ["0", "1", "2", "more"][ids.len().min(3)];
            add.add(&[role, "n", n]);
            add.add(&[role, "n type", n, kind]);
            let Some(&first) = ids.first() else { continue };
            let is = format!("{:?}", self.actor(first).kind);
            add.add(&[role, "is", &is]);
            add.add(&[role, "is type", &is, kind]);
            let sector = self.actor(first).sectors.first().map_or("none", |sector| sector.code());
            add.add(&[role, "sector", sector]);
            add.add(&[role, "sector type", sector, kind]);
            add.add(&[role, "placed", yes(self.actor(first).country.is_some())]);
            let Some((head, form)) = self.named_near(first, trigger, event.sentence) else {
                add.add(&[role, "form", "elsewhere"]);
                continue;
            };
            let form = match form {
                Form::Name => "name",
                Form::Nominal => "noun",
                Form::Pronoun => "pronoun",
            };
            add.add(&[role, "form", form]);
            let tie = self.tie(head, trigger);
            add.add(&[role, "by", &tie]);
            add.add(&[role, "by type", &tie, kind]);
            add.add(&[role, "by rule", &tie, &event.rule]);
            if form == "noun" {
                add.add(&[role, "word", &lower(self.doc, head)]);
            }
        }
        let country = |ids: &[ActorId]| ids.iter().find_map(|&id| self.actor(id).country);
        let others =
            if event.target.is_empty() { event.source.get(1..).unwrap_or_default() } else { &event.target };
        let ties = match (country(event.source.get(..1).unwrap_or_default()), country(others)) {
            _ if others.is_empty() => "alone",
            (Some(one), Some(other)) if one == other => "home",
            (Some(_), Some(_)) => "abroad",
            _ => "open",
        };
        add.add(&["between", ties]);
        add.add(&["between type", ties, kind]);
    }

    /// The mention of an actor nearest to a word in its sentence: its head and form.
    fn named_near(&self, id: ActorId, word: TokenIdx, sentence: Span<Tok>) -> Option<(TokenIdx, Form)> {
        let hosts = self.hosts.iter().map(|(_, mention)| mention);
        let mentions = self.cast.mentions.iter().chain(hosts).filter(|mention| mention.actor == id);
        let here = mentions.filter(|mention| sentence.covers(mention.tokens));
        let nearest = here.min_by_key(|mention| (mention.head.0.abs_diff(word.0), mention.head.0));
        nearest.map(|mention| (mention.head, mention.form))
    }

    /// How a party hangs on a trigger: `nsubj`, `in` (a preposition), `poss of dobj`, `far`.
    fn tie(&self, party: TokenIdx, trigger: TokenIdx) -> String {
        let doc = self.doc;
        let step = |token: TokenIdx| match doc.dep(token) {
            label::POBJ | label::PCOMP => lower(doc, doc.head(token)),
            dep => doc.labels().name(dep).to_owned(),
        };
        let above = |token: TokenIdx| match doc.dep(token) {
            label::POBJ | label::PCOMP => doc.head(doc.head(token)),
            _ => doc.head(token),
        };
        let (first, next) = (step(party), above(party));
        if next == trigger {
            return first;
        }
        if above(next) == trigger && next != trigger {
            return format!("{first} of {}", step(next));
        }
        if above(trigger) == next {
            return format!("{first} beside {}", step(trigger));
        }
        if doc.is_under(party, trigger) { "below".to_owned() } else { "far".to_owned() }
    }
}

fn add_code(event: &Event, add: &mut Reasons) {
    let (kind, status) = (event.kind.code(), event.status.code());
    add.add(&["bias"]);
    add.add(&["rule", &event.rule]);
    add.add(&["rule status", &event.rule, status]);
    add.add(&["type", kind]);
    add.add(&["status", status]);
    add.add(&["type status", kind, status]);
    let dated = match event.date.map(|date| date.basis) {
        Some(DateBasis::Explicit) => "explicit",
        Some(DateBasis::Relative) => "relative",
        Some(DateBasis::Dateline | DateBasis::Published) | None => "no",
    };
    add.add(&["dated", dated]);
    add.add(&["told", yes(event.statement.is_some())]);
    add.add(&["told type", yes(event.statement.is_some()), kind]);
}

fn lower(doc: &Doc, token: TokenIdx) -> String {
    doc.lemma(token).to_lowercase()
}

fn yes(condition: bool) -> &'static str {
    if condition { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_and_faults_are_placed() {
        let weights = Weights::read("# remark\nbias\t1.25\nlemma|meet\t-0.5\n").expect("in form");
        assert!((weights.of("bias") - 1.25).abs() < f32::EPSILON);
        assert!(weights.of("lemma|see").abs() < f32::EPSILON);
        assert_eq!(Weights::read("bias\t1\nlemma|meet 2").map(drop), Err(WeightError { line: 2 }));
        let _ = Weights::built_in();
    }

    #[test]
    fn chances_follow_the_sum() {
        assert!((chance(0.0) - 0.5).abs() < 1e-6);
        assert!((chance(2.0) - 0.8808).abs() < 0.01);
        assert!(chance(-30.0) < 0.01 && chance(30.0) > 0.99);
    }

    #[test]
    fn an_event_falls_by_its_weight_and_says_why_unless_its_rule_is_a_users_own() {
        let weights = Weights::read("known|consult.meet\t0\nlemma|meet\t-2\ntag|VBG\t-0.5\ntag|VBD\t1")
            .expect("in form");
        let weighed = |rule: &str, chance| Weighed {
            rule: rule.to_owned(),
            kind: EventType::Consult,
            trigger: Span::new(0, 1),
            reasons: vec!["tag|VBG".to_owned(), "lemma|meet".to_owned(), "tag|VBD".to_owned()],
            chance,
        };
        let verdict = weighed("consult.meet", 0.2).verdict(&weights);
        assert_eq!(verdict.as_deref(), Some("weighed as none (0.20): lemma|meet, tag|VBG"));
        assert_eq!(weighed("consult.meet", 0.9).verdict(&weights), None);
        assert_eq!(weighed("mine.meet", 0.1).verdict(&weights), None);
    }
}
