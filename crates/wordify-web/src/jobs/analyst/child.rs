//! The child's side: one request, one answer.

use std::fs::File;
use std::io::{self, BufRead, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use wordify::Error;
use wordify::progress::{Monitor, Progress, Stage};
use wordify::selection::checkpoint::Checkpoint;
use wordify::settings::THREADS_MAX;
use wordify::study::{self, Resumption};
use wordify::table::limits::BYTES_MAX;
use wordify::table::{self, ReadOptions};

use super::parts::PartsError;
use super::protocol::{Event, Outcome, Request, Task, share};
use super::{inspection, parts, sample, sandbox};
use crate::jobs::job::JobProgress;
use crate::jobs::key::JobKey;
use crate::jobs::view::Inspection;

/// Bytes of a request: its largest piece is a list of stop words.
const REQUEST_BYTES_MAX: u64 = 16 << 20;
/// How much less priority analysts have than the site.
#[cfg(unix)]
const NICENESS: i32 = 10;
/// How often progress is reported at most.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);
/// How often a checkpoint is written: at most this much work is lost.
const CHECKPOINT_INTERVAL: Duration = Duration::from_secs(5);
/// How long the engine may take to come to a place where it can stop.
const STOP_TIMEOUT: Duration = Duration::from_secs(15);

/// Set when standard input has closed.
static STOP: AtomicBool = AtomicBool::new(false);
/// Where the last panic was, and what was lacking.
static PANIC: Mutex<Option<(String, Lack)>> = Mutex::new(None);
/// More than the stack of a thread: a process that gets this much is not out of memory.
const STACK_BYTES: usize = 16 << 20;

/// What was lacking when a panic happened.
#[derive(Clone, Copy)]
enum Lack {
    Nothing,
    Memory,
    Thread,
}

/// What is reported where the system has no more threads.
const NO_THREAD: &str = "no thread could be started";

/// Whether there is memory for a thread. The system says the same whether the memory of this process is used up or the threads of its
/// user are, so it is tried which.
fn has_memory() -> bool {
    Vec::<u8>::new().try_reserve_exact(STACK_BYTES).is_ok()
}

/// The program `wordify analyst`: reads one request from standard input and answers on standard output.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        // The message may hold a piece of a text, so it is logged nowhere.
        let place = panic.location().map_or_else(|| "somewhere".to_owned(), ToString::to_string);
        let message = panic.payload_as_str().unwrap_or_default();
        let lack = match message {
            // Judged at once: what is freed afterwards would look as if there had been memory.
            message if message.contains("failed to spawn thread") && has_memory() => Lack::Thread,
            message if message.contains("failed to spawn thread") => Lack::Memory,
            message if message.contains("OutOfMemory") => Lack::Memory,
            _ => Lack::Nothing,
        };
        *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some((place, lack));
    }));
    let Some(mut request) = read_request() else { return ExitCode::FAILURE };
    // How many threads there are stands in files that are out of reach from here on.
    request.threads = threads(request.threads);
    set_limits(&request);
    if let Some(folder) = request.upload.parent() {
        sandbox::enter(folder);
    }
    // An analyst that cannot be stopped must not begin.
    if std::thread::Builder::new().spawn(stop_when_input_closes).is_err() {
        let end = if has_memory() { Outcome::Short(NO_THREAD.to_owned()) } else { Outcome::OutOfMemory };
        send(&Event::End(end));
        return ExitCode::SUCCESS;
    }
    let reporter = Reporter::default();
    let end =
        catch_unwind(AssertUnwindSafe(|| answer(&request, &reporter))).unwrap_or_else(|_| {
            match PANIC.lock().unwrap_or_else(PoisonError::into_inner).take() {
                Some((_, Lack::Thread)) => Outcome::Short(NO_THREAD.to_owned()),
                Some((_, Lack::Memory)) => Outcome::OutOfMemory,
                Some((place, Lack::Nothing)) => Outcome::Crashed(format!("panic at {place}")),
                None => Outcome::Crashed("panic".to_owned()),
            }
        });
    send(&Event::End(end));
    ExitCode::SUCCESS
}

/// The first line of standard input, which stays open.
fn read_request() -> Option<Request> {
    let mut line = String::new();
    io::stdin().lock().take(REQUEST_BYTES_MAX).read_line(&mut line).ok()?;
    serde_json::from_str(&line).ok()
}

/// Less priority, and a limit on memory. Where the system has neither, the work is done without.
#[cfg_attr(not(unix), expect(unused_variables, reason = "there are no limits"))]
fn set_limits(request: &Request) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, nice, setrlimit};
        let _ = nice(NICENESS);
        let limit = Rlimit { current: Some(request.memory_bytes), maximum: Some(request.memory_bytes) };
        let _ = setrlimit(Resource::Data, limit);
        // A dump of memory would hold texts.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
}

/// Asks the engine to stop once standard input closes, and ends the process if it does not.
fn stop_when_input_closes() {
    let mut rest = [0; 64];
    while !matches!(io::stdin().lock().read(&mut rest), Ok(0) | Err(_)) {}
    STOP.store(true, Ordering::Relaxed);
    std::thread::sleep(STOP_TIMEOUT);
    std::process::exit(1);
}

/// One line on standard output. When nobody reads it any more, standard input closes too.
fn send(event: &Event) {
    let Ok(mut line) = serde_json::to_vec(event) else { return };
    line.push(b'\n');
    let mut out = io::stdout().lock();
    let _ = out.write_all(&line).and_then(|()| out.flush());
}

