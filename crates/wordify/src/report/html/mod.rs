//! The report as one web page that needs nothing else: no other file, no other host, and no script to be
//! read (a small one of ours adds search and sorting).

mod labels;
mod trials;

use std::fmt::Arguments;

use super::about;
use super::fact::Section;
use super::markup::{escaped, put};
use super::{CITATION, CITATION_URL, Report, confirmation, number, validity};
use crate::count::{counted, grouped};
use crate::error::Error;
use crate::indicators::Sign;

/// Dropped rows that are listed; the workbook has all.
const DROPPED_ROWS_MAX: usize = 200;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The report as a self-contained page in UTF-8, for light and dark, phone and desktop.
///
/// Tables and pictures are limited on very large results, which is then said; the other formats have all.
///
/// # Errors
/// None today; a `Result` so that all formats have one shape.
pub fn html(report: &Report) -> Result<Vec<u8>, Error> {
    let mut page = Page { report, text: String::with_capacity(1 << 16) };
    head(&mut page.text, report.source.name(), "script-src 'unsafe-inline'; img-src data:; ");
    page.masthead();
    warnings(&mut page.text, &report.warnings());
    page.reading();
    page.confirmation();
    page.trials();
    page.labels();
    page.about();
    page.foot();
    Ok(page.text.into_bytes())
}

/// The beginning of a page named `title` in our looks; `sources` is what its policy allows beside the style.
pub(super) fn head(page: &mut String, title: &str, sources: &str) {
    let title = escaped(title);
    put(
        page,
        format_args!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; {sources}\
             base-uri 'none'; form-action 'none'\">\n\
             <title>{title} – Wordify</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        ),
    );
}

/// A box with `warnings`, where there are any.
pub(super) fn warnings(page: &mut String, warnings: &[impl AsRef<str>]) {
    if warnings.is_empty() {
        return;
    }
    page.push_str("<section class=\"warnings\" aria-label=\"Warnings\">\n<ul>\n");
    for warning in warnings {
        put(page, format_args!("<li>{}</li>\n", escaped(warning.as_ref())));
    }
    page.push_str("</ul>\n</section>\n");
}

/// The page as it grows.
struct Page<'a> {
    report: &'a Report,
    text: String,
}

