//! Two files for programs: what search engines may visit, and where weaknesses are reported.

use std::time::{Duration, SystemTime};

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::http::error::{Problem, ProblemKind};
use crate::state::App;

/// How long what `security.txt` says is good: RFC 9116 recommends less than a year.
const GOOD_FOR: Duration = Duration::from_secs(180 * 86_400);

/// `GET /robots.txt`: links of analyses are keys, and none of them is for a search engine.
pub(crate) async fn robots(State(app): State<App>) -> Response {
    let root = &app.config.root;
    let text = format!("User-agent: *\nDisallow: {root}/jobs/\nDisallow: {root}/api/\n");
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// `GET /.well-known/security.txt`, as RFC 9116 has it; not there where the settings name nobody.
pub(crate) async fn security(State(app): State<App>) -> Result<Response, Problem> {
    let contact = app.config.legal.security_contact.as_ref().ok_or_else(|| {
        Problem::new(ProblemKind::NotFound, "This site names no contact for weaknesses.")
            .remedy("Ask whoever runs it; the page on data says who that is.")
    })?;
    let expires = humantime::format_rfc3339_seconds(SystemTime::now() + GOOD_FOR);
    let mut text = format!("Contact: {contact}\nExpires: {expires}\n");
    // Only at the root of a host the file is where the standard has it.
    if let (Some(url), true) = (&app.config.public_url, app.config.root.is_empty()) {
        text.push_str(&format!("Canonical: {url}/.well-known/security.txt\n"));
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}
