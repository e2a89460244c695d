//! One connection: TLS where it is wanted, then HTTP/1.1 or HTTP/2 by its first bytes.

use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::exchange::{Origin, Responder};
use super::proxy_header;
use super::pulse::{Felt, Pulse, Verdict};
use super::resolver::CHALLENGE_PROTOCOL;
use crate::settings::{Limits, Settings};

/// While a worker drains, idle connections stay open for this long: a client that has just sent a request on one would lose it.
const LINGER: Duration = Duration::from_secs(5);
/// Where the master is gone, its successor may have to wait until all of us are.
const ORPHAN_LINGER: Duration = Duration::from_secs(1);
/// hyper's smallest.
const HEADER_BYTES_MIN: usize = 8192;
/// Up to this many, hyper needs no heap for them.
const HEADERS_DEFAULT: usize = 100;

/// What serves the connections of one listener.
pub(super) struct Door {
    pub(super) responder: Arc<Responder>,
    builder: Builder<TokioExecutor>,
    tls: Option<TlsAcceptor>,
}

impl Door {
    pub(super) fn new(responder: Responder, tls: Option<TlsAcceptor>) -> Self {
        let builder = builder(&responder.context.settings().limits);
        Self { responder: Arc::new(responder), builder, tls }
    }

    /// Serves a connection until it ends. Its errors are the client's matter.
    pub(super) async fn serve<S>(self: Arc<Self>, mut stream: S, peer: Option<IpAddr>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Some(origin) = self.origin(&mut stream, peer).await else { return };
        match &self.tls {
            None => self.serve_http(stream, origin, false).await,
            Some(tls) => {
                let limit = self.settings().timeouts.header.duration();
                let Ok(Ok(mut stream)) = timeout(limit, tls.accept(stream)).await else { return };
                if stream.get_ref().1.alpn_protocol() == Some(CHALLENGE_PROTOCOL) {
                    // The authority has seen what it wanted to see.
                    let _ = timeout(limit, stream.shutdown()).await;
                    return;
                }
                self.serve_http(stream, origin, true).await;
            }
        }
    }

    fn settings(&self) -> &Settings {
        self.responder.context.settings()
    }

    /// Whom the connection comes from. None for whoever must not connect here.
    async fn origin<S: AsyncRead + Unpin>(&self, stream: &mut S, peer: Option<IpAddr>) -> Option<Origin> {
        let listener = &self.responder.listener;
        if !listener.proxy_protocol {
            return Some(Origin { address: peer, is_stated: false });
        }
        if !listener.trust_forwarded.believes(peer) {
            return None;
        }
        let limit = self.settings().timeouts.header.duration();
        let stated = timeout(limit, proxy_header::read(stream)).await.ok()?.ok()?;
        Some(Origin { address: stated.or(peer), is_stated: true })
    }

    /// How long an idle connection stays open while the worker drains.
    fn linger(&self) -> Duration {
        if self.responder.context.is_orphan() { ORPHAN_LINGER } else { LINGER }
    }

    async fn serve_http<S>(&self, stream: S, origin: Origin, is_tls: bool)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let pulse = Arc::new(Pulse::new());
        let (responder, of_requests) = (Arc::clone(&self.responder), Arc::clone(&pulse));
        let service = service_fn(move |request| {
            let answer = Arc::clone(&responder).answer(request, origin, is_tls, Arc::clone(&of_requests));
            async move { Ok::<_, Infallible>(answer.await) }
        });
        let stream = TokioIo::new(Felt::new(stream, Arc::clone(&pulse)));
        let mut connection = pin!(self.builder.serve_connection(stream, service));
        let timeouts = &self.settings().timeouts;
        let drain = self.responder.context.drain();
        let mut is_closing = false;
        loop {
            // HTTP/2 says which requests will still be answered; HTTP/1.1 can only answer one more request with "close".
            if pulse.is_draining() && pulse.is_http2() && !is_closing {
                is_closing = true;
                connection.as_mut().graceful_shutdown();
            }
            let wait = match pulse.verdict(timeouts, self.linger()) {
                Verdict::Abort => return,
                Verdict::Close if is_closing => return,
                Verdict::Close => {
                    is_closing = true;
                    connection.as_mut().graceful_shutdown();
                    timeouts.header.duration()
                }
                Verdict::Wait(wait) => wait,
            };
            tokio::select! {
                // A connection that can go on does so before it is judged.
                biased;
                _ = connection.as_mut() => return,
                () = drain.cancelled(), if !pulse.is_draining() => pulse.drain(),
                () = sleep(wait) => {}
            }
        }
    }
}

fn builder(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    let header_bytes = limits.header_bytes.max(HEADER_BYTES_MIN);
    builder
        .http1()
        .timer(TokioTimer::new())
        // Ours, in `Pulse`, tells an idle connection from a slow one.
        .header_read_timeout(None)
        .max_buf_size(header_bytes);
    if limits.headers != HEADERS_DEFAULT {
        builder.http1().max_headers(limits.headers);
    }
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.streams)
        .max_header_list_size(u32::try_from(header_bytes).unwrap_or(u32::MAX));
    builder
}
