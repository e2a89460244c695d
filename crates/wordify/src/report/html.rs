//! The report as one web page that needs nothing else: no other file, no other host, and no script to be
//! read (a small one of ours adds search and sorting).

use std::fmt::{Arguments, Write};

use super::about::{self, Section};
use super::picture::{self, Colour, Picture};
use super::{CITATION, CITATION_URL, Report, number};
use crate::analysis::{Indicator, Sign};
use crate::error::Error;
use crate::language::Language;

/// Bars per picture with few labels; fewer with many, so that the page stays light.
const BARS_MAX: usize = 15;
/// Labels up to which pictures have [`BARS_MAX`] bars.
const LABELS_FEW: usize = 20;
/// Bars per picture with more labels than that.
const BARS_MANY_LABELS: usize = 5;
/// Labels up to which every label is open from the start.
const LABELS_OPEN_MAX: usize = 12;
/// Table rows of the whole page, about 200 bytes each: keeps the page below 2 MB.
const TABLE_ROWS_MAX: usize = 3_600;
/// Rows that each table may have even if there are very many tables.
const TABLE_ROWS_LEAST: usize = 10;
/// Dropped rows that are listed; the workbook has all.
const DROPPED_ROWS_MAX: usize = 200;
/// Best terms that the overview names per label.
const OVERVIEW_TERMS: usize = 5;

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
    page.head();
    page.masthead();
    page.warnings();
    page.reading();
    page.overview();
    page.blocks();
    page.about();
    page.foot();
    Ok(page.text.into_bytes())
}

/// Everything between two tags or in an attribute, made harmless.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' => safe.push(letter),
            _ if letter.is_control() => safe.push('\u{FFFD}'),
            _ => safe.push(letter),
        }
    }
    safe
}

/// One list of terms with its picture: for or against a label.
struct Panel<'a> {
    heading: String,
    label: usize,
    indicators: Vec<&'a Indicator>,
    colour: Colour,
}

/// What stands under one heading: a label with two panels, or both labels of two with one panel each.
struct Block<'a> {
    title: String,
    note: String,
    panels: Vec<Panel<'a>>,
}

fn blocks(report: &Report) -> Vec<Block<'_>> {
    let labels = &report.analysis.labels;
    let panel = |label: usize, sign: Sign, heading: String, colour: Colour| Panel {
        heading,
        label,
        indicators: report.selected_of(&labels[label], sign).collect(),
        colour,
    };
    if report.is_mirrored() {
        let panels = vec![
            panel(0, Sign::Positive, labels[0].clone(), Colour::Blue),
            panel(1, Sign::Positive, labels[1].clone(), Colour::Orange),
        ];
        let note = "With two labels, what speaks for one speaks against the other, so each term stands once.";
        return vec![Block { title: "Terms for each label".into(), note: note.into(), panels }];
    }
    let documents = report.analysis.account.documents;
    let one = |(label, name): (usize, &String)| {
        let of_label = documents_of(report, label);
        let share = of_label as f64 / documents.max(1) as f64;
        Block {
            title: name.clone(),
            note: format!(
                "{} of {} documents ({})",
                number::grouped(of_label as u64),
                number::grouped(documents as u64),
                number::percent(share)
            ),
            panels: vec![
                panel(label, Sign::Positive, format!("For {name}"), Colour::Blue),
                panel(label, Sign::Negative, format!("Against {name}"), Colour::Orange),
            ],
        }
    };
    labels.iter().enumerate().map(one).collect()
}

fn documents_of(report: &Report, label: usize) -> usize {
    report.analysis.account.documents_per_label.get(label).copied().unwrap_or(0)
}

/// The page as it grows.
struct Page<'a> {
    report: &'a Report,
    text: String,
}

