//! What a page is asked, and with what it answers.

use axum::extract::{Path, Request, State as Shared};
use axum::response::Response;
use verbale_store::Store;

use crate::answer::{Fault, Form, split};
use crate::app::App;
use crate::state::State;

/// A request for a page, taken apart.
#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) app: App,
    /// Path without suffix, and parameters.
    pub(crate) state: State,
    pub(crate) form: Form,
    /// The variable segments of the path, decoded, the suffix cut off.
    pub(crate) segments: Vec<String>,
    /// The server as the asker calls it, with the scheme: for feeds, which need whole addresses.
    pub(crate) base: String,
}

/// A page: reads the store and answers.
pub(crate) type Page = fn(&Ask, &Store) -> Result<Response, Fault>;

/// Answers a request with a page, within the budgets.
async fn answer_with(page: Page, ask: Ask) -> Response {
    let (app, form) = (ask.app.clone(), ask.form);
    // A page is made where it is read: rows share their articles, and the store is asked for what is shown only.
    let answered = app.read(move |store| Ok(page(&ask, store))).await;
    answered.and_then(|page| page).unwrap_or_else(|fault| fault.answer(form))
}

fn ask(app: App, segments: Vec<String>, request: &Request) -> Ask {
    let (path, form) = split(request.uri().path());
    let path = if path == "/find" { "/" } else { path };
    let host = request.headers().get("host").and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    Ask {
        state: State::read(path, request.uri().query()),
        form,
        segments: cut_suffix(segments, form),
        base: format!("http://{host}"),
        app,
    }
}

fn cut_suffix(mut segments: Vec<String>, form: Form) -> Vec<String> {
    if let Some(last) = segments.last_mut() {
        let length = last.strip_suffix(form.suffix()).unwrap_or(last).len();
        last.truncate(length);
    }
    segments
}

/// A handler for a page without variable segments.
pub(crate) async fn plain(page: Page, Shared(app): Shared<App>, request: Request) -> Response {
    answer_with(page, ask(app, Vec::new(), &request)).await
}

/// A handler for a page about one thing.
pub(crate) async fn about_one(
    page: Page,
    Shared(app): Shared<App>,
    Path(one): Path<String>,
    request: Request,
) -> Response {
    answer_with(page, ask(app, vec![one], &request)).await
}

/// A handler for a page about two.
pub(crate) async fn about_two(
    page: Page,
    Shared(app): Shared<App>,
    Path((one, other)): Path<(String, String)>,
    request: Request,
) -> Response {
    answer_with(page, ask(app, vec![one, other], &request)).await
}
