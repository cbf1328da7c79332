//! Rows as comma-separated values (RFC 4180).

/// A table under construction. Every field is quoted that needs it; texts that a spreadsheet would take for a formula
/// are defused where asked.
pub(crate) struct Csv {
    text: String,
    for_spreadsheets: bool,
}

impl Csv {
    /// A table with a header. `for_spreadsheets` puts an apostrophe before fields that begin like a formula: safe to
    /// open, and no longer the data to the letter.
    pub(crate) fn new(columns: &[&str], for_spreadsheets: bool) -> Self {
        let mut csv = Self { text: String::new(), for_spreadsheets: false };
        csv.row(columns.iter().copied());
        csv.for_spreadsheets = for_spreadsheets;
        csv
    }

    /// Adds a row.
    pub(crate) fn row<T: AsRef<str>>(&mut self, fields: impl IntoIterator<Item = T>) {
        for (i, field) in fields.into_iter().enumerate() {
            if i > 0 {
                self.text.push(',');
            }
            self.field(field.as_ref());
        }
        self.text.push_str("\r\n");
    }

    /// The table.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn field(&mut self, field: &str) {
        let is_formula = self.for_spreadsheets && field.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let is_quoted = is_formula || field.contains([',', '"', '\n', '\r']);
        if !is_quoted {
            self.text.push_str(field);
            return;
        }
        self.text.push('"');
        if is_formula {
            self.text.push('\'');
        }
        self.text.push_str(&field.replace('"', "\"\""));
        self.text.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_and_formulas_defused() {
        let mut plain = Csv::new(&["a", "b"], false);
        plain.row(["=1+1", "x, \"y\""]);
        assert_eq!(plain.finish(), "a,b\r\n=1+1,\"x, \"\"y\"\"\"\r\n");
        let mut safe = Csv::new(&["a"], true);
        for field in ["=1", "+1", "-1", "@x", "\tx", "042"] {
            safe.row([field]);
        }
        assert_eq!(safe.finish(), "a\r\n\"'=1\"\r\n\"'+1\"\r\n\"'-1\"\r\n\"'@x\"\r\n\"'\tx\"\r\n042\r\n");
    }
}
