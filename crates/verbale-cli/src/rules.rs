//! Rule files from a folder: `--rules`, and `verbale check`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use verbale::{Coder, Options, Rules, failing_examples};

use crate::args::{CheckArgs, Loudness, RuleArgs};
use crate::documents;
use crate::exit::Exit;
use crate::terminal;

/// The event rules that were asked for: the built-in ones, with a user's laid over them or in their place.
pub(crate) fn of(args: &RuleArgs) -> anyhow::Result<Rules> {
    match &args.rules {
        None => Ok(Rules::built_in()),
        Some(folder) => read(folder, args.rules_alone),
    }
}

/// `verbale check RULES_DIR`: reads the rules, runs their examples, and names those that fail.
pub(crate) fn check(args: &CheckArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let rules = read(&args.folder, args.rules_alone)?;
    let (model, label) = documents::model_named(args.model.as_deref(), loudness)?;
    let options = Options { unclaimed: args.unclaimed, ..Options::default() };
    let coder = Coder::open_with_rules(&model, rules, options)?.with_model_label(label);
    let own = args.folder.display().to_string();
    let (n_examples, failed) = failing_examples(&coder, |place| args.all || place.starts_with(&own));
    for failed in &failed {
        terminal::say(&format!("{} {}: {:?}", failed.place, failed.rule, failed.text));
        for (word, lines) in [("gives", &failed.given), ("not", &failed.expected)] {
            let lines = if lines.is_empty() { "nothing".to_owned() } else { lines.join("; ") };
            terminal::say(&format!("  {word} {lines}"));
        }
    }
    if loudness > Loudness::Quiet {
        let n_rules = coder.event_rules().book().rules().len();
        terminal::say(&format!("{n_rules} rules, {n_examples} examples run, {} failed", failed.len()));
    }
    Ok(if failed.is_empty() { Exit::Fine } else { Exit::SomeFailed })
}

fn read(folder: &Path, alone: bool) -> anyhow::Result<Rules> {
    let files = files(folder)?;
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let rules = if alone { Rules::read(&files) } else { Rules::over_built_in(&files) };
    Ok(rules?)
}

/// The rule files of a folder, by name; word sets stand in `sets.toml`, which is read first. Of a folder with a folder
/// `events`, as the program's own `rules/`, those in there.
fn files(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let events = folder.join("events");
    let folder = if events.is_dir() { events.as_path() } else { folder };
    let entries = fs::read_dir(folder).with_context(|| format!("reading rules in {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("reading rules in {}", folder.display()))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        bail!("no rule files (*.toml) in {}", folder.display());
    }
    paths.sort_by_key(|path| (path.file_name().is_none_or(|name| name != "sets.toml"), path.clone()));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        Ok((path.display().to_string(), text))
    };
    paths.into_iter().map(read).collect()
}
