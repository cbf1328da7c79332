//! GraphML: actors as nodes, and between them who did how much to whom, or who spoke about whom.

use std::collections::BTreeMap;
use std::io::Write;

use super::{ExportOptions, unwritten};
use crate::find::{Kind, PartyRef, Rows};
use crate::{Store, StoreError};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="name" for="node" attr.name="name" attr.type="string"/>
  <key id="kind" for="node" attr.name="kind" attr.type="string"/>
  <key id="country" for="node" attr.name="country" attr.type="string"/>
  <key id="n" for="edge" attr.name="n" attr.type="long"/>
  <key id="score" for="edge" attr.name="mean_plover_score" attr.type="double"/>
  <graph edgedefault="directed">
"#;

pub(super) fn write(store: &Store, options: &ExportOptions, out: &mut dyn Write) -> Result<u64, StoreError> {
    let mut nodes: BTreeMap<i64, PartyRef> = BTreeMap::new();
    let mut edges: BTreeMap<(i64, i64), (u64, f64)> = BTreeMap::new();
    let mut rows = Rows::new(&store.connection);
    for id in store.select(options)? {
        let (from, to, score) = match options.kind {
            Kind::Event => {
                let event = rows.event(id)?;
                let to = if event.target.is_empty() { event.source.clone() } else { event.target };
                (event.source, to, event.plover_score.unwrap_or(0.0))
            }
            Kind::Statement => {
                let statement = rows.statement(id)?;
                let to = statement.addressee.into_iter().chain(statement.about).collect();
                (statement.speaker.into_iter().collect(), to, 0.0)
            }
            Kind::Article => continue,
        };
        for from in &from {
            for to in to.iter().filter(|to| to.id != from.id) {
                for party in [from, to] {
                    nodes.entry(party.id).or_insert_with(|| party.clone());
                }
                let edge = edges.entry((from.id, to.id)).or_default();
                *edge = (edge.0 + 1, edge.1 + score);
            }
        }
    }
    let mut write = |line: &str| out.write_all(line.as_bytes()).map_err(unwritten);
    write(HEAD)?;
    for (id, party) in &nodes {
        let data = |key: &str, value: &str| format!("<data key=\"{key}\">{}</data>", escaped(value));
        let country = party.country.as_deref().map(|code| data("country", code)).unwrap_or_default();
        write(&format!(
            "    <node id=\"a{id}\">{}{}{country}</node>\n",
            data("name", &party.name),
            data("kind", &party.kind)
        ))?;
    }
    for ((from, to), (n, score)) in &edges {
        let mean = score / *n as f64;
        write(&format!(
            "    <edge source=\"a{from}\" target=\"a{to}\"><data key=\"n\">{n}</data><data key=\"score\">{mean:.3}</data></edge>\n"
        ))?;
    }
    write("  </graph>\n</graphml>\n")?;
    Ok(edges.len() as u64)
}

/// Text as XML has it; what XML cannot hold is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\t' | '\n' | '\r' => escaped.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}
