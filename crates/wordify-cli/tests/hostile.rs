//! Visitors who mean ill at the real site: what they may take of its memory.
#![cfg(target_os = "linux")]

mod program;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Barrier;
use std::time::Duration;

use program::Folder;
use program::process_tree::memory_bytes;
use program::server::Server;

/// What a site may hold, whatever is sent to it.
const MEMORY_BYTES_MAX: u64 = 200 << 20;
const CONNECTIONS: usize = 20;
const FIELDS: usize = 100;
/// Without a bound on their sum the fields would take half a gigabyte.
const FIELD_BYTES: usize = 256 << 10;

/// Sends a form with many large fields and never ends it, as far as the server takes it.
fn send_fields(address: &str, field: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("connected");
    stream.set_write_timeout(Some(Duration::from_secs(20))).expect("a limit");
    let head = "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\
                Content-Type: multipart/form-data; boundary=x-x\r\n\r\n";
    let part = format!(
        "--x-x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{}\r\n",
        "w".repeat(FIELD_BYTES)
    );
    let chunk = format!("{:x}\r\n{part}\r\n", part.len());
    let mut sent = stream.write_all(head.as_bytes());
    for _ in 0..FIELDS {
        // Once it is refused, the server reads no more.
        sent = sent.and_then(|()| stream.write_all(chunk.as_bytes()));
    }
    stream
}

#[test]
fn forms_with_many_large_fields_on_many_connections_do_not_fill_the_memory() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    for field in ["stop_words_add", "no-such-field"] {
        let all_sent = Barrier::new(CONNECTIONS + 1);
        let measured = Barrier::new(CONNECTIONS + 1);
        let memory = std::thread::scope(|scope| {
            for _ in 0..CONNECTIONS {
                scope.spawn(|| {
                    let mut stream = send_fields(&server.address, field);
                    all_sent.wait();
                    measured.wait();
                    drop(stream.read(&mut [0; 1024]));
                });
            }
            all_sent.wait();
            let memory = memory_bytes(server.id());
            measured.wait();
            memory
        });
        assert!(memory < MEMORY_BYTES_MAX, "{field}: {} MB", memory >> 20);
        assert_eq!(server.get("/healthz").0, 200);
    }
}
