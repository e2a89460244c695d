//! Which certificate a client gets where certificates are obtained by themselves.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_util::sync::CancellationToken;

use crate::certificates::{self, Bundle, Folder, Stamp};
use crate::level::Level;
use crate::log;
use crate::settings::{Domain, Settings};
use crate::{Problem, certificates::problem};

/// What an authority says that wants to see whether a name is ours (RFC 8737).
pub(super) const CHALLENGE_PROTOCOL: &[u8] = b"acme-tls/1";

/// How often we look for a new certificate; a look costs a microsecond.
const LOOK: Duration = Duration::from_secs(1);

/// The certificate that there is now, and answers to the authority.
#[derive(Debug)]
pub(super) struct Resolver {
    folder: Folder,
    domains: Vec<Domain>,
    key: RwLock<Arc<CertifiedKey>>,
}

impl Resolver {
    /// Takes up the certificate that is there, or a temporary one, and each new one until the worker drains.
    ///
    /// # Errors
    /// When the settings do not say how certificates are obtained.
    pub(super) fn watch(settings: &Settings, drain: &CancellationToken) -> Result<Arc<Self>, Problem> {
        if let Some(problem) = problem(settings) {
            return Err(problem);
        }
        let acme = settings.acme_in_use().and_then(|acme| Some((acme, Folder::of(acme)?)));
        let (acme, folder) = acme.ok_or_else(|| Problem::new("there is no [server.acme]", "write one"))?;
        let seen = folder.stamp();
        let key = match read(&folder) {
            Ok(key) => key,
            Err(reason) => {
                if seen.is_some() {
                    log::write(
                        Level::Error,
                        format!("the certificate cannot be used, a temporary one is: {reason}"),
                    );
                }
                let made = certificates::temporary(&acme.domains);
                made.map_err(|error| {
                    Problem::new(format!("no temporary certificate: {error}"), "see [server.acme]")
                })?
            }
        };
        let resolver =
            Arc::new(Self { folder, domains: acme.domains.clone(), key: RwLock::new(Arc::new(key)) });
        tokio::spawn(Arc::clone(&resolver).follow(seen, drain.clone()));
        Ok(resolver)
    }

    async fn follow(self: Arc<Self>, mut seen: Option<Stamp>, drain: CancellationToken) {
        let mut looks = tokio::time::interval(LOOK);
        loop {
            tokio::select! {
                _ = looks.tick() => {}
                () = drain.cancelled() => return,
            }
            let stamp = self.folder.stamp();
            // Without a file the one in use stays: whoever removed it may be about to put another there.
            if stamp == seen || stamp.is_none() {
                continue;
            }
            seen = stamp;
            match read(&self.folder) {
                Ok(key) => {
                    *self.key.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(key);
                    log::write(Level::Info, "the new certificate is in use");
                }
                Err(reason) => {
                    log::write(
                        Level::Error,
                        format!("the new certificate cannot be used, the old one stays: {reason}"),
                    );
                }
            }
        }
    }
}

fn read(folder: &Folder) -> Result<CertifiedKey, String> {
    let pem = folder.certificate().map_err(|error| error.to_string())?;
    Bundle::parse(&pem).map(|bundle| bundle.key)
}

impl ResolvesServerCert for Resolver {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let is_challenge = hello
            .alpn()
            .is_some_and(|mut names| names.next() == Some(CHALLENGE_PROTOCOL) && names.next().is_none());
        if !is_challenge {
            return Some(Arc::clone(&self.key.read().unwrap_or_else(PoisonError::into_inner)));
        }
        let asked = hello.server_name()?;
        // Only for names of ours is a file looked for.
        let domain = self.domains.iter().find(|domain| domain.as_str().eq_ignore_ascii_case(asked))?;
        self.folder.challenge(domain).map(Arc::new)
    }
}
