//! The settings of a site, as command line, environment and file say: in this order.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};

use tokio::runtime::Runtime;
use wordify_server::settings::{Address, Listener, Mount, Trust};
use wordify_server::{Problem, Settings as Server};
use wordify_web::config::Config;
use wordify_web::settings::{self, Settings, SettingsError};

use crate::failure::Failure;
use crate::site_arguments::{Serve, SiteOptions};

/// The applications that settings can mount: the site itself, and its numbers for Prometheus.
pub(crate) const APPLICATIONS: [&str; 2] = ["site", "metrics"];
/// The limit of the server stands above the site's own, whose refusal is a page. What is still longer is not worth reading.
const BODY_FACTOR: u64 = 10;
/// What systemd sets where it passes sockets.
const SOCKETS_VARIABLE: &str = "LISTEN_FDS";

/// Whether systemd passes sockets. The server takes them, and what says so, away: ask before it starts.
pub(crate) fn has_sockets() -> bool {
    env::var_os(SOCKETS_VARIABLE).is_some()
}

/// The settings that `options` ask for, with what follows from them for the server. Where it `has_sockets` it needs no others.
///
/// # Errors
/// For settings that are not understood.
pub(crate) fn settings(options: &Serve, has_sockets: bool) -> Result<Settings<Server>, Failure> {
    let mut settings = read(&options.site)?;
    let server = &mut settings.server;
    if let Some(acme) = &mut server.acme {
        acme.folder.get_or_insert_with(|| settings.site.config.data.join("acme"));
    }
    if !options.bind.is_empty() {
        server.bind = options.bind.iter().map(|address| Listener::at(address.clone())).collect();
    }
    if server.bind.is_empty() && !has_sockets {
        server.bind.push(Listener::at(Address::Tcp(([127, 0, 0, 1], 8080).into())));
    }
    let config = &mut settings.site.config;
    if server.mounts.is_empty() {
        server.mounts = mounts(&server.bind, &config.root);
    } else {
        config.root = root(&server.mounts, config.public_url.is_some(), &config.root, &options.site)?;
    }
    let upload_max = settings.site.config.limits.upload_bytes_max;
    server.limits.body_bytes = server.limits.body_bytes.max(upload_max.saturating_mul(BODY_FACTOR));
    Ok(settings)
}

/// The settings as they are written.
fn read(options: &SiteOptions) -> Result<Settings<Server>, Failure> {
    let environment = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let mut settings: Settings<Server> =
        settings::read(options.config.as_deref(), environment, default_data()).map_err(unusable)?;
    let config = &mut settings.site.config;
    if let Some(data) = &options.data {
        config.data.clone_from(data);
    }
    // Workers and the control socket must not depend on the folder that somebody started the program in.
    config.data = std::path::absolute(&config.data)
        .map_err(|error| Failure::usage(format!("the data folder cannot be named: {error}")))?;
    // A site with a name is asked under it, by a proxy of somebody's perhaps.
    let local_names_only = &mut settings.server.local_names_only;
    *local_names_only = local_names_only.or(Some(config.public_url.is_none()));
    let control = &mut settings.server.control_socket;
    *control = control.take().or_else(|| Some(control_socket(&config.data)));
    Ok(settings)
}

/// Where a setting is set, by its key: in which line of the file, or by which variable.
pub(crate) fn place(options: &SiteOptions, key: &str) -> String {
    let variables: Vec<String> = env::vars_os().filter_map(|(name, _)| name.into_string().ok()).collect();
    settings::place(options.config.as_deref(), &variables, key)
}

/// Settings that are not understood, on their way to the terminal.
pub(crate) fn unusable(error: SettingsError) -> Failure {
    let failure = Failure::usage(error.message).at(error.place);
    match error.remedy {
        Some(remedy) => failure.remedy(remedy),
        None => failure,
    }
}

