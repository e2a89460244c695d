//! The whole analysis, and what comes out of it.

use serde::Serialize;

use crate::comparison::{self, Comparison};
use crate::contrasts::Contrasts;
use crate::corpus::{Account, Corpus, emojis, left_out};
use crate::count::{counted, grouped};
use crate::error::Error;
use crate::generalisation::Generalisation;
use crate::growth::Growth;
use crate::indicators::circumstances::Circumstances;
use crate::indicators::confirmation::Confirmation;
use crate::indicators::evidence::Basis;
use crate::indicators::left_out::{self as left_out_words, LeftOutWord};
use crate::indicators::verdict::{self, Verdict};
use crate::indicators::{Indicator, calibrated, forms, indicator, peers, rare, survival};
use crate::listing;
use crate::progress::{Monitor, Stage};
use crate::recipe::Selection;
use crate::robustness::Robustness;
use crate::selection::by_chance::{ByChance, Fitting};
use crate::selection::checkpoint::{Beginning, Checkpoint, Done, Fingerprint, Resumption};
use crate::selection::family::families;
use crate::selection::logistic::{Design, Twins};
use crate::selection::plan::{Fits, Plan};
use crate::selection::share::{Share, Stopped};
use crate::selection::strength;
use crate::selection::tally::Tally;
use crate::settings::{Lemmas, MAX_Q_DEFAULT, Settings};
use crate::terms::vectorize::{self, Read, Vectorized};
use crate::terms::vocabulary::Tokens;
use crate::text::language::detection::{self, Guess};
use crate::text::language::stop_words::{self, StopWords};
use crate::text::preparation::{self, Preparation};

/// Terms of a label and sign that are not listed and shown all the same, so that a reader sees how near they came.
pub const NOT_LISTED_SHOWN_MAX: usize = 25;
/// Share of regressions that may stop early before a reader is warned: scores have two digits.
const NOT_CONVERGED_SHARE: f64 = 0.01;

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
    /// What shuffled labels give; none where that was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_chance: Option<ByChance>,
}

/// The result of an analysis: everything that a report needs, the source file's facts apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Analysis {
    /// Version of Wordify.
    pub version: String,
    /// The settings used; `lemmas` is on or off: on only where the language has them. Fits and threshold are there where the
    /// preset has them.
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
    /// How a calibrated list came about; none in the presets that count fits.
    pub calibration: Option<Verdict>,
    /// What was set aside to confirm the list, and what came of it; none where nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
    /// Whether the list depends on choices; none where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub robustness: Option<Robustness>,
    /// Whether there are enough documents; none where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub growth: Option<Growth>,
    /// How well labels of unseen documents are predicted; none where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generalisation: Option<Generalisation>,
    /// Every term with a score above 0, sorted by label, sign, score descending, term. The report shows those
    /// from `settings.threshold` on. Of a calibrated list its terms, sorted by strength in place of score: the report shows all.
    pub indicators: Vec<Indicator>,
    /// Terms that came in but are not in the calibrated list; the json report has them.
    pub not_listed: Vec<Indicator>,
    /// Stop words that would be in a calibrated list, had they not been left out, the strongest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOutWord>,
    /// What the user should know about this result.
    pub warnings: Vec<String>,
}

impl Analysis {
    /// Of each label, what it is set against, and sign, the strongest terms that chance may give as well, at most [`NOT_LISTED_SHOWN_MAX`].
    pub fn strongest_not_listed(&self) -> impl Iterator<Item = &Indicator> {
        let is_same_side =
            |a: &Indicator, b: &Indicator| (&a.label, a.sign, a.against()) == (&b.label, b.sign, b.against());
        let sides = self.not_listed.chunk_by(is_same_side);
        sides.flat_map(|side| side.iter().take(NOT_LISTED_SHOWN_MAX))
    }

