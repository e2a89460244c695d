//! `GET /api/v1/uploads/{id}`: what was read from a file.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::problems::OfUploadShown;
use crate::frame;
use crate::http::error::{Problem, ProblemKind};
use crate::http::{inspection, lifecycle};
use crate::jobs::job::State as JobState;
use crate::jobs::key::{JobId, JobKey};
use crate::jobs::view::Inspection;
use crate::state::App;

/// A file that was uploaded and not started yet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(title = "Upload")]
pub(crate) struct UploadStatus {
    /// The secret name of the upload, and of its analysis once it is started.
    #[schema(value_type = String, pattern = "^[0-9a-f]{32}$")]
    pub(crate) id: JobKey,
    /// What was read.
    pub(crate) inspection: Inspection,
    /// Where to go from here.
    pub(crate) links: UploadLinks,
}

/// Addresses, each from the root of the site.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UploadLinks {
    /// This.
    #[serde(rename = "self")]
    pub(crate) this: String,
    /// Where a `POST` with the choices starts the analysis.
    pub(crate) start: String,
    /// The analysis; a `DELETE` there deletes the upload.
    pub(crate) job: String,
    /// The page for people.
    pub(crate) page: String,
}

impl UploadStatus {
    /// What was read from the upload of a waiting job, with the columns that we guess.
    ///
    /// # Errors
    /// When the file cannot be read, or nobody waits for it.
    pub(crate) async fn of(app: &App, key: &JobKey, id: &JobId) -> Result<Self, Problem> {
        let job = app.storage.job(id).await?.ok_or_else(Problem::unknown_job)?;
        let inspection = inspection::latest(app, &job).await?;
        let this = frame::path(&format!("/api/v1/uploads/{key}"));
        let links = UploadLinks {
            start: format!("{this}/start"),
            job: frame::path(&format!("/api/v1/jobs/{key}")),
            page: frame::path(&format!("/jobs/{key}")),
            this,
        };
        Ok(Self { id: key.clone(), inspection, links })
    }
}

/// What was read from an upload
#[utoipa::path(get, path = "/api/v1/uploads/{id}", tag = "Uploads", operation_id = "show_upload",
    params(("id" = String, Path, description = "The id that the upload was answered with")),
    responses((status = 200, description = "What was read", body = UploadStatus), OfUploadShown))]
pub(crate) async fn handle(
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<Json<UploadStatus>, Problem> {
    let (key, job) = lifecycle::find(&app, &key).await?;
    if job.state != JobState::Waiting {
        return Err(Problem::new(
            ProblemKind::WrongState,
            format!("It was started already, and is {}.", job.state.name()),
        )
        .remedy("Ask for the analysis instead."));
    }
    Ok(Json(UploadStatus::of(&app, &key, &job.id).await?))
}
