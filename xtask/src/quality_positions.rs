//! The gold sets of positions: what `verbale relations`, `attitudes` and `gap --cases` print against their scorer.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::quality::Figures;

/// One task: its gold, how the program is asked, and what is shown of its score.
pub(crate) struct PositionSet {
    pub(crate) name: &'static str,
    /// What the scorer calls the task.
    task: &'static str,
    gold: &'static str,
    arguments: &'static [&'static str],
    pub(crate) figures: Figures,
}

pub(crate) const SETS: &[PositionSet] = &[
    PositionSet {
        name: "relations",
        task: "relations",
        gold: "relations-dev.jsonl.gz",
        arguments: &["relations"],
        figures: &[
            ("stance F1", "stance_f1"),
            ("direction right", "direction_right"),
            ("polarity right", "polarity_right"),
            ("macro-F1", "macro_f1"),
        ],
    },
    PositionSet {
        name: "relations-sure",
        task: "relations",
        gold: "relations-dev.jsonl.gz",
        arguments: &["relations", "--sure"],
        figures: &[("stance precision", "stance_precision"), ("stance recall", "stance_recall")],
    },
    PositionSet {
        name: "attitudes",
        task: "attitudes",
        gold: "attitudes-dev.jsonl.gz",
        arguments: &["attitudes"],
        figures: &[("macro-F1", "macro_f1"), ("opposite", "opposite")],
    },
    PositionSet {
        name: "gaps",
        task: "gaps",
        gold: "gap-dev.jsonl.gz",
        arguments: &["gap", "--cases"],
        figures: &[
            ("coverage", "coverage"),
            ("power", "power"),
            ("false alarms", "false_alarm_rate"),
            ("wrong way", "wrong_way"),
            ("thin kept silent", "thin_kept_silent"),
        ],
    },
];

/// Answers the rows of one set and gives the scorer's JSON.
pub(crate) fn measure(set: &PositionSet, bench: &Path, out: &Path, program: &Path) -> Result<Value> {
    let folder = bench.join("positions");
    let gold = folder.join(set.gold);
    let found = out.join(format!("{}.jsonl", set.name));
    let answered = Command::new(program)
        .args(set.arguments)
        .arg(&gold)
        .stdout(fs::File::create(&found)?)
        .status()
        .with_context(|| format!("running {}", program.display()))?;
    if !answered.success() {
        bail!("{} {} ended with {answered}", program.display(), set.arguments.join(" "));
    }
    let scored = Command::new("python3")
        .arg(folder.join("score.py"))
        .arg(set.task)
        .arg(&gold)
        .arg(&found)
        .arg("--json")
        .stderr(Stdio::inherit())
        .output()
        .context("running the scorer needs python3")?;
    if !scored.status.success() {
        bail!("the scorer of {} ended with {}", set.name, scored.status);
    }
    serde_json::from_slice(&scored.stdout).context("the scorer's output is no JSON")
}
