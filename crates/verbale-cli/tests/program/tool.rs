//! A folder with files, and runs of the program in it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A fresh folder.
pub(crate) struct Folder {
    temp: TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self { temp: tempfile::tempdir().expect("a temporary folder") }
    }

    pub(crate) fn with(file: &str, content: impl AsRef<[u8]>) -> Self {
        let folder = Self::new();
        folder.write(file, content);
        folder
    }

    pub(crate) fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path().join(file), content).expect("a file in a temporary folder");
    }

    pub(crate) fn path(&self) -> &Path {
        self.temp.path()
    }

    /// The program with arguments given as one line.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_verbale"));
        command.args(arguments.split_whitespace()).current_dir(self.path()).stdin(Stdio::null());
        command.env_remove("VERBALE_MODEL").env_remove("NO_COLOR").env("COLUMNS", "100");
        command
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, arguments: &str) -> Ran {
        Ran::of(&self.command(arguments).output().expect("the program runs"))
    }
}

/// How a run ended and what it wrote.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) printed: String,
    pub(crate) said: String,
}

impl Ran {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8");
        Self { status: output.status.code(), printed: text(&output.stdout), said: text(&output.stderr) }
    }

    /// The ids of the printed records, in order.
    pub(crate) fn ids(&self) -> Vec<String> {
        let records =
            self.printed.lines().map(|line| serde_json::from_str(line).expect("each line is a record"));
        records
            .map(|record: serde_json::Value| record["id"].as_str().expect("records have ids").to_owned())
            .collect()
    }
}
