//! `cargo xtask python`: the Python package, built without optimisation, installed into an environment of its own, and tested. And the
//! wheel that a release hands out.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{python, shell, tools};

/// What the tests need, maturin among it.
const REQUIREMENTS: &str = "crates/wordify-python/tests/requirements.txt";
const FOLDER: &str = "crates/wordify-python";

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
    shell::run(tests.env("PYTHONDONTWRITEBYTECODE", "1"))
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
