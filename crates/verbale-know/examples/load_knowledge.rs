//! Prints how long the built-in knowledge takes to load, and what it adds to the memory in use (on Linux).
#![allow(clippy::print_stdout, reason = "it prints")]

use std::fs;
use std::time::Instant;

use verbale_know::{Knowledge, Run, pieces_of};

fn main() {
    let before = resident();
    let start = Instant::now();
    let knowledge = Knowledge::bundled();
    let took = start.elapsed();
    // So that the index is not only there, but used.
    let n_meanings = knowledge.names(Run::of(&pieces_of("Georgia"))).count();
    println!("loaded in {:.1} ms ({n_meanings} meanings of Georgia)", took.as_secs_f64() * 1e3);
    if let (Some(before), Some(after)) = (before, resident()) {
        println!(
            "resident: {:.1} MB, {:.1} MB of it by loading",
            mb(after),
            mb(after.saturating_sub(before))
        );
    }
}

/// Resident memory in pages of 4 KiB.
fn resident() -> Option<u64> {
    fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()
}

fn mb(pages: u64) -> f64 {
    pages as f64 * 4096.0 / 1e6
}
