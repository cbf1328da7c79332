//! `config.cfg`: sections of JSON values that may stand for one another (`${components.tok2vec.model:width}`).

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model_dir::{ModelDir, ModelError};

pub(crate) const FILE: &str = "config.cfg";

/// References that lead to references; more is a cycle.
const MOST_HOPS: usize = 16;

/// A pipeline's configuration.
#[derive(Debug)]
pub(crate) struct Config {
    dir: ModelDir,
    sections: BTreeMap<String, BTreeMap<String, String>>,
}

impl Config {
    pub(crate) fn open(dir: &ModelDir) -> Result<Self, ModelError> {
        let text = dir.read_text(FILE)?;
        let mut sections: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        let mut section = None;
        for (number, line) in text.lines().enumerate() {
            let invalid = |what: &str| Err(dir.invalid(FILE, format!("line {}", number + 1), what));
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = line.strip_prefix('[') {
                let Some(name) = name.strip_suffix(']') else {
                    return invalid("a section's name does not end in \"]\"");
                };
                section = Some(sections.entry(name.to_owned()).or_default());
            } else if let Some((key, value)) = line.split_once('=') {
                let Some(section) = &mut section else { return invalid("a value before the first section") };
                section.insert(key.trim().to_owned(), value.trim().to_owned());
            } else {
                return invalid("neither a section nor a value");
            }
        }
        Ok(Self { dir: dir.clone(), sections })
    }

    /// A value that has to be there.
    pub(crate) fn value<T: DeserializeOwned>(&self, section: &str, key: &str) -> Result<T, ModelError> {
        self.optional(section, key)?.ok_or_else(|| self.invalid(section, key, "the value is missing"))
    }

    /// A value that may be missing or null.
    pub(crate) fn optional<T: DeserializeOwned>(
        &self,
        section: &str,
        key: &str,
    ) -> Result<Option<T>, ModelError> {
        let Some(value) = self.resolved(section, key)? else { return Ok(None) };
        serde_json::from_value(value).map_err(|error| self.invalid(section, key, &error.to_string()))
    }

    /// The registered name of what a section makes.
    pub(crate) fn architecture(&self, section: &str) -> Result<String, ModelError> {
        self.value(section, "@architectures")
    }

    /// The registered name of a value that stands inline or has a section of its own.
    pub(crate) fn registered(&self, section: &str, key: &str, registry: &str) -> Result<String, ModelError> {
        match self.optional::<BTreeMap<String, Value>>(section, key)? {
            Some(inline) => match inline.get(registry) {
                Some(Value::String(name)) => Ok(name.clone()),
                _ => Err(self.invalid(section, key, &format!("expected {registry:?} with a name"))),
            },
            None => self.value(&format!("{section}.{key}"), registry),
        }
    }

    /// The error for a registered name that is none of the known ones.
    pub(crate) fn unsupported(
        &self,
        section: &str,
        name: &str,
        known: &'static [&'static str],
    ) -> ModelError {
        let place = format!("[{section}]");
        ModelError::Unsupported { path: self.dir.path(FILE), place, name: name.to_owned(), known }
    }

    pub(crate) fn invalid(&self, section: &str, key: &str, what: &str) -> ModelError {
        self.dir.invalid(FILE, format!("[{section}] {key}"), what)
    }

    fn resolved(&self, section: &str, key: &str) -> Result<Option<Value>, ModelError> {
        let (mut at, mut name) = (section, key);
        for _ in 0..MOST_HOPS {
            let Some(raw) = self.sections.get(at).and_then(|section| section.get(name)) else {
                return Ok(None);
            };
            let Some(reference) = raw.strip_prefix("${").and_then(|raw| raw.strip_suffix('}')) else {
                // What is not JSON is text: the reference writes some names without quotation marks.
                return Ok(Some(serde_json::from_str(raw).unwrap_or_else(|_| Value::String(raw.clone()))));
            };
            let split = reference.rsplit_once(':').or_else(|| reference.rsplit_once('.'));
            (at, name) = split.ok_or_else(|| self.invalid(at, name, "the reference names no section"))?;
        }
        Err(self.invalid(section, key, "the references go round in a circle"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &'static str) -> Result<Config, ModelError> {
        let files: &'static [_] = Box::leak(Box::new([(FILE, text.as_bytes())]));
        Config::open(&ModelDir::bundled("tiny", files))
    }

    #[test]
    fn values_and_references_are_read() {
        let config = config("[a.b]\nwidth = 96\nnames = [\"x\",\"y\"]\n\n[c]\nwidth = ${a.b:width}\nplain=${a.b.names}\nno = null").unwrap();
        assert_eq!(config.value::<usize>("c", "width").unwrap(), 96);
        assert_eq!(config.value::<Vec<String>>("c", "plain").unwrap(), ["x", "y"]);
        assert_eq!(config.optional::<usize>("c", "no").unwrap(), None);
        let error = config.value::<String>("c", "width").unwrap_err().to_string();
        assert_eq!(error, "tiny/config.cfg: [c] width: invalid type: integer `96`, expected a string");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let error = |text| config(text).unwrap_err().to_string();
        assert_eq!(error("a = 1"), "tiny/config.cfg: line 1: a value before the first section");
        assert_eq!(error("[a]\nb"), "tiny/config.cfg: line 2: neither a section nor a value");
        let round = config("[a]\nb = ${a:c}\nc = ${a:b}").unwrap();
        let error = round.value::<usize>("a", "b").unwrap_err().to_string();
        assert_eq!(error, "tiny/config.cfg: [a] b: the references go round in a circle");
    }
}
