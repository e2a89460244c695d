//! `POST /api/v1/jobs`: a file and choices, analysed at once.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use super::job::JobStatus;
use super::problems::OfUpload;
use super::settings::settings;
use crate::http::error::{Problem, ProblemKind};
use crate::http::{fields, inspection, lifecycle, upload};
use crate::state::App;

/// A file, and how to analyse it. What is left out has the same default as on the command line.
pub(crate) struct JobForm;

impl PartialSchema for JobForm {
    fn schema() -> RefOr<Schema> {
        let file = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .min_length(Some(1))
            .description(Some(
                "The spreadsheet: csv, tsv, xlsx, xlsm, xlsb, xls, ods, parquet, feather, jsonl, of SPSS (sav, zsav), \
                 Stata (dta), SAS (sas7bdat, xpt) or R (rds, RData), also as .gz, .zst, .xz, \
                 .bz2 or .lz4; or a zip or tar archive with one of them, with several tables, or with a folder of texts \
                 for each label. Where several files are sent, each as a field `file`, tables with the same columns are \
                 one table, whose column `file` names the file of each row; they may have as many bytes together as one. \
                 Its name helps to recognise the format and stands in the result.",
            ));
        let email =
            ObjectBuilder::new().schema_type(Type::String).description(Some("Where to mail the result."));
        let webhook = ObjectBuilder::new().schema_type(Type::String).max_length(Some(2000)).description(Some(
            "An address that is called when there is a result, and when there is none; on sites that have webhooks.",
        ));
        let form = ObjectBuilder::new().property("file", file).required("file");
        settings(form).property("email", email).property("webhook", webhook).into()
    }
}

impl ToSchema for JobForm {}

/// Analyse a file
///
/// Stores the file and puts its analysis into the queue. The answer names the analysis: keep its `id`, it is the
/// only way to the result. A file without the columns that were chosen is refused at once, and nothing is stored.
#[utoipa::path(post, path = "/api/v1/jobs", tag = "Jobs", operation_id = "create_job",
    request_body(content = JobForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "The analysis is queued", body = JobStatus,
               headers(("Location" = String, description = "Address of the analysis"))), OfUpload))]
pub(crate) async fn handle(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let upload = upload::receive(&app, request, &fields::names()).await?;
    let id = upload.key.id();
    let started = async {
        let (choices, addressees) = fields::read(&upload.fields)?;
        lifecycle::check(&app, &choices, &addressees)?;
        let job = app.storage.job(&id).await?.ok_or_else(Problem::unknown_job)?;
        match inspection::check(&app, &job, &choices).await {
            Err(problem) if problem.kind == ProblemKind::Invalid => return Err(problem),
            // Fine, or too large for a look, or nobody could look just now: the analysis itself finds out.
            Ok(()) | Err(_) => {}
        }
        lifecycle::start(&app, &id, choices, addressees, None).await?;
        app.storage.job(&id).await?.ok_or_else(Problem::unknown_job)
    };
    match started.await {
        Ok(job) => created(&JobStatus::of(&app, &upload.key, &job).await?),
        Err(problem) => {
            // The caller does not know the key, so nobody could do anything with the upload.
            lifecycle::delete(&app, &id).await?;
            Err(problem)
        }
    }
}

/// The answer that names a new job.
fn created(status: &JobStatus) -> Result<Response, Problem> {
    let location = [(header::LOCATION, status.links.this.clone())];
    Ok((StatusCode::CREATED, location, Json(status)).into_response())
}
