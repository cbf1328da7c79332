//! Series over time, always with what was read behind them.

use std::collections::{BTreeMap, HashSet};

use rusqlite::OptionalExtension;
use serde::Serialize;
use verbale_codes::Cameo;

use crate::add::STATUSES;
use crate::find::{CountBy, Filter, Kind, Once, Plan, Who, span_of};
use crate::{Store, StoreError, days};

/// The length of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// `2016-03-24`.
    Day,
    /// The Monday of the week: `2016-03-21`.
    Week,
    /// `2016-03`.
    Month,
    /// `2016`.
    Year,
}

impl Step {
    /// The name of the step a day lies in; none where the day is unknown.
    pub(crate) fn of(self, day: i64) -> Option<String> {
        match self {
            Self::Day => days::date(day),
            // Day 2 (0000-01-03) was a Monday.
            Self::Week => days::date(day).and_then(|_| days::date(day - (day - 2).rem_euclid(7))),
            Self::Month => days::date(day).map(|date| date[..7].to_owned()),
            Self::Year => days::date(day).map(|date| date[..4].to_owned()),
        }
    }
}

impl std::str::FromStr for Step {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "day" => Ok(Self::Day),
            "week" => Ok(Self::Week),
            "month" => Ok(Self::Month),
            "year" => Ok(Self::Year),
            _ => Err(format!("{text:?} is not day, week, month or year")),
        }
    }
}

/// What was read in a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Read {
    /// The step.
    pub step: String,
    /// Documents published in it.
    pub documents: u64,
    /// Statements coded from them.
    pub statements: u64,
    /// Events coded from them.
    pub events: u64,
}

/// How two parties stood to each other in a step, in one direction.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Standing {
    /// Events.
    pub n: u64,
    /// Of these by quad: verbal cooperation, material cooperation, verbal conflict, material conflict.
    pub quads: [u64; 4],
    /// Sum of PLOVER's scores above 0.
    pub cooperation: f64,
    /// Sum of PLOVER's scores below 0, so 0 or negative.
    pub conflict: f64,
    /// Sum of the Goldstein values.
    pub goldstein: f64,
}

/// A step of a dyad.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DyadStep {
    /// The step.
    pub step: String,
    /// What the first did to the second.
    pub forth: Standing,
    /// What the second did to the first.
    pub back: Standing,
    /// Documents published in the step, whomever they are about: 0 is "not read", not "nothing happened".
    pub documents: u64,
}

/// A step of an actor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ActorStep {
    /// The step.
    pub step: String,
    /// Statements it made.
    pub said: u64,
    /// Events it was a source of.
    pub did: u64,
    /// Events it was a target of.
    pub done_to: u64,
    /// Documents it appears in.
    pub appears: u64,
    /// Documents published in the step.
    pub documents: u64,
}

/// What a series counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesOptions {
    /// Length of the steps.
    pub step: Step,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Statuses counted; none: all. What was only planned, urged or denied did not happen.
    pub statuses: Vec<String>,
    /// When the same counts once; none: every row.
    pub count: Option<CountBy>,
}

impl Default for SeriesOptions {
    /// By month, what occurred or goes on, every row.
    fn default() -> Self {
        let statuses = ["occurred", "ongoing"].map(str::to_owned).to_vec();
        Self { step: Step::Month, from: None, to: None, statuses, count: None }
    }
}

impl SeriesOptions {
    fn bounds(&self) -> (i64, i64) {
        span_of(&Filter { from: self.from.clone(), to: self.to.clone(), ..Filter::default() })
    }

    fn status_numbers(&self) -> Vec<i64> {
        let is_wanted =
            |status: &str| self.statuses.is_empty() || self.statuses.iter().any(|wanted| wanted == status);
        (0..STATUSES.len()).filter(|&n| is_wanted(STATUSES[n])).map(|n| n as i64).collect()
    }
}

