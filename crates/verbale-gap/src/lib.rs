//! How far apart two parties stand, and whether they come closer.
//!
//! A [`Vote`] is one coded position: who, on what, for or against, when, in which story of which publisher.
//! [`compare`] takes the votes and a [`Question`] and gives, for each period, the [`PeriodGap`] between the two
//! holders, and the [`Change`] from the first period to the last. No number comes without its 95 % interval, and where
//! the evidence is thin there is no number at all.
//!
//! ```
//! use jiff::civil::date;
//! use verbale_gap::{Period, Question, Verdict, Vote, compare};
//!
//! let march = Period::new(date(2024, 3, 1), date(2024, 3, 31));
//! let may = Period::new(date(2024, 5, 1), date(2024, 5, 31));
//! let names: Vec<String> = (0..40).map(|n| format!("story {n}")).collect();
//! let mut votes = Vec::new();
//! for (n, story) in names.iter().enumerate() {
//!     let publisher = ["Herald", "Courier", "Post"][n % 3];
//!     let day = if n < 20 { date(2024, 3, 1 + n as i8) } else { date(2024, 5, n as i8 - 19) };
//!     let against = if n < 20 { -1.0 } else { 1.0 }; // A comes round, B is in favour throughout
//!     for (holder, polarity) in [("A", against), ("B", 1.0)] {
//!         votes.push(Vote { holder, object: "ceasefire", polarity, date: day, story, publisher });
//!     }
//! }
//!
//! let gap = compare(&votes, &Question::new("A", "B", vec![march, may]));
//! let [before, after] = &gap.periods[..] else { panic!("two periods were asked for") };
//! assert!(before.gap.expect("evidence enough").point > 0.8);
//! assert!(after.gap.expect("evidence enough").point < 0.2);
//! assert_eq!(gap.verdict(), Verdict::Converging);
//! ```
//!
//! The estimate, in the order of the code: reprints are left out by the caller; one story is one vote per holder,
//! object and period (`ballot`); the shares of for, neutral and against are drawn from a Dirichlet distribution with
//! prior 1/3 and the coder's known error is taken out (`draws`; Rogan and Gladen 1978, Forman 2008); the distance of
//! two stances is freed of its upward bias (`distance`); change is judged on the draws, with a least size (`compare`).
//!
//! Not here: where votes come from (`verbale-positions`), which articles are reprints (`verbale-stories`), and texts.

mod ballot;
mod compare;
mod distance;
mod draws;
mod many;
mod periods;
mod picture;
mod sensitivity;
mod vote;
mod words;

pub use ballot::Evidence;
pub use compare::{Change, Gap, LeftOut, ObjectGap, PeriodGap, Verdict, compare, stances_over};
pub use distance::Estimate;
pub use draws::Stance;
pub use many::discoveries;
pub use periods::{Step, steps};
pub use picture::{bars, svg};
pub use sensitivity::{WithoutPublisher, leave_one_publisher_out};
pub use vote::{Confusion, Least, Period, Question, Vote};
pub use words::{Names, in_words, period_name, within_sentence};
