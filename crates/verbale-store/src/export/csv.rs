//! Comma- and tab-separated values, and lines of JSON.

use std::io::Write;

use super::table::{Cell, Column, Sink};
use super::{json_line, unwritten};
use crate::StoreError;

/// Comma-separated values (RFC 4180). All text is quoted, so that a code is not taken for a number by readers that
/// heed quotes.
pub(crate) struct Csv<'a> {
    out: &'a mut dyn Write,
    excel_safe: bool,
}

impl<'a> Csv<'a> {
    pub(crate) fn new(out: &'a mut dyn Write, excel_safe: bool) -> Self {
        Self { out, excel_safe }
    }
}

impl Sink for Csv<'_> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), StoreError> {
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        writeln!(self.out, "{}", names.join(",")).map_err(unwritten)
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<(), StoreError> {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                line.push(',');
            }
            match cell {
                Cell::None => {}
                Cell::Integer(number) => line += &number.to_string(),
                Cell::Real(number) => line += &number.to_string(),
                Cell::Text(text) => {
                    line.push('"');
                    if self.excel_safe && runs_as_formula(text) {
                        line.push('\'');
                    }
                    line += &text.replace('"', "\"\"");
                    line.push('"');
                }
            }
        }
        line.push('\n');
        self.out.write_all(line.as_bytes()).map_err(unwritten)
    }
}

/// Whether a spreadsheet would run a cell.
fn runs_as_formula(text: &str) -> bool {
    text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// A JSON object a row.
pub(crate) struct JsonLines<'a> {
    out: &'a mut dyn Write,
    names: Vec<&'static str>,
}

impl<'a> JsonLines<'a> {
    pub(crate) fn new(out: &'a mut dyn Write) -> Self {
        Self { out, names: Vec::new() }
    }
}

impl Sink for JsonLines<'_> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), StoreError> {
        self.names = columns.iter().map(|column| column.name).collect();
        Ok(())
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<(), StoreError> {
        let value = |cell| match cell {
            Cell::None => serde_json::Value::Null,
            Cell::Text(text) => text.into(),
            Cell::Integer(number) => number.into(),
            Cell::Real(number) => number.into(),
        };
        let row: serde_json::Map<String, serde_json::Value> =
            self.names.iter().zip(cells).map(|(&name, cell)| (name.to_owned(), value(cell))).collect();
        json_line(self.out, &row)
    }
}

/// Tab-separated values, where a tab or the end of a line within a cell becomes a space. The header is not needed by
/// all formats.
pub(crate) struct Tsv<'a> {
    out: &'a mut dyn Write,
}

impl<'a> Tsv<'a> {
    pub(crate) fn new(out: &'a mut dyn Write) -> Self {
        Self { out }
    }

    pub(crate) fn line<S: AsRef<str>>(&mut self, cells: &[S]) -> Result<(), StoreError> {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                line.push('\t');
            }
            line.extend(cell.as_ref().chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
        }
        line.push('\n');
        self.out.write_all(line.as_bytes()).map_err(unwritten)
    }
}

impl Sink for Tsv<'_> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), StoreError> {
        self.line(&columns.iter().map(|column| column.name).collect::<Vec<_>>())
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<(), StoreError> {
        let words = |cell: &Cell| match cell {
            Cell::None => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Integer(number) => number.to_string(),
            Cell::Real(number) => number.to_string(),
        };
        self.line(&cells.iter().map(words).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::text;
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_defused_where_asked() {
        let mut written = Vec::new();
        let mut csv = Csv::new(&mut written, true);
        csv.begin(&[text("a", ""), text("b", "")]).unwrap();
        csv.row(vec![Cell::of("=SUM(A1)"), Cell::of("say \"042\"")]).unwrap();
        csv.row(vec![Cell::None, Cell::Real(-2.5)]).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), "a,b\n\"'=SUM(A1)\",\"say \"\"042\"\"\"\n,-2.5\n");
        for cell in ["=1", "+1", "-1", "@x", "\tx", " =1"] {
            assert!(runs_as_formula(cell), "{cell:?}");
        }
        assert!(!runs_as_formula("042"));
    }

    #[test]
    fn no_cell_breaks_a_line_of_tabs() {
        let mut written = Vec::new();
        Tsv::new(&mut written).line(&["a\tb", "c\r\nd"]).unwrap();
        assert_eq!(written, b"a b\tc  d\n");
    }
}
