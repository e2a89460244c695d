//! The home page: what it is, the upload, how it works, where to read on.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};
use wordify::text::language::Language;

use super::html;
use super::parts::choices_form;
use super::sample_result::PICTURE_SIZE;
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
    languages: usize,
    picture_size: (usize, usize),
    carried: Vec<(&'static str, String)>,
}

impl Home {
    /// The page of a site, with choices that are carried over from an earlier job.
    pub fn new(config: &Config, carried: &Choices) -> Self {
        Self {
            upload_megabytes: config.limits.upload_bytes_max >> 20,
            languages: languages(),
            picture_size: PICTURE_SIZE,
            carried: choices_form::pairs(carried),
        }
    }
}

/// How many languages there are.
pub(super) fn languages() -> usize {
    Language::ALL.iter().filter(|language| **language != Language::Multi).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn the_page_shows_upload_and_sample_and_leads_to_example_and_help() {
        let page = html(&Home::new(&sample::config(), &Choices::default()));
        for expected in [
            "action=\"/jobs\"",
            "action=\"/sample\"",
            "href=\"/example\"",
            "src=\"/example/picture.svg\"",
            "href=\"/help\"",
            "56 languages",
        ] {
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
