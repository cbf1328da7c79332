//! The fetcher against servers on this machine.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use verbale_fetch::{Address, Answer, FetchError, Fetched, Fetcher, Limits, Options, Seen};

/// A request as it came: its path, and its fields by their names in lower case.
#[derive(Clone, Debug)]
struct Asked {
    path: String,
    fields: BTreeMap<String, String>,
    at: Instant,
}

/// A server that answers each request by a function, and remembers what it was asked.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    fn new(answer: impl Fn(&Asked, usize) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let (log, answer) = (Arc::clone(&asked), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                thread::spawn(move || serve(stream, &log, &*answer));
            }
        });
        Self { port, asked }
    }

    /// One that has no robots.txt, and answers all else alike.
    fn of(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::new(move |asked, _| if asked.path.starts_with("/page") { answer.clone() } else { status(404) })
    }

    fn address(&self, path: &str) -> Address {
        Address::parse(&format!("http://127.0.0.1:{}{path}", self.port)).expect("it is one")
    }

    fn paths(&self) -> Vec<String> {
        self.asked.lock().expect("no panic").iter().map(|asked| asked.path.clone()).collect()
    }

    fn last(&self) -> Asked {
        self.asked.lock().expect("no panic").last().expect("it was asked").clone()
    }
}

fn serve(stream: TcpStream, log: &Mutex<Vec<Asked>>, answer: &(dyn Fn(&Asked, usize) -> Vec<u8> + Sync)) {
    let mut lines = BufReader::new(stream.try_clone().expect("it is open")).lines();
    let Some(Ok(first)) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let fields = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| {
            line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        })
        .collect();
    let asked = Asked { path, fields, at: Instant::now() };
    let n_before = {
        let mut log = log.lock().expect("no panic");
        log.push(asked.clone());
        log.iter().filter(|before| before.path == asked.path).count() - 1
    };
    let mut stream = stream;
    // Whoever hangs up has heard enough.
    let _ = stream.write_all(&answer(&asked, n_before));
}

fn reply(status: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 {status}\r\nConnection: close\r\n{fields}Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn page(fields: &str, body: &[u8]) -> Vec<u8> {
    reply("200 OK", &format!("Content-Type: text/html; charset=koi8-r\r\n{fields}"), body)
}

fn status(status: u16) -> Vec<u8> {
    reply(&format!("{status} Because"), "", b"")
}

fn redirect(to: &str) -> Vec<u8> {
    reply("302 Found", &format!("Location: {to}\r\n"), b"")
}

fn options() -> Options {
    Options {
        pace: Duration::ZERO,
        allowed_hosts: ["127.0.0.1".to_owned()].into(),
        patience: Duration::from_secs(5),
        ..Options::default()
    }
}

fn fetch(server: &Server, path: &str) -> Result<Fetched, FetchError> {
    fetch_by(options(), server, path)
}

fn fetch_by(options: Options, server: &Server, path: &str) -> Result<Fetched, FetchError> {
    match Fetcher::new(options).fetch(&server.address(path), &Seen::default())? {
        Answer::Fetched(fetched) => Ok(*fetched),
        Answer::Unchanged => panic!("nothing was seen before"),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

#[test]
fn what_was_seen_goes_along_and_may_be_unchanged() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/page" if asked.fields.get("if-none-match").is_some_and(|tag| tag == "\"v1\"") => status(304),
        "/old" if asked.fields.contains_key("if-modified-since") => status(304),
        "/page" => page("ETag: \"v1\"\r\nLast-Modified: Mon, 02 Mar 2020 10:00:00 GMT\r\n", b"<p>One"),
        _ => status(404),
    });
    let fetcher = Fetcher::new(options());
    let Ok(Answer::Fetched(first)) = fetcher.fetch(&server.address("/page"), &Seen::default()) else {
        panic!("it is there")
    };
    assert_eq!((&*first.bytes, &*first.content_type), (&b"<p>One"[..], "text/html; charset=koi8-r"));
    assert_eq!(first.seen.etag.as_deref(), Some("\"v1\""));
    assert_eq!(fetcher.fetch(&server.address("/page"), &first.seen), Ok(Answer::Unchanged));
    let dated = Seen { etag: None, ..first.seen };
    assert_eq!(fetcher.fetch(&server.address("/old"), &dated), Ok(Answer::Unchanged));
    assert_eq!(server.last().fields["if-modified-since"], "Mon, 02 Mar 2020 10:00:00 GMT");
    // Another version is sent whole; what is no header is not sent.
    let other = Seen { etag: Some("\"v0\"".to_owned()), ..Seen::default() };
    assert!(matches!(fetcher.fetch(&server.address("/page"), &other), Ok(Answer::Fetched(_))));
    let broken = Seen { etag: Some("a\r\nX: y".to_owned()), ..Seen::default() };
    assert!(fetcher.fetch(&server.address("/page"), &broken).is_err());
    assert_eq!(fetch(&server, "/gone"), Err(FetchError::Status { status: 404 }));
    let unasked = Server::of(status(304));
    assert_eq!(fetch(&unasked, "/page"), Err(FetchError::Status { status: 304 }), "nothing was seen");
}

