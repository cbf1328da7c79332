//! Find: what was said and done. One line of four questions, and below it what answers them.

mod facets;
mod nothing;
mod views;

use axum::http::{HeaderValue, header};
use axum::response::Response;
use maud::{Markup, html};
use serde::Serialize;
use verbale_store::{Cursor, Filter, Kind, Page, Paging, Store, Total};

use crate::answer::{self, Fault, Form};
use crate::ask::Ask;
use crate::csv::Csv;
use crate::feed::{self, Entry};
use crate::pages::dyad_href;
use crate::rows;
use crate::search::{self, CONDITIONS};
use crate::shell::{self, Shell, twin};
use crate::state::State;
use crate::words::{name, number, shortened};

/// Rows on a page of the list.
const ROWS: usize = 40;
/// Rows counted for the numbers on tabs; more are told as "and more".
const COUNTED: u64 = 5000;
const TABS: [(&str, Kind, &str); 3] = [
    ("statements", Kind::Statement, "Statements"),
    ("events", Kind::Event, "Events"),
    ("articles", Kind::Article, "Articles"),
];

/// The page, its twins and its feed.
pub(crate) fn page(ask: &Ask, store: &Store) -> Result<Response, Fault> {
    let find = Find::new(ask, store)?;
    match ask.form {
        Form::Html => Ok(answer::answer(Form::Html, find.page()?.into_string())),
        Form::Json => find.json(),
        Form::Csv => find.csv(),
        Form::Atom => find.atom(),
    }
}

/// A search under way.
struct Find<'a> {
    ask: &'a Ask,
    store: &'a Store,
    kind: Kind,
    filter: Filter,
}

impl<'a> Find<'a> {
    fn new(ask: &'a Ask, store: &'a Store) -> Result<Self, Fault> {
        let kind = search::kind(&ask.state);
        Ok(Self { ask, store, kind, filter: search::filter(store, &ask.state, kind)? })
    }

    fn state(&self) -> &State {
        &self.ask.state
    }

    /// What is listed: one line for a report and its reprints, unless they are asked for. Counts hold them all.
    fn listed(&self) -> Filter {
        Filter { fold_reprints: self.state().get("reprints") != Some("shown"), ..self.filter.clone() }
    }

    fn view(&self) -> &str {
        match self.state().get("view") {
            Some("timeline") => "timeline",
            Some("map") => "map",
            _ => "list",
        }
    }

    /// Whether anything narrows the search.
    fn is_narrowed(&self) -> bool {
        CONDITIONS.iter().any(|(key, _)| self.state().get(key).is_some())
    }

    fn page(&self) -> Result<Markup, Fault> {
        let facets = self.store.facets(self.kind, &self.filter, COUNTED)?;
        let results = match (facets.total.n, self.view()) {
            (0, _) => self.nothing()?,
            (_, "timeline") => self.timeline()?,
            (_, "map") => self.map()?,
            _ => self.list()?,
        };
        let body = html! {
            (self.line())
            div.find {
                (self.tabs(facets.total)?)
                (self.facets(&facets))
                section.results aria-label="Results" { (results) }
            }
        };
        let shell = Shell {
            title: "Find",
            at: "/",
            state: Some(self.state()),
            forms: &[Form::Json, Form::Csv, Form::Atom],
            ..Shell::default()
        };
        Ok(shell::page(&shell, &body))
    }

