//! SQL of the outbox.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Result, Storage, StorageError, bounded};
use crate::jobs::key::JobId;
use crate::jobs::record::{DueMail, MailBounds, MailKind, MailWish, NewMail};

/// No mail waits longer for its next attempt; one that seems to was put off by a clock that was ahead.
const LONGEST_PAUSE_MS: i64 = 24 * 3600 * 1000;

impl Storage {
    /// Takes a mail that is due, for `lease_ms`.
    ///
    /// A mail whose worker vanished while the message itself was on its way ([`Storage::mail_in_doubt`]) is not
    /// taken again: it may have arrived, and nobody shall get it twice. It is deleted, and told by the count.
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
            let doubtful: Vec<String> = t
                .prepare(
                    "DELETE FROM mail WHERE in_doubt = 1 AND (lease_until <= ?1 OR lease_until > ?2 + ?3) RETURNING job",
                )?
                .query_map([now, now + lease_ms, lease_ms], |row| row.get(0))?
                .collect::<std::result::Result<_, _>>()?;
            let due = t
                .query_row(
                    "UPDATE mail SET worker = ?1, lease_until = ?2 WHERE id = (
                        SELECT id FROM mail WHERE (due_at <= ?3 OR due_at > ?3 + ?4) AND in_doubt = 0
                        AND (coalesce(lease_until, 0) <= ?3 OR lease_until > ?2 + ?5)
                        ORDER BY due_at LIMIT 1)
                     RETURNING id, job, key, kind, recipient, site, detail, attempt",
                    params![worker, now + lease_ms, now, LONGEST_PAUSE_MS, lease_ms],
                    |row| Ok(due_mail_of(row)),
                )
                .optional()?
                .transpose()?;
            Ok((due, doubtful.len()))
        })
        .await
    }

    /// Notes that the message itself is now being handed over. False where the lease was lost: do not send.
    ///
    /// # Errors
    /// Of the database.
    pub async fn mail_in_doubt(&self, worker: &str, number: i64) -> Result<bool> {
        let worker = worker.to_owned();
        self.change(move |t| {
            let changed = t.execute(
                "UPDATE mail SET in_doubt = 1 WHERE id = ?1 AND worker = ?2",
                params![number, worker],
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
        self.change(move |t| {
            t.execute("DELETE FROM mail WHERE id = ?1", [number])?;
            Ok(())
        })
        .await
    }

    /// Puts a mail that the server did not take back into the outbox, until `due_at`.
    ///
    /// # Errors
    /// Of the database.
    pub async fn mail_later(&self, number: i64, due_at: i64) -> Result<()> {
        self.change(move |t| {
            t.execute(
                "UPDATE mail SET worker = NULL, lease_until = NULL, in_doubt = 0, attempt = attempt + 1, due_at = ?2
                 WHERE id = ?1",
                params![number, due_at],
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
        self.with(|connection| {
            let count: i64 = connection.query_row("SELECT count(*) FROM mail", [], |row| row.get(0))?;
            Ok(usize::try_from(count).unwrap_or(0))
        })
        .await
    }
}

fn due_mail_of(row: &Row) -> Result<DueMail> {
    let key: Option<String> = row.get("key")?;
    let kind: String = row.get("kind")?;
    Ok(DueMail {
        number: row.get("id")?,
        job: JobId::stored(row.get("job")?),
        key: key.map(|key| key.parse().map_err(|_| StorageError::Damaged("key"))).transpose()?,
        mail: NewMail {
            kind: MailKind::from_name(&kind).ok_or(StorageError::Damaged("kind"))?,
            recipient: row.get("recipient")?,
            detail: row.get("detail")?,
        },
        site: row.get("site")?,
        attempt: row.get("attempt")?,
    })
}

/// Counts a mail among those of its recipient, of the job's visitor, and of all, of this day. False where one of them has had its
/// share; nothing is counted then.
pub(super) fn count_mail(
    t: &Transaction,
    id: &JobId,
    mail: &MailWish,
    bounds: MailBounds,
    now: i64,
) -> Result<bool> {
    let visitor: Option<String> =
        t.query_row("SELECT visitor FROM job WHERE id = ?1", [id.as_str()], |row| row.get(0))?;
    let counts = [
        (format!("to {}", mail.recipient), bounds.per_recipient),
        (format!("from {}", visitor.unwrap_or_default()), bounds.per_visitor),
        ("all".to_owned(), bounds.per_day),
    ];
    let day = day_of(now);
    for (name, max) in &counts {
        let mails: Option<i64> = t
            .query_row("SELECT mails FROM mailed WHERE day = ?1 AND name = ?2", params![day, name], |row| {
                row.get(0)
            })
            .optional()?;
        if mails.unwrap_or(0) >= bounded(*max) {
            return Ok(false);
        }
    }
    for (name, _) in &counts {
        t.execute(
            "INSERT INTO mailed (day, name, mails) VALUES (?1, ?2, 1)
             ON CONFLICT (day, name) DO UPDATE SET mails = mails + 1",
            params![day, name],
        )?;
    }
    Ok(true)
}

/// Days since 1970.
pub(super) fn day_of(now: i64) -> i64 {
    now.div_euclid(24 * 3600 * 1000)
}
