//! An instance of a program behind nginx that reports what reached it, and answers when the test wants.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;

/// The last bytes of a body that is watched as it comes.
pub(crate) const END: &str = "the end";

/// The part that tests hold. Its threads end with the test.
pub(crate) struct Instance {
    /// As nginx wants it.
    pub(crate) address: String,
    /// Notified of each piece of a body that comes to `/api/v1/jobs`.
    pub(crate) pieces: Receiver<String>,
    /// Lets the event stream go on.
    pub(crate) go_on: Sender<()>,
    is_down: Arc<AtomicBool>,
}

/// What a connection works with.
struct Desk {
    name: String,
    pieces: Sender<String>,
    go_on: Mutex<Receiver<()>>,
    is_down: Arc<AtomicBool>,
}

trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

impl Instance {
    /// One that listens at a port of its own.
    pub(crate) fn tcp(name: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        Self::start(name, address, move || {
            let stream: TcpStream = listener.accept()?.0;
            stream.set_nodelay(true)?;
            Ok(Box::new(stream))
        })
    }

    /// One that listens at a unix socket.
    pub(crate) fn unix(name: &str, path: &Path) -> Self {
        let listener = UnixListener::bind(path).expect("a socket");
        Self::start(name, format!("unix:{}", path.display()), move || Ok(Box::new(listener.accept()?.0)))
    }

    fn start(
        name: &str,
        address: String,
        accept: impl Fn() -> io::Result<Box<dyn Stream>> + Send + 'static,
    ) -> Self {
        let (pieces, watched) = mpsc::channel();
        let (go_on, waiting) = mpsc::channel();
        let is_down = Arc::new(AtomicBool::new(false));
        let (name, down) = (name.to_owned(), Arc::clone(&is_down));
        let desk = Arc::new(Desk { name, pieces, go_on: Mutex::new(waiting), is_down: down });
        thread::spawn(move || {
            for connection in 0.. {
                let Ok(stream) = accept() else { break };
                if desk.is_down.load(Ordering::SeqCst) {
                    break;
                }
                let desk = Arc::clone(&desk);
                // A connection that breaks is seen by the test as an answer that does not come.
                thread::spawn(move || drop(serve(stream, connection, &desk)));
            }
        });
        Self { address, pieces: watched, go_on, is_down }
    }

    /// Ends it as kill -9 ends a program: nobody listens any more, and open connections are closed.
    pub(crate) fn kill(&self) {
        self.is_down.store(true, Ordering::SeqCst);
        // Each connection wakes the thread that accepts, until it is gone.
        while TcpStream::connect(&self.address).is_ok() {}
    }
}

/// Answers requests of one connection until it is closed.
fn serve(mut stream: Box<dyn Stream>, connection: usize, desk: &Desk) -> io::Result<()> {
    loop {
        let (head, rest) = read_head(&mut stream)?;
        if desk.is_down.load(Ordering::SeqCst) {
            return Ok(());
        }
        let path = head.split(' ').nth(1).unwrap_or_default();
        if path.ends_with("/events") {
            return send_events(&mut stream, desk);
        }
        if head.starts_with("POST /api/v1/jobs ") {
            watch_body(&mut stream, rest, desk)?;
            return answer(&mut stream, "taken\n", "Connection: close\r\n");
        }
        let text = format!("instance {} connection {connection}\n{head}", desk.name);
        answer(&mut stream, &text, "Strict-Transport-Security: max-age=1\r\nX-Of-The-Program: yes\r\n")?;
    }
}

/// The head of a request, and what came after it.
fn read_head(stream: &mut Box<dyn Stream>) -> io::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let rest = bytes.split_off(at + 4);
            return Ok((String::from_utf8_lossy(&bytes).into_owned(), rest));
        }
        read_more(stream, &mut bytes)?;
    }
}

fn read_more(stream: &mut Box<dyn Stream>, bytes: &mut Vec<u8>) -> io::Result<()> {
    let mut buffer = [0; 4096];
    match stream.read(&mut buffer)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        length => {
            bytes.extend_from_slice(&buffer[..length]);
            Ok(())
        }
    }
}

/// Reads a body up to [`END`], whatever its encoding, and notifies of each piece.
fn watch_body(stream: &mut Box<dyn Stream>, mut bytes: Vec<u8>, desk: &Desk) -> io::Result<()> {
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // Nobody listens where the test does not care.
        let _ = desk.pieces.send(text.clone());
        if text.contains(END) {
            return Ok(());
        }
        read_more(stream, &mut bytes)?;
    }
}

fn answer(stream: &mut Box<dyn Stream>, text: &str, headers: &str) -> io::Result<()> {
    let length = text.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n{headers}\r\n{text}"
    )
}

/// One event at once, another when the test says so.
fn send_events(stream: &mut Box<dyn Stream>, desk: &Desk) -> io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: first\n\n"
    )?;
    stream.flush()?;
    let waited = desk.go_on.lock().map(|waiting| waiting.recv());
    if matches!(waited, Ok(Ok(()))) { write!(stream, "data: second\n\n") } else { Ok(()) }
}
