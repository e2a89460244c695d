//! `cargo xtask fuzz`: every fuzz target for a bounded time. It builds with LLVM's coverage instrumentation and
//! libFuzzer as `cargo fuzz` does, but on the stable toolchain and with nothing to install but a C++ compiler.
//!
//! No address sanitizer: our crates forbid unsafe code, and the sanitizer needs an unstable compiler flag. What is
//! looked for are panics (overflow checks on), wrong results (the targets' assertions), hangs and memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use crate::{shell, tools};

/// Seconds per target when nothing else is asked for: long enough to run through all seeds and some
/// thousand changes of them, short enough for continuous integration.
pub(crate) const DEFAULT: Effort = Effort::Seconds(10);
/// Seconds per target of each of the first two rounds where a number of inputs is asked for: what the second did says how many the third
/// asks of each.
const FIRST_ROUND_SECONDS: u32 = 30;
/// The target that drives the web application, and the feature of the fuzz crate that it needs.
const HTTP: &str = "http";
/// A target that needs more memory has lost its bound.
const MEMORY_MEGABYTES_MAX: u32 = 2048;
/// One input of at most `INPUT_BYTES_MAX` that takes longer is a hang.
const INPUT_SECONDS_MAX: u32 = 20;
const INPUT_BYTES_MAX: u32 = 65_536;
/// Lines of a failed target's log to show.
const LOG_LINES_SHOWN: usize = 40;

/// How long to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// This many seconds for each target.
    Seconds(u32),
    /// This many inputs in all; each target gets about the same time, since a hundred inputs of one take as long as one of another.
    Executions(u64),
}

/// When a target has done enough.
#[derive(Debug, Clone, Copy)]
enum Quota {
    Seconds(u32),
    Inputs(u64),
}

/// As `cargo fuzz` has it, but for the comparisons.
const FLAGS: &str = "-Cpasses=sancov-module -Ccodegen-units=1 --cfg=fuzzing \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table";
/// Has libFuzzer see what is compared with what, so that it finds the values that a format wants.
const COMPARES: &str = "-Cllvm-args=-sanitizer-coverage-trace-compares";

/// What a program reports to libFuzzer, beside the branches that it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Watched {
    /// Each comparison: more than half of the time goes into that.
    Comparisons,
    /// Nothing else: for many inputs, from a corpus that the other kind has made.
    Branches,
}

/// Builds the targets and runs each, or only the one called `only`.
///
/// # Errors
/// The targets that failed; their input and log have been named.
pub(crate) fn run(only: Option<&str>, effort: Effort) -> Result<(), String> {
    let targets = targets()?;
    let chosen: Vec<&str> =
        targets.iter().map(String::as_str).filter(|target| only.is_none_or(|only| only == *target)).collect();
    if chosen.is_empty() {
        return Err(format!("no such fuzz target; there are {}", targets.join(", ")));
    }
    run_all(&chosen, effort)
}

/// What continuous integration runs: the readers' targets for a short time. The application would take minutes to build here; its
/// own tests send it a few thousand changed requests.
///
/// # Errors
/// As [`run`].
pub(crate) fn check() -> Result<(), String> {
    let targets = targets()?;
    let readers: Vec<&str> = targets.iter().map(String::as_str).filter(|target| *target != HTTP).collect();
    run_all(&readers, DEFAULT)
}

fn run_all(chosen: &[&str], effort: Effort) -> Result<(), String> {
    let with_http = chosen.contains(&HTTP);
    let programs = build(with_http, Watched::Comparisons)?;
    let of_seconds = |seconds| vec![Quota::Seconds(seconds); chosen.len()];
    let inputs_min = match effort {
        Effort::Seconds(seconds) => return round(&programs, chosen, &of_seconds(seconds)).map(drop),
        Effort::Executions(count) => count,
    };
    let first: u64 = round(&programs, chosen, &of_seconds(FIRST_ROUND_SECONDS))?.iter().sum();
    let programs = build(with_http, Watched::Branches)?;
    let second = round(&programs, chosen, &of_seconds(FIRST_ROUND_SECONDS))?;
    let done: u64 = second.iter().sum();
    let left = inputs_min.saturating_sub(first + done);
    if left == 0 {
        return Ok(());
    }
    // As many of each as it did in the same time. A count ends when it is reached, however busy the machine is meanwhile.
    let quotas: Vec<Quota> = second
        .iter()
        .map(|count| Quota::Inputs(left.saturating_mul(*count).div_ceil(done.max(1)).max(1)))
        .collect();
    let third = round(&programs, chosen, &quotas)?;
    eprintln!("{} inputs in three rounds", first + done + third.iter().sum::<u64>());
    Ok(())
}

/// Runs each target of `chosen` to its end, as many at once as there are processors; gives the number of inputs of each.
///
/// # Errors
/// The targets that failed; their input and log have been named.
fn round(programs: &Path, chosen: &[&str], quotas: &[Quota]) -> Result<Vec<u64>, String> {
    let next = AtomicUsize::new(0);
    let counts: Vec<AtomicU64> = chosen.iter().map(|_| AtomicU64::new(0)).collect();
    let failed = Mutex::new(Vec::new());
    let worker = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(&target) = chosen.get(at) else { return };
            match fuzz(&programs.join(target), target, quotas[at]) {
                Ok(count) => counts[at].store(count, Ordering::Relaxed),
                Err(error) => {
                    eprintln!("{target}: FAILED\n{error}");
                    failed.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(target.to_owned());
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(worker);
        }
    });
    let counts: Vec<u64> = counts.into_iter().map(AtomicU64::into_inner).collect();
    let failed = failed.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    eprintln!(
        "{} targets, {} inputs, {} targets failed",
        chosen.len(),
        counts.iter().sum::<u64>(),
        failed.len()
    );
    if failed.is_empty() { Ok(counts) } else { Err(format!("fuzz targets failed: {}", failed.join(", "))) }
}

