//! What all requests share: the options, the secret of this run, and readers of the store.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use verbale_store::{Store, StoreError};

use crate::answer::Fault;
use crate::options::{Access, Options};
use crate::reasons::Reasons;
use crate::{Budgets, ServeError};

/// Shared by all requests; a handle, cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Shared>);

struct Shared {
    options: Options,
    /// Random, new with every start: forms and sessions of an earlier run are worth nothing.
    secret: [u8; 32],
    turns: Semaphore,
    idle: Mutex<Vec<Store>>,
    reasons: Reasons,
}

impl App {
    /// Checks options and store, and makes the secret.
    pub(crate) fn new(options: Options) -> Result<Self, ServeError> {
        options.check()?;
        let reader = Store::open_read_only(&options.store)?;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(ServeError::Random)?;
        let turns = Semaphore::new(options.budgets.readers.get());
        let idle = Mutex::new(vec![reader]);
        Ok(Self(Arc::new(Shared { options, secret, turns, idle, reasons: Reasons::built_in() })))
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn budgets(&self) -> &Budgets {
        &self.0.options.budgets
    }

    /// Why each rule is there.
    pub(crate) fn reasons(&self) -> &Reasons {
        &self.0.reasons
    }

    /// Whether people may correct what the store holds.
    pub(crate) fn takes_corrections(&self) -> bool {
        !self.0.options.read_only
    }

    /// What a form of this run carries, and no other page can know.
    pub(crate) fn form_key(&self) -> String {
        self.keyed(b"form")
    }

    /// What the cookie of someone who showed the token holds; none where no token is asked for.
    pub(crate) fn session(&self) -> Option<String> {
        match &self.0.options.access {
            Access::Token(token) => Some(self.keyed(token.as_bytes())),
            Access::Everyone => None,
        }
    }

    fn keyed(&self, of: &[u8]) -> String {
        blake3::keyed_hash(&self.0.secret, of).to_hex().to_string()
    }

    /// Reads the store within the budgets, from one state of it.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Fault> {
        let limit = self.budgets().reading;
        self.in_turn(move |shared| {
            let reader = shared.reader()?;
            let answer = reader.within(limit, read);
            shared.give_back(reader);
            answer
        })
        .await
    }

    /// Changes the store: opened for this one change, so that `verbale add` may run beside.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Fault> {
        self.in_turn(move |shared| write(&mut Store::open(&shared.options.store)?)).await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Fault> {
        let waiting = self.budgets().waiting;
        let turn = tokio::time::timeout(waiting, self.0.turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(Fault::busy(waiting)) };
        let shared = Arc::clone(&self.0);
        match tokio::task::spawn_blocking(move || work(&shared)).await {
            Ok(answer) => answer.map_err(Fault::from),
            Err(_) => Err(Fault::panicked()),
        }
    }
}

impl Shared {
    fn reader(&self) -> Result<Store, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| Store::open_read_only(path(&self.options)), Ok)
    }

    fn give_back(&self, reader: Store) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
    }
}

fn path(options: &Options) -> &Path {
    &options.store
}

/// A limit as people say it.
pub(crate) fn seconds(limit: Duration) -> String {
    format!("{} s", limit.as_secs_f64())
}
