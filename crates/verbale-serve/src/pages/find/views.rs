//! What was found over time, and on the map.

use std::collections::BTreeMap;

use jiff::civil::Date;
use maud::{Markup, html};
use verbale_store::Kind;

use super::Find;
use crate::answer::Fault;
use crate::chart::{Bars, Chart, Row};
use crate::map::{self, Area, Point};
use crate::time::{buckets, first_day, step_for, when};
use crate::words::{counted, number};

/// Rows counted for a chart or map; beyond them the newest stand for all, and the page says so.
const COUNTED: u64 = 100_000;
/// Cities drawn.
const POINTS: usize = 150;

impl Find<'_> {
    pub(super) fn timeline(&self) -> Result<Markup, Fault> {
        let size = self.store.size()?;
        let bound = |asked: &Option<String>, known: &Option<String>| {
            asked.as_ref().or(known.as_ref()).and_then(|day| day.parse::<Date>().ok())
        };
        let (Some(from), Some(to)) = (bound(&self.filter.from, &size.from), bound(&self.filter.to, &size.to))
        else {
            return Ok(html! { p.soft { "No day of publication is known." } });
        };
        let step = step_for(from, to);
        let timeline = self.store.timeline(self.kind, &self.filter, step, COUNTED)?;
        // Statements and events may lie outside the days of publication.
        let days = timeline.steps.iter().filter(|step| step.n > 0).filter_map(|step| first_day(&step.step));
        let asked = self.filter.from.is_some() || self.filter.to.is_some();
        let (from, to) = if asked {
            (from, to)
        } else {
            days.fold((from, to), |(first, last), day| (first.min(day), last.max(day)))
        };
        let step = if step == step_for(from, to) { step } else { step_for(from, to) };
        let timeline = self.store.timeline(self.kind, &self.filter, step, COUNTED)?;
        let of = |value: fn(&verbale_store::TimelineStep) -> u64| -> BTreeMap<Date, u64> {
            timeline.steps.iter().filter_map(|step| Some((first_day(&step.step)?, value(step)))).collect()
        };
        let (found, read) = (of(|step| step.n), of(|step| step.documents));
        let buckets = buckets(step, from, to, &read);
        let counts = buckets
            .iter()
            .map(|bucket| bucket.from.parse().ok().and_then(|day| found.get(&day).copied()).unwrap_or(0));
        let label = match self.kind {
            Kind::Statement => "statements",
            Kind::Event => "events",
            Kind::Article => "articles",
        };
        let row =
            Row { label: html! { (label) }, name: label.to_owned(), bars: Bars::Counts(counts.collect()) };
        let chart = Chart {
            title: "Over time",
            buckets,
            rows: vec![row],
            href: &|from, to| self.state().with("view", "list").with("when", when(from, to)).href(),
        };
        Ok(html! {
            (chart.draw())
            @if timeline.undated > 0 { p.soft { (number(timeline.undated)) " have no known day and are not drawn." } }
            @if !timeline.is_exact { p.soft { "Drawn from the newest " (number(COUNTED)) "; narrow the time to see all." } }
        })
    }

    pub(super) fn map(&self) -> Result<Markup, Fault> {
        if self.kind != Kind::Event {
            return Ok(
                html! { p.soft { "Events have places; " a href=(self.state().with("tab", "events").href()) { "see these as events" } "." } },
            );
        }
        let counts = self.store.map(&self.filter, COUNTED)?;
        let list = self.state().with("view", "list");
        let areas: Vec<Area> =
            counts.countries.iter().map(|row| Area { country: row.country.clone(), n: row.n }).collect();
        let point = |row: &verbale_store::PointCount| {
            let href = list.with("place", row.place.id.to_string()).href();
            Some(Point {
                name: row.place.name.clone(),
                lat: row.place.lat?,
                lon: row.place.lon?,
                n: row.n,
                href,
            })
        };
        let points: Vec<Point> = counts.points.iter().take(POINTS).filter_map(point).collect();
        Ok(html! {
            (map::draw(&areas, &points, |country| list.with("country", country).href()))
            @if counts.nowhere > 0 { p.soft { (counted(counts.nowhere, "event")) " without a place." } }
            @if !counts.is_exact { p.soft { "Drawn from the newest " (number(COUNTED)) "; narrow the time to see all." } }
            details.table {
                summary { "The same as a table" }
                div.columns {
                    table { thead { tr { th scope="col" { "country" } th scope="col" { "events" } } } tbody { @for area in &areas { tr { th scope="row" { a href=(list.with("country", area.country.clone()).href()) { (country_name(&area.country)) } } td { (number(area.n)) } } } } }
                    table { thead { tr { th scope="col" { "city or site" } th scope="col" { "events" } } } tbody { @for point in &points { tr { th scope="row" { a href=(point.href) { (crate::words::name(&point.name)) } } td { (number(point.n)) } } } } }
                }
            }
        })
    }
}

fn country_name(code: &str) -> String {
    let name = code.parse::<verbale_codes::Country>().map_or("", |country| country.name());
    if name.is_empty() { code.to_owned() } else { name.to_owned() }
}