/// Reports progress, not too often, and never backwards.
#[derive(Default)]
struct Reporter(Mutex<Option<(Instant, Stage, f64)>>);

impl Reporter {
    fn progress(&self, progress: Progress) {
        let Progress { stage, done, total } = progress;
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let least = match *last {
            Some((at, before, _)) if before == stage && at.elapsed() < PROGRESS_INTERVAL => return,
            // Threads report in any order: one may still be at the stage before.
            Some((_, before, _)) if before > stage => return,
            Some((_, _, share)) => share,
            None => 0.0,
        };
        let share = share(stage, done, total).max(least);
        *last = Some((Instant::now(), stage, share));
        send(&Event::Progress(JobProgress {
            stage: stage.name().to_owned(),
            done: done as u64,
            total: total as u64,
            share: share.into(),
        }));
    }
}

fn answer(request: &Request, reporter: &Reporter) -> Outcome {
    let since = Instant::now();
    if matches!(request.task, Task::Sample) {
        return sample::work(request.threads)
            .map_or_else(Outcome::from, |worked| Outcome::Worked(Box::new(worked)));
    }
    reporter.progress(Progress { stage: Stage::Read, done: 0, total: 1 });
    let bytes = match read_upload(&request.upload) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::OutOfMemory => return Outcome::OutOfMemory,
        // The file was there when the job was queued: whatever keeps it from us says nothing against the job.
        Err(error) => return Outcome::Short(format!("the upload cannot be read: {error}")),
    };
    match &request.task {
        Task::Sample | Task::Inspect => {
            let inspected = inspect(&bytes, request);
            inspected.map_or_else(Outcome::from, |inspection| Outcome::Inspected(Box::new(inspection)))
        }
        Task::Analyze { key, checkpoint, parts, keep_upload } => {
            let keep_upload = *keep_upload;
            let job = Job { request, key, checkpoint, parts, keep_upload, since, reporter };
            job.analyze(bytes).unwrap_or_else(Outcome::from)
        }
    }
}

fn inspect(bytes: &[u8], request: &Request) -> Result<Inspection, Error> {
    let reading = request.choices.study()?.reading;
    let table = table::read(bytes, &ReadOptions { file_name: request.file_name.clone(), ..reading })?;
    inspection::inspected(&table, &request.choices)
}

fn read_upload(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte more than the engine takes, so that it refuses what is too large.
    File::open(path)?.take(BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// An analysis and where its pieces go.
struct Job<'a> {
    request: &'a Request,
    key: &'a JobKey,
    checkpoint: &'a Path,
    parts: &'a Path,
    keep_upload: bool,
    since: Instant,
    reporter: &'a Reporter,
}

impl Job<'_> {
    fn analyze(&self, bytes: Vec<u8>) -> Result<Outcome, Error> {
        let Request { choices, file_name, threads, .. } = self.request;
        let study = choices.study()?;
        let listener = |progress| self.reporter.progress(progress);
        let from = std::fs::read(self.checkpoint).ok();
        let mut kept = Kept { path: self.checkpoint, at: Instant::now() };
        let (report, evidence) = study::run_with_evidence(
            bytes,
            file_name.as_deref(),
            &study,
            *threads,
            &Monitor::new(&STOP, &listener),
            Resumption { from: from.as_deref(), keep: &mut |checkpoint| kept.keep(&checkpoint) },
        )?;
        let seconds = || self.since.elapsed().as_secs_f64();
        let mut names = parts::write(self.parts, self.key, &report, choices, &evidence, seconds);
        if let Ok(names) = &mut names
            && self.keep_upload
        {
            // Read a second time: the engine has freed the bytes as soon as it had the table, for the sake of memory.
            match read_upload(&self.request.upload)
                .map_err(PartsError::File)
                .and_then(|upload| parts::write_upload(self.parts, self.key, &upload))
            {
                Ok(name) => names.push(name),
                Err(error) => return Ok(outcome_of(&error)),
            }
        }
        Ok(match names {
            Ok(names) => Outcome::Analyzed(names),
            Err(error) => outcome_of(&error),
        })
    }
}

/// How an analysis ends whose parts cannot be written.
fn outcome_of(error: &PartsError) -> Outcome {
    match error {
        // The packer's words when the memory that it wants is not there.
        error if error.to_string().contains("not enough memory") => Outcome::OutOfMemory,
        PartsError::File(error) => Outcome::Short(format!("a part cannot be written: {error}")),
        error => Outcome::Crashed(error.to_string()),
    }
}

fn threads(wanted: usize) -> usize {
    let all = || std::thread::available_parallelism().map_or(1, usize::from);
    if wanted == 0 { all().min(THREADS_MAX) } else { wanted }
}

/// Writes checkpoints every few seconds, and a last one when the run is to stop.
struct Kept<'a> {
    path: &'a Path,
    at: Instant,
}

impl Kept<'_> {
    fn keep(&mut self, checkpoint: &Checkpoint<'_>) {
        let is_due = self.at.elapsed() >= CHECKPOINT_INTERVAL || STOP.load(Ordering::Relaxed);
        // Without a step it says nothing, and would replace one of an earlier attempt that does.
        if !is_due || checkpoint.steps() == 0 {
            return;
        }
        // A checkpoint that cannot be written costs time when the job is resumed, and nothing else.
        let fresh = self.path.with_extension(format!("new-{}", std::process::id()));
        if std::fs::write(&fresh, checkpoint.to_bytes()).is_ok() {
            let _ = std::fs::rename(&fresh, self.path);
        }
        self.at = Instant::now();
    }
}
