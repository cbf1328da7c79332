//! Stores from the command line: adding, being killed, finding, exporting, comparing, checking.

use std::fmt::Write as _;
use std::thread;
use std::time::Duration;

use crate::tool::Folder;

/// Documents of a sentence or two, each with another number in it.
fn news(n_documents: usize) -> String {
    let mut lines = String::new();
    for number in 0..n_documents {
        let _ = writeln!(
            lines,
            r#"{{"id": "d{number}", "published": "2024-03-{:02}", "publisher": "Meridian", "text": "Norwegian Prime Minister Ilka Moren met French President Jean Colbert on Monday. “We want {number} ships,” Moren said."}}"#,
            number % 28 + 1
        );
    }
    lines
}

#[test]
fn adding_finding_exporting_checking() {
    let folder = Folder::with("news.jsonl", news(3) + "{broken\n");
    let added = folder.run("add news.vb news.jsonl");
    assert_eq!(added.status, Some(1), "{}", added.said);
    assert!(added.said.contains("3 added, 0 known, 1 failed"), "{}", added.said);
    let again = folder.run("add news.vb news.jsonl");
    assert!(again.said.contains("0 added, 0 known, 0 failed"), "it was read to its end: {}", again.said);
    folder.write("copy.jsonl", news(4));
    assert!(folder.run("add news.vb copy.jsonl").said.contains("1 added, 3 known, 0 failed"));
    let found = folder.run("find news.vb statements --said-by moren --words ships");
    assert_eq!(found.printed.matches("ships").count(), 4, "{}", found.printed);
    assert!(folder.run("find news.vb events --by nobody").said.contains("nobody in the store is called"));
    let rows = folder.run("export news.vb --as icews").printed;
    assert!(rows.lines().all(|line| line.split('\t').count() == 20), "{rows}");
    let check = folder.run("check news.vb");
    assert_eq!((check.status, check.said.contains("sound, 4 documents")), (Some(0), true), "{}", check.said);
    assert!(folder.run("find nothing.vb").said.contains("there is no store"));
}

#[test]
fn killed_while_adding_and_run_again_nothing_is_lost_or_double() {
    let folder = Folder::with("news.jsonl", news(200));
    let mut n_kills = 0;
    // Killed for good, each time half as late again, until one run comes to its end.
    let mut wait = Duration::from_millis(20);
    loop {
        let mut run = folder.command("add -j 1 news.vb news.jsonl").spawn().expect("the program runs");
        thread::sleep(wait);
        if run.try_wait().expect("it can be asked").is_some_and(|status| status.success()) {
            break;
        }
        run.kill().expect("it can be killed");
        run.wait().expect("it ends");
        n_kills += 1;
        assert!(n_kills < 40, "it ends some time");
        wait = wait * 3 / 2;
    }
    assert!(n_kills > 0, "it was killed at least once");
    let end = folder.run("add news.vb news.jsonl");
    assert_eq!(end.status, Some(0), "{}", end.said);
    let ids = folder.run("find news.vb articles --as csv").printed;
    assert_eq!(ids.lines().count(), 201, "each document once");
    assert_eq!(folder.run("check news.vb").status, Some(0));
    // The stories are kept with the documents: they are those of a run that nobody stopped.
    folder.run("add -j 1 whole.vb news.jsonl");
    let stories = |store: &str| folder.run(&format!("find {store} articles --as jsonl --limit 300")).printed;
    let whole = stories("whole.vb");
    assert_eq!(whole.lines().count(), 200);
    assert!(whole.contains("\"copy_of\":") && whole.contains("\"story\":0"), "{whole}");
    assert_eq!(stories("news.vb"), whole);
}

#[test]
fn coding_again_gives_the_same_where_nothing_changed_and_comparing_says_so() {
    let folder = Folder::with("news.jsonl", news(3));
    folder.run("add news.vb news.jsonl");
    folder.write("records.jsonl", folder.run("code news.jsonl").printed);
    let compared = folder.run("compare records.jsonl news.vb");
    assert!(
        compared.printed.starts_with("3 documents in both codings, 0 only in the older, 0 only in the newer"),
        "{}",
        compared.printed
    );
    let none = folder.run("compare --each news.vb records.jsonl");
    assert_eq!((none.status, none.printed.as_str()), (Some(0), ""), "{}", none.said);
    assert!(folder.run("add news.vb --recode").said.contains("0 recoded"));
    // Another way to multiply is another coder.
    let again = folder.run("add news.vb --recode --math fast");
    assert!(again.said.contains("3 recoded"), "{}", again.said);
    assert_eq!(folder.run("check news.vb").status, Some(0));
}
