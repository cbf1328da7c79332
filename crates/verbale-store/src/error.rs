use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no file.
    #[error("there is no store at {}", .0.display())]
    Missing(PathBuf),
    /// A store was to be made where there is a file already.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The file is something else.
    #[error("{} is not a store of verbale", .0.display())]
    NotAStore(PathBuf),
    /// The file was written by a newer program.
    #[error("{} has format {format}, and this program reads formats up to {}", path.display(), crate::FORMAT)]
    TooNew {
        /// The file.
        path: PathBuf,
        /// The format it has.
        format: u32,
    },
    /// The file was written by an older program, and must not be changed as it was opened for reading only.
    #[error("{} has the older format {format}", path.display())]
    TooOld {
        /// The file.
        path: PathBuf,
        /// The format it has.
        format: u32,
    },
    /// No room is left.
    #[error("the disk is full: what was not kept yet is lost, the store is whole")]
    DiskFull,
    /// Another program writes to it.
    #[error("another program is writing to the store")]
    Busy,
    /// A time limit was reached.
    #[error("the answer took longer than the time allowed")]
    TooLong,
    /// What was asked for is not there.
    #[error("there is no {0}")]
    NotFound(String),
    /// The search words cannot be understood.
    #[error("cannot search for {words:?}: {why}")]
    Words {
        /// As given.
        words: String,
        /// What is wrong.
        why: &'static str,
    },
    /// A page token or an order that was not given out by this program.
    #[error("{0:?} is no page of this list")]
    Cursor(String),
    /// Something kept is not what was written.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// A correction that makes no sense.
    #[error("cannot correct: {0}")]
    Correction(String),
    /// What this build of the program was made without.
    #[error("this build of the program cannot write {0}")]
    Unsupported(&'static str),
    /// A file could not be written or read.
    #[error("{what}")]
    File {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// Anything else the database said.
    #[error("the database says: {0}")]
    Database(rusqlite::Error),
}

impl StoreError {
    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Missing(_) => Some("`verbale add STORE INPUT…` makes one"),
            Self::TooNew { .. } => Some("use the version of verbale that wrote it, or a newer one"),
            Self::TooOld { .. } => Some("`verbale check STORE` brings it up to date"),
            Self::DiskFull => Some("make room and run the same command again: it goes on where it stopped"),
            Self::Busy => Some("wait until it is done, or stop it"),
            Self::Damaged(_) => {
                Some("`verbale check STORE` names what is damaged; restore a copy of the file")
            }
            _ => None,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::OperationInterrupted) => Self::TooLong,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            _ => Self::Database(error),
        }
    }
}
