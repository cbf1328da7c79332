//! Every address of the server: where it leads, what it takes, and how it is described in `/openapi.json`.

use axum::Router;
use axum::extract::{Path, Request, State as Shared};
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};

use crate::answer::{Fault, Form};
use crate::app::App;
use crate::ask::{Page, about_one, about_two, plain};
use crate::{assets, guard, openapi, pages};

/// A page with its address and its twins.
pub(crate) struct Route {
    /// As axum and OpenAPI write it: `/read/{id}`.
    pub(crate) path: &'static str,
    pub(crate) page: Page,
    /// The forms it comes in, beside HTML.
    pub(crate) forms: &'static [Form],
    /// What it answers.
    pub(crate) summary: &'static str,
    /// Parameters it takes; [`openapi`] knows what they mean.
    pub(crate) takes: &'static [&'static str],
}

const SEARCH: &[&str] = &[
    "tab",
    "who",
    "what",
    "whom",
    "when",
    "type",
    "kind",
    "status",
    "quad",
    "country",
    "place",
    "publisher",
    "language",
    "story",
    "review",
    "reprints",
    "after",
    "limit",
    "excel",
];

/// The pages. Whatever is added here is served, linked to its twins and described.
pub(crate) const ROUTES: &[Route] = &[
    Route {
        path: "/find",
        page: pages::find,
        forms: &[Form::Json, Form::Csv, Form::Atom],
        summary: "Statements, events or articles that meet a search, newest first",
        takes: SEARCH,
    },
    Route {
        path: "/read/{id}",
        page: pages::read,
        forms: &[Form::Json, Form::Csv],
        summary: "One article with everything coded from it",
        takes: &["excel"],
    },
    Route {
        path: "/actor",
        page: pages::choose_actor,
        forms: &[Form::Json, Form::Csv],
        summary: "Actors by name",
        takes: &["name", "excel"],
    },
    Route {
        path: "/actor/{key}",
        page: pages::actor,
        forms: &[Form::Json, Form::Csv],
        summary: "One actor: names, offices, counterparts, and what it said, did and had done to it over time",
        takes: &["when"],
    },
    Route {
        path: "/dyad",
        page: pages::choose_dyad,
        forms: &[Form::Json, Form::Csv],
        summary: "The pairs of countries with most events between them, in the latest events",
        takes: &["excel"],
    },
    Route {
        path: "/dyad/{one}/{other}",
        page: pages::dyad,
        forms: &[Form::Json, Form::Csv],
        summary: "How two actors stand to each other over time, in both directions, with the documents read",
        takes: &["when", "step", "count", "status_counted", "excel"],
    },
    Route {
        path: "/story",
        page: pages::choose_story,
        forms: &[Form::Json, Form::Csv],
        summary: "Stories that more than one document tells, the latest first",
        takes: &["when", "after", "limit", "excel"],
    },
    Route {
        path: "/story/{id}",
        page: pages::story,
        forms: &[Form::Json, Form::Csv],
        summary: "One story: its origins, who has it from whom, numbers and claims on which accounts differ, quotations",
        takes: &["excel"],
    },
    Route {
        path: "/issue",
        page: pages::choose_issue,
        forms: &[Form::Json, Form::Csv],
        summary: "Issues on which positions are held",
        takes: &["excel"],
    },
    Route {
        path: "/issue/{id}",
        page: pages::issue,
        forms: &[Form::Json, Form::Csv],
        summary: "Where countries stand on an issue, and stood before; with `one` and `other` the gap between two of them",
        takes: &["object", "when", "one", "other", "step_of_gap", "coded", "excel"],
    },
    Route {
        path: "/sources",
        page: pages::sources,
        forms: &[Form::Json, Form::Csv],
        summary: "What was read, from where, when, and how much failed",
        takes: &["outlet", "input", "after", "excel"],
    },
];

/// The server as a value: what it answers to any request.
pub(crate) fn router(app: App) -> Router {
    let mut router = Router::new()
        .route("/", get(|app: Shared<App>, request: Request| plain(pages::find, app, request)))
        .route("/static/{version}/{file}", get(assets::file))
        .route("/openapi.json", get(openapi::document))
        .route("/correct", post(pages::correct));
    for route in ROUTES {
        router = add(router, route);
    }
    router.fallback(missing).layer(middleware::from_fn_with_state(app.clone(), guard::guard)).with_state(app)
}

/// Adds a page and its twins. A page about one thing takes its suffix within the last segment.
fn add(router: Router<App>, route: &'static Route) -> Router<App> {
    let page = route.page;
    match route.path.matches('{').count() {
        0 => {
            let mut router = router;
            let suffixes = route.forms.iter().map(|form| form.suffix()).chain([""]);
            for suffix in suffixes {
                let mut methods = get(move |app: Shared<App>, request: Request| plain(page, app, request));
                if route.path == "/actor" && suffix.is_empty() {
                    methods = methods.post(pages::change_actor);
                }
                router = router.route(&format!("{}{suffix}", route.path), methods);
            }
            router
        }
        1 => router.route(
            route.path,
            get(move |app: Shared<App>, path: Path<String>, request: Request| {
                about_one(page, app, path, request)
            }),
        ),
        _ => router.route(
            route.path,
            get(move |app: Shared<App>, path: Path<(String, String)>, request: Request| {
                about_two(page, app, path, request)
            }),
        ),
    }
}

async fn missing(request: Request) -> Response {
    Fault::not_found("such page").answer(Form::of_path(request.uri().path()))
}