impl Page<'_> {
    fn put(&mut self, arguments: Arguments<'_>) {
        self.text.write_fmt(arguments).expect("writing to a string cannot fail");
    }

    fn head(&mut self) {
        let name = escaped(self.report.source.name());
        self.put(format_args!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
             form-action 'none'\">\n\
             <title>{name} – Wordify</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        ));
    }

    fn masthead(&mut self) {
        let analysis = &self.report.analysis;
        let name = escaped(self.report.source.name());
        self.put(format_args!(
            "<header>\n<p class=\"brand\">Wordify</p>\n<h1>The words that tell {} labels apart</h1>\n\
             <p class=\"lead\"><bdi>{name}</bdi></p>\n<dl class=\"figures\">\n",
            analysis.labels.len()
        ));
        let selected = analysis.selected().count();
        let shown = if self.report.is_mirrored() { selected / 2 } else { selected };
        for (name, value) in [
            ("documents", analysis.account.documents),
            ("terms tested", analysis.vocabulary_terms),
            ("indicators", shown),
            ("fits", analysis.fits.completed),
        ] {
            let value = number::grouped(value as u64);
            self.put(format_args!("<div><dd>{value}</dd><dt>{name}</dt></div>\n"));
        }
        self.text.push_str("</dl>\n</header>\n");
    }

    fn warnings(&mut self) {
        let warnings = self.report.warnings();
        if warnings.is_empty() {
            return;
        }
        self.text.push_str("<section class=\"warnings\" aria-label=\"Warnings\">\n<ul>\n");
        for warning in warnings {
            self.put(format_args!("<li>{}</li>\n", escaped(warning)));
        }
        self.text.push_str("</ul>\n</section>\n");
    }

    /// How to read a score, by the best term as the example.
    fn reading(&mut self) {
        let analysis = &self.report.analysis;
        let positive = analysis.selected().filter(|indicator| indicator.sign == Sign::Positive);
        let Some(best) = positive.max_by(|a, b| a.score.total_cmp(&b.score)) else { return };
        let label = analysis.labels.iter().position(|label| *label == best.label).unwrap_or(0);
        let of_label = documents_of(self.report, label);
        let of_rest = analysis.account.documents.saturating_sub(of_label);
        let fits = analysis.fits.planned;
        let times = (best.score * fits as f64).round() as u64;
        let (term, name) = (escaped(&best.term), escaped(&best.label));
        self.put(format_args!(
            "<section class=\"reading\">\n<h2>How to read this</h2>\n<p><b><bdi>{term}</bdi></b> has a score of \
             <b>{:.2}</b> for <b><bdi>{name}</bdi></b>: of {} regressions, each on another random sample of the \
             documents, {} gave it weight in favour of <bdi>{name}</bdi>. It occurs in {} of {} documents of \
             <bdi>{name}</bdi> ({}) and in {} of {} others ({}).</p>\n<p>A high score means a dependable term, \
             not a strong effect; it is not a probability. Compare scores within this result, not between \
             files. Terms from a score of {} on are shown.</p>\n</section>\n",
            best.score,
            number::grouped(fits as u64),
            number::grouped(times),
            number::grouped(best.documents_in_label as u64),
            number::grouped(of_label as u64),
            number::percent(best.share_in_label),
            number::grouped(best.documents_in_rest as u64),
            number::grouped(of_rest as u64),
            number::percent(best.share_in_rest),
            analysis.settings.threshold,
        ));
    }

    /// One row per label, with links; two labels need none.
    fn overview(&mut self) {
        if self.report.is_mirrored() {
            return;
        }
        self.text.push_str(
            "<section>\n<h2>Labels</h2>\n<div class=\"scroll\">\n<table class=\"overview sortable\">\n<thead><tr>\
             <th scope=\"col\">Label</th><th scope=\"col\" class=\"n\">Documents</th>\
             <th scope=\"col\" class=\"n\">For</th><th scope=\"col\" class=\"n\">Against</th>\
             <th scope=\"col\">Best terms</th></tr></thead>\n<tbody>\n",
        );
        let lang = lang_attribute(self.report.analysis.settings.language);
        for (label, block) in blocks(self.report).iter().enumerate() {
            let best: Vec<&str> = block.panels[0]
                .indicators
                .iter()
                .take(OVERVIEW_TERMS)
                .map(|indicator| indicator.term.as_str())
                .collect();
            self.put(format_args!(
                "<tr><th scope=\"row\"><a href=\"#label-{label}\"><bdi>{}</bdi></a></th>\
                 <td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td{lang}>{}</td></tr>\n",
                escaped(&block.title),
                number::grouped(documents_of(self.report, label) as u64),
                block.panels[0].indicators.len(),
                block.panels[1].indicators.len(),
                escaped(&best.join(" · ")),
            ));
        }
        self.text.push_str("</tbody>\n</table>\n</div>\n</section>\n");
    }

    fn blocks(&mut self) {
        let report = self.report;
        let blocks = blocks(report);
        let panels: usize = blocks.iter().map(|block| block.panels.len()).sum();
        let bars = if report.analysis.labels.len() <= LABELS_FEW { BARS_MAX } else { BARS_MANY_LABELS };
        let rows = (TABLE_ROWS_MAX / panels.max(1)).max(TABLE_ROWS_LEAST);
        let best = report.analysis.selected().map(|indicator| indicator.score).fold(0.0, f64::max);
        let axis_end = picture::axis_end(best);
        let is_open = blocks.len() <= LABELS_OPEN_MAX;
        for (index, block) in blocks.iter().enumerate() {
            let (title, note) = (escaped(&block.title), escaped(&block.note));
            let open = if is_open { " open" } else { "" };
            self.put(format_args!(
                "<details class=\"block\" id=\"label-{index}\"{open}>\n<summary><h2><bdi>{title}</bdi></h2> \
                 <span class=\"note\">{note}</span></summary>\n<div class=\"panels\">\n"
            ));
            for panel in &block.panels {
                self.panel(panel, bars, rows, axis_end);
            }
            self.text.push_str("</div>\n</details>\n");
        }
    }

    fn panel(&mut self, panel: &Panel<'_>, bars: usize, rows: usize, axis_end: f64) {
        let heading = escaped(&panel.heading);
        let class = panel.colour.class();
        self.put(format_args!(
            "<section class=\"panel\">\n<h3 class=\"{class}\"><bdi>{heading}</bdi></h3>\n"
        ));
        if panel.indicators.is_empty() {
            let threshold = self.report.analysis.settings.threshold;
            self.put(format_args!(
                "<p class=\"none\">No term reaches a score of {threshold}.</p>\n</section>\n"
            ));
            return;
        }
        let shown = &panel.indicators[..panel.indicators.len().min(bars)];
        let title = format!("Bar chart: the {} best terms by score, {}", shown.len(), panel.heading);
        let drawing = picture::svg(&Picture {
            title: &title,
            indicators: shown,
            axis_end,
            threshold: self.report.analysis.settings.threshold,
            colour: panel.colour,
        });
        let lang = lang_attribute(self.report.analysis.settings.language);
        self.put(format_args!("<figure{lang}>\n{drawing}</figure>\n"));
        self.table(panel, rows);
        self.text.push_str("</section>\n");
    }

    fn table(&mut self, panel: &Panel<'_>, rows: usize) {
        let label = escaped(&self.report.analysis.labels[panel.label]);
        let all = panel.indicators.len();
        let what = if all <= rows {
            number::counted(all as u64, "term with its numbers", "terms with their numbers")
        } else {
            format!("The {} best of {} terms", number::grouped(rows as u64), number::grouped(all as u64))
        };
        self.put(format_args!(
            "<details class=\"numbers\">\n<summary>{what}</summary>\n<table class=\"sortable\">\n<thead><tr>\
             <th scope=\"col\">Term</th>\
             <th scope=\"col\" class=\"n\" title=\"Share of the fits that selected the term\">Score</th>\
             <th scope=\"col\" class=\"n\" title=\"Documents of the label with the term, and their share\">\
             In <bdi>{label}</bdi></th>\
             <th scope=\"col\" class=\"n\" title=\"Documents of all other labels with the term, and their \
             share\">In the rest</th></tr></thead>\n<tbody{}>\n",
            lang_attribute(self.report.analysis.settings.language),
        ));
        for indicator in panel.indicators.iter().take(rows) {
            self.table_row(indicator);
        }
        self.text.push_str("</tbody>\n</table>\n</details>\n");
    }

    fn table_row(&mut self, indicator: &Indicator) {
        self.put(format_args!("<tr><th scope=\"row\">{}", escaped(&indicator.term)));
        if !indicator.twins.is_empty() {
            let twins = escaped(&indicator.twins.join(", "));
            self.put(format_args!("<small title=\"in exactly the same documents\">twin: {twins}</small>"));
        }
        self.put(format_args!(
            "</th><td>{:.3}</td><td>{}<small>{}</small></td>\
             <td>{}<small>{}</small></td></tr>\n",
            indicator.score,
            number::percent(indicator.share_in_label),
            number::grouped(indicator.documents_in_label as u64),
            number::percent(indicator.share_in_rest),
            number::grouped(indicator.documents_in_rest as u64),
        ));
    }

    fn about(&mut self) {
        self.text.push_str("<section class=\"about\">\n<h2>About this result</h2>\n");
        for Section { title, facts } in about::sections(self.report) {
            if matches!(title, "Result" | "Warnings") {
                continue; // Both stand at the head of the page.
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
        let rows = number::counted(dropped.len() as u64, "row that was dropped", "rows that were dropped");
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
                row.row,
                row.reason.words(),
                escaped(&row.label),
                escaped(&kept),
            ));
        }
        self.text.push_str("</tbody>\n</table>\n</div>\n");
        if dropped.len() > DROPPED_ROWS_MAX {
            let rest = number::grouped((dropped.len() - DROPPED_ROWS_MAX) as u64);
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

/// Lets browsers choose the right letter forms and voices for the terms.
fn lang_attribute(language: Language) -> String {
    match language {
        Language::Multi => String::new(),
        language => format!(" lang=\"{}\"", language.code()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

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
        assert!(page.contains("The 10 best of 100 terms"));
    }
}
