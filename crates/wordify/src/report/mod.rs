//! The result of an analysis as files: workbook, table, data, web page.
//!
//! Every format shows the same indicators: those from the threshold on. A report holds no time and no
//! machine name, so the same analysis of the same file gives the same bytes.

mod about;
mod chosen;
pub mod concordance;
pub mod confirmation;
mod csv;
pub mod dictionary;
mod fact;
pub mod figure;
mod format;
mod html;
mod json;
mod judged;
pub mod manifest;
mod manuscript;
mod markup;
pub mod measured;
pub mod number;
mod pair;
pub mod picture;
pub mod replication;
mod stop_words;
mod stored;
pub mod validity;
mod xlsx;

use std::collections::BTreeSet;

use serde::Serialize;

pub use self::csv::{csv, guarded};
pub use self::format::Format;
pub use self::html::html;
pub use self::json::{json, jsonl};
pub use self::manuscript::{docx, markdown, methods_paragraph, tex};
pub use self::pair::Pair;
pub use self::xlsx::xlsx;
use crate::analysis::Analysis;
use crate::corpus::Columns;
use crate::count::grouped;
use crate::indicators::{Indicator, Sign};
use crate::table::{Fingerprint, ReadOptions, Table};

/// How to cite the method.
pub const CITATION: &str = "Hovy, D., Melumad, S., & Inman, J. J. (2021). Wordify: A Tool for Discovering and \
                            Differentiating Consumer Vocabularies. Journal of Consumer Research, 48(3), 394–414.";
/// Where the cited paper is.
pub const CITATION_URL: &str = "https://doi.org/10.1093/jcr/ucab018";

/// The input file: what the report says about where the result came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The file's name without its folder; none for standard input.
    pub file_name: Option<String>,
    /// Size of the file as given (compressed, if it was), in bytes.
    pub bytes: u64,
    /// SHA-256 of these bytes, 64 lowercase hexadecimal digits.
    pub sha256: String,
    /// The format that was read, such as `csv`.
    pub format: String,
    /// How the file was understood: (name, value), such as (`encoding`, `UTF-8`).
    pub facts: Vec<(String, String)>,
    /// What the user should know about the reading.
    pub warnings: Vec<String>,
}

impl Source {
    /// Describes the file or folder `file_name` with the `fingerprint`, which was read as `table`.
    pub fn new(file_name: Option<String>, fingerprint: Fingerprint, table: &Table) -> Self {
        let facts = table.facts.iter().map(|(name, value)| ((*name).to_string(), value.clone())).collect();
        Self {
            file_name,
            bytes: fingerprint.bytes,
            sha256: fingerprint.sha256,
            format: table.format.name().to_string(),
            facts,
            warnings: table.warnings.clone(),
        }
    }

    /// The file's name, or `standard input`.
    pub fn name(&self) -> &str {
        self.file_name.as_deref().unwrap_or("standard input")
    }
}

/// An analysis with its source: what every format is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The result.
    pub analysis: Analysis,
    /// The file that it came from.
    pub source: Source,
    /// How the file was read.
    pub reading: ReadOptions,
    /// Which of its columns were taken.
    pub columns: Columns,
}

impl Report {
    /// The warnings of reading, of choosing documents and of the analysis, each once.
    pub fn warnings(&self) -> Vec<&str> {
        let Analysis { account, warnings, .. } = &self.analysis;
        let mut shown: Vec<&str> = Vec::new();
        for warning in self.source.warnings.iter().chain(&account.warnings).chain(warnings) {
            if !shown.contains(&warning.as_str()) {
                shown.push(warning);
            }
        }
        shown
    }

    /// The indicator with the highest score of a label and sign, whether it reaches the threshold or not.
    pub fn best(&self, label: &str, sign: Sign) -> Option<&Indicator> {
        let indicators = &self.analysis.indicators;
        // Sorted by label, sign, score descending.
        let first = indicators
            .partition_point(|indicator| (indicator.label.as_str(), indicator.sign) < (label, sign));
        indicators.get(first).filter(|indicator| indicator.label == label && indicator.sign == sign)
    }

    /// The indicators from the threshold on that stand for a finding each: of a family the strongest term of a label and sign.
    pub fn entries(&self) -> impl Iterator<Item = &Indicator> {
        let mut families = BTreeSet::new();
        self.analysis.selected().filter(move |indicator| {
            let family = indicator.calibration.as_ref().map(|found| &found.family);
            let side = (&indicator.label, indicator.sign, indicator.against());
            family.is_none_or(|family| families.insert((side, family)))
        })
    }

