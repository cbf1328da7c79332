//! Average-link clustering of a few documents, and the parting of a group that is about two events.

use std::collections::BTreeMap;

use crate::profile::Profile;
use crate::terms::{Term, Vector};

/// Clusters `n` things by average link: the two groups most alike are joined as long as their members are `cut` alike
/// on average. `n` is small: time is quadratic, cubic at worst.
///
/// Gives the groups as sorted positions, in the order of their first.
pub(crate) fn average_link(n: usize, cut: f32, likeness: impl Fn(usize, usize) -> f32) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..n).map(|at| vec![at]).collect();
    let mut table = vec![vec![0.0_f32; n]; n];
    for (a, b) in pairs(&(0..n).collect::<Vec<_>>()) {
        let alike = likeness(a, b);
        table[a][b] = alike;
        table[b][a] = alike;
    }
    let mut is_open = vec![true; n];
    let nearest_of = |row: &[f32], own: usize, is_open: &[bool]| {
        (0..row.len())
            .filter(|&at| at != own && is_open[at])
            .max_by(|&a, &b| row[a].total_cmp(&row[b]).then(b.cmp(&a)))
    };
    let mut nearest: Vec<Option<usize>> = (0..n).map(|at| nearest_of(&table[at], at, &is_open)).collect();
    loop {
        let best = (0..n)
            .filter(|&at| is_open[at])
            .filter_map(|at| nearest[at].map(|other| (table[at][other], at, other)))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let Some((_, a, b)) = best.filter(|&(alike, ..)| alike >= cut) else { break };
        let (keep, lose) = (a.min(b), a.max(b));
        let (n_keep, n_lose) = (groups[keep].len() as f32, groups[lose].len() as f32);
        for other in (0..n).filter(|&other| is_open[other] && other != keep && other != lose) {
            let joined = (table[keep][other] * n_keep + table[lose][other] * n_lose) / (n_keep + n_lose);
            table[keep][other] = joined;
            table[other][keep] = joined;
        }
        let lost = std::mem::take(&mut groups[lose]);
        groups[keep].extend(lost);
        is_open[lose] = false;
        for at in (0..n).filter(|&at| is_open[at]) {
            let was_near = nearest[at].is_some_and(|near| near == keep || near == lose);
            let is_nearer = nearest[at].is_some_and(|near| at != keep && table[at][keep] > table[at][near]);
            if at == keep || was_near {
                nearest[at] = nearest_of(&table[at], at, &is_open);
            } else if is_nearer {
                nearest[at] = Some(keep);
            }
        }
    }
    groups.retain(|group| !group.is_empty());
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}

/// Fewest documents on either side when a group is parted: one or two may be odd without being another event.
const FEWEST: usize = 3;

/// A group is parted where the two halves are at most this much as alike as the documents within them, by the names,
/// numbers and days that not all of them have. Read off the development set; .15 to .30 do as well.
const PARTED: f32 = 0.2;

/// A name that more than this part of the group has tells nothing about its parts.
const COMMON: f32 = 0.7;

/// Parts a group whose documents conflict: two sets of names, numbers and days that hardly meet.
///
/// Two escapes from two prisons share most of their words. Once what all reports have in common is left out, what
/// remains is who, where and when, and there two events fall apart cleanly while the accounts of one do not.
pub(crate) fn part(profiles: &[&Profile]) -> Option<(Vec<usize>, Vec<usize>)> {
    let n = profiles.len();
    if n < 2 * FEWEST {
        return None;
    }
    let mut n_with: BTreeMap<Term, u32> = BTreeMap::new();
    for profile in profiles {
        for &(term, _) in &profile.marks {
            *n_with.entry(term).or_default() += 1;
        }
    }
    let vectors: Vec<Vector> = profiles
        .iter()
        .map(|profile| {
            let weigh = |&(term, weight): &(Term, f32)| {
                let n_with = n_with[&term];
                let tells = n_with >= 2 && n_with as f32 <= COMMON * n as f32;
                tells.then(|| (term, weight * (n as f32 / n_with as f32).ln()))
            };
            Vector::new(profile.marks.iter().filter_map(weigh).collect(), usize::MAX)
        })
        .collect();
    let alike: Vec<Vec<f32>> = vectors.iter().map(|a| vectors.iter().map(|b| a.dot(b)).collect()).collect();
    let (mut left, mut right) = halves(&alike);
    refine(&alike, &mut left, &mut right);
    if left.len() < FEWEST || right.len() < FEWEST {
        return None;
    }
    let mean = |pairs: &mut dyn Iterator<Item = (usize, usize)>| {
        let (sum, count) = pairs.fold((0.0, 0_u32), |(sum, count), (a, b)| (sum + alike[a][b], count + 1));
        sum / count.max(1) as f32
    };
    let within = mean(&mut pairs(&left).chain(pairs(&right)));
    let between = mean(&mut left.iter().flat_map(|&a| right.iter().map(move |&b| (a, b))));
    let is_parted = within > 0.0 && between <= PARTED * within;
    is_parted.then_some((left, right))
}

