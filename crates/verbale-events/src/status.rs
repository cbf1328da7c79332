use jiff::civil::Date;
use verbale_doc::{Doc, Pos, TokenIdx, label};
use verbale_resolve::Time;
use verbale_rules::Sets;
use verbale_rules::syntax::is_verb;

use crate::Status;
use crate::finder::around;

/// How far up the clauses that colour an event are followed.
const MAX_CLIMB: usize = 6;

/// Days after which a told event is background, not news.
const OLD_AFTER_DAYS: i32 = 300;

const PURPOSE: &str = "told only as what something else was done for";
const CONDITION: &str = "told only as a condition";
const ALLEGATION: &str = "told only as what somebody is accused of";
const MATTER: &str = "told only as what something is about";
const EPITHET: &str = "told only to say which thing is meant";
const POSSIBILITY: &str = "told only as what can or should not be";
const HABIT: &str = "told only as a habit";
const IMAGINED: &str = "told only as imagined";
const ASIDE: &str = "not told as a fact, and only beside what the sentence tells";

/// Tells whether events happened, from tense, mood, negation and the words that govern the trigger.
///
/// The words stand in `rules/events/status.toml` as sets: `status.planned`, `status.hoped` and so on.
pub(crate) struct Modality<'a> {
    doc: &'a Doc,
    sets: &'a Sets,
}

/// What the words say about an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) status: Status,
    /// Whether the one who acts says no to it: "will not meet", "would not withdraw".
    pub(crate) is_refused: bool,
    /// Why it is not told as an event at all: only as what something else was done for ("came to discuss"), or as a
    /// condition ("if Iran attacks").
    pub(crate) aside: Option<&'static str>,
}

impl Told {
    const OCCURRED: Self = Self { status: Status::Occurred, is_refused: false, aside: None };

    const fn aside(why: &'static str) -> Self {
        Self { aside: Some(why), ..Self::OCCURRED }
    }

    const fn of(status: Status) -> Self {
        Self { status, ..Self::OCCURRED }
    }
}

impl<'a> Modality<'a> {
    pub(crate) fn new(doc: &'a Doc, sets: &'a Sets) -> Self {
        Self { doc, sets }
    }

    /// What the words around a trigger say about it.
    pub(crate) fn of(&self, head: TokenIdx) -> Told {
        let told = self.within(head, MAX_CLIMB);
        let is_unreal = !matches!(told.status, Status::Occurred | Status::Ongoing | Status::Historical);
        if told.aside.is_none() && self.is_in_condition(head) {
            return Told::aside(CONDITION);
        }
        // What did not happen is news where the sentence is about it: "may attack", "urged Iran to withdraw".
        if told.aside.is_none() && is_unreal && !told.is_refused && !self.is_foremost(head) {
            return Told::aside(ASIDE);
        }
        told
    }

    /// Whether a word stands anywhere inside an if-clause.
    fn is_in_condition(&self, head: TokenIdx) -> bool {
        let clauses = std::iter::once(head).chain(self.doc.ancestors(head)).take(2 * MAX_CLIMB);
        clauses.into_iter().any(|clause| self.has_if(clause))
    }

    /// Whether a word belongs to what the sentence says foremost: reached from its root through objects and clauses
    /// that words of speech and will govern, not through relative, adverbial or attributive ones.
    fn is_foremost(&self, head: TokenIdx) -> bool {
        let doc = self.doc;
        let mut at = head;
        for _ in 0..2 * MAX_CLIMB {
            if doc.is_root(at) {
                return true;
            }
            let above = doc.head(at);
            let leads_on = match doc.dep(at) {
                label::XCOMP | label::CCOMP | label::DOBJ | label::OPRD | label::ACOMP | label::CONJ => true,
                label::NSUBJPASS | label::NSUBJ => at != head || !is_verb(doc, at),
                label::POBJ | label::PCOMP => is_verb(doc, doc.head(above)),
                label::PREP | label::AGENT => is_verb(doc, above),
                label::ADVCL => self.is_governor_of_clause(above),
                _ => false,
            };
            if !leads_on || above == at {
                return false;
            }
            at = above;
        }
        false
    }

    /// Whether a word is one that governs deeds not told as done: "urge", "hope", "threaten".
    fn is_governor_of_clause(&self, governor: TokenIdx) -> bool {
        ["status.planned", "status.hoped", "status.urged", "status.conditional", "status.denied"]
            .iter()
            .any(|set| self.is(governor, set))
    }

