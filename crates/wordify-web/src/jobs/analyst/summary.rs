//! A report as the results page shows it: numbers, labels, terms.

use std::iter;

use wordify::indicators::evidence::{self, TermEvidence};
use wordify::indicators::verdict::Verdict;
use wordify::indicators::{Indicator, Sign, TWINS_MAX};
use wordify::phrase;
use wordify::report::number::percent;
use wordify::report::{self, Report, confirmation, validity};

use super::inspection::{shortened, warnings};
use super::texts;
use crate::jobs::choices::Choices;
use crate::jobs::view::{
    CalibratedSummary, EVIDENCE_CHUNK, Evidence, Excerpt, FALSE_SHARES, LabelEvidence, LabelSummary, Summary,
    THRESHOLD_STEPS, TermRow, Terms, terms_per_side_max,
};

/// The best terms of a label and sign that stand in the summary.
const BEST_MAX: usize = 25;
/// Terms that are named of a label for which none is listed.
const NOT_LISTED_MAX: usize = 5;
/// Terms with evidence over all labels and signs: a term of several labels has it in each, so that a page opens one part;
/// 14 labels came to 22 MB without this bound.
const EVIDENCE_TERMS_MAX: usize = 3000;
/// Characters of the methods paragraph that the page shows: those of hundreds of labels. Names of labels can be megabytes; the files have
/// all of it.
const METHOD_CHARS: usize = 20_000;
/// Forms of a term that the pages show.
const FORMS_MAX: usize = 10;

/// Everything of the results page that does not grow with the number of terms. `labels` are the terms of each label,
/// in the order of the labels.
pub(super) fn summary(report: &Report, choices: &Choices, labels: &[Terms], seconds: f64) -> Summary {
    let (analysis, source) = (&report.analysis, &report.source);
    let (account, settings) = (&analysis.account, &analysis.settings);
    let counts = scores_at(report);
    Summary {
        version: analysis.version.clone(),
        file_name: source.file_name.clone(),
        file_bytes: source.bytes,
        sha256: source.sha256.clone(),
        format: source.format.clone(),
        facts: source.facts.iter().map(|(name, value)| (name.clone(), shortened(value))).collect(),
        text_column: shortened(&account.text_column),
        label_column: shortened(&account.label_column),
        rows: account.rows,
        documents: account.documents,
        dropped: account.dropped_in_words().collect(),
        vocabulary_terms: analysis.vocabulary_terms,
        labels: labels
            .iter()
            .enumerate()
            .zip(counts)
            .map(|((label, terms), [positive_at, negative_at])| LabelSummary {
                name: shortened(&analysis.labels[label]),
                documents: report.documents_of(label),
                positive_at,
                negative_at,
                positive_by_q: by_q(terms, true),
                negative_by_q: by_q(terms, false),
                best_positive: best(terms, true),
                best_negative: best(terms, false),
                not_listed: not_listed(report, &analysis.labels[label]),
            })
            .collect(),
        is_mirrored: analysis.labels.len() == 2,
        calibration: analysis.calibration.as_ref().map(|verdict| calibrated(report, verdict)),
        fits: analysis.fits.completed,
        sample_size: analysis.fits.sample_size,
        empty_regressions: analysis.fits.empty,
        regressions: analysis.fits.regressions,
        threshold: settings.threshold_used(),
        seed: settings.seed,
        preset: settings.preset.name().to_owned(),
        language: (settings.language.code().to_owned(), settings.language.name().to_owned()),
        language_detected: settings.language_detected,
        settings: report.settings(),
        choices: choices.clone(),
        trials: trials(report),
        method: phrase::shortened(&report::methods_paragraph(report), METHOD_CHARS),
        warnings: warnings(&report.warnings().into_iter().map(str::to_owned).collect::<Vec<_>>()),
        seconds,
    }
}

/// What was tried, under the names and in the words of the report.
fn trials(report: &Report) -> Vec<(String, Vec<String>)> {
    let confirmed = confirmation::sentences(report);
    let confirmed = (!confirmed.is_empty()).then(|| ("Confirmation".to_owned(), confirmed));
    let others = validity::trials(report).into_iter().map(|trial| (trial.name.to_owned(), trial.sentences));
    confirmed.into_iter().chain(others).collect()
}

fn calibrated(report: &Report, verdict: &Verdict) -> CalibratedSummary {
    CalibratedSummary {
        compared: report.compared().map(|words| shortened(&words)),
        has_pairs: report.has_pairs(),
        shuffles: verdict.shuffles,
        max_q: verdict.max_q,
        max_false: verdict.max_false,
        expected_false: verdict.expected_false_in_list,
        length_control: verdict.length_control,
    }
}

fn best(terms: &Terms, positive: bool) -> Vec<TermRow> {
    let of_side = |row: &&TermRow| row.positive == positive && row.listed && row.family.is_none();
    terms.rows.iter().filter(of_side).take(BEST_MAX).cloned().collect()
}

