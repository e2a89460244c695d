//! The whole analysis, and what comes out of it.

use serde::Serialize;

use crate::corpus::{Account, Corpus};
use crate::error::Error;
use crate::indicators::forms;
use crate::progress::Monitor;
use crate::selection::checkpoint::{self, Checkpoint, Fingerprint};
use crate::selection::logistic::{Design, Twins};
use crate::selection::stability::{C_VALUES, Fitted, Plan, Tally, select_resumable};
use crate::settings::Settings;
use crate::terms::vectorize::{Vectorized, vectorize};
use crate::text::language::detection::{self, Guess};
use crate::text::language::stop_words;
use crate::text::preparation;

/// Direction of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sign {
    /// The term speaks for the label.
    Positive,
    /// The term speaks against the label.
    Negative,
}

impl Sign {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
        }
    }
}

/// A term and how often it was selected for a label with one sign.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Indicator {
    /// The label, by its name.
    pub label: String,
    /// The term: 1 to n tokens with single spaces.
    pub term: String,
    /// For or against the label.
    pub sign: Sign,
    /// Selection frequency: share of the planned fits in which the coefficient has this sign, 0 to 1.
    pub score: f64,
    /// Documents of the label that contain the term.
    pub documents_in_label: usize,
    /// Share of the label's documents that contain the term, 0 to 1.
    pub share_in_label: f64,
    /// Documents of all other labels that contain the term.
    pub documents_in_rest: usize,
    /// Share of the other labels' documents that contain the term, 0 to 1.
    pub share_in_rest: f64,
    /// Other terms that stand in exactly the same documents equally often, so that no method can tell them
    /// apart from this one; each is listed with the same score.
    pub twins: Vec<String>,
    /// Where terms are lemmas: how the term is written in the texts, in lowercase, with how often; the most frequent
    /// first, up to [`FORMS_MAX`](forms::FORMS_MAX).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<(String, usize)>,
}

/// How the regressions went.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct FitAccount {
    /// Fits planned: the denominator of every score.
    pub planned: usize,
    /// Fits completed.
    pub completed: usize,
    /// Documents drawn for each fit.
    pub sample_size: usize,
    /// One-vs-rest regressions in all (fits × labels; fits for two labels).
    pub regressions: usize,
    /// Regressions whose solution has no term at all.
    pub empty: usize,
    /// Regressions that stopped before they met the tolerance.
    pub not_converged: usize,
    /// Regressions left out because the sample held no document of the label.
    pub label_absent: usize,
    /// Largest relative optimality violation among the converged regressions (0 is optimal).
    pub violation_max: f64,
    /// Per C, in the order used: (C, fits, mean number of terms selected over the regressions).
    pub per_c: Vec<(f64, usize, f64)>,
}

/// The result of an analysis: everything that a report needs, the source file's facts apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Analysis {
    /// Version of Wordify.
    pub version: String,
    /// The settings used; `lemmas` is on only where the language has them.
    pub settings: Settings,
    /// What was read, dropped and why.
    pub account: Account,
    /// The language that the texts seem to be in; none where nothing can be said.
    pub language_guess: Option<Guess>,
    /// Label names, sorted by code point.
    pub labels: Vec<String>,
    /// Terms in the vocabulary.
    pub vocabulary_terms: usize,
    /// Of these, terms that have a twin.
    pub twin_terms: usize,
    /// Documents that contain no term of the vocabulary.
    pub documents_without_terms: usize,
    /// How the regressions went.
    pub fits: FitAccount,
    /// Every term with a score above 0, sorted by label, sign, score descending, term. The report shows those
    /// from `settings.threshold` on.
    pub indicators: Vec<Indicator>,
    /// What the user should know about this result.
    pub warnings: Vec<String>,
}

impl Analysis {
    /// The indicators from the threshold on, in the order of [`Analysis::indicators`].
    pub fn selected(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.iter().filter(|indicator| indicator.score >= self.settings.threshold)
    }
}

