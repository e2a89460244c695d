//! `wordify serve`: the web application and its jobs in one process.

use std::env;
use std::io;
use std::path::PathBuf;

use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::filter::LevelFilter;
use wordify_web::config::Config;
use wordify_web::router::router;
use wordify_web::serve::{Listener, serve};
use wordify_web::state::App;

use crate::arguments::Serve;
use crate::failure::Failure;
use crate::output;

const BIND_DEFAULT: &str = "127.0.0.1:8080";

/// Serves until a signal comes.
pub(crate) fn run(options: &Serve) -> Result<(), Failure> {
    crate::logging::begin(None, LevelFilter::INFO);
    let data = match &options.data {
        Some(data) => data.clone(),
        None => default_data().ok_or_else(|| {
            Failure::usage("there is no folder for data of programs").remedy("Name one with --data FOLDER.")
        })?,
    };
    let config = Config::new(data);
    let program = env::current_exe()
        .map_err(|error| Failure::input(format!("the program does not find itself: {error}")))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::input(format!("the server cannot start: {error}")))?;
    let wanted = if options.bind.is_empty() { vec![BIND_DEFAULT.to_owned()] } else { options.bind.clone() };
    runtime.block_on(serve_all(config, program, &wanted))
}

async fn serve_all(config: Config, program: PathBuf, wanted: &[String]) -> Result<(), Failure> {
    let drain = CancellationToken::new();
    // Signals first: whoever stops us early stops us in order.
    stop_on_signals(drain.clone())
        .map_err(|error| Failure::input(format!("signals cannot be watched: {error}")))?;
    let mut listeners = Vec::new();
    for address in wanted {
        listeners.push(bind(address).await?);
    }
    let app = App::open(config, program, drain.clone())
        .await
        .map_err(|error| Failure::input(error.to_string()).remedy("Name another folder with --data."))?;
    let mut parts = JoinSet::new();
    for listener in listeners {
        let address = listener.local_addr().map_err(|error| Failure::input(error.to_string()))?;
        output::print(format!("Wordify is at http://{address}\n").as_bytes())?;
        parts.spawn(serve(Listener::Tcp(listener), router(app.clone()), drain.clone()));
    }
    while parts.join_next().await.is_some() {}
    tracing::info!("stopped");
    Ok(())
}

async fn bind(address: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let failure = match error.kind() {
            io::ErrorKind::AddrInUse => Failure::usage("another program listens there already")
                .remedy("Choose another port with --bind, such as 127.0.0.1:8081."),
            io::ErrorKind::PermissionDenied => Failure::usage("this port needs special rights")
                .remedy("Choose a port from 1024 on with --bind, such as 127.0.0.1:8080."),
            _ => Failure::usage(format!("cannot listen there: {error}"))
                .remedy("Give an address of this machine and a port, such as 127.0.0.1:8080."),
        };
        failure.at(format!("--bind {address}"))
    })
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

/// The folder for data of programs, as the system has it.
fn default_data() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")))
    };
    base.map(|base| base.join("wordify"))
}
