//! `cargo xtask train events`: learns from judged events which ones stand.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use verbale::{Coder, Options, Weighed, Worker};
use verbale_model::Shelf;
use verbale_read::Documents;

use super::learn::{Example, Names, Settings, chances, learn};
use crate::sample_events::{Coded, span, trigger};

/// What to learn from, and where to write it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder of judged samples
    #[arg(long, default_value = "bench/judged")]
    judged: PathBuf,
    /// A judged sample to leave out, by its name; may be given again
    #[arg(long, value_name = "NAME")]
    without: Vec<String>,
    /// The articles they were drawn from, one JSON object a line; `.gz` is opened
    #[arg(long, default_values = ["../shared/bench/statements/dev.jsonl", "../shared/bench/statements/train.jsonl.gz"])]
    texts: Vec<PathBuf>,
    /// Sentences with the type of the one event that each was chosen for
    #[arg(long, default_value = "../shared/bench/events/dev-plv.jsonl")]
    typed: PathBuf,
    /// Where the weights are written
    #[arg(long, default_value = "crates/verbale-events/weights/weights.tsv")]
    out: PathBuf,
    /// How often each event is learned from
    #[arg(long, default_value_t = 12)]
    rounds: usize,
    /// How far a weight moves at first
    #[arg(long, default_value_t = 0.05)]
    step: f32,
    /// How strongly all weights are pulled towards nothing
    #[arg(long, default_value_t = 0.05)]
    pull: f32,
    /// In how many events a reason must have been seen
    #[arg(long, default_value_t = 3)]
    least_seen: u32,
    /// How much an event of a typed sentence counts beside a judged one
    #[arg(long, default_value_t = 0.8)]
    typed_weight: f32,
}

/// Weights nearer to nothing are not written.
const LEAST_WEIGHT: f32 = 0.02;

/// In how many parts the events are cut to learn from all but one and judge that one.
const PARTS: u8 = 5;

/// Chances from which on an event might stand, for the report.
const LEAST_CHANCES: [f32; 7] = [0.0, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6];

/// An event with what is known of it.
struct Lesson {
    /// Which set it is of.
    set: &'static str,
    part: u8,
    rule: String,
    example: Example,
}

impl Lesson {
    fn is_right(&self) -> bool {
        self.example.right == 0
    }
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let model = Shelf::of_user()?.find(None)?;
    let coder = Coder::open(&verbale::ModelDir::at(&model.folder), Options::default())?;
    let coder = coder.with_event_weights("")?;
    let mut worker = coder.worker();
    let mut names = Names::default();
    let mut lessons = judged_lessons(args, &mut worker, &mut names)?;
    typed_lessons(args, &mut worker, &mut names, &mut lessons)?;
    let rules = coder.event_rules().book().rules();
    for rule in rules {
        for example in rule.examples.iter().filter(|example| !example.gives.is_empty()) {
            let line = serde_json::json!({ "id": rule.id, "text": example.text }).to_string();
            for (_, _, weighed) in code(&mut worker, &line)?.1 {
                lessons.push(lesson("example", &rule.id, weighed, true, 1.0, &mut names));
            }
        }
    }
    let settings =
        Settings { rounds: args.rounds, step: args.step, pull: args.pull, least_seen: args.least_seen };
    report(&lessons, names.len(), settings);
    let all: Vec<Example> = lessons.iter().map(|lesson| lesson.example.clone()).collect();
    let weights = learn(&all, names.len(), settings);
    let mut file = "# Weights of reasons, by `cargo xtask train events`; see SOURCE.md.\n".to_owned();
    for (name, number) in names.sorted() {
        let weight = weights[number as usize];
        if weight.abs() >= LEAST_WEIGHT && !name.contains(['\t', '\n', '\r']) {
            writeln!(file, "{name}\t{weight:.2}")?;
        }
    }
    // The rules that were there to learn about.
    for rule in rules {
        writeln!(file, "known|{}\t0", rule.id)?;
    }
    fs::write(&args.out, file).with_context(|| format!("writing {}", args.out.display()))
}

