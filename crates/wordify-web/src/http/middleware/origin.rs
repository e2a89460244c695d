//! Refuses requests that a page of another site sends in a visitor's name.
//!
//! Browsers say by `Sec-Fetch-Site` where a request comes from; older ones by `Origin`. Who sends neither is no
//! browser. The same rule as `http.CrossOriginProtection` of Go 1.25, after Filippo Valsorda's study of it.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};

use crate::http::error::{Problem, ProblemKind};
use crate::state::App;

/// The answer to a request that is refused.
pub(super) fn refusal(app: &App, request: &Request) -> Option<Response> {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_safe || is_own(request.headers(), app.config.public_url.as_deref()) {
        return None;
    }
    let problem = Problem::new(
        ProblemKind::CrossOrigin,
        "A page of another site sent this request, which is not allowed.",
    );
    Some(problem.remedy("Open this site itself and do it there.").into_response())
}

fn is_own(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if headers.contains_key("sec-fetch-site") {
        return matches!(text("sec-fetch-site"), Some("same-origin" | "none"));
    }
    if !headers.contains_key(header::ORIGIN.as_str()) {
        return true;
    }
    let Some((_, origin)) = text("origin").and_then(|origin| origin.split_once("://")) else { return false };
    let public = public_url
        .and_then(|url| url.split_once("://"))
        .map(|(_, rest)| rest.split('/').next().unwrap_or(rest));
    text("host") == Some(origin) || public == Some(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[(&'static str, &str)], expected: bool) {
        let mut headers = HeaderMap::new();
        headers.insert("host", "wordify.example".parse().expect("a header"));
        for (name, value) in lines {
            headers.insert(*name, value.parse().expect("a header"));
        }
        assert_eq!(is_own(&headers, Some("https://public.example/wordify")), expected, "{lines:?}");
    }

    #[test]
    fn browsers_are_believed_about_where_a_request_comes_from() {
        check(&[], true);
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("sec-fetch-site", "none")], true);
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("sec-fetch-site", "cross-site"), ("origin", "https://wordify.example")], false);
        check(&[("origin", "https://wordify.example")], true);
        check(&[("origin", "https://public.example")], true);
        check(&[("origin", "https://evil.example")], false);
        check(&[("origin", "https://wordify.example.evil.example")], false);
        check(&[("origin", "null")], false);
    }
}
