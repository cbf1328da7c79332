//! Citron's JSON: the quotations of a document with cue, sources and contents, a document a line.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value, json};
use verbale_record::{Party, Record, Span, Statement};

use super::{ExportOptions, json_line};
use crate::chars::CharText;
use crate::find::{Kind, Rows};
use crate::{Store, StoreError, documents};

pub(super) fn write(store: &Store, options: &ExportOptions, out: &mut dyn Write) -> Result<u64, StoreError> {
    let options = ExportOptions { kind: Kind::Statement, ..options.clone() };
    let mut rows = Rows::new(&store.connection);
    let mut by_document: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for id in store.select(&options)? {
        let row = rows.statement(id)?;
        by_document.entry(row.article.id).or_default().push(row.local);
    }
    let mut n_written = 0;
    for (document, wanted) in by_document {
        let record = documents::whole_record(&store.connection, document)?;
        json_line(out, &value(&record, &wanted, options.with_text))?;
        n_written += 1;
    }
    Ok(n_written)
}

fn value(record: &Record, wanted: &[String], with_text: bool) -> Value {
    let text = CharText::new(&record.article.text);
    let span = |start: u32, end: u32| {
        let mut span = json!({"start": start, "end": end});
        if with_text {
            span["text"] = text.slice(start, end).into();
        }
        span
    };
    let quote = |(number, statement): (usize, &Statement)| {
        let of_party = |party: &Party| span(party.start, party.end);
        // Citron's coreferences are the names of a source that is a pronoun or a nominal.
        let names = statement.speaker.iter().filter_map(|speaker| {
            let actor = record.actors.iter().find(|actor| Some(&actor.id) == speaker.actor.as_ref())?;
            let name = actor.mentions.iter().find(|mention| mention.form == "name")?;
            (name.start != speaker.start).then(|| span(name.start, name.end))
        });
        json!({
            "id": number,
            "cue": statement.cue.as_ref().map(|cue| span(cue.start, cue.end)),
            "sources": statement.speaker.iter().map(of_party).collect::<Vec<_>>(),
            "contents": statement.content.iter().map(|&Span { start, end }| span(start, end)).collect::<Vec<_>>(),
            "coreferences": names.collect::<Vec<_>>(),
            "confidence": Value::Null,
        })
    };
    let groups: Vec<Vec<Value>> = record
        .actors
        .iter()
        .filter(|actor| actor.mentions.len() > 1)
        .map(|actor| actor.mentions.iter().map(|mention| span(mention.start, mention.end)).collect())
        .collect();
    let statements = record.statements.iter().filter(|statement| wanted.contains(&statement.id));
    json!({
        "id": record.id,
        "text": if with_text { Value::from(record.article.text.as_str()) } else { Value::Null },
        "quotes": statements.enumerate().map(quote).collect::<Vec<_>>(),
        "coreference_groups": groups,
    })
}
