//! `cargo xtask study`: what is promised about a list, beside what is measured. The example `study` of the engine does it.

use crate::shell;

/// Builds the example and runs it with `arguments`; those that end with a name of a file go on as they are.
///
/// # Errors
/// When it cannot be built, or a promise is broken.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    shell::run(&mut shell::cargo("build --quiet --locked --workspace --example study"))?;
    let study = shell::target_folder().join("debug").join("examples").join("study");
    shell::run(shell::command(study).args(arguments))
}
