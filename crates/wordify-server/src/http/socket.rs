//! A listening socket that never holds up its worker, whoever else has it.
//!
//! Whether `accept` waits is a flag of the open file, and that is shared: with the other workers, and with whoever passed the
//! socket on. systemd clears the flag when it starts a service without `NonBlocking=yes`, also under workers that are still
//! finishing. A worker that is then woken for a connection that another one takes would wait inside `accept`, with all its
//! connections, for as long as nobody else comes. So the flag is set again and again, and until then the time-out of the socket
//! itself, which nobody else touches, ends such a wait.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

use crate::listeners::Accepting;

/// The longest that one `accept` may wait. All connections of the worker wait with it.
const ACCEPT_WAIT_MAX: Duration = Duration::from_millis(20);
/// How often the flag is set again: rarely enough to cost an idle worker nothing.
const FLAG_INTERVAL: Duration = Duration::from_secs(1);

/// A socket to accept from.
#[derive(Debug)]
pub(super) enum Socket {
    Tcp(TcpListener),
    Unix(UnixListener),
}

/// A connection as it was accepted.
#[derive(Debug)]
pub(super) enum Accepted {
    Tcp(TcpStream, IpAddr),
    Unix(UnixStream),
}

impl Socket {
    /// Must be called inside a runtime.
    ///
    /// # Errors
    /// When the descriptor is of no use.
    pub(super) fn new(accepting: Accepting) -> io::Result<Self> {
        match accepting {
            Accepting::Tcp(listener) => {
                make_prompt(&SockRef::from(&listener))?;
                TcpListener::from_std(listener).map(Self::Tcp)
            }
            Accepting::Unix(listener) => {
                make_prompt(&SockRef::from(&listener))?;
                UnixListener::from_std(listener).map(Self::Unix)
            }
        }
    }

    /// The next connection.
    pub(super) async fn accept(&self) -> io::Result<Accepted> {
        match self {
            Self::Tcp(listener) => {
                let (stream, address) = listener.accept().await?;
                // Else a small second packet waits 40 ms for the receipt of the first.
                let _ = stream.set_nodelay(true);
                Ok(Accepted::Tcp(stream, address.ip().to_canonical()))
            }
            Self::Unix(listener) => listener.accept().await.map(|(stream, _)| Accepted::Unix(stream)),
        }
    }

    /// Sets the flag again and again; never returns.
    pub(super) async fn stay_prompt(&self) {
        let mut interval = tokio::time::interval(FLAG_INTERVAL);
        loop {
            interval.tick().await;
            let set = match self {
                Self::Tcp(listener) => SockRef::from(listener).set_nonblocking(true),
                Self::Unix(listener) => SockRef::from(listener).set_nonblocking(true),
            };
            // It cannot fail for a descriptor that is open; the time-out of the socket holds in any case.
            let _ = set;
        }
    }
}

fn make_prompt(socket: &SockRef<'_>) -> io::Result<()> {
    socket.set_read_timeout(Some(ACCEPT_WAIT_MAX))?;
    socket.set_nonblocking(true)
}
