//! Which documents are predicted together, by models that have seen all others: groups whole, by label, within strata.

use super::FOLDS;
use crate::corpus::Corpus;
use crate::error::{Error, ErrorKind};
use crate::portion::units;
use crate::selection::random::{Random, Stream};
use crate::selection::strength::LABEL_DOCUMENTS_MIN;
use crate::table::choice::shortened;

/// The fold of each document.
///
/// # Errors
/// [`ErrorKind::Corpus`] where a fold has no document of a label, or too few are left to find its terms.
pub(crate) fn folds(corpus: &Corpus, seed: u64) -> Result<Vec<u32>, Error> {
    let mut units = units(corpus);
    Random::new(seed, Stream::Folds).shuffle(&mut units);
    // Large groups first, so that the small ones can even out; within a size the order stays random.
    units.sort_by_key(|unit| (unit.label, unit.stratum, usize::MAX - unit.documents.len()));
    let mut fold_of = vec![0; corpus.texts.len()];
    let mut documents = [0usize; FOLDS];
    for of_label in units.chunk_by(|a, b| a.label == b.label) {
        let mut of_this = [0usize; FOLDS];
        for unit in of_label {
            let fewest = (0..FOLDS).min_by_key(|&fold| (of_this[fold], documents[fold], fold)).unwrap_or(0);
            of_this[fewest] += unit.documents.len();
            documents[fewest] += unit.documents.len();
            unit.documents.iter().for_each(|&document| fold_of[document as usize] = fewest as u32);
        }
    }
    check(corpus, &fold_of)?;
    Ok(fold_of)
}

fn check(corpus: &Corpus, fold_of: &[u32]) -> Result<(), Error> {
    let mut counts = vec![[0usize; FOLDS]; corpus.labels.len()];
    for (&label, &fold) in corpus.label_of.iter().zip(fold_of) {
        counts[label as usize][fold as usize] += 1;
    }
    let is_small = |counts: &[usize; FOLDS]| {
        let all: usize = counts.iter().sum();
        counts.iter().any(|&fold| fold == 0 || all - fold < LABEL_DOCUMENTS_MIN)
    };
    let Some(label) = counts.iter().position(is_small) else { return Ok(()) };
    let whole = match corpus.background.dividing_group() {
        Some(group) => format!(" All documents of one “{}” stay together.", shortened(&group.column)),
        None => String::new(),
    };
    let message =
        format!("“{}” is too small to be predicted in {FOLDS} parts", shortened(&corpus.labels[label]));
    Err(Error::new(ErrorKind::Corpus, message).at("generalise").remedy(format!(
        "Leave generalise out, give more documents of the label, or leave it out or take it together with another (--labels, --merge).{whole}"
    )))
}
