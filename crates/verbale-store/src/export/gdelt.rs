//! GDELT 2.0: events in 61 columns and mentions in 16, tabs, no header. Countries of places are FIPS 10-4, of actors
//! CAMEO's. What GDELT computes and Verbale does not (tone, ethnicity, known groups) is left empty.

use std::io::Write;

use verbale_codes::{CodeList, Country};

use super::ExportOptions;
use super::cameo_rows::{self, CameoRow, cameo_country};
use super::csv::Tsv;
use crate::find::{PartyRef, PlaceRef};
use crate::{Store, StoreError};

/// Events, a row a pair of source and target.
pub(super) fn events(store: &Store, options: &ExportOptions, out: &mut dyn Write) -> Result<u64, StoreError> {
    let mut tsv = Tsv::new(out);
    cameo_rows::each(store, options, |row| tsv.line(&event(&row)))
}

/// Mentions: where in which article each row of the events is told.
pub(super) fn mentions(
    store: &Store,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> Result<u64, StoreError> {
    let mut tsv = Tsv::new(out);
    cameo_rows::each(store, options, |row| tsv.line(&mention(&row)))
}

fn event(row: &CameoRow) -> Vec<String> {
    let day = row.date.replace('-', "");
    let (year, month) = (day.get(..4).unwrap_or(""), day.get(..6).unwrap_or(""));
    let code = row.cameo.code();
    let mut cells =
        vec![row.id.to_string(), day.clone(), month.to_owned(), year.to_owned(), fraction(&row.date)];
    for party in [&row.source, &row.target] {
        cells.extend(actor(party.as_ref()));
    }
    cells.extend([
        // In the headline or the first sentence.
        u8::from(row.sentence <= 2).to_string(),
        code.to_owned(),
        code[..3.min(code.len())].to_owned(),
        code[..2.min(code.len())].to_owned(),
        row.quad.to_string(),
        row.goldstein.to_string(),
        row.told[0].to_string(),
        row.told[1].to_string(),
        row.told[2].to_string(),
        String::new(),
    ]);
    let home = |party: &Option<PartyRef>| cameo_country(party.as_ref()).map(geo_of_country);
    cells.extend(home(&row.source).unwrap_or_default());
    cells.extend(home(&row.target).unwrap_or_default());
    cells.extend(row.place.as_ref().map(geo).unwrap_or_default());
    cells.push(
        row.article.published.as_deref().map(|day| day.replace('-', "") + "000000").unwrap_or_default(),
    );
    cells.push(row.article.url.clone().unwrap_or_default());
    cells
}

/// Code, name, country, known group, ethnicity, two religions, three types.
fn actor(party: Option<&PartyRef>) -> [String; 10] {
    let mut cells: [String; 10] = Default::default();
    let Some(party) = party else { return cells };
    let country = cameo_country(Some(party));
    let types: Vec<&str> = party.sectors.iter().filter_map(|sector| role(sector)).take(3).collect();
    // A state is coded by its country alone.
    let code_types = if party.kind == "state" { &[][..] } else { &types };
    cells[0] = country.map(cameo).unwrap_or_default() + &code_types.concat();
    cells[1] = party.name.to_uppercase();
    cells[2] = country.filter(|country| !country.is_international()).map(cameo).unwrap_or_default();
    for (at, code) in code_types.iter().enumerate() {
        (*code).clone_into(&mut cells[7 + at]);
    }
    cells
}

/// CAMEO's code of a country or of an international actor.
fn cameo(country: Country) -> String {
    country.code_in(CodeList::Cameo).unwrap_or(country.code()).to_owned()
}

/// CAMEO's role code of a PLOVER sector.
fn role(sector: &str) -> Option<&str> {
    Some(match sector {
        // CAMEO's MED is the media, and HLH health.
        "JRN" => "MED",
        "MED" => "HLH",
        "PRM" => "UAF",
        "SOC" => "CVL",
        "PRE" => "SEP",
        "UNK" => return None,
        same => same,
    })
}

/// Type, full name, country, first and second division, latitude, longitude, feature.
fn geo(place: &PlaceRef) -> [String; 8] {
    let country: Option<Country> = place.country.as_deref().and_then(|code| code.parse().ok());
    let is_us = place.country.as_deref() == Some("USA");
    let kind = match (place.resolution.as_str(), is_us) {
        ("country" | "region", _) => "1",
        ("province" | "district", true) => "2",
        ("province" | "district", false) => "5",
        (_, true) => "3",
        _ => "4",
    };
    let mut name = vec![place.name.clone()];
    name.extend(place.admin1.clone().filter(|admin1| *admin1 != place.name));
    name.extend(country.map(|country| country.name().to_owned()).filter(|country| *country != place.name));
    let fips = country.and_then(|country| country.code_in(CodeList::Fips)).unwrap_or("").to_owned();
    let degrees = |degrees: Option<f64>| degrees.map(|degrees| degrees.to_string()).unwrap_or_default();
    let feature = if kind == "1" { fips.clone() } else { String::new() };
    [
        kind.to_owned(),
        name.join(", "),
        fips.clone(),
        fips,
        String::new(),
        degrees(place.lat),
        degrees(place.lon),
        feature,
    ]
}

fn geo_of_country(country: Country) -> [String; 8] {
    let fips = country.code_in(CodeList::Fips).unwrap_or("").to_owned();
    if fips.is_empty() {
        return Default::default();
    }
    let empty = String::new;
    ["1".to_owned(), country.name().to_owned(), fips.clone(), fips.clone(), empty(), empty(), empty(), fips]
}

/// `2024.1699`: the year and how much of it is past, months counted as 30 days.
fn fraction(date: &str) -> String {
    let part = |range| date.get(range).and_then(|part: &str| part.parse::<f64>().ok());
    match (part(0..4), part(5..7), part(8..10)) {
        (Some(year), Some(month), Some(day)) => {
            format!("{:.4}", year + ((month - 1.0) * 30.0 + day.min(30.0)) / 365.0)
        }
        _ => String::new(),
    }
}

fn mention(row: &CameoRow) -> Vec<String> {
    let stamp = |date: &str| date.replace('-', "") + "000000";
    let offset = |at: Option<u32>| at.map_or("-1".to_owned(), |at| at.to_string());
    let article = &row.article;
    vec![
        row.id.to_string(),
        stamp(&row.date),
        article.published.as_deref().map(stamp).unwrap_or_default(),
        // 1: the web. 2: known by a citation alone.
        if article.url.is_some() { "1" } else { "2" }.to_owned(),
        article.publisher.clone().unwrap_or_default(),
        article.url.clone().unwrap_or_else(|| article.given.clone()),
        row.sentence.to_string(),
        offset(row.mentions[0]),
        offset(row.mentions[1]),
        row.action.0.to_string(),
        "1".to_owned(),
        "100".to_owned(),
        article.n_chars.to_string(),
        String::new(),
        String::new(),
        String::new(),
    ]
}
