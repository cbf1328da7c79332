//! `verbale gap`: how far apart two parties stand on an issue, and whether they come closer.

use std::fmt::Write as _;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use verbale::{Country, Issues, measured};
use verbale_gap::{
    Confusion, Least, Names, ObjectGap, PeriodGap, Stance, Step, bars, in_words, period_name, svg,
    within_sentence,
};
use verbale_read::Input;
use verbale_store::{GapAsked, GapFound, Held, Store, estimate_json};

use crate::args::{GapArgs, GapBy, GapForm};
use crate::exit::Exit;
use crate::gap_blocs::{Bloc, ByBloc, by_bloc};
use crate::gap_cases;
use crate::gap_scan;
use crate::output::Output;

/// Sentences shown under the answer for each side.
const SHOWN: usize = 4;

pub(crate) fn run(args: &GapArgs) -> anyhow::Result<Exit> {
    if args.from_cases {
        return gap_cases::run(&Input::from(args.store.as_path()));
    }
    let store = || {
        Store::open_read_only(&args.store)
            .with_context(|| format!("cannot open the store {}", args.store.display()))
    };
    let step = match args.by {
        GapBy::Month => Step::Month,
        GapBy::Quarter => Step::Quarter,
        GapBy::Year => Step::Year,
    };
    let confusion = if args.as_coded { None } else { Confusion::new(measured().confusion) };
    if args.scan {
        Output::new().write(&gap_scan::answer(&store()?, args, step, confusion)?)?;
        return Ok(Exit::Fine);
    }
    let (Some(a), Some(b), Some(issue)) = (args.between, args.and, args.issue.as_deref()) else {
        bail!("whose gap, and on what? For instance --between SAU --and IRN --issue yemen/ceasefire");
    };
    let asked = GapAsked {
        a: a.code().to_owned(),
        b: b.code().to_owned(),
        issue: issue.to_owned(),
        step,
        from: args.since,
        to: args.until,
        confusion,
    };
    let found = store()?.gap(&asked)?;
    let blocs = by_bloc(&found, &asked, [a, b]);
    let title = title(issue);
    let names = Names { a: a.name(), b: b.name(), issue: &title };
    let answer = match args.form {
        GapForm::Text => text(&found, &blocs, &names, [a, b], confusion.is_some()),
        GapForm::Json => as_json(&found, &blocs, &names, [a, b], &asked).to_string() + "\n",
        GapForm::Svg => svg(&found.gap, &names),
    };
    Output::new().write(&answer)?;
    Ok(Exit::Fine)
}

/// An issue's title as it stands in a sentence; its id where it has none of its own.
pub(crate) fn title(issue: &str) -> String {
    Issues::built_in().find(issue).map_or_else(|| issue.to_owned(), |known| within_sentence(&known.title))
}

