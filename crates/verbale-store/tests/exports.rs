//! Exports have the columns of their formats, to the letter and to the number.

mod common;

use common::{article, store_of, week};
use verbale_store::{CountBy, ExportOptions, Format, Kind, Store};

fn export(store: &Store, format: Format, options: &ExportOptions) -> Vec<String> {
    let mut out = Vec::new();
    store.export(format, options, &mut out).expect("it is written to memory");
    String::from_utf8(out).expect("text").lines().map(str::to_owned).collect()
}

fn cells(line: &str) -> Vec<&str> {
    line.split('\t').collect()
}

fn all() -> ExportOptions {
    ExportOptions::default()
}

#[test]
fn gdelt_has_61_columns_and_a_row_a_pair() {
    let (_folder, store) = store_of(&week());
    let lines = export(&store, Format::Gdelt, &all());
    assert!(lines.iter().all(|line| cells(line).len() == 61));
    // A meeting in both directions, one praise, one accusation, one strike, two statements.
    assert_eq!(lines.len(), 7);
    let met = cells(&lines[0]);
    assert_eq!(
        [met[1], met[2], met[3], met[5], met[6], met[7], met[15]],
        ["20240304", "202403", "2024", "RUSGOV", "LAVROV", "RUS", "USAGOV"]
    );
    assert_eq!([met[25], met[26], met[27], met[28], met[29]], ["1", "040", "040", "04", "1"]);
    // The place: type, name, FIPS.
    assert_eq!([met[51], met[52], met[53]], ["4", "Geneva, Switzerland", "SZ"]);
    assert_eq!(met[59], "20240304000000");
    let mut ids: Vec<&str> = lines.iter().map(|line| cells(line)[0]).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), lines.len(), "ids are unique");
    assert!(lines.iter().any(|line| cells(line)[26] == "010"), "statements are CAMEO 010");
}

#[test]
fn gdelt_mentions_have_16_columns_and_true_offsets() {
    let (_folder, store) = store_of(&week());
    let lines = export(&store, Format::GdeltMentions, &all());
    assert!(lines.iter().all(|line| cells(line).len() == 16));
    let met = cells(&lines[0]);
    // "Lavrov met Kerry in Geneva on Monday."
    assert_eq!([met[7], met[8], met[9]], ["0", "11", "7"]);
}

#[test]
fn icews_has_20_columns_polecat_40() {
    let (_folder, store) = store_of(&week());
    let icews = export(&store, Format::Icews, &all());
    assert!(icews.iter().all(|line| cells(line).len() == 20));
    assert!(icews[0].starts_with(
        "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code"
    ));
    assert_eq!(cells(&icews[1])[2..5], ["Lavrov", "Government", "Russia"]);
    let polecat = export(&store, Format::Polecat, &all());
    assert!(polecat.iter().all(|line| cells(line).len() == 40));
    assert_eq!(polecat.len(), 5);
    let met = cells(&polecat[1]);
    assert_eq!(
        [met[1], met[2], met[5], met[7], met[8], met[9]],
        ["2024-03-04", "CONSULT", "VERBAL COOPERATION", "Lavrov; Kerry", "RUS; USA", "365; 002"]
    );
    assert_eq!([met[12], met[23], met[24], met[27]], ["foreign minister; ", "Geneva", "Geneva", "CHE"]);
    let extended = export(&store, Format::Polecat, &ExportOptions { extended: true, ..all() });
    assert!(extended[0].ends_with("Version\tURL\tSentence\tRule\tStatus"));
}

#[test]
fn json_formats_parse_and_quote_the_words() {
    let (_folder, store) = store_of(&week());
    let statements = ExportOptions { kind: Kind::Statement, ..all() };
    let value = |line: &String| serde_json::from_str::<serde_json::Value>(line).expect("JSON");
    let annotations = export(&store, Format::WebAnnotation, &statements);
    let selector = &value(&annotations[0])["target"]["selector"][1];
    assert_eq!(selector["exact"], "Russia wants a ceasefire in Syria,");
    assert_eq!(selector["prefix"], "“");
    let quotes = export(&store, Format::Citron, &statements);
    assert_eq!(value(&quotes[0])["quotes"][0]["sources"][0]["text"], "Lavrov");
    let events = export(&store, Format::Plover, &all());
    assert_eq!(value(&events[0])["event"][0], "CONSULT");
    assert_eq!(value(&events[0])["actor"][0]["entity_text"], "Lavrov");
    let rows = export(&store, Format::Jsonl, &ExportOptions { with_text: false, ..all() });
    assert!(rows.iter().all(|row| !row.contains("Lavrov met")), "no words of the text");
    assert_eq!(value(&rows[0])["cameo"], "040");
}

