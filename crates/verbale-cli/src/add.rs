//! `verbale add`: documents into a store, in batches that are kept whole.

use std::fs::File;
use std::io::Read;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use jiff::Timestamp;
use verbale::{Coder, Options as CoderOptions};
use verbale_read::{Documents, Fault, Input, Options, ReadError, Unread, text_hash};
use verbale_record::Record;
use verbale_store::{Added, Batch, Journal, Store};

use crate::args::Loudness;
use crate::documents::{self, Failure};
use crate::exit::Exit;
use crate::ordered::ordered;
use crate::progress::{Progress, Tally, grouped};
use crate::store_args::AddArgs;
use crate::{recode, rules, stop, terminal};

/// Documents of a batch and bytes of their texts at most, and how long one is waited for.
const BATCH: usize = 4000;
const BATCH_BYTES: usize = 16 << 20;
const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) fn run(args: &AddArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    if args.regroup {
        if !args.documents.inputs.is_empty() {
            bail!("--regroup looks at what the store holds, and takes no input");
        }
        return regroup(args, loudness);
    }
    let (model, label) = documents::model(&args.documents, loudness)?;
    let options = CoderOptions {
        unclaimed: args.rules.unclaimed,
        math: args.documents.math(),
        ..CoderOptions::default()
    };
    let coder = Coder::open_with_rules(&model, rules::of(&args.rules)?, options)?.with_model_label(label);
    let n_threads =
        args.documents.threads.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    if args.recode {
        if !args.documents.inputs.is_empty() {
            bail!("--recode codes what the store holds, and takes no input");
        }
        return recode::run(&args.store, Arc::new(coder), n_threads, loudness);
    }
    let store = Store::open_or_create(&args.store)?;
    if let Some(megabytes) = args.max_size {
        store.limit_size(megabytes.saturating_mul(1_000_000))?;
    }
    add(args, store, Arc::new(coder), n_threads, loudness)
}

/// Finds the stories of all documents anew.
fn regroup(args: &AddArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let mut store = Store::open(&args.store)?;
    let mut progress = Progress::new(None, loudness);
    let n_done = store.regroup(|done, all| {
        progress.draw(Tally { done, n_all: Some(all), ..Tally::default() });
    })?;
    progress.clear();
    if loudness > Loudness::Quiet {
        terminal::say(&format!("{} documents put to their stories", grouped(n_done)));
    }
    Ok(Exit::Fine)
}

/// A document on its way into the store.
struct Job {
    at: At,
    /// None: the input's end.
    document: Option<Result<Unread, ReadError>>,
}

/// Where in which input.
#[derive(Clone, Copy)]
struct At {
    input: usize,
    /// Documents taken from it, this one among them.
    position: u64,
    /// Bytes taken from it.
    bytes: u64,
    /// Bytes taken from all inputs.
    all_bytes: u64,
}

/// What became of a document.
enum Outcome {
    Coded(Box<Record>),
    /// The store has it.
    Known,
    Failed(Failure),
    End,
}

fn add(
    args: &AddArgs,
    store: Store,
    coder: Arc<Coder>,
    n_threads: NonZeroUsize,
    loudness: Loudness,
) -> anyhow::Result<Exit> {
    let now = Timestamp::now().to_string();
    let inputs = documents::inputs(&args.documents, loudness)?;
    let n_bytes = inputs.iter().map(Input::size).sum();
    let mut sources = Vec::new();
    for input in inputs {
        sources.push(Source::of(input, &store, &now)?);
    }
    let mut progress = Progress::new(n_bytes, loudness);
    let mut tally =
        Tally { bytes_before: sources.iter().map(|source| source.before.1).sum(), ..Tally::default() };
    let journals: Vec<Journal> = sources.iter().map(|source| source.journal.clone()).collect();
    let options =
        Options { kind: args.documents.from, published: args.documents.published, ..Options::default() };
    let path = args.store.clone();
    let outcomes = ordered(all_documents(sources, options), n_threads, move |jobs| {
        // A reader of its own for each thread: what the store has is not coded again.
        let known = Store::open_read_only(&path);
        let mut worker = coder.worker();
        jobs.each(|Job { at, document }| (at, outcome(document, known.as_ref().ok(), &mut worker, &coder)));
    });
    let unopened = vec![false; journals.len()];
    let mut keeper = Keeper {
        store,
        journals,
        unopened,
        parts: Vec::new(),
        n_items: 0,
        n_bytes: 0,
        since: Instant::now(),
        added: Added::default(),
    };
    for (at, outcome) in outcomes {
        match &outcome {
            Outcome::Coded(_) => tally.done += 1,
            Outcome::Known => tally.known += 1,
            Outcome::Failed(failure) => {
                tally.failed += 1;
                progress.clear();
                failure.say();
            }
            Outcome::End => {}
        }
        tally.bytes = at.all_bytes;
        keeper.take(at, outcome)?;
        progress.draw(tally);
    }
    keeper.keep()?;
    progress.clear();
    if loudness > Loudness::Quiet {
        let Added { added, known } = keeper.added;
        terminal::say(&format!(
            "{} added, {} known, {} failed in {:.1} s",
            grouped(added),
            grouped(known),
            grouped(tally.failed),
            progress.seconds()
        ));
    }
    Ok(match () {
        () if stop::is_asked() => Exit::Stopped,
        () if tally.failed > 0 => Exit::SomeFailed,
        () => Exit::Fine,
    })
}

