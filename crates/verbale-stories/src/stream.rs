//! Documents one after another, each put to its copies and its story.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::copies::{Copies, Match};
use crate::grouping::{Grouping, StoryId};
use crate::item::Item;
use crate::moment::Moment;
use crate::origin::{Account, is_earlier};
use crate::profile::Profile;
use crate::window::Number;
use crate::words::Words;

/// How far back a [`Stream`] looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Days between two documents that are compared.
    pub days: u16,
    /// Documents held at a time, whatever their dates.
    pub most: usize,
}

impl Default for Reach {
    /// Ten days, and half a million documents.
    fn default() -> Self {
        Self { days: 10, most: 500_000 }
    }
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The story it belongs to, as far as is known now.
    pub story: StoryId,
    /// Earlier documents it shares text with, most first.
    pub shared: Vec<Shared>,
    /// The document its text was taken from, as far as is known now: of its copies the one that was there first, unless
    /// that is itself.
    pub original: Option<Original>,
    /// Earlier documents whose story is another from now on.
    pub moved: Vec<Moved>,
    /// Earlier documents whose text was taken from this one: it comes later here, and was there first.
    pub traced: Vec<Traced>,
}

/// The document that a text was taken from.
#[derive(Clone, Debug, PartialEq)]
pub struct Original {
    /// The document.
    pub of: String,
    /// Part of the shorter document's words that stand in both, 0 to 1.
    pub share: f32,
}

/// A document whose original is another now.
#[derive(Clone, Debug, PartialEq)]
pub struct Traced {
    /// The document.
    pub id: String,
    /// Its original.
    pub original: Original,
}

/// Text that a document shares with an earlier one.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The earlier document.
    pub of: String,
    /// Part of the shorter document's words that stand in both, in runs of six or more, 0 to 1.
    pub share: f32,
    /// Whether one is a copy of the other; else they share a part, or only a form.
    pub is_copy: bool,
    /// Whether they share a form that was filled in anew: a poll, a market report.
    pub is_template: bool,
    /// Part of this document's words that the earlier one has.
    pub of_this: f32,
    /// Part of the earlier document's words that this one has.
    pub of_other: f32,
}

impl Shared {
    /// The same as seen from the earlier document; `id` is the later one's.
    #[must_use]
    pub fn turned(&self, id: &str) -> Self {
        Self { of: id.to_owned(), of_this: self.of_other, of_other: self.of_this, ..self.clone() }
    }
}

/// A document whose story is another now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The document.
    pub id: String,
    /// Its story.
    pub story: StoryId,
}

/// Groups documents that come one after another, in the order of their publication as far as it is known.
///
/// Memory holds the documents of a sliding window; time a document does not depend on how many came before.
#[derive(Clone, Debug, Default)]
pub struct Stream {
    reach: Reach,
    copies: Copies,
    grouping: Grouping,
    held: VecDeque<Held>,
    /// Number of the first document held.
    first: Number,
    clock: Clock,
}

#[derive(Clone, Debug)]
struct Held {
    id: String,
    /// The document that stands for it and its copies among the stories.
    representative: Number,
    story: StoryId,
    account: Arc<Account>,
    original: Option<Source>,
}

/// The original of a document that is held: it may have been let go itself.
#[derive(Clone, Debug)]
struct Source {
    id: String,
    share: f32,
    /// Part of the held document's words that the original has.
    of_held: f32,
    account: Arc<Account>,
}

impl Source {
    fn shown(&self) -> Original {
        Original { of: self.id.clone(), share: self.share }
    }
}

impl Held {
    /// Takes a copy that was there before into account: whether it is held for the original from now on.
    fn meet(&mut self, earlier: &Source) -> bool {
        let is_first = self.original.as_ref().is_none_or(|first| {
            // Of two that came before, neither is held against the other word for word: what each has of this one tells.
            let (a, b) = (earlier.account.witness(), first.account.witness());
            is_earlier(&a, &b, first.of_held, earlier.of_held)
        });
        if is_first {
            self.original = Some(earlier.clone());
        }
        is_first
    }
}

impl Stream {
    /// An empty stream.
    pub fn new(reach: Reach) -> Self {
        Self { reach, ..Self::default() }
    }

    /// Tells of a document that will come, so that standing text is known from the first document on. Needless where
    /// documents come one by one: then standing text is learned on the way.
    pub fn announce(&mut self, item: &Item) {
        self.copies.announce(&Words::of(&item.text), item.published.map_or(0, Moment::day));
    }

    /// Adds the next document.
    pub fn add(&mut self, item: &Item) -> Placed {
        self.place(item, None)
    }

    /// Adds a document again that an earlier run placed, to go on where that run ended: it stays in its story, and new
    /// stories get new numbers. What that run mended is taken for mended.
    pub fn recall(&mut self, item: &Item, story: StoryId) {
        self.place(item, Some(story));
    }

