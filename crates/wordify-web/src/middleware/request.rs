//! Each request has an id, and one line in the log: never its address, which holds keys, nor who sent it.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::router::Route;
use crate::state::App;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(crate) async fn note(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = request_id();
    let method = request.method().as_str().to_owned();
    // The template of the route, such as `/api/v1/jobs/{id}`.
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %id, method = %method, route = %route);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let seconds = began.elapsed().as_secs_f64();
    app.counters.note_answer(&route, response.status(), seconds);
    let (status, milliseconds) = (response.status().as_u16(), seconds * 1000.0);
    span.in_scope(|| tracing::info!(status, milliseconds, "answered"));
    response.extensions_mut().insert(Route(route));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// 64 random bits; of one's own making, so that nobody writes into our log.
fn request_id() -> String {
    let mut bytes = [0; 8];
    // An id of zeros in the log is better than a request refused.
    let _ = getrandom::fill(&mut bytes);
    format!("{:016x}", u64::from_be_bytes(bytes))
}