fn by_q(terms: &Terms, positive: bool) -> Vec<usize> {
    let findings: Vec<&TermRow> =
        terms.rows.iter().filter(|row| row.positive == positive && row.family.is_none()).collect();
    if findings.iter().all(|row| row.q_value.is_none()) {
        return Vec::new();
    }
    FALSE_SHARES.map(|share| findings.iter().filter(|row| row.has_q_up_to(share)).count()).to_vec()
}

/// What is counted: the entries of a calibrated list; else every indicator, since the slider moves the threshold.
fn counted_rows(report: &Report) -> Vec<&Indicator> {
    match &report.analysis.calibration {
        Some(_) => report.entries().collect(),
        None => report.analysis.indicators.iter().collect(),
    }
}

fn not_listed(report: &Report, label: &str) -> Vec<(String, String, String)> {
    let of_label = |found: &&Indicator| found.label == label && found.sign == Sign::Positive;
    let strongest = report.analysis.not_listed.iter().filter(of_label).take(NOT_LISTED_MAX);
    strongest
        .map(|found| (shortened(found.shown()), percent(found.share_in_label), percent(found.share_in_rest)))
        .collect()
}

/// For each label and sign, how many terms have a score of at least each step of the slider.
fn scores_at(report: &Report) -> Vec<[Vec<usize>; 2]> {
    let labels = &report.analysis.labels;
    let mut counts = vec![[vec![0; THRESHOLD_STEPS + 1], vec![0; THRESHOLD_STEPS + 1]]; labels.len()];
    for indicator in counted_rows(report) {
        let Ok(label) = labels.binary_search(&indicator.label) else { continue };
        let side = usize::from(indicator.sign == Sign::Negative);
        counts[label][side][highest_step(indicator.score)] += 1;
    }
    for side in counts.iter_mut().flatten() {
        for step in (0..THRESHOLD_STEPS).rev() {
            side[step] += side[step + 1];
        }
    }
    counts
}

/// The highest step of the slider at which a term with `score` is shown.
fn highest_step(score: f64) -> usize {
    let steps = THRESHOLD_STEPS as f64;
    let step = (score * steps).round() as usize;
    // The page compares score and threshold as they are, so that the count must: 0.29 · 100 is below 29.
    if step as f64 / steps <= score { step.min(THRESHOLD_STEPS) } else { step.saturating_sub(1) }
}

/// The terms of each label: positive ones by score or strength, the listed ones first, then negative ones.
pub(super) fn terms(report: &Report, evidence: &evidence::Evidence) -> Vec<Terms> {
    let labels = &report.analysis.labels;
    let mut terms: Vec<Terms> = labels.iter().map(|_| Terms::default()).collect();
    let per_side = evidence_terms_per_side(labels.len());
    let places = texts::places(evidence);
    let listed = report.analysis.indicators.iter();
    let mut all: Vec<&Indicator> = listed.chain(report.analysis.strongest_not_listed()).collect();
    // Each part is sorted by label, sign, score; what is not listed comes after what is.
    all.sort_by(|a, b| (&a.label, a.sign).cmp(&(&b.label, b.sign)));
    for side in all.chunk_by(|a, b| (&a.label, a.sign) == (&b.label, b.sign)) {
        let Ok(label) = labels.binary_search(&side[0].label) else { continue };
        let rows = &mut terms[label].rows;
        for (rank, &indicator) in side.iter().take(terms_per_side_max(labels.len())).enumerate() {
            let term = |of_term: &TermEvidence| of_term.term.as_str().cmp(&indicator.term);
            let behind = evidence.terms.binary_search_by(term).ok().filter(|_| rank < per_side);
            let number = rows.len();
            rows.push(TermRow {
                has_evidence: behind.is_some(),
                texts: behind.map(|place| places[place]),
                ..row(indicator, side, number)
            });
        }
    }
    terms
}

/// Whether it is in the list, or in one whose end the reader moves.
fn is_listed(indicator: &Indicator) -> bool {
    indicator.calibration.as_ref().is_none_or(|found| found.listed)
}

/// How many of the best terms of each label and sign have evidence.
fn evidence_terms_per_side(labels: usize) -> usize {
    (EVIDENCE_TERMS_MAX / (2 * labels.max(1))).clamp(1, evidence::TERMS_PER_SIDE_MAX)
}

