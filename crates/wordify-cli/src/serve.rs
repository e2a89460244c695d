//! `wordify serve`: the web application and its jobs in one process.

use std::env;
use std::io;
use std::path::PathBuf;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use wordify_web::queue::{runner, sweeper};
use wordify_web::router::router;
use wordify_web::serve::{Listener, serve};
use wordify_web::settings::Settings;
use wordify_web::state::App;

use crate::arguments::Serve;
use crate::failure::Failure;
use crate::{output, site};

/// Serves until a signal comes.
pub(crate) fn run(options: &Serve) -> Result<(), Failure> {
    let settings = site::settings(options)?;
    crate::logging::begin(settings.log_format, settings.log_level);
    let program = env::current_exe()
        .map_err(|error| Failure::input(format!("the program does not find itself: {error}")))?;
    site::runtime()?.block_on(serve_all(settings, program))
}

async fn serve_all(settings: Settings, program: PathBuf) -> Result<(), Failure> {
    let drain = CancellationToken::new();
    // Signals first: whoever stops us early stops us in order.
    stop_on_signals(drain.clone())
        .map_err(|error| Failure::input(format!("signals cannot be watched: {error}")))?;
    let mut listeners = Vec::new();
    for address in &settings.bind {
        listeners.push(site::bind(address).await?);
    }
    let app = App::open(settings.config, program, drain.clone())
        .await
        .map_err(|error| Failure::input(error.to_string()).remedy("Name another folder with --data."))?;
    let mut parts = JoinSet::new();
    for listener in listeners {
        let address = listener.local_addr().map_err(|error| Failure::input(error.to_string()))?;
        output::print(format!("Wordify is at http://{address}\n").as_bytes())?;
        parts.spawn(serve(Listener::Tcp(listener), router(app.clone()), drain.clone()));
    }
    parts.spawn(runner::run(app.clone()));
    parts.spawn(sweeper::run(app.clone()));
    parts.spawn(wordify_web::metrics::run(app.clone()));
    parts.spawn(wordify_web::mail::run(app, drain));
    while parts.join_next().await.is_some() {}
    tracing::info!("stopped");
    Ok(())
}

fn stop_on_signals(drain: CancellationToken) -> io::Result<()> {
    let mut signals = Signals::watch()?;
    tokio::spawn(async move {
        signals.next().await;
        tracing::info!("stopping: open requests end, analyses are given back");
        drain.cancel();
        signals.next().await;
        tracing::warn!("stopped at once");
        std::process::exit(i32::from(crate::failure::CANCELED));
    });
    Ok(())
}

/// The signals that ask the program to stop.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn watch() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Ctrl-C, where there are no signals.
#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn watch() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}
