//! Clients that mean harm, beside one that does not.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::client::{Client, connect, get, time};
use super::process::Server;

fn served(server: &Server) {
    let (answer, took) = time(|| get(&server.address, "/"));
    assert_eq!(answer.expect("an honest client is served").status, 200);
    assert!(took < Duration::from_secs(2), "an honest client waited {took:?}");
}

#[test]
fn a_head_that_trickles_in_is_cut_off_and_honest_clients_are_served() {
    let server = Server::start("workers = 1\ntimeouts.header = 1");
    let mut slow: Vec<Client> = (0..200).map(|_| connect(&server.address).expect("it listens")).collect();
    let start = Instant::now();
    let mut byte = b"GET / HTTP/1.1\r\nHost: a\r\nX: ".iter().chain(std::iter::repeat(&b'y'));
    // Each byte comes well before any timeout for a single read.
    while slow.iter_mut().any(|client| client.send(b"y").is_ok()) {
        let next = *byte.next().expect("it never ends");
        slow.retain_mut(|client| client.send(&[next]).is_ok());
        served(&server);
        assert!(start.elapsed() < Duration::from_secs(10), "{} slow clients are still there", slow.len());
    }
}

#[test]
fn an_upload_that_stalls_or_is_too_large_is_answered_with_the_reason() {
    let server = Server::start("workers = 1\ntimeouts.body = 0.5\nlimits.body_bytes = 1000");
    let upload = |head: &str, body: &[u8]| {
        let mut client = connect(&server.address).expect("it listens");
        client
            .send(format!("POST /upload HTTP/1.1\r\nHost: a\r\n{head}\r\n\r\n").as_bytes())
            .expect("it is sent");
        let _ = client.send(body);
        client.answer().expect("an answer")
    };
    let stalled = upload("Content-Length: 10", b"half");
    assert_eq!((stalled.status, stalled.header("connection")), (408, Some("close")));
    assert_eq!(upload("Content-Length: 1001", b"").status, 413);
    let chunk = format!("7d0\r\n{}\r\n0\r\n\r\n", "x".repeat(2000));
    assert_eq!(upload("Transfer-Encoding: chunked", chunk.as_bytes()).status, 413);
    assert_eq!(upload("Content-Length: 1000", &[b'x'; 1000]).body, "1000 bytes\n");
}

#[test]
fn hundreds_of_half_sent_uploads_end_whether_their_clients_wait_or_leave() {
    let server = Server::start("workers = 1\ntimeouts.body = 2\ntimeouts.keep_alive = 1");
    let before = server.pids("web", "ready");
    let half = |number: usize| {
        let mut client = connect(&server.address).expect("it listens");
        let head =
            if number.is_multiple_of(2) { "Content-Length: 1000000" } else { "Transfer-Encoding: chunked" };
        client
            .send(format!("POST /upload HTTP/1.1\r\nHost: a\r\n{head}\r\n\r\n").as_bytes())
            .expect("it is sent");
        client.send(format!("8000\r\n{}", "x".repeat(number * 100)).as_bytes()).expect("it is sent");
        client
    };
    let uploads: Vec<Client> = (0..300).map(half).collect();
    served(&server);
    // A third leaves in the middle, the others wait for their answer.
    for (number, mut client) in uploads.into_iter().enumerate() {
        if number % 3 > 0 {
            assert_eq!(client.answer().expect("an answer").status, 408);
        }
    }
    served(&server);
    let deadline = Instant::now() + Duration::from_secs(10);
    while open_connections(&server) > 0 {
        assert!(Instant::now() < deadline, "{} are left", open_connections(&server));
    }
    assert_eq!(server.pids("web", "ready"), before);
}

#[test]
fn an_upload_that_trickles_in_is_ended_however_steady_it_is() {
    let server = Server::start("workers = 1\nlimits.body_bytes_per_second = 1000000");
    let mut slow = connect(&server.address).expect("it listens");
    slow.send(b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n").expect("it is sent");
    let start = Instant::now();
    while slow.send(b"x").is_ok() {
        served(&server);
        assert!(start.elapsed() < Duration::from_secs(20), "it goes on and on");
    }
    assert!(start.elapsed() > Duration::from_secs(9), "the first seconds may be slow");
}

#[test]
fn an_idle_connection_ends_after_the_keep_alive_time() {
    let server = Server::start("workers = 1\ntimeouts.keep_alive = 0.5");
    let mut silent = connect(&server.address).expect("it listens");
    let mut used = connect(&server.address).expect("it listens");
    assert_eq!(used.get("/").expect("an answer").status, 200);
    let (_, took) = time(|| (silent.rest(), used.rest()));
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn a_full_worker_leaves_connections_to_another() {
    let server = Server::start("workers = 2\nlimits.connections = 5");
    let mut kept = Vec::new();
    for _ in 0..9 {
        let mut client = connect(&server.address).expect("it listens");
        assert_eq!(client.get("/").expect("there is room").status, 200);
        kept.push(client);
    }
    served(&server);
}

#[test]
fn thousands_of_idle_connections_do_not_keep_honest_clients_from_being_served() {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE).expect("there is one");
    setrlimit(Resource::RLIMIT_NOFILE, hard, hard).expect("up to the hard one it is ours");
    // Descriptors of this process are the limit: the workers have their own.
    let count = usize::try_from(hard.saturating_sub(500)).unwrap_or(usize::MAX).min(10_000);
    if count < 10_000 {
        eprintln!("only {count} connections: the system allows {hard} descriptors");
    }
    let server = Server::start("workers = 2");
    let idle: Vec<TcpStream> =
        (0..count).map(|_| TcpStream::connect(&server.address).expect("it listens")).collect();
    served(&server);
    // Beats are no rarer than each second, and say how many connections a worker has.
    let deadline = Instant::now() + Duration::from_secs(10);
    while open_connections(&server) < idle.len() as u64 {
        assert!(Instant::now() < deadline, "{} of {count}", open_connections(&server));
        served(&server);
    }
    let status = server.status();
    let memory: u64 = status.fleet.workers.iter().map(|worker| worker.memory_bytes).sum();
    eprintln!("{count} idle connections, workers use {} MiB", memory >> 20);
    assert_eq!(status.fleet.workers.len(), 2, "no worker died");
}

fn open_connections(server: &Server) -> u64 {
    server.status().fleet.workers.iter().map(|worker| worker.connections).sum()
}

#[test]
fn a_server_for_its_own_machine_answers_to_local_names_only() {
    let server = Server::start("workers = 1\nlocal_names_only = true");
    let status = |host: &str| {
        let mut client = connect(&server.address).expect("it listens");
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        client.send(request.as_bytes()).expect("it is sent");
        client.rest().split(' ').nth(1).map(str::to_owned)
    };
    for host in ["localhost", "localhost:8080", "127.0.0.1", "[::1]:8080", "wordify.localhost"] {
        assert_eq!(status(host).as_deref(), Some("200"), "{host}");
    }
    for host in ["evil.example:8080", "192.0.2.1", "localhost.evil.example"] {
        assert_eq!(status(host).as_deref(), Some("421"), "{host}");
    }
}