    fn within(&self, head: TokenIdx, climb: usize) -> Told {
        if climb == 0 {
            return Told::OCCURRED;
        }
        if is_verb(self.doc, head) {
            self.of_verb(head, climb - 1)
        } else if self.doc.pos(head) == Pos::Adj && is_verb(self.doc, self.doc.head(head)) {
            self.of_verb(self.doc.head(head), climb - 1)
        } else {
            self.of_noun(head, climb - 1)
        }
    }

    fn of_verb(&self, verb: TokenIdx, climb: usize) -> Told {
        let doc = self.doc;
        let children = || doc.children(verb).iter().copied();
        let is_negated = children().any(|child| {
            doc.dep(child) == label::NEG || (doc.dep(child) == label::PRECONJ && self.is(child, "status.no"))
        }) || self.no_subject(verb);
        let modal = children()
            .find(|&child| doc.tag(child) == label::TAG_MD)
            .map(|child| doc.lemma(child).to_lowercase());
        let is_future = matches!(modal.as_deref(), Some("will" | "'ll" | "wo" | "shall" | "would" | "'d"))
            || children().any(|child| {
                doc.dep(child) == label::AUX && matches!(doc.word(child), "will" | "wo" | "'ll")
            });
        if is_negated {
            return match modal.as_deref() {
                Some("can" | "ca" | "may" | "might" | "should" | "must" | "ought") => {
                    Told::aside(POSSIBILITY)
                }
                _ => Told { status: Status::Denied, is_refused: is_future, aside: None },
            };
        }
        if children().any(|child| doc.dep(child) == label::ADVMOD && self.is(child, "status.habit")) {
            return Told::aside(HABIT);
        }
        if self.is_condition(verb) {
            return Told::aside(CONDITION);
        }
        if modal.is_some() && self.has_condition(verb) {
            return Told::of(Status::Conditional);
        }
        if doc.dep(verb) == label::AMOD {
            return Told::aside(EPITHET);
        }
        match modal.as_deref() {
            Some("will" | "'ll" | "wo" | "shall") => return Told::of(Status::Planned),
            Some("would" | "'d") => {
                return Told::of(if self.is_reported(verb) { Status::Planned } else { Status::Conditional });
            }
            Some("should" | "must" | "ought") => return Told::of(Status::Urged),
            Some("may" | "might" | "could" | "can") => return Told::of(Status::Conditional),
            _ => {}
        }
        let governor = doc.head(verb);
        let is_infinitive = children().any(|child| doc.tag(child) == label::TAG_TO);
        // Headlines: "Union to back the mayor".
        if is_infinitive && doc.is_root(verb) {
            return Told::of(Status::Planned);
        }
        match doc.dep(verb) {
            label::XCOMP | label::CCOMP | label::OPRD | label::ACOMP | label::ACL if !doc.is_root(verb) => {
                // "supports sending troops": a gerund names what somebody is for, not what was done.
                let is_gerund = doc.dep(verb) == label::XCOMP && doc.tag(verb) == label::TAG_VBG;
                if let Some(told) = self.governed(governor, is_infinitive || is_gerund, climb) {
                    return told;
                }
                // "a campaign to seize the capital"; "an attempt to kill" was made.
                if doc.dep(verb) == label::ACL && is_infinitive && !self.is(governor, "status.begun") {
                    return Told::aside(PURPOSE);
                }
            }
            label::ADVCL if is_infinitive => {
                // "demanded a meeting to discuss": where the governor has its object, the rest is a purpose.
                let is_full = doc.child(governor, label::DOBJ).is_some();
                let governed = (!is_full).then(|| self.governed(governor, true, climb)).flatten();
                return governed.unwrap_or(Told::aside(PURPOSE));
            }
            // "collapsed after mocking": when and how is told as done.
            label::PCOMP if self.is(governor, "status.when") => {
                let above = doc.head(governor);
                if is_verb(doc, above) {
                    let told = self.within(above, climb);
                    if told.aside.is_some() || told.status != Status::Occurred {
                        return told;
                    }
                }
            }
            label::PCOMP => {
                if self.is(governor, "status.denied") {
                    return Told::of(Status::Denied);
                }
                if self.is(doc.head(governor), "status.alleged") {
                    return Told::aside(ALLEGATION);
                }
                // "seen as insulting", "three ways: by suing".
                if self.is(governor, "status.likened") {
                    return Told::aside(MATTER);
                }
                if let Some(told) = self.governed(doc.head(governor), false, climb) {
                    return told;
                }
                // "the risk of attacking": a deed that a noun is about is not told as done.
                if !is_verb(doc, doc.head(governor)) && !self.is(doc.head(governor), "status.done-by") {
                    return Told::aside(MATTER);
                }
            }
            label::CONJ if self.shares_auxiliary(verb) || doc.dep(governor) == label::PCOMP => {
                return self.within(governor, climb);
            }
            _ => {}
        }
        let is_progressive = doc.tag(verb) == label::TAG_VBG
            && children().any(|child| doc.dep(child) == label::AUX && self.is(child, "status.being"));
        if is_progressive {
            // "is meeting Kerry on Friday" is left as under way: only a date could tell.
            return Told::of(Status::Ongoing);
        }
        Told::OCCURRED
    }

