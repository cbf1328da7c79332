//! Serves the records in a JSON Lines file, as `verbale code` prints them, from a store made for the purpose:
//! `cargo run -p verbale-serve --example serve_records -- RECORDS.jsonl STORE [PORT] [--read-only]`.
//! The end-to-end tests in `web/e2e` run on it: it needs no language model.

#![allow(clippy::print_stdout, reason = "says where it listens")]

use std::error::Error;
use std::fs;

use verbale_record::Record;
use verbale_serve::{Options, Server};
use verbale_store::{Batch, Store};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [records, path, ..] = &args[..] else {
        return Err("RECORDS.jsonl STORE [PORT] [--read-only]".into());
    };
    let text = fs::read_to_string(records)?;
    let records = text.lines().map(serde_json::from_str).collect::<Result<Vec<Record>, _>>()?;
    let mut store = Store::create(path)?;
    for batch in records.chunks(500) {
        store.add(&Batch { records: batch, ..Batch::default() })?;
    }
    let mut options = Options::new(path.as_str());
    options.address.set_port(args.get(2).map_or(Ok(0), |port| port.parse())?);
    options.read_only = args.iter().any(|arg| arg == "--read-only");
    let server = Server::bind(options)?;
    println!("http://{}", server.address());
    Ok(server.run(|| false)?)
}
