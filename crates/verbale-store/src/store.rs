use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use crate::StoreError;
use crate::migrations;
use crate::stories::Finder;

/// The format this program writes.
pub const FORMAT: u32 = migrations::NEWEST;

/// One file of records.
///
/// A store may be opened by many readers and one writer at a time. It can be sent to another thread, not shared:
/// open one for each.
pub struct Store {
    pub(crate) connection: Connection,
    /// Puts documents to their stories, from the first that is added on.
    pub(crate) finder: Option<Finder>,
    path: PathBuf,
    limit: Arc<Limit>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Store {
    /// Makes a new store; an error where there is a file already.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        OpenOptions::new().write(true).create_new(true).open(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(path.to_owned()),
            _ => StoreError::File { what: format!("cannot make {}", path.display()), source },
        })?;
        let made = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(Self::begin);
        if made.is_err() {
            let _ = fs::remove_file(path);
        }
        made
    }

    /// Opens a store for reading and writing, and brings it to this format.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        let mut store = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let format = store.check_format()?;
        store.prepare_for_writing()?;
        migrations::run(&mut store.connection, format)?;
        Ok(store)
    }

    /// Opens a store, or makes one where there is none.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        match Self::open(path.as_ref()) {
            Err(StoreError::Missing(path)) => Self::create(path),
            Err(StoreError::NotAStore(path)) => {
                let store = Self::connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
                // The making of a store may have been stopped before anything was in it.
                let n_tables: i64 =
                    store.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
                if n_tables > 0 {
                    return Err(StoreError::NotAStore(path));
                }
                store.begin()
            }
            opened => opened,
        }
    }

    /// Opens a store that is not to be changed.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        let store = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        match store.check_format()? {
            FORMAT => Ok(store),
            format => Err(StoreError::TooOld { path: path.to_owned(), format }),
        }
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Lets the file grow to so many bytes at most. What does not fit is [`StoreError::DiskFull`], as on a full disk.
    pub fn limit_size(&self, n_bytes: u64) -> Result<(), StoreError> {
        let page: u64 = self.connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let n_pages = (n_bytes / page).clamp(1, u64::from(u32::MAX) - 1);
        self.connection.pragma_update_and_check(None, "max_page_count", n_pages, |_| Ok(()))?;
        Ok(())
    }

    /// Reads with a time limit, all from one state of the store, whatever is added meanwhile. Past the limit the
    /// answer is [`StoreError::TooLong`]. Limits do not nest: the inner one replaces the outer.
    pub fn within<T>(
        &self,
        limit: Duration,
        read: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let until = Instant::now() + limit;
        let snapshot = self.connection.unchecked_transaction()?;
        self.limit.set(until);
        let answer = read(self);
        self.limit.lift();
        snapshot.finish()?;
        answer
    }

    /// Makes the tables in an empty file.
    fn begin(mut self) -> Result<Self, StoreError> {
        self.prepare_for_writing()?;
        migrations::run(&mut self.connection, 0)?;
        Ok(self)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        // Without the URI flag no name of a file is taken for anything else.
        let mut connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(128);
        // The file may come from anyone: its schema must not call functions with side effects.
        connection
            .execute_batch(
                "PRAGMA trusted_schema = off; PRAGMA cache_size = -65536; PRAGMA temp_store = memory;",
            )
            .map_err(|error| not_a_store(path, error))?;
        let limit = Arc::new(Limit::new());
        let watched = Arc::clone(&limit);
        connection.progress_handler(2000, Some(move || watched.is_over()))?;
        Ok(Self { connection, finder: None, path: path.to_owned(), limit })
    }

    fn prepare_for_writing(&mut self) -> Result<(), StoreError> {
        // With the log written ahead, readers go on while a batch is kept, and a batch is kept wholly or not at all.
        self.connection.execute_batch(
            "PRAGMA journal_mode = wal; PRAGMA synchronous = normal; PRAGMA wal_autocheckpoint = 16000; PRAGMA journal_size_limit = 134217728; PRAGMA cache_size = -262144;",
        )?;
        Ok(())
    }

    /// The format of the file; an error where it is no store or a newer one.
    fn check_format(&self) -> Result<u32, StoreError> {
        let read =
            |pragma: &str| self.connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
        let id = read("application_id").map_err(|error| not_a_store(&self.path, error))?;
        let format = u32::try_from(read("user_version")?).unwrap_or(0);
        if id != i64::from(migrations::APPLICATION_ID) || format == 0 {
            return Err(StoreError::NotAStore(self.path.clone()));
        }
        if format > FORMAT {
            return Err(StoreError::TooNew { path: self.path.clone(), format });
        }
        Ok(format)
    }
}

fn not_a_store(path: &Path, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => StoreError::NotAStore(path.to_owned()),
        _ => error.into(),
    }
}

/// When reading is to be given up, as the database asks for now and then.
struct Limit {
    start: Instant,
    /// Microseconds after `start`; `u64::MAX` where there is no limit.
    until: AtomicU64,
}

impl Limit {
    fn new() -> Self {
        Self { start: Instant::now(), until: AtomicU64::new(u64::MAX) }
    }

    fn set(&self, until: Instant) {
        let micros = until.saturating_duration_since(self.start).as_micros() as u64;
        self.until.store(micros, Ordering::Relaxed);
    }

    fn lift(&self) {
        self.until.store(u64::MAX, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        let until = self.until.load(Ordering::Relaxed);
        until != u64::MAX && self.start.elapsed().as_micros() as u64 > until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_made_once_and_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.vb");
        assert!(matches!(Store::open(&path), Err(StoreError::Missing(_))));
        drop(Store::create(&path).unwrap());
        assert!(matches!(Store::create(&path), Err(StoreError::Exists(_))));
        drop(Store::open(&path).unwrap());
        drop(Store::open_read_only(&path).unwrap());
    }

    #[test]
    fn a_store_whose_making_was_stopped_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.vb");
        fs::write(&path, "").unwrap();
        drop(Store::open_or_create(&path).unwrap());
        drop(Store::open(&path).unwrap());
    }

    #[test]
    fn other_files_are_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        fs::write(&path, "not a database, but long enough to hold a header of one hundred bytes: ".repeat(3))
            .unwrap();
        assert!(matches!(Store::open(&path), Err(StoreError::NotAStore(_))));
        let other = folder.path().join("other.db");
        Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
        assert!(matches!(Store::open(&other), Err(StoreError::NotAStore(_))));
    }

    #[test]
    fn a_newer_format_is_refused_with_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.vb");
        let store = Store::create(&path).unwrap();
        store.connection.pragma_update(None, "user_version", FORMAT + 1).unwrap();
        drop(store);
        assert!(matches!(Store::open(&path), Err(StoreError::TooNew { format, .. }) if format == FORMAT + 1));
    }

    #[test]
    fn reading_ends_at_its_limit_and_goes_on_after() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path().join("news.vb")).unwrap();
        let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n";
        let count = |store: &Store, sql: &str| {
            store.connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(StoreError::from)
        };
        let ended = store.within(Duration::from_millis(20), |store| count(store, endless));
        assert!(matches!(ended, Err(StoreError::TooLong)));
        assert_eq!(store.within(Duration::from_secs(5), |store| count(store, "SELECT 7")).unwrap(), 7);
    }
}