    /// "No troops were sent."
    fn no_subject(&self, verb: TokenIdx) -> bool {
        let doc = self.doc;
        let subjects = doc.children(verb).iter().copied();
        let mut subjects =
            subjects.filter(|&child| matches!(doc.dep(child), label::NSUBJ | label::NSUBJPASS | label::DOBJ));
        subjects.any(|subject| self.has_no(subject))
    }

    fn has_no(&self, noun: TokenIdx) -> bool {
        let doc = self.doc;
        let is_no = |&child: &TokenIdx| doc.dep(child) == label::DET && self.is(child, "status.no");
        self.is(noun, "status.nobody") || doc.children(noun).iter().any(is_no)
    }

    /// Whether a verb stands in an if-clause.
    fn is_condition(&self, verb: TokenIdx) -> bool {
        let doc = self.doc;
        self.has_if(verb) || (doc.dep(verb) == label::CONJ && self.has_if(doc.head(verb)))
    }

    /// Whether an if-clause hangs on a verb.
    fn has_condition(&self, verb: TokenIdx) -> bool {
        let doc = self.doc;
        doc.children(verb).iter().any(|&clause| doc.dep(clause) == label::ADVCL && self.has_if(clause))
    }

    fn has_if(&self, clause: TokenIdx) -> bool {
        let doc = self.doc;
        let is_if = |&child: &TokenIdx| doc.dep(child) == label::MARK && self.is(child, "status.if");
        doc.children(clause).iter().any(is_if)
    }

    /// "said it would send": the future as seen from the past.
    fn is_reported(&self, verb: TokenIdx) -> bool {
        let doc = self.doc;
        let clause = if doc.dep(verb) == label::CONJ { doc.head(verb) } else { verb };
        matches!(doc.dep(clause), label::CCOMP | label::RELCL | label::ADVCL | label::ACL)
            || doc
                .children(clause)
                .iter()
                .any(|&child| doc.dep(child) == label::PARATAXIS || doc.dep(child) == label::CCOMP)
    }

    /// "will meet Kerry and sign the treaty": the second verb has no helper of its own, and its form needs one.
    fn shares_auxiliary(&self, verb: TokenIdx) -> bool {
        let doc = self.doc;
        let has_own = doc.children(verb).iter().any(|&child| {
            matches!(doc.dep(child), label::AUX | label::AUXPASS | label::NSUBJ | label::NSUBJPASS)
        });
        !has_own && matches!(doc.tag(verb), label::TAG_VB | label::TAG_VBG | label::TAG_VBN)
    }

    /// What a word says about the deed it governs: "plans to", "a call to", "failed to".
    fn governed(&self, governor: TokenIdx, is_infinitive: bool, climb: usize) -> Option<Told> {
        let doc = self.doc;
        if self.is(governor, "status.imagined") {
            return Some(Told::aside(IMAGINED));
        }
        // "used to support"
        if is_infinitive && doc.lemma(governor) == "use" && doc.child(governor, label::DOBJ).is_none() {
            return Some(Told::of(Status::Historical));
        }
        let known = [
            ("status.planned", Status::Planned),
            ("status.hoped", Status::Hoped),
            ("status.urged", Status::Urged),
            ("status.conditional", Status::Conditional),
            ("status.denied", Status::Denied),
        ];
        let named =
            known.into_iter().find(|(set, _)| self.is(governor, set)).map(|(_, status)| Told::of(status));
        // "is to meet", "are due to arrive"
        let is_due = is_infinitive
            && doc.lemma(governor) == "be"
            && matches!(doc.tag(governor), label::TAG_VBZ | label::TAG_VBP);
        let own = named.or(is_due.then_some(Told::of(Status::Planned)));
        let is_governor_verb = is_verb(doc, governor);
        let above = (is_governor_verb || doc.pos(governor) == Pos::Adj).then(|| self.within(governor, climb));
        match (own, above) {
            // "did not plan to attack" denies; "refused to deny" does not matter here.
            (Some(_), Some(above)) if above.status == Status::Denied => Some(above),
            (Some(own), _) => Some(own),
            (None, Some(above))
                if self.is(governor, "status.continued") && above.status == Status::Occurred =>
            {
                Some(Told::of(Status::Ongoing))
            }
            (None, Some(above)) if self.is(governor, "status.begun") => Some(above),
            // "convinced them to vote", "easier to sue": that it was done is not said.
            (None, Some(_)) if is_infinitive => Some(Told::aside(MATTER)),
            _ => None,
        }
    }

