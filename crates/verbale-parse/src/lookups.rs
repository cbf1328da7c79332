use rmpv::ValueRef;
use rustc_hash::FxHashMap;

use crate::strings::string_id;

/// A file of a model that is not what its format asks for: names the place and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: expected {expected}")]
pub struct FormatError {
    /// Where in the file: "lookups: table lemma_exc".
    pub place: String,
    /// What should be there.
    pub expected: String,
}

impl FormatError {
    pub(crate) fn new(place: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { place: place.into(), expected: expected.into() }
    }
}

/// Reads one msgpack value that fills the whole of `bytes`.
pub(crate) fn read_msgpack<'a>(bytes: &'a [u8], place: &str) -> Result<ValueRef<'a>, FormatError> {
    let mut rest = bytes;
    let value = rmpv::decode::read_value_ref(&mut rest)
        .map_err(|error| FormatError::new(place, format!("msgpack ({error})")))?;
    if rest.is_empty() {
        Ok(value)
    } else {
        Err(FormatError::new(place, "nothing after the first msgpack value"))
    }
}

/// The pairs of a map.
pub(crate) fn pairs<'v, 'a>(
    value: &'v ValueRef<'a>,
    place: &str,
) -> Result<&'v [(ValueRef<'a>, ValueRef<'a>)], FormatError> {
    match value {
        ValueRef::Map(pairs) => Ok(pairs),
        _ => Err(FormatError::new(place, "a map")),
    }
}

/// The elements of an array.
pub(crate) fn elements<'v, 'a>(
    value: &'v ValueRef<'a>,
    place: &str,
) -> Result<&'v [ValueRef<'a>], FormatError> {
    match value {
        ValueRef::Array(elements) => Ok(elements),
        _ => Err(FormatError::new(place, "an array")),
    }
}

/// A string.
pub(crate) fn string<'v>(value: &'v ValueRef<'_>, place: &str) -> Result<&'v str, FormatError> {
    match value {
        ValueRef::String(string) => string.as_str(),
        _ => None,
    }
    .ok_or_else(|| FormatError::new(place, "a string"))
}

/// The value of a key in a map, if it is there.
pub(crate) fn field<'v, 'a>(
    pairs: &'v [(ValueRef<'a>, ValueRef<'a>)],
    key: &str,
) -> Option<&'v ValueRef<'a>> {
    pairs.iter().find_map(|(name, value)| {
        matches!(name, ValueRef::String(name) if name.as_str() == Some(key)).then_some(value)
    })
}

/// The tables of a `lookups.bin`, by name. A file of no bytes holds no tables, as a missing file does in spaCy.
pub(crate) struct Lookups<'a> {
    root: ValueRef<'a>,
}

/// One table: keys are strings or their ids, which spaCy does not tell apart.
#[derive(Clone, Copy)]
pub(crate) struct Table<'v, 'a> {
    pairs: &'v [(ValueRef<'a>, ValueRef<'a>)],
}

impl<'a> Lookups<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, FormatError> {
        let root = if bytes.is_empty() { ValueRef::Map(Vec::new()) } else { read_msgpack(bytes, "lookups")? };
        pairs(&root, "lookups")?;
        Ok(Self { root })
    }

    pub(crate) fn table(&self, name: &str) -> Result<Option<Table<'_, 'a>>, FormatError> {
        let tables = pairs(&self.root, "lookups")?;
        let Some(table) = field(tables, name) else {
            return Ok(None);
        };
        Ok(Some(Table { pairs: pairs(table, &format!("lookups: table {name}"))? }))
    }
}

impl<'v, 'a> Table<'v, 'a> {
    /// Every entry, its key as a string id.
    pub(crate) fn entries(self) -> impl Iterator<Item = Result<(u64, &'v ValueRef<'a>), FormatError>> {
        self.pairs.iter().map(|(key, value)| Ok((key_id(key)?, value)))
    }

    /// The table as a map from string ids to the ids of the strings they stand for.
    pub(crate) fn ids(self) -> Result<FxHashMap<u64, u64>, FormatError> {
        self.entries()
            .map(|entry| {
                let (key, value) = entry?;
                Ok((key, string_id(string(value, "lookups: value")?)))
            })
            .collect()
    }
}

fn key_id(key: &ValueRef<'_>) -> Result<u64, FormatError> {
    match key {
        ValueRef::Integer(id) => id.as_u64(),
        ValueRef::String(name) => name.as_str().map(string_id),
        _ => None,
    }
    .ok_or_else(|| FormatError::new("lookups: key", "a string or its id"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(value: &rmpv::Value) -> Vec<u8> {
        let mut bytes = Vec::new();
        rmpv::encode::write_value(&mut bytes, value).unwrap();
        bytes
    }

    #[test]
    fn keys_are_strings_or_ids() {
        use rmpv::Value;
        let table = Value::Map(vec![
            (Value::from("colour"), Value::from("color")),
            (Value::from(string_id("verb")), Value::from("x")),
        ]);
        let file = bytes(&Value::Map(vec![(Value::from("lexeme_norm"), table)]));
        let lookups = Lookups::read(&file).unwrap();
        let table = lookups.table("lexeme_norm").unwrap().unwrap();
        assert_eq!(table.ids().unwrap()[&string_id("colour")], string_id("color"));
        assert!(table.ids().unwrap().contains_key(&string_id("verb")));
        assert!(lookups.table("lemma_exc").unwrap().is_none());
    }

    #[test]
    fn faults_are_named() {
        assert_eq!(Lookups::read(&[0x93]).err().unwrap().place, "lookups");
        let file = bytes(&rmpv::Value::from(3));
        assert_eq!(Lookups::read(&file).err().unwrap().to_string(), "lookups: expected a map");
        assert!(Lookups::read(&[]).unwrap().table("any").unwrap().is_none());
    }
}
