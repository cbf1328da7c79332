//! The page that `explain` writes.

use crate::tool::Folder;

const REPORT: &str = "\
Premier: We want peace on the river

OSLO (Reuters) - Norwegian Prime Minister Ilka Moren met French President Jean Colbert on Monday.

“We want peace,” Moren said.

Read more

Fishers protest at the lake
";

#[test]
fn the_page_shows_the_article_and_what_was_found() {
    let folder = Folder::with("report.txt", REPORT);
    let ran = folder.run("explain --published 2024-03-06 report.txt");
    assert_eq!(ran.status, Some(0), "{}", ran.said);
    for expected in [
        "agency Reuters · filed from OSLO · published 2024-03-06",
        "WHO",
        "SAID",
        "DONE",
        "Moren",
        "Fishers protest at the lake (teaser of another story: not coded)",
        "cue “said”",
    ] {
        let page = ran.printed.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains(expected), "{expected} in\n{}", ran.printed);
    }
    assert!(!ran.printed.contains('\x1B'), "no colours in a file");
    assert!(ran.printed.lines().all(|line| line.chars().count() <= 100), "{}", ran.printed);
}

#[test]
fn colours_where_asked_for() {
    let folder = Folder::with("report.txt", REPORT);
    assert!(folder.run("explain --color always report.txt").printed.contains("\x1B["));
    assert!(!folder.run("explain --color never report.txt").printed.contains("\x1B["));
}

#[test]
fn near_misses_only_where_asked_for() {
    let folder = Folder::with("report.txt", REPORT);
    assert!(folder.run("explain --near report.txt").printed.contains("NEARLY"));
    assert!(!folder.run("explain report.txt").printed.contains("NEARLY"));
}

#[test]
fn a_text_cannot_steer_the_terminal() {
    let folder =
        Folder::with("evil.txt", "Norway \x1B[2Jcondemned\u{202E} the attack on Ann\x1B]0;x\x07 Doe.");
    let page = folder.run("explain evil.txt").printed;
    assert!(!page.contains(['\x1B', '\x07', '\u{202E}']), "{page:?}");
    let ran = folder.run("code no\x1B[2Jfile.txt");
    assert!(!ran.said.contains('\x1B'), "{:?}", ran.said);
}
