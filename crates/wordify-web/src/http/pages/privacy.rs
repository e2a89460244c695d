//! What happens to data, in detail.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::html;
use super::parts::words;
use crate::config::Config;
use crate::state::App;
use crate::webhook::outbox::PAUSES_SECONDS;

/// `GET /privacy`.
pub(crate) async fn handle(State(app): State<App>, headers: HeaderMap) -> Response {
    app.pages.privacy.answer(|| html(&Privacy::new(&app.config)), &headers)
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "privacy.html")]
pub struct Privacy {
    kept: String,
    waiting: String,
    has_mail: bool,
    has_webhooks: bool,
    /// Whether several machines share a database.
    is_shared: bool,
    /// How long a webhook is tried.
    tried: String,
    contact: Option<String>,
}

impl Privacy {
    /// The page of a site.
    pub fn new(config: &Config) -> Self {
        Self {
            kept: words::span(config.retention.results.as_secs_f64()),
            waiting: words::span(config.retention.waiting.as_secs_f64()),
            has_mail: config.mail.is_some(),
            has_webhooks: config.webhooks.is_some(),
            is_shared: config.storage.is_some(),
            tried: words::span(PAUSES_SECONDS.iter().sum::<i64>() as f64),
            contact: config.contact.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SharedStorage;
    use crate::http::pages::tests::sample;

    #[test]
    fn the_promise_names_the_times_of_this_site() {
        let page = html(&Privacy::new(&sample::config()));
        assert!(page.contains("after 7 days") && page.contains("after 1 hour"));
        sample::check_page("privacy", &page);
    }

    #[test]
    fn a_site_of_several_hosts_does_not_say_that_its_database_overwrites_what_is_deleted() {
        let mut config = sample::config();
        assert!(html(&Privacy::new(&config)).contains("held is overwritten"));
        let url = "postgres://db/wordify".to_owned();
        config.storage = Some(SharedStorage { url, password: None, key: String::new(), ca: None });
        let page = html(&Privacy::new(&config));
        assert!(!page.contains("overwritten") && !page.contains("in a file of its own"));
        assert!(page.contains("traces of it may stay"));
        sample::check_page("privacy of several hosts", &page);
    }
}
