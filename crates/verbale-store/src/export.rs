//! Exports: what the store holds, in the formats of the field.

mod cameo_rows;
mod citron;
mod csv;
#[cfg(feature = "parquet")]
mod deposit;
mod gdelt;
mod graphml;
mod icews;
mod panel;
#[cfg(feature = "parquet")]
mod parquet;
mod plover;
mod polecat;
mod positions;
mod select;
mod table;
mod tables;
mod webannotation;

pub use panel::Panel;

use std::io::{self, Write};

use crate::find::{CountBy, Filter, Kind, Rows};
use crate::{Store, StoreError};

/// A format to export to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Comma-separated values with a header; every cell that is not empty in quotes.
    Csv,
    /// A JSON object a line.
    Jsonl,
    /// Apache Parquet.
    Parquet,
    /// GDELT 2.0 events: 61 columns, tabs, no header.
    Gdelt,
    /// GDELT 2.0 mentions: 16 columns, tabs, no header.
    GdeltMentions,
    /// ICEWS events: 20 columns, tabs, header.
    Icews,
    /// POLECAT events: 40 columns, tabs, header.
    Polecat,
    /// PLOVER's JSON, an event a line.
    Plover,
    /// W3C Web Annotations, one a line.
    WebAnnotation,
    /// Citron's JSON of quotations, a document a line.
    Citron,
    /// Who acts on whom, as a network.
    Graphml,
    /// Who is for or against what, as a network of actors and objects.
    GraphmlPositions,
    /// Positions as the Discourse Network Analyzer lists statements: `;`, header.
    Dna,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 13] = [
        Self::Csv,
        Self::Jsonl,
        Self::Parquet,
        Self::Gdelt,
        Self::GdeltMentions,
        Self::Icews,
        Self::Polecat,
        Self::Plover,
        Self::WebAnnotation,
        Self::Citron,
        Self::Graphml,
        Self::GraphmlPositions,
        Self::Dna,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Gdelt => "gdelt",
            Self::GdeltMentions => "gdelt-mentions",
            Self::Icews => "icews",
            Self::Polecat => "polecat",
            Self::Plover => "plover",
            Self::WebAnnotation => "webannotation",
            Self::Citron => "citron",
            Self::Graphml => "graphml",
            Self::GraphmlPositions => "graphml-positions",
            Self::Dna => "dna",
        }
    }
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let named = Self::ALL.into_iter().find(|format| format.name() == name);
        named.ok_or_else(|| format!("one of {}", Self::ALL.map(Self::name).join(", ")))
    }
}

/// What is exported, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    /// What rows are, in the formats that hold any kind: CSV, JSON Lines, Parquet, Web Annotation, GraphML.
    pub kind: Kind,
    /// Which.
    pub filter: Filter,
    /// When the same coding is written once.
    pub count: Option<CountBy>,
    /// Counts over time in the place of rows.
    pub panel: Option<Panel>,
    /// Rows at most, the newest.
    pub limit: Option<usize>,
    /// Whether words of articles are written; titles always are.
    pub with_text: bool,
    /// In exports of positions: an issue's id, or its first part for all issues under it.
    pub issue: Option<String>,
    /// In CSV: whether cells are kept from being run as formulas.
    pub excel_safe: bool,
    /// In POLECAT: whether URL, Sentence, Rule and Status are added.
    pub extended: bool,
}

impl Default for ExportOptions {
    /// All events, every row, with text.
    fn default() -> Self {
        Self {
            kind: Kind::Event,
            filter: Filter::default(),
            count: None,
            panel: None,
            limit: None,
            with_text: true,
            issue: None,
            excel_safe: false,
            extended: false,
        }
    }
}

impl Store {
    /// Writes an export, in order of time, and returns the number of rows.
    pub fn export(
        &self,
        format: Format,
        options: &ExportOptions,
        out: &mut dyn Write,
    ) -> Result<u64, StoreError> {
        // One state of the store from the first row to the last.
        let snapshot = self.connection.unchecked_transaction()?;
        let n_rows = self.export_rows(format, options, out)?;
        snapshot.finish()?;
        Ok(n_rows)
    }

    /// Deposits hold Parquet, which this build was made without.
    #[cfg(not(feature = "parquet"))]
    pub fn deposit(
        &self,
        _folder: &std::path::Path,
        _options: &ExportOptions,
        _command: &str,
    ) -> Result<Vec<String>, StoreError> {
        Err(StoreError::Unsupported("deposits"))
    }

    fn export_rows(
        &self,
        format: Format,
        options: &ExportOptions,
        out: &mut dyn Write,
    ) -> Result<u64, StoreError> {
        match format {
            Format::Csv => {
                let mut csv = csv::Csv::new(out, options.excel_safe);
                self.each_cells(options, &mut csv)
            }
            Format::Jsonl if options.panel.is_some() => {
                self.each_cells(options, &mut csv::JsonLines::new(out))
            }
            Format::Jsonl => self.jsonl(options, out),
            #[cfg(feature = "parquet")]
            Format::Parquet => parquet::write(self, options, out),
            #[cfg(not(feature = "parquet"))]
            Format::Parquet => Err(StoreError::Unsupported("Parquet")),
            Format::Gdelt => gdelt::events(self, options, out),
            Format::GdeltMentions => gdelt::mentions(self, options, out),
            Format::Icews => icews::write(self, options, out),
            Format::Polecat => polecat::write(self, options, out),
            Format::Plover => plover::write(self, options, out),
            Format::WebAnnotation => webannotation::write(self, options, out),
            Format::Citron => citron::write(self, options, out),
            Format::Graphml => graphml::write(self, options, out),
            Format::GraphmlPositions => positions::graphml(self, options, out),
            Format::Dna => positions::dna(self, options, out),
        }
    }

    fn jsonl(&self, options: &ExportOptions, out: &mut dyn Write) -> Result<u64, StoreError> {
        let ids = self.select(options)?;
        let mut rows = Rows::new(&self.connection);
        for &id in ids.iter().rev() {
            let mut row = match options.kind {
                Kind::Statement => serde_json::to_value(rows.statement(id)?),
                Kind::Event => serde_json::to_value(rows.event(id)?),
                Kind::Article => serde_json::to_value(rows.article(id)?),
            }
            .expect("rows hold nothing that JSON cannot");
            if !options.with_text
                && let Some(row) = row.as_object_mut()
            {
                for words in ["words", "speaker_words", "sentence", "beginning"] {
                    row.remove(words);
                }
                if let Some(article) = row.get_mut("article").and_then(serde_json::Value::as_object_mut) {
                    article.remove("beginning");
                }
            }
            json_line(out, &row)?;
        }
        Ok(ids.len() as u64)
    }
}

fn json_line(out: &mut dyn Write, value: &impl serde::Serialize) -> Result<(), StoreError> {
    serde_json::to_writer(&mut *out, value).map_err(|error| unwritten(error.into()))?;
    out.write_all(b"\n").map_err(unwritten)
}

fn unwritten(source: io::Error) -> StoreError {
    StoreError::File { what: "cannot write the export".to_owned(), source }
}