/// The page of a term of a large group of twins names some as well, as the first of the group in `side` does.
fn row(indicator: &Indicator, side: &[&Indicator], number: usize) -> TermRow {
    let is_first = |other: &&&Indicator| other.twin_group == indicator.twin_group && !other.twins.is_empty();
    let first =
        indicator.twin_group.and_then(|_| side.iter().find(is_first)).map_or(indicator, |first| *first);
    let twins = iter::once(&first.term).chain(&first.twins).filter(|twin| **twin != indicator.term);
    let twins: Vec<String> = twins.take(TWINS_MAX).cloned().collect();
    TermRow {
        number,
        term: indicator.term.clone(),
        shown: match indicator.against() {
            Some(against) => Some(format!("{} (rather than {})", indicator.shown(), shortened(against))),
            None => indicator.shown.clone(),
        },
        positive: indicator.sign == Sign::Positive,
        score: indicator.score,
        strength: indicator.calibration.as_ref().map(|found| found.strength),
        q_value: indicator.calibration.as_ref().and_then(|found| found.q_value),
        slope: slope(indicator),
        documents_in_label: indicator.documents_in_label,
        share_in_label: indicator.share_in_label,
        documents_in_rest: indicator.documents_in_rest,
        share_in_rest: indicator.share_in_rest,
        twins_more: (first.twins.len() + first.twins_more).saturating_sub(twins.len()),
        twins,
        forms: indicator.forms.iter().take(FORMS_MAX).cloned().collect(),
        has_evidence: false,
        texts: None,
        listed: is_listed(indicator),
        family: indicator
            .calibration
            .as_ref()
            .map(|found| found.family.clone())
            .filter(|head| *head != indicator.term),
        confirmed: indicator.confirmed.as_ref().map(|found| found.confirmed),
        variants: indicator.staying.map(|staying| (staying.variants_listed, staying.variants_possible)),
    }
}

/// Along an order: the change from a label to the next, with its interval.
fn slope(indicator: &Indicator) -> Option<[f64; 3]> {
    let trend = indicator.calibration.as_ref()?.trend.as_ref()?;
    Some([trend.slope_per_step, trend.slope_low, trend.slope_high])
}

/// The evidence of one label's terms, chunk by chunk: the number of its first term's chunk, and the chunk. Chunks
/// without any are left out.
pub(super) fn evidence_chunks<'a>(
    terms: &'a Terms,
    labels: &'a [String],
    evidence: &'a evidence::Evidence,
) -> impl Iterator<Item = (usize, Evidence)> + 'a {
    terms.rows.chunks(EVIDENCE_CHUNK).enumerate().filter_map(move |(chunk, rows)| {
        let of_row = |row: &TermRow| match evidence.of(&row.term).filter(|_| row.has_evidence) {
            Some(of_term) => label_evidence(of_term, labels),
            None => Vec::new(),
        };
        let has_any = rows.iter().any(|row| row.has_evidence);
        has_any.then(|| (chunk, Evidence { terms: rows.iter().map(of_row).collect() }))
    })
}

fn label_evidence(of_term: &TermEvidence, labels: &[String]) -> Vec<LabelEvidence> {
    let of_labels = of_term.labels.iter().filter_map(|of_label| {
        let label = labels.binary_search(&of_label.label).ok()?;
        let excerpts = of_label.passages.iter().map(excerpt).collect();
        Some(LabelEvidence { label, documents: of_label.documents, excerpts })
    });
    of_labels.collect()
}

fn excerpt(passage: &evidence::Passage) -> Excerpt {
    let text = &passage.text;
    let mut pieces = Vec::new();
    let mut at = 0;
    for mark in &passage.marks {
        if at < mark.start {
            pieces.push((text[at..mark.start].to_owned(), false));
        }
        pieces.push((text[mark.clone()].to_owned(), true));
        at = mark.end;
    }
    if at < text.len() {
        pieces.push((text[at..].to_owned(), false));
    }
    Excerpt {
        row: passage.row,
        name: shortened(&passage.name),
        cut_before: passage.cut_before,
        pieces,
        cut_after: passage.cut_after,
    }
}

#[cfg(test)]
mod tests {
    use wordify::indicators::evidence::Passage;

    use super::*;

    #[test]
    fn a_term_is_counted_at_every_step_up_to_its_score() {
        for (score, step) in
            [(0.0, 0), (0.004, 0), (0.29, 29), (0.3, 30), (0.2999, 29), (1.0, 100), (0.57, 57)]
        {
            assert_eq!(highest_step(score), step, "{score}");
            assert!(step as f64 / 100.0 <= score);
        }
    }

    #[test]
    fn evidence_is_bounded_whatever_the_number_of_labels() {
        assert_eq!([2, 5, 14, 1000].map(evidence_terms_per_side), [300, 300, 107, 1]);
    }

    #[test]
    fn the_pieces_of_an_excerpt_are_its_text() {
        let passage = |text: &str, marks: &[(usize, usize)]| Passage {
            row: 2,
            text: text.into(),
            name: String::new(),
            cut_before: false,
            cut_after: true,
            marks: marks.iter().map(|&(from, to)| from..to).collect(),
        };
        let check = |text, marks: &[(usize, usize)], expected: &[(&str, bool)]| {
            let pieces = excerpt(&passage(text, marks)).pieces;
            let pieces: Vec<_> = pieces.iter().map(|(text, marked)| (text.as_str(), *marked)).collect();
            assert_eq!(pieces, expected);
        };
        check("a wine", &[(2, 6)], &[("a ", false), ("wine", true)]);
        check("ab c", &[(0, 1), (1, 2)], &[("a", true), ("b", true), (" c", false)]);
        check("none", &[], &[("none", false)]);
    }
}
