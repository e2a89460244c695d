//! The control socket: one line asks, one line of JSON answers. Who may connect, the settings say; whoever is neither root nor the
//! user of the master may ask for the status only.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::net::UnixStream as StdStream;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader as AsyncBufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{mpsc, oneshot};

use crate::answer::Status;
use crate::level::Level;
use crate::listeners::{self, Bound, Inherited};
use crate::log;
use crate::settings::{Address, Listener, Mode};
use crate::{Problem, Settings};

/// A question is a word.
const QUESTION_BYTES_MAX: u64 = 256;
/// Nobody needs longer to send it.
const QUESTION_TIME: Duration = Duration::from_secs(5);

/// A question that the master is to answer.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) what: What,
    /// Dropped without an answer where the master ends.
    pub(crate) answer: oneshot::Sender<String>,
}

/// What can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// How things are.
    Status,
    /// Reload, and answer when it is done or refused.
    Reload,
}

/// How often we look whether the server that has our socket is gone.
const TAKE_OVER_PAUSE: Duration = Duration::from_secs(1);

/// The listening end. Empty while another server has the socket.
#[derive(Debug)]
pub(crate) struct Control(Arc<OnceLock<Bound>>);

impl Control {
    /// Makes the socket, where the settings want one, and answers on it from now on; must be called inside a runtime. Where another
    /// server answers there, ours takes over once that one is gone.
    ///
    /// # Errors
    /// When the socket cannot be made.
    pub(crate) fn open(
        settings: &Settings,
        questions: mpsc::UnboundedSender<Question>,
    ) -> Result<Option<Self>, Problem> {
        let Some(listener) = listener(settings) else { return Ok(None) };
        let bound = Arc::new(OnceLock::new());
        if is_taken(&listener) {
            let shown = &listener.address;
            log::write(
                Level::Warning,
                format!("another server answers at {shown}; this one takes over when that one is gone"),
            );
            tokio::spawn(take_over(listener, Arc::clone(&bound), questions));
        } else {
            tokio::spawn(accept_all(listen(&listener, &bound)?, questions));
        }
        Ok(Some(Self(bound)))
    }
}

/// The socket that the settings want.
pub(crate) fn listener(settings: &Settings) -> Option<Listener> {
    let path = settings.control_socket.clone()?;
    let usual = if settings.control_group.is_some() { Mode(0o660) } else { Mode(0o600) };
    let mode = settings.control_mode.unwrap_or(usual);
    Some(Listener { mode, group: settings.control_group.clone(), ..Listener::at(Address::Unix(path)) })
}

impl Drop for Control {
    fn drop(&mut self) {
        if let Some(bound) = self.0.get() {
            bound.remove();
        }
    }
}

fn is_taken(listener: &Listener) -> bool {
    listeners::is_taken(listener, &Inherited::default())
}

fn listen(listener: &Listener, kept: &OnceLock<Bound>) -> Result<UnixListener, Problem> {
    let mut bound = listeners::bind(std::slice::from_ref(listener), Inherited::default(), &[])?;
    let bound = bound.remove(0);
    let listen = || {
        let socket = std::os::unix::net::UnixListener::from(bound.duplicate()?);
        socket.set_nonblocking(true)?;
        UnixListener::from_std(socket)
    };
    let socket = listen().map_err(|error: io::Error| {
        Problem::new(format!("cannot listen at the control socket: {error}"), "choose another path")
    })?;
    let _ = kept.set(bound);
    Ok(socket)
}

/// Waits until the socket is free, then answers there.
async fn take_over(
    listener: Listener,
    kept: Arc<OnceLock<Bound>>,
    questions: mpsc::UnboundedSender<Question>,
) {
    loop {
        tokio::time::sleep(TAKE_OVER_PAUSE).await;
        if is_taken(&listener) {
            continue;
        }
        // A third server may have been faster, and the folder may be gone: then we wait on.
        if let Ok(socket) = listen(&listener, &kept) {
            log::write(Level::Info, format!("answering at the control socket {}", listener.address));
            return accept_all(socket, questions).await;
        }
    }
}

async fn accept_all(socket: UnixListener, questions: mpsc::UnboundedSender<Question>) {
    loop {
        match socket.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(answer(stream, questions.clone()))),
            // Out of descriptors, say: later there may be some.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn answer(stream: UnixStream, questions: mpsc::UnboundedSender<Question>) {
    let mut stream = AsyncBufReader::new(stream);
    let mut line = String::new();
    let mut limited = (&mut stream).take(QUESTION_BYTES_MAX);
    let Ok(Ok(_)) = tokio::time::timeout(QUESTION_TIME, limited.read_line(&mut line)).await else { return };
    let what = match line.trim() {
        "status" => Ok(What::Status),
        "reload" if is_owner(stream.get_ref()) => Ok(What::Reload),
        "reload" => Err(r#"{"error":"only root and the user of the server may ask for a reload"}"#),
        _ => Err(r#"{"error":"ask status or reload"}"#),
    };
    let text = match what {
        Ok(what) => {
            let (answer, receiver) = oneshot::channel();
            let _ = questions.send(Question { what, answer });
            receiver.await.unwrap_or_else(|_| r#"{"error":"the server stops"}"#.to_owned())
        }
        Err(refused) => refused.to_owned(),
    };
    let _ = stream.get_mut().write_all(format!("{text}\n").as_bytes()).await;
}

/// Whether root or our own user is at the other end, as the kernel says.
fn is_owner(stream: &UnixStream) -> bool {
    let ours = nix::unistd::geteuid().as_raw();
    stream.peer_cred().is_ok_and(|peer| peer.uid() == 0 || peer.uid() == ours)
}

/// Asks a running master for its status.
///
/// # Errors
/// When none runs, or we may not ask it.
pub fn status(socket: &Path) -> Result<Status, Problem> {
    let answer = ask(socket, "status")?;
    serde_json::from_str(&answer).map_err(|error| {
        Problem::new(
            format!("cannot read the answer {answer:?}: {error}"),
            "is the server of another version?",
        )
    })
}

/// Asks a running master to reload, and waits until it has. Gives the new generation.
///
/// # Errors
/// When it is refused, with the reason.
pub fn reload(socket: &Path) -> Result<u64, Problem> {
    let answer = ask(socket, "reload")?;
    let value: serde_json::Value = serde_json::from_str(&answer).unwrap_or_default();
    value["generation"].as_u64().ok_or_else(|| {
        let reason = value["error"].as_str().unwrap_or("no answer");
        Problem::new(
            format!("the reload was refused: {reason}"),
            "the old workers stay; mend it and reload again",
        )
    })
}

fn ask(socket: &Path, question: &str) -> Result<String, Problem> {
    let ask = || {
        let mut stream = StdStream::connect(socket)?;
        stream.write_all(format!("{question}\n").as_bytes())?;
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer)?;
        Ok(answer.trim_end().to_owned())
    };
    ask().map_err(|error: io::Error| {
        let remedy = match error.kind() {
            io::ErrorKind::PermissionDenied => {
                "you are not the user of the server: ask as root, with sudo; or let a group ask, with control_group and a \
                 control_socket in a folder that it can enter"
            }
            _ => "is the server running, with this path as its `control_socket`?",
        };
        Problem::new(format!("cannot ask the server at {}: {error}", socket.display()), remedy)
    })
}
