//! The further lists that a study asks for: which there are, which of them a part has, and what comes of all.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::analysis::Analysis;
use crate::corpus::Corpus;
use crate::error::Error;
use crate::generalisation::Folds;
use crate::growth::Draws;
use crate::listing::{Further, gather};
use crate::progress::Monitor;
use crate::robustness::Variants;
use crate::selection::checkpoint::There;
use crate::selection::further::{FurtherLists, Key, Kind, Line};
use crate::selection::share::{Left, Share};
use crate::settings::Settings;
use crate::text::preparation::Preparation;

/// The further lists of a study.
#[derive(Debug)]
pub(super) struct Lists<'a> {
    variants: Option<Variants<'a>>,
    draws: Option<Draws<'a>>,
    folds: Option<Folds<'a>>,
}

impl<'a> Lists<'a> {
    /// Those that `settings` ask for of `corpus`, whose texts `preparation` reads as for the analysis; made anew where there is none.
    ///
    /// # Errors
    /// [`ErrorKind::Corpus`](crate::ErrorKind::Corpus) where a label is too small for folds.
    pub(super) fn new(
        corpus: &'a Corpus,
        settings: &'a Settings,
        preparation: Option<&'a Preparation>,
    ) -> Result<Self, Error> {
        let folds = settings.generalise.then(|| Folds::new(corpus, settings, preparation));
        Ok(Self {
            variants: settings.robust.then(|| Variants::new(corpus, settings)),
            draws: settings.enough.then(|| Draws::new(corpus, settings, preparation)),
            folds: folds.transpose()?,
        })
    }

    /// All of them, as they are dealt to parts.
    pub(super) fn line(&self) -> Line {
        fn kind<F: Further>(further: Option<&F>) -> Option<(Kind, Range<usize>)> {
            further.map(|further| (F::KIND, further.numbers()))
        }
        let kinds = [kind(self.variants.as_ref()), kind(self.draws.as_ref()), kind(self.folds.as_ref())];
        Line::new(kinds.into_iter().flatten())
    }

    /// Those that are not `there`.
    pub(super) fn left(&self, there: &There<'_>) -> Vec<Left> {
        self.line().left(|key| there.has(key))
    }

    /// Those of `share`: what is `there` of it, and the rest of it, which is made.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) with the name of a part that is damaged; [`ErrorKind::Limit`](crate::ErrorKind::Limit);
    /// [`ErrorKind::Canceled`](crate::ErrorKind::Canceled).
    pub(super) fn part(
        &self,
        there: &There<'_>,
        share: Share,
        threads: usize,
        monitor: &Monitor,
    ) -> Result<FurtherLists, Error> {
        let line = self.line();
        let has = |key: Key| line.has(share, key);
        let mut lists = BTreeMap::new();
        if let Some(variants) = &self.variants {
            lists.append(&mut written(variants, there, has, threads, monitor)?);
        }
        if let Some(draws) = &self.draws {
            lists.append(&mut written(draws, there, has, threads, monitor)?);
        }
        if let Some(folds) = &self.folds {
            lists.append(&mut written(folds, there, has, threads, monitor)?);
        }
        Ok(FurtherLists(lists))
    }

    /// Says in `analysis` what comes of all: of those that are `there`, and of the rest, which is made.
    ///
    /// # Errors
    /// As [`Lists::part`].
    pub(super) fn compare(
        &self,
        analysis: &mut Analysis,
        there: &There<'_>,
        threads: usize,
        monitor: &Monitor,
    ) -> Result<(), Error> {
        let here = |_| true;
        if let Some(variants) = &self.variants {
            let lists = gather(variants, there, here, threads, monitor)?;
            let mut listed: Vec<_> = analysis.selected_mut().collect();
            let found = variants.compare(&lists, &mut listed);
            analysis.robustness = Some(found);
        }
        if let Some(draws) = &self.draws {
            let lists = gather(draws, there, here, threads, monitor)?;
            let listed: Vec<_> = analysis.selected().collect();
            let found = draws.compare(&lists, &listed);
            analysis.growth = Some(found);
        }
        if let Some(folds) = &self.folds {
            let lists = gather(folds, there, here, threads, monitor)?;
            analysis.generalisation = Some(folds.compare(&lists));
        }
        Ok(())
    }
}

/// The lists of `further` that a share `has`, as bytes.
fn written<F: Further>(
    further: &F,
    there: &There<'_>,
    has: impl Fn(Key) -> bool,
    threads: usize,
    monitor: &Monitor,
) -> Result<BTreeMap<Key, Vec<u8>>, Error> {
    let is_own = |number: usize| has((F::KIND, number));
    let lists = gather(further, there, is_own, threads, monitor)?;
    let own = lists.iter().filter(|(number, _)| is_own(**number));
    Ok(own.map(|(&number, list)| ((F::KIND, number), F::write(list))).collect())
}
