//! Lemmas by suffix rules or by a table, as spaCy's `lemmatizer` component finds them (`spacy/pipeline/lemmatizer.py`).

use rmpv::ValueRef;
use rustc_hash::{FxHashMap, FxHashSet};
use verbale_doc::{Label, Labels, Pos, Str, Token};

use crate::lookups::{FormatError, Lookups, elements, pairs, string};
use crate::strings::{hash_string, string_id};
use crate::tok2vec::Word;
use crate::tokenizer::charset::LETTER;

/// A pipeline's lemmatizer. Shared by all threads.
#[derive(Clone, Debug)]
pub(crate) struct Lemmatizer {
    mode: Mode,
    /// Whether lemmas that another component set are replaced.
    overwrite: bool,
}

#[derive(Clone, Debug)]
enum Mode {
    /// Lemmas by the id of the word; other words are their own.
    Lookup(FxHashMap<u64, Box<str>>),
    /// By part of speech.
    Rule { tables: Box<[Tables; Pos::ALL.len()]>, is_english: bool },
}

/// What is known of the words of one part of speech.
#[derive(Clone, Debug, Default)]
struct Tables {
    /// Endings and what takes their place.
    rules: Vec<(Box<str>, Box<str>)>,
    /// Lemmas of irregular forms, by the hash of the form.
    exceptions: FxHashMap<u64, Box<[Box<str>]>>,
    /// Hashes of the known lemmas. By hash alone, so that a hundred thousand words load in no time; two words of one
    /// hash would have to come together for a wrong lemma.
    index: FxHashSet<u64>,
}

/// Lemmas found before, on one thread. Its contents never change a result.
#[derive(Debug, Default)]
pub(crate) struct LemmaCache {
    lemmas: FxHashMap<(u64, Label, Pos), (u32, u32)>,
    strings: String,
}

/// Lemmas a cache keeps before it is emptied: a few megabytes.
const CACHED_LEMMAS: usize = 1 << 16;
/// Bytes of lemmas it keeps.
const CACHED_BYTES: usize = 1 << 21;

/// Languages whose lemmatizer brings Python code of its own for the rule mode, English apart, which is here.
const OWN_RULES: &[&str] = &["ca", "el", "es", "fr", "ga", "it", "mk", "nl", "pl", "ru", "uk"];
/// Those with code of their own for the lookup mode.
const OWN_LOOKUP: &[&str] = &["fr", "ga", "nl", "pl", "ru", "uk"];

impl Lemmatizer {
    /// Reads the component's `lookups/lookups.bin`.
    ///
    /// # Errors
    /// A mode other than "rule" and "lookup", a language whose rules are Python code, or a file that is not of the
    /// format.
    pub(crate) fn from_bytes(
        file: &[u8],
        mode: &str,
        lang: &str,
        overwrite: bool,
    ) -> Result<Self, FormatError> {
        let lookups = Lookups::read(file)?;
        let own = |languages: &[&str]| {
            let expected = || format!("a language whose {mode} mode is not Python code, not {lang:?}");
            if languages.contains(&lang) {
                Err(FormatError::new("lemmatizer: mode", expected()))
            } else {
                Ok(())
            }
        };
        let mode = match mode {
            "lookup" => {
                own(OWN_LOOKUP)?;
                Mode::Lookup(read_lookup(&lookups)?)
            }
            "rule" => {
                own(OWN_RULES)?;
                Mode::Rule { tables: Box::new(read_rules(&lookups)?), is_english: lang == "en" }
            }
            other => {
                return Err(FormatError::new("lemmatizer: mode", format!("rule or lookup, not {other}")));
            }
        };
        Ok(Self { mode, overwrite })
    }

    /// Gives tokens their lemmas; the tokens' strings are kept in `strings`.
    ///
    /// `words` are those of `tokens`, whose spans are in `text` and whose tags and features are set.
    pub(crate) fn lemmatize(
        &self,
        text: &str,
        words: &[Word],
        tokens: &mut [Token],
        labels: &Labels,
        strings: &mut String,
        cache: &mut LemmaCache,
    ) {
        if cache.lemmas.len() > CACHED_LEMMAS || cache.strings.len() > CACHED_BYTES {
            *cache = LemmaCache::default();
        }
        for (token, word) in tokens.iter_mut().zip(words) {
            if token.lemma.len > 0 && !self.overwrite {
                continue;
            }
            let key = (word.lexeme.orth, token.morph, token.pos);
            let (start, end) = *cache.lemmas.entry(key).or_insert_with(|| {
                let start = cache.strings.len() as u32;
                let string = &text[token.span.range()];
                self.lemma(string, token.pos, labels.name(token.morph), &mut cache.strings);
                (start, cache.strings.len() as u32)
            });
            token.lemma = Str { start: strings.len() as u32, len: end - start };
            strings.push_str(&cache.strings[start as usize..end as usize]);
        }
    }

