//! W3C Web Annotations: each statement or event at its words, by position and by quotation.

use std::io::Write;

use serde_json::{Value, json};

use super::{ExportOptions, json_line};
use crate::chars::CharText;
use crate::find::{ArticleRow, Kind, Rows};
use crate::{Store, StoreError, documents};

/// Code points of the words before and after a quotation.
const AROUND: u32 = 32;

pub(super) fn write(store: &Store, options: &ExportOptions, out: &mut dyn Write) -> Result<u64, StoreError> {
    let ids = store.select(options)?;
    let mut rows = Rows::new(&store.connection);
    for &id in ids.iter().rev() {
        let (kind, tags, spans, article): (_, Value, Vec<(u32, u32)>, _) = match options.kind {
            Kind::Statement => {
                let row = rows.statement(id)?;
                let tags = json!({
                    "kind": row.kind, "rule": row.rule,
                    "speaker": row.speaker.map(|party| party.name), "via": row.via.iter().map(|party| &party.name).collect::<Vec<_>>(),
                });
                ("statement", tags, row.content, row.article)
            }
            Kind::Event => {
                let row = rows.event(id)?;
                let names = |parties: &[crate::PartyRef]| {
                    parties.iter().map(|party| party.name.clone()).collect::<Vec<_>>()
                };
                let tags = json!({
                    "type": row.kind, "mode": row.mode, "cameo": row.cameo, "status": row.status, "rule": row.rule,
                    "source": names(&row.source), "target": names(&row.target), "date": row.date,
                });
                ("event", tags, row.trigger, row.article)
            }
            Kind::Article => {
                let row = rows.article(id)?;
                (
                    "article",
                    json!({"title": row.title, "published": row.published}),
                    vec![(0, row.n_chars)],
                    row,
                )
            }
        };
        let annotation = annotation(store, id, kind, &tags, &spans, &article, options.with_text)?;
        json_line(out, &annotation)?;
    }
    Ok(ids.len() as u64)
}

fn annotation(
    store: &Store,
    id: i64,
    kind: &str,
    tags: &Value,
    spans: &[(u32, u32)],
    article: &ArticleRow,
    with_text: bool,
) -> Result<Value, StoreError> {
    let text = documents::text_of(&store.connection, article.id)?;
    let text = CharText::new(&text);
    let coder = crate::add::kept_record(&store.connection, article.id)?.coder;
    let targets: Vec<Value> = spans
        .iter()
        .map(|&(start, end)| {
            let mut selectors = vec![json!({"type": "TextPositionSelector", "start": start, "end": end})];
            if with_text && kind != "article" {
                selectors.push(json!({
                    "type": "TextQuoteSelector",
                    "exact": text.slice(start, end),
                    "prefix": text.slice(start.saturating_sub(AROUND), start),
                    "suffix": text.slice(end, end + AROUND),
                }));
            }
            json!({"source": article.url.as_ref().unwrap_or(&article.given), "selector": selectors})
        })
        .collect();
    Ok(json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": format!("urn:verbale:{kind}:{id}"),
        "type": "Annotation",
        "motivation": "classifying",
        "generator": {"type": "Software", "name": coder.program, "rules": coder.rules},
        "body": {"type": "TextualBody", "purpose": "classifying", "format": "application/json", "value": tags.to_string()},
        "target": if targets.len() == 1 { targets.into_iter().next().unwrap_or(Value::Null) } else { Value::Array(targets) },
    }))
}
