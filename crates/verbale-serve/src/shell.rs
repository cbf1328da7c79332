//! What every page has around it: head, navigation, keys, foot.

use maud::{DOCTYPE, Markup, html};

use crate::answer::Form;
use crate::assets;
use crate::state::State;

/// The pages in the navigation. A page that is about one thing (an article, an actor) is reached from what names it.
const NAVIGATION: [(&str, &str); 6] = [
    ("/", "Find"),
    ("/story", "Stories"),
    ("/actor", "Actors"),
    ("/dyad", "Dyads"),
    ("/issue", "Issues"),
    ("/sources", "Sources"),
];

/// What a page says of itself.
#[derive(Debug, Default)]
pub(crate) struct Shell<'a> {
    /// For the window and for lists of results.
    pub(crate) title: &'a str,
    /// The page of the navigation it belongs to, by its address.
    pub(crate) at: &'a str,
    /// Its address, where it comes in other forms too.
    pub(crate) state: Option<&'a State>,
    /// The forms it comes in, beside HTML.
    pub(crate) forms: &'a [Form],
    /// Keys of this page alone, with what they do.
    pub(crate) keys: &'a [(&'a str, &'a str)],
}

const KEYS: [(&str, &str); 5] =
    [("/", "search"), ("j", "next"), ("k", "previous"), ("o", "open"), ("?", "these keys")];

/// A whole page.
pub(crate) fn page(shell: &Shell<'_>, body: &Markup) -> Markup {
    let twins: Vec<(Form, String)> =
        shell.forms.iter().filter_map(|&form| Some((form, twin(shell.state?, form)))).collect();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (shell.title) " · Verbale" }
                link rel="icon" href=(assets::href("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::href("style.css"));
                @for (form, href) in &twins {
                    link rel="alternate" type=(form.media_type().split(';').next().unwrap_or_default()) href=(href);
                }
                script src=(assets::href("app.js")) type="module" {}
            }
            body {
                a.skip href="#main" { "To the content" }
                header.bar {
                    a.brand href="/" { "Verbale" }
                    nav aria-label="Pages" {
                        @for (href, name) in NAVIGATION {
                            a href=(href) aria-current=[(href == shell.at).then_some("page")] { (name) }
                        }
                    }
                    span.grow {}
                    @if !twins.is_empty() {
                        span.twins {
                            @for (form, href) in &twins { a href=(href) { (form.suffix().trim_start_matches('.').to_uppercase()) } }
                        }
                    }
                    a.key href="#keys" aria-label="Keys" { "?" }
                }
                main #main tabindex="-1" { (body) }
                footer {
                    details #keys {
                        summary { "Keys" }
                        dl.keys {
                            @for (key, does) in KEYS.iter().chain(shell.keys) { div { dt { kbd { (key) } } dd { (does) } } }
                        }
                    }
                    p { a href="/openapi.json" { "API" } " · " a href=(assets::href("LICENCES.txt")) { "Outlines: Natural Earth" } }
                }
            }
        }
    }
}

/// The same page in another form. The home page is called `find` there.
pub(crate) fn twin(state: &State, form: Form) -> String {
    let path = if state.path() == "/" { "/find" } else { state.path() };
    state.at(format!("{path}{}", form.suffix())).href()
}