    /// Appends the lemma of one word.
    fn lemma(&self, word: &str, pos: Pos, morph: &str, out: &mut String) {
        match &self.mode {
            Mode::Lookup(lemmas) => out.push_str(lemmas.get(&string_id(word)).map_or(word, |lemma| lemma)),
            Mode::Rule { is_english, .. } if *is_english && is_base_form(pos, morph) => {
                out.push_str(&word.to_lowercase());
            }
            Mode::Rule { tables, .. } => tables[pos as usize].lemma(word, pos, out),
        }
    }
}

impl Tables {
    fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.exceptions.is_empty() && self.index.is_empty()
    }

    fn lemma(&self, word: &str, pos: Pos, out: &mut String) {
        if self.is_empty() && pos == Pos::Propn {
            return out.push_str(word);
        }
        let lower = word.to_lowercase();
        if self.is_empty() || matches!(pos, Pos::None | Pos::Space) {
            return out.push_str(&lower);
        }
        let mut known: Vec<String> = Vec::new();
        let mut guess = None;
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(old.as_ref()) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.index.contains(&hash_string(&form)) || !form.chars().all(|c| LETTER.contains(c)) {
                known.push(form);
            } else if guess.is_none() {
                guess = Some(form);
            }
        }
        // Each exception that is not among the forms goes before them, so the last of these is the first of all.
        let exceptions = self.exceptions.get(&hash_string(&lower)).map_or(&[][..], AsRef::as_ref);
        let exception = exceptions.iter().enumerate().rev().find(|(number, form)| {
            !known.iter().any(|other| **other == ***form) && !exceptions[..*number].contains(form)
        });
        match (exception, known.first(), guess) {
            (Some((_, form)), _, _) => out.push_str(form),
            (None, Some(form), _) => out.push_str(form),
            (None, None, Some(form)) => out.push_str(&form),
            (None, None, None) => out.push_str(word),
        }
    }
}

/// Whether an English word with these features is its own lemma (`spacy/lang/en/lemmatizer.py`).
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let feature = |name: &str| {
        morph
            .split('|')
            .find_map(|feature| feature.split_once('=').filter(|(key, _)| *key == name))
            .map(|pair| pair.1)
    };
    let verb_form = feature("VerbForm");
    (pos == Pos::Noun && feature("Number") == Some("Sing"))
        || (pos == Pos::Verb
            && verb_form == Some("Fin")
            && feature("Tense") == Some("Pres")
            && feature("Number").is_none())
        || matches!(verb_form, Some("Inf" | "None"))
        || feature("Degree") == Some("Pos")
}

fn read_lookup(lookups: &Lookups<'_>) -> Result<FxHashMap<u64, Box<str>>, FormatError> {
    const PLACE: &str = "lookups: table lemma_lookup";
    let table = lookups
        .table("lemma_lookup")?
        .ok_or_else(|| FormatError::new(PLACE, "to be there for mode lookup"))?;
    let first = |value| match value {
        ValueRef::Array(values) => values.into_iter().next().unwrap_or(ValueRef::Nil),
        value => value,
    };
    table
        .entries()
        .map(|entry| {
            let (id, value) = entry?;
            Ok((id, string(&first(value.clone()), PLACE)?.into()))
        })
        .collect()
}

