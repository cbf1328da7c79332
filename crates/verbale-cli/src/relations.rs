//! `verbale relations`: which of two parties of a sentence takes a stance toward the other.

use serde::Deserialize;
use serde_json::{Value, json};
use verbale::{measured, regarding};

use crate::args::{Loudness, SentencesArgs};
use crate::exit::Exit;

use crate::sentences::{Sentence, Stretch, each_row};

#[derive(Deserialize)]
struct Asked {
    id: Value,
    text: String,
    entities: [Stretch; 2],
}

/// Prints `{"id", "relations"}` a row.
pub(crate) fn run(args: &SentencesArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let least = if args.sure { measured().sure } else { measured().balanced };
    each_row(args, loudness, |asked: Asked, parser| {
        let sentence = Sentence::parse(&asked.text, parser);
        // Where no words stand, nobody takes a stance.
        let pair = asked.entities.map(|entity| sentence.tokens(entity));
        let found = match pair {
            [Some(a), Some(b)] if !a.overlaps(b) => regarding(&sentence.doc, [a, b]),
            _ => None,
        };
        let found = found.filter(|found| found.chance >= least);
        let relations: Vec<Value> = found
            .map(|found| {
                let (source, target) = if found.is_back { (1, 0) } else { (0, 1) };
                let chance = (f64::from(found.chance) * 1e3).round() / 1e3;
                json!({"source": source, "target": target, "polarity": found.polarity, "chance": chance})
            })
            .into_iter()
            .collect();
        Ok(json!({"id": asked.id, "relations": relations}))
    })
}
