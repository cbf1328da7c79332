//! The gap between two countries on an issue: in words, drawn, with its lines of evidence and both sides' words.

use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};
use verbale::{Country, measured};
use verbale_gap::{Confusion, Evidence, Least, Names, Stance, Step, Verdict, in_words, period_name, svg};
use verbale_store::{GapAsked, GapFound, StanceRow, Store};

pub(crate) use super::issue::title_within;
use super::issue::{country, held};
use super::issue_href;
use crate::answer::Fault;
use crate::ask::Ask;
use crate::search::days;
use crate::state::State;
use crate::words::{counted, name, number, shortened, signed, words};

/// Positions shown for each side, from the first period and from the last.
const SHOWN: usize = 2;
/// Quotation marks that a claim may bring along.
pub(crate) const MARKS: [char; 4] = ['“', '”', '"', ','];
/// Claims shown.
const CLAIMS: usize = 6;

/// Two countries that are compared.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) one: String,
    pub(crate) other: String,
}

impl Pair {
    /// Those an address asks for, where it names two.
    pub(crate) fn asked(state: &State) -> Result<Option<Self>, Fault> {
        let (Some(one), Some(other)) = (state.get("one"), state.get("other")) else { return Ok(None) };
        let known = |code: &str| {
            let country = code.parse::<Country>();
            country
                .map(|country| country.code().to_owned())
                .map_err(|_| Fault::not_found(&format!("country {code:?}")))
        };
        let (one, other) = (known(one)?, known(other)?);
        if one == other {
            return Err(Fault::wrong("a gap is between two different countries"));
        }
        Ok(Some(Self { one, other }))
    }
}

/// What an address asks for: as `verbale gap` does without further options, by month and with the coder's measured
/// error taken out; `coded=as-is` leaves it in.
pub(crate) fn asked(state: &State, pair: &Pair, issue: &str) -> Result<GapAsked, Fault> {
    let (from, to) = state.get("when").map_or(Ok((None, None)), days)?;
    let step = match state.get("step") {
        Some("quarter") => Step::Quarter,
        Some("year") => Step::Year,
        _ => Step::Month,
    };
    let is_corrected = state.get("coded") != Some("as-is");
    Ok(GapAsked {
        a: pair.one.clone(),
        b: pair.other.clone(),
        issue: issue.to_owned(),
        step,
        from,
        to,
        confusion: is_corrected.then(|| Confusion::new(measured().confusion)).flatten(),
    })
}

/// The gap as a part of a page.
pub(crate) fn section(ask: &Ask, store: &Store, pair: &Pair, issue: &str) -> Result<Markup, Fault> {
    let asked = asked(&ask.state, pair, issue)?;
    let found = store.gap(&asked)?;
    Ok(drawn(&asked, &found, &switch(&ask.state, &asked)))
}

/// Where the other way of reckoning with the coder's error is found, and what it is called.
pub(crate) fn switch(state: &State, asked: &GapAsked) -> (String, &'static str) {
    match asked.confusion {
        Some(_) => (state.with("coded", "as-is").href(), "leave it in"),
        None => (state.without("coded").href(), "take the measured error out"),
    }
}

