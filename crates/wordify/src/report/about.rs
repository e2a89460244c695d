//! Everything that a reader must know about a result, as titled lists of facts: the sheet About of the
//! workbook and the lower part of the web page.

use super::chosen::settings;
use super::fact::{Fact, Section, count, text};
use super::{CITATION, CITATION_URL, Report, confirmation, number, stop_words, validity};
use crate::corpus::Account;
use crate::count::{counted, grouped};
use crate::indicators::Sign;
use crate::indicators::evidence::quoted::LINES_MAX;
use crate::indicators::forms::FORMS_MAX;
use crate::indicators::verdict::Verdict;
use crate::phrase::capitalized;
use crate::settings::Settings;
use crate::text::language::Language;

/// Pairs of labels in conflict that are named; the rest is summed up.
const CONFLICTS_SHOWN_MAX: usize = 20;

/// All sections, in reading order.
pub(super) fn sections(report: &Report) -> Vec<Section> {
    let mut sections = vec![result(report)];
    if !report.warnings().is_empty() {
        sections.push(Section {
            title: "Warnings",
            facts: report.warnings().into_iter().map(|warning| text("Warning", warning)).collect(),
        });
    }
    let hidden = stop_words::facts(report);
    if !hidden.is_empty() {
        let facts = hidden.into_iter().map(|(word, found)| text(word, found)).collect();
        sections.push(Section { title: "Stop words that tell the labels apart", facts });
    }
    sections.extend([meanings(report), read(report), labels(report), settings(report), fits(report)]);
    sections.extend(set_aside(report));
    sections.extend(validity::trials(report).into_iter().map(|trial| Section {
        title: trial.name,
        facts: trial.sentences.into_iter().map(|sentence| text("In words", sentence)).collect(),
    }));
    sections.push(origin(report));
    sections
}

fn result(report: &Report) -> Section {
    let analysis = &report.analysis;
    let of_sign = |sign: Sign| analysis.selected().filter(|indicator| indicator.sign == sign).count();
    let mut facts = vec![
        text("File", report.source.name()),
        count("Documents", analysis.account.documents),
        count("Labels", analysis.labels.len()),
        count("Terms in the vocabulary", analysis.vocabulary_terms),
        count("Positive indicators", of_sign(Sign::Positive)),
        count("Negative indicators", of_sign(Sign::Negative)),
    ];
    if analysis.calibration.is_none() {
        let threshold = analysis.settings.threshold_used();
        facts.push(text(
            "Score from which a term is shown",
            format!("{threshold}. It is not calibrated: how many terms reach it by chance differs from file to file."),
        ));
    }
    if report.is_mirrored() {
        facts.push(text(
            "Two labels",
            "What speaks for one label speaks against the other, so each term stands on both sheets.",
        ));
    }
    Section { title: "Result", facts }
}

/// What a score says.
fn score_meaning(report: &Report) -> Vec<Fact> {
    let Some(verdict) = &report.analysis.calibration else {
        let fits = grouped(report.analysis.fits.planned);
        return vec![text(
            "Score",
            format!(
                "How often the term was selected: the share of {fits} regressions, each on another random sample \
                 of the documents, that gave the term a weight for the label (positive) or against it \
                 (negative). 0 is never, 1 is always. It says how dependable the term is, not how strong its \
                 effect is, and it is not a probability. Compare scores within one result, not between files."
            ),
        )];
    };
    let shuffles = grouped(verdict.shuffles);
    vec![
        text(
            "Strength",
            "The penalty at which the term enters the model, in units of what chance gives. It means the same in every \
             file, and has no ceiling.",
        ),
        text(
            "Expected false terms",
            format!(
                "How many terms are expected if the labels mean nothing: those at least as strong in {shuffles} shuffles of the \
                 labels, for the term's own label, times the number of labels. A term is false if the label is as likely with it as without it."
            ),
        ),
        text(
            "q-value",
            "The expected share of false terms in the list that ends with this term. Terms that contain each other and \
             stand for one finding count once.",
        ),
        text(
            "Score",
            format!(
                "Stability: the share of {} half-samples of the documents that have the term in the model at the end of \
                 the list. Shown, not promised.",
                verdict.half_samples
            ),
        ),
        text("Difference", "Share in the label minus share in the rest, with its 95% interval."),
        text("Odds ratio", "Odds of having the term, label against rest, with its 95% interval."),
    ]
}

