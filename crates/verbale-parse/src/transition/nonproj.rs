//! From a projective tree to the tree that was meant (Nivre and Nilsson 2005): a label `dobj||ccomp` says that the
//! word's head is not where it was attached but below it, at the first `ccomp` found from the top.

use std::collections::VecDeque;

use verbale_doc::{Label, Labels};

use super::arc_eager::{Parse, ROOT};

const DELIMITER: &str = "||";
/// How often edges are widened at most until no head lies outside its sentence, as in the reference.
const MOST_ROUNDS: usize = 11;

/// The label of an arc, and for a lifted one the label of the head it was lifted from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    label: Label,
    lifted_from: Option<Label>,
}

impl Arc {
    pub(super) fn new(name: &str, labels: &mut Labels) -> Self {
        match name.split_once(DELIMITER) {
            Some((name, head)) => Self { label: labels.add(name), lifted_from: Some(labels.add(head)) },
            None => Self { label: labels.add(name), lifted_from: None },
        }
    }
}

/// Turns a parser's arcs into heads, labels and sentence starts. A word without a head is a root.
pub(super) fn finish(heads: &[u32], moves: &[u16], arcs: &[Arc], is_space: impl Fn(u32) -> bool) -> Parse {
    let n_words = heads.len();
    let mut parse =
        Parse { heads: Vec::with_capacity(n_words), labels: Vec::with_capacity(n_words), ..Parse::default() };
    let mut lifted = Vec::new();
    for (word, (&head, &by)) in heads.iter().zip(moves).enumerate() {
        let is_root = head as usize >= n_words;
        let arc = arcs[usize::from(by)];
        parse.heads.push(if is_root { word as u32 } else { head });
        parse.labels.push(if is_root { ROOT } else { arc.label });
        if let Some(from) = arc.lifted_from.filter(|_| !is_root) {
            lifted.push((word as u32, from));
        }
    }
    let mut edges = Edges::of(&parse.heads);
    if !lifted.is_empty() {
        // A label that is still lifted equals no plain one.
        let mut is_lifted = vec![false; n_words];
        for &(word, _) in &lifted {
            is_lifted[word as usize] = true;
        }
        for (word, from) in lifted {
            is_lifted[word as usize] = false;
            let top = parse.heads[word as usize];
            let matches = |child: u32| !is_lifted[child as usize] && parse.labels[child as usize] == from;
            let found = first_below(top, word, &parse.heads, &edges, &is_space, matches);
            parse.heads[word as usize] = found.unwrap_or(top);
        }
        edges = Edges::of(&parse.heads);
    }
    parse.is_sentence_start = vec![false; n_words];
    for (word, &head) in parse.heads.iter().enumerate() {
        if head as usize == word {
            parse.is_sentence_start[edges.left[word] as usize] = true;
        }
    }
    parse
}

/// The first word below `top` that matches, level by level and from left to right; `but` and what is below it, and
/// white space, are passed over.
fn first_below(
    top: u32,
    but: u32,
    heads: &[u32],
    edges: &Edges,
    is_space: &impl Fn(u32) -> bool,
    matches: impl Fn(u32) -> bool,
) -> Option<u32> {
    let mut queue = VecDeque::from([top]);
    // A tree has no more words than the document; a malformed one ends here too.
    for _ in 0..heads.len() {
        let above = queue.pop_front()?;
        for child in edges.left[above as usize]..=edges.right[above as usize] {
            let is_child = heads[child as usize] == above && child != above;
            if !is_child || child == but || is_space(child) {
                continue;
            }
            if matches(child) {
                return Some(child);
            }
            queue.push_back(child);
        }
    }
    None
}

/// The first and the last word of each word's subtree.
struct Edges {
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Edges {
    fn of(heads: &[u32]) -> Self {
        let words: Vec<u32> = (0..heads.len() as u32).collect();
        let mut edges = Self { left: words.clone(), right: words };
        for _ in 0..=MOST_ROUNDS {
            for (word, &head) in heads.iter().enumerate() {
                edges.widen(word, head as usize);
            }
            for (word, &head) in heads.iter().enumerate().rev() {
                edges.widen(word, head as usize);
            }
            if edges.sentences_hold_their_heads(heads) {
                break;
            }
        }
        edges
    }

    fn widen(&mut self, child: usize, head: usize) {
        self.left[head] = self.left[head].min(self.left[child]);
        self.right[head] = self.right[head].max(self.right[child]);
    }

    fn sentences_hold_their_heads(&self, heads: &[u32]) -> bool {
        let mut is_start = vec![false; heads.len()];
        for (word, &head) in heads.iter().enumerate() {
            if head as usize == word {
                is_start[self.left[word] as usize] = true;
            }
        }
        let mut start = 0;
        for end in 0..heads.len() {
            if (end > 0 && is_start[end]) || end + 1 == heads.len() {
                // The word at the end belongs to the next sentence, but the reference lets heads lie there.
                if heads[start..end].iter().any(|&head| (head as usize) < start || head as usize > end) {
                    return false;
                }
                start = end;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use verbale_doc::label;

    #[test]
    fn a_lifted_word_finds_its_head() {
        let mut labels = Labels::default();
        let names = ["dobj||ccomp", "nsubj", "ccomp", "aux"];
        let arcs: Vec<Arc> = names.iter().map(|name| Arc::new(name, &mut labels)).collect();
        // "What do you think they want": "What" was lifted from "want" to "think".
        let none = u32::MAX;
        let parse = finish(&[3, 3, 3, none, 5, 3], &[0, 3, 1, 0, 1, 2], &arcs, |_| false);
        assert_eq!(parse.heads, [5, 3, 3, 3, 5, 3]);
        assert_eq!(parse.labels[0], label::DOBJ);
        assert_eq!(parse.labels[3], label::ROOT);
        assert_eq!(parse.is_sentence_start, [true, false, false, false, false, false]);
        // Where there is no such word, it stays.
        let stays = finish(&[1, none], &[0, 0], &arcs, |_| false);
        assert_eq!(stays.heads, [1, 1]);
    }

    #[test]
    fn each_root_begins_a_sentence_with_its_leftmost_word() {
        let arcs = [Arc::new("dep", &mut Labels::default())];
        let none = u32::MAX;
        let parse = finish(&[1, none, 1, 4, none], &[0; 5], &arcs, |_| false);
        assert_eq!(parse.is_sentence_start, [true, false, false, true, false]);
        assert!(finish(&[], &[], &arcs, |_| false).heads.is_empty());
    }
}
