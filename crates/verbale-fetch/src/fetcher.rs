//! Fetching: robots.txt first, then the address, hop by hop.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::hosts::{Hosts, lock};
use crate::reservation::{Reservation, SiteRules, in_headers, in_page};
use crate::robots::{self, Robots};
use crate::send::{Reply, Sender, Wanted};
use crate::{Address, FetchError};

/// How is fetched.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whom a site may turn to, an address or a mail address: it goes into the `User-Agent`.
    pub contact: Option<String>,
    /// Hosts that may be asked wherever they are, as they stand in addresses: `intranet.example`, `127.0.0.1`.
    pub allowed_hosts: BTreeSet<String>,
    /// The pause between two requests to a host, where its robots.txt asks for no longer one: one second.
    pub pace: Duration,
    /// How long a host's turn is waited for: one minute. Beyond that fetching fails with [`FetchError::Later`].
    pub patience: Duration,
    /// What no answer may exceed.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            contact: None,
            allowed_hosts: BTreeSet::new(),
            pace: Duration::from_secs(1),
            patience: Duration::from_mins(1),
            limits: Limits::default(),
        }
    }
}

/// What no answer may exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes as they are sent: 8 MiB.
    pub packed: usize,
    /// Bytes unpacked: 16 MiB.
    pub unpacked: usize,
    /// How many times its size an answer may unpack to: 200.
    pub growth: u64,
    /// Redirects one after another: 5.
    pub redirects: usize,
    /// Time until a connection stands: 10 s.
    pub connect: Duration,
    /// Time for one request and its answer: 60 s.
    pub whole: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            packed: 8 << 20,
            unpacked: 16 << 20,
            growth: 200,
            redirects: 5,
            connect: Duration::from_secs(10),
            whole: Duration::from_mins(1),
        }
    }
}

/// What is known of the last time: sent along, so that a server need not send the same again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The header `ETag`, to the letter.
    pub etag: Option<String>,
    /// The header `Last-Modified`, to the letter.
    pub last_modified: Option<String>,
}

/// What came of fetching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is as it was seen.
    Unchanged,
    /// It is new.
    Fetched(Box<Fetched>),
}

/// What was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Where it was in the end.
    pub address: Address,
    /// Addresses that led there, the one that was asked for first; none where that one had it.
    pub hops: Vec<Address>,
    /// Its `Content-Type` as it was sent, which may name the characters; empty where there is none.
    pub content_type: String,
    /// The bytes, unpacked; their characters are as they were sent.
    pub bytes: Vec<u8>,
    /// What to send along the next time.
    pub seen: Seen,
    /// Where text and data mining is reserved.
    pub reservations: Vec<Reservation>,
}

/// Fetches, on any number of threads: each host is asked one thing at a time all the same.
#[derive(Debug)]
pub struct Fetcher {
    sender: Sender,
    options: Options,
    hosts: Hosts,
    sites: Mutex<BTreeMap<String, Site>>,
}

/// What a site says for all of its pages.
#[derive(Clone, Debug)]
struct Site {
    known_at: Instant,
    /// Or why it cannot be told.
    says: Result<Arc<Says>, String>,
}

#[derive(Debug, Default)]
struct Says {
    robots: Robots,
    reserved: SiteRules,
}

impl Site {
    /// RFC 9309, 2.4: not longer than a day. What could not be had is tried again sooner.
    fn is_fresh(&self) -> bool {
        let minutes = if self.says.is_ok() { 24 * 60 } else { 10 };
        self.known_at.elapsed() < Duration::from_mins(minutes)
    }
}

/// Sites that are remembered at least.
const MANY_SITES: usize = 1024;

impl Fetcher {
    /// A fetcher that has asked nobody so far.
    pub fn new(options: Options) -> Self {
        let sender = Sender::new(&options);
        Self { sender, options, hosts: Hosts::default(), sites: Mutex::default() }
    }

    /// Fetches an address, once it is its host's turn; `seen` is what is known of the last time.
    ///
    /// # Errors
    ///
    /// Where robots.txt asks not to, the host is not public, a limit is exceeded, or the server does not answer with a
    /// success.
    pub fn fetch(&self, address: &Address, seen: &Seen) -> Result<Answer, FetchError> {
        let mut address = address.clone();
        let mut hops = Vec::new();
        loop {
            let says = self.says(&address)?;
            if !says.robots.allows(&address.path()) {
                return Err(FetchError::Robots { origin: address.origin() });
            }
            let pause = says.robots.delay.unwrap_or_default().max(self.options.pace);
            let reply = self.ask(&address, Wanted::Text, seen, pause)?;
            match reply.status {
                304 if *seen != Seen::default() => return Ok(Answer::Unchanged),
                _ if reply.is_success() => {
                    return Ok(Answer::Fetched(Box::new(fetched(address, hops, reply, &says))));
                }
                _ => {
                    let to = self.redirect(&address, &reply, hops.len())?;
                    hops.push(std::mem::replace(&mut address, to));
                }
            }
        }
    }