#[test]
fn it_says_who_it_is_and_sends_nothing_else_of_whom_it_is_for() {
    let server = Server::of(page("Set-Cookie: a=b\r\n", b"x"));
    let fetcher = Fetcher::new(Options { contact: Some("mailto:ada@a.example".to_owned()), ..options() });
    for _ in 0..2 {
        fetcher.fetch(&server.address("/page#part"), &Seen::default()).expect("it is there");
    }
    let Asked { path, fields, .. } = server.last();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        (path.as_str(), &fields["user-agent"]),
        ("/page", &format!("verbale/{version} (+mailto:ada@a.example)"))
    );
    assert_eq!(fields["accept-encoding"], "gzip");
    assert!(!fields.contains_key("cookie") && !fields.contains_key("referer"), "{fields:?}");
}

#[test]
fn robots_txt_is_asked_once_and_kept_to() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/robots.txt" => redirect("/other/robots.txt"),
        // Some servers do not know what they send.
        "/other/robots.txt" => {
            let rules = b"User-agent: *\nDisallow: /\n\nUser-agent: verbale\nDisallow: /page/secret";
            reply("200 OK", "Content-Type: application/octet-stream\r\n", rules)
        }
        "/page/detour" => redirect("/page/secret?x"),
        _ if asked.path.starts_with("/page") => page("", b"x"),
        _ => status(404),
    });
    let fetcher = Fetcher::new(options());
    let fetch = |path| fetcher.fetch(&server.address(path), &Seen::default());
    assert!(fetch("/page/1").is_ok() && fetch("/page/2").is_ok());
    let refused = FetchError::Robots { origin: format!("http://127.0.0.1:{}", server.port) };
    assert_eq!(fetch("/page/secret/1"), Err(refused.clone()));
    assert_eq!(fetch("/page/detour"), Err(refused));
    let paths = server.paths();
    assert_eq!(paths.iter().filter(|path| path.ends_with("robots.txt")).count(), 2, "{paths:?}");
    assert!(!paths.iter().any(|path| path.contains("secret")), "{paths:?}");
}

#[test]
fn a_site_whose_robots_txt_cannot_be_had_is_left_alone() {
    for broken in [status(500), redirect("/robots.txt"), reply("301 Moved", "", b"")] {
        let server = Server::new(
            move |asked, _| if asked.path == "/robots.txt" { broken.clone() } else { page("", b"x") },
        );
        let error = fetch(&server, "/page").expect_err("it is left alone");
        assert!(matches!(error, FetchError::RobotsUnknown { .. }), "{error}");
        assert!(!server.paths().contains(&"/page".to_owned()));
    }
    let refusing =
        Server::new(|asked, _| if asked.path == "/robots.txt" { status(403) } else { page("", b"x") });
    assert!(fetch(&refusing, "/page").is_ok(), "there is none for us");
}

#[test]
fn a_host_is_asked_one_thing_at_a_time_with_a_pause() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/robots.txt" => reply("200 OK", "", b"User-agent: *\nCrawl-delay: 0.2"),
        _ => page("", b"x"),
    });
    let fetcher = Arc::new(Fetcher::new(Options { pace: Duration::from_millis(50), ..options() }));
    thread::scope(|scope| {
        for n in 0..3 {
            let (fetcher, address) = (Arc::clone(&fetcher), server.address(&format!("/page/{n}")));
            scope.spawn(move || fetcher.fetch(&address, &Seen::default()).expect("it is there"));
        }
    });
    let asked = server.asked.lock().expect("no panic");
    let times: Vec<Instant> =
        asked.iter().filter(|asked| asked.path.starts_with("/page")).map(|asked| asked.at).collect();
    assert_eq!(times.len(), 3);
    for (before, after) in times.iter().zip(&times[1..]) {
        assert!(*after - *before >= Duration::from_millis(195), "{:?}", *after - *before);
    }
}

