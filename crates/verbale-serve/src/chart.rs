//! Charts over time, drawn here as SVG: they show without script, print sharply, and need no second drawing in the
//! browser. Each row stretches to the width there is; words stand beside it as HTML, so that they keep their size.
//!
//! Days without a single document read are hatched: nothing there is silence of the reader, not of the world.

use std::fmt::Write;

use maud::{Markup, html};

use crate::words::{counted, number};

/// A stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bucket {
    /// First day, ISO 8601.
    pub(crate) from: String,
    /// Last day.
    pub(crate) to: String,
    /// As people say it: `March 2024`.
    pub(crate) label: String,
    /// Documents read.
    pub(crate) read: u64,
}

/// One row of a chart: a value a bucket.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What it counts: `Iran → Saudi Arabia`.
    pub(crate) label: Markup,
    /// The same as bare text, for those who hear the chart.
    pub(crate) name: String,
    /// Bars, from the outside in.
    pub(crate) bars: Bars,
}

/// What is drawn in a row.
#[derive(Clone, Debug)]
pub(crate) enum Bars {
    /// One bar a bucket, upward.
    Counts(Vec<u64>),
    /// Cooperation upward, conflict downward; each verbal and material.
    Relations(Vec<Relation>),
}

/// What passed between two in a bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) verbal_cooperation: u64,
    pub(crate) material_cooperation: u64,
    pub(crate) verbal_conflict: u64,
    pub(crate) material_conflict: u64,
}

impl Relation {
    pub(crate) fn cooperation(self) -> u64 {
        self.verbal_cooperation + self.material_cooperation
    }

    pub(crate) fn conflict(self) -> u64 {
        self.verbal_conflict + self.material_conflict
    }
}

/// A chart.
pub(crate) struct Chart<'a> {
    pub(crate) title: &'a str,
    pub(crate) buckets: Vec<Bucket>,
    pub(crate) rows: Vec<Row>,
    /// Where a stretch of time leads: the page of these days.
    pub(crate) href: &'a dyn Fn(&str, &str) -> String,
}

/// Units of the drawing a bucket is wide, and what of it is bar.
const STEP: usize = 10;
const BAR: usize = 8;
const HEIGHT: f64 = 60.0;
/// Why writing to a path cannot fail.
const WRITTEN: &str = "a string takes whatever is written";

