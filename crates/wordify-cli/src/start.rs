//! The program `wordify`, as it stands alone.

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args_os();
    let called = arguments.next().unwrap_or_default();
    wordify_cli::run(wordify_cli::Program::File(called), arguments)
}
