//! `GET /api/v1/jobs/{id}/result.{format}`: the result as a file.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};
use wordify::report::Format;

use super::problems::OfResult;
use crate::http::attachment::disposition;
use crate::http::error::{Problem, ProblemKind};
use crate::http::lifecycle::{self, Linked};
use crate::jobs::job::{Job, State as JobState};
use crate::jobs::key::JobKey;
use crate::jobs::seal;
use crate::jobs::view::{DOWNLOADS, Summary, result_part};
use crate::state::App;

/// The name of a format, for the documentation.
pub(crate) struct FormatName;

impl PartialSchema for FormatName {
    fn schema() -> RefOr<Schema> {
        let names = DOWNLOADS.map(Format::ending);
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).into()
    }
}

impl ToSchema for FormatName {}

/// A file that is not text, for the documentation: clients must not read it as one.
pub(crate) struct Binary;

impl PartialSchema for Binary {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl ToSchema for Binary {}

/// Download a result
///
/// The same bytes as `wordify analyze` writes for the same file, name and settings.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/result.{format}", tag = "Jobs", operation_id = "result",
    params(("id" = String, Path, description = "The id of the analysis"),
           ("format" = FormatName, Path, description = "The format")),
    responses((status = 200, description = "The file", content(
                 (String = "text/csv"), (serde_json::Value = "application/json"), (String = "text/html"),
                 (Binary = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                 (Binary = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                 (String = "application/x-tex"), (String = "text/markdown"))), OfResult))]
pub(crate) async fn handle(
    State(app): State<App>,
    Path(key): Path<String>,
    address: Uri,
) -> Result<Response, Problem> {
    let format = DOWNLOADS.into_iter().find(|format| address.path().ends_with(&result_part(*format)));
    let format = format.ok_or_else(|| Problem::new(ProblemKind::NotFound, "There is no such format."))?;
    let Linked { key, job, .. } = lifecycle::find_linked(&app, &key).await?;
    download(&app, &key, &job, format).await
}

/// The answer that holds the result as a file.
///
/// # Errors
/// When there is none.
pub(crate) async fn download(
    app: &App,
    key: &JobKey,
    job: &Job,
    format: Format,
) -> Result<Response, Problem> {
    match job.state {
        JobState::Succeeded => {}
        JobState::Failed => {
            return Err(Problem::new(ProblemKind::NoResult, "The analysis failed, so there is no result."));
        }
        JobState::Canceled => {
            return Err(Problem::new(
                ProblemKind::NoResult,
                "The analysis was canceled, so there is no result.",
            ));
        }
        state => {
            let detail = format!("The analysis is {}; its result is not there yet.", state.name());
            return Err(Problem::new(ProblemKind::NoResultYet, detail)
                .remedy("Ask for its state until it is “succeeded”."));
        }
    }
    let bytes = open_part(app, key, &result_part(format)).await?;
    let summary: Summary =
        serde_json::from_slice(&open_part(app, key, "summary").await?).map_err(Problem::internal)?;
    let name = format.file_name(summary.file_name.as_deref());
    let disposition = HeaderValue::from_str(&disposition(&name)).map_err(Problem::internal)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.media_type())),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}

/// A part of a result, opened.
async fn open_part(app: &App, key: &JobKey, name: &str) -> Result<Vec<u8>, Problem> {
    let sealed = app.storage.part(&key.id(), name).await?;
    // Deleted a moment ago.
    let sealed = sealed.ok_or_else(Problem::unknown_job)?;
    let (key, name) = (key.clone(), name.to_owned());
    // Large results take a while to decrypt and unpack.
    tokio::task::spawn_blocking(move || seal::open(&key, &name, &sealed))
        .await
        .map_err(Problem::internal)?
        .map_err(Problem::internal)
}
