//! How what was found divides: counts by property, each a way to narrow the search.

use maud::{Markup, html};
use verbale_store::{Facet, Facets};

use super::{Find, condition};
use crate::search::CONDITIONS;
use crate::words::{name, number};

/// Values of a property shown at first, and in all.
const FIRST: usize = 8;
const MOST: usize = 40;

impl Find<'_> {
    pub(super) fn facets(&self, facets: &Facets) -> Markup {
        let state = self.state();
        let asked = CONDITIONS.iter().skip(4).filter_map(|&(key, label)| Some((key, label, state.get(key)?)));
        html! {
            aside.facets aria-label="Narrow the search" {
                @for (key, label, value) in asked { p { (condition(state, key, label, value)) } }
                details open data-wide {
                    summary { "Narrow" }
                    @for facet in &facets.facets {
                        @if let Some((key, label)) = parameter(facet.name) && state.get(key).is_none() { (self.facet(facet, key, label)) }
                    }
                    @if !facets.total.is_exact { p.soft { "Counts are of the newest " (number(facets.total.n)) "." } }
                }
            }
        }
    }

    fn facet(&self, facet: &Facet, key: &str, label: &str) -> Markup {
        let values: Vec<_> = facet.values.iter().filter(|value| !value.value.is_empty()).take(MOST).collect();
        let line = |value: &verbale_store::FacetValue| {
            html! {
                li { a href=(self.state().with(key, value.value.clone()).href()) { span.label { (name(shown(key, &value.label))) } span.n { (number(value.n)) } } }
            }
        };
        html! {
            @if values.len() > 1 {
                section {
                    h2 { (label) }
                    ul { @for value in values.iter().take(FIRST) { (line(value)) } }
                    @if values.len() > FIRST {
                        details { summary { (values.len() - FIRST) " more" } ul { @for value in values.iter().skip(FIRST) { (line(value)) } } }
                    }
                }
            }
        }
    }
}

fn shown<'a>(key: &str, label: &'a str) -> &'a str {
    if label.is_empty() && key == "publisher" { "no outlet" } else { label }
}

/// The parameter that asks for a facet's values. Months are what the timeline is for.
fn parameter(facet: &str) -> Option<(&'static str, &'static str)> {
    match facet {
        "kind" => Some(("kind", "kind")),
        "speaker" => Some(("who", "who")),
        "type" => Some(("type", "type")),
        "status" => Some(("status", "status")),
        "quad" => Some(("quad", "cooperation, conflict")),
        "country" => Some(("country", "country")),
        "publisher" => Some(("publisher", "outlet")),
        "language" => Some(("language", "language")),
        _ => None,
    }
}
