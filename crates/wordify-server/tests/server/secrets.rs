//! Paths that hold a secret, in requests that no application answers.

use super::client::connect;
use super::process::Server;

/// What must stand in no log.
const SECRET: &str = "82040dec75a51f03";

#[test]
fn answers_that_the_server_makes_itself_write_no_path_into_the_access_log() {
    let server = Server::start(
        "workers = 1\naccess_log.file = 'FOLDER/access.log'\nlimits.body_bytes = 1000\ntimeouts.body = 0.5\ntimeouts.keep_alive = 0.5\n\
         bind = ['127.0.0.1:0', { address = 'unix:FOLDER/redirect.sock', redirect_to_https = true },\n\
         { address = 'unix:FOLDER/private.sock', name = 'private' }]\n\
         [[server.mounts]]\napplication = 'site'\nlisteners = ['127.0.0.1:0', 'unix:FOLDER/redirect.sock']",
    );
    let at = |name: &str| server.path(name).display().to_string();
    let (site, redirect, nothing) = (server.address.clone(), at("redirect.sock"), at("private.sock"));
    let host = "HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
    let chunked = "Transfer-Encoding: chunked\r\n";
    for (address, request, status) in [
        (&redirect, format!("GET /jobs/{SECRET} {host}\r\n"), 308),
        (&redirect, format!("GET /jobs/{SECRET} HTTP/1.1\r\nHost: a b\r\n\r\n"), 400),
        (&site, format!("GET /jobs/{SECRET} HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400),
        (&site, format!("GET /jobs/{SECRET} HTTP/1.1\r\n\r\n"), 400),
        (&site, format!("POST /jobs/{SECRET} {host}Content-Length: 2000\r\n\r\n"), 413),
        (&site, format!("POST /upload?{SECRET} {host}{chunked}\r\n7d0\r\n{}", "a".repeat(2000)), 413),
        (&site, format!("POST /upload?{SECRET} {host}Content-Length: 10\r\n\r\nhalf"), 408),
        (&site, format!("POST /jobs/{SECRET} {host}{chunked}{chunked}\r\n0\r\n\r\n"), 400),
        (&site, format!("POST /jobs/{SECRET} {host}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 501),
        (&nothing, format!("GET /jobs/{SECRET} {host}\r\n"), 404),
    ] {
        let mut client = connect(address).expect("it listens");
        client.send(request.as_bytes()).expect("it is sent");
        let answer = client.rest();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{request:?}: {answer:?}");
    }
    let log = server.wait_for_file("access.log", "\" 404 ");
    for status in [308, 400, 413, 408, 501] {
        assert!(log.contains(&format!(" - HTTP/1.1\" {status} ")), "{status} is not logged: {log}");
    }
    assert!(!log.contains(SECRET), "{log}");
}
