//! `cargo xtask parity`: the language engine against the reference library, token by token.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;
use verbale_doc::{Doc, Text};
use verbale_parse::Pipeline;

use crate::reference::Reference;

/// Which comparison.
#[derive(Debug, clap::Args)]
pub(crate) struct Parity {
    #[command(flatten)]
    reference: Reference,
    /// Print at most so many differences; all of them are kept in a file
    #[arg(long, default_value_t = 20)]
    show: usize,
    /// Compare with the analysis kept from the last run over the same texts
    #[arg(long)]
    again: bool,
}

/// An analysis by column, one entry a token; offsets are bytes.
#[derive(Debug, Default, Deserialize)]
struct Columns {
    start: Vec<u32>,
    end: Vec<u32>,
    tag: Vec<String>,
    pos: Vec<String>,
    morph: Vec<String>,
    lemma: Vec<String>,
    head: Vec<usize>,
    dep: Vec<String>,
    sent: Vec<u8>,
    ent: Vec<String>,
}

/// What is compared, and in how many tokens it must agree at least.
const TARGETS: [(&str, f64); 9] = [
    ("tokens", 0.9999),
    ("tag", 0.999),
    ("pos", 0.999),
    ("morph", 0.999),
    ("lemma", 0.999),
    ("head", 0.999),
    ("dep", 0.999),
    ("sentence start", 0.999),
    ("entity", 0.999),
];

pub(crate) fn run(options: &Parity) -> Result<()> {
    let reference = &options.reference;
    let model = reference.model_dir()?;
    let (texts, texts_path) = reference.read_texts()?;
    let kept = reference.dir.join(format!("analysis-{}.jsonl", reference.model.replace('/', "_")));
    if !options.again {
        reference.run(&model, &texts_path, Some(&kept), 0)?;
    }
    let pipeline = Pipeline::open(&model)?;
    let mut worker = pipeline.worker();
    let mut tally = Tally::default();
    let mut lines = BufReader::new(File::open(&kept)?).lines();
    for (number, text) in texts.iter().enumerate() {
        let line =
            lines.next().transpose()?.context("the kept analysis is of other texts: run without --again")?;
        let theirs: Columns = serde_json::from_str(&line)?;
        let text = Text::new(text.as_str());
        let doc = worker.parse(&text, &[text.span()]);
        let faults = doc.faults();
        ensure!(faults.is_empty(), "text {number}: {faults:?}");
        tally.compare(number, &text, &theirs, &columns(&doc));
    }
    let differences = write_differences(&tally, &reference.dir.join("differences.txt"))?;
    report(&tally, &reference.model, texts.len(), options.show);
    println!("\nall differences: {}", differences.display());
    let missed: Vec<&str> = TARGETS
        .iter()
        .zip(tally.shares())
        .filter(|(target, share)| *share < target.1)
        .map(|pair| pair.0.0)
        .collect();
    if missed.is_empty() { Ok(()) } else { bail!("below the target: {}", missed.join(", ")) }
}

fn columns(doc: &Doc) -> Columns {
    let mut columns = Columns::default();
    for index in doc.indices() {
        let token = doc.token(index);
        let name = |label| doc.labels().name(label).to_owned();
        columns.start.push(token.span.start());
        columns.end.push(token.span.end());
        columns.tag.push(name(token.tag));
        columns.pos.push(token.pos.name().to_owned());
        columns.morph.push(name(token.morph));
        columns.lemma.push(doc.lemma(index).to_owned());
        columns.head.push(token.head.at());
        columns.dep.push(name(token.dep));
        columns.sent.push(u8::from(doc.sentence(index).tokens.start() == index.0));
        columns.ent.push(doc.entity(index).map_or_else(String::new, |entity| {
            let prefix = if entity.tokens.start() == index.0 { 'B' } else { 'I' };
            format!("{prefix}-{}", name(entity.label))
        }));
    }
    columns
}

/// How many tokens agree, by target, and those that do not.
#[derive(Debug, Default)]
struct Tally {
    n_tokens: usize,
    equal: [usize; TARGETS.len()],
    differences: Vec<String>,
}

impl Tally {
    fn compare(&mut self, number: usize, text: &Text, theirs: &Columns, ours: &Columns) {
        let places: HashMap<(u32, u32), usize> =
            (0..ours.start.len()).map(|i| ((ours.start[i], ours.end[i]), i)).collect();
        self.n_tokens += theirs.start.len();
        for i in 0..theirs.start.len() {
            let (start, end) = (theirs.start[i], theirs.end[i]);
            let Some(&o) = places.get(&(start, end)) else {
                self.differ(number, text, (start, end), "tokens", "a token", "none");
                continue;
            };
            self.equal[0] += 1;
            // Heads are compared by where they stand, so that one lost token does not shift all others.
            let head = |columns: &Columns, i: usize| columns.start[columns.head[i]].to_string();
            let sent = |columns: &Columns, i: usize| columns.sent[i].to_string();
            let pairs = [
                (theirs.tag[i].clone(), ours.tag[o].clone()),
                (theirs.pos[i].clone(), ours.pos[o].clone()),
                (theirs.morph[i].clone(), ours.morph[o].clone()),
                (theirs.lemma[i].clone(), ours.lemma[o].clone()),
                (head(theirs, i), head(ours, o)),
                (theirs.dep[i].clone(), ours.dep[o].clone()),
                (sent(theirs, i), sent(ours, o)),
                (theirs.ent[i].clone(), ours.ent[o].clone()),
            ];
            for (target, (their, our)) in (1..).zip(pairs) {
                if their == our {
                    self.equal[target] += 1;
                } else {
                    self.differ(number, text, (start, end), TARGETS[target].0, &their, &our);
                }
            }
        }
    }

    fn differ(
        &mut self,
        number: usize,
        text: &Text,
        (start, end): (u32, u32),
        what: &str,
        theirs: &str,
        ours: &str,
    ) {
        let word = &text[start as usize..end as usize];
        self.differences
            .push(format!("text {number} byte {start} {word:?}: {what} {theirs:?}, ours {ours:?}"));
    }

    fn shares(&self) -> [f64; TARGETS.len()] {
        self.equal.map(|equal| equal as f64 / self.n_tokens.max(1) as f64)
    }
}

fn write_differences(tally: &Tally, path: &Path) -> Result<PathBuf> {
    let mut out = BufWriter::new(File::create(path)?);
    for difference in &tally.differences {
        writeln!(out, "{difference}")?;
    }
    out.flush()?;
    fs::canonicalize(path).context("the differences are not where they were written")
}

fn report(tally: &Tally, model: &str, n_texts: usize, show: usize) {
    for difference in tally.differences.iter().take(show) {
        println!("{difference}");
    }
    println!("\n{model}: {n_texts} texts, {} tokens\n", tally.n_tokens);
    println!("| compared | equal | differ | target |\n| --- | ---: | ---: | ---: |");
    for (i, (name, target)) in TARGETS.iter().enumerate() {
        let share = tally.shares()[i] * 100.0;
        println!("| {name} | {share:.3} % | {} | {:.2} % |", tally.n_tokens - tally.equal[i], target * 100.0);
    }
}
