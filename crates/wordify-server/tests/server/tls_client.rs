//! A client that speaks TLS, and certificates for it to trust.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ClientConnection, ConfigBuilder, DigitallySignedStruct, Error, RootCertStore,
    SignatureScheme, StreamOwned, WantsVerifier,
};

use super::process::PATIENCE;

/// Makes a certificate for `localhost` and its key.
pub(crate) fn certify(folder: &Path, name: &str) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("it can be made");
    std::fs::write(folder.join(format!("{name}.pem")), made.cert.pem()).expect("a file");
    std::fs::write(folder.join(format!("{name}.key")), made.signing_key.serialize_pem()).expect("a file");
    CertificateDer::from_pem_slice(made.cert.pem().as_bytes()).expect("it was just made")
}

/// Trusts one certificate, or those that it has signed.
pub(crate) fn trust(certificate: &CertificateDer<'static>, protocols: &[&str]) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).expect("it was just made");
    config(protocols, |builder| builder.with_root_certificates(roots).with_no_client_auth())
}

/// Trusts anyone.
pub(crate) fn trust_anyone() -> ClientConfig {
    config(&["http/1.1"], |builder| {
        builder.dangerous().with_custom_certificate_verifier(Arc::new(Anyone)).with_no_client_auth()
    })
}

type Builder = ConfigBuilder<ClientConfig, WantsVerifier>;

fn config(protocols: &[&str], build: impl FnOnce(Builder) -> ClientConfig) -> ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let mut config = build(builder.expect("ring has them"));
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    config
}

/// A request over TLS by HTTP/1.1, and the certificate that was shown.
pub(crate) fn ask_tls(
    address: &str,
    name: &str,
    path: &str,
    config: ClientConfig,
) -> io::Result<(String, CertificateDer<'static>)> {
    send_tls(
        address,
        name,
        &format!("GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"),
        config,
    )
}

/// The same with a request of one's own, which asks to close.
pub(crate) fn send_tls(
    address: &str,
    name: &str,
    request: &str,
    config: ClientConfig,
) -> io::Result<(String, CertificateDer<'static>)> {
    let server = ServerName::try_from(name.to_owned()).expect("it is a name");
    let session = ClientConnection::new(Arc::new(config), server).expect("it is right");
    let tcp = TcpStream::connect(address)?;
    tcp.set_read_timeout(Some(PATIENCE))?;
    let mut stream = StreamOwned::new(session, tcp);
    stream.write_all(request.as_bytes())?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    let shown = stream.conn.peer_certificates().and_then(|chain| chain.first());
    Ok((text, shown.expect("a handshake shows one").clone().into_owned()))
}

/// What the server chooses to speak, of what the settings of the client offer.
pub(crate) fn protocol_of(address: &str, name: &str, config: ClientConfig) -> io::Result<Option<String>> {
    let server = ServerName::try_from(name.to_owned()).expect("it is a name");
    let mut session = ClientConnection::new(Arc::new(config), server).expect("it is right");
    let mut tcp = TcpStream::connect(address)?;
    tcp.set_read_timeout(Some(PATIENCE))?;
    while session.is_handshaking() {
        session.complete_io(&mut tcp)?;
    }
    Ok(session.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned()))
}

/// The answer to a request over TLS at `localhost`.
pub(crate) fn get_tls(address: &str, certificate: &CertificateDer<'static>) -> io::Result<String> {
    ask_tls(address, "localhost", "/", trust(certificate, &["http/1.1"])).map(|(text, _)| text)
}

/// Takes any certificate.
#[derive(Debug)]
struct Anyone;

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("it is bound").to_string()
}
