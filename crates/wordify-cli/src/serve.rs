//! `wordify serve`: the master of the site's processes. Web workers serve the pages; a worker for jobs runs the analyses.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;

use wordify_server::master::{self, Kind, Setup};
use wordify_server::settings::{Listener, Seconds};
use wordify_server::{Problem, Settings as Server, preflight};
use wordify_web::jobs::folder::Folder;
use wordify_web::settings::{Settings, Site};

use crate::failure::Failure;
use crate::site::Shown;
use crate::site_arguments::Serve;
use crate::{logging, site, worker, writing};

/// The kind of worker that runs analyses and sends mails.
const JOBS: &str = "jobs";
/// What the names of variables with settings begin with.
const SETTINGS_PREFIX: &str = "WORDIFY_";
/// An analyst gets 20 s to stop at a checkpoint; its worker then gives the job back.
const JOBS_DRAIN_SECONDS: u32 = 30;

/// Serves until a signal comes.
pub(crate) fn run(options: Serve) -> Result<(), Failure> {
    let has_sockets = site::has_sockets();
    let settings = site::settings(&options, has_sockets)?;
    logging::begin(&settings.site.log, settings.server.error_log.is_some());
    make_folder(&settings)?;
    let name = public_name(&settings);
    let first = setup(settings).map_err(site::failure)?;
    let reread = move || setup(site::settings(&options, has_sockets).map_err(|failure| failure.problem())?);
    master::run(first, reread, move |listeners| announce(name.as_deref(), listeners)).map_err(site::failure)
}

/// Makes the data folder where it is absent. Where workers run as another user, only its maker can know who shall own it.
fn make_folder(settings: &Settings<Server>) -> Result<(), Failure> {
    let data = &settings.site.config.data;
    if settings.server.user.is_some() {
        return preflight::check_data(&settings.server, data)
            .map_or(Ok(()), |problem| Err(site::failure(problem)));
    }
    Folder::open(data).map(drop).map_err(|error| {
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
    let with_mail = environment(&site)?;
    // Those who do not send mails have no business with the password for it.
    let mut without = site;
    if let Some(mail) = &mut without.config.mail {
        mail.login = None;
    }
    let without_mail = environment(&without)?;
    let mut jobs = Kind::other(JOBS, 1, &server, ["worker", "jobs"]);
    if jobs.timeouts.drain.duration().as_secs() < u64::from(JOBS_DRAIN_SECONDS) {
        jobs.timeouts.drain = Seconds::new(JOBS_DRAIN_SECONDS);
    }
    let certificates = Kind::certificates(&server, ["worker", "certificates"]);
    let mut kinds = vec![Kind::web(&server, ["worker", "web"]), jobs, certificates];
    // What the settings are made of, they hold.
    let withheld: Vec<String> = env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(|name| name.starts_with(SETTINGS_PREFIX))
        .collect();
    for kind in &mut kinds {
        kind.environment.clone_from(if kind.name == JOBS { &with_mail } else { &without_mail });
        kind.withheld.clone_from(&withheld);
    }
    Ok(Setup { settings: server, kinds })
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
    // A closed output leaves nobody to tell; the log tells it too.
    let _ = writing::print(text.as_bytes());
}
