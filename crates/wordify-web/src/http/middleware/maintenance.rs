//! During maintenance a site takes in nothing new. Results can be read, and what was begun is finished.

use axum::extract::Request;
use axum::http::Method;
use axum::response::{IntoResponse, Response};

use crate::http::error::{Problem, ProblemKind};
use crate::jobs::job::now_ms;
use crate::state::App;

/// Clients ask again after this time where nobody has said when it ends.
const RETRY_AFTER_SECONDS: u32 = 600;
/// And at most after this one: it may end sooner than was said.
const RETRY_AFTER_SECONDS_MAX: i64 = 3600;

/// The answer to a request that brings new work.
pub(super) fn refusal(app: &App, request: &Request) -> Option<Response> {
    if *request.method() != Method::POST || !brings_work(request.uri().path()) {
        return None;
    }
    let message = app.frame.maintenance()?;
    let until = app.config.maintenance.as_ref().and_then(|it| it.until_ms);
    let left = until.map(|until| (until - now_ms()).div_euclid(1000).clamp(1, RETRY_AFTER_SECONDS_MAX));
    let seconds = left.and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or(RETRY_AFTER_SECONDS);
    let problem = Problem::new(ProblemKind::Maintenance, message)
        .remedy("Try again later. Nothing was taken in; results and analyses under way are not touched.")
        .retry_after(seconds);
    Some(problem.into_response())
}

/// Uploads, and starts of what was uploaded.
fn brings_work(path: &str) -> bool {
    matches!(path, "/jobs" | "/sample" | "/api/v1/jobs" | "/api/v1/uploads") || path.ends_with("/start")
}
