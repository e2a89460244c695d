//! HTTP/2, TLS, mounts, redirects, real addresses.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use http_body_util::{BodyExt, Empty};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::client::{connect, get};
use super::process::Server;

/// Makes a certificate for `localhost` and its key.
fn certify(folder: &Path, name: &str) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("it can be made");
    std::fs::write(folder.join(format!("{name}.pem")), made.cert.pem()).expect("a file");
    std::fs::write(folder.join(format!("{name}.key")), made.signing_key.serialize_pem()).expect("a file");
    CertificateDer::from_pem_slice(made.cert.pem().as_bytes()).expect("it was just made")
}

fn trust(certificate: &CertificateDer<'static>, protocols: &[&str]) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).expect("it was just made");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let mut config = builder.expect("ring has them").with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    config
}

/// A request over TLS by HTTP/1.1.
fn get_tls(address: &str, certificate: &CertificateDer<'static>) -> std::io::Result<String> {
    let name = ServerName::try_from("localhost").expect("it is a name");
    let session =
        ClientConnection::new(Arc::new(trust(certificate, &["http/1.1"])), name).expect("it is right");
    let mut stream = StreamOwned::new(session, TcpStream::connect(address)?);
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    Ok(text)
}

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

/// A port that was free a moment ago.
fn free_port() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("it is bound").to_string()
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