/// An input, and how far it was read before.
struct Source {
    input: Input,
    journal: Journal,
    /// Documents and bytes taken before.
    before: (u64, u64),
    is_done: bool,
}

impl Source {
    fn of(input: Input, store: &Store, now: &str) -> anyhow::Result<Self> {
        let (name, head) = match &input {
            // Every stream is another one.
            Input::Stdin => ("-".to_owned(), Journal::head_of(now.as_bytes())),
            Input::File(path) => (absolute(path)?, head(path)),
        };
        let size = input.size();
        let before = store.journal_of(&name, &head)?;
        // One that was read to its end and has not grown need not be opened.
        let is_done = before.as_ref().is_some_and(|before| before.is_done && before.size == size);
        let before = before.map_or((0, 0), |before| (before.position, before.bytes));
        let journal = Journal { name, head, size, position: 0, bytes: 0, is_done: false, at: now.to_owned() };
        Ok(Self { input, journal, before, is_done })
    }
}

/// The path by which an input is known from any folder.
fn absolute(path: &Path) -> anyhow::Result<String> {
    let path =
        std::path::absolute(path).with_context(|| format!("cannot tell where {} is", path.display()))?;
    Ok(path.display().to_string())
}

/// What a file is told by: its first bytes. One that cannot be opened fails later, by name.
fn head(path: &Path) -> String {
    let mut bytes = Vec::new();
    if let Ok(file) = File::open(path) {
        let _ = file.take(4096).read_to_end(&mut bytes);
    }
    Journal::head_of(&bytes)
}

/// The documents of all inputs one after another, without those taken before, and an end for each input.
fn all_documents(sources: Vec<Source>, options: Options) -> impl Iterator<Item = Job> + Send + 'static {
    let mut bytes_before = 0;
    let mut number = 0;
    let mut sources = sources.into_iter();
    let mut open: Option<(Documents, u64, u64)> = None;
    std::iter::from_fn(move || {
        loop {
            let Some((documents, position, skip)) = &mut open else {
                let source = sources.next()?;
                if source.is_done {
                    bytes_before += source.before.1;
                    number += 1;
                } else {
                    open = Some((Documents::open(&source.input, options), 0, source.before.0));
                }
                continue;
            };
            let document = documents.next_unread();
            *position += u64::from(document.is_some());
            if document.is_some() && *position <= *skip {
                continue;
            }
            let bytes = documents.bytes_taken();
            let at = At { input: number, position: *position, bytes, all_bytes: bytes_before + bytes };
            if document.is_none() {
                bytes_before += bytes;
                number += 1;
                open = None;
            }
            return Some(Job { at, document });
        }
    })
}

