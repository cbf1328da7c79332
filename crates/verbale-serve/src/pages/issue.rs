//! Issue: who wants what, on one axis from opposed to in favour, and who moved.

use std::cmp::Reverse;

use axum::response::Response;
use maud::{Markup, html};
use serde_json::{Value, json};
use verbale::{Country, Issues};
use verbale_gap::{Period, Stance, within_sentence};
use verbale_store::{IssueFound, StanceRow, Standpoint, Store, stance_json};

use super::gap::{self, Pair};
use super::{actor_href, issue_href};
use crate::answer::{self, Fault, Form};
use crate::ask::Ask;
use crate::csv::Csv;
use crate::search::days;
use crate::shell::{self, Shell};
use crate::words::{counted, name, number, signed, words};

/// Sentences shown under a country; the others unfold.
const SHOWN: usize = 6;
/// Countries that are drawn, and those whose words are shown: the ones with most stories.
const DRAWN: usize = 60;
const QUOTED: usize = 16;

/// The list of issues.
pub(crate) fn choose(ask: &Ask, store: &Store) -> Result<Response, Fault> {
    let found = store.issues()?;
    match ask.form {
        Form::Json => {
            let rows: Vec<Value> = found
                .iter()
                .map(|row| json!({"issue": row.issue, "title": title(&row.issue), "positions": row.n_positions, "holders": row.n_holders, "from": row.from, "to": row.to}))
                .collect();
            return Ok(answer::json(&json!({"rows": rows})));
        }
        Form::Csv => {
            let columns = ["issue", "title", "positions", "holders", "from", "to"];
            let mut csv = Csv::new(&columns, ask.state.get("excel") == Some("safe"));
            for row in &found {
                let day = |day: &Option<String>| day.clone().unwrap_or_default();
                let counts = [row.n_positions, row.n_holders].map(|n| n.to_string());
                let [positions, holders] = counts;
                csv.row([
                    row.issue.clone(),
                    title(&row.issue),
                    positions,
                    holders,
                    day(&row.from),
                    day(&row.to),
                ]);
            }
            return Ok(answer::answer(Form::Csv, csv.finish()));
        }
        Form::Html | Form::Atom => {}
    }
    let body = html! {
        h1 { "Issues" }
        p.soft { "What one can be for or against, and who took a position on it." }
        @if found.is_empty() { p.soft { "No position is held in this store." } }
        ul.rows {
            @for row in &found {
                li data-item {
                    div.when { @if let Some(day) = &row.to { time datetime=(day) { (day) } } }
                    div.what {
                        p.line { a.open href=(issue_href(&row.issue)) { b { (name(&title(&row.issue))) } } " " span.codes { (row.issue) } }
                        p.from { (counted(row.n_positions, "position")) " of " (counted(row.n_holders, "holder")) @if let Some(from) = &row.from { " · since " (from) } }
                    }
                }
            }
        }
    };
    let shell = Shell {
        title: "Issues",
        at: "/issue",
        state: Some(&ask.state),
        forms: &[Form::Json, Form::Csv],
        ..Shell::default()
    };
    Ok(answer::answer(Form::Html, shell::page(&shell, &body).into_string()))
}

/// What an issue is called: its id where it is none of the built-in ones.
pub(crate) fn title(issue: &str) -> String {
    Issues::built_in().find(issue).map_or_else(|| issue.to_owned(), |known| known.title.clone())
}

/// The same as it stands in a sentence.
pub(crate) fn title_within(issue: &str) -> String {
    within_sentence(&title(issue))
}

/// The words around a position, within its paragraph, from the first whole one to the last, and those it rests on
/// marked.
fn around(row: &StanceRow) -> Markup {
    let text = &row.words;
    let byte = |n: u32| text.char_indices().nth(n as usize).map_or(text.len(), |(byte, _)| byte);
    let (start, end) = (byte(row.start - row.words_start), byte(row.end - row.words_start));
    let from = text[..start].rfind('\n').map_or(0, |line| line + 1);
    let to = text[end..].find('\n').map_or(text.len(), |line| end + line);
    let (before, evidence, after) = (&text[from..start], &text[start..end], &text[end..to]);
    // What was cut within a word or a sentence begins and ends with an ellipsis, at the next word.
    let is_cut = from == 0 && row.words_start > 0 && !before.trim_start().starts_with(char::is_uppercase);
    let before = if is_cut { before.split_once(' ').map_or("", |(_, rest)| rest) } else { before };
    let is_cut_after = to == text.len() && !after.trim_end().ends_with(['.', '!', '?', '”', '"']);
    let after = if is_cut_after { after.rsplit_once(' ').map_or("", |(rest, _)| rest) } else { after };
    html! {
        @if is_cut { "… " } (words(before.trim_start())) mark { (words(evidence)) } (words(after.trim_end())) @if is_cut_after { " …" }
    }
}

