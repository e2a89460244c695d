//! One mail out of the outbox.

use std::future::Future;
use std::time::Duration;

use tokio::time::sleep;

use super::connection::{Connection, MailError};
use super::message::{self, Built, NotBuilt};
use crate::config::{Config, Mail};
use crate::jobs::record::DueMail;
use crate::jobs::storage::{Storage, StorageError};

/// How long a worker has a mail to itself: longer than the longest conversation.
const LEASE_MS: i64 = 10 * 60 * 1000;
/// Longest conversation before the message itself.
const ANNOUNCE_TIMEOUT: Duration = Duration::from_secs(2 * 60);
/// Longest time for the message, and for the server to say that it has it.
const HAND_OVER_TIMEOUT: Duration = Duration::from_secs(5 * 60);
/// Minutes until the next attempt, by the attempts before: a day and a half in all, then the mail is given up.
const PAUSES_MINUTES: [i64; 10] = [1, 2, 5, 15, 30, 60, 2 * 60, 4 * 60, 8 * 60, 20 * 60];

/// Pauses before what became of a mail is noted again.
const NOTE_PAUSES: [Duration; 3] =
    [Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(3)];

/// The outbox of a site.
#[derive(Debug, Clone, Copy)]
pub struct Outbox<'a> {
    /// Where the mails and the results are.
    pub storage: &'a Storage,
    /// What mails say about the site.
    pub config: &'a Config,
    /// How mail is sent.
    pub settings: &'a Mail,
}

impl Outbox<'_> {
    /// Takes the next mail that is due and tries to deliver it. False where none is due.
    ///
    /// # Errors
    /// Of the database; the mail then comes again, unless it was on its way.
    pub async fn send_next(&self, worker: &str, now: i64) -> Result<bool, StorageError> {
        let (due, in_doubt) = self.storage.claim_mail(worker, LEASE_MS, now).await?;
        if in_doubt > 0 {
            tracing::error!(
                mails = in_doubt,
                "mails were on their way when their worker ended; they are not sent again"
            );
            self.count("any", "in_doubt", in_doubt).await?;
        }
        let Some(mail) = due else { return Ok(in_doubt > 0) };
        let delivery = self.send(worker, &mail).await?;
        self.note(&mail, delivery, now).await?;
        Ok(true)
    }

    /// Notes what became of a mail, and when it is tried again.
    async fn note(&self, mail: &DueMail, delivery: Delivery, now: i64) -> Result<(), StorageError> {
        let kind = mail.mail.kind.name();
        match delivery {
            Delivery::Sent => {
                insist(|| self.storage.mail_done(mail.number)).await?;
                tracing::info!(job = %mail.job, kind, attempt = mail.attempt + 1, "mail sent");
                self.count(kind, "sent", 1).await?;
            }
            Delivery::Void => insist(|| self.storage.mail_done(mail.number)).await?,
            Delivery::Refused(reason) => {
                insist(|| self.storage.mail_done(mail.number)).await?;
                tracing::warn!(job = %mail.job, kind, reason, "mail refused by the server");
                self.count(kind, "refused", 1).await?;
            }
            Delivery::Later(reason) => match PAUSES_MINUTES.get(mail.attempt as usize) {
                Some(minutes) => {
                    insist(|| self.storage.mail_later(mail.number, now + minutes * 60_000)).await?;
                    tracing::warn!(job = %mail.job, kind, reason, minutes, "mail not sent, tried again later");
                    self.count(kind, "later", 1).await?;
                }
                None => {
                    insist(|| self.storage.mail_done(mail.number)).await?;
                    tracing::error!(job = %mail.job, kind, reason, "mail given up");
                    self.count(kind, "given_up", 1).await?;
                }
            },
            Delivery::InDoubt(reason) => {
                tracing::error!(job = %mail.job, kind, reason, "mail in doubt: it may have arrived, and is not sent again");
            }
        }
        Ok(())
    }

    async fn send(&self, worker: &str, mail: &DueMail) -> Result<Delivery, StorageError> {
        let built = match message::build(self.storage, self.config, self.settings, mail).await {
            Ok(Some(built)) => built,
            Ok(None) => return Ok(Delivery::Void),
            Err(NotBuilt::Never(reason)) => return Ok(Delivery::Refused(reason)),
            // Nothing is known against the mail: a database that is locked for a moment must not lose it.
            Err(NotBuilt::Storage(error)) => return Ok(Delivery::Later(error.to_string())),
        };
        self.converse(worker, mail.number, built).await
    }

    /// Hands a message over to the mail server.
    async fn converse(&self, worker: &str, number: i64, built: Built) -> Result<Delivery, StorageError> {
        let Built { from, to, bytes } = built;
        let announced = async {
            let mut connection = Connection::open(self.settings).await?;
            connection.announce(from, to.email).await?;
            Ok::<_, MailError>(connection)
        };
        let mut connection = match tokio::time::timeout(ANNOUNCE_TIMEOUT, announced).await {
            Ok(Ok(connection)) => connection,
            Ok(Err(error)) => return Ok(Delivery::from(error)),
            Err(_) => return Ok(Delivery::Later("the server took too long".into())),
        };
        // From here on the mail may arrive.
        if !self.storage.mail_in_doubt(worker, number).await? {
            return Ok(Delivery::InDoubt("the lease was lost before anything was sent".into()));
        }
        match tokio::time::timeout(HAND_OVER_TIMEOUT, connection.hand_over(&bytes)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Ok(Delivery::from(error)),
            Err(_) => return Ok(Delivery::InDoubt("the server took too long for the message".into())),
        }
        // The server has it: nothing may come between this and the note in the database.
        insist(|| self.storage.mail_done(number)).await?;
        connection.close().await;
        Ok(Delivery::Sent)
    }

    async fn count(&self, kind: &str, outcome: &str, mails: usize) -> Result<(), StorageError> {
        let labels = format!("kind=\"{kind}\",outcome=\"{outcome}\"");
        self.storage.count(vec![("wordify_mails_total".into(), labels, mails as f64)]).await
    }
}

/// Notes something, again where the database fails: a mail that is not noted counts as in doubt, and is never sent.
async fn insist<F>(note: impl Fn() -> F) -> Result<(), StorageError>
where
    F: Future<Output = Result<(), StorageError>>,
{
    for pause in NOTE_PAUSES {
        match note().await {
            Ok(()) => return Ok(()),
            Err(error) => tracing::warn!(error = %error, "what became of a mail could not be noted"),
        }
        sleep(pause).await;
    }
    note().await
}

/// What became of a mail.
enum Delivery {
    Sent,
    /// There is nothing to be sent any more.
    Void,
    Refused(String),
    Later(String),
    InDoubt(String),
}

impl From<MailError> for Delivery {
    fn from(error: MailError) -> Self {
        match error {
            MailError::Refused(reason) => Self::Refused(reason),
            MailError::Later(reason) => Self::Later(reason),
            MailError::InDoubt(reason) => Self::InDoubt(reason),
        }
    }
}
