//! The paragraph on the method, made from the numbers of the run so that it cannot disagree with it.

use wordify::count::{counted, grouped};

use super::parts::words;
use crate::jobs::view::{CalibratedSummary, Summary};

/// The paragraph for a paper.
pub fn paragraph(summary: &Summary) -> String {
    let mut text = format!(
        "We used Wordify (version {}; Hovy, Melumad, and Inman 2021) to find the terms that tell {} apart. ",
        summary.version,
        labels(summary)
    );
    text.push_str(&documents(summary));
    text.push_str(&format!(
        " Terms are sequences of {}; {}. The vocabulary holds the {} that occur in at least {} and at most {}. ",
        setting(summary, "N-grams").unwrap_or("words"),
        preparation(summary),
        counted(summary.vocabulary_terms, "term", "terms"),
        setting(summary, "Least document frequency (min_df)").unwrap_or("some of the documents"),
        setting(summary, "Greatest document frequency (max_df)").unwrap_or("some of the documents"),
    ));
    text.push_str(&match &summary.calibration {
        Some(calibrated) => shuffled(summary, calibrated),
        None => fitted(summary),
    });
    let fingerprint: String = summary.sha256.chars().take(16).collect();
    text.push_str(&format!(
        "The random seed was {}; the SHA-256 fingerprint of the data file begins with {fingerprint}.",
        summary.seed
    ));
    text
}

/// The method of the published tools.
fn fitted(summary: &Summary) -> String {
    format!(
        "They were weighted by tf-idf. {}, {} L1-penalized logistic regressions were fitted, each to another \
         bootstrap sample of {}, stratified by label, with penalties of different strength (preset {}). The score \
         of a term is the share of these regressions in which its coefficient is above zero (for the label) or below \
         zero (against it). We report terms with a score of at least {}. ",
        if summary.is_mirrored { "For the two labels" } else { "For each label against all others" },
        grouped(summary.fits),
        counted(summary.sample_size, "document", "documents"),
        summary.preset,
        summary.threshold,
    )
}

/// The method that compares with shuffled labels.
fn shuffled(summary: &Summary, calibrated: &CalibratedSummary) -> String {
    let usual = if summary.is_mirrored { "For the two labels" } else { "For each label against all others" };
    let rule = match calibrated.max_false {
        Some(most) => format!("terms down to {most} expected false ones in all"),
        None => format!("terms with a q-value of at most {}", calibrated.max_q),
    };
    format!(
        "They were weighted by tf-idf. {}, an L1-penalized logistic regression was followed from strong to weak penalties; \
         the strength of a term is the penalty, in units of its standard deviation by chance, at which it enters. The same was \
         done with {} of the labels{}, which gives the expected number of false terms at each strength: terms with which the \
         label is as likely as without them. We report {rule}. ",
        calibrated.compared.as_deref().unwrap_or(usual),
        counted(calibrated.shuffles, "shuffle", "shuffles"),
        if calibrated.length_control { ", both at equal length of the texts" } else { "" },
    )
}

fn labels(summary: &Summary) -> String {
    if summary.labels.len() > 6 {
        return format!("{} labels", grouped(summary.labels.len()));
    }
    let names: Vec<String> =
        summary.labels.iter().map(|label| format!("“{}”", words::short_name(&label.name))).collect();
    words::list(&names)
}

fn documents(summary: &Summary) -> String {
    let counts: Vec<String> = summary
        .labels
        .iter()
        .map(|label| format!("{} {}", words::short_name(&label.name), grouped(label.documents)))
        .collect();
    let per_label = if counts.len() <= 6 { format!(" ({})", words::list(&counts)) } else { String::new() };
    let dropped: Vec<String> =
        summary.dropped.iter().map(|(reason, rows)| format!("{} ({reason})", grouped(*rows))).collect();
    let left_out = match dropped.as_slice() {
        [] => String::new(),
        parts => format!("; left out were {}", words::list(parts)),
    };
    format!(
        "Of {}, {} were analysed{per_label}{left_out}.",
        counted(summary.rows, "row", "rows"),
        counted(summary.documents, "document", "documents")
    )
}

fn preparation(summary: &Summary) -> String {
    let mut parts = Vec::new();
    if summary.language.0 != "multi" {
        parts.push(format!("the language is {}", summary.language.1));
    }
    let lemmas = setting(summary, "Lemmas") == Some("on");
    parts.push(format!("words were counted {}", if lemmas { "by their lemmas" } else { "as written" }));
    match setting(summary, "Stop words") {
        Some("none") | None => parts.push("no stop words were removed".to_owned()),
        Some(list) => parts.push(format!("stop words were removed ({list})")),
    }
    words::list(&parts)
}

fn setting<'a>(summary: &'a Summary, name: &str) -> Option<&'a str> {
    summary.settings.iter().find(|(setting, _)| setting == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn the_paragraph_has_the_numbers_of_the_run() {
        let text = paragraph(&sample::summary(2));
        for expected in [
            "“Democratic” and “Republican”",
            "Of 4,078 rows, 4,073 documents were analysed",
            "500 L1-penalized",
            "bootstrap sample of 3,054 documents",
            "at least 0.3",
            "seed was 2021",
        ] {
            assert!(text.contains(expected), "{expected} is missing from {text}");
        }
    }
}
