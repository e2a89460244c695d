//! Places in the repository, and programs that are started from its root.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder for what the build makes, as Cargo chooses it.
pub(crate) fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// The folder with corpora and stored results; most may not be published, so it is no part of the repository, and may be
/// absent.
pub(crate) fn shared() -> PathBuf {
    std::env::var_os("WORDIFY_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from)
}

/// `program`, to be started in the root of the repository without standard input.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// The Cargo that runs us, with `arguments` separated by spaces.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments.split_whitespace());
    // What the outer cargo tells us about our own package; ring and all that builds on it would be built anew for it.
    for (name, _) in std::env::vars_os() {
        let is_of_package =
            |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if name.to_str().is_some_and(is_of_package) {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Builds the program as the tests have it and gives its path. An example is named with it, for then Cargo takes the features that
/// `cargo test --workspace` took; with `--package` it would take others and build every dependency once more.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn program() -> Result<PathBuf, String> {
    run(&mut cargo("build --quiet --locked --workspace --bin wordify --example cells"))?;
    Ok(target_folder().join("debug").join("wordify"))
}

/// Prints the command, runs it with its output shown, and waits.
///
/// # Errors
/// When it cannot be started or does not succeed.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let line = line(command);
    eprintln!("$ {line}");
    let status = command.status().map_err(|error| format!("{line}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{line}: {status}")) }
}

/// The command as one would type it.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// The files and folders in `folder`, by their names.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn sorted(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// Whether `program` is found on the path.
pub(crate) fn has(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}