/// All pairs of a group.
fn pairs(group: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    group.iter().enumerate().flat_map(move |(at, &a)| group[..at].iter().map(move |&b| (a, b)))
}

/// The last two groups of an average-link clustering.
fn halves(alike: &[Vec<f32>]) -> (Vec<usize>, Vec<usize>) {
    let n = alike.len();
    let mut groups: Vec<Vec<usize>> = (0..n).map(|at| vec![at]).collect();
    let mut sums = alike.to_vec();
    while groups.len() > 2 {
        let mut best = (f32::NEG_INFINITY, 0, 1);
        for a in 0..groups.len() {
            for b in a + 1..groups.len() {
                let mean = sums[a][b] / (groups[a].len() * groups[b].len()) as f32;
                if mean > best.0 {
                    best = (mean, a, b);
                }
            }
        }
        let (_, a, b) = best;
        let lost = groups.remove(b);
        groups[a].extend(lost);
        let row = sums.remove(b);
        for (at, sums) in sums.iter_mut().enumerate() {
            let from_b = sums.remove(b);
            if at == a {
                continue;
            }
            sums[a] += from_b;
        }
        for at in 0..groups.len() {
            if at != a {
                sums[a][at] += row[if at < b { at } else { at + 1 }];
            }
        }
    }
    let right = groups.pop().unwrap_or_default();
    (groups.pop().unwrap_or_default(), right)
}

/// Moves documents to the half they are more like, a few rounds.
fn refine(alike: &[Vec<f32>], left: &mut Vec<usize>, right: &mut Vec<usize>) {
    let mean = |at: usize, side: &[usize]| {
        let others = side.iter().filter(|&&other| other != at);
        let (sum, count) =
            others.fold((0.0, 0_u32), |(sum, count), &other| (sum + alike[at][other], count + 1));
        sum / count.max(1) as f32
    };
    for _ in 0..5 {
        let mut has_moved = false;
        for at in 0..alike.len() {
            let is_left = left.contains(&at);
            let (own, other) = if is_left { (&mut *left, &mut *right) } else { (&mut *right, &mut *left) };
            if own.len() > 1 && mean(at, other) > mean(at, own) {
                own.retain(|&member| member != at);
                other.push(at);
                has_moved = true;
            }
        }
        if !has_moved {
            break;
        }
    }
    left.sort_unstable();
    right.sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::Item;

    #[test]
    fn groups_are_joined_by_their_average() {
        let places: [f32; 5] = [0.0, 0.1, 0.2, 5.0, 5.1];
        let likeness = |a: usize, b: usize| 1.0 / (1.0 + (places[a] - places[b]).abs());
        assert_eq!(average_link(5, 0.5, likeness), [vec![0, 1, 2], vec![3, 4]]);
        assert_eq!(average_link(5, 0.99, likeness).len(), 5);
        assert_eq!(average_link(0, 0.5, likeness), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn two_events_of_a_kind_are_parted_and_one_is_not() {
        let report = |who: &str, town: &str, day: u32, more: &str| {
            let text = format!(
                "An inmate, {who}, escaped from the prison at {town} on May {day}. Police in {town} seek {who}. {more}"
            );
            Profile::of(&Item { text, ..Item::default() })
        };
        let more = ["He is armed.", "Roads are closed.", "A guard was hurt.", "Dogs were used."];
        let first: Vec<Profile> =
            more.iter().map(|more| report("Jonas Okafor", "Velbruck", 3, more)).collect();
        let second: Vec<Profile> =
            more.iter().map(|more| report("Dmitri Salo", "Harnosand", 9, more)).collect();
        let both: Vec<&Profile> = first.iter().chain(&second).collect();
        assert_eq!(part(&both), Some((vec![0, 1, 2, 3], vec![4, 5, 6, 7])));
        let one: Vec<&Profile> = first.iter().chain(&first).collect();
        assert_eq!(part(&one), None);
    }
}
