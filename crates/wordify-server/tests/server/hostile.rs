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
fn malformed_requests_are_refused_and_nothing_dies() {
    let server =
        Server::start("workers = 1\ntimeouts.header = 0.5\ntimeouts.body = 0.5\ntimeouts.keep_alive = 1");
    let before = server.pids("web", "ready");
    let long = format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(100_000));
    let many = format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: y\r\n".repeat(200));
    let wide = format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "y".repeat(200_000));
    // What is sent, and the statuses that are right; none where the connection may just be closed.
    let corpus: &[(&[u8], &[&str])] = &[
        (b"", &[]),
        (b"\r\n\r\n\r\n", &[]),
        (b"\0\0\0\0\0\0\0\0\r\n\r\n", &["400"]),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", &["400"]),
        (b"GET\r\n\r\n", &["400"]),
        (b"GET /\r\n\r\n", &["400"]),
        (b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", &["400", "505"]),
        (b"GET / HTTP/1.1\r\n\r\n", &["400"]),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", &["400"]),
        (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", &["400"]),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", &["400"]),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n", &["400"]),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", &["400"]),
        (b"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", &["400"]),
        (b"G\xc3\x84T / HTTP/1.1\r\nHost: a\r\n\r\n", &["400"]),
        (b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n", &["400", "404"]),
        (b"GET http:// HTTP/1.1\r\nHost: a\r\n\r\n", &["400"]),
        (b"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", &["200", "400", "404", "405"]),
        (b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", &["400"]),
        (
            b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            &["400"],
        ),
        (b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", &["400"]),
        (b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n", &["413"]),
        (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n", &["400"]),
        (
            b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
            &["400"],
        ),
        (
            b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            &["200", "400"],
        ),
        (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", &["400"]),
        (b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf", &["400", "408"]),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\xff\xff\xff\xff\xff\xff", &[]),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x01\x05\x00\x00\x00\x01", &[]),
        (long.as_bytes(), &["414", "431"]),
        (many.as_bytes(), &["431"]),
        (wide.as_bytes(), &["431"]),
    ];
    for (bytes, right) in corpus {
        let mut client = connect(&server.address).expect("it listens");
        let _ = client.send(bytes); // It may be refused before all is sent.
        let (answer, took) = time(|| client.rest());
        let status = answer.split(' ').nth(1).unwrap_or_default().to_owned();
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
        let is_right = if right.is_empty() { status != "200" } else { right.contains(&status.as_str()) };
        assert!(is_right, "{shown:?} was answered with {answer:?}");
        assert!(answer.matches("HTTP/1.").count() <= 1, "{shown:?} smuggled a second request: {answer:?}");
        assert!(took < Duration::from_secs(5), "{shown:?} was kept for {took:?}");
        served(&server);
    }
    assert_eq!(server.pids("web", "ready"), before);
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
fn an_upload_that_stalls_is_told_so_and_one_that_is_too_large_too() {
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
