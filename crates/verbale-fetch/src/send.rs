//! One request and its answer, within limits.

use std::io::Read;
use std::time::{Duration, SystemTime};

use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use ureq::Agent;
use ureq::http::{HeaderMap, Response, Uri};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;

use crate::fetcher::{Limits, Options, Seen};
use crate::network::Checked;
use crate::{Address, FetchError, robots};

/// What can be read, the best first.
const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, \
                      application/feed+json, application/xml;q=0.9, application/json;q=0.9, text/*;q=0.8";

/// Sends requests.
#[derive(Debug)]
pub(crate) struct Sender {
    agent: Agent,
    limits: Limits,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Text of whoever's choosing: other types are refused.
    Text,
    /// A file that is known by its place, whatever type the server takes it for.
    SiteFile,
}

/// The answer to a request.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: HeaderMap,
    /// Unpacked; of a success alone.
    pub(crate) bytes: Vec<u8>,
}

impl Sender {
    pub(crate) fn new(options: &Options) -> Self {
        let limits = options.limits;
        let contact = options.contact.as_deref().map(|contact| format!(" (+{contact})")).unwrap_or_default();
        let roots = rustls_native_certs::load_native_certs().certs;
        let roots: Vec<_> = roots.iter().map(|root| Certificate::from_der(root).to_owned()).collect();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&roots))
            .unversioned_rustls_crypto_provider(rustls::crypto::ring::default_provider().into());
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(format!("{}/{}{contact}", robots::NAME, env!("CARGO_PKG_VERSION")))
            .accept(ACCEPT)
            .accept_encoding("gzip")
            .max_response_header_size(64 << 10)
            .timeout_connect(Some(limits.connect))
            .timeout_global(Some(limits.whole))
            .tls_config(tls.build());
        let resolver =
            Checked { resolver: DefaultResolver::default(), allowed: options.allowed_hosts.clone() };
        let agent = Agent::with_parts(config.build(), DefaultConnector::default(), resolver);
        Self { agent, limits }
    }

    pub(crate) fn send(&self, address: &Address, wanted: Wanted, seen: &Seen) -> Result<Reply, FetchError> {
        let uri: Uri =
            address.as_str().parse().map_err(|error| FetchError::Connection(format!("{error}")))?;
        let mut request = self.agent.get(uri);
        for (name, value) in [("If-None-Match", &seen.etag), ("If-Modified-Since", &seen.last_modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = request.call()?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let mut reply = Reply { status, headers, bytes: Vec::new() };
        if reply.is_success() {
            if wanted == Wanted::Text && !holds_text(reply.content_type()) {
                return Err(FetchError::Type { content_type: reply.content_type().to_owned() });
            }
            reply.bytes = self.body(&reply, response)?;
        }
        Ok(reply)
    }

    fn body(&self, reply: &Reply, response: Response<ureq::Body>) -> Result<Vec<u8>, FetchError> {
        let limit = self.limits.packed as u64;
        let too_large = FetchError::TooLarge { limit };
        let body = response.into_body();
        if body.content_length().is_some_and(|length| length > limit) {
            return Err(too_large);
        }
        let mut packed = Vec::new();
        let read = body.into_reader().take(limit + 1).read_to_end(&mut packed);
        read.map_err(|error| FetchError::from(ureq::Error::from(error)))?;
        if packed.len() as u64 > limit {
            return Err(too_large);
        }
        match reply.field("content-encoding").unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Ok(packed),
            // Some say so and do not.
            "gzip" | "x-gzip" if !packed.starts_with(&[0x1F, 0x8B]) => Ok(packed),
            "gzip" | "x-gzip" => unpacked(&packed, self.limits),
            other => Err(FetchError::Encoding(format!("`{other}` was not asked for"))),
        }
    }
}

impl Reply {
    pub(crate) fn is_success(&self) -> bool {
        matches!(self.status, 200 | 203)
    }

    /// The first value of a header, where it is text.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All values of a header.
    pub(crate) fn fields(&self, name: &str) -> Vec<String> {
        let values = self.headers.get_all(name).iter();
        values.filter_map(|value| Some(value.to_str().ok()?.to_owned())).collect()
    }

    pub(crate) fn content_type(&self) -> &str {
        self.field("content-type").unwrap_or_default()
    }

    /// How long the server wants to be left alone: in seconds, or until a moment by its own clock.
    #[expect(clippy::disallowed_methods, reason = "of a server without a clock ours is asked")]
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let after = self.field("retry-after")?.trim();
        if let Ok(seconds) = after.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let now = self.field("date").and_then(moment);
        let now = now.or_else(|| Timestamp::try_from(SystemTime::now()).ok())?;
        // A moment that has passed is now.
        Some(Duration::try_from(moment(after)?.duration_since(now)).unwrap_or_default())
    }
}

/// A date of HTTP: "Sun, 06 Nov 1994 08:49:37 GMT".
fn moment(date: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(date.trim()).ok().map(|zoned| zoned.timestamp())
}

/// Whether a type is one of text; one that is not told may be.
fn holds_text(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.is_empty() || kind.starts_with("text/") || kind.ends_with("xml") || kind.ends_with("json")
}

fn unpacked(packed: &[u8], limits: Limits) -> Result<Vec<u8>, FetchError> {
    // Below this many bytes no growth is suspicious.
    const FREE: u64 = 1 << 20;
    let grown = (packed.len() as u64).saturating_mul(limits.growth).max(FREE);
    let limit = grown.min(limits.unpacked as u64);
    let mut bytes = Vec::new();
    let result = MultiGzDecoder::new(packed).take(limit + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit {
        let is_bomb = limit == grown;
        let bomb = FetchError::Bomb { growth: limits.growth };
        return Err(if is_bomb { bomb } else { FetchError::TooLarge { limit } });
    }
    result.map(|_| bytes).map_err(|error| FetchError::Encoding(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_text() {
        for kind in
            ["", "text/html; charset=utf-8", "application/rss+xml", "application/feed+json", "Text/Plain"]
        {
            assert!(holds_text(kind), "{kind}");
        }
        for kind in ["image/png", "application/pdf", "application/octet-stream", "video/mp4"] {
            assert!(!holds_text(kind), "{kind}");
        }
    }

    #[test]
    fn moments_of_http() {
        let known = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(moment(known).map(Timestamp::as_second), Some(784_111_777));
        assert_eq!(moment("soon"), None);
    }
}
