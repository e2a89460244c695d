//! HTTP/2, TLS, mounts, redirects, real addresses.

use std::sync::Arc;

use http_body_util::{BodyExt, Empty};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::{CertificateDer, ServerName};

use super::client::{connect, get};
use super::process::Server;
use super::tls_client::{certify, free_port, get_tls, send_tls, trust};

const TLS: &str = "bind = [{ address = '127.0.0.1:0', tls = { certificate = 'FOLDER/a.pem', key = 'FOLDER/a.key' } }]\nworkers = 1";

/// A TLS server whose files must be there before it starts.
fn start_tls(more: &str) -> (Server, CertificateDer<'static>) {
    let server = Server::start("workers = 1");
    let certificate = certify(server.folder.path(), "a");
    let settings = TLS.replace("127.0.0.1:0", &free_port());
    server.write_settings(&format!("{settings}\n{more}"));
    assert_eq!(server.reload(), Ok(2));
    (server, certificate)
}

#[test]
fn tls_is_spoken_and_a_new_certificate_comes_with_a_reload() {
    let (server, old) = start_tls("");
    let address = server.status().listeners[0].clone();
    assert!(get_tls(&address, &old).expect("it is trusted").starts_with("HTTP/1.1 200"));
    let new = certify(server.folder.path(), "a");
    assert!(get_tls(&address, &new).is_err(), "the file alone changes nothing");
    assert_eq!(server.reload(), Ok(3));
    assert!(get_tls(&address, &new).expect("it is trusted").starts_with("HTTP/1.1 200"));
    // Plain HTTP on the same port is refused, and kills nothing.
    let mut plain = connect(&address).expect("it listens");
    let _ = plain.get("/");
    // A key that belongs to another certificate is refused, and the old one stays.
    certify(server.folder.path(), "b");
    std::fs::rename(server.path("b.key"), server.path("a.key")).expect("it is ours");
    assert!(server.reload().is_err());
    assert!(server.log().contains("does not belong to the certificate"), "{}", server.log());
    assert!(get_tls(&address, &new).expect("it is trusted").starts_with("HTTP/1.1 200"));
}

#[test]
fn http_2_is_spoken_in_clear_and_over_tls_and_survives_reloads() {
    let (server, certificate) = start_tls("");
    let tls_address = server.status().listeners[0].clone();
    server.write_settings(&format!(
        "bind = ['unix:FOLDER/http.sock', {{ address = '{tls_address}', tls = {{ certificate = 'FOLDER/a.pem', key = 'FOLDER/a.key' }} }}]\nworkers = 1"
    ));
    assert_eq!(server.reload(), Ok(3));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let connector = tokio_rustls::TlsConnector::from(Arc::new(trust(&certificate, &["h2"])));
        let tcp = tokio::net::TcpStream::connect(&tls_address).await.expect("it listens");
        let name = ServerName::try_from("localhost").expect("it is a name");
        let tls = connector.connect(name, tcp).await.expect("it is trusted");
        assert_eq!(tls.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        many_requests(TokioIo::new(tls)).await;
        let unix = tokio::net::UnixStream::connect(server.path("http.sock")).await.expect("it listens");
        many_requests(TokioIo::new(unix)).await;
    });
}

/// A hundred requests at a time on one HTTP/2 connection.
async fn many_requests<S>(stream: S)
where
    S: hyper::rt::Read + hyper::rt::Write + Unpin + Send + 'static,
{
    let (sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await.expect("it speaks HTTP/2");
    tokio::spawn(connection);
    let mut requests = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let mut sender = sender.clone();
        requests.spawn(async move {
            let request = http::Request::get("http://localhost/").body(Empty::<bytes::Bytes>::new());
            let response = sender.send_request(request.expect("it is right")).await.expect("an answer");
            assert_eq!(response.status(), 200);
            response.into_body().collect().await.expect("a body").to_bytes().len()
        });
    }
    while let Some(length) = requests.join_next().await {
        assert!(length.expect("no request panics") > 0);
    }
}

#[test]
fn applications_are_mounted_by_listener_host_and_path() {
    let server = Server::start(
        "workers = 1
        bind = ['127.0.0.1:0', { name = 'private', address = 'unix:FOLDER/private.sock' }]
        [[server.mounts]]
        application = 'site'
        hosts = ['test']
        [[server.mounts]]
        application = 'site'
        hosts = ['test']
        path = '/below'
        [[server.mounts]]
        application = 'metrics'
        path = '/metrics'
        hosts = ['test']
        listeners = ['private']",
    );
    let private = server.path("private.sock").display().to_string();
    assert!(get(&private, "/metrics").expect("it serves").body.starts_with("worker "));
    assert_eq!(get(&server.address, "/metrics").expect("it serves").body, "nothing here\n");
    assert_eq!(get(&server.address, "/below").expect("it serves").status, 200);
    assert!(get(&server.address, "/below/client").expect("it serves").body.contains("Mounted(\"/below\")"));
    let mut other = connect(&server.address).expect("it listens");
    other.send(b"GET / HTTP/1.1\r\nHost: other\r\n\r\n").expect("it is sent");
    assert_eq!(other.answer().expect("an answer").status, 404);
}