    /// The indicators from the threshold on, in the order of [`Analysis::indicators`].
    pub fn selected(&self) -> impl Iterator<Item = &Indicator> {
        let threshold = self.settings.threshold_used();
        self.indicators.iter().filter(move |found| found.score >= threshold)
    }

    /// As [`Analysis::selected`], to be changed.
    pub(crate) fn selected_mut(&mut self) -> impl Iterator<Item = &mut Indicator> {
        let threshold = self.settings.threshold_used();
        self.indicators.iter_mut().filter(move |found| found.score >= threshold)
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
    analyze_once(corpus, settings, threads, monitor).map(|(analysis, _)| analysis)
}

/// As [`analyze`], with how the texts were read.
pub(crate) fn analyze_once(
    corpus: &Corpus,
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
) -> Result<(Analysis, Basis), Error> {
    run(corpus, settings, threads, monitor, (Beginning::Nothing, Share::All), &mut |_| ())
        .map_err(Stopped::into_error)
}

/// As [`analyze`], from where an earlier run was; gives what
/// [`evidence`](crate::indicators::evidence) is drawn from as well.
///
/// # Errors
/// As [`analyze`].
pub fn analyze_resumable(
    corpus: &Corpus,
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
    resumption: Resumption<'_>,
) -> Result<(Analysis, Basis), Error> {
    let Resumption { from, keep } = resumption;
    let fingerprint = fingerprint(corpus, settings);
    let from = from.map_or(Beginning::Nothing, |bytes| Beginning::Checkpoint(bytes, &fingerprint));
    let keep = &mut |done: Done<'_>| keep(Checkpoint::new(&fingerprint, Share::All, done));
    run(corpus, settings, threads, monitor, (from, Share::All), keep).map_err(Stopped::into_error)
}

/// What checkpoint and part must have in common with a run.
pub(crate) fn fingerprint(corpus: &Corpus, settings: &Settings) -> Fingerprint {
    let values = serde_json::to_value(settings).expect("settings are plain data");
    let values = values.as_object().into_iter().flatten();
    Fingerprint::new(corpus, values.map(|(name, value)| (name.clone(), value.to_string().into_bytes())))
}

/// The first half of an analysis alone: cleans and vectorizes raw texts as `settings` say.
///
/// # Errors
/// [`ErrorKind::Corpus`](crate::ErrorKind::Corpus) when no term is left; [`ErrorKind::Setting`](crate::ErrorKind::Setting) when `min_df` and `max_df` contradict
/// each other; [`ErrorKind::Limit`](crate::ErrorKind::Limit); [`ErrorKind::Canceled`](crate::ErrorKind::Canceled).
pub fn vectorize(
    texts: &[String],
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
) -> Result<Vectorized, Error> {
    settings.check()?;
    let preparation = Preparation::new(settings.rules(), texts);
    let read = vectorize::read(texts, &preparation, &settings.terms(), false, threads, monitor)?;
    Ok(read.vectorized)
}

/// As [`analyze`], from where an earlier run was, as far as the share of this one reaches.
pub(crate) fn run(
    corpus: &Corpus,
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
    begin: (Beginning<'_>, Share),
    keep: &mut (dyn FnMut(Done<'_>) + Send),
) -> Result<(Analysis, Basis), Stopped> {
    settings.check()?;
    // What cannot be meant is said before the work begins.
    let contrasts = Contrasts::new(settings, corpus)?;
    preparation::check_is_built_in(settings.language, &corpus.texts)?;
    let preparation = Preparation::new(settings.rules(), &corpus.texts);
    let keeps_times = !settings.also.is_empty();
    let Read { vectorized, tokens, times } =
        vectorize::read(&corpus.texts, &preparation, &settings.terms(), keeps_times, threads, monitor)?;
    let twins = Twins::find(&vectorized.matrix);
    let run = Run {
        corpus,
        settings,
        preparation: &preparation,
        vectorized: &vectorized,
        tokens: &tokens,
        twins: &twins,
        contrasts: &contrasts,
        threads,
        monitor,
    };
    let Selected {
        mut indicators,
        mut not_listed,
        left_out: words,
        fits,
        calibration,
        warnings: of_selection,
    } = match &settings.recipe().selection {
        Selection::Fits(recipe) => run.by_fits(recipe, begin, keep)?,
        Selection::Shuffles => run.by_shuffles(begin, keep)?,
    };
    let language_guess = detection::detect(&corpus.texts);
    let mut warnings = run.warnings(language_guess.as_ref(), calibration.is_some().then_some(&words[..]))?;
    warnings.extend(of_selection);
    // Nothing reads the texts as tokens any more, and they are as large as the texts.
    drop(tokens);
    if keeps_times {
        for found in [&mut indicators, &mut not_listed] {
            peers::add(found, &settings.also, &vectorized, &times, &corpus.label_of, &corpus.labels);
        }
    }
    drop(times);
    let analysis = Analysis {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        settings: resolved(settings),
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
        calibration,
        confirmation: None,
        robustness: None,
        growth: None,
        generalisation: None,
        indicators,
        not_listed,
        left_out: words,
    };
    Ok((analysis, Basis { vectorized, preparation }))
}

/// The settings with what the preset and the language decide where nothing was chosen.
fn resolved(settings: &Settings) -> Settings {
    let lemmas = if settings.uses_lemmas() { Lemmas::On } else { Lemmas::Off };
    let stop_words = settings.stop_words_used();
    let is_fitted = !settings.is_calibrated();
    Settings {
        lemmas,
        stop_words,
        fits: is_fitted.then(|| settings.fits_used()),
        threshold: settings.threshold.or_else(|| is_fitted.then(|| settings.threshold_used())),
        ..settings.clone()
    }
}

/// What a selection is made from.
struct Run<'a> {
    corpus: &'a Corpus,
    settings: &'a Settings,
    preparation: &'a Preparation,
    vectorized: &'a Vectorized,
    tokens: &'a Tokens,
    twins: &'a Twins,
    contrasts: &'a Contrasts,
    threads: usize,
    monitor: &'a Monitor<'a>,
}

/// What a selection comes to.
struct Selected {
    indicators: Vec<Indicator>,
    not_listed: Vec<Indicator>,
    left_out: Vec<LeftOutWord>,
    fits: FitAccount,
    calibration: Option<Verdict>,
    warnings: Vec<String>,
}

impl Run<'_> {
    /// What readers should know of the texts, whatever was found in them; `words` are those of the stop words that a calibrated list would
    /// have, none where the list is not calibrated.
    fn warnings(&self, guess: Option<&Guess>, words: Option<&[LeftOutWord]>) -> Result<Vec<String>, Error> {
        let Self { corpus, settings, preparation, threads, monitor, .. } = *self;
        let mut warnings = detection::warnings(&corpus.texts, settings.language, guess);
        warnings.extend(preparation.notes(&corpus.texts));
        if !settings.kept_tokens.emojis {
            warnings.extend(emojis::warning(corpus));
        }
        warnings.extend(match words {
            Some(words) => left_out_words::warning(words),
            None => left_out::warning(corpus, preparation, threads, monitor)?,
        });
        if settings.stop_words == StopWords::Preset {
            let of_preset = settings.recipe().stop_words;
            warnings.extend(stop_words::warning(of_preset, settings.language, &settings.stop_words_add));
        }
        Ok(warnings)
    }

    fn by_fits(
        &self,
        recipe: &Fits,
        begin: (Beginning<'_>, Share),
        keep: &mut (dyn FnMut(Done<'_>) + Send),
    ) -> Result<Selected, Stopped> {
        let Self { corpus, settings, vectorized, twins, threads, monitor, .. } = *self;
        let (matrix, labels) = (twins.merge(&vectorized.matrix), corpus.labels.len());
        let design = Design::new(&matrix, &corpus.label_of, labels);
        let plan = Plan::new(
            recipe,
            settings.fits_used(),
            settings.seed,
            corpus.texts.len(),
            vectorized.terms.len(),
        );
        let fitting = Fitting { plan: &plan, design: &design, matrix: &matrix, twins };
        let how = (settings.shuffles, settings.threshold_used());
        let keep = &mut |fitted: &_| keep(Done::Fitted(fitted));
        let (tally, by_chance) = fitting.select(how, begin, threads, monitor, keep)?;
        let mut fits = account_of(&tally, &plan, design.regressions());
        fits.by_chance = by_chance;
        let mut indicators = indicator::find(corpus, vectorized, twins, &tally, settings.fits_used());
        self.add_forms(&mut indicators)?;
        let mut warnings = warnings_of(&fits, &indicators, settings);
        let threshold = settings.threshold_used();
        warnings.extend(rare::warning(indicators.iter().filter(|found| found.score >= threshold)));
        let (not_listed, left_out) = (Vec::new(), Vec::new());
        Ok(Selected { indicators, not_listed, left_out, fits, calibration: None, warnings })
    }

    fn by_shuffles(
        &self,
        (from, share): (Beginning<'_>, Share),
        keep: &mut (dyn FnMut(Done<'_>) + Send),
    ) -> Result<Selected, Stopped> {
        let Self { corpus, settings, vectorized, twins, contrasts, threads, monitor, .. } = *self;
        // Until the first shuffles are done: shuffles are drawn, and the paths of the true labels followed.
        monitor.report(Stage::Prepare, 0, 1);
        let matrix = (&vectorized.matrix, twins);
        let family_of = families(&vectorized.terms, &vectorized.document_frequency, twins);
        let words = comparison::words(corpus);
        let comparison = Comparison::new(corpus, &words, settings.length_control);
        let controlled = comparison.controlled(corpus);
        let rule = listing::rule(settings, corpus.texts.len());
        let from = (from.measured()?, share);
        let keep = &mut |measured: &_| keep(Done::Measured(measured));
        let parts = contrasts.apart(&comparison);
        let evidence: Vec<_> = parts.iter().map(|part| part.evidence(matrix, &family_of)).collect();
        let judgments = strength::measure_resumable(&evidence, &rule, threads, monitor, from, keep)?;
        let judgments = contrasts.named(judgments);
        // What is kept of a run is the first measurement; the second is done anew.
        let second = controlled.as_ref().and_then(|controlled| controlled.comparison.as_ref());
        let measure = |comparison: &Comparison| {
            let parts = contrasts.apart(comparison);
            let evidence: Vec<_> = parts.iter().map(|part| part.evidence(matrix, &family_of)).collect();
            let judgments = strength::measure_together(&evidence, &rule, threads, monitor)?;
            Ok::<_, Error>(contrasts.named(judgments))
        };
        let second = second.map(measure).transpose()?;
        let measured = calibrated::Measured {
            group_of: comparison.group_of.as_deref(),
            judgments: &judgments,
            contrasts,
            controlled: second.as_ref(),
            least: settings.threshold_used(),
            lists_all: rule.lists_all(),
        };
        let mut found = calibrated::find(corpus, vectorized, twins, &family_of, &measured);
        self.add_forms(&mut found)?;
        let is_listed = |found: &Indicator| found.calibration.as_ref().is_some_and(|worth| worth.listed);
        let (indicators, not_listed): (Vec<_>, Vec<_>) = found.into_iter().partition(is_listed);
        let circumstances = Circumstances { corpus, settings, contrasts, words: &words };
        let mut warnings = verdict::warnings(&judgments, &rule, &circumstances, &indicators, &not_listed);
        let columns = controlled.as_ref().map(|controlled| controlled.columns.clone());
        let calibration = Some(Verdict::new(&judgments, &circumstances, columns.unwrap_or_default()));
        if let Some(controlled) = controlled {
            warnings.extend(survival::warnings(&controlled, second.as_ref(), vectorized, twins, &judgments));
        }
        // Who asks for every term wants the rare ones too.
        if !rule.lists_all() {
            warnings.extend(rare::warning(indicators.iter()));
        }
        let compared = (&comparison, contrasts);
        let left_out = left_out_words::find(corpus, self.preparation, compared, &rule, threads, monitor)?;
        Ok(Selected { indicators, not_listed, left_out, fits: FitAccount::default(), calibration, warnings })
    }

    /// Adds the written forms of its term to each indicator; where the preset shows terms as they are written, that too.
    fn add_forms(&self, indicators: &mut [Indicator]) -> Result<(), Error> {
        let shows = self.settings.recipe().mends;
        let mut terms: Vec<String> = indicators.iter().map(|indicator| indicator.term.clone()).collect();
        terms.sort_unstable();
        terms.dedup();
        let forms = forms::count(self.tokens, &terms, self.threads, self.monitor)?;
        for indicator in indicators {
            if let Ok(term) = terms.binary_search(&indicator.term) {
                indicator.forms.clone_from(&forms[term].counts);
                if shows {
                    let shown = &forms[term].shown;
                    indicator.shown = Some(if shown.is_empty() { &indicator.term } else { shown }.clone());
                }
            }
        }
        Ok(())
    }
}

fn account_of(tally: &Tally, plan: &Plan, regressions: usize) -> FitAccount {
    let used = (0..plan.c_values.len()).filter(|&c| tally.fits[c] > 0);
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
                let regressions = tally.fits[c] * regressions;
                (plan.c_values[c], tally.fits[c], tally.selected[c] as f64 / regressions as f64)
            })
            .collect(),
        by_chance: None,
    }
}

/// Which bound on false terms changes nothing where fits are counted. One that admits every term is left out: it says the same there.
fn aside(settings: &Settings) -> Option<String> {
    let option = match settings.max_false {
        Some(most) => format!("--max-false {most}"),
        None if settings.max_q < 1.0 && settings.max_q != MAX_Q_DEFAULT => {
            format!("--max-q {}", settings.max_q)
        }
        None => return None,
    };
    Some(format!(
        "{option} changes nothing: the preset {} counts in how many fits a term is selected, and its list ends at --threshold {}.",
        settings.preset.name(),
        settings.threshold_used()
    ))
}

fn warnings_of(fits: &FitAccount, indicators: &[Indicator], settings: &Settings) -> Vec<String> {
    let mut warnings = Vec::new();
    let threshold = settings.threshold_used();
    let highest = indicators.iter().map(|indicator| indicator.score).fold(0.0, f64::max);
    if highest < threshold {
        warnings.push(format!(
            "No term reaches the threshold {threshold}: the highest score is {highest:.3}. How high a score can be \
             differs from file to file; small files reach less. Lower the threshold, or add documents."
        ));
    }
    warnings.extend(aside(settings));
    if let Some(chance) = &fits.by_chance {
        warnings.push(format!(
            "By chance: {:.1} of {}. So many terms reach the threshold {threshold} with shuffled labels, in the mean of {}.",
            chance.terms_mean,
            counted(chance.terms, "term", "terms"),
            counted(chance.shuffles, "shuffle", "shuffles")
        ));
    }
    // Fewer change no score that is shown; the account of the regressions has their number.
    if fits.not_converged as f64 > NOT_CONVERGED_SHARE * fits.regressions as f64 {
        warnings.push(format!(
            "{} of {} models are less exact than the others, because their steps ran out; what they select is counted all the same.",
            grouped(fits.not_converged),
            grouped(fits.regressions)
        ));
    }
    if fits.label_absent > 0 {
        warnings.push(format!(
            "{} of {} regressions were left out because the sample held no document of the label; they count as \
             fits that selected nothing. Labels need more documents.",
            grouped(fits.label_absent),
            grouped(fits.regressions)
        ));
    }
    warnings
}
