//! What was found, one entry each: who, what was said, what was done, and why the program thinks so.

use verbale::missing_in_words;
use verbale_record::{Event, Span, Statement};

use super::layout::{FIXED_SPACE, Page, Piece};
use super::view::{View, codes};
use crate::paint::Look;

/// A wider space between the parts of a line.
const APART: &str = " \u{A0}";

/// Where entries' lines begin, after their ids.
const INDENT: usize = 7;

/// Where the document comes from, and how to read the page.
pub(super) fn head(view: &View<'_>, page: &mut Page) {
    let article = &view.record.article;
    let dateline = article.dateline.as_ref();
    let published = match &article.published {
        Some(day) => format!("published {day}"),
        None => "day of publication not known".to_owned(),
    };
    let parts: Vec<String> = [
        article.publisher.clone(),
        dateline.and_then(|dateline| dateline.agency.as_ref()).map(|agency| format!("agency {agency}")),
        dateline.and_then(|dateline| dateline.place.as_ref()).map(|place| format!("filed from {place}")),
        Some(published),
        article.byline.as_ref().map(|names| format!("by {names}")),
        article.url.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    page.heading(&short_id(&view.record.id), &parts.join(" · "));
    let legend = "[s1 …] what somebody said, in the speaker's colour · word‹e1› what somebody did · below, each with the reason why";
    page.paragraph(&none(), 2, &[Piece::new(legend, Look::DIM)]);
}

/// Columns of a name before its codes follow; longer names push them.
const NAME: usize = 26;

/// Who takes part.
pub(super) fn actors(view: &View<'_>, page: &mut Page) {
    let actors = &view.record.actors;
    page.heading("WHO", &counted(actors.len(), "actor"));
    for actor in actors {
        let look = view.actor_look(&actor.id);
        let known = [codes(actor), actor.role.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let pad = NAME.saturating_sub(actor.name.chars().count()).max(2);
        let pad = if known.is_empty() { String::new() } else { FIXED_SPACE.to_string().repeat(pad) };
        let mut pieces = vec![Piece::new(&actor.name, look.bold()), Piece::plain(pad + &known)];
        let mut others: Vec<String> = Vec::new();
        for mention in &actor.mentions {
            let words = view.words(mention.start, mention.end);
            if words != actor.name && !others.contains(&words) {
                others.push(words);
            }
        }
        if !others.is_empty() {
            pieces.push(Piece::new(format!("{APART}as “{}”", others.join("”, “")), Look::DIM));
        }
        page.paragraph(&id(&actor.id, look), INDENT, &pieces);
    }
}

/// What was said.
pub(super) fn statements(view: &View<'_>, page: &mut Page) {
    let statements = &view.record.statements;
    page.heading("SAID", &counted(statements.len(), "statement"));
    for (nth, statement) in statements.iter().enumerate() {
        if nth > 0 {
            page.gap();
        }
        statement_entry(view, page, statement);
    }
}

fn statement_entry(view: &View<'_>, page: &mut Page, statement: &Statement) {
    let look = view.look(statement);
    let speaker =
        statement.speaker.as_ref().map_or_else(|| "somebody".to_owned(), |speaker| view.party(speaker));
    let mut pieces = vec![Piece::new(speaker, look.bold())];
    if !statement.via.is_empty() {
        let carriers: Vec<String> = statement.via.iter().map(|party| view.party(party)).collect();
        pieces.push(Piece::plain(format!("{APART}as told by {}", carriers.join(", then "))));
    }
    if let Some(addressee) = &statement.addressee {
        pieces.push(Piece::plain(format!("{APART}to {}", view.party(addressee))));
    }
    let inside = statement.parent.as_ref().map(|parent| format!(" inside {parent}")).unwrap_or_default();
    pieces.push(Piece::new(format!("{APART}{}{inside}", statement.kind), Look::DIM));
    page.paragraph(&id(&statement.id, look), INDENT, &pieces);

    let content: Vec<String> = statement.content.iter().map(|span| view.span(*span)).collect();
    page.paragraph(
        &none(),
        INDENT,
        &[Piece::new(shortened(&content.join(" … "), 240), Look { bold: false, ..look })],
    );

    let cue = statement.cue.as_ref().map(|cue| format!("cue “{}”", view.words(cue.start, cue.end)));
    let because = rule(view, &statement.rule);
    let date = statement.date.as_ref().map(|day| format!("said {day}"));
    let why: Vec<String> = [cue, date, because].into_iter().flatten().collect();
    page.paragraph(&none(), INDENT, &[Piece::new(why.join(" · "), Look::DIM)]);
}

/// What was done.
pub(super) fn events(view: &View<'_>, page: &mut Page) {
    let events = &view.record.events;
    page.heading("DONE", &counted(events.len(), "event"));
    for (nth, event) in events.iter().enumerate() {
        if nth > 0 {
            page.gap();
        }
        event_entry(view, page, event);
    }
}

fn event_entry(view: &View<'_>, page: &mut Page, event: &Event) {
    let mode = event.mode.as_ref().map(|mode| format!("/{mode}")).unwrap_or_default();
    let mut pieces = vec![Piece::new(format!("{}{mode}", event.kind), Look::BOLD)];
    pieces.push(Piece::new(format!("{APART}{}", event.status), status_look(&event.status)));
    let names = |ids: &[String]| ids.iter().map(|id| view.named(id)).collect::<Vec<_>>().join(" and ");
    let parties = match (event.source.is_empty(), event.target.is_empty()) {
        (true, true) => String::new(),
        (false, true) => names(&event.source),
        (true, false) => format!("? → {}", names(&event.target)),
        (false, false) => format!("{} → {}", names(&event.source), names(&event.target)),
    };
    pieces.push(Piece::plain(format!("{APART}{parties}")));
    page.paragraph(&id(&event.id, Look::PLAIN), INDENT, &pieces);

    let place = event.place.as_ref().and_then(|id| view.record.places.iter().find(|place| place.id == *id));
    let place = place.map(|place| {
        let country = place.country.as_ref().filter(|_| place.resolution != "country");
        let country = country.map(|country| format!(" ({country})")).unwrap_or_default();
        let basis = if event.place_basis == "argument" {
            String::new()
        } else {
            format!(" by the {}", event.place_basis)
        };
        format!("in {}{country}{basis}", place.name)
    });
    let date = event.date.as_ref().map(|date| {
        let days =
            if date.from == date.to { date.from.clone() } else { format!("{} to {}", date.from, date.to) };
        let words = date.start.zip(date.end).map(|(start, end)| view.words(start, end));
        let basis = words
            .map_or_else(|| format!(" by the {}", day_basis(&date.basis)), |words| format!(" “{words}”"));
        format!("{days}{basis}")
    });
    let told = event.statement.as_ref().map(|statement| format!("told in {statement}"));
    let (numbers, spans) = (event.numbers, event.numbers.spans);
    let numbers = [
        ("dead", numbers.dead, spans.dead),
        ("injured", numbers.injured, spans.injured),
        ("arrested", numbers.arrested, spans.arrested),
        ("people", numbers.size, spans.size),
    ];
    let numbers = numbers.into_iter().filter_map(|(what, number, words)| {
        let words = words.map(|words| format!(" “{}”", view.span(words))).unwrap_or_default();
        Some(format!("{} {what}{words}", number?))
    });
    let contexts = (!event.contexts.is_empty()).then(|| format!("context {}", event.contexts.join(", ")));
    let facts: Vec<String> =
        [place, date, told].into_iter().flatten().chain(numbers).chain(contexts).collect();
    if !facts.is_empty() {
        page.paragraph(&none(), INDENT, &[Piece::plain(facts.join(" · "))]);
    }

    let words: Vec<String> = event.trigger.iter().map(|span: &Span| view.span(*span)).collect();
    let mut why = vec![format!("by “{}”", words.join(" … "))];
    why.extend(rule(view, &event.rule));
    let codes = [
        event.cameo.as_ref().map(|code| format!("CAMEO {code}")),
        event.goldstein.map(|value| format!("Goldstein {value:+}")),
        Some(event.quad.clone()),
    ];
    why.push(codes.into_iter().flatten().collect::<Vec<_>>().join(", "));
    page.paragraph(&none(), INDENT, &[Piece::new(why.join(" · "), Look::DIM)]);
}

/// What happened is plain, what only might is not.
fn status_look(status: &str) -> Look {
    match status {
        "occurred" | "ongoing" => Look::colored(32),
        "denied" => Look::colored(31),
        _ => Look::colored(33),
    }
}

fn day_basis(basis: &str) -> &str {
    if basis == "published" { "day of publication" } else { basis }
}

/// What was almost coded, where it was asked for.
pub(super) fn near(view: &View<'_>, page: &mut Page) {
    let Some(near) = &view.record.near else { return };
    page.heading("NEARLY", &counted(near.len(), "near miss"));
    for miss in near {
        let words = view.words(miss.start, miss.end);
        let missing = missing_in_words(&miss.missing);
        let pieces = [
            Piece::plain(format!("“{words}”{APART}{missing}")),
            Piece::new(format!("{APART}{}", rule(view, &miss.rule).unwrap_or_default()), Look::DIM),
        ];
        page.paragraph(&Piece::new("  ·", Look::DIM), INDENT, &pieces);
    }
}

/// What made the record.
pub(super) fn foot(view: &View<'_>, page: &mut Page) {
    page.gap();
    let coder = &view.record.coder;
    let made_by = format!("{} · {} · {}", coder.program, coder.model, coder.codebook);
    page.paragraph(&none(), 0, &[Piece::new(made_by, Look::DIM)]);
}

fn rule(view: &View<'_>, id: &str) -> Option<String> {
    if id.is_empty() {
        return None;
    }
    Some(match view.reason(id) {
        Some(why) => format!("rule {id}: {why}"),
        None => format!("rule {id}"),
    })
}

fn id(id: &str, look: Look) -> Piece {
    Piece::new(format!("  {id}"), look.bold())
}

fn none() -> Piece {
    Piece::plain("")
}

fn counted(number: usize, what: &str) -> String {
    match number {
        0 => "none".to_owned(),
        1 => format!("1 {what}"),
        _ if what.ends_with('s') => format!("{number} {what}es"),
        _ => format!("{number} {what}s"),
    }
}

/// An id that is a hash says little: its first digits do.
fn short_id(id: &str) -> String {
    match id.strip_prefix("blake3:") {
        Some(digits) => digits.chars().take(12).collect(),
        None => shortened(id, 60),
    }
}

/// At most so many characters, cut between words.
fn shortened(text: &str, n_chars: usize) -> String {
    if text.chars().count() <= n_chars {
        return text.to_owned();
    }
    let cut: String = text.chars().take(n_chars).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", cut[..end].trim_end())
}