/// An event: where its trigger starts, as the record has it, and what was weighed.
type Found = (usize, Value, Weighed);

/// A document's record, and its events with what was weighed of each.
fn code(worker: &mut Worker<'_>, line: &str) -> Result<(Coded, Vec<Found>)> {
    let input = std::io::Cursor::new(line.to_owned().into_bytes());
    let mut documents = Documents::from_reader("gold.jsonl", input, verbale_read::Options::default());
    let Some(Ok(reading)) = documents.next() else { bail!("a line is no document") };
    let record = serde_json::to_value(worker.code(&reading.article))?;
    let coded = Coded::new(record, Vec::new());
    let mut found = Vec::new();
    for (start, weighed) in worker.weighed_events(&reading.article) {
        let is_it = |event: &&Value| {
            trigger(event).start == start as usize
                && event["type"] == weighed.kind.code()
                && event["rule"] == weighed.rule
        };
        if let Some(event) = coded.events().iter().find(is_it).cloned() {
            found.push((start as usize, event, weighed));
        }
    }
    Ok((coded, found))
}

fn lesson(
    set: &'static str,
    id: &str,
    weighed: Weighed,
    is_right: bool,
    weight: f32,
    names: &mut Names,
) -> Lesson {
    let reasons = weighed.reasons.into_iter().map(|reason| names.number(reason)).collect();
    // To let it fall is a choice without reasons.
    let example = Example { choices: vec![reasons, Vec::new()], right: usize::from(!is_right), weight };
    Lesson { set, part: Sha256::digest(id.as_bytes())[0] % PARTS, rule: weighed.rule, example }
}

/// What was judged by hand: an event as it was judged is right where all of it is; one whose type was wrong is wrong
/// whoever takes part today.
fn judged_lessons(args: &Args, worker: &mut Worker<'_>, names: &mut Names) -> Result<Vec<Lesson>> {
    let mut rows: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    let mut files: Vec<PathBuf> =
        fs::read_dir(&args.judged)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if args.without.contains(&name) {
            continue;
        }
        let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        for row in text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("id\t")) {
            let fields: Vec<String> = row.split('\t').map(str::to_owned).collect();
            if fields.len() > 10 {
                rows.entry(fields[0].clone()).or_default().push(fields);
            }
        }
    }
    let mut lessons = Vec::new();
    for texts in &args.texts {
        for line in read(texts)?.lines() {
            let document: Value = serde_json::from_str(line)?;
            let Some(rows) = document["id"].as_str().and_then(|id| rows.remove(id)) else { continue };
            let line = strip(&document);
            let (coded, found) = code(worker, &line)?;
            for (start, event, weighed) in found {
                let written = |role: &str| written(&coded.mentions(&event, role));
                let kind = event["type"].as_str().unwrap_or_default();
                let is_it = |row: &&Vec<String>| {
                    row[1].split('-').next().and_then(|at| at.parse().ok()) == Some(start)
                        && row[2].split('/').next() == Some(kind)
                };
                let Some(row) = rows.iter().find(is_it) else { continue };
                let is_right = row[7..11].iter().all(|verdict| verdict == "y");
                let is_same = row[3] == written("source")
                    && row[4] == written("target")
                    && event["status"] == row[5].as_str();
                if is_same || row[7] == "n" {
                    lessons.push(lesson("judged", &row[0], weighed, is_right, 1.0, names));
                }
            }
        }
    }
    Ok(lessons)
}

/// As a judged sample writes spans: `12-15+20-31`.
fn written(spans: &[Range<usize>]) -> String {
    let spans = spans.iter().map(|span| format!("{}-{}", span.start, span.end));
    spans.collect::<Vec<_>>().join("+")
}

