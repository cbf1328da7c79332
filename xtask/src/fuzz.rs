//! `cargo xtask fuzz`: the fuzz targets on the stable toolchain, each for a while.
//!
//! The compiler's own coverage pass is all that libFuzzer needs; neither a nightly nor cargo-fuzz is.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, bail};

/// Options of `cargo xtask fuzz`.
#[derive(clap::Args, Debug)]
pub(crate) struct Fuzz {
    /// Targets to run [default: all]
    targets: Vec<String>,
    /// How long each is run
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u32,
}

/// What makes the compiler count which branches are taken.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions";
/// Seconds a single input may take, and megabytes of memory it may need.
const LIMITS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=1024", "-max_len=65536"];

/// Builds the targets and runs them one after another; the first that finds something ends it.
pub(crate) fn run(options: &Fuzz) -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    crate::say("building the fuzz targets");
    // With the target named, the flags are not for build scripts.
    let host = host(&cargo)?;
    let status = Command::new(&cargo)
        .args(["build", "--release", "--quiet", "--target", &host, "--target-dir", "target"])
        .current_dir(&folder)
        .env_remove("CARGO_TARGET_DIR")
        .env("RUSTFLAGS", FLAGS)
        .status()
        .context("cargo cannot be run")?;
    if !status.success() {
        bail!("the fuzz targets cannot be built");
    }
    let mut names = options.targets.clone();
    if names.is_empty() {
        let corpora = fs::read_dir(folder.join("corpus")).context("fuzz/corpus")?;
        names = corpora.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
    }
    for name in names {
        let seeds = folder.join("corpus").join(&name);
        let (found, artifacts) = (folder.join("found").join(&name), folder.join("artifacts").join(&name));
        fs::create_dir_all(&found)?;
        fs::create_dir_all(&artifacts)?;
        crate::say(&format!("== {name}, {} s", options.seconds));
        let status = Command::new(folder.join("target").join(&host).join("release").join(&name))
            .arg(format!("-max_total_time={}", options.seconds))
            .arg(format!("-artifact_prefix={}/", artifacts.display()))
            .args(LIMITS)
            .args(["-print_final_stats=1", "-verbosity=0"])
            .args([&found, &seeds])
            .current_dir(&folder)
            .status()
            .with_context(|| format!("{name} cannot be run"))?;
        if !status.success() {
            bail!("{name} found a fault: the input lies in {}", artifacts.display());
        }
    }
    Ok(())
}

/// The machine's own target, as the compiler names it.
fn host(cargo: &std::ffi::OsStr) -> anyhow::Result<String> {
    let version =
        Command::new(cargo).args(["version", "--verbose"]).output().context("cargo cannot be run")?;
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("cargo does not name its host")?.to_owned())
}
