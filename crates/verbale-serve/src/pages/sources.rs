//! Sources: what was read, from where, when, how much failed and why.

use std::collections::BTreeMap;

use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Serialize;
use verbale_store::{Failure, Filter, InputRow, Kind, Outlet, Size, Store};

use super::outlet as outlet_href;
use crate::answer::{self, Fault, Form};
use crate::ask::Ask;
use crate::chart::{Bars, Chart, Row};
use crate::csv::Csv;
use crate::shell::{self, Shell};
use crate::state::State;
use crate::time::{buckets, first_day, step_for, when};
use crate::words::{counted, name, number};

/// Outlets, inputs and failures listed on a page; the CSV has all outlets.
const OUTLETS: usize = 100;
const INPUTS: usize = 50;
const FAILURES: usize = 50;

/// The page of what was read.
pub(crate) fn page(ask: &Ask, store: &Store) -> Result<Response, Fault> {
    let view = View { ask, store, size: store.size()?, outlets: store.outlets()?, inputs: store.inputs()? };
    match ask.form {
        Form::Html | Form::Atom => Ok(answer::answer(Form::Html, view.page()?.into_string())),
        Form::Json => Ok(answer::json(&Answer {
            size: &view.size,
            outlets: &view.outlets,
            inputs: &view.inputs,
            failures: view.failures()?,
        })),
        Form::Csv => Ok(answer::answer(Form::Csv, view.csv())),
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    size: &'a Size,
    outlets: &'a [Outlet],
    inputs: &'a [InputRow],
    failures: Vec<Failure>,
}

struct View<'a> {
    ask: &'a Ask,
    store: &'a Store,
    size: Size,
    outlets: Vec<Outlet>,
    inputs: Vec<InputRow>,
}