#[test]
fn http_is_redirected_to_https_with_its_path_and_port() {
    let (server, _) = start_tls("");
    let tls_address = server.status().listeners[0].clone();
    let plain = free_port();
    server.write_settings(&format!(
        "workers = 1\nbind = [{{ address = '{plain}', redirect_to_https = true }}, {{ address = '{tls_address}', tls = {{ certificate = 'FOLDER/a.pem', key = 'FOLDER/a.key' }} }}]"
    ));
    assert_eq!(server.reload(), Ok(3));
    let answer = get(&plain, "/a?b=c").expect("it serves");
    let port = tls_address.rsplit(':').next().expect("a port");
    assert_eq!(answer.status, 308);
    assert_eq!(answer.header("location"), Some(format!("https://test:{port}/a?b=c").as_str()));
    // 308 keeps the method, and a client without a name to go to is not sent anywhere.
    let send = |request: &str| {
        let mut client = connect(&plain).expect("it listens");
        client.send(request.as_bytes()).expect("it is sent");
        client.answer().expect("an answer")
    };
    for (host, location) in [
        ("EXAMPLE.org:80", format!("https://EXAMPLE.org:{port}/%C3%A4?q=%2F&r")),
        ("[::1]:80", format!("https://[::1]:{port}/%C3%A4?q=%2F&r")),
    ] {
        let answer =
            send(&format!("POST /%C3%A4?q=%2F&r HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n"));
        assert_eq!((answer.status, answer.header("location")), (308, Some(location.as_str())));
    }
    for request in
        ["GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", "GET / HTTP/1.1\r\nHost: \r\n\r\n"]
    {
        assert_eq!(send(request).status, 400, "{request}");
    }
}

#[test]
fn the_clients_address_is_taken_from_our_own_proxy_and_nobody_else() {
    let server = Server::start(
        "workers = 1\nbind = ['127.0.0.1:0', 'unix:FOLDER/proxy.sock', { address = 'unix:FOLDER/open.sock', trust_forwarded = false }]",
    );
    let ask = |address: &str| {
        let mut client = connect(address).expect("it listens");
        let forwarded = "X-Forwarded-For: 198.51.100.1, 192.0.2.7\r\nX-Forwarded-Proto: https\r\n";
        client
            .send(format!("GET /client HTTP/1.1\r\nHost: a\r\n{forwarded}\r\n").as_bytes())
            .expect("it is sent");
        client.answer().expect("an answer").body
    };
    let proxied = ask(&server.path("proxy.sock").display().to_string());
    assert!(proxied.contains("192.0.2.7") && proxied.contains("is_tls: true"), "{proxied}");
    let open = ask(&server.path("open.sock").display().to_string());
    assert!(open.contains("address: None"), "{open}");
    let direct = ask(&server.address);
    assert!(direct.contains("127.0.0.1") && direct.contains("is_tls: false"), "{direct}");
}

#[test]
fn who_is_signed_on_is_taken_from_our_own_proxy_and_nobody_else() {
    let server = Server::start(
        "workers = 1\nbind = ['127.0.0.1:0', { address = 'unix:FOLDER/proxy.sock', user_header = 'X-Remote-User' }, \
         { address = 'unix:FOLDER/plain.sock' }, { address = 'unix:FOLDER/far.sock', trust_forwarded = false }]",
    );
    let ask = |address: &str, headers: &str| {
        let mut client = connect(address).expect("it listens");
        client
            .send(format!("GET /client HTTP/1.1\r\nHost: a\r\n{headers}\r\n").as_bytes())
            .expect("it is sent");
        client.answer().expect("an answer").body
    };
    let socket = |name: &str| server.path(name).display().to_string();
    let [proxy, plain] = ["proxy.sock", "plain.sock"].map(socket);
    assert!(ask(&proxy, "x-remote-user: ada@example.edu \r\n").contains("User(\"ada@example.edu\")"));
    // Two names, none, one that is too long, and names at listeners that take none.
    for headers in ["X-Remote-User: ada\r\nX-Remote-User: eve\r\n", "X-Remote-User: \r\n", ""] {
        assert!(!ask(&proxy, headers).contains("User("), "{headers}");
    }
    assert!(!ask(&proxy, &format!("X-Remote-User: {}\r\n", "a".repeat(255))).contains("User("));
    assert!(!ask(&plain, "X-Remote-User: eve\r\n").contains("User("));
    assert!(!ask(&server.address, "X-Remote-User: eve\r\n").contains("User("));
}