fn read_rules(lookups: &Lookups<'_>) -> Result<[Tables; Pos::ALL.len()], FormatError> {
    let mut tables: [Tables; Pos::ALL.len()] = std::array::from_fn(|_| Tables::default());
    let numbers: FxHashMap<u64, usize> =
        Pos::ALL.iter().map(|pos| (string_id(&pos.name().to_ascii_lowercase()), *pos as usize)).collect();
    let each = |name: &str, read: &mut dyn FnMut(usize, &ValueRef<'_>) -> Result<(), FormatError>| {
        let Some(table) = lookups.table(name)? else { return Ok(false) };
        for entry in table.entries() {
            let (pos, value) = entry?;
            if let Some(&number) = numbers.get(&pos) {
                read(number, value)?;
            }
        }
        Ok(true)
    };
    let place = "lookups: table lemma_rules";
    let is_there = each("lemma_rules", &mut |pos, value| {
        for rule in elements(value, place)? {
            let [old, new] = elements(rule, place)? else {
                return Err(FormatError::new(place, "pairs of an old and a new ending"));
            };
            tables[pos].rules.push((string(old, place)?.into(), string(new, place)?.into()));
        }
        Ok(())
    })?;
    if !is_there {
        return Err(FormatError::new(place, "to be there for mode rule"));
    }
    let place = "lookups: table lemma_exc";
    each("lemma_exc", &mut |pos, value| {
        for (form, lemmas) in pairs(value, place)? {
            let lemmas = elements(lemmas, place)?.iter().map(|lemma| Ok(string(lemma, place)?.into()));
            let lemmas = lemmas.collect::<Result<Box<[Box<str>]>, FormatError>>()?;
            tables[pos].exceptions.insert(hash_string(string(form, place)?), lemmas);
        }
        Ok(())
    })?;
    let place = "lookups: table lemma_index";
    each("lemma_index", &mut |pos, value| {
        let lemmas = elements(value, place)?;
        tables[pos].index.reserve(lemmas.len());
        for lemma in lemmas {
            tables[pos].index.insert(hash_string(string(lemma, place)?));
        }
        Ok(())
    })?;
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rmpv::Value;

    fn strings(strings: &[&str]) -> Value {
        Value::Array(strings.iter().map(|&string| string.into()).collect())
    }

    fn file() -> Vec<u8> {
        let map =
            |pairs: Vec<(&str, Value)>| Value::Map(pairs.into_iter().map(|(k, v)| (k.into(), v)).collect());
        let rules = |pairs: &[[&str; 2]]| Value::Array(pairs.iter().map(|pair| strings(pair)).collect());
        let verb = rules(&[["s", ""], ["ies", "y"], ["ed", "e"], ["ed", ""], ["ing", "e"], ["ing", ""]]);
        let root = map(vec![
            ("lemma_rules", map(vec![("verb", verb), ("punct", rules(&[["”", "\""]]))])),
            ("lemma_exc", map(vec![("verb", map(vec![("fell", strings(&["fell", "fall"]))]))])),
            ("lemma_index", map(vec![("verb", strings(&["visit", "bake", "fell", "fall"]))])),
            ("lemma_lookup", map(vec![("mice", "mouse".into())])),
        ]);
        let mut bytes = Vec::new();
        rmpv::encode::write_value(&mut bytes, &root).unwrap();
        bytes
    }

    fn lemma(word: &str, pos: Pos, morph: &str) -> String {
        let mut out = String::new();
        Lemmatizer::from_bytes(&file(), "rule", "en", false).unwrap().lemma(word, pos, morph, &mut out);
        out
    }

    #[test]
    fn rules_exceptions_and_known_lemmas() {
        assert_eq!(lemma("Visited", Pos::Verb, "Tense=Past"), "visit");
        assert_eq!(lemma("baking", Pos::Verb, "VerbForm=Part"), "bake");
        assert_eq!(lemma("trolled", Pos::Verb, ""), "trolle"); // the first guess, as in the reference
        assert_eq!(lemma("Fell", Pos::Verb, ""), "fall");
        assert_eq!(lemma("Veto", Pos::Verb, ""), "Veto");
        assert_eq!(lemma("”", Pos::Punct, ""), "\"");
    }

    #[test]
    fn base_forms_and_other_classes() {
        assert_eq!(lemma("Meets", Pos::Verb, "Tense=Pres|VerbForm=Fin"), "meets");
        assert_eq!(lemma("Meets", Pos::Verb, "Number=Sing|Tense=Pres|VerbForm=Fin"), "meet");
        assert_eq!(lemma("Kerry", Pos::Propn, "Number=Sing"), "Kerry");
        assert_eq!(lemma("THE", Pos::Det, ""), "the");
        assert_eq!(lemma("\n", Pos::Space, ""), "\n");
    }

    #[test]
    fn lookup() {
        let lemmatizer = Lemmatizer::from_bytes(&file(), "lookup", "sv", false).unwrap();
        let mut out = String::new();
        lemmatizer.lemma("mice", Pos::Noun, "", &mut out);
        lemmatizer.lemma("Men", Pos::Noun, "", &mut out);
        assert_eq!(out, "mouseMen");
    }

    #[test]
    fn what_is_not_supported_is_named() {
        let error = |mode, lang| Lemmatizer::from_bytes(&file(), mode, lang, false).unwrap_err().to_string();
        assert_eq!(error("pymorphy3", "ru"), "lemmatizer: mode: expected rule or lookup, not pymorphy3");
        assert_eq!(
            error("rule", "fr"),
            "lemmatizer: mode: expected a language whose rule mode is not Python code, not \"fr\""
        );
        let empty = Lemmatizer::from_bytes(&[], "rule", "en", false).unwrap_err().to_string();
        assert_eq!(empty, "lookups: table lemma_rules: expected to be there for mode rule");
    }
}
