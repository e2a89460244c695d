//! `cargo xtask study`: what is promised about a list, beside what is measured, and beside other methods. The example `study` of the
//! engine does it; `xtask/python/study/lists.py` runs the programs of others.

use std::path::Path;
use std::{fs, io};

use crate::{python, shell};

/// Builds the example and runs it with `arguments`; those that end with a name of a file go on as they are. Where the example asks for
/// the lists of others, their programs make them first.
///
/// # Errors
/// When it cannot be built, something cannot be installed, or a promise is broken.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    shell::run(&mut shell::cargo("build --quiet --locked --workspace --example study"))?;
    let study = shell::target_folder().join("debug").join("examples").join("study");
    let folder = shell::target_folder().join("study-peers");
    let in_folder = |error: io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(in_folder)?;
    }
    fs::create_dir_all(&folder).map_err(in_folder)?;
    shell::run(shell::command(&study).args(arguments).arg("--sets").arg(&folder))?;
    let mut command = shell::command(&study);
    command.args(arguments);
    if folder.join("sets.json").is_file() {
        make_lists(&folder, !arguments.contains(&"--full"))?;
        command.arg("--peers").arg(&folder);
    }
    shell::run(&mut command)
}

/// Has the programs of others make their lists of the sets in `folder`; without those that take long where `is_quick`.
fn make_lists(folder: &Path, is_quick: bool) -> Result<(), String> {
    let python = python::environment("study-venv", "xtask/python/study/requirements.txt")?;
    let scripts = shell::root().join("xtask/python/study");
    if !shell::command(&python)
        .args(["-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('ipss') is None)"])
        .output()
        .is_ok_and(|output| output.status.success())
    {
        let mut install = shell::command(&python);
        install.args(["-m", "pip", "install", "--quiet", "--no-deps", "--requirement"]);
        shell::run(install.arg(scripts.join("requirements_alone.txt")))?;
    }
    let mut lists = shell::command(&python);
    lists.arg(scripts.join("lists.py")).arg(folder).args(is_quick.then_some("--quick"));
    // A process for each processor; the libraries would start as many threads in each.
    shell::run(lists.env("OMP_NUM_THREADS", "1").env("PYTHONDONTWRITEBYTECODE", "1"))
}
