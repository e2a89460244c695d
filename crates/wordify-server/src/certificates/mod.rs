//! Certificates that are obtained by themselves, by ACME.
//!
//! One worker process keeps account and certificate in a folder: it orders where there is none, where it is for other names, or
//! where it is soon to expire. The web workers know nothing of this but the folder: they take up what lies there, and answer the
//! authority's challenges from it.

mod bundle;
mod client;
mod folder;
mod obstacles;
mod order;
mod schedule;

use std::fs;
use std::future::Future;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

pub(crate) use bundle::{Bundle, temporary};
pub(crate) use folder::{Folder, Stamp};
pub(crate) use obstacles::{check, problem};
use schedule::Failures;

use crate::Problem;
use crate::clock::Moment;
use crate::context::Context;
use crate::level::Level;
use crate::log;
use crate::settings::{Acme, Settings, Tls};

/// How long all of an order may take, the authority's own waiting included.
const ORDER_TIME_MAX: Duration = Duration::from_secs(10 * 60);
/// The clock is looked at again after this time: it may have been set, or the machine may have slept.
const LOOK: Duration = Duration::from_secs(15 * 60);
/// How often we look whether our predecessor has left the folder to us.
const LOCK_LOOK: Duration = Duration::from_millis(500);

/// A certificate at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateStatus {
    /// The names that it should be for.
    pub domains: Vec<String>,
    /// The file that holds it, where it is not obtained by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// Until when it is valid, as `2026-11-23T09:05:07.000Z`; none where there is none yet.
    pub expires: Option<String>,
    /// The same in seconds since 1970.
    #[serde(default)]
    pub expires_unix_seconds: Option<u64>,
    /// Why the last order failed, if it did.
    pub last_failure: Option<String>,
}

/// The certificate that is obtained by itself, or of those in files the one that ends first. None where there is none at all.
pub(crate) fn status(settings: &Settings) -> Option<CertificateStatus> {
    let (Some(acme), Some(folder)) = (settings.acme_in_use(), settings.acme_in_use().and_then(Folder::of))
    else {
        return status_of_files(settings);
    };
    let bundle = folder.certificate().ok().and_then(|pem| Bundle::parse(&pem).ok());
    let expires = bundle.map(|bundle| bundle.not_after);
    Some(CertificateStatus {
        domains: acme.domains.iter().map(ToString::to_string).collect(),
        file: None,
        expires: expires.map(iso),
        expires_unix_seconds: expires,
        last_failure: folder.failures().map(|failures| failures.reason),
    })
}

fn status_of_files(settings: &Settings) -> Option<CertificateStatus> {
    let files = settings.bind.iter().filter_map(|listener| match &listener.tls {
        Some(Tls::Files(files)) => Some(&files.certificate),
        _ => None,
    });
    // One that cannot be read now is reported by those who serve it.
    let ends = files.filter_map(|file| Some((bundle::end_of(&fs::read_to_string(file).ok()?)?, file)));
    let (end, file) = ends.min()?;
    Some(CertificateStatus {
        domains: Vec::new(),
        file: Some(file.clone()),
        expires: Some(iso(end)),
        expires_unix_seconds: Some(end),
        last_failure: None,
    })
}

fn iso(unix_seconds: u64) -> String {
    Moment::of(UNIX_EPOCH + Duration::from_secs(unix_seconds)).iso()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// Keeps the certificate until the worker is asked to leave: what a program gives to
/// [`run_async`](crate::worker::run_async) in a process that the master started as
/// [`WorkerKind::certificates`](crate::master::WorkerKind::certificates).
///
/// # Errors
/// When the folder cannot be made or locked.
pub async fn keep(context: Context) -> Result<(), Problem> {
    let Some(acme) = context.settings().acme_in_use() else {
        context.ready();
        context.drain().cancelled().await;
        return Ok(());
    };
    // Without a folder the server does not start, and a reload is refused.
    let folder = Folder::make(acme)?;
    // Nobody needs to wait for a certificate: until it is there, listeners have a temporary one.
    context.ready();
    // Two must not order at once, as they would while a reload replaces this worker.
    let lock = loop {
        if let Some(lock) = folder.lock()? {
            break lock;
        }
        if until_drained(&context, tokio::time::sleep(LOCK_LOOK)).await.is_none() {
            return Ok(());
        }
    };
    let mut keeper = Keeper { acme, folder, is_first_look: true };
    let _ = until_drained(&context, keeper.keep()).await;
    drop(lock);
    Ok(())
}

/// None where the worker was asked to leave first.
async fn until_drained<T>(context: &Context, work: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        done = work => Some(done),
        () = context.drain().cancelled() => None,
    }
}

