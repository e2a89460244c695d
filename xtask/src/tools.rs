//! Tools that the checks need, installed when they are missing and never otherwise.

use std::path::PathBuf;

use crate::shell;

/// Checks licences, bans and sources of dependencies. Pinned, so that a new release cannot break a build.
const CARGO_DENY_VERSION: &str = "0.20.2";

/// The path of cargo-deny; built into the target folder when it is not there (about a minute on two cores).
///
/// # Errors
/// When it cannot be built.
pub(crate) fn cargo_deny() -> Result<PathBuf, String> {
    let folder = shell::target_folder().join("tools").join(format!("cargo-deny-{CARGO_DENY_VERSION}"));
    let program = folder.join("bin").join("cargo-deny");
    if !program.is_file() {
        // Without optimisation: it runs for a second, and building it is what costs.
        let install = "install cargo-deny --locked --quiet --no-track --debug --version";
        shell::run(shell::cargo(install).arg(CARGO_DENY_VERSION).arg("--root").arg(&folder))?;
    }
    Ok(program)
}
