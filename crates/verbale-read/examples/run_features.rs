//! Reads JSON Lines with `html` on standard input and prints, for each page, its runs with what the block model is told
//! of them. `model/train.py` learns from it.

use std::io::{self, BufRead, BufWriter, Write};

use serde_json::{Value, json};
use verbale_read::run_rows;

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let rows = run_rows(page["html"].as_str().unwrap_or_default(), page["url"].as_str());
        let rows: Vec<Value> = rows
            .iter()
            .map(|row| {
                // Keys as text: JSON readers take large numbers for fractions.
                json!([row.text, row.path, row.path_key.to_string(), row.n_words, row.features])
            })
            .collect();
        writeln!(out, "{}", json!({"id": page["id"], "runs": rows}))?;
    }
    out.flush()
}
