//! The page of a request that cannot be answered.

use askama::Template;

use super::html;
use super::parts::{option, words};
use crate::frame;
use crate::http::error::{Problem, ProblemKind};

/// The page.
#[derive(Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// Status and its usual words, such as `404`.
    pub status: u16,
    /// What is wrong, in a few words.
    pub title: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do.
    pub remedy: Option<String>,
    /// Where visitors may go from here: name and address, the likeliest first.
    pub links: Vec<(&'static str, String)>,
    /// A number to ask with.
    pub reference: Option<String>,
}

/// The page that reports a problem.
pub(crate) fn error_page(problem: &Problem) -> String {
    html(&ErrorPage::new(problem))
}

impl ErrorPage {
    fn new(problem: &Problem) -> Self {
        let place = problem.place.as_deref().map_or_else(String::new, words::place);
        let back = problem.back.iter().map(|(name, href)| (*name, href.to_string()));
        let home = |name| back.clone().chain([(name, frame::path("/"))]).collect();
        Self {
            status: problem.status().as_u16(),
            title: problem.title().to_owned(),
            // Where the title says it all, it stands once.
            message: match problem.detail.strip_suffix('.') {
                Some(detail) if detail == problem.title() => String::new(),
                _ => format!("{}{place}", problem.detail),
            },
            remedy: problem.remedy.as_deref().map(option::by_title),
            links: match problem.kind {
                ProblemKind::UnknownJob
                | ProblemKind::TooLarge
                | ProblemKind::Invalid
                | ProblemKind::Timeout
                | ProblemKind::NoResult => home("Choose a file"),
                _ => home("To the start"),
            },
            reference: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn every_kind_of_problem_has_a_page() {
        for kind in ProblemKind::ALL {
            let problem = Problem::new(kind, sample::EVIL).at(sample::EVIL).remedy("Try again.");
            let page = error_page(&problem);
            assert!(page.contains(problem.title()) && page.contains("Try again."));
            sample::check_page(&format!("error-{}", problem.status().as_u16()), &page);
        }
    }

    #[test]
    fn a_setting_is_called_as_its_field_and_the_way_back_stands_first() {
        let problem = Problem::new(ProblemKind::Invalid, "This is out of range.").at("confirm");
        let page = error_page(&problem.back("Back to the result", "/jobs/1"));
        assert!(page.contains("This is out of range. (“Set aside to confirm the list”)"), "{page}");
        assert!(page.contains("primary\" href=\"/jobs/1\">Back to the result</a>"), "{page}");
    }

    #[test]
    fn an_error_page_says_what_to_do_and_escapes() {
        let page = html(&ErrorPage {
            status: 413,
            title: "The file is too large".into(),
            message: format!("It has 150 MB. {}", sample::EVIL),
            remedy: Some("Delete the columns that you do not need, or compress it with gzip.".into()),
            links: vec![("Choose another file", "/".into())],
            reference: None,
        });
        assert!(page.contains("What to do"));
        sample::check_page("error", &page);
    }
}
