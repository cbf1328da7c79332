//! The `verbale` program: reads the news and keeps the record.
//!
//! Each command is a module; all that read documents share [`documents`]. Results go to standard output, everything
//! else to standard error, and only `main` ends the process.

mod add;
mod args;
mod attitudes;
mod code;
mod compare;
mod documents;
mod exit;
mod explain;
mod export;
mod fetch;
mod find;
mod gap;
mod gap_blocs;
mod gap_cases;
mod gap_scan;
mod issues;
mod know;
mod model;
mod ordered;
mod output;
mod paint;
mod parse;
mod progress;
mod recode;
mod relations;
mod rules;
mod sentences;
mod serve;
mod stop;
mod store_args;
mod store_check;
mod stories;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use exit::Exit;

fn main() -> ExitCode {
    let args = Args::parse();
    terminal::choose_color(args.color);
    stop::on_interrupt();
    let ended = match &args.command {
        Command::Code(code) => code::run(code, args.loudness()),
        Command::Explain(explain) => explain::run(explain, args.loudness()),
        Command::Parse(parse) => parse::run(parse, args.loudness()),
        Command::Stories(stories) => stories::run(stories, args.loudness()),
        Command::Gap(gap) => gap::run(gap),
        Command::Issues => issues::run(),
        Command::Relations(sentences) => relations::run(sentences, args.loudness()),
        Command::Attitudes(sentences) => attitudes::run(sentences, args.loudness()),
        Command::Serve(serve) => serve::run(serve, args.loudness()),
        Command::Model(model) => model::run(model, args.loudness()),
        Command::Know(know) => know::run(know),
        Command::Add(add) => add::run(add, args.loudness()),
        Command::Fetch(fetch) => fetch::run(fetch, args.loudness()),
        Command::Find(find) => find::run(find, args.loudness()),
        Command::Export(export) => export::run(export, args.loudness()),
        Command::Compare(compare) => compare::run(compare, args.loudness()),
        Command::Check(check) if check.folder.is_file() => store_check::run(&check.folder, args.loudness()),
        Command::Check(check) => rules::check(check, args.loudness()),
    };
    ended
        .unwrap_or_else(|error| {
            terminal::say_error(&format!("{error:#}"), exit::help(&error).as_deref());
            Exit::Misuse
        })
        .into()
}
