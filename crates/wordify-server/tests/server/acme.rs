//! Certificates that come by themselves, from pebble, which is Let's Encrypt's own server for tests.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tempfile::TempDir;

use super::client::connect;
use super::process::{PATIENCE, Server, send};
use super::tls_client::{ask_tls, free_port, trust, trust_anyone};

const DOMAINS: [&str; 2] = ["wordify.example.org", "www.wordify.example.org"];

/// An authority, and a name server that leads all names to this machine.
struct Pebble {
    folder: TempDir,
    children: Vec<Child>,
    address: String,
    management: String,
    own: CertificateDer<'static>,
}

impl Pebble {
    /// One that looks at names at port `tls_port` and certifies for so many seconds; none where it is not installed.
    fn start(tls_port: &str, valid_seconds: u64) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let own = super::tls_client::certify(folder.path(), "own");
        let (address, management) = (free_port(), free_port());
        let settings = serde_json::json!({ "pebble": {
            "listenAddress": address,
            "managementListenAddress": management,
            "certificate": folder.path().join("own.pem"),
            "privateKey": folder.path().join("own.key"),
            "httpPort": 1,
            "tlsPort": tls_port.parse::<u16>().expect("a port"),
            "certificateValidityPeriod": valid_seconds,
        }});
        let config = folder.path().join("pebble.json");
        fs::write(&config, settings.to_string()).expect("a file");
        let names =
            UdpSocket::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").to_string();
        let dns =
            ["-dns01", &names, "-http01", "", "-https01", "", "-tlsalpn01", "", "-management", &free_port()];
        let mut pebble = Self { folder, children: Vec::new(), address, management, own };
        for (program, arguments) in [
            ("pebble-challtestsrv", [&dns[..], &["-defaultIPv6", ""]].concat()),
            ("pebble", vec!["-config", &config.display().to_string(), "-dnsserver", &names]),
        ] {
            let mut command = Command::new(program);
            command.args(arguments).env("PEBBLE_VA_NOSLEEP", "1").env("PEBBLE_AUTHZREUSE", "0");
            // It refuses one request of twenty for no reason; three in a row would end an order.
            command.env("PEBBLE_WFE_NONCEREJECT", "1");
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let Ok(child) = command.spawn() else {
                assert!(std::env::var_os("TESTS_REQUIRE_ALL").is_none(), "{program} is not installed");
                eprintln!("skipped: {program} is not installed");
                return None;
            };
            pebble.children.push(child);
        }
        let start = Instant::now();
        while connect(&pebble.address).is_err() || connect(&pebble.management).is_err() {
            assert!(start.elapsed() < PATIENCE, "pebble does not listen");
            std::thread::yield_now();
        }
        Some(pebble)
    }

    /// What it signs with.
    fn root(&self) -> CertificateDer<'static> {
        let (answer, _) = ask_tls(&self.management, "localhost", "/roots/0", trust(&self.own, &["http/1.1"]))
            .expect("it answers");
        CertificateDer::from_pem_slice(answer.as_bytes()).expect("it is a certificate")
    }

    /// Settings of a server that gets its certificate here.
    fn settings(&self, tls: &str, folder: &Path) -> String {
        format!(
            "bind = ['127.0.0.1:0', {{ address = '{tls}', tls = 'acme' }}]\nworkers = 2\n\
             [server.acme]\ndomains = {DOMAINS:?}\ncontact = 'mailto:admin@example.org'\nterms_agreed = true\n\
             directory = 'https://localhost:{}/dir'\nroot = '{}'\nfolder = '{}'\n[greeter]\ngreeting = 'hello'",
            self.address.rsplit(':').next().expect("a port"),
            self.folder.path().join("own.pem").display(),
            folder.display(),
        )
    }
}

impl Drop for Pebble {
    fn drop(&mut self) {
        for child in &mut self.children {
            send(child.id(), Signal::SIGKILL);
            let _ = child.wait();
        }
    }
}

fn port(address: &str) -> &str {
    address.rsplit(':').next().expect("a port")
}

/// Waits until the server shows a certificate of the authority's for this name.
fn wait_for_certificate(tls: &str, name: &str, root: &CertificateDer<'static>) -> CertificateDer<'static> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match ask_tls(tls, name, "/", trust(root, &["http/1.1"])) {
            Ok((answer, shown)) => {
                assert!(answer.contains("hello"), "{answer}");
                return shown;
            }
            Err(error) => assert!(Instant::now() < deadline, "{error}"),
        }
    }
}

