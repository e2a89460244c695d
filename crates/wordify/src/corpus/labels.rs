//! Which labels there are, and which each document has.

use std::collections::BTreeMap;

use super::{Account, DropReason, DroppedRow, LABELS_MAX};
use crate::count::{counted, grouped};
use crate::error::{Error, ErrorKind};
use crate::table::choice::shortened;

/// The labels in the order of their code points, and the number of each document's.
pub(super) fn number_labels<'a, I: Iterator<Item = &'a str>>(
    of_documents: impl Fn() -> I,
    account: &Account,
) -> Result<(Vec<String>, Vec<u32>), Error> {
    let mut number_of: BTreeMap<&str, u32> = BTreeMap::new();
    for label in of_documents() {
        number_of.insert(label, 0);
        if number_of.len() > LABELS_MAX {
            return Err(Error::new(
                ErrorKind::Corpus,
                format!("the label column has more than {} different labels", grouped(LABELS_MAX)),
            )
            .at(format!("column \"{}\"", account.label_column))
            .remedy(
                "It seems to hold texts, numbers or identifiers: choose the column that holds the labels.",
            ));
        }
    }
    if number_of.is_empty() {
        return Err(no_document(account));
    }
    if number_of.len() == 1 {
        let only = number_of.keys().next().copied().unwrap_or_default();
        return Err(one_label(only, account));
    }
    for (number, label) in (0..).zip(number_of.values_mut()) {
        *label = number;
    }
    let label_of = of_documents().map(|label| number_of[label]).collect();
    Ok((number_of.into_keys().map(str::to_owned).collect(), label_of))
}

/// Only the label `only` is left: there never was another, or the texts of the others stood under it before.
fn one_label(only: &str, account: &Account) -> Error {
    let is_copy = |reason| matches!(reason, DropReason::DuplicateText | DropReason::NearCopy);
    let is_other = |row: &&DroppedRow| is_copy(row.reason) && *row.label != *only;
    let others = account.dropped.iter().filter(is_other).count();
    let is_reduced =
        !(account.labels_kept.is_empty() && account.merges.is_empty() && account.bins.is_empty());
    let (message, remedy) = if others == 0 && is_reduced {
        (
            format!(
                "with the labels that are kept, merges and bins only one label is left, \"{}\"",
                shortened(only)
            ),
            "Wordify compares labels: keep at least two, and take not all of them together.",
        )
    } else if others == 0 {
        (
            format!("all documents have the same label, \"{}\"", shortened(only)),
            "Wordify compares labels: give documents with at least two, or choose another label column.",
        )
    } else {
        (
            format!(
                "{} with other labels were left out, because their texts stand under \"{}\" before; what is left has one label",
                counted(others, "row", "rows"),
                shortened(only)
            ),
            "Wordify compares texts: check that the text column is the right one, and see why one text has several labels.",
        )
    };
    Error::new(ErrorKind::Corpus, message).at(format!("column \"{}\"", account.label_column)).remedy(remedy)
}

fn no_document(account: &Account) -> Error {
    let reasons: Vec<String> = account
        .dropped_by_reason
        .iter()
        .map(|(reason, &rows)| format!("{}: {}", counted(rows, "row", "rows"), reason.words()))
        .collect();
    let message = if reasons.is_empty() {
        "the table has a header but no rows".to_owned()
    } else {
        format!("no row has both a text and a label ({})", reasons.join("; "))
    };
    Error::new(ErrorKind::Corpus, message)
        .at(format!("columns \"{}\" and \"{}\"", account.text_column, account.label_column))
        .remedy("Choose the columns that hold the texts and the labels, or the sheet that holds them.")
}
