//! Rows of sentences with places in them, as `relations` and `attitudes` read them.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use verbale::{Article, Block, BlockKind, Coder, Doc, Options, Span, Text, Tok, Worker, words_at};
use verbale_read::{Input, Limits, Rows};

use crate::args::{Loudness, RowKind, SentencesArgs};
use crate::documents;
use crate::exit::Exit;
use crate::output::{Output, Reader};

use crate::terminal;

/// A place in a text, in code points. Gold sets have places that begin before their text.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Stretch {
    pub(crate) start: i64,
    pub(crate) end: i64,
}

/// A row's text, parsed.
pub(crate) struct Sentence {
    text: Text,
    pub(crate) doc: Doc,
}

impl Sentence {
    pub(crate) fn parse(text: &str, parser: &mut Worker<'_>) -> Self {
        let text = Text::new(text);
        let blocks = vec![Block { kind: BlockKind::Paragraph, span: text.span() }];
        let article = Article { text: text.clone(), blocks, ..Article::default() };
        Self { doc: parser.parse(&article), text }
    }

    /// The words at a place; `None` where there are none.
    pub(crate) fn tokens(&self, at: Stretch) -> Option<Span<Tok>> {
        let n_chars = self.text.n_chars();
        let inside = |place: i64| u32::try_from(place.max(0)).map_or(n_chars, |place| place.min(n_chars));
        let (start, end) = (inside(at.start), inside(at.end));
        (start < end).then(|| words_at(&self.doc, self.text.to_bytes(Span::new(start, end))))?
    }
}

/// Answers every row; one that cannot be answered is said, and the others go on.
pub(crate) fn each_row<R: DeserializeOwned>(
    args: &SentencesArgs,
    loudness: Loudness,
    answer: impl Fn(R, &mut Worker<'_>) -> Result<Value, String>,
) -> anyhow::Result<Exit> {
    let RowKind::Jsonl = args.from;
    let (model, _) = documents::model_named(args.model.as_deref(), loudness)?;
    let coder = Coder::open(&model, Options::default())?;
    let mut parser = coder.worker();
    let mut output = Output::new();
    let mut exit = Exit::Fine;
    let input = Input::from(args.input.as_path());
    for row in Rows::open(&input, Limits::default()) {
        let row = row?;
        let answered = serde_json::from_slice(&row.bytes)
            .map_err(|error| format!("column {}: {error}", error.column()))
            .and_then(|asked| answer(asked, &mut parser));
        match answered {
            Ok(answer) => {
                if output.write(&(answer.to_string() + "\n"))? == Reader::Gone {
                    break;
                }
            }
            Err(reason) => {
                terminal::say_error(&format!("{}:{}: {reason}", input.name(), row.line), None);
                exit = Exit::SomeFailed;
            }
        }
    }
    Ok(exit)
}
