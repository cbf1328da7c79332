//! The door: who is let in, what a browser may do with what it gets, and whose changes are taken.
//!
//! Every request passes here first, whatever it asks for; every answer passes here last.

use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::uri::Authority;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::answer::{Fault, Form};
use crate::app::App;
use crate::options::Access;
use crate::state::State;

/// Nothing from elsewhere, nothing inline, no frames, forms to ourselves only.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    ),
];

const COOKIE: &str = "verbale";

/// Lets a request in or not, and dresses the answer.
pub(crate) async fn guard(Shared(app): Shared<App>, request: Request, next: Next) -> Response {
    let form = Form::of_path(request.uri().path());
    let mut response = match admit(&app, &request) {
        Entry::Open => next.run(request).await,
        Entry::Login(to, cookie) => see_other(&to, Some(&cookie)),
        Entry::Closed(fault) => fault.answer(form),
    };
    for (header, value) in HEADERS {
        response.headers_mut().insert(header, HeaderValue::from_static(value));
    }
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    response
}

enum Entry {
    Open,
    /// The token was shown in the address: the same address without it, and the cookie.
    Login(String, String),
    Closed(Fault),
}

fn admit(app: &App, request: &Request) -> Entry {
    let headers = request.headers();
    let host = request.uri().authority().map(Authority::as_str);
    let host = text(headers, &header::HOST).or(host).unwrap_or_default();
    if !app.options().is_known_as(host) {
        return Entry::Closed(Fault::misdirected());
    }
    let by_header = match has_token(app, request) {
        Shown::None => return Entry::Closed(Fault::unauthorized()),
        Shown::InAddress(to, cookie) => return Entry::Login(to, cookie),
        Shown::InHeader => true,
        Shown::InCookie | Shown::NotNeeded => false,
    };
    match *request.method() {
        Method::GET | Method::HEAD => Entry::Open,
        Method::POST if !app.takes_corrections() => Entry::Closed(Fault::read_only()),
        // A browser sends the header of a token only where a script of ours put it.
        Method::POST if by_header || is_our_page(headers, host) => Entry::Open,
        Method::POST => Entry::Closed(Fault::foreign()),
        _ => Entry::Closed(Fault::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "this address can be read and nothing else",
        )),
    }
}

enum Shown {
    NotNeeded,
    InHeader,
    InCookie,
    InAddress(String, String),
    None,
}

fn has_token(app: &App, request: &Request) -> Shown {
    let (Access::Token(token), Some(session)) = (&app.options().access, app.session()) else {
        return Shown::NotNeeded;
    };
    let headers = request.headers();
    if text(headers, &header::AUTHORIZATION)
        .and_then(|value| value.strip_prefix("Bearer "))
        .is_some_and(|shown| is_same(shown, token))
    {
        return Shown::InHeader;
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies =
        cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    if cookies.any(|(name, value)| name == COOKIE && is_same(value, &session)) {
        return Shown::InCookie;
    }
    let state = State::read(request.uri().path(), request.uri().query());
    if request.method() == Method::GET && state.get("token").is_some_and(|shown| is_same(shown, token)) {
        let cookie = format!("{COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000");
        // Two slashes would lead to another site.
        let path = format!("/{}", request.uri().path().trim_start_matches(['/', '\\']));
        return Shown::InAddress(state.at(path).without("token").href(), cookie);
    }
    Shown::None
}

/// Compares hashes, which takes the same time wherever two texts differ.
pub(crate) fn is_same(shown: &str, known: &str) -> bool {
    blake3::hash(shown.as_bytes()) == blake3::hash(known.as_bytes())
}

/// Whether the browser says that the request comes from a page of this server. A request that says nothing of where
/// it comes from is not a browser's; its form must still carry the form key.
fn is_our_page(headers: &HeaderMap, host: &str) -> bool {
    let fetched_by = headers.get("sec-fetch-site").map(|site| site.to_str().unwrap_or("?"));
    let is_origin_ours = text(headers, &header::ORIGIN)
        .map(|origin| origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)));
    matches!(fetched_by, None | Some("same-origin")) && is_origin_ours != Some(false)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Another address to look at, after a form was sent.
pub(crate) fn see_other(to: &str, cookie: Option<&str>) -> Response {
    let mut response = (StatusCode::SEE_OTHER, Body::empty()).into_response();
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    if let Some(Ok(cookie)) = cookie.map(HeaderValue::from_str) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
