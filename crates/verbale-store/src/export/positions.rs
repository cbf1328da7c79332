//! Positions as networks: who is for or against what.
//!
//! For the Discourse Network Analyzer as a list of statements with the columns of its own event list (`;`, all cells in
//! quotes): person, organization, concept, and agreement as 1 or 0. As GraphML with actors and objects as nodes.

use std::collections::{BTreeMap, HashSet};
use std::io::Write;

use super::graphml::escaped;
use super::{ExportOptions, unwritten};
use crate::find::CountBy;
use crate::stances::{StanceFilter, StanceRow};
use crate::{Store, StoreError};

/// The columns that DNA gives its event list, and the variables of its own type of statement.
pub(super) const DNA_COLUMNS: [&str; 12] = [
    "statement_id",
    "time",
    "document_id",
    "document_title",
    "document_author",
    "document_source",
    "document_section",
    "document_type",
    "person",
    "organization",
    "concept",
    "agreement",
];

/// The positions asked for, in order of time. Those in reprints are left out where the same counts once.
fn rows(store: &Store, options: &ExportOptions) -> Result<Vec<StanceRow>, StoreError> {
    let filter = StanceFilter {
        issue: options.issue.clone(),
        from: options.filter.from.clone(),
        to: options.filter.to.clone(),
        ..StanceFilter::default()
    };
    let mut rows = store.stances(&filter, options.limit.unwrap_or(usize::MAX >> 1))?;
    if let Some(who) = &options.filter.who {
        rows.retain(|row| who.parties.contains(&row.holder) || who.parties.contains(&row.holder_party));
    }
    if !options.filter.publishers.is_empty() {
        let is_asked = |row: &StanceRow| {
            row.publisher.as_ref().is_some_and(|name| options.filter.publishers.contains(name))
        };
        rows.retain(is_asked);
    }
    if let Some(by) = options.count {
        let mut seen = HashSet::new();
        rows.retain(|row| {
            let unit = match by {
                CountBy::Article => format!("{}", row.document),
                CountBy::Day => row.date.clone().unwrap_or_default(),
                CountBy::Story => format!("s{}", row.story),
            };
            seen.insert((unit, row.holder, row.object.clone(), row.polarity.total_cmp(&0.0)))
        });
    }
    Ok(rows)
}

/// One line a position that is for or against: DNA's agreement knows no third.
pub(super) fn dna(store: &Store, options: &ExportOptions, out: &mut dyn Write) -> Result<u64, StoreError> {
    let mut line = |cells: &[&str]| {
        let cells: Vec<String> =
            cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        out.write_all((cells.join(";") + "\n").as_bytes()).map_err(unwritten)
    };
    line(&DNA_COLUMNS)?;
    let mut n_rows = 0;
    for row in rows(store, options)?.iter().filter(|row| row.polarity != 0.0) {
        let (person, organization) = match (row.holder_kind.as_str(), &row.country) {
            ("person", Some(country)) => (row.holder_name.as_str(), country_name(country)),
            ("person", None) => (row.holder_name.as_str(), ""),
            _ => ("", row.holder_name.as_str()),
        };
        let time = row.date.as_deref().map(|day| format!("{day} 00:00:00")).unwrap_or_default();
        line(&[
            &row.id.to_string(),
            &time,
            &row.document.to_string(),
            row.title.as_deref().unwrap_or_default(),
            "",
            row.publisher.as_deref().unwrap_or_default(),
            "",
            row.issue.as_deref().unwrap_or_default(),
            person,
            organization,
            &row.object,
            if row.polarity > 0.0 { "1" } else { "0" },
        ])?;
        n_rows += 1;
    }
    Ok(n_rows)
}

fn country_name(code: &str) -> &str {
    code.parse::<verbale_codes::Country>().map_or(code, |country| country.name())
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="name" for="node" attr.name="name" attr.type="string"/>
  <key id="mode" for="node" attr.name="mode" attr.type="string"/>
  <key id="kind" for="node" attr.name="kind" attr.type="string"/>
  <key id="country" for="node" attr.name="country" attr.type="string"/>
  <key id="issue" for="edge" attr.name="issue" attr.type="string"/>
  <key id="polarity" for="edge" attr.name="mean_polarity" attr.type="double"/>
  <key id="for" for="edge" attr.name="n_for" attr.type="long"/>
  <key id="against" for="edge" attr.name="n_against" attr.type="long"/>
  <key id="neither" for="edge" attr.name="n_neither" attr.type="long"/>
  <key id="attitudes" for="edge" attr.name="attitudes" attr.type="string"/>
  <graph edgedefault="directed">
"#;

/// What a holder has said on an object.
#[derive(Default)]
struct Edge {
    sum: f64,
    /// For, against, neither.
    n: [u64; 3],
    attitudes: BTreeMap<String, u64>,
}

/// Actors and objects as nodes, an edge from each holder to each object and issue.
pub(super) fn graphml(
    store: &Store,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> Result<u64, StoreError> {
    let rows = rows(store, options)?;
    let mut holders: BTreeMap<i64, &StanceRow> = BTreeMap::new();
    let mut objects: BTreeMap<&str, usize> = BTreeMap::new();
    let mut edges: BTreeMap<(i64, &str, &str), Edge> = BTreeMap::new();
    for row in &rows {
        holders.entry(row.holder).or_insert(row);
        objects.entry(&row.object).or_default();
        let edge =
            edges.entry((row.holder, &row.object, row.issue.as_deref().unwrap_or_default())).or_default();
        edge.sum += row.polarity;
        let class = if row.polarity > 0.0 {
            0
        } else if row.polarity < 0.0 {
            1
        } else {
            2
        };
        edge.n[class] += 1;
        *edge.attitudes.entry(row.attitude.clone()).or_default() += 1;
    }
    for (number, at) in objects.values_mut().enumerate() {
        *at = number;
    }
    let mut write = |line: &str| out.write_all(line.as_bytes()).map_err(unwritten);
    let data = |key: &str, value: &str| format!("<data key=\"{key}\">{}</data>", escaped(value));
    write(HEAD)?;
    for (id, row) in &holders {
        let country = row.country.as_deref().map(|code| data("country", code)).unwrap_or_default();
        let known = data("name", &row.holder_name) + &data("mode", "actor") + &data("kind", &row.holder_kind);
        write(&format!("    <node id=\"a{id}\">{known}{country}</node>\n"))?;
    }
    for (object, at) in &objects {
        write(&format!(
            "    <node id=\"o{at}\">{}{}</node>\n",
            data("name", object),
            data("mode", "object")
        ))?;
    }
    for ((holder, object, issue), edge) in &edges {
        let n: u64 = edge.n.iter().sum();
        let attitudes: Vec<String> =
            edge.attitudes.iter().map(|(attitude, n)| format!("{attitude} {n}")).collect();
        write(&format!(
            "    <edge source=\"a{holder}\" target=\"o{}\">{}{}{}{}{}{}</edge>\n",
            objects[object],
            data("issue", issue),
            data("polarity", &format!("{:.3}", edge.sum / n as f64)),
            data("for", &edge.n[0].to_string()),
            data("against", &edge.n[1].to_string()),
            data("neither", &edge.n[2].to_string()),
            data("attitudes", &attitudes.join("; "))
        ))?;
    }
    write("  </graph>\n</graphml>\n")?;
    Ok(edges.len() as u64)
}
