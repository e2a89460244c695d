//! What is pasted into a paper: a methods paragraph, the table of results, a note below it, and the references.
//!
//! All of it is made from the report, so that it cannot disagree with it. Word, LaTeX and Markdown share it; each writes it
//! in its own way.

mod docx;
mod markdown;
mod paragraph;
mod tex;

pub use self::docx::docx;
pub use self::markdown::markdown;
pub use self::tex::tex;
use super::Report;
use crate::indicators::calibrated::Calibration;
use crate::indicators::{Indicator, Sign};

/// The methods paragraph with citations as APA has them.
pub fn methods_paragraph(report: &Report) -> String {
    paragraph::apa(report)
}

/// Rows of the table; more than this no journal prints. The csv has all.
const ROWS_MAX: usize = 500;

/// Entries of a bibliography: the method, and what its numbers rest on.
const BIBTEX: &str = "\
@article{hovy2021wordify,
  author  = {Hovy, Dirk and Melumad, Shiri and Inman, J. Jeffrey},
  title   = {Wordify: A Tool for Discovering and Differentiating Consumer Vocabularies},
  journal = {Journal of Consumer Research},
  year    = {2021},
  volume  = {48},
  number  = {3},
  pages   = {394--414},
  doi     = {10.1093/jcr/ucab018}
}
@article{newcombe1998interval,
  author  = {Newcombe, Robert G.},
  title   = {Interval Estimation for the Difference between Independent Proportions: Comparison of Eleven Methods},
  journal = {Statistics in Medicine},
  year    = {1998},
  volume  = {17},
  number  = {8},
  pages   = {873--890}
}
";

/// What all three formats write.
struct Manuscript {
    /// The methods paragraph as APA has it, and as the Journal of Consumer Research has it.
    paragraphs: [(&'static str, String); 2],
    /// The title of the table.
    title: String,
    header: Vec<&'static str>,
    /// One row per term, under the label that comes first in each; as many cells as the header.
    rows: Vec<Vec<String>>,
    /// What stands below the table.
    note: String,
}

impl Manuscript {
    fn new(report: &Report) -> Self {
        let analysis = &report.analysis;
        let is_calibrated = analysis.calibration.is_some();
        let against = if report.has_pairs() { &["Against"][..] } else { &[] };
        let slope = if report.order().is_empty() { &[][..] } else { &["Slope [95% CI]"] };
        // Of two labels each term stands under the one that it speaks for.
        let has_directions = report.entries().any(|found| found.sign == Sign::Negative);
        let direction = if has_directions { &["Direction"][..] } else { &[] };
        let header = if is_calibrated {
            let first = [
                "Label",
                "Term",
                "Strength",
                "q",
                "Label (%)",
                "Rest (%)",
                "Difference [95% CI]",
                "Odds ratio [95% CI]",
            ];
            [&first[..1], against, direction, &first[1..], slope].concat()
        } else {
            vec!["Label", "Direction", "Term", "Score", "Label (%)", "Rest (%)"]
        };
        let all = report.entries().count();
        let rows: Vec<Vec<String>> = report
            .entries()
            .take(ROWS_MAX)
            .map(|found| {
                let of_calibrated = |known| calibrated(found, known, has_directions);
                found.calibration.as_ref().map_or_else(|| counted(found), of_calibrated)
            })
            .collect();
        Self {
            paragraphs: paragraph::both(report),
            title: format!("Terms That Tell the Labels Apart in {}", report.source.name()),
            header,
            note: note(report, rows.len(), all),
            rows,
        }
    }
}

/// A term of a calibrated list, with its direction where the table has one.
fn calibrated(found: &Indicator, known: &Calibration, has_direction: bool) -> Vec<String> {
    let points = |share: f64| signed(share * 100.0, 1);
    let interval =
        |[value, low, high]: [f64; 3]| format!("{} [{}, {}]", points(value), points(low), points(high));
    let mut row = vec![
        found.label.clone(),
        found.shown().to_owned(),
        format!("{:.2}", known.strength),
        known.q_value.map_or_else(|| "–".into(), q_value),
        percent(found.share_in_label),
        percent(found.share_in_rest),
        interval([known.difference, known.difference_low, known.difference_high]),
        format!("{:.2} [{:.2}, {:.2}]", known.odds_ratio, known.odds_low, known.odds_high),
    ];
    if has_direction {
        row.insert(1, found.sign.direction().to_owned());
    }
    if let Some(against) = &known.against {
        row.insert(1, against.clone());
    }
    let slope = known.trend.as_ref().map(|trend| [trend.slope_per_step, trend.slope_low, trend.slope_high]);
    row.extend(slope.map(interval));
    row
}

/// A term of a preset that counts fits.
fn counted(found: &Indicator) -> Vec<String> {
    vec![
        found.label.clone(),
        found.sign.direction().to_owned(),
        found.shown().to_owned(),
        without_zero(found.score, 2),
        percent(found.share_in_label),
        percent(found.share_in_rest),
    ]
}

fn note(report: &Report, rows: usize, all: usize) -> String {
    let mut note = if report.analysis.calibration.is_some() {
        "Note. Strength = penalty at which the term enters the model, in units of what chance gives; q = expected share of false \
         terms in the list that ends with the term; Label (%) and Rest (%) = share of the label's and of all other documents \
         that contain the term; Difference = difference between the two in percentage points, with Newcombe's interval; odds ratio with a half added to \
         each count, with Woolf's interval."
            .to_owned()
    } else {
        "Note. Score = share of the regressions that selected the term for or against the label; it is not a probability, and \
         its threshold is not calibrated. Label (%) and Rest (%) = share of the label's and of all other documents that contain \
         the term."
            .to_owned()
    };
    if report.has_pairs() {
        note.push_str(" Rest is here the label that the label is compared with (Against).");
    }
    if !report.order().is_empty() {
        note.push_str(
            " Label is the end of the order towards which the term becomes more frequent; Slope = change of the share of \
             documents with the term from one label to the next, in percentage points, by least squares.",
        );
    }
    if rows < all {
        note.push_str(&format!(" The first {rows} of {all} rows are shown."));
    }
    note
}

fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}

/// A number that cannot exceed 1, as APA writes it: .05.
fn without_zero(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    text.strip_prefix('0').map_or(text.clone(), str::to_owned)
}

/// A q-value to three places, as APA writes it; none is shown as 0.
fn q_value(q_value: f64) -> String {
    if q_value < 0.0005 { "<.001".to_owned() } else { without_zero(q_value, 3) }
}

/// A number with the minus sign of print.
fn signed(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let is_zero = text.chars().all(|letter| matches!(letter, '-' | '0' | '.'));
    let digits = text.trim_start_matches('-').to_owned();
    if value < 0.0 && !is_zero { format!("−{digits}") } else { digits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_print() {
        assert_eq!(without_zero(0.05, 2), ".05");
        assert_eq!(without_zero(1.0, 2), "1.00");
        assert_eq!([0.0004, 0.0006, 0.05].map(q_value), ["<.001", ".001", ".050"]);
        assert_eq!(signed(-3.24, 1), "−3.2");
        assert_eq!(signed(-0.01, 1), "0.0");
    }
}
