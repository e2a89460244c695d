//! One mail out of the outbox.

use std::time::Duration;

use lettre::Address;
use lettre::message::Mailbox;

use super::connection::{Connection, MailError};
use super::message::{self, Built};
use crate::config::Mail;
use crate::jobs::record::DueMail;
use crate::jobs::storage::StorageError;
use crate::state::App;

/// How long a worker has a mail to itself: longer than the longest conversation.
const LEASE_MS: i64 = 10 * 60 * 1000;
/// Longest conversation before the message itself.
const ANNOUNCE_TIMEOUT: Duration = Duration::from_secs(2 * 60);
/// Longest time for the message, and for the server to say that it has it.
const HAND_OVER_TIMEOUT: Duration = Duration::from_secs(5 * 60);
/// Minutes until the next attempt, by the attempts before: a day and a half in all, then the mail is given up.
const PAUSES_MINUTES: [i64; 10] = [1, 2, 5, 15, 30, 60, 2 * 60, 4 * 60, 8 * 60, 20 * 60];

/// Takes the next mail that is due and tries to deliver it. False where none is due.
///
/// # Errors
/// Of the database; the mail then comes again, unless it was on its way.
pub async fn send_next(app: &App, settings: &Mail, worker: &str, now: i64) -> Result<bool, StorageError> {
    let (due, in_doubt) = app.storage.claim_mail(worker, LEASE_MS, now).await?;
    if in_doubt > 0 {
        tracing::error!(
            mails = in_doubt,
            "mails were on their way when their worker ended; they are not sent again"
        );
        count(app, "any", "in_doubt", in_doubt).await?;
    }
    let Some(mail) = due else { return Ok(in_doubt > 0) };
    let kind = mail.mail.kind.name();
    let outcome = send(app, settings, worker, &mail).await?;
    match outcome {
        Outcome::Sent => {
            app.storage.mail_done(mail.number).await?;
            tracing::info!(job = %mail.job, kind, attempt = mail.attempt + 1, "mail sent");
            count(app, kind, "sent", 1).await?;
        }
        Outcome::Void => app.storage.mail_done(mail.number).await?,
        Outcome::Refused(reason) => {
            app.storage.mail_done(mail.number).await?;
            tracing::warn!(job = %mail.job, kind, reason, "mail refused by the server");
            count(app, kind, "refused", 1).await?;
        }
        Outcome::Later(reason) => match PAUSES_MINUTES.get(mail.attempt as usize) {
            Some(minutes) => {
                app.storage.mail_later(mail.number, now + minutes * 60_000).await?;
                tracing::warn!(job = %mail.job, kind, reason, minutes, "mail not sent, tried again later");
                count(app, kind, "later", 1).await?;
            }
            None => {
                app.storage.mail_done(mail.number).await?;
                tracing::error!(job = %mail.job, kind, reason, "mail given up");
                count(app, kind, "given_up", 1).await?;
            }
        },
        Outcome::InDoubt(reason) => {
            tracing::error!(job = %mail.job, kind, reason, "mail in doubt: it may have arrived, and is not sent again");
        }
    }
    Ok(true)
}

/// What became of a mail.
enum Outcome {
    Sent,
    /// There is nothing to be sent any more.
    Void,
    Refused(String),
    Later(String),
    InDoubt(String),
}

impl From<MailError> for Outcome {
    fn from(error: MailError) -> Self {
        match error {
            MailError::Refused(reason) => Self::Refused(reason),
            MailError::Later(reason) => Self::Later(reason),
            MailError::InDoubt(reason) => Self::InDoubt(reason),
        }
    }
}

async fn send(app: &App, settings: &Mail, worker: &str, mail: &DueMail) -> Result<Outcome, StorageError> {
    let built = match message::build(app, settings, mail).await {
        Ok(Some(built)) => built,
        Ok(None) => return Ok(Outcome::Void),
        Err(reason) => return Ok(Outcome::Refused(reason)),
    };
    let Built { from, to, bytes } = built;
    match converse(app, settings, worker, mail.number, (from, to), &bytes).await? {
        Ok(()) => Ok(Outcome::Sent),
        Err(error) => Ok(error.into()),
    }
}

async fn converse(
    app: &App,
    settings: &Mail,
    worker: &str,
    number: i64,
    (from, to): (Address, Mailbox),
    bytes: &[u8],
) -> Result<Result<(), MailError>, StorageError> {
    let announced = async {
        let mut connection = Connection::open(settings).await?;
        connection.announce(from, to.email).await?;
        Ok(connection)
    };
    let announced = tokio::time::timeout(ANNOUNCE_TIMEOUT, announced).await;
    let mut connection = match announced {
        Ok(Ok(connection)) => connection,
        Ok(Err(error)) => return Ok(Err(error)),
        Err(_) => return Ok(Err(MailError::Later("the server took too long".into()))),
    };
    // From here on the mail may arrive.
    if !app.storage.mail_in_doubt(worker, number).await? {
        return Ok(Err(MailError::InDoubt("the lease was lost before anything was sent".into())));
    }
    let handed_over = match tokio::time::timeout(HAND_OVER_TIMEOUT, connection.hand_over(bytes)).await {
        Ok(handed_over) => handed_over,
        Err(_) => Err(MailError::InDoubt("the server took too long for the message".into())),
    };
    if handed_over.is_ok() {
        // The server has it: nothing may come between this and the note in the database.
        app.storage.mail_done(number).await?;
        connection.close().await;
    }
    Ok(handed_over)
}

async fn count(app: &App, kind: &str, outcome: &str, mails: usize) -> Result<(), StorageError> {
    let labels = format!("kind=\"{kind}\",outcome=\"{outcome}\"");
    app.storage.count(vec![("wordify_mails_total".into(), labels, mails as f64)]).await
}
