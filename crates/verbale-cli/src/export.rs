//! `verbale export`: what a store holds, in the formats of the field.

use std::env;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

use anyhow::Context;
use verbale_store::{ExportOptions, Format, Store, StoreError};

use crate::args::Loudness;
use crate::exit::Exit;
use crate::store_args::ExportArgs;
use crate::terminal;

pub(crate) fn run(args: &ExportArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let store = Store::open_read_only(&args.store)?;
    let mut filter = args.filter.filter(&store)?;
    if filter.statuses.is_empty() {
        filter.statuses = ["occurred", "ongoing"].map(str::to_owned).to_vec();
    }
    let options = ExportOptions {
        kind: args.what.kind(),
        filter,
        count: args.count,
        panel: args.by,
        limit: None,
        issue: args.issue.clone(),
        with_text: !args.no_text,
        excel_safe: args.excel_safe,
        extended: args.extended,
    };
    if let Some(folder) = &args.deposit {
        let command = env::args().collect::<Vec<_>>().join(" ");
        let files = store.deposit(folder, &options, &command)?;
        if loudness > Loudness::Quiet {
            terminal::say(&format!("{} files in {}", files.len(), folder.display()));
        }
        return Ok(Exit::Fine);
    }
    to(&store, args.form, &options, args.out.as_deref().map_or(Sink::Stdout, Sink::File))
}

/// Where an export goes.
#[derive(Clone, Copy)]
pub(crate) enum Sink<'a> {
    Stdout,
    File(&'a Path),
}

/// Writes an export.
pub(crate) fn to(
    store: &Store,
    form: Format,
    options: &ExportOptions,
    sink: Sink<'_>,
) -> anyhow::Result<Exit> {
    match sink {
        Sink::Stdout => {
            let mut out = BufWriter::new(io::stdout().lock());
            let written = store.export(form, options, &mut out).and_then(|_| {
                out.flush().map_err(|source| StoreError::File {
                    what: "cannot write to standard output".into(),
                    source,
                })
            });
            match written {
                // Whoever read has what it wanted.
                Err(StoreError::File { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
                    Ok(Exit::Fine)
                }
                written => Ok(written.map(|()| Exit::Fine)?),
            }
        }
        Sink::File(path) => {
            let file = File::create(path).with_context(|| format!("cannot make {}", path.display()))?;
            let mut out = BufWriter::new(file);
            store.export(form, options, &mut out)?;
            out.flush().with_context(|| format!("cannot write {}", path.display()))?;
            Ok(Exit::Fine)
        }
    }
}
