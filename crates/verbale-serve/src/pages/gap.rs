//! The gap between two countries on an issue: in words, drawn, with its lines of evidence and both sides' words.

use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};
use verbale::Country;
use verbale_gap::{Evidence, Least, Names, Stance, Step, in_words, period_name, svg};
use verbale_store::{GapAsked, GapFound, StanceRow, Store};

pub(crate) use super::issue::title;
use super::issue::{country, held, title_within};
use super::issue_href;
use crate::answer::Fault;
use crate::ask::Ask;
use crate::search::days;
use crate::state::State;
use crate::words::{name, number, shortened, words};

/// Positions shown for each side, from the first period and from the last.
const SHOWN: usize = 2;
/// Quotation marks that a claim may bring along.
const MARKS: [char; 4] = ['“', '”', '"', ','];
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

/// Reckons the gap an address asks for.
pub(crate) fn found(store: &Store, state: &State, pair: &Pair, issue: &str) -> Result<GapFound, Fault> {
    let (from, to) = state.get("when").map_or(Ok((None, None)), days)?;
    let step = match state.get("step") {
        Some("quarter") => Step::Quarter,
        Some("year") => Step::Year,
        _ => Step::Month,
    };
    Ok(store.gap(&GapAsked {
        a: pair.one.clone(),
        b: pair.other.clone(),
        issue: issue.to_owned(),
        step,
        from,
        to,
        confusion: None,
    })?)
}

/// The gap as a part of a page.
pub(crate) fn section(ask: &Ask, store: &Store, pair: &Pair, issue: &str) -> Result<Markup, Fault> {
    let found = found(store, &ask.state, pair, issue)?;
    Ok(drawn(&found, pair, issue))
}

/// The answer in words, the drawing, the lines of evidence, and the words of both.
pub(crate) fn drawn(found: &GapFound, pair: &Pair, issue: &str) -> Markup {
    let issue_title = title_within(issue);
    let names = Names { a: country(&pair.one), b: country(&pair.other), issue: &issue_title };
    let is_known = found.gap.periods.iter().any(|period| period.gap.is_some());
    html! {
        section.gap {
            h2 { (country(&pair.one)) " and " (country(&pair.other)) " on " a href=(issue_href(issue)) { (name(&title(issue))) } }
            p.verdict-words { (in_words(&found.gap, &names, Least::default())) }
            @if is_known { figure.gaps { (PreEscaped(svg(&found.gap, &names))) } }
            (stances(found, pair))
            ul.lines {
                @for regard in &found.regard { li {
                    b { "Regard of " (country(&regard.of)) " for " (country(&regard.toward)) @if regard.is_act { " in acts: " } @else { " in words: " } }
                    @let known = found.gap.periods.iter().zip(&regard.stances).filter_map(|(period, stance)| Some((period_name(period.period), stance.as_ref()?))).collect::<Vec<_>>();
                    @if known.is_empty() { span.soft { "not enough evidence" } }
                    @for (at, (period, stance)) in known.iter().enumerate() { @if at > 0 { "; " } (period) " " (told(stance)) }
                } }
                li {
                    @let turned = found.without_publisher.iter().filter(|without| without.gap.verdict() != found.gap.verdict()).map(|without| without.publisher.as_str()).collect::<Vec<_>>();
                    b { "Without one outlet: " }
                    @if turned.is_empty() { "leaving out any one changes nothing of the verdict" } @else { "the verdict is another without " (name(&turned.join(", "))) }
                }
                li { b { "Not counted: " } (number(found.reprints as u64)) " in reprints, " (number(found.others as u64)) " of people who do not speak for their country" }
            }
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
            div.halves.even {
                (side(found, &pair.one)) (side(found, &pair.other))
            }
        }
    }
}