/// A country's name: its code where it has none.
pub(crate) fn country(code: &str) -> &str {
    code.parse::<Country>().map_or(code, |country| country.name())
}

/// The page of one issue.
pub(crate) fn page(ask: &Ask, store: &Store) -> Result<Response, Fault> {
    let issue = ask.segments.first().map(String::as_str).unwrap_or_default();
    let (from, to) = ask.state.get("when").map_or(Ok((None, None)), days)?;
    let found = store.issue(issue, ask.state.get("object"), [from, to])?;
    if found.objects.is_empty() && Issues::built_in().find(issue).is_none() {
        return Err(Fault::not_found(&format!("issue {issue:?}")));
    }
    let pair = Pair::asked(&ask.state)?;
    match ask.form {
        Form::Json => {
            let mut answer = as_json(issue, &found);
            if let Some(pair) = &pair {
                let asked = gap::asked(&ask.state, pair, issue)?;
                answer["gap"] = gap::as_json(&asked, &store.gap(&asked)?);
            }
            Ok(answer::json(&answer))
        }
        Form::Csv => {
            Ok(answer::answer(Form::Csv, csv(issue, &found, ask.state.get("excel") == Some("safe"))))
        }
        Form::Html | Form::Atom => {
            let gap = match &pair {
                Some(pair) => Some(gap::section(ask, store, pair, issue)?),
                None => None,
            };
            Ok(answer::answer(Form::Html, View { ask, issue, found }.page(gap.as_ref()).into_string()))
        }
    }
}

/// A position as JSON and CSV have it.
fn position(row: &StanceRow) -> Value {
    json!({
        "id": row.id, "document": row.document, "holder": row.holder_name, "object": row.object, "attitude": row.attitude,
        "polarity": row.polarity, "date": row.date, "words": row.words, "start": row.start, "end": row.end,
        "publisher": row.publisher, "title": row.title, "url": row.url, "story": row.story, "rule": row.rule,
    })
}

fn as_json(issue: &str, found: &IssueFound) -> Value {
    let period = |period: Period| json!({"from": period.from, "to": period.to});
    let standpoints: Vec<Value> = found
        .standpoints
        .iter()
        .map(|of| {
            let held: Vec<Value> = of.held.iter().map(position).collect();
            json!({
                "country": of.country, "now": stance_json(&of.now), "is_thin": of.is_thin,
                "before": of.before.as_ref().map(stance_json), "n_positions": of.n_held, "positions": held,
            })
        })
        .collect();
    let objects: Vec<Value> =
        found.objects.iter().map(|(object, n)| json!({"object": object, "positions": n})).collect();
    json!({
        "issue": issue, "title": title(issue), "objects": objects, "object": found.object,
        "now": found.periods.map(|[now, _]| period(now)), "before": found.periods.map(|[_, before]| period(before)),
        "standpoints": standpoints, "silent": found.silent,
        "reprints_not_counted": found.reprints, "others_not_counted": found.others,
    })
}

/// A row a country and time.
fn csv(issue: &str, found: &IssueFound, is_safe: bool) -> String {
    let columns = [
        "issue",
        "object",
        "country",
        "from",
        "to",
        "stance",
        "low",
        "high",
        "statements",
        "stories",
        "outlets",
        "is_thin",
    ];
    let mut csv = Csv::new(&columns, is_safe);
    let Some([now, before]) = found.periods else { return csv.finish() };
    for of in &found.standpoints {
        for (period, stance) in [(now, Some(&of.now)), (before, of.before.as_ref())] {
            let Some(stance) = stance else { continue };
            let (estimate, evidence) = (stance.estimate, stance.evidence);
            let mut row =
                vec![issue.to_owned(), found.object.clone().unwrap_or_default(), of.country.clone()];
            row.extend([period.from.to_string(), period.to.to_string()]);
            row.extend([estimate.point, estimate.low, estimate.high].map(|value| format!("{value:.4}")));
            row.extend([evidence.statements, evidence.stories, evidence.publishers].map(|n| n.to_string()));
            row.push(of.is_thin.to_string());
            csv.row(row);
        }
    }
    csv.finish()
}

struct View<'a> {
    ask: &'a Ask,
    issue: &'a str,
    found: IssueFound,
}