struct Keeper<'a> {
    acme: &'a Acme,
    folder: Folder,
    is_first_look: bool,
}

impl Keeper<'_> {
    async fn keep(&mut self) {
        loop {
            let (due, why) = self.due();
            let now = now();
            if due > now {
                self.is_first_look = false;
                tokio::time::sleep(Duration::from_secs(due - now).min(LOOK)).await;
                continue;
            }
            self.is_first_look = false;
            log::write(Level::Info, format!("ordering a certificate for {}: {why}", self.names()));
            self.order().await;
        }
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self.acme.domains.iter().map(|domain| domain.as_str()).collect();
        names.join(", ")
    }

    /// When to order, in seconds since 1970, and why then.
    fn due(&self) -> (u64, &'static str) {
        let bundle = self.folder.certificate().ok().and_then(|pem| Bundle::parse(&pem).ok());
        let (due, why) = match &bundle {
            None => (0, "there is none"),
            Some(bundle) if !bundle.is_for(&self.acme.domains) => {
                (0, "the one that is there is for other names")
            }
            Some(bundle) => {
                (schedule::renewal(bundle.not_before, bundle.not_after), "the one that is there expires soon")
            }
        };
        if self.is_first_look
            && let Some(bundle) = &bundle
        {
            log::write(
                Level::Info,
                format!("the certificate for {} is valid until {}", self.names(), iso(bundle.not_after)),
            );
        }
        match self.folder.failures() {
            Some(failures) => (due.max(schedule::next_try(&failures, self.is_first_look)), why),
            None => (due, why),
        }
    }

    async fn order(&self) {
        let ordered = tokio::time::timeout(ORDER_TIME_MAX, order::order(self.acme, &self.folder)).await;
        // However it ended, also by the time limit: nobody has to answer any more.
        self.folder.clear_challenges();
        let outcome = match ordered {
            Ok(Ok(bundle)) => self.store(&bundle),
            Ok(Err(reason)) => Err(reason),
            Err(_) => {
                Err(format!("the authority did not finish within {} minutes", ORDER_TIME_MAX.as_secs() / 60))
            }
        };
        let Err(reason) = outcome else {
            self.folder.forget_failures();
            return;
        };
        let before = self.folder.failures().map_or(0, |failures| failures.count);
        let failures = Failures::new(before.saturating_add(1), now(), reason);
        let wait = failures.next.saturating_sub(failures.last);
        let written = self.folder.write_failures(&failures);
        let (names, minutes) = (self.names(), wait.div_ceil(60));
        log::write(
            Level::Error,
            format!("no certificate for {names}: {}; the next try is in {minutes} minutes", failures.reason),
        );
        if let Err(problem) = written {
            log::write(Level::Error, problem);
            // What cannot be remembered must be waited for, so that the authority is left in peace.
            tokio::time::sleep(Duration::from_secs(wait)).await;
        }
    }

    /// Puts a new certificate where the web workers find it.
    fn store(&self, pem: &str) -> Result<(), String> {
        let bundle = Bundle::parse(pem)?;
        if !bundle.is_for(&self.acme.domains) {
            return Err("the authority has given a certificate for other names".to_owned());
        }
        // Else we would order again and again.
        let is_useful = bundle.not_before <= now() + 3600
            && schedule::renewal(bundle.not_before, bundle.not_after) > now();
        if !is_useful {
            return Err(format!(
                "the new certificate is valid from {} to {}; look at this machine's clock",
                iso(bundle.not_before),
                iso(bundle.not_after)
            ));
        }
        self.folder.write_certificate(pem).map_err(|problem| problem.to_string())?;
        log::write(
            Level::Info,
            format!("a new certificate for {}, valid until {}", self.names(), iso(bundle.not_after)),
        );
        Ok(())
    }
}
