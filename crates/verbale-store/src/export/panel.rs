//! Panels: for each unit and step of time a row, those without events among them, with what was read behind it.

use std::collections::{BTreeMap, BTreeSet};

use super::ExportOptions;
use super::table::{Cell, Column, Sink, integer, real, text};
use crate::find::{Kind, Rows};
use crate::series::Step;
use crate::{Store, StoreError, days};

/// What the rows of a panel are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panel {
    unit: Unit,
    step: Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// A country and what it does to another.
    Dyad,
    /// A country and what it does.
    Country,
}

impl std::str::FromStr for Panel {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wanted = || format!("{text:?} is not dyad or country, and day, week, month or year: dyad,month");
        let (unit, step) = text.split_once(',').ok_or_else(wanted)?;
        let unit = match unit.trim() {
            "dyad" => Unit::Dyad,
            "country" => Unit::Country,
            _ => return Err(wanted()),
        };
        Ok(Self { unit, step: step.trim().parse().map_err(|_| wanted())? })
    }
}

const COLUMNS: [Column; 10] = [
    text("source", "code of the country that acts"),
    text("target", "code of the country acted upon; empty in a panel of countries"),
    text("step", "the step of time"),
    integer("events", "events; 0 where there were none"),
    integer("verbal_cooperation", "of these, verbal cooperation"),
    integer("material_cooperation", "of these, material cooperation"),
    integer("verbal_conflict", "of these, verbal conflict"),
    integer("material_conflict", "of these, material conflict"),
    real("plover_score", "sum of PLOVER's scores"),
    integer("documents", "documents published in the step: 0 means not read, not that nothing happened"),
];

#[derive(Clone, Copy, Default)]
struct Counts {
    events: i64,
    quads: [i64; 4],
    score: f64,
}

impl Panel {
    /// Writes it: every unit that occurs in every step from the first to the last.
    pub(super) fn write(
        self,
        store: &Store,
        options: &ExportOptions,
        sink: &mut dyn Sink,
    ) -> Result<u64, StoreError> {
        sink.begin(&COLUMNS)?;
        let options = ExportOptions { kind: Kind::Event, ..options.clone() };
        let mut counts: BTreeMap<(String, String), BTreeMap<String, Counts>> = BTreeMap::new();
        let mut span: Option<(i64, i64)> = None;
        let mut rows = Rows::new(&store.connection);
        for id in store.select(&options)? {
            let day = days::day_of(id);
            let Some(step) = self.step.of(day) else { continue };
            span = Some(span.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
            let event = rows.event(id)?;
            let quad = verbale_codes::Quad::ALL.iter().position(|quad| quad.code() == event.quad);
            let countries = |parties: &[crate::PartyRef]| -> BTreeSet<String> {
                parties.iter().filter_map(|party| party.country.clone()).collect()
            };
            let sources = countries(&event.source);
            let targets = if event.target.is_empty() { sources.clone() } else { countries(&event.target) };
            let units: BTreeSet<(String, String)> = match self.unit {
                Unit::Country => sources.into_iter().map(|source| (source, String::new())).collect(),
                Unit::Dyad => sources
                    .iter()
                    .flat_map(|source| targets.iter().map(move |target| (source.clone(), target.clone())))
                    .filter(|(source, target)| source != target)
                    .collect(),
            };
            for unit in units {
                let counts = counts.entry(unit).or_default().entry(step.clone()).or_default();
                counts.events += 1;
                counts.score += event.plover_score.unwrap_or(0.0);
                if let Some(quad) = quad {
                    counts.quads[quad] += 1;
                }
            }
        }
        let Some((first, last)) = span else { return Ok(0) };
        let filter = &options.filter;
        let asked =
            |asked: &Option<String>, found| asked.as_deref().map_or(found, |day| days::day(Some(day)));
        let (first, last) = (asked(&filter.from, first), asked(&filter.to, last));
        let read = store.read(self.step, days::date(first).as_deref(), days::date(last).as_deref())?;
        let read: BTreeMap<String, u64> = read.into_iter().map(|read| (read.step, read.documents)).collect();
        let steps: BTreeSet<String> = (first..=last).filter_map(|day| self.step.of(day)).collect();
        let mut n_rows = 0;
        for ((source, target), counts) in counts {
            for step in &steps {
                let counts = counts.get(step).copied().unwrap_or_default();
                let [verbal, material, dispute, violence] = counts.quads.map(Cell::Integer);
                sink.row(vec![
                    Cell::of(&source),
                    if target.is_empty() { Cell::None } else { Cell::of(&target) },
                    Cell::of(step),
                    Cell::Integer(counts.events),
                    verbal,
                    material,
                    dispute,
                    violence,
                    // Sums of tenths, without the noise of binary fractions.
                    Cell::Real((counts.score * 10.0).round() / 10.0),
                    Cell::Integer(read.get(step).copied().unwrap_or(0) as i64),
                ])?;
                n_rows += 1;
            }
        }
        Ok(n_rows)
    }
}
