//! Measurements against the reference: `xtask/python` holds the scripts; here they get the interpreter, the
//! packages and the programs that they need.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{against, shell, tools};

/// The oldest interpreter that the pinned packages accept, and the first that they do not.
const PYTHON_VERSIONS: &str = "(3, 11) <= sys.version_info < (3, 13)";

/// Runs one of the scripts with `arguments`.
///
/// # Errors
/// When the corpora are not on this machine, when something cannot be built or installed, and when the script fails.
pub(crate) fn run(script: &str, arguments: &[&str]) -> Result<(), String> {
    let shared = shared()?;
    let python = environment("bench-venv", "xtask/python/requirements.txt")?;
    shell::run(&mut shell::cargo("build --quiet --locked --release --package wordify-cli"))?;
    shell::run(&mut shell::cargo("build --quiet --locked --release --package wordify --examples"))?;
    let mut command = shell::command(python);
    command.arg(shell::root().join("xtask/python").join(script)).args(arguments);
    command.arg("--shared").arg(shared).arg("--target").arg(shell::target_folder());
    shell::run(command.env("PYTHONDONTWRITEBYTECODE", "1"))
}

/// Compares what is read from files that other programs write with what the libraries of Python read from them; the short form
/// leaves out LibreOffice, Gnumeric and R.
///
/// # Errors
/// When something cannot be built or installed, and when a cell differs.
pub(crate) fn files(arguments: &[&str]) -> Result<(), String> {
    if let Some((&"--speed", rest)) = arguments.split_first() {
        return speed(rest);
    }
    let python = environment("files-venv", "xtask/python/files/requirements.txt")?;
    if !arguments.contains(&"--short") {
        tools::ensure_libreoffice("calc", "libsclo.so")?;
        tools::ensure("ssconvert", "gnumeric")?;
        tools::ensure_in_r("haven", "r-cran-haven")?;
    }
    shell::run(&mut shell::cargo("build --quiet --locked --workspace --example cells"))?;
    let mut command = shell::command(python);
    command.arg(shell::root().join("xtask/python/files/compare.py")).args(arguments);
    command.arg("--program").arg(shell::target_folder().join("debug/examples/cells"));
    shell::run(command.env("PYTHONDONTWRITEBYTECODE", "1"))
}

/// Seconds and memory for large tables beside other readers; `--against COMMIT` beside the program of that commit as well.
fn speed(arguments: &[&str]) -> Result<(), String> {
    let python = environment("files-speed-venv", "xtask/python/files/speed_requirements.txt")?;
    shell::run(&mut shell::cargo("build --quiet --locked --release --package wordify-cli"))?;
    let mut command = shell::command(python);
    command.arg(shell::root().join("xtask/python/files/speed.py"));
    command.arg("--program").arg(shell::target_folder().join("release").join("wordify"));
    match arguments {
        ["--against", commit, rest @ ..] => {
            command.arg("--before").arg(against::program(commit)?).args(rest);
        }
        arguments => {
            command.args(arguments);
        }
    }
    shell::run(command.env("PYTHONDONTWRITEBYTECODE", "1"))
}

/// The shared folder, if the reference is in it.
fn shared() -> Result<PathBuf, String> {
    let folder = shell::shared();
    if folder.join("reference/wordify_reference.py").is_file() {
        return Ok(folder);
    }
    Err(format!(
        "the corpora and the reference are not in {}. Set WORDIFY_SHARED to the folder that has them.",
        folder.display()
    ))
}

/// The interpreter of the virtual environment `name` with the packages that the file `requirements` pins, made when
/// it is missing or out of date.
///
/// # Errors
/// When there is no fitting Python, or a package cannot be had.
pub(crate) fn environment(name: &str, requirements: &str) -> Result<PathBuf, String> {
    let wanted = shell::root().join(requirements);
    let folder = shell::target_folder().join(name);
    let python = folder.join("bin/python");
    let installed = folder.join("requirements.txt");
    if read(&installed).is_ok_and(|text| read(&wanted).is_ok_and(|wanted| wanted == text)) {
        return Ok(python);
    }
    tools::ensure("python3", "python3")?;
    check_version()?;
    if !shell::command("python3").args(["-c", "import ensurepip"]).status().is_ok_and(|s| s.success()) {
        tools::install("python3-venv")?;
    }
    shell::run(shell::command("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    shell::run(
        shell::command(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&wanted),
    )?;
    fs::copy(&wanted, &installed).map_err(|error| format!("{}: {error}", installed.display()))?;
    Ok(python)
}

fn check_version() -> Result<(), String> {
    let check = format!("import sys; sys.exit(not ({PYTHON_VERSIONS}))");
    match shell::command("python3").args(["-c", &check]).status() {
        Ok(status) if status.success() => Ok(()),
        _ => Err(format!("python3 must satisfy {PYTHON_VERSIONS}: the pinned packages exist for no other")),
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
