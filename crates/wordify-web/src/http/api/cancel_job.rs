//! `POST /api/v1/jobs/{id}/cancel`: stops an analysis.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::job::JobStatus;
use super::problems::OfChange;
use crate::http::error::Problem;
use crate::http::lifecycle;
use crate::jobs::job;
use crate::state::App;

/// Cancel an analysis
///
/// One that waits or is queued ends at once; one that runs, within seconds. Its file is deleted.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/cancel", tag = "Jobs", operation_id = "cancel_job",
    params(("id" = String, Path, description = "The id of the analysis")),
    responses((status = 200, description = "It is canceled", body = JobStatus),
              (status = 202, description = "It runs, and will end within seconds", body = JobStatus), OfChange))]
pub(crate) async fn handle(
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<(StatusCode, Json<JobStatus>), Problem> {
    let (key, job) = lifecycle::find(&app, &key).await?;
    let state = lifecycle::cancel(&app, &job.id).await?;
    let job = app.storage.job(&job.id).await?.ok_or_else(Problem::unknown_job)?;
    let status = if state == job::State::Canceled { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok((status, Json(JobStatus::of(&app, &key, &job).await?)))
}
