//! JSON from elsewhere: values of any shape, kept within a budget, and what came before the place where a text breaks.

use std::cell::Cell;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Values within lists and objects that are kept of one item; what a value holds past them is passed over. An item of
/// news has some hundred.
const BUDGET: usize = 50_000;
/// Items that are kept of one list.
const MAX_ITEMS: usize = 100_000;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Bool,
    /// In its digits.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// A field of an object; of several by one name the first.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// A string or a number, if it is not blank.
    pub(crate) fn text(&self) -> Option<&str> {
        let (Self::Text(text) | Self::Number(text)) = self else { return None };
        Some(text.as_str()).filter(|text| !text.trim().is_empty())
    }

    /// The text of a field.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Self::text)
    }

    /// The elements of a list; a value that is none is a list of one.
    pub(crate) fn list(&self) -> &[Self] {
        match self {
            Self::List(list) => list,
            Self::Null => &[],
            value => std::slice::from_ref(value),
        }
    }

    /// The elements of a field.
    pub(crate) fn list_of(&self, name: &str) -> &[Self] {
        self.get(name).map_or(&[], Self::list)
    }
}

/// A text that holds items: what stands around them, the items, and where it breaks.
pub(crate) struct Collected {
    /// The object around the list, or all of it where it holds no list by that name.
    pub(crate) around: Json,
    pub(crate) items: Vec<Json>,
    /// Where and why reading ended before the text did.
    pub(crate) broken: Option<serde_json::Error>,
}

/// Reads a list of items, or an object with the list in its field `name`. Items before a break are kept.
pub(crate) fn collect(json: &str, name: &str) -> Collected {
    let mut collected = Collected { around: Json::Null, items: Vec::new(), broken: None };
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let result = Outer { collected: &mut collected, name }
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end());
    collected.broken = result.err();
    collected
}

/// Without a budget: scalars are kept, of lists and objects only that they are such.
impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value { budget: &Cell::new(0), is_top: false }.deserialize(deserializer)
    }
}

/// Reads one value.
#[derive(Clone, Copy)]
struct Value<'b> {
    budget: &'b Cell<usize>,
    /// Whether it is an item itself, all of whose own fields are kept.
    is_top: bool,
}

impl Value<'_> {
    /// Whether one more is kept.
    fn takes(self) -> bool {
        let n_left = self.budget.get();
        self.budget.set(n_left.saturating_sub(1));
        n_left > 0
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Bool)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(format!("{number:?}")))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while self.takes() {
            let Some(element) = elements.next_element_seed(Self { is_top: false, ..self })? else {
                return Ok(Json::List(list));
            };
            list.push(element);
        }
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while self.takes() || self.is_top && object.len() < BUDGET {
            let Some(key) = entries.next_key::<String>()? else { return Ok(Json::Object(object)) };
            object.push((key, entries.next_value_seed(Self { is_top: false, ..self })?));
        }
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Json::Object(object))
    }
}

/// Reads a text that holds items.
struct Outer<'c> {
    collected: &'c mut Collected,
    name: &'c str,
}

impl<'de> DeserializeSeed<'de> for Outer<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Outer<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<(), A::Error> {
        Items(&mut self.collected.items).visit_seq(elements)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let budget = Cell::new(BUDGET);
        self.collected.around = Json::Object(Vec::new());
        while let Some(key) = entries.next_key::<String>()? {
            if key == self.name {
                entries.next_value_seed(Items(&mut self.collected.items))?;
            } else {
                let value = entries.next_value_seed(Value { budget: &budget, is_top: false })?;
                if let Json::Object(fields) = &mut self.collected.around
                    && fields.len() < BUDGET
                {
                    fields.push((key, value));
                }
            }
        }
        Ok(())
    }
}

/// Reads a list into a place that keeps what came before a break.
struct Items<'c>(&'c mut Vec<Json>);

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while self.0.len() < MAX_ITEMS {
            let budget = Cell::new(BUDGET);
            let Some(item) = elements.next_element_seed(Value { budget: &budget, is_top: true })? else {
                return Ok(());
            };
            self.0.push(item);
        }
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_before_a_break_are_kept() {
        let Collected { around, items, broken } = collect(
            r#"{"title": "T", "items": [{"id": 1, "x": [1, {"y": "z"}]}, {"id": "b"}, {"id": "#,
            "items",
        );
        assert_eq!((around.text_of("title"), items.len()), (Some("T"), 2));
        assert_eq!((items[0].text_of("id"), items[1].text_of("id")), (Some("1"), Some("b")));
        assert_eq!(items[0].list_of("x")[1].text_of("y"), Some("z"));
        assert!(broken.is_some_and(|error| error.is_eof()));
        let whole = collect(r#"[{"id": "a"}]"#, "items");
        assert!(whole.broken.is_none() && whole.items.len() == 1);
        assert!(collect(r#""text""#, "items").broken.is_some());
    }

    #[test]
    fn no_item_outgrows_its_budget() {
        let long = format!(r#"[{{"x": [{}0], "id": "a"}}]"#, "0,".repeat(200_000));
        let items = collect(&long, "").items;
        assert_eq!((items[0].list_of("x").len(), items[0].text_of("id")), (BUDGET - 1, Some("a")));
        assert!(collect(&format!("[{}", "{\"a\":".repeat(100_000)), "").broken.is_some());
    }
}
