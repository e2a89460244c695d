//! Visitors who mean ill at the real site: what they may take of its memory.
#![cfg(target_os = "linux")]

mod program;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use program::Folder;
use program::process_tree::{memory_bytes, processes};
use program::server::{Server, form};

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

/// Analysts that are at work.
fn analysts(server: &Server) -> usize {
    let is_analyst = |id: &u32| {
        std::fs::read(format!("/proc/{id}/cmdline")).is_ok_and(|line| line.ends_with(b"\0analyst\0"))
    };
    processes(server.id()).iter().filter(|id| is_analyst(id)).count()
}

#[test]
fn uploads_that_are_large_inside_are_read_two_at_a_time_in_the_whole_site() {
    let folder = Folder::new();
    folder.write("wordify.toml", "[server]\nworkers = 4\n");
    let server = Server::start_with(&folder, &["-c", "wordify.toml"]);
    let row = format!("{},label\n", "many different words in one row ".repeat(30));
    let file = format!("text,label\n{}", row.repeat((40 << 20) / row.len()));
    let (kind, body) = form(&file, &[]);
    let is_over = AtomicBool::new(false);
    let (statuses, most) = std::thread::scope(|scope| {
        let watching = scope.spawn(|| {
            let mut most = (0, 0);
            while !is_over.load(Ordering::Relaxed) {
                most = (most.0.max(analysts(&server)), most.1.max(memory_bytes(server.id())));
            }
            most
        });
        let sending: Vec<_> =
            (0..6).map(|_| scope.spawn(|| server.ask("POST", "/api/v1/uploads", &kind, &body).0)).collect();
        let statuses: Vec<u16> = sending.into_iter().map(|one| one.join().expect("an answer")).collect();
        is_over.store(true, Ordering::Relaxed);
        (statuses, watching.join().expect("no panic"))
    });
    assert!((1..=2).contains(&most.0), "{} analysts at once", most.0);
    assert!(most.1 < 1 << 30, "{} MB", most.1 >> 20);
    // All texts are equal, which is said; or there was no turn in time.
    assert!(statuses.iter().all(|status| matches!(status, 201 | 503)), "{statuses:?}");
    assert_eq!(server.get("/healthz").0, 200);
}

#[test]
fn the_check_prints_the_memory_that_a_site_may_take() {
    let folder = Folder::new();
    folder.write(
        "wordify.toml",
        "[jobs]\nat_once = 3\nmemory = \"1 GB\"\ninspection_memory = \"500 MB\"\n[server]\nworkers = 2\n",
    );
    let run = folder.run(&["check", "-c", "wordify.toml", "--data", "data", "--bind", "127.0.0.1:0"]);
    let said = String::from_utf8(run.stdout).expect("text");
    let line = said.lines().find(|line| line.contains("memory:")).unwrap_or_else(|| panic!("{said}"));
    for words in ["3072 for analyses", "1000 for reading uploads", "512 for the processes"] {
        assert!(line.contains(words), "“{words}” is not in: {line}");
    }
    assert!(said.contains("sandbox:"), "{said}");
}
