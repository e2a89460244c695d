//! What follows the analysis on the same texts.

use super::lists::Lists;
use crate::analysis::Analysis;
use crate::corpus::Corpus;
use crate::error::Error;
use crate::indicators::confirmation;
use crate::indicators::evidence::{self, Basis};
use crate::progress::Monitor;
use crate::selection::checkpoint::There;
use crate::settings::Settings;

/// What every step needs beside the analysis that it completes.
pub(super) struct FollowUp<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) settings: &'a Settings,
    pub(super) basis: &'a Basis,
    pub(super) threads: usize,
    pub(super) monitor: &'a Monitor<'a>,
}

impl FollowUp<'_> {
    /// Tests the list on the documents that were set `aside`, where any were.
    ///
    /// # Errors
    /// [`ErrorKind::Canceled`](crate::ErrorKind::Canceled).
    pub(super) fn confirm(&self, analysis: &mut Analysis, aside: Option<Corpus>) -> Result<(), Error> {
        let Some((aside, share)) = aside.zip(analysis.settings.confirm) else { return Ok(()) };
        let how = (share, analysis.settings.seed);
        let mut listed: Vec<_> = analysis.selected_mut().collect();
        let preparation = &self.basis.preparation;
        let found = confirmation::confirm(&aside, &mut listed, preparation, how, self.threads, self.monitor)?;
        analysis.confirmation = Some(found);
        Ok(())
    }

    /// Sees how far the list can be relied on, where that was asked for, by further lists: those that are `there`, and the others.
    ///
    /// # Errors
    /// Of [`Lists::compare`].
    pub(super) fn try_out(&self, analysis: &mut Analysis, there: &There<'_>) -> Result<(), Error> {
        let lists = Lists::new(self.corpus, self.settings, Some(&self.basis.preparation))?;
        lists.compare(analysis, there, self.threads, self.monitor)
    }

    /// Quotes texts behind each listed term, where texts may be in reports.
    ///
    /// # Errors
    /// [`ErrorKind::Canceled`](crate::ErrorKind::Canceled).
    pub(super) fn quote(&self, analysis: &mut Analysis) -> Result<(), Error> {
        let how = (analysis.settings.evidence_used(), analysis.settings.seed);
        let mut listed: Vec<_> = analysis.selected_mut().collect();
        evidence::quoted::add(&mut listed, self.corpus, self.basis, how, self.threads, self.monitor)
    }
}