    /// Where an answer redirects to.
    fn redirect(&self, address: &Address, reply: &Reply, n_hops: usize) -> Result<Address, FetchError> {
        if !matches!(reply.status, 301 | 302 | 303 | 307 | 308) {
            return Err(FetchError::Status { status: reply.status });
        }
        if n_hops >= self.options.limits.redirects {
            return Err(FetchError::Redirects { limit: self.options.limits.redirects });
        }
        let to = address.join(reply.field("location").ok_or(FetchError::Nowhere)?)?;
        if address.is_https() && !to.is_https() {
            return Err(FetchError::Downgrade { to: to.to_string() });
        }
        Ok(to)
    }

    /// Asks when it is the host's turn. A host that is busy is asked once more when it wants to be.
    fn ask(
        &self,
        address: &Address,
        wanted: Wanted,
        seen: &Seen,
        pause: Duration,
    ) -> Result<Reply, FetchError> {
        // What hosts that are busy and do not say for how long are left alone.
        const BUSY: Duration = Duration::from_mins(1);
        let host = self.hosts.host(address.host());
        let mut host = lock(&host);
        let mut is_again = false;
        loop {
            host.wait_for_turn(address.host(), self.options.patience)?;
            let reply = self.sender.send(address, wanted, seen);
            host.rest(pause);
            match reply {
                Ok(reply) if matches!(reply.status, 429 | 503) => {
                    let wait = reply.retry_after().unwrap_or(BUSY);
                    host.rest(wait);
                    if is_again || wait > self.options.patience {
                        return Err(FetchError::Later { host: address.host().to_owned(), wait });
                    }
                    is_again = true;
                }
                reply => return reply,
            }
        }
    }

    /// What the site of an address says for all of its pages.
    fn says(&self, address: &Address) -> Result<Arc<Says>, FetchError> {
        let origin = address.origin();
        let known = lock(&self.sites).get(&origin).filter(|site| site.is_fresh()).cloned();
        let site = if let Some(site) = known {
            site
        } else {
            let says = match self.ask_site(address) {
                Ok(says) => Ok(Arc::new(says)),
                // These tell of the address, not of its robots.txt.
                Err(error @ (FetchError::NotPublic { .. } | FetchError::Later { .. })) => {
                    return Err(error);
                }
                Err(error) => Err(error.to_string()),
            };
            let site = Site { known_at: Instant::now(), says };
            let mut sites = lock(&self.sites);
            if sites.len() >= MANY_SITES {
                sites.retain(|_, site| site.is_fresh());
                if sites.len() >= 4 * MANY_SITES {
                    sites.clear();
                }
            }
            sites.insert(origin.clone(), site.clone());
            site
        };
        site.says.map_err(|why| FetchError::RobotsUnknown { origin, why })
    }

    /// Asks a site for its robots.txt, and for what it reserves. Without a robots.txt everything is allowed; one that cannot
    /// be had forbids everything (RFC 9309, 2.3.1.3 and 2.3.1.4).
    fn ask_site(&self, address: &Address) -> Result<Says, FetchError> {
        let robots = match self.site_file(address, "/robots.txt") {
            Ok(bytes) => {
                let bytes = &bytes[..bytes.len().min(robots::MAX_BYTES)];
                Robots::parse(&String::from_utf8_lossy(bytes))
            }
            Err(FetchError::Status { status: 400..=499 }) => Robots::default(),
            Err(error) => return Err(error),
        };
        let rules = self.site_file(address, "/.well-known/tdmrep.json");
        let reserved = rules.map(|bytes| SiteRules::parse(&bytes)).unwrap_or_default();
        Ok(Says { robots, reserved })
    }

    /// A file that speaks for its site, by way of redirects.
    fn site_file(&self, address: &Address, path: &str) -> Result<Vec<u8>, FetchError> {
        let mut address = address.join(path)?;
        let mut n_hops = 0;
        loop {
            let reply = self.ask(&address, Wanted::SiteFile, &Seen::default(), self.options.pace)?;
            if reply.is_success() {
                return Ok(reply.bytes);
            }
            address = self.redirect(&address, &reply, n_hops)?;
            n_hops += 1;
        }
    }
}

fn fetched(address: Address, hops: Vec<Address>, reply: Reply, says: &Says) -> Fetched {
    let mut reservations = in_headers(|name| reply.fields(name));
    reservations.extend(in_page(&reply.bytes));
    reservations.extend(says.reserved.of(&address.path()));
    let field = |name: &str| reply.field(name).map(str::to_owned);
    Fetched {
        address,
        hops,
        content_type: reply.content_type().to_owned(),
        seen: Seen { etag: field("etag"), last_modified: field("last-modified") },
        reservations,
        bytes: reply.bytes,
    }
}
