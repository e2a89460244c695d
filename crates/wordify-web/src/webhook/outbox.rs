//! One notice out of the outbox.

use std::time::{Duration, UNIX_EPOCH};

use serde_json::json;

use super::call::{Called, Caller, Message};
use crate::config::Webhooks;
use crate::jobs::record::DueNotice;
use crate::jobs::storage::{Storage, StorageError};

/// How long a worker has a notice to itself: longer than the longest call.
const LEASE_MS: i64 = 60_000;
/// Seconds until the next attempt, by the attempts before: twenty hours in all, then the notice is given up.
pub const PAUSES_SECONDS: [i64; 8] = [5, 60, 5 * 60, 30 * 60, 2 * 3600, 4 * 3600, 5 * 3600, 8 * 3600];

/// The outbox of a site.
#[derive(Debug, Clone, Copy)]
pub struct Notices<'a> {
    /// Where the notices are.
    pub storage: &'a Storage,
    /// Who may be called.
    pub settings: &'a Webhooks,
    /// What calls are made with.
    pub caller: &'a Caller,
}

impl Notices<'_> {
    /// Takes the next notice that is due at `now`, in milliseconds since 1970, and sends it. False where none is due.
    ///
    /// # Errors
    /// Of the database; the notice then comes again.
    pub async fn send_next(&self, worker: &str, now: i64) -> Result<bool, StorageError> {
        let Some(notice) = self.storage.claim_notice(worker, LEASE_MS, now).await? else { return Ok(false) };
        let called = self.caller.call(self.settings, &notice.address, &message(&notice, now)).await;
        let outcome = self.note(worker, &notice, called, now).await?;
        let labels = format!("outcome=\"{outcome}\"");
        self.storage.count(vec![("wordify_notices_total".into(), labels, 1.0)]).await?;
        Ok(true)
    }

    /// Notes what became of a notice, and when it is tried again; returns that in a word.
    async fn note(
        &self,
        worker: &str,
        notice: &DueNotice,
        called: Called,
        now: i64,
    ) -> Result<&'static str, StorageError> {
        let (job, attempt) = (&notice.job, notice.attempt + 1);
        let pause = PAUSES_SECONDS.get(notice.attempt as usize);
        match (called, pause) {
            (Called::Taken, _) => {
                self.storage.notice_done(worker, job).await?;
                tracing::info!(job = %job, attempt, "webhook notified");
                Ok("taken")
            }
            (Called::Later(reason), Some(seconds)) => {
                self.storage.notice_later(worker, job, now + seconds * 1000).await?;
                tracing::warn!(job = %job, attempt, reason, seconds, "webhook not notified, tried again later");
                Ok("later")
            }
            (Called::Never(reason) | Called::Later(reason), _) => {
                self.storage.notice_done(worker, job).await?;
                tracing::warn!(job = %job, attempt, reason, "webhook given up");
                Ok("given_up")
            }
        }
    }
}

/// What is sent: which job, how it ended, and where to go on from there; nothing of its texts.
fn message(notice: &DueNotice, now: i64) -> Message {
    let state = notice.state.name();
    let body = json!({
        "type": format!("job.{state}"),
        "timestamp": rfc_3339(notice.ended_at),
        "data": {
            "id": notice.key,
            "reference": notice.job,
            "state": state,
            "link": format!("{}/api/v1/jobs/{}", notice.site, notice.key),
        },
    });
    Message { id: format!("msg_{}", notice.job), seconds: now / 1000, body: body.to_string() }
}

/// `2026-01-31T12:00:00Z` of milliseconds since 1970.
fn rfc_3339(milliseconds: i64) -> String {
    let seconds = Duration::from_secs(u64::try_from(milliseconds / 1000).unwrap_or(0));
    humantime::format_rfc3339_seconds(UNIX_EPOCH + seconds).to_string()
}
