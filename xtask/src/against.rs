//! `cargo xtask bench --against COMMIT`: this checkout beside an earlier commit, in one run on the same files.
//!
//! The commit's files are laid out in a folder of their own below the target folder, and its program is built there once.
//! `xtask/python/against.py` runs both programs in turn and compares them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::{shell, tools};

/// Builds both programs and compares them; `arguments` are those of the script.
///
/// # Errors
/// When there is no such commit here, a program cannot be built, or one of the runs fails.
pub(crate) fn run(commit: &str, arguments: &[&str]) -> Result<(), String> {
    let theirs = program(commit)?;
    shell::run(&mut shell::cargo("build --quiet --locked --release --package wordify-cli"))?;
    let ours = shell::target_folder().join("release").join("wordify");
    tools::ensure("python3", "python3")?;
    let mut script = shell::command("python3");
    script.arg(shell::root().join("xtask/python/against.py")).args(arguments);
    script.arg("--before").arg(theirs).arg("--after").arg(ours);
    script.arg("--shared").arg(shell::shared()).arg("--target").arg(shell::target_folder());
    shell::run(script.env("PYTHONDONTWRITEBYTECODE", "1"))
}

/// The program of `commit`, built when it is not there yet.
///
/// # Errors
/// When there is no such commit here, and when its program cannot be built.
pub(crate) fn program(commit: &str) -> Result<PathBuf, String> {
    program_of(&full_name(commit)?)
}

/// The full name of a commit whose files are in this clone.
fn full_name(commit: &str) -> Result<String, String> {
    let git = |arguments: &[&str]| {
        let output = shell::command("git").args(arguments).stderr(Stdio::null()).output();
        let output = output.map_err(|error| format!("git: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(output.status.success().then_some(text))
    };
    if let Some(name) = git(&["rev-parse", "--verify", "--quiet", &format!("{commit}^{{commit}}")])? {
        return Ok(name);
    }
    let shallow: Result<_, String> = git(&["rev-parse", "--is-shallow-repository"]);
    let remedy = match shallow?.as_deref() {
        Some("true") => "this clone is shallow and lacks its history: git fetch --unshallow",
        _ => "give a name that git knows, such as fc3c4fb, v0.1.0 or HEAD~3",
    };
    Err(format!("there is no commit {commit} here; {remedy}"))
}

/// The program of the commit of this full name, built when it is not there yet.
fn program_of(name: &str) -> Result<PathBuf, String> {
    let folder = shell::target_folder().join("against").join(name);
    let program = folder.join("wordify");
    if program.is_file() {
        return Ok(program);
    }
    let sources = folder.join("sources");
    lay_out(name, &sources)?;
    // Its own toolchain and profile: that is what the commit's users got.
    let built = folder.join("build");
    let mut build = shell::cargo("build --quiet --locked --release --package wordify-cli --target-dir");
    build.arg(&built).current_dir(&sources).env_remove("CARGO_TARGET_DIR").env_remove("RUSTUP_TOOLCHAIN");
    shell::run(&mut build)?;
    let problem = |error: std::io::Error| format!("{}: {error}", program.display());
    fs::copy(built.join("release").join("wordify"), &program).map_err(problem)?;
    // Some gigabytes that nobody needs once the program is there.
    fs::remove_dir_all(&built).map_err(problem)?;
    fs::remove_dir_all(&sources).map_err(problem)?;
    Ok(program)
}

/// Lays the files of a commit out in `folder`.
fn lay_out(name: &str, folder: &Path) -> Result<(), String> {
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(problem)?;
    }
    fs::create_dir_all(folder).map_err(problem)?;
    let archive = folder.with_extension("tar");
    shell::run(shell::command("git").args(["archive", "--format=tar", "-o"]).arg(&archive).arg(name))?;
    shell::run(shell::command("tar").arg("xf").arg(&archive).arg("-C").arg(folder))?;
    fs::remove_file(&archive).map_err(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_that_is_not_here_is_an_error_with_a_remedy() {
        let error = full_name("no-such-commit").expect_err("there is none");
        assert!(error.starts_with("there is no commit no-such-commit here; "), "{error}");
    }
}
