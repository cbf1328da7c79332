//! Story: who reported it, who has it from whom, where the accounts agree and where they do not.

use std::collections::BTreeMap;

use axum::response::Response;
use maud::{Markup, html};
use verbale_store::{
    ArticleRow, Dispute, Fact, Figure, Paging, Said, Store, StoryEdge, StoryOf, StoryQuotation, StoryTold,
};

use super::gap::MARKS;
use super::{outlet, story_href};
use crate::answer::{self, Fault, Form};
use crate::ask::Ask;
use crate::csv::Csv;
use crate::search::days;
use crate::shell::{self, Shell};
use crate::state::State;
use crate::words::{counted, name, shortened, words};

/// Stories on a page of the list.
const ROWS: usize = 40;
/// Levels of the tree that are drawn inward; deeper ones stay at the last.
const DEEPEST: usize = 6;

/// The list of stories.
pub(crate) fn choose(ask: &Ask, store: &Store) -> Result<Response, Fault> {
    let (from, to) = ask.state.get("when").map_or(Ok((None, None)), days)?;
    let (from, to) = (from.map(|day| day.to_string()), to.map(|day| day.to_string()));
    let limit = match ask.state.get("limit") {
        Some(limit) => limit.parse().map_err(|_| Fault::wrong("limit is no number"))?,
        None => ROWS,
    };
    let after = ask.state.get("after").map(str::parse).transpose()?;
    let paging = Paging { after, limit: usize::clamp(limit, 1, ask.app.budgets().rows) };
    let page = store.stories([from.as_deref(), to.as_deref()], paging)?;
    match ask.form {
        Form::Json => return Ok(answer::json(&page)),
        Form::Csv => {
            let columns = ["story", "title", "from", "to", "documents", "reprints", "outlets", "first"];
            let mut csv = Csv::new(&columns, ask.state.get("excel") == Some("safe"));
            for row in &page.rows {
                let title = row.title.clone().unwrap_or_default();
                let (from, to) = (row.from.clone().unwrap_or_default(), row.to.clone().unwrap_or_default());
                let counts = [row.n_documents, row.n_copies, row.n_publishers].map(|n| n.to_string());
                let [documents, copies, outlets] = counts;
                csv.row([
                    row.id.to_string(),
                    title,
                    from,
                    to,
                    documents,
                    copies,
                    outlets,
                    row.first.to_string(),
                ]);
            }
            return Ok(answer::answer(Form::Csv, csv.finish()));
        }
        Form::Html | Form::Atom => {}
    }
    let body = html! {
        h1 { "Stories" }
        p.soft { "What more than one document tells, the latest first. Reprints follow their original." }
        form.line role="search" action="/story" {
            label.when { span { "when" } input name="when" value=[ask.state.get("when")] placeholder="any time" autocomplete="off" maxlength="60" data-search; }
            button { "Show" }
        }
        @if page.rows.is_empty() { p.soft { "No story of two documents is known for this time." } }
        ol.rows {
            @for row in &page.rows {
                li.story data-item {
                    div.when { @match &row.to { Some(day) => time datetime=(day) { (day) }, None => span.soft { "no date" } } }
                    div.what {
                        p.line { a.open href=(story_href(row.id)) { b { (name(row.title.as_deref().unwrap_or("untitled"))) } } }
                        p.from {
                            (counted(row.n_documents - row.n_copies, "report")) " in " (counted(row.n_publishers, "outlet"))
                            @if row.n_copies > 0 { " · +" (counted(row.n_copies, "reprint")) }
                            @if row.from != row.to { @if let Some(from) = &row.from { " · since " (from) } }
                        }
                    }
                }
            }
        }
        nav.pages aria-label="Pages" {
            @if paging.after.is_some() { a href=(ask.state.without("after").href()) { "latest" } }
            @if let Some(next) = page.next { a rel="next" href=(ask.state.with("after", next.to_string()).href()) { "older" } }
        }
    };
    let shell = Shell {
        title: "Stories",
        at: "/story",
        state: Some(&ask.state),
        forms: &[Form::Json, Form::Csv],
        ..Shell::default()
    };
    Ok(answer::answer(Form::Html, shell::page(&shell, &body).into_string()))
}

