//! The worker's side of the contract: take what the master passed, say that it is ready and alive, drain when asked.

mod drain;
mod threads;

use std::fmt::Display;
use std::future::Future;
use std::process::ExitCode;

use listenfd::ListenFd;
use nix::sys::stat::{Mode, umask};

use crate::beat::Beat;
use crate::context::Context;
use crate::contract::{Hire, VARIABLE};
use crate::http::{self, Application};
use crate::level::Level;
use crate::listeners::Accepting;
use crate::log;
use crate::settings::Listener;
use crate::{Problem, exit};

/// What a master has passed to this process.
struct Hired {
    hire: Hire,
    listeners: Vec<(Listener, Accepting)>,
    beat: Beat,
}

/// Runs a worker that serves the applications that `make` gives. They are served where the settings mount them.
///
/// `make` runs inside the runtime; the worker is ready when it has returned. If it fails, its error is logged, and the master
/// does not try again at once.
pub fn run_web<M, F, E>(make: M) -> ExitCode
where
    M: FnOnce(Context) -> F,
    F: Future<Output = Result<Vec<Application>, E>>,
    E: Display,
{
    let hired = match take() {
        Ok(hired) => hired,
        Err(problem) => return cannot_start(&problem),
    };
    block_on(hired, |hired| serve(hired, make))
}

/// Runs a worker that does something else than HTTP, asynchronously: as [`run`], but inside a runtime, whose life is the
/// sign of life. `work` says when it is ready.
pub fn run_async<W, F, E>(work: W) -> ExitCode
where
    W: FnOnce(Context) -> F,
    F: Future<Output = Result<(), E>>,
    E: Display,
{
    let hired = match take() {
        Ok(hired) => hired,
        Err(problem) => return cannot_start(&problem),
    };
    block_on(hired, |hired| async {
        let context = Context::new(hired.hire, hired.beat);
        if let Err(error) = drain::watch_signals(&context) {
            return cannot_start(&error);
        }
        drain::close_when_asked(&context);
        keep_beating(&context);
        let done = work(context.clone()).await;
        end(&context, done)
    })
}

fn block_on<F: Future<Output = ExitCode>>(hired: Hired, work: impl FnOnce(Hired) -> F) -> ExitCode {
    let runtime = match threads::runtime(hired.hire.settings.threads.max(1)) {
        Ok(runtime) => runtime,
        Err(error) => return cannot_start(&format!("not all of its threads could be started: {error}")),
    };
    let code = runtime.block_on(work(hired));
    // What still runs on a blocking thread must not keep the process.
    runtime.shutdown_background();
    code
}

fn keep_beating(context: &Context) {
    let heart = context.clone();
    tokio::spawn(async move {
        let mut interval = tokio::time::interval(heart.beat_interval());
        loop {
            interval.tick().await;
            heart.beat();
        }
    });
}

async fn serve<M, F, E>(hired: Hired, make: M) -> ExitCode
where
    M: FnOnce(Context) -> F,
    F: Future<Output = Result<Vec<Application>, E>>,
    E: Display,
{
    let Hired { hire, listeners, beat } = hired;
    let context = Context::new(hire, beat);
    if let Err(error) = drain::watch_signals(&context) {
        return cannot_start(&error);
    }
    let applications = match make(context.clone()).await {
        Ok(applications) => applications,
        Err(error) => return cannot_start(&error),
    };
    let server = match http::Server::new(&context, listeners, &applications) {
        Ok(server) => server,
        Err(problem) => return cannot_start(&problem),
    };
    // Not before all is made: a worker whose application hangs while it is made must miss its time to get ready.
    keep_beating(&context);
    context.ready();
    server.serve().await;
    context.exit_code()
}

/// Runs a worker that does something else. `work` says when it is ready, gives signs of life, and returns soon after it is
/// asked to drain.
pub fn run<W, E>(work: W) -> ExitCode
where
    W: FnOnce(&Context) -> Result<(), E>,
    E: Display,
{
    let hired = match take() {
        Ok(hired) => hired,
        Err(problem) => return cannot_start(&problem),
    };
    let context = Context::new(hired.hire, hired.beat);
    if let Err(error) = drain::watch_signals_on_a_thread(&context) {
        return cannot_start(&error);
    }
    let done = work(&context);
    end(&context, done)
}

fn end<E: Display>(context: &Context, done: Result<(), E>) -> ExitCode {
    match done {
        Ok(()) => context.exit_code(),
        Err(error) if context.is_ready() => {
            log::write(Level::Error, format!("the worker failed: {error}"));
            exit::exit_code(exit::FAILED)
        }
        Err(error) => cannot_start(&error),
    }
}

fn take() -> Result<Hired, Problem> {
    let text = std::env::var(VARIABLE).map_err(|_| {
        Problem::new("this command is for a master to start its workers", "start the server itself")
    })?;
    let other_version = |error: &dyn Display| {
        Problem::new(
            format!("cannot understand the master: {error}"),
            "it is of another version: restart the server instead of reloading it",
        )
    };
    let hire: Hire = serde_json::from_str(&text).map_err(|error| other_version(&error))?;
    umask(Mode::from_bits_truncate(hire.settings.umask.0));
    log::open(hire.settings.error_log.as_deref())?;
    // The contract fixes the order of descriptors: listeners first, the channel last.
    let mut given = ListenFd::from_env();
    let mut listeners = Vec::new();
    for (number, listener) in hire.listeners.iter().enumerate() {
        let accepting = Accepting::take(&mut given, number, &listener.address);
        listeners.push((listener.clone(), accepting.map_err(|error| other_version(&error))?));
    }
    let channel = given.take_unix_datagram(hire.listeners.len()).map_err(|error| other_version(&error))?;
    let channel = channel.ok_or_else(|| other_version(&"no channel was passed"))?;
    let beat = Beat::new(channel).map_err(|error| other_version(&error))?;
    Ok(Hired { hire, listeners, beat })
}

fn cannot_start(error: &dyn Display) -> ExitCode {
    log::write(Level::Error, format!("the worker cannot start: {error}"));
    exit::exit_code(exit::CANNOT_START)
}
