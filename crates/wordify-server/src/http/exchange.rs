//! One request and its response.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll};

use http::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderValue, LOCATION, REFERER,
    STRICT_TRANSPORT_SECURITY, TRANSFER_ENCODING, USER_AGENT,
};
use http::uri::PathAndQuery;
use http::{HeaderMap, Request, Response, StatusCode, Uri, Version};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;

use super::access_log::{self, Entry};
use super::pulse::Pulse;
use super::route::{Routes, without_port};
use super::tracked::{Track, Tracked};
use super::upload::Fault;
use super::{Client, LoggedPath, ResponseBody, Upload, UploadError, User};
use crate::context::Context;
use crate::level::Level;
use crate::log;
use crate::settings::{Address, Listener, Trust};

const FORWARDED: [&str; 3] = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"];

/// Longest name of a user that is taken: as long as an address for mail may be.
const USER_BYTES_MAX: usize = 254;

/// For how long browsers come by https only, where the settings do not say: as long as most sites say.
const HSTS_SECONDS: u32 = 365 * 86_400;

/// Whom a connection comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) address: Option<IpAddr>,
    /// Whether a balancer of ours has said so, by the PROXY protocol.
    pub(super) is_stated: bool,
}

/// What answers the requests of one listener.
#[derive(Debug)]
pub(super) struct Responder {
    pub(super) context: Context,
    pub(super) listener: Listener,
    pub(super) routes: Routes,
    /// Of the listener that speaks TLS, for redirects.
    pub(super) https_port: Option<u16>,
}

impl Responder {
    /// Answers one request. Never fails: what goes wrong becomes a response.
    pub(super) async fn answer(
        self: Arc<Self>,
        mut request: Request<Incoming>,
        origin: Origin,
        is_tls: bool,
        pulse: Arc<Pulse>,
    ) -> Response<Tracked> {
        self.context.count_request();
        let is_http2 = request.version() == Version::HTTP_2;
        pulse.request_began(is_http2);
        let client = self.client(request.headers_mut(), origin, is_tls);
        let user = self.user(request.headers_mut(), origin);
        // Before anything can be refused: a refusal stands in the access log too.
        let mut track = Track::new(pulse, entry(&request, client, user.as_ref()));
        if let Some(user) = user {
            request.extensions_mut().insert(user);
        }
        let fault = Fault::default();
        let hsts = self.hsts(&request, is_tls);
        let mut response = match self.refuse(&request) {
            Some(response) => response,
            None => self.call(request, client, fault.clone()).await,
        };
        if let Some(error) = fault.get() {
            // The application may have answered something else to the broken upload; the cause is what the client can mend.
            response = plain(match error {
                UploadError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
                UploadError::TooSlow => StatusCode::REQUEST_TIMEOUT,
            });
        }
        if let Some(hsts) = hsts {
            // A header that the application has set itself stays.
            response.headers_mut().entry(STRICT_TRANSPORT_SECURITY).or_insert(hsts);
        }
        // What is left of an upload is not worth reading, and a draining worker wants no further request.
        let is_cut = matches!(response.status(), StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT);
        if !is_http2 && (is_cut || self.context.drain().is_cancelled()) {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        let logged = response.extensions_mut().remove().map(|LoggedPath(path)| path);
        track.answered(response.status(), logged);
        response.map(|body| Tracked::new(body, track))
    }

    /// Takes the client's address from our own proxies, and from nobody else.
    fn client(&self, headers: &mut HeaderMap, origin: Origin, is_tls: bool) -> Client {
        let Origin { address: peer, is_stated } = origin;
        let trust = &self.listener.trust_forwarded;
        // A balancer that speaks the PROXY protocol does not look into requests: their headers are the client's.
        if is_stated || !trust.believes(peer) {
            for name in FORWARDED {
                headers.remove(name);
            }
            return Client { address: peer, is_tls, is_forwarded: is_stated };
        }
        let values = |name: &str| headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        let address = trust.client(peer, values("x-forwarded-for"));
        // The last value is that of the proxy next to us.
        let is_tls = is_tls || values("x-forwarded-proto").next_back() == Some("https");
        Client { address, is_tls, is_forwarded: true }
    }

    /// Takes the name of who is signed on from our own proxies, and from nobody else.
    fn user(&self, headers: &mut HeaderMap, origin: Origin) -> Option<User> {
        let name = self.listener.user_header.as_ref()?.as_str();
        let is_believed = !origin.is_stated && self.listener.trust_forwarded.believes(origin.address);
        let mut values = headers.get_all(name).iter();
        let user = match (values.next(), values.next()) {
            (Some(value), None) if is_believed => {
                std::str::from_utf8(value.as_bytes()).ok().and_then(user_of)
            }
            // Of two, one may be the visitor's.
            _ => None,
        };
        headers.remove(name);
        user
    }

    /// What needs no application.
    fn refuse(&self, request: &Request<Incoming>) -> Option<Response<ResponseBody>> {
        let hosts = request.headers().get_all(HOST).iter().count();
        let is_bad = hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11);
        if is_bad || (hosts == 1 && host(request).is_none()) || names_two_hosts(request) {
            return Some(plain(StatusCode::BAD_REQUEST));
        }
        if !self.answers_to(host(request).unwrap_or_default()) {
            return Some(plain(StatusCode::MISDIRECTED_REQUEST));
        }
        if let Some(status) = refused_coding(request.headers()) {
            return Some(plain(status));
        }
        if self.listener.redirect_to_https {
            return Some(self.redirect(request).unwrap_or_else(|| plain(StatusCode::BAD_REQUEST)));
        }
        let length =
            request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        let max = self.context.settings().limits.body_bytes;
        length.is_some_and(|length| length > max).then(|| plain(StatusCode::PAYLOAD_TOO_LARGE))
    }

