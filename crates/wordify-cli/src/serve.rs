//! `wordify serve`: the master of the site's processes. Web workers serve the pages; a worker for jobs runs the analyses.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};

use wordify_server::master::{self, Setup, WorkerKind};
use wordify_server::settings::{Address, Listener, Seconds};
use wordify_server::{Problem, Settings as Server, control, preflight};
use wordify_web::config::Config;
use wordify_web::jobs::folder::Folder;
use wordify_web::settings::{Settings, Site};

use crate::failure::Failure;
use crate::site::Shown;
use crate::site_arguments::{Serve, Serving};
use crate::{desktop, logging, program, site, worker, writing};

/// The kind of worker that runs analyses and sends mails.
const JOBS: &str = "jobs";
/// What the names of variables with settings begin with.
const SETTINGS_PREFIX: &str = "WORDIFY_";
/// An analyst gets 20 s to stop at a checkpoint; its worker then gives the job back.
const JOBS_DRAIN_SECONDS: u32 = 30;

/// Serves until a signal comes.
pub(crate) fn run(options: Serving) -> Result<(), Failure> {
    let Serving { serve: options, open } = options;
    if open && opened_again(&options)? {
        return Ok(());
    }
    let has_sockets = site::has_sockets();
    let settings = site::settings(&options, has_sockets)?;
    logging::begin(&settings.site.log, settings.server.error_log.is_some());
    make_folder(&settings)?;
    let name = public_name(&settings);
    let config = settings.site.config.clone();
    let first = setup(settings).map_err(site::failure)?;
    let reread = move || setup(site::settings(&options, has_sockets).map_err(|failure| failure.problem())?);
    let ready = move |listeners: &[Listener]| {
        announce(name.as_deref(), listeners);
        if open || io::stdout().is_terminal() {
            say_how_it_ends(&config);
        }
        if let Some(address) = listeners.iter().find_map(|one| address_here(&one.address)).filter(|_| open) {
            show(&address);
        }
    };
    master::run(first, reread, ready).map_err(site::failure)
}

/// Opens the site that serves from the same data folder already, if one does.
fn opened_again(options: &Serve) -> Result<bool, Failure> {
    let (control, _) = site::control(&options.site)?;
    let Ok(running) = control::status(&control) else { return Ok(false) };
    let addresses = running.listeners.iter().filter_map(|listener| listener.parse::<Address>().ok());
    let Some(address) = addresses.into_iter().find_map(|address| address_here(&address)) else {
        return Ok(false);
    };
    let _ = writing::print(format!("Wordify is at {address} already\n").as_bytes());
    show(&address);
    Ok(true)
}

/// How a browser on this machine calls what listens at `address`; none for a socket in a folder.
fn address_here(address: &Address) -> Option<String> {
    match address {
        Address::Tcp(tcp) if tcp.ip().is_unspecified() => Some(format!("http://127.0.0.1:{}", tcp.port())),
        Address::Tcp(tcp) => Some(format!("http://{tcp}")),
        Address::Unix(_) => None,
    }
}

/// Opens the browser; where that cannot be, the user is asked to.
fn show(address: &str) {
    if let Err(why) = desktop::open(address) {
        let _ =
            writing::print(format!("No browser was opened: {why}. Open {address} yourself.\n").as_bytes());
    }
}

fn say_how_it_ends(config: &Config) {
    let place = match config.storage {
        None => format!("stay on this machine, in {}", config.data.display()),
        Some(_) => "are in the database that this machine shares with others".to_owned(),
    };
    let text = format!(
        "Texts and results {place}\nCtrl-C, or closing this window, ends it; “wordify serve” goes on where it was\n"
    );
    let _ = writing::print(text.as_bytes());
}

/// Makes the data folder where it is absent. Where workers run as another user, only whoever makes it can give it to them.
fn make_folder(settings: &Settings<Server>) -> Result<(), Failure> {
    let config = &settings.site.config;
    let data = &config.data;
    if settings.server.user.is_some() {
        return preflight::check_data(&settings.server, data)
            .map_or(Ok(()), |problem| Err(site::failure(problem)));
    }
    Folder::of(config).map(drop).map_err(|error| {
        Failure::input(format!("the data folder {} cannot be used: {error}", data.display()))
            .remedy("Name another folder with --data.")
    })
}

/// What the master is to run.
///
/// # Errors
/// What can be known to be wrong before anything starts or stops.
fn setup(settings: Settings<Server>) -> Result<Setup, Problem> {
    let Settings { site, server } = settings;
    if let Some(problem) = preflight::check(&server, &site::APPLICATIONS).errors.into_iter().next() {
        return Err(problem);
    }
    let with_secrets = environment(&site)?;
    // Those who send no mails and no notices have no business with the secrets for it.
    let mut without = site;
    if let Some(mail) = &mut without.config.mail {
        mail.login = None;
    }
    if let Some(webhooks) = &mut without.config.webhooks {
        webhooks.secret.clear();
    }
    let without_secrets = environment(&without)?;
    let mut jobs = WorkerKind::other(JOBS, 1, &server, ["worker", "jobs"]);
    if jobs.timeouts.drain.duration().as_secs() < u64::from(JOBS_DRAIN_SECONDS) {
        jobs.timeouts.drain = Seconds::new(JOBS_DRAIN_SECONDS);
    }
    let certificates = WorkerKind::certificates(&server, ["worker", "certificates"]);
    let mut kinds = vec![WorkerKind::web(&server, ["worker", "web"]), jobs, certificates];
    // What the settings are made of, they hold.
    let withheld: Vec<String> = env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(|name| name.starts_with(SETTINGS_PREFIX))
        .collect();
    for kind in &mut kinds {
        kind.environment.clone_from(if kind.name == JOBS { &with_secrets } else { &without_secrets });
        kind.withheld.clone_from(&withheld);
    }
    Ok(Setup { called: program::called(), settings: server, kinds })
}

/// The settings as a worker gets them.
fn environment(site: &Site) -> Result<BTreeMap<String, OsString>, Problem> {
    let site = serde_json::to_string(site)
        .map_err(|error| Problem::new(format!("the settings cannot be handed on: {error}"), "mend them"))?;
    Ok(BTreeMap::from([(worker::SITE_VARIABLE.to_owned(), site.into())]))
}

/// What visitors call the site, where the settings say it.
fn public_name(settings: &Settings<Server>) -> Option<String> {
    let acme = settings.server.acme.as_ref().and_then(|acme| acme.domains.first());
    settings.site.config.public_url.clone().or_else(|| acme.map(|domain| format!("https://{domain}")))
}

/// Says where the site is.
fn announce(name: Option<&str>, listeners: &[Listener]) {
    let mut text = name.map_or_else(String::new, |name| format!("Wordify is for visitors at {name}\n"));
    for listener in listeners.iter().filter(|listener| !listener.redirect_to_https) {
        text.push_str(&format!("Wordify is at {}\n", Shown(listener)));
    }
    // With the output closed nobody reads it; it stands in the log as well.
    let _ = writing::print(text.as_bytes());
}
