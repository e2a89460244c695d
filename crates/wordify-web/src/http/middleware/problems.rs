//! Gives problems the form that the client understands: problem+json for programs, a page for browsers.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::http::error::{Problem, ProblemKind};
use crate::http::pages;

/// What a client understands.
#[derive(Debug)]
pub(super) struct Wish {
    is_api: bool,
    is_reading: bool,
    accept: Option<String>,
}

impl Wish {
    pub(super) fn of(request: &Request) -> Self {
        Self {
            is_api: is_for_programs(request.uri().path()),
            is_reading: matches!(*request.method(), Method::GET | Method::HEAD),
            accept: accepted(request.headers()),
        }
    }

    /// The answer in a form that the client understands.
    pub(super) fn present(self, mut response: Response) -> Response {
        let Self { is_api, is_reading, accept } = self;
        if is_api && is_reading && response.status().is_success() && !is_acceptable(&accept, &response) {
            response = Problem::new(
                ProblemKind::NotAcceptable,
                "What this address has is in none of the forms asked for.",
            )
            .remedy("Send no Accept header, or one with the media type that the documentation names.")
            .into_response();
        }
        let status = response.status();
        let wants_page = !is_api && accept.as_deref().is_some_and(|accept| accept.contains("text/html"));
        let is_error = status.is_client_error() || status.is_server_error();
        match response.extensions().get::<Problem>().cloned() {
            Some(problem) if wants_page => as_page(&problem, response.headers()),
            // A page that says itself what is wrong, such as a form with what was put into it.
            None if is_error && is_page(response.headers()) => response,
            None if is_error => {
                let problem = of_status(status);
                let shown = if wants_page {
                    as_page(&problem, response.headers())
                } else {
                    let headers = response.headers().clone();
                    with_kept(problem.into_response(), &headers)
                };
                // The exact status stays, where we have no kind of our own for it.
                (status, shown).into_response()
            }
            _ => response,
        }
    }
}

/// Paths whose errors are always JSON.
fn is_for_programs(path: &str) -> bool {
    path.starts_with("/api/") || matches!(path, "/healthz" | "/readyz" | "/metrics")
}

fn as_page(problem: &Problem, headers: &HeaderMap) -> Response {
    with_kept((problem.status(), Html(pages::error_page(problem))).into_response(), headers)
}

fn is_page(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media.is_some_and(|media| media.starts_with("text/html"))
}

/// Headers of the first response that say what to do.
fn with_kept(mut response: Response, headers: &HeaderMap) -> Response {
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// What the framework refused before a handler of ours saw it.
fn of_status(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::new(ProblemKind::NotFound, "There is nothing at this address.")
            .remedy("Check that the whole address was copied."),
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(
            ProblemKind::MethodNotAllowed,
            "The header Allow names the methods that this address knows.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(ProblemKind::TooLarge, "The body of the request is too large.")
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(
            ProblemKind::UnsupportedMediaType,
            "The body of the request has another media type than expected.",
        ),
        StatusCode::UNPROCESSABLE_ENTITY => {
            Problem::new(ProblemKind::Invalid, "A field of the request cannot be used.")
        }
        status if status.is_client_error() => {
            Problem::new(ProblemKind::Malformed, "The request cannot be read.")
        }
        status => Problem::internal(status),
    }
}

/// The Accept header, all lines of it; none where everything will do.
fn accepted(headers: &HeaderMap) -> Option<String> {
    let lines: Vec<&str> =
        headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok()).collect();
    (!lines.is_empty()).then(|| lines.join(",").to_ascii_lowercase())
}

fn is_acceptable(accept: &Option<String>, response: &Response) -> bool {
    let Some(accept) = accept else { return true };
    let media = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let Some(media) = media else { return true };
    is_among(accept, media)
}

/// Whether one of the ranges of `accept` holds the media type, with a quality above zero.
fn is_among(accept: &str, media: &str) -> bool {
    let media = media.split(';').next().unwrap_or(media).trim();
    let family = media.split('/').next().unwrap_or(media);
    let mut best: Option<(u8, bool)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let precision = match name {
            "*/*" => 1,
            name if name == media => 3,
            name if name.strip_suffix("/*") == Some(family) => 2,
            _ => continue,
        };
        let refused = parts.any(|part| {
            part.strip_prefix("q=").and_then(|quality| quality.parse::<f32>().ok()).is_some_and(|q| q <= 0.0)
        });
        if best.is_none_or(|(other, _)| precision > other) {
            best = Some((precision, !refused));
        }
    }
    best.is_some_and(|(_, is_wanted)| is_wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_is_read_as_the_standard_says() {
        let json = "application/json";
        for (accept, expected) in [
            ("*/*", true),
            ("application/*;q=0.5", true),
            ("text/html, application/json", true),
            ("text/html", false),
            ("application/json;q=0, */*", false),
            ("*/*;q=0", false),
            ("", false),
        ] {
            assert_eq!(is_among(accept, json), expected, "{accept}");
        }
        assert!(is_among("text/csv", "text/csv; charset=utf-8"));
    }
}
