//! What a run begins from.

use super::content::Content;
use super::{Fingerprint, Parts, fitted, measured};
use crate::error::Error;
use crate::selection::measured::Measured;
use crate::selection::plan::Plan;
use crate::selection::share::Share;
use crate::selection::tally::Fitted;

/// What a run begins from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Beginning<'a> {
    /// Nothing.
    Nothing,
    /// What an interrupted run kept. Left aside where it is damaged or of another run: it is this program's own, and nobody added it.
    Checkpoint(&'a [u8], &'a Fingerprint),
    /// What parts did.
    Parts(&'a Parts<'a>),
}

impl Beginning<'_> {
    /// The fits that are done on the labels of this `number`, 0 for the true ones; `none` is what a new run starts from.
    ///
    /// # Errors
    /// Of [`Parts::fitted`].
    pub(crate) fn fitted(
        self,
        number: usize,
        plan: &Plan,
        none: Fitted,
        share: Share,
    ) -> Result<Fitted, Error> {
        match self {
            Self::Nothing => Ok(none),
            Self::Checkpoint(bytes, fingerprint) => {
                let body = continued(bytes, fingerprint).and_then(|body| fitted::of_labels(body, number));
                Ok(body.and_then(|body| fitted::take(body, plan, &none)).unwrap_or(none))
            }
            Self::Parts(parts) => parts.fitted(number, plan, &none, share),
        }
    }

    /// The paths that are done.
    ///
    /// # Errors
    /// Of [`Parts::measured`].
    pub(crate) fn measured(self) -> Result<Measured, Error> {
        match self {
            Self::Nothing => Ok(Measured::default()),
            Self::Checkpoint(bytes, fingerprint) => {
                Ok(continued(bytes, fingerprint).and_then(measured::take).unwrap_or_default())
            }
            Self::Parts(parts) => parts.measured(),
        }
    }
}

/// What was done by `bytes`, if they are whole and of a run that this one continues.
fn continued<'b>(bytes: &'b [u8], fingerprint: &Fingerprint) -> Option<&'b [u8]> {
    let content = Content::of(bytes).ok()?;
    fingerprint.continues(&content.fingerprint).then_some(content.body)
}