impl Store {
    /// What was read, step by step; steps in which nothing was published are absent.
    pub fn read(&self, step: Step, from: Option<&str>, to: Option<&str>) -> Result<Vec<Read>, StoreError> {
        let filter = Filter { from: from.map(str::to_owned), to: to.map(str::to_owned), ..Filter::default() };
        let (floor, ceiling) = span_of(&filter);
        let mut by_day = self.connection.prepare_cached(
            "SELECT day, sum(documents), sum(statements), sum(events) FROM reading WHERE day BETWEEN ?1 AND ?2 GROUP BY day ORDER BY day",
        )?;
        let mut rows = by_day.query([days::day_of(floor).max(1), days::day_of(ceiling)])?;
        let mut read: Vec<Read> = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(name) = step.of(row.get(0)?) else { continue };
            let [documents, statements, events] =
                [row.get::<_, i64>(1)?, row.get(2)?, row.get(3)?].map(|n| n.max(0) as u64);
            match read.last_mut() {
                Some(last) if last.step == name => {
                    last.documents += documents;
                    last.statements += statements;
                    last.events += events;
                }
                _ => read.push(Read { step: name, documents, statements, events }),
            }
        }
        Ok(read)
    }

    /// How many match, step by step, with what was read; steps with neither are absent. Counted up to `most` rows,
    /// the newest: `is_exact` tells whether these are all.
    pub fn timeline(
        &self,
        kind: Kind,
        filter: &Filter,
        step: Step,
        most: u64,
    ) -> Result<Timeline, StoreError> {
        let mut plan = Plan::new(&self.connection, kind, filter, None)?;
        let mut by_day: BTreeMap<i64, u64> = BTreeMap::new();
        let (mut n, mut is_exact) = (0, true);
        while let Some(id) = plan.next()? {
            if n == most {
                is_exact = false;
                break;
            }
            n += 1;
            *by_day.entry(days::day_of(id)).or_default() += 1;
        }
        let undated = by_day.remove(&0).unwrap_or(0);
        let mut steps: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for (day, n) in by_day {
            steps.entry(step.of(day).unwrap_or_default()).or_default().0 += n;
        }
        for read in self.read(step, filter.from.as_deref(), filter.to.as_deref())? {
            steps.entry(read.step).or_default().1 += read.documents;
        }
        let steps =
            steps.into_iter().map(|(step, (n, documents))| TimelineStep { step, n, documents }).collect();
        Ok(Timeline { steps, undated, is_exact })
    }

    /// How two parties stand to each other over time, in both directions.
    pub fn dyad(&self, a: &Who, b: &Who, options: &SeriesOptions) -> Result<Vec<DyadStep>, StoreError> {
        let mut steps: BTreeMap<String, [Standing; 2]> = BTreeMap::new();
        let rejected = self.rejected_events()?;
        for (direction, (from, to)) in [(a, b), (b, a)].into_iter().enumerate() {
            let mut once = options.count.map(Once::new);
            let mut n_rejected = 0;
            self.each_pair(from, to, options, |pair| {
                if rejected.contains(&pair.event) {
                    n_rejected += 1;
                    return Ok(());
                }
                let day = days::day_of(pair.event);
                if let Some(once) = &mut once {
                    let story = self.story_of(pair.document)?;
                    if !once.is_first(pair.document, story, day, &[&pair.code]) {
                        return Ok(());
                    }
                }
                if let Some(step) = options.step.of(day) {
                    steps.entry(step).or_default()[direction].count(&pair);
                }
                Ok(())
            })?;
        }
        let mut all: BTreeMap<String, DyadStep> = BTreeMap::new();
        for (step, [forth, back]) in steps {
            all.insert(step.clone(), DyadStep { step, forth, back, documents: 0 });
        }
        for read in self.read(options.step, options.from.as_deref(), options.to.as_deref())? {
            let empty = DyadStep {
                step: read.step.clone(),
                forth: Standing::default(),
                back: Standing::default(),
                documents: 0,
            };
            all.entry(read.step).or_insert(empty).documents = read.documents;
        }
        Ok(all.into_values().collect())
    }

    /// What an actor said, did and had done to it over time.
    pub fn actor_series(&self, who: &Who, options: &SeriesOptions) -> Result<Vec<ActorStep>, StoreError> {
        let (floor, ceiling) = options.bounds();
        let statuses = options.status_numbers();
        let rejected = self.rejected_events()?;
        let mut steps: BTreeMap<String, ActorStep> = BTreeMap::new();
        let mut add = |id: i64, count: &dyn Fn(&mut ActorStep) -> &mut u64| {
            if let Some(step) = options.step.of(days::day_of(id)) {
                *count(steps.entry(step).or_default()) += 1;
            }
        };
        for &party in &who.parties {
            let mut said = self.connection.prepare_cached(
                "SELECT statement FROM statement_party WHERE party = ?1 AND role = 0 AND statement BETWEEN ?2 AND ?3",
            )?;
            for id in said.query_map([party, floor, ceiling], |row| row.get(0))? {
                add(id?, &|step| &mut step.said);
            }
            let mut took_part = self.connection.prepare_cached(
                "SELECT event, status FROM event_party WHERE party = ?1 AND side = ?2 AND event BETWEEN ?3 AND ?4",
            )?;
            for side in [0, 1] {
                let rows = took_part
                    .query_map([party, side, floor, ceiling], |row| Ok((row.get(0)?, row.get(1)?)))?;
                for row in rows {
                    let (id, status): (i64, i64) = row?;
                    if statuses.contains(&status) && !rejected.contains(&id) {
                        add(id, &|step| if side == 0 { &mut step.did } else { &mut step.done_to });
                    }
                }
            }
            let mut appears = self.connection.prepare_cached(
                "SELECT document FROM document_party WHERE party = ?1 AND document BETWEEN ?2 AND ?3",
            )?;
            for id in appears.query_map([party, floor, ceiling], |row| row.get(0))? {
                add(id?, &|step| &mut step.appears);
            }
        }
        for read in self.read(options.step, options.from.as_deref(), options.to.as_deref())? {
            steps.entry(read.step).or_default().documents = read.documents;
        }
        Ok(steps.into_iter().map(|(name, step)| ActorStep { step: name, ..step }).collect())
    }

    fn each_pair(
        &self,
        from: &Who,
        to: &Who,
        options: &SeriesOptions,
        mut each: impl FnMut(Pair) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let (floor, ceiling) = options.bounds();
        let statuses = options.status_numbers();
        if self.are_countries(from)? == self.are_countries(to)? {
            let mut pairs = self.connection.prepare_cached(
                "SELECT event, document, code, quad, status, score FROM pair WHERE source = ?1 AND target = ?2 AND event BETWEEN ?3 AND ?4",
            )?;
            let mut seen = HashSet::new();
            let is_one = from.parties.len() * to.parties.len() == 1;
            for &source in &from.parties {
                for &target in &to.parties {
                    let mut rows = pairs.query([source, target, floor, ceiling])?;
                    while let Some(row) = rows.next()? {
                        let status: i64 = row.get(4)?;
                        let event = row.get(0)?;
                        if statuses.contains(&status) && (is_one || seen.insert(event)) {
                            let score = row.get::<_, i64>(5)? as f64 / 10.0;
                            each(Pair {
                                event,
                                document: row.get(1)?,
                                code: row.get(2)?,
                                quad: row.get(3)?,
                                score,
                            })?;
                        }
                    }
                }
            }
            return Ok(());
        }
        // An actor and a country: no pairs are kept of these.
        let filter = Filter {
            who: Some(from.clone()),
            whom: Some(to.clone()),
            from: options.from.clone(),
            to: options.to.clone(),
            ..Filter::default()
        };
        let mut event = self.connection.prepare_cached(
            "SELECT document, ifnull(cameo, type), quad, status, ifnull(plover_score, 0) FROM event WHERE id = ?1",
        )?;
        let mut plan = Plan::new(&self.connection, Kind::Event, &filter, None)?;
        while let Some(id) = plan.next()? {
            let mut rows = event.query([id])?;
            let Some(row) = rows.next()? else { continue };
            let status: String = row.get(3)?;
            if !options.statuses.is_empty() && !options.statuses.contains(&status) {
                continue;
            }
            let quad: String = row.get(2)?;
            let quad =
                verbale_codes::Quad::ALL.iter().position(|known| known.code() == quad).map_or(0, |at| at + 1);
            each(Pair { event: id, document: row.get(0)?, code: row.get(1)?, quad, score: row.get(4)? })?;
        }
        Ok(())
    }

    fn are_countries(&self, who: &Who) -> Result<bool, StoreError> {
        let mut kind = self.connection.prepare_cached("SELECT kind = 'country' FROM party WHERE id = ?1")?;
        for id in &who.parties {
            if kind.query_row([id], |row| row.get::<_, bool>(0)).optional()? != Some(true) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn rejected_events(&self) -> Result<HashSet<i64>, StoreError> {
        let mut rejected =
            self.connection.prepare_cached("SELECT id FROM event WHERE review = 2 AND review > 0")?;
        Ok(rejected.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    pub(crate) fn story_of(&self, document: i64) -> Result<Option<i64>, StoreError> {
        let mut story = self.connection.prepare_cached("SELECT story FROM stories WHERE document = ?1")?;
        Ok(story.query_row([document], |row| row.get(0)).optional()?)
    }
}

/// Counts over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// In order of time.
    pub steps: Vec<TimelineStep>,
    /// Those without a day.
    pub undated: u64,
    /// Whether all were counted.
    pub is_exact: bool,
}

/// A step of a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineStep {
    /// The step.
    pub step: String,
    /// How many matched.
    pub n: u64,
    /// Documents published in the step.
    pub documents: u64,
}

struct Pair {
    event: i64,
    document: i64,
    code: String,
    /// 1 to 4; 0 where it has none.
    quad: usize,
    score: f64,
}

impl Standing {
    fn count(&mut self, pair: &Pair) {
        self.n += 1;
        if let Some(n) = pair.quad.checked_sub(1).and_then(|at| self.quads.get_mut(at)) {
            *n += 1;
        }
        self.cooperation += pair.score.max(0.0);
        self.conflict += pair.score.min(0.0);
        self.goldstein += pair.code.parse::<Cameo>().map_or(0.0, Cameo::goldstein);
    }
}
