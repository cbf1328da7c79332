//! Whether a stance is taken at all, and which way: negation, refusal, conditions, wishes about others, the past.

use jiff::civil::Date;
use verbale_doc::{Doc, TokenIdx, label};
use verbale_resolve::Cast;
use verbale_rules::syntax::is_verb;

use crate::lexicon::Lexicon;
use crate::position::Attitude;

/// Clauses above a word that are looked at.
const MAX_CLIMB: usize = 8;

/// Days after which what was held is history.
const OLD_AFTER_DAYS: i32 = 21;

/// How a stance is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// As held.
    Held,
    /// As to come: "will lift", "would lift".
    Coming,
    /// As held under a condition: "would support a truce if".
    Conditional,
    /// With "not": what is denied is not held, and often the opposite is.
    Negated,
    /// As what another is asked to do, what may be, what was asked, what is long past: nobody's stance now.
    Aside,
}

impl Told {
    /// The same with one more "no".
    pub(crate) fn negated(self) -> Self {
        match self {
            Self::Held | Self::Coming | Self::Conditional => Self::Negated,
            Self::Negated => Self::Held,
            Self::Aside => Self::Aside,
        }
    }
}

/// Verbs of blame: what follows them is what someone else says of the blamed.
const BLAMING: [&str; 6] = ["accuse", "blame", "charge", "convict", "suspect", "criticize"];

pub(crate) struct Modality<'a> {
    pub(crate) doc: &'a Doc,
    pub(crate) cast: &'a Cast,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) published: Option<Date>,
}

impl Modality<'_> {
    /// How the stance with this word is told.
    pub(crate) fn of(&self, word: TokenIdx) -> Told {
        let mut is_negated = false;
        let mut is_conditional = false;
        let mut is_coming = false;
        let mut clause = word;
        for _ in 0..MAX_CLIMB {
            if is_verb(self.doc, clause) {
                if self.is_aside(clause) || self.is_past(clause) {
                    return Told::Aside;
                }
                is_negated ^= self.has_negation(clause);
                is_conditional |= self.has_condition(clause);
                is_coming |= self.is_coming(clause);
            }
            if self.doc.is_root(clause) {
                break;
            }
            let above = self.doc.head(clause);
            match self.doc.dep(clause) {
                // What is said, asked or wanted of others is looked at where it is said.
                label::CCOMP | label::RELCL | label::PARATAXIS
                    if clause != word || is_verb(self.doc, word) =>
                {
                    if self.lexicon.is_refusing(self.doc.lemma(above)) {
                        is_negated = !is_negated;
                    }
                    break;
                }
                // "steered clear of criticising", "the wisdom of supporting": nobody does.
                label::PCOMP if !matches!(self.doc.lemma(above), "by" | "in" | "for" | "after") => {
                    return Told::Aside;
                }
                label::XCOMP | label::PCOMP | label::ACL => {
                    let governor = if is_verb(self.doc, above) { above } else { self.doc.head(above) };
                    if self.doc.child(governor, label::DOBJ).is_some_and(|object| object.0 < clause.0)
                        && self.doc.dep(clause) == label::XCOMP
                    {
                        return Told::Aside; // "urged Riyadh to accept"
                    }
                    if self.lexicon.is_failing(self.doc.lemma(above))
                        || BLAMING.contains(&self.doc.lemma(governor))
                        || self.is_asked_of_others(governor, word)
                    {
                        return Told::Aside;
                    }
                    if self.lexicon.is_refusing(self.doc.lemma(above)) {
                        is_negated = !is_negated;
                    }
                }
                label::CONJ => {}
                label::ADVCL if self.is_asked_of_others(above, word) => return Told::Aside,
                label::ADVCL => break,
                _ if is_verb(self.doc, clause) => break,
                _ => {}
            }
            clause = above;
        }
        match (is_negated, is_conditional) {
            (true, _) => Told::Negated,
            (false, true) => Told::Conditional,
            (false, false) if is_coming => Told::Coming,
            (false, false) => Told::Held,
        }
    }

    /// Whether a governing verb asks others for what the word says: "called on the government to accept".
    fn is_asked_of_others(&self, governor: TokenIdx, word: TokenIdx) -> bool {
        let mut ways = self.lexicon.ways(self.doc.lemma(governor)).iter();
        governor != word && ways.any(|entry| entry.attitude == Attitude::Demands)
    }

    fn has_negation(&self, verb: TokenIdx) -> bool {
        self.doc.children(verb).iter().any(|&child| {
            self.doc.dep(child) == label::NEG
                || (self.doc.dep(child) == label::ADVMOD
                    && matches!(self.doc.lemma(child), "never" | "no" | "hardly"))
        })
    }

    /// A question, a possibility, a duty of someone's, an "if".
    fn is_aside(&self, verb: TokenIdx) -> bool {
        let doc = self.doc;
        let mut children = doc.children(verb).iter().copied();
        children.any(|child| match doc.dep(child) {
            label::AUX => {
                matches!(doc.lemma(child), "may" | "might" | "should" | "must" | "ought" | "can" | "could")
            }
            label::MARK => matches!(doc.lemma(child), "if" | "whether" | "unless"),
            label::ADVMOD => matches!(doc.lemma(child), "why" | "when" | "how"),
            label::PUNCT => doc.word(child) == "?",
            _ => false,
        })
    }

    /// An "if" that hangs on the clause: "would support a truce if", "is in favour if".
    fn has_condition(&self, verb: TokenIdx) -> bool {
        let doc = self.doc;
        doc.children(verb).iter().any(|&child| {
            doc.dep(child) == label::ADVCL
                && doc.children(child).iter().any(|&mark| {
                    doc.dep(mark) == label::MARK
                        && matches!(doc.lemma(mark), "if" | "unless" | "once" | "provided")
                })
        })
    }

    fn is_coming(&self, verb: TokenIdx) -> bool {
        let mut children = self.doc.children(verb).iter().copied();
        children.any(|child| {
            self.doc.dep(child) == label::AUX
                && matches!(self.doc.lemma(child), "will" | "would" | "shall" | "'ll" | "to")
        })
    }

    /// Whether the clause dates the stance long before the article: "Two months ago Saudi Arabia rejected".
    fn is_past(&self, verb: TokenIdx) -> bool {
        let Some(published) = self.published else { return false };
        let doc = self.doc;
        let clause = doc
            .children(verb)
            .iter()
            .copied()
            .filter(|&child| matches!(doc.dep(child), label::NPADVMOD | label::PREP | label::ADVMOD));
        clause.flat_map(|child| self.cast.times_in(doc.subtree(child))).any(|time| {
            time.days.is_some_and(|(_, to)| {
                published.since(to).is_ok_and(|passed| passed.get_days() > OLD_AFTER_DAYS)
            })
        })
    }
}
