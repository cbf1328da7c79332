//! The margin: what was found in a block, one line each.

use maud::{Markup, html};
use verbale_record::{Event, Span, Statement};
use verbale_store::Verdict;

use super::{Coded, View, What, quad_class, text};
use crate::words::{name, shortened};

/// Lines in the margin of one block; more are told by their number.
const MOST: usize = 60;

impl View<'_> {
    /// The items that begin in a stretch of the text.
    pub(super) fn margin(&self, span: Span) -> Markup {
        let inside: Vec<(usize, &Coded<'_>)> = self
            .items
            .iter()
            .enumerate()
            .filter(|(_, coded)| span.start <= coded.start && coded.start < span.end)
            .collect();
        html! {
            ul.margin {
                @for &(nth, coded) in inside.iter().take(MOST) { (self.line(nth, coded)) }
                @if inside.len() > MOST { li.soft { "and " (inside.len() - MOST) " more: see the CSV" } }
            }
        }
    }

    fn line(&self, nth: usize, coded: &Coded<'_>) -> Markup {
        let is_selected = self.at == Some(nth);
        let verdict = coded.kept.and_then(|kept| kept.review);
        html! {
            li id=(coded.local()) class=[(verdict == Some(Verdict::Reject)).then_some("rejected")] {
                a.item href={ (self.href_of(coded.local())) "#" (coded.local()) } data-item=(coded.local()) aria-current=[is_selected.then_some("true")] {
                    @match coded.what {
                        What::Said(statement) => (self.said(statement)),
                        What::Done(event) => (self.done(event)),
                    }
                    (mark_of(verdict))
                }
            }
        }
    }

    fn said(&self, statement: &Statement) -> Markup {
        let who = match &statement.speaker {
            Some(party) => match &party.actor {
                Some(actor) => self.bare_name(actor),
                None => self.text.slice(party.start, party.end).to_owned(),
            },
            None => "somebody".to_owned(),
        };
        html! {
            span class={ "dot " (text::speaker_class(self.record, &statement.id)) } {}
            b { (name(&shortened(&who, 40))) } " "
            @match &statement.cue {
                Some(cue) => (name(&shortened(self.text.slice(cue.start, cue.end), 24))),
                None => "said",
            }
            @if let Some(first) = statement.via.first() {
                span.soft { " via " (name(&shortened(&first.actor.as_ref().map_or_else(|| self.text.slice(first.start, first.end).to_owned(), |actor| self.bare_name(actor)), 24))) }
            }
        }
    }

    fn done(&self, event: &Event) -> Markup {
        let named = |ids: &[String]| {
            shortened(&ids.iter().map(|id| self.bare_name(id)).collect::<Vec<_>>().join(", "), 40)
        };
        html! {
            span class={ "type " (quad_class(&event.quad)) } { (event.kind.to_lowercase()) }
            " " b { (name(&named(&event.source))) }
            @if !event.target.is_empty() { " → " b { (name(&named(&event.target))) } }
            @if event.status != "occurred" { span.soft { " " (event.status) } }
        }
    }
}

/// What people said of an item.
pub(super) fn mark_of(verdict: Option<Verdict>) -> Markup {
    html! {
        @match verdict {
            Some(Verdict::Accept) => span.verdict title="accepted" { " ✓" },
            Some(Verdict::Reject) => span.verdict title="rejected" { " ✗" },
            Some(Verdict::Change) => span.verdict title="corrected" { " ✎" },
            None => {}
        }
    }
}