#[test]
fn a_busy_host_is_asked_again_when_it_wants_to_be() {
    let server = Server::new(|asked, n_before| match (asked.path.as_str(), n_before) {
        ("/page/seconds", 0) => reply("429 Too Many", "Retry-After: 1\r\n", b""),
        ("/page/date", 0) => {
            let date =
                "Date: Mon, 02 Mar 2020 10:00:00 GMT\r\nRetry-After: Mon, 02 Mar 2020 10:00:01 GMT\r\n";
            reply("503 Busy", date, b"")
        }
        ("/page/long", _) => reply("503 Busy", "Retry-After: 86400\r\n", b""),
        _ if asked.path.starts_with("/page") => page("", b"x"),
        _ => status(404),
    });
    let fetcher = Fetcher::new(options());
    for path in ["/page/seconds", "/page/date"] {
        let start = Instant::now();
        assert!(fetcher.fetch(&server.address(path), &Seen::default()).is_ok(), "{path}");
        assert!(start.elapsed() >= Duration::from_millis(990), "{path}");
    }
    let later = fetcher.fetch(&server.address("/page/long"), &Seen::default());
    assert!(matches!(later, Err(FetchError::Later { wait, .. }) if wait.as_secs() == 86_400), "{later:?}");
    // The whole host is left alone, without asking it.
    let n_asked = server.paths().len();
    let later = fetcher.fetch(&server.address("/page/1"), &Seen::default());
    assert!(matches!(later, Err(FetchError::Later { .. })), "{later:?}");
    assert_eq!(server.paths().len(), n_asked);
}

#[test]
fn redirects_are_followed_within_reason() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/page/1" => redirect("2?a=b"),
        "/page/2?a=b" => redirect("/page/3"),
        "/page/3" => page("", b"three"),
        "/page/round" => redirect("/page/round"),
        "/page/nowhere" => reply("302 Found", "", b""),
        "/page/file" => redirect("file:///etc/passwd"),
        "/page/login" => redirect("http://a:b@127.0.0.1/"),
        _ => status(404),
    });
    let fetched = fetch(&server, "/page/1").expect("it leads there");
    assert_eq!((&*fetched.bytes, fetched.address), (&b"three"[..], server.address("/page/3")));
    assert_eq!(fetched.hops, [server.address("/page/1"), server.address("/page/2?a=b")]);
    assert_eq!(fetch(&server, "/page/round"), Err(FetchError::Redirects { limit: 5 }));
    assert_eq!(fetch(&server, "/page/nowhere"), Err(FetchError::Nowhere));
    assert!(matches!(fetch(&server, "/page/file"), Err(FetchError::Address(_))));
    assert!(matches!(fetch(&server, "/page/login"), Err(FetchError::Address(_))));
}

#[test]
fn hosts_that_are_not_public_are_refused_on_every_hop() {
    let inside = Server::of(page("", b"secret"));
    let closed = Options { allowed_hosts: [].into(), ..options() };
    let fetcher = Fetcher::new(closed);
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1", "0.0.0.0", "[::1]"] {
        let address = Address::parse(&format!("http://{host}:{}/page", inside.port)).expect("it is one");
        let error = fetcher.fetch(&address, &Seen::default()).expect_err("it is this machine");
        assert!(matches!(error, FetchError::NotPublic { .. }), "{host}: {error}");
    }
    // By a redirect, of the page and of robots.txt, from a host that is allowed.
    for from in ["/page", "/robots.txt"] {
        let to = format!("http://localhost:{}/page", inside.port);
        let outside =
            Server::new(move |asked, _| if asked.path == from { redirect(&to) } else { status(404) });
        let error = fetch(&outside, "/page").expect_err("it leads to this machine");
        assert!(
            matches!(&error, FetchError::NotPublic { host, .. } if host == "localhost"),
            "{from}: {error}"
        );
    }
    assert_eq!(inside.paths(), [""; 0]);
}

