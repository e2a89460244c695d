//! A job as the API shows it.

use std::time::{Duration, UNIX_EPOCH};

use serde::Serialize;
use utoipa::ToSchema;
use wordify::report::Format;

use crate::frame;
use crate::http::error::Problem;
use crate::jobs::job::{Failure, Job, State, now_ms};
use crate::jobs::key::JobKey;
use crate::jobs::view::result_part;
use crate::state::App;

/// Share of a job that must be done before the time left is worth showing.
const SHARE_FOR_FORECAST: f64 = 0.05;

/// An analysis: where it stands, and where to go from here.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(title = "Job")]
pub(crate) struct JobStatus {
    /// The secret name of the analysis, 32 hexadecimal digits: who has it can see, cancel and delete it.
    #[schema(value_type = String, example = "4b6f6e6a756e6b747572666f72736368", pattern = "^[0-9a-f]{32}$")]
    pub(crate) id: JobKey,
    /// The public name, for questions to whoever runs the site; it gives no access.
    #[schema(example = "9f86d081884c7d65")]
    pub(crate) reference: String,
    /// `waiting` (uploaded, not started), `queued`, `running`, or an end: `succeeded`, `failed`, `canceled`.
    pub(crate) state: State,
    /// How far it is.
    pub(crate) progress: Progress,
    /// Whether it is about to be canceled.
    pub(crate) cancel_requested: bool,
    /// Why it has no result, where it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<Failure>,
    /// When the file was uploaded.
    #[schema(format = DateTime, example = "2026-01-31T12:00:00Z")]
    pub(crate) created_at: String,
    /// When it was put into the queue.
    #[schema(format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) queued_at: Option<String>,
    /// When the work on it began.
    #[schema(format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) started_at: Option<String>,
    /// When it ended.
    #[schema(format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) finished_at: Option<String>,
    /// When it is deleted with all that belongs to it, unless it goes on before.
    #[schema(format = DateTime)]
    pub(crate) expires_at: String,
    /// Addresses of what can be done with it.
    pub(crate) links: Links,
}

/// How far an analysis is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Progress {
    /// The stage of the work, in words, while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "fitting")]
    pub(crate) stage: Option<String>,
    /// Units done in this stage.
    pub(crate) done: u64,
    /// Units of this stage in all.
    pub(crate) total: u64,
    /// Share of the whole work done, from 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    pub(crate) share: f64,
    /// Place in the queue, from 1, while it is queued.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub(crate) place: Option<usize>,
    /// Seconds until the end, where they can be estimated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) seconds_left: Option<u64>,
}

/// Addresses, each from the root of the site.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Links {
    /// This.
    #[serde(rename = "self")]
    pub(crate) this: String,
    /// Its progress as server-sent events.
    pub(crate) events: String,
    /// The page for people.
    pub(crate) page: String,
    /// Where a `POST` starts it, while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) start: Option<String>,
    /// Where a `POST` cancels it, until it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cancel: Option<String>,
    /// The result, once it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) result: Option<ResultLinks>,
}

/// The result in its formats.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ResultLinks {
    /// A workbook.
    xlsx: String,
    /// One row per term.
    csv: String,
    /// Everything as data.
    json: String,
    /// One page that needs nothing else.
    html: String,
}

impl JobStatus {
    /// The status of `job`, with its place in the queue.
    ///
    /// # Errors
    /// Of the database.
    pub(crate) async fn of(app: &App, key: &JobKey, job: &Job) -> Result<Self, Problem> {
        let place = if job.state == State::Queued {
            app.storage.queue().await?.iter().position(|id| *id == job.id).map(|before| before + 1)
        } else {
            None
        };
        Ok(Self::at(key, job, place))
    }

    /// The status of `job`, whose place in the queue is known.
    pub(crate) fn at(key: &JobKey, job: &Job, place: Option<usize>) -> Self {
        Self {
            id: key.clone(),
            reference: job.id.to_string(),
            state: job.state,
            progress: Progress::of(job, place, now_ms()),
            cancel_requested: job.cancel_requested && !job.state.is_final(),
            failure: job.failure.clone(),
            created_at: time(job.created_at),
            queued_at: job.queued_at.map(time),
            started_at: job.started_at.map(time),
            finished_at: job.finished_at.map(time),
            expires_at: time(job.expires_at),
            links: Links::of(key, job.state),
        }
    }
}

impl Progress {
    /// The progress of `job` at the time `now`.
    pub(crate) fn of(job: &Job, place: Option<usize>, now: i64) -> Self {
        let mut progress = Self { stage: None, done: 0, total: 0, share: 0.0, place, seconds_left: None };
        if job.state == State::Succeeded {
            progress.share = 1.0;
        }
        if job.state == State::Running
            && let Some(running) = &job.progress
        {
            progress.stage = Some(running.stage.clone());
            progress.done = running.done;
            progress.total = running.total;
            progress.share = running.share.into();
            progress.seconds_left = seconds_left(progress.share, job.started_at, now);
        }
        progress
    }
}

/// The rest at the speed so far.
fn seconds_left(share: f64, started_at: Option<i64>, now: i64) -> Option<u64> {
    let elapsed = now.checked_sub(started_at?)?.max(0) as f64 / 1000.0;
    (share >= SHARE_FOR_FORECAST).then(|| (elapsed * (1.0 - share) / share).round() as u64)
}

impl Links {
    fn of(key: &JobKey, state: State) -> Self {
        let this = frame::path(&format!("/api/v1/jobs/{key}"));
        let result = |format: Format| format!("{this}/{}", result_part(format));
        Self {
            events: format!("{this}/events"),
            page: frame::path(&format!("/jobs/{key}")),
            start: (state == State::Waiting).then(|| frame::path(&format!("/api/v1/uploads/{key}/start"))),
            cancel: (!state.is_final()).then(|| format!("{this}/cancel")),
            result: (state == State::Succeeded).then(|| ResultLinks {
                xlsx: result(Format::Xlsx),
                csv: result(Format::Csv),
                json: result(Format::Json),
                html: result(Format::Html),
            }),
            this,
        }
    }
}

/// `2026-01-31T12:00:00Z` of milliseconds since 1970.
fn time(milliseconds: i64) -> String {
    // The last second of the year 9999: the format has no later one, and fails.
    const LAST: u64 = 253_402_300_799;
    let seconds = u64::try_from(milliseconds / 1000).unwrap_or(0).min(LAST);
    humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_secs(seconds)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_given_as_rfc_3339() {
        assert_eq!(time(1_769_860_800_999), "2026-01-31T12:00:00Z");
        assert_eq!(time(-5), "1970-01-01T00:00:00Z");
        assert_eq!(time(i64::MAX), "9999-12-31T23:59:59Z");
    }

    #[test]
    fn the_time_left_follows_from_the_share_done() {
        assert_eq!(seconds_left(0.25, Some(0), 10_000), Some(30));
        assert_eq!(seconds_left(0.01, Some(0), 10_000), None);
        assert_eq!(seconds_left(0.5, None, 10_000), None);
    }
}
