use rmpv::ValueRef;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::lookups::{FormatError, elements, pairs, string};
use crate::strings::string_id;

/// The special cases: strings that are always split in one way ("can't" → "ca" + "n't").
#[derive(Clone, Debug, Default)]
pub(crate) struct Specials {
    cases: FxHashMap<Box<str>, Box<[Piece]>>,
    /// The longest case in bytes: nothing above it need be looked up.
    longest: usize,
    phrases: Phrases,
}

/// One token of a special case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Bytes.
    pub(crate) len: u32,
    /// The norm the case gives; `None` for the word's own.
    pub(crate) norm: Option<u64>,
}

/// Special cases as the sequences of tokens that the affix patterns make of them, to be found once a text is split.
#[derive(Clone, Debug, Default)]
struct Phrases {
    /// From a node and the id of a word to the next node. The root is 0.
    edges: FxHashMap<(u32, u64), u32>,
    starts: FxHashSet<u64>,
    /// By node: whether a phrase ends there.
    ends: Vec<bool>,
}

impl Specials {
    /// Reads the table `exceptions` of a tokenizer: from a string to its tokens, each a map of attributes.
    pub(crate) fn read(exceptions: &ValueRef<'_>) -> Result<Self, FormatError> {
        let mut specials = Self::default();
        for (chunk, tokens) in pairs(exceptions, "tokenizer: exceptions")? {
            let chunk = string(chunk, "tokenizer: exceptions: key")?;
            let place = || format!("tokenizer: exceptions: {chunk:?}");
            let mut pieces = Vec::new();
            let mut whole = String::new();
            for token in elements(tokens, &place())? {
                let mut norm = None;
                let before = whole.len();
                for (attribute, value) in pairs(token, &place())? {
                    let value = string(value, &place())?;
                    match attribute_name(attribute) {
                        Some("ORTH") => whole.push_str(value),
                        Some("NORM") => norm = Some(string_id(value)),
                        _ => return Err(FormatError::new(place(), "only ORTH and NORM")),
                    }
                }
                pieces.push(Piece { len: (whole.len() - before) as u32, norm });
            }
            if whole != chunk || pieces.iter().any(|piece| piece.len == 0) {
                return Err(FormatError::new(place(), "tokens that together are the string"));
            }
            specials.longest = specials.longest.max(chunk.len());
            specials.cases.insert(chunk.into(), pieces.into());
        }
        Ok(specials)
    }

    /// The tokens of a special case.
    pub(crate) fn find(&self, text: &str) -> Option<&[Piece]> {
        if text.len() > self.longest { None } else { self.cases.get(text).map(AsRef::as_ref) }
    }

    /// Every special case, in order.
    pub(crate) fn strings(&self) -> Vec<&str> {
        let mut strings: Vec<&str> = self.cases.keys().map(AsRef::as_ref).collect();
        strings.sort_unstable();
        strings
    }

    /// Adds the words of a case for [`Specials::phrases_at`].
    pub(crate) fn add_phrase(&mut self, words: &[u64]) {
        let Phrases { edges, starts, ends } = &mut self.phrases;
        let Some(&first) = words.first() else { return };
        starts.insert(first);
        ends.resize(ends.len().max(1), false);
        let node = words.iter().fold(0, |node, &word| {
            *edges.entry((node, word)).or_insert_with(|| {
                ends.push(false);
                ends.len() as u32 - 1
            })
        });
        ends[node as usize] = true;
    }

    /// Whether a phrase begins with the word.
    pub(crate) fn starts_phrase(&self, word: u64) -> bool {
        self.phrases.starts.contains(&word)
    }

    /// Lengths in tokens of the phrases that begin where `words` does.
    pub(crate) fn phrases_at(&self, words: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
        let mut node = 0;
        let next = move |word| {
            node = *self.phrases.edges.get(&(node, word))?;
            Some(self.phrases.ends[node as usize])
        };
        let along = words.map_while(next);
        along.enumerate().filter(|&(_, ends)| ends).map(|(number, _)| number + 1)
    }
}

/// spaCy writes attributes by number; names are read as well.
fn attribute_name<'a>(attribute: &'a ValueRef<'_>) -> Option<&'a str> {
    match attribute {
        ValueRef::Integer(number) => match number.as_u64() {
            Some(65) => Some("ORTH"),
            Some(67) => Some("NORM"),
            _ => None,
        },
        ValueRef::String(name) => name.as_str(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rmpv::Value;

    fn read(exceptions: &Value) -> Result<Specials, FormatError> {
        Specials::read(&exceptions.as_ref())
    }

    fn case(whole: &str, tokens: &[&[(u64, &str)]]) -> (Value, Value) {
        let token = |attributes: &&[(u64, &str)]| {
            Value::Map(attributes.iter().map(|&(key, value)| (key.into(), value.into())).collect())
        };
        (whole.into(), Value::Array(tokens.iter().map(token).collect()))
    }

    #[test]
    fn cases_are_read() {
        let table = Value::Map(vec![case("can't", &[&[(65, "ca"), (67, "can")], &[(65, "n't")]])]);
        let specials = read(&table).unwrap();
        let pieces = [Piece { len: 2, norm: Some(string_id("can")) }, Piece { len: 3, norm: None }];
        assert_eq!(specials.find("can't"), Some(&pieces[..]));
        assert_eq!(specials.find("can"), None);
    }

    #[test]
    fn faults_are_named() {
        let tagged = Value::Map(vec![case("a", &[&[(65, "a"), (74, "x")]])]);
        assert_eq!(
            read(&tagged).unwrap_err().to_string(),
            "tokenizer: exceptions: \"a\": expected only ORTH and NORM"
        );
        let short = Value::Map(vec![case("ab", &[&[(65, "a")]])]);
        assert!(read(&short).unwrap_err().to_string().ends_with("tokens that together are the string"));
    }

    #[test]
    fn phrases_are_found_with_all_their_lengths() {
        let mut specials = Specials::default();
        specials.add_phrase(&[1, 2]);
        specials.add_phrase(&[1, 2, 3, 4]);
        let lengths = |words: &[u64]| specials.phrases_at(words.iter().copied()).collect::<Vec<_>>();
        assert_eq!(lengths(&[1, 2, 3, 4, 5]), [2, 4]);
        assert_eq!(lengths(&[1, 2, 3]), [2]);
        assert_eq!(lengths(&[2, 3]), [0; 0]);
        assert!(specials.starts_phrase(1) && !specials.starts_phrase(2));
    }
}
