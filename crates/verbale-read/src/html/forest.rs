//! The block model: two small forests of decision trees, the second of which also knows what the first thought of the
//! runs around. How they were made is told in `model/SOURCE.md`.

use std::sync::LazyLock;

use super::features::Features;
use super::runs::Runs;

/// Both forests, one tree a line, parted by an empty line.
static MODEL: &str = include_str!("../../model/blocks.txt");

/// How sure the model is that each run is the article's text, 0 to 1.
pub(crate) fn body_scores(runs: &Runs, features: &Features) -> Vec<f32> {
    static FORESTS: LazyLock<[Forest; 2]> = LazyLock::new(|| {
        let (first, second) = MODEL.split_once("\n\n").expect("the model has two forests");
        [Forest::parse(first), Forest::parse(second)]
    });
    let [alone, in_context] = &*FORESTS;
    let n_runs = runs.runs.len();
    let rows: Vec<&[f32]> = (0..n_runs).map(|i| features.row(i)).collect();
    let mut scores: Vec<f32> = alone.scores(&rows).into_iter().map(squash).collect();
    let context = context(runs, features, &scores);
    // Menus and lists, far from any text: the second forest would say the same, and they are most of a page.
    let is_near = |i: usize| {
        let around = &scores[i.saturating_sub(NEIGHBOURS.len())..(i + NEIGHBOURS.len()).min(n_runs)];
        around.iter().any(|score| *score >= NO_TEXT)
    };
    let near: Vec<usize> = (0..n_runs).filter(|&i| is_near(i)).collect();
    let rows: Vec<Vec<f32>> = near.iter().map(|&i| [features.row(i), &context[i]].concat()).collect();
    let rows: Vec<&[f32]> = rows.iter().map(Vec::as_slice).collect();
    for (i, score) in near.into_iter().zip(in_context.scores(&rows)) {
        scores[i] = squash(score);
    }
    scores
}

/// Below this score of the first forest a run is surely no text.
const NO_TEXT: f32 = 0.03;

/// From a score to 0..1, by sums and products alone: they are the same on every machine.
fn squash(score: f32) -> f32 {
    let square = score * score;
    let half = square / (1.0 + square) / 2.0;
    if score > 0.0 { 0.5 + half } else { 0.5 - half }
}

/// Trees whose leaves are summed, all in one place.
struct Forest {
    trees: Vec<Tree>,
    nodes: Vec<Node>,
    /// What each node adds to the score; nothing but leaves are asked.
    values: Vec<f32>,
}

struct Tree {
    root: u32,
    /// Steps from the root to the leaf that is farthest.
    depth: u32,
}

/// Rows whose feature is at most the threshold go on at the first child, the others at the second. A leaf is its own
/// child: who comes there early waits for the others.
struct Node {
    threshold: f32,
    feature: u32,
    children: [u32; 2],
}

/// Rows that go through a tree together. One alone would wait for memory at every step.
const ABREAST: usize = 8;

impl Forest {
    /// A line is `feature threshold low high` for each split of a tree, a bar, and its leaves.
    fn parse(lines: &str) -> Self {
        let mut forest = Self { trees: Vec::new(), nodes: Vec::new(), values: Vec::new() };
        for line in lines.lines() {
            let (splits, leaves) = line.split_once('|').expect("a tree has leaves");
            let words: Vec<&str> = splits.split_ascii_whitespace().collect();
            let root = forest.nodes.len() as u32;
            let first_leaf = root + (words.len() / 4) as u32;
            let place = |word: &str| {
                // Below zero stand leaves: -1 is the first.
                let number = |word: &str| word.parse::<u32>().expect("a number");
                word.strip_prefix('-')
                    .map_or_else(|| number(word) + root, |leaf| number(leaf) - 1 + first_leaf)
            };
            forest.nodes.extend(words.chunks_exact(4).map(|words| Node {
                feature: words[0].parse().expect("a column"),
                threshold: words[1].parse().expect("a number"),
                children: [place(words[2]), place(words[3])],
            }));
            forest.values.resize(forest.nodes.len(), 0.0);
            for leaf in leaves.split_ascii_whitespace() {
                let itself = forest.nodes.len() as u32;
                forest.nodes.push(Node { threshold: 0.0, feature: 0, children: [itself; 2] });
                forest.values.push(leaf.parse().expect("a number"));
            }
            let depth = forest.depth(root);
            forest.trees.push(Tree { root, depth });
        }
        forest
    }