impl Chart<'_> {
    pub(crate) fn draw(&self) -> Markup {
        let n = self.buckets.len();
        if n == 0 {
            return html! { p.soft { "No day in this store is known for these." } };
        }
        let most = |row: &Row| row.bars.most();
        html! {
            figure.chart {
                figcaption { (self.title) @if self.rows.iter().any(|row| matches!(row.bars, Bars::Relations(_))) { (legend()) } }
                div.plot data-brush=((self.href)("FROM", "TO")) {
                    @for row in &self.rows {
                        div.row {
                            div.label { (row.label) }
                            div.scale aria-hidden="true" { (number(most(row))) }
                            (self.svg("bars", &summary(row), &html! { (self.unread()) (draw_bars(&row.bars)) }))
                        }
                    }
                    div.row.reading {
                        div.label { "documents read" }
                        div.scale aria-hidden="true" { (number(self.buckets.iter().map(|b| b.read).max().unwrap_or(0))) }
                        (self.svg("bars", "documents read", &html! { (self.unread()) (draw_bars(&Bars::Counts(self.buckets.iter().map(|b| b.read).collect()))) }))
                    }
                    (self.links())
                }
                (self.axis())
                (self.table())
            }
        }
    }

    fn svg(&self, class: &str, label: &str, inside: &Markup) -> Markup {
        let width = self.buckets.len() * STEP;
        html! {
            svg class=(class) viewBox={ "0 0 " (width) " " (HEIGHT) } preserveAspectRatio="none" role="img" aria-label=(label) { (inside) }
        }
    }

    /// The stretches in which nothing was read, as one path.
    fn unread(&self) -> Markup {
        let mut path = String::new();
        for (i, _) in self.buckets.iter().enumerate().filter(|(_, bucket)| bucket.read == 0) {
            write!(path, "M{} 0h{STEP}v{HEIGHT}h-{STEP}z", i * STEP).expect(WRITTEN);
        }
        html! { @if !path.is_empty() { path.unread d=(path) {} } }
    }

    /// Links over the whole height, one a bucket. The table holds the same links for those without a pointer.
    fn links(&self) -> Markup {
        let width = self.buckets.len() * STEP;
        html! {
            svg.links viewBox={ "0 0 " (width) " 1" } preserveAspectRatio="none" aria-hidden="true" {
                @for (i, bucket) in self.buckets.iter().enumerate() {
                    a href=((self.href)(&bucket.from, &bucket.to)) tabindex="-1" data-from=(bucket.from) data-to=(bucket.to) {
                        rect x=(i * STEP) width=(STEP) height="1" { title { (self.told(i)) } }
                    }
                }
            }
        }
    }

    /// A bucket in words.
    fn told(&self, i: usize) -> String {
        let bucket = &self.buckets[i];
        let mut parts = vec![bucket.label.clone()];
        parts.extend(self.rows.iter().map(|row| format!("{}: {}", row.name, row.bars.told(i))));
        parts.push(match bucket.read {
            0 => "nothing read".to_owned(),
            n => format!("{} read", counted(n, "document")),
        });
        parts.join("\n")
    }

    /// Some labels under the chart, the first and the last among them.
    fn axis(&self) -> Markup {
        const LABELS: usize = 6;
        let last = self.buckets.len() - 1;
        let n_labels = LABELS.min(self.buckets.len());
        let at = |i: usize| if n_labels > 1 { i * last / (n_labels - 1) } else { 0 };
        let shown = (0..n_labels).map(|i| self.buckets[at(i)].label.as_str());
        html! { div.axis aria-hidden="true" { @for label in shown { span { (label) } } } }
    }

    fn table(&self) -> Markup {
        html! {
            details.table {
                summary { "The same as a table" }
                div.scroll tabindex="0" role="region" aria-label=(self.title) {
                    table {
                        thead { tr {
                            th scope="col" { "when" }
                            @for row in &self.rows { th scope="col" { (row.name) } }
                            th scope="col" { "documents read" }
                        } }
                        tbody {
                            @for (i, bucket) in self.buckets.iter().enumerate() {
                                tr {
                                    th scope="row" { a href=((self.href)(&bucket.from, &bucket.to)) { (bucket.label) } }
                                    @for row in &self.rows { td { (row.bars.told(i)) } }
                                    td { @if bucket.read == 0 { span.soft { "none" } } @else { (number(bucket.read)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

impl Bars {
    fn most(&self) -> u64 {
        match self {
            Self::Counts(counts) => counts.iter().copied().max().unwrap_or(0),
            Self::Relations(relations) => {
                relations.iter().map(|r| r.cooperation().max(r.conflict())).max().unwrap_or(0)
            }
        }
    }

    fn told(&self, i: usize) -> String {
        match self {
            Self::Counts(counts) => number(counts[i]),
            Self::Relations(relations) => {
                let r = relations[i];
                format!("{} cooperation, {} conflict", number(r.cooperation()), number(r.conflict()))
            }
        }
    }
}

fn summary(row: &Row) -> String {
    match &row.bars {
        Bars::Counts(counts) => format!("{}: {} in all", row.name, number(counts.iter().sum())),
        Bars::Relations(relations) => format!(
            "{}: {} of cooperation, {} of conflict",
            row.name,
            number(relations.iter().map(|r| r.cooperation()).sum()),
            number(relations.iter().map(|r| r.conflict()).sum())
        ),
    }
}

fn draw_bars(bars: &Bars) -> Markup {
    let most = bars.most().max(1) as f64;
    match bars {
        Bars::Counts(counts) => {
            let mut path = String::new();
            for (i, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                upward(&mut path, i, HEIGHT, count as f64 / most * HEIGHT);
            }
            html! { path.count d=(path) {} }
        }
        Bars::Relations(relations) => {
            let middle = HEIGHT / 2.0;
            let mut paths = [String::new(), String::new(), String::new(), String::new()];
            for (i, r) in relations.iter().enumerate() {
                let tall = |n: u64| n as f64 / most * middle;
                // Deeds stand on the axis, words beyond them.
                upward(&mut paths[0], i, middle, tall(r.material_cooperation));
                upward(&mut paths[1], i, middle - tall(r.material_cooperation), tall(r.verbal_cooperation));
                upward(&mut paths[2], i, middle + tall(r.material_conflict), tall(r.material_conflict));
                upward(&mut paths[3], i, middle + tall(r.conflict()), tall(r.verbal_conflict));
            }
            let classes =
                ["material-cooperation", "verbal-cooperation", "material-conflict", "verbal-conflict"];
            let width = relations.len() * STEP;
            html! {
                @for (class, path) in classes.iter().zip(&paths) { @if !path.is_empty() { path class=(class) d=(path) {} } }
                path.zero d={ "M0 " (middle) "h" (width) } {}
            }
        }
    }
}

/// A bar that stands on `base` and is `tall`.
fn upward(path: &mut String, i: usize, base: f64, tall: f64) {
    if tall > 0.0 {
        let (x, tall) = (i * STEP + (STEP - BAR) / 2, tall.max(1.0));
        write!(path, "M{x} {:.1}h{BAR}v{tall:.1}h-{BAR}z", base - tall).expect(WRITTEN);
    }
}

fn legend() -> Markup {
    html! {
        span.legend {
            span.swatch.verbal-cooperation {} " words and " span.swatch.material-cooperation {} " deeds of cooperation · "
            span.swatch.verbal-conflict {} " words and " span.swatch.material-conflict {} " deeds of conflict"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(day: &str, read: u64) -> Bucket {
        Bucket { from: day.to_owned(), to: day.to_owned(), label: day.to_owned(), read }
    }

    #[test]
    fn bars_grow_with_their_counts_and_unread_days_are_marked() {
        let chart = Chart {
            title: "t",
            buckets: vec![bucket("2024-03-01", 4), bucket("2024-03-02", 0)],
            rows: vec![Row { label: html! { "x" }, name: "x".to_owned(), bars: Bars::Counts(vec![3, 0]) }],
            href: &|from, to| format!("/?from={from}&to={to}"),
        };
        let drawn = chart.draw().into_string();
        assert!(drawn.contains("class=\"count\" d=\"M1 0.0h8v60.0h-8z\""), "{drawn}");
        assert!(drawn.contains("class=\"unread\" d=\"M10 0h10v60h-10z\""), "{drawn}");
        assert!(
            drawn.contains("nothing read") && drawn.contains("/?from=2024-03-01&amp;to=2024-03-01"),
            "{drawn}"
        );
    }

    #[test]
    fn conflict_hangs_below_the_line() {
        let relation = Relation { verbal_cooperation: 1, material_conflict: 2, ..Relation::default() };
        let drawn = draw_bars(&Bars::Relations(vec![relation])).into_string();
        assert!(drawn.contains("verbal-cooperation\" d=\"M1 15.0h8v15.0"), "{drawn}");
        assert!(drawn.contains("material-conflict\" d=\"M1 30.0h8v30.0"), "{drawn}");
    }
}
