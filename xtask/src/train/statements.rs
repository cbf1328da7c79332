//! `cargo xtask train statements`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use verbale::{Coder, Decision, Options, Question};
use verbale_model::Shelf;
use verbale_read::Documents;

use super::gold::Gold;
use super::learn::{Example, Names, Settings, chances, learn};

/// What to learn from, and where to write it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Articles with their statements marked, one JSON object a line; `.gz` is opened
    #[arg(long, default_value = "../shared/bench/statements/train.jsonl.gz")]
    gold: PathBuf,
    /// Where the weights are written
    #[arg(long, default_value = "crates/verbale-statements/weights/weights.tsv")]
    out: PathBuf,
    /// Learn from all articles but every fourth, and say how well those are decided
    #[arg(long)]
    hold_back: bool,
    /// How often each article is learned from
    #[arg(long, default_value_t = 6)]
    rounds: usize,
    /// How far a weight moves at first
    #[arg(long, default_value_t = 0.05)]
    step: f32,
    /// How strongly all weights are pulled towards nothing
    #[arg(long, default_value_t = 0.01)]
    pull: f32,
    /// In how many decisions a reason must have been seen
    #[arg(long, default_value_t = 2)]
    least_seen: u32,
}

/// Weights nearer to nothing are not written.
const LEAST_WEIGHT: f32 = 0.02;

/// The lessons of one question.
#[derive(Default)]
struct Lessons {
    names: Names,
    learned: Vec<Example>,
    held_back: Vec<Example>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    // Edges are learned from what the rules give, and whether a draft stands from drafts whose edges are set.
    let edges = [Question::Start, Question::Lead, Question::End];
    let first = learn_all(args, "", &edges)?;
    let last = learn_all(args, &first, &Question::ALL)?;
    let head = "# Weights of reasons, by `cargo xtask train statements`; see SOURCE.md.\n";
    fs::write(&args.out, [head, &last].concat()).with_context(|| format!("writing {}", args.out.display()))
}

/// Learns the weights of some questions from all articles, with what was learned before at work.
fn learn_all(args: &Args, before: &str, questions: &[Question]) -> Result<String> {
    let model = Shelf::of_user()?.find(None)?;
    let coder = Coder::open(&verbale::ModelDir::at(&model.folder), Options::default())?;
    let coder = coder.with_statement_weights(before)?;
    let mut worker = coder.worker();
    let mut lessons: BTreeMap<Question, Lessons> = BTreeMap::new();
    for (number, line) in lines(&args.gold)?.lines().enumerate() {
        let line = line.with_context(|| format!("reading {}", args.gold.display()))?;
        let gold = Gold::read(&line)?;
        let input = std::io::Cursor::new(line.into_bytes());
        let mut documents = Documents::from_reader("gold.jsonl", input, verbale_read::Options::default());
        let Some(Ok(reading)) = documents.next() else { continue };
        let is_held_back = args.hold_back && number % 4 == 0;
        let decisions = worker.decisions(&reading.article).into_iter();
        for decision in decisions.filter(|decision| questions.contains(&decision.question)) {
            let Some(lesson) = gold.lesson(&decision) else { continue };
            let lessons = lessons.entry(decision.question).or_default();
            let example = to_example(decision, lesson.right, lesson.weight, &mut lessons.names);
            if is_held_back { &mut lessons.held_back } else { &mut lessons.learned }.push(example);
        }
    }
    let Args { rounds, step, pull, least_seen, .. } = *args;
    let settings = Settings { rounds, step, pull, least_seen };
    let mut file = String::new();
    for (question, lessons) in &lessons {
        let weights = learn(&lessons.learned, lessons.names.len(), settings);
        report(*question, lessons, &weights);
        for (name, number) in lessons.names.sorted() {
            let weight = weights[number as usize];
            if weight.abs() >= LEAST_WEIGHT && !name.contains(['\t', '\n', '\r']) {
                writeln!(file, "{}\t{name}\t{weight:.2}", question.name())?;
            }
        }
    }
    Ok(file)
}

/// A decision with its reasons as numbers. Dropping a draft is a choice without reasons.
fn to_example(decision: Decision, right: Option<usize>, weight: f32, names: &mut Names) -> Example {
    let mut choices: Vec<Vec<u32>> = decision
        .choices
        .into_iter()
        .map(|choice| choice.reasons.into_iter().map(|reason| names.number(reason)).collect())
        .collect();
    if decision.question == Question::Accept {
        choices.push(Vec::new());
    }
    let right = right.unwrap_or(choices.len() - 1);
    Example { choices, right, weight }
}

fn report(question: Question, lessons: &Lessons, weights: &[f32]) {
    let of = |examples: &[Example]| {
        let is_right = |example: &&Example| {
            let chances = chances(example, weights);
            let best = (0..chances.len()).max_by(|&a, &b| chances[a].total_cmp(&chances[b]));
            best == Some(example.right)
        };
        let loss: f32 =
            examples.iter().map(|example| -chances(example, weights)[example.right].max(1e-6).ln()).sum();
        let n_right = examples.iter().filter(is_right).count();
        let n = examples.len().max(1) as f32;
        format!("{n_right} of {} right ({:.3}), loss {:.4}", examples.len(), n_right as f32 / n, loss / n)
    };
    println!("{}: learned {}", question.name(), of(&lessons.learned));
    if !lessons.held_back.is_empty() {
        println!("{}: held back {}", question.name(), of(&lessons.held_back));
    }
}

fn lines(path: &Path) -> Result<Box<dyn BufRead>> {
    let file = fs::File::open(path).with_context(|| format!("reading {}", path.display()))?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|extension| extension == "gz") {
        Box::new(flate2::read::MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    Ok(Box::new(BufReader::new(reader)))
}
