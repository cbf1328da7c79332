//! The lines around an article's text that may say when it was published and who wrote it.

use std::ops::Range;

use jiff::civil::Date;
use verbale_doc::BlockKind;

use super::dom::NodeId;
use super::groups::group;
use super::outline::Outline;
use super::runs::is_comment;
use super::tag::Tag;
use crate::metadata::date::DateLines;
use crate::metadata::days::{Order, first_day};
use crate::metadata::tags::{Named, Tags};
use crate::metadata::title::Title;

/// Runs before the text that may hold the byline and the date.
const HEAD_RUNS: usize = 14;
/// Runs after it that may.
const FOOT_RUNS: usize = 6;
/// Runs of the text at either end that are looked at as well.
const EDGE_RUNS: usize = 4;

/// Words that say that a page was published, in lower case.
const PUBLISHED: [&str; 14] = [
    "published",
    "posted on",
    "veröffentlicht",
    "gepostet",
    "geschrieben am",
    "publié le",
    "publicado",
    "pubblicato",
    "gepubliceerd",
    "publicerad",
    "publisert",
    "opublikowano",
    "опубликован",
    "yayın",
];

impl Outline<'_> {
    /// Lines around the text whose class or first words say that they name the author, those first that say it plainly.
    pub(super) fn byline_lines(&self) -> Vec<&str> {
        let around: Vec<usize> = self.head_and_foot().into_iter().flatten().collect();
        let is_short = |i: &&usize| !self.run(**i).is_comment && self.run(**i).n_words <= 16;
        let groups = |i: usize| {
            let around = self.dom.upward(self.run(i).element).take(3);
            around.fold(0, |groups, id| groups | self.runs.groups[id.index()])
        };
        let says_so = |i: &&usize| {
            let is_of_author = groups(**i) & group::AUTHOR != 0 && !self.is_of_other_story(**i);
            has_lead(self.text(**i)) || is_of_author
        };
        let said = around.iter().filter(is_short).filter(says_so).map(|&i| self.text(i));
        let dated = around.iter().filter(is_short).filter_map(|&i| beside_date(self.text(i)));
        said.chain(dated).collect()
    }

    /// Whether a run stands in a list or card of other stories.
    fn is_of_other_story(&self, i: usize) -> bool {
        self.dom.upward(self.run(i).element).take(5).any(|id| {
            self.runs.groups[id.index()] & group::RELATED != 0
                && self.runs.groups[id.index()] & group::AUTHOR == 0
        })
    }

    /// Elements that name authors by their markup, those between the headline and the end of the text first.
    pub(super) fn marked_authors<'t>(&self, tags: &'t Tags) -> Vec<&'t str> {
        let body = self.body_range();
        let first = self.title_at.into_iter().chain(body.clone().map(|range| range.start)).min();
        let start = first.map(|i| self.run(i).element);
        let end = body.map(|range| self.run(range.end - 1).element);
        let is_near = |element: NodeId| {
            start.is_none_or(|start| element >= start) && end.is_none_or(|end| element <= end)
        };
        let (near, far): (Vec<_>, Vec<_>) = tags.authors.iter().partition(|author| is_near(author.element));
        let short = |author: &&Named| author.value.chars().count() <= 80;
        // Other stories and readers' comments name authors too.
        // Other stories and readers' comments name authors too.
        let is_own = |author: &&Named| {
            let is_comment =
                self.dom.upward(author.element).any(|id| is_comment(self.dom, id, self.dom.tag(id)));
            let mut around = self.dom.upward(author.element).skip(1).take(3);
            !is_comment && around.all(|id| self.runs.groups[id.index()] & group::RELATED == 0)
        };
        near.into_iter()
            .chain(far.into_iter().filter(is_own).take(3))
            .filter(short)
            .map(|author| author.value.as_str())
            .collect()
    }

    /// The runs before the text and those right after it, with the first and last of the text itself: what labels them
    /// may take a date line for one of its own.
    fn head_and_foot(&self) -> [Range<usize>; 2] {
        let Some(body) = self.body_range() else {
            // A page without text may still show a day and a name under its headline.
            let at = self.title_at.unwrap_or(self.kinds.len());
            return [at.saturating_sub(HEAD_RUNS / 2)..(at + HEAD_RUNS).min(self.kinds.len()), 0..0];
        };
        let start = self.title_at.unwrap_or(body.start).min(body.start).saturating_sub(HEAD_RUNS / 2);
        let first = (body.start + EDGE_RUNS).min(body.end);
        let foot = body.end.saturating_sub(EDGE_RUNS).max(first);
        [
            start.max(body.start.saturating_sub(HEAD_RUNS * 3))..first,
            foot..(body.end + FOOT_RUNS).min(self.kinds.len()),
        ]
    }

    pub(super) fn date_lines(&self, tags: &Tags, title: &Title) -> DateLines<'_> {
        let is_line = |i: &usize| {
            let longest = if self.kinds[*i].is_some() { 80 } else { 200 };
            let is_quoted =
                self.dom.upward(self.run(*i).element).take(4).any(|id| self.dom.tag(id) == Tag::Blockquote);
            self.text(*i).len() <= longest && self.kinds[*i] != Some(BlockKind::Title) && !is_quoted
        };
        let is_dated = |i: &usize| {
            let groups = self.dom.upward(self.run(*i).element).take(4);
            groups.fold(0, |groups, id| groups | self.runs.groups[id.index()]) & group::DATE != 0
        };
        let [head, foot] = self.head_and_foot().map(|range| {
            let (dated, others): (Vec<usize>, Vec<usize>) = range.filter(is_line).partition(is_dated);
            dated.into_iter().chain(others).map(|i| self.text(i)).collect()
        });
        let first = self.body_range().map(|range| self.run(range.start).element);
        let last = self.body_range().map(|range| self.run(range.end - 1).element);
        let start = title.element.into_iter().chain(first).min();
        let is_near = |element: NodeId| {
            start.is_none_or(|start| element.index() + 80 >= start.index())
                && last.is_none_or(|last| element <= last)
        };
        let stamps = (0..tags.stamps.len()).filter(|&at| is_near(tags.stamps[at].element)).collect();
        DateLines { head, foot, stamps }
    }

    /// The day in the first line anywhere on the page whose words say that it was published then.
    pub(super) fn said_elsewhere(&self, order: Order) -> Option<Date> {
        let says_published = |text: &str| {
            let line = text.to_lowercase();
            PUBLISHED.iter().any(|word| line.contains(word))
        };
        (0..self.kinds.len())
            .filter(|&i| self.kinds[i].is_none() && !self.run(i).is_comment && self.run(i).n_words <= 30)
            .filter(|&i| !self.is_of_other_story(i) && says_published(self.text(i)))
            .find_map(|i| first_day(self.text(i), order))
    }
}

