//! The settings of a site, as command line, environment and file say: in this order.

use std::env;
use std::io;
use std::path::PathBuf;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use wordify_web::settings::{self, Settings};

use crate::arguments::Serve;
use crate::failure::Failure;

const BIND_DEFAULT: &str = "127.0.0.1:8080";

/// The settings that `options` ask for.
pub(crate) fn settings(options: &Serve) -> Result<Settings, Failure> {
    let environment = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let mut settings =
        settings::read(options.site.config.as_deref(), environment, default_data()).map_err(|error| {
            let failure = Failure::usage(error.message).at(error.place);
            match error.remedy {
                Some(remedy) => failure.remedy(remedy),
                None => failure,
            }
        })?;
    if let Some(data) = &options.site.data {
        settings.config.data.clone_from(data);
    }
    if !options.bind.is_empty() {
        settings.bind.clone_from(&options.bind);
    } else if settings.bind.is_empty() {
        settings.bind.push(BIND_DEFAULT.to_owned());
    }
    Ok(settings)
}

/// What sockets and timers need.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::input(format!("the server cannot start: {error}")))
}

/// Listens at `address`.
pub(crate) async fn bind(address: &str) -> Result<TcpListener, Failure> {
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

/// The folder for data of programs, as the system has it.
fn default_data() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Application Support"))
    } else if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else {
        folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")))
    };
    base.map(|base| base.join("wordify"))
}
