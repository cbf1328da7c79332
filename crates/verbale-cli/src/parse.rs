//! `verbale parse`: the language analysis of each document.

use std::sync::Arc;

use verbale::{Pipeline, to_spacy_json};

use crate::args::{Loudness, ParseArgs, ParseForm};
use crate::documents;
use crate::exit::Exit;

pub(crate) fn run(args: &ParseArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let (model, _) = documents::model(&args.documents, loudness)?;
    let pipeline = Arc::new(Pipeline::load(&model)?);
    let form = args.to;
    documents::run(&args.documents, loudness, move |jobs| {
        documents::each_document(
            jobs,
            || pipeline.worker(),
            |worker, article| {
                // All of the text, whatever its blocks are: what is coded is another question.
                let blocks: Vec<_> = article.blocks.iter().map(|block| block.span).collect();
                let doc = worker.parse(&article.text, &blocks);
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
