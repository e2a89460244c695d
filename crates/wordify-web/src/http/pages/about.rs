//! Who made it, and the works of others in it.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::html;
use crate::state::App;

/// The notice of the dictionaries, of which the page shows the table.
const NOTICE: &str = include_str!("../../../../wordify-data/lemmas/NOTICE.md");

/// `GET /about`.
pub(crate) async fn handle(State(app): State<App>, headers: HeaderMap) -> Response {
    app.pages.about.answer(|| html(&About::new()), &headers)
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "about.html")]
pub struct About {
    sources: Vec<(String, String)>,
}

impl About {
    /// The page.
    pub fn new() -> Self {
        Self { sources: sources() }
    }
}

impl Default for About {
    fn default() -> Self {
        Self::new()
    }
}

/// Rows of the table in the notice: source and licence, without links.
fn sources() -> Vec<(String, String)> {
    let cells = |line: &'static str| {
        let (source, licence) = line.strip_prefix('|')?.strip_suffix('|')?.split_once('|')?;
        Some((plain(source.trim()), plain(licence.trim())))
    };
    NOTICE.lines().filter_map(cells).skip(1).filter(|(source, _)| !source.starts_with("--")).collect()
}

/// Markdown without links and back quotes.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let Some((name, after)) = after.split_once("](") else { break };
        let Some((_, after)) = after.split_once(')') else { break };
        text.push_str(name);
        rest = after;
    }
    text.push_str(rest);
    text.replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn every_source_of_the_notice_is_named_with_its_licence() {
        let sources = sources();
        assert_eq!(sources.len(), 9);
        assert_eq!(
            sources[0],
            ("Lemmatization lists by Michal Měchura".to_owned(), "Open Database License (ODbL)".to_owned())
        );
        sample::check_page("about", &html(&About::new()));
    }
}
