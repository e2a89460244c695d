//! The methods paragraph.

use crate::corpus::Account;
use crate::count::{counted, grouped};
use crate::indicators::Indicator;
use crate::indicators::verdict::Verdict;
use crate::report::{Report, confirmation, validity};
use crate::settings::{Contrast, DocumentFrequency, Settings};

/// How a work is cited in the text.
struct Style {
    name: &'static str,
    wordify: &'static str,
    newcombe: &'static str,
}

const STYLES: [Style; 2] = [
    Style { name: "APA", wordify: "(Hovy et al., 2021)", newcombe: "(Newcombe, 1998)" },
    Style {
        name: "Journal of Consumer Research",
        wordify: "(Hovy, Melumad, and Inman 2021)",
        newcombe: "(Newcombe 1998)",
    },
];

/// The paragraph in both styles, with their names.
pub(super) fn both(report: &Report) -> [(&'static str, String); 2] {
    STYLES.map(|style| (style.name, paragraph(report, &style)))
}

/// The paragraph as APA has it.
pub(super) fn apa(report: &Report) -> String {
    let [apa, _] = &STYLES;
    paragraph(report, apa)
}

fn paragraph(report: &Report, style: &Style) -> String {
    let analysis = &report.analysis;
    let mut sentences = vec![format!(
        "We identified the terms that tell the labels apart with Wordify {}, version {}.",
        style.wordify, analysis.version
    )];
    sentences.extend(documents(report));
    sentences.push(terms(&analysis.settings, analysis.vocabulary_terms));
    match &analysis.calibration {
        Some(verdict) => sentences.extend(calibrated(report, verdict, style)),
        None => sentences.extend(counted_fits(report)),
    }
    sentences.extend(confirmation::sentences(report));
    sentences.extend(validity::trials(report).into_iter().flat_map(|trial| trial.sentences));
    sentences.join(" ")
}

/// What was analysed, and what was left out, with the reasons.
fn documents(report: &Report) -> Vec<String> {
    let Account { documents, rows, dropped_by_reason, .. } = &report.analysis.account;
    let labels = report.analysis.labels.iter().enumerate();
    let of_labels: Vec<String> = labels
        .map(|(index, label)| format!("{label}: n = {}", grouped(report.documents_of(index))))
        .collect();
    let mut sentences = vec![format!(
        "The analysis covers {} with {} ({}).",
        counted(*documents, "document", "documents"),
        counted(of_labels.len(), "label", "labels"),
        of_labels.join("; ")
    )];
    sentences.extend(taken_together(&report.analysis.account));
    if !dropped_by_reason.is_empty() {
        let reasons: Vec<String> = dropped_by_reason
            .iter()
            .map(|(reason, count)| format!("{}: {}", reason.words(), grouped(*count)))
            .collect();
        let all: usize = dropped_by_reason.values().sum();
        sentences.push(format!(
            "Of {} of the file, {} were left out ({}).",
            counted(*rows, "row", "rows"),
            grouped(all),
            reasons.join("; ")
        ));
    }
    if report.analysis.settings.windows {
        sentences.push(
            "Each text longer than its like in the label with the shortest texts was cut to a passage that begins at random, so that \
             the texts of all labels have the same lengths."
                .into(),
        );
    }
    sentences
}

/// Which labels were taken together.
fn taken_together(account: &Account) -> Option<String> {
    let merged = account.merges.iter().map(|merge| format!("{} as {}", merge.of.join(", "), merge.label));
    let parts: Vec<String> =
        account.bins.iter().map(|bin| format!("the numbers {bin}")).chain(merged).collect();
    (!parts.is_empty()).then(|| format!("Taken together as one label each: {}.", parts.join("; ")))
}

/// What counts as a term.
fn terms(settings: &Settings, vocabulary: usize) -> String {
    let (shortest, longest) = settings.ngram_range;
    let words = match (shortest, longest) {
        (1, 1) => "single words".to_owned(),
        (shortest, longest) if shortest == longest => format!("sequences of {shortest} words"),
        (shortest, longest) => format!("sequences of {shortest} to {longest} words"),
    };
    let lemmas = if settings.uses_lemmas() { "lemmatized" } else { "unlemmatized" };
    format!(
        "Terms are {lemmas} {words} ({}) without stop words that stand in at least {} and at most {}, {} in all, weighted by \
         tf-idf.",
        settings.language.name(),
        frequency(settings.min_df),
        frequency(settings.max_df),
        grouped(vocabulary)
    )
}

fn frequency(bound: DocumentFrequency) -> String {
    match bound {
        DocumentFrequency::Count(count) => counted(count, "document", "documents"),
        DocumentFrequency::Share(share) => format!("{}% of the documents", share * 100.0),
    }
}

fn calibrated(report: &Report, verdict: &Verdict, style: &Style) -> Vec<String> {
    let seed = report.analysis.settings.seed;
    let listed = report.entries().count();
    let bound = verdict.max_false.map_or_else(
        || format!("with an expected share of false terms (q) of at most {}", verdict.max_q),
        |most| format!("with at most {most} expected false terms"),
    );
    let mut sentences = vec![format!(
        "{} was solved along the path of its penalty; \
         the strength of a term is the penalty at which it enters the model. Strengths were compared with those under {} random \
         permutations of the labels (seed {seed}), which give the number of terms expected by chance. The list holds the {} {bound}.",
        regressions(report),
        grouped(verdict.shuffles),
        counted(listed, "term", "terms"),
    )];
    if report.analysis.selected().count() > listed {
        sentences.push("Terms that contain each other and stand for one finding are counted once.".into());
    }
    sentences.extend(verdict.notes.iter().cloned());
    if verdict.length_control {
        sentences.push(
            "The fitted log odds of the label given log length entered each regression without a penalty, and the permutations \
             were drawn conditional on them."
                .into(),
        );
    }
    sentences.extend(controlled(report, verdict));
    sentences.push(format!("Differences in shares are reported with 95% intervals {}.", style.newcombe));
    sentences
}

/// What is left of the list where columns are held equal.
fn controlled(report: &Report, verdict: &Verdict) -> Option<String> {
    let survives = |found: &&Indicator| {
        found.calibration.as_ref().is_some_and(|found| found.survives_control == Some(true))
    };
    (!verdict.controls.is_empty()).then(|| {
        format!(
            "In a second analysis that held {} equal, {} of these could still be told from chance.",
            verdict.controls.join(" and "),
            counted(report.entries().filter(survives).count(), "term", "terms"),
        )
    })
}

/// What was fitted, as the beginning of a sentence.
fn regressions(report: &Report) -> String {
    if !report.order().is_empty() {
        return format!(
            "An L1-penalized fractional logit regression of the place of the label in the order {} on all terms",
            report.order().join(", ")
        );
    }
    if !report.has_pairs() {
        return "For each label, an L1-penalized logistic regression of the label on all terms".to_owned();
    }
    let pairs = match &report.analysis.settings.contrast {
        Contrast::Baseline(label) => format!("each label and the baseline {label}"),
        _ => "each pair of labels".to_owned(),
    };
    format!(
        "For {pairs}, an L1-penalized logistic regression of the label on all terms, in the documents of the two alone,"
    )
}

fn counted_fits(report: &Report) -> Vec<String> {
    let settings = &report.analysis.settings;
    vec![
        format!(
            "For each label, {} L1-penalized logistic regressions were fitted to random samples of the documents (seed {}); the \
             score of a term is the share of them that gave it a positive (or a negative) coefficient.",
            grouped(report.analysis.fits.planned),
            settings.seed
        ),
        format!(
            "The {} with a score of at least {} are reported; this threshold is not calibrated against chance.",
            counted(report.analysis.selected().count(), "term", "terms"),
            settings.threshold_used()
        ),
    ]
}