    /// The four questions.
    fn line(&self) -> Markup {
        let state = self.state();
        let kept = state.pairs().filter(|(key, _)| !["who", "what", "whom", "when", "after"].contains(key));
        let field = |key: &'static str, label: &str, hint: &str, more: &str| {
            html! {
                label class=(key) {
                    span { (label) }
                    input name=(key) value=[self.shown_value(key)] placeholder=(hint) title=(more) autocomplete="off" spellcheck="false" maxlength="200" data-search[key == "who"];
                }
            }
        };
        html! {
            form.line role="search" action="/" {
                (field("who", "who", "anyone", "A name, a country, or its code"))
                (field("what", "said or did what", "anything", "Words, \"a phrase\", -unwanted, begin*, or an event type in capitals: CONSULT"))
                (field("whom", "to or about whom", "anyone", "A name, a country, or its code"))
                (field("when", "when", "any time", "2024, 2024-03, 2024-03-05, or 2024-03..2024-05"))
                @for (key, value) in kept { input type="hidden" name=(key) value=(value); }
                button { "Find" }
            }
            (self.meant())
        }
    }

    fn shown_value(&self, key: &str) -> Option<&str> {
        self.state().get(key)
    }

    /// Whom the names were taken for, and a way to the page of both.
    fn meant(&self) -> Markup {
        let of = |who: &Option<verbale_store::Who>| {
            who.as_ref().and_then(|who| self.store.parties(who).ok()).unwrap_or_default()
        };
        let (who, whom) = (of(&self.filter.who), of(&self.filter.whom));
        let told = |label: &str, found: &[verbale_store::PartyRef]| {
            html! {
                @if !found.is_empty() {
                    span { span.soft { (label) " " } @for (i, one) in found.iter().take(4).enumerate() { @if i > 0 { ", " } (rows::party(one)) } @if found.len() > 4 { span.soft { " and " (found.len() - 4) " more" } } }
                }
            }
        };
        html! {
            @if !who.is_empty() || !whom.is_empty() {
                p.meant {
                    (told("who:", &who)) (told("whom:", &whom))
                    @if let (Some(one), Some(other)) = (who.first(), whom.first()) {
                        a href=(dyad_href(&one.key, &other.key)) { "how these two stand" }
                    }
                }
            }
        }
    }

    fn tabs(&self, total: Total) -> Result<Markup, Fault> {
        let mut tabs = Vec::new();
        for (tab, kind, label) in TABS {
            let state = self.state().without("after").with("tab", tab);
            let total = if kind == self.kind {
                total
            } else if self.is_narrowed() {
                let filter = search::filter(self.store, &state, kind)?;
                self.store.total(kind, &filter, COUNTED)?
            } else {
                let size = self.store.size()?;
                let n = match kind {
                    Kind::Statement => size.statements,
                    Kind::Event => size.events,
                    Kind::Article => size.documents,
                };
                Total { n, is_exact: true }
            };
            tabs.push((state.href(), kind == self.kind, label, total));
        }
        let view_href = |view: &str| self.state().without("after").with("view", view).href();
        let shown = self.view();
        Ok(html! {
            div.tabs {
                nav aria-label="What is listed" {
                    @for (href, is_here, label, total) in &tabs {
                        a href=(href) aria-current=[is_here.then_some("page")] {
                            (label) " " span.n { (told(*total)) }
                        }
                    }
                }
                nav.views aria-label="How it is shown" {
                    @for view in ["list", "timeline", "map"] {
                        @if view != "map" || self.kind == Kind::Event {
                            a href=(view_href(view)) aria-current=[(view == shown).then_some("page")] { (view) }
                        }
                    }
                    @if self.kind != Kind::Event { a href=(self.state().with("tab", "events").with("view", "map").href()) { "map" } }
                    @if self.state().get("reprints") == Some("shown") { a href=(self.state().without("reprints").href()) { "fold reprints" } }
                    @else { a href=(self.state().with("reprints", "shown").href()) { "show reprints" } }
                    a href=(twin(self.state(), Form::Atom)) { "feed" }
                }
            }
        })
    }

    fn paging(&self, usual: usize) -> Result<Paging, Fault> {
        let limit = match self.state().get("limit") {
            Some(limit) => limit.parse().map_err(|_| Fault::wrong("limit is no number"))?,
            None => usual,
        };
        let after = self.state().get("after").map(str::parse).transpose()?;
        Ok(Paging { after, limit: usize::clamp(limit, 1, self.ask.app.budgets().rows) })
    }

    fn list(&self) -> Result<Markup, Fault> {
        let paging = self.paging(ROWS)?;
        let (lines, next): (Vec<Markup>, Option<Cursor>) = match self.kind {
            Kind::Statement => {
                let page = self.store.statements(&self.listed(), paging)?;
                (page.rows.iter().map(rows::statement).collect(), page.next)
            }
            Kind::Event => {
                let page = self.store.events(&self.listed(), paging)?;
                (page.rows.iter().map(rows::event).collect(), page.next)
            }
            Kind::Article => {
                let page = self.store.articles(&self.listed(), paging)?;
                (page.rows.iter().map(rows::article).collect(), page.next)
            }
        };
        Ok(html! {
            ol.rows { @for line in &lines { (line) } }
            nav.pages aria-label="Pages" {
                @if paging.after.is_some() { a href=(self.state().without("after").href()) { "newest" } }
                @if let Some(next) = next { a rel="next" href=(self.next(next).href()) { "older" } }
            }
        })
    }

    fn next(&self, cursor: Cursor) -> State {
        self.state().with("after", cursor.to_string())
    }

    fn json(&self) -> Result<Response, Fault> {
        let paging = self.paging(100)?;
        let total = self.store.total(self.kind, &self.filter, COUNTED)?;
        Ok(match self.kind {
            Kind::Statement => self.page_as_json(total, self.store.statements(&self.listed(), paging)?),
            Kind::Event => self.page_as_json(total, self.store.events(&self.listed(), paging)?),
            Kind::Article => self.page_as_json(total, self.store.articles(&self.listed(), paging)?),
        })
    }

    fn page_as_json<T: Serialize>(&self, total: Total, page: Page<T>) -> Response {
        #[derive(Serialize)]
        struct Answer<T> {
            kind: Kind,
            query: Vec<(String, String)>,
            total: Total,
            rows: Vec<T>,
            next: Option<String>,
        }
        let query = self.state().pairs().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        let next = page.next.map(|cursor| twin(&self.next(cursor), Form::Json));
        answer::json(&Answer { kind: self.kind, query, total, rows: page.rows, next })
    }

    /// The rows as CSV; where there are more, the header `Link` names the next page.
    fn csv(&self) -> Result<Response, Fault> {
        let is_safe = self.state().get("excel") == Some("safe");
        let paging = self.paging(self.ask.app.budgets().rows)?;
        let (csv, next) = match self.kind {
            Kind::Statement => {
                let page = self.store.statements(&self.listed(), paging)?;
                let mut csv = Csv::new(&rows::STATEMENT_COLUMNS, is_safe);
                page.rows.iter().for_each(|row| csv.row(rows::statement_fields(row)));
                (csv, page.next)
            }
            Kind::Event => {
                let page = self.store.events(&self.listed(), paging)?;
                let mut csv = Csv::new(&rows::EVENT_COLUMNS, is_safe);
                page.rows.iter().for_each(|row| csv.row(rows::event_fields(row)));
                (csv, page.next)
            }
            Kind::Article => {
                let page = self.store.articles(&self.listed(), paging)?;
                let mut csv = Csv::new(&rows::ARTICLE_COLUMNS, is_safe);
                page.rows.iter().for_each(|row| csv.row(rows::article_fields(row)));
                (csv, page.next)
            }
        };
        let mut response = answer::answer(Form::Csv, csv.finish());
        if let Some(next) = next
            && let Ok(link) =
                HeaderValue::from_str(&format!("<{}>; rel=\"next\"", twin(&self.next(next), Form::Csv)))
        {
            response.headers_mut().insert(header::LINK, link);
        }
        Ok(response)
    }

    fn atom(&self) -> Result<Response, Fault> {
        let paging = Paging::first(ROWS);
        let base = &self.ask.base;
        let at = |document: i64, local: &str| format!("{base}/read/{document}?at={local}#{local}");
        let named = |parties: &[verbale_store::PartyRef]| {
            parties.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let entries: Vec<Entry> = match self.kind {
            Kind::Statement => {
                let page = self.store.statements(&self.listed(), paging)?;
                let entry = |row: &verbale_store::StatementRow| {
                    let speaker = row
                        .speaker
                        .as_ref()
                        .map(|one| one.name.clone())
                        .or_else(|| row.speaker_words.clone());
                    let speaker = speaker.unwrap_or_else(|| "somebody".to_owned());
                    Entry {
                        id: format!("urn:verbale:{}:{}", row.article.hash, row.local),
                        title: format!("{speaker}: {}", shortened(&row.words, 100)),
                        summary: row.words.clone(),
                        href: at(row.article.id, &row.local),
                        day: row.date.clone(),
                        author: speaker,
                    }
                };
                page.rows.iter().map(entry).collect()
            }
            Kind::Event => {
                let page = self.store.events(&self.listed(), paging)?;
                let entry = |row: &verbale_store::EventRow| {
                    let target = if row.target.is_empty() {
                        String::new()
                    } else {
                        format!(" → {}", named(&row.target))
                    };
                    Entry {
                        id: format!("urn:verbale:{}:{}", row.article.hash, row.local),
                        title: format!(
                            "{}{target}: {} ({})",
                            named(&row.source),
                            row.kind.to_lowercase(),
                            row.status
                        ),
                        summary: row.sentence.clone(),
                        href: at(row.article.id, &row.local),
                        day: row.date.clone(),
                        author: row.article.publisher.clone().unwrap_or_else(|| "unknown".to_owned()),
                    }
                };
                page.rows.iter().map(entry).collect()
            }
            Kind::Article => {
                let page = self.store.articles(&self.listed(), paging)?;
                let entry = |row: &verbale_store::ArticleRow| Entry {
                    id: format!("urn:verbale:{}", row.hash),
                    title: row.title.clone().unwrap_or_else(|| row.given.clone()),
                    summary: row.beginning.clone(),
                    href: format!("{base}/read/{}", row.id),
                    day: row.published.clone(),
                    author: row.publisher.clone().unwrap_or_else(|| "unknown".to_owned()),
                };
                page.rows.iter().map(entry).collect()
            }
        };
        let own = format!("{base}{}", twin(self.state(), Form::Atom));
        let page = format!("{base}{}", self.state().href());
        let asked: Vec<&str> =
            self.state().pairs().filter(|(key, _)| *key != "view").map(|(_, value)| value).collect();
        let title =
            if asked.is_empty() { "Verbale".to_owned() } else { format!("Verbale: {}", asked.join(" · ")) };
        Ok(answer::answer(Form::Atom, feed::atom(&title, &own, &page, &entries)))
    }
}

/// `412`, or `5,000+` where not all were counted.
fn told(total: Total) -> String {
    if total.is_exact { number(total.n) } else { format!("{}+", number(total.n)) }
}

/// A condition of the search, with a way to drop it.
fn condition(state: &State, key: &str, label: &str, value: &str) -> Markup {
    html! {
        a.condition href=(state.without(key).href()) title="drop this" { span.soft { (label) " " } (name(value)) " " span.drop aria-label="drop" role="img" { "×" } }
    }
}
