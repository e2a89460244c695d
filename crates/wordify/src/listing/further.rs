//! Lists that are made besides the one that was asked for, each by itself, so that several machines can share them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::comparison::{self, Comparison};
use crate::contrasts::Contrasts;
use crate::corpus::Corpus;
use crate::error::Error;
use crate::progress::Monitor;
use crate::selection::checkpoint::There;
use crate::selection::further::Kind;
use crate::settings::Settings;
use crate::terms::portion::Counts;
use crate::text::preparation::Preparation;

/// Further lists of one kind, each of which depends on its number alone.
pub(crate) trait Further {
    /// What they are made for.
    const KIND: Kind;
    /// What one of them gives.
    type List;

    /// Their numbers.
    fn numbers(&self) -> Range<usize>;

    /// Makes those of these `numbers`, at least one, which ascend. They are the same for any number of threads.
    ///
    /// # Errors
    /// [`ErrorKind::Limit`](crate::ErrorKind::Limit); [`ErrorKind::Canceled`](crate::ErrorKind::Canceled).
    fn make(
        &self,
        numbers: &[usize],
        threads: usize,
        monitor: &Monitor,
    ) -> Result<BTreeMap<usize, Self::List>, Error>;

    /// A list as bytes, the same for the same list.
    fn write(list: &Self::List) -> Vec<u8>;

    /// The list of this number, of which [`Further::write`] gave `bytes`; nothing where they cannot be that.
    fn read(&self, number: usize, bytes: &[u8]) -> Option<Self::List>;
}

/// The lists of `further` that are `there`, and of the others those that are done `here`, by their numbers.
///
/// # Errors
/// Of [`There::read`] and [`Further::make`].
pub(crate) fn gather<F: Further>(
    further: &F,
    there: &There<'_>,
    here: impl Fn(usize) -> bool,
    threads: usize,
    monitor: &Monitor,
) -> Result<BTreeMap<usize, F::List>, Error> {
    let numbers = further.numbers();
    let read = |number: usize, bytes: &[u8]| {
        numbers.contains(&number).then(|| further.read(number, bytes)).flatten()
    };
    let mut lists = there.read(F::KIND, read)?;
    let left: Vec<usize> =
        numbers.clone().filter(|number| !lists.contains_key(number) && here(*number)).collect();
    if !left.is_empty() {
        lists.append(&mut further.make(&left, threads, monitor)?);
    }
    Ok(lists)
}

/// How the documents of `corpus` are compared, in all lists of it.
///
/// # Errors
/// Of [`Contrasts::new`].
pub(crate) fn compared(corpus: &Corpus, settings: &Settings) -> Result<(Comparison, Contrasts), Error> {
    let comparison = Comparison::new(corpus, &comparison::words(corpus), settings.length_control);
    Ok((comparison, Contrasts::new(settings, corpus)?))
}

/// The terms of `corpus` for lists of `documents_least` of its documents and more, with its texts read as by `preparation`, which is made anew
/// where there is none.
///
/// # Errors
/// Of [`Counts::read`].
pub(crate) fn counts(
    (corpus, settings): (&Corpus, &Settings),
    preparation: Option<&Preparation>,
    documents_least: usize,
    threads: usize,
    monitor: &Monitor,
) -> Result<Counts, Error> {
    let (texts, terms, monitor) = (&corpus.texts, settings.terms(), monitor.quiet());
    let read = |preparation: &Preparation| {
        Counts::read(texts, preparation, &terms, documents_least, threads, &monitor)
    };
    preparation.map_or_else(|| read(&Preparation::new(settings.rules(), texts)), read)
}
