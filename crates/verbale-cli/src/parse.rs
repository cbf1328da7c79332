//! `verbale parse`: the language analysis of each document.

use std::sync::Arc;

use verbale::{Pipeline, to_spacy_json};

use crate::args::{Loudness, ParseArgs, ParseForm};
use crate::documents;
use crate::exit::Exit;

pub(crate) fn run(args: &ParseArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let (model, _) = documents::model(&args.documents, loudness)?;
    let pipeline = Arc::new(Pipeline::load_with(&model, args.documents.math())?);
    let form = args.to;
    documents::run(&args.documents, loudness, move |jobs| {
        documents::each_document(
            jobs,
            || pipeline.worker(),
            |worker, article| {
                // The whole text as one, as spaCy does: what its blocks are, and which are coded, is another question.
                let doc = worker.parse(&article.text, &[article.text.span()]);
                match form {
                    ParseForm::Json => to_spacy_json(&doc, &article.id) + "\n",
                    ParseForm::Conllu => {
                        format!("# newdoc id = {}\n{}", article.id.replace('\n', " "), doc.to_conllu())
                    }
                }
            },
        );
    })
}
