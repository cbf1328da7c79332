//! Statements, events and articles as lines of a list and as rows of a table.

use maud::{Markup, html};
use verbale_store::{ArticleRow, EventRow, PartyRef, StatementRow, Verdict};

use crate::pages::{actor_href, outlet, quad_class, story_href};
use crate::words::{counted, name, shortened, words};

/// Characters of a text shown in a list.
const SHOWN: usize = 320;

/// An actor as a link to its page.
pub(crate) fn party(party: &PartyRef) -> Markup {
    let codes: Vec<&str> = party.country.iter().chain(&party.sectors).map(String::as_str).collect();
    html! { a.actor href=(actor_href(&party.key)) title=[(!codes.is_empty()).then(|| codes.join(" "))] { (name(&party.name)) } }
}

fn parties(all: &[PartyRef]) -> Markup {
    const MOST: usize = 5;
    html! {
        @for (i, one) in all.iter().take(MOST).enumerate() { @if i > 0 { ", " } (party(one)) }
        @if all.len() > MOST { span.soft { " and " (all.len() - MOST) " more" } }
    }
}

fn day(date: Option<&str>) -> Markup {
    html! { @match date { Some(day) => time datetime=(day) { (day) }, None => span.soft { "no date" } } }
}

fn source(article: &ArticleRow) -> Markup {
    html! {
        p.from {
            @if let Some(publisher) = &article.publisher { (name(publisher)) }
            @if let Some(title) = &article.title { " · " (name(&shortened(title, 90))) }
            (reprints(article))
        }
    }
}

/// How often the article was reprinted, as a link to its story.
fn reprints(article: &ArticleRow) -> Markup {
    html! {
        @if article.n_copies > 0 && let Some(story) = article.story {
            " · " a.fold href=(story_href(story)) { "+" (counted(u64::from(article.n_copies), "reprint")) }
        }
    }
}

fn verdict(verdict: Option<Verdict>) -> Markup {
    html! {
        @match verdict {
            Some(Verdict::Accept) => span.verdict title="accepted" { "✓" },
            Some(Verdict::Reject) => span.verdict title="rejected" { "✗" },
            Some(Verdict::Change) => span.verdict title="corrected" { "✎" },
            None => {}
        }
    }
}

/// Who · said what · when.
pub(crate) fn statement(row: &StatementRow) -> Markup {
    let href = format!("/read/{}?at={}#{}", row.article.id, row.local, row.local);
    html! {
        li.statement data-item {
            div.when { (day(row.date.as_deref())) }
            div.what {
                p.line {
                    @match &row.speaker {
                        Some(speaker) => b { (party(speaker)) },
                        None => b { (name(row.speaker_words.as_deref().unwrap_or("somebody"))) },
                    }
                    @if let Some(cue) = row.cue.as_deref().filter(|cue| cue.starts_with(char::is_alphabetic)) { " " span.cue title="the word that says so" { (cue) } }
                    @if let Some(addressee) = &row.addressee { " to " (party(addressee)) }
                    @if !row.via.is_empty() { span.soft { " via " } (parties(&row.via)) }
                    " " (verdict(row.review))
                }
                p.text class=(row.kind) { a.open href=(href) { (words(&shortened(&row.words, SHOWN))) } }
                (source(&row.article))
            }
        }
    }
}

/// Who · did what · to whom · when.
pub(crate) fn event(row: &EventRow) -> Markup {
    let href = format!("/read/{}?at={}#{}", row.article.id, row.local, row.local);
    html! {
        li.event data-item {
            div.when { (day(row.date.as_deref())) }
            div.what {
                p.line {
                    @if row.source.is_empty() { span.soft { "nobody named" } } @else { b { (parties(&row.source)) } }
                    " " span class={ "type " (quad_class(&row.quad)) } { (row.kind.to_lowercase()) @if let Some(mode) = &row.mode { " · " (mode) } } " "
                    @if !row.target.is_empty() { b { (parties(&row.target)) } }
                    @if row.status != "occurred" { " " span.status { (row.status) } }
                    @if let Some(place) = &row.place { span.soft { " in " (name(&place.name)) } }
                    @if let Some(dead) = row.dead { span.soft { " · " (dead) " dead" } }
                    " " (verdict(row.review))
                }
                p.text { a.open href=(href) { (words(&shortened(&row.sentence, SHOWN))) } }
                (source(&row.article))
            }
        }
    }
}

/// What was read.
pub(crate) fn article(row: &ArticleRow) -> Markup {
    html! {
        li.article data-item {
            div.when { (day(row.published.as_deref())) }
            div.what {
                p.line { a.open href={ "/read/" (row.id) } { b { (name(row.title.as_deref().unwrap_or(&row.given))) } } }
                p.text { (words(&shortened(&row.beginning, SHOWN))) }
                p.from {
                    @if let Some(publisher) = &row.publisher { a href=(outlet(publisher)) { (name(publisher)) } " · " }
                    (counted(u64::from(row.n_statements), "statement")) ", " (counted(u64::from(row.n_events), "event"))
                    @if row.copy_of.is_some() { " · a reprint" }
                    (reprints(row))
                }
            }
        }
    }
}