    fn of_noun(&self, noun: TokenIdx, climb: usize) -> Told {
        let doc = self.doc;
        if self.has_no(noun) {
            return Told::of(Status::Denied);
        }
        let before = doc.children(noun).iter().copied().filter(|&child| doc.dep(child) == label::AMOD);
        for adjective in before {
            let known = [
                ("status.future-adjectives", Status::Planned),
                ("status.ongoing-adjectives", Status::Ongoing),
                ("status.conditional-adjectives", Status::Conditional),
                ("status.historical-adjectives", Status::Historical),
            ];
            if let Some((_, status)) = known.into_iter().find(|(set, _)| self.is(adjective, set)) {
                return Told::of(status);
            }
        }
        let governor = doc.head(noun);
        match doc.dep(noun) {
            label::DOBJ | label::NSUBJPASS | label::ATTR if is_verb(doc, governor) => {
                self.governed(governor, false, climb).unwrap_or_else(|| {
                    if self.is(governor, "light") { self.within(governor, climb) } else { Told::OCCURRED }
                })
            }
            label::NSUBJ if self.is(governor, "status.happen") => self.within(governor, climb),
            label::POBJ => {
                if self.is(governor, "status.before") {
                    return Told::of(Status::Planned);
                }
                // "pledged aid despite the attack": time and circumstance are not what is pledged.
                if !self.is(governor, "status.matter") {
                    return Told::OCCURRED;
                }
                if self.is(doc.head(governor), "status.alleged") {
                    return Told::aside(ALLEGATION);
                }
                self.governed(doc.head(governor), false, climb).unwrap_or(Told::OCCURRED)
            }
            label::CONJ if !is_verb(doc, governor) => self.within(governor, climb),
            _ => Told::OCCURRED,
        }
    }

    fn is(&self, token: TokenIdx, set: &str) -> bool {
        let Some(words) = self.sets.get(set) else { return false };
        let has = |word: &str| words.binary_search_by(|known| (**known).cmp(word)).is_ok();
        has(self.doc.lemma(token)) || has(&self.doc.word(token).to_lowercase())
    }
}

/// Whether the time of an event is so far back that it is told as background.
pub(crate) fn is_old(time: Option<&Time>, published: Option<Date>) -> bool {
    let Some((_, last)) = time.and_then(|time| time.days) else { return false };
    published.is_some_and(|published| (published - last).get_days() > OLD_AFTER_DAYS)
}

/// Years before publication after which what is told is history and no background of the news.
const HISTORY_AFTER_YEARS: i16 = 60;

/// Whether a deed is history: so far back that it is background to no news, by its date or by words such as "medieval".
pub(crate) fn is_history(
    doc: &Doc,
    sets: &Sets,
    head: TokenIdx,
    time: Option<&Time>,
    published: Option<Date>,
) -> bool {
    // "in 1815" of the deed itself, not of a thing: "returned a book of 1530".
    let is_own = |time: &&Time| {
        let top = time.tokens.tokens().find(|&token| !time.tokens.has(doc.head(token)) || doc.is_root(token));
        let above = top.map(|token| doc.head(token));
        let above = above.map(|token| if doc.pos(token) == Pos::Adp { doc.head(token) } else { token });
        above == Some(head)
    };
    let told_in = time.filter(is_own).and_then(|time| time.days).map(|(_, last)| last.year());
    let newest = published.map_or(HISTORY_AFTER_CENTURY, |published| published.year() - HISTORY_AFTER_YEARS);
    let words = sets.get("status.long-ago").unwrap_or_default();
    let near = around(doc.sentence(head).tokens, head);
    told_in.is_some_and(|year| year < newest)
        || near.tokens().any(|token| words.iter().any(|word| doc.word(token).eq_ignore_ascii_case(word)))
}

/// The year before which a deed is history in a text of unknown date.
const HISTORY_AFTER_CENTURY: i16 = 1945;

/// Whether the sentence looks back as such: "on the anniversary of", "during World War II".
pub(crate) fn looks_back(doc: &Doc, sets: &Sets, head: TokenIdx) -> bool {
    let Some(words) = sets.get("status.anniversary") else { return false };
    let above = std::iter::once(head).chain(doc.ancestors(head)).take(4);
    above.into_iter().any(|token| words.iter().any(|word| **word == *doc.lemma(token)))
}
