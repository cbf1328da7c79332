//! Read: what an article reports, and why it was coded so.

mod cite;
mod margin;
mod selected;
mod text;

use axum::response::Response;
use maud::{Markup, html};
use serde_json::json;
use verbale::missing_in_words;
use verbale_record::{Event, Party, Record, Span, Statement};
use verbale_store::{Document, Item, ItemRef, Store};

use crate::answer::{self, Fault, Form};
use crate::ask::Ask;
use crate::csv::Csv;
use crate::shell::{self, Shell};
use crate::state::segment;
use crate::words::{name, web_address};
use text::{Chars, Mark};

/// Code points of an article shown at a time: a page stays readable, and small, whatever was fed to the store.
const PART: u32 = 40_000;

const KEYS: [(&str, &str); 6] = [
    ("a", "accept, and on to the next"),
    ("r", "reject, and on to the next"),
    ("e", "correct"),
    ("u", "take the verdict back"),
    ("c", "copy as citation"),
    ("w", "copy as Web Annotation"),
];

/// The page of one document.
pub(crate) fn page(ask: &Ask, store: &Store) -> Result<Response, Fault> {
    let id = ask
        .segments
        .first()
        .and_then(|id| id.parse().ok())
        .ok_or_else(|| Fault::not_found("such article"))?;
    let document = store.document(id)?;
    Ok(match ask.form {
        Form::Json => answer::json(&document),
        Form::Csv => answer::answer(Form::Csv, table(&document, ask.state.get("excel") == Some("safe"))),
        Form::Html | Form::Atom => {
            let view = View::new(&document, ask);
            answer::answer(Form::Html, view.page().into_string())
        }
    })
}

/// A document as it is looked at.
pub(super) struct View<'a> {
    document: &'a Document,
    record: &'a Record,
    ask: &'a Ask,
    text: Chars<'a>,
    /// Everything coded, in the order of the text.
    items: Vec<Coded<'a>>,
    /// The item asked for.
    at: Option<usize>,
}

/// Something coded, with what the store knows of it.
#[derive(Clone, Copy)]
pub(super) struct Coded<'a> {
    what: What<'a>,
    kept: Option<&'a ItemRef>,
    /// Where the reader meets it.
    start: u32,
}

#[derive(Clone, Copy)]
pub(super) enum What<'a> {
    Said(&'a Statement),
    Done(&'a Event),
}

impl<'a> Coded<'a> {
    fn local(&self) -> &'a str {
        match self.what {
            What::Said(statement) => &statement.id,
            What::Done(event) => &event.id,
        }
    }

    /// The words it rests on.
    fn spans(&self) -> &'a [Span] {
        match self.what {
            What::Said(statement) => &statement.content,
            What::Done(event) => &event.trigger,
        }
    }
}

impl<'a> View<'a> {
    fn new(document: &'a Document, ask: &'a Ask) -> Self {
        let record = &document.record;
        let kept = |item: Item, local: &str| {
            document.items.iter().find(|kept| kept.item == item && kept.local == local)
        };
        let said = record.statements.iter().map(|statement| Coded {
            what: What::Said(statement),
            kept: kept(Item::Statement, &statement.id),
            start: statement.content.first().map_or(0, |span| span.start),
        });
        let done = record.events.iter().map(|event| Coded {
            what: What::Done(event),
            kept: kept(Item::Event, &event.id),
            start: event.trigger.first().map_or(0, |span| span.start),
        });
        let mut items: Vec<Coded<'_>> = said.chain(done).collect();
        items.sort_by_key(|coded| coded.start);
        let at = ask.state.get("at").and_then(|at| items.iter().position(|coded| coded.local() == at));
        Self { document, record, ask, text: Chars::new(&record.article.text), items, at }
    }

    fn page(&self) -> Markup {
        let article = &self.record.article;
        let title = article.title.as_deref().unwrap_or(&self.record.id);
        let body = html! {
            div.read {
                article.article aria-label="Article" {
                    (self.head())
                    (self.body())
                    (self.near())
                }
                aside.selected aria-label="Selected" id="selected" { (self.selected()) }
            }
        };
        let state = self.ask.state.without("at").without("part");
        let shell = Shell {
            title,
            state: Some(&state),
            forms: &[Form::Json, Form::Csv],
            keys: if self.ask.app.takes_corrections() { &KEYS } else { &KEYS[4..] },
            ..Shell::default()
        };
        shell::page(&shell, &body)
    }

