//! What an analysis lists, of any of its documents and by other choices, without all that is said about each term.
//!
//! Lists that are made besides the one that was asked for are units of work like fits (`further`); what two lists have in common is told by
//! the `names` of their terms.

mod further;
mod names;

pub(crate) use self::further::{Further, compared, counts, gather};
pub(crate) use self::names::Names;
use crate::comparison::Comparison;
use crate::contrasts::{Contrasts, Side};
use crate::error::{Error, ErrorKind};
use crate::indicators::TWINS_MAX;
use crate::progress::Monitor;
use crate::selection::family::families;
use crate::selection::logistic::Twins;
use crate::selection::strength::{self, Rule};
use crate::settings::Settings;
use crate::terms::range::TermRange;
use crate::terms::vectorize::{self, Vectorized};
use crate::terms::vocabulary::Tokens;

/// A list, and the terms that it is from.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) vectorized: Vectorized,
    /// In no order that means anything, each once.
    pub(crate) terms: Vec<ListedTerm>,
}

/// A term of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListedTerm {
    pub(crate) side: Side,
    /// Its number in the vocabulary.
    pub(crate) term: u32,
}

/// How a corpus of `documents` is judged.
pub(crate) fn rule(settings: &Settings, documents: usize) -> Rule {
    Rule {
        shuffles: settings.shuffles_for(documents),
        max_q: settings.max_q,
        max_false: settings.max_false,
        scale: strength::SCALE,
        seed: settings.seed,
    }
}

/// The terms of `tokens`, documents that are compared by `comparison` and `contrasts`, that an analysis by `settings` lists. Where no
/// term is left, or the bounds on document frequency leave no room in so few documents, the list is empty.
///
/// # Errors
/// [`ErrorKind::Limit`]; [`ErrorKind::Canceled`].
pub(crate) fn list(
    tokens: &Tokens,
    compared: (&Comparison, &Contrasts),
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
) -> Result<Listing, Error> {
    let monitor = &monitor.quiet();
    let documents = tokens.document_ends.len();
    let Ok(range) = settings.terms().range(documents) else { return Ok(Listing::default()) };
    let vectorized = match weighted(tokens, range, threads, monitor) {
        Err(error) if error.kind() == ErrorKind::Corpus => return Ok(Listing::default()),
        vectorized => vectorized?,
    };
    let terms = terms(&vectorized, compared, settings, threads, monitor)?;
    Ok(Listing { vectorized, terms })
}

/// As [`list`], of documents whose terms are weighted already.
///
/// # Errors
/// As [`list`].
pub(crate) fn terms(
    vectorized: &Vectorized,
    (comparison, contrasts): (&Comparison, &Contrasts),
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
) -> Result<Vec<ListedTerm>, Error> {
    let monitor = &monitor.quiet();
    let twins = Twins::find(&vectorized.matrix);
    let matrix = (&vectorized.matrix, &twins);
    let family_of = families(&vectorized.terms, &vectorized.document_frequency, &twins);
    let parts = contrasts.apart(comparison);
    let evidence: Vec<_> = parts.iter().map(|part| part.evidence(matrix, &family_of)).collect();
    let rule = rule(settings, vectorized.matrix.documents());
    let columns: Vec<(Side, u32)> = match settings.threshold {
        None => {
            let listed = strength::listed(&evidence, &rule, threads, monitor)?;
            let side = |found: &strength::Listed| {
                contrasts.side(contrasts.labels_of(found.evidence, found.label), found.positive)
            };
            listed.iter().map(|found| (side(found), found.column)).collect()
        }
        // A list by stability needs the half-samples.
        Some(least) => {
            let judgments = strength::measure_together(&evidence, &rule, threads, monitor)?;
            let judgments = contrasts.named(judgments);
            let listed = judgments.labels.iter().flat_map(|judgment| {
                let is_listed = move |found: &&strength::Strength| found.listed && found.stability >= least;
                let strengths = judgment.strengths.iter().filter(is_listed);
                let labels = (judgment.label, judgment.against);
                strengths.map(move |found| (contrasts.side(labels, found.positive), found.column))
            });
            listed.collect()
        }
    };
    let terms = columns.into_iter().flat_map(|(side, column)| {
        // As many of those that stand in the same documents as a report lists.
        let members = twins.members[column as usize].iter().take(TWINS_MAX + 1);
        members.map(move |&term| ListedTerm { side, term })
    });
    Ok(terms.collect())
}

/// The vocabulary of `tokens`, some of which may stand in too few documents for it.
fn weighted(
    tokens: &Tokens,
    range: TermRange,
    threads: usize,
    monitor: &Monitor,
) -> Result<Vectorized, Error> {
    let is_rare = |&documents: &u32| documents == 0 || f64::from(documents) < range.documents_min;
    if tokens.document_frequency.iter().any(is_rare) {
        let all: Vec<usize> = (0..tokens.document_ends.len()).collect();
        let frequent = tokens.of(&all, range.documents_min);
        return Ok(vectorize::count(&frequent, range, false, threads, monitor)?.0);
    }
    Ok(vectorize::count(tokens, range, false, threads, monitor)?.0)
}
