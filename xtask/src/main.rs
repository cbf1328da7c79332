//! Set-up, gates and comparison benches: `cargo xtask NAME`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tasks talk to whoever runs them")]

mod archive;
mod background;
mod bench_parse;
mod bench_store;
mod bench_stories;
mod fuzz;
mod gate;
mod knowledge;
mod parity;
mod places;
mod quality;
mod quality_positions;
mod quality_stories;
mod reference;
mod sample_events;
mod setup;
mod train;

use std::process::ExitCode;

use clap::Parser;

#[derive(Parser, Debug)]
#[command(name = "cargo xtask", about = "Set-up, gates and comparison benches of Verbale")]
enum Task {
    /// Count in how many documents each word stands, for the weighing of words in stories.
    Background(background::Background),
    /// Measure speed beside other programs.
    #[command(subcommand)]
    Bench(Bench),
    /// Rebuild the committed knowledge files.
    Knowledge(knowledge::Args),
    /// Rebuild the committed gazetteer.
    KnowledgePlaces(places::Args),
    /// Run the fuzz targets.
    Fuzz(fuzz::Fuzz),
    /// Make up a web archive of any size.
    MakeArchive(archive::Make),
    /// Compare the language engine with the reference library.
    Parity(parity::Parity),
    /// Code the gold sets and print the scorers' figures.
    Quality(quality::Quality),
    /// Draw events of plain news for judging by eye, or count a judged sample.
    SampleEvents(sample_events::SampleEvents),
    /// Put in place what tests and demo need: the language model.
    Setup,
    /// Learn what rules leave open from marked articles.
    #[command(subcommand)]
    Train(train::Train),
    /// Run what must hold before a change goes in: format, lints, tests, docs.
    Test,
}

#[derive(clap::Subcommand, Debug)]
enum Bench {
    /// A web archive read without coding, beside unpacking it alone.
    Archive(archive::Bench),
    /// The language engine beside the reference library.
    Parse(bench_parse::BenchParse),
    /// Our side of it alone: figures as JSON.
    #[command(hide = true)]
    ParseAlone(bench_parse::ParseAlone),
    /// Grouping of a made-up stream of news: articles a second, memory over time.
    Stories(bench_stories::BenchStories),
    /// The store on a million made-up articles.
    Store(bench_store::BenchStore),
}

fn main() -> ExitCode {
    match run(Task::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<()> {
    match task {
        Task::Background(options) => background::run(&options),
        Task::Bench(Bench::Archive(options)) => archive::bench(&options),
        Task::Bench(Bench::Parse(options)) => bench_parse::run(&options),
        Task::Bench(Bench::ParseAlone(options)) => bench_parse::run_alone(&options),
        Task::Bench(Bench::Stories(options)) => {
            bench_stories::run(&options);
            Ok(())
        }
        Task::Bench(Bench::Store(options)) => bench_store::run(&options),
        Task::Knowledge(args) => knowledge::run(&args),
        Task::KnowledgePlaces(args) => places::run(&args),
        Task::Fuzz(options) => fuzz::run(&options),
        Task::MakeArchive(options) => archive::make(&options),
        Task::Parity(options) => parity::run(&options),
        Task::Quality(options) => quality::run(&options),
        Task::SampleEvents(options) => sample_events::run(&options),
        Task::Setup => setup::run(),
        Task::Train(train) => train::run(&train),
        Task::Test => gate::run(),
    }
}

/// Tells how a task goes.
fn say(line: &str) {
    eprintln!("{line}");
}