#[test]
fn a_certificate_comes_by_itself_is_kept_over_a_restart_and_renewed_without_a_failed_request() {
    let (tls, kept) = (free_port(), tempfile::tempdir().expect("a folder"));
    let folder = kept.path().join("acme");
    let Some(pebble) = Pebble::start(port(&tls), 40) else { return };
    let (root, settings) = (pebble.root(), pebble.settings(&tls, &folder));
    let (is_over, answered) = (AtomicBool::new(false), AtomicU64::new(0));
    let request = |config| {
        let answer = ask_tls(&tls, DOMAINS[1], "/", config);
        assert!(matches!(&answer, Ok((text, _)) if text.contains("hello")), "failed: {answer:?}");
        answered.fetch_add(1, Relaxed);
    };
    let ask = |trust: &dyn Fn() -> rustls::ClientConfig| {
        while !is_over.load(Relaxed) {
            request(trust());
            // Each takes a port that stays taken for a minute: without a breath there would soon be none.
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    let mut server = Server::start(&settings);
    let first = std::thread::scope(|scope| {
        // From the first moment on, when there is no certificate but a temporary one.
        for _ in 0..2 {
            scope.spawn(|| ask(&trust_anyone));
        }
        let first = wait_for_certificate(&tls, DOMAINS[0], &root);
        is_over.store(true, Relaxed);
        first
    });
    let certificate = server.status().certificate.expect("there is one");
    assert_eq!((certificate.domains, certificate.last_failure), (DOMAINS.map(str::to_owned).to_vec(), None));
    assert!(certificate.expires.is_some_and(|expires| expires.ends_with('Z')));
    assert!(!folder.join("challenge-wordify.example.org.pem").exists());

    server.signal(Signal::SIGTERM);
    assert_eq!(server.wait().code(), Some(0));
    let server = Server::start(&settings);
    let second = wait_for_certificate(&tls, DOMAINS[1], &root);
    assert_eq!(second, first, "a restart orders nothing");

    is_over.store(false, Relaxed);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            // Who is so strict would see any moment without a certificate that is valid.
            scope.spawn(|| ask(&|| trust(&root, &["http/1.1"])));
        }
        server.wait_for("expires soon");
        assert_eq!(server.reload(), Ok(2), "a reload in the middle of an order does no harm");
        server.wait_for("the new certificate is in use");
        server.wait_for("the new certificate is in use");
        is_over.store(true, Relaxed);
    });
    assert_ne!(wait_for_certificate(&tls, DOMAINS[0], &root), first, "it was renewed");
    let log = server.log();
    assert!(log.contains("is valid until") && !log.contains("there is none"), "{log}");
    assert!(answered.load(Relaxed) > 100, "{answered:?} requests");
    eprintln!("{} requests, none failed", answered.load(Relaxed));
}

#[test]
fn an_authority_that_does_not_reach_us_is_asked_again_later_and_not_at_each_start() {
    let (tls, kept) = (free_port(), tempfile::tempdir().expect("a folder"));
    // It looks where nobody listens.
    let Some(pebble) = Pebble::start(port(&free_port()), 90) else { return };
    let settings = pebble.settings(&tls, kept.path());
    let mut server = Server::start_unready(&settings);
    let line = server.wait_for("no certificate for wordify.example.org, www.wordify.example.org: ");
    // It waits for 120 to 150 seconds, by lot, so that servers that failed together do not come again together.
    let (question, wait) = line.split_once("; the next try is in ").expect("it says when");
    assert!(question.contains("can its port 443 be reached from the internet?"), "{line}");
    assert!(wait.starts_with("2 minutes") || wait.starts_with("3 minutes"), "{line}");
    assert!(line.contains("Failed to connect to 127.0.0.1"), "the authority's own words: {line}");
    let status = server.status().certificate.expect("it is wanted");
    assert_eq!(status.expires, None);
    assert!(status.last_failure.is_some_and(|reason| reason.contains("Failed to connect")));
    // Meanwhile there is a temporary certificate.
    let (answer, _) = ask_tls(&tls, DOMAINS[0], "/", trust_anyone()).expect("it serves");
    assert!(answer.contains("hello"), "{answer}");
    server.signal(Signal::SIGTERM);
    assert_eq!(server.wait().code(), Some(0));

    let server = Server::start(&settings);
    let failures =
        fs::read_to_string(kept.path().join(format!("localhost_{}/failures.json", port(&pebble.address))));
    assert!(failures.expect("it is kept").contains("\"count\":1"));
    // As long as the certificate's worker has beaten for a second, it has looked at what is due.
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(1) {
        assert_eq!(server.pids("certificates", "ready").len(), 1);
    }
    assert!(!server.log().contains("ordering"), "{}", server.log());
}

