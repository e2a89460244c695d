//! Terms that stand in very few documents of their label.

use super::calibration::DOCUMENTS_FEW;
use super::{Indicator, Sign};
use crate::count::{counted, grouped};

/// A warning that counts the terms typical of a label which hardly any of its documents has.
pub(crate) fn warning<'a>(indicators: impl Iterator<Item = &'a Indicator>) -> Option<String> {
    let typical: Vec<&Indicator> = indicators.filter(|found| found.sign == Sign::Positive).collect();
    let is_rare = |found: &&&Indicator| found.documents_in_label < DOCUMENTS_FEW;
    let rare: Vec<&str> = typical.iter().filter(is_rare).map(|found| found.shown()).collect();
    let first = rare.first()?;
    Some(format!(
        "{} of {} in fewer than {DOCUMENTS_FEW} documents of the label, “{first}” for one: what one or two texts have says little \
         about the others. Terms in fewer documents of all are left out with --min-df {DOCUMENTS_FEW}.",
        grouped(rare.len()),
        counted(typical.len(), "typical term stands", "typical terms stand"),
    ))
}
