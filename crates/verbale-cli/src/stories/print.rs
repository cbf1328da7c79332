//! What is found out about a document, as a line of JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use verbale_stories::{
    Credit, Item, Moment, Role, Shared, StoryId, Told, agency_of, chain, credits, quotations, role_at,
};

use super::Placed;

/// The line of one document.
pub(crate) fn line(placed: &Placed) -> String {
    let text = &placed.row.item.text;
    let share = |shared: &Shared| json!({"of": shared.of, "share": rounded(shared.share)});
    let of_kind = |is_kind: fn(&Shared) -> bool| -> Vec<Value> {
        placed.shared.iter().filter(|shared| is_kind(shared)).map(share).collect()
    };
    let credits: Vec<Value> = credits(text)
        .into_iter()
        .filter(|credit| credit.role != Role::Other)
        .map(|credit| {
            let sentence = text[credit.sentence.clone()].trim();
            let start = text[..credit.name.start].chars().count();
            let end = start + text[credit.name.clone()].chars().count();
            json!({"outlet": credit.outlet, "role": credit.role.code(), "start": start, "end": end, "sentence": sentence})
        })
        .collect();
    let mut object = json!({
        "id": placed.row.item.id,
        "story": placed.story.label(),
        "copies": of_kind(|shared| shared.is_copy),
        "shares": of_kind(|shared| !shared.is_copy && !shared.is_template),
        "original": placed.original,
        "wire": wire(&placed.row.item),
        "credits": credits,
    });
    if let Some(name) = &placed.row.asked {
        object["role"] = json!(role_at(text, name.clone()).code());
    }
    let mut line = object.to_string();
    line.push('\n');
    line
}

/// The agency whose copy a document runs.
fn wire(item: &Item) -> Option<&'static str> {
    agency_of(&item.text, item.dateline_agency.as_deref())
}

fn rounded(share: f32) -> f64 {
    (f64::from(share) * 10_000.0).round() / 10_000.0
}

/// The lines of all stories of two documents or more, in the order of their labels.
pub(crate) fn stories(placed: &[Placed]) -> impl Iterator<Item = String> + '_ {
    let mut stories: BTreeMap<StoryId, Vec<&Placed>> = BTreeMap::new();
    for placed in placed {
        stories.entry(placed.story).or_default().push(placed);
    }
    stories.into_iter().filter(|(_, documents)| documents.len() > 1).map(|(story, mut documents)| {
        documents.sort_by_key(|placed| placed.row.item.published.map_or(i64::MAX, Moment::latest));
        self::story(story, &documents)
    })
}

/// The line of one story; its documents in the order of their publication.
fn story(story: StoryId, documents: &[&Placed]) -> String {
    let found: Vec<Vec<Credit>> = documents.iter().map(|placed| credits(&placed.row.item.text)).collect();
    let told: Vec<Told<'_>> = documents
        .iter()
        .zip(&found)
        .map(|(placed, credits)| Told {
            id: &placed.row.item.id,
            published: placed.row.item.published,
            publisher: placed.row.item.publisher.as_deref(),
            text: &placed.row.item.text,
            original: placed.original.as_deref(),
            wire: wire(&placed.row.item),
            credits,
        })
        .collect();
    let chain = chain(&told);
    let edges: Vec<Value> = chain
        .edges
        .iter()
        .map(|edge| {
            let (tie, sentence) = (edge.tie.code(), &edge.sentence);
            json!({"from": edge.from, "tie": tie, "to": edge.to, "outlet": edge.outlet, "sentence": sentence})
        })
        .collect();
    let texts: Vec<&str> = told.iter().map(|told| told.text).collect();
    let quotations: Vec<Value> = quotations(&texts)
        .into_iter()
        .map(|quotation| {
            let uses: Vec<Value> = quotation
                .uses
                .iter()
                .map(|each| json!({"id": told[each.document].id, "wording": each.wording.code(), "words": each.words}))
                .collect();
            json!({"words": quotation.words, "uses": uses})
        })
        .collect();
    let mut line = json!({
        "story": story.label(),
        "documents": told.iter().map(|told| told.id).collect::<Vec<_>>(),
        "title": documents.iter().find_map(|placed| placed.row.item.title.as_deref()),
        "first": chain.first,
        "origins": chain.origins,
        "edges": edges,
        "quotations": quotations,
    })
    .to_string();
    line.push('\n');
    line
}
