//! The program `wordify`: files in and out around the engine.

mod analyze;
mod arguments;
mod check;
mod deploy;
mod failure;
mod input;
mod inspect;
mod interrupt;
mod languages;
mod logging;
mod manual;
mod output;
mod progress;
mod serve;
mod settings;
mod site;
mod status;
mod steps;
mod style;
mod summary;
mod text_table;
mod timings;
mod worker;

use std::process::ExitCode;

use arguments::Command;

fn main() -> ExitCode {
    let arguments = match arguments::parse() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let result = match &arguments.command {
        Command::Analyze(analyze) => analyze::run(analyze),
        Command::Inspect(inspect) => inspect::run(inspect),
        Command::Languages(languages) => languages::run(languages),
        Command::Steps(listing) => steps::run(listing),
        Command::Serve(serve) => serve::run(serve.clone()),
        Command::Check(check) => check::run(check),
        Command::Status(options) => status::run(options),
        Command::Reload(options) => status::reload(options),
        Command::Worker { kind } => return worker::run(*kind),
        Command::Deploy(deploy) => deploy::run(deploy),
        Command::Analyst => {
            // The whole service is told to stop at once; an analyst stops when its worker says so, at a checkpoint.
            let _ = ctrlc::set_handler(|| ());
            return wordify_web::analyst::main();
        }
        Command::Completions { shell } => manual::completions(*shell),
        Command::Man { command } => manual::man(command.as_deref()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print(arguments.colour());
            failure.code()
        }
    }
}