/// Columns of statements as CSV.
pub(crate) const STATEMENT_COLUMNS: [&str; 19] = [
    "id",
    "date",
    "speaker",
    "speaker_key",
    "speaker_country",
    "speaker_sectors",
    "addressee",
    "via",
    "about",
    "cue",
    "kind",
    "words",
    "start",
    "end",
    "rule",
    "review",
    "document",
    "url",
    "publisher",
];

/// A statement as a row of those columns.
pub(crate) fn statement_fields(row: &StatementRow) -> Vec<String> {
    let speaker = row.speaker.as_ref();
    vec![
        row.id.to_string(),
        row.date.clone().unwrap_or_default(),
        speaker.map(|party| party.name.clone()).or_else(|| row.speaker_words.clone()).unwrap_or_default(),
        speaker.map(|party| party.key.clone()).unwrap_or_default(),
        speaker.and_then(|party| party.country.clone()).unwrap_or_default(),
        speaker.map(|party| party.sectors.join("; ")).unwrap_or_default(),
        row.addressee.as_ref().map(|party| party.name.clone()).unwrap_or_default(),
        names(&row.via),
        names(&row.about),
        row.cue.clone().unwrap_or_default(),
        row.kind.clone(),
        row.words.clone(),
        row.content.first().map_or(0, |span| span.0).to_string(),
        row.content.last().map_or(0, |span| span.1).to_string(),
        row.rule.clone(),
        review(row.review).to_owned(),
        row.article.given.clone(),
        row.article.url.clone().unwrap_or_default(),
        row.article.publisher.clone().unwrap_or_default(),
    ]
}

/// Columns of events as CSV.
pub(crate) const EVENT_COLUMNS: [&str; 34] = [
    "id",
    "date",
    "date_to",
    "date_basis",
    "precision",
    "source",
    "source_country",
    "source_sectors",
    "type",
    "mode",
    "contexts",
    "cameo",
    "quad",
    "plover_score",
    "goldstein",
    "target",
    "target_country",
    "target_sectors",
    "status",
    "place",
    "country",
    "lat",
    "lon",
    "resolution",
    "place_basis",
    "dead",
    "injured",
    "arrested",
    "size",
    "sentence",
    "rule",
    "review",
    "document",
    "url",
];

/// An event as a row of those columns.
pub(crate) fn event_fields(row: &EventRow) -> Vec<String> {
    let place = row.place.as_ref();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let figure = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let count = |value: Option<u64>| value.map_or_else(String::new, |value| value.to_string());
    let countries = |all: &[PartyRef]| {
        all.iter().map(|one| one.country.clone().unwrap_or_default()).collect::<Vec<_>>().join("; ")
    };
    let sectors =
        |all: &[PartyRef]| all.iter().map(|one| one.sectors.join(" ")).collect::<Vec<_>>().join("; ");
    vec![
        row.id.to_string(),
        text(&row.date),
        text(&row.date_to),
        text(&row.date_basis),
        text(&row.precision),
        names(&row.source),
        countries(&row.source),
        sectors(&row.source),
        row.kind.clone(),
        text(&row.mode),
        row.contexts.join("; "),
        text(&row.cameo),
        row.quad.clone(),
        figure(row.plover_score),
        figure(row.goldstein),
        names(&row.target),
        countries(&row.target),
        sectors(&row.target),
        row.status.clone(),
        place.map(|place| place.name.clone()).unwrap_or_default(),
        place.and_then(|place| place.country.clone()).unwrap_or_default(),
        figure(place.and_then(|place| place.lat)),
        figure(place.and_then(|place| place.lon)),
        place.map(|place| place.resolution.clone()).unwrap_or_default(),
        row.place_basis.clone(),
        count(row.dead),
        count(row.injured),
        count(row.arrested),
        count(row.size),
        row.sentence.clone(),
        row.rule.clone(),
        review(row.review).to_owned(),
        row.article.given.clone(),
        text(&row.article.url),
    ]
}

/// Columns of articles as CSV.
pub(crate) const ARTICLE_COLUMNS: [&str; 11] = [
    "id",
    "document",
    "published",
    "published_basis",
    "publisher",
    "title",
    "url",
    "language",
    "n_statements",
    "n_events",
    "hash",
];

/// An article as a row of those columns.
pub(crate) fn article_fields(row: &ArticleRow) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        row.id.to_string(),
        row.given.clone(),
        text(&row.published),
        row.published_basis.clone(),
        text(&row.publisher),
        text(&row.title),
        text(&row.url),
        text(&row.language),
        row.n_statements.to_string(),
        row.n_events.to_string(),
        row.hash.clone(),
    ]
}

fn names(all: &[PartyRef]) -> String {
    all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("; ")
}

fn review(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("", Verdict::name)
}
