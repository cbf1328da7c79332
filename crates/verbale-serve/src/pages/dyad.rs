//! Dyad: how two actors stand to each other, in both directions, with what was read behind it.

use std::collections::BTreeMap;

use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Serialize;
use serde_json::json;
use verbale_store::{
    CountBy, DyadStep, EventRow, Filter, Paging, PartyRef, SeriesOptions, Standing, StatementRow, Step,
    Store, Who,
};

use super::gap::{self, Pair};
use super::{actor_href, dyad_href, issue_href};
use crate::answer::{self, Fault, Form};
use crate::ask::Ask;
use crate::chart::{Bars, Chart, Relation, Row};
use crate::csv::Csv;
use crate::guard::see_other;
use crate::rows;
use crate::search::days;
use crate::shell::{self, Shell};
use crate::state::State;
use crate::time::{buckets, first_day, step_for, when};
use crate::words::{counted, name};

/// Statements and events shown; Find has the rest.
const LATEST: usize = 8;
/// Issues on which the gap is told.
const ISSUES: usize = 4;
/// Pairs of countries that are offered.
const BUSIEST: usize = 20;

/// The page of two actors.
pub(crate) fn page(ask: &Ask, store: &Store) -> Result<Response, Fault> {
    let side = |at: usize| -> Result<(Who, PartyRef), Fault> {
        let asked = ask.segments.get(at).map(String::as_str).unwrap_or_default();
        let who = store.who(asked)?;
        let party = store.parties(&who)?.into_iter().next();
        party.map(|party| (who, party)).ok_or_else(|| Fault::not_found(&format!("actor {asked:?}")))
    };
    let view = View { ask, store, one: side(0)?, other: side(1)? };
    match ask.form {
        Form::Html | Form::Atom => Ok(answer::answer(Form::Html, view.page()?.into_string())),
        Form::Json => view.json(),
        Form::Csv => view.csv(),
    }
}

/// The way to a dyad: two names.
pub(crate) fn choose(ask: &Ask, store: &Store) -> Result<Response, Fault> {
    let (one, other) = (ask.state.get("one").unwrap_or_default(), ask.state.get("other").unwrap_or_default());
    let known = |typed: &str| -> Result<Option<PartyRef>, Fault> {
        if typed.is_empty() { Ok(None) } else { Ok(store.parties(&store.who(typed)?)?.into_iter().next()) }
    };
    let (found_one, found_other) = (known(one)?, known(other)?);
    if let (Some(one), Some(other)) = (&found_one, &found_other) {
        return Ok(see_other(&dyad_href(&one.key, &other.key), None));
    }
    let field = |key: &str, typed: &str, is_known: bool| {
        html! {
            label { span { (key) } input name=(key) value=(typed) placeholder="a name, a country" autocomplete="off" maxlength="200" data-search[key == "one"]; @if !typed.is_empty() && !is_known { span.wrong role="alert" { "nobody of this name" } } }
        }
    };
    let busiest = store.busiest_pairs(BUSIEST)?;
    match ask.form {
        Form::Json => return Ok(answer::json(&json!({"rows": busiest}))),
        Form::Csv => {
            let columns = ["one", "one_key", "other", "other_key", "events"];
            let mut csv = Csv::new(&columns, ask.state.get("excel") == Some("safe"));
            for row in &busiest {
                csv.row([&row.one.name, &row.one.key, &row.other.name, &row.other.key, &row.n.to_string()]);
            }
            return Ok(answer::answer(Form::Csv, csv.finish()));
        }
        Form::Html | Form::Atom => {}
    }
    let body = html! {
        h1 { "How two stand to each other" }
        form.line role="search" action="/dyad" { (field("one", one, found_one.is_some())) (field("other", other, found_other.is_some())) button { "Compare" } }
        @if !busiest.is_empty() {
            section.pairs {
                h2 { "Countries that deal most with each other" }
                p.soft { "In the latest events of this store." }
                ul.plain { @for row in &busiest { li data-item {
                    a.open href=(dyad_href(&row.one.key, &row.other.key)) { (name(&row.one.name)) " and " (name(&row.other.name)) } " " span.n { (counted(row.n, "event")) }
                } } }
            }
        }
    };
    let shell = Shell {
        title: "Dyads",
        at: "/dyad",
        state: Some(&ask.state),
        forms: &[Form::Json, Form::Csv],
        ..Shell::default()
    };
    Ok(answer::answer(Form::Html, shell::page(&shell, &body).into_string()))
}

struct View<'a> {
    ask: &'a Ask,
    store: &'a Store,
    one: (Who, PartyRef),
    other: (Who, PartyRef),
}