    fn head(&self) -> Markup {
        let article = &self.record.article;
        let is_title_in_text = article.blocks.iter().any(|block| block.kind == "title");
        html! {
            p.source {
                @if let Some(publisher) = &article.publisher { a href=(crate::pages::outlet(publisher)) { (name(publisher)) } " · " }
                @match &article.published {
                    Some(day) => { time datetime=(day) { (day) } @if article.published_basis != "given" { span.soft { " (from the " (article.published_basis) ")" } } },
                    None => span.soft { "day of publication not known" },
                }
                @if let Some(dateline) = &article.dateline {
                    @if let Some(place) = &dateline.place { " · filed from " (name(place)) }
                    @if let Some(agency) = &dateline.agency { " · agency " (name(agency)) }
                }
                @if let Some(byline) = &article.byline { " · by " (name(byline)) }
                @if let Some(url) = &article.url {
                    " · "
                    @match web_address(url) {
                        Some(url) => a href=(url) rel="noopener noreferrer nofollow" { "original" },
                        None => span.soft { (name(url)) },
                    }
                }
                @if let Some(original) = self.document.copy_of { " · a copy of " a href={ "/read/" (original) } { "this article" } }
            }
            @if !is_title_in_text && let Some(title) = &article.title { h1 { (name(title)) } }
        }
    }

    /// The text, each block with what was found in it beside it.
    fn body(&self) -> Markup {
        let n_parts = self.record.article.text.chars().count() as u32 / PART + 1;
        let selected = self.at.map(|at| self.items[at].start / PART);
        let asked = self
            .ask
            .state
            .get("part")
            .and_then(|part| part.parse::<u32>().ok())
            .map(|part| part.saturating_sub(1));
        let part = asked.or(selected).unwrap_or(0).min(n_parts - 1);
        let shown = Span { start: part * PART, end: (part + 1) * PART };
        let marks = self.marks();
        html! {
            @for block in &self.record.article.blocks {
                @let span = Span { start: block.start.max(shown.start), end: block.end.min(shown.end) };
                @if span.start < span.end {
                    div class={ "block " (block.kind) } {
                        div.words {
                            @match block.kind.as_str() {
                                "title" => h1 { (text::draw(&self.text, span, &marks)) },
                                "heading" => h2 { (text::draw(&self.text, span, &marks)) },
                                "related" | "boilerplate" | "caption" => p { span.kind { "not coded: " (block.kind) } " " (text::draw(&self.text, span, &[])) },
                                _ => p { (text::draw(&self.text, span, &marks)) },
                            }
                        }
                        (self.margin(span))
                    }
                }
            }
            @if n_parts > 1 {
                nav.parts aria-label="Parts of the text" {
                    @for n in 1..=n_parts {
                        a href=(self.ask.state.without("at").with("part", n.to_string()).href()) aria-current=[(n == part + 1).then_some("page")] { "part " (n) }
                        " "
                    }
                }
            }
        }
    }

    /// What the text is marked with: statements by speaker, events at their triggers, and the parts of the item that
    /// is selected.
    fn marks(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut mark = |span: Span, class: String, item: Option<&str>| {
            marks.push(Mark { span, class, item: item.map(str::to_owned) });
        };
        for statement in &self.record.statements {
            let class = text::speaker_class(self.record, &statement.id);
            for span in &statement.content {
                mark(*span, format!("st {class}"), Some(&statement.id));
            }
        }
        for event in &self.record.events {
            for span in &event.trigger {
                mark(*span, format!("ev {}", quad_class(&event.quad)), Some(&event.id));
            }
        }
        let whole = |party: &Party| Span { start: party.start, end: party.end };
        match self.at.map(|at| self.items[at].what) {
            Some(What::Said(statement)) => {
                statement.content.iter().for_each(|span| mark(*span, "lit lit-content".to_owned(), None));
                statement.speaker.iter().for_each(|party| mark(whole(party), "lit lit-who".to_owned(), None));
                statement
                    .addressee
                    .iter()
                    .for_each(|party| mark(whole(party), "lit lit-whom".to_owned(), None));
                statement.via.iter().for_each(|party| mark(whole(party), "lit lit-via".to_owned(), None));
                statement.cue.iter().for_each(|cue| {
                    mark(Span { start: cue.start, end: cue.end }, "lit lit-cue".to_owned(), None);
                });
            }
            Some(What::Done(event)) => {
                mark(event.sentence, "lit-sentence".to_owned(), None);
                event.trigger.iter().for_each(|span| mark(*span, "lit lit-cue".to_owned(), None));
                for (ids, class) in [(&event.source, "lit lit-who"), (&event.target, "lit lit-whom")] {
                    for span in ids.iter().filter_map(|id| self.nearest_mention(id, event.sentence)) {
                        mark(span, class.to_owned(), None);
                    }
                }
                let place = event
                    .place
                    .as_ref()
                    .and_then(|id| self.record.places.iter().find(|place| &place.id == id));
                let inside =
                    |span: &&Span| event.sentence.start <= span.start && span.end <= event.sentence.end;
                if let Some(span) = place.and_then(|place| place.mentions.iter().find(inside)) {
                    mark(*span, "lit lit-place".to_owned(), None);
                }
                if let Some((Some(start), Some(end))) = event.date.as_ref().map(|date| (date.start, date.end))
                {
                    mark(Span { start, end }, "lit lit-date".to_owned(), None);
                }
            }
            None => {}
        }
        marks
    }