fn outcome<'c>(
    document: Option<Result<Unread, ReadError>>,
    known: Option<&Store>,
    worker: &mut verbale::Worker<'c>,
    coder: &'c Coder,
) -> Outcome {
    let Some(document) = document else { return Outcome::End };
    let article = match document.and_then(Unread::read) {
        Ok(reading) => reading.article,
        Err(error) => return Outcome::Failed(Failure::Unread(error)),
    };
    let hash = text_hash(&article.text);
    let has =
        |store: &Store| store.has(&article.id, article.url.as_deref(), article.publisher.as_deref(), &hash);
    // Where it cannot be asked, the document is coded, and the store finds that it has it.
    if known.is_some_and(|store| has(store).unwrap_or(false)) {
        return Outcome::Known;
    }
    match documents::guarded(worker, || coder.worker(), &article.id, |worker| worker.code(&article)) {
        Ok(record) => Outcome::Coded(Box::new(record)),
        Err(failure) => Outcome::Failed(failure),
    }
}

/// Gathers what was coded, and keeps it now and then.
struct Keeper {
    store: Store,
    journals: Vec<Journal>,
    /// Inputs that could not be opened: they are tried again by the next run.
    unopened: Vec<bool>,
    parts: Vec<Part>,
    n_items: usize,
    n_bytes: usize,
    since: Instant,
    added: Added,
}

/// What came from one input since the last keeping.
struct Part {
    input: usize,
    records: Vec<Record>,
    failures: Vec<verbale_store::Failure>,
    known: u64,
}

impl Keeper {
    fn take(&mut self, at: At, outcome: Outcome) -> anyhow::Result<()> {
        if self.parts.last().is_none_or(|part| part.input != at.input) {
            self.parts.push(Part { input: at.input, records: Vec::new(), failures: Vec::new(), known: 0 });
        }
        let part = self.parts.last_mut().expect("one was just added where there was none");
        match outcome {
            Outcome::Coded(record) => {
                self.n_bytes += record.article.text.len();
                part.records.push(*record);
            }
            Outcome::Known => part.known += 1,
            Outcome::Failed(failure) => {
                let is_io = matches!(&failure, Failure::Unread(ReadError { fault: Fault::Io(_), .. }));
                self.unopened[at.input] |= is_io;
                part.failures.push(kept_failure(&failure, at.position));
            }
            Outcome::End => self.journals[at.input].is_done = true,
        }
        let journal = &mut self.journals[at.input];
        (journal.position, journal.bytes) = (at.position, at.bytes);
        if self.unopened[at.input] {
            (journal.position, journal.is_done) = (at.position.saturating_sub(1), false);
        }
        self.n_items += 1;
        let is_full = self.n_items >= BATCH || self.n_bytes >= BATCH_BYTES;
        if is_full || self.since.elapsed() >= PATIENCE {
            self.keep()?;
        }
        Ok(())
    }

    fn keep(&mut self) -> anyhow::Result<()> {
        let batches: Vec<Batch<'_>> = self
            .parts
            .iter()
            .map(|part| Batch {
                records: &part.records,
                failures: &part.failures,
                known: part.known,
                journal: Some(&self.journals[part.input]),
            })
            .collect();
        let added = self.store.add_all(&batches)?;
        self.added.added += added.added;
        self.added.known += added.known;
        self.parts.clear();
        (self.n_items, self.n_bytes) = (0, 0);
        self.since = Instant::now();
        Ok(())
    }
}

fn kept_failure(failure: &Failure, position: u64) -> verbale_store::Failure {
    let (document, reason, message) = match failure {
        Failure::Unread(error) => (None, reason(&error.fault), error.to_string()),
        Failure::Panicked { id, message } => (Some(id.clone()), "fault of verbale", message.clone()),
    };
    verbale_store::Failure {
        position: position.saturating_sub(1),
        document,
        reason: reason.to_owned(),
        message,
    }
}

/// The kind of failure, in a word or two.
fn reason(fault: &Fault) -> &'static str {
    match fault {
        Fault::Io(_) => "cannot be opened",
        Fault::Folder => "folder",
        Fault::Empty => "empty",
        Fault::NotUtf8 { .. } | Fault::Utf16 | Fault::Nul { .. } => "not UTF-8 text",
        Fault::TooLong { .. } | Fault::Bomb { .. } => "too large",
        Fault::Record { .. } => "broken archive",
        Fault::Panicked { .. } => "fault of verbale",
        Fault::CutOff(_) | Fault::NotJson(_) | Fault::Shape(_) => "broken JSON",
        _ => "unreadable",
    }
}