impl View<'_> {
    fn page(&self, gap: Option<&Markup>) -> Markup {
        let title = title(self.issue);
        let state = &self.ask.state;
        let body = html! {
            div.issue {
                h1 { (name(&title)) }
                @if self.found.objects.len() > 1 {
                    nav.choices aria-label="On what" {
                        span.soft { "for or against" }
                        @for (object, n) in &self.found.objects {
                            a href=(state.with("object", object.as_str()).href()) aria-current=[(self.found.object.as_ref() == Some(object)).then_some("true")] { (object) " " span.n { (number(*n as u64)) } }
                        }
                    }
                }
                form.line role="search" action=(issue_href(self.issue)) {
                    label.when { span { "when" } input name="when" value=[state.get("when")] placeholder="the last quarter" autocomplete="off" maxlength="60" data-search; }
                    @for key in ["object", "one", "other"] { @if let Some(value) = state.get(key) { input type="hidden" name=(key) value=(value); } }
                    button { "Show" }
                }
                (self.axis())
                @if !self.found.silent.is_empty() {
                    section.silent {
                        h2 { "Silent on it" }
                        p.soft { "They spoke in these articles, of other objects or at other times, but took no position on this one now." }
                        p { @for (at, code) in self.found.silent.iter().enumerate() { @if at > 0 { ", " } a.actor href=(actor_href(&format!("country/{code}"))) { (country(code)) } } }
                    }
                }
                (self.pick())
                @if let Some(gap) = gap { (gap) }
                @if !self.found.standpoints.is_empty() {
                    section {
                        h2 { "Their words" }
                        @for of in self.loudest(QUOTED) { (words_of(of)) }
                        @if self.found.standpoints.len() > QUOTED { p.soft { "Of the " (QUOTED) " that spoke most; the JSON of this page has the words of all." } }
                    }
                    p.soft { "Not counted: " (counted(self.found.reprints as u64, "position")) " in reprints, " (number(self.found.others as u64)) " of people who do not speak for their country." }
                }
            }
        };
        let shell = Shell {
            title: &title,
            at: "/issue",
            state: Some(state),
            forms: &[Form::Json, Form::Csv],
            ..Shell::default()
        };
        shell::page(&shell, &body)
    }

    /// Everybody's place between opposed and in favour, and the place before.
    fn axis(&self) -> Markup {
        let Some([now, before]) = self.found.periods else {
            return html! { p.soft { "No position on it is held in this store." } };
        };
        let object = self.found.object.as_deref().unwrap_or_default();
        let quoted: Vec<&str> = self.loudest(QUOTED).into_iter().map(|of| of.country.as_str()).collect();
        let n_more = self.found.standpoints.len().saturating_sub(DRAWN);
        let is_moved = self.found.standpoints.iter().any(|of| of.before.is_some());
        html! {
            figure.stances {
                figcaption { "Where they stand on “" (object) "”, " (now.from) " to " (now.to)
                    @if !self.found.standpoints.is_empty() {
                        span.legend {
                            "line: 95 % interval · hollow: too few stories for a number · "
                            @if is_moved { "faint: " (before.from) " to " (before.to) } @else { "nobody spoke on it " (before.from) " to " (before.to) }
                        }
                    }
                }
                @if self.found.standpoints.is_empty() { p.soft { "Nobody who speaks for a country took a position on it in this time." } }
                @else {
                    div.stance.head aria-hidden="true" { span {} span.ends { span { "opposed" } span { "neither" } span { "in favour" } } span {} }
                }
                @for of in self.loudest(DRAWN) {
                    div.stance data-item {
                        @if quoted.contains(&&*of.country) { a.open href={ "#" (of.country) } { (country(&of.country)) } }
                        @else { a.open href=(actor_href(&format!("country/{}", of.country))) { (country(&of.country)) } }
                        (axis(of))
                        span.n { (told(&of.now)) }
                    }
                }
                @if n_more > 0 { p.soft { (n_more) " more with fewer stories are in the JSON and CSV of this page." } }
            }
        }
    }

    /// The countries with most stories behind their stance, in the order of their stances.
    fn loudest(&self, most: usize) -> Vec<&Standpoint> {
        let all = &self.found.standpoints;
        let mut ranked: Vec<usize> = (0..all.len()).collect();
        ranked.sort_by_key(|&at| Reverse(all[at].now.evidence.stories));
        ranked.truncate(most);
        ranked.sort_unstable();
        ranked.into_iter().map(|at| &all[at]).collect()
    }

    /// Two of them, for the gap.
    fn pick(&self) -> Markup {
        let codes: Vec<&str> = self
            .found
            .standpoints
            .iter()
            .map(|of| of.country.as_str())
            .chain(self.found.silent.iter().map(String::as_str))
            .collect();
        if codes.len() < 2 {
            return html! {};
        }
        let chosen = |key: &str, usual: usize| {
            self.ask.state.get(key).filter(|code| codes.contains(code)).unwrap_or(codes[usual]).to_owned()
        };
        let select = |key: &str, label: &str, chosen: &str| {
            html! {
                label { span { (label) }
                    select name=(key) { @for code in &codes { option value=(code) selected[*code == chosen] { (country(code)) } } }
                }
            }
        };
        html! {
            form.pick action=(issue_href(self.issue)) {
                h2 { "How far apart two of them are" }
                (select("one", "one", &chosen("one", 0))) (select("other", "other", &chosen("other", 1)))
                label { span { "by" } select name="step" { @for step in ["month", "quarter", "year"] { option value=(step) selected[self.ask.state.get("step") == Some(step)] { (step) } } } }
                @for key in ["object", "when"] { @if let Some(value) = self.ask.state.get(key) { input type="hidden" name=(key) value=(value); } }
                button { "Compare" }
            }
        }
    }
}