    fn depth(&self, node: u32) -> u32 {
        let children = self.nodes[node as usize].children;
        if children[0] == node {
            0
        } else {
            1 + children.map(|child| self.depth(child)).into_iter().max().unwrap_or(0)
        }
    }

    /// The score of each row.
    fn scores(&self, rows: &[&[f32]]) -> Vec<f32> {
        let mut scores = Vec::with_capacity(rows.len());
        for rows in rows.chunks(ABREAST) {
            // The last few are filled up with one of them.
            let abreast: [&[f32]; ABREAST] = std::array::from_fn(|i| rows[i.min(rows.len() - 1)]);
            let mut sums = [0.0; ABREAST];
            for tree in &self.trees {
                let mut at = [tree.root; ABREAST];
                for _ in 0..tree.depth {
                    for (at, row) in at.iter_mut().zip(&abreast) {
                        let node = &self.nodes[*at as usize];
                        let is_high = row[node.feature as usize] > node.threshold;
                        *at = node.children[usize::from(is_high)];
                    }
                }
                for (sum, at) in sums.iter_mut().zip(at) {
                    *sum += self.values[at as usize];
                }
            }
            scores.extend_from_slice(&sums[..rows.len()]);
        }
        scores
    }
}

/// Columns the second forest has besides the first one's.
const N_CONTEXT: usize = 19;
/// Runs to either side whose scores are told one by one.
const NEIGHBOURS: [isize; 8] = [-4, -3, -2, -1, 1, 2, 3, 4];

/// What the first forest thought of each run, of its neighbours, and of the runs of its kind.
pub(crate) fn context(runs: &Runs, features: &Features, scores: &[f32]) -> Vec<[f32; N_CONTEXT]> {
    let n_runs = scores.len();
    let n_words: Vec<f32> = runs.runs.iter().map(|run| run.n_words as f32).collect();
    // Running sums, so that any stretch is a difference. In f64: long pages add up.
    let sums = |value: &dyn Fn(usize) -> f32| {
        let mut sums = vec![0.0f64; n_runs + 1];
        for i in 0..n_runs {
            sums[i + 1] = sums[i] + f64::from(value(i));
        }
        sums
    };
    let body_sums = sums(&|i| n_words[i] * scores[i]);
    let word_sums = sums(&|i| n_words[i]);
    let total = body_sums[n_runs].max(1e-9);
    let share_of = |start: usize, end: usize| {
        ((body_sums[end] - body_sums[start]) / (word_sums[end] - word_sums[start]).max(1.0)) as f32
    };
    let mut paths: Vec<(u64, usize)> = features.path_keys.iter().copied().zip(0..).collect();
    paths.sort_unstable();
    let mut path_share = vec![0.0; n_runs];
    for same in paths.chunk_by(|one, other| one.0 == other.0) {
        let body: f64 = same.iter().map(|&(_, i)| f64::from(n_words[i] * scores[i])).sum();
        let words: f64 = same.iter().map(|&(_, i)| f64::from(n_words[i])).sum();
        for &(_, i) in same {
            path_share[i] = (body / words.max(1.0)) as f32;
        }
    }
    let mut since = vec![99.0f32; n_runs];
    let mut last: Option<usize> = None;
    for i in 0..n_runs {
        since[i] = last.map_or(99.0, |last| ((i - last) as f32).min(99.0));
        last = if scores[i] > 0.5 { Some(i) } else { last };
    }
    let mut until = vec![99.0f32; n_runs];
    let mut next: Option<usize> = None;
    for i in (0..n_runs).rev() {
        until[i] = next.map_or(99.0, |next| ((next - i) as f32).min(99.0));
        next = if scores[i] > 0.5 { Some(i) } else { next };
    }
    (0..n_runs)
        .map(|i| {
            let mut row = [0.0; N_CONTEXT];
            row[0] = scores[i];
            for (column, offset) in row[1..9].iter_mut().zip(NEIGHBOURS) {
                let at = i.checked_add_signed(offset);
                *column = at.and_then(|at| scores.get(at)).copied().unwrap_or(-1.0);
            }
            row[9] = (body_sums[i] / total) as f32;
            row[10] = ((total - body_sums[i + 1]) / total) as f32;
            row[11] = total as f32;
            row[12] = path_share[i];
            for (at, reach) in [(13, 5), (15, 12)] {
                row[at] = share_of(i.saturating_sub(reach), i);
                row[at + 1] = share_of(i + 1, (i + 1 + reach).min(n_runs).max(i + 1));
            }
            row[17] = since[i];
            row[18] = until[i];
            row
        })
        .collect()
}
