//! `cargo xtask train`: learns weights from marked articles and sentences.
//!
//! The texts are other people's and stay outside the repository; what is kept are weights of reasons.

mod attitudes;
mod events;
mod gold;
mod learn;
mod measured;
mod relations;
mod sentences;
mod stance;
mod statements;

#[derive(clap::Subcommand, Debug)]
pub(crate) enum Train {
    /// Weights for what the rules of statements leave open
    Statements(statements::Args),
    /// Weights for which of the events that rules find stand
    Events(events::Args),
    /// Weights for the stance of one party of a sentence toward another
    Relations(relations::Args),
    /// Weights for how a sentence portrays someone
    Attitudes(attitudes::Args),
}

pub(crate) fn run(train: &Train) -> anyhow::Result<()> {
    match train {
        Train::Statements(args) => statements::run(args),
        Train::Events(args) => events::run(args),
        Train::Relations(args) => relations::run(args),
        Train::Attitudes(args) => attitudes::run(args),
    }
}
