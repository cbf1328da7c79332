//! The gold sets of stories: what `verbale stories` prints against their scorer.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::quality::Figures;

/// One task: its documents, its gold, and what is shown of its score.
pub(crate) struct StorySet {
    pub(crate) name: &'static str,
    /// What the scorer calls the task.
    task: &'static str,
    documents: &'static str,
    gold: &'static str,
    /// Gold of the documents, for copies: it names the kinds of false pairs.
    kinds: Option<&'static str>,
    pub(crate) figures: Figures,
}

const COPY_FIGURES: Figures = &[
    ("copies F1", "f1"),
    ("copies precision", "precision"),
    ("copies recall", "recall"),
    ("share error", "share_error"),
];

pub(crate) const SETS: &[StorySet] = &[
    StorySet {
        name: "stories",
        task: "stories",
        documents: "stories-dev.jsonl.gz",
        gold: "stories-dev.gold.jsonl",
        kinds: None,
        figures: &[
            ("B-cubed F1", "bcubed_f1"),
            ("B-cubed precision", "bcubed_precision"),
            ("B-cubed recall", "bcubed_recall"),
            ("pair F1", "pair_f1"),
        ],
    },
    StorySet {
        name: "stories-reuse",
        task: "copies",
        documents: "stories-dev.jsonl.gz",
        gold: "reuse-dev.gold.jsonl",
        kinds: None,
        figures: COPY_FIGURES,
    },
    StorySet {
        name: "stories-copies",
        task: "copies",
        documents: "copies-dev.jsonl.gz",
        gold: "copies-dev.pairs.jsonl",
        kinds: Some("copies-dev.docs.jsonl"),
        figures: &[
            ("copies F1", "f1"),
            ("copies precision", "precision"),
            ("copies recall", "recall"),
            ("template pairs wrong", "false_pairs_by_kind/template"),
        ],
    },
    StorySet {
        name: "stories-originals",
        task: "originals",
        documents: "copies-dev.jsonl.gz",
        gold: "copies-dev.docs.jsonl",
        kinds: None,
        figures: &[("originals right", "right"), ("wrongly called copy", "wrongly_called_copy")],
    },
    StorySet {
        name: "stories-wire",
        task: "wire",
        documents: "wire-dev.jsonl.gz",
        gold: "wire-dev.jsonl.gz",
        kinds: None,
        figures: &[
            ("agency copy F1", "f1"),
            ("agency copy precision", "precision"),
            ("agency copy recall", "recall"),
        ],
    },
    StorySet {
        name: "stories-credits",
        task: "credits",
        documents: "credits-dev.jsonl",
        gold: "credits-dev.jsonl",
        kinds: None,
        figures: &[("credits macro-F1", "macro_f1"), ("credits accuracy", "accuracy")],
    },
];

/// Groups the documents of one set and gives the scorer's JSON.
pub(crate) fn measure(set: &StorySet, bench: &Path, out: &Path, program: &Path) -> Result<Value> {
    let folder = bench.join("stories");
    let found = out.join(format!("{}.jsonl", set.name));
    let grouped = Command::new(program)
        .args(["stories", "-q", "--from", "jsonl"])
        .arg(folder.join(set.documents))
        .stdout(fs::File::create(&found)?)
        .status()
        .with_context(|| format!("running {}", program.display()))?;
    if !grouped.success() {
        bail!("{} stories ended with {grouped}", program.display());
    }
    let mut scorer = Command::new("python3");
    scorer.arg(folder.join("score.py")).arg(set.task).arg(folder.join(set.gold)).arg(&found).arg("--json");
    if let Some(kinds) = set.kinds {
        scorer.arg("--docs").arg(folder.join(kinds));
    }
    let scored = scorer.stderr(Stdio::inherit()).output().context("running the scorer needs python3")?;
    if !scored.status.success() {
        bail!("the scorer of {} ended with {}", set.name, scored.status);
    }
    serde_json::from_slice(&scored.stdout).context("the scorer's output is no JSON")
}
