//! `cargo xtask test`: what must hold before a change goes in. CI runs the same.

use std::env;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, bail};

/// A step of the gate: what it is, the arguments of cargo, and the environment it wants.
type Step = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

/// In the order of how soon they tell that something is wrong.
const STEPS: [Step; 5] = [
    ("format", &["fmt", "--all", "--check"], &[]),
    (
        "clippy",
        &["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"],
        &[],
    ),
    ("tests and doc tests", &["test", "--workspace", "--locked", "--quiet"], &[]),
    ("docs", &["doc", "--workspace", "--no-deps", "--locked", "--quiet"], &[("RUSTDOCFLAGS", "-D warnings")]),
    ("bundled program", &["check", "-p", "verbale-cli", "--features", "bundled", "--locked", "--quiet"], &[]),
];

/// Runs every step, and stops at the first that fails.
pub(crate) fn run() -> anyhow::Result<()> {
    let start = Instant::now();
    crate::setup::run()?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    for (name, arguments, variables) in STEPS {
        let step_start = Instant::now();
        crate::say(&format!("== {name}: cargo {}", arguments.join(" ")));
        let mut command = Command::new(&cargo);
        command.args(arguments).envs(variables.iter().copied());
        let status = command.status().with_context(|| format!("{name}: cargo cannot be run"))?;
        if !status.success() {
            bail!("{name} failed");
        }
        crate::say(&format!("   {name}: {:.0} s", step_start.elapsed().as_secs_f64()));
    }
    crate::say(&format!("all well after {:.0} s", start.elapsed().as_secs_f64()));
    Ok(())
}