/// Names of the targets, from their sources.
fn targets() -> Result<Vec<String>, String> {
    let folder = shell::root().join("fuzz/fuzz_targets");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let mut names: Vec<String> =
        paths.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
    names.sort();
    Ok(names)
}

fn folder() -> PathBuf {
    shell::target_folder().join("fuzz")
}

/// Builds all targets, the one of the application only if asked; returns the folder of their programs.
fn build(with_http: bool, watched: Watched) -> Result<PathBuf, String> {
    tools::ensure("c++", "g++")?;
    pin_dependencies()?;
    let host = host()?;
    // With a target named, the flags do not reach build scripts and macros.
    let mut cargo = shell::cargo("build --quiet --manifest-path fuzz/Cargo.toml --bins --target");
    cargo.arg(&host);
    if with_http {
        cargo.args(["--features", HTTP]);
    }
    let (flags, target) = match watched {
        Watched::Comparisons => (format!("{FLAGS} {COMPARES}"), folder()),
        Watched::Branches => (FLAGS.to_owned(), folder().join("branches")),
    };
    shell::run(cargo.env("RUSTFLAGS", flags).env("CARGO_TARGET_DIR", &target))?;
    Ok(target.join(host).join("debug"))
}

/// The targets use the versions of the workspace's lock file, whatever it says today; Cargo adds to the copy what
/// only they need, and Cargo.toml pins that.
fn pin_dependencies() -> Result<(), String> {
    let [from, to] = ["Cargo.lock", "fuzz/Cargo.lock"].map(|path| shell::root().join(path));
    let changed = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    if changed(&to) < changed(&from) {
        fs::copy(&from, &to).map_err(|error| format!("{}: {error}", to.display()))?;
    }
    Ok(())
}

/// The target triple of this machine.
fn host() -> Result<String, String> {
    let output = shell::command("rustc").arg("-vV").output().map_err(|error| format!("rustc: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc -vV names no host".to_owned())
}

/// Runs one target; prints a line about it, and gives the number of inputs.
fn fuzz(program: &Path, target: &str, quota: Quota) -> Result<u64, String> {
    let [corpus, artifacts, logs] =
        ["corpus", "artifacts", "logs"].map(|name| folder().join(name).join(target));
    for folder in [&corpus, &artifacts, &folder().join("logs")] {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let log = fs::File::create(&logs).map_err(|error| format!("{}: {error}", logs.display()))?;
    let mut command = Command::new(program);
    command.current_dir(shell::root()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    command.arg(match quota {
        Quota::Seconds(seconds) => format!("-max_total_time={seconds}"),
        Quota::Inputs(count) => format!("-runs={count}"),
    });
    command.arg(format!("-rss_limit_mb={MEMORY_MEGABYTES_MAX}"));
    command.arg(format!("-timeout={INPUT_SECONDS_MAX}")).arg(format!("-max_len={INPUT_BYTES_MAX}"));
    command.arg(format!("-artifact_prefix={}/", artifacts.display())).arg("-print_final_stats=1");
    let seeds: Vec<String> = seeds(target).iter().map(|path| path.display().to_string()).collect();
    if !seeds.is_empty() {
        command.arg(format!("-seed_inputs={}", seeds.join(",")));
    }
    command.arg(&corpus);
    let status = command.status().map_err(|error| format!("{}: {error}", program.display()))?;
    let text = String::from_utf8_lossy(&fs::read(&logs).unwrap_or_default()).into_owned();
    if !status.success() {
        let lines: Vec<&str> = text.lines().collect();
        let shown = lines[lines.len().saturating_sub(LOG_LINES_SHOWN)..].join("\n");
        return Err(format!("{shown}\n{status}; the whole log: {}", logs.display()));
    }
    let statistic = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix("stat::")?.strip_prefix(name));
        line.map_or("?", |rest| rest.trim_start_matches(':').trim()).to_owned()
    };
    let inputs = statistic("number_of_executed_units");
    let megabytes = statistic("peak_rss_mb");
    eprintln!("{target}: {inputs} inputs, {megabytes} MB at most");
    inputs.parse().map_err(|_| format!("libFuzzer did not say how many inputs it ran: {}", logs.display()))
}

/// Inputs to start from: those of the target, and the files of its kind that the readers' tests read.
fn seeds(target: &str) -> Vec<PathBuf> {
    let endings: &[&str] = match target {
        "archive" => &["xlsx", "xlsm", "xlsb", "ods"],
        "arrow" => &["feather", "arrows"],
        "delimited" => &["csv", "tsv"],
        "dta" => &["dta"],
        "json_lines" => &["jsonl", "json"],
        "parquet" => &["parquet"],
        "rdata" => &["rds", "RData"],
        "sas7bdat" => &["sas7bdat"],
        "sav" => &["sav", "zsav"],
        "xls" => &["xls"],
        "xpt" => &["xpt"],
        _ => &[],
    };
    let is_of_kind =
        |path: &PathBuf| path.extension().is_some_and(|ending| endings.iter().any(|&e| ending == e));
    let mut seeds = files_in(&shell::root().join("crates/wordify/tests/files"));
    seeds.retain(is_of_kind);
    seeds.extend(files_in(&shell::root().join("fuzz/seeds").join(target)));
    seeds
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.sort();
    files
}
