//! Addresses that may be asked.

use std::fmt;

use url::{Host, Url};

/// An address of the web: `http` or `https`, with a host, without credentials. Its fragment is left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Url);

/// Why something is no address that may be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It breaks the form of addresses.
    #[error("`{address}` is no address: {why}")]
    Broken {
        /// As it was given.
        address: String,
        /// What is wrong with it.
        why: String,
    },
    /// It is of another scheme.
    #[error("`{address}` is neither http nor https")]
    Scheme {
        /// As it was given.
        address: String,
    },
    /// It holds a name or password, which would be sent to whoever answers.
    #[error("the address on {host} holds a name or password: none is sent")]
    Credentials {
        /// The host it is on; the whole is not repeated.
        host: String,
    },
}

impl Address {
    /// Longer ones are refused: no server needs them.
    const MAX_LENGTH: usize = 8 << 10;

    /// Reads an address as browsers do, names of hosts in any script.
    ///
    /// # Errors
    ///
    /// Where it is none, of another scheme, or holds credentials.
    pub fn parse(address: &str) -> Result<Self, AddressError> {
        let url = Url::parse(address.trim());
        Self::of(url, address)
    }

    /// The address that a reference on this one's page means: `/news/2`, `../a`, or a whole one.
    ///
    /// # Errors
    ///
    /// As for [`Self::parse`].
    pub fn join(&self, reference: &str) -> Result<Self, AddressError> {
        Self::of(self.0.join(reference.trim()), reference)
    }

    fn of(url: Result<Url, url::ParseError>, given: &str) -> Result<Self, AddressError> {
        let shown = || given.chars().take(200).collect::<String>();
        let broken = |why: String| AddressError::Broken { address: shown(), why };
        if given.len() > Self::MAX_LENGTH {
            return Err(broken(format!("it is longer than {} bytes", Self::MAX_LENGTH)));
        }
        let mut url = url.map_err(|error| broken(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(AddressError::Scheme { address: shown() });
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::Credentials { host: url.host_str().unwrap_or_default().to_owned() });
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Its host in lower case, names in the letters that are sent (`xn--…`), an IPv6 address in brackets.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether it is asked over an encrypted connection.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Scheme, host and port: what a robots.txt is for.
    pub(crate) fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// What comes after the origin: path and query.
    pub(crate) fn path(&self) -> String {
        let query = self.0.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", self.0.path())
    }

    /// Whether its host is a number, not a name.
    pub fn is_number(&self) -> bool {
        matches!(self.0.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_browsers_read_them() {
        for (given, read) in [
            ("https://News.Example.org", "https://news.example.org/"),
            (" http://a.example:80/b c#d ", "http://a.example/b%20c"),
            ("http://новости.рф/а", "http://xn--b1amnebsh.xn--p1ai/%D0%B0"),
            ("http://0x7f.1/", "http://127.0.0.1/"),
            ("http://2130706433/", "http://127.0.0.1/"),
            ("http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
        ] {
            assert_eq!(
                Address::parse(given).map(|address| address.to_string()).as_deref(),
                Ok(read),
                "{given}"
            );
        }
    }

    #[test]
    fn what_is_not_asked() {
        for (given, expected) in [
            ("news.example", "is no address"),
            ("file:///etc/passwd", "neither http nor https"),
            ("gopher://a.example/", "neither http nor https"),
            ("http://", "is no address"),
            ("https://ada:secret@a.example/", "on a.example holds a name or password"),
        ] {
            let error = Address::parse(given).expect_err("it is refused").to_string();
            assert!(error.contains(expected) && !error.contains("secret"), "{given}: {error}");
        }
        assert!(Address::parse(&format!("http://a.example/{}", "x".repeat(9000))).is_err());
    }

    #[test]
    fn references_are_joined_and_checked_alike() {
        let page = Address::parse("https://a.example/news/1?x=y").expect("it is one");
        for (reference, joined) in [
            ("2", "https://a.example/news/2"),
            ("/3", "https://a.example/3"),
            ("//b.example/4", "https://b.example/4"),
            ("?p=5", "https://a.example/news/1?p=5"),
        ] {
            assert_eq!(page.join(reference).expect("it is one").as_str(), joined);
        }
        assert!(page.join("javascript:x").is_err() && page.join("http://a@b.example/").is_err());
        assert_eq!(page.path(), "/news/1?x=y");
        assert_eq!(page.origin(), "https://a.example");
    }
}
