//! `cargo xtask quality`: codes the gold sets and prints the scorers' figures as one table.
//!
//! The gold sets are other people's texts and stay outside the repository; the folder that holds them is given with
//! `--bench`. Where it is absent nothing is measured, and that is said.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value};

use crate::{quality_positions, quality_stories};

/// Where the gold sets are.
#[derive(Debug, clap::Args)]
pub(crate) struct Quality {
    /// Folder with the gold sets, one sub-folder and `score.py` each
    #[arg(long, default_value = "../shared/bench")]
    bench: PathBuf,
    /// Measure only sets whose name holds this word
    #[arg(long)]
    only: Option<String>,
    /// The program to measure; built first if not given
    #[arg(long)]
    program: Option<PathBuf>,
    /// Fail if a figure is below its floor in docs/quality-floors.tsv
    #[arg(long)]
    check: bool,
    /// Also print 95 % intervals, by resampling articles, where the set's scorer allows it (statements)
    #[arg(long)]
    intervals: bool,
    /// Where records and scores are kept
    #[arg(long, default_value = "target/quality")]
    out: PathBuf,
}

/// One gold file: where it is, how it is scored, and which figures of the score are shown.
struct Set {
    name: &'static str,
    gold: &'static str,
    arguments: &'static [&'static str],
    figures: Figures,
}

/// Name in the table, path in the scorer's JSON.
pub(crate) type Figures = &'static [(&'static str, &'static str)];

/// Whether less of a figure is better, as its name says.
fn is_error(label: &str) -> bool {
    ["error", "wrong", "opposite", "false alarms"].iter().any(|word| label.contains(word))
}

const STATEMENT_FIGURES: &[(&str, &str)] = &[
    ("triple F1", "speech/triple/f1"),
    ("triple precision", "speech/triple/p"),
    ("triple recall", "speech/triple/r"),
    ("detect F1", "speech/detect/f1"),
    ("exact F1", "speech/exact/f1"),
    ("direct triple F1", "speech/by_kind/direct/triple/f1"),
    ("mixed triple F1", "speech/by_kind/mixed/triple/f1"),
    ("indirect triple F1", "speech/by_kind/indirect/triple/f1"),
    ("speaker head", "speech/speaker/head"),
    ("cue overlap", "speech/cue/overlap"),
    ("pronouns resolved, of matched", "speech/resolved/accuracy"),
    ("via found", "speech/via/found"),
];

const EVENT_FIGURES: &[(&str, &str)] = &[
    ("type F1", "type/f1"),
    ("type precision", "type/precision"),
    ("type recall", "type/recall"),
    ("type F1, asserted", "type_asserted/f1"),
    ("type F1, lenient", "type_lenient/f1"),
    ("quad F1", "quad/f1"),
    ("dyad F1", "dyad/f1"),
    ("source country F1", "source_country/f1"),
    ("target country F1", "target_country/f1"),
    ("source sector F1", "source_sector/f1"),
    ("source text", "source_text/accuracy"),
    ("target text", "target_text/accuracy"),
    ("mode", "mode/accuracy"),
    ("CAMEO root", "cameo_root/accuracy"),
];

const PLACE_FIGURES: &[(&str, &str)] = &[
    ("recognition F1, overlap", "recognition/overlap/f1"),
    ("recognition precision", "recognition/overlap/p"),
    ("recognition recall", "recognition/overlap/r"),
    ("acc@161 of recognised", "resolution/acc161"),
    ("acc@161 of all", "all/acc161"),
    ("country, recognised", "country/accuracy"),
    ("country, all", "country/all_accuracy"),
];

const TEXT_FIGURES: &[(&str, &str)] = &[
    ("body F1, text given", "body/f1"),
    ("body exact, text given", "body/accuracy"),
    ("dateline place and agency", "dateline/accuracy"),
    ("datelines invented", "dateline/invented"),
];

