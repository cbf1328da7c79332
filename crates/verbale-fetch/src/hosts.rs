//! When which host may be asked: one thing at a time, with a pause between.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::FetchError;

/// Hosts that are remembered at least; beyond them those are forgotten that may be asked at once.
const MANY: usize = 4096;

/// All hosts that were asked.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    hosts: Mutex<BTreeMap<String, Arc<Mutex<Host>>>>,
}

/// A host. Who holds its lock may ask it.
#[derive(Debug, Default)]
pub(crate) struct Host {
    /// Before this it is left alone.
    next: Option<Instant>,
}

impl Hosts {
    /// The host of a name.
    pub(crate) fn host(&self, name: &str) -> Arc<Mutex<Host>> {
        let mut hosts = lock(&self.hosts);
        if hosts.len() >= MANY && !hosts.contains_key(name) {
            // One that somebody holds is about to be asked.
            hosts.retain(|_, host| host.try_lock().map_or(true, |host| host.wait().is_some()));
        }
        Arc::clone(hosts.entry(name.to_owned()).or_default())
    }
}

impl Host {
    /// How long it is still to be left alone.
    fn wait(&self) -> Option<Duration> {
        self.next?.checked_duration_since(Instant::now()).filter(|wait| !wait.is_zero())
    }

    /// Waits for its turn.
    ///
    /// # Errors
    ///
    /// Where that would take longer than `patience`.
    pub(crate) fn wait_for_turn(&self, name: &str, patience: Duration) -> Result<(), FetchError> {
        match self.wait() {
            Some(wait) if wait > patience => Err(FetchError::Later { host: name.to_owned(), wait }),
            Some(wait) => {
                thread::sleep(wait);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// It was asked; it is left alone for a while from now on.
    pub(crate) fn rest(&mut self, pause: Duration) {
        // A time that cannot be told is as far away as any.
        let next = Instant::now().checked_add(pause.min(Duration::from_hours(366 * 24)));
        self.next = self.next.max(next);
    }
}

/// The value behind a lock, also after a thread has panicked with it: it is whole at any moment.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_rests_between_requests_and_is_forgotten_later() {
        let hosts = Hosts::default();
        let host = hosts.host("a.example");
        let mut host = lock(&host);
        assert_eq!(host.wait_for_turn("a.example", Duration::ZERO), Ok(()));
        host.rest(Duration::from_mins(1));
        host.rest(Duration::ZERO);
        let later = host.wait_for_turn("a.example", Duration::from_secs(1)).expect_err("a minute is long");
        assert!(later.to_string().starts_with("a.example is not to be asked for another 59 s"), "{later}");
        host.rest(Duration::MAX);
        assert!(host.wait() > Some(Duration::from_hours(8000)));
        drop(host);
        for n in 0..3 * MANY {
            hosts.host(&n.to_string());
        }
        assert!(lock(&hosts.hosts).len() <= MANY && lock(&hosts.hosts).contains_key("a.example"));
    }
}
