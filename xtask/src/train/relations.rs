//! `cargo xtask train relations`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use verbale::{pair_features, weights_file};

use super::measured::{Measured, WEIGHTS};
use super::sentences::{Sentences, Stretch};
use super::stance::{Example, Settings, crossed, learn};

/// What to learn from.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Pairs with the stance that was marked, one JSON object a line; `.gz` is opened
    #[arg(long, default_value = "../shared/bench/positions/relations-train.jsonl.gz")]
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
    entities: [Stretch; 2],
    relations: Vec<Relation>,
}

#[derive(Deserialize)]
struct Relation {
    source: usize,
    polarity: f64,
}

/// The share of stances that must be right at the setting for positions.
const SURE: f64 = 0.75;

/// What a stance is called among the ways of a pair: for, against, and both the other way round; none comes last.
const NONE: usize = 4;

pub(crate) fn run(args: &Args) -> Result<()> {
    let sentences = Sentences::open()?;
    let mut examples = Vec::new();
    sentences.read(&args.gold, |marked: Marked, doc, text| {
        let [a, b] = marked.entities.map(|stretch| stretch.tokens(doc, text));
        let right = marked
            .relations
            .first()
            .map_or(NONE, |relation| relation.source * 2 + usize::from(relation.polarity < 0.0));
        let sides = vec![pair_features(doc, a, b), pair_features(doc, b, a)];
        examples.push(Example { sides, right, group: marked.text });
    })?;
    println!(
        "{} pairs, {} with a stance",
        examples.len(),
        examples.iter().filter(|e| e.right != NONE).count()
    );

    let judged = judge(&examples, args.settings);
    if args.only_judge {
        return Ok(());
    }
    let all: Vec<&Example> = examples.iter().collect();
    let path = format!("{WEIGHTS}/relations.bin");
    fs::write(&path, weights_file(&learn(&all, args.settings))).with_context(|| format!("writing {path}"))?;
    Measured {
        balanced: judged.balanced,
        sure: judged.sure,
        confusion: judged.confusion,
        ..Measured::read()?
    }
    .write()
}

struct Judged {
    balanced: f32,
    sure: f32,
    confusion: [[f64; 3]; 3],
}

/// A pair as it was decided without having been seen.
struct Decided {
    way: usize,
    chance: f32,
    right: usize,
}

/// Says how well pairs are decided by what was learned from others, and sets the thresholds by it.
fn judge(examples: &[Example], settings: Settings) -> Judged {
    let mut decided: Vec<Decided> = crossed(examples, settings)
        .iter()
        .zip(examples)
        .map(|(chances, example)| {
            let ways = chances[..NONE].iter().copied().enumerate();
            let (way, chance) = ways.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or_default();
            Decided { way, chance, right: example.right }
        })
        .collect();
    decided.sort_by(|a, b| b.chance.total_cmp(&a.chance));
    let n_stances = decided.iter().filter(|pair| pair.right != NONE).count() as f64;
    let (mut n_right, mut best, mut sure) = (0.0, (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 1.0));
    for (number, pair) in decided.iter().enumerate() {
        n_right += f64::from(u8::from(pair.way == pair.right));
        let (precision, recall) = (n_right / (number + 1) as f64, n_right / n_stances);
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        if f1 > best.0 {
            best = (f1, precision, recall, pair.chance);
        }
        if number > 50 && precision >= SURE {
            sure = (precision, recall, pair.chance);
        }
    }
    println!("balanced at {:.3}: F1 {:.3}, precision {:.3}, recall {:.3}", best.3, best.0, best.1, best.2);
    println!("sure at {:.3}: precision {:.3}, recall {:.3}", sure.2, sure.0, sure.1);
    let confusion = confusion(decided.iter().filter(|pair| pair.chance >= sure.2));
    println!("confusion {confusion:.3?}");
    Judged { balanced: best.3, sure: sure.2, confusion }
}

/// What a recorded stance means. A share of the records is no stance of its holder on its object at all, and says for
/// or against by chance; the others have the right sign, or the wrong one. Rows are true -1, 0, 1, columns coded.
fn confusion<'d>(recorded: impl Iterator<Item = &'d Decided>) -> [[f64; 3]; 3] {
    let (mut n_true, mut n_turned) = ([0.0_f64; 2], [0.0_f64; 2]);
    let mut n_stray = [0.0_f64; 2];
    for pair in recorded {
        let (coded, holder) = (pair.way % 2, pair.way / 2);
        if pair.right != NONE && pair.right / 2 == holder {
            let right = pair.right % 2;
            n_true[right] += 1.0;
            n_turned[right] += f64::from(u8::from(coded != right));
        } else {
            n_stray[coded] += 1.0;
        }
    }
    let n_strays: f64 = n_stray.iter().sum();
    let stray = n_strays / (n_strays + n_true.iter().sum::<f64>()).max(1.0);
    let by_chance = [n_stray[1] / n_strays.max(1.0), 0.0, n_stray[0] / n_strays.max(1.0)];
    let turned = [n_turned[1] / n_true[1].max(1.0), n_turned[0] / n_true[0].max(1.0)];
    let clean = [[1.0 - turned[0], 0.0, turned[0]], [0.0, 1.0, 0.0], [turned[1], 0.0, 1.0 - turned[1]]];
    clean.map(|row| [0, 1, 2].map(|coded| (1.0 - stray) * row[coded] + stray * by_chance[coded]))
}