/// Whether a line begins with "By" or the like.
fn has_lead(text: &str) -> bool {
    const LEADS: [&str; 24] = [
        "by",
        "von",
        "par",
        "por",
        "di",
        "door",
        "av",
        "af",
        "autor",
        "autora",
        "autorin",
        "auteur",
        "author",
        "автор",
        "text",
        "texte",
        "erstellt von",
        "verfasst von",
        "geschrieben von",
        "ein artikel von",
        "posted by",
        "written by",
        "published by",
        "publié par",
    ];
    let head = text[..text.floor_char_boundary(24)].to_lowercase();
    let text = head.trim_start_matches(['|', '/', '–', '-', '•', ' ']);
    LEADS.iter().any(|lead| text.strip_prefix(lead).is_some_and(|rest| rest.starts_with([' ', ':'])))
}

/// "Ada Moss" in "11.12.2019 - Ada Moss" and "Ada Moss | 11 December 2019": two or three names written large.
fn beside_date(text: &str) -> Option<&str> {
    let parts: Vec<&str> = [" | ", " - ", " – ", " — ", " • ", " · "]
        .iter()
        .find(|mark| text.contains(**mark))
        .map(|mark| text.split(mark).map(str::trim).collect())?;
    let is_dated = |part: &&str| first_day(part, Order::DayFirst).is_some();
    let is_name = |part: &&str| {
        let words: Vec<&str> = part.split(' ').collect();
        (2..=3).contains(&words.len())
            && words.iter().all(|word| {
                word.starts_with(char::is_uppercase)
                    && word.contains(char::is_lowercase)
                    && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’'))
            })
    };
    let [one, other] = parts[..] else { return None };
    let name = if is_dated(&one) { other } else { one };
    (is_dated(&one) != is_dated(&other) && is_name(&name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_beside_days() {
        for line in ["11.12.2019 - Ada Moss", "Ada Moss | 11 December 2019"] {
            assert_eq!(beside_date(line), Some("Ada Moss"), "{line}");
        }
        for line in [
            "11.12.2019",
            "Ada Moss | Bo Finn",
            "11.12.2019 - Read the Whole Story Here",
            "11.12.2019 - politics",
        ] {
            assert_eq!(beside_date(line), None, "{line}");
        }
    }

    #[test]
    fn leads() {
        assert!(has_lead("By Ada Moss") && has_lead("| Von: Ada Moss") && has_lead("Erstellt von Ada"));
        assert!(!has_lead("Bystanders said") && !has_lead("Vonovia rises"));
    }
}
