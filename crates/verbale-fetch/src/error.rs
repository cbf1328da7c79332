use std::net::IpAddr;
use std::time::Duration;

use crate::AddressError;
use crate::network::NotPublic;

/// Why an address gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// An address, or one it leads to, is none that may be asked.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The host is not on the public internet, and was not allowed by name.
    #[error("{host} is not on the public internet: {address} is {why}")]
    NotPublic {
        /// The host's name.
        host: String,
        /// An address of it.
        address: IpAddr,
        /// What that is.
        why: &'static str,
    },
    /// The site's robots.txt asks not to.
    #[error("robots.txt of {origin} asks not to fetch it")]
    Robots {
        /// Whose robots.txt.
        origin: String,
    },
    /// The site's robots.txt cannot be had, so it cannot be told what it asks.
    #[error("robots.txt of {origin} cannot be read, so the site is left alone: {why}")]
    RobotsUnknown {
        /// Whose robots.txt.
        origin: String,
        /// What was wrong.
        why: String,
    },
    /// The host wants to be left alone for longer than [`Options::patience`](crate::Options).
    #[error("{host} is not to be asked for another {} s", wait.as_secs())]
    Later {
        /// The host.
        host: String,
        /// For how long.
        wait: Duration,
    },
    /// A status other than success.
    #[error("the server answers {status}{}", words(*status))]
    Status {
        /// The status.
        status: u16,
    },
    /// The body is of a type that holds no text.
    #[error("it is {content_type}, which is not read")]
    Type {
        /// Its `Content-Type`.
        content_type: String,
    },
    /// More bytes than [`Limits`](crate::Limits) allow.
    #[error("it is larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// It unpacks to more than any text does.
    #[error("it unpacks to more than {growth} times its size, as no text does")]
    Bomb {
        /// The limit, as a multiple.
        growth: u64,
    },
    /// Packed in a way that was not asked for, or broken.
    #[error("its content encoding cannot be undone: {0}")]
    Encoding(String),
    /// One redirect after another.
    #[error("more than {limit} redirects")]
    Redirects {
        /// The limit.
        limit: usize,
    },
    /// A redirect without a place.
    #[error("a redirect that does not say where to")]
    Nowhere,
    /// A redirect from an encrypted connection to one that is not.
    #[error("a redirect from https to {to}, which anybody on the way can change")]
    Downgrade {
        /// Where to.
        to: String,
    },
    /// It took longer than [`Limits`](crate::Limits) allow.
    #[error("it took too long: {0}")]
    Slow(String),
    /// The connection failed.
    #[error("{0}")]
    Connection(String),
}

/// The usual words for some statuses.
fn words(status: u16) -> &'static str {
    match status {
        401 => ": it wants a login",
        402 => ": it wants to be paid",
        403 => ": it refuses",
        404 => ": it is not there",
        410 => ": it is gone",
        451 => ": it is withheld by law",
        500..=599 => ": a fault of the server",
        _ => "",
    }
}

impl From<ureq::Error> for FetchError {
    fn from(error: ureq::Error) -> Self {
        match error {
            ureq::Error::Timeout(what) => Self::Slow(what.to_string()),
            ureq::Error::HostNotFound => Self::Connection("the host is not known".to_owned()),
            ureq::Error::Other(other) => match other.downcast::<NotPublic>() {
                Ok(refused) => {
                    let NotPublic { host, address, why } = *refused;
                    Self::NotPublic { host, address, why }
                }
                Err(other) => Self::Connection(other.to_string()),
            },
            ureq::Error::Io(error) => Self::Connection(error.to_string()),
            other => Self::Connection(other.to_string()),
        }
    }
}
