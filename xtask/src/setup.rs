//! `cargo xtask setup`: what a fresh clone needs before its tests run.

use anyhow::Context;
use verbale_model::{Fetched, ModelError, Pin, Shelf};

/// Puts the default language model in place; does nothing where it is there.
pub(crate) fn run() -> anyhow::Result<()> {
    let fetched = Shelf::of_user().and_then(|shelf| shelf.fetch(Pin::DEFAULT));
    match fetched {
        Ok((_, Fetched::AlreadyThere)) => Ok(()),
        Ok((model, Fetched::Now)) => {
            crate::say(&format!("{} is in {}", model.label(), model.folder.display()));
            Ok(())
        }
        Err(error) => {
            let help = error.help().map(|help| format!("help: {help}"));
            Err::<(), ModelError>(error).context("the language model cannot be fetched").map_err(|error| {
                match help {
                    Some(help) => anyhow::anyhow!("{error:#}\n  {help}"),
                    None => error,
                }
            })
        }
    }
}
