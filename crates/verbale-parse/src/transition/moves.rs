//! The moves of a transition system, in the order of their scores.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model_dir::{ModelDir, ModelError};
use crate::thinc::{field, read_value, str_ref};

/// Moves: an action, most with a label.
#[derive(Debug)]
pub(crate) struct Moves {
    /// Action and label of each move.
    all: Vec<(u8, String)>,
}

impl Moves {
    /// Reads a component's moves. `has` says whether a transition system has an action with a label.
    pub(crate) fn read(
        dir: &ModelDir,
        component: &str,
        has: impl Fn(u8, &str) -> bool,
    ) -> Result<Self, ModelError> {
        let file = format!("{component}/moves");
        let bytes = dir.read(&file)?;
        let root = read_value(dir, &file, &bytes)?;
        let json = field(&root, "moves").and_then(str_ref);
        let json = json.ok_or_else(|| dir.invalid(&file, "moves", "the moves are missing"))?;
        let counts: BTreeMap<String, BTreeMap<String, i64>> =
            serde_json::from_str(json).map_err(|error| dir.invalid(&file, "moves", error.to_string()))?;
        let mut moves = Self { all: Vec::new() };
        let mut later = Vec::new();
        for (action, labels) in counts {
            let action: u8 = action
                .parse()
                .map_err(|_| dir.invalid(&file, "moves", format!("{action:?} is no action")))?;
            // The more frequent first; of equals the later in the alphabet. Labels that were added after training
            // have negative counts and stand behind all others.
            let mut labels: Vec<(i64, String)> =
                labels.into_iter().map(|(label, count)| (count, label)).collect();
            labels.sort_unstable_by(|a, b| b.cmp(a));
            for (count, label) in labels {
                if count < 0 {
                    later.push((count, label, action));
                } else if has(action, &label) {
                    moves.add(action, label);
                }
            }
        }
        later.sort_by(|a, b| (b.0, &b.1).cmp(&(a.0, &a.1)));
        for (_, label, action) in later {
            if has(action, &label) {
                moves.add(action, label);
            }
        }
        if moves.all.is_empty() || moves.all.len() > usize::from(u16::MAX) {
            return Err(dir.invalid(&file, "moves", format!("{} moves", moves.all.len())));
        }
        Ok(moves)
    }

    fn add(&mut self, action: u8, label: String) {
        let new = (action, label);
        if !self.all.contains(&new) {
            self.all.push(new);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Action and label of every move.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u8, &str)> {
        self.all.iter().map(|(action, label)| (*action, label.as_str()))
    }

    /// Stretches of moves of the same kind.
    pub(crate) fn stretches<K: PartialEq>(&self, kind: impl Fn(u8, &str) -> K) -> Vec<(K, Range<usize>)> {
        let mut stretches: Vec<(K, Range<usize>)> = Vec::new();
        for (class, (action, label)) in self.iter().enumerate() {
            let kind = kind(action, label);
            match stretches.last_mut() {
                Some((last, stretch)) if *last == kind => stretch.end = class + 1,
                _ => stretches.push((kind, class..class + 1)),
            }
        }
        stretches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_are_ordered_by_count_then_label() {
        // {"moves": "{...}"} as msgpack.
        let json = br#"{"1":{"b":2,"a":2,"c":9},"0":{"":5,"z":-1},"2":{"z":-1,"q":-2}}"#;
        let mut file = vec![0x81, 0xa5];
        file.extend(b"moves");
        file.extend([0xd9, json.len() as u8]);
        file.extend(json);
        let files = Box::leak(Box::new([("p/moves", &*file.leak())]));
        let dir = ModelDir::bundled("tiny", files);
        let moves = Moves::read(&dir, "p", |action, label| !(action == 0 && label == "z")).unwrap();
        let all: Vec<(u8, &str)> = moves.iter().collect();
        assert_eq!(all, [(0, ""), (1, "c"), (1, "b"), (1, "a"), (2, "z"), (2, "q")]);
        assert_eq!(moves.stretches(|action, _| action), [(0, 0..1), (1, 1..4), (2, 4..6)]);
    }
}
