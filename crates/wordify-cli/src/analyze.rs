//! `wordify analyze`: from the file to the reports.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use wordify::progress::{Monitor, Progress, Stage};
use wordify::settings::THREADS_MAX;
use wordify::study::{self, Study};
use wordify::{Error, ErrorKind};

use crate::arguments::Analyze;
use crate::failure::Failure;
use crate::input::Named;
use crate::output::Output;
use crate::progress::Display;
use crate::style::Style;
use crate::text_table::fitted;
use crate::timings::Timings;
use crate::{
    arguments, estimate, guesses, input, interrupt, output, parts, settings, shell, summary, writing,
};

/// Runs the analysis that `options` ask for, of each file by itself.
pub(crate) fn run(options: &Analyze) -> Result<(), Failure> {
    let study = settings::study(&options.input, &options.method)?;
    let files: Vec<&PathBuf> = std::iter::once(&options.input.file).chain(&options.more).collect();
    if options.together {
        return run_together(options, &files, &study);
    }
    if options.division.is_asked() && files.len() > 1 {
        return Err(Failure::usage("parts are of the analysis of one file")
            .at(files[1].display().to_string())
            .remedy("Divide the analysis of each file separately."));
    }
    if let Some(part) = options.division.part {
        let path = parts::place(options, files[0], part)?;
        interrupt::catch()?;
        return make_part(options, &[files[0]], &study, part, &path);
    }
    let plans = output::plan(options, &files)?;
    interrupt::catch()?;
    if let ([file], [outputs]) = (files.as_slice(), plans.as_slice()) {
        return analyze(options, &[file], &study, outputs);
    }
    let mut failures = Vec::new();
    for (file, outputs) in files.iter().zip(&plans) {
        if !options.quiet {
            let style = Style::new(options.colour.color, io::stdout().is_terminal());
            let name = fitted(&file.display().to_string(), usize::MAX);
            writing::print(format!("{}\n", style.heading(&format!("=== {name}"))).as_bytes())?;
        }
        match analyze(options, &[file], &study, outputs) {
            Err(failure) if failure.is_cancel() => return Err(failure),
            Err(failure) => {
                failure.print(options.colour.color);
                failures.push(failure);
            }
            Ok(()) => {}
        }
    }
    let failed = failures.len();
    match failures.into_iter().next() {
        None => Ok(()),
        Some(first) => Err(first.of_several(format!("{failed} of {} files gave no result", files.len()))),
    }
}

/// Analyses `files` as one corpus.
fn run_together(options: &Analyze, files: &[&PathBuf], study: &Study) -> Result<(), Failure> {
    let paths: Vec<&Path> = files.iter().map(|file| file.as_path()).collect();
    // The name alone: the files are opened once more when all else is known to be right.
    let name = input::open_together(&paths, options.input.limits())?.name.unwrap_or_default();
    let name = PathBuf::from(name);
    if let Some(part) = options.division.part {
        let path = parts::place(options, &name, part)?;
        paths.iter().try_for_each(|input| output::check_path(&path, input))?;
        interrupt::catch()?;
        return make_part(options, &paths, study, part, &path);
    }
    let outputs = output::plan(options, &[&name])?.concat();
    for path in outputs.iter().filter_map(|output| output.path.as_deref()) {
        paths.iter().try_for_each(|input| output::check_path(path, input))?;
    }
    interrupt::catch()?;
    analyze(options, &paths, study, &outputs)
}

/// Analyses `files`, several together, writes its reports and says what came out.
fn analyze(options: &Analyze, files: &[&Path], study: &Study, outputs: &[Output]) -> Result<(), Failure> {
    let timings = Timings::start();
    let threads = options.threads.unwrap_or_else(all_threads);
    let display = Display::new(options.quiet);
    let parts = options.division.parts.as_deref().map(parts::read).transpose()?;
    let result = watched(options, files, &display, &timings, |Named { name, input }, monitor| match &parts {
        None => study::run(input, name.as_deref(), study, threads, monitor),
        Some(parts) => {
            let parts = (parts.as_slice(), options.division.strict);
            study::parts::add(input, name.as_deref(), study, parts, threads, monitor)
        }
    });
    display.finish();
    let report = result?;
    timings.note(Stage::Report);
    let written = output::write_all(outputs, &report)?;
    if let Some(path) = &options.timings {
        timings.write(path)?;
    }
    if options.quiet {
        return Ok(());
    }
    // With standard error closed, nobody reads a message.
    let beside = Style::new(options.colour.color, io::stderr().is_terminal());
    let guesses = guesses::line(&report, &options.input.reading, &options.method, beside);
    let _ = io::stderr().write_all(guesses.as_bytes());
    let end = summary::RunFacts { written: &written, seconds: timings.seconds(), threads };
    if outputs.iter().any(|output| output.path.is_none()) {
        // Standard output holds the data; what there is to say goes beside it, without the terms.
        let _ = io::stderr().write_all(summary::facts(&report, &end, beside).as_bytes());
        return Ok(());
    }
    let style = Style::new(options.colour.color, io::stdout().is_terminal());
    let text = summary::terms(&report, &end, style) + &summary::facts(&report, &end, style);
    writing::print(text.as_bytes())
}

/// Does the one `part` of the analysis of `files` and writes it to `path`.
fn make_part(
    options: &Analyze,
    files: &[&Path],
    study: &Study,
    part: (usize, usize),
    path: &Path,
) -> Result<(), Failure> {
    let parts = options.division.parts.as_deref().map(parts::read).transpose()?.unwrap_or_default();
    let threads = options.threads.unwrap_or_else(all_threads);
    let display = Display::new(options.quiet);
    let made = watched(options, files, &display, &Timings::start(), |Named { name, input }, monitor| {
        study::parts::make(input, name.as_deref(), study, part, &parts, threads, monitor)
    });
    display.finish();
    let words = parts::write(&made?, part, path)?;
    if options.quiet { Ok(()) } else { writing::print(words.as_bytes()) }
}

/// Opens `files` and does `work` on it, with its progress reported to `display`.
fn watched<T>(
    options: &Analyze,
    files: &[&Path],
    display: &Display,
    timings: &Timings,
    work: impl FnOnce(Named, &Monitor<'_>) -> Result<T, Error>,
) -> Result<T, Failure> {
    let listener = |progress: Progress| {
        timings.note(progress.stage);
        // Of a list of which others do parts nobody here knows how long it takes.
        if progress.done == 0
            && !options.division.is_asked()
            && let Some(words) = estimate::words(progress, timings.seconds_of_list())
        {
            display.say(&words);
        }
        display.show(progress);
    };
    listener(Progress { stage: Stage::Read, done: 0, total: 1 });
    let named = match files {
        [file] if !options.together => input::open(file, options.input.limits())?,
        _ => input::open_together(files, options.input.limits())?,
    };
    // From here on the engine looks at the flag.
    let monitor = Monitor::new(interrupt::watched(), &listener);
    work(named, &monitor).map_err(|error| {
        let is_of_columns = error.kind() == ErrorKind::Column;
        let remedy = error.remedy_text().unwrap_or_default().to_owned();
        let failure = Failure::from(error);
        let only = if options.together { None } else { files.first().copied() };
        match only.and_then(arguments::as_file).filter(|_| is_of_columns) {
            Some(path) => {
                let name = shell::quoted(&path.display().to_string());
                failure.remedy(
                    format!("{remedy} “wordify inspect {name}” shows what is in the file.").trim_start(),
                )
            }
            None => failure,
        }
    })
}

/// As many threads as there are processors.
pub(crate) fn all_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX)
}
