//! `wordify analyze`: from the file to the reports.

use std::io::{self, IsTerminal, Write};

use wordify::progress::{Monitor, Progress, Stage};
use wordify::report::Report;
use wordify::settings::THREADS_MAX;
use wordify::study::{self, Study};

use crate::arguments::Analyze;
use crate::failure::Failure;
use crate::progress::Display;
use crate::style::Style;
use crate::timings::Timings;
use crate::{input, interrupt, output, settings, summary, writing};

/// Runs the analysis that `options` ask for.
pub(crate) fn run(options: &Analyze) -> Result<(), Failure> {
    let timings = Timings::start();
    let study = settings::study(&options.input, &options.method)?;
    let outputs = output::plan(options)?;
    let threads = options.threads.unwrap_or_else(all_threads);
    interrupt::catch()?;
    let display = Display::new(options.quiet);
    let result = report(options, &study, threads, &display, &timings);
    display.finish();
    let report = result?;
    timings.note(Stage::Report);
    let written = output::write_all(&outputs, &report)?;
    if let Some(path) = &options.timings {
        timings.write(path)?;
    }
    if options.quiet {
        return Ok(());
    }
    let end = summary::End { written: &written, seconds: timings.seconds(), threads };
    if outputs.iter().any(|output| output.path.is_none()) {
        // Standard output holds the data; what there is to say goes beside it, without the terms.
        let style = Style::new(options.colour.color, io::stderr().is_terminal());
        let _ = io::stderr().write_all(summary::facts(&report, &end, style).as_bytes());
        return Ok(());
    }
    let style = Style::new(options.colour.color, io::stdout().is_terminal());
    let text = summary::terms(&report, &end, style) + &summary::facts(&report, &end, style);
    writing::print(text.as_bytes())
}

/// Reads, analyses, and reports progress to `display`.
fn report(
    options: &Analyze,
    study: &Study,
    threads: usize,
    display: &Display,
    timings: &Timings,
) -> Result<Report, Failure> {
    let listener = |progress: Progress| {
        timings.note(progress.stage);
        display.show(progress);
    };
    listener(Progress { stage: Stage::Read, done: 0, total: 1 });
    let file = input::read(&options.input)?;
    // From here on the engine looks at the flag.
    let monitor = Monitor::new(interrupt::watched(), &listener);
    Ok(study::run(file.input, file.name.as_deref(), study, threads, &monitor)?)
}

/// As many threads as there are processors.
pub(crate) fn all_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX)
}
