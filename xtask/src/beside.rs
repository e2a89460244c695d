//! `cargo xtask beside`: the Python package beside other packages, and the page that says so. `xtask/python/compare` has the scripts.

use std::path::{Path, PathBuf};

use crate::{glosses, python, shell, wheel};

/// Documents of the large file, and of the one whose memory is compared.
const GLOSSES: u64 = 320_000;
const GLOSSES_LARGEST: u64 = 1_000_000;
const FOLDER: &str = "xtask/python/compare";
/// The page that it writes.
const PAGE: &str = "docs/compare.md";

/// Builds the wheel with optimisation, installs it beside the other packages, and writes the page; `arguments` go to `table.py`.
///
/// # Errors
/// When something cannot be built, made or installed, and when a method fails.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let python = python::environment("compare-venv", "xtask/python/compare/requirements.txt")?;
    let folder = shell::root().join(FOLDER);
    let mut alone = shell::command(&python);
    alone.args(["-m", "pip", "install", "--quiet", "--no-deps", "--requirement"]);
    shell::run(alone.arg(folder.join("requirements_alone.txt")))?;
    let mut install = shell::command(&python);
    install.args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--force-reinstall"]);
    let wheel = wheel::release("release")?;
    shell::run(install.arg(&wheel))?;
    let [large, largest] = [made(GLOSSES)?, made(GLOSSES_LARGEST)?];
    let example = shell::root().join("examples/state-of-the-union.csv");
    let named = |name: &str, path: &Path| format!("{name}={}", path.display());
    let mut table = shell::command(&python);
    shell::run(&mut shell::cargo("build --quiet --locked --release --package wordify-cli"))?;
    table
        .arg(folder.join("table.py"))
        .arg("--program")
        .arg(shell::target_folder().join("release/wordify"))
        .arg("--wheel")
        .arg(wheel)
        .arg("--large")
        .arg(largest)
        .arg("--out")
        .arg(shell::root().join(PAGE))
        .args(arguments);
    table.arg("--").arg(named("4,078 paragraphs, two labels", &example));
    table.arg(named("320,000 glosses, four labels", &large));
    shell::run(table.env("PYTHONDONTWRITEBYTECODE", "1"))
}

/// The file of so many documents; made where it is not there yet.
fn made(documents: u64) -> Result<PathBuf, String> {
    let path = shell::target_folder().join("corpora").join(format!("glosses-{documents}.csv"));
    if !path.is_file() {
        glosses::make(documents, None)?;
    }
    Ok(path)
}
