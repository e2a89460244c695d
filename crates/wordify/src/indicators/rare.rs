//! Terms that stand in very few documents of their label.

use super::{Indicator, Sign};
use crate::count::{counted, grouped};

/// Below so many documents of its label a term may be one writer's, or one text told twice.
const DOCUMENTS_MIN: usize = 3;

/// A warning that counts the terms typical of a label which hardly any of its documents has.
pub(crate) fn warning<'a>(indicators: impl Iterator<Item = &'a Indicator>) -> Option<String> {
    let typical: Vec<&Indicator> = indicators.filter(|found| found.sign == Sign::Positive).collect();
    let is_rare = |found: &&&Indicator| found.documents_in_label < DOCUMENTS_MIN;
    let rare: Vec<&str> = typical.iter().filter(is_rare).map(|found| found.shown()).collect();
    let first = rare.first()?;
    Some(format!(
        "{} of {} in fewer than {DOCUMENTS_MIN} documents of the label, “{first}” for one: what one or two texts have says little \
         about the others. Terms in fewer documents of all are left out with --min-df {DOCUMENTS_MIN}.",
        grouped(rare.len()),
        counted(typical.len(), "typical term stands", "typical terms stand"),
    ))
}