#[test]
fn settings_that_cannot_bring_a_certificate_are_refused() {
    let server = Server::start("workers = 1");
    let bind = format!("bind = [{{ address = '{}', tls = 'acme' }}]\n", free_port());
    for (acme, words) in [
        ("", "there is no table [server.acme]"),
        ("[server.acme]\ndomains = ['a.example']\nfolder = 'FOLDER/acme'", "set terms_agreed = true"),
        ("[server.acme]\ndomains = ['*.example']", "instead of a star"),
        (
            "[server.acme]\ndomains = ['a.example']\nfolder = 'FOLDER/settings.toml/a'\nterms_agreed = true",
            "the application cannot be made",
        ),
    ] {
        server.write_settings(&format!("{bind}{acme}"));
        let refused = server.reload().expect_err(acme);
        assert!(refused.contains(words), "{refused}");
    }
    server.wait_for("let the user that workers run as write to");
}

/// A proxy that connects everybody who asks for `name` to `address`, and refuses all others; the targets that were asked for.
fn proxy(name: &'static str, address: String) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let own = listener.local_addr().expect("it is bound").to_string();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (mut client, address, seen) = (client.expect("a client"), address.clone(), Arc::clone(&seen));
            std::thread::spawn(move || {
                let mut lines = BufReader::new(client.try_clone().expect("a descriptor")).lines();
                let first = lines.next().expect("a line").expect("text");
                while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
                seen.lock().expect("no panic").push(first.clone());
                if !first.starts_with(&format!("CONNECT {name}:")) {
                    let _ = client.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n");
                    return;
                }
                client.write_all(b"HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n").expect("sent");
                let server = TcpStream::connect(&address).expect("it listens");
                let (mut back, mut forth) =
                    (server.try_clone().expect("one"), client.try_clone().expect("one"));
                std::thread::spawn(move || std::io::copy(&mut back, &mut forth));
                let mut server = server;
                let _ = std::io::copy(&mut client, &mut server);
            });
        }
    });
    (own, asked)
}

#[test]
fn where_only_a_proxy_leads_out_the_certificate_comes_by_it() {
    let (tls, kept) = (free_port(), tempfile::tempdir().expect("a folder"));
    let Some(pebble) = Pebble::start(port(&tls), 90) else { return };
    let (address, asked) = proxy("localhost", pebble.address.clone());
    // The directory is where nobody listens: only the proxy knows the way.
    let there = format!("https://localhost:{}/dir", port(&pebble.address));
    let nowhere = there.replace(port(&pebble.address), "1");
    let settings = pebble.settings(&tls, kept.path()).replace(&there, &nowhere);
    let by = |proxy: &str| settings.replace("[greeter]", &format!("proxy = 'http://{proxy}'\n[greeter]"));
    let server = Server::start(&by(&address));
    wait_for_certificate(&tls, DOMAINS[0], &pebble.root());
    let asked = asked.lock().expect("no panic").clone();
    assert!(asked.len() > 2 && asked.iter().all(|line| line == "CONNECT localhost:1 HTTP/1.1"), "{asked:?}");
    drop(server);

    let (refusing, _) = proxy("other.example", pebble.address.clone());
    let settings = by(&refusing)
        .replace(&kept.path().display().to_string(), &kept.path().join("new").display().to_string());
    // The refusal may come before all workers are ready, and is waited for from the first line on.
    let server = Server::start_unready(&settings);
    let line = server.wait_for("no certificate for ");
    assert!(line.contains("does not connect to localhost:1: HTTP/1.1 403 Forbidden"), "{line}");
}