    /// The [entries](Self::entries) of each label in the order of [`Analysis::labels`].
    pub fn selected_by_label(&self) -> Vec<Selected<'_>> {
        let labels = &self.analysis.labels;
        let mut selected: Vec<Selected<'_>> = labels.iter().map(|_| Selected::default()).collect();
        for indicator in self.entries() {
            // The labels are sorted by code point, as `str` compares.
            let Ok(label) = labels.binary_search(&indicator.label) else { continue };
            match indicator.sign {
                Sign::Positive => selected[label].positive.push(indicator),
                Sign::Negative => selected[label].negative.push(indicator),
            }
        }
        selected
    }

    /// Why a calibrated list has no term of a label, in words.
    pub fn nothing_listed(&self) -> String {
        match self.analysis.settings.threshold {
            Some(threshold) => {
                format!("no term that can be told from chance has a score of {threshold} or more")
            }
            None => "no term can be told from chance".to_owned(),
        }
    }

    /// All settings in words: name and value, as workbook and page show them.
    pub fn settings(&self) -> Vec<(String, String)> {
        let facts = chosen::settings(self).facts;
        facts.into_iter().map(|fact| (fact.name, fact.value.shown())).collect()
    }

    /// Whether texts are quoted for any listed term.
    pub fn has_texts(&self) -> bool {
        self.analysis.selected().any(|indicator| !indicator.texts.is_empty())
    }

    /// The same report with no text quoted.
    #[must_use]
    pub fn without_texts(&self) -> Self {
        let mut report = self.clone();
        report.analysis.indicators.iter_mut().for_each(|indicator| indicator.texts.clear());
        report
    }

    /// Documents of the label at `label` in [`Analysis::labels`].
    pub fn documents_of(&self, label: usize) -> usize {
        self.analysis.account.documents_per_label.get(label).copied().unwrap_or(0)
    }

    /// Whether what speaks for one label is what speaks against the other: with two labels.
    fn is_mirrored(&self) -> bool {
        // A calibrated list has each term once, under the label that it speaks for.
        self.analysis.labels.len() == 2 && self.analysis.calibration.is_none()
    }
}

/// The indicators of one label, best first.
#[derive(Debug, Clone, Default)]
pub struct Selected<'a> {
    /// For the label.
    pub positive: Vec<&'a Indicator>,
    /// Against the label.
    pub negative: Vec<&'a Indicator>,
}

/// The written forms of a term with how often each occurs, as text: `wolf (12); wolves (3)`.
fn forms_shown(forms: &[(String, usize)], separator: &str) -> String {
    let forms = forms.iter().map(|(form, times)| format!("{form} ({})", grouped(*times)));
    forms.collect::<Vec<_>>().join(separator)
}

/// The twins of an indicator as one text. What is not named stands in parentheses, which no term has.
fn twins_shown(indicator: &Indicator, separator: &str) -> String {
    let mut shown = indicator.twins.join(separator);
    match indicator.twin_group {
        Some(group) if shown.is_empty() => shown = format!("(others of group {group})"),
        Some(group) => {
            shown += &format!("{separator}({} more, group {group})", grouped(indicator.twins_more));
        }
        None => {}
    }
    shown
}

#[cfg(test)]
mod sample;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_that_was_given_twice_is_shown_once() {
        let mut report = sample::report();
        report.analysis.warnings = report.analysis.account.warnings.clone();
        assert_eq!(report.warnings().len(), 1);
    }

    #[test]
    fn the_best_term_is_found_whether_it_reaches_the_threshold_or_not() {
        let mut report = sample::report();
        report.analysis.settings.threshold = Some(0.9);
        let best = |label, sign| report.best(label, sign).map(|best| best.shown());
        assert_eq!(best("Republican", Sign::Negative), Some("energy"));
        assert_eq!(best("Democratic", Sign::Negative), Some("freedom"));
        assert_eq!(best("Whig", Sign::Positive), None);
    }

    #[test]
    fn every_format_gives_the_same_bytes_twice() {
        let report = sample::report();
        for format in [xlsx, csv, json, jsonl, html] {
            assert_eq!(format(&report).expect("first"), format(&report.clone()).expect("second"));
        }
    }
}
