//! `verbale issues`: the issues on which positions are coded.

use std::fmt::Write as _;

use verbale::Issues;

use crate::exit::Exit;
use crate::output::Output;

pub(crate) fn run() -> anyhow::Result<Exit> {
    let issues = Issues::built_in();
    let width = issues.all().iter().map(|issue| issue.id.len()).max().unwrap_or(0);
    let mut lines = String::new();
    for issue in issues.all() {
        let objects: Vec<&str> = issue.objects.iter().map(|object| object.name.as_str()).collect();
        let _ = writeln!(lines, "{:width$}  {}: {}", issue.id, issue.title, objects.join(", "));
    }
    Output::new().write(&lines)?;
    Ok(Exit::Fine)
}