    /// Numbers new stories from this one on, where none was numbered higher: for a run that goes on where another
    /// ended, and recalls less than that one placed.
    pub fn number_from(&mut self, next: StoryId) {
        self.grouping.number_from(next.0);
    }

    /// Adds a document to the story that is known for it, else to the one that is found.
    fn place(&mut self, item: &Item, known: Option<StoryId>) -> Placed {
        let day = item.published.map(Moment::day);
        let is_full = self.held.len() >= self.reach.most + self.reach.most / 8;
        let is_new_day = self.clock.see(day);
        let moved = if is_new_day && known.is_none() { self.settle() } else { Vec::new() };
        if is_new_day && known.is_some() {
            self.grouping.is_mended();
        }
        if is_new_day || is_full {
            self.slide();
        }
        let (number, matches) =
            self.copies.add(&Words::of(&item.text), self.clock.held_under(day), i32::from(self.reach.days));

        let twin = matches
            .iter()
            .filter(|found| stands_for(found))
            .max_by(|a, b| a.overlap.bridged.total_cmp(&b.overlap.bridged).then(b.other.cmp(&a.other)));
        let twin = twin.and_then(|found| self.held(found.other));
        let twin = twin.map(|held| (held.representative, held.story));
        let twin = twin.filter(|&(_, story)| known.is_none_or(|known| known == story));
        let (representative, story) = match (twin, known) {
            (Some((number, story)), _) if self.grouping.story_of(number).is_some() => (number, story),
            (Some((_, story)), _) | (None, Some(story)) => {
                self.grouping.join(number, Profile::of(item), day, story);
                (number, story)
            }
            (None, None) => (number, self.grouping.add(number, Profile::of(item), day)),
        };
        let mut shared: Vec<(Number, Shared)> =
            matches.iter().filter_map(|found| Some((found.other, self.shared(found)?))).collect();
        shared.sort_by(|(_, a), (_, b)| b.share.total_cmp(&a.share).then_with(|| a.of.cmp(&b.of)));
        let account = Arc::new(Account::of(item));
        let mut held = Held { id: item.id.clone(), representative, story, account, original: None };
        let traced = self.trace(&mut held, &shared);
        let original = held.original.as_ref().map(Source::shown);
        self.held.push_back(held);
        Placed {
            story,
            shared: shared.into_iter().map(|(_, shared)| shared).collect(),
            original,
            moved,
            traced,
        }
    }

    /// Finds the original of a new document among its copies, and the copies whose original it is.
    fn trace(&mut self, new: &mut Held, shared: &[(Number, Shared)]) -> Vec<Traced> {
        let mut traced = Vec::new();
        for (number, shared) in shared.iter().filter(|(_, shared)| shared.is_copy) {
            let at = number.checked_sub(self.first).map(|at| at as usize);
            let Some(older) = at.and_then(|at| self.held.get_mut(at)) else { continue };
            let Shared { share, of_this, of_other, .. } = *shared;
            let source = |held: &Held, of_held| Source {
                id: held.id.clone(),
                share,
                of_held,
                account: Arc::clone(&held.account),
            };
            // Where nothing tells which was first, it is the one that came first here.
            if !is_earlier(&new.account.witness(), &older.account.witness(), of_this, of_other) {
                new.meet(&source(older, of_this));
            } else if older.meet(&source(new, of_other)) {
                let original = Original { of: new.id.clone(), share };
                traced.push(Traced { id: older.id.clone(), original });
            }
        }
        traced
    }

    /// Mends the stories as they are now: to be called at the end, and done once a day of the stream by itself.
    pub fn settle(&mut self) -> Vec<Moved> {
        let changes: BTreeMap<Number, StoryId> = self.grouping.mend().into_iter().collect();
        let mut moved = Vec::new();
        if !changes.is_empty() {
            for held in &mut self.held {
                if let Some(&story) = changes.get(&held.representative)
                    && story != held.story
                {
                    held.story = story;
                    moved.push(Moved { id: held.id.clone(), story });
                }
            }
        }
        moved
    }

    /// How many documents are held.
    pub fn n_held(&self) -> usize {
        self.held.len()
    }

    /// Lets go of what lies behind the window.
    fn slide(&mut self) {
        let first = self.copies.slide(self.clock.today(), i32::from(self.reach.days), self.reach.most);
        self.held.drain(..(first - self.first) as usize);
        self.first = first;
        self.grouping.slide(first);
    }

    fn held(&self, number: Number) -> Option<&Held> {
        self.held.get(number.checked_sub(self.first)? as usize)
    }

    fn shared(&self, found: &Match) -> Option<Shared> {
        Some(Shared {
            of: self.held(found.other)?.id.clone(),
            share: found.overlap.share,
            is_copy: found.is_copy(),
            is_template: found.overlap.is_template,
            of_this: found.overlap.of_new,
            of_other: found.overlap.of_old,
        })
    }
}

/// Whether the older document can stand for the new one among the stories: a long article that holds a short report
/// may be about something else.
fn stands_for(found: &Match) -> bool {
    found.is_copy() && found.overlap.of_new >= 0.5
}