impl View<'_> {
    fn csv(&self) -> String {
        let mut csv = Csv::new(
            &["outlet", "documents", "undated", "from", "to", "days", "statements", "events"],
            self.ask.state.get("excel") == Some("safe"),
        );
        for row in &self.outlets {
            csv.row([
                &row.publisher,
                &row.documents.to_string(),
                &row.undated.to_string(),
                row.from.as_deref().unwrap_or_default(),
                row.to.as_deref().unwrap_or_default(),
                &row.days.to_string(),
                &row.statements.to_string(),
                &row.events.to_string(),
            ]);
        }
        csv.finish()
    }

    /// Failures of the input asked for, after the position asked for.
    fn failures(&self) -> Result<Vec<Failure>, Fault> {
        let Some(input) = self.ask.state.get("input") else { return Ok(Vec::new()) };
        let input = input.parse().map_err(|_| Fault::wrong("input is no number"))?;
        let after = self
            .ask
            .state
            .get("after")
            .map(str::parse)
            .transpose()
            .map_err(|_| Fault::wrong("after is no number"))?;
        Ok(self.store.failures(input, after, FAILURES)?)
    }

    fn page(&self) -> Result<Markup, Fault> {
        let failed: u64 = self.inputs.iter().map(|input| input.failed).sum();
        let body = html! {
            div.sources {
                h1 { "What was read" }
                p {
                    (counted(self.size.documents, "document")) ", " (counted(self.size.statements, "statement")) ", " (counted(self.size.events, "event"))
                    @if let (Some(from), Some(to)) = (&self.size.from, &self.size.to) { ", published " (from) " to " (to) }
                    ". " @if failed > 0 { b.wrong { (counted(failed, "document")) " failed." } } @else { "Nothing failed." }
                }
                (self.chart()?)
                p.key-to {
                    span.swatch.documents {} " read · " span.swatch.unread {} " nothing read · " span.wrong { "failed" } " could not be read: see below"
                }
                (self.outlet_table())
                (self.input_table())
                (self.failure_list()?)
            }
        };
        let shell = Shell {
            title: "Sources",
            at: "/sources",
            state: Some(&self.ask.state),
            forms: &[Form::Json, Form::Csv],
            ..Shell::default()
        };
        Ok(shell::page(&shell, &body))
    }

    fn chart(&self) -> Result<Markup, Fault> {
        let day = |day: &Option<String>| day.as_ref().and_then(|day| day.parse::<Date>().ok());
        let (Some(from), Some(to)) = (day(&self.size.from), day(&self.size.to)) else { return Ok(html! {}) };
        let step = step_for(from, to);
        let read = self.store.read(step, None, None)?;
        let by_day: BTreeMap<Date, u64> =
            read.iter().filter_map(|row| Some((first_day(&row.step)?, row.documents))).collect();
        let buckets = buckets(step, from, to, &by_day);
        let mut rows = Vec::new();
        if let Some(publisher) = self.ask.state.get("outlet") {
            let filter = Filter { publishers: vec![publisher.to_owned()], ..Filter::default() };
            let timeline = self.store.timeline(Kind::Article, &filter, step, 100_000)?;
            let theirs: BTreeMap<Date, u64> =
                timeline.steps.iter().filter_map(|row| Some((first_day(&row.step)?, row.n))).collect();
            let counts = buckets.iter().map(|bucket| {
                bucket.from.parse().ok().and_then(|day: Date| theirs.get(&day).copied()).unwrap_or(0)
            });
            rows.push(Row {
                label: html! { (name(publisher)) },
                name: publisher.to_owned(),
                bars: Bars::Counts(counts.collect()),
            });
        }
        let articles = State::read("/", None).with("tab", "articles");
        let articles = self
            .ask
            .state
            .get("outlet")
            .map_or_else(|| articles.clone(), |outlet| articles.with("publisher", outlet));
        let chart = Chart {
            title: "By day of publication",
            buckets,
            rows,
            href: &|from, to| articles.with("when", when(from, to)).href(),
        };
        Ok(chart.draw())
    }

    fn outlet_table(&self) -> Markup {
        html! {
            h2 { "Outlets" }
            div.scroll tabindex="0" role="region" aria-label="Outlets" {
                table.wide {
                    thead { tr {
                        th scope="col" { "outlet" } th scope="col" { "documents" } th scope="col" { "published" } th scope="col" { "on days" }
                        th scope="col" { "without a day" } th scope="col" { "statements" } th scope="col" { "events" } th scope="col" { "" }
                    } }
                    tbody { @for row in self.outlets.iter().take(OUTLETS) { tr data-item {
                        th scope="row" { @if row.publisher.is_empty() { span.soft { "no outlet named" } } @else { a.open href=(outlet_href(&row.publisher)) { (name(&row.publisher)) } } }
                        td { (number(row.documents)) }
                        td { @if let (Some(from), Some(to)) = (&row.from, &row.to) { (from) " – " (to) } }
                        td { (number(row.days)) }
                        td { @if row.undated > 0 { b.wrong { (number(row.undated)) } } @else { span.soft { "none" } } }
                        td { (number(row.statements)) } td { (number(row.events)) }
                        td { @if !row.publisher.is_empty() { a href=(self.ask.state.only(&[]).with("outlet", &*row.publisher).href()) aria-label={ "days of " (row.publisher) } { "days" } } }
                    } } }
                }
            }
            @if self.outlets.len() > OUTLETS { p.soft { "and " (number((self.outlets.len() - OUTLETS) as u64)) " more: see the CSV" } }
        }
    }

    fn input_table(&self) -> Markup {
        html! {
            h2 { "Inputs" }
            @if self.inputs.is_empty() { p.soft { "No input is known." } }
            @else {
                div.scroll tabindex="0" role="region" aria-label="Inputs" {
                    table.wide {
                        thead { tr { th scope="col" { "input" } th scope="col" { "state" } th scope="col" { "taken" } th scope="col" { "new" } th scope="col" { "known already" } th scope="col" { "failed" } th scope="col" { "last read" } } }
                        tbody { @for row in self.inputs.iter().take(INPUTS) { tr {
                            th scope="row" { (name(self.shown_path(&row.name))) }
                            td { @if row.is_done { "read to its end" } @else { b.wrong { "not finished" } (progress(row)) } }
                            td { (number(row.position)) } td { (number(row.added)) } td { (number(row.known)) }
                            td {
                                @if row.failed == 0 { span.soft { "none" } }
                                @else {
                                    a.wrong href={ (self.ask.state.only(&[]).with("input", row.id.to_string()).href()) "#failures" } { (number(row.failed)) }
                                    span.soft { @for (i, reason) in row.reasons.iter().take(3).enumerate() { (if i == 0 { ": " } else { ", " }) (name(&reason.reason)) " " (number(reason.n)) } }
                                }
                            }
                            td { time datetime=(row.last_read) { (row.last_read.get(..10).unwrap_or(&row.last_read)) } }
                        } } }
                    }
                }
                @if self.inputs.len() > INPUTS { p.soft { "and " (number((self.inputs.len() - INPUTS) as u64)) " more: see the JSON" } }
            }
        }
    }

    /// Where a store is shown to strangers, the folders of this machine are nobody's business.
    fn shown_path<'p>(&self, path: &'p str) -> &'p str {
        if self.ask.app.options().is_local() { path } else { path.rsplit(['/', '\\']).next().unwrap_or(path) }
    }

    fn failure_list(&self) -> Result<Markup, Fault> {
        let failures = self.failures()?;
        let next = failures
            .last()
            .filter(|_| failures.len() == FAILURES)
            .map(|last| self.ask.state.with("after", last.position.to_string()).href());
        Ok(html! {
            @if self.ask.state.get("input").is_some() {
                h2 #failures { "What failed" }
                @if failures.is_empty() { p.soft { "No more." } }
                ul.plain { @for failure in &failures { li {
                    b.wrong { (name(&failure.reason)) } " at document " (number(failure.position))
                    @if let Some(document) = &failure.document { " (" (name(document)) ")" }
                    ": " (name(&failure.message))
                } } }
                @if let Some(next) = next { p { a rel="next" href=(next) { "more" } } }
            }
        })
    }
}

fn progress(row: &InputRow) -> Markup {
    html! { @if let Some(size) = row.size.filter(|size| *size > 0) { span.soft { " at " (row.bytes * 100 / size) " %" } } }
}
