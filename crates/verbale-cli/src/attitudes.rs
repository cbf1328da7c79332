//! `verbale attitudes`: how a sentence portrays those named in it.

use serde::Deserialize;
use serde_json::{Value, json};
use verbale::portrayal;

use crate::args::{Loudness, SentencesArgs};
use crate::exit::Exit;

use crate::sentences::{Sentence, Stretch, each_row};

#[derive(Deserialize)]
struct Asked {
    id: Value,
    text: String,
    targets: Vec<Stretch>,
}

/// Prints `{"id", "targets": [{"start", "end", "polarity"}]}` a row.
pub(crate) fn run(args: &SentencesArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    each_row(args, loudness, |asked: Asked, parser| {
        let sentence = Sentence::parse(&asked.text, parser);
        let portrayed = |target: &Stretch| {
            let polarity = sentence.tokens(*target).map_or(0.0, |words| portrayal(&sentence.doc, words));
            json!({"start": target.start, "end": target.end, "polarity": polarity})
        };
        let targets: Vec<Value> = asked.targets.iter().map(portrayed).collect();
        Ok(json!({"id": asked.id, "targets": targets}))
    })
}
