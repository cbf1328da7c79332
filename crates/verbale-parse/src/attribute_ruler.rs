//! Sets parts of speech, features and lemmas by patterns over tags and words, as spaCy's `attribute_ruler` component
//! does (`spacy/pipeline/attributeruler.py`). The English pipelines map their tags with it.

mod condition;

use rmpv::ValueRef;
use rustc_hash::FxHashMap;
use verbale_doc::{Label, Labels, Pos, Str, Token};

use crate::lookups::{FormatError, elements, field, pairs, read_msgpack, string};
use crate::tok2vec::Word;
use crate::tokenizer::program::Threads;
use condition::{Attr, Condition, Spec, Test, morph, pos, read_spec};

/// A pipeline's rules. Shared by all threads.
#[derive(Clone, Debug, Default)]
pub(crate) struct AttributeRuler {
    /// What each rule sets, in order: later rules overwrite earlier ones.
    actions: Vec<Action>,
    patterns: Vec<Pattern>,
    index: Index,
}

/// What a rule sets on a token of a match.
#[derive(Clone, Debug, Default)]
struct Action {
    tag: Option<Label>,
    pos: Option<Pos>,
    morph: Option<Label>,
    dep: Option<Label>,
    lemma: Option<Box<str>>,
}

#[derive(Clone, Debug)]
struct Pattern {
    rule: u32,
    /// The token of a match that the rule changes.
    target: u32,
    specs: Vec<Spec>,
}

/// Patterns by what their first token must be, so that only few are tried at each token.
#[derive(Clone, Debug, Default)]
struct Index {
    /// Those that ask for a word.
    by_word: Vec<u32>,
    by_tag: FxHashMap<u64, Vec<u32>>,
    by_dep: FxHashMap<u64, Vec<u32>>,
    /// The rest, tried at every token.
    others: Vec<u32>,
}

/// What one thread keeps: which patterns each word can begin. Its contents never change a result.
#[derive(Debug, Default)]
pub(crate) struct RulerScratch {
    by_word: FxHashMap<u64, Box<[u32]>>,
    threads: Threads,
    /// Rule and first token of each match.
    matches: Vec<(u32, u32)>,
}

/// Words kept before the cache is emptied.
const CACHED_WORDS: usize = 1 << 16;

impl AttributeRuler {
    /// Reads the component's `patterns` file; the labels it sets are added to `labels`.
    ///
    /// # Errors
    /// A file that is not of the format, or a pattern that uses what is not supported, by its number: operators,
    /// extension attributes, fuzzy and set comparisons other than `IN` and `NOT_IN`, and attributes of the language
    /// (`LIKE_NUM`, `IS_STOP` and so on).
    pub(crate) fn from_bytes(file: &[u8], labels: &mut Labels) -> Result<Self, FormatError> {
        let mut ruler = Self::default();
        let root = read_msgpack(file, "attribute ruler")?;
        for (number, rule) in elements(&root, "attribute ruler")?.iter().enumerate() {
            let place = format!("attribute ruler: rule {number}");
            let rule = pairs(rule, &place)?;
            let part = |name: &str| {
                field(rule, name).ok_or_else(|| FormatError::new(place.as_str(), format!("a field {name:?}")))
            };
            let index = match field(rule, "index") {
                None => Some(0),
                Some(ValueRef::Integer(index)) => index.as_i64(),
                Some(_) => None,
            };
            for pattern in elements(part("patterns")?, &place)? {
                let specs = elements(pattern, &place)?.iter().map(|spec| read_spec(spec, labels, &place));
                let specs = specs.collect::<Result<Vec<_>, _>>()?;
                let target = index
                    .and_then(|index| target(index, specs.len()))
                    .ok_or_else(|| FormatError::new(place.as_str(), "an index within the pattern"))?;
                ruler.patterns.push(Pattern { rule: number as u32, target, specs });
            }
            ruler.actions.push(read_action(part("attrs")?, labels, &place)?);
        }
        ruler.index = Index::new(&ruler.patterns);
        Ok(ruler)
    }

    /// Applies the rules to the tokens of one document; lemmas that are set go to `strings`.
    ///
    /// All patterns are matched before anything is set. `words` are those of `tokens`, whose spans are in `text`.
    pub(crate) fn apply(
        &self,
        text: &str,
        words: &[Word],
        tokens: &mut [Token],
        strings: &mut String,
        scratch: &mut RulerScratch,
    ) {
        let RulerScratch { by_word, threads, matches } = scratch;
        if by_word.len() > CACHED_WORDS {
            by_word.clear();
        }
        matches.clear();
        let document = Document { text, words, tokens };
        for (start, (token, word)) in tokens.iter().zip(words).enumerate() {
            let of_word =
                by_word.entry(word.lexeme.orth).or_insert_with(|| self.begun_by(&document, start, threads));
            let of_tag = self.index.by_tag.get(&u64::from(token.tag.0)).map_or(&[][..], Vec::as_slice);
            let of_dep = self.index.by_dep.get(&u64::from(token.dep.0)).map_or(&[][..], Vec::as_slice);
            for &number in of_word.iter().chain(of_tag).chain(of_dep).chain(&self.index.others) {
                let pattern = &self.patterns[number as usize];
                if document.matches(&pattern.specs, start, threads) {
                    matches.push((number, start as u32));
                }
            }
        }
        // Patterns are numbered in the order of their rules.
        matches.sort_unstable();
        for &(number, start) in matches.iter() {
            let pattern = &self.patterns[number as usize];
            let token = &mut tokens[(start + pattern.target) as usize];
            self.actions[pattern.rule as usize].apply(token, strings);
        }
    }

