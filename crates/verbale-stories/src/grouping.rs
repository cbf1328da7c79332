//! Documents into stories, as they come, with repair of what was grouped too early.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::linkage::{average_link, part};
use crate::profile::Profile;
use crate::window::Number;

/// A story's number: it stays the same as the story grows, and goes to the larger part when a story is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryId(pub u32);

impl StoryId {
    /// The label it is printed as: `s0`, `s1`, …
    pub fn label(self) -> String {
        format!("s{}", self.0)
    }
}

/// Two documents are of one story from this likeness on, on average. Read off the themes of the development
/// set; .20 to .26 do as well.
const CUT: f32 = 0.22;

/// Stories at least this alike are looked at together when stories are mended.
const NEAR: f32 = 0.6 * CUT;

/// Days after which a document counts half in likeness with an older one.
const HALF_LIFE: f32 = 4.0;

/// A day more or less between two reports says nothing against their being of one story.
const GRACE: f32 = 1.0;

/// Terms of a document by which stories are looked up.
const TELLING: usize = 16;

/// Most documents that are grouped anew together.
const MOST_MENDED: usize = 200;

/// Most terms of a story that are compared with another story's.
const MOST_SUMMED: usize = 300;

/// Most stories looked up by one term; a term with more tells nothing.
const MOST_STORIES: usize = 64;

/// The stories of a sliding window of documents. Knows representatives only: copies never come here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grouping {
    members: BTreeMap<Number, Member>,
    stories: BTreeMap<StoryId, Story>,
    /// Stories by the telling terms of their documents.
    by_term: ByTerm,
    n_stories: u32,
    /// Stories that changed since they were last mended.
    changed: BTreeSet<StoryId>,
}

#[derive(Clone, Debug)]
struct Member {
    profile: Profile,
    /// The terms it is looked up by.
    telling: Vec<u64>,
    /// `None` where no time of publication is known: then time says nothing.
    day: Option<i32>,
    story: StoryId,
}

/// The documents of a story and the sum of their vectors, for quick comparison.
#[derive(Clone, Debug, Default)]
struct Story {
    members: BTreeSet<Number>,
    sum: FxHashMap<u64, f32>,
    last_day: Option<i32>,
}

impl Story {
    fn add(&mut self, number: Number, member: &Member) {
        self.members.insert(number);
        self.last_day = self.last_day.max(member.day);
        for (term, weight) in member.profile.terms() {
            *self.sum.entry(term).or_default() += weight;
        }
    }

    /// Mean likeness of a document to those of the story.
    fn likeness(&self, terms: &[(u64, f32)]) -> f32 {
        let dot: f32 =
            terms.iter().map(|(term, weight)| weight * self.sum.get(term).copied().unwrap_or(0.0)).sum();
        dot / (2 * self.members.len()).max(1) as f32
    }
}

