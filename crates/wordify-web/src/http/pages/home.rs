//! The home page: what it is, the upload, how it works, questions and answers.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};
use wordify::text::language::Language;

use super::example::{EXAMPLE, Example};
use super::html;
use super::parts::{choices_form, words};
use crate::config::Config;
use crate::jobs::choices::Choices;
use crate::state::App;

/// `GET /`, with the choices of an earlier job in the query.
pub(crate) async fn handle(
    State(app): State<App>,
    Query(fields): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let carried = choices_form::carried(&fields);
    let page = || html(&Home::new(&app.config, &carried));
    if carried.is_empty() {
        return app.pages.home.answer(page, &headers);
    }
    Html(page()).into_response()
}

/// The home page.
#[derive(Debug, Template)]
#[template(path = "home.html")]
pub struct Home {
    upload_megabytes: u64,
    kept: String,
    waiting: String,
    languages: usize,
    has_mail: bool,
    contact: Option<String>,
    carried: Vec<(&'static str, String)>,
    example: &'static Example,
}

impl Home {
    /// The page of a site, with choices that are carried over from an earlier job.
    pub fn new(config: &Config, carried: &Choices) -> Self {
        Self {
            upload_megabytes: config.limits.upload_bytes_max >> 20,
            kept: words::span(config.retention.results.as_secs_f64()),
            waiting: words::span(config.retention.waiting.as_secs_f64()),
            languages: languages(),
            has_mail: config.mail.is_some(),
            contact: config.contact.clone(),
            carried: choices_form::pairs(carried),
            example: &EXAMPLE,
        }
    }
}

/// How many languages there are.
fn languages() -> usize {
    Language::ALL.iter().filter(|language| **language != Language::Multi).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn the_page_shows_upload_sample_example_and_answers_and_stays_light() {
        let page = html(&Home::new(&sample::config(), &Choices::default()));
        for expected in ["action=\"/jobs\"", "action=\"/sample\"", "4 of 4 = 1.00", "BibTeX", "56 languages"]
        {
            assert!(page.contains(expected), "{expected}");
        }
        sample::check_page("home", &page);
    }

    #[test]
    fn choices_of_an_earlier_job_are_carried_over() {
        let carried = Choices::default().with("label", "a \"b\"").with("fits", "50");
        let page = html(&Home::new(&sample::config(), &carried));
        assert!(page.contains("name=\"fits\" value=\"50\"") && page.contains("value=\"a &#34;b&#34;\""));
        sample::check_page("home-again", &page);
    }
}