    /// Whether this listener answers under the name `host`.
    fn answers_to(&self, host: &str) -> bool {
        let is_wanted = self.context.settings().local_names_only == Some(true)
            && self.listener.trust_forwarded == Trust::Nobody;
        let is_local_only =
            matches!(&self.listener.address, Address::Tcp(address) if address.ip().is_loopback());
        !(is_wanted && is_local_only) || is_local_name(without_port(host))
    }

    /// The header that has a browser come by https only. Not for names that every machine has for itself, where other programs serve
    /// without TLS, and not for addresses, for which browsers do not take it.
    fn hsts(&self, request: &Request<Incoming>, is_tls: bool) -> Option<HeaderValue> {
        let seconds = self.listener.hsts.unwrap_or(HSTS_SECONDS);
        if !is_tls || seconds == 0 {
            return None;
        }
        let host = without_port(host(request)?);
        let is_local =
            host.eq_ignore_ascii_case("localhost") || host.to_ascii_lowercase().ends_with(".localhost");
        let is_address = host.starts_with('[') || host.parse::<IpAddr>().is_ok();
        (!is_local && !is_address).then(|| HeaderValue::try_from(format!("max-age={seconds}")).ok()).flatten()
    }

    fn redirect(&self, request: &Request<Incoming>) -> Option<Response<ResponseBody>> {
        let host = Some(without_port(host(request)?)).filter(|host| !host.is_empty())?;
        let port =
            self.https_port.filter(|port| *port != 443).map(|port| format!(":{port}")).unwrap_or_default();
        let path = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
        let location = HeaderValue::from_str(&format!("https://{host}{port}{path}")).ok()?;
        let mut response = plain(StatusCode::PERMANENT_REDIRECT);
        response.headers_mut().insert(LOCATION, location);
        Some(response)
    }

