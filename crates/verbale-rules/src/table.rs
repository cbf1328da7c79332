use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::RuleError;

/// A TOML file: its name for messages, and its text.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// The name shown in messages.
    pub name: &'a str,
    /// The TOML.
    pub text: &'a str,
}

impl<'a> File<'a> {
    /// An error at a place of this file.
    pub fn error(&self, at: &Range<usize>, what: impl Into<String>) -> RuleError {
        RuleError::new(self.name, self.text, at, what)
    }

    /// Parses the file.
    ///
    /// # Errors
    /// The first place that is not TOML.
    pub fn parse(self) -> Result<Table<'a>, RuleError> {
        let parsed = DeTable::parse(self.text)
            .map_err(|error| self.error(&error.span().unwrap_or(0..0), error.message().to_owned()))?;
        let at = parsed.span();
        Ok(Table { file: self, at, entries: parsed.into_inner(), asked: Vec::new() })
    }
}

/// A string with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The string.
    pub text: String,
    /// Where it stands, in bytes of the file.
    pub at: Range<usize>,
}

/// A table being read key by key: what is not asked for is an error in the end, so that no misspelt key is passed
/// over in silence.
#[derive(Debug)]
pub struct Table<'a> {
    file: File<'a>,
    at: Range<usize>,
    entries: DeTable<'a>,
    asked: Vec<&'static str>,
}

impl<'a> Table<'a> {
    /// The file it stands in.
    pub fn file(&self) -> File<'a> {
        self.file
    }

    /// An error about the table as a whole.
    pub fn error(&self, what: impl Into<String>) -> RuleError {
        self.file.error(&(self.at.start..self.at.start), what)
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        self.asked.push(key);
        self.entries.remove(key)
    }

    /// A string, if the key is there.
    pub fn string(&mut self, key: &'static str) -> Result<Option<Written>, RuleError> {
        self.take(key).map(|value| self.as_string(key, value)).transpose()
    }

    /// A string that must be there.
    pub fn required(&mut self, key: &'static str) -> Result<Written, RuleError> {
        let missing = self.error(format!("the key {key:?} is missing"));
        self.string(key)?.ok_or(missing)
    }

    /// A list of strings; empty if the key is not there. One string counts as a list of one.
    pub fn strings(&mut self, key: &'static str) -> Result<Vec<Written>, RuleError> {
        match self.take(key) {
            None => Ok(Vec::new()),
            Some(value) => self.as_strings(key, value),
        }
    }

    /// A truth value; false if the key is not there.
    pub fn flag(&mut self, key: &'static str) -> Result<bool, RuleError> {
        match self.take(key) {
            None => Ok(false),
            Some(value) => match value.get_ref() {
                DeValue::Boolean(flag) => Ok(*flag),
                other => Err(self.wrong(key, "true or false", other, &value.span())),
            },
        }
    }

    /// A whole number; 0 if the key is not there.
    pub fn number(&mut self, key: &'static str) -> Result<i32, RuleError> {
        match self.take(key) {
            None => Ok(0),
            Some(value) => match value.get_ref() {
                DeValue::Integer(number) => {
                    let parsed = i32::from_str_radix(number.as_str(), number.radix());
                    parsed.map_err(|_| self.file.error(&value.span(), format!("{key:?} is out of range")))
                }
                other => Err(self.wrong(key, "a whole number", other, &value.span())),
            },
        }
    }

    /// The tables of an array of tables (`[[rule]]`); empty if the key is not there.
    pub fn tables(&mut self, key: &'static str) -> Result<Vec<Table<'a>>, RuleError> {
        let Some(value) = self.take(key) else { return Ok(Vec::new()) };
        let at = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            return Err(self.file.error(&at, format!("{key:?} must be written as [[{key}]]")));
        };
        items.into_iter().map(|item| self.as_table(key, item)).collect()
    }

    /// A table with keys of any name, as pairs of key and list of strings, in the order of the file; none if the
    /// key is not there.
    pub fn lists(&mut self, key: &'static str) -> Result<Vec<(Written, Vec<Written>)>, RuleError> {
        let Some(value) = self.take(key) else { return Ok(Vec::new()) };
        let table = self.as_table(key, value)?;
        let mut lists = Vec::new();
        for (name, value) in table.entries {
            let name = Written { at: name.span(), text: name.into_inner().into_owned() };
            lists.push((name, self.as_strings(key, value)?));
        }
        lists.sort_by_key(|(name, _)| name.at.start);
        Ok(lists)
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// The first key that was not asked for.
    pub fn finish(self) -> Result<(), RuleError> {
        match self.entries.keys().min_by_key(|key| key.span().start) {
            None => Ok(()),
            Some(key) => {
                let unknown = self.file.error(&key.span(), format!("unknown key {:?}", key.get_ref()));
                Err(unknown.suggest(key.get_ref(), self.asked.iter().copied()))
            }
        }
    }

    fn as_table(&self, key: &str, value: Spanned<DeValue<'a>>) -> Result<Table<'a>, RuleError> {
        let at = value.span();
        match value.into_inner() {
            DeValue::Table(entries) => Ok(Table { file: self.file, at, entries, asked: Vec::new() }),
            other => Err(self.wrong(key, "a table", &other, &at)),
        }
    }

    fn as_string(&self, key: &str, value: Spanned<DeValue<'a>>) -> Result<Written, RuleError> {
        let at = value.span();
        match value.into_inner() {
            DeValue::String(text) => Ok(Written { text: text.into_owned(), at }),
            other => Err(self.wrong(key, "a string", &other, &at)),
        }
    }

    fn as_strings(&self, key: &str, value: Spanned<DeValue<'a>>) -> Result<Vec<Written>, RuleError> {
        let at = value.span();
        match value.into_inner() {
            DeValue::Array(items) => items.into_iter().map(|item| self.as_string(key, item)).collect(),
            DeValue::String(text) => Ok(vec![Written { text: text.into_owned(), at }]),
            other => Err(self.wrong(key, "a list of strings", &other, &at)),
        }
    }

    fn wrong(&self, key: &str, expected: &str, found: &DeValue<'_>, at: &Range<usize>) -> RuleError {
        self.file.error(at, format!("{key:?} must be {expected}, not {}", found.type_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<Table<'_>, RuleError> {
        File { name: "a.toml", text }.parse()
    }

    #[test]
    fn a_key_nobody_asked_for_is_an_error_with_a_remedy() {
        let mut read = table("id = \"a\"\ntaget = \"x\"").unwrap();
        assert_eq!(read.required("id").unwrap().text, "a");
        assert_eq!(read.strings("target").unwrap(), []);
        let error = read.finish().unwrap_err();
        assert_eq!(error.to_string(), "a.toml:2:1: unknown key \"taget\"\n  help: did you mean \"target\"?");
    }

    #[test]
    fn wrong_kinds_are_named() {
        let mut read = table("id = 3").unwrap();
        let error = read.required("id").unwrap_err();
        assert_eq!(error.to_string(), "a.toml:1:6: \"id\" must be a string, not integer");
        assert_eq!(table("id = ").unwrap_err().line, 1);
    }
}