impl Grouping {
    /// Adds a document and gives the story it seems to belong to.
    pub(crate) fn add(&mut self, number: Number, profile: Profile, day: Option<i32>) -> StoryId {
        let terms: Vec<(u64, f32)> = profile.terms().collect();
        let telling = profile.telling(TELLING);
        let near = self.near(&telling);
        let best = near
            .into_iter()
            .map(|id| {
                let story = &self.stories[&id];
                (story.likeness(&terms) * fading(story.last_day, day), id)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let id = match best {
            Some((likeness, id)) if likeness >= CUT => id,
            _ => self.new_story(),
        };
        self.place(number, Member { profile, telling, day, story: id });
        id
    }

    /// Adds a document to the story it is known to belong to.
    pub(crate) fn join(&mut self, number: Number, profile: Profile, day: Option<i32>, story: StoryId) {
        self.n_stories = self.n_stories.max(story.0.saturating_add(1));
        let telling = profile.telling(TELLING);
        self.place(number, Member { profile, telling, day, story });
    }

    /// Numbers new stories from this one on, where none was numbered higher.
    pub(crate) fn number_from(&mut self, next: u32) {
        self.n_stories = self.n_stories.max(next);
    }

    /// Takes the stories as they are for mended.
    pub(crate) fn is_mended(&mut self) {
        self.changed.clear();
    }

    /// The story of a document that is still held.
    pub(crate) fn story_of(&self, number: Number) -> Option<StoryId> {
        self.members.get(&number).map(|member| member.story)
    }

    /// Mends the stories that changed: those near each other are grouped anew, all their documents at once, and a
    /// story whose documents conflict is split. Gives the documents whose story is another now.
    pub(crate) fn mend(&mut self) -> Vec<(Number, StoryId)> {
        let changed = std::mem::take(&mut self.changed);
        let mut moved = Vec::new();
        for ids in self.neighbourhoods(&changed) {
            moved.extend(self.regroup(&ids));
        }
        self.changed.clear();
        if !moved.is_empty() {
            self.index();
        }
        moved
    }

    /// Lets go of the documents before `first`.
    pub(crate) fn slide(&mut self, first: Number) {
        let kept = self.members.split_off(&first);
        let gone = std::mem::replace(&mut self.members, kept);
        if gone.is_empty() {
            return;
        }
        let touched: BTreeSet<StoryId> = gone.values().map(|member| member.story).collect();
        for id in touched {
            self.rebuild(id);
        }
        self.index();
    }

    fn new_story(&mut self) -> StoryId {
        let id = StoryId(self.n_stories);
        self.n_stories += 1;
        id
    }

    fn place(&mut self, number: Number, member: Member) {
        for &term in &member.telling {
            list(&mut self.by_term, term, member.story);
        }
        self.stories.entry(member.story).or_default().add(number, &member);
        self.changed.insert(member.story);
        self.members.insert(number, member);
    }

    /// Stories that share a telling term, unless the term is everywhere; in the order of their ids.
    fn near(&self, terms: &[u64]) -> BTreeSet<StoryId> {
        let lists = terms.iter().filter_map(|term| self.by_term.get(term));
        let ids = lists.filter(|stories| stories.len() <= MOST_STORIES).flatten().copied();
        ids.filter(|id| self.stories.contains_key(id)).collect()
    }

    /// Sets of stories to group anew: the changed ones with those they are near, never more than [`MOST_MENDED`]
    /// documents together.
    fn neighbourhoods(&self, changed: &BTreeSet<StoryId>) -> Vec<Vec<StoryId>> {
        let mut links: Vec<(f32, StoryId, StoryId)> = Vec::new();
        for &id in changed {
            let Some(story) = self.stories.get(&id) else { continue };
            let n_members = story.members.len() as f32;
            let mut terms: Vec<(u64, f32)> =
                story.sum.iter().map(|(&term, &sum)| (term, sum / n_members)).collect();
            terms.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            terms.truncate(MOST_SUMMED);
            let telling: Vec<u64> = terms.iter().take(2 * TELLING).map(|&(term, _)| term).collect();
            terms.sort_unstable_by_key(|&(term, _)| term);
            for other in self.near(&telling) {
                let is_seen = other <= id && changed.contains(&other);
                if other != id && !is_seen {
                    let other_story = &self.stories[&other];
                    let likeness =
                        other_story.likeness(&terms) * fading(story.last_day, other_story.last_day);
                    if likeness >= NEAR {
                        links.push((likeness, id, other));
                    }
                }
            }
        }
        links.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));

        let mut set_of: BTreeMap<StoryId, usize> = BTreeMap::new();
        let mut sets: Vec<(usize, Vec<StoryId>)> = Vec::new();
        let own_set =
            |id: StoryId, sets: &mut Vec<(usize, Vec<StoryId>)>, set_of: &mut BTreeMap<StoryId, usize>| {
                *set_of.entry(id).or_insert_with(|| {
                    sets.push((self.stories.get(&id).map_or(0, |story| story.members.len()), vec![id]));
                    sets.len() - 1
                })
            };
        for &id in changed {
            own_set(id, &mut sets, &mut set_of);
        }
        for (_, a, b) in links {
            let (a, b) = (own_set(a, &mut sets, &mut set_of), own_set(b, &mut sets, &mut set_of));
            if a != b && sets[a].0 + sets[b].0 <= MOST_MENDED {
                let (n_documents, ids) = std::mem::take(&mut sets[b]);
                for &id in &ids {
                    set_of.insert(id, a);
                }
                sets[a].0 += n_documents;
                sets[a].1.extend(ids);
            }
        }
        sets.into_iter().filter(|(n, _)| (2..=MOST_MENDED).contains(n)).map(|(_, ids)| ids).collect()
    }