#[test]
fn tables_keep_codes_as_text_and_leave_out_words_where_asked() {
    let (_folder, store) = store_of(&week());
    let lines = export(&store, Format::Csv, &all());
    assert!(lines[0].starts_with("id,document,record,date,"));
    assert!(lines[1].contains("\"040\""));
    assert!(lines[1].contains("\"Lavrov met Kerry in Geneva on Monday.\""));
    let lines = export(&store, Format::Csv, &ExportOptions { with_text: false, ..all() });
    assert!(!lines[0].contains("sentence") && !lines[1].contains("Lavrov met"));
    let graph = export(&store, Format::Graphml, &all()).join("\n");
    assert!(graph.contains("<data key=\"name\">Lavrov</data>") && graph.ends_with("</graphml>"));
}

#[test]
fn a_panel_is_filled_with_zeros_and_says_what_was_read() {
    let (_folder, store) = store_of(&week());
    let panel = ExportOptions { panel: Some("dyad,month".parse().expect("a panel")), ..all() };
    let lines = export(&store, Format::Csv, &panel);
    assert_eq!(
        lines[0],
        "source,target,step,events,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict,plover_score,documents"
    );
    let told = |source: &str, target: &str, step: &str| {
        let start = format!("\"{source}\",\"{target}\",\"{step}\",");
        lines.iter().find_map(|line| line.strip_prefix(&start)).expect("a row").to_owned()
    };
    assert!(told("RUS", "USA", "2024-03").starts_with("2,2,0,0,0,"));
    assert!(told("RUS", "USA", "2024-04").starts_with("0,0,0,0,0,0,2"));
    assert!(told("USA", "RUS", "2024-04").starts_with("1,0,0,1,0,"));
    assert_eq!(lines.len(), 5);
}

#[test]
fn the_same_on_a_day_is_written_once_where_asked() {
    let mut records = week();
    let mut copy = records[2].clone();
    copy.id = "copy".to_owned();
    copy.article.publisher = Some("The Ledger".to_owned());
    records.push(copy);
    let (_folder, store) = store_of(&records);
    let n_rows = |count| export(&store, Format::Polecat, &ExportOptions { count, ..all() }).len() - 1;
    assert_eq!([n_rows(None), n_rows(Some(CountBy::Article)), n_rows(Some(CountBy::Day))], [5, 5, 4]);
}

#[cfg(feature = "parquet")]
#[test]
fn a_deposit_has_data_codebook_citation_and_true_checksums() {
    use sha2::{Digest, Sha256};
    let (folder, store) = store_of(&week());
    let deposit = folder.path().join("deposit");
    let files =
        store.deposit(&deposit, &all(), "verbale export news.vb --deposit deposit").expect("a deposit");
    assert_eq!(files.len(), 11);
    let sums = std::fs::read_to_string(deposit.join("SHA256SUMS")).expect("sums");
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").expect("a sum and a name");
        let digest = Sha256::digest(std::fs::read(deposit.join(name)).expect("a file"));
        let hex: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex.concat(), sum, "{name}");
    }
    let book = std::fs::read_to_string(deposit.join("codebook.md")).expect("a codebook");
    assert!(book.contains("| `cameo` | string |") && book.contains("| 042 |"));
    let parquet = std::fs::read(deposit.join("events.parquet")).expect("events");
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
}

#[test]
fn gdelt_counts_mentions_outlets_and_articles_of_the_story() {
    let text = "Lavrov met Kerry in Geneva on Monday and spoke of the siege of Aleppo for three hours.";
    let make = |id: &str, publisher: &str, day: &str| {
        article(id, day, text)
            .actor("person", "Lavrov", "RUS")
            .actor("person", "Kerry", "USA")
            .event("CONSULT 040", &["a1"], &["a2"], "met")
            .publisher(publisher)
            .record()
    };
    let records =
        [make("1", "Wire", "2024-03-04"), make("2", "Post", "2024-03-05"), make("3", "Post", "2024-03-05")];
    let (_folder, store) = store_of(&records);
    let lines = export(&store, Format::Gdelt, &all());
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| cells(line)[31..34] == ["3", "2", "3"]), "{lines:?}");
    let once = ExportOptions { count: Some(CountBy::Story), ..all() };
    assert_eq!(export(&store, Format::Gdelt, &once).len(), 1);
}

