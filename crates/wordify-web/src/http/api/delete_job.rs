//! `DELETE /api/v1/jobs/{id}`: forgets an analysis.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::problems::OfDeletion;
use crate::http::error::Problem;
use crate::http::lifecycle;
use crate::state::App;

/// Delete an analysis
///
/// File, result and record are deleted at once, whatever the state; one that runs is stopped.
#[utoipa::path(delete, path = "/api/v1/jobs/{id}", tag = "Jobs", operation_id = "delete_job",
    params(("id" = String, Path, description = "The id of the analysis")),
    responses((status = 204, description = "Nothing of it is left"), OfDeletion))]
pub(crate) async fn handle(State(app): State<App>, Path(key): Path<String>) -> Result<StatusCode, Problem> {
    let (_, job) = lifecycle::find(&app, &key).await?;
    lifecycle::delete(&app, &job.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
