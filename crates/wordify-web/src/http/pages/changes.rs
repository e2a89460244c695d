//! The history of versions, as what users notice.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::parts::markdown;
use super::{SOURCE, html};
use crate::state::App;

/// What users notice, the newest first.
const CHANGELOG: &str = include_str!("../../../../../CHANGELOG.md");
/// Bytes of it that a page has room for; what is older stands with the program.
const BYTES_MAX: usize = 40_000;

/// `GET /changes`.
pub(crate) async fn handle(State(app): State<App>, headers: HeaderMap) -> Response {
    app.pages.changes.answer(|| html(&Changes::new(CHANGELOG)), &headers)
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "changes.html")]
struct Changes {
    /// Escaped by what has made it.
    text: String,
    is_cut: bool,
}

impl Changes {
    fn new(changelog: &str) -> Self {
        // Without the heading of the file: the page has its own.
        let text = changelog.split_once("\n## ").map_or("", |(_, text)| text);
        let mut shown = "## ".to_owned();
        // Entries begin with a dash, and are not cut.
        for entry in text.split_inclusive("\n- ") {
            if shown.len() + entry.len() > BYTES_MAX {
                break;
            }
            shown.push_str(entry);
        }
        let is_cut = shown.len() < text.len() + "## ".len();
        let shown = if is_cut { shown.trim_end_matches("\n- ") } else { &shown };
        // In the program's own files links lead from one to another.
        let shown = shown.replace("](docs/", &format!("]({SOURCE}/blob/main/docs/"));
        Self { text: markdown::to_html(&shown), is_cut }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn the_newest_versions_are_shown_and_a_long_history_is_cut_between_entries() {
        let page = html(&Changes::new(CHANGELOG));
        sample::check_page("changes", &page);
        assert!(page.contains("<li>"));
        let long = format!("# Changelog\n\n## 2.0\n\n{}", "- an entry of some words\n".repeat(5000));
        let page = html(&Changes::new(&long));
        sample::check_page("changes-long", &page);
        assert!(page.contains("Older entries") && page.contains("2.0") && !page.contains("<li></li>"));
    }
}