#[test]
fn the_address_is_that_of_the_last_one_who_is_no_proxy_in_our_networks() {
    let server = Server::start(
        "workers = 1\nbind = [{ address = '127.0.0.1:0', trust_forwarded = ['127.0.0.0/8', '10.0.0.0/8'] }, \
         { address = 'unix:FOLDER/strange.sock', trust_forwarded = ['10.0.0.0/8'] }]",
    );
    let ask = |address: &str, forwarded: &str| {
        let mut client = connect(address).expect("it listens");
        let request = format!("GET /client HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {forwarded}\r\n\r\n");
        client.send(request.as_bytes()).expect("it is sent");
        client.answer().expect("an answer").body
    };
    let chained = ask(&server.address, "203.0.113.1, 192.0.2.7, 10.1.1.1");
    assert!(chained.contains("192.0.2.7") && chained.contains("is_forwarded: true"), "{chained}");
    let by_socket = ask(&server.path("strange.sock").display().to_string(), "192.0.2.7, 10.1.1.1");
    assert!(by_socket.contains("192.0.2.7"), "{by_socket}");
    // Whoever connects from elsewhere is a client, whatever it says.
    server.write_settings(
        "workers = 1\nbind = [{ address = '127.0.0.1:0', trust_forwarded = ['10.0.0.0/8'] }]",
    );
    assert_eq!(server.reload(), Ok(2));
    let stranger = ask(&server.status().listeners[0], "192.0.2.7");
    assert!(stranger.contains("127.0.0.1") && stranger.contains("is_forwarded: false"), "{stranger}");
}

#[test]
fn a_balancer_says_by_the_proxy_protocol_who_the_client_is_and_others_are_not_let_in() {
    let server = Server::start(
        "workers = 1\nbind = [{ address = '127.0.0.1:0', trust_forwarded = ['127.0.0.0/8'], proxy_protocol = true }]",
    );
    let request =
        b"GET /client HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.1\r\nConnection: close\r\n\r\n";
    let ask = |header: &[u8]| {
        let mut client = connect(&server.address).expect("it listens");
        client.send(&[header, request].concat()).expect("it is sent");
        client.rest()
    };
    let version_2 = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\x08\xc6\x33\x64\x01\xdc\x04\x01\xbb";
    for (header, client) in [
        (&b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n"[..], "192.0.2.7"),
        (&version_2[..], "192.0.2.8"),
        (b"PROXY UNKNOWN\r\n", "127.0.0.1"),
    ] {
        let answer = ask(header);
        assert!(answer.contains(client) && answer.contains("is_forwarded: true"), "{answer}");
        assert!(!answer.contains("203.0.113.1"), "{answer}");
    }
    assert_eq!(ask(b""), "", "without a header there is no answer");
    let stranger = "workers = 1\nbind = [{ address = '127.0.0.1:0', trust_forwarded = ['10.0.0.0/8'], proxy_protocol = true }]";
    server.write_settings(stranger);
    assert_eq!(server.reload(), Ok(2));
    let mut client = connect(&server.status().listeners[0]).expect("it listens");
    // It may be closed before all is sent.
    let _ = client.send(&[&b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n"[..], request].concat());
    assert_eq!(client.rest(), "");
}

#[test]
fn the_proxy_protocol_comes_before_tls() {
    let (server, certificate) = start_tls("");
    let address = free_port();
    server.write_settings(&format!(
        "workers = 1\nbind = [{{ address = '{address}', trust_forwarded = true, proxy_protocol = true, tls = {{ certificate = 'FOLDER/a.pem', key = 'FOLDER/a.key' }} }}]"
    ));
    assert_eq!(server.reload(), Ok(3));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        use tokio::io::AsyncWriteExt;
        let connector = tokio_rustls::TlsConnector::from(Arc::new(trust(&certificate, &["h2"])));
        let mut tcp = tokio::net::TcpStream::connect(&address).await.expect("it listens");
        tcp.write_all(b"PROXY TCP6 2001:db8::7 ::1 56324 443\r\n").await.expect("it is sent");
        let name = ServerName::try_from("localhost").expect("it is a name");
        let tls = connector.connect(name, tcp).await.expect("it is trusted");
        many_requests(TokioIo::new(tls)).await;
    });
}

#[test]
fn browsers_are_made_to_come_by_https_only_unless_the_settings_or_the_name_speak_against_it() {
    let (server, certificate) = start_tls("");
    let address = server.status().listeners[0].clone();
    let ask = |host: &str| {
        let request = format!("GET /missing HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let config = trust(&certificate, &["http/1.1"]);
        send_tls(&address, "localhost", &request, config).expect("it is trusted").0.to_ascii_lowercase()
    };
    assert!(ask("wordify.example.org").contains("strict-transport-security: max-age=31536000\r\n"));
    for host in ["localhost:8443", "a.localhost", "127.0.0.1", "[::1]:8443"] {
        let answer = ask(host);
        assert!(
            answer.starts_with("http/1.1 404") && !answer.contains("strict-transport"),
            "{host}: {answer}"
        );
    }
    server.write_settings(&format!(
        "workers = 1\nbind = ['127.0.0.1:0', {{ address = '{address}', hsts = 0, tls = {{ certificate = 'FOLDER/a.pem', key = 'FOLDER/a.key' }} }}]"
    ));
    assert_eq!(server.reload(), Ok(3));
    assert!(!ask("wordify.example.org").contains("strict-transport"));
    let plain = server.status().listeners[0].clone();
    assert_eq!(get(&plain, "/").expect("it serves").header("strict-transport-security"), None);
}
