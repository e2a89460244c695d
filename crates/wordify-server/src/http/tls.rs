//! Certificates and keys.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::server::WantsServerCert;
use rustls::{ConfigBuilder, ServerConfig};
use tokio_util::sync::CancellationToken;
use webpki::{EndEntityCert, KeyUsage};

use super::resolver::{CHALLENGE_PROTOCOL, Resolver};
use crate::Problem;
use crate::settings::{CertificateFiles, Settings, Tls};

/// A certificate that is valid for less than this should have been renewed.
const RENEW_BEFORE: Duration = Duration::from_secs(14 * 86_400);

/// What TLS needs at a listener; must be called inside a runtime.
///
/// # Errors
/// When the certificate cannot be used.
pub(super) fn load(
    tls: &Tls,
    settings: &Settings,
    drain: &CancellationToken,
) -> Result<Arc<ServerConfig>, Problem> {
    let files = match tls {
        Tls::Files(files) => files,
        Tls::Acme => {
            let resolver = Resolver::watch(settings, drain)?;
            let builder = builder().map_err(|error| Problem::new(error.to_string(), "report this"))?;
            let mut config = builder.with_cert_resolver(resolver);
            config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec(), CHALLENGE_PROTOCOL.to_vec()];
            return Ok(Arc::new(config));
        }
    };
    load_files(files)
}

type Builder = ConfigBuilder<ServerConfig, WantsServerCert>;

fn builder() -> Result<Builder, rustls::Error> {
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    Ok(builder.with_safe_default_protocol_versions()?.with_no_client_auth())
}

/// Reads the files and makes of them what TLS needs.
fn load_files(tls: &CertificateFiles) -> Result<Arc<ServerConfig>, Problem> {
    let chain = read_chain(&tls.certificate)?;
    let key = PrivateKeyDer::from_pem_file(&tls.key).map_err(|error| {
        Problem::new(
            format!("cannot read a private key from {}: {error}", tls.key.display()),
            "the user that workers run as must be able to read it; it begins with -----BEGIN PRIVATE KEY-----",
        )
    })?;
    let made = builder().and_then(|builder| builder.with_single_cert(chain, key));
    let mut config = made.map_err(|error| unusable(tls, &error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// What is wrong with a certificate, as errors, and what will soon be wrong, as warnings.
pub(crate) fn check(tls: &CertificateFiles) -> (Vec<Problem>, Vec<Problem>) {
    if let Err(problem) = load_files(tls) {
        return (vec![problem], Vec::new());
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let remedy = "renew it, put the new files in place and reload";
    let path = tls.certificate.display();
    match (validity(tls, now), validity(tls, now + RENEW_BEFORE)) {
        (Validity::Expired, _) => {
            (vec![Problem::new(format!("the certificate {path} has expired"), remedy)], Vec::new())
        }
        (Validity::NotYet, _) => {
            let remedy = "look at this machine's clock";
            (vec![Problem::new(format!("the certificate {path} is not valid yet"), remedy)], Vec::new())
        }
        (Validity::Now, Validity::Expired) => {
            (Vec::new(), vec![Problem::new(format!("the certificate {path} expires within 14 days"), remedy)])
        }
        (Validity::Now, _) => (Vec::new(), Vec::new()),
    }
}

enum Validity {
    Now,
    NotYet,
    Expired,
}

/// Whether the certificate is valid at a time. The chain is not followed: its root is the client's matter.
fn validity(tls: &CertificateFiles, at: Duration) -> Validity {
    let Ok(chain) = read_chain(&tls.certificate) else { return Validity::Now };
    let Some(certificate) = chain.first().and_then(|first| EndEntityCert::try_from(first).ok()) else {
        return Validity::Now;
    };
    let time = UnixTime::since_unix_epoch(at);
    // Dates are looked at before the chain, which without roots always fails.
    let verified = certificate.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &[],
        &chain[1..],
        time,
        KeyUsage::server_auth(),
        None,
        None,
    );
    match verified {
        Err(webpki::Error::CertExpired { .. }) => Validity::Expired,
        Err(webpki::Error::CertNotValidYet { .. }) => Validity::NotYet,
        _ => Validity::Now,
    }
}

fn read_chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let read = || CertificateDer::pem_file_iter(path)?.collect::<Result<Vec<_>, _>>();
    let problem = |what: String| {
        Problem::new(
            format!("cannot read a certificate from {}: {what}", path.display()),
            "the user that workers run as must be able to read it; it begins with -----BEGIN CERTIFICATE-----",
        )
    };
    let chain = read().map_err(|error: rustls::pki_types::pem::Error| problem(error.to_string()))?;
    if chain.is_empty() { Err(problem("there is none in it".to_owned())) } else { Ok(chain) }
}

fn unusable(tls: &CertificateFiles, error: &rustls::Error) -> Problem {
    let (certificate, key) = (tls.certificate.display(), tls.key.display());
    match error {
        rustls::Error::InconsistentKeys(_) => Problem::new(
            format!("the key {key} does not belong to the certificate {certificate}"),
            "name the key that the certificate was made with",
        ),
        _ => Problem::new(
            format!("cannot use the certificate {certificate} with the key {key}: {error}"),
            "have them made anew, with an ECDSA P-256 or RSA key",
        ),
    }
}
