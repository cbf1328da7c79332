//! POLECAT: 40 columns, tabs, header, an event a row with its lists joined by "; ".

use std::io::Write;

use verbale_codes::{CodeList, Country};
use verbale_record::Record;

use super::ExportOptions;
use super::csv::Tsv;
use crate::find::{EventRow, Kind, PartyRef, Rows};
use crate::{Store, StoreError, add};

const HEADER: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// POLECAT has the numbers of the Correlates of War.
const COW: CodeList = CodeList::Cow;

/// What is added where it is asked for.
const EXTENSION: [&str; 4] = ["URL", "Sentence", "Rule", "Status"];

pub(super) fn write(store: &Store, options: &ExportOptions, out: &mut dyn Write) -> Result<u64, StoreError> {
    let mut tsv = Tsv::new(out);
    let extension = if options.extended { &EXTENSION[..] } else { &[] };
    tsv.line(&[&HEADER, extension].concat())?;
    let events = ExportOptions { kind: Kind::Event, ..options.clone() };
    let ids = store.select(&events)?;
    let mut rows = Rows::new(&store.connection);
    let mut record: Option<(i64, Record)> = None;
    for &id in ids.iter().rev() {
        let event = rows.event(id)?;
        let document = event.article.id;
        if record.as_ref().is_none_or(|&(kept, _)| kept != document) {
            record = Some((document, add::kept_record(&store.connection, document)?));
        }
        let Some((_, record)) = &record else { continue };
        let mut cells = cells(&event, record);
        if options.extended {
            cells.push(event.article.url.clone().unwrap_or_default());
            cells.push(if options.with_text { event.sentence.clone() } else { String::new() });
            cells.push(event.rule.clone());
            cells.push(event.status.clone());
        }
        tsv.line(&cells)?;
    }
    Ok(ids.len() as u64)
}

fn cells(event: &EventRow, record: &Record) -> Vec<String> {
    let place = event.place.as_ref();
    let part = |wanted: &[&str]| {
        let named = place.filter(|place| wanted.contains(&place.resolution.as_str()));
        named.map(|place| place.name.clone()).unwrap_or_default()
    };
    let province = match part(&["province"]) {
        name if name.is_empty() => place.and_then(|place| place.admin1.clone()).unwrap_or_default(),
        name => name,
    };
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut cells = vec![
        event.id.to_string(),
        event.date.clone().or_else(|| event.article.published.clone()).unwrap_or_default(),
        event.kind.clone(),
        event.mode.clone().unwrap_or_default(),
        number(event.plover_score),
        event.quad.to_uppercase(),
        event.contexts.join("; "),
    ];
    cells.extend(actor(&event.source, record));
    cells.extend(actor(&event.target, record));
    let names = |kinds: &[&str]| {
        let named = record.actors.iter().filter(|actor| kinds.contains(&actor.kind.as_str()));
        named.map(|actor| actor.name.as_str()).collect::<Vec<_>>().join("; ")
    };
    cells.extend([
        place.map(|place| place.name.clone()).unwrap_or_default(),
        part(&["city", "site"]),
        part(&["district"]),
        province,
        place.and_then(|place| place.country.clone()).unwrap_or_default(),
        number(place.and_then(|place| place.lat)),
        number(place.and_then(|place| place.lon)),
        place.and_then(|place| place.geoname).map(|id| id.to_string()).unwrap_or_default(),
        place.map(|place| place.name.clone()).unwrap_or_default(),
        place.map(|place| place.resolution.clone()).unwrap_or_default(),
        event.article.publisher.clone().unwrap_or_default(),
        event.article.published.clone().unwrap_or_default(),
        names(&["person"]),
        names(&["organization", "group"]),
        record.places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>().join("; "),
        event.article.language.clone().unwrap_or_default(),
        record.coder.program.clone(),
    ]);
    cells
}

/// Name, country, COW, primary sector, sectors, title, raw name, Wikipedia id; lists in the same order.
fn actor(parties: &[PartyRef], record: &Record) -> [String; 8] {
    let each = |part: &dyn Fn(&PartyRef) -> String| parties.iter().map(part).collect::<Vec<_>>().join("; ");
    let cow = |party: &PartyRef| {
        let country: Option<Country> = party.country.as_deref().and_then(|code| code.parse().ok());
        country
            .and_then(|country| country.code_in(COW).or(country.counts_as().code_in(COW)))
            .unwrap_or("")
            .to_owned()
    };
    let title = |party: &PartyRef| {
        let actor = record.actors.iter().find(|actor| is_it(actor, party));
        actor.and_then(|actor| actor.role.clone()).unwrap_or_default()
    };
    let raw = |party: &PartyRef| {
        record
            .actors
            .iter()
            .find(|actor| is_it(actor, party))
            .map_or(party.name.clone(), |actor| actor.name.clone())
    };
    [
        each(&|party| party.name.clone()),
        each(&|party| party.country.clone().unwrap_or_default()),
        each(&cow),
        each(&|party| party.sectors.first().cloned().unwrap_or_default()),
        each(&|party| party.sectors.join(",")),
        each(&title),
        each(&raw),
        // Wikidata's identifiers are no Wikipedia ids, and none is made up.
        String::new(),
    ]
}

fn is_it(actor: &verbale_record::Actor, party: &PartyRef) -> bool {
    match &party.entity {
        Some(entity) => actor.entity.as_ref() == Some(entity),
        None => actor.name.eq_ignore_ascii_case(&party.name) && actor.kind == party.kind,
    }
}
