//! What is known of the item that is selected: its parts, the rule and the codebook's words for it, what people said
//! of it, and how to take it along.

use maud::{Markup, html};
use verbale::missing_in_words;
use verbale_codes::{Cameo, EventType};
use verbale_record::{Event, Statement};
use verbale_store::Verdict;

use super::margin::mark_of;
use super::{Coded, View, What, cite, coding, quad_class};
use crate::words::{name, shortened};

/// Statuses an event may have, as the record names them.
const STATUSES: [&str; 8] =
    ["occurred", "ongoing", "planned", "hoped", "urged", "conditional", "denied", "historical"];

impl View<'_> {
    /// The panel beside the text.
    pub(super) fn selected(&self) -> Markup {
        let Some(at) = self.at else { return self.overview() };
        let coded = &self.items[at];
        let next = self.items.get(at + 1).map_or(coded.local(), |next| next.local());
        html! {
            @match coded.what {
                What::Said(statement) => (self.statement(statement)),
                What::Done(event) => (self.event(event)),
            }
            @if self.ask.app.takes_corrections() { (self.review(coded, next)) }
            (self.take_along(coded))
            (self.near_here(coded))
        }
    }

    /// What there is, while nothing is selected.
    fn overview(&self) -> Markup {
        html! {
            h2 { "What it reports" }
            p { (self.record.statements.len()) " statements, " (self.record.events.len()) " events. Choose one in the margin, or press " kbd { "j" } "." }
            h3 { "Who" }
            ul.cast {
                @for actor in self.record.actors.iter().take(60) {
                    li {
                        (self.actor(&actor.id))
                        @if let Some(role) = &actor.role { span.soft { ", " (role) } }
                        @let codes = actor.country.iter().chain(&actor.sectors).map(String::as_str).collect::<Vec<_>>().join(" ");
                        @if !codes.is_empty() { " " span.codes { (codes) } }
                    }
                }
            }
            (self.made_by())
        }
    }

    fn made_by(&self) -> Markup {
        let coder = &self.record.coder;
        html! {
            p.soft.made {
                "Coded by " (coder.program) " with " (coder.model) ", rules " (shortened(&coder.rules, 18)) ", "
                (coder.codebook) ". Text " (shortened(&self.record.article.hash, 18))
            }
        }
    }

    fn statement(&self, statement: &Statement) -> Markup {
        let words: Vec<&str> =
            statement.content.iter().map(|span| self.text.slice(span.start, span.end)).collect();
        html! {
            h2 { "Statement " span.soft { (statement.kind) } }
            blockquote { (name(&words.join(" … "))) }
            dl.parts {
                dt.lit-who { "who" } dd {
                    @match &statement.speaker {
                        Some(speaker) => (self.party(speaker)),
                        None => span.soft { "not named" },
                    }
                    (self.role(statement.speaker.as_ref().and_then(|speaker| speaker.actor.as_deref())))
                }
                @if let Some(cue) = &statement.cue { dt.lit-cue { "cue" } dd { "“" (name(self.text.slice(cue.start, cue.end))) "”" } }
                @if let Some(addressee) = &statement.addressee { dt.lit-whom { "to whom" } dd { (self.party(addressee)) } }
                @if !statement.via.is_empty() {
                    dt.lit-via { "carried by" }
                    dd.chain {
                        @if let Some(speaker) = &statement.speaker { (self.party(speaker)) }
                        @for carrier in &statement.via { span.soft { " ← " } (self.party(carrier)) }
                        @if let Some(publisher) = &self.record.article.publisher { span.soft { " ← " (name(publisher)) } }
                    }
                }
                @if let Some(day) = &statement.date { dt { "said on" } dd { time datetime=(day) { (day) } } }
                @if let Some(parent) = &statement.parent { dt { "inside" } dd { a href=(self.href_of(parent)) { "another’s words (" (parent) ")" } } }
                @if !statement.rule.is_empty() { dt { "rule" } dd { (self.why(&statement.rule)) } }
            }
        }
    }

    fn event(&self, event: &Event) -> Markup {
        let kind = event.kind.parse::<EventType>().ok();
        let mode = kind
            .zip(event.mode.as_deref())
            .and_then(|(kind, mode)| kind.modes().iter().find(|info| info.mode.code() == mode));
        let cameo = event.cameo.as_deref().and_then(|code| code.parse::<Cameo>().ok());
        let list = |ids: &[String]| {
            html! {
                @for (i, id) in ids.iter().enumerate() { @if i > 0 { ", " } (self.actor(id)) }
                @if ids.is_empty() { span.soft { "nobody named" } }
            }
        };
        let numbers = event.numbers;
        let counts: Vec<String> = [
            ("dead", numbers.dead),
            ("injured", numbers.injured),
            ("arrested", numbers.arrested),
            ("taking part", numbers.size),
        ]
        .into_iter()
        .filter_map(|(what, n)| n.map(|n| format!("{n} {what}")))
        .collect();
        html! {
            h2 { span class={ "type " (quad_class(&event.quad)) } { (event.kind) } @if let Some(mode) = &event.mode { " " (mode) } " " span.soft { (event.status) } }
            dl.parts {
                dt.lit-who { "who" } dd { (list(&event.source)) }
                @if !event.target.is_empty() { dt.lit-whom { "to whom" } dd { (list(&event.target)) } }
                @if let Some(place) = event.place.as_ref().and_then(|id| self.record.places.iter().find(|place| &place.id == id)) {
                    dt.lit-place { "where" }
                    dd { (name(&place.name)) @if let Some(country) = &place.country { " " span.codes { (country) } } span.soft { " (" (place.resolution) ", from the " (event.place_basis) ")" } }
                }
                @if let Some(date) = &event.date {
                    dt.lit-date { "when" }
                    dd { time datetime=(date.from) { (date.from) } @if date.to != date.from { " to " time datetime=(date.to) { (date.to) } } span.soft { " (" (date.precision) ", " (date.basis) ")" } }
                }
                @if !counts.is_empty() { dt { "people" } dd { (counts.join(", ")) } }
                @if let Some(statement) = &event.statement { dt { "told by" } dd { a href=(self.href_of(statement)) { "someone’s words (" (statement) ")" } } }
                @else { dt { "told by" } dd { "the paper itself" } }
                dt { "rule" } dd { (self.why(&event.rule)) }
                dt { "codebook" }
                dd {
                    @if let Some(kind) = kind { b { (kind.code()) } ": " (kind.definition()) }
                    @if let Some(mode) = mode { " " b { (mode.mode.code()) } ": " (mode.definition) }
                }
                dt { "codes" }
                dd {
                    (event.quad)
                    @if let Some(score) = event.plover_score { ", PLOVER score " (score) }
                    @if let Some(goldstein) = event.goldstein { ", Goldstein " (goldstein) }
                    @if let Some(code) = &event.cameo { ", CAMEO " (code) @if let Some(cameo) = cameo { " (" (cameo.label()) ")" } }
                    @if !event.contexts.is_empty() { ", contexts " (event.contexts.join(", ")) }
                }
            }
        }
    }

    /// Office and codes of an actor on the day of the article.
    fn role(&self, local: Option<&str>) -> Markup {
        let actor = local.and_then(|local| self.record.actors.iter().find(|actor| actor.id == local));
        html! {
            @if let Some(actor) = actor {
                @if let Some(role) = &actor.role { span.soft { ", " (name(role)) } }
                @let codes = actor.country.iter().chain(&actor.sectors).map(String::as_str).collect::<Vec<_>>().join(" ");
                @if !codes.is_empty() { " " span.codes { (codes) } }
            }
        }
    }

    /// Forms to accept, reject and correct.
    fn review(&self, coded: &Coded<'_>, next: &str) -> Markup {
        let Some(kept) = coded.kept else { return html! {} };
        let form_key = self.ask.app.form_key();
        let hidden = |then: &str| {
            html! {
                input type="hidden" name="form" value=(form_key);
                input type="hidden" name="item" value=(kept.item.name());
                input type="hidden" name="id" value=(kept.id);
                input type="hidden" name="document" value=(self.document.id);
                input type="hidden" name="then" value=(then);
            }
        };
        html! {
            section.review aria-label="Your verdict" {
                h3 { "Your verdict" (mark_of(kept.review)) }
                form method="post" action="/correct" {
                    (hidden(next))
                    button name="verdict" value="accept" data-key="a" { "Accept " kbd { "a" } }
                    button name="verdict" value="reject" data-key="r" { "Reject " kbd { "r" } }
                }
                @if kept.review.is_some() {
                    form method="post" action="/correct" {
                        (hidden(coded.local()))
                        button name="verdict" value="none" data-key="u" { "Take back " kbd { "u" } }
                    }
                }
                details open[kept.review == Some(Verdict::Change)] {
                    summary data-key="e" { "Correct " kbd { "e" } }
                    form.correct method="post" action="/correct" {
                        (hidden(coded.local()))
                        input type="hidden" name="verdict" value="change";
                        @match coded.what {
                            What::Said(statement) => (self.change_statement(statement)),
                            What::Done(event) => (self.change_event(event)),
                        }
                        label { "Note" input name="note" maxlength="300" autocomplete="off"; }
                        button { "Keep" }
                    }
                }
            }
        }
    }

    fn change_statement(&self, statement: &Statement) -> Markup {
        let speaker = statement.speaker.as_ref().and_then(|speaker| speaker.actor.clone());
        html! {
            label { "Who" (self.choose("speaker", &speaker.into_iter().collect::<Vec<_>>(), false)) }
            label { "Kind" (choice("type", &["direct", "indirect", "mixed"], &statement.kind)) }
            label { "Day" input type="date" name="date" value=[statement.date.as_deref()]; }
        }
    }

    fn change_event(&self, event: &Event) -> Markup {
        let kinds: Vec<&str> = EventType::ALL.iter().map(|kind| kind.code()).collect();
        html! {
            label { "Type" (choice("type", &kinds, &event.kind)) }
            label { "Mode" input name="mode" value=[event.mode.as_deref()] maxlength="40" autocomplete="off"; }
            label { "Status" (choice("status", &STATUSES, &event.status)) }
            label { "Who" (self.choose("source", &event.source, true)) }
            label { "To whom" (self.choose("target", &event.target, true)) }
            label { "Day" input type="date" name="date" value=[event.date.as_ref().map(|date| date.from.as_str())]; }
        }
    }

    /// A choice among the actors of the article, by their keys.
    fn choose(&self, field: &str, chosen: &[String], many: bool) -> Markup {
        html! {
            select name=(field) multiple[many] size=[many.then_some("4")] {
                @if !many { option value="" { "not named" } }
                @for kept in &self.document.cast {
                    option value=(kept.key) selected[chosen.contains(&kept.local)] { (kept.name) }
                }
            }
        }
    }

    /// Citation and Web Annotation, to be copied.
    fn take_along(&self, coded: &Coded<'_>) -> Markup {
        let (speaker, spans) = match coded.what {
            What::Said(statement) => (statement.speaker.as_ref(), coded.spans()),
            What::Done(event) => (None, std::slice::from_ref(&event.sentence)),
        };
        let speaker = speaker.map(|party| match &party.actor {
            Some(actor) => self.bare_name(actor),
            None => self.text.slice(party.start, party.end).to_owned(),
        });
        let citation = cite::citation(self.record, speaker.as_deref(), spans);
        let annotation = cite::annotation(self.record, coded.local(), coded.spans(), &coding(coded.what));
        let annotation = serde_json::to_string_pretty(&annotation).unwrap_or_default();
        html! {
            section.take aria-label="Take along" {
                h3 { "Take along" }
                details { summary data-copy="c" { "Citation " kbd { "c" } } textarea readonly rows="4" aria-label="Citation" { (citation) } }
                details { summary data-copy="w" { "Web Annotation " kbd { "w" } } textarea readonly rows="10" aria-label="Web Annotation" { (annotation) } }
            }
        }
    }

    /// What was nearly coded in the same sentence or content.
    fn near_here(&self, coded: &Coded<'_>) -> Markup {
        let (start, end) = match coded.what {
            What::Said(_) => (coded.start, coded.spans().last().map_or(coded.start, |span| span.end)),
            What::Done(event) => (event.sentence.start, event.sentence.end),
        };
        let near: Vec<_> = self
            .record
            .near
            .iter()
            .flatten()
            .filter(|near| start <= near.start && near.end <= end)
            .take(20)
            .collect();
        html! {
            @if !near.is_empty() {
                section aria-label="Nearly coded here" {
                    h3 { "Nearly coded here" }
                    ul.near { @for near in near { li { "“" (name(self.text.slice(near.start, near.end))) "” " (self.why(&near.rule)) span.soft { " (" (missing_in_words(&near.missing)) ")" } } } }
                }
            }
            (self.made_by())
        }
    }
}

fn choice(field: &str, all: &[&str], chosen: &str) -> Markup {
    html! { select name=(field) { @for code in all { option selected[*code == chosen] { (code) } } } }
}
