//! The font of figures: the letters of Latin, Greek and Cyrillic of Inter, as Debian packages it.
//!
//! Done by hand when the font or the choice of letters changes; what it makes is committed.

use crate::{python, shell, tools};

/// The two weights that figures have.
const WEIGHTS: [&str; 2] = ["Regular", "SemiBold"];

/// Downloads Inter from Debian's archive and writes its parts into the crate `wordify-data`.
///
/// # Errors
/// When a program that it needs fails.
pub(crate) fn make() -> Result<(), String> {
    let target = shell::target_folder().join("fonts");
    let fonts = target.join("usr/share/fonts/opentype/inter");
    if !fonts.is_dir() {
        tools::unpack("fonts-inter", &target)?;
    }
    let interpreter = python::environment("fonts-venv", "xtask/python/font_requirements.txt")?;
    for weight in WEIGHTS {
        let name = format!("Inter-{weight}.otf");
        let mut command = shell::command(&interpreter);
        command.arg(shell::root().join("xtask/python/font_subset.py")).arg(fonts.join(&name));
        shell::run(command.arg(shell::root().join("crates/wordify-data/fonts").join(&name)))?;
    }
    Ok(())
}
