//! `cargo xtask bench stories`: a made-up stream of news, grouped as it comes.

use std::fs;
use std::time::Instant;

use verbale_stories::{Item, Moment, Reach, Stream};

/// How long a stream.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchStories {
    /// Articles in all
    #[arg(long, default_value_t = 100_000)]
    articles: u32,
    /// Articles a day
    #[arg(long, default_value_t = 5_000)]
    a_day: u32,
    /// Words of an article
    #[arg(long, default_value_t = 400)]
    words: u32,
}

/// Events of a day, each told by several outlets; what follows is drawn from a fixed seed.
const REPORTS_AN_EVENT: u32 = 12;

/// Of ten reports, this many are reprints of the event's first, cut at the end.
const REPRINTS: u64 = 4;

/// Words the reports are made of. The commonest are drawn most, as in a language.
const VOCABULARY: u64 = 60_000;

pub(crate) fn run(options: &BenchStories) {
    let mut stream = Stream::new(Reach::default());
    let step = (options.articles / 10).max(1);
    println!(
        "| articles | held | articles/s of one core, last tenth | resident memory |\n| ---: | ---: | ---: | ---: |"
    );
    let (mut seconds, mut total) = (0.0, 0.0);
    let mut n_shared = 0;
    let clock = Clock::new();
    for number in 0..options.articles {
        let item = article(number, options);
        let start = clock.seconds();
        n_shared += usize::from(!stream.add(&item).shared.is_empty());
        seconds += clock.seconds() - start;
        if (number + 1) % step == 0 {
            let rate = f64::from(step) / seconds;
            println!("| {} | {} | {rate:.0} | {} |", number + 1, stream.n_held(), resident());
            total += seconds;
            seconds = 0.0;
        }
    }
    println!(
        "{:.0} articles a second and core in all; {n_shared} share text with an earlier one",
        f64::from(options.articles) / total
    );
}

/// The report of that number: of an event of its day, or a reprint of the event's first report.
fn article(number: u32, options: &BenchStories) -> Item {
    let day = number / options.a_day;
    let n_events = (options.a_day / REPORTS_AN_EVENT).max(1);
    let event = day * n_events + number % n_events;
    let is_reprint = (number % options.a_day) >= n_events && draw(u64::from(number), 1) % 10 < REPRINTS;
    let first_report = u64::from(event) << 32;
    let (seed, length) = if is_reprint {
        (first_report, options.words * 3 / 4)
    } else {
        (first_report | u64::from(number % options.a_day / n_events), options.words)
    };
    let mut text = String::new();
    for at in 0..u64::from(length) {
        // One word in six is of the event, one in fifteen a name of it.
        let word = match draw(seed, at) {
            roll if roll % 15 == 0 => name(u64::from(event) * 8 + (roll >> 8) % 8),
            roll if roll % 6 == 0 => word(draw(u64::from(event), (roll >> 8) % 20) % VOCABULARY),
            roll => word(skewed(roll >> 8)),
        };
        text.push_str(&word);
        text.push_str(if at % 18 == 17 { ".\n" } else { " " });
    }
    let date = jiff::civil::date(2020, 1, 1).saturating_add(jiff::ToSpan::days(i64::from(day)));
    Item {
        id: number.to_string(),
        published: Some(Moment::of_day(date)),
        title: Some(format!(
            "{} {} {}",
            name(u64::from(event) * 8),
            word(u64::from(event)),
            word(seed % VOCABULARY)
        )),
        text,
        ..Item::default()
    }
}

/// A number drawn from a seed: SplitMix64.
fn draw(seed: u64, at: u64) -> u64 {
    let mut state =
        seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(at.wrapping_mul(0xD1B5_4A32_D192_ED03));
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

/// A rank drawn as words are used: half of all draws among the commonest few hundred.
fn skewed(roll: u64) -> u64 {
    let part = (roll % 10_000) as f64 / 10_000.0;
    #[expect(clippy::cast_sign_loss, reason = "powers of a positive number are positive")]
    let rank = (VOCABULARY as f64).powf(part) as u64;
    rank % VOCABULARY
}

fn word(rank: u64) -> String {
    const SOUNDS: [&str; 16] = [
        "ka", "lo", "mi", "ren", "tas", "vu", "del", "os", "pir", "ban", "ge", "shi", "tor", "ul", "wen",
        "za",
    ];
    let mut rest = rank + 16;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SOUNDS[(rest % 16) as usize]);
        rest /= 16;
    }
    word
}

fn name(number: u64) -> String {
    let word = word(number + VOCABULARY);
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Seconds this thread has worked, where the system tells it; else seconds that have passed.
struct Clock {
    start: Instant,
}

impl Clock {
    fn new() -> Self {
        Self { start: Instant::now() }
    }

    fn seconds(&self) -> f64 {
        let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
        let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
        nanoseconds.map_or_else(|| self.start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
    }
}

/// Memory of this process as the system tells it.
fn resident() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.map_or_else(|| "unknown".to_owned(), |kilobytes| kilobytes.trim().to_owned())
}
