//! Set-up, gates and comparison benches: `cargo xtask NAME`.

mod knowledge;
mod places;
mod quality;

use clap::Parser;

#[derive(Parser, Debug)]
#[command(name = "cargo xtask", about = "Set-up, gates and comparison benches of Verbale")]
enum Task {
    /// Rebuild the committed knowledge files.
    Knowledge(knowledge::Args),
    /// Rebuild the committed gazetteer.
    KnowledgePlaces(places::Args),
    /// Code the gold sets and print the scorers' figures.
    Quality(quality::Quality),
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Knowledge(args) => knowledge::run(&args),
        Task::KnowledgePlaces(args) => places::run(&args),
        Task::Quality(options) => quality::run(&options),
    }
}
