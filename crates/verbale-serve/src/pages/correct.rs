//! Changes that people make: verdicts on what was coded, and actors merged, split and renamed.
//!
//! The door has seen to it that a request comes from one of our pages; the form key says that it comes from one of
//! this run. Afterwards the browser is sent back to a page whose address is made here, never given by the form.

use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::header;
use axum::response::Response;
use jiff::Timestamp;
use verbale_store::{Change, Item, NewCorrection, StoreError, Verdict};

use crate::answer::{Fault, Form};
use crate::app::App;
use crate::guard::{is_same, see_other};
use crate::state::{State, segment};

/// Bytes a form may have.
const LONGEST_FORM: usize = 16 * 1024;

/// `POST /correct`: accept, reject, change, or take a verdict back.
pub(crate) async fn correct(Shared(app): Shared<App>, request: Request) -> Response {
    changed(app, request, |form| {
        let item = match form.get("item") {
            Some("statement") => Item::Statement,
            Some("event") => Item::Event,
            _ => return Err(Fault::wrong("the form names neither a statement nor an event")),
        };
        let id = number(&form, "id")?;
        let correction = correction(item, &form)?;
        let document = number(&form, "document")?;
        let then = form.get("then").unwrap_or_default();
        let to = State::read(format!("/read/{document}"), None).with("at", then).href();
        // Back to the line in the margin; only a local id is a place on the page.
        let to =
            if then.bytes().all(|byte| byte.is_ascii_alphanumeric()) { format!("{to}#{then}") } else { to };
        Ok((
            to,
            Box::new(move |store| match correction {
                Some(correction) => store.correct(item, id, &correction),
                None => store.uncorrect(item, id).map(drop),
            }),
        ))
    })
    .await
}

/// `POST /actor`: merge into another, split off again, rename.
pub(crate) async fn actor(Shared(app): Shared<App>, request: Request) -> Response {
    changed(app, request, |form| {
        let key = form.get("key").ok_or_else(|| Fault::wrong("the form names no actor"))?.to_owned();
        let (at, by) = (now(), form.get("by").map(str::to_owned));
        let back = format!("/actor/{}", segment(&key));
        let change: Job = match form.get("change") {
            Some("merge") => {
                let into = form
                    .get("into")
                    .ok_or_else(|| Fault::wrong("the form does not say into whom"))?
                    .to_owned();
                let to = format!("/actor/{}", segment(&into));
                return Ok((to, Box::new(move |store| store.merge_actors(&key, &into, by.as_deref(), &at))));
            }
            Some("split") => Box::new(move |store| store.split_actor(&key).map(drop)),
            Some("rename") => {
                let name = form.get("name").unwrap_or_default().to_owned();
                Box::new(move |store| store.rename_actor(&key, &name, by.as_deref(), &at))
            }
            _ => return Err(Fault::wrong("the form says neither merge, split nor rename")),
        };
        Ok((back, change))
    })
    .await
}

type Job = Box<dyn FnOnce(&mut verbale_store::Store) -> Result<(), StoreError> + Send>;

/// Reads the form, does what it says, and leads on.
async fn changed(
    app: App,
    request: Request,
    job: impl FnOnce(State) -> Result<(String, Job), Fault>,
) -> Response {
    let is_bearer = request.headers().contains_key(header::AUTHORIZATION);
    let body = to_bytes(request.into_body(), LONGEST_FORM).await;
    let form = body
        .map_err(|_| Fault::wrong("the form is too long"))
        .and_then(|body| read_form(&app, &body, is_bearer));
    let answered = match form.and_then(job) {
        Ok((to, job)) => app.write(job).await.map(|()| to),
        Err(fault) => Err(fault),
    };
    match answered {
        Ok(to) => see_other(&to, None),
        Err(fault) => fault.answer(Form::Html),
    }
}

/// The fields of a form of this run. Programs that show the token in a header need no form first.
fn read_form(app: &App, body: &Bytes, is_bearer: bool) -> Result<State, Fault> {
    let text = std::str::from_utf8(body).map_err(|_| Fault::wrong("the form is not text"))?;
    let form = State::read("", Some(text));
    let is_ours = is_bearer || form.get("form").is_some_and(|key| is_same(key, &app.form_key()));
    if is_ours { Ok(form) } else { Err(Fault::foreign()) }
}

fn number(form: &State, field: &str) -> Result<i64, Fault> {
    let number = form.get(field).and_then(|value| value.parse().ok());
    number.ok_or_else(|| Fault::wrong(format!("the form has no number in {field}")))
}

/// The correction a form describes; none takes the last one back.
fn correction(item: Item, form: &State) -> Result<Option<NewCorrection>, Fault> {
    let verdict = match form.get("verdict") {
        Some("accept") => Verdict::Accept,
        Some("reject") => Verdict::Reject,
        Some("change") => Verdict::Change,
        Some("none") => return Ok(None),
        _ => return Err(Fault::wrong("the form has no verdict")),
    };
    let field = |name: &str| form.get(name).map(str::to_owned);
    let keys = |name: &str| {
        Some(form.all(name).map(str::to_owned).collect::<Vec<_>>()).filter(|keys| !keys.is_empty())
    };
    let change = match (verdict, item) {
        (Verdict::Change, Item::Statement) => Some(Change {
            kind: field("type"),
            date: field("date"),
            speaker: field("speaker"),
            ..Change::default()
        }),
        (Verdict::Change, Item::Event) => Some(Change {
            kind: field("type"),
            mode: field("mode"),
            status: field("status"),
            date: field("date"),
            source: keys("source"),
            target: keys("target"),
            ..Change::default()
        }),
        _ => None,
    };
    Ok(Some(NewCorrection { verdict, change, note: field("note"), by: field("by"), at: now() }))
}

/// When a change is made. The clock belongs to the server: nothing that is coded depends on it.
fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