/// A country's positions, the latest first.
fn words_of(of: &Standpoint) -> Markup {
    html! {
        div.matter id=(of.country) {
            h3 { a.actor href=(actor_href(&format!("country/{}", of.country))) { (country(&of.country)) } " " span.n { (told(&of.now)) } }
            ul { @for row in of.held.iter().take(SHOWN) { (held(row)) } }
            @if of.held.len() > SHOWN {
                details {
                    summary.soft { (number((of.n_held - SHOWN) as u64)) " more" }
                    ul { @for row in of.held.iter().skip(SHOWN) { (held(row)) } }
                    @if of.n_held > of.held.len() { p.soft { "and " (number((of.n_held - of.held.len()) as u64)) " earlier ones: ask for a shorter time" } }
                }
            }
        }
    }
}

/// A position as a line that leads to its sentence.
pub(crate) fn held(row: &StanceRow) -> Markup {
    // "supports" and "opposes" say the side; "demands" does not.
    let side = match (row.attitude.as_str(), row.polarity) {
        ("supports", polarity) if polarity > 0.0 => "",
        ("opposes", polarity) if polarity < 0.0 => "",
        (_, polarity) if polarity > 0.0 => ", for",
        (_, polarity) if polarity < 0.0 => ", against",
        _ => " on",
    };
    let href = match &row.at {
        Some(at) => format!("/read/{}?at={at}#{at}", row.document),
        None => format!("/read/{}", row.document),
    };
    html! {
        li data-item {
            @if let Some(day) = &row.date { time datetime=(day) { (day) } " " }
            b { (name(&row.holder_name)) } " " span.codes { (row.attitude) (side) " " (row.object) } " "
            a.open href=(href) { q { (around(row)) } }
            @if let Some(publisher) = &row.publisher { span.soft { " " (name(publisher)) } }
        }
    }
}

/// A stance in words: `+0.61 (+0.44 to +0.78), 6 stories in 4 outlets`.
fn told(stance: &Stance) -> String {
    let (estimate, evidence) = (stance.estimate, stance.evidence);
    let [point, low, high] = [estimate.point, estimate.low, estimate.high].map(signed);
    let (stories, outlets) = (gap::stories(evidence.stories), counted(evidence.publishers as u64, "outlet"));
    format!("{point} ({low} to {high}), {stories} in {outlets}")
}

/// One axis from -1 to 1: whisker and dot, and the faint ones of before.
fn axis(of: &Standpoint) -> Markup {
    let x = |value: f64| format!("{:.1}", 110.0 + 100.0 * value.clamp(-1.0, 1.0));
    let one = |stance: &Stance, y: &str, class: &str| {
        let estimate = stance.estimate;
        html! {
            g class=(class) {
                line x1=(x(estimate.low)) x2=(x(estimate.high)) y1=(y) y2=(y) {}
                circle cx=(x(estimate.point)) cy=(y) r="4" {}
            }
        }
    };
    let before = of.before.as_ref().map_or_else(
        || "silent before".to_owned(),
        |before| format!("before {}", signed(before.estimate.point)),
    );
    html! {
        svg viewBox="0 0 220 24" role="img" aria-label={ (country(&of.country)) ": " (told(&of.now)) ", " (before) } {
            line.axis x1="10" x2="210" y1="12" y2="12" {}
            line.axis x1="110" x2="110" y1="6" y2="18" {}
            @if let Some(before) = &of.before { (one(before, "18", "before")) }
            (one(&of.now, "10", if of.is_thin { "now thin" } else { "now" }))
        }
    }
}
