//! Actor: who it is, what it said, did and had done to it, and with whom it deals.

use std::collections::BTreeMap;

use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Serialize;
use verbale_store::{ActorStep, ActorSummary, Filter, Kind, Paging, SeriesOptions, StatementRow, Store, Who};

use super::{actor_href, dyad_href};
use crate::answer::{self, Fault, Form};
use crate::ask::Ask;
use crate::chart::{Bars, Chart, Row};
use crate::csv::Csv;
use crate::rows;
use crate::search::days;
use crate::shell::{self, Shell};
use crate::state::State;
use crate::time::{buckets, first_day, step_for, when};
use crate::words::{counted, name, number};

/// Statements and events shown of each kind; Find has the rest.
const LATEST: usize = 6;

/// The page of one actor.
pub(crate) fn page(ask: &Ask, store: &Store) -> Result<Response, Fault> {
    let key = ask.segments.first().map(String::as_str).unwrap_or_default();
    let party = store.party_of_key(key)?;
    let summary = store.actor(party.party.id)?;
    let who = store.who_is(party.party.id)?;
    let view = View { ask, store, summary, who };
    match ask.form {
        Form::Html | Form::Atom => Ok(answer::answer(Form::Html, view.page()?.into_string())),
        Form::Json => view.json(),
        Form::Csv => view.csv(),
    }
}

/// The way to an actor: by name.
pub(crate) fn choose(ask: &Ask, store: &Store) -> Result<Response, Fault> {
    let typed = ask.state.get("name").unwrap_or_default();
    let found = if typed.is_empty() { Vec::new() } else { store.parties_named(typed, 60)? };
    if ask.form == Form::Json {
        return Ok(answer::json(&found));
    }
    if ask.form == Form::Csv {
        let mut csv = Csv::new(
            &["key", "name", "kind", "country", "sectors", "documents", "statements", "events"],
            ask.state.get("excel") == Some("safe"),
        );
        for row in &found {
            let party = &row.party;
            csv.row([
                &party.key,
                &party.name,
                &party.kind,
                party.country.as_deref().unwrap_or_default(),
                &party.sectors.join("; "),
                &row.n_documents.to_string(),
                &row.n_statements.to_string(),
                &row.n_events.to_string(),
            ]);
        }
        return Ok(answer::answer(Form::Csv, csv.finish()));
    }
    let speakers = if typed.is_empty() {
        store.facets(Kind::Statement, &Filter::default(), 2000)?.facets
    } else {
        Vec::new()
    };
    let speakers = speakers
        .into_iter()
        .find(|facet| facet.name == "speaker")
        .map(|facet| facet.values)
        .unwrap_or_default();
    let body = html! {
        form.line role="search" action="/actor" {
            label.who { span { "who" } input name="name" value=(typed) placeholder="a name, a country" autocomplete="off" maxlength="200" data-search; }
            button { "Find" }
        }
        @if typed.is_empty() {
            h1 { "Who speaks most" }
            ul.plain { @for value in speakers.iter().filter(|value| !value.value.is_empty()) { li data-item { a.open href=(actor_href(&value.value)) { (name(&value.label)) } " " span.n { (counted(value.n, "statement")) } } } }
        } @else if found.is_empty() {
            div.message { h1 { "Nobody" } p { "Nobody in this store has “" (name(typed)) "” in the name." } }
        } @else {
            h1 { (counted(found.len() as u64, "actor")) }
            ul.plain { @for row in &found { li data-item {
                a.open href=(actor_href(&row.party.key)) { (name(&row.party.name)) } " " (codes(row.party.country.as_deref(), &row.party.sectors))
                span.soft { " " (row.party.kind) ", in " (counted(row.n_documents, "article")) }
            } } }
        }
    };
    let shell = Shell {
        title: "Actors",
        at: "/actor",
        state: Some(&ask.state),
        forms: &[Form::Json, Form::Csv],
        ..Shell::default()
    };
    Ok(answer::answer(Form::Html, shell::page(&shell, &body).into_string()))
}

fn codes(country: Option<&str>, sectors: &[String]) -> Markup {
    let codes: Vec<&str> = country.into_iter().chain(sectors.iter().map(String::as_str)).collect();
    html! { @if !codes.is_empty() { span.codes { (codes.join(" ")) } } }
}

struct View<'a> {
    ask: &'a Ask,
    store: &'a Store,
    summary: ActorSummary,
    who: Who,
}

