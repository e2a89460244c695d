//! What a TLS listener offers, what it refuses, and what it survives.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::CertificateDer;

use super::client::time;
use super::process::{PATIENCE, Server};
use super::tls_client::{ask_tls, free_port, protocol_of, trust};

/// A server whose certificate was signed by an authority between it and the root.
struct Scanned {
    server: Server,
    address: String,
    root: CertificateDer<'static>,
}

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new([]).expect("no names are right");
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

fn start() -> Scanned {
    let key = || KeyPair::generate().expect("it can be made");
    let root = CertifiedIssuer::self_signed(authority("root"), key()).expect("it can be signed");
    let middle = CertifiedIssuer::signed_by(authority("middle"), key(), &root).expect("it can be signed");
    let own = key();
    let leaf = CertificateParams::new(["localhost".to_owned()]).expect("it is a name");
    let leaf = leaf.signed_by(&own, &middle).expect("it can be signed");
    let files = tempfile::tempdir().expect("a folder");
    let path = |name: &str| files.path().join(name);
    std::fs::write(path("chain.pem"), leaf.pem() + &middle.as_ref().pem()).expect("a file");
    std::fs::write(path("key.pem"), own.serialize_pem()).expect("a file");
    let address = free_port();
    let server = Server::start(&format!(
        "workers = 1\ntimeouts.header = 1\nbind = ['127.0.0.1:0', {{ address = '{address}', tls = {{ certificate = '{}', key = '{}' }} }}]",
        path("chain.pem").display(),
        path("key.pem").display(),
    ));
    std::fs::write(server.path("root.pem"), root.as_ref().pem()).expect("a file");
    Scanned { server, address, root: root.as_ref().der().clone() }
}

impl Scanned {
    /// Who knows the root alone is served, without much waiting.
    fn is_served(&self) {
        let ask = || ask_tls(&self.address, "localhost", "/", trust(&self.root, &["http/1.1"]));
        let (answer, took) = time(ask);
        assert!(answer.expect("the whole chain is sent").0.starts_with("HTTP/1.1 200"));
        assert!(took < Duration::from_secs(2), "an honest client waited {took:?}");
    }

    /// What comes back for these bytes until the server closes.
    fn answer(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("it is a socket");
        let _ = stream.write_all(bytes); // It may be refused before all is sent.
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }
}

/// The first message of a client that knows nothing newer than this version, and offers the usual ciphers of its time.
fn hello(version: [u8; 2], ciphers: &[u8]) -> Vec<u8> {
    let mut body = version.to_vec();
    body.extend([7; 32]); // What a client has thrown its dice for.
    body.push(0); // No session.
    body.extend(u16::try_from(ciphers.len()).expect("few").to_be_bytes());
    body.extend(ciphers);
    body.extend([1, 0]); // No compression.
    // The curves P-256 and P-384, uncompressed points, signatures by ECDSA with P-256 and by RSA.
    let extensions: &[u8] =
        &[0, 10, 0, 6, 0, 4, 0, 23, 0, 24, 0, 11, 0, 2, 1, 0, 0, 13, 0, 6, 0, 4, 4, 3, 4, 1];
    body.extend(u16::try_from(extensions.len()).expect("few").to_be_bytes());
    body.extend(extensions);
    let length = u32::try_from(body.len()).expect("few").to_be_bytes();
    let message = [&[1], &length[1..], &body[..]].concat();
    let length = u16::try_from(message.len()).expect("few").to_be_bytes();
    [&[22, 3, 1], &length[..], &message].concat()
}

#[test]
fn only_tls_1_2_and_1_3_with_strong_ciphers_are_spoken() {
    let scanned = start();
    // ECDHE-ECDSA with AES-128-GCM, and then what is weaker: CBC, RSA key exchange, triple DES, RC4, export, no encryption.
    let strong = [0xc0, 0x2b];
    let weak: &[u8] = &[0xc0, 9, 0xc0, 10, 0xc0, 0x23, 0, 0x2f, 0, 0x9c, 0, 10, 0, 5, 0, 3, 0, 0];
    let is_hello = |answer: &[u8]| answer.first() == Some(&22);
    assert!(is_hello(&scanned.answer(&hello([3, 3], &strong))), "TLS 1.2 is spoken");
    for (version, name) in [([3, 0], "SSL 3"), ([3, 1], "TLS 1.0"), ([3, 2], "TLS 1.1")] {
        let answer = scanned.answer(&hello(version, &[&strong, weak].concat()));
        // An alert, number 70: the version of the protocol.
        assert!(answer.first() == Some(&21) && answer.ends_with(&[2, 70]), "{name}: {answer:?}");
    }
    for cipher in weak.chunks(2) {
        let answer = scanned.answer(&hello([3, 3], cipher));
        // An alert, number 40: no agreement.
        assert!(answer.first() == Some(&21) && answer.ends_with(&[2, 40]), "{cipher:?}: {answer:?}");
    }
    scanned.is_served();
}

