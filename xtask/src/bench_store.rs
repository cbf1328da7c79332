//! The store on a million made-up articles: how fast it is filled, how fast it answers, how large it is.

mod made_up;

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context;
use verbale_gap::Step;
use verbale_store::{Batch, Filter, GapAsked, Kind, Paging, SeriesOptions, Store, StoreError, Who};

use crate::say;
use made_up::MadeUp;

#[derive(clap::Args, Debug)]
pub(crate) struct BenchStore {
    /// Articles to make up
    #[arg(long, default_value_t = 1_000_000)]
    articles: u64,
    /// Where to keep the store; one that is there is asked again, not made anew
    #[arg(long, default_value = "target/bench/store.vb")]
    store: PathBuf,
}

/// Records kept in one transaction, at most what `verbale add` keeps.
const BATCH: usize = 4000;
/// Times each question is asked; the middle one counts.
const N_TIMES: usize = 9;
/// Rows of a page.
const PAGE: usize = 50;

pub(crate) fn run(options: &BenchStore) -> anyhow::Result<()> {
    if !options.store.exists() {
        fill(options)?;
    }
    let store = Store::open_read_only(&options.store)?;
    let size = store.size()?;
    let bytes = fs::metadata(&options.store)?.len();
    say(&format!(
        "{} articles, {} statements, {} events in {:.2} GB",
        size.documents,
        size.statements,
        size.events,
        bytes as f64 / 1e9
    ));
    ask(&store, &MadeUp::new(options.articles))
}

fn fill(options: &BenchStore) -> anyhow::Result<()> {
    if let Some(folder) = options.store.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let mut store = Store::create(&options.store)?;
    let mut made_up = MadeUp::new(options.articles);
    let (mut n_added, mut spent) = (0, Duration::ZERO);
    while n_added < options.articles {
        let n = BATCH.min((options.articles - n_added) as usize);
        let records: Vec<_> = (0..n).map(|_| made_up.next()).collect();
        let start = Instant::now();
        store.add(&Batch { records: &records, ..Batch::default() })?;
        spent += start.elapsed();
        n_added += n as u64;
        if n_added.is_multiple_of(50_000) {
            say(&format!("{n_added} added, {:.0}/s", n_added as f64 / spent.as_secs_f64()));
        }
    }
    println!("adding\t{:.0} records/s", n_added as f64 / spent.as_secs_f64());
    Ok(())
}

/// Asks what pages ask, and prints how long each answer took.
fn ask(store: &Store, made_up: &MadeUp) -> anyhow::Result<()> {
    let (first, second) = made_up.top_countries();
    let (a, b) = (store.who(first)?, store.who(second)?);
    let actor =
        Who { parties: vec![store.parties_named(made_up.word(3), 1)?.first().context("an actor")?.party.id] };
    let all = Filter::default;
    let words = |words: String| Filter { words: Some(words), ..all() };
    let phrases = [("frequent phrase", 2), ("phrase", 40), ("rare phrase", 2000)];
    for (name, rank) in phrases {
        let filter = words(made_up.phrase(rank));
        let n = store.total(Kind::Statement, &filter, 100_000)?.n;
        time(&format!("statements with a {name} ({n})"), || first_page(store, Kind::Statement, &filter))?;
        time(&format!("articles with a {name}"), || first_page(store, Kind::Article, &filter))?;
    }
    let lists = [
        ("all", all()),
        ("by a frequent actor", Filter { who: Some(actor.clone()), ..all() }),
        ("of a frequent country", Filter { who: Some(a.clone()), ..all() }),
        ("between two countries", Filter { dyad: Some((a.clone(), b.clone())), ..all() }),
        ("between an actor and a country", Filter { dyad: Some((actor.clone(), b.clone())), ..all() }),
        (
            "with a frequent word of a frequent actor",
            Filter { who: Some(actor.clone()), ..words(made_up.word(5).to_owned()) },
        ),
        (
            "with two words that are seldom together",
            words(format!("{} {}", made_up.word(300), made_up.word(900))),
        ),
        ("of one month", Filter { from: Some("2016-03-01".into()), to: Some("2016-03-31".into()), ..all() }),
        ("of an outlet", Filter { publishers: vec!["The Observer's Note".into()], ..all() }),
    ];
    for kind in [Kind::Statement, Kind::Event, Kind::Article] {
        for (name, filter) in &lists {
            time(&format!("{kind:?} {name}"), || first_page(store, kind, filter))?;
        }
    }
    let coded = Filter {
        types: vec!["PROTEST".into()],
        statuses: vec!["denied".into()],
        countries: vec![second.to_owned()],
        ..all()
    };
    time("events of a type, status and country", || first_page(store, Kind::Event, &coded))?;
    for kind in [Kind::Statement, Kind::Event, Kind::Article] {
        time(&format!("facets of every {kind:?}"), || store.facets(kind, &all(), 20_000).map(drop))?;
    }
    let of_country = Filter { who: Some(a.clone()), ..all() };
    time("facets of a country's events", || store.facets(Kind::Event, &of_country, 20_000).map(drop))?;
    time("map of a country's events", || store.map(&of_country, 20_000).map(drop))?;
    time("a dyad by month", || store.dyad(&a, &b, &SeriesOptions::default()).map(drop))?;
    time("an actor by month", || store.actor_series(&actor, &SeriesOptions::default()).map(drop))?;
    time("a country by month", || store.actor_series(&a, &SeriesOptions::default()).map(drop))?;
    time("an actor's summary", || store.actor(actor.parties[0]).map(drop))?;
    time("names as they are typed", || store.parties_named(&made_up.word(3)[..3], 10).map(drop))?;
    time("outlets", || store.outlets().map(drop))?;
    time("size", || store.size().map(drop))?;
    let document = store.articles(&all(), Paging::first(1))?.rows[0].id;
    time("a document", || store.document(document).map(drop))?;
    let stories = store.stories([None, None], Paging::first(PAGE))?;
    time("stories", || store.stories([None, None], Paging::first(PAGE)).map(drop))?;
    let story = stories.rows.first().context("a story")?.id;
    time("a story", || store.story(story).map(drop))?;
    time("issues", || store.issues().map(drop))?;
    time("an issue", || store.issue(made_up::ISSUE, None, [None, None]).map(drop))?;
    let gap = GapAsked {
        a: first.to_owned(),
        b: second.to_owned(),
        issue: made_up::ISSUE.to_owned(),
        step: Step::Year,
        from: None,
        to: None,
        confusion: None,
    };
    time("a gap by year", || store.gap(&gap).map(drop))
}

fn first_page(store: &Store, kind: Kind, filter: &Filter) -> Result<(), StoreError> {
    match kind {
        Kind::Statement => store.statements(filter, Paging::first(PAGE)).map(drop),
        Kind::Event => store.events(filter, Paging::first(PAGE)).map(drop),
        Kind::Article => store.articles(filter, Paging::first(PAGE)).map(drop),
    }
}

fn time(what: &str, mut ask: impl FnMut() -> Result<(), StoreError>) -> anyhow::Result<()> {
    let mut times = Vec::new();
    for _ in 0..N_TIMES {
        let start = Instant::now();
        ask()?;
        times.push(start.elapsed());
    }
    let first = times[0];
    times.sort_unstable();
    println!(
        "{what}\t{:.1} ms\t(first {:.1})",
        1e3 * times[N_TIMES / 2].as_secs_f64(),
        1e3 * first.as_secs_f64()
    );
    Ok(())
}
