//! `cargo xtask python`: the Python package, built without optimisation, installed into an environment of its own, and tested. And the
//! wheel that a release hands out.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{python, shell, tools};

/// What the tests need, maturin among it.
const REQUIREMENTS: &str = "crates/wordify-python/tests/requirements.txt";
const FOLDER: &str = "crates/wordify-python";
/// Interpreters after the oldest that is served, on which the wheel is tried where they are there: with nothing but itself, which takes
/// seconds. A release tries it on that of the newest Debian in any case.
const NEWER: [&str; 4] = ["python3.12", "python3.13", "python3.14", "python3.15"];
/// What it does there.
const TRIAL: &str = "crates/wordify-python/tests/alone.py";

/// Builds the wheel, installs it, and runs its tests with `arguments` for pytest.
///
/// # Errors
/// When something cannot be built or installed, and when a test fails.
pub(crate) fn check(arguments: &[&str]) -> Result<(), String> {
    let interpreter = python::environment("python-venv", REQUIREMENTS)?;
    let program = shell::program()?;
    // What is only tested needs no small file, nor to run on other machines.
    let wheel = build(&interpreter, "dev", &["--auditwheel", "skip", "--compression-level", "1"])?;
    let mut install = shell::command(&interpreter);
    install.args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--force-reinstall"]);
    shell::run(install.arg(&wheel))?;
    let mut tests = shell::command(&interpreter);
    tests.args(["-m", "pytest", "-q", "-p", "no:cacheprovider"]).args(arguments);
    tests.arg(shell::root().join(FOLDER).join("tests"));
    tests.env("STANDALONE_PROGRAM", program);
    shell::run(tests.env("PYTHONDONTWRITEBYTECODE", "1"))?;
    NEWER.iter().try_for_each(|newer| try_alone(newer, &wheel))
}

/// Installs the wheel for the interpreter `newer`, where there is one that makes environments, and tries it without any other package.
fn try_alone(newer: &str, wheel: &Path) -> Result<(), String> {
    let is_there = shell::command(newer).args(["-c", "import ensurepip, venv"]).output();
    if !is_there.is_ok_and(|output| output.status.success()) {
        return Ok(());
    }
    let folder = shell::target_folder().join("alone-venv");
    shell::run(shell::command(newer).args(["-m", "venv", "--clear"]).arg(&folder))?;
    let python = folder.join("bin/python");
    let mut install = shell::command(&python);
    shell::run(install.args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]).arg(wheel))?;
    let mut trial = shell::command(&python);
    shell::run(
        trial.arg("-I").arg(shell::root().join(TRIAL)).arg(shell::root().join("examples/wordnet-topics.csv")),
    )
}

/// The wheel for other machines with `profile` (`release` or `dev`): its name says on which it runs.
///
/// # Errors
/// When it cannot be built, and when it needs what other machines may lack.
pub(crate) fn release(profile: &str) -> Result<PathBuf, String> {
    tools::ensure("patchelf", "patchelf")?;
    build(&python::environment("python-venv", REQUIREMENTS)?, profile, &["--auditwheel", "repair"])
}

/// The wheel, with the versions of the workspace's lock file.
fn build(interpreter: &Path, profile: &str, arguments: &[&str]) -> Result<PathBuf, String> {
    let root = shell::root();
    let problem = |error: std::io::Error| format!("{FOLDER}: {error}");
    fs::copy(root.join("Cargo.lock"), root.join(FOLDER).join("Cargo.lock")).map_err(problem)?;
    let target = shell::target_folder().join("python");
    let wheels = target.join("wheels");
    if wheels.exists() {
        fs::remove_dir_all(&wheels).map_err(problem)?;
    }
    let mut maturin = shell::command(interpreter.with_file_name("maturin"));
    maturin.args(["build", "--quiet", "--profile", profile]).args(arguments);
    maturin.arg("--manifest-path").arg(root.join(FOLDER).join("Cargo.toml")).arg("--out").arg(&wheels);
    shell::run(maturin.env("CARGO_TARGET_DIR", &target))?;
    shell::sorted(&wheels)?.pop().ok_or_else(|| format!("{}: there is no wheel", wheels.display()))
}
