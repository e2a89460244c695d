//! `cargo xtask beside`: the Python package beside other packages, and the page that says so. `xtask/python/compare` has the scripts.

use std::path::Path;

use crate::{glosses, python, shell, wheel};

/// Documents of the large file.
const GLOSSES: u64 = 320_000;
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
    shell::run(install.arg(wheel::release("release")?))?;
    let large = shell::target_folder().join("corpora").join(format!("glosses-{GLOSSES}.csv"));
    if !large.is_file() {
        glosses::make(GLOSSES, None)?;
    }
    let example = shell::root().join("examples/state-of-the-union.csv");
    let named = |name: &str, path: &Path| format!("{name}={}", path.display());
    let mut table = shell::command(&python);
    shell::run(&mut shell::cargo("build --quiet --locked --release --package wordify-cli"))?;
    table
        .arg(folder.join("table.py"))
        .arg("--program")
        .arg(shell::target_folder().join("release/wordify"))
        .arg("--out")
        .arg(shell::root().join(PAGE))
        .args(arguments);
    table.arg("--").arg(named("4,078 paragraphs, two labels", &example));
    table.arg(named("320,000 glosses, four labels", &large));
    shell::run(table.env("PYTHONDONTWRITEBYTECODE", "1"))
}
