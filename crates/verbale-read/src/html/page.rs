//! From a page to an article: which runs are its text, what the others near them are, and what is known besides.

use verbale_doc::{Block, Dateline, Published, PublishedBasis, Text};

use super::dom::Dom;
use super::features::{Features, Hints, features};
use super::forest::body_scores;
use super::outline::Outline;
use super::runs::{Runs, count_words};
use crate::metadata::byline::byline;
use crate::metadata::date::{in_scripts, published};
use crate::metadata::days::Order;
use crate::metadata::language::language;
use crate::metadata::tags::Tags;
use crate::metadata::title::{Site, Title, title};
use crate::structure::{Known, structure};

/// What is read out of a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) title: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) dateline: Option<Dateline>,
    pub(crate) published: Option<Published>,
    /// The page's own address, where it names it.
    pub(crate) url: Option<String>,
    pub(crate) text: Text,
    pub(crate) blocks: Vec<Block>,
}

impl Page {
    /// The article's text taken from elsewhere than the page's own runs; it may hold markup.
    fn with_text(mut self, full: &str) -> Self {
        let html = full.replace('\n', "<p>");
        let runs = Runs::of(&Dom::parse(&html));
        let paragraphs = runs.runs.iter().map(|run| runs.text_of(run));
        let text = paragraphs.collect::<Vec<_>>().join("\n\n");
        self.text = Text::new(text);
        let day = self.published.map(|published| published.date);
        let title = Some(self.title.as_deref().unwrap_or_default());
        let found = structure(&self.text, Known { title, published: day });
        self.blocks = found.blocks;
        self.dateline = found.dateline;
        self
    }
}

/// A page with its runs and their features, before anything is decided.
pub(crate) struct Parsed {
    pub(crate) dom: Dom,
    pub(crate) runs: Runs,
    pub(crate) features: Features,
    tags: Tags,
    site: Site,
    title: Title,
    hints: Hints,
    url: Option<String>,
}

impl Parsed {
    pub(crate) fn of(html: &str, url: Option<&str>) -> Self {
        let dom = Dom::parse(html);
        let tags = Tags::of(&dom);
        let runs = Runs::of(&dom);
        let url = url.or(tags.canonical.as_deref()).or(tags.meta("og:url")).map(str::to_owned);
        let site = Site::of(&tags, url.as_deref());
        let title = title(&dom, &tags, &site);
        let hints = Hints {
            title: title.text.clone(),
            description: tags.meta("og:description").or(tags.meta("description")).map(str::to_owned),
            body: tags.json_ld.article().and_then(|article| article.body.clone()),
        };
        let features = features(&dom, &runs, &hints);
        Self { dom, runs, features, tags, site, title, hints, url }
    }

    /// Reads the page, given how sure the model is of each run.
    pub(crate) fn into_page(self, scores: &[f32]) -> Page {
        let Self { dom, runs, features, tags, site, title, hints, url } = self;
        let outline = Outline { dom: &dom, runs: &runs, kinds: Vec::new(), title_at: features.title_at };
        let outline = outline.label(scores, &title);
        let body = outline.body_text();
        let language = language(&body.text, tags.lang.as_deref().or(tags.meta("og:locale")));
        let order = Order::of(language.as_deref(), tags.lang.as_deref());
        let page = Page {
            published: published(&tags, url.as_deref(), &outline.date_lines(&tags, &title), order, || {
                let said = outline.said_elsewhere(order);
                let said = said.map(|date| Published { date, basis: PublishedBasis::Text });
                said.or_else(|| {
                    in_scripts(&dom, order).map(|date| Published { date, basis: PublishedBasis::Meta })
                })
            }),
            byline: byline(
                &tags,
                site.name.as_deref(),
                &outline.byline_lines(),
                &outline.marked_authors(&tags),
            ),
            title: title.text,
            publisher: site.name,
            language,
            url,
            ..Page::default()
        };
        // Pages built by script may show next to nothing of what their structured data holds in full.
        if let Some(full) = &hints.body
            && count_words(&body.text) * 5 < count_words(full) * 2
        {
            return page.with_text(full);
        }
        outline.into_page(&body, scores, page)
    }
}

/// Reads a page; `url` is where it came from, as far as that is known. `scores` stand for what the block model thinks of
/// its runs, where it is to be measured with trees that saw no page of the site.
pub(crate) fn read(html: &str, url: Option<&str>, scores: Option<&[f32]>) -> Page {
    let parsed = Parsed::of(html, url);
    if let Some(scores) = scores {
        return parsed.into_page(scores);
    }
    let scores = body_scores(&parsed.runs, &parsed.features);
    parsed.into_page(&scores)
}
