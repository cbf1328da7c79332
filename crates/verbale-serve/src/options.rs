use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use crate::ServeError;

/// What to serve, to whom, and how much of it at once.
#[derive(Clone, Debug)]
pub struct Options {
    /// The store's file.
    pub store: PathBuf,
    /// Where to listen. Port 0 takes any free port.
    pub address: SocketAddr,
    /// Who may come in.
    pub access: Access,
    /// Corrections are refused.
    pub read_only: bool,
    /// Names by which the server may be called beside its addresses, without port. A page of another site whose name
    /// was made to point here is none of them, and gets nothing.
    pub names: Vec<String>,
    /// What a request may cost.
    pub budgets: Budgets,
}

/// Who may come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Whoever reaches the address. Away from this machine only together with `read_only`.
    Everyone,
    /// Who shows this token: once in a link (`/?token=…`), which sets a cookie, or as `Authorization: Bearer`.
    Token(String),
}

/// Limits on what a request may cost. A limit that was reached is named in the answer.
#[derive(Clone, Copy, Debug)]
pub struct Budgets {
    /// Time one page may spend reading the store.
    pub reading: Duration,
    /// Time a request may wait for its turn.
    pub waiting: Duration,
    /// Requests that read the store at the same time.
    pub readers: NonZeroUsize,
    /// Rows in one CSV or JSON answer; the rest is on its next pages.
    pub rows: usize,
}

impl Default for Budgets {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, NonZeroUsize::get);
        Self {
            reading: Duration::from_secs(2),
            waiting: Duration::from_secs(10),
            readers: NonZeroUsize::new((2 * cores).clamp(2, 16)).unwrap_or(NonZeroUsize::MIN),
            rows: 1000,
        }
    }
}

/// Bytes a token must have at least; a shorter one can be guessed over a network.
const TOKEN_LENGTH: usize = 16;

impl Options {
    /// Serves a store to this machine alone, on the usual port.
    pub fn new(store: impl Into<PathBuf>) -> Self {
        Self {
            store: store.into(),
            address: SocketAddr::from(([127, 0, 0, 1], 8377)),
            access: Access::Everyone,
            read_only: false,
            names: Vec::new(),
            budgets: Budgets::default(),
        }
    }

    /// Refuses what would open the store to strangers by accident.
    pub(crate) fn check(&self) -> Result<(), ServeError> {
        match &self.access {
            Access::Token(token) if token.len() < TOKEN_LENGTH => Err(ServeError::ShortToken(TOKEN_LENGTH)),
            Access::Everyone if !self.is_local() && !self.read_only => {
                Err(ServeError::Open(self.address.ip()))
            }
            _ => Ok(()),
        }
    }

    /// Whether only this machine can reach the address.
    pub(crate) fn is_local(&self) -> bool {
        self.address.ip().is_loopback()
    }

    /// Whether a request that calls the server by `host` (as in the `Host` header, with or without port) means it.
    ///
    /// On loopback these are the loopback addresses and `localhost`; elsewhere any address, because a name is needed
    /// to make a browser confuse two servers, and the names that were allowed.
    pub(crate) fn is_known_as(&self, host: &str) -> bool {
        let Some(name) = without_port(host) else { return false };
        if self.names.iter().any(|known| known.eq_ignore_ascii_case(name))
            || name.eq_ignore_ascii_case("localhost")
        {
            return true;
        }
        let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        address.is_ok_and(|address| !self.is_local() || address.is_loopback())
    }
}

/// `localhost:8377` without its port; none where the rest is no port.
fn without_port(host: &str) -> Option<&str> {
    let (name, port) = match host.rsplit_once(':') {
        // The colons of an IPv6 address stand in brackets.
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => (host, ""),
    };
    (port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_loopback_only_loopback_names_are_known() {
        let options = Options { names: vec!["news.lan".to_owned()], ..Options::new("x") };
        for known in
            ["127.0.0.1:8377", "127.0.0.1", "localhost:1", "LOCALHOST", "[::1]:8377", "[::1]", "news.lan:80"]
        {
            assert!(options.is_known_as(known), "{known}");
        }
        for other in [
            "evil.example",
            "evil.example:8377",
            "10.0.0.7",
            "127.0.0.1.evil.example",
            "localhost:80:80",
            "",
            "[::2]",
        ] {
            assert!(!options.is_known_as(other), "{other}");
        }
    }

    #[test]
    fn other_addresses_need_a_token_or_read_only() {
        let open = Options { address: "0.0.0.0:80".parse().unwrap(), ..Options::new("x") };
        assert!(matches!(open.check(), Err(ServeError::Open(_))));
        assert!(Options { read_only: true, ..open.clone() }.check().is_ok());
        assert!(
            Options { access: Access::Token("0123456789abcdef".to_owned()), ..open.clone() }.check().is_ok()
        );
        let short = Options { access: Access::Token("secret".to_owned()), ..open.clone() };
        assert!(matches!(short.check(), Err(ServeError::ShortToken(_))));
        assert!(open.is_known_as("192.0.2.7:80") && !open.is_known_as("news.example"));
    }
}
