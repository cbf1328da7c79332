//! An answer as a picture: lines of text for a terminal, SVG for pages and papers.

use std::fmt::Write as _;

use crate::{Gap, Names, PeriodGap, period_name};

/// Columns from 0 to 1 on a terminal.
const COLUMNS: usize = 40;

/// One line a period: its name, the interval as a bar from 0 (the same) to 1 (opposite), and the numbers.
pub fn bars(gap: &Gap) -> String {
    let name_width =
        gap.periods.iter().map(|period| period_name(period.period).chars().count()).max().unwrap_or(0);
    let mut lines = format!("{:name_width$}  0 same{:>width$}\n", "", "opposite 1", width = COLUMNS - 5);
    for period in &gap.periods {
        let name = period_name(period.period);
        let _ = match period.gap {
            Some(estimate) => {
                let column =
                    |value: f64| (0..COLUMNS).take_while(|at| (*at as f64) < value * COLUMNS as f64).count();
                let (low, point, high) =
                    (column(estimate.low), column(estimate.point), column(estimate.high));
                let bar: String = (0..=COLUMNS)
                    .map(|at| match at {
                        at if at == point => '●',
                        at if (low..=high).contains(&at) => '━',
                        _ => '·',
                    })
                    .collect();
                writeln!(
                    lines,
                    "{name:name_width$}  {bar}  {:.2} ({:.2}–{:.2})",
                    estimate.point, estimate.low, estimate.high
                )
            }
            None => writeln!(
                lines,
                "{name:name_width$}  {:·<width$}  not enough evidence",
                "",
                width = COLUMNS + 1
            ),
        };
    }
    lines
}

/// Size of the SVG and of its plot, in pixels.
const WIDTH: f64 = 520.0;
const HEIGHT: f64 = 230.0;
const LEFT: f64 = 74.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 30.0;
/// Names under the axis at most; more would run into each other.
const MOST_NAMES: usize = 6;

/// The gap over the periods: points with their 95 % intervals, 0 (the same) at the foot and 1 (opposite) at the top.
/// Colours are taken from the page (`currentColor`), so that it fits light and dark. Each point has its numbers as a
/// title.
pub fn svg(gap: &Gap, names: &Names<'_>) -> String {
    let n = gap.periods.len().max(1) as f64;
    let x = |number: usize| LEFT + (WIDTH - LEFT - RIGHT) * (number as f64 + 0.5) / n;
    let y = |value: f64| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value);
    let label = format!("How far apart {} and {} are on {}, period by period", names.a, names.b, names.issue);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\" \
         font-family=\"sans-serif\" font-size=\"13\" fill=\"currentColor\">\n",
        escaped(&label)
    );
    for (value, name) in [(0.0, "0 same"), (0.5, "0.5"), (1.0, "1 opposite")] {
        let at = y(value);
        let _ = writeln!(
            svg,
            "<line x1=\"{LEFT}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"currentColor\" stroke-opacity=\"0.2\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{name}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            at + 4.0
        );
    }
    let every = gap.periods.len().div_ceil(MOST_NAMES).max(1);
    let mut before: Option<(f64, f64)> = None;
    for (number, period) in gap.periods.iter().enumerate() {
        let at = x(number);
        if number % every == 0 {
            let _ = writeln!(
                svg,
                "<text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                HEIGHT - BOTTOM + 21.0,
                escaped(&short_name(period))
            );
        }
        let Some(estimate) = period.gap else {
            let _ = writeln!(
                svg,
                "<text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill-opacity=\"0.6\"><title>{}: not enough \
                 evidence</title>?</text>",
                y(0.5) + 4.0,
                escaped(&period_name(period.period))
            );
            before = None;
            continue;
        };
        let point = (at, y(estimate.point));
        if let Some((x1, y1)) = before {
            let _ = writeln!(
                svg,
                "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"currentColor\" stroke-opacity=\"0.5\"/>",
                point.0, point.1
            );
        }
        let _ = writeln!(
            svg,
            "<g><title>{}: {:.2} ({:.2}–{:.2})</title><line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{:.1}\" y2=\"{:.1}\" \
             stroke=\"currentColor\" stroke-width=\"3\" stroke-opacity=\"0.35\"/><circle cx=\"{at:.1}\" cy=\"{:.1}\" r=\"5\"/></g>",
            escaped(&period_name(period.period)),
            estimate.point,
            estimate.low,
            estimate.high,
            y(estimate.low),
            y(estimate.high),
            point.1
        );
        before = Some(point);
    }
    svg + "</svg>\n"
}

/// `2024-03`, short enough for an axis.
fn short_name(period: &PeriodGap) -> String {
    period.period.from.to_string().chars().take(7).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{Period, Question, Vote, compare};

    fn gap() -> Gap {
        let months = vec![
            Period::new(date(2024, 3, 1), date(2024, 3, 31)),
            Period::new(date(2024, 4, 1), date(2024, 4, 30)),
        ];
        let stories = ["a", "b", "c", "d", "e", "f"];
        let vote = |holder, polarity, n: usize| Vote {
            holder,
            object: "truce",
            polarity,
            date: date(2024, 3, 2),
            story: stories[n],
            publisher: ["Herald", "Post", "Wire"][n % 3],
        };
        let votes: Vec<_> = (0..6).flat_map(|n| [vote("A", 1.0, n), vote("B", -1.0, n)]).collect();
        compare(&votes, &Question::new("A", "B", months))
    }

    #[test]
    fn a_terminal_shows_interval_and_silence() {
        let lines = bars(&gap());
        let lines: Vec<&str> = lines.lines().collect();
        assert!(lines[1].starts_with("March 2024") && lines[1].contains('●'), "{lines:?}");
        assert!(lines[2].starts_with("April 2024") && lines[2].ends_with("not enough evidence"), "{lines:?}");
    }

    #[test]
    fn names_cannot_break_out_of_the_picture() {
        let names = Names { a: "<script>", b: "\"B\"", issue: "x & y" };
        let svg = svg(&gap(), &names);
        assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;"));
        assert_eq!(svg.matches("<circle").count(), 1);
    }
}
