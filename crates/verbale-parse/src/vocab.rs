use hashbrown::HashTable;
use rustc_hash::FxHashMap;

use crate::lexeme::Lexeme;
use crate::lookups::{FormatError, Lookups};
use crate::strings::{hash_string, string_id};

/// What a model knows about words beyond their letters: the norms. Shared by all threads.
///
/// `vocab/strings.json` is not needed: ids are computed from the text. Of the getters that spaCy's language classes
/// bring as Python code only the language-independent ones are here; of the attributes that concerns the norms
/// of Hindi and Nepali, which the reference stems.
#[derive(Clone, Debug, Default)]
pub struct Vocab {
    /// Norms by the id of the word.
    norms: FxHashMap<u64, u64>,
}

impl Vocab {
    /// Reads `vocab/lookups.bin`; no bytes stand for a missing file.
    ///
    /// # Errors
    /// A file that is not of the format, by place.
    pub fn from_bytes(lookups: &[u8]) -> Result<Self, FormatError> {
        let mut norms: FxHashMap<u64, u64> =
            BASE_NORMS.iter().map(|(word, norm)| (string_id(word), string_id(norm))).collect();
        if let Some(table) = Lookups::read(lookups)?.table("lexeme_norm")? {
            norms.extend(table.ids()?);
        }
        Ok(Self { norms })
    }

    /// The attributes of a word. Takes time in proportion to its length; a [`Lexicon`] keeps the result.
    pub fn lexeme(&self, word: &str) -> Lexeme {
        Lexeme::new(word, &mut String::new(), |id| self.norms.get(&id).copied())
    }
}

/// The number of a word in a [`Lexicon`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LexId(pub u32);

impl LexId {
    /// As an index into a table with one row a word.
    pub const fn at(self) -> usize {
        self.0 as usize
    }
}

/// The words seen so far on one thread, each with its attributes. Numbers count up from 0.
///
/// It grows with the words of one text; [`Lexicon::trim`] empties it between texts once it holds too many, so that
/// memory stays flat on endless input. What is in it never changes a result.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: String,
    entries: Vec<Entry>,
    table: HashTable<u32>,
    generation: u32,
    shape: String,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u64,
    start: u32,
    end: u32,
    lexeme: Lexeme,
}

/// Words a lexicon keeps from one text to the next: a few megabytes, and more than a day's news has.
const MAX_WORDS: usize = 1 << 16;
/// Bytes of words it keeps.
const MAX_BYTES: usize = 1 << 20;

impl Lexicon {
    /// The number of a word, which is added if it is new.
    pub fn intern(&mut self, vocab: &Vocab, word: &str) -> LexId {
        let hash = hash_string(word);
        let Self { words, entries, table, .. } = self;
        let same = |&number: &u32| {
            let entry = &entries[number as usize];
            entry.hash == hash && words[entry.start as usize..entry.end as usize] == *word
        };
        if let Some(&number) = table.find(hash, same) {
            return LexId(number);
        }
        let lexeme = Lexeme::new(word, &mut self.shape, |id| vocab.norms.get(&id).copied());
        let number = entries.len() as u32;
        let start = words.len() as u32;
        words.push_str(word);
        entries.push(Entry { hash, start, end: words.len() as u32, lexeme });
        table.insert_unique(hash, number, |&other| entries[other as usize].hash);
        LexId(number)
    }

    /// The attributes of a word by its number.
    pub fn lexeme(&self, id: LexId) -> &Lexeme {
        &self.entries[id.at()].lexeme
    }

    /// The word itself.
    pub fn word(&self, id: LexId) -> &str {
        let entry = &self.entries[id.at()];
        &self.words[entry.start as usize..entry.end as usize]
    }

    /// How many words it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds no word.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How often it was emptied: what was kept by [`LexId`] is void once this changes.
    pub const fn generation(&self) -> u32 {
        self.generation
    }

    /// Empties it if it has grown too large; says whether it did.
    pub fn trim(&mut self) -> bool {
        let full = self.entries.len() > MAX_WORDS || self.words.len() > MAX_BYTES;
        if full {
            *self = Self { generation: self.generation.wrapping_add(1), ..Self::default() };
        }
        full
    }
}

/// Norms that spaCy gives words of every language (`spacy.lang.norm_exceptions`).
const BASE_NORMS: &[(&str, &str)] = &[
    ("'s", "'s"),
    ("'S", "'s"),
    ("’s", "'s"),
    ("’S", "'s"),
    ("’", "'"),
    ("‘", "'"),
    ("´", "'"),
    ("`", "'"),
    ("”", "\""),
    ("“", "\""),
    ("''", "\""),
    ("``", "\""),
    ("´´", "\""),
    ("„", "\""),
    ("»", "\""),
    ("«", "\""),
    ("‘‘", "\""),
    ("’’", "\""),
    ("？", "?"),
    ("！", "!"),
    ("，", ","),
    ("；", ";"),
    ("：", ":"),
    ("。", "."),
    ("।", "."),
    ("…", "..."),
    ("—", "-"),
    ("–", "-"),
    ("--", "-"),
    ("---", "-"),
    ("——", "-"),
    ("€", "$"),
    ("£", "$"),
    ("¥", "$"),
    ("฿", "$"),
    ("US$", "$"),
    ("C$", "$"),
    ("A$", "$"),
    ("₺", "$"),
    ("₹", "$"),
    ("৳", "$"),
    ("₩", "$"),
    ("Mex$", "$"),
    ("₣", "$"),
    ("E£", "$"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norms_come_from_the_table_then_the_base_then_the_letters() {
        let mut vocab = Vocab::from_bytes(&[]).unwrap();
        assert_eq!(vocab.lexeme("”").norm, string_id("\""));
        assert_eq!(vocab.lexeme("Colour").norm, string_id("colour"));
        vocab.norms.insert(string_id("Colour"), string_id("color"));
        assert_eq!(vocab.lexeme("Colour").norm, string_id("color"));
        assert_eq!(vocab.lexeme("Colour").lower, string_id("colour"));
    }

    #[test]
    fn words_keep_their_numbers_until_trimmed() {
        let vocab = Vocab::default();
        let mut lexicon = Lexicon::default();
        let first = lexicon.intern(&vocab, "Kyiv");
        assert_ne!(lexicon.intern(&vocab, "Lviv"), first);
        assert_eq!(lexicon.intern(&vocab, "Kyiv"), first);
        assert_eq!((lexicon.word(first), lexicon.len()), ("Kyiv", 2));
        assert!(!lexicon.trim());
        for number in 0..=MAX_WORDS {
            lexicon.intern(&vocab, &format!("w{number}"));
        }
        assert!(lexicon.trim() && lexicon.is_empty());
        assert_eq!(lexicon.generation(), 1);
    }
}