/// Analyses a corpus on `threads` threads.
///
/// The result is the same, bit for bit, for any number of threads.
///
/// # Errors
/// [`ErrorKind::Setting`](crate::error::ErrorKind::Setting), [`ErrorKind::Corpus`](crate::error::ErrorKind::Corpus)
/// when no term is left, [`ErrorKind::Limit`](crate::error::ErrorKind::Limit),
/// [`ErrorKind::Canceled`](crate::error::ErrorKind::Canceled).
pub fn analyze(
    corpus: &Corpus,
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
) -> Result<Analysis, Error> {
    run(corpus, settings, threads, monitor, None, &mut |_| ()).map(|(analysis, _)| analysis)
}

/// As [`analyze`], from where an earlier run was; gives the matrix as well, for [`evidence`](crate::indicators::evidence).
///
/// `from` is what [`Checkpoint::to_bytes`] gave in a run that was interrupted. Bytes of another corpus, of other
/// settings or of another version of the method, and damaged ones, are left aside: the run then starts anew. `keep` is
/// called after each fit, and once more when the run is canceled; it decides, by a clock that the engine lacks, when
/// the bytes are worth making.
///
/// # Errors
/// As [`analyze`].
pub fn analyze_resumable(
    corpus: &Corpus,
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
    from: Option<&[u8]>,
    keep: &mut (dyn FnMut(Checkpoint<'_>) + Send),
) -> Result<(Analysis, Vectorized), Error> {
    let fingerprint = Fingerprint::new(corpus, settings);
    let from = from.map(|bytes| (bytes, &fingerprint));
    run(corpus, settings, threads, monitor, from, &mut |fitted| keep(Checkpoint::new(&fingerprint, fitted)))
}

fn run(
    corpus: &Corpus,
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
    from: Option<(&[u8], &Fingerprint)>,
    keep: &mut (dyn FnMut(&Fitted) + Send),
) -> Result<(Analysis, Vectorized), Error> {
    settings.check()?;
    let vectorized = vectorize(&corpus.texts, settings, threads, monitor)?;
    let twins = Twins::find(&vectorized.matrix);
    let design = Design::new(&twins.merge(&vectorized.matrix), &corpus.label_of, corpus.labels.len());
    let plan = Plan::new(settings, corpus.texts.len(), vectorized.terms.len());
    let none = Fitted::none(&design, &plan);
    let from = match from {
        Some((bytes, fingerprint)) => checkpoint::read(bytes, fingerprint, &plan, &none).unwrap_or(none),
        None => none,
    };
    let tally = select_resumable(&design, &plan, threads, monitor, from, keep)?;
    let fits = account_of(&tally, &plan, design.regressions());
    let mut indicators = indicators_of(corpus, &vectorized, &twins, &tally, settings.fits);
    add_forms(&mut indicators, &corpus.texts, settings, threads, monitor)?;
    let language_guess = detection::detect(&corpus.texts);
    let mut warnings = detection::warnings(&corpus.texts, settings.language, language_guess.as_ref());
    warnings.extend(preparation::note(&corpus.texts, settings.language));
    warnings.extend(warnings_of(&fits, &indicators, settings));
    let analysis = Analysis {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        settings: Settings { lemmas: settings.uses_lemmas(), ..settings.clone() },
        account: corpus.account.clone(),
        language_guess,
        labels: corpus.labels.clone(),
        vocabulary_terms: vectorized.terms.len(),
        twin_terms: twins.terms_with_twin(),
        documents_without_terms: (0..vectorized.matrix.documents())
            .filter(|&i| vectorized.matrix.row(i).0.is_empty())
            .count(),
        warnings,
        fits,
        indicators,
    };
    Ok((analysis, vectorized))
}

fn account_of(tally: &Tally, plan: &Plan, regressions: usize) -> FitAccount {
    let used = (0..C_VALUES.len()).filter(|&c| tally.fits[c] > 0);
    FitAccount {
        planned: plan.fits.len(),
        completed: tally.fits.iter().sum(),
        sample_size: plan.sample_size,
        regressions: plan.fits.len() * regressions,
        empty: tally.empty,
        not_converged: tally.not_converged,
        label_absent: tally.label_absent,
        violation_max: tally.violation_max,
        per_c: used
            .map(|c| {
                (C_VALUES[c], tally.fits[c], tally.selected[c] as f64 / (tally.fits[c] * regressions) as f64)
            })
            .collect(),
    }
}

fn warnings_of(fits: &FitAccount, indicators: &[Indicator], settings: &Settings) -> Vec<String> {
    let mut warnings = Vec::new();
    warnings.extend(stop_words::warning(&settings.stop_words, settings.language, &settings.stop_words_add));
    let threshold = settings.threshold;
    let highest = indicators.iter().map(|indicator| indicator.score).fold(0.0, f64::max);
    if highest < threshold {
        warnings.push(format!(
            "No term reaches the threshold {threshold}: the highest score is {highest:.3}. How high a score can be \
             differs from file to file; small files reach less. Lower the threshold, or add documents."
        ));
    }
    if fits.not_converged > 0 {
        warnings.push(format!(
            "{} of {} regressions stopped before they met the tolerance; their selections are counted.",
            fits.not_converged, fits.regressions
        ));
    }
    if fits.label_absent > 0 {
        warnings.push(format!(
            "{} of {} regressions were left out because the sample held no document of the label; they count as \
             fits that selected nothing. Labels need more documents.",
            fits.label_absent, fits.regressions
        ));
    }
    warnings
}

/// Every term with a score, expanded from the merged columns, sorted by label, sign, score descending, term.
fn indicators_of(
    corpus: &Corpus,
    vectorized: &Vectorized,
    twins: &Twins,
    tally: &Tally,
    planned: usize,
) -> Vec<Indicator> {
    let labels = corpus.labels.len();
    let merged = twins.members.len();
    let in_label = documents_per_label(vectorized, &corpus.label_of, labels);
    let sizes = &corpus.account.documents_per_label;
    let all: usize = sizes.iter().sum();
    let mut indicators = Vec::new();
    for label in 0..labels {
        for (sign, counts) in [(Sign::Positive, &tally.positive), (Sign::Negative, &tally.negative)] {
            let first = indicators.len();
            for column in 0..merged {
                let count = counts[label * merged + column];
                if count == 0 {
                    continue;
                }
                let members = &twins.members[column];
                for &term in members {
                    let frequency = vectorized.document_frequency[term as usize] as usize;
                    let inside = in_label[label * vectorized.terms.len() + term as usize] as usize;
                    indicators.push(Indicator {
                        label: corpus.labels[label].clone(),
                        term: vectorized.terms[term as usize].clone(),
                        sign,
                        score: f64::from(count) / planned as f64,
                        documents_in_label: inside,
                        share_in_label: share(inside, sizes[label]),
                        documents_in_rest: frequency - inside,
                        share_in_rest: share(frequency - inside, all - sizes[label]),
                        twins: members
                            .iter()
                            .filter(|&&other| other != term)
                            .map(|&other| vectorized.terms[other as usize].clone())
                            .collect(),
                        forms: Vec::new(),
                    });
                }
            }
            indicators[first..].sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.term.cmp(&b.term)));
        }
    }
    indicators
}

/// Tells each indicator the written forms of its term.
fn add_forms(
    indicators: &mut [Indicator],
    texts: &[String],
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
) -> Result<(), Error> {
    let mut terms: Vec<String> = indicators.iter().map(|indicator| indicator.term.clone()).collect();
    terms.sort_unstable();
    terms.dedup();
    let forms = forms::count(texts, settings, &terms, threads, monitor)?;
    for indicator in indicators {
        if let Ok(term) = terms.binary_search(&indicator.term) {
            indicator.forms.clone_from(&forms[term]);
        }
    }
    Ok(())
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Documents with each term, labels × terms.
fn documents_per_label(vectorized: &Vectorized, label_of: &[u32], labels: usize) -> Vec<u32> {
    let terms = vectorized.terms.len();
    let mut counts = vec![0; labels * terms];
    for (i, &label) in label_of.iter().enumerate() {
        for &term in vectorized.matrix.row(i).0 {
            counts[label as usize * terms + term as usize] += 1;
        }
    }
    counts
}