/// What the columns of pairs, orders and several labels say.
fn contrast_meaning(report: &Report) -> Vec<Fact> {
    let Some(verdict) = &report.analysis.calibration else { return Vec::new() };
    let mut facts = Vec::new();
    if report.has_pairs() {
        facts.push(text(
            "Against",
            "The label that the term’s label is compared with, by the documents of these two alone. What is said of the rest \
             is said of that label.",
        ));
        facts.push(text(
            "Expected false in contrast",
            "As expected false terms, of this comparison alone; the other number is that of all comparisons together.",
        ));
    }
    if !verdict.order.is_empty() {
        facts.push(text(
            "Trend",
            format!(
                "Whether the term becomes more frequent (rises) or rarer (falls) from label to label: {}. Each step counts \
                 alike. Terms that rise stand under the last label, those that fall under the first.",
                verdict.order.join(", ")
            ),
        ));
        facts.push(text(
            "Slope per step",
            "Change of the share of documents with the term from one label to the next, by least squares, with its 95% \
             interval.",
        ));
    } else if report.analysis.labels.len() > 2 {
        facts.push(text(
            "Only label",
            "Whether the term is typical of one label alone: it is listed for no other, and the share of the label’s \
             documents with it is larger than that of each other label, with the 95% interval of the difference above 0.",
        ));
    }
    facts
}

fn meanings(report: &Report) -> Section {
    let mut facts = vec![text(
        "Term",
        "One to several words that stand next to each other, after cleaning and without stop words.",
    )];
    facts.extend(score_meaning(report));
    facts.extend(contrast_meaning(report));
    facts.extend([
        text(
            "Positive",
            "A text with this term is more likely to have the label, all other terms being equal.",
        ),
        text(
            "Negative",
            "A text with this term is less likely to have the label, all other terms being equal.",
        ),
        text(
            "In the label",
            "Documents of the label that contain the term, and their share of the label's documents.",
        ),
        text("In the rest", "Documents of all other labels that contain the term, and their share of those."),
        text(
            "Twins",
            "Other terms that stand in exactly the same documents equally often. No method can tell them \
             apart, so they have the same score.",
        ),
    ]);
    if report.analysis.settings.uses_lemmas() {
        facts.push(text(
            "Forms",
            format!(
                "Terms are lemmas: words in their dictionary form. Forms are how the term is written in all texts, in \
                 lowercase, with how often; the {FORMS_MAX} most frequent."
            ),
        ));
    }
    if report.has_texts() {
        facts.push(text(
            "Texts",
            format!(
                "Where a listed term stands in the texts as they are in the file, with the row. Which texts are quoted is \
                 drawn at random by the seed: first from those that the term speaks for, then, as counter-examples, from \
                 the others. At most {LINES_MAX} lines in all, of the first terms of each label."
            ),
        ));
    }
    if !report.analysis.settings.also.is_empty() {
        facts.push(text(
            "Scores of other programs",
            "How the counts of the term in label and rest differ, by documents and by tokens: log odds ratio with an \
             informative Dirichlet prior in units of its standard error (log odds), log-likelihood ratio (g2), Pearson's \
             chi-square without correction (chi2). They are not compared with chance over all terms, hold neither length \
             nor groups equal, and by tokens one long text can decide.",
        ));
    }
    Section { title: "What the numbers mean", facts }
}

