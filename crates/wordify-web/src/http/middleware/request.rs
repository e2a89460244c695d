//! Each request has an id, which what is logged on its way carries: never its address, which holds keys, nor who sent it.
//!
//! Answers are lines of the access log, where an operator wants one. Here they are details, but for our own failures: the
//! journal lets only a limited number of lines through, and those about jobs must not be among the others.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use tracing::Span;

use crate::http::route::Route;
use crate::state::App;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What is known of a request while it is on its way.
#[derive(Debug)]
pub(super) struct Note {
    id: String,
    /// The template of the route, such as `/api/v1/jobs/{id}`.
    route: Option<MatchedPath>,
    span: Span,
    began: Instant,
}

impl Note {
    pub(super) fn of(request: &Request) -> Self {
        let id = request_id();
        let route = request.extensions().get::<MatchedPath>().cloned();
        let shown = route.as_ref().map_or("none", MatchedPath::as_str);
        let span = tracing::info_span!("request", id, method = request.method().as_str(), route = shown);
        Self { id, route, span, began: Instant::now() }
    }

    /// What the handler's lines in the log carry.
    pub(super) fn span(&self) -> Span {
        self.span.clone()
    }

    /// Counts the answer, and marks it with id and route.
    pub(super) fn end(self, app: &App, mut response: Response) -> Response {
        let seconds = self.began.elapsed().as_secs_f64();
        let route = self.route.as_ref().map_or("none", MatchedPath::as_str);
        app.counters.note_answer(route, response.status(), seconds);
        let (status, milliseconds) = (response.status().as_u16(), seconds * 1000.0);
        self.span.in_scope(|| match response.status().is_server_error() {
            true => tracing::warn!(status, milliseconds, "answered"),
            false => tracing::debug!(status, milliseconds, "answered"),
        });
        response.extensions_mut().insert(Route(route.to_owned()));
        if let Ok(value) = HeaderValue::from_str(&self.id) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
        response
    }
}

/// 64 random bits; of one's own making, so that nobody writes into our log.
fn request_id() -> String {
    let mut bytes = [0; 8];
    // An id of zeros in the log is better than a request refused.
    let _ = getrandom::fill(&mut bytes);
    format!("{:016x}", u64::from_be_bytes(bytes))
}
