//! Accepting connections, until the worker drains.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::connection::Door;
use super::exchange::Responder;
use super::route::Routes;
use super::socket::{Accepted, Socket};
use super::{Application, access_log, tls};
use crate::Problem;
use crate::context::Context;
use crate::level::Level;
use crate::listeners::Accepting;
use crate::log;
use crate::settings::{Address, Listener};

/// A worker whose master is gone leaves after this time: the next master may have to wait for it.
const ORPHAN_DRAIN: Duration = Duration::from_secs(5);
/// Out of descriptors or memory, we look again after this time.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// All listeners of a worker, ready to be served.
pub(crate) struct Server {
    context: Context,
    doors: Vec<(Arc<Door>, Socket)>,
    /// A permit for each connection.
    permits: Arc<Semaphore>,
    connections_max: u32,
}

impl Server {
    /// Must be called inside a runtime.
    ///
    /// # Errors
    /// When a certificate cannot be used, a mount names what is not there, or a log cannot be opened.
    pub(crate) fn new(
        context: &Context,
        listeners: Vec<(Listener, Accepting)>,
        applications: &[Application],
    ) -> Result<Self, Problem> {
        let settings = context.settings();
        raise_descriptor_limit();
        access_log::open(&settings.access_log)?;
        let https_port =
            listeners.iter().find_map(|(listener, _)| match (&listener.tls, &listener.address) {
                (Some(_), Address::Tcp(address)) => Some(address.port()),
                _ => None,
            });
        let mut doors = Vec::new();
        for (listener, accepting) in listeners {
            let load = |tls| tls::load(tls, settings, context.drain());
            let tls = listener.tls.as_ref().map(load).transpose()?.map(TlsAcceptor::from);
            let routes = Routes::new(&listener, &settings.mounts, applications)?;
            let socket = Socket::new(accepting).map_err(|error| {
                Problem::new(format!("cannot accept at {}: {error}", listener.address), "restart the server")
            })?;
            let responder = Responder { context: context.clone(), listener, routes, https_port };
            doors.push((Arc::new(Door::new(responder, tls)), socket));
        }
        let connections_max = u32::try_from(settings.limits.connections).unwrap_or(u32::MAX).max(1);
        let permits = Arc::new(Semaphore::new(connections_max as usize));
        Ok(Self { context: context.clone(), doors, permits, connections_max })
    }

    /// Serves until the worker is asked to drain and all its connections have ended.
    pub(crate) async fn serve(self) {
        let drain = self.context.drain().clone();
        let mut accepting = JoinSet::new();
        for (door, socket) in self.doors {
            let (permits, context) = (Arc::clone(&self.permits), self.context.clone());
            accepting.spawn(async move {
                let accept = accept_all(door, &socket, permits, &context);
                // Dropping the socket closes this worker's copy; what waits in the backlog is for the others.
                tokio::select! {
                    () = accept => {}
                    () = socket.stay_prompt() => {}
                    () = context.drain().cancelled() => {}
                }
            });
        }
        drain.cancelled().await;
        while accepting.join_next().await.is_some() {}
        self.context.closed();
        // All permits are back when all connections have ended. The master has a deadline; orphans need one of their own.
        let too_late = async {
            let deadline = self.context.settings().timeouts.drain.duration();
            if !self.context.is_orphan() {
                tokio::time::sleep(deadline).await;
            }
            tokio::time::sleep(ORPHAN_DRAIN.min(deadline)).await;
        };
        tokio::select! {
            _ = self.permits.acquire_many(self.connections_max) => {}
            () = too_late => {}
        }
        access_log::flush();
    }
}

async fn accept_all(door: Arc<Door>, socket: &Socket, permits: Arc<Semaphore>, context: &Context) {
    let mut was_logged = false;
    loop {
        // Without room we do not accept, so that another worker does.
        let Ok(permit) = Arc::clone(&permits).acquire_owned().await else { return };
        let refused = match socket.accept().await {
            Ok(Accepted::Tcp(stream, peer)) => {
                serve_one(&door, stream, Some(peer), permit, context);
                continue;
            }
            Ok(Accepted::Unix(stream)) => {
                serve_one(&door, stream, None, permit, context);
                continue;
            }
            Err(error) => error,
        };
        // A client that has gone again while it waited is no trouble.
        if matches!(refused.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
            continue;
        }
        if !was_logged {
            log::write(Level::Error, format!("cannot accept connections, waiting: {refused}"));
            was_logged = true;
        }
        tokio::time::sleep(ACCEPT_PAUSE).await;
    }
}

fn serve_one<S>(
    door: &Arc<Door>,
    stream: S,
    peer: Option<IpAddr>,
    permit: OwnedSemaphorePermit,
    context: &Context,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (door, context) = (Arc::clone(door), context.clone());
    context.connection_opened();
    tokio::spawn(async move {
        door.serve(stream, peer).await;
        context.connection_closed();
        drop(permit);
    });
}

/// Each connection needs a descriptor, and the usual limit of 1024 is a relic that the system lets us raise.
fn raise_descriptor_limit() {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    if let Ok((_, hard)) = getrlimit(Resource::RLIMIT_NOFILE) {
        let _ = setrlimit(Resource::RLIMIT_NOFILE, hard, hard);
    }
}