#[test]
fn http_2_is_preferred_and_an_unknown_protocol_is_refused() {
    let scanned = start();
    let agreed = |offered: &[&str]| protocol_of(&scanned.address, "localhost", trust(&scanned.root, offered));
    assert_eq!(agreed(&["http/1.1", "h2"]).expect("it is spoken").as_deref(), Some("h2"));
    assert_eq!(agreed(&["http/1.1"]).expect("it is spoken").as_deref(), Some("http/1.1"));
    assert_eq!(agreed(&[]).expect("it is no must"), None);
    for offered in ["spdy/3", "acme-tls/1"] {
        assert!(agreed(&[offered]).is_err(), "{offered}");
    }
}

#[test]
fn garbage_and_half_handshakes_end_in_time_and_hurt_nobody() {
    let scanned = start();
    let before = scanned.server.pids("web", "ready");
    let whole = hello([3, 3], &[0xc0, 0x2b]);
    let mut cut = whole.clone();
    cut.truncate(40);
    let mut lying = whole.clone();
    lying[3..5].copy_from_slice(&[0xff, 0xff]); // A record longer than any may be.
    let mut twisted = whole.clone();
    twisted[43] = 0xff; // A session name that is longer than the message.
    let ssl2 = [&[0x80, 0x2e, 1, 0, 2, 0, 0x15, 0, 0, 0, 0x10][..], &[5; 37]].concat();
    let corpus: [&[u8]; 11] = [
        b"",
        b"\0",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        &[0xff; 20_000],
        &ssl2,
        &cut,
        &lying,
        &twisted,
        // Heartbleed: a heartbeat that claims to be longer than it is.
        &[24, 3, 2, 0, 3, 1, 0x40, 0],
    ];
    for bytes in corpus {
        let (answer, took) = time(|| scanned.answer(bytes));
        assert!(answer.first() != Some(&22) && answer.len() < 20, "{bytes:?} was answered with {answer:?}");
        assert!(took < Duration::from_secs(3), "{bytes:?} was kept for {took:?}");
    }
    // Many at a time, each stuck at another byte.
    let stuck = (0..200).map(|number| {
        let mut stream = TcpStream::connect(&scanned.address).expect("it listens");
        stream.write_all(&whole[..number % whole.len()]).expect("it is sent");
        stream.set_read_timeout(Some(PATIENCE)).expect("it is a socket");
        stream
    });
    let stuck: Vec<TcpStream> = stuck.collect();
    scanned.is_served();
    let (_, took) = time(|| {
        for mut stream in stuck {
            let _ = stream.read_to_end(&mut Vec::new());
        }
    });
    assert!(took < Duration::from_secs(3), "they were kept for {took:?}");
    scanned.is_served();
    assert_eq!(scanned.server.pids("web", "ready"), before);
}

#[test]
fn two_independent_programs_find_nothing_to_complain_about() {
    let scanned = start();
    let run = |program: &str, arguments: &[&str]| {
        let run = Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::piped()).output();
        match run {
            Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
            Err(_) => {
                assert!(std::env::var_os("TESTS_REQUIRE_ALL").is_none(), "{program} is not installed");
                eprintln!("skipped: {program} is not installed");
                None
            }
        }
    };
    let root = scanned.server.path("root.pem").display().to_string();
    for version in ["-tls1_2", "-tls1_3"] {
        let arguments = [
            "s_client",
            "-connect",
            &scanned.address,
            "-servername",
            "localhost",
            "-verify_hostname",
            "localhost",
            "-CAfile",
            &root,
            "-verify_return_error",
            "-alpn",
            "h2,http/1.1",
            version,
        ];
        let Some(output) = run("openssl", &arguments) else { break };
        for words in ["Verify return code: 0 (ok)", "ALPN protocol: h2", " 0 s:", " 1 s:CN = middle"] {
            assert!(output.contains(words), "{version}: {words:?} is missing in {output}");
        }
        assert!(version == "-tls1_3" || output.contains("Secure Renegotiation IS supported"), "{output}");
    }
    let Some(output) = run("sslscan", &["--no-colour", &scanned.address]) else { return };
    for version in ["SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1"] {
        let is_off = |line: &str| line.starts_with(version) && line.ends_with("disabled");
        assert!(output.lines().any(is_off), "{version} in {output}");
    }
    let ciphers = output.lines().filter(|line| line.starts_with("Accepted") || line.starts_with("Preferred"));
    let names: Vec<&str> = ciphers.filter_map(|line| line.split_whitespace().nth(4)).collect();
    assert!(names.len() >= 5, "{output}");
    let is_strong = |name: &str| {
        name.starts_with("TLS_AES_")
            || name.starts_with("TLS_CHACHA20_")
            || (name.starts_with("ECDHE-") && (name.contains("GCM") || name.contains("CHACHA20")))
    };
    assert!(names.iter().all(|name| is_strong(name)), "{names:?}");
    for words in ["TLSv1.2 not vulnerable to heartbleed", "Session renegotiation not supported"] {
        assert!(output.contains(words), "{words:?} is missing in {output}");
    }
}