/// The page of one story.
pub(crate) fn page(ask: &Ask, store: &Store) -> Result<Response, Fault> {
    let asked = ask.segments.first().map(String::as_str).unwrap_or_default();
    let id = asked.parse().map_err(|_| Fault::not_found(&format!("story {asked:?}")))?;
    let told = store.story(id)?;
    match ask.form {
        Form::Json => Ok(answer::json(&told)),
        Form::Csv => Ok(answer::answer(Form::Csv, csv(&told, ask.state.get("excel") == Some("safe")))),
        Form::Html | Form::Atom => Ok(answer::answer(Form::Html, html(ask, &told).into_string())),
    }
}

/// A row a document, with the step that leads back from it.
fn csv(told: &StoryTold, is_safe: bool) -> String {
    let columns = [
        "story",
        "origin",
        "document",
        "record",
        "published",
        "publisher",
        "title",
        "url",
        "tie",
        "to",
        "outlet",
        "sentence",
        "share",
    ];
    let mut csv = Csv::new(&columns, is_safe);
    for of in &told.documents {
        let article = &of.article;
        let edges: Vec<&StoryEdge> = told.edges.iter().filter(|edge| edge.from == article.id).collect();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        for edge in edges.iter().map(Some).chain(edges.is_empty().then_some(None)) {
            let to = edge.and_then(|edge| edge.to).map(|to| to.to_string()).unwrap_or_default();
            csv.row([
                told.summary.id.to_string(),
                (origin_of(told, article.id) + 1).to_string(),
                article.id.to_string(),
                article.given.clone(),
                text(&article.published),
                text(&article.publisher),
                text(&article.title),
                text(&article.url),
                edge.map_or("", |edge| edge.tie).to_owned(),
                to,
                edge.and_then(|edge| edge.outlet.clone()).unwrap_or_default(),
                edge.map(|edge| edge.sentence.clone()).unwrap_or_default(),
                of.share.map(|share| share.to_string()).unwrap_or_default(),
            ]);
        }
    }
    csv.finish()
}

fn origin_of(told: &StoryTold, document: i64) -> usize {
    told.origins.iter().position(|origin| origin.contains(&document)).unwrap_or_default()
}

fn html(ask: &Ask, told: &StoryTold) -> Markup {
    let summary = &told.summary;
    let title = summary.title.as_deref().unwrap_or("A story");
    let find =
        |tab: &str| State::read("/", None).with("tab", tab).with("story", summary.id.to_string()).href();
    let reports = summary.n_documents - summary.n_copies;
    let body = html! {
        div.told {
            h1 { (name(title)) }
            p {
                b { (counted(told.origins.len() as u64, "independent origin")) } " → " (counted(summary.n_documents, "article"))
                " in " (counted(summary.n_publishers, "outlet")) ", " (counted(summary.n_copies, "reprint")) " among them"
                @if let (Some(from), Some(to)) = (&summary.from, &summary.to) { @if from == to { ", on " (from) } @else { ", from " (from) " to " (to) } }
                ". " a href=(find("statements")) { "statements" } " · " a href=(find("events")) { "events" } " · " a href=(find("articles")) { "articles" }
            }
            div.halves.even {
                section {
                    h2 { "Where it comes from" }
                    p.soft { "Steps back are shown by their sentence. “Earliest seen” is the earliest that was read here: only a credit tells a source." }
                    (tree(told))
                    @if told.n_more > 0 { p.soft { (counted(told.n_more, "later article")) " of this story not drawn." } }
                }
                section {
                    h2 { "Where accounts differ" }
                    @if told.disputed.is_empty() && told.figures.iter().all(|figure| figure.low == figure.high) {
                        p.soft { @if reports < 2 { "There is one account only." } @else { "No two accounts differ in numbers, and nothing that is said is denied." } }
                    }
                    @for figure in told.figures.iter().filter(|figure| figure.low < figure.high) { (number(figure)) }
                    @for dispute in &told.disputed { (disputed(dispute)) }
                    h2 { "What they agree on" }
                    @if told.agreed.is_empty() && told.figures.iter().all(|figure| figure.low < figure.high || figure.accounts.len() < 2) {
                        p.soft { "Nothing that more than one origin tells was coded alike." }
                    }
                    @for figure in told.figures.iter().filter(|figure| figure.low == figure.high && figure.accounts.len() > 1) { (number(figure)) }
                    @for fact in &told.agreed { (agreed(fact)) }
                    @if !told.quotations.is_empty() {
                        h2 { "Quoted by more than one" }
                        @for quotation in &told.quotations { (quoted(told, quotation)) }
                    }
                }
            }
        }
    };
    let shell = Shell {
        title,
        at: "/story",
        state: Some(&ask.state),
        forms: &[Form::Json, Form::Csv],
        ..Shell::default()
    };
    shell::page(&shell, &body)
}

