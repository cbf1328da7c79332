//! `verbale stories`: which documents share text and tell of one event, and where their text comes from.

mod print;
mod rows;

use std::collections::BTreeMap;

use anyhow::Context;
use verbale_read::Input;
use verbale_stories::{Reach, Shared, StoryId, Stream};

use crate::args::{Loudness, StoriesArgs};
use crate::exit::Exit;
use crate::output::{Output, Reader};
use crate::progress::{Progress, Tally};
use crate::{documents, stop, terminal};
use rows::Row;

pub(crate) fn run(args: &StoriesArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let inputs = documents::named_inputs(&args.inputs, loudness)?;
    let mut run = Run {
        progress: Progress::new(inputs.iter().map(Input::size).sum(), loudness),
        tally: Tally::default(),
        output: Output::new(),
    };
    let reach = Reach { days: args.days, ..Reach::default() };
    let rows = rows::read(inputs, args.from);
    let reader = if args.sorted {
        run.as_they_come(rows, reach)?
    } else {
        run.all_at_once(rows, reach, args.origins)?
    };
    if reader == Reader::There {
        run.progress.finish(run.tally, loudness == Loudness::Verbose);
    }
    Ok(match () {
        () if stop::is_asked() => Exit::Stopped,
        () if run.tally.failed > 0 => Exit::SomeFailed,
        () => Exit::Fine,
    })
}

struct Run {
    progress: Progress,
    tally: Tally,
    output: Output,
}

/// A row with what was found out about it.
pub(crate) struct Placed {
    pub(crate) row: Row,
    pub(crate) story: StoryId,
    /// Every document it shares text with, earlier or later: each as seen from this one.
    pub(crate) shared: Vec<Shared>,
    /// The document its text was taken from.
    pub(crate) original: Option<String>,
}

impl Run {
    /// Holds all documents, and knows the whole of it before it prints.
    fn all_at_once(
        &mut self,
        rows: impl Iterator<Item = rows::Next>,
        reach: Reach,
        by_story: bool,
    ) -> anyhow::Result<Reader> {
        let mut at_of: BTreeMap<String, usize> = BTreeMap::new();
        let mut held: Vec<Row> = Vec::new();
        for next in rows {
            let Some(row) = self.taken(next) else { continue };
            if at_of.contains_key(&row.item.id) {
                self.fail(&format!("{}: this id comes twice; the second document is left out", row.item.id));
                continue;
            }
            at_of.insert(row.item.id.clone(), held.len());
            held.push(row);
            if stop::is_asked() {
                return Ok(Reader::There);
            }
        }
        // In the order of publication; those without a date come last, where nothing is out of their reach.
        let mut order: Vec<usize> = (0..held.len()).collect();
        order.sort_by_key(|&at| held[at].item.published.map_or(i64::MAX, verbale_stories::Moment::latest));

        let mut stream = Stream::new(reach);
        for &at in &order {
            stream.announce(&held[at].item);
        }
        let mut placed: Vec<Placed> = held
            .into_iter()
            .map(|row| Placed { row, story: StoryId(0), shared: Vec::new(), original: None })
            .collect();
        for &at in &order {
            let found = stream.add(&placed[at].row.item);
            placed[at].story = found.story;
            placed[at].original = found.original.map(|original| original.of);
            for moved in found.moved {
                placed[at_of[&moved.id]].story = moved.story;
            }
            for traced in found.traced {
                placed[at_of[&traced.id]].original = Some(traced.original.of);
            }
            for shared in found.shared {
                let turned = shared.turned(&placed[at].row.item.id);
                placed[at_of[&shared.of]].shared.push(turned);
                placed[at].shared.push(shared);
            }
            if stop::is_asked() {
                return Ok(Reader::There);
            }
        }
        for moved in stream.settle() {
            placed[at_of[&moved.id]].story = moved.story;
        }
        let lines: Box<dyn Iterator<Item = String>> = if by_story {
            Box::new(print::stories(&placed))
        } else {
            Box::new(placed.iter().map(print::line))
        };
        for line in lines {
            if self.output.write(&line).context("cannot write to standard output")? == Reader::Gone {
                return Ok(Reader::Gone);
            }
        }
        Ok(Reader::There)
    }

    /// Prints each document as it comes, and holds no more than the window.
    fn as_they_come(
        &mut self,
        rows: impl Iterator<Item = rows::Next>,
        reach: Reach,
    ) -> anyhow::Result<Reader> {
        let mut stream = Stream::new(reach);
        for next in rows {
            let Some(row) = self.taken(next) else { continue };
            let found = stream.add(&row.item);
            // Of the documents so far: what is printed is not taken back.
            let original = found.original.map(|original| original.of);
            let placed = Placed { story: found.story, shared: found.shared, original, row };
            if self.output.write(&print::line(&placed)).context("cannot write to standard output")?
                == Reader::Gone
            {
                return Ok(Reader::Gone);
            }
            self.progress.draw(self.tally);
            if stop::is_asked() {
                break;
            }
        }
        Ok(Reader::There)
    }

    fn taken(&mut self, next: rows::Next) -> Option<Row> {
        match next {
            Ok(row) => {
                self.tally.done += 1;
                Some(row)
            }
            Err(message) => {
                self.fail(&message);
                None
            }
        }
    }

    fn fail(&mut self, message: &str) {
        self.tally.failed += 1;
        self.progress.clear();
        terminal::say_error(message, None);
    }
}
