use verbale_doc::{Doc, Pos, TokenIdx, label};

use crate::role::{Anchor, after_prepositions, complements};
use crate::sets::holds;
use crate::syntax::{self, is_word};
use crate::{Sets, UnknownSet, Words};

/// The words a rule starts from.
///
/// | written | matches |
/// | --- | --- |
/// | `attack`, `@attack` | the word, or any of a set |
/// | `carry out`, `give in to` | a verb with particles or prepositions |
/// | `hold > @talks` | a verb with an object (in the passive: subject) |
/// | `call for > @end` | a verb with the object of a preposition |
/// | `agree ~ @give` | a word with a clause it governs ("agreed to send") |
/// | `hunger strike` | among nouns: a noun with words before it |
/// | `declaration of > war` | a noun with the object of a preposition |
#[derive(Clone, Debug)]
pub struct Trigger {
    class: Class,
    head: Words,
    modifiers: Vec<Words>,
    /// Particles and prepositions, in order.
    links: Vec<Box<str>>,
    object: Option<(Vec<Words>, Words)>,
    complement: Option<Words>,
}

/// The part of speech of a trigger's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Verb,
    Noun,
    Adjective,
}

impl Class {
    /// The class of a token that can head a trigger.
    pub(crate) fn of(doc: &Doc, token: TokenIdx) -> Option<Self> {
        match doc.pos(token) {
            Pos::Verb => Some(Self::Verb),
            Pos::Noun => Some(Self::Noun),
            Pos::Adj => Some(Self::Adjective),
            _ => None,
        }
    }
}

/// Why a trigger cannot be read.
#[derive(Debug)]
pub(crate) enum TriggerFault {
    Shape(&'static str),
    Set(UnknownSet),
}

impl From<UnknownSet> for TriggerFault {
    fn from(unknown: UnknownSet) -> Self {
        Self::Set(unknown)
    }
}

impl Trigger {
    pub(crate) fn parse(written: &str, class: Class, sets: &Sets) -> Result<Self, TriggerFault> {
        let (rest, complement) = match written.split_once('~') {
            Some((rest, complement)) => (rest, Some(sets.words(complement.trim())?)),
            None => (written, None),
        };
        let (left, object) = match rest.split_once('>') {
            Some((left, object)) => (left, Some(noun_phrase(object, sets)?)),
            None => (rest, None),
        };
        let mut left: Vec<&str> = left.split_whitespace().collect();
        // After a verb come particles; before a noun come modifiers, and one preposition after it.
        let n_links = match class {
            Class::Noun => usize::from(object.is_some()),
            Class::Verb | Class::Adjective => left.len().saturating_sub(1),
        };
        let links = left.split_off(left.len().saturating_sub(n_links)).into_iter().map(Box::from).collect();
        let Some(head) = left.pop() else { return Err(TriggerFault::Shape("a trigger needs a word")) };
        let modifiers = left.into_iter().map(|word| sets.words(word)).collect::<Result<_, _>>()?;
        Ok(Self { class, head: sets.words(head)?, modifiers, links, object, complement })
    }

    pub(crate) fn class(&self) -> Class {
        self.class
    }

    /// The lemmas it is found by.
    pub(crate) fn heads(&self) -> &[Box<str>] {
        &self.head
    }

    /// How many words it asks for.
    pub(crate) fn n_words(&self) -> usize {
        let object = self.object.as_ref().map_or(0, |(modifiers, _)| modifiers.len() + 1);
        1 + self.modifiers.len() + self.links.len() + object + usize::from(self.complement.is_some())
    }

    /// Whether it is the word alone.
    pub(crate) fn is_bare(&self) -> bool {
        self.modifiers.is_empty()
            && self.links.is_empty()
            && self.object.is_none()
            && self.complement.is_none()
    }

    /// What any trigger that is the word alone matches at a token.
    pub(crate) fn bare(doc: &Doc, head: TokenIdx, class: Class) -> Option<Anchor> {
        // "backed out" is not "backed": a particle makes another verb, and a trigger that means it names it.
        let is_other = class == Class::Verb && doc.child(head, label::PRT).is_some();
        (!is_other).then(|| Anchor { head, object: None, complement: None, tokens: vec![head] })
    }

