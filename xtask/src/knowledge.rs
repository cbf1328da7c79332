//! Builds the committed files under `knowledge/` and the table of countries from plain tables of facts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// Rebuild the committed knowledge files from a folder of plain tables.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Folder with `countries.json`, `leaders.json`, `organizations.json` and `roles.json`.
    #[arg(long, default_value = "../shared/facts")]
    facts: PathBuf,
    /// Only say whether the committed files are what the tables give.
    #[arg(long)]
    check: bool,
}

/// Writes (or checks) every generated file.
pub(crate) fn run(args: &Args) -> Result<()> {
    let countries: Vec<Country> = read(&args.facts, "countries.json")?;
    let terms: Vec<Term> = read(&args.facts, "leaders.json")?;
    let organizations: Vec<Organization> = read(&args.facts, "organizations.json")?;
    let roles: BTreeMap<String, Vec<String>> = read(&args.facts, "roles.json")?;
    let (share_alike, free): (Vec<Term>, Vec<Term>) =
        terms.into_iter().partition(|term| term.source == "countryinfo");
    let files = [
        ("crates/verbale-codes/src/countries.tsv", country_codes(&countries)),
        ("knowledge/states/states.tsv", states(&countries)),
        ("knowledge/people/people.tsv", people(&free)),
        ("knowledge/people-countryinfo/people.tsv", people(&share_alike)),
        ("knowledge/organizations/organizations.tsv", organization_rows(&organizations)),
        ("knowledge/roles/roles.tsv", role_rows(&roles)),
    ];
    for (path, content) in files {
        let path = Path::new(path);
        if !args.check {
            fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))?;
        } else if fs::read_to_string(path).unwrap_or_default() != content {
            bail!("{} is not what the tables give: run `cargo xtask knowledge`", path.display());
        }
    }
    Ok(())
}

fn read<T: for<'de> Deserialize<'de>>(folder: &Path, name: &str) -> Result<T> {
    let path = folder.join(name);
    let json = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&json)
        .with_context(|| format!("{} has another form than expected", path.display()))
}

#[derive(Deserialize)]
struct Country {
    key: String,
    iso3: String,
    iso2: Option<String>,
    numeric: Option<String>,
    plover: Option<String>,
    parent: Option<String>,
    name: String,
    names: Vec<String>,
    adjectives: Vec<String>,
    demonyms: Vec<String>,
    capital: Vec<String>,
    metonyms: Vec<String>,
    ambiguous: Vec<String>,
    status: String,
    sector: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Deserialize)]
struct Term {
    person: String,
    name: String,
    aliases: Vec<String>,
    iso3: String,
    office: String,
    #[serde(rename = "type")]
    kind: String,
    sectors: Vec<String>,
    from: Option<String>,
    to: Option<String>,
    first_seen: Option<String>,
    last_seen: Option<String>,
    wikidata: Option<String>,
    source: String,
}

#[derive(Deserialize)]
struct Organization {
    key: String,
    name: String,
    aliases: Vec<String>,
    code: String,
    kind: String,
    sectors: Vec<String>,
    from: Option<String>,
    to: Option<String>,
    #[serde(default)]
    ambiguous: Vec<String>,
    #[serde(default)]
    shared: Vec<String>,
    source: String,
}

/// Dependencies and the state that PLOVER counts them to: all of ISO 3166's but Antarctica, Hong Kong and Palestine,
/// which stand alone. Western Sahara counts to Morocco.
const DEPENDENCIES: [(&str, &str); 52] = [
    ("ABW", "NLD"),
    ("AIA", "GBR"),
    ("ALA", "FIN"),
    ("ANT", "NLD"),
    ("ASM", "USA"),
    ("ATF", "FRA"),
    ("BES", "NLD"),
    ("BLM", "FRA"),
    ("BMU", "GBR"),
    ("BVT", "NOR"),
    ("CCK", "AUS"),
    ("COK", "NZL"),
    ("CUW", "NLD"),
    ("CXR", "AUS"),
    ("CYM", "GBR"),
    ("ESH", "MAR"),
    ("FLK", "GBR"),
    ("FRO", "DNK"),
    ("GGY", "GBR"),
    ("GIB", "GBR"),
    ("GLP", "FRA"),
    ("GRL", "DNK"),
    ("GUF", "FRA"),
    ("GUM", "USA"),
    ("HMD", "AUS"),
    ("IMN", "GBR"),
    ("IOT", "GBR"),
    ("JEY", "GBR"),
    ("MAC", "CHN"),
    ("MAF", "FRA"),
    ("MNP", "USA"),
    ("MSR", "GBR"),
    ("MTQ", "FRA"),
    ("MYT", "FRA"),
    ("NCL", "FRA"),
    ("NFK", "AUS"),
    ("NIU", "NZL"),
    ("PCN", "GBR"),
    ("PRI", "USA"),
    ("PYF", "FRA"),
    ("REU", "FRA"),
    ("SGS", "GBR"),
    ("SHN", "GBR"),
    ("SJM", "NOR"),
    ("SPM", "FRA"),
    ("SXM", "NLD"),
    ("TCA", "GBR"),
    ("TKL", "NZL"),
    ("UMI", "USA"),
    ("VGB", "GBR"),
    ("VIR", "USA"),
    ("WLF", "FRA"),
];