const SETS: &[Set] = &[
    Set { name: "articles-text", gold: "articles/dev.jsonl.gz", arguments: &[], figures: TEXT_FIGURES },
    Set { name: "statements", gold: "statements/dev.jsonl", arguments: &[], figures: STATEMENT_FIGURES },
    Set {
        name: "statements-hard",
        gold: "statements/hard.jsonl",
        arguments: &[],
        figures: STATEMENT_FIGURES,
    },
    Set { name: "events", gold: "events/dev.jsonl", arguments: &[], figures: EVENT_FIGURES },
    Set { name: "events-plv", gold: "events/dev-plv.jsonl", arguments: &[], figures: EVENT_FIGURES },
    Set {
        name: "events-petrarch",
        gold: "events/dev-petrarch.jsonl",
        arguments: &[],
        figures: EVENT_FIGURES,
    },
    Set {
        name: "places-lgl",
        gold: "places/lgl.jsonl",
        arguments: &["--names-only"],
        figures: PLACE_FIGURES,
    },
    Set {
        name: "places-tr",
        gold: "places/tr-news.dev.jsonl",
        arguments: &["--names-only"],
        figures: PLACE_FIGURES,
    },
];

/// The fields of a gold line that are input. Titles are left out: the gold of no set indexes them.
const INPUT_FIELDS: [&str; 5] = ["id", "text", "published", "publisher", "url"];

pub(crate) fn run(options: &Quality) -> Result<()> {
    if !options.bench.is_dir() {
        println!(
            "no gold sets at {}: nothing measured (name their folder with --bench)",
            options.bench.display()
        );
        return Ok(());
    }
    let program = match &options.program {
        Some(program) => program.clone(),
        None => build()?,
    };
    fs::create_dir_all(&options.out)?;
    let floors = read_floors(Path::new("docs/quality-floors.tsv"))?;
    let mut too_low = Vec::new();
    println!("| set | measure | figure |\n| --- | --- | ---: |");
    let mut show = |name: &str, figures: Figures, score: &Value| {
        for (label, path) in figures {
            let Some(figure) = look_up(score, path) else { continue };
            println!("| {name} | {label} | {figure:.3} |");
            let floor = floors.iter().find(|floor| floor.set == name && floor.measure == *label);
            // A floor set for an error is the most it may be.
            let fell =
                |floor: &&Floor| if is_error(label) { figure > floor.least } else { figure < floor.least };
            if let Some(floor) = floor.filter(fell) {
                too_low.push(format!("{name} {label}: {figure:.3} is worse than {:.3}", floor.least));
            }
        }
    };
    let is_asked = |name: &str| options.only.as_ref().is_none_or(|word| name.contains(word.as_str()));
    for set in SETS.iter().filter(|set| is_asked(set.name)) {
        let score = measure(set, options, &program).with_context(|| format!("measuring {}", set.name))?;
        show(set.name, set.figures, &score);
    }
    for set in quality_stories::SETS.iter().filter(|set| is_asked(set.name)) {
        let score = quality_stories::measure(set, &options.bench, &options.out, &program)
            .with_context(|| format!("measuring {}", set.name))?;
        show(set.name, set.figures, &score);
    }
    for set in quality_positions::SETS.iter().filter(|set| is_asked(set.name)) {
        let score = quality_positions::measure(set, &options.bench, &options.out, &program)
            .with_context(|| format!("measuring {}", set.name))?;
        show(set.name, set.figures, &score);
    }
    if options.intervals {
        println!("\n| set | measure | 95 % |\n| --- | --- | --- |");
        for set in SETS.iter().filter(|set| is_asked(set.name)) {
            let intervals = intervals(set, options)?;
            for (label, path) in set.figures {
                let Some((low, high)) = intervals.get(*path) else { continue };
                println!("| {} | {label} | {low:.3} to {high:.3} |", set.name);
            }
        }
    }
    if options.check && !too_low.is_empty() {
        bail!("figures fell:\n  {}", too_low.join("\n  "));
    }
    Ok(())
}