/// Sentences chosen for an event of a type: an event of that type is right, any other is not known.
fn typed_lessons(
    args: &Args,
    worker: &mut Worker<'_>,
    names: &mut Names,
    lessons: &mut Vec<Lesson>,
) -> Result<()> {
    for line in read(&args.typed)?.lines() {
        let document: Value = serde_json::from_str(line)?;
        let gold = document["events"].as_array().map(Vec::as_slice).unwrap_or_default();
        for (_, event, weighed) in code(worker, &strip(&document))?.1 {
            let is_typed = |gold: &Value| {
                gold["type"] == event["type"]
                    || gold["accept"].as_array().is_some_and(|types| types.contains(&event["type"]))
            };
            let is_touched = |gold: &Value| {
                gold["trigger"].as_array().is_none_or(|spans| {
                    let own = trigger(&event);
                    spans.is_empty()
                        || spans.iter().map(span).any(|span| span.start < own.end && own.start < span.end)
                })
            };
            let is_right = gold.iter().any(|gold| is_typed(gold) && is_touched(gold));
            // The codebook of today has convictions and sanctions as SANCTION, these sentences do not.
            if !is_right && event["type"] == "SANCTION" {
                continue;
            }
            let id = document["id"].as_str().unwrap_or_default();
            lessons.push(lesson("typed", id, weighed, is_right, args.typed_weight, names));
        }
    }
    Ok(())
}

fn strip(document: &Value) -> String {
    let keys = ["id", "text", "published", "publisher", "url"];
    let kept: serde_json::Map<String, Value> = keys
        .iter()
        .filter(|key| !document[**key].is_null())
        .map(|&key| (key.to_owned(), document[key].clone()))
        .collect();
    Value::Object(kept).to_string()
}

fn read(path: &Path) -> Result<String> {
    let file = fs::File::open(path).with_context(|| format!("reading {}", path.display()))?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text)?;
    } else {
        std::io::BufReader::new(file).lines().try_for_each(|line| -> Result<()> {
            text.push_str(&line?);
            text.push('\n');
            Ok(())
        })?;
    }
    Ok(text)
}

/// Says how many events of a part would stand, and how many of those are right, by weights learned from the other parts.
fn report(lessons: &[Lesson], n_names: usize, settings: Settings) {
    let mut judged: Vec<(&Lesson, f32)> = Vec::new();
    for part in 0..PARTS {
        let others: Vec<Example> = lessons
            .iter()
            .filter(|lesson| lesson.part != part)
            .map(|lesson| lesson.example.clone())
            .collect();
        let weights = learn(&others, n_names, settings);
        let own = lessons.iter().filter(|lesson| lesson.part == part);
        judged.extend(own.map(|lesson| (lesson, chances(&lesson.example, &weights)[0])));
    }
    println!("| set | least chance | events kept | right of those | of the right, kept |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for set in ["judged", "typed", "example"] {
        let of_set: Vec<&(&Lesson, f32)> = judged.iter().filter(|(lesson, _)| lesson.set == set).collect();
        let n_right = of_set.iter().filter(|(lesson, _)| lesson.is_right()).count();
        for least in LEAST_CHANCES {
            let kept: Vec<_> = of_set.iter().filter(|(_, chance)| *chance >= least).collect();
            let right = kept.iter().filter(|(lesson, _)| lesson.is_right()).count();
            let share = |of: usize| right as f32 / of.max(1) as f32;
            println!(
                "| {set} | {least:.2} | {} | {:.3} | {:.3} |",
                kept.len(),
                share(kept.len()),
                share(n_right)
            );
        }
    }
    let mut by_rule: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for lesson in lessons.iter().filter(|lesson| lesson.set == "judged") {
        let tally = by_rule.entry(&lesson.rule).or_default();
        tally.0 += 1;
        tally.1 += usize::from(lesson.is_right());
    }
    println!("\nRules judged at least six times, and how often they were right:");
    for (rule, (n, right)) in by_rule.into_iter().filter(|(_, (n, _))| *n > 5) {
        println!("{rule}: {right} of {n}");
    }
}
