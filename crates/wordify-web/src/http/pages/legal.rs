//! Pages whose text is the institution's, and its logo.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use super::accessibility::Accessibility;
use super::html;
use super::parts::markdown;
use crate::http::error::{Problem, ProblemKind};
use crate::state::App;

/// A logo seldom changes, and a new one is seen within the hour.
const LOGO_KEPT: &str = "public, max-age=3600";

/// A page with a text in Markdown.
#[derive(Debug, Template)]
#[template(path = "legal.html")]
struct Legal {
    title: &'static str,
    /// Escaped by what has made it.
    text: String,
}

/// `GET /imprint`.
pub(crate) async fn imprint(State(app): State<App>) -> Result<Html<String>, Problem> {
    page("Imprint", app.texts.imprint.as_deref())
}

/// `GET /privacy-policy`: of the institution; what Wordify itself does with data is at `/privacy`.
pub(crate) async fn privacy_policy(State(app): State<App>) -> Result<Html<String>, Problem> {
    page("Privacy policy", app.texts.privacy.as_deref())
}

/// `GET /accessibility`: the institution's statement, or ours.
pub(crate) async fn accessibility(State(app): State<App>) -> Result<Html<String>, Problem> {
    match &app.texts.accessibility {
        Some(text) => page("Accessibility", Some(text)),
        None => Ok(Html(html(&Accessibility::new(app.config.contact.clone())))),
    }
}

fn page(title: &'static str, text: Option<&str>) -> Result<Html<String>, Problem> {
    let text = text.ok_or_else(|| Problem::new(ProblemKind::NotFound, "This site has no such page."))?;
    Ok(Html(html(&Legal { title, text: markdown::to_html(text) })))
}

/// `GET /logo`.
pub(crate) async fn logo(State(app): State<App>) -> Result<Response, Problem> {
    let (media_type, bytes) = app
        .texts
        .logo
        .clone()
        .ok_or_else(|| Problem::new(ProblemKind::NotFound, "This site has no logo."))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(LOGO_KEPT));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn a_text_of_the_institution_is_a_page_like_ours_and_nothing_in_it_runs() {
        let page =
            page("Imprint", Some(&format!("Example University\n\n{}", sample::EVIL))).expect("a page").0;
        assert!(page.contains("<p>Example University</p>"));
        sample::check_page("imprint", &page);
    }
}