impl View<'_> {
    fn filter(&self) -> Result<Filter, Fault> {
        let (from, to) = self.ask.state.get("when").map_or(Ok((None, None)), days)?;
        Ok(Filter {
            dyad: Some((self.one.0.clone(), self.other.0.clone())),
            from: from.map(|day| day.to_string()),
            to: to.map(|day| day.to_string()),
            fold_reprints: true,
            ..Filter::default()
        })
    }

    /// The days looked at: those asked for, else all that were read.
    fn span(&self) -> Result<Option<(Date, Date)>, Fault> {
        let (from, to) = self.ask.state.get("when").map_or(Ok((None, None)), days)?;
        let size = self.store.size()?;
        let known = |day: Option<String>| day.and_then(|day| day.parse().ok());
        Ok(from.or_else(|| known(size.from)).zip(to.or_else(|| known(size.to))))
    }

    fn options(&self, (from, to): (Date, Date)) -> Result<SeriesOptions, Fault> {
        let step = match self.ask.state.get("step") {
            Some(step) => step.parse::<Step>().map_err(Fault::wrong)?,
            None => step_for(from, to),
        };
        let count = match self.ask.state.get("count") {
            None | Some("every") => None,
            Some(by) => Some(
                by.parse::<CountBy>()
                    .map_err(|_| Fault::wrong(format!("{by:?} is not article, day or story")))?,
            ),
        };
        let mut options = SeriesOptions {
            step,
            from: Some(from.to_string()),
            to: Some(to.to_string()),
            count,
            ..SeriesOptions::default()
        };
        if self.ask.state.get("status") == Some("all") {
            options.statuses.clear();
        }
        Ok(options)
    }

    fn series(&self) -> Result<(Option<SeriesOptions>, Vec<DyadStep>), Fault> {
        let Some(span) = self.span()? else { return Ok((None, Vec::new())) };
        let options = self.options(span)?;
        let steps = self.store.dyad(&self.one.0, &self.other.0, &options)?;
        Ok((Some(options), steps))
    }

    fn json(&self) -> Result<Response, Fault> {
        #[derive(Serialize)]
        struct Answer<'a> {
            one: &'a PartyRef,
            other: &'a PartyRef,
            counted: &'static str,
            steps: Vec<DyadStep>,
            statements: Vec<StatementRow>,
            events: Vec<EventRow>,
        }
        let (_, steps) = self.series()?;
        let filter = self.filter()?;
        Ok(answer::json(&Answer {
            one: &self.one.1,
            other: &self.other.1,
            counted: self.statuses(),
            steps,
            statements: self.store.statements(&filter, Paging::first(LATEST))?.rows,
            events: self.store.events(&filter, Paging::first(LATEST))?.rows,
        }))
    }

    fn statuses(&self) -> &'static str {
        if self.ask.state.get("status") == Some("all") { "all statuses" } else { "occurred or ongoing" }
    }

    /// The panel: a row a step and direction.
    fn csv(&self) -> Result<Response, Fault> {
        let columns = [
            "step",
            "source",
            "target",
            "n",
            "verbal_cooperation",
            "material_cooperation",
            "verbal_conflict",
            "material_conflict",
            "plover_cooperation",
            "plover_conflict",
            "goldstein",
            "documents_read",
        ];
        let mut csv = Csv::new(&columns, self.ask.state.get("excel") == Some("safe"));
        let (_, steps) = self.series()?;
        let (one, other) = (&self.one.1.name, &self.other.1.name);
        for step in &steps {
            for (source, target, standing) in [(one, other, &step.forth), (other, one, &step.back)] {
                let mut row = vec![step.step.clone(), source.clone(), target.clone(), standing.n.to_string()];
                row.extend(standing.quads.map(|n| n.to_string()));
                row.extend(
                    [standing.cooperation, standing.conflict, standing.goldstein]
                        .map(|score| format!("{score:.1}")),
                );
                row.push(step.documents.to_string());
                csv.row(row);
            }
        }
        Ok(answer::answer(Form::Csv, csv.finish()))
    }

    fn page(&self) -> Result<Markup, Fault> {
        let (one, other) = (&self.one.1, &self.other.1);
        let filter = self.filter()?;
        let events = self.store.events(&filter, Paging::first(LATEST))?;
        let statements = self.store.statements(&filter, Paging::first(LATEST))?;
        let find = |tab: &str| {
            let state =
                State::read("/", None).with("tab", tab).with("who", &*one.key).with("whom", &*other.key);
            self.ask.state.get("when").map_or_else(|| state.href(), |when| state.with("when", when).href())
        };
        let title = format!("{} and {}", one.name, other.name);
        let body = html! {
            div.dyad {
                h1 { a href=(actor_href(&one.key)) { (name(&one.name)) } " and " a href=(actor_href(&other.key)) { (name(&other.name)) } }
                (self.choices())
                (self.chart()?)
                @if let Some(when) = self.ask.state.get("when") { p { "Only " b { (when) } ". " a href=(self.ask.state.without("when").href()) { "All days" } } }
                (self.gaps()?)
                div.halves.even {
                    section {
                        h2 { "What passed between them" a.all href=(find("events")) { "all" } }
                        @if events.rows.is_empty() { (self.none("event")?) }
                        ol.rows { @for row in &events.rows { (rows::event(row)) } }
                    }
                    section {
                        h2 { "About each other" a.all href=(find("statements")) { "all" } }
                        @if statements.rows.is_empty() { (self.none("statement")?) }
                        ol.rows { @for row in &statements.rows { (rows::statement(row)) } }
                    }
                }
            }
        };
        let shell = Shell {
            title: &title,
            at: "/dyad",
            state: Some(&self.ask.state),
            forms: &[Form::Json, Form::Csv],
            ..Shell::default()
        };
        Ok(shell::page(&shell, &body))
    }

    /// How far apart their countries are, on the issues on which both took most positions.
    fn gaps(&self) -> Result<Markup, Fault> {
        let (Some(one), Some(other)) = (self.one.1.country.clone(), self.other.1.country.clone()) else {
            return Ok(html! {});
        };
        if one == other {
            return Ok(html! {});
        }
        let pair = Pair { one, other };
        let issues = self.store.issues_of([&pair.one, &pair.other], ISSUES)?;
        if issues.is_empty() {
            return Ok(html! {});
        }
        // Years of months would be a column of numbers beside the two.
        let months = self.span()?.map_or(0, |(from, to)| (to - from).get_days() / 30);
        let step = if months > 36 {
            "year"
        } else if months > 12 {
            "quarter"
        } else {
            "month"
        };
        let state = self.ask.state.only(&["when", "coded"]).with("step", step);
        let asked = gap::asked(&state, &pair, &issues[0])?;
        let found = self.store.gap(&asked)?;
        let href = |issue: &str| {
            let state =
                State::read(issue_href(issue), None).with("one", &*pair.one).with("other", &*pair.other);
            state.href()
        };
        Ok(html! {
            section.stance-gap {
                (gap::drawn(&asked, &found, &gap::switch(&self.ask.state, &asked)))
                @if issues.len() > 1 {
                    p { "How far apart they are on other issues: "
                        @for (at, issue) in issues[1..].iter().enumerate() { @if at > 0 { " · " } a href=(href(issue)) { (name(&gap::title_within(issue))) } }
                    }
                }
            }
        })
    }

    /// Not said, or not read: these are different.
    fn none(&self, what: &str) -> Result<Markup, Fault> {
        let filter = self.filter()?;
        let read = self.store.read(Step::Year, filter.from.as_deref(), filter.to.as_deref())?;
        let read: u64 = read.iter().map(|year| year.documents).sum();
        Ok(html! {
            p.soft {
                @if read == 0 { "Nothing was read for this time." }
                @else { "No " (what) " in the " (counted(read, "document")) " read for this time." }
            }
        })
    }

    /// What is counted, and in which steps.
    fn choices(&self) -> Markup {
        let choice = |key: &str, value: &str, label: &str, usual: bool| {
            let is_here = self.ask.state.get(key).map_or(usual, |chosen| chosen == value);
            html! { a href=(self.ask.state.with(key, value).href()) aria-current=[is_here.then_some("true")] { (label) } }
        };
        html! {
            nav.choices aria-label="What is counted" {
                span { span.soft { "status " } (choice("status", "occurred", "occurred", true)) (choice("status", "all", "all, planned and denied too", false)) }
                span { span.soft { "the same counts " } (choice("count", "every", "every time", true)) (choice("count", "article", "once an article", false)) (choice("count", "day", "once a day", false)) (choice("count", "story", "once a story", false)) }
                a href=(dyad_href(&self.other.1.key, &self.one.1.key)) { "swap" }
            }
        }
    }

    fn chart(&self) -> Result<Markup, Fault> {
        let (Some((from, to)), (Some(options), steps)) = (self.span()?, self.series()?) else {
            return Ok(html! {});
        };
        let by_day: BTreeMap<Date, &DyadStep> =
            steps.iter().filter_map(|step| Some((first_day(&step.step)?, step))).collect();
        let read = by_day.iter().map(|(day, step)| (*day, step.documents)).collect();
        let buckets = buckets(options.step, from, to, &read);
        let row = |from: &str, to: &str, standing: fn(&DyadStep) -> &Standing| {
            let relations = buckets.iter().map(|bucket| {
                let step = bucket.from.parse().ok().and_then(|day: Date| by_day.get(&day).copied());
                step.map_or_else(Relation::default, |step| relation(standing(step)))
            });
            let label = html! { (name(from)) " → " (name(to)) };
            Row { label, name: format!("{from} → {to}"), bars: Bars::Relations(relations.collect()) }
        };
        let (one, other) = (&self.one.1.name, &self.other.1.name);
        let rows = vec![row(one, other, |step| &step.forth), row(other, one, |step| &step.back)];
        let chart = Chart {
            title: "Cooperation and conflict",
            buckets,
            rows,
            href: &|from, to| self.ask.state.with("when", when(from, to)).href(),
        };
        Ok(chart.draw())
    }
}

fn relation(standing: &Standing) -> Relation {
    let [verbal_cooperation, material_cooperation, verbal_conflict, material_conflict] = standing.quads;
    Relation { verbal_cooperation, material_cooperation, verbal_conflict, material_conflict }
}
