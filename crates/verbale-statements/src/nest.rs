use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::draft::Draft;
use crate::scene::Scene;

/// How often drafts are placed anew because cutting one changed what another covers. News settles in two.
const ROUNDS: usize = 4;

/// How many statements around a point are looked at for a parent; people do not nest deeper.
const DEEPEST: usize = 16;

/// Puts drafts in text order, finds the parent of each, and cuts what would make two contents of one level overlap.
///
/// Parents come before their children. Drafts that are left without content are dropped.
pub(crate) fn nest(scene: &Scene<'_>, drafts: &mut Vec<Draft>) -> Vec<Option<usize>> {
    for round in 1.. {
        for draft in drafts.iter_mut() {
            draft.pieces = draft
                .pieces
                .iter()
                .map(|&piece| scene.trim(piece))
                .filter(|piece| !piece.is_empty())
                .collect();
        }
        // Marks that cutting left are no words.
        drafts.retain(|draft| draft.pieces.iter().any(|piece| scene.has_words(*piece)));
        drafts.sort_by_key(|draft| (draft.pieces[0].start(), Reverse(size(draft)), draft.head));
        let placed = place(drafts);
        if !placed.has_cut {
            return placed.parents;
        }
        if round == ROUNDS {
            return drop_empty(drafts, placed.parents);
        }
    }
    Vec::new()
}

/// In tokens.
fn size(draft: &Draft) -> u32 {
    draft.pieces.iter().map(|piece| piece.len()).sum()
}

struct Placed {
    parents: Vec<Option<usize>>,
    has_cut: bool,
}

fn place(drafts: &mut [Draft]) -> Placed {
    let mut placed = Placed { parents: Vec::with_capacity(drafts.len()), has_cut: false };
    // Statements whose content may still hold what comes, innermost last.
    let mut open: Vec<usize> = Vec::new();
    // What is taken on each level: (parent from 1 or 0, first token) to (end, whose).
    let mut taken: BTreeMap<(usize, u32), (u32, usize)> = BTreeMap::new();
    for at in 0..drafts.len() {
        let start = drafts[at].pieces[0].start();
        open.retain(|&outer| drafts[outer].pieces.last().is_some_and(|last| last.end() > start));
        let holds = |outer: &&usize| {
            let outer = &drafts[**outer];
            outer.holds(drafts[at].head) && drafts[at].pieces.iter().all(|&piece| outer.covers(piece))
        };
        let parent = open.iter().rev().take(DEEPEST).find(holds).copied();
        let level = parent.map_or(0, |parent| parent + 1);
        placed.has_cut |= make_room(drafts, at, level, &mut taken);
        taken.extend(drafts[at].pieces.iter().map(|piece| ((level, piece.start()), (piece.end(), at))));
        placed.parents.push(parent);
        open.push(at);
    }
    placed
}

/// Cuts a draft and those of its level that overlap it: the one whose cue the other's content holds keeps the words.
fn make_room(
    drafts: &mut [Draft],
    at: usize,
    level: usize,
    taken: &mut BTreeMap<(usize, u32), (u32, usize)>,
) -> bool {
    let mut has_cut = false;
    for piece in drafts[at].pieces.clone() {
        let before = taken.range((level, 0)..(level, piece.end())).rev();
        let overlapping = before.take_while(|(_, (end, _))| *end > piece.start());
        let rivals: Vec<(u32, u32, usize)> =
            overlapping.map(|(&(_, start), &(end, owner))| (start, end, owner)).collect();
        for (start, end, owner) in rivals {
            has_cut = true;
            if drafts[at].holds(drafts[owner].head) {
                drafts[owner].cut(piece);
                taken.remove(&(level, start));
                if start < piece.start() {
                    taken.insert((level, start), (piece.start(), owner));
                }
                if piece.end() < end {
                    taken.insert((level, piece.end()), (end, owner));
                }
            } else {
                drafts[at].cut(verbale_doc::Span::new(start, end));
            }
        }
    }
    has_cut
}

/// Drops drafts without content and what stands inside them; the rest keep their parents.
fn drop_empty(drafts: &mut Vec<Draft>, parents: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let mut new_number: Vec<Option<usize>> = Vec::with_capacity(drafts.len());
    let mut kept_parents = Vec::with_capacity(drafts.len());
    for (draft, parent) in drafts.iter().zip(parents) {
        let new_parent = parent.map(|parent: usize| new_number[parent]);
        let is_kept = !draft.pieces.is_empty() && new_parent != Some(None);
        new_number.push(is_kept.then_some(kept_parents.len()));
        if is_kept {
            kept_parents.push(new_parent.flatten());
        }
    }
    let mut numbers = new_number.into_iter();
    drafts.retain(|_| numbers.next().is_some_and(|number| number.is_some()));
    kept_parents
}
