//! A request that is not an upload is answered within a fixed time.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::error::{Problem, ProblemKind};

/// Far more than any page takes; a client that sends its few bytes more slowly is cut off.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

pub(crate) async fn limit_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(REQUEST_TIMEOUT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(ProblemKind::Timeout, "The request was not complete in time.")
            .remedy("Try again.")
            .into_response(),
    }
}
