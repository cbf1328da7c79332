use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{ModelError, Pin};

/// A model's folder, and what it says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Its folder.
    pub folder: PathBuf,
    /// Its name: the one it is known by here, else the one it gives itself.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence, as it says.
    pub licence: Option<String>,
    /// Its parts in their order: "tok2vec", "tagger", …
    pub pipeline: Vec<String>,
}

#[derive(Deserialize)]
struct Meta {
    lang: String,
    name: String,
    version: String,
    license: Option<String>,
    #[serde(default)]
    pipeline: Vec<String>,
}

impl Model {
    /// Reads what a model's folder says of itself.
    pub fn open(folder: &Path) -> Result<Self, ModelError> {
        for file in ["config.cfg", "meta.json"] {
            if !folder.join(file).is_file() {
                return Err(ModelError::NotAModel { folder: folder.to_owned(), file });
            }
        }
        let path = folder.join("meta.json");
        let json = std::fs::read(&path).map_err(ModelError::io(&path))?;
        let meta: Meta =
            serde_json::from_slice(&json).map_err(|error| ModelError::io(&path)(error.into()))?;
        // Packages are renamed on their way through registries; the folder on the shelf bears the known name.
        let shelved = folder.file_name().and_then(|name| name.to_str()).and_then(Pin::find);
        let name = shelved.map_or_else(|| format!("{}_{}", meta.lang, meta.name), |pin| pin.name.to_owned());
        Ok(Self {
            folder: folder.to_owned(),
            name,
            version: meta.version,
            licence: meta.license,
            pipeline: meta.pipeline,
        })
    }

    /// Name and version, as records give them.
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

/// Checks every file of a pinned model in a folder.
pub(crate) fn check(folder: &Path, pin: &Pin) -> Result<(), ModelError> {
    for (file, expected) in pin.files() {
        let path = folder.join(file);
        let mut bytes = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(ModelError::Incomplete { package: folder.to_owned(), file: file.to_owned() });
            }
            opened => opened.map_err(ModelError::io(&path))?,
        };
        let found = sha256(&mut bytes).map_err(ModelError::io(&path))?;
        if found != expected {
            return Err(ModelError::WrongHash { file: path, expected: expected.to_owned(), found });
        }
    }
    Ok(())
}

/// The SHA-256 of a stream, in hexadecimal.
pub(crate) fn sha256(bytes: &mut impl Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match bytes.read(&mut buffer) {
            Ok(0) => break,
            Ok(n_bytes) => hasher.update(&buffer[..n_bytes]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let mut digits = String::with_capacity(64);
    for byte in hasher.finalize() {
        write!(digits, "{byte:02x}").expect("strings take anything");
    }
    Ok(digits)
}
