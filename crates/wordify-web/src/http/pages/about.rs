//! Who made it, and the works of others in it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use wordify::licences::{self, Source, TEXTS};
use wordify::text::language::Language;

use super::html;
use crate::http::error::{Problem, ProblemKind};
use crate::state::App;

/// `GET /about`.
pub(crate) async fn handle(State(app): State<App>, headers: HeaderMap) -> Response {
    app.pages.about.answer(|| html(&About::new(app.config.contact.clone())), &headers)
}

/// `GET /licences/{name}`: the text of one licence, or everything under “all”.
pub(crate) async fn licence(Path(name): Path<String>) -> Result<Response, Problem> {
    let text = if name == "all" { Some(licences::all()) } else { licences::text(&name).map(str::to_owned) };
    let text = text.ok_or_else(|| {
        Problem::new(ProblemKind::NotFound, "There is no such licence.")
            .remedy("The page “About” lists them.")
    })?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "about.html")]
pub struct About {
    contact: Option<String>,
    sources: Vec<(String, String)>,
    languages: Vec<(Language, Source)>,
    licences: Vec<&'static str>,
}

impl About {
    /// The page of a site whose visitors turn to `contact`.
    pub fn new(contact: Option<String>) -> Self {
        let languages = Language::ALL.into_iter();
        Self {
            contact,
            sources: sources(),
            languages: languages.filter_map(|it| Some((it, licences::source(it.code())?))).collect(),
            licences: TEXTS.iter().map(|(name, _)| *name).collect(),
        }
    }
}

/// Rows of the table in the notice: source and licence, without links.
fn sources() -> Vec<(String, String)> {
    let cells = |line: &'static str| {
        let (source, licence) = line.strip_prefix('|')?.strip_suffix('|')?.split_once('|')?;
        Some((plain(source.trim()), plain(licence.trim())))
    };
    // The table by language comes behind the one of the sources.
    let notice = licences::LEMMAS_NOTICE.split("\n## ").next().unwrap_or_default();
    notice.lines().filter_map(cells).skip(1).filter(|(source, _)| !source.starts_with("--")).collect()
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
        let page = html(&About::new(Some(sample::EVIL.to_owned())));
        for (name, _) in TEXTS {
            assert!(page.contains(&format!("/licences/{name}\"")), "{name}");
        }
        sample::check_page("about", &page);
    }
}
