//! `POST /api/v1/jobs`: a file and choices, analysed at once.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa::ToSchema;

use super::problems::OfUpload;
use super::status::JobStatus;
use crate::http::error::Problem;
use crate::http::{fields, lifecycle, upload};
use crate::state::App;

/// A file, and how to analyse it. What is left out has the same default as on the command line.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "describes the form for the documentation; the form itself is read piece by piece"
)]
pub(crate) struct JobForm {
    /// The spreadsheet: csv, tsv, xlsx, xlsm, xlsb, xls, ods, parquet or jsonl, also as .gz or .zst. Its name helps
    /// to tell the format and stands in the result.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The column with the texts, by name or by number from 1.
    #[schema(max_length = 1000)]
    text: Option<String>,
    /// The column with the labels, by name or by number from 1.
    #[schema(max_length = 1000)]
    label: Option<String>,
    /// The sheet of a workbook, by name or by number from 1.
    #[schema(max_length = 1000)]
    sheet: Option<String>,
    /// Repair texts that were decoded wrongly once before.
    repair_encoding: Option<bool>,
    /// The language of the texts, by code or English name; `auto` guesses it.
    #[schema(example = "en")]
    language: Option<String>,
    /// `wordify`, `wordify-2021` or `wordify-2022`.
    #[schema(example = "wordify")]
    preset: Option<String>,
    /// Regressions per label.
    fits: Option<usize>,
    /// Seed of the random samples.
    seed: Option<u64>,
    /// Score from which a term is shown, above 0 and up to 1.
    threshold: Option<f64>,
    /// Whether words count by their dictionary form.
    lemmas: Option<bool>,
    /// `spacy`, `nltk`, `iso` or `none`.
    stop_words: Option<String>,
    /// Further words to leave out, with commas between them.
    stop_words_add: Option<String>,
    /// Words to keep although they are in the list, with commas between them.
    stop_words_keep: Option<String>,
    /// Longest term in words.
    ngram_max: Option<usize>,
    /// Leave out terms in fewer documents: a share below 1, or a number of documents.
    min_df: Option<f64>,
    /// Leave out terms in more documents: a share up to 1, or a number of documents.
    max_df: Option<f64>,
    /// Where to mail the result.
    email: Option<String>,
}

/// Analyse a file
///
/// Stores the file and puts its analysis into the queue. The answer names the analysis: keep its `id`, it is the
/// only way to the result.
#[utoipa::path(post, path = "/api/v1/jobs", tag = "Jobs", operation_id = "create_job",
    request_body(content = JobForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "The analysis is queued", body = JobStatus,
               headers(("Location" = String, description = "Address of the analysis"))), OfUpload))]
pub(crate) async fn handle(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let upload = upload::receive(&app, request, &fields::NAMES).await?;
    let id = upload.key.id();
    let started = async {
        let (choices, email) = fields::read(&upload.fields)?;
        lifecycle::start(&app, &id, choices, email).await?;
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
