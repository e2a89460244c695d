//! An analysis beside Python: other threads of the interpreter keep running, Ctrl-C stops it, progress is passed on.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;
use wordify::Error;
use wordify::progress::{Monitor, Progress};
use wordify::settings::THREADS_MAX;
use wordify::study::{self, Study};
use wordify::table::Input;

use crate::exception;
use crate::report::Report;
use crate::texts::{Column, push_json_lines};

/// How long Ctrl-C and progress wait at most: as fast as a hand.
const PAUSE: Duration = Duration::from_millis(50);

/// Analyses columns of strings, of which one is called `text` and one `label`; `pieces` gives some rows of all of them at a time, so
/// that no more are Python's own values at once.
#[pyfunction]
#[pyo3(signature = (pieces, settings, threads, progress))]
pub(crate) fn analyze(
    py: Python<'_>,
    pieces: &Bound<'_, PyAny>,
    settings: Vec<(String, String)>,
    threads: Option<usize>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Report> {
    let mut study = study(&settings).map_err(|error| exception(py, &error))?;
    let (mut bytes, mut rows) = (Vec::new(), 0);
    for piece in pieces.try_iter()? {
        let columns: Vec<Column<'_>> = piece?.extract()?;
        rows += push_json_lines(&columns, &mut bytes)?;
    }
    // What fits into the memory of this process twice is no accident.
    study.reading.limits.bytes = study.reading.limits.bytes.max(bytes.len());
    study.reading.limits.rows = study.reading.limits.rows.max(rows);
    run(py, &study, threads, progress.as_ref(), move || Ok((None, bytes.into())))
}

/// Analyses the file or folder at `path`, as the command line does.
#[pyfunction]
#[pyo3(signature = (path, settings, threads, progress))]
pub(crate) fn analyze_file(
    py: Python<'_>,
    path: PathBuf,
    settings: Vec<(String, String)>,
    threads: Option<usize>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Report> {
    let study = study(&settings).map_err(|error| exception(py, &error))?;
    let limits = study.reading.limits;
    run(py, &study, threads, progress.as_ref(), move || wordify_cli::open(&path, limits))
}

/// The study that `settings` ask for, with the guesses of the command line where they say nothing.
fn study(settings: &[(String, String)]) -> Result<Study, Error> {
    let mut study = Study::on_own_machine();
    for (name, value) in settings {
        study.put(name, value)?;
    }
    study.check()?;
    Ok(study)
}

/// Runs `study` in a thread of its own, on what `open` gives, and attends to Python meanwhile.
fn run(
    py: Python<'_>,
    study: &Study,
    threads: Option<usize>,
    progress: Option<&Bound<'_, PyAny>>,
    open: impl FnOnce() -> Result<(Option<String>, Input<'static>), Error> + Send,
) -> PyResult<Report> {
    let threads = threads
        .unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
        .clamp(1, THREADS_MAX);
    let canceled = AtomicBool::new(false);
    let latest: Mutex<Option<Progress>> = Mutex::new(None);
    let listener =
        |progress: Progress| *latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
    let caller = thread::current();
    let mut interrupted = None;
    let result = thread::scope(|scope| {
        let work = scope.spawn(|| {
            let result = open().and_then(|(name, input)| {
                study::run(input, name.as_deref(), study, threads, &Monitor::new(&canceled, &listener))
            });
            caller.unpark();
            result
        });
        while !work.is_finished() {
            py.detach(|| thread::park_timeout(PAUSE));
            if interrupted.is_none()
                && let Err(error) = attend(py, &latest, progress)
            {
                canceled.store(true, Ordering::Relaxed);
                interrupted = Some(error);
            }
        }
        work.join()
    });
    if let Some(error) = interrupted {
        return Err(error);
    }
    match result {
        Ok(Ok(report)) => Ok(Report { report }),
        Ok(Err(error)) => Err(exception(py, &error)),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// Lets Python handle its signals, and calls `progress` with the newest stage, done and total.
fn attend(
    py: Python<'_>,
    latest: &Mutex<Option<Progress>>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<()> {
    py.check_signals()?;
    let newest = latest.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let (Some(Progress { stage, done, total }), Some(progress)) = (newest, progress) {
        progress.call1((stage.name(), done, total))?;
    }
    Ok(())
}
