//! Ctrl-C: the first ends the run after the record being printed, the second ends it at once.

use std::sync::atomic::{AtomicBool, Ordering};

static STOPPED: AtomicBool = AtomicBool::new(false);

/// Whether the user asked to stop.
pub(crate) fn is_asked() -> bool {
    STOPPED.load(Ordering::Relaxed)
}

/// Listens for Ctrl-C. Without a handler (none can be set) the system's own way remains: the process ends.
pub(crate) fn on_interrupt() {
    let _ = ctrlc::set_handler(|| {
        if STOPPED.swap(true, Ordering::Relaxed) {
            end_now();
        }
    });
}

#[expect(
    clippy::disallowed_methods,
    reason = "the user asked twice; nothing is half printed but the current line"
)]
fn end_now() {
    std::process::exit(130);
}
