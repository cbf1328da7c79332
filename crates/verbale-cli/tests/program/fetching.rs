//! Pages and feeds from a server on this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::tool::{Folder, Ran};

/// A server with a feed of two items, and the pages they lead to; gives its port.
fn site() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines =
                BufReader::new(stream.try_clone().expect("it is open")).lines().map_while(Result::ok);
            let path = lines.next().unwrap_or_default().split(' ').nth(1).unwrap_or_default().to_owned();
            let is_known = lines.take_while(|line| !line.is_empty()).any(|line| line.ends_with("\"v1\""));
            let (status, kind, body) = match path.as_str() {
                "/feed" if is_known => ("304 Not Modified", "", String::new()),
                "/feed" => ("200 OK", "application/rss+xml", feed(port)),
                "/1" => ("200 OK", "text/html", page("Norway condemns attack")),
                "/2" => ("200 OK", "text/html", page("Oman opens port")),
                _ => ("404 Not Found", "", String::new()),
            };
            let etag = if path == "/feed" { "ETag: \"v1\"\r\n" } else { "" };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{etag}Connection: close\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all((head + &body).as_bytes());
        }
    });
    port
}

fn feed(port: u16) -> String {
    let feed = "<rss version='2.0'><channel><title>The Weir</title><link>http://127.0.0.1:PORT/</link>\
     <item><title>Norway condemns attack</title><link>/1</link><description>Norway condemned the attack on Monday.</description></item>\
     <item><title>Oman opens port</title><link>/2</link><description>Oman opened the port of Salalah on Monday.</description></item>\
     </channel></rss>";
    feed.replace("PORT", &port.to_string())
}

fn page(title: &str) -> String {
    let words =
        "The minister said on Monday that the talks would go on until the two sides agree. ".repeat(8);
    format!("<title>{title}</title><article><h1>{title}</h1><p>{words}</p></article>")
}

#[test]
fn items_pages_and_what_is_new() {
    let port = site();
    let folder = Folder::new();
    let fetch = format!("fetch --pause 0 --allow-host 127.0.0.1 http://127.0.0.1:{port}/feed");
    let items = folder.run(&format!("{fetch} --seen seen.json"));
    assert_eq!(items.status, Some(0), "{}", items.said);
    folder.write("items.jsonl", &items.printed);
    let coded = folder.run("code items.jsonl");
    assert_eq!((coded.ids().len(), coded.status), (2, Some(0)), "{coded:?}");
    let again = folder.run(&format!("{fetch} --seen seen.json"));
    assert_eq!((again.printed.as_str(), again.status), ("", Some(0)), "nothing is new: {}", again.said);
    let pages = folder.run(&format!("{fetch} --pages"));
    let urls: Vec<String> = pages.ids();
    assert_eq!(urls, [format!("http://127.0.0.1:{port}/1"), format!("http://127.0.0.1:{port}/2")]);
    assert!(pages.printed.contains("\"html\":\"<title>Norway"), "{}", pages.printed);
}

#[test]
fn what_cannot_be_fetched_is_named() {
    let port = site();
    let folder = Folder::new();
    let ran = folder.run(&format!(
        "fetch --pause 0 --allow-host 127.0.0.1 http://127.0.0.1:{port}/none http://localhost:{port}/1 \
         file:///etc/passwd http://127.0.0.1:{port}/1"
    ));
    assert_eq!((ran.ids().len(), ran.status), (1, Some(1)), "{ran:?}");
    for expected in
        ["/none: the server answers 404", "localhost is not on the public internet", "neither http nor https"]
    {
        assert!(ran.said.contains(expected), "{}", ran.said);
    }
    assert_eq!(folder.run("fetch").status, Some(2));
    folder.write("seen.json", "[]");
    assert_eq!(folder.run("fetch --seen seen.json http://127.0.0.1/").status, Some(2));
}

/// A server with one page behind a certificate that the test's own root signed; gives its port.
fn guarded_site() -> u16 {
    let file = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name);
    let certificate = CertificateDer::from_pem_file(file("server.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(file("server.key")).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = versions.expect("it has some").with_no_client_auth();
    let config = Arc::new(config.with_single_cert(vec![certificate], key).expect("they belong together"));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(Arc::clone(&config)).expect("the settings are sound");
            let mut stream = StreamOwned::new(connection, stream);
            let mut first = String::new();
            // Whoever does not trust the certificate hangs up.
            let mut lines = BufReader::new(&mut stream);
            if lines.read_line(&mut first).is_err() {
                continue;
            }
            let mut line = String::new();
            while lines.read_line(&mut line).is_ok_and(|n_bytes| n_bytes > 2) {
                line.clear();
            }
            let (status, body) = if first.contains("/page") {
                ("200 OK", page("Oman opens port"))
            } else {
                ("404 Not Found", String::new())
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all((head + &body).as_bytes());
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    port
}

#[test]
fn only_trusted_certificates_are_taken() {
    let port = guarded_site();
    let folder = Folder::new();
    let fetch = format!("fetch --pause 0 --allow-host 127.0.0.1 https://127.0.0.1:{port}/page");
    let untrusted = folder.run(&fetch);
    assert_eq!((untrusted.printed.as_str(), untrusted.status), ("", Some(1)), "{}", untrusted.said);
    assert!(untrusted.said.contains("ertificate"), "{}", untrusted.said);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls/root.pem");
    let trusted =
        Ran::of(&folder.command(&fetch).env("SSL_CERT_FILE", root).output().expect("the program runs"));
    assert_eq!((trusted.ids().len(), trusted.status), (1, Some(0)), "{}", trusted.said);
}
