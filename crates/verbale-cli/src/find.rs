//! `verbale find`: looking things up in a store.

use std::fmt::Write as _;

use verbale_store::{ArticleRow, EventRow, ExportOptions, Format, Kind, PartyRef, StatementRow, Store};

use crate::args::Loudness;
use crate::exit::Exit;
use crate::export::{self, Sink};
use crate::output::{Output, Reader};
use crate::paint::{Look, Paint, harmless};
use crate::store_args::{FindArgs, FindForm};
use crate::terminal;

/// Rows of a table, where no number is asked for.
const TABLE_ROWS: usize = 50;

pub(crate) fn run(args: &FindArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let store = Store::open_read_only(&args.store)?;
    let filter = args.filter.filter(&store)?;
    let kind = args.what.kind();
    let limit = match (args.limit, args.form) {
        (Some(0), _) => None,
        (None, FindForm::Table) => Some(TABLE_ROWS),
        (limit, _) => limit,
    };
    let options = ExportOptions { kind, filter, count: args.count, limit, ..ExportOptions::default() };
    match args.form {
        FindForm::Table => {}
        FindForm::Jsonl => return export::to(&store, Format::Jsonl, &options, Sink::Stdout),
        FindForm::Csv => return export::to(&store, Format::Csv, &options, Sink::Stdout),
    }
    let ids = store.select(&options)?;
    let paint = terminal::paint_stdout();
    let mut output = Output::new();
    for &id in &ids {
        let entry = match kind {
            Kind::Statement => statement(&store.statement(id)?, paint),
            Kind::Event => event(&store.event(id)?, paint),
            Kind::Article => article(&store.article(id)?, paint),
        };
        if output.write(&entry)? == Reader::Gone {
            return Ok(Exit::Fine);
        }
    }
    if loudness > Loudness::Quiet {
        if ids.is_empty() {
            terminal::say("nothing found");
        } else if limit == Some(ids.len()) {
            terminal::say(&format!("the newest {}; --limit N shows more", ids.len()));
        }
    }
    Ok(Exit::Fine)
}

fn statement(row: &StatementRow, paint: Paint) -> String {
    let speaker = match (&row.speaker, &row.speaker_words) {
        (Some(speaker), _) => named(speaker),
        (None, Some(words)) => words.clone(),
        (None, None) => "?".to_owned(),
    };
    let mut who = paint.paint(&harmless(&speaker), Look::BOLD);
    if let Some(addressee) = &row.addressee {
        let _ = write!(who, " to {}", harmless(&named(addressee)));
    }
    for via in &row.via {
        let _ = write!(who, " ← {}", harmless(&named(via)));
    }
    entry(row.date.as_deref(), &who, &row.words, &row.article, paint)
}

fn event(row: &EventRow, paint: Paint) -> String {
    let list = |parties: &[PartyRef]| parties.iter().map(named).collect::<Vec<_>>().join(", ");
    let mut what = row.kind.clone();
    if let Some(mode) = &row.mode {
        let _ = write!(what, "/{mode}");
    }
    let mut line = format!("{}  {}", paint.paint(&what, Look::BOLD), harmless(&list(&row.source)));
    if !row.target.is_empty() {
        let _ = write!(line, " → {}", harmless(&list(&row.target)));
    }
    if row.status != "occurred" {
        let _ = write!(line, "  {}", row.status);
    }
    if let Some(place) = &row.place {
        let _ = write!(line, "  in {}", harmless(&place.name));
    }
    entry(row.date.as_deref(), &line, &row.sentence, &row.article, paint)
}

fn article(row: &ArticleRow, paint: Paint) -> String {
    let title = row.title.as_deref().unwrap_or("untitled");
    let counts =
        format!("{}  {} statements, {} events", harmless(&row.given), row.n_statements, row.n_events);
    let mut line = paint.paint(&harmless(title), Look::BOLD);
    let _ = write!(line, "  {}", harmless(row.publisher.as_deref().unwrap_or("")));
    format!(
        "{}  {line}\n            {}\n            {}\n",
        day(row.published.as_deref()),
        fitted(&row.beginning),
        paint.paint(&counts, Look::DIM)
    )
}

fn entry(date: Option<&str>, head: &str, words: &str, article: &ArticleRow, paint: Paint) -> String {
    let from = format!(
        "{}  {}",
        harmless(article.publisher.as_deref().unwrap_or("")),
        harmless(article.url.as_deref().unwrap_or(&article.given))
    );
    format!(
        "{}  {head}\n            {}\n            {}\n",
        day(date),
        fitted(words),
        paint.paint(from.trim_start(), Look::DIM)
    )
}

fn day(date: Option<&str>) -> String {
    format!("{:<10}", date.unwrap_or("undated"))
}

fn named(party: &PartyRef) -> String {
    match &party.country {
        Some(country) if party.kind != "state" => format!("{} ({country})", party.name),
        _ => party.name.clone(),
    }
}

/// Words on one line, as far as they fit.
fn fitted(words: &str) -> String {
    let width = terminal::width().saturating_sub(12);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = harmless(&words);
    if words.chars().count() <= width {
        return words;
    }
    let cut: String = words.chars().take(width.saturating_sub(1)).collect();
    cut + "…"
}
