//! Files built into the program: style, script and outlines. `web/` says how they are made.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::answer::{Fault, Form};

const STYLE: &str = include_str!("../assets/style.css");
const SCRIPT: &str = include_str!("../assets/app.js");
const ICON: &str = include_str!("../assets/icon.svg");
const LICENCES: &str = include_str!("../assets/LICENCES.txt");
/// Outlines of countries; `map.rs` reads them.
pub(crate) const WORLD: &str = include_str!("../assets/world.tsv");

/// Changes with the files, so that browsers may keep them for good.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = blake3::Hasher::new();
    for file in [STYLE, SCRIPT, ICON] {
        hasher.update(file.as_bytes());
    }
    hasher.finalize().to_hex()[..12].to_owned()
});

/// Where a page finds a file: `/static/1a2b3c4d5e6f/style.css`.
pub(crate) fn href(file: &str) -> String {
    format!("/static/{}/{file}", *VERSION)
}

/// The files. Under any version they are those of this one; a page that is older than the program asks for the other.
pub(crate) async fn file(Path((_, file)): Path<(String, String)>) -> Response {
    let (media_type, text) = match file.as_str() {
        "style.css" => ("text/css; charset=utf-8", STYLE),
        "app.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "icon.svg" => ("image/svg+xml", ICON),
        "LICENCES.txt" => ("text/plain; charset=utf-8", LICENCES),
        _ => return Fault::new(StatusCode::NOT_FOUND, "there is no such file").answer(Form::Html),
    };
    let headers =
        [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, text).into_response()
}
