//! A model's files, on disk or in the program, and what can be wrong with them.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// No file of a pipeline is longer; the vectors of the largest published ones are under 700 MB.
const LONGEST_FILE: u64 = 2 << 30;

/// Why a model could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A file of the model is not there or cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file of the model does not hold what it should.
    #[error("{}: {place}: {what}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Where in the file: a line, a byte, a section or a layer.
        place: String,
        /// What was expected and what was found.
        what: String,
    },
    /// The pipeline has a part that this crate does not run.
    #[error("{}: {place} is {name:?}, which is not supported{}", path.display(), supported(known))]
    Unsupported {
        /// The configuration that names it.
        path: PathBuf,
        /// The part of the pipeline.
        place: String,
        /// Its registered name.
        name: String,
        /// What could stand there.
        known: &'static [&'static str],
    },
}

fn supported(known: &[&str]) -> String {
    if known.is_empty() { String::new() } else { format!(" (supported: {})", known.join(", ")) }
}

impl ModelError {
    /// Whether the model is sound as far as it was read, but of a kind that this crate does not run.
    pub fn is_unsupported(&self) -> bool {
        matches!(self, Self::Unsupported { .. })
    }
}

/// The files of a model by their path in its directory.
#[derive(Clone, Debug)]
pub struct ModelDir {
    root: PathBuf,
    /// The files themselves, where the program carries them.
    bundled: Option<&'static [(&'static str, &'static [u8])]>,
}

impl ModelDir {
    /// The files under a directory. Nothing is read yet.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), bundled: None }
    }

    /// Files that the program carries: their path in the directory, and their bytes. `name` stands for the directory
    /// in messages.
    pub fn bundled(name: &str, files: &'static [(&'static str, &'static [u8])]) -> Self {
        Self { root: PathBuf::from(name), bundled: Some(files) }
    }

    /// The path of a file, for messages.
    pub fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    /// Whether there is such a file.
    pub fn has(&self, file: &str) -> bool {
        match self.bundled {
            Some(files) => files.iter().any(|(path, _)| *path == file),
            None => self.path(file).is_file(),
        }
    }

    /// A file's bytes.
    ///
    /// # Errors
    /// If it is not there, cannot be read, or is longer than any file of a model.
    pub fn read(&self, file: &str) -> Result<Cow<'static, [u8]>, ModelError> {
        let path = self.path(file);
        if let Some(files) = self.bundled {
            return match files.iter().find(|(path, _)| *path == file) {
                Some((_, bytes)) => Ok(Cow::Borrowed(bytes)),
                None => Err(ModelError::Read { path, source: io::ErrorKind::NotFound.into() }),
            };
        }
        match read_at(&path) {
            Ok(bytes) => Ok(Cow::Owned(bytes)),
            Err(source) => Err(ModelError::Read { path, source }),
        }
    }

    /// A file's text.
    ///
    /// # Errors
    /// As for [`ModelDir::read`], and if it is not UTF-8.
    pub fn read_text(&self, file: &str) -> Result<String, ModelError> {
        String::from_utf8(self.read(file)?.into_owned()).map_err(|error| {
            self.invalid(file, format!("byte {}", error.utf8_error().valid_up_to()), "the text is not UTF-8")
        })
    }

    /// A JSON file as a value of the type.
    ///
    /// # Errors
    /// As for [`ModelDir::read`], and if it is not JSON of that shape.
    pub fn read_json<T: DeserializeOwned>(&self, file: &str) -> Result<T, ModelError> {
        serde_json::from_slice(&self.read(file)?).map_err(|error| {
            self.invalid(file, format!("line {}, column {}", error.line(), error.column()), error.to_string())
        })
    }

    /// An error about the contents of a file.
    pub fn invalid(&self, file: &str, place: impl Into<String>, what: impl Into<String>) -> ModelError {
        ModelError::Invalid { path: self.path(file), place: place.into(), what: what.into() }
    }
}

fn read_at(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > LONGEST_FILE {
        return Err(io::Error::other(format!("{length} bytes: more than a model's file has")));
    }
    let mut bytes = Vec::with_capacity(length as usize);
    file.take(LONGEST_FILE).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_files_are_found_by_path() {
        let dir = ModelDir::bundled("tiny", &[("a/b", b"[1, 2"), ("c", b"\xff")]);
        assert!(dir.has("a/b") && !dir.has("b"));
        assert_eq!(
            dir.read_json::<Vec<u8>>("a/b").unwrap_err().to_string(),
            "tiny/a/b: line 1, column 5: EOF while parsing a list at line 1 column 5"
        );
        assert_eq!(dir.read_text("c").unwrap_err().to_string(), "tiny/c: byte 0: the text is not UTF-8");
        assert_eq!(dir.read("d").unwrap_err().to_string(), "cannot read tiny/d");
    }
}