/// The day it is in the stream: the latest that three documents have reached, so that one with a wrong date does not
/// push all others out of the window. Before there are three, the earliest.
#[derive(Clone, Copy, Debug, Default)]
struct Clock {
    /// The latest first.
    latest: [Option<i32>; 3],
}

impl Clock {
    fn today(self) -> i32 {
        self.latest.into_iter().flatten().last().unwrap_or(0)
    }

    /// The day a document is held under: its own, unless that lies ahead.
    fn held_under(self, day: Option<i32>) -> i32 {
        day.map_or(self.today(), |day| day.min(self.today() + 1))
    }

    /// Takes note of a document's day; whether a new day has begun.
    fn see(&mut self, day: Option<i32>) -> bool {
        let before = self.latest[2];
        if let Some(at) = self.latest.iter().position(|latest| day > *latest) {
            self.latest[at..].rotate_right(1);
            self.latest[at] = day;
        }
        before.is_some() && self.latest[2] > before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, published: &str, text: &str) -> Item {
        let text = text.to_owned();
        Item { id: id.to_owned(), published: Moment::parse(published), text, ..Item::default() }
    }

    const FLOOD: &str = "The river Orla burst its banks at Tarnow on Monday after three days of rain.\n\
                         Some 4,000 people were led to safety, the mayor, Hanka Wolny, said in the evening.\n\
                         Trains between Tarnow and Rudna were stopped until further notice.";
    const STRIKE: &str = "Dockers in Port Lassen walked out on Tuesday over pay, and forty ships lay at anchor.\n\
                          The union's leader, Piet Aalders, said talks with the harbour company had failed.";

    #[test]
    fn a_reprint_is_a_copy_and_of_one_story() {
        let mut stream = Stream::default();
        let first = stream.add(&item("a", "2021-05-03", FLOOD));
        let strike = stream.add(&item("b", "2021-05-04", STRIKE));
        let copy = stream.add(&item("c", "2021-05-04", &format!("{FLOOD}\nMore soon.")));
        assert_eq!(copy.story, first.story);
        assert_ne!(strike.story, first.story);
        assert!(copy.shared[0].of == "a" && copy.shared[0].is_copy && copy.shared[0].of_other > 0.999);
    }

    #[test]
    fn another_account_of_the_event_joins_its_story() {
        let mut stream = Stream::default();
        let first = stream.add(&item("a", "2021-05-03", FLOOD));
        let account = "Rain drove 4,000 people from their homes in Tarnow, where the Orla flooded the old town. \
                       Mayor Hanka Wolny asked for soldiers.";
        let second = stream.add(&item("b", "2021-05-03", account));
        assert_eq!(second.story, first.story);
        assert!(second.shared.is_empty());
    }

    #[test]
    fn a_later_run_goes_on_where_the_first_ended() {
        let account = "Rain drove 4,000 people from their homes in Tarnow, where the Orla flooded the old town. \
                       Mayor Hanka Wolny asked for soldiers.";
        let mut stream = Stream::default();
        stream.recall(&item("a", "2021-05-03", FLOOD), StoryId(41));
        assert_eq!(stream.add(&item("b", "2021-05-03", account)).story, StoryId(41));
        assert_eq!(stream.add(&item("c", "2021-05-04", STRIKE)).story, StoryId(42));
    }

    #[test]
    fn the_original_is_the_one_that_was_there_first_whichever_came_in_first() {
        let mut stream = Stream::default();
        stream.add(&item("reprint", "2021-05-03T12:00Z", FLOOD));
        let first = stream.add(&item("first", "2021-05-03T08:00Z", FLOOD));
        assert_eq!((first.original, first.traced[0].id.as_str()), (None, "reprint"));
        let late = stream.add(&item("late", "2021-05-04T08:00Z", FLOOD));
        assert_eq!((late.original.unwrap().of.as_str(), late.traced.len()), ("first", 0));
    }

    #[test]
    fn a_stream_that_never_gets_on_in_time_is_held_within_bounds() {
        let mut stream = Stream::new(Reach { days: 10, most: 8 });
        for number in 0..40 {
            stream.add(&item(&number.to_string(), "2021-05-03", &format!("Note number {number}.")));
        }
        assert!(stream.n_held() <= 9);
    }

    #[test]
    fn what_lies_behind_the_window_is_let_go_and_one_wrong_date_does_not_push_it() {
        let mut stream = Stream::default();
        stream.add(&item("a", "2021-05-03", FLOOD));
        stream.add(&item("wrong", "2050-01-01", STRIKE));
        let copy = stream.add(&item("b", "2021-05-04", FLOOD));
        assert_eq!(copy.shared[0].of, "a");
        for (number, day) in (20..26).enumerate() {
            stream.add(&item(&format!("later{number}"), &format!("2021-05-{day}"), "Snow fell."));
        }
        assert!(stream.add(&item("d", "2021-05-26", FLOOD)).shared.is_empty());
        assert!(stream.n_held() < 9);
    }
}