/// The two stances, period by period, with what they rest on.
fn stances(found: &GapFound, pair: &Pair) -> Markup {
    html! {
        @for (at, object) in found.gap.objects.iter().enumerate() {
            div.scroll tabindex="0" role="region" aria-label={ "Stances on " (object) } {
                table {
                    thead { tr { th scope="col" { (object) } th scope="col" { "gap" } th scope="col" { (country(&pair.one)) } th scope="col" { (country(&pair.other)) } } }
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
        @for left_out in &found.gap.left_out {
            p.soft { "Left out for want of evidence: " (left_out.object) " ("
                @for (at, period) in found.gap.periods.iter().enumerate() {
                    @if at > 0 { "; " } (period_name(period.period)) " " (stories(left_out.a.get(at))) " and " (stories(left_out.b.get(at)))
                }
            " stories in outlets)." }
        }
    }
}

fn stories(evidence: Option<&Evidence>) -> String {
    evidence.map_or_else(String::new, |evidence| format!("{} in {}", evidence.stories, evidence.publishers))
}

fn told(stance: &Stance) -> String {
    let (estimate, evidence) = (stance.estimate, stance.evidence);
    format!(
        "{:+.2} ({:+.2} to {:+.2}; {} stories)",
        estimate.point, estimate.low, estimate.high, evidence.stories
    )
}

/// One side's words: from the beginning, and from the end.
fn side(found: &GapFound, code: &str) -> Markup {
    let of_side: Vec<&StanceRow> =
        found.held.iter().map(|held| &held.row).filter(|row| row.country.as_deref() == Some(code)).collect();
    let first = of_side.iter().take(SHOWN);
    let last = of_side.iter().skip(of_side.len().saturating_sub(SHOWN).max(SHOWN));
    html! {
        section {
            h3 { (country(code)) span.n { " " (number(of_side.len() as u64)) " positions" } }
            @if of_side.is_empty() { p.soft { "No position of it is known." } }
            ul { @for row in first { (held(row)) } @if of_side.len() > 2 * SHOWN { li.soft { "…" } } @for row in last { (held(row)) } }
        }
    }
}

/// A stance as JSON.
pub(crate) fn stance_json(stance: &Stance) -> Value {
    let (estimate, evidence) = (stance.estimate, stance.evidence);
    json!({
        "stance": {"point": rounded(estimate.point), "low": rounded(estimate.low), "high": rounded(estimate.high)},
        "evidence": {"statements": evidence.statements, "stories": evidence.stories, "publishers": evidence.publishers},
    })
}

/// The gap as JSON.
pub(crate) fn as_json(found: &GapFound, pair: &Pair, issue: &str) -> Value {
    let issue_title = title_within(issue);
    let names = Names { a: country(&pair.one), b: country(&pair.other), issue: &issue_title };
    let estimate = |estimate: verbale_gap::Estimate| json!({"point": rounded(estimate.point), "low": rounded(estimate.low), "high": rounded(estimate.high)});
    let periods: Vec<Value> = found
        .gap
        .periods
        .iter()
        .map(|period| {
            let objects: Vec<Value> = period
                .objects
                .iter()
                .map(|object| json!({"object": object.object, "one": stance_json(&object.a), "other": stance_json(&object.b)}))
                .collect();
            json!({"from": period.period.from, "to": period.period.to, "gap": period.gap.map(estimate), "objects": objects})
        })
        .collect();
    json!({
        "one": pair.one, "other": pair.other, "issue": issue,
        "words": in_words(&found.gap, &names, Least::default()),
        "verdict": found.gap.verdict().code(),
        "change": found.gap.change.map(|change| estimate(change.estimate)),
        "objects": found.gap.objects, "periods": periods,
        "left_out": found.gap.left_out.iter().map(|left_out| left_out.object.as_str()).collect::<Vec<_>>(),
        "claims": found.claims,
        "reprints_not_counted": found.reprints, "others_not_counted": found.others,
        "positions": found.held.iter().map(|held| &held.row).collect::<Vec<_>>(),
    })
}

/// Four places: the draws know no more.
fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
