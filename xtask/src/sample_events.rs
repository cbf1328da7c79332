//! `cargo xtask sample-events`: draws events (or sentences) at random for judging by eye, and counts a judged sample.
//!
//! Texts are other people's and stay outside the repository. What is kept under `bench/judged/` are ids, spans, codes,
//! verdicts and our words for them.
//!
//! What is drawn depends on the seed and on where an event stands alone: after a change of the rules, the events that
//! are still there are still drawn.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::quality::{build, strip};

/// What to draw, or which judged sample to count.
#[derive(Debug, clap::Args)]
pub(crate) struct SampleEvents {
    /// Articles to draw from
    #[arg(long, default_value = "../shared/bench/statements/dev.jsonl")]
    set: PathBuf,
    /// Another seed draws another sample
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many to draw
    #[arg(long, default_value_t = 200)]
    n: usize,
    /// Draw sentences, with the events of each, to see what was missed
    #[arg(long)]
    sentences: bool,
    /// The program to measure; built first if not given
    #[arg(long)]
    program: Option<PathBuf>,
    /// Where records are kept
    #[arg(long, default_value = "target/quality")]
    out: PathBuf,
    /// Count the verdicts of a judged sample instead of drawing one
    #[arg(long, value_name = "TSV")]
    judged: Option<PathBuf>,
}

/// The columns of a judged sample; the last five are filled in by whoever judges.
const COLUMNS: &str =
    "id\ttrigger\tevent\tsource\ttarget\tstatus\trule\ttype ok\tsource ok\ttarget ok\tstatus ok\twords";

pub(crate) fn run(options: &SampleEvents) -> Result<()> {
    if let Some(judged) = &options.judged {
        return count(judged);
    }
    let program = match &options.program {
        Some(program) => program.clone(),
        None => build()?,
    };
    fs::create_dir_all(&options.out)?;
    let records = records(&options.set, &options.out, &program)?;
    let n_sentences: usize = records.iter().map(|record| record.sentences.len()).sum();
    let n_events: usize = records.iter().map(|record| record.events().len()).sum();
    let per_hundred = 100.0 * n_events as f64 / n_sentences.max(1) as f64;
    println!("# {n_events} events in {n_sentences} sentences: {per_hundred:.1} in a hundred");
    if options.sentences {
        draw_sentences(options, &records);
    } else {
        draw_events(options, &records);
    }
    Ok(())
}

/// A record with the sentences of its text.
pub(crate) struct Coded {
    record: Value,
    text: Vec<char>,
    sentences: Vec<Range<usize>>,
}

impl Coded {
    pub(crate) fn new(record: Value, sentences: Vec<Range<usize>>) -> Self {
        let text = record["article"]["text"].as_str().unwrap_or_default().chars().collect();
        Self { record, text, sentences }
    }

    fn id(&self) -> &str {
        self.record["id"].as_str().unwrap_or_default()
    }

