//! With the feature `bundled`: names the default model's files for the compiler to take in. They must be on the shelf
//! (`verbale model fetch` or `cargo xtask setup`); nothing is fetched here.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const MANIFEST: &str = include_str!("pins/en_core_web_sm-3.8.0.sha256");
const FOLDER: &str = "verbale/models/en_core_web_sm-3.8.0";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_BUNDLED").is_none() {
        return;
    }
    println!("cargo::rerun-if-env-changed=XDG_CACHE_HOME");
    println!("cargo::rerun-if-env-changed=HOME");
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = cache.or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cache")));
    let folder = cache.unwrap_or_default().join(FOLDER);
    let mut list = String::from("&[");
    for (_, file) in MANIFEST.lines().filter_map(|line| line.split_once("  ")) {
        let path = folder.join(file);
        println!("cargo::rerun-if-changed={}", path.display());
        if !path.is_file() {
            println!("cargo::error={} is not there: run `cargo xtask setup` first", path.display());
            return;
        }
        write!(list, "({file:?}, include_bytes!({:?})),", path.display().to_string())
            .expect("strings take anything");
    }
    list.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("bundled.rs"), list).expect("cargo's own folder can be written to");
}