/// The code an entity's own code counts as.
fn folded(code: &str) -> &str {
    if code == "XKX" {
        return "KOS";
    }
    DEPENDENCIES.iter().find(|(dependency, _)| *dependency == code).map_or(code, |(_, state)| state)
}

fn country_codes(countries: &[Country]) -> String {
    let mut rows = BTreeSet::new();
    for country in countries.iter().filter(|country| !country.key.starts_with("x-")) {
        let code = country.plover.as_deref().unwrap_or(&country.iso3);
        let numeric = country.numeric.as_deref().filter(|numeric| *numeric != "0").unwrap_or_default();
        let iso2 = country.iso2.as_deref().unwrap_or_default();
        rows.insert([code, &country.iso3, iso2, numeric, folded(&country.iso3), &country.name].join("\t"));
    }
    table("code\tiso3\tiso2\tnumeric\tcounts as\tname", rows)
}

fn states(countries: &[Country]) -> String {
    let mut rows = BTreeSet::new();
    for country in countries {
        // "Kurdish" says nothing of the country.
        let is_adjective = |adjective: &&String| *adjective != "Kurdish";
        let adjectives: Vec<&str> =
            country.adjectives.iter().filter(is_adjective).map(String::as_str).collect();
        let sector = if country.key == "ESH" { Some("PRE") } else { country.sector.as_deref() };
        let code = match country.status.as_str() {
            "de-facto" | "autonomous" | "territory" | "constituent" => {
                country.parent.as_deref().unwrap_or(&country.iso3)
            }
            _ => &country.iso3,
        };
        let key = country.plover.as_deref().unwrap_or(&country.key);
        rows.insert(
            [
                key,
                folded(code),
                sector.unwrap_or_default(),
                &country.status,
                country.from.as_deref().unwrap_or_default(),
                country.to.as_deref().unwrap_or_default(),
                &country.name,
                &country.names.join("|"),
                &adjectives.join("|"),
                &country.demonyms.join("|"),
                &country.capital.join("|"),
                &country.metonyms.join("|"),
                &country.ambiguous.join("|"),
            ]
            .join("\t"),
        );
    }
    let columns = "key\tcountry\tsector\tstatus\tfrom\tto\tname\tnames\tadjectives\tdemonyms\tcapitals\tmetonyms\tambiguous";
    table(columns, rows)
}

/// One line a person, and under it, indented by a tab, one line a term of office.
fn people(terms: &[Term]) -> String {
    let mut by_person: BTreeMap<&str, Vec<&Term>> = BTreeMap::new();
    for term in terms {
        by_person.entry(&term.person).or_default().push(term);
    }
    let mut out = String::from(
        "# key\tname\taliases\twikidata\n#\tsource\tcountry\ttype\toffice\tsectors\tfrom\tto\tfirst seen\tlast seen\n",
    );
    for (person, terms) in by_person {
        let name = &terms[0].name;
        let aliases: BTreeSet<&str> = terms
            .iter()
            .flat_map(|term| term.aliases.iter().chain([&term.name]))
            .map(String::as_str)
            .collect();
        let aliases: Vec<&str> = aliases.into_iter().filter(|alias| alias != name).collect();
        let wikidata = terms.iter().find_map(|term| term.wikidata.as_deref()).unwrap_or_default();
        let _ = writeln!(out, "{person}\t{name}\t{}\t{wikidata}", aliases.join("|"));
        let mut rows: Vec<String> = terms.iter().map(|term| term_row(term)).collect();
        rows.sort();
        rows.dedup();
        for row in rows {
            out.push_str(&row);
        }
    }
    out
}

fn term_row(term: &Term) -> String {
    let date = |date: &Option<String>| date.clone().unwrap_or_default();
    format!(
        "\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n",
        &term.source[..1],
        if term.iso3 == "XKX" { "KOS" } else { &term.iso3 },
        term.kind,
        term.office,
        term.sectors.join(","),
        date(&term.from),
        date(&term.to),
        date(&term.first_seen),
        date(&term.last_seen),
    )
}

fn organization_rows(organizations: &[Organization]) -> String {
    let rows = organizations.iter().map(|organization| {
        [
            &*organization.key,
            &organization.source[..1],
            &organization.kind,
            folded(&organization.code),
            &organization.sectors.join(","),
            organization.from.as_deref().unwrap_or_default(),
            organization.to.as_deref().unwrap_or_default(),
            &organization.name,
            &organization.aliases.join("|"),
            &[organization.ambiguous.as_slice(), &organization.shared].concat().join("|"),
        ]
        .join("\t")
    });
    table("key\tsource\tkind\tcode\tsectors\tfrom\tto\tname\taliases\tambiguous", rows.collect())
}

fn role_rows(roles: &BTreeMap<String, Vec<String>>) -> String {
    table(
        "phrase\tsectors",
        roles.iter().map(|(phrase, sectors)| format!("{phrase}\t{}", sectors.join(","))).collect(),
    )
}

fn table(columns: &str, rows: BTreeSet<String>) -> String {
    let mut out = format!("# {columns}\n");
    for row in rows {
        out.push_str(&row);
        out.push('\n');
    }
    out
}
