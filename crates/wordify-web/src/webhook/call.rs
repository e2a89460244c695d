//! One call of a webhook: a connection, a request, and the status of the answer.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;

use super::address::{Address, Host};
use super::secret::Secret;
use crate::config::Webhooks;

/// Longest time of a call, from looking up the name to the head of the answer.
pub const CALL_TIMEOUT: Duration = Duration::from_secs(15);
/// Addresses of one name that are tried: those of both versions, and another of each.
const ADDRESSES_MAX: usize = 4;
/// Bytes of the head of an answer; the body is not read. The least that hyper takes.
const HEAD_BYTES_MAX: usize = 8192;

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The same in every attempt.
    pub id: String,
    /// When this attempt is made, in seconds since 1970.
    pub seconds: i64,
    /// JSON.
    pub body: String,
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Called {
    /// The server took it.
    Taken,
    /// The server wants no more of them, or the settings forbid it: why.
    Never(String),
    /// It may work later: why not now.
    Later(String),
}

/// What calls are made with.
pub struct Caller {
    secret: Secret,
    connector: TlsConnector,
    timeout: Duration,
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Caller").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl Caller {
    /// Trusts the authorities of the system, and that of the settings.
    ///
    /// # Errors
    /// When the secret or the authority cannot be used.
    pub fn new(settings: &Webhooks, timeout: Duration) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(pem) = &settings.ca {
            for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
                let certificate = certificate.map_err(|error| format!("webhooks.ca_file: {error}"))?;
                roots.add(certificate).map_err(|error| format!("webhooks.ca_file: {error}"))?;
            }
        }
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
        let config = builder.with_root_certificates(roots).with_no_client_auth();
        let secret = Secret::read(&settings.secret)?;
        Ok(Self { secret, connector: TlsConnector::from(Arc::new(config)), timeout })
    }

    /// Sends `message` to the server at `address`. Reasons hold neither the address nor anything of the answer but its status.
    pub async fn call(&self, settings: &Webhooks, address: &str, message: &Message) -> Called {
        // The settings may have changed since the address was accepted.
        let read = Address::read(address).and_then(|address| address.check(settings).map(|()| address));
        let address = match read {
            Ok(address) => address,
            Err(reason) => return Called::Never(reason),
        };
        match tokio::time::timeout(self.timeout, self.exchange(settings, &address, message)).await {
            Ok(Ok(status)) if status.is_success() => Called::Taken,
            Ok(Ok(StatusCode::GONE)) => Called::Never("the server wants no more notices (410)".into()),
            Ok(Ok(status)) => Called::Later(format!("the server answers {}", status.as_u16())),
            Ok(Err(reason)) => Called::Later(reason),
            Err(_) => Called::Later("the server takes too long".into()),
        }
    }

    async fn exchange(
        &self,
        settings: &Webhooks,
        address: &Address,
        message: &Message,
    ) -> Result<StatusCode, String> {
        let request = self.request(address, message)?;
        let stream = connect(settings, address).await?;
        if !address.is_encrypted {
            return send(stream, request).await;
        }
        let name = match &address.host {
            Host::Name(name) => ServerName::try_from(name.clone()).map_err(|error| error.to_string())?,
            Host::Address(address) => ServerName::from(*address),
        };
        let stream =
            self.connector.connect(name, stream).await.map_err(|error| format!("no trusted TLS: {error}"))?;
        send(stream, request).await
    }

    fn request(&self, address: &Address, message: &Message) -> Result<Request<Full<Bytes>>, String> {
        let Message { id, seconds, body } = message;
        Request::post(&address.target)
            .header(HOST, &address.authority)
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, concat!("Wordify/", env!("CARGO_PKG_VERSION")))
            .header("webhook-id", id)
            .header("webhook-timestamp", *seconds)
            .header("webhook-signature", self.secret.signature(id, *seconds, body))
            .body(Full::from(body.clone()))
            .map_err(|error| error.to_string())
    }
}

/// A connection to what the host stands for just now, if that may be reached: its name is not looked up again.
async fn connect(settings: &Webhooks, address: &Address) -> Result<TcpStream, String> {
    let mut reason = "its host is not known".to_owned();
    let mut tried = 0;
    for found in look_up(address).await? {
        if let Err(why) = address.may_reach(found, settings) {
            reason = why;
            continue;
        }
        tried += 1;
        match TcpStream::connect(SocketAddr::new(found, address.port)).await {
            Ok(stream) => return Ok(stream),
            Err(error) => reason = format!("no connection: {}", error.kind()),
        }
        if tried == ADDRESSES_MAX {
            break;
        }
    }
    Err(reason)
}

async fn look_up(address: &Address) -> Result<Vec<IpAddr>, String> {
    match &address.host {
        Host::Address(address) => Ok(vec![*address]),
        Host::Name(name) => {
            let found = lookup_host((name.as_str(), address.port)).await;
            Ok(found.map_err(|_| "its host is not known".to_owned())?.map(|found| found.ip()).collect())
        }
    }
}

/// Sends `request`; returns the status of the answer, and reads nothing more of it.
async fn send<S>(stream: S, request: Request<Full<Bytes>>) -> Result<StatusCode, String>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let no_answer = |error: hyper::Error| format!("no answer: {error}");
    let mut builder = http1::Builder::new();
    builder.max_buf_size(HEAD_BYTES_MAX);
    let (mut sender, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(no_answer)?;
    let answer = sender.send_request(request);
    tokio::pin!(answer);
    let answer = tokio::select! {
        answer = &mut answer => answer,
        // A server may answer and be gone in one moment: then the answer is there all the same.
        _ = connection => answer.await,
    };
    Ok(answer.map_err(no_answer)?.status())
}