fn read(report: &Report) -> Section {
    let (source, account) = (&report.source, &report.analysis.account);
    let mut facts = vec![
        text("File", source.name()),
        text("Size", number::bytes(source.bytes)),
        text("SHA-256 of the file", source.sha256.as_str()),
        text("Format", source.format.as_str()),
    ];
    facts.extend(source.facts.iter().map(|(name, value)| text(capitalized(name), value.as_str())));
    facts.extend([
        text("Text column", column(&account.text_column, &account.text_description)),
        text("Label column", column(&account.label_column, &account.label_description)),
    ]);
    facts.extend(compared(account));
    facts.extend([count("Rows read", account.rows), count("Documents kept", account.documents)]);
    if account.documents_set_aside > 0 {
        facts.push(count("Documents set aside to confirm the list", account.documents_set_aside));
    }
    for (reason, rows) in &account.dropped_by_reason {
        facts.push(count(format!("Rows dropped: {}", reason.words()), *rows));
    }
    facts.push(count("Rows with the same text as an earlier row", account.duplicates));
    if account.duplicates_in_conflict > 0 {
        facts.push(count("Of these, with another label than the first", account.duplicates_in_conflict));
    }
    for (first, later, times) in account.conflicts.iter().take(CONFLICTS_SHOWN_MAX) {
        facts.push(count(format!("Same text, first “{first}”, later “{later}”"), *times));
    }
    if account.conflicts.len() > CONFLICTS_SHOWN_MAX {
        facts.push(count(
            "Further pairs of labels in conflict",
            account.conflicts.len() - CONFLICTS_SHOWN_MAX,
        ));
    }
    Section { title: "What was read", facts }
}

/// Which labels were kept, taken together and made of numbers, where any were.
fn compared(account: &Account) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !account.bins.is_empty() {
        facts.push(text("Labels made of numbers", account.bins.join("; ")));
    }
    facts.extend(
        account
            .merges
            .iter()
            .map(|merge| text(format!("Labels taken together as “{}”", merge.label), merge.of.join("; "))),
    );
    if !account.labels_kept.is_empty() {
        facts.push(text("Labels kept", account.labels_kept.join("; ")));
    }
    facts
}

/// The name of a column, with the wording of its question where there is one.
fn column(name: &str, description: &str) -> String {
    if description.is_empty() { name.to_owned() } else { format!("{name} ({description})") }
}

fn labels(report: &Report) -> Section {
    let analysis = &report.analysis;
    let counts = analysis.labels.iter().zip(&analysis.account.documents_per_label);
    Section {
        title: "Documents per label",
        facts: counts.map(|(label, documents)| count(label.as_str(), *documents)).collect(),
    }
}

/// What was set aside to confirm the list, where anything was.
fn set_aside(report: &Report) -> Option<Section> {
    let found = report.analysis.confirmation.as_ref()?;
    let mut facts = vec![count("Documents set aside", found.documents)];
    let labels = report.analysis.labels.iter().zip(&found.documents_per_label);
    facts.extend(labels.map(|(label, &documents)| count(format!("Of these, with “{label}”"), documents)));
    facts.extend(found.groups.map(|groups| count("Groups set aside", groups)));
    facts.push(text("Test", found.test.words()));
    facts.push(count("Terms tested", found.tested));
    facts.push(count("Of these, confirmed (Holm)", found.confirmed));
    facts.push(count("Of these, confirmed (Benjamini and Hochberg)", found.confirmed_bh));
    facts.push(text("SHA-256 of the rows set aside", found.rows_sha256.as_str()));
    facts.extend(confirmation::sentences(report).into_iter().map(|sentence| text("In words", sentence)));
    Some(Section { title: "Confirmation", facts })
}

