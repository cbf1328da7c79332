//! A sentence as features see it: words in lower case, names as what they are, the words asked about as marks.

use std::borrow::Cow;

use verbale_doc::{Doc, Pos, Span, Tok, TokenIdx, label};

use super::features::Gathered;
use super::words::{kinds, tone};

/// Steps up a tree that are looked at.
const MAX_CLIMB: usize = 24;

/// Steps from a word to the verb that governs it.
const MAX_TO_VERB: usize = 6;

/// Words that turn what stands by them.
const TURNING: [&str; 12] =
    ["not", "n't", "never", "no", "without", "hardly", "nor", "neither", "refuse", "deny", "fail", "stop"];

pub(crate) struct View<'a> {
    pub(crate) doc: &'a Doc,
    /// The sentences that hold what is asked about.
    pub(crate) zone: Span<Tok>,
    /// The words asked about, and what they are called.
    marked: Vec<(Span<Tok>, &'static str)>,
    lemmas: Vec<Cow<'a, str>>,
    words: Vec<Cow<'a, str>>,
}

impl<'a> View<'a> {
    pub(crate) fn new(doc: &'a Doc, marked: Vec<(Span<Tok>, &'static str)>) -> Self {
        let sentences = marked.iter().flat_map(|(span, _)| span.tokens()).map(|at| doc.sentence(at).tokens);
        let zone = sentences.reduce(Span::join).unwrap_or(Span::new(0, 0));
        let mut view = Self { doc, zone, marked, lemmas: Vec::new(), words: Vec::new() };
        view.lemmas = zone.tokens().map(|token| view.masked(token, doc.lemma(token))).collect();
        view.words = zone.tokens().map(|token| view.masked(token, doc.word(token))).collect();
        view
    }

    /// Names are nobody's in particular: what is learned must hold for whoever comes.
    fn masked(&self, token: TokenIdx, word: &'a str) -> Cow<'a, str> {
        let mark = self.marked.iter().find(|(span, _)| span.has(token)).map(|(_, mark)| *mark);
        let name = || self.doc.entity(token).map(|entity| self.doc.labels().name(entity.label));
        match mark.or_else(name) {
            Some(name) => Cow::Borrowed(name),
            None if word.chars().all(|char| !char.is_uppercase()) => Cow::Borrowed(word),
            None => Cow::Owned(word.to_lowercase()),
        }
    }

    pub(crate) fn lemma(&self, token: TokenIdx) -> &str {
        self.in_zone(&self.lemmas, token)
    }

    pub(crate) fn word(&self, token: TokenIdx) -> &str {
        self.in_zone(&self.words, token)
    }

    fn in_zone<'w>(&self, words: &'w [Cow<'a, str>], token: TokenIdx) -> &'w str {
        let at = token.0.checked_sub(self.zone.start()).map(|at| at as usize);
        at.and_then(|at| words.get(at)).map_or("", |word| word)
    }

    pub(crate) fn dep(&self, token: TokenIdx) -> &'a str {
        self.doc.labels().name(self.doc.dep(token))
    }

    pub(crate) fn is_marked(&self, token: TokenIdx) -> bool {
        self.marked.iter().any(|(span, _)| span.has(token))
    }

    /// What a word is: the kind of name, else its part of speech.
    pub(crate) fn type_of(&self, token: TokenIdx) -> &'a str {
        let name = self.doc.entity(token).map(|entity| self.doc.labels().name(entity.label));
        name.unwrap_or_else(|| self.doc.pos(token).name())
    }

    /// The head of some words: the one whose governor stands outside them.
    pub(crate) fn head_of(&self, words: Span<Tok>) -> TokenIdx {
        let doc = self.doc;
        let is_head = |token: &TokenIdx| {
            (doc.is_root(*token) || !words.has(doc.head(*token)))
                && !matches!(doc.pos(*token), Pos::Punct | Pos::Det | Pos::Part)
        };
        words.tokens().find(is_head).unwrap_or(TokenIdx(words.start()))
    }

    /// A word and all above it.
    pub(crate) fn upwards(&self, token: TokenIdx) -> Vec<TokenIdx> {
        std::iter::once(token).chain(self.doc.ancestors(token)).take(MAX_CLIMB).collect()
    }

    /// The verb that governs a word, and by which ways: `dobj`, `pobj/prep with`.
    pub(crate) fn governor(&self, token: TokenIdx) -> (TokenIdx, String) {
        let mut way = String::new();
        let mut at = token;
        for _ in 0..MAX_TO_VERB {
            if self.doc.is_root(at) {
                break;
            }
            match self.doc.dep(at) {
                label::CONJ | label::APPOS | label::COMPOUND => {}
                dep => {
                    way += "/";
                    way += self.doc.labels().name(dep);
                    if matches!(dep, label::PREP | label::AGENT) {
                        way += " ";
                        way += self.lemma(at);
                    }
                }
            }
            at = self.doc.head(at);
            if matches!(self.doc.pos(at), Pos::Verb | Pos::Aux) {
                break;
            }
        }
        (at, way)
    }

    pub(crate) fn tone(&self, token: TokenIdx) -> f32 {
        if self.doc.entity(token).is_some() {
            return 0.0;
        }
        let of_word = tone(self.word(token));
        if of_word == 0.0 { tone(self.lemma(token)) } else { of_word }
    }

    /// The good and the bad in some words, each as a size of its own.
    pub(crate) fn add_tone(&self, name: &str, words: impl Iterator<Item = TokenIdx>, add: &mut Gathered) {
        let (mut good, mut bad) = (0.0_f32, 0.0_f32);
        for word in words {
            let tone = self.tone(word);
            if tone > 0.0 { good += tone } else { bad -= tone }
        }
        add.add_size(&["good", name], good.min(2.0));
        add.add_size(&["bad", name], bad.min(2.0));
        // In halves, as far as two.
        let rounded =
            |size: f32| step([0.25, 0.75, 1.25, 1.75].iter().filter(|&&edge| size >= edge).count(), 4);
        add.add(&["tone", name, rounded(good), rounded(bad)]);
    }

    pub(crate) fn is_turning(&self, token: TokenIdx) -> bool {
        TURNING.contains(&self.lemma(token))
    }

    /// Of what kind a word is, with what is to be known of its place.
    pub(crate) fn add_kinds(&self, name: &str, token: TokenIdx, add: &mut Gathered) {
        if self.is_marked(token) || self.doc.entity(token).is_some() {
            return;
        }
        if let Some(kinds) = kinds(self.word(token)).or_else(|| kinds(self.lemma(token))) {
            add.add(&["fine", name, kinds.fine]);
            add.add(&["coarse", name, kinds.coarse]);
        }
    }

    pub(crate) fn is_content(&self, token: TokenIdx) -> bool {
        matches!(self.doc.pos(token), Pos::Verb | Pos::Noun | Pos::Adj | Pos::Adv | Pos::Adp)
    }
}

/// A number as a word, with all from `most` on as one.
pub(crate) fn step(number: usize, most: usize) -> &'static str {
    const NUMBERS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    NUMBERS[number.min(most).min(9)]
}
