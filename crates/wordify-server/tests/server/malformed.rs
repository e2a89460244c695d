//! Malformed requests of HTTP/1.1: those that fuzzers find, and those by which two servers can be made to disagree on where a
//! request ends.

use std::time::Duration;

use super::client::{connect, get, time};
use super::process::Server;

/// What is sent, and the statuses that are right; none where the connection may just be closed.
const CORPUS: &[(&[u8], &[&str])] = &[
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
    // Lines and names.
    (b"\nGET / HTTP/1.1\r\nHost: a\r\nX\0: y\r\n\r\n", &["400"]),
    (b" GET / HTTP/1.1\r\nHost: a\r\n\r\n", &["400"]),
    (b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", &["400"]),
    (b"GET / / HTTP/1.1\r\nHost: a\r\n\r\n", &["400"]),
    (b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", &["400"]),
    (b"GET /a\rb HTTP/1.1\r\nHost: a\r\n\r\n", &["400"]),
    (b"GET / HTTP/1.1\rHost: a\r\r", &["400"]),
    (b"GET / http/1.1\r\nHost: a\r\n\r\n", &["400"]),
    (b"GET / HTTP/1.10\r\nHost: a\r\n\r\n", &["400"]),
    (b"GET / HTTP/0.9\r\nHost: a\r\n\r\n", &["400"]),
    (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", &["400"]),
    (b"GET / HTTP/1.1\r\n Host: a\r\n\r\n", &["400"]),
    (b"GET / HTTP/1.1\r\nHost: a\r\n: y\r\n\r\n", &["400"]),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX\t: y\r\n\r\n", &["400"]),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: y\rZ: z\r\n\r\n", &["400"]),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\tfolded: too\r\n\r\n", &["400"]),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: \x7f\r\n\r\n", &["400"]),
    // Hosts.
    (b"GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", &["400"]),
    (b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", &["400"]),
    (b"GET http://a@b/ HTTP/1.1\r\nHost: a\r\n\r\n", &["400"]),
    // Where does the body end?
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 6\r\n\r\nhello", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\nhello", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5 5\r\n\r\nhello", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551616\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", &["400"]),
    (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX", &["200", "400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, Chunked\r\n\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", &["501"]),
    // Chunks.
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nhello\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\r\nhello\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\rXhello\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5 5\r\nhello\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a\nhello\r\n0\r\n\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000005\r\nhello\r\n", &["400"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", &["400", "408"]),
    (b"POST /upload HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n", &["100", "400", "408"]),
];

/// Requests that are wrong by their length.
fn long() -> Vec<(Vec<u8>, &'static [&'static str])> {
    let head = |line: &str| format!("GET / HTTP/1.1\r\nHost: a\r\n{line}\r\n").into_bytes();
    let chunked = |body: &str| {
        format!("POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{body}").into_bytes()
    };
    vec![
        (format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(100_000)).into_bytes(), &["414", "431"]),
        (format!("{} / HTTP/1.1\r\nHost: a\r\n\r\n", "A".repeat(100_000)).into_bytes(), &["400", "431"]),
        (head(&"X: y\r\n".repeat(200)), &["431"]),
        (head(&format!("X: {}\r\n", "y".repeat(200_000))), &["431"]),
        (head(&format!("{}: y\r\n", "X".repeat(200_000))), &["400", "431"]),
        (head(&format!("Host: {}\r\n", "a".repeat(60_000))), &["400"]),
        (chunked(&format!("5;{}\r\nhello\r\n0\r\n\r\n", "a".repeat(200_000))), &["400"]),
        (chunked(&format!("{}5\r\nhello\r\n0\r\n\r\n", "0".repeat(200_000))), &["200", "400"]),
        (chunked(&format!("5\r\nhello\r\n0\r\n{}\r\n", "X: y\r\n".repeat(50_000))), &["400"]),
        ("\r\n".repeat(100_000).into_bytes(), &[]),
    ]
}

#[test]
fn malformed_requests_are_refused_and_nothing_dies() {
    let server =
        Server::start("workers = 1\ntimeouts.header = 0.5\ntimeouts.body = 0.5\ntimeouts.keep_alive = 0.5");
    let before = server.pids("web", "ready");
    let long = long();
    let corpus = CORPUS.iter().copied().chain(long.iter().map(|(bytes, right)| (&bytes[..], *right)));
    for (bytes, right) in corpus {
        let mut client = connect(&server.address).expect("it listens");
        let _ = client.send(bytes); // It may be refused before all is sent.
        let (answer, took) = time(|| client.rest());
        let status = answer.split(' ').nth(1).unwrap_or_default().to_owned();
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(120)]).into_owned();
        let is_right = if right.is_empty() { status != "200" } else { right.contains(&status.as_str()) };
        assert!(is_right, "{shown:?} was answered with {answer:?}");
        let answers = answer.matches("HTTP/1.").count() - answer.matches("HTTP/1.1 100").count();
        assert!(answers <= 1, "{shown:?} smuggled a second request: {answer:?}");
        assert!(took < Duration::from_secs(3), "{shown:?} was kept for {took:?}");
        let (answer, took) = time(|| get(&server.address, "/"));
        assert_eq!(answer.expect("an honest client is served").status, 200);
        assert!(took < Duration::from_secs(2), "an honest client waited {took:?}");
    }
    assert_eq!(server.pids("web", "ready"), before);
}
