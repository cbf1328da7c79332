use rustc_hash::FxHashMap;

use crate::{RuleError, Table};

/// Words by their lemmas, sorted.
pub type Words = Vec<Box<str>>;

/// Named lists of lemmas that rules use by name (`@talks`), so that each is written once.
///
/// ```toml
/// [sets]
/// talks = ["talk", "negotiation", "consultation"]
/// dealings = ["@talks", "meeting"]   # a set may use sets written before it
/// ```
#[derive(Clone, Debug, Default)]
pub struct Sets {
    /// With the layer of files each was last written in.
    by_name: FxHashMap<Box<str>, (usize, Words)>,
}

impl Sets {
    /// Adds the sets of a file's `[sets]` table. Those of an earlier `layer` are replaced by later ones of their name.
    ///
    /// # Errors
    /// A name that its own layer has taken, or the use of one that is not known yet.
    pub fn read(&mut self, file: &mut Table<'_>, layer: usize) -> Result<(), RuleError> {
        let source = file.file();
        for (name, items) in file.lists("sets")? {
            let mut words = Words::new();
            for item in &items {
                let found = self
                    .words(&item.text)
                    .map_err(|unknown| unknown.at(|what| source.error(&item.at, what)))?;
                words.extend(found);
            }
            words.sort_unstable();
            words.dedup();
            let before = self.by_name.insert(name.text.as_str().into(), (layer, words));
            if before.is_some_and(|(other, _)| other == layer) {
                return Err(source.error(&name.at, format!("the set {:?} is written twice", name.text)));
            }
        }
        Ok(())
    }

    /// A set by name.
    pub fn get(&self, name: &str) -> Option<&[Box<str>]> {
        self.by_name.get(name).map(|(_, words)| words.as_slice())
    }

    /// The words that `@name`, `word` or `word|@name|word` stands for, sorted. `_` in a word stands for a space.
    pub fn words(&self, written: &str) -> Result<Words, UnknownSet> {
        let mut words = Words::new();
        for part in written.split('|') {
            match part.strip_prefix('@') {
                None => words.push(part.into()),
                Some(name) => {
                    let unknown = || UnknownSet { name: name.to_owned(), known: self.names() };
                    words.extend(self.get(name).ok_or_else(unknown)?.iter().cloned());
                }
            }
        }
        words.sort_unstable();
        words.dedup();
        Ok(words)
    }

    fn names(&self) -> Vec<Box<str>> {
        let mut names: Vec<Box<str>> = self.by_name.keys().cloned().collect();
        names.sort_unstable();
        names
    }
}

/// The use of a set that does not exist.
#[derive(Clone, Debug)]
pub struct UnknownSet {
    name: String,
    known: Vec<Box<str>>,
}

impl UnknownSet {
    /// As an error at a place.
    pub fn at(&self, error: impl FnOnce(String) -> RuleError) -> RuleError {
        error(format!("unknown word set \"@{}\"", self.name))
            .suggest(&self.name, self.known.iter().map(|name| &**name))
    }
}

/// Whether a sorted list of words holds this one, in any case.
pub(crate) fn holds(words: &[Box<str>], word: &str) -> bool {
    let known = |word: &str| words.binary_search_by(|known| (**known).cmp(word)).is_ok();
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) { known(&word.to_lowercase()) } else { known(word) }
}
