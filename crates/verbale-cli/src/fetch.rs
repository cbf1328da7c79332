//! `verbale fetch`: pages and feeds from the web, as documents to code.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, Cursor};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::{Value, json};
use verbale_fetch::{Address, Answer, FetchError, Fetched, Fetcher, Options, Seen};
use verbale_read::{Documents, Kind, decoded};

use crate::args::{FetchArgs, Loudness};
use crate::exit::Exit;
use crate::ordered::ordered;
use crate::output::{Output, Reader};
use crate::{stop, terminal};

/// Addresses that are asked at a time, on different hosts.
const AT_A_TIME: NonZeroUsize = NonZeroUsize::new(8).expect("eight is not zero");

pub(crate) fn run(args: &FetchArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let seen = args.seen.as_deref().map(read_seen).transpose()?.unwrap_or_default();
    let fetcher = Fetcher::new(Options {
        contact: args.contact.clone(),
        allowed_hosts: args.allow_host.iter().map(|host| host.to_ascii_lowercase()).collect(),
        pace: Duration::from_secs_f64(args.pause),
        ..Options::default()
    });
    let guest = Arc::new(Guest { fetcher, seen: seen.clone(), follows: args.pages });
    let addresses = addresses(&args.addresses)?;
    let visits = ordered(addresses.into_iter(), AT_A_TIME, move |jobs| {
        jobs.each(|address: String| guest.visit(&address));
    });
    let (mut output, mut n_failed, mut seen) = (Output::new(), 0, seen);
    for visit in visits {
        for line in &visit.lines {
            let line = format!("{line}\n");
            if output.write(&line).context("cannot write to standard output")? == Reader::Gone {
                return Ok(Exit::Fine);
            }
        }
        for note in visit.notes.iter().filter(|_| loudness > Loudness::Quiet) {
            terminal::say_note(note);
        }
        for failure in &visit.failures {
            n_failed += 1;
            terminal::say_error(failure, None);
        }
        // Remembered only once it is out.
        seen.extend(visit.seen);
        if let Some(file) = &args.seen {
            write_seen(file, &seen)?;
        }
    }
    Ok(match () {
        () if stop::is_asked() => Exit::Stopped,
        () if n_failed > 0 => Exit::SomeFailed,
        () => Exit::Fine,
    })
}

/// The addresses that were named; `-` stands for lines of standard input.
fn addresses(named: &[String]) -> anyhow::Result<Vec<String>> {
    let mut addresses = Vec::new();
    for address in named {
        if address == "-" {
            for line in io::stdin().lock().lines() {
                let line = line.context("cannot read addresses from standard input")?;
                addresses.extend(Some(line.trim().to_owned()).filter(|line| !line.is_empty()));
            }
        } else {
            addresses.push(address.clone());
        }
    }
    Ok(addresses)
}

/// What is known of the last time, by address.
type SeenBy = BTreeMap<String, Seen>;

