use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::stop;

/// Items in flight per thread: enough that no thread waits for a long document, few enough to hold in memory.
const WINDOW: usize = 8;

/// Works on items in parallel and gives the results in the order of the items.
///
/// `body` runs once on each thread; it sets up what the thread needs and calls [`Jobs::each`]. At most
/// [`WINDOW`] items per thread are held at a time, from reading to result. Iteration ends early when the user stops the
/// run; threads still waiting for input then end with the process.
pub(crate) fn ordered<T, R>(
    items: impl Iterator<Item = T> + Send + 'static,
    n_threads: NonZeroUsize,
    body: impl Fn(Jobs<T, R>) + Send + Sync + 'static,
) -> Ordered<R>
where
    T: Send + 'static,
    R: Send + 'static,
{
    quiet_panics();
    let window = n_threads.get() * WINDOW;
    let (give_item, take_item) = sync_channel(window);
    let (give_result, take_result) = sync_channel(window);
    let (take_ticket, return_ticket) = sync_channel(window);
    spawn(READER, move || {
        for item in items.enumerate() {
            // A ticket is returned when the result is out: that bounds what is held at a time.
            if take_ticket.send(()).is_err() || give_item.send(item).is_err() {
                break;
            }
        }
    });
    let (take_item, body) = (Arc::new(Mutex::new(take_item)), Arc::new(body));
    for _ in 0..n_threads.get() {
        let jobs = Jobs { items: Arc::clone(&take_item), results: give_result.clone() };
        let body = Arc::clone(&body);
        spawn(WORKER, move || body(jobs));
    }
    Ordered { results: take_result, tickets: return_ticket, waiting: BTreeMap::new(), next: 0 }
}

/// The items a thread takes on.
pub(crate) struct Jobs<T, R> {
    items: Arc<Mutex<Receiver<(usize, T)>>>,
    results: SyncSender<(usize, R)>,
}

impl<T, R> Jobs<T, R> {
    /// Works on items until there are no more.
    pub(crate) fn each(self, mut work: impl FnMut(T) -> R) {
        loop {
            let taken = match self.items.lock() {
                Ok(items) => items.recv(),
                Err(_) => return,
            };
            let Ok((number, item)) = taken else { return };
            if self.results.send((number, work(item))).is_err() {
                return;
            }
        }
    }
}

/// Results in the order of their items.
pub(crate) struct Ordered<R> {
    results: Receiver<(usize, R)>,
    tickets: Receiver<()>,
    /// Results that came before their turn.
    waiting: BTreeMap<usize, R>,
    next: usize,
}

impl<R> Iterator for Ordered<R> {
    type Item = R;

    fn next(&mut self) -> Option<R> {
        loop {
            if stop::is_asked() {
                return None;
            }
            if let Some(result) = self.waiting.remove(&self.next) {
                self.next += 1;
                let _ = self.tickets.try_recv();
                return Some(result);
            }
            // Woken now and then to see whether the user asked to stop.
            match self.results.recv_timeout(Duration::from_millis(50)) {
                Ok((number, result)) => {
                    self.waiting.insert(number, result);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }
}

const READER: &str = "reader";
const WORKER: &str = "worker";

/// Deep trees of odd sentences want more than the two megabytes a thread gets by default.
const STACK: usize = 16 << 20;

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().name(name.to_owned()).stack_size(STACK);
    thread.spawn(body).expect("the system gives a thread");
}

/// A panic on one document is reported with that document, not by the runtime.
fn quiet_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !matches!(thread::current().name(), Some(READER | WORKER)) {
            usual(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(n_items: u64, n_threads: usize) -> Vec<u64> {
        let n_threads = NonZeroUsize::new(n_threads).unwrap();
        let slow_first = |n: u64| {
            thread::sleep(Duration::from_micros(if n.is_multiple_of(7) { 900 } else { 10 }));
            n * n
        };
        ordered(0..n_items, n_threads, move |jobs| jobs.each(slow_first)).collect()
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let expected: Vec<u64> = (0..300).map(|n| n * n).collect();
        for n_threads in [1, 2, 5] {
            assert_eq!(squares(300, n_threads), expected);
        }
        assert_eq!(squares(0, 2), [0; 0]);
    }

    #[test]
    fn no_more_than_the_window_is_read_ahead() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static READ: AtomicUsize = AtomicUsize::new(0);
        let items = (0..1000).inspect(|_| {
            READ.fetch_add(1, Ordering::SeqCst);
        });
        let mut results = ordered(items, NonZeroUsize::MIN, |jobs| jobs.each(|n| n));
        assert_eq!(results.next(), Some(0));
        thread::sleep(Duration::from_millis(50));
        assert!(READ.load(Ordering::SeqCst) <= WINDOW + 2, "{READ:?}");
    }
}
