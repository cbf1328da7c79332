//! Pages and feeds from a server on this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

use crate::tool::Folder;

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
