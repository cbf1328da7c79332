//! Order, threads, pipes, stops and wrong use.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use crate::tool::{Folder, Ran};

/// Documents of different lengths, so that later ones are done before earlier ones.
fn documents(n_documents: usize) -> String {
    let sentence = "Norway condemned the attack on Monday, and the minister said that talks would go on. ";
    let document = |i| format!("{{\"id\":\"d{i}\",\"text\":\"{}\"}}\n", sentence.repeat((i * 7) % 20 + 1));
    (0..n_documents).map(document).collect::<Vec<_>>().concat()
}

#[test]
fn records_come_in_order_and_are_the_same_at_any_number_of_threads() {
    let folder = Folder::with("news.jsonl", documents(40));
    let one = folder.run("code -j 1 news.jsonl");
    let four = folder.run("code -j 4 news.jsonl");
    assert_eq!(one.status, Some(0), "{}", one.said);
    assert_eq!(one.ids(), (0..40).map(|i| format!("d{i}")).collect::<Vec<_>>());
    assert!(one.printed == four.printed, "the bytes differ");
    assert_eq!(one.said, "", "quiet when all is well");
}

#[test]
fn standard_input_is_read_with_and_without_a_dash() {
    for arguments in ["code -", "code", "code --from jsonl -"] {
        let folder = Folder::new();
        let mut child =
            folder.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(documents(2).as_bytes()).unwrap();
        assert_eq!(Ran::of(&child.wait_with_output().unwrap()).ids(), ["d0", "d1"]);
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::with("news.jsonl", documents(200));
    let mut child =
        folder.command("code news.jsonl").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let ran = Ran::of(&child.wait_with_output().unwrap());
    assert_eq!((ran.status, ran.said.as_str()), (Some(0), ""));
    assert!(first.starts_with('{'));
}

#[cfg(unix)]
#[test]
fn a_stop_leaves_whole_lines_and_says_130() {
    let folder = Folder::new();
    let mut child = folder.command("code -").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(documents(3).as_bytes()).unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut printed = String::new();
    for _ in 0..3 {
        stdout.read_line(&mut printed).unwrap();
    }
    // Standard input stays open: the program waits for more when it is stopped.
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    stdout.read_to_string(&mut printed).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(printed.ends_with("}\n") && printed.lines().count() == 3);
    drop(stdin);
}

#[test]
fn wrong_use_is_2_and_says_what_is_right() {
    let folder = Folder::with("a.txt", "Norway condemned the attack.");
    for (arguments, expected) in [
        ("cod a.txt", "unrecognized subcommand 'cod'"),
        ("code --from pdf a.txt", "unknown input kind `pdf`: expected text, html"),
        ("code --threads 0 a.txt", "--threads"),
        ("code --published yesterday a.txt", "--published"),
        ("code - -", "can be read once only"),
        ("code --model nobody a.txt", "no language model `nobody`"),
        ("code --model . a.txt", "no language model `.`"),
    ] {
        let ran = folder.run(arguments);
        assert_eq!((ran.status, ran.printed.as_str()), (Some(2), ""), "{arguments}: {ran:?}");
        assert!(ran.said.contains(expected), "{arguments}: {}", ran.said);
    }
}

#[test]
fn help_shows_examples() {
    let ran = Folder::new().run("--help");
    assert_eq!(ran.status, Some(0));
    assert!(
        ran.printed.contains("verbale explain report.txt") && ran.printed.contains("Exit status"),
        "{}",
        ran.printed
    );
    for command in ["code", "explain", "parse", "model"] {
        assert!(Folder::new().run(&format!("{command} --help")).printed.contains("Examples:"), "{command}");
    }
}

#[test]
fn language_analysis_in_both_forms() {
    let folder = Folder::with("a.txt", "Norway condemned the attack.");
    let json: serde_json::Value = serde_json::from_str(&folder.run("parse a.txt").printed).unwrap();
    assert_eq!(json["tokens"].as_array().unwrap().len(), 5);
    assert_eq!(json["ents"][0]["label"], "GPE");
    let conllu = folder.run("parse --to conllu a.txt").printed;
    assert!(
        conllu.starts_with("# newdoc id = blake3:") && conllu.contains("2\tcondemned\tcondemn\tVERB\tVBD"),
        "{conllu}"
    );
}

#[test]
fn a_text_broken_to_a_width_is_coded_like_one_that_is_not() {
    let wrapped = "\
Norwegian Foreign Minister Ingrid
Lindqvist met the French
president in Paris on Monday, and
the two sides signed a treaty.";
    let folder = Folder::with("wrapped.txt", wrapped);
    folder.write("flat.txt", wrapped.replace('\n', " "));
    let ran = folder.run("code wrapped.txt flat.txt");
    let mut records = ran.printed.lines().map(|line| {
        let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
        record.as_object_mut().unwrap().retain(|field, _| field != "id" && field != "article");
        record
    });
    assert_eq!(records.next(), records.next());
}
