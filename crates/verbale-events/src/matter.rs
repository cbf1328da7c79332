//! What is no event of its own: the same words read twice, and the matter of another event.

use rustc_hash::FxHashSet;
use verbale_codes::EventType;
use verbale_doc::{Doc, TokenIdx, label};
use verbale_rules::Match;

use crate::draft::Draft;
use crate::finder::Search;

impl Search<'_> {
    /// Takes out what is only the matter of another event: what was agreed, asked, refused, talked about.
    pub(crate) fn without_absorbed(&mut self, drafts: &[Draft]) -> Vec<Draft> {
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
                    self.doc.sentence_number(other.found.anchor.head)
                        == self.doc.sentence_number(draft.found.anchor.head)
                        && other.found.anchor.head != draft.found.anchor.head
                        && (other.found.anchor.complement == Some(draft.found.anchor.head)
                            || (has_matter(other.kind)
                                && is_matter_of(self.doc, draft.found.anchor.head, &other.found)))
                })
        };
        let (absorbed, kept): (Vec<Draft>, Vec<Draft>) =
            drafts.iter().cloned().partition(|draft| is_absorbed(draft));
        for draft in absorbed {
            self.note(&draft.found, "it is only what another event is about");
        }
        kept
    }
}

/// Whether events of a type are about something that is not itself told as done.
pub(crate) fn has_matter(kind: EventType) -> bool {
    use EventType::{Accuse, Agree, Concede, Consult, Reject, Request, Support, Threaten};
    matches!(kind, Accuse | Agree | Concede | Consult | Reject | Request | Support | Threaten)
}

/// Prepositions that say when, where or by whom, not about what.
const CIRCUMSTANCE: [&str; 20] = [
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
    "according",
    "contrary",
    "due",
    "owing",
    "prior",
    "thanks",
];

/// Whether a preposition says when, where or by whom.
pub(crate) fn is_circumstance(doc: &Doc, preposition: TokenIdx) -> bool {
    CIRCUMSTANCE.iter().any(|circumstance| doc.word(preposition).eq_ignore_ascii_case(circumstance))
}

/// Whether a word is what a trigger governs: reached from it through objects, complements and prepositions that name
/// a matter, not through those that name time and place.
fn is_matter_of(doc: &Doc, word: TokenIdx, found: &Match) -> bool {
    if found.anchor.complement == Some(word) {
        return true;
    }
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
            label::PREP => !is_circumstance(doc, at),
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
pub(crate) fn without_overlaps(mut drafts: Vec<Draft>) -> Vec<Draft> {
    drafts.sort_by_key(|draft| {
        (std::cmp::Reverse(draft.found.weight), draft.found.anchor.head, draft.found.rule)
    });
    let mut taken: FxHashSet<TokenIdx> = FxHashSet::default();
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts {
        let own = draft.own_words();
        if !own.iter().any(|token| taken.contains(token)) {
            taken.extend(own);
            kept.push(draft);
        }
    }
    kept.sort_by_key(|draft| draft.found.anchor.head);
    kept
}