/// The documents as a tree: below each those that have it from there.
struct Tree<'a> {
    told: &'a StoryTold,
    /// The edge that places a document under another one.
    parents: BTreeMap<i64, &'a StoryEdge>,
}

fn tree(told: &StoryTold) -> Markup {
    let rank = |edge: &StoryEdge| ["copy of", "credits", "said to"].iter().position(|tie| *tie == edge.tie);
    let mut edges: Vec<&StoryEdge> =
        told.edges.iter().filter(|edge| edge.to.is_some_and(|to| to != edge.from)).collect();
    edges.sort_by_key(|edge| rank(edge));
    let mut tree = Tree { told, parents: BTreeMap::new() };
    for edge in edges {
        if !tree.parents.contains_key(&edge.from) && !tree.leads_to(edge.to, edge.from) {
            tree.parents.insert(edge.from, edge);
        }
    }
    html! {
        @for (number, origin) in told.origins.iter().enumerate() {
            div.origin {
                h3 { "Origin " (number + 1) @if origin.len() > 1 { span.n { " " (counted(origin.len() as u64, "article")) } } }
                (tree.level(&tree.roots(origin), 0))
            }
        }
    }
}

impl Tree<'_> {
    /// Whether a document stands under another: copies may name each other in a ring.
    fn leads_to(&self, mut from: Option<i64>, to: i64) -> bool {
        while let Some(at) = from {
            if at == to {
                return true;
            }
            from = self.parents.get(&at).and_then(|edge| edge.to);
        }
        false
    }

    fn roots(&self, origin: &[i64]) -> Vec<&StoryOf> {
        let is_root =
            |of: &&StoryOf| origin.contains(&of.article.id) && !self.parents.contains_key(&of.article.id);
        self.told.documents.iter().filter(is_root).collect()
    }

    fn below(&self, document: i64) -> Vec<&StoryOf> {
        let is_below =
            |of: &&StoryOf| self.parents.get(&of.article.id).is_some_and(|edge| edge.to == Some(document));
        self.told.documents.iter().filter(is_below).collect()
    }

    fn level(&self, documents: &[&StoryOf], depth: usize) -> Markup {
        let is_reprint = |of: &&&StoryOf| {
            let tie = self.parents.get(&of.article.id).map(|edge| edge.tie);
            tie == Some("copy of") && self.below(of.article.id).is_empty()
        };
        let (reprints, others): (Vec<&StoryOf>, Vec<&StoryOf>) =
            documents.iter().copied().partition(|of| is_reprint(&of));
        html! {
            ul.tree {
                @for of in &others { (self.leaf(of, depth)) }
                @if !reprints.is_empty() {
                    li { details {
                        summary { "+" (counted(reprints.len() as u64, "reprint")) }
                        ul.tree { @for of in &reprints { (self.leaf(of, depth)) } }
                    } }
                }
            }
        }
    }

    fn leaf(&self, of: &StoryOf, depth: usize) -> Markup {
        let article = &of.article;
        let below = if depth < DEEPEST { self.below(article.id) } else { Vec::new() };
        let edges = self.told.edges.iter().filter(|edge| edge.from == article.id);
        html! {
            li data-item {
                p.leaf {
                    (source(article))
                    @if self.told.summary.first == article.id { " " span.codes { "earliest seen" } }
                    @if let Some(wire) = of.wire { " " span.codes { (wire) " copy" } }
                }
                @for edge in edges { (self.edge(edge, of)) }
                @if !below.is_empty() { (self.level(&below, depth + 1)) }
            }
        }
    }

    fn edge(&self, edge: &StoryEdge, of: &StoryOf) -> Markup {
        let to = edge.to.and_then(|to| self.told.documents.iter().find(|of| of.article.id == to));
        let to = to.and_then(|to| to.article.publisher.as_deref());
        let target = edge.outlet.as_deref().or(to).unwrap_or("another article");
        html! {
            p.edge {
                b { (edge.tie) } " " (name(target))
                @if edge.to.is_none() { span.soft { " (not read here)" } }
                @if edge.tie == "copy of" { @if let Some(share) = of.share { span.soft { " " (format!("{:.0} %", share * 100.0)) } } }
                ": " q { (words(&shortened(&edge.sentence, 180))) }
            }
        }
    }
}

