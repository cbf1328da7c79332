//! How the pages hold under load: 200 readers on loopback for a minute, while documents are added to the same store.
//! `cargo run --release -p verbale-serve --example load -- RECORDS.jsonl [SECONDS] [READERS]`, with records as
//! `verbale code` prints them. Prints answers, errors and how long they took; ends with 1 if any request failed.

#![allow(clippy::print_stdout, reason = "prints what it measured")]

use std::error::Error;
use std::fs;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::ToSpan;
use jiff::civil::Date;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use verbale_record::Record;
use verbale_serve::{Options, Server};
use verbale_store::{Batch, Kind, Store};

/// What readers ask for, in turn; `{}` is an article.
const PAGES: [&str; 9] = [
    "/",
    "/?tab=events",
    "/?what=ceasefire",
    "/?tab=events&view=map",
    "/?view=timeline",
    "/read/{}",
    "/dyad/SAU/IRN",
    "/sources",
    "/find.json?tab=events",
];

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let records = args.first().ok_or("RECORDS.jsonl [SECONDS] [READERS]")?;
    let seconds = Duration::from_secs(args.get(1).map_or(Ok(60), |n| n.parse())?);
    let n_readers: usize = args.get(2).map_or(Ok(200), |n| n.parse())?;
    let text = fs::read_to_string(records)?;
    let records = text.lines().map(serde_json::from_str).collect::<Result<Vec<Record>, _>>()?;

    let folder = tempfile::tempdir()?;
    let path = folder.path().join("load.vb");
    Store::create(&path)?.add(&Batch { records: &records, ..Batch::default() })?;
    let first = Store::open_read_only(&path)?
        .articles(&verbale_store::Filter::default(), verbale_store::Paging::first(1))?;
    let article = first.rows.first().ok_or("no records")?.id;

    let mut options = Options::new(&path);
    options.address.set_port(0);
    let server = Server::bind(options)?;
    let address = server.address();
    let is_over = Arc::new(AtomicBool::new(false));
    let over = Arc::clone(&is_over);
    let serving = std::thread::spawn(move || server.run(move || over.load(Ordering::Relaxed)));
    let over = Arc::clone(&is_over);
    let adding = std::thread::spawn(move || add(&path, &records, &over));

    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let until = Instant::now() + seconds;
    let (mut took, mut failed) = runtime.block_on(async {
        let readers: Vec<_> = (0..n_readers)
            .map(|reader| tokio::spawn(read_until(until, address.to_string(), reader, article)))
            .collect();
        let (mut took, mut failed) = (Vec::new(), 0);
        for reader in readers {
            let (theirs, errors) = reader.await.unwrap_or_else(|_| (Vec::new(), 1));
            took.extend(theirs);
            failed += errors;
        }
        (took, failed)
    });
    is_over.store(true, Ordering::Relaxed);
    let added = adding.join().map_err(|_| "adding panicked")??;
    failed += u64::from(serving.join().map_err(|_| "serving panicked")?.is_err());
    took.sort_unstable();
    let at =
        |percent: usize| took.get(took.len() * percent / 100).or(took.last()).copied().unwrap_or_default();
    println!(
        "{n_readers} readers, {} s: {} answers ({:.0}/s), {failed} errors; p50 {:?}, p99 {:?}, slowest {:?}; {added} documents added meanwhile",
        seconds.as_secs(),
        took.len(),
        took.len() as f64 / seconds.as_secs_f64(),
        at(50),
        at(99),
        at(100)
    );
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Days between a round and the next: further than reprints are looked for.
const ROUND: i32 = 30;

/// Adds the records again and again under new names and days, ten at a time. Returns how many.
fn add(
    path: &std::path::Path,
    records: &[Record],
    is_over: &AtomicBool,
) -> Result<u64, verbale_store::StoreError> {
    let mut store = Store::open(path)?;
    let mut round = 0;
    while !is_over.load(Ordering::Relaxed) {
        round += 1;
        for batch in records.chunks(10) {
            let batch: Vec<Record> = batch
                .iter()
                .map(|record| {
                    let mut record = record.clone();
                    record.id = format!("{}-{round}", record.id);
                    let published =
                        record.article.published.as_deref().and_then(|day| day.parse::<Date>().ok());
                    record.article.published =
                        published.map(|day| day.saturating_add((ROUND * round).days()).to_string());
                    record
                })
                .collect();
            store.add(&Batch { records: &batch, ..Batch::default() })?;
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    Ok(store.total(Kind::Article, &verbale_store::Filter::default(), u64::MAX)?.n - records.len() as u64)
}

/// One reader on one connection. Returns how long each answer took, and how many were none.
async fn read_until(until: Instant, address: String, reader: usize, article: i64) -> (Vec<Duration>, u64) {
    let (mut took, mut failed) = (Vec::new(), 0);
    let Ok(mut stream) = TcpStream::connect(&address).await else { return (took, 1) };
    let mut turn = reader;
    while Instant::now() < until {
        let page = PAGES[turn % PAGES.len()].replace("{}", &article.to_string());
        turn += 1;
        let start = Instant::now();
        match ask(&mut stream, &address, &page).await {
            Ok(200) => took.push(start.elapsed()),
            Ok(_) | Err(_) => failed += 1,
        }
    }
    (took, failed)
}

/// Asks for a page and reads the answer whole. Returns its status.
async fn ask(stream: &mut TcpStream, address: &str, page: &str) -> Result<u16, Box<dyn Error + Send + Sync>> {
    stream.write_all(format!("GET {page} HTTP/1.1\r\nhost: {address}\r\n\r\n").as_bytes()).await?;
    let mut answer = Vec::new();
    let mut part = vec![0; 65536];
    loop {
        let n = stream.read(&mut part).await?;
        answer.extend_from_slice(&part[..n]);
        let Some(head) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
            if n == 0 {
                return Err("the answer broke off".into());
            }
            continue;
        };
        let text = String::from_utf8_lossy(&answer[..head]).to_lowercase();
        let length =
            text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        if answer.len() >= head + 4 + length.ok_or("an answer without a length")? {
            return Ok(text.get(9..12).ok_or("no status")?.parse()?);
        }
        if n == 0 {
            return Err("the answer broke off".into());
        }
    }
}
