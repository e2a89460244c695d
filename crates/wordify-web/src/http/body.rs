//! Bodies of requests that are kept whole: JSON, and forms without a file.

use std::time::Duration;

use axum::Form;
use axum::body::{Body, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use crate::http::error::{Problem, ProblemKind};
use crate::request_memory::Share;
use crate::state::App;

/// A client that sends its few bytes more slowly is cut off.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// A value from a body, and the memory that it holds.
#[derive(Debug)]
pub(crate) struct Read<T> {
    /// The value.
    pub(crate) value: T,
    _share: Share,
}

/// The JSON value in the body.
///
/// # Errors
/// For no body, another media type, a body that is too large, that is not JSON, or that holds something else than a `T`.
pub(crate) async fn json<T: DeserializeOwned>(app: &App, request: Request) -> Result<Read<T>, Problem> {
    if !request.headers().contains_key(header::CONTENT_TYPE) && request.body().is_end_stream() {
        return Err(Problem::new(ProblemKind::Malformed, "The request has no body.").remedy(
            "Send JSON, with the header Content-Type: application/json; {} where nothing is chosen.",
        ));
    }
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media = media.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media != "application/json" {
        return Err(Problem::new(
            ProblemKind::UnsupportedMediaType,
            "The body is not of the type application/json.",
        )
        .remedy("Send JSON, with the header Content-Type: application/json."));
    }
    let (bytes, share) = whole(app, request.into_body()).await?;
    let value = serde_json::from_slice(&bytes).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        if error.is_data() {
            // What serde says names fields and types; it may repeat a value of the sender's own.
            Problem::new(ProblemKind::Invalid, format!("The JSON is not what is expected here: {error}."))
                .at(place)
        } else {
            Problem::new(ProblemKind::Malformed, "The body is not JSON.").at(place)
        }
    })?;
    // What reads fields by their names takes a list for the fields in their order.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        let problem = Problem::new(ProblemKind::Invalid, "The JSON is not an object.");
        return Err(problem.remedy("Send an object; {} where nothing is chosen."));
    }
    Ok(Read { value, _share: share })
}

/// The fields of a form without a file, in order.
///
/// # Errors
/// For another media type, a body that is too large, or one that is not a form.
pub(crate) async fn form(app: &App, request: Request) -> Result<Read<Vec<(String, String)>>, Problem> {
    let (parts, body) = request.into_parts();
    let (bytes, share) = whole(app, body).await?;
    let request = Request::from_parts(parts, Body::from(bytes));
    let Form(value) = Form::from_request(request, &()).await.map_err(|refusal| {
        let kind = match refusal.status() {
            StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemKind::UnsupportedMediaType,
            StatusCode::UNPROCESSABLE_ENTITY => ProblemKind::Invalid,
            _ => ProblemKind::Malformed,
        };
        Problem::new(kind, "The form cannot be read.").remedy("Load the page again, and send its form.")
    })?;
    Ok(Read { value, _share: share })
}

/// All bytes of a body, paid for as they come.
async fn whole(app: &App, body: Body) -> Result<(Vec<u8>, Share), Problem> {
    let mut share = app.request_memory.share();
    let mut bytes = Vec::new();
    let mut pieces = body.into_data_stream();
    let reading = async {
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|_| Problem::new(ProblemKind::Malformed, "The body ended early."))?;
            share.take(piece.len())?;
            bytes.extend_from_slice(&piece);
        }
        Ok::<(), Problem>(())
    };
    match tokio::time::timeout(BODY_TIMEOUT, reading).await {
        Ok(read) => read?,
        Err(_) => {
            return Err(
                Problem::new(ProblemKind::Timeout, "The body was not complete in time.").remedy("Try again.")
            );
        }
    }
    Ok((bytes, share))
}