/// Where a master answers if the settings do not say it.
pub(crate) fn control_socket(data: &Path) -> PathBuf {
    data.join("control.sock")
}

/// The socket at which the master of the site answers, and the settings of the site.
///
/// # Errors
/// For settings that are not understood.
pub(crate) fn control(options: &SiteOptions) -> Result<(PathBuf, Config), Failure> {
    let settings = read(options)?;
    Ok((settings.server.control_socket.unwrap_or_default(), settings.site.config))
}

/// The site everywhere, and its numbers where only this machine can ask: a proxy in front connects to another address, or keeps
/// the path to itself.
fn mounts(bind: &[Listener], root: &str) -> Vec<Mount> {
    let is_private = |listener: &&Listener| {
        matches!(&listener.address, Address::Tcp(address) if address.ip().is_loopback())
            && listener.trust_forwarded == Trust::Nobody
    };
    let mount = |application: &str, listeners: Vec<String>, path: &str| Mount {
        application: application.to_owned(),
        listeners,
        hosts: Vec::new(),
        path: path.to_owned(),
    };
    let mut mounts = vec![mount("site", Vec::new(), if root.is_empty() { "/" } else { root })];
    let private: Vec<String> = bind.iter().filter(is_private).map(|listener| listener.name.clone()).collect();
    if !private.is_empty() {
        mounts.push(mount("metrics", private, "/metrics"));
    }
    mounts
}

/// The path that begins the links of the site. Where there is no public address, it is that of the mount; where there is one, both
/// must be the same, or the mount at the root, behind a proxy that takes the path away.
///
/// # Errors
/// When they contradict each other.
fn root(mounts: &[Mount], is_public: bool, public: &str, options: &SiteOptions) -> Result<String, Failure> {
    let paths: Vec<&str> = mounts
        .iter()
        .filter(|mount| mount.application == APPLICATIONS[0])
        .map(|mount| mount.path.trim_end_matches('/'))
        .collect();
    let Some(&first) = paths.first() else { return Ok(public.to_owned()) };
    if paths.iter().any(|path| *path != first) {
        return Err(Failure::usage(
            "the site is mounted at several paths, and its links can lead to one of them only",
        )
        .at(place(options, "server.mounts"))
        .remedy("Mount “site” at one path."));
    }
    if !is_public {
        return Ok(first.to_owned());
    }
    if !first.is_empty() && first != public {
        let public = if public.is_empty() { "/" } else { public };
        return Err(Failure::usage(format!(
            "the site is mounted at {first}, but by its public address it is at {public}"
        ))
        .at(format!("{}; {}", place(options, "server.mounts"), place(options, "public_url")))
        .remedy("Give both the same path, or leave the mount out."));
    }
    Ok(public.to_owned())
}

/// What sockets and timers need.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::input(format!("there is no event loop: {error}")))
}

/// A problem of the server on its way to the terminal.
pub(crate) fn failure(problem: Problem) -> Failure {
    let mut remedy = problem.remedy;
    if let Some(first) = remedy.get(..1) {
        remedy.replace_range(..1, &first.to_uppercase());
    }
    Failure::usage(problem.what).remedy(remedy)
}

/// An address as people use it.
pub(crate) struct Shown<'a>(pub(crate) &'a Listener);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.address {
            Address::Tcp(address) if self.0.tls.is_some() => write!(f, "https://{address}"),
            Address::Tcp(address) => write!(f, "http://{address}"),
            Address::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// The folder for data of programs, as the system has it.
fn default_data() -> Option<PathBuf> {
    let folder =
        |name: &str| env::var_os(name).map(PathBuf::from).filter(|path: &PathBuf| path.is_absolute());
    let home = || folder("HOME");
    let base = if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Application Support"))
    } else {
        folder("XDG_DATA_HOME").or_else(|| home().map(|home| home.join(".local/share")))
    };
    base.map(|base: PathBuf| base.join(Path::new("wordify")))
}
