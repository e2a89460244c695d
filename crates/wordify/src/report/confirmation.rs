//! What was set aside to confirm the list, in sentences.

use super::Report;
use crate::count::{counted, grouped};
use crate::indicators::confirmation::{INTERVALS_MIN, LEVEL};

/// What was done, and what came of it; nothing where no document was set aside.
pub fn sentences(report: &Report) -> Vec<String> {
    let analysis = &report.analysis;
    let Some(found) = &analysis.confirmation else { return Vec::new() };
    let groups = found.groups.map_or_else(String::new, |groups| {
        format!(" in {}, none of which was divided", counted(groups, "group", "groups"))
    });
    let mut sentences = vec![
        format!(
            "Before terms were searched for, {}{groups} ({} of each label, seed {}) were set aside at random; the list was found on \
             the other {}.",
            counted(found.documents, "document", "documents"),
            share(found.share),
            analysis.settings.seed,
            grouped(analysis.account.documents),
        ),
        format!(
            "Of {} (every member of a family counted), {} confirmed by the documents set aside: same direction, and p ≤ {LEVEL} after Holm’s adjustment ({} after \
             that of Benjamini and Hochberg; {}).",
            counted(found.tested, "listed term", "listed terms"),
            counted(found.confirmed, "is", "are"),
            grouped(found.confirmed_bh),
            found.test.words(),
        ),
    ];
    if !found.intervals_cover {
        let what = if found.groups.is_some() { "groups" } else { "documents" };
        sentences.push(format!(
            "A label has fewer than {INTERVALS_MIN} {what} there: the intervals describe, and need not cover in 95% of all cases."
        ));
    }
    sentences.push("No program can prove that nobody had looked at these documents before.".to_owned());
    sentences
}

fn share(share: f64) -> String {
    format!("about {:.0}%", share * 100.0)
}