    /// The patterns of the index by word whose first token the word at `at` can be.
    fn begun_by(&self, document: &Document<'_>, at: usize, threads: &mut Threads) -> Box<[u32]> {
        let fits = |number: &u32| {
            let lexical = |condition: &&Condition| condition.attr.is_lexical();
            let first = &self.patterns[*number as usize].specs[0];
            first.iter().filter(lexical).all(|condition| document.holds(condition, at, &mut *threads))
        };
        let mut fits = fits;
        self.index.by_word.iter().copied().filter(|number| fits(number)).collect()
    }
}

#[derive(Clone, Copy)]
struct Document<'a> {
    text: &'a str,
    words: &'a [Word],
    tokens: &'a [Token],
}

impl Document<'_> {
    fn holds(&self, condition: &Condition, at: usize, threads: &mut Threads) -> bool {
        let token = &self.tokens[at];
        condition.holds(&self.text[token.span.range()], token, &self.words[at], threads)
    }

    fn matches(&self, specs: &[Spec], start: usize, threads: &mut Threads) -> bool {
        start + specs.len() <= self.tokens.len()
            && (start..)
                .zip(specs)
                .all(|(at, spec)| spec.iter().all(|condition| self.holds(condition, at, threads)))
    }
}

impl Action {
    fn apply(&self, token: &mut Token, strings: &mut String) {
        token.tag = self.tag.unwrap_or(token.tag);
        token.pos = self.pos.unwrap_or(token.pos);
        token.morph = self.morph.unwrap_or(token.morph);
        token.dep = self.dep.unwrap_or(token.dep);
        if let Some(lemma) = &self.lemma {
            token.lemma = Str { start: strings.len() as u32, len: lemma.len() as u32 };
            strings.push_str(lemma);
        }
    }
}

impl Index {
    fn new(patterns: &[Pattern]) -> Self {
        let mut index = Self::default();
        for (number, pattern) in (0..).zip(patterns) {
            let first = &pattern.specs[0];
            let values = |attr: Attr| {
                first.iter().find_map(|condition| match &condition.test {
                    Test::In(values) if condition.attr == attr => Some(values),
                    _ => None,
                })
            };
            let asks_word = |condition: &Condition| match (&condition.test, condition.attr) {
                (Test::In(values), Attr::Flag(_)) => **values == [1],
                (test, attr) => attr.is_lexical() && !matches!(test, Test::NotIn(_)),
            };
            if first.iter().any(asks_word) {
                index.by_word.push(number);
            } else if let Some(tags) = values(Attr::Tag) {
                tags.iter().for_each(|&tag| index.by_tag.entry(tag).or_default().push(number));
            } else if let Some(deps) = values(Attr::Dep) {
                deps.iter().for_each(|&dep| index.by_dep.entry(dep).or_default().push(number));
            } else {
                index.others.push(number);
            }
        }
        index
    }
}

/// The place of a token in a match: from its start, or, below 0, from its end.
fn target(index: i64, len: usize) -> Option<u32> {
    let place = if index < 0 { i64::try_from(len).ok()? + index } else { index };
    u32::try_from(place).ok().filter(|&place| (place as usize) < len)
}

fn read_action(attrs: &ValueRef<'_>, labels: &mut Labels, place: &str) -> Result<Action, FormatError> {
    let mut action = Action::default();
    for (name, value) in pairs(attrs, place)? {
        let name = string(name, place)?.to_ascii_uppercase();
        let value = string(value, place)?;
        match name.as_str() {
            "TAG" => action.tag = Some(labels.add(value)),
            "POS" => action.pos = Some(pos(value, place)?),
            "MORPH" => action.morph = Some(morph(value, labels)),
            "DEP" => action.dep = Some(labels.add(value)),
            "LEMMA" => action.lemma = Some(value.into()),
            _ => {
                return Err(FormatError::new(
                    place,
                    format!("TAG, POS, MORPH, DEP or LEMMA to be set, not {name}"),
                ));
            }
        }
    }
    Ok(action)
}

#[cfg(test)]
mod tests;
