//! Set-up, gates and comparison benches: `cargo xtask NAME`.

mod knowledge;

use clap::Parser;

#[derive(Parser, Debug)]
#[command(name = "cargo xtask", about = "Set-up, gates and comparison benches of Verbale")]
enum Task {
    /// Rebuild the committed knowledge files.
    Knowledge(knowledge::Args),
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Knowledge(args) => knowledge::run(&args),
    }
}