    /// The words it matches at a token whose class and lemma fit.
    pub(crate) fn matched(&self, doc: &Doc, head: TokenIdx) -> Option<Anchor> {
        let mut anchor = if self.links.is_empty() {
            Self::bare(doc, head, self.class)?
        } else {
            Anchor { head, object: None, complement: None, tokens: vec![head] }
        };
        for words in &self.modifiers {
            anchor.tokens.push(modifier(doc, head, words)?);
        }
        for link in &self.links {
            // "pulled out of": the preposition may hang on the particle.
            let is_link = |child: &TokenIdx| {
                matches!(doc.dep(*child), label::PRT | label::PREP | label::ADVMOD | label::DATIVE)
                    && is_word(doc, *child, link)
                    && (self.object.is_some() || !names_a_time(doc, *child))
            };
            let hangs_on = |token: TokenIdx| doc.children(token).iter().copied().find(is_link);
            let last = anchor.tokens[anchor.tokens.len() - 1];
            anchor.tokens.push(hangs_on(head).or_else(|| hangs_on(last))?);
        }
        if let Some((modifiers, nouns)) = &self.object {
            let object = self.objects(doc, head).into_iter().find_map(|noun| {
                let noun = named(doc, noun, nouns)?;
                let before: Option<Vec<TokenIdx>> =
                    modifiers.iter().map(|words| modifier(doc, noun, words)).collect();
                before.map(|before| (noun, before))
            });
            let (noun, before) = object?;
            anchor.tokens.push(noun);
            anchor.tokens.extend(before);
            anchor.object = Some(noun);
        }
        if let Some(verbs) = &self.complement {
            let is_meant =
                |&verb: &TokenIdx| holds(verbs, doc.lemma(verb)) && doc.child(verb, label::NEG).is_none();
            let verb = complements(doc, head).into_iter().find(is_meant)?;
            anchor.tokens.push(verb);
            anchor.complement = Some(verb);
        }
        anchor.tokens.sort_unstable();
        Some(anchor)
    }

    fn objects(&self, doc: &Doc, head: TokenIdx) -> Vec<TokenIdx> {
        let Some(link) = self.links.last() else { return syntax::objects(doc, head) };
        let after = after_prepositions(doc, head, std::slice::from_ref(link));
        // "carried out attacks": a particle leaves the object with the verb.
        if after.is_empty() && self.class == Class::Verb { syntax::objects(doc, head) } else { after }
    }
}

/// "called on Thursday" is not "called on".
fn names_a_time(doc: &Doc, preposition: TokenIdx) -> bool {
    let object = doc.child(preposition, label::POBJ);
    let entity = object.and_then(|object| doc.entity(object));
    entity.is_some_and(|entity| matches!(entity.label, label::ENT_DATE | label::ENT_TIME))
}

/// `[MODIFIER...] NOUN`.
fn noun_phrase(written: &str, sets: &Sets) -> Result<(Vec<Words>, Words), TriggerFault> {
    let mut words = written.split_whitespace().map(|word| sets.words(word)).collect::<Result<Vec<_>, _>>()?;
    let Some(noun) = words.pop() else { return Err(TriggerFault::Shape("a noun is missing after \">\"")) };
    Ok((words, noun))
}

/// The noun itself if it is one of these, or what it is a round of ("a series of talks", "a wave of attacks").
fn named(doc: &Doc, noun: TokenIdx, nouns: &[Box<str>]) -> Option<TokenIdx> {
    if holds(nouns, doc.lemma(noun)) {
        return Some(noun);
    }
    // "saturation coverage of the meeting" is no meeting.
    let is_about = ABOUT.contains(&doc.lemma(noun));
    let round_of = after_prepositions(doc, noun, &["of".into()])
        .into_iter()
        .find(|&inner| !is_about && holds(nouns, doc.lemma(inner)));
    // "a mediation effort": the noun before says what it is an effort at.
    let effort = || {
        let before = doc.children(noun).iter().copied().filter(|&child| doc.dep(child) == label::COMPOUND);
        before.filter(|_| EFFORTS.contains(&doc.lemma(noun))).find(|&child| holds(nouns, doc.lemma(child)))
    };
    round_of.or_else(effort)
}

/// Nouns whose "of" names what they are about.
const ABOUT: [&str; 14] = [
    "account", "advocate", "cost", "coverage", "critic", "fear", "footage", "image", "opponent", "photo",
    "picture", "report", "story", "video",
];

/// Nouns that say no more than the noun before them.
const EFFORTS: [&str; 8] =
    ["attempt", "campaign", "effort", "mission", "operation", "package", "process", "talk"];

fn modifier(doc: &Doc, noun: TokenIdx, words: &[Box<str>]) -> Option<TokenIdx> {
    let before = doc.children(noun).iter().copied().filter(|child| child.0 < noun.0);
    let mut before = before.filter(|&child| doc.dep(child) != label::DET && doc.pos(child) != Pos::Punct);
    before.find(|&child| holds(words, doc.lemma(child)) || holds(words, doc.word(child)))
}
