//! Our own statement on accessibility. What it says of tests is the very file that the tests in the browser are run by: they fail where a
//! page that it names was not looked at, or another was.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use askama::Template;
use serde::Deserialize;

/// What is tested, and how.
const TESTED: &str = include_str!("accessibility.json");

static TESTS: LazyLock<Tests> =
    LazyLock::new(|| serde_json::from_str(TESTED).expect("our own file has this form"));

#[derive(Debug, Deserialize)]
struct Tests {
    /// The sets of rules of axe-core by its names for them, in words.
    rules: BTreeMap<String, String>,
    /// What the tests call a page, and what it is.
    pages: BTreeMap<String, String>,
    trials: Vec<Trial>,
}

/// Pages that are looked at in one way.
#[derive(Debug, Deserialize)]
struct Trial {
    says: String,
    /// Rules can be looked at only where scripts run.
    has_scripts: bool,
    pages: Vec<String>,
}

/// The statement.
#[derive(Debug, Template)]
#[template(path = "accessibility.html")]
pub(super) struct Accessibility {
    contact: Option<String>,
    rules: Vec<&'static str>,
    trials: Vec<(&'static str, bool, Vec<&'static str>)>,
}

impl Accessibility {
    /// The statement of a site whose visitors turn to `contact`.
    pub(super) fn new(contact: Option<String>) -> Self {
        let tests = &*TESTS;
        let words = |name: &String| tests.pages.get(name).map_or("", String::as_str);
        let trials = tests
            .trials
            .iter()
            .map(|trial| (trial.says.as_str(), trial.has_scripts, trial.pages.iter().map(words).collect()));
        Self { contact, rules: tests.rules.values().map(String::as_str).collect(), trials: trials.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::html;
    use crate::http::pages::tests::sample;

    #[test]
    fn the_statement_names_every_page_that_is_tested_and_what_is_not_looked_at_without_scripts() {
        let page = html(&Accessibility::new(Some(sample::EVIL.to_owned())));
        sample::check_page("accessibility", &page);
        for trial in &TESTS.trials {
            assert!(page.contains(&trial.says), "{}", trial.says);
            assert!(trial.pages.iter().all(|name| page.contains(&TESTS.pages[name])), "{:?}", trial.pages);
        }
        assert!(page.contains("WCAG 2.2 AA") && page.contains("where axe-core cannot run"));
    }
}