#[test]
fn answers_have_their_limits() {
    let limits = Limits { packed: 2000, unpacked: 1_500_000, growth: 100, ..Limits::default() };
    let fetch = |answer: Vec<u8>| fetch_by(Options { limits, ..options() }, &Server::of(answer), "/page");
    let packed = |bytes: &[u8]| page("Content-Encoding: gzip\r\n", &gzip(bytes));
    assert_eq!(fetch(packed(b"<p>One")).map(|fetched| fetched.bytes).as_deref(), Ok(&b"<p>One"[..]));
    assert!(fetch(page("Content-Encoding: gzip\r\n", b"<p>One")).is_ok(), "it is not packed at all");
    assert_eq!(fetch(page("", &[b'x'; 2001])), Err(FetchError::TooLarge { limit: 2000 }));
    let endless =
        [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"[..], &[b'x'; 9000]];
    assert_eq!(fetch(endless.concat()), Err(FetchError::TooLarge { limit: 2000 }));
    assert_eq!(fetch(packed(&vec![b' '; 1_200_000])), Err(FetchError::Bomb { growth: 100 }));
    let twice = page("Content-Encoding: gzip, gzip\r\n", &gzip(&gzip(b"x")));
    assert!(matches!(fetch(twice), Err(FetchError::Encoding(_))));
    let mut cut_off = gzip(b"<p>One");
    cut_off.pop();
    assert!(matches!(fetch(page("Content-Encoding: gzip\r\n", &cut_off)), Err(FetchError::Encoding(_))));
    let image = reply("200 OK", "Content-Type: image/png\r\n", b"x");
    assert!(matches!(fetch(image), Err(FetchError::Type { .. })));
    let short =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: 10\r\n\r\nx";
    assert!(matches!(fetch(short.to_vec()), Err(FetchError::Connection(_))));
    assert!(matches!(fetch(b"noise\r\n\r\n".to_vec()), Err(FetchError::Connection(_))));
    let long_head = page(&format!("X: {}\r\n", "y".repeat(100_000)), b"x");
    assert!(matches!(fetch(long_head), Err(FetchError::Connection(_))));
}

#[test]
fn a_server_that_dawdles_is_given_up() {
    let server = Server::new(|asked, _| {
        if asked.path.starts_with("/page") {
            thread::sleep(Duration::from_secs(20));
        }
        status(404)
    });
    let limits = Limits { whole: Duration::from_millis(300), ..Limits::default() };
    let start = Instant::now();
    let error = fetch_by(Options { limits, ..options() }, &server, "/page").expect_err("it is slow");
    assert!(matches!(error, FetchError::Slow(_)), "{error}");
    assert!(start.elapsed() < Duration::from_secs(15));
}

#[test]
fn reservations_are_noted_wherever_they_are() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/.well-known/tdmrep.json" => {
            let rules = br#"[{"location": "/page/site*", "tdm-reservation": 1, "tdm-policy": "https://a.example/p"}]"#;
            reply("200 OK", "Content-Type: application/json\r\n", rules)
        }
        "/page/header" => page("tdm-reservation: 1\r\nTDM-Policy: https://a.example/h\r\n", b"x"),
        "/page/robots" => page("X-Robots-Tag: otherbot: noindex\r\nX-Robots-Tag: noai, noimageai\r\n", b"x"),
        "/page/meta" => page("", b"<html><head><meta name=\"tdm-reservation\" content=\"1\">"),
        "/page/open" => page("tdm-reservation: 0\r\nX-Robots-Tag: noindex\r\n", b"x"),
        _ if asked.path.starts_with("/page") => page("", b"x"),
        _ => status(404),
    });
    for (path, expected) in [
        ("/page/header", "(header tdm-reservation; policy: https://a.example/h)"),
        ("/page/robots", "(header X-Robots-Tag)"),
        ("/page/meta", "(meta tag)"),
        ("/page/site/1", "(tdmrep.json of the site; policy: https://a.example/p)"),
        ("/page/open", ""),
    ] {
        let said: Vec<String> = fetch(&server, path)
            .expect("it is there")
            .reservations
            .iter()
            .map(|reservation| {
                reservation.to_string().replace("its publisher reserves text and data mining ", "")
            })
            .collect();
        assert_eq!(said.join(" "), expected, "{path}");
    }
}

#[test]
fn an_encrypted_connection_is_asked_for_and_not_given_up() {
    // Nobody speaks TLS here: the page is not asked for without it.
    let server = Server::of(page("", b"x"));
    let address = Address::parse(&format!("https://127.0.0.1:{}/page", server.port)).expect("it is one");
    let error = Fetcher::new(options()).fetch(&address, &Seen::default()).expect_err("it speaks no TLS");
    assert!(matches!(error, FetchError::RobotsUnknown { .. }), "{error}");
    assert!(!server.paths().contains(&"/page".to_owned()));
}
