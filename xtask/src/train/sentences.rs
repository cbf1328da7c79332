//! Marked sentences, parsed.

use std::io::Cursor;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use verbale::{Article, Block, BlockKind, Coder, Doc, Options, Span, Text, Tok, words_at};
use verbale_model::Shelf;
use verbale_read::{Input, Limits, Rows};

/// A stretch of text, in code points.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Stretch {
    /// Below zero in a few rows of the set: then the text's beginning.
    start: i64,
    end: u32,
}

impl Stretch {
    /// The words there; the first of the text where there are none.
    pub(crate) fn tokens(self, doc: &Doc, text: &Text) -> Span<Tok> {
        let place = text.to_bytes(Span::new(u32::try_from(self.start).unwrap_or_default(), self.end));
        words_at(doc, place).unwrap_or(Span::new(0, 1))
    }
}

/// The language model, at work on sentences.
pub(crate) struct Sentences {
    coder: Coder,
}

impl Sentences {
    pub(crate) fn open() -> Result<Self> {
        let model = Shelf::of_user()?.find(None)?;
        Ok(Self { coder: Coder::open(&verbale::ModelDir::at(&model.folder), Options::default())? })
    }

    /// Reads rows that have a `text`, and hands each over with its analysis.
    pub(crate) fn read<R: DeserializeOwned>(
        &self,
        path: &Path,
        mut each: impl FnMut(R, &Doc, &Text),
    ) -> Result<()> {
        #[derive(Deserialize)]
        struct WithText {
            text: String,
        }
        let mut worker = self.coder.worker();
        for row in Rows::open(&Input::from(path), Limits::default()) {
            let row = row?;
            let place = || format!("{}:{}", path.display(), row.line);
            let text: WithText = serde_json::from_slice(&row.bytes).with_context(place)?;
            let marked: R = serde_json::from_reader(Cursor::new(&row.bytes)).with_context(place)?;
            let text = Text::new(text.text);
            let blocks = vec![Block { kind: BlockKind::Paragraph, span: text.span() }];
            let article = Article { text: text.clone(), blocks, ..Article::default() };
            each(marked, &worker.parse(&article), &text);
        }
        Ok(())
    }
}
