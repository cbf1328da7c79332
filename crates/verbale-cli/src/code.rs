//! `verbale code`: one record per document.

use std::sync::Arc;

use verbale::{Coder, Options};

use crate::args::{CodeArgs, Loudness};
use crate::documents;
use crate::exit::Exit;
use crate::know;
use crate::rules;

pub(crate) fn run(args: &CodeArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let (model, label) = documents::model(&args.documents, loudness)?;
    let options = Options { near: args.near, unclaimed: args.rules.unclaimed, math: args.documents.math() };
    let coder = Arc::new(
        Coder::open_with(&model, know::of(&args.knowledge)?, rules::of(&args.rules)?, options)?
            .with_model_label(label),
    );
    documents::run(&args.documents, loudness, move |jobs| {
        documents::each_document(
            jobs,
            || coder.worker(),
            |worker, article| {
                let record = worker.code(article);
                let mut line = serde_json::to_string(&record).expect("records hold nothing that JSON cannot");
                line.push('\n');
                line
            },
        );
    })
}