    /// The mention of an actor in a sentence; none where it is only understood.
    fn nearest_mention(&self, actor: &str, sentence: Span) -> Option<Span> {
        let actor = self.record.actors.iter().find(|known| known.id == actor)?;
        let mention = actor.mentions.iter().find(|m| sentence.start <= m.start && m.end <= sentence.end)?;
        Some(Span { start: mention.start, end: mention.end })
    }

    /// An actor of the record as a link to its page.
    fn actor(&self, local: &str) -> Markup {
        let kept = self.document.cast.iter().find(|kept| kept.local == local);
        let coded = self.record.actors.iter().find(|actor| actor.id == local);
        html! {
            @match (kept, coded) {
                (Some(kept), _) => a.actor href={ "/actor/" (segment(&kept.key)) } { (name(&kept.name)) },
                (None, Some(actor)) => span.actor { (name(&actor.name)) },
                (None, None) => (local),
            }
        }
    }

    /// Who has a part in a statement: the actor, else the words.
    fn party(&self, party: &Party) -> Markup {
        let words = || html! { span.actor { (name(self.text.slice(party.start, party.end))) } };
        party.actor.as_ref().map_or_else(words, |actor| self.actor(actor))
    }

    /// The name of an actor without anything around it.
    fn bare_name(&self, local: &str) -> String {
        let kept = self.document.cast.iter().find(|kept| kept.local == local).map(|kept| kept.name.clone());
        kept.unwrap_or_else(|| local.to_owned())
    }

    /// This page with an item selected.
    fn href_of(&self, local: &str) -> String {
        self.ask.state.without("part").with("at", local).href()
    }

    /// What was almost coded, with the missing piece.
    fn near(&self) -> Markup {
        let Some(near) = self.record.near.as_ref().filter(|near| !near.is_empty()) else { return html! {} };
        html! {
            details.near {
                summary { "Nearly coded (" (near.len()) ")" }
                ul {
                    @for near in near.iter().take(200) {
                        li {
                            "“" (name(self.text.slice(near.start, near.end))) "”: " (self.why(&near.rule))
                            " (" (missing_in_words(&near.missing)) ")"
                        }
                    }
                }
            }
        }
    }

    fn why(&self, rule: &str) -> Markup {
        html! {
            @if !rule.is_empty() { code.rule { (rule) } }
            @if let Some(why) = self.ask.app.reasons().why(rule) { " " (why) "." }
        }
    }
}

/// `verbal cooperation` as a class.
pub(crate) fn quad_class(quad: &str) -> String {
    format!("q-{}", quad.replace(' ', "-"))
}

/// Statements and events of a document, one a row.
fn table(document: &Document, for_spreadsheets: bool) -> String {
    let record = &document.record;
    let text = Chars::new(&record.article.text);
    let named = |local: &str| {
        let kept = document.cast.iter().find(|kept| kept.local == local);
        kept.map_or_else(|| local.to_owned(), |kept| kept.name.clone())
    };
    let all_named = |ids: &[String]| ids.iter().map(|id| named(id)).collect::<Vec<_>>().join("; ");
    let columns = [
        "item", "id", "start", "end", "who", "type", "status", "whom", "date", "words", "rule", "document",
        "url",
    ];
    let mut csv = Csv::new(&columns, for_spreadsheets);
    let url = record.article.url.as_deref().unwrap_or_default();
    for statement in &record.statements {
        let words: Vec<&str> =
            statement.content.iter().map(|span| text.slice(span.start, span.end)).collect();
        let party = |party: &Option<Party>| {
            let party = party.as_ref();
            party.map_or_else(String::new, |p| {
                p.actor.as_ref().map_or_else(|| text.slice(p.start, p.end).to_owned(), |a| named(a))
            })
        };
        csv.row([
            "statement",
            &statement.id,
            &statement.content.first().map_or(0, |span| span.start).to_string(),
            &statement.content.last().map_or(0, |span| span.end).to_string(),
            &party(&statement.speaker),
            &statement.kind,
            "",
            &party(&statement.addressee),
            statement.date.as_deref().unwrap_or_default(),
            &words.join(" … "),
            &statement.rule,
            &record.id,
            url,
        ]);
    }
    for event in &record.events {
        csv.row([
            "event",
            &event.id,
            &event.trigger.first().map_or(0, |span| span.start).to_string(),
            &event.trigger.last().map_or(0, |span| span.end).to_string(),
            &all_named(&event.source),
            &event.kind,
            &event.status,
            &all_named(&event.target),
            event.date.as_ref().map_or("", |date| &date.from),
            text.slice(event.sentence.start, event.sentence.end),
            &event.rule,
            &record.id,
            url,
        ]);
    }
    csv.finish()
}

/// What an annotation says of an item: its coding, as in the record.
fn coding(what: What<'_>) -> serde_json::Value {
    match what {
        What::Said(statement) => json!({"statement": statement}),
        What::Done(event) => json!({"event": event}),
    }
}
