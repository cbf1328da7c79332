//! `verbale compare`: what changed between two codings, by rule.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;

use anyhow::{Context, bail};
use verbale_record::Record;
use verbale_store::{Differences, Documents, Store, StoreError};

use crate::args::Loudness;
use crate::exit::Exit;
use crate::output::{Output, Reader};
use crate::store_args::CompareArgs;

pub(crate) fn run(args: &CompareArgs, _loudness: Loudness) -> anyhow::Result<Exit> {
    let mut older = Coding::open(&args.older)?;
    let mut newer = Coding::open(&args.newer)?;
    let mut differences = Differences::default();
    let mut output = Output::new();
    let mut is_read = true;
    newer.each(|new| {
        match older.find(&new)? {
            None => differences.only_new += 1,
            Some(old) => {
                let changes = differences.count(&old, &new);
                if args.each && is_read {
                    for change in changes {
                        let line = serde_json::to_string(&change).context("a change is JSON")? + "\n";
                        is_read = output.write(&line)? == Reader::There;
                    }
                }
            }
        }
        Ok(())
    })?;
    differences.only_old = older.n_documents()?.saturating_sub(differences.documents);
    if !args.each {
        output.write(&table(&differences))?;
    }
    Ok(Exit::Fine)
}

/// The counts by rule, those that changed most first.
pub(crate) fn table(differences: &Differences) -> String {
    let mut lines = String::new();
    let _ = writeln!(
        lines,
        "{} documents in both codings, {} only in the older, {} only in the newer",
        differences.documents, differences.only_old, differences.only_new
    );
    let _ = writeln!(lines, "{:<44} {:>8} {:>8} {:>8} {:>8}", "rule", "same", "changed", "gone", "new");
    for (rule, counts) in differences.by_rule() {
        let _ = writeln!(
            lines,
            "{rule:<44} {:>8} {:>8} {:>8} {:>8}",
            counts.same, counts.changed, counts.gone, counts.new
        );
    }
    lines
}

/// A coding to compare: a store, or records a line.
enum Coding {
    Store(Box<Store>),
    Lines { path: std::path::PathBuf, file: BufReader<File>, at: Documents },
}

impl Coding {
    fn open(path: &Path) -> anyhow::Result<Self> {
        match Store::open_read_only(path) {
            Ok(store) => return Ok(Self::Store(Box::new(store))),
            Err(StoreError::NotAStore(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        let mut coding =
            Self::Lines { path: path.to_owned(), file: BufReader::new(file), at: Documents::default() };
        let mut found = Documents::default();
        coding.each_line(|offset, record| {
            found.insert(&record, offset);
            Ok(())
        })?;
        if let Self::Lines { at, .. } = &mut coding {
            *at = found;
        }
        Ok(coding)
    }

    fn n_documents(&self) -> anyhow::Result<u64> {
        Ok(match self {
            Self::Store(store) => store.size()?.documents,
            Self::Lines { at, .. } => at.len() as u64,
        })
    }

    fn each(&mut self, mut each: impl FnMut(Record) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let Self::Store(store) = self else { return self.each_line(|_, record| each(record)) };
        let mut failed = None;
        store.each_record(|_, record| {
            failed = each(record).err();
            Ok(failed.is_none())
        })?;
        failed.map_or(Ok(()), Err)
    }

    /// The coding of the document of a record.
    fn find(&mut self, record: &Record) -> anyhow::Result<Option<Record>> {
        match self {
            Self::Store(store) => Ok(store.record_like(record)?),
            Self::Lines { path, file, at } => {
                let Some(offset) = at.get(record) else { return Ok(None) };
                let mut line = String::new();
                file.seek(SeekFrom::Start(offset))?;
                file.read_line(&mut line)?;
                let found = serde_json::from_str(&line);
                Ok(Some(found.with_context(|| format!("{} has changed while it was read", path.display()))?))
            }
        }
    }

    fn each_line(&mut self, mut each: impl FnMut(u64, Record) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let Self::Lines { path, .. } = self else { bail!("a store has no lines") };
        let mut file =
            BufReader::new(File::open(&*path).with_context(|| format!("cannot open {}", path.display()))?);
        let (mut offset, mut number, mut line) = (0, 0, String::new());
        loop {
            line.clear();
            let n_bytes =
                file.read_line(&mut line).with_context(|| format!("cannot read {}", path.display()))?;
            if n_bytes == 0 {
                return Ok(());
            }
            number += 1;
            if !line.trim().is_empty() {
                let record = serde_json::from_str(&line);
                each(offset, record.with_context(|| format!("{}:{number}: not a record", path.display()))?)?;
            }
            offset += n_bytes as u64;
        }
    }
}