fn text(
    found: &GapFound,
    blocs: &[ByBloc],
    names: &Names<'_>,
    [a, b]: [Country; 2],
    is_corrected: bool,
) -> String {
    let mut text = in_words(&found.gap, names, Least::default()) + "\n";
    if found.held.is_empty() {
        text += "The store holds no position of either on it. `verbale issues` lists the issues there are.\n";
        return text;
    }
    text += "\n";
    text += &bars(&found.gap);
    for object in &found.gap.objects {
        let _ = writeln!(text, "\n{object}  (-1 against, 1 for; 95 % interval; stories)");
        for (name, side) in [(names.a, 0), (names.b, 1)] {
            let of = |period: &PeriodGap| {
                let objects = period.objects.iter().find(|found| found.object == *object);
                objects.map_or_else(String::new, |found: &ObjectGap| {
                    stance(if side == 0 { &found.a } else { &found.b })
                })
            };
            let cells: Vec<String> = found
                .gap
                .periods
                .iter()
                .map(|period| format!("{}: {}", period_name(period.period), of(period)))
                .collect();
            let _ = writeln!(text, "  {name}: {}", cells.join("; "));
        }
    }
    let thin: Vec<&str> = found.gap.left_out.iter().map(|left_out| left_out.object.as_str()).collect();
    if !thin.is_empty() {
        let _ = writeln!(text, "\nLeft out for want of evidence: {}.", thin.join(", "));
    }
    let turned: Vec<&str> = found
        .without_publisher
        .iter()
        .filter(|without| without.gap.verdict() != found.gap.verdict())
        .map(|without| without.publisher.as_str())
        .collect();
    let _ = match &turned[..] {
        [] => writeln!(text, "\nLeaving out any one outlet changes nothing of the verdict."),
        some => writeln!(text, "\nThe verdict is another without: {}.", some.join(", ")),
    };
    for of_bloc in blocs {
        let whose = match of_bloc.bloc {
            Bloc::OfA => names.a,
            Bloc::OfB => names.b,
            Bloc::Other => "other countries",
        };
        let last = of_bloc.gap.periods.iter().rev().find_map(|period| Some((period.period, period.gap?)));
        let number = last.map_or_else(
            || "not enough evidence".to_owned(),
            |(period, gap)| {
                format!("{:.2} ({:.2}–{:.2}) in {}", gap.point, gap.low, gap.high, period_name(period))
            },
        );
        let _ = writeln!(text, "Outlets of {whose} alone ({} positions): {number}.", of_bloc.positions);
    }
    text += if is_corrected {
        "The coder's measured error is taken out of these numbers (--as-coded leaves it in).\n"
    } else {
        "What was coded is taken for the truth.\n"
    };
    for regard in &found.regard {
        let what = if regard.is_act { "acts" } else { "words" };
        let cells: Vec<String> = found
            .gap
            .periods
            .iter()
            .zip(&regard.stances)
            .filter_map(|(period, held)| {
                Some(format!("{} {}", period_name(period.period), stance(held.as_ref()?)))
            })
            .collect();
        let cells = if cells.is_empty() { "not enough evidence".to_owned() } else { cells.join("; ") };
        let _ = writeln!(text, "Regard of {} for {} in {what}: {cells}.", regard.of, regard.toward);
    }
    for claim in &found.claims {
        let way = if claim.is_closer { "closer" } else { "apart" };
        let who = claim.claimant.as_deref().unwrap_or("someone");
        let _ = writeln!(
            text,
            "Claimed ({way}), {}, {who}: {}",
            claim.date.as_deref().unwrap_or("undated"),
            claim.words
        );
    }
    let _ = writeln!(
        text,
        "\nNot counted: {} positions in reprints, {} of people who do not speak for their country.",
        found.reprints, found.others
    );
    for country in [a, b] {
        let of_country = |held: &&Held| held.row.country.as_deref() == Some(country.code());
        let held: Vec<&Held> = found.held.iter().filter(of_country).collect();
        let _ = writeln!(text, "\n{}, {} positions:", country.name(), held.len());
        let ends = held.len().min(SHOWN / 2);
        let shown = held.iter().take(ends).chain(held.iter().skip(held.len() - ends.min(held.len() - ends)));
        for held in shown {
            let row = &held.row;
            let _ = writeln!(
                text,
                "  {} {} {} {} ({:+.1}), {}: “…{}…”",
                held.date,
                row.holder_name,
                row.attitude,
                row.object,
                row.polarity,
                row.publisher.as_deref().unwrap_or("unknown outlet"),
                row.words.split_whitespace().collect::<Vec<_>>().join(" ")
            );
        }
    }
    text
}

fn stance(stance: &Stance) -> String {
    let estimate = stance.estimate;
    format!(
        "{:+.2} ({:+.2} to {:+.2}; {})",
        estimate.point, estimate.low, estimate.high, stance.evidence.stories
    )
}

fn as_json(
    found: &GapFound,
    blocs: &[ByBloc],
    names: &Names<'_>,
    [a, b]: [Country; 2],
    asked: &GapAsked,
) -> Value {
    let by_bloc: Vec<Value> = blocs
        .iter()
        .map(|of_bloc| {
            let outlets = match of_bloc.bloc {
                Bloc::OfA => a.code(),
                Bloc::OfB => b.code(),
                Bloc::Other => "other",
            };
            let gaps: Vec<_> =
                of_bloc.gap.periods.iter().map(|period| period.gap.map(estimate_json)).collect();
            json!({"outlets": outlets, "positions": of_bloc.positions, "periods": gaps, "verdict": of_bloc.gap.verdict().code()})
        })
        .collect();
    let mut answer = found.as_json(asked, names);
    answer["by_bloc"] = by_bloc.into();
    answer["confusion"] = asked.confusion.map_or(Value::Null, |_| {
        json!({"measured": "crates/verbale-positions/weights/measured.toml", "true_by_coded": measured().confusion})
    });
    answer
}

/// Four places: the draws know no more.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
