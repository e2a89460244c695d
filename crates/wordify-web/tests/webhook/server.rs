//! A little HTTP server that answers as the test says, and keeps what it was asked.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

const TIME_MAX: Duration = Duration::from_secs(30);
/// More than anybody shall read of a head.
const ENDLESS_BYTES: usize = 4 << 20;

/// How a request is answered.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    Status(u16),
    Redirect(String),
    /// The connection is closed.
    Closed,
    /// Nothing comes.
    Never,
    /// Fields without end.
    EndlessHead,
}

/// What was asked.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) line: String,
    fields: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }
}

/// A server; it ends with this.
pub(crate) struct Server {
    address: SocketAddr,
    requests: UnboundedReceiver<Request>,
    connections: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// A server that gives these answers, one to each request.
    pub(crate) async fn start(answers: Vec<Answer>) -> Self {
        Self::with(answers, None).await
    }

    /// One that speaks TLS as `localhost`, and the certificate of its authority.
    pub(crate) async fn start_tls(answers: Vec<Answer>) -> (Self, String) {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .expect("a certificate and its key");
        let pem = made.cert.pem();
        (Self::with(answers, Some(TlsAcceptor::from(Arc::new(config)))).await, pem)
    }

    async fn with(answers: Vec<Answer>, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let (sender, requests) = unbounded_channel();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        let answers = Arc::new(Mutex::new(VecDeque::from(answers)));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let (sender, answers, tls) = (sender.clone(), Arc::clone(&answers), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, &sender, &answers).await,
                        // Who does not trust us goes away.
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => serve(stream, &sender, &answers).await,
                            Err(_) => None,
                        },
                    }
                });
            }
        });
        Self { address, requests, connections, task }
    }

    pub(crate) fn authority(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn address(&self, target: &str) -> String {
        format!("http://{}{target}", self.address)
    }

    /// The next request.
    pub(crate) async fn request(&mut self) -> Request {
        timeout(TIME_MAX, self.requests.recv()).await.expect("in time").expect("a request")
    }

    pub(crate) fn has_no_request(&mut self) -> bool {
        self.requests.try_recv().is_err()
    }

    pub(crate) fn has_no_connection(&self) -> bool {
        self.connections.load(Ordering::SeqCst) == 0
    }
}

/// Reads a request and answers it; none where the connection ends before.
async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    sender: &UnboundedSender<Request>,
    answers: &Mutex<VecDeque<Answer>>,
) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let line = lines.remove(0);
    let field =
        |line: &String| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let fields: Vec<(String, String)> = lines.iter().filter_map(field).collect();
    let length = fields.iter().find(|(name, _)| name == "content-length")?.1.parse().ok()?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    let body = String::from_utf8(body).ok()?;
    sender.send(Request { line, fields, body }).ok()?;
    let answer = answers.lock().expect("nobody panics").pop_front();
    match answer.expect("no more requests than answers") {
        Answer::Closed => {}
        Answer::Never => std::future::pending().await,
        Answer::Status(status) => {
            write(&mut stream, &format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n")).await?;
        }
        Answer::Redirect(to) => {
            write(&mut stream, &format!("HTTP/1.1 307 X\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"))
                .await?;
        }
        Answer::EndlessHead => {
            write(&mut stream, &format!("HTTP/1.1 200 X\r\nA: {}", "a".repeat(ENDLESS_BYTES))).await?;
        }
    }
    Some(())
}

async fn write<S: AsyncWrite + Unpin>(stream: &mut S, text: &str) -> Option<()> {
    stream.write_all(text.as_bytes()).await.ok()?;
    stream.flush().await.ok()
}
