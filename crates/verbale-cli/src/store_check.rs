//! `verbale check STORE`: whether a store is sound.

use std::path::Path;
use std::time::Instant;

use verbale_store::{Store, StoreError};

use crate::args::Loudness;
use crate::exit::Exit;
use crate::progress::{Progress, Tally, grouped};
use crate::terminal;

pub(crate) fn run(path: &Path, loudness: Loudness) -> anyhow::Result<Exit> {
    let store = match Store::open_read_only(path) {
        // One of an older format is brought up to date first.
        Err(StoreError::TooOld { .. }) => Store::open(path)?,
        opened => opened?,
    };
    let mut progress = Progress::new(None, loudness);
    let start = Instant::now();
    let mut n_documents = 0;
    let damages = store.check(|done, n_all| {
        n_documents = done;
        progress.draw(Tally { done, n_all: Some(n_all), ..Tally::default() });
    })?;
    progress.clear();
    for damage in &damages {
        terminal::say_error(&format!("{}: {}", damage.what, damage.how), None);
    }
    if loudness > Loudness::Quiet {
        let found = if damages.is_empty() { "sound".to_owned() } else { format!("{} faults", damages.len()) };
        let seconds = start.elapsed().as_secs_f64();
        terminal::say(&format!(
            "{}: {found}, {} documents looked at in {seconds:.1} s",
            path.display(),
            grouped(n_documents)
        ));
    }
    Ok(if damages.is_empty() { Exit::Fine } else { Exit::SomeFailed })
}
