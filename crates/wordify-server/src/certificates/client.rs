//! Requests to an ACME server: a few per order, each on a connection of its own.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::HOST;
use http::{HeaderValue, Request, Response, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use instant_acme::{BodyWrapper, BytesResponse, Error, HttpClient};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::BoxError;
use crate::settings::Proxy;

/// For one request and its answer.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);
/// Answers are small: the largest is a certificate chain.
const ANSWER_BYTES_MAX: usize = 1 << 20;

/// The head of a proxy's answer is a line and some fields.
const PROXY_ANSWER_BYTES_MAX: usize = 8 << 10;

/// What an ACME server is asked with.
pub(super) struct Client {
    connector: TlsConnector,
    proxy: Option<Proxy>,
}

impl Client {
    /// Trusts the authorities in the file, or those of the system; asks by the proxy, where there is one.
    ///
    /// # Errors
    /// When there are none.
    pub(super) fn new(root: Option<&Path>, proxy: Option<Proxy>) -> Result<Self, String> {
        let roots = match root {
            Some(path) => roots_of(path)?,
            None => roots_of_the_system()?,
        };
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
        let config = builder.with_root_certificates(roots).with_no_client_auth();
        Ok(Self { connector: TlsConnector::from(Arc::new(config)), proxy })
    }
}

/// The authorities in a file in PEM form.
///
/// # Errors
/// When it cannot be read, or holds none.
pub(super) fn roots_of(path: &Path) -> Result<RootCertStore, String> {
    let read = || CertificateDer::pem_file_iter(path)?.collect::<Result<Vec<_>, _>>();
    let certificates = read().map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let mut roots = RootCertStore::empty();
    match roots.add_parsable_certificates(certificates) {
        (0, _) => Err(format!("there is no certificate in {}", path.display())),
        _ => Ok(roots),
    }
}

fn roots_of_the_system() -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    match roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs) {
        (0, _) => Err("this system knows no authorities; install the package ca-certificates".to_owned()),
        _ => Ok(roots),
    }
}

impl HttpClient for Client {
    fn request(
        &self,
        request: Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let (connector, proxy) = (self.connector.clone(), self.proxy.clone());
        Box::pin(async move {
            let uri = request.uri().clone();
            let asked = tokio::time::timeout(REQUEST_TIME_MAX, ask(connector, proxy, request)).await;
            let answer = asked.unwrap_or_else(|_| Err("it does not answer".into()));
            let answer = answer.map_err(|error| Error::Other(format!("cannot ask {uri}: {error}").into()))?;
            Ok(BytesResponse::from(answer))
        })
    }
}

async fn ask(
    connector: TlsConnector,
    proxy: Option<Proxy>,
    mut request: Request<BodyWrapper<Bytes>>,
) -> Result<Response<Full<Bytes>>, BoxError> {
    let uri = request.uri().clone();
    // Also of what the server itself names: a key must not be sent unencrypted because a directory says so.
    if uri.scheme_str() != Some("https") {
        return Err("it is not https".into());
    }
    let authority = uri.authority().ok_or("it names no server")?;
    let (host, port) = (authority.host(), authority.port_u16().unwrap_or(443));
    let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let name = ServerName::try_from(bare.clone())?;
    let stream = match proxy {
        Some(proxy) => tunnel(&proxy, &format!("{host}:{port}")).await?,
        None => TcpStream::connect((bare, port)).await?,
    };
    stream.set_nodelay(true)?;
    let stream = connector.connect(name, stream).await?;
    request.headers_mut().insert(HOST, HeaderValue::from_str(authority.as_str())?);
    *request.uri_mut() =
        uri.path_and_query().map_or_else(|| Uri::from_static("/"), |path| path.clone().into());
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let (parts, body) = sender.send_request(request).await?.into_parts();
    let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await?.to_bytes();
    connection.abort();
    Ok(Response::from_parts(parts, Full::from(body)))
}

/// A connection to `target`, host and port, by way of the proxy, which sees nothing of what is then encrypted.
async fn tunnel(proxy: &Proxy, target: &str) -> Result<TcpStream, BoxError> {
    let by = |error: std::io::Error| format!("the proxy {proxy}: {error}");
    let mut stream = TcpStream::connect(proxy.authority()).await.map_err(by)?;
    let request = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.map_err(by)?;
    let mut answer = Vec::new();
    // Nothing follows the head before we speak, so nothing of the other side is taken with it.
    while !answer.ends_with(b"\r\n\r\n") {
        if answer.len() >= PROXY_ANSWER_BYTES_MAX || stream.read_buf(&mut answer).await.map_err(by)? == 0 {
            return Err(format!("the proxy {proxy} gives no answer that can be understood").into());
        }
    }
    let head = String::from_utf8_lossy(&answer);
    let line = head.lines().next().unwrap_or_default();
    match line.split(' ').nth(1) {
        Some("200") if line.starts_with("HTTP/1.") => Ok(stream),
        _ => Err(format!("the proxy {proxy} does not connect to {target}: {line}").into()),
    }
}
