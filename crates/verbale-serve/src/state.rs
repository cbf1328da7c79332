//! The state of a page, which is its address: path and parameters, and the same with one of them changed.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Longest value of a parameter, in bytes; longer ones are cut at a character.
const LONGEST: usize = 500;
/// Most parameters an address is read for.
const MOST: usize = 60;

/// What must not stand bare in a segment of a path.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b'%')
    .add(b'\\')
    .add(b'^')
    .add(b'|')
    .add(b'[')
    .add(b']')
    .add(b'&')
    .add(b'=')
    .add(b'+');

/// One segment of a path, encoded.
pub(crate) fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// Parameters of an address, in their order. Empty ones are left out: a form sends all its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    path: String,
    pairs: Vec<(String, String)>,
}

impl State {
    /// The state of `path` with the parameters of `query` (`who=Lavrov&from=2024`).
    pub(crate) fn read(path: impl Into<String>, query: Option<&str>) -> Self {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .filter(|(_, value)| !value.trim().is_empty())
            .take(MOST)
            .map(|(key, value)| (key.into_owned(), cut(value.trim()).to_owned()))
            .collect();
        Self { path: path.into(), pairs }
    }

    /// The path.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The first value of a parameter.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// All values of a parameter.
    pub(crate) fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// Parameters and values, in their order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The same elsewhere: another path with the same parameters.
    #[must_use]
    pub(crate) fn at(&self, path: impl Into<String>) -> Self {
        Self { path: path.into(), pairs: self.pairs.clone() }
    }

    /// The same with this one value for a parameter. The place in the list goes: it was of another list.
    #[must_use]
    pub(crate) fn with(&self, key: &str, value: impl Into<String>) -> Self {
        let mut state = self.without(key);
        state.pairs.push((key.to_owned(), value.into()));
        state
    }

    /// The same without a parameter, and without the place in the list.
    #[must_use]
    pub(crate) fn without(&self, key: &str) -> Self {
        let mut state = self.clone();
        state.pairs.retain(|(known, _)| known != key && (known != "after" || key == "after"));
        state
    }

    /// The same with only these parameters.
    #[must_use]
    pub(crate) fn only(&self, keys: &[&str]) -> Self {
        let mut state = self.clone();
        state.pairs.retain(|(known, _)| keys.contains(&known.as_str()));
        state
    }

    /// The address to link to.
    pub(crate) fn href(&self) -> String {
        if self.pairs.is_empty() {
            return self.path.clone();
        }
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.pairs).finish();
        format!("{}?{query}", self.path)
    }
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_changed_and_written() {
        let state = State::read("/", Some("who=Al%20Sayed&type=&type=CONSULT&after=x&words=%22a+b%22"));
        assert_eq!(state.get("who"), Some("Al Sayed"));
        assert_eq!(state.get("type"), Some("CONSULT"));
        assert_eq!(state.with("type", "AID").href(), "/?who=Al+Sayed&words=%22a+b%22&type=AID");
        assert_eq!(state.without("who").at("/find.csv").href(), "/find.csv?type=CONSULT&words=%22a+b%22");
        assert_eq!(State::read("/sources", None).href(), "/sources");
    }

    #[test]
    fn odd_addresses_are_cut_and_never_refused() {
        let long = format!("who={}", "é".repeat(1000));
        assert_eq!(State::read("/", Some(&long)).get("who").map(str::len), Some(500));
        let many = "a=1&".repeat(10_000);
        assert_eq!(State::read("/", Some(&many)).pairs().count(), MOST);
        assert_eq!(State::read("/", Some("%ff=%ff&=&&&=x")).pairs().count(), 2);
        assert_eq!(segment("a/b?c=<é>"), "a%2Fb%3Fc%3D%3C%C3%A9%3E");
    }
}
