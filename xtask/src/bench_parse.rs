//! `cargo xtask bench parse`: the language engine beside the reference library, same texts, same run, one thread
//! each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use verbale_doc::Text;
use verbale_parse::Pipeline;

use crate::reference::{Figures, Reference};

/// Which comparison.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchParse {
    #[command(flatten)]
    reference: Reference,
    /// Passes over the texts; the fastest counts, on both sides
    #[arg(long, default_value_t = 3)]
    passes: usize,
    /// Leave the reference library out
    #[arg(long)]
    alone: bool,
}

/// Our side alone, in a process of its own so that its memory can be measured.
#[derive(Debug, clap::Args)]
pub(crate) struct ParseAlone {
    model: PathBuf,
    texts: PathBuf,
    threads: usize,
    passes: usize,
}

pub(crate) fn run(options: &BenchParse) -> Result<()> {
    let reference = &options.reference;
    let model = reference.model_dir()?;
    let (_, texts) = reference.read_texts()?;
    let one = alone(&model, &texts, 1, options.passes)?;
    let theirs =
        if options.alone { None } else { Some(reference.run(&model, &texts, None, options.passes)?) };
    let two = alone(&model, &texts, 2, options.passes)?;
    println!("{} on {}, {} tokens, best of {} passes\n", one.model, machine(), one.tokens, options.passes);
    println!("| program | threads | tokens/s | tokens/s of processor time | load | peak memory |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let rows =
        theirs.iter().map(|theirs| ("spaCy", 1, theirs)).chain([("verbale", 1, &one), ("verbale", 2, &two)]);
    for (name, threads, figures) in rows {
        let Figures { program, load_s, peak_mb, .. } = figures;
        let (speed, cpu_speed) = (speed(figures), cpu_speed(figures));
        let load_ms = load_s * 1000.0;
        println!(
            "| {name} {program} | {threads} | {speed:.0} | {cpu_speed:.0} | {load_ms:.0} ms | {peak_mb:.0} MB |"
        );
    }
    println!();
    if let Some(theirs) = &theirs {
        let (by_clock, by_cpu) = (speed(&one) / speed(theirs), cpu_speed(&one) / cpu_speed(theirs));
        println!("one thread: {by_clock:.2} times the reference by the clock, {by_cpu:.2} by processor time");
    }
    println!("two threads: {:.2} times one", speed(&two) / speed(&one));
    Ok(())
}

fn speed(figures: &Figures) -> f64 {
    figures.tokens as f64 / figures.parse_s
}

fn cpu_speed(figures: &Figures) -> f64 {
    figures.tokens as f64 / figures.cpu_s
}

fn alone(model: &Path, texts: &Path, threads: usize, passes: usize) -> Result<Figures> {
    let program = std::env::current_exe().context("cannot find this program")?;
    let mut command = Command::new(program);
    command
        .args(["bench", "parse-alone"])
        .arg(model)
        .arg(texts)
        .args([threads.to_string(), passes.to_string()]);
    let output = command.stderr(std::process::Stdio::inherit()).output()?;
    ensure!(output.status.success(), "our side failed");
    serde_json::from_slice(&output.stdout).context("our side printed no figures")
}

/// Runs our side and prints its figures.
pub(crate) fn run_alone(options: &ParseAlone) -> Result<()> {
    let started = Instant::now();
    let pipeline = Pipeline::open(&options.model)?;
    let load_s = started.elapsed().as_secs_f64();
    let lines = fs::read_to_string(&options.texts)?;
    let texts = lines.lines().map(serde_json::from_str::<String>).collect::<Result<Vec<_>, _>>()?;
    drop(lines);
    let mut workers: Vec<_> = (0..options.threads).map(|_| pipeline.worker()).collect();
    let (mut fastest, mut least_cpu) = (f64::INFINITY, f64::INFINITY);
    let mut tokens = 0;
    for _ in 0..options.passes {
        let next = AtomicUsize::new(0);
        let n_tokens = AtomicUsize::new(0);
        let (started, cpu) = (Instant::now(), cpu_s().unwrap_or_default());
        std::thread::scope(|scope| {
            for worker in &mut workers {
                scope.spawn(|| {
                    while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let text = Text::new(text.as_str());
                        n_tokens.fetch_add(worker.parse(&text, &[text.span()]).len(), Ordering::Relaxed);
                    }
                });
            }
        });
        fastest = fastest.min(started.elapsed().as_secs_f64());
        least_cpu = least_cpu.min(cpu_s().unwrap_or_default() - cpu);
        tokens = n_tokens.into_inner();
    }
    let figures = Figures {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        model: format!("{} {}", pipeline.name(), pipeline.version()),
        load_s,
        parse_s: fastest,
        cpu_s: least_cpu,
        tokens,
        peak_mb: peak_mb().unwrap_or_default(),
    };
    println!("{}", serde_json::to_string(&figures)?);
    Ok(())
}

/// Processor time of this process so far, where the system tells, to a hundredth of a second.
fn cpu_s() -> Option<f64> {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in brackets, may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / TICKS_A_SECOND)
}

/// Peak memory of this process, where the system tells.
fn peak_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()? / 1024.0)
}

fn machine() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("?", |pair| pair.1);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{name}, {cores} cores")
}
