//! How long each kind of page takes on a store, and how large it is:
//! `cargo run --release -p verbale-serve --example time_pages -- STORE [WHO] [WHOM] [ISSUE]`, with two countries that
//! are met often and an issue. Without a network: the router is asked. Ends with 1 if a page fails.

#![allow(clippy::print_stdout, reason = "prints what it measured")]

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;
use verbale_serve::{Options, Server};
use verbale_store::{Filter, Paging, Store};

/// Times each page is asked; the middle one counts.
const N_TIMES: usize = 5;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let arg = |at: usize, usual: &str| args.get(at).map_or_else(|| usual.to_owned(), Clone::clone);
    let path = args.first().ok_or("STORE [WHO] [WHOM] [ISSUE]")?;
    let (who, whom, issue) = (arg(1, "SAU"), arg(2, "IRN"), arg(3, "yemen/ceasefire").replace('/', "%2F"));
    let store = Store::open_read_only(path)?;
    let article = store.articles(&Filter::default(), Paging::first(1))?.rows.first().ok_or("no article")?.id;
    let said = store.statements(&Filter::default(), Paging::first(50))?.rows;
    let speaker =
        said.iter().find_map(|row| row.speaker.as_ref()).ok_or("no speaker")?.key.replace('/', "%2F");
    let longest = said[0].words.split(|c: char| !c.is_ascii_alphanumeric()).max_by_key(|word| word.len());
    let word = longest.unwrap_or_default().to_owned();
    let story = store.stories([None, None], Paging::first(1))?.rows.first().map_or(0, |story| story.id);
    let pages = [
        "/".to_owned(),
        "/?tab=events".to_owned(),
        "/?tab=articles".to_owned(),
        format!("/?who={who}"),
        format!("/?tab=events&who={who}&whom={whom}"),
        format!("/?what={word}"),
        format!("/?what={word}&who={who}"),
        "/?what=nothingofthekind".to_owned(),
        "/?view=timeline".to_owned(),
        format!("/?tab=events&view=timeline&who={who}"),
        "/?tab=events&view=map".to_owned(),
        format!("/?tab=events&view=map&who={who}"),
        format!("/read/{article}?at=s1"),
        "/actor".to_owned(),
        "/actor?name=a".to_owned(),
        format!("/actor/country%2F{who}"),
        format!("/actor/{speaker}"),
        "/dyad".to_owned(),
        format!("/dyad/{who}/{whom}"),
        format!("/dyad/{who}/{whom}.csv"),
        "/sources".to_owned(),
        "/story".to_owned(),
        format!("/story/{story}"),
        "/issue".to_owned(),
        format!("/issue/{issue}"),
        format!("/issue/{issue}?one={who}&other={whom}&step=year"),
        format!("/issue/{issue}?one={who}&other={whom}&step=month"),
    ];
    let router = Server::router(Options::new(path))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut failed = 0;
    for page in pages {
        let mut times = Vec::new();
        let (mut status, mut bytes) = (StatusCode::OK, 0);
        let spent = processor_ms();
        for _ in 0..N_TIMES {
            let start = Instant::now();
            (status, bytes) = runtime.block_on(ask(&router, &page))?;
            times.push(start.elapsed());
        }
        let first = times[0];
        times.sort_unstable();
        let ms = |time: Duration| 1e3 * time.as_secs_f64();
        println!(
            "{page}\t{}\t{:.0} ms\t(first {:.0}, {:.0} of processor)\t{:.0} kB",
            status.as_u16(),
            ms(times[N_TIMES / 2]),
            ms(first),
            (processor_ms() - spent) / N_TIMES as f64,
            bytes as f64 / 1e3
        );
        failed += u32::from(status != StatusCode::OK);
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Milliseconds that this program has had a processor, as Linux tells it to the hundredth of a second; 0 elsewhere. On a
/// machine with other work it says more than the clock.
fn processor_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() * 10.0
}

/// Asks for a page. Returns its status and its length.
async fn ask(router: &Router, page: &str) -> Result<(StatusCode, usize), Box<dyn Error>> {
    let request = Request::get(page).header(header::HOST, "localhost").body(Body::empty())?;
    let response = router.clone().oneshot(request).await?;
    let status = response.status();
    Ok((status, to_bytes(response.into_body(), usize::MAX).await?.len()))
}
