//! Answers in the form that was asked for, and what is said when there is none.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Serialize;
use verbale_store::StoreError;

use crate::app::seconds;
use crate::shell::{self, Shell};

/// The forms a page comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Html,
    Json,
    Csv,
    Atom,
}

impl Form {
    /// What the end of a path asks for.
    pub(crate) fn of_path(path: &str) -> Self {
        split(path).1
    }

    /// The end of the path that asks for it.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Html => "",
            Self::Json => ".json",
            Self::Csv => ".csv",
            Self::Atom => ".atom",
        }
    }

    /// Its media type.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Atom => "application/atom+xml; charset=utf-8",
        }
    }
}

/// A path without its suffix, and the form the suffix asks for.
pub(crate) fn split(path: &str) -> (&str, Form) {
    for form in [Form::Json, Form::Csv, Form::Atom] {
        if let Some(rest) = path.strip_suffix(form.suffix()) {
            return (rest, form);
        }
    }
    (path, Form::Html)
}

/// An answer of a form.
pub(crate) fn answer(form: Form, body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()))], body.into()).into_response()
}

/// A value as JSON.
pub(crate) fn json(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => answer(Form::Json, bytes),
        Err(_) => Fault::panicked().answer(Form::Json),
    }
}

/// Why there is no answer: said alike in every form.
#[derive(Debug)]
pub(crate) struct Fault {
    status: StatusCode,
    message: String,
    help: Option<String>,
}

impl Fault {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no {what} in this store"))
    }

    pub(crate) fn wrong(what: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, what)
    }

    pub(crate) fn busy(waited: Duration) -> Self {
        let message = format!("too many are asking at once: waited {} for a turn", seconds(waited));
        Self::new(StatusCode::SERVICE_UNAVAILABLE, message).help("ask again in a moment")
    }

    pub(crate) fn panicked() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "this page could not be made; that is a fault of the program",
        )
    }

    pub(crate) fn misdirected() -> Self {
        Self::new(StatusCode::MISDIRECTED_REQUEST, "this server is not known by that name")
            .help("start it with `--name NAME` to allow one")
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "this store is shown to those who have its token")
            .help("open the link that `verbale serve` printed, or send `Authorization: Bearer TOKEN`")
    }

    pub(crate) fn read_only() -> Self {
        Self::new(StatusCode::FORBIDDEN, "this store is served for reading only")
    }

    pub(crate) fn foreign() -> Self {
        Self::new(StatusCode::FORBIDDEN, "changes are taken from this server's own pages only")
            .help("open the page again and repeat what you did there")
    }

    /// The fault as an answer of that form; CSV and feeds have no place for it, so they get plain text.
    pub(crate) fn answer(&self, form: Form) -> Response {
        #[derive(Serialize)]
        struct Body<'a> {
            error: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            help: Option<&'a str>,
        }
        let mut response = match form {
            Form::Json => json(&Body { error: &self.message, help: self.help.as_deref() }),
            Form::Html => answer(Form::Html, self.page().into_string()),
            Form::Csv | Form::Atom => {
                let text = format!(
                    "{}\n",
                    [Some(self.message.as_str()), self.help.as_deref()]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .join("; ")
                );
                ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
            }
        };
        *response.status_mut() = self.status;
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response
    }

    fn page(&self) -> Markup {
        let title = self.status.canonical_reason().unwrap_or("No answer");
        let body = html! {
            div.message role="alert" {
                h1 { (title) }
                p { (self.message) "." }
                @if let Some(help) = &self.help { p.soft { (help) "." } }
                p { a href="/" { "Find" } }
            }
        };
        shell::page(&Shell { title, ..Shell::default() }, &body)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        let status = match &error {
            StoreError::NotFound(_) => StatusCode::NOT_FOUND,
            StoreError::Words { .. } | StoreError::Cursor(_) | StoreError::Correction(_) => {
                StatusCode::BAD_REQUEST
            }
            StoreError::Busy | StoreError::TooLong => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let help = match &error {
            StoreError::TooLong => Some("ask for a shorter time or fewer actors"),
            error => error.help(),
        };
        // What else the database says may name files of this machine, and helps nobody on the other side.
        let message = match &error {
            StoreError::Database(_) | StoreError::File { .. } => "the store could not be read".to_owned(),
            error => error.to_string(),
        };
        Self { status, message, help: help.map(str::to_owned) }
    }
}