fn read_seen(file: &Path) -> anyhow::Result<SeenBy> {
    let shown = || file.display();
    let json = match fs::read(file) {
        Ok(json) => json,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(SeenBy::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", shown())),
    };
    let Ok(Value::Object(seen)) = serde_json::from_slice(&json) else {
        bail!("{}: is no file that `verbale fetch --seen` wrote", shown());
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let of =
        |value: &Value| Seen { etag: text(&value["etag"]), last_modified: text(&value["last_modified"]) };
    Ok(seen.iter().map(|(address, value)| (address.clone(), of(value))).collect())
}

/// Written beside and then put in place, so that a stop leaves the old or the new.
fn write_seen(file: &Path, seen: &SeenBy) -> anyhow::Result<()> {
    let value = |seen: &Seen| json!({"etag": seen.etag, "last_modified": seen.last_modified});
    let all: BTreeMap<&str, Value> = seen.iter().map(|(address, seen)| (&**address, value(seen))).collect();
    let json = serde_json::to_string_pretty(&all).expect("texts and names hold nothing that JSON cannot");
    let mut beside = file.as_os_str().to_owned();
    beside.push(".new");
    let write = fs::write(&beside, json).and_then(|()| fs::rename(&beside, file));
    write.with_context(|| format!("cannot write {}", file.display()))
}

struct Guest {
    fetcher: Fetcher,
    seen: SeenBy,
    /// Whether the pages that a feed leads to are fetched.
    follows: bool,
}

/// What came of one address that was named.
#[derive(Default)]
struct Visit {
    lines: Vec<Value>,
    notes: Vec<String>,
    failures: Vec<String>,
    seen: Vec<(String, Seen)>,
}

impl Guest {
    fn visit(&self, address: &str) -> Visit {
        let mut visit = Visit::default();
        let fetched = match Address::parse(address) {
            Ok(address) => self.fetch(&address, &mut visit),
            Err(error) => {
                visit.failures.push(error.to_string());
                None
            }
        };
        if let Some(fetched) = fetched {
            self.documents(&fetched, self.follows, &mut visit);
        }
        visit
    }

    /// Fetches an address, if it is new.
    fn fetch(&self, address: &Address, visit: &mut Visit) -> Option<Fetched> {
        let seen = self.seen.get(address.as_str()).cloned().unwrap_or_default();
        match self.fetcher.fetch(address, &seen) {
            Ok(Answer::Unchanged) => None,
            Ok(Answer::Fetched(fetched)) => {
                visit.notes.extend(fetched.reservations.iter().map(|said| format!("{address}: {said}")));
                if fetched.seen != Seen::default() {
                    visit.seen.push((address.to_string(), fetched.seen.clone()));
                }
                Some(*fetched)
            }
            Err(error) => {
                visit.failures.push(told(address, &error));
                None
            }
        }
    }

    /// The documents that were fetched; where `follows` says so, those that the items of a feed lead to.
    fn documents(&self, fetched: &Fetched, follows: bool, visit: &mut Visit) {
        let url = fetched.address.as_str();
        let (kind, text) = decoded(&fetched.bytes, &fetched.content_type);
        match kind {
            Kind::Html => visit.lines.push(json!({"id": url, "url": url, "html": text})),
            Kind::Text => visit.lines.push(json!({"id": url, "url": url, "text": text})),
            Kind::Feed | Kind::Jsonl | Kind::Ninjs | Kind::Newsml | Kind::Warc => {
                let options = verbale_read::Options { kind: Some(kind), ..verbale_read::Options::default() };
                for document in Documents::from_reader(url, Cursor::new(text.into_bytes()), options) {
                    match document {
                        Ok(reading) if follows && kind == Kind::Feed => {
                            self.follow(fetched, &reading.article, visit);
                        }
                        Ok(reading) => visit.lines.push(line(&reading.article)),
                        Err(error) => visit.failures.push(error.to_string()),
                    }
                }
            }
        }
    }

    /// Fetches the page that an item of a feed leads to; an item without one stands for itself.
    fn follow(&self, feed: &Fetched, item: &verbale::Article, visit: &mut Visit) {
        if stop::is_asked() {
            return;
        }
        match item.url.as_deref().map(|link| feed.address.join(link)) {
            None => visit.lines.push(line(item)),
            Some(Err(error)) => visit.failures.push(error.to_string()),
            Some(Ok(page)) => {
                if let Some(fetched) = self.fetch(&page, visit) {
                    self.documents(&fetched, false, visit);
                }
            }
        }
    }
}

fn told(address: &Address, error: &FetchError) -> String {
    format!("{address}: {error}")
}

/// An article as a document to code.
fn line(article: &verbale::Article) -> Value {
    let mut line = json!({
        "id": article.id, "url": article.url, "title": article.title, "publisher": article.publisher,
        "language": article.language, "text": &*article.text,
        "published": article.published.map(|published| published.date.to_string()),
    });
    line.as_object_mut().expect("it was made as one").retain(|_, value| !value.is_null());
    line
}
