use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::args::Loudness;
use crate::terminal;

/// One line on the terminal that tells how far a run is.
pub(crate) struct Progress {
    is_drawn: bool,
    start: Instant,
    drawn_at: Option<Instant>,
    /// Bytes of all inputs, where every size is known.
    n_bytes: Option<u64>,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) done: u64,
    pub(crate) failed: u64,
    /// Documents that needed no work.
    pub(crate) known: u64,
    /// Documents in all, where it is known.
    pub(crate) n_all: Option<u64>,
    /// Bytes that an earlier run took; they tell nothing of this one's pace.
    pub(crate) bytes_before: u64,
    /// Bytes taken from the inputs as they lie on the disk.
    pub(crate) bytes: u64,
}

impl Progress {
    pub(crate) fn new(n_bytes: Option<u64>, loudness: Loudness) -> Self {
        Self {
            is_drawn: loudness > Loudness::Quiet && terminal::shows_progress(),
            start: Instant::now(),
            drawn_at: None,
            n_bytes,
        }
    }

    /// Draws the line, ten times a second at most.
    pub(crate) fn draw(&mut self, tally: Tally) {
        let is_due = self.drawn_at.unwrap_or(self.start).elapsed() >= Duration::from_millis(100);
        if self.is_drawn && is_due {
            let _ = write!(io::stderr(), "\r\x1B[2K{}", line(tally, self.n_bytes, self.start.elapsed()));
            let _ = io::stderr().flush();
            self.drawn_at = Some(Instant::now());
        }
    }

    /// How long it has been.
    pub(crate) fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    /// Takes the line away, so that something else can be said.
    pub(crate) fn clear(&mut self) {
        if self.is_drawn && self.drawn_at.is_some() {
            let _ = write!(io::stderr(), "\r\x1B[2K");
        }
    }

    /// Takes the line away, and says what came of it all where the line was shown or `is_verbose` asks for it.
    pub(crate) fn finish(&mut self, tally: Tally, is_verbose: bool) {
        self.clear();
        if is_verbose || (self.is_drawn && self.drawn_at.is_some()) {
            let seconds = self.start.elapsed().as_secs_f64();
            let rate = tally.done as f64 / seconds.max(0.001);
            let (done, failed) = (grouped(tally.done), grouped(tally.failed));
            terminal::say(&format!("{done} documents in {seconds:.2} s ({rate:.1}/s), {failed} failed"));
        }
    }
}

fn line(tally: Tally, n_bytes: Option<u64>, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64().max(0.001);
    let rate = tally.done as f64 / seconds;
    let mut parts = vec![format!("{} documents", grouped(tally.done)), format!("{rate:.0}/s")];
    if tally.known > 0 {
        parts.push(format!("{} known", grouped(tally.known)));
    }
    if tally.failed > 0 {
        parts.push(format!("{} failed", grouped(tally.failed)));
    }
    // What is left, as a multiple of what was done. Told once there is something to judge by.
    let mut left = None;
    match (n_bytes, tally.n_all) {
        (Some(n_bytes), _) if n_bytes > 0 => {
            parts.push(format!("{} of {}", megabytes(tally.bytes), megabytes(n_bytes)));
            let taken = tally.bytes.saturating_sub(tally.bytes_before);
            left = (taken > 0).then(|| n_bytes.saturating_sub(tally.bytes) as f64 / taken as f64);
        }
        (None, Some(n_all)) => {
            parts.push(format!("of {}", grouped(n_all)));
            let done = tally.done + tally.failed;
            left = (done > 0).then(|| n_all.saturating_sub(done) as f64 / done as f64);
        }
        _ => parts.push(megabytes(tally.bytes)),
    }
    if let Some(left) = left.filter(|_| seconds > 2.0) {
        parts.push(format!("{} left", clock(seconds * left)));
    }
    parts.join("  ")
}

fn megabytes(n_bytes: u64) -> String {
    format!("{:.1} MB", n_bytes as f64 / 1e6)
}

fn clock(seconds: f64) -> String {
    #[expect(clippy::cast_sign_loss, reason = "times are positive")]
    let seconds = seconds.round() as u64;
    match seconds / 3600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_the_bytes() {
        let tally = Tally { done: 1200, failed: 3, bytes: 25_000_000, ..Tally::default() };
        assert_eq!(
            line(tally, Some(100_000_000), Duration::from_mins(1)),
            "1,200 documents  20/s  3 failed  25.0 MB of 100.0 MB  3:00 left"
        );
        assert_eq!(line(tally, None, Duration::from_mins(1)), "1,200 documents  20/s  3 failed  25.0 MB");
        // A run that goes on where another stopped has its own pace.
        let tally =
            Tally { done: 10, known: 2, bytes: 60_000_000, bytes_before: 50_000_000, ..Tally::default() };
        assert_eq!(
            line(tally, Some(100_000_000), Duration::from_mins(1)),
            "10 documents  0/s  2 known  60.0 MB of 100.0 MB  4:00 left"
        );
        assert_eq!(clock(3725.0), "1:02:05");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