/// Two who are for and against a ceasefire.
fn stances() -> Vec<verbale_record::Record> {
    vec![
        article("1", "2024-03-04", "Russia backs a ceasefire; \"never\", Kerry said of it & left.")
            .actor("state", "Russia", "RUS")
            .actor("person", "Kerry", "USA")
            .position("a1", "a ceasefire", "ceasefire", 1.0, "supports")
            .position("a2", "a ceasefire", "ceasefire", -1.0, "opposes")
            .record(),
        article("2", "2024-04-02", "Russia spoke of the cease-fire <again>.")
            .actor("state", "Russia", "RUS")
            .position("a1", "cease-fire", "ceasefire", 0.0, "neutral")
            .record(),
    ]
}

#[test]
fn positions_are_a_list_of_statements_for_dna() {
    let (_folder, store) = store_of(&stances());
    let lines = export(&store, Format::Dna, &all());
    // Read back as DNA writes it: `;` between cells, all of them in quotes.
    let parse = |line: &str| -> Vec<String> {
        line.trim_matches('"').split("\";\"").map(|cell| cell.replace("\"\"", "\"")).collect()
    };
    let rows: Vec<Vec<String>> = lines.iter().map(|line| parse(line)).collect();
    assert!(rows.iter().all(|row| row.len() == 12), "{rows:?}");
    assert_eq!(rows[0][8..], ["person", "organization", "concept", "agreement"]);
    assert_eq!(rows.len(), 3, "what is neither for nor against has no agreement");
    assert_eq!(rows[1][1], "2024-03-04 00:00:00");
    assert_eq!(rows[1][8..], ["", "Russia", "ceasefire", "1"]);
    assert_eq!(rows[2][8..], ["Kerry", "United States", "ceasefire", "0"]);
    let other = ExportOptions { issue: Some("yemen".into()), ..all() };
    assert_eq!(export(&store, Format::Dna, &other).len(), 1);
}

#[test]
fn positions_are_a_network_of_actors_and_objects() {
    let (_folder, store) = store_of(&stances());
    let xml = export(&store, Format::GraphmlPositions, &all()).join("\n");
    let n = |what: &str| xml.matches(what).count();
    assert_eq!((n("<node id=\"a"), n("<node id=\"o"), n("<edge ")), (2, 1, 2));
    assert_eq!((n("<data "), n("</data>"), n("</node>"), n("</edge>")), (22, 22, 3, 2), "{xml}");
    let russia = xml.lines().find(|line| line.contains("<edge ") && line.contains(">1</data>")).unwrap();
    assert!(russia.contains("<data key=\"polarity\">0.500</data>"), "{russia}");
    assert!(russia.contains("neutral 1; supports 1"), "{russia}");
}

/// What DuckDB and pandas make of the Parquet files of a deposit. Prints a line for each thing looked at.
#[cfg(feature = "parquet")]
const READ_BACK: &str = r#"
import sys, duckdb, pandas
folder = sys.argv[1]
events = pandas.read_parquet(f"{folder}/events.parquet")
print("pandas", len(events), events.cameo.tolist()[0], str(events.cameo.dtype) not in ("int64", "float64"))
rows = duckdb.sql(f"select type, count(*) from '{folder}/events.parquet' group by type order by type").fetchall()
print("duckdb", rows)
words = duckdb.sql(f"select words from '{folder}/statements.parquet' order by date").fetchall()
print("words", words[0][0])
articles = pandas.read_parquet(f"{folder}/articles.parquet")
tsv = pandas.read_csv(f"{folder}/articles.tsv", sep="\t", dtype=str)
print("same", len(articles) == len(tsv), list(articles.columns) == list(tsv.columns))
"#;

#[allow(clippy::print_stdout, reason = "a test that is left out says so")]
#[cfg(feature = "parquet")]
#[test]
fn parquet_is_read_back_by_duckdb_and_pandas() {
    let python = std::env::var("VERBALE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has = std::process::Command::new(&python).args(["-c", "import duckdb, pandas, pyarrow"]).output();
    if !has.is_ok_and(|output| output.status.success()) {
        println!(
            "skipped: {python} has no duckdb, pandas and pyarrow; `make readers` installs them and runs this"
        );
        return;
    }
    let (folder, store) = store_of(&week());
    let deposit = folder.path().join("deposit");
    store.deposit(&deposit, &all(), "verbale export news.vb --deposit deposit").expect("a deposit");
    let output =
        std::process::Command::new(&python).args(["-c", READ_BACK]).arg(&deposit).output().expect("python");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], "pandas 4 040 True", "{told}");
    assert_eq!(lines[1], "duckdb [('ACCUSE', 1), ('ASSAULT', 1), ('CONSULT', 1), ('SUPPORT', 1)]");
    assert_eq!(lines[2], "words Russia wants a ceasefire in Syria,");
    assert_eq!(lines[3], "same True True");
}
