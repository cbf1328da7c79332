//! ICEWS: 20 columns, tabs, header. Its event ids are not unique; these are.

use std::io::Write;

use verbale_codes::{Country, Sector};

use super::ExportOptions;
use super::cameo_rows::{self, CameoRow, cameo_country};
use super::csv::Tsv;
use crate::find::PartyRef;
use crate::{Store, StoreError};

const HEADER: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

pub(super) fn write(store: &Store, options: &ExportOptions, out: &mut dyn Write) -> Result<u64, StoreError> {
    let mut tsv = Tsv::new(out);
    tsv.line(&HEADER)?;
    cameo_rows::each(store, options, |row| tsv.line(&cells(&row)))
}

fn cells(row: &CameoRow) -> Vec<String> {
    let place = row.place.as_ref();
    let part = |wanted: &[&str]| {
        place.filter(|place| wanted.contains(&place.resolution.as_str())).map(|place| place.name.clone())
    };
    let country: Option<Country> = place.and_then(|place| place.country.as_deref()?.parse().ok());
    let province = part(&["province"]).or_else(|| place.and_then(|place| place.admin1.clone()));
    let degrees = |degrees: Option<f64>| degrees.map(|degrees| degrees.to_string()).unwrap_or_default();
    let [source, target] = [&row.source, &row.target].map(|party| actor(party.as_ref()));
    let mut cells = vec![row.id.to_string(), row.date.clone()];
    cells.extend(source);
    cells.extend([row.cameo.label().to_owned(), row.cameo.code().to_owned(), row.goldstein.to_string()]);
    cells.extend(target);
    cells.extend([
        row.article.id.to_string(),
        row.sentence.to_string(),
        row.article.publisher.clone().unwrap_or_default(),
        part(&["city", "site"]).unwrap_or_default(),
        part(&["district"]).unwrap_or_default(),
        province.unwrap_or_default(),
        country.map(|country| country.name().to_owned()).unwrap_or_default(),
        degrees(place.and_then(|place| place.lat)),
        degrees(place.and_then(|place| place.lon)),
    ]);
    cells
}

/// Name, sectors, country.
fn actor(party: Option<&PartyRef>) -> [String; 3] {
    let Some(party) = party else { return Default::default() };
    let sectors: Vec<&str> = party.sectors.iter().filter_map(|code| code.parse().ok()).map(sector).collect();
    let country = cameo_country(Some(party)).map(|country| country.name().to_owned());
    [party.name.clone(), sectors.join(","), country.unwrap_or_default()]
}

/// A sector in words, as ICEWS gives them.
fn sector(sector: Sector) -> &'static str {
    match sector {
        Sector::Cop => "Police",
        Sector::Gov => "Government",
        Sector::Jud => "Judicial",
        Sector::Leg => "Legislative / Parliamentary",
        Sector::Mil => "Military",
        Sector::Prm => "Paramilitary",
        Sector::Pty => "Parties",
        Sector::Reb => "Rebel",
        Sector::Spy => "State Intelligence",
        Sector::Uaf => "Unidentified Forces",
        Sector::Unk => "Unspecified",
        Sector::Agr => "Agricultural",
        Sector::Bus => "Business",
        Sector::Crm => "Criminals / Gangs",
        Sector::Cvl => "General Population / Civilian / Social",
        Sector::Edu => "Education",
        Sector::Eli => "Elite",
        Sector::Jrn => "Media",
        Sector::Lab => "Labor",
        Sector::Med => "Medical / Health",
        Sector::Ref => "Refugees / Displaced",
        Sector::Opp => "Opposition",
        Sector::Pre => "Separatists",
        Sector::Rel => "Religious",
        Sector::Soc => "Social",
    }
}