    async fn call(
        &self,
        mut request: Request<Incoming>,
        client: Client,
        fault: Fault,
    ) -> Response<ResponseBody> {
        let found = self.routes.find(host(&request).unwrap_or_default(), request.uri().path());
        let Some((application, mounted)) = found else { return plain(StatusCode::NOT_FOUND) };
        if !mounted.0.is_empty() {
            *request.uri_mut() = below(request.uri(), mounted.0.len());
        }
        request.extensions_mut().insert(client);
        request.extensions_mut().insert(mounted);
        request.extensions_mut().insert(self.context.drain().clone());
        let request = request.map(|body| Upload::new(body, self.context.settings(), fault));
        // A fault in one request must not end others on the same connection.
        match CatchUnwind(application.call(request)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => {
                log::write(Level::Error, format!("the application {} failed: {error}", application.name()));
                plain(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Err(Panicked) => {
                log::write(Level::Error, format!("the application {} panicked", application.name()));
                plain(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

/// The name that the client asks for, with its port.
fn host(request: &Request<Incoming>) -> Option<&str> {
    let header = || request.headers().get(HOST)?.to_str().ok();
    let host = request.uri().authority().map(http::uri::Authority::as_str).or_else(header)?;
    let is_sane = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    host.bytes().all(is_sane).then_some(host)
}

/// The user whom a header names; an empty one names nobody.
fn user_of(value: &str) -> Option<User> {
    let name = value.trim();
    let is_name = !name.is_empty() && name.len() <= USER_BYTES_MAX && !name.contains(char::is_control);
    is_name.then(|| User(name.into()))
}

/// Whether a name, or an address, means this machine wherever it is used.
fn is_local_name(host: &str) -> bool {
    let name = host.to_ascii_lowercase();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name == "localhost" || name.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Whether the two places of HTTP/2 where a client names a host contradict each other: a proxy and we might not believe the same one
/// (RFC 9113, section 8.3.1). In HTTP/1.1 the request line is right, and the header is ignored.
fn names_two_hosts(request: &Request<Incoming>) -> bool {
    let Some(authority) = request.uri().authority().filter(|_| request.version() == Version::HTTP_2) else {
        return false;
    };
    let port = if request.uri().scheme_str() == Some("https") { ":443" } else { ":80" };
    let name = |host: &str| host.strip_suffix(port).unwrap_or(host).to_ascii_lowercase();
    let header = request.headers().get(HOST).map(|host| host.to_str().map(name));
    header.is_some_and(|header| header.ok() != Some(name(authority.as_str())))
}

/// The status that refuses a coding of the body other than one plain `chunked`: applied twice, two servers may disagree on where the
/// body ends (RFC 9112, section 6.1).
fn refused_coding(headers: &HeaderMap) -> Option<StatusCode> {
    let lines = headers.get_all(TRANSFER_ENCODING).iter().map(|line| line.to_str().unwrap_or_default());
    let codings: Vec<String> =
        lines.flat_map(|line| line.split(',')).map(|coding| coding.trim().to_ascii_lowercase()).collect();
    let chunked = codings.iter().filter(|coding| *coding == "chunked").count();
    match (codings.len(), chunked) {
        (0, _) | (1, 1) => None,
        (_, 2..) => Some(StatusCode::BAD_REQUEST),
        _ => Some(StatusCode::NOT_IMPLEMENTED),
    }
}

/// The address without the first `bytes` of its path.
fn below(uri: &Uri, bytes: usize) -> Uri {
    let rest = uri.path_and_query().and_then(|all| all.as_str().get(bytes..)).unwrap_or("/");
    let rest = if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = rest.parse().ok();
    Uri::from_parts(parts).unwrap_or_default()
}

/// A response in one line.
fn plain(status: StatusCode) -> Response<ResponseBody> {
    let text = format!("{status}\n");
    let mut response = Response::new(Full::from(text).map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

fn entry(request: &Request<Incoming>, client: Client, user: Option<&User>) -> Option<Entry> {
    let header = |name| {
        let value = request.headers().get(name).map(HeaderValue::as_bytes).unwrap_or_default();
        String::from_utf8_lossy(value).into_owned()
    };
    access_log::is_on().then(|| Entry {
        client: client.address,
        user: user.map(|User(name)| name.to_string()),
        method: request.method().clone(),
        // The path may hold a secret of the application's, which alone knows what of it may be written.
        path: String::new(),
        version: request.version(),
        host: host(request).unwrap_or_default().to_owned(),
        referer: header(REFERER),
        agent: header(USER_AGENT),
        status: 0,
        bytes: 0,
        time: std::time::Duration::ZERO,
        is_complete: false,
    })
}

/// A future whose panic is an error.
struct CatchUnwind<F>(F);
struct Panicked;

impl<F: Future + Unpin> Future for CatchUnwind<F> {
    type Output = Result<F::Output, Panicked>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Self::Output> {
        let future = Pin::new(&mut self.0);
        match std::panic::catch_unwind(AssertUnwindSafe(|| future.poll(task))) {
            Ok(poll) => poll.map(Ok),
            Err(_) => Poll::Ready(Err(Panicked)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_names_are_those_that_every_machine_has_for_itself() {
        for name in ["localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.8.9.1", "[::1]"] {
            assert!(is_local_name(name), "{name}");
        }
        for name in ["", "evil.example", "localhost.evil.example", "192.0.2.1", "[2001:db8::1]", "0.0.0.0"] {
            assert!(!is_local_name(name), "{name}");
        }
    }
}
