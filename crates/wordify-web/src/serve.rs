//! HTTP/1.1 on listeners that somebody else opened.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_service::Service;

use crate::visitor::Peer;

/// Longest time for the head of a request, and between two requests of one connection.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);
/// Longest time that open requests get to end once the server drains: an upload under way is cut off then.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(30);
/// Pause after a connection could not be accepted, for want of descriptors for example.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// A listening socket.
#[derive(Debug)]
pub enum Listener {
    /// TCP.
    Tcp(TcpListener),
    /// A unix socket, behind a proxy.
    #[cfg(unix)]
    Unix(tokio::net::UnixListener),
}

/// Serves `router` on `listener` until `drain` is canceled, then lets open requests end.
///
/// The router finds a [`Peer`] in the extensions of each request.
pub async fn serve(listener: Listener, router: Router, drain: CancellationToken) {
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            () = drain.cancelled() => break,
            accepted = accept(&listener) => accepted,
        };
        match accepted {
            Ok((Accepted::Tcp(stream), peer)) => connect(stream, peer, &router, &graceful),
            #[cfg(unix)]
            Ok((Accepted::Unix(stream), peer)) => connect(stream, peer, &router, &graceful),
            Err(error) if is_of_connection(&error) => {}
            Err(error) => {
                tracing::warn!(error = %error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(DRAIN_TIMEOUT, graceful.shutdown()).await.is_err() {
        tracing::warn!("connections were closed that did not end in time");
    }
}

enum Accepted {
    Tcp(tokio::net::TcpStream),
    #[cfg(unix)]
    Unix(tokio::net::UnixStream),
}

async fn accept(listener: &Listener) -> io::Result<(Accepted, Peer)> {
    match listener {
        Listener::Tcp(listener) => {
            let (stream, address): (_, SocketAddr) = listener.accept().await?;
            // Small answers leave at once; a failure only makes them slower.
            let _ = stream.set_nodelay(true);
            Ok((Accepted::Tcp(stream), Peer::Address(address)))
        }
        #[cfg(unix)]
        Listener::Unix(listener) => {
            let (stream, _) = listener.accept().await?;
            #[cfg(unix)]
            Ok((Accepted::Unix(stream), Peer::Unix))
        }
    }
}

fn is_of_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

fn connect<S>(stream: S, peer: Peer, router: &Router, graceful: &GracefulShutdown)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let router = router.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        // A connection that breaks is the client's affair.
        if let Err(error) = connection.await {
            tracing::debug!(error = %error, "a connection ended early");
        }
    });
}
