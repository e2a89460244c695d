//! The program `wordify`: files in and out around the engine, and the site around both where there are sockets and signals as on Unix.

mod analyze;
mod arguments;
#[cfg(unix)]
mod check;
mod chosen;
mod compare;
#[cfg(unix)]
mod config;
mod deploy;
mod failure;
mod folder;
mod input;
mod inspect;
mod interrupt;
mod languages;
#[cfg(unix)]
mod licences;
mod logging;
mod manual;
#[cfg(unix)]
mod metrics;
mod output;
mod progress;
#[cfg(unix)]
mod serve;
mod settings;
#[cfg(unix)]
mod site;
#[cfg(unix)]
mod site_arguments;
#[cfg(unix)]
mod status;
mod steps;
mod style;
mod summary;
mod text_table;
mod texts;
mod timings;
mod verify;
#[cfg(unix)]
mod worker;
mod writing;

use std::process::ExitCode;

use arguments::Command;

/// A panic of another's reader that is caught becomes an error with place and remedy; its own words help nobody.
fn silence_caught_panics() {
    let shown = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !wordify::table::panic_is_caught() {
            shown(panic);
        }
    }));
}

fn main() -> ExitCode {
    silence_caught_panics();
    let arguments = match arguments::parse() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let result = match &arguments.command {
        Command::Analyze(analyze) => analyze::run(analyze),
        Command::Verify(options) => verify::run(options),
        Command::Compare(options) => compare::run(options),
        Command::Texts(options) => texts::run(options),
        Command::Inspect(inspect) => inspect::run(inspect),
        Command::Languages(languages) => languages::run(languages),
        Command::Steps(listing) => steps::run(listing),
        Command::Licences(options) => licences::run(options),
        #[cfg(unix)]
        Command::Serve(serve) => serve::run(serve.clone()),
        #[cfg(unix)]
        Command::Check(check) => check::run(check),
        #[cfg(unix)]
        Command::Status(options) => status::run(options),
        #[cfg(unix)]
        Command::Metrics(options) => metrics::run(options),
        #[cfg(unix)]
        Command::Config(options) => config::run(options),
        #[cfg(unix)]
        Command::Reload(options) => status::reload(options),
        #[cfg(unix)]
        Command::Worker { kind } => return worker::run(*kind),
        Command::Deploy(deploy) => deploy::run(deploy),
        #[cfg(unix)]
        Command::Analyst => {
            // The whole service is told to stop at once; an analyst stops when its worker says so, at a checkpoint.
            let _ = ctrlc::set_handler(|| ());
            return wordify_web::jobs::analyst::main();
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
