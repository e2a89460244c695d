//! `GET /api/v1/jobs/{id}/events`: progress as server-sent events.
//!
//! Each event `status` holds the job as `GET /api/v1/jobs/{id}` shows it, and is sent when something changed. After
//! the one with a final state the stream ends; a browser that then comes back by itself is answered 204, which ends
//! its attempts. When this process is to stop, the stream ends with the hint to come back soon: another one goes on.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, stream};

use super::problems::OfJob;
use super::status::JobStatus;
use crate::http::error::Problem;
use crate::http::lifecycle;
use crate::jobs::key::JobKey;
use crate::state::App;

/// How often the storage is asked: often enough for a bar that moves, rarely enough for hundreds of watchers.
const INTERVAL: Duration = Duration::from_millis(400);
/// How long a stream may be silent: proxies cut silent connections.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// When a browser comes back after the stream has ended early.
const RETRY: Duration = Duration::from_secs(1);
/// The id of the last event.
const LAST: &str = "end";

/// Follow an analysis
///
/// Server-sent events: each `status` event holds what `GET /api/v1/jobs/{id}` answers. The stream ends after the
/// one with a final state.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/events", tag = "Jobs", operation_id = "follow_job",
    params(("id" = String, Path, description = "The id of the analysis")),
    responses((status = 200, description = "The stream", body = serde_json::Value, content_type = "text/event-stream"),
              (status = 204, description = "The stream was at its end: the header Last-Event-ID says so"), OfJob))]
pub(crate) async fn handle(
    State(app): State<App>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (key, _) = lifecycle::find(&app, &key).await?;
    if headers.get("last-event-id").is_some_and(|id| id == LAST) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let keep_alive = KeepAlive::new().interval(HEARTBEAT);
    Ok(Sse::new(follow(app, key)).keep_alive(keep_alive).into_response())
}

/// What a watcher has seen.
enum Seen {
    Nothing,
    Status(Box<JobStatus>),
    End,
}

fn follow(app: App, key: JobKey) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold((app, key, Seen::Nothing), |(app, key, seen)| async move {
        let last = match seen {
            Seen::Nothing => None,
            Seen::Status(status) => Some(status),
            Seen::End => return None,
        };
        let next = next_change(&app, &key, last.as_deref()).await;
        let Some(status) = next else {
            // Drained or deleted: whoever comes back learns which.
            let event = Event::default().retry(RETRY).comment("come back");
            return Some((Ok(event), (app, key, Seen::End)));
        };
        let mut event = Event::default().event("status");
        if last.is_none() {
            event = event.retry(RETRY);
        }
        let is_last = status.state.is_final();
        if is_last {
            event = event.id(LAST);
        }
        let event = event.json_data(&status).unwrap_or_else(|error| {
            tracing::error!(error = %error, "an event cannot be written");
            Event::default().comment("failed")
        });
        let seen = if is_last { Seen::End } else { Seen::Status(Box::new(status)) };
        Some((Ok(event), (app, key, seen)))
    })
}

/// The status once it is another than `last`; none when the process drains or the job is gone.
async fn next_change(app: &App, key: &JobKey, last: Option<&JobStatus>) -> Option<JobStatus> {
    let mut is_first = last.is_none();
    loop {
        if !is_first {
            tokio::select! {
                () = app.drain.cancelled() => return None,
                () = tokio::time::sleep(INTERVAL) => {}
            }
        }
        is_first = false;
        let job = app.storage.job(&key.id()).await.ok()??;
        let status = JobStatus::of(app, key, &job).await.ok()?;
        if last != Some(&status) {
            return Some(status);
        }
    }
}