/// Day, outlet and headline of an article, as links.
fn source(article: &ArticleRow) -> Markup {
    html! {
        @if let Some(day) = &article.published { time datetime=(day) { (day) } " " }
        @if let Some(publisher) = &article.publisher { a href=(outlet(publisher)) { (name(publisher)) } " · " }
        a.open href={ "/read/" (article.id) } { (name(article.title.as_deref().unwrap_or(&article.given))) }
    }
}

fn said(said: &Said, verb: &str) -> Markup {
    let href = match &said.local {
        Some(local) => format!("/read/{}?at={local}#{local}", said.document),
        None => format!("/read/{}", said.document),
    };
    html! {
        @if let Some(who) = &said.who { b { (name(who)) } (verb) ": " }
        a.open href=(href) { q { (words(&shortened(&said.words, 220))) } }
        @if said.publisher.is_some() && said.publisher != said.who { span.soft { " " (name(said.publisher.as_deref().unwrap_or_default())) } }
    }
}

fn number(figure: &Figure) -> Markup {
    html! {
        div.matter {
            h3 { @if figure.low == figure.high { (figure.low) } @else { (figure.low) " to " (figure.high) } " " (figure.counted) }
            ul { @for (n, account) in &figure.accounts { li data-item { span.codes { (n) } " " (said(account, "")) } } }
        }
    }
}

fn disputed(dispute: &Dispute) -> Markup {
    let who = |said: &Said| said.who.clone().unwrap_or_else(|| "somebody".to_owned());
    html! {
        div.matter {
            h3 { (name(&who(&dispute.says))) " says, " (name(&who(&dispute.denies))) " denies" }
            ul { li data-item { (said(&dispute.says, " says")) } li data-item { (said(&dispute.denies, " denies")) } }
        }
    }
}

fn agreed(fact: &Fact) -> Markup {
    html! {
        div.matter {
            h3 { (name(&fact.source.join(", "))) " " span.codes { (fact.kind.to_lowercase()) } " " (name(&fact.target.join(", "))) span.n { " by " (counted(fact.n_origins as u64, "origin")) } }
            ul { @for account in &fact.accounts { li data-item { (said(&Said { who: account.publisher.clone(), ..account.clone() }, "")) } } }
        }
    }
}

fn quoted(told: &StoryTold, quotation: &StoryQuotation) -> Markup {
    let publisher = |document: i64| {
        let of = told.documents.iter().find(|of| of.article.id == document);
        of.and_then(|of| of.article.publisher.clone()).unwrap_or_else(|| "an article".to_owned())
    };
    html! {
        div.matter {
            blockquote { q { (words(quotation.words.trim_matches(MARKS))) } }
            ul {
                @for each in &quotation.uses {
                    li { a href={ "/read/" (each.document) } { (name(&publisher(each.document))) } " "
                        @match each.wording {
                            "same" => span.soft { "in the same words" },
                            "changed" => { span.soft { "in changed words: " } q { (words(&each.words)) } },
                            _ => { span.soft { "in its own words: " } q { (words(&each.words)) } },
                        }
                    }
                }
            }
        }
    }
}
