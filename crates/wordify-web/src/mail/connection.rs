//! The conversation with the mail server (RFC 5321), step by step.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::ClientId;

use crate::config::{Mail, MailSecurity};

/// Longest time until the server answers at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
/// Pieces in which a message is written.
const PIECE_BYTES: usize = 16 << 10;

/// Why a mail was not delivered.
#[derive(Debug)]
pub enum MailError {
    /// The server refuses it for good.
    Refused(String),
    /// It may work later.
    Later(String),
    /// The message was on its way when the connection broke: it may have arrived.
    InDoubt(String),
}

impl fmt::Display for MailError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(reason) | Self::Later(reason) | Self::InDoubt(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for MailError {}

/// What the log may have of an error: answers of servers repeat addresses, so only their codes.
fn reason(step: &str, error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("{step}: the server answers {code}"),
        None if error.is_tls() => format!("{step}: no trusted TLS: {error}"),
        None if error.is_timeout() => format!("{step}: the server does not answer"),
        None => format!("{step}: {error}"),
    }
}

/// An error of the server as a whole passes by; so does a refusal by code 4xx.
fn later(step: &'static str) -> impl Fn(lettre::transport::smtp::Error) -> MailError {
    move |error| MailError::Later(reason(step, &error))
}

/// What concerns this mail alone is final where the code is 5xx.
fn of_mail(step: &'static str) -> impl Fn(lettre::transport::smtp::Error) -> MailError {
    move |error| {
        let reason = reason(step, &error);
        if error.is_permanent() { MailError::Refused(reason) } else { MailError::Later(reason) }
    }
}

/// A connection that has said who we are, and is logged in where the settings ask for it.
pub(crate) struct Connection(AsyncSmtpConnection);

impl Connection {
    /// Connects: encrypted from the beginning or by STARTTLS, as the settings say, and never without where they ask
    /// for it.
    pub(crate) async fn open(settings: &Mail) -> Result<Self, MailError> {
        let name = ClientId::default();
        let tls = tls(settings).map_err(later("TLS"))?;
        let wrapped = (settings.security == MailSecurity::Tls).then(|| tls.clone());
        let server = (settings.host.as_str(), settings.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(CONNECT_TIMEOUT), &name, wrapped, None)
                .await
                .map_err(later("connect"))?;
        if settings.security == MailSecurity::StartTls {
            connection.starttls(tls, &name).await.map_err(later("STARTTLS"))?;
        }
        if let Some((user, password)) = &settings.login {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await.map_err(later("login"))?;
        }
        Ok(Self(connection))
    }

    /// Names sender and recipient, and announces the message: nothing is sent yet that could arrive.
    pub(crate) async fn announce(&mut self, from: Address, to: Address) -> Result<(), MailError> {
        self.0.command(MailFrom::new(Some(from), Vec::new())).await.map_err(of_mail("sender"))?;
        self.0.command(Rcpt::new(to, Vec::new())).await.map_err(of_mail("recipient"))?;
        self.0.command(Data).await.map_err(of_mail("data"))?;
        Ok(())
    }

    /// Hands the message over.
    pub(crate) async fn hand_over(&mut self, message: &[u8]) -> Result<(), MailError> {
        // Only the end of the message makes it arrive: a connection that breaks before it has delivered nothing.
        let is_whole = AtomicBool::new(false);
        let pieces = message.chunks(PIECE_BYTES).map(Some).chain([None]).map_while(|piece| {
            if piece.is_none() {
                is_whole.store(true, Ordering::Relaxed);
            }
            piece
        });
        let outcome = self.0.message_iter(pieces).await;
        match outcome {
            Ok(_) => Ok(()),
            Err(error) if error.status().is_some() => Err(of_mail("message")(error)),
            Err(error) if is_whole.load(Ordering::Relaxed) => {
                Err(MailError::InDoubt(reason("message", &error)))
            }
            Err(error) => Err(MailError::Later(reason("message", &error))),
        }
    }

    /// Says goodbye.
    pub(crate) async fn close(mut self) {
        // The mail is delivered; how the connection ends changes nothing.
        let _ = self.0.quit().await;
    }
}

fn tls(settings: &Mail) -> Result<TlsParameters, lettre::transport::smtp::Error> {
    let mut parameters = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.ca {
        parameters = parameters.add_root_certificate(Certificate::from_pem(pem.as_bytes())?);
    }
    parameters.build_rustls()
}

/// Whether the server takes our connection and our login; sends nothing.
///
/// # Errors
/// What the server says.
pub async fn check(settings: &Mail) -> Result<(), MailError> {
    let connection = tokio::time::timeout(CONNECT_TIMEOUT * 2, Connection::open(settings)).await;
    let connection = connection.map_err(|_| MailError::Later("the server does not answer".into()))??;
    connection.close().await;
    Ok(())
}