    pub(crate) fn events(&self) -> &[Value] {
        self.record["events"].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    fn slice(&self, range: &Range<usize>) -> String {
        let end = range.end.min(self.text.len());
        let words: String = self.text[range.start.min(end)..end].iter().collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The mentions of actors nearest to an event's trigger, in its sentence where there is one.
    pub(crate) fn mentions(&self, event: &Value, role: &str) -> Vec<Range<usize>> {
        let (sentence, trigger) = (span(&event["sentence"]), trigger(event));
        let ids = event[role].as_array().map(Vec::as_slice).unwrap_or_default();
        let actors = ids.iter().filter_map(|id| {
            let mut actors = self.record["actors"].as_array()?.iter();
            actors.find(|actor| actor["id"] == *id)
        });
        let nearest = actors.filter_map(|actor| {
            let mentions = actor["mentions"].as_array()?.iter().map(span);
            mentions.min_by_key(|mention| {
                let is_elsewhere = mention.start < sentence.start || mention.end > sentence.end;
                (is_elsewhere, mention.start.abs_diff(trigger.start))
            })
        });
        nearest.collect()
    }
}

pub(crate) fn span(value: &Value) -> Range<usize> {
    let at = |key: &str| value[key].as_u64().unwrap_or_default() as usize;
    at("start")..at("end")
}

/// From the first to the last word of an event's first trigger.
pub(crate) fn trigger(event: &Value) -> Range<usize> {
    let sentence = span(&event["sentence"]);
    let spans = event["trigger"].as_array().map(Vec::as_slice).unwrap_or_default().iter().map(span);
    let own = spans.filter(|span| sentence.start <= span.start && span.end <= sentence.end);
    own.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or(sentence)
}

/// Codes the set and cuts its texts into the sentences that the language analysis gives.
fn records(set: &Path, out: &Path, program: &Path) -> Result<Vec<Coded>> {
    let input = out.join("sample.in.jsonl");
    strip(set, &input)?;
    let lines = |command: &str| -> Result<Vec<Value>> {
        let done = Command::new(program).args([command, "-q", "--from", "jsonl"]).arg(&input).output()?;
        if !done.status.success() {
            bail!("{} {command} ended with {}", program.display(), done.status);
        }
        let text = String::from_utf8(done.stdout)?;
        text.lines().map(|line| serde_json::from_str(line).context("a line is no JSON")).collect()
    };
    let coded = lines("code")?.into_iter().zip(lines("parse")?);
    let coded = coded.map(|(record, parse)| {
        let sentences = parse["sents"].as_array().map(Vec::as_slice).unwrap_or_default().iter().map(span);
        Coded::new(record, sentences.collect())
    });
    Ok(coded.collect())
}

/// The `n` with the least hash of seed and place.
fn least<'a, T>(
    options: &SampleEvents,
    all: impl Iterator<Item = (&'a Coded, Range<usize>, T)>,
) -> Vec<(&'a Coded, Range<usize>, T)> {
    let keyed = all.map(|(coded, range, item)| {
        let place = format!("{}\t{}\t{}", options.seed, coded.id(), range.start);
        (Sha256::digest(place.as_bytes()).to_vec(), coded, range, item)
    });
    let mut keyed: Vec<_> = keyed.collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    keyed.into_iter().take(options.n).map(|(_, coded, range, item)| (coded, range, item)).collect()
}

fn draw_events(options: &SampleEvents, records: &[Coded]) {
    println!("{COLUMNS}");
    let all = records
        .iter()
        .flat_map(|coded| coded.events().iter().map(move |event| (coded, trigger(event), event)));
    for (coded, at, event) in least(options, all) {
        let word = |key: &str| event[key].as_str().unwrap_or_default().to_owned();
        let list = |role: &str| {
            let spans = coded.mentions(event, role);
            let spans = spans.iter().map(|span| format!("{}-{}", span.start, span.end));
            spans.collect::<Vec<_>>().join("+")
        };
        let names = |role: &str| {
            let words = coded.mentions(event, role).iter().map(|span| coded.slice(span)).collect::<Vec<_>>();
            words.join(" + ")
        };
        let kind = [word("type"), word("mode")].join("/");
        println!(
            "{}\t{}-{}\t{}\t{}\t{}\t{}\t{}\t\t\t\t\t",
            coded.id(),
            at.start,
            at.end,
            kind.trim_end_matches('/'),
            list("source"),
            list("target"),
            word("status"),
            word("rule"),
        );
        let quoted = if event["statement"].is_null() { "" } else { " (in a statement)" };
        println!("#   {}", coded.slice(&span(&event["sentence"])));
        println!("#   [{}] {} -> {}{quoted}", coded.slice(&at), names("source"), names("target"));
    }
}

fn draw_sentences(options: &SampleEvents, records: &[Coded]) {
    let all = records
        .iter()
        .flat_map(|coded| coded.sentences.iter().map(move |sentence| (coded, sentence.clone(), ())));
    for (coded, sentence, ()) in least(options, all) {
        println!("{}\t{}-{}", coded.id(), sentence.start, sentence.end);
        println!("#   {}", coded.slice(&sentence));
        let here = coded.events().iter().filter(|event| sentence.contains(&trigger(event).start));
        for event in here {
            let names = |role: &str| {
                let words =
                    coded.mentions(event, role).iter().map(|span| coded.slice(span)).collect::<Vec<_>>();
                words.join(" + ")
            };
            let (kind, status) = (&event["type"], &event["status"]);
            println!("#   {kind} {status} {} -> {}", names("source"), names("target"));
        }
    }
}

/// Prints how many of a judged sample are right, by part and by type.
fn count(path: &Path) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let rows = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && *line != COLUMNS);
    let mut by_type: BTreeMap<String, Tally> = BTreeMap::new();
    let mut all = Tally::default();
    for (number, row) in rows {
        let fields: Vec<&str> = row.split('\t').collect();
        let (Some(kind), Some(verdicts)) = (fields.get(2), fields.get(7..11)) else {
            bail!("{}:{}: expected the columns {COLUMNS}", path.display(), number + 1);
        };
        let verdicts: Option<Vec<bool>> = verdicts
            .iter()
            .map(|verdict| match *verdict {
                "y" => Some(true),
                "n" => Some(false),
                _ => None,
            })
            .collect();
        let verdicts = verdicts
            .with_context(|| format!("{}:{}: a verdict is \"y\" or \"n\"", path.display(), number + 1))?;
        let root = kind.split('/').next().unwrap_or_default().to_owned();
        by_type.entry(root).or_default().add(&verdicts);
        all.add(&verdicts);
    }
    println!("| type | events | all right | type | source | target | status |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (kind, tally) in by_type.iter().map(|(kind, tally)| (kind.as_str(), tally)).chain([("all", &all)]) {
        println!("{}", tally.row(kind));
    }
    Ok(())
}

/// How many events were judged, and how many had all, and each, of their parts right.
#[derive(Default)]
struct Tally {
    events: usize,
    right: usize,
    parts: [usize; 4],
}

impl Tally {
    fn add(&mut self, verdicts: &[bool]) {
        self.events += 1;
        self.right += usize::from(verdicts.iter().all(|&verdict| verdict));
        for (part, &verdict) in self.parts.iter_mut().zip(verdicts) {
            *part += usize::from(verdict);
        }
    }

    fn row(&self, name: &str) -> String {
        let share = |right: usize| format!("{:.2}", right as f64 / self.events.max(1) as f64);
        let parts = self.parts.map(share).join(" | ");
        format!("| {name} | {} | {} | {parts} |", self.events, share(self.right))
    }
}
