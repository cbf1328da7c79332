//! Set-up, gates and comparison benches: `cargo xtask NAME`.

mod knowledge;
mod places;

use clap::Parser;

#[derive(Parser, Debug)]
#[command(name = "cargo xtask", about = "Set-up, gates and comparison benches of Verbale")]
enum Task {
    /// Rebuild the committed knowledge files.
    Knowledge(knowledge::Args),
    /// Rebuild the committed gazetteer.
    KnowledgePlaces(places::Args),
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Knowledge(args) => knowledge::run(&args),
        Task::KnowledgePlaces(args) => places::run(&args),
    }
}
