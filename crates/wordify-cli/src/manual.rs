//! Completion scripts and manual pages, made from the same definition as the help.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::writing;

/// Prints the completion script of `shell`.
pub(crate) fn completions(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "wordify", &mut script);
    writing::print(&script)
}

/// Prints the manual page of `command`, or of the program.
pub(crate) fn man(command: Option<&str>) -> Result<(), Failure> {
    let mut program = Arguments::command();
    program.build();
    let described = match command {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| {
            Failure::usage(format!("there is no command “{name}”")).remedy("See “wordify help”.")
        })?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(described)
        .render(&mut page)
        .map_err(|error| Failure::write("the manual page", &error))?;
    writing::print(&page)
}
