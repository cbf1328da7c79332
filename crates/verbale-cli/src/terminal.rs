//! What is said on standard error, and how wide and colourful the terminal is.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicU8, Ordering};

use crate::args::Color;
use crate::paint::{Paint, harmless};

static COLOR: AtomicU8 = AtomicU8::new(Color::Auto as u8);

/// Sets what `--color` said.
pub(crate) fn choose_color(color: Color) {
    COLOR.store(color as u8, Ordering::Relaxed);
}

/// How standard output may be painted.
pub(crate) fn paint_stdout() -> Paint {
    paint(io::stdout().is_terminal())
}

/// How standard error may be painted.
pub(crate) fn paint_stderr() -> Paint {
    paint(io::stderr().is_terminal())
}

fn paint(is_terminal: bool) -> Paint {
    let asked = COLOR.load(Ordering::Relaxed);
    let is_plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || env::var("TERM").is_ok_and(|term| term == "dumb");
    Paint::new(asked == Color::Always as u8 || (asked == Color::Auto as u8 && is_terminal && !is_plain))
}

/// Columns to wrap to: the terminal's, within what reads well; 100 where there is none.
pub(crate) fn width() -> usize {
    let columns = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    let told = || env::var("COLUMNS").ok()?.parse().ok();
    told().or_else(columns).unwrap_or(100).clamp(40, 120)
}

/// Whether progress may be drawn: on a terminal that does not show the results themselves.
pub(crate) fn shows_progress() -> bool {
    io::stderr().is_terminal() && !io::stdout().is_terminal()
}

/// Writes to standard error. That it cannot be written to is no reason to end.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Says an error, with what to do about it.
pub(crate) fn say_error(message: &str, help: Option<&str>) {
    let paint = paint_stderr();
    say(&format!("{} {}", paint.error("error:"), harmless(message)));
    if let Some(help) = help {
        say(&format!("  {} {}", paint.help("help:"), harmless(help).replace('\n', "\n  ")));
    }
}

/// Says what is odd but does no harm.
pub(crate) fn say_note(message: &str) {
    say(&format!("{} {}", paint_stderr().note("note:"), harmless(message)));
}
