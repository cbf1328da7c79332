//! Why nothing was found: which condition emptied the search, and what there would be without it.

use maud::{Markup, html};
use verbale_store::Total;

use super::{Find, told};
use crate::answer::Fault;
use crate::search::{self, CONDITIONS};
use crate::words::{counted, name, number};

/// Rows counted for each way out.
const COUNTED: u64 = 1000;
/// Words tried one by one.
const MOST_WORDS: usize = 8;

impl Find<'_> {
    pub(super) fn nothing(&self) -> Result<Markup, Fault> {
        let size = self.store.size()?;
        if size.documents == 0 {
            return Ok(html! {
                div.message { h1 { "Nothing has been read yet" } p { "Add documents with " code { "verbale add STORE INPUT…" } ", and look again." } }
            });
        }
        if !self.is_narrowed() {
            return Ok(
                html! { div.message { h1 { "None" } p { "The " (counted(size.documents, "document")) " of this store hold none of these." } } },
            );
        }
        let mut ways = Vec::new();
        for &(key, label) in &CONDITIONS {
            if let Some(value) = self.state().get(key) {
                let state = self.state().without(key);
                let total =
                    self.store.total(self.kind, &search::filter(self.store, &state, self.kind)?, COUNTED)?;
                ways.push((label, value, state.href(), total));
            }
        }
        let words = self.words_alone()?;
        Ok(html! {
            div.message {
                h1 { "Nothing was found" }
                (self.unread())
                (self.unknown_names()?)
                @if ways.len() > 1 {
                    p { "Each line leaves one condition out:" }
                    ul.ways { @for (label, value, href, total) in &ways { li { (way(label, value, href, *total)) } } }
                } @else {
                    @for (label, value, href, total) in &ways { p { (way(label, value, href, *total)) } }
                }
                @if words.len() > 1 {
                    p { "The words, each alone:" }
                    ul.ways { @for (word, href, total) in &words { li { a href=(href) { (name(word)) } " " span.soft { (told(*total)) } } } }
                }
                p.soft { "The store holds " (counted(size.documents, "document")) @if let (Some(from), Some(to)) = (&size.from, &size.to) { " from " (from) " to " (to) } "." }
            }
        })
    }

    /// Days on which nothing was read are silent for that reason alone.
    fn unread(&self) -> Markup {
        let (from, to) = (self.filter.from.as_deref(), self.filter.to.as_deref());
        if from.is_none() && to.is_none() {
            return html! {};
        }
        let read: u64 = self
            .store
            .read(verbale_store::Step::Year, from, to)
            .map_or(0, |years| years.iter().map(|year| year.documents).sum());
        html! {
            @if read == 0 { p { b { "Nothing at all was read for that time." } " That is why, whatever else was asked." } }
            @else { p { (counted(read, "document")) " of that time " (if read == 1 { "was" } else { "were" }) " read, and none holds this." } }
        }
    }

    /// Names that stand for nobody here, with those that come near.
    fn unknown_names(&self) -> Result<Markup, Fault> {
        let mut lines = Vec::new();
        for (key, who) in [("who", &self.filter.who), ("whom", &self.filter.whom)] {
            if let (Some(typed), Some(who)) = (self.state().get(key), who)
                && who.parties.is_empty()
            {
                let mut near = Vec::new();
                for word in typed.split_whitespace().filter(|word| word.chars().count() > 2).take(4) {
                    near.extend(self.store.parties_named(word, 4)?);
                }
                near.truncate(6);
                lines.push(html! {
                    p { "Nobody called “" (name(typed)) "” is in this store."
                        @if !near.is_empty() {
                            " There are "
                            @for (i, row) in near.iter().enumerate() {
                                @if i > 0 { ", " }
                                a href=(self.state().with(key, row.party.key.clone()).href()) { (name(&row.party.name)) } span.soft { " (" (number(row.n_documents)) ")" }
                            }
                            "."
                        }
                    }
                });
            }
        }
        Ok(html! { @for line in &lines { (line) } })
    }

    fn words_alone(&self) -> Result<Vec<(String, String, Total)>, Fault> {
        let Some(typed) = self.filter.words.as_deref() else { return Ok(Vec::new()) };
        let mut alone = Vec::new();
        let bare = typed
            .split_whitespace()
            .map(|word| word.trim_matches('"'))
            .filter(|word| !word.is_empty() && !word.starts_with('-') && *word != "OR");
        for word in bare.take(MOST_WORDS) {
            let state = self.state().only(&["tab"]).with("what", word);
            let filter = search::filter(self.store, &state, self.kind)?;
            alone.push((word.to_owned(), state.href(), self.store.total(self.kind, &filter, COUNTED)?));
        }
        Ok(alone)
    }
}

fn way(label: &str, value: &str, href: &str, total: Total) -> Markup {
    html! {
        "without " span.soft { (label) } " “" (name(value)) "”: "
        @if total.n == 0 { span.soft { "still none" } } @else { a href=(href) { (told(total)) } }
    }
}