impl Page<'_> {
    fn put(&mut self, arguments: Arguments<'_>) {
        put(&mut self.text, arguments);
    }

    fn masthead(&mut self) {
        let analysis = &self.report.analysis;
        let name = escaped(self.report.source.name());
        self.put(format_args!(
            "<header>\n<p class=\"brand\"><span>Wordify</span></p>\n<h1>The words that tell {} labels apart</h1>\n\
             <p class=\"lead\"><bdi>{name}</bdi></p>\n<dl class=\"figures\">\n",
            analysis.labels.len()
        ));
        let listed = self.report.entries().count();
        let shown = if self.report.is_mirrored() { listed / 2 } else { listed };
        let times = match &analysis.calibration {
            Some(verdict) => ("shuffles of the labels", verdict.shuffles),
            None => ("fits", analysis.fits.completed),
        };
        for (name, value) in [
            ("documents", analysis.account.documents),
            ("terms tested", analysis.vocabulary_terms),
            ("terms listed", shown),
            times,
        ] {
            let value = grouped(value);
            self.put(format_args!("<div><dt>{name}</dt><dd>{value}</dd></div>\n"));
        }
        self.text.push_str("</dl>\n</header>\n");
    }

    /// How to read a score, by the best term as the example.
    fn reading(&mut self) {
        let analysis = &self.report.analysis;
        let positive = self.report.entries().filter(|indicator| indicator.sign == Sign::Positive);
        let Some(best) = positive.max_by(|a, b| a.score.total_cmp(&b.score)) else { return };
        if let Some(verdict) = &analysis.calibration {
            self.put(format_args!(
                "<section class=\"reading\">\n<h2>How to read this</h2>\n<p>Each term listed can be told from chance: the labels \
                 were shuffled {} times, and what they then gave says how many terms of the list are expected to be there by \
                 chance (“False”). The score is the share of {} half-samples of the documents in which \
                 the model selects the term.</p>\n</section>\n",
                grouped(verdict.shuffles),
                verdict.half_samples,
            ));
            return;
        }
        let label = analysis.labels.iter().position(|label| *label == best.label).unwrap_or(0);
        let of_label = self.report.documents_of(label);
        let of_rest = analysis.account.documents.saturating_sub(of_label);
        let fits = analysis.fits.planned;
        let times = (best.score * fits as f64).round() as usize;
        let (term, name) = (escaped(best.shown()), escaped(&best.label));
        self.put(format_args!(
            "<section class=\"reading\">\n<h2>How to read this</h2>\n<p><b><bdi>{term}</bdi></b> has a score of \
             <b>{:.2}</b> for <b><bdi>{name}</bdi></b>: of {} regressions, each on another random sample of the \
             documents, {} gave it weight in favour of <bdi>{name}</bdi>. It occurs in {} of {} documents of \
             <bdi>{name}</bdi> ({}) and in {} of {} others ({}).</p>\n<p>A high score means a dependable term, \
             not a strong effect; it is not a probability. Compare scores within this result, not between \
             files. Terms from a score of {} on are shown.</p>\n</section>\n",
            best.score,
            grouped(fits),
            grouped(times),
            grouped(best.documents_in_label),
            grouped(of_label),
            number::percent(best.share_in_label),
            grouped(best.documents_in_rest),
            grouped(of_rest),
            number::percent(best.share_in_rest),
            analysis.settings.threshold_used(),
        ));
    }

    /// What the documents that were set aside say of the list.
    fn confirmation(&mut self) {
        let sentences = confirmation::sentences(self.report);
        if sentences.is_empty() {
            return;
        }
        let words = escaped(&sentences.join(" "));
        self.put(format_args!(
            "<section class=\"reading\">\n<h2>Confirmation</h2>\n<p>{words}</p>\n</section>\n"
        ));
    }

    fn about(&mut self) {
        self.text.push_str("<section class=\"about\">\n<h2>About this result</h2>\n");
        let trials: Vec<&str> = validity::trials(self.report).iter().map(|trial| trial.name).collect();
        for Section { title, facts } in about::sections(self.report) {
            if matches!(title, "Result" | "Warnings") || trials.contains(&title) {
                continue; // They stand at the head of the page.
            }
            self.put(format_args!("<details>\n<summary>{title}</summary>\n<dl class=\"facts\">\n"));
            for fact in facts {
                let (name, value) = (escaped(&fact.name), escaped(&fact.value.shown()));
                self.put(format_args!("<dt>{name}</dt><dd>{value}</dd>\n"));
            }
            self.text.push_str("</dl>\n</details>\n");
        }
        self.dropped();
        self.text.push_str("</section>\n");
    }

    fn dropped(&mut self) {
        let dropped = &self.report.analysis.account.dropped;
        if dropped.is_empty() {
            return;
        }
        let rows = counted(dropped.len(), "row that was dropped", "rows that were dropped");
        self.put(format_args!(
            "<details>\n<summary>{rows}</summary>\n<div class=\"scroll\">\n<table class=\"dropped\">\n<thead><tr>\
             <th scope=\"col\" class=\"n\">Row</th><th scope=\"col\">Reason</th><th scope=\"col\">Label</th>\
             <th scope=\"col\">Kept instead</th></tr></thead>\n<tbody>\n"
        ));
        for row in dropped.iter().take(DROPPED_ROWS_MAX) {
            let kept =
                row.kept.as_ref().map_or_else(String::new, |(kept, label)| format!("row {kept}, “{label}”"));
            self.put(format_args!(
                "<tr><td class=\"n\">{}</td><td>{}</td><td><bdi>{}</bdi></td><td>{}</td></tr>\n",
                if row.name.is_empty() { row.row.to_string() } else { escaped(&row.name) },
                row.reason.words(),
                escaped(&row.label),
                escaped(&kept),
            ));
        }
        self.text.push_str("</tbody>\n</table>\n</div>\n");
        if dropped.len() > DROPPED_ROWS_MAX {
            let rest = grouped(dropped.len() - DROPPED_ROWS_MAX);
            self.put(format_args!("<p>{rest} more: the workbook lists them all.</p>\n"));
        }
        self.text.push_str("</details>\n");
    }

    fn foot(&mut self) {
        let version = escaped(&self.report.analysis.version);
        self.put(format_args!(
            "</main>\n<footer>\n<p>Please cite: {CITATION} <a href=\"{CITATION_URL}\">{CITATION_URL}</a></p>\n\
             <p>Made by Wordify {version}, preset {}, seed {}.</p>\n</footer>\n\
             <script>\n{SCRIPT}</script>\n</body>\n</html>\n",
            self.report.analysis.settings.preset.name(),
            self.report.analysis.settings.seed,
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::indicators::Indicator;

    fn page(report: &Report) -> String {
        String::from_utf8(html(report).expect("page")).expect("UTF-8")
    }

    /// The sample with one more label, so that the labels are not mirrored.
    fn three_labels() -> Report {
        let mut report = sample::report();
        report.analysis.labels.push("Whig".into());
        report.analysis.account.documents_per_label.push(0);
        report
    }

    #[test]
    fn the_page_loads_nothing_from_elsewhere() {
        for report in [sample::report(), three_labels()] {
            let page = page(&report);
            for load in ["src=", "url(", "@import", "<link", "fetch(", "import("] {
                assert!(!page.contains(load), "{load}");
            }
            let links = page.replace("http://www.w3.org/2000/svg", "").replace(CITATION_URL, "");
            assert!(!links.contains("http://") && !links.contains("https://"));
        }
    }

    #[test]
    fn names_from_the_file_are_escaped_everywhere() {
        let evil = "<script>alert(1)</script>\"'&\u{0}";
        let mut report = sample::report_with_label(evil);
        report.source.file_name = Some(evil.into());
        report.analysis.warnings.push(evil.into());
        report.analysis.indicators[0].term = evil.into();
        report.analysis.indicators[0].twins = vec![evil.into()];
        report.analysis.account.text_column = evil.into();
        for labels in [2, 3] {
            report.analysis.labels.resize(labels, "Whig".into());
            let page = page(&report);
            assert_eq!(page.matches("<script").count(), 1, "only our own script");
            assert!(!page.contains(evil) && !page.contains('\u{0}'));
        }
    }

    #[test]
    fn the_forms_of_a_lemma_stand_below_it_unless_it_is_its_only_form() {
        let mut report = sample::report();
        assert!(page(&report).contains(">as energy (7), energys (1)</small>"));
        for indicator in &mut report.analysis.indicators {
            indicator.forms = vec![(indicator.term.clone(), 8)];
        }
        assert!(!page(&report).contains(" (8)</small>"));
    }

    #[test]
    fn every_tag_that_is_opened_is_closed() {
        for report in [sample::report(), three_labels()] {
            let page = page(&report);
            for tag in
                ["main", "section", "details", "table", "tbody", "tr", "dl", "svg", "figure", "bdi", "div"]
            {
                let opened =
                    page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
                assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
            }
        }
    }

    #[test]
    fn with_two_labels_each_term_stands_once_and_with_three_there_are_both_signs() {
        let two = page(&sample::report());
        assert!(!two.contains("Against ") && two.contains("speaks against the other"));
        let three = page(&three_labels());
        assert!(three.contains("Against Republican") && three.contains("href=\"#label-2\""));
        assert!(three.contains("No term reaches a score of 0.3."));
    }

    #[test]
    fn a_result_with_many_labels_stays_below_two_megabytes() {
        let mut report = sample::report();
        let template = report.analysis.indicators[0].clone();
        report.analysis.labels = (0..176).map(|label| format!("label {label:03}")).collect();
        report.analysis.account.documents_per_label = vec![100; 176];
        report.analysis.indicators.clear();
        for label in &report.analysis.labels {
            for sign in [Sign::Positive, Sign::Negative] {
                for term in 0..100 {
                    let term = format!("a rather long term {term}");
                    let label = label.clone();
                    report.analysis.indicators.push(Indicator { label, term, sign, ..template.clone() });
                }
            }
        }
        let page = page(&report);
        assert!(page.len() < 2_000_000, "{} bytes", page.len());
        assert!(page.contains("The 7 best of 100 terms"));
    }
}
