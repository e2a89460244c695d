//! `GET /api/v1/jobs/{id}/events`: progress as server-sent events.
//!
//! Each event `status` holds the job as `GET /api/v1/jobs/{id}` shows it, and is sent when something changed. After
//! the one with a final state the stream ends; a browser that then comes back by itself is answered 204, which ends
//! its attempts. When this process is to stop, the stream ends with the hint to come back soon: another one goes on.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::job::JobStatus;
use super::problems::OfJob;
use crate::http::error::Problem;
use crate::http::lifecycle;
use crate::http::watching::{self, Watcher};
use crate::jobs::key::JobKey;
use crate::state::App;
use crate::visitor::Peer;
use crate::watchers::Sight;

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
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (key, job) = lifecycle::find(&app, &key).await?;
    if headers.get("last-event-id").is_some_and(|id| id == LAST) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let visitor = app.day_secret(app.storage.now_ms()).await.visitor(peer.map(|Extension(peer)| peer));
    let watcher = watching::watch(&app, &job.id, visitor).await?;
    // It is sent at once, also where the process is about to stop.
    let first = Some(JobStatus::of(&app, &key, &job).await?);
    let follower = Follower { app, key, watcher, first, seen: None, is_over: false };
    let keep_alive = KeepAlive::new().interval(HEARTBEAT);
    Ok(Sse::new(stream::unfold(follower, Follower::next)).keep_alive(keep_alive).into_response())
}

/// One stream.
struct Follower {
    app: App,
    key: JobKey,
    watcher: Watcher,
    /// What is sent before anything is waited for.
    first: Option<JobStatus>,
    /// What was sent last.
    seen: Option<Box<JobStatus>>,
    is_over: bool,
}

impl Follower {
    /// The next event, until the last.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        if self.is_over {
            return None;
        }
        let Some(status) = self.next_status().await else {
            // Drained or deleted: whoever comes back learns which.
            self.is_over = true;
            return Some((Ok(Event::default().retry(RETRY).comment("come back")), self));
        };
        let mut event = Event::default().event("status");
        if self.seen.is_none() {
            event = event.retry(RETRY);
        }
        if status.state.is_final() {
            event = event.id(LAST);
            self.is_over = true;
        }
        let event = event.json_data(&status).unwrap_or_else(|error| {
            tracing::error!(error = %error, "an event cannot be written");
            Event::default().comment("failed")
        });
        self.seen = Some(Box::new(status));
        Some((Ok(event), self))
    }

    /// The status once it differs from the one that was sent last; none when the process drains or the job is gone.
    async fn next_status(&mut self) -> Option<JobStatus> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        loop {
            let Sight::Job(job, place) = self.watcher.next().await? else { return None };
            let status = if job.state.is_final() {
                // Only who has the key can read why it failed.
                JobStatus::at(&self.key, &lifecycle::read(&self.app, &self.key).await.ok()??, None)
            } else {
                JobStatus::at(&self.key, &job, place)
            };
            if self.seen.as_deref() != Some(&status) {
                return Some(status);
            }
        }
    }
}