pub(crate) fn build() -> Result<PathBuf> {
    let done = Command::new(env!("CARGO")).args(["build", "--release", "-p", "verbale-cli"]).status()?;
    if !done.success() {
        bail!("the program does not build");
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    Ok(target.join("release/verbale"))
}

/// The 95 % interval of each figure of a set, by its path; none for sets whose scorer does not score by document.
fn intervals(set: &Set, options: &Quality) -> Result<BTreeMap<String, (f64, f64)>> {
    let gold = options.bench.join(set.gold);
    if !set.name.starts_with("statements") {
        return Ok(BTreeMap::new());
    }
    let records = options.out.join(format!("{}.records.jsonl", set.name));
    let told = Command::new("python3")
        .args(["-c", include_str!("../python/intervals.py")])
        .arg(gold.with_file_name("score.py"))
        .args([&gold, &records])
        .args(set.figures.iter().map(|(_, path)| path))
        .stderr(Stdio::inherit())
        .output()
        .context("intervals need python3")?;
    if !told.status.success() {
        bail!("the intervals of {} ended with {}", set.name, told.status);
    }
    let lines = String::from_utf8(told.stdout).context("the intervals are no text")?;
    let to_interval = |line: &str| {
        let mut fields = line.split('\t');
        let path = fields.next()?.to_owned();
        Some((path, (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?)))
    };
    Ok(lines.lines().filter_map(to_interval).collect())
}

/// Codes one gold set and gives the scorer's JSON.
fn measure(set: &Set, options: &Quality, program: &Path) -> Result<Value> {
    let gold = options.bench.join(set.gold);
    let input = options.out.join(format!("{}.in.jsonl", set.name));
    let records = options.out.join(format!("{}.records.jsonl", set.name));
    strip(&gold, &input)?;
    let coded = Command::new(program)
        .args(["code", "-q", "--from", "jsonl"])
        .arg(&input)
        .stdout(fs::File::create(&records)?)
        .status()
        .with_context(|| format!("running {}", program.display()))?;
    if !coded.success() {
        bail!("{} code ended with {coded}", program.display());
    }
    let scorer = gold.with_file_name("score.py");
    let scored = Command::new("python3")
        .arg(&scorer)
        .arg(&gold)
        .arg(&records)
        .args(set.arguments)
        .arg("--json")
        .stderr(Stdio::inherit())
        .output()
        .context("running the scorer needs python3")?;
    if !scored.status.success() {
        bail!("{} ended with {}", scorer.display(), scored.status);
    }
    fs::write(options.out.join(format!("{}.score.json", set.name)), &scored.stdout)?;
    serde_json::from_slice(&scored.stdout).context("the scorer's output is no JSON")
}

/// Writes the gold's documents without their gold. Where the gold is the text of a page, that text is the input.
pub(crate) fn strip(gold: &Path, input: &Path) -> Result<()> {
    let lines = read(gold).with_context(|| format!("reading {}", gold.display()))?;
    let mut out = BufWriter::new(fs::File::create(input)?);
    for line in lines.split('\n').filter(|line| !line.trim().is_empty()) {
        let mut document: Map<String, Value> = serde_json::from_str(line)?;
        if let Some(text) = document.remove("gold_text") {
            document.insert("text".to_owned(), text);
        }
        let kept: Map<String, Value> = document
            .into_iter()
            .filter(|(field, value)| INPUT_FIELDS.contains(&field.as_str()) && !value.is_null())
            .collect();
        serde_json::to_writer(&mut out, &kept)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    let file = fs::File::open(path)?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text)?;
    } else {
        BufReader::new(file).read_to_string(&mut text)?;
    }
    Ok(text)
}

fn look_up(score: &Value, path: &str) -> Option<f64> {
    path.split('/').try_fold(score, |value, key| value.get(key))?.as_f64()
}

/// A figure that must not fall below.
struct Floor {
    set: String,
    measure: String,
    least: f64,
}

fn read_floors(path: &Path) -> Result<Vec<Floor>> {
    let Ok(lines) = fs::read_to_string(path) else { return Ok(Vec::new()) };
    let rows = lines.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let floors = rows.map(|(number, line)| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [set, measure, least] = fields[..] else {
            bail!("{}:{}: expected set, measure and floor, parted by tabs", path.display(), number + 1);
        };
        let least = least.parse().with_context(|| format!("{}:{}: {least:?}", path.display(), number + 1))?;
        Ok(Floor { set: set.to_owned(), measure: measure.to_owned(), least })
    });
    floors.collect()
}
