//! `POST /api/v1/uploads`: a file, looked at before it is analysed.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa::ToSchema;

use super::problems::OfUpload;
use super::show_upload::UploadStatus;
use crate::http::error::Problem;
use crate::http::{lifecycle, upload};
use crate::state::App;

/// A file.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "describes the form for the documentation; the form itself is read piece by piece"
)]
pub(crate) struct UploadForm {
    /// The spreadsheet; several with the same columns as several fields `file`.
    #[schema(value_type = String, format = Binary, min_length = 1)]
    file: Vec<u8>,
}

/// Upload a file without analysing it yet
///
/// Tells what was read: columns, labels, what was left out, what to watch out for. It is deleted after an hour
/// unless it is started.
#[utoipa::path(post, path = "/api/v1/uploads", tag = "Uploads", operation_id = "create_upload",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "What was read", body = UploadStatus,
               headers(("Location" = String, description = "Address of the upload"))), OfUpload))]
pub(crate) async fn handle(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let upload = upload::receive(&app, request, &[]).await?;
    let id = upload.key.id();
    match UploadStatus::of(&app, &upload.key, &id).await {
        Ok(status) => {
            let location = [(header::LOCATION, status.links.this.clone())];
            Ok((StatusCode::CREATED, location, Json(status)).into_response())
        }
        Err(problem) => {
            // The caller does not know the key, so nobody could do anything with the upload.
            lifecycle::delete(&app, &id).await?;
            Err(problem)
        }
    }
}
