//! The commands of the program `wordify`: files in and out around the engine, and the site around both where there are sockets and signals
//! as on Unix. A library, so that the Python package has them too.

mod analyze;
mod arguments;
#[cfg(unix)]
mod check;
mod chosen;
mod compare;
#[cfg(unix)]
mod config;
mod deploy;
#[cfg(unix)]
mod desktop;
mod dictionary;
mod estimate;
mod failure;
mod folder;
mod from_result;
mod guesses;
mod input;
mod inspect;
mod interrupt;
mod languages;
#[cfg(unix)]
mod licences;
mod logging;
mod manual;
mod measure;
#[cfg(unix)]
mod metrics;
mod output;
mod paper_arguments;
mod part_arguments;
mod parts;
mod plot;
mod program;
mod progress;
#[cfg(unix)]
mod serve;
mod settings;
mod shell;
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

use std::ffi::OsString;
#[cfg(unix)]
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::ExitCode;

use arguments::Command;
use failure::Failure;
use style::ColourChoice;
use wordify::table::limits::Limits;

pub use program::Program;

/// A panic of another's reader that is caught becomes an error with place and remedy; its own words help nobody.
fn silence_caught_panics() {
    let shown = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !wordify::table::panic_is_caught() {
            shown(panic);
        }
    }));
}

/// Does what `arguments` ask for, those after the name of the program, and returns the exit code; the processes of a site are started as
/// `program` says.
pub fn run(program: Program, arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    silence_caught_panics();
    #[cfg(unix)]
    program::keep(program);
    #[cfg(not(unix))]
    drop(program);
    let words: Vec<OsString> = arguments.into_iter().collect();
    #[cfg(unix)]
    if words.is_empty() && desktop::was_clicked() {
        let serving = site_arguments::Serving { serve: site_arguments::Serve::default(), open: true };
        return ended(serve::run(serving), ColourChoice::Auto);
    }
    let arguments = match arguments::parse(&words) {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let result = match &arguments.command {
        Command::Analyze(analyze) => analyze::run(analyze),
        Command::Verify(options) => verify::run(options),
        Command::Compare(options) => compare::run(options),
        Command::Texts(options) => texts::run(options),
        Command::Plot(options) => plot::run(options),
        Command::Dictionary(options) => dictionary::run(options),
        Command::Measure(options) => measure::run(options),
        Command::Inspect(inspect) => inspect::run(inspect),
        Command::Languages(languages) => languages::run(languages),
        Command::Steps(listing) => steps::run(listing),
        Command::Licences(options) => licences::run(options),
        #[cfg(unix)]
        Command::Serve(serving) => serve::run(serving.clone()),
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
        Command::Analyst if io::stdin().is_terminal() => {
            Err(Failure::usage("this is a command that only a running site gives")
                .remedy("To analyse a file, type “wordify analyze FILE”."))
        }
        #[cfg(unix)]
        Command::Analyst => {
            // The whole service gets the signal to stop at the same time; an analyst stops when its worker says so, at a checkpoint.
            let _ = ctrlc::set_handler(|| ());
            return wordify_web::jobs::analyst::main();
        }
        Command::Version => writing::print(concat!("wordify ", env!("CARGO_PKG_VERSION"), "\n").as_bytes()),
        Command::Completions { shell } => manual::completions(*shell),
        Command::Man { command } => manual::man(command.as_deref()),
    };
    ended(result, arguments.colour())
}

/// The exit code of a command that ended with `result`; a failure is printed.
fn ended(result: Result<(), Failure>, colour: ColourChoice) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print(colour);
            failure.code()
        }
    }
}

/// Opens the file or folder at `path` as the command line does, with at most this many bytes; “-” is standard input. Its name comes with it.
///
/// # Errors
/// When it is not there, cannot be read, or is too large; the place is the path.
pub fn open(
    path: &Path,
    limits: Limits,
) -> Result<(Option<String>, wordify::table::Input<'static>), wordify::Error> {
    let named = input::open(path, limits).map_err(Failure::into_error)?;
    Ok((named.name, named.input))
}
