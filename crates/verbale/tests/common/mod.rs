//! What the tests share: the language model, where there is one.

use std::path::PathBuf;

use verbale::ModelDir;

/// The model; where there is none that is said, and the test checks nothing.
#[allow(clippy::print_stderr, reason = "a test that checks nothing says so")]
pub(crate) fn model() -> Option<ModelDir> {
    let model = folder();
    if model.is_none() {
        eprintln!("skipped: no model; `cargo xtask setup` fetches it");
    }
    model.map(ModelDir::at)
}

/// As the command line finds it: `$VERBALE_MODEL`, else the cache.
fn folder() -> Option<PathBuf> {
    let var = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = var("XDG_CACHE_HOME").or_else(|| var("HOME").map(|home| home.join(".cache")));
    let named = var("VERBALE_MODEL").filter(|dir| dir.is_absolute());
    let model = named.or_else(|| Some(cache?.join("verbale/models/en_core_web_sm-3.8.0")));
    model.filter(|dir| dir.is_dir())
}
