//! `cargo xtask background`: counts in how many documents each word stands, for the weighing of words in stories.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use flate2::read::GzDecoder;
use rustc_hash::FxHashSet;
use serde_json::Value;

/// What the words are counted in.
#[derive(Debug, clap::Args)]
pub(crate) struct Background {
    /// JSONL files of articles, gzip or not: `text` (or `gold_text`) and `title` of each line
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Stems of fewer documents are left out
    #[arg(long, default_value_t = 2)]
    fewest: u32,
    /// Where the table goes
    #[arg(long, default_value = "crates/verbale-stories/data/background.tsv")]
    out: PathBuf,
}

/// A shorter text is a snippet: its words are not those of an article.
const SHORTEST: usize = 200;

pub(crate) fn run(options: &Background) -> Result<()> {
    let mut documents = Vec::new();
    let mut seen = FxHashSet::default();
    for file in &options.files {
        for line in read(file)?.lines().filter(|line| !line.trim().is_empty()) {
            let row: Value =
                serde_json::from_str(line).with_context(|| format!("reading {}", file.display()))?;
            let field = |name: &str| row[name].as_str();
            let Some(text) = field("gold_text").or_else(|| field("text")) else { continue };
            // Several sets share articles; each counts once.
            let middle: String = text.chars().skip(100).take(80).collect();
            if text.len() >= SHORTEST && seen.insert(middle) {
                documents.push(format!("{}\n{text}", field("title").unwrap_or("")));
            }
        }
    }
    let table = verbale_stories::background(documents.iter().map(String::as_str), options.fewest);
    fs::write(&options.out, &table)?;
    println!("{} documents, {} stems: {}", documents.len(), table.lines().count() - 1, options.out.display());
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    Ok(text)
}
