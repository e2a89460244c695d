//! Help: what each number means, how to prepare a file, what to do with an empty list, questions and answers.

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::home::languages;
use super::html;
use super::parts::words;
use crate::config::Config;
use crate::state::App;

/// `GET /help`.
pub(crate) async fn handle(State(app): State<App>) -> Html<String> {
    Html(html(&Help::new(&app.config)))
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "help.html")]
struct Help {
    upload_megabytes: u64,
    kept: String,
    waiting: String,
    languages: usize,
    has_mail: bool,
    has_webhooks: bool,
    contact: Option<String>,
}

impl Help {
    fn new(config: &Config) -> Self {
        Self {
            upload_megabytes: config.limits.upload_bytes_max >> 20,
            kept: words::span(config.retention.results.as_secs_f64()),
            waiting: words::span(config.retention.waiting.as_secs_f64()),
            languages: languages(),
            has_mail: config.mail.is_some(),
            has_webhooks: config.webhooks.is_some(),
            contact: config.contact.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn every_number_of_a_result_is_explained_and_every_question_answered() {
        let page = html(&Help::new(&sample::config()));
        for expected in [
            "Strength",
            "q-value",
            "Score",
            "Expected by chance",
            "BibTeX",
            "56, from Albanian",
            "id=\"empty\"",
        ] {
            assert!(page.contains(expected), "{expected}");
        }
        sample::check_page("help", &page);
    }
}
