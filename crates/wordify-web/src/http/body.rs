//! JSON bodies of requests.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::header;
use serde::de::DeserializeOwned;

use crate::http::error::{Kind, Problem};

/// Largest JSON body: two lists of stop words of the largest size, and more than enough beside.
const JSON_BYTES_MAX: usize = 10 << 20;

/// The JSON value in the body.
///
/// # Errors
/// For another media type, a body that is too large, that is no JSON, or that holds something else than a `T`.
pub(crate) async fn json<T: DeserializeOwned>(request: Request) -> Result<T, Problem> {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media = media.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media != "application/json" {
        return Err(Problem::new(
            Kind::UnsupportedMediaType,
            "The body is not of the type application/json.",
        )
        .remedy("Send JSON, with the header Content-Type: application/json."));
    }
    let bytes = to_bytes(request.into_body(), JSON_BYTES_MAX).await.map_err(|error| {
        let is_length = std::error::Error::source(&error)
            .is_some_and(|source| source.is::<http_body_util::LengthLimitError>());
        if is_length {
            Problem::new(Kind::TooLarge, format!("The body may have {} MB at most.", JSON_BYTES_MAX >> 20))
        } else {
            Problem::new(Kind::Malformed, "The body ended early.")
        }
    })?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        if error.is_data() {
            // What serde says names fields and types; it may repeat a value of the sender's own.
            Problem::new(Kind::Invalid, format!("The JSON is not what is expected here: {error}.")).at(place)
        } else {
            Problem::new(Kind::Malformed, "The body is not JSON.").at(place)
        }
    })
}
