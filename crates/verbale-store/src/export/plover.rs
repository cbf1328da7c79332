//! PLOVER's JSON: an event a line, with the field names of its manual.

use std::io::Write;

use serde_json::{Value, json};

use super::{ExportOptions, json_line};
use crate::find::{EventRow, Kind, PartyRef, Rows};
use crate::{Store, StoreError, add};

pub(super) fn write(store: &Store, options: &ExportOptions, out: &mut dyn Write) -> Result<u64, StoreError> {
    let events = ExportOptions { kind: Kind::Event, ..options.clone() };
    let ids = store.select(&events)?;
    let mut rows = Rows::new(&store.connection);
    for &id in ids.iter().rev() {
        let event = rows.event(id)?;
        let coder = add::kept_record(&store.connection, event.article.id)?.coder;
        json_line(out, &value(&event, &coder, options.with_text))?;
    }
    Ok(ids.len() as u64)
}

fn value(event: &EventRow, coder: &verbale_record::Coder, with_text: bool) -> Value {
    let article = &event.article;
    let (start, end) = event.sentence_span;
    let mut value = json!({
        "id": event.id.to_string(),
        "date": event.date.as_ref().or(article.published.as_ref()),
        "enddate": event.date_to.as_ref().or(event.date.as_ref()).or(article.published.as_ref()),
        "actor": event.source.iter().map(entity).collect::<Vec<_>>(),
        "recipient": event.target.iter().map(entity).collect::<Vec<_>>(),
        "event": [event.kind],
        "mode": event.mode.iter().collect::<Vec<_>>(),
        "context": event.contexts,
        "event_loc": event.place.as_ref().map(|place| json!({
            "name": place.name,
            "country_code3": place.country,
            "admin1_name": place.admin1,
            "lat": place.lat,
            "lon": place.lon,
            "geonameid": place.geoname.map(|id| id.to_string()),
            "resolution": resolution(&place.resolution),
        })),
        "quad_code": event.quad,
        "event_scale": event.plover_score,
        "status": event.status,
        "text_info": {"sequence": event.local, "start": start, "end": end},
        "cite_info": {
            "url": article.url,
            "title": article.title,
            "language": article.language,
            "publication": article.publisher,
            "coder": coder.program,
            "codebook": coder.codebook,
            "version": coder.rules,
        },
        "coder": coder.program,
        "coded_date": Value::Null,
        "comment": event.rule,
    });
    if with_text {
        value["event_text"] = json!([event.sentence]);
        value["text"] = json!(event.sentence);
    }
    value
}

fn entity(party: &PartyRef) -> Value {
    json!({
        "code": party.country,
        "sector": party.sectors,
        "entity_text": party.name,
        "identifier_id": party.wikidata.as_ref().or(party.entity.as_ref()),
        "identifier_text": party.wikidata.as_ref().map(|_| "Wikidata").or(party.entity.as_ref().map(|_| "verbale")),
    })
}

/// PLOVER's numbers: 5 smaller than a city, 4 city, 3 district, 2 province, 1 country.
fn resolution(name: &str) -> u8 {
    match name {
        "site" => 5,
        "city" => 4,
        "district" => 3,
        "province" => 2,
        _ => 1,
    }
}
