//! Addresses to bytes: pages and feeds fetched as a good guest does.
//!
//! [`Fetcher`] asks for one address at a time, on however many threads it is used, and gives its bytes or says that they
//! have not changed. It is
//!
//! - *conditional*: what was [`Seen`] the last time goes along, so that a server may answer "not modified";
//! - *polite*: robots.txt (RFC 9309) is asked and kept to, a host is asked one thing at a time with a pause between,
//!   `Crawl-delay` and `Retry-After` hold, and the `User-Agent` says who asks;
//! - *bounded*: bytes packed and unpacked, redirects and time have [`Limits`];
//! - *safe*: an address is resolved once a hop, and the connection goes to what was checked; addresses within private,
//!   local and special networks are refused unless the host was allowed by name, on every redirect;
//! - *mindful*: what a publisher reserves as to text and data mining is noted ([`Reservation`]).
//!
//! ```
//! use std::io::{Read, Write};
//! use verbale_fetch::{Address, Answer, Fetcher, Options, Seen};
//!
//! // A server that has one page, and no robots.txt.
//! let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
//! let port = server.local_addr().unwrap().port();
//! std::thread::spawn(move || {
//!     for stream in server.incoming() {
//!         let (mut stream, mut asked) = (stream.unwrap(), [0; 2000]);
//!         let n_bytes = stream.read(&mut asked).unwrap();
//!         let answer: &[u8] = match asked[..n_bytes].starts_with(b"GET /talks ") {
//!             true => b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<p>Talks.</p>",
//!             false => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
//!         };
//!         stream.write_all(answer).unwrap();
//!     }
//! });
//!
//! let mut options = Options { pace: std::time::Duration::ZERO, ..Options::default() };
//! options.allowed_hosts.insert("127.0.0.1".to_owned());
//! let fetcher = Fetcher::new(options);
//! let address = Address::parse(&format!("http://127.0.0.1:{port}/talks")).unwrap();
//! let Answer::Fetched(page) = fetcher.fetch(&address, &Seen::default()).unwrap() else { panic!("it is new") };
//! assert_eq!((&*page.content_type, &*page.bytes), ("text/html", &b"<p>Talks.</p>"[..]));
//! ```
//!
//! It reads no articles, follows no links, keeps nothing from run to run and runs no scripts; proxies are not used, as they
//! would resolve addresses behind its back.

mod address;
mod error;
mod fetcher;
mod hosts;
mod network;
mod reservation;
mod robots;
mod send;

pub use address::{Address, AddressError};
pub use error::FetchError;
pub use fetcher::{Answer, Fetched, Fetcher, Limits, Options, Seen};
pub use network::refusal;
pub use reservation::Reservation;
