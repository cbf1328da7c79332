//! `verbale explain`: a document with its coding, for people.
//!
//! Works from the record alone, with the rules' own words for why they are there: what it shows is what a record holds.

mod entries;
mod layout;
mod marks;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use verbale::{Coder, Options};
use verbale_record::Record;

use crate::args::{ExplainArgs, Loudness};
use crate::documents;
use crate::exit::Exit;
use crate::know;
use crate::paint::Paint;
use crate::rules;
use crate::terminal;
use view::View;

pub(crate) fn run(args: &ExplainArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let (model, label) = documents::model(&args.documents, loudness)?;
    let options = Options { near: args.near, unclaimed: args.rules.unclaimed, math: args.documents.math() };
    let coder = Arc::new(
        Coder::open_with(&model, know::of(&args.knowledge)?, rules::of(&args.rules)?, options)?
            .with_model_label(label),
    );
    let event_rules = coder.event_rules().book().rules();
    let mut reasons: BTreeMap<_, _> =
        event_rules.iter().map(|rule| (rule.id.clone(), rule.why.clone())).collect();
    reasons.extend(coder.statement_reasons().clone());
    let (paint, width) = (terminal::paint_stdout(), terminal::width());
    documents::run(&args.documents, loudness, move |jobs| {
        documents::each_document(
            jobs,
            || coder.worker(),
            |worker, article| page(&worker.code(article), &reasons, paint, width),
        );
    })
}

/// A document as a page of text: the article with its marks, then one entry for each thing found. `reasons` says what
/// each rule is for, by its id.
fn page(record: &Record, reasons: &BTreeMap<String, String>, paint: Paint, width: usize) -> String {
    let view = View::new(record, reasons);
    let mut page = layout::Page::new(paint, width);
    entries::head(&view, &mut page);
    marks::article(&view, &mut page);
    entries::actors(&view, &mut page);
    entries::statements(&view, &mut page);
    entries::events(&view, &mut page);
    entries::near(&view, &mut page);
    entries::foot(&view, &mut page);
    page.finish()
}
