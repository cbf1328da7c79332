use std::net::{IpAddr, SocketAddr};

use verbale_store::StoreError;

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address can be reached from elsewhere, and anyone could change the store.
    #[error("{0} can be reached from other machines")]
    Open(IpAddr),
    /// The token can be guessed.
    #[error("the token is shorter than {0} characters")]
    ShortToken(usize),
    /// Nothing can listen there.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// The system gives no random bytes to make secrets from.
    #[error("the system gives no random bytes: {0}")]
    Random(getrandom::Error),
    /// Listening ended.
    #[error("serving ended")]
    Ended(#[source] std::io::Error),
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ServeError {
    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Open(_) => Some("add --token, or --public --read-only, or leave the address out"),
            Self::Listen { .. } => Some("another program may listen there: give another --port"),
            Self::Store(error) => error.help(),
            _ => None,
        }
    }
}
