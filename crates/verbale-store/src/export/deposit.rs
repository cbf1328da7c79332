//! A folder for an archive: the data as Parquet and TSV, with what one needs to know to use and to cite it.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use serde_json::json;
use sha2::{Digest, Sha256};
use verbale_codes::{Cameo, CodeList, Country, EventType};

use super::csv::Tsv;
use super::table::{Column, ColumnKind};
use super::tables::columns;
use super::{ExportOptions, parquet};
use crate::find::Kind;
use crate::{Store, StoreError};

const TABLES: [(Kind, &str); 3] =
    [(Kind::Article, "articles"), (Kind::Statement, "statements"), (Kind::Event, "events")];

impl Store {
    /// Writes a deposit into a folder, which is made where it is not there, and returns the names of its files.
    /// `command` is what was typed, to be typed again.
    pub fn deposit(
        &self,
        folder: &Path,
        options: &ExportOptions,
        command: &str,
    ) -> Result<Vec<String>, StoreError> {
        fs::create_dir_all(folder).map_err(|source| failed("make", folder, source))?;
        let mut files = Vec::new();
        for (kind, name) in TABLES {
            // Of articles there is no status to ask for: what else is asked for selects them.
            let mut options = ExportOptions { kind, panel: None, ..options.clone() };
            if kind != Kind::Event {
                options.filter.statuses.clear();
            }
            let parquet = format!("{name}.parquet");
            write_file(folder, &parquet, |out| parquet::write(self, &options, out).map(drop))?;
            let tsv = format!("{name}.tsv");
            write_file(folder, &tsv, |out| self.each_cells(&options, &mut Tsv::new(out)).map(drop))?;
            files.extend([parquet, tsv]);
        }
        let coders = self.coders()?;
        let rest = [
            ("codebook.md", codebook(&coders)),
            ("datapackage.json", datapackage(options, &coders)),
            ("CITATION.cff", citation(&coders)),
            ("COMMAND", format!("{command}\n")),
        ];
        for (name, content) in rest {
            write_file(folder, name, |out| out.write_all(content.as_bytes()).map_err(super::unwritten))?;
            files.push(name.to_owned());
        }
        files.sort();
        let mut sums = String::new();
        for name in &files {
            let path = folder.join(name);
            let bytes = fs::read(&path).map_err(|source| failed("read", &path, source))?;
            let digest = Sha256::digest(&bytes);
            let hex: String = digest.iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            });
            let _ = writeln!(sums, "{hex}  {name}");
        }
        write_file(folder, "SHA256SUMS", |out| out.write_all(sums.as_bytes()).map_err(super::unwritten))?;
        files.push("SHA256SUMS".to_owned());
        Ok(files)
    }

    /// What coded the documents, as program, model, rules, knowledge and codebook.
    fn coders(&self) -> Result<Vec<[String; 5]>, StoreError> {
        let mut coders = self.connection.prepare_cached(
            "SELECT program, model, rules, knowledge, codebook FROM coder WHERE id IN (SELECT coder FROM document) ORDER BY id",
        )?;
        let coders = coders
            .query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]))?;
        Ok(coders.collect::<Result<_, _>>()?)
    }
}

fn write_file(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut dyn Write) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let path = folder.join(name);
    let file = File::create(&path).map_err(|source| failed("make", &path, source))?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    out.flush().map_err(|source| failed("write", &path, source))
}

fn failed(what: &str, path: &Path, source: std::io::Error) -> StoreError {
    StoreError::File { what: format!("cannot {what} {}", path.display()), source }
}

fn codebook(coders: &[[String; 5]]) -> String {
    let mut book = String::from(
        "# Codebook\n\nSpans count Unicode code points of the article's text, from 0, the end left out.\nCodes are text: `042` is not 42.\nDates are ISO 8601. Countries are ISO 3166-1 alpha-3, with `KOS` for Kosovo and PLOVER's international codes.\n\n## Coded by\n\n",
    );
    for [program, model, rules, knowledge, codebook] in coders {
        let _ = writeln!(
            book,
            "- {program}, language model {model}, rules {rules}, knowledge {knowledge}, {codebook}"
        );
    }
    for (kind, name) in TABLES {
        let _ = write!(book, "\n## {name}\n\n| column | kind | meaning |\n| --- | --- | --- |\n");
        for column in columns(kind) {
            let _ = writeln!(book, "| `{}` | {} | {} |", column.name, kind_name(column), column.about);
        }
    }
    book.push_str("\n## Event types (PLOVER)\n\n| type | quad | meaning |\n| --- | --- | --- |\n");
    for kind in EventType::ALL {
        let _ = writeln!(book, "| {} | {} | {} |", kind.code(), kind.quad().code(), kind.definition());
    }
    book.push_str("\n## CAMEO\n\n| code | meaning | Goldstein |\n| --- | --- | --- |\n");
    for cameo in Cameo::all() {
        let _ = writeln!(book, "| {} | {} | {} |", cameo.code(), cameo.label(), cameo.goldstein());
    }
    book.push_str("\n## Countries\n\n| code | name | COW | FIPS 10-4 |\n| --- | --- | --- | --- |\n");
    for country in Country::all() {
        let _ = writeln!(
            book,
            "| {} | {} | {} | {} |",
            country.code(),
            country.name(),
            country.code_in(CodeList::Cow).unwrap_or(""),
            country.code_in(CodeList::Fips).unwrap_or("")
        );
    }
    book
}

fn datapackage(options: &ExportOptions, coders: &[[String; 5]]) -> String {
    let resources: Vec<_> = TABLES
        .iter()
        .map(|&(kind, name)| {
            let is_written = |column: &&Column| options.with_text || !matches!(column.name, "words" | "sentence");
            let fields: Vec<_> = columns(kind)
                .iter()
                .filter(is_written)
                .map(|column| json!({"name": column.name, "type": kind_name(column), "description": column.about}))
                .collect();
            json!({
                "name": name, "path": format!("{name}.tsv"), "format": "tsv", "mediatype": "text/tab-separated-values",
                "encoding": "utf-8", "dialect": {"delimiter": "\t", "header": true}, "schema": {"fields": fields},
            })
        })
        .collect();
    let package = json!({
        "name": "verbale-export",
        "profile": "tabular-data-package",
        "title": "Statements and events coded from news",
        "count": options.count,
        "coders": coders.iter().map(|coder| coder.join(", ")).collect::<Vec<_>>(),
        "resources": resources,
    });
    serde_json::to_string_pretty(&package).expect("words and lists are JSON") + "\n"
}

fn citation(coders: &[[String; 5]]) -> String {
    let version = coders.last().map_or("", |coder| coder[0].rsplit(' ').next().unwrap_or(""));
    format!(
        "cff-version: 1.2.0\nmessage: Please cite this data set and the program that coded it.\ntype: dataset\ntitle: Statements and events coded from news\nauthors:\n  - name: \"FILL IN: who made this data set\"\nreferences:\n  - type: software\n    title: Verbale\n    version: \"{version}\"\n    authors:\n      - name: Verbale contributors\n"
    )
}

fn kind_name(column: &Column) -> &'static str {
    match column.kind {
        ColumnKind::Text => "string",
        ColumnKind::Integer => "integer",
        ColumnKind::Real => "number",
    }
}
