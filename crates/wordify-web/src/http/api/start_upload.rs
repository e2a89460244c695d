//! `POST /api/v1/uploads/{id}/start`: puts the analysis of an upload into the queue.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use super::job::JobStatus;
use super::problems::OfStart;
use crate::http::error::Problem;
use crate::http::fields::Addressees;
use crate::http::{body, lifecycle};
use crate::jobs::choices::Choices;
use crate::state::App;

/// How to analyse an upload.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct StartRequest {
    /// The choices; what is left out has the same default as on the command line.
    choices: Choices,
    /// Where to mail the result.
    #[schema(max_length = 254)]
    email: Option<String>,
    /// An address that is called when there is a result, and when there is none; on sites that have webhooks.
    #[schema(max_length = 2000, example = "https://hooks.example.org/wordify")]
    webhook: Option<String>,
}

/// Start the analysis of an upload
#[utoipa::path(post, path = "/api/v1/uploads/{id}/start", tag = "Uploads", operation_id = "start_upload",
    params(("id" = String, Path, description = "The id of the upload")),
    request_body = StartRequest,
    responses((status = 202, description = "The analysis is queued", body = JobStatus,
               headers(("Location" = String, description = "Address of the analysis"))), OfStart))]
pub(crate) async fn handle(
    State(app): State<App>,
    Path(key): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (key, job) = lifecycle::find(&app, &key).await?;
    let read: body::Read<StartRequest> = body::json(&app, request).await?;
    let StartRequest { choices, email, webhook } = read.value;
    lifecycle::start_upload(&app, &job, choices, Addressees { email, webhook }, None).await?;
    let job = app.storage.job(&job.id).await?.ok_or_else(Problem::unknown_job)?;
    let status = JobStatus::of(&app, &key, &job).await?;
    let location = [(header::LOCATION, status.links.this.clone())];
    Ok((StatusCode::ACCEPTED, location, Json(status)).into_response())
}