fn fits(report: &Report) -> Section {
    let analysis = &report.analysis;
    if let Some(verdict) = &analysis.calibration {
        return shuffles(report, verdict);
    }
    let fits = &analysis.fits;
    let mut facts = vec![
        count("Fits planned", fits.planned),
        count("Fits completed", fits.completed),
        count("Documents drawn for each fit", fits.sample_size),
        count("Regressions (fits × labels; fits with two labels)", fits.regressions),
        count("Of these, empty: no term selected", fits.empty),
        count("Of these, not converged: stopped early", fits.not_converged),
        count("Of these, left out: label not in the sample", fits.label_absent),
        text("Largest optimality violation when converged", format!("{:.1e}", fits.violation_max)),
        count("Terms that have a twin", analysis.twin_terms),
        count("Documents without a term of the vocabulary", analysis.documents_without_terms),
    ];
    for (c, fits, terms) in &fits.per_c {
        let fits = counted(*fits, "fit", "fits");
        facts.push(text(format!("C = {c}"), format!("{fits}, {terms:.1} terms selected on average")));
    }
    Section { title: "Regressions", facts }
}

/// How a calibrated list came about.
fn shuffles(report: &Report, verdict: &Verdict) -> Section {
    let analysis = &report.analysis;
    let mut facts = vec![
        count("Shuffles of the labels", verdict.shuffles),
        count("Labels that share the list (one of two)", verdict.judged),
        count("Terms that came in but are not listed", analysis.not_listed.len()),
        count("Levels that stopped before they met the tolerance", verdict.unsolved),
        text("Largest optimality violation of the others", format!("{:.1e}", verdict.violation_max)),
        count("Terms that have a twin", analysis.twin_terms),
        count("Documents without a term of the vocabulary", analysis.documents_without_terms),
    ];
    for pair in report.pairs() {
        facts.push(text(format!("“{}” against “{}”", pair.labels[0], pair.labels[1]), pair.words()));
    }
    for label in verdict.labels.iter().filter(|label| label.standing == "judged") {
        let share = number::percent(label.effective_share);
        let against =
            label.against.as_ref().map_or_else(String::new, |against| format!(" against “{against}”"));
        facts.push(text(
            format!("Information on “{}”{against} at equal length", label.label),
            format!("{share}; its list ends at strength {:.2}", label.list_level),
        ));
    }
    Section { title: "Regressions", facts }
}

fn origin(report: &Report) -> Section {
    let mut facts = vec![text("Program", format!("Wordify {}", report.analysis.version))];
    facts.extend(data_used(&report.analysis.settings).map(|words| text("Language data", words)));
    facts.extend([
        text(
            "Same result again",
            "The same file, settings, seed and version give the same bytes on any machine.",
        ),
        text("Please cite", CITATION),
        text("DOI", CITATION_URL),
    ]);
    Section { title: "Program and citation", facts }
}

/// Where lemmas and words come from, and that this is not under the program's licence.
fn data_used(settings: &Settings) -> Option<&'static str> {
    match settings.language {
        Language::Chinese => Some("Words are cut with the dictionary of jieba 0.42.1 (MIT licence)."),
        Language::Japanese => {
            Some("Words and their forms come from ipadic 2.7.0 (terms of NAIST and ICOT, see its notice).")
        }
        Language::Multi => Some(
            "Words of documents in Chinese and Japanese are cut with the dictionaries of jieba 0.42.1 (MIT licence) and \
             ipadic 2.7.0 (terms of NAIST and ICOT, see its notice).",
        ),
        _ if settings.uses_lemmas() => Some(
            "Lemmas come from the dictionaries of simplemma 2.0.0 and the works that it draws on. These are under \
             licences of their own (ODbL, CC BY-SA, CC BY and others), not under the program's; see their notice.",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn the_facts_name_file_fingerprint_seed_version_and_every_reason() {
        let facts: Vec<String> = sections(&sample::report())
            .iter()
            .flat_map(|section| &section.facts)
            .map(|fact| format!("{} = {}", fact.name, fact.value.shown()))
            .collect();
        for expected in [
            "File = speeches.csv",
            "Seed = 2021",
            "Program = Wordify 0.1.0",
            "Rows dropped: text missing = 1",
            "Rows dropped: same text as an earlier row = 1",
            "Fits completed = 500",
            "Encoding = UTF-8",
        ] {
            assert!(facts.iter().any(|fact| fact == expected), "{expected} is missing from {facts:#?}");
        }
    }
}