impl View<'_> {
    fn key(&self) -> &str {
        &self.summary.party.party.key
    }

    fn is_country(&self) -> bool {
        self.summary.party.party.kind == "country"
    }

    /// The days looked at: those asked for, else all on which it was seen.
    fn span(&self) -> Result<Option<(Date, Date)>, Fault> {
        let (from, to) = self.ask.state.get("when").map_or(Ok((None, None)), days)?;
        let seen =
            self.summary.seen.as_ref().and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
        Ok(match (from, to, seen) {
            (Some(from), Some(to), _) => Some((from, to)),
            (from, to, Some((first, last))) => Some((from.unwrap_or(first), to.unwrap_or(last))),
            _ => None,
        })
    }

    fn options(&self) -> Result<Option<SeriesOptions>, Fault> {
        Ok(self.span()?.map(|(from, to)| SeriesOptions {
            step: step_for(from, to),
            from: Some(from.to_string()),
            to: Some(to.to_string()),
            ..SeriesOptions::default()
        }))
    }

    fn filter(&self) -> Result<Filter, Fault> {
        let (from, to) = self.ask.state.get("when").map_or(Ok((None, None)), days)?;
        Ok(Filter {
            from: from.map(|day| day.to_string()),
            to: to.map(|day| day.to_string()),
            fold_reprints: true,
            ..Filter::default()
        })
    }

    fn json(&self) -> Result<Response, Fault> {
        #[derive(Serialize)]
        struct Answer<'a> {
            actor: &'a ActorSummary,
            series: Vec<ActorStep>,
            statements: Vec<StatementRow>,
        }
        let series =
            self.options()?.map_or(Ok(Vec::new()), |options| self.store.actor_series(&self.who, &options))?;
        let said = Filter { who: Some(self.who.clone()), ..self.filter()? };
        let statements = self.store.statements(&said, Paging::first(LATEST))?.rows;
        Ok(answer::json(&Answer { actor: &self.summary, series, statements }))
    }

    fn csv(&self) -> Result<Response, Fault> {
        let mut csv = Csv::new(&["step", "said", "did", "done_to", "appears", "documents_read"], false);
        if let Some(options) = self.options()? {
            for step in self.store.actor_series(&self.who, &options)? {
                let counts =
                    [step.said, step.did, step.done_to, step.appears, step.documents].map(|n| n.to_string());
                csv.row(std::iter::once(step.step).chain(counts));
            }
        }
        Ok(answer::answer(Form::Csv, csv.finish()))
    }

    fn page(&self) -> Result<Markup, Fault> {
        let party = &self.summary.party;
        let narrowed = self.ask.state.get("when");
        let body = html! {
            div.actor {
                header.who {
                    h1 { (name(&party.party.name)) }
                    p {
                        (party.party.kind) " " (codes(party.party.country.as_deref(), &party.party.sectors))
                        @if let Some(wikidata) = party.party.wikidata.as_deref().filter(|id| is_wikidata(id)) {
                            " · " a href={ "https://www.wikidata.org/wiki/" (wikidata) } rel="noopener noreferrer" { (wikidata) }
                        }
                        @if let Some((from, to)) = &self.summary.seen { " · seen " (from) " to " (to) }
                        " · in " (counted(party.n_documents, "article"))
                    }
                }
                (self.chart()?)
                @if let Some(when) = narrowed { p { "Only " b { (when) } ". " a href=(self.ask.state.without("when").href()) { "All days" } } }
                div.halves {
                    div {
                        (self.said()?)
                        (self.events("Did", "who", &Filter { who: Some(self.who.clone()), ..self.filter()? })?)
                        (self.events("Had done to it", "whom", &Filter { whom: Some(self.who.clone()), ..self.filter()? })?)
                    }
                    aside aria-label="About this actor" {
                        (self.counterparts())
                        (self.offices())
                        (self.names())
                        @if self.ask.app.takes_corrections() && !self.is_country() { (self.changes()?) }
                    }
                }
            }
        };
        let shell = Shell {
            title: &party.party.name,
            at: "/actor",
            state: Some(&self.ask.state),
            forms: &[Form::Json, Form::Csv],
            ..Shell::default()
        };
        Ok(shell::page(&shell, &body))
    }

    fn chart(&self) -> Result<Markup, Fault> {
        let (Some((from, to)), Some(options)) = (self.span()?, self.options()?) else { return Ok(html! {}) };
        let series = self.store.actor_series(&self.who, &options)?;
        let by_day: BTreeMap<Date, &ActorStep> =
            series.iter().filter_map(|step| Some((first_day(&step.step)?, step))).collect();
        let read = by_day.iter().map(|(day, step)| (*day, step.documents)).collect();
        let buckets = buckets(options.step, from, to, &read);
        let row = |label: &str, value: fn(&ActorStep) -> u64| {
            let counts = buckets.iter().map(|bucket| {
                bucket
                    .from
                    .parse()
                    .ok()
                    .and_then(|day: Date| by_day.get(&day).map(|step| value(step)))
                    .unwrap_or(0)
            });
            Row { label: html! { (label) }, name: label.to_owned(), bars: Bars::Counts(counts.collect()) }
        };
        let rows = vec![
            row("said", |step| step.said),
            row("did", |step| step.did),
            row("had done to it", |step| step.done_to),
        ];
        let chart = Chart {
            title: "Said, did, had done to it",
            buckets,
            rows,
            href: &|from, to| self.ask.state.with("when", when(from, to)).href(),
        };
        Ok(chart.draw())
    }

    fn find(&self, tab: &str, role: &str) -> String {
        let state = State::read("/", None).with("tab", tab).with(role, self.key());
        self.ask.state.get("when").map_or_else(|| state.href(), |when| state.with("when", when).href())
    }

    fn said(&self) -> Result<Markup, Fault> {
        let page = self
            .store
            .statements(&Filter { who: Some(self.who.clone()), ..self.filter()? }, Paging::first(LATEST))?;
        Ok(html! {
            section {
                h2 { "Said" a.all href=(self.find("statements", "who")) { "all" } }
                @if page.rows.is_empty() { p.soft { "No statement is known." } }
                ol.rows { @for row in &page.rows { (rows::statement(row)) } }
            }
        })
    }

    fn events(&self, title: &str, role: &str, filter: &Filter) -> Result<Markup, Fault> {
        let page = self.store.events(filter, Paging::first(LATEST))?;
        Ok(html! {
            section {
                h2 { (title) a.all href=(self.find("events", role)) { "all" } }
                @if page.rows.is_empty() { p.soft { "No event is known." } }
                ol.rows { @for row in &page.rows { (rows::event(row)) } }
            }
        })
    }

    fn counterparts(&self) -> Markup {
        html! {
            @if !self.summary.counterparts.is_empty() {
                section {
                    h2 { "With whom" }
                    ul.counted { @for one in &self.summary.counterparts { li {
                        a href=(actor_href(&one.party.key)) { (name(&one.party.name)) } " "
                        a.n href=(dyad_href(self.key(), &one.party.key)) title="how the two stand" { (counted(one.n, "event")) }
                    } } }
                }
            }
        }
    }

    fn offices(&self) -> Markup {
        html! {
            @if !self.summary.offices.is_empty() {
                section {
                    h2 { "Offices" }
                    ul.plain { @for office in &self.summary.offices { li {
                        (name(&office.role))
                        span.soft {
                            @match (&office.from, &office.to) {
                                (Some(from), Some(to)) if from != to => { ", named so " (from) " to " (to) },
                                (Some(day), _) | (_, Some(day)) => { ", named so " (day) },
                                _ => {}
                            }
                            " (" (counted(office.n, "article")) ")"
                        }
                    } } }
                }
            }
        }
    }

    fn names(&self) -> Markup {
        html! {
            @if !self.summary.names.is_empty() {
                section {
                    h2 { "Names" }
                    ul.counted { @for one in &self.summary.names { li { span { (name(&one.name)) } " " span.n { (number(one.n)) } } } }
                }
            }
        }
    }

    /// Rename, merge into another, split off again.
    fn changes(&self) -> Result<Markup, Fault> {
        let typed = self.ask.state.get("merge").unwrap_or_default();
        let found = if typed.is_empty() { Vec::new() } else { self.store.parties_named(typed, 12)? };
        let hidden = |change: &str, key: &str| {
            html! {
                input type="hidden" name="form" value=(self.ask.app.form_key());
                input type="hidden" name="change" value=(change);
                input type="hidden" name="key" value=(key);
            }
        };
        Ok(html! {
            section.changes {
                details open[!typed.is_empty()] {
                    summary { "Correct this actor" }
                    form method="post" action="/actor" {
                        (hidden("rename", self.key()))
                        label { "Show as" input name="name" value=(self.summary.party.party.name) maxlength="120" autocomplete="off"; }
                        button { "Rename" }
                    }
                    form action=(actor_href(self.key())) {
                        label { "The same as" input name="merge" value=(typed) maxlength="120" autocomplete="off"; }
                        button { "Look up" }
                    }
                    @for row in found.iter().filter(|row| row.party.key != self.key() && row.party.kind != "country") {
                        form.one method="post" action="/actor" {
                            (hidden("merge", self.key()))
                            input type="hidden" name="into" value=(row.party.key);
                            button { "Merge into" } " " a href=(actor_href(&row.party.key)) { (name(&row.party.name)) } " " (codes(row.party.country.as_deref(), &row.party.sectors))
                        }
                    }
                    @for key in &self.summary.merged {
                        form.one method="post" action="/actor" {
                            (hidden("split", key))
                            button { "Split off" } " " (name(key))
                        }
                    }
                }
            }
        })
    }
}

fn is_wikidata(id: &str) -> bool {
    id.strip_prefix('Q')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