    /// Groups the documents of some stories anew.
    fn regroup(&mut self, ids: &[StoryId]) -> Vec<(Number, StoryId)> {
        let numbers: Vec<Number> = ids
            .iter()
            .filter_map(|id| self.stories.get(id))
            .flat_map(|story| story.members.iter().copied())
            .collect();
        let members: Vec<&Member> = numbers.iter().map(|number| &self.members[number]).collect();
        let groups = average_link(members.len(), CUT, |a, b| {
            members[a].profile.likeness(&members[b].profile) * fading(members[a].day, members[b].day)
        });
        let mut parted = Vec::new();
        for group in groups {
            part_all(group, &members, &mut parted);
        }
        // The largest group takes the number of the story that most of its documents come from, then the next.
        parted.sort_by_key(|group| (usize::MAX - group.len(), group[0]));
        let mut taken = BTreeSet::new();
        let mut moved = Vec::new();
        for group in parted {
            let mut votes: BTreeMap<StoryId, u32> = BTreeMap::new();
            for &at in &group {
                *votes.entry(self.members[&numbers[at]].story).or_default() += 1;
            }
            let old = votes
                .iter()
                .filter(|(id, _)| !taken.contains(*id))
                .max_by_key(|&(id, votes)| (*votes, std::cmp::Reverse(*id)));
            let id = match old {
                Some((&id, _)) => id,
                None => self.new_story(),
            };
            taken.insert(id);
            moved.extend(group.into_iter().map(|at| (numbers[at], id)));
        }
        moved.retain(|(number, id)| self.members[number].story != *id);
        let mut touched: BTreeSet<StoryId> = BTreeSet::new();
        for &(number, id) in &moved {
            let member = self.members.get_mut(&number).expect("it was read from there");
            touched.extend([member.story, id]);
            let old = std::mem::replace(&mut member.story, id);
            if let Some(story) = self.stories.get_mut(&old) {
                story.members.remove(&number);
            }
            self.stories.entry(id).or_default().members.insert(number);
        }
        for id in touched {
            self.rebuild(id);
        }
        moved
    }

    /// Sums a story up anew from the documents that are held; one without any is dropped.
    fn rebuild(&mut self, id: StoryId) {
        let Some(old) = self.stories.remove(&id) else { return };
        let mut story = Story::default();
        for number in old.members {
            if let Some(member) = self.members.get(&number) {
                story.add(number, member);
            }
        }
        if story.members.is_empty() {
            self.changed.remove(&id);
        } else {
            self.stories.insert(id, story);
        }
    }

    /// Builds the index of terms anew from the documents that are held.
    fn index(&mut self) {
        self.by_term.clear();
        for member in self.members.values() {
            for &term in &member.telling {
                list(&mut self.by_term, term, member.story);
            }
        }
    }
}

type ByTerm = FxHashMap<u64, Vec<StoryId>>;

/// Lists a story under a term, unless the term is everywhere.
fn list(by_term: &mut ByTerm, term: u64, story: StoryId) {
    let stories = by_term.entry(term).or_default();
    if stories.len() <= MOST_STORIES && !stories.contains(&story) {
        stories.push(story);
    }
}

/// Parts a group, and its parts again, as long as they conflict.
fn part_all(group: Vec<usize>, members: &[&Member], parted: &mut Vec<Vec<usize>>) {
    let profiles: Vec<&Profile> = group.iter().map(|&at| &members[at].profile).collect();
    match part(&profiles) {
        Some((left, right)) => {
            part_all(left.into_iter().map(|at| group[at]).collect(), members, parted);
            part_all(right.into_iter().map(|at| group[at]).collect(), members, parted);
        }
        None => parted.push(group),
    }
}

/// How much of their likeness two reports keep over the days between them.
fn fading(a: Option<i32>, b: Option<i32>) -> f32 {
    let (Some(a), Some(b)) = (a, b) else { return 1.0 };
    let days = (a.abs_diff(b) as f32 - GRACE).max(0.0);
    0.5_f32.powf(days / HALF_LIFE)
}
