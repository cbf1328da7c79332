//! What all commands share that read documents: inputs in, one result a document out, in order.

use std::env;
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::thread;

use anyhow::{Context, bail};
use verbale::{Article, ModelDir};
use verbale_model::{Model, Shelf};
use verbale_read::{Documents, Input, Note, Options, ReadError, Reading, Unread};

use crate::args::{DocumentArgs, Loudness};
use crate::exit::Exit;
use crate::ordered::{Jobs, ordered};
use crate::output::{Output, Reader};
use crate::progress::{Progress, Tally};
use crate::{stop, terminal};

/// The language model that was asked for: by `--model`, else by `VERBALE_MODEL`, else the one built in, else the default.
pub(crate) fn model(args: &DocumentArgs, loudness: Loudness) -> anyhow::Result<(ModelDir, String)> {
    model_named(args.model.as_deref(), loudness)
}

/// As [`model`], by the name that was asked for.
pub(crate) fn model_named(asked: Option<&str>, loudness: Loudness) -> anyhow::Result<(ModelDir, String)> {
    let told = env::var("VERBALE_MODEL").ok().filter(|told| !told.is_empty());
    let asked = asked.or(told.as_deref());
    if asked.is_none()
        && let Some((pin, files)) = verbale_model::bundled()
    {
        return Ok((ModelDir::bundled(&pin.folder_name(), files), pin.label()));
    }
    let model: Model = Shelf::of_user()?.find(asked)?;
    if loudness == Loudness::Verbose {
        terminal::say(&format!("model {} in {}", model.label(), model.folder.display()));
    }
    Ok((ModelDir::at(&model.folder), model.label()))
}

/// A document for a thread to work on, or why it cannot be read.
pub(crate) struct Job {
    document: Result<Unread, ReadError>,
    /// Bytes taken from the inputs when it had been read.
    bytes: u64,
}

/// What became of a document: a result to print, or why there is none.
pub(crate) struct Outcome {
    notes: Vec<Note>,
    result: Result<String, Failure>,
    bytes: u64,
}

/// Why a document gave no result.
pub(crate) enum Failure {
    /// It could not be read.
    Unread(ReadError),
    /// Working on it went wrong: a fault of this program.
    Panicked {
        /// The document's id.
        id: String,
        /// What the panic said.
        message: String,
    },
}

/// Reads all inputs, works on each document, and prints the results in order.
///
/// `body` runs once on each thread; it makes what the thread works with and calls [`each_document`].
pub(crate) fn run(
    args: &DocumentArgs,
    loudness: Loudness,
    body: impl Fn(Jobs<Job, Outcome>) + Send + Sync + 'static,
) -> anyhow::Result<Exit> {
    let inputs = inputs(args, loudness)?;
    let n_threads =
        args.threads.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let mut progress = Progress::new(inputs.iter().map(Input::size).sum(), loudness);
    let options = Options { kind: args.from, published: args.published, ..Options::default() };
    let documents = all_documents(inputs, options);

    let mut tally = Tally::default();
    let mut output = Output::new();
    for Outcome { notes, result, bytes } in ordered(documents, n_threads, body) {
        let result = match result {
            Ok(result) => {
                tally.done += 1;
                Some(result)
            }
            Err(failure) => {
                tally.failed += 1;
                progress.clear();
                failure.say();
                None
            }
        };
        if loudness > Loudness::Quiet && !notes.is_empty() {
            progress.clear();
            for note in &notes {
                terminal::say_note(&note.to_string());
            }
        }
        if let Some(result) = result
            && output.write(&result).context("cannot write to standard output")? == Reader::Gone
        {
            return Ok(Exit::Fine);
        }
        tally.bytes = bytes;
        progress.draw(tally);
    }
    progress.finish(tally, loudness == Loudness::Verbose);
    Ok(match () {
        () if stop::is_asked() => Exit::Stopped,
        () if tally.failed > 0 => Exit::SomeFailed,
        () => Exit::Fine,
    })
}

/// Works on a thread's documents. `work` gives what is printed; `renew` makes the thread's tools anew after a panic left
/// them in an unknown state.
pub(crate) fn each_document<W>(
    jobs: Jobs<Job, Outcome>,
    renew: impl Fn() -> W,
    mut work: impl FnMut(&mut W, &Article) -> String,
) {
    let mut tools = renew();
    jobs.each(|Job { document, bytes }| {
        let Reading { article, notes, .. } = match document.and_then(Unread::read) {
            Ok(reading) => reading,
            Err(error) => return Outcome { notes: Vec::new(), result: Err(Failure::Unread(error)), bytes },
        };
        let result = guarded(&mut tools, &renew, &article.id, |tools| work(tools, &article));
        Outcome { notes, result, bytes }
    });
}

/// Works on the document of an id. After a panic the tools are made anew, as nobody knows what state they are in.
pub(crate) fn guarded<W, R>(
    tools: &mut W,
    renew: impl Fn() -> W,
    id: &str,
    work: impl FnOnce(&mut W) -> R,
) -> Result<R, Failure> {
    catch_unwind(AssertUnwindSafe(|| work(tools))).map_err(|panic| {
        *tools = renew();
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let message = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
        Failure::Panicked { id: id.to_owned(), message: message.to_owned() }
    })
}

impl Failure {
    pub(crate) fn say(&self) {
        match self {
            Self::Unread(error) => terminal::say_error(&error.to_string(), error.help().as_deref()),
            Self::Panicked { id, message } => terminal::say_error(
                &format!("{id}: coding this document failed: {message}"),
                Some("this is a fault of verbale; the other documents are not touched by it"),
            ),
        }
    }
}

/// The inputs of a command.
pub(crate) fn inputs(args: &DocumentArgs, loudness: Loudness) -> anyhow::Result<Vec<Input>> {
    named_inputs(&args.inputs, loudness)
}

/// The inputs that were named; standard input if none was, and it is not a terminal.
pub(crate) fn named_inputs(named: &[PathBuf], loudness: Loudness) -> anyhow::Result<Vec<Input>> {
    if named.is_empty() {
        if io::stdin().is_terminal() {
            bail!("no input: name files to read, or `-` for standard input");
        }
        return Ok(vec![Input::Stdin]);
    }
    if named.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        bail!("standard input (`-`) can be read once only");
    }
    let mut inputs = Vec::new();
    for path in named {
        let under = Input::under(path);
        if loudness > Loudness::Quiet
            && let [first, rest @ ..] = &*under.passed_over
        {
            let others = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            terminal::say_note(&format!(
                "{}: passed over as no news by their names: {}{others}",
                path.display(),
                first.display()
            ));
        }
        inputs.extend(under.inputs);
    }
    Ok(inputs)
}

/// The documents of all inputs, opened one after another.
fn all_documents(inputs: Vec<Input>, options: Options) -> impl Iterator<Item = Job> + Send + 'static {
    let mut documents: Option<Documents> = None;
    let mut inputs = inputs.into_iter();
    let mut bytes_before = 0;
    std::iter::from_fn(move || {
        loop {
            if let Some(open) = &mut documents {
                if let Some(document) = open.next_unread() {
                    return Some(Job { document, bytes: bytes_before + open.bytes_taken() });
                }
                bytes_before += open.bytes_taken();
            }
            documents = Some(Documents::open(&inputs.next()?, options));
        }
    })
}
