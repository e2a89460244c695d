//! SQL of the outbox.

use super::sql::{Row, Tx, values};
use super::{Result, Storage, StorageError, bounded};
use crate::jobs::key::JobId;
use crate::jobs::record::{DueMail, MailBounds, MailKind, MailWish, NewMail};

/// No mail waits longer for its next attempt; one that seems to was put off by a clock that was ahead.
const LONGEST_PAUSE_MS: i64 = 24 * 3600 * 1000;

impl Storage {
    /// Takes a mail that is due, for `lease_ms`.
    ///
    /// A mail whose worker vanished while the message itself was on its way ([`Storage::mail_in_doubt`]) is not
    /// taken again: it may have arrived, and nobody may get it twice. It is deleted, and reported by the count.
    ///
    /// # Errors
    /// Of the database.
    pub async fn claim_mail(
        &self,
        worker: &str,
        lease_ms: i64,
        now: i64,
    ) -> Result<(Option<DueMail>, usize)> {
        let worker = worker.to_owned();
        self.change(move |t| {
            let doubtful = t.execute(
                "DELETE FROM mail WHERE in_doubt = 1 AND (lease_until <= ?1 OR lease_until > ?2 + ?3)",
                values![now, now + lease_ms, lease_ms],
            )?;
            let due = t.row(
                "UPDATE mail SET worker = ?1, lease_until = ?2 WHERE id = (
                    SELECT id FROM mail WHERE (due_at <= ?3 OR due_at > ?3 + ?4) AND in_doubt = 0
                    AND (coalesce(lease_until, 0) <= ?3 OR lease_until > ?2 + ?5)
                    ORDER BY due_at LIMIT 1)
                 RETURNING id, job, key, kind, recipient, site, detail, attempt",
                values![worker, now + lease_ms, now, LONGEST_PAUSE_MS, lease_ms],
            )?;
            Ok((due.map(|row| due_mail_of(t, row)).transpose()?, doubtful))
        })
        .await
    }

    /// Notes that the message itself is now being handed over. False where the lease was lost: do not send.
    ///
    /// # Errors
    /// Of the database.
    pub async fn mail_in_doubt(&self, worker: &str, number: i64) -> Result<bool> {
        let worker = worker.to_owned();
        self.change_one(move |t| {
            let changed = t.execute(
                "UPDATE mail SET in_doubt = 1 WHERE id = ?1 AND worker = ?2",
                values![number, worker],
            )?;
            Ok(changed == 1)
        })
        .await
    }

    /// Deletes a mail that was delivered or given up.
    ///
    /// # Errors
    /// Of the database.
    pub async fn mail_done(&self, number: i64) -> Result<()> {
        self.change_one(move |t| {
            t.execute("DELETE FROM mail WHERE id = ?1", values![number])?;
            Ok(())
        })
        .await
    }

    /// Puts a mail that the server did not take back into the outbox, until `due_at`.
    ///
    /// # Errors
    /// Of the database.
    pub async fn mail_later(&self, number: i64, due_at: i64) -> Result<()> {
        self.change_one(move |t| {
            t.execute(
                "UPDATE mail SET worker = NULL, lease_until = NULL, in_doubt = 0, attempt = attempt + 1, due_at = ?2
                 WHERE id = ?1",
                values![number, due_at],
            )?;
            Ok(())
        })
        .await
    }

    /// Mails in the outbox.
    ///
    /// # Errors
    /// Of the database.
    pub async fn mails(&self) -> Result<usize> {
        self.with(|t| {
            let count = t.number("SELECT count(*) FROM mail", values![])?;
            Ok(usize::try_from(count).unwrap_or(0))
        })
        .await
    }
}

fn due_mail_of(t: &Tx, mut row: Row) -> Result<DueMail> {
    let job = JobId::stored(row.take(1, "job")?);
    let key: Option<String> = row.take(2, "key")?;
    let key = key.map(|key| t.show(&job, "key", key)).transpose()?;
    let kind: String = row.take(3, "kind")?;
    let recipient = t.show(&job, "recipient", row.take(4, "recipient")?)?;
    Ok(DueMail {
        number: row.take(0, "id")?,
        job,
        key: key.map(|key| key.parse().map_err(|_| StorageError::Damaged("key"))).transpose()?,
        mail: NewMail {
            kind: MailKind::from_name(&kind).ok_or(StorageError::Damaged("kind"))?,
            recipient,
            detail: row.take(6, "detail")?,
        },
        site: row.take(5, "site")?,
        attempt: row.take(7, "attempt")?,
    })
}

/// Counts a mail among those of its recipient, of the job's visitor, and of all, of this day. False where one of them has had its
/// share; nothing is counted then.
pub(super) fn count_mail(
    t: &mut Tx,
    id: &JobId,
    mail: &MailWish,
    bounds: MailBounds,
    now: i64,
) -> Result<bool> {
    let visitor: Option<String> =
        t.value("SELECT coalesce(visitor, '') FROM job WHERE id = ?1", values![id])?;
    let counts = [
        (format!("to {}", mail.recipient), bounds.per_recipient),
        (format!("from {}", visitor.unwrap_or_default()), bounds.per_visitor),
        ("all".to_owned(), bounds.per_day),
    ];
    let day = day_of(now);
    // All three before any is counted: a mail that is refused for one bound uses up no other.
    for (name, max) in &counts {
        let mails: Option<i64> =
            t.value("SELECT mails FROM mailed WHERE day = ?1 AND name = ?2", values![day, name])?;
        if mails.unwrap_or(0) >= bounded(*max) {
            return Ok(false);
        }
    }
    for (name, _) in &counts {
        t.execute(
            "INSERT INTO mailed (day, name, mails) VALUES (?1, ?2, 1)
             ON CONFLICT (day, name) DO UPDATE SET mails = mailed.mails + 1",
            values![day, name],
        )?;
    }
    Ok(true)
}

/// Days since 1970.
pub(super) fn day_of(now: i64) -> i64 {
    now.div_euclid(24 * 3600 * 1000)
}
