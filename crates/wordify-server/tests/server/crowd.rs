//! Many clients at once, each of another habit, and what becomes of their requests.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};

use super::client::{connect, get};

/// What a crowd of clients has seen.
#[derive(Debug, Default)]
pub(crate) struct Crowd {
    answered: AtomicU64,
    failed: AtomicU64,
    is_over: AtomicBool,
}

impl Crowd {
    fn note(&self, answer: &std::io::Result<super::client::Answer>, wanted: &str) -> bool {
        let is_right = matches!(answer, Ok(answer) if answer.status == 200 && answer.body.contains(wanted));
        if !is_right {
            eprintln!("failed: {answer:?}");
        }
        if is_right { &self.answered } else { &self.failed }.fetch_add(1, Relaxed);
        is_right
    }

    /// Requests on one connection as long as the server keeps it.
    pub(crate) fn keep_alive(&self, address: &str) {
        while !self.is_over.load(Relaxed) {
            let Ok(mut client) = connect(address) else {
                self.failed.fetch_add(1, Relaxed);
                continue;
            };
            while !self.is_over.load(Relaxed) {
                let answer = client.get("/");
                let closes = answer.as_ref().is_ok_and(|answer| answer.header("connection") == Some("close"));
                if !self.note(&answer, "hello") || closes {
                    break;
                }
            }
        }
    }

    /// A new connection for each request.
    pub(crate) fn one_by_one(&self, address: &str) {
        while !self.is_over.load(Relaxed) {
            self.note(&get(address, "/"), "hello");
        }
    }

    /// HTTP/2, on a new connection after each goodbye.
    pub(crate) fn http2(&self, address: &str) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            while !self.is_over.load(Relaxed) {
                let stream = tokio::net::TcpStream::connect(address).await.expect("it listens");
                let (mut sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
                    .await
                    .expect("it speaks HTTP/2");
                let connection = tokio::spawn(connection);
                while !self.is_over.load(Relaxed) && sender.ready().await.is_ok() {
                    let request =
                        http::Request::get(format!("http://{address}/")).body(Empty::<bytes::Bytes>::new());
                    let is_answered = match sender.try_send_request(request.expect("it is right")).await {
                        Ok(answer) => {
                            let status = answer.status();
                            answer.into_body().collect().await.is_ok() && status == 200
                        }
                        // The goodbye came first: it was never sent.
                        Err(unsent) if unsent.message().is_some() => break,
                        Err(_) => false,
                    };
                    if is_answered { &self.answered } else { &self.failed }.fetch_add(1, Relaxed);
                }
                drop(sender);
                let _ = connection.await;
            }
        });
    }

    pub(crate) fn upload(&self, address: &str) {
        let body = "x".repeat(100_000);
        while !self.is_over.load(Relaxed) {
            let answer = connect(address).and_then(|mut client| {
                let head =
                    format!("POST /upload HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n", body.len());
                client.send(head.as_bytes())?;
                for piece in body.as_bytes().chunks(20_000) {
                    client.send(piece)?;
                }
                client.answer()
            });
            self.note(&answer, "100000 bytes");
        }
    }

    /// Event streams end with the server's own last word, never in the middle.
    pub(crate) fn events(&self, address: &str) {
        while !self.is_over.load(Relaxed) {
            let Ok(mut client) = connect(address) else {
                self.failed.fetch_add(1, Relaxed);
                continue;
            };
            let _ = client.send(b"GET /events HTTP/1.1\r\nHost: test\r\n\r\n");
            let _ = client.head();
            let rest = client.rest();
            let is_whole = rest.contains("data: bye") && rest.ends_with("0\r\n\r\n");
            if !is_whole {
                eprintln!("failed: an event stream ended with {:?}", &rest[rest.len().saturating_sub(100)..]);
            }
            if is_whole { &self.answered } else { &self.failed }.fetch_add(1, Relaxed);
        }
    }

    /// How many answers have been right so far.
    pub(crate) fn answered(&self) -> u64 {
        self.answered.load(Relaxed)
    }

    /// Everyone stops after the request that is under way.
    pub(crate) fn disperse(&self) {
        self.is_over.store(true, Relaxed);
    }

    /// # Panics
    /// When a single request has failed.
    pub(crate) fn assert_that_all_was_answered(&self) {
        assert_eq!(self.failed.load(Relaxed), 0, "failed, and {} were answered", self.answered());
    }
}