/// The answer in words, the drawing, the lines of evidence, and the words of both. `switch` leads to the other way of
/// reckoning with the coder's error.
pub(crate) fn drawn(asked: &GapAsked, found: &GapFound, switch: &(String, &'static str)) -> Markup {
    let (one, other, issue) = (&*asked.a, &*asked.b, &*asked.issue);
    let issue_title = title_within(issue);
    let names = Names { a: country(one), b: country(other), issue: &issue_title };
    let is_known = found.gap.periods.iter().any(|period| period.gap.is_some());
    html! {
        section.gap {
            h2 { (names.a) " and " (names.b) " on " a href=(issue_href(issue)) { (name(&issue_title)) } }
            p.verdict-words { (in_words(&found.gap, &names, Least::default())) }
            @if is_known {
                div.gaps {
                    figure {
                        figcaption { "Distance of their stances, 0 the same to 1 opposite" span.legend { "bar: 95 % interval" } }
                        (PreEscaped(svg(&found.gap, &names)))
                    }
                    div { (stances(found, names)) }
                }
            }
            (left_out(found, names))
            ul.lines {
                (regards(found))
                @if found.gap.verdict() != Verdict::Insufficient { (without_one(found)) }
                li { b { "Not counted: " } (counted(found.reprints as u64, "position")) " in reprints, " (number(found.others as u64)) " of people who do not speak for their country" }
                li {
                    b { "Error of the coder: " }
                    @if asked.confusion.is_some() { "taken out of these numbers as measured" } @else { "left in: what was coded is taken for the truth" }
                    "; " a href=(switch.0) { (switch.1) }
                }
            }
            (claims(found))
            div.halves.even { (side(found, one)) (side(found, other)) }
        }
    }
}

/// How each regards the other, where there is evidence enough for it.
fn regards(found: &GapFound) -> Markup {
    let known: Vec<_> = found
        .regard
        .iter()
        .map(|regard| {
            let periods = found.gap.periods.iter().zip(&regard.stances);
            (regard, periods.filter_map(|(period, stance)| Some((period.period, stance.as_ref()?))).collect())
        })
        .filter(|(_, known): &(_, Vec<_>)| !known.is_empty())
        .collect();
    html! {
        @if known.is_empty() { li { b { "Regard for each other: " } span.soft { "not enough evidence, in words or in acts" } } }
        @for (regard, stances) in &known { li {
            b { "Regard of " (country(&regard.of)) " for " (country(&regard.toward)) @if regard.is_act { " in acts: " } @else { " in words: " } }
            @for (at, (period, stance)) in stances.iter().enumerate() { @if at > 0 { "; " } (period_name(*period)) " " (told(stance)) }
        } }
    }
}

/// Whether the verdict rests on one outlet.
fn without_one(found: &GapFound) -> Markup {
    let turned = found.without_publisher.iter().filter(|one| one.gap.verdict() != found.gap.verdict());
    let turned: Vec<&str> = turned.map(|one| one.publisher.as_str()).collect();
    html! {
        li {
            b { "Without one outlet: " }
            @if turned.is_empty() { "the verdict is the same, whichever of the " (number(found.without_publisher.len() as u64)) " with most positions is left out" }
            @else { "the verdict is another without " (name(&turned.join(", "))) }
        }
    }
}

/// What others say of the two.
fn claims(found: &GapFound) -> Markup {
    html! {
        @if !found.claims.is_empty() {
            h3 { "Claimed by others" }
            p.soft { "That positions come closer, or do not, is what somebody says, and no measure." }
            ul {
                @for claim in found.claims.iter().take(CLAIMS) { li data-item {
                    @if let Some(day) = &claim.date { time datetime=(day) { (day) } " " }
                    span.codes { @if claim.is_closer { "closer" } @else { "apart" } } " "
                    b { (name(claim.claimant.as_deref().unwrap_or("somebody"))) } " "
                    a.open href={ "/read/" (claim.document) } { q { (words(&shortened(claim.words.trim_matches(MARKS), 200))) } }
                } }
                @if found.claims.len() > CLAIMS { li.soft { "and " (found.claims.len() - CLAIMS) " more" } }
            }
        }
    }
}

/// The two stances on each object, period by period, with what they rest on.
fn stances(found: &GapFound, names: Names<'_>) -> Markup {
    html! {
        @for (at, object) in found.gap.objects.iter().enumerate() {
            div.scroll tabindex="0" role="region" aria-label={ "Stances on " (object) } {
                table {
                    thead { tr { th scope="col" { (object) } th scope="col" { "gap" } th scope="col" { (names.a) } th scope="col" { (names.b) } } }
                    tbody {
                        @for period in &found.gap.periods { tr {
                            th scope="row" { (period_name(period.period)) }
                            td { @match period.gap { Some(gap) => (format!("{:.2} ({:.2}–{:.2})", gap.point, gap.low, gap.high)), None => span.soft { "not enough evidence" } } }
                            @if let Some(object) = period.objects.get(at) { td { (told(&object.a)) } td { (told(&object.b)) } }
                            @else { td {} td {} }
                        } }
                    }
                }
            }
        }
    }
}

/// Objects without evidence enough, with what there is.
fn left_out(found: &GapFound, names: Names<'_>) -> Markup {
    html! {
        @if !found.gap.left_out.is_empty() {
            details.left-out open[found.gap.objects.is_empty()] {
                summary { "Left out for want of evidence: " (found.gap.left_out.iter().map(|left_out| left_out.object.as_str()).collect::<Vec<_>>().join(", ")) }
                @for left_out in &found.gap.left_out {
                    div.scroll tabindex="0" role="region" aria-label={ "Evidence on " (left_out.object) } {
                        table {
                            thead { tr { th scope="col" { (left_out.object) } th scope="col" { (names.a) } th scope="col" { (names.b) } } }
                            tbody {
                                @for (at, period) in found.gap.periods.iter().enumerate() { tr {
                                    th scope="row" { (period_name(period.period)) }
                                    td { (evidence(left_out.a.get(at))) } td { (evidence(left_out.b.get(at))) }
                                } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn evidence(evidence: Option<&Evidence>) -> Markup {
    html! {
        @match evidence.filter(|evidence| evidence.stories > 0) {
            Some(evidence) => { (stories(evidence.stories)) " in " (counted(evidence.publishers as u64, "outlet")) },
            None => span.soft { "silent" },
        }
    }
}

/// `1 story`, `6 stories`.
pub(crate) fn stories(n: usize) -> String {
    if n == 1 { "1 story".to_owned() } else { format!("{} stories", number(n as u64)) }
}

fn told(stance: &Stance) -> String {
    let (estimate, evidence) = (stance.estimate, stance.evidence);
    let [point, low, high] = [estimate.point, estimate.low, estimate.high].map(signed);
    format!("{point} ({low} to {high}; {})", stories(evidence.stories))
}

/// One side's words: from the beginning, and from the end.
fn side(found: &GapFound, code: &str) -> Markup {
    let of_side: Vec<&StanceRow> =
        found.held.iter().map(|held| &held.row).filter(|row| row.country.as_deref() == Some(code)).collect();
    let first = of_side.iter().take(SHOWN);
    let last = of_side.iter().skip(of_side.len().saturating_sub(SHOWN).max(SHOWN));
    html! {
        section {
            h3 { (country(code)) span.n { " " (counted(of_side.len() as u64, "position")) } }
            @if of_side.is_empty() { p.soft { "No position of it is known." } }
            ul { @for row in first { (held(row)) } @if of_side.len() > 2 * SHOWN { li.soft { "…" } } @for row in last { (held(row)) } }
        }
    }
}

/// The gap as JSON, as `verbale gap --form json` has it.
pub(crate) fn as_json(asked: &GapAsked, found: &GapFound) -> Value {
    let issue_title = title_within(&asked.issue);
    let names = Names { a: country(&asked.a), b: country(&asked.b), issue: &issue_title };
    let mut answer = found.as_json(asked, &names);
    answer["confusion"] =
        asked.confusion.map_or(Value::Null, |_| json!({"true_by_coded": measured().confusion}));
    answer
}
