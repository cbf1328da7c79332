//! `cargo xtask train`: learns weights from marked articles.
//!
//! The articles are other people's and stay outside the repository; what is kept are weights of reasons.

mod events;
mod gold;
mod learn;
mod statements;

#[derive(clap::Subcommand, Debug)]
pub(crate) enum Train {
    /// Weights for what the rules of statements leave open
    Statements(statements::Args),
    /// Weights for which of the events that rules find stand
    Events(events::Args),
}

pub(crate) fn run(train: &Train) -> anyhow::Result<()> {
    match train {
        Train::Statements(args) => statements::run(args),
        Train::Events(args) => events::run(args),
    }
}
