//! `verbale add --recode`: what the store holds, coded by this program, without reading it again.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use verbale::{Coder, article_of};
use verbale_read::dateline_day;
use verbale_record::Record;
use verbale_store::{Differences, Store};

use crate::args::Loudness;
use crate::documents::{self, Failure};
use crate::exit::Exit;
use crate::ordered::ordered;
use crate::progress::{Progress, Tally, grouped};
use crate::{compare, stop, terminal};

/// Documents kept together.
const BATCH: usize = 200;

pub(crate) fn run(
    path: &Path,
    coder: Arc<Coder>,
    n_threads: NonZeroUsize,
    loudness: Loudness,
) -> anyhow::Result<Exit> {
    let mut store = Store::open(path)?;
    let ids = store.coded_otherwise(coder.made_by())?;
    let mut progress = Progress::new(None, loudness);
    let mut tally = Tally { n_all: Some(ids.len() as u64), ..Tally::default() };
    let file = path.to_owned();
    let outcomes = ordered(ids.into_iter(), n_threads, move |jobs| {
        let store = Store::open_read_only(&file);
        let mut worker = coder.worker();
        jobs.each(|id| -> anyhow::Result<Result<(Record, Record), Failure>> {
            let store = store.as_ref().map_err(|error| anyhow::anyhow!("{error}"))?;
            let old = store.document(id)?.record;
            let article = article_of(&old, day_of_dateline(&old));
            let new = documents::guarded(
                &mut worker,
                || coder.worker(),
                &article.id,
                |worker| worker.code(&article),
            );
            Ok(new.map(|new| (old, new)))
        });
    });
    let mut differences = Differences::default();
    let mut records = Vec::new();
    for outcome in outcomes {
        match outcome.context("cannot read a document of the store")? {
            Ok((old, new)) => {
                tally.done += 1;
                differences.count(&old, &new);
                records.push(new);
            }
            Err(failure) => {
                tally.failed += 1;
                progress.clear();
                failure.say();
            }
        }
        if records.len() == BATCH {
            store.recode(&records)?;
            records.clear();
        }
        progress.draw(tally);
    }
    store.recode(&records)?;
    progress.clear();
    if loudness > Loudness::Quiet {
        terminal::say(&format!("{} recoded, {} failed", grouped(tally.done), grouped(tally.failed)));
        if tally.done > 0 {
            terminal::say(&compare::table(&differences));
        }
    }
    Ok(match () {
        () if stop::is_asked() => Exit::Stopped,
        () if tally.failed > 0 => Exit::SomeFailed,
        () => Exit::Fine,
    })
}

/// The day that the dateline gives, as reading found it.
fn day_of_dateline(record: &Record) -> Option<jiff::civil::Date> {
    let dateline = record.article.dateline.as_ref()?;
    let at = record.article.text.char_indices().nth(dateline.start as usize)?.0;
    let paragraph = record.article.text[at..].split("\n\n").next()?;
    dateline_day(paragraph, record.article.published.as_deref().and_then(|day| day.parse().ok()))
}
