//! `GET /api/v1/jobs/{id}`: how an analysis stands.

use axum::Json;
use axum::extract::{Path, State};

use super::job::JobStatus;
use super::problems::OfJob;
use crate::http::error::Problem;
use crate::http::lifecycle;
use crate::state::App;

/// How an analysis stands
#[utoipa::path(get, path = "/api/v1/jobs/{id}", tag = "Jobs", operation_id = "show_job",
    params(("id" = String, Path, description = "The id that the upload was answered with")),
    responses((status = 200, description = "State, progress and links", body = JobStatus), OfJob))]
pub(crate) async fn handle(
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<Json<JobStatus>, Problem> {
    let (key, job) = lifecycle::find(&app, &key).await?;
    Ok(Json(JobStatus::of(&app, &key, &job).await?))
}
