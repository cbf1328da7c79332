//! `cargo xtask train attitudes`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use verbale::{portrayal_features, weights_file};

use super::measured::{Measured, WEIGHTS};
use super::sentences::{Sentences, Stretch};
use super::stance::{Example, Settings, crossed, learn};

/// What to learn from.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Sentences with how they portray someone, one JSON object a line; `.gz` is opened
    #[arg(long, default_value = "../shared/bench/positions/attitudes-train.jsonl.gz")]
    gold: PathBuf,
    /// Judge by folds and write nothing
    #[arg(long)]
    only_judge: bool,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Deserialize)]
struct Marked {
    text: String,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    #[serde(flatten)]
    stretch: Stretch,
    polarity: f64,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let sentences = Sentences::open()?;
    let mut examples = Vec::new();
    sentences.read(&args.gold, |marked: Marked, doc, text| {
        for target in &marked.targets {
            let right = if target.polarity > 0.0 { 0 } else { 1 + usize::from(target.polarity == 0.0) };
            let sides = vec![portrayal_features(doc, target.stretch.tokens(doc, text))];
            examples.push(Example { sides, right, group: marked.text.clone() });
        }
    })?;
    println!("{} targets", examples.len());
    let chances = crossed(&examples, args.settings);
    let (lean, macro_f1) = best_lean(&chances, &examples);
    println!(
        "lean {lean:?}: macro-F1 {macro_f1:.3} (without: {:.3})",
        macro_f1_with([1.0, 1.0], &chances, &examples)
    );
    if args.only_judge {
        return Ok(());
    }
    let all: Vec<&Example> = examples.iter().collect();
    let path = format!("{WEIGHTS}/attitudes.bin");
    fs::write(&path, weights_file(&learn(&all, args.settings))).with_context(|| format!("writing {path}"))?;
    Measured { lean, ..Measured::read()? }.write()
}

/// The leans towards well and badly that give the best balance over the three classes.
fn best_lean(chances: &[Vec<f32>], examples: &[Example]) -> ([f32; 2], f64) {
    let leans = || (6..=30).map(|tenths| tenths as f32 / 10.0);
    let all = leans().flat_map(|well| leans().map(move |badly| [well, badly]));
    all.map(|lean| (lean, macro_f1_with(lean, chances, examples)))
        .reduce(|best, other| if other.1 > best.1 { other } else { best })
        .unwrap_or(([1.0, 1.0], 0.0))
}

fn macro_f1_with(lean: [f32; 2], chances: &[Vec<f32>], examples: &[Example]) -> f64 {
    let mut counts = [[0.0_f64; 3]; 3];
    for (chances, example) in chances.iter().zip(examples) {
        let leaning = [chances[0] * lean[0], chances[1] * lean[1], chances[2]];
        let taken = (0..3).max_by(|&a, &b| leaning[a].total_cmp(&leaning[b])).unwrap_or(2);
        counts[example.right][taken] += 1.0;
    }
    let f1 = |class: usize| {
        let marked: f64 = counts[class].iter().sum();
        let taken: f64 = counts.iter().map(|row| row[class]).sum();
        2.0 * counts[class][class] / (marked + taken).max(1.0)
    };
    (0..3).map(f1).sum::<f64>() / 3.0
}
