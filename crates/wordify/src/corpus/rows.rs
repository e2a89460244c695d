//! Which rows are documents, and why the others are not.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::background::Chosen;
use super::copies::Copies;
use super::first_rows::{Alike, FirstRows};
use super::labelling::Labelling;
use super::{Account, DropReason, DroppedRow};
use crate::table::{SetAside, Table};

/// Counts the rows that the reading found to be no data as read and dropped, so that every row of the file is
/// accounted for.
pub(super) fn account_for_set_aside(table: &Table, account: &mut Account) {
    for (&row, why) in &table.set_aside {
        let reason = match why {
            SetAside::Header => DropReason::HeaderRow,
            // Their rows are among the table's, and met there.
            SetAside::Repeated | SetAside::Totals | SetAside::Unreadable => continue,
        };
        account.rows += 1;
        *account.dropped_by_reason.entry(reason).or_default() += 1;
        account.dropped.push(DroppedRow {
            row,
            name: table.name_of_row(row),
            reason,
            label: "".into(),
            kept: None,
        });
    }
}

/// The rows, from 0, that are documents, and how many of them are copies of others; every other row is noted in `account`.
pub(super) fn choose_rows(
    table: &Table,
    chosen: &Chosen<'_>,
    labelling: &Labelling,
    copies: Copies,
    account: &mut Account,
) -> (Vec<u32>, usize) {
    let mut documents: Vec<u32> = Vec::with_capacity(table.rows);
    let mut exact = FirstRows::new(chosen.text, Alike::Exactly);
    let mut near = FirstRows::new(chosen.text, Alike::Nearly);
    let mut conflicts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut kept_copies = 0;
    let mut names: FxHashMap<&str, Arc<str>> = FxHashMap::default();
    let mut shared = |label| Arc::clone(names.entry(label).or_insert_with(|| label.into()));
    for (place, (text, label)) in chosen.text.cells().zip(chosen.label.cells()).enumerate() {
        let row = table.row(place);
        let cell = label.trim();
        let labelled =
            missing(table, chosen, place, text, cell).map_or_else(|| labelling.label_of(cell), Err);
        let label = labelled.unwrap_or(cell);
        let mut reason = labelled.err().map(|reason| (reason, None));
        if reason.is_none() {
            if copies == Copies::Keep {
                kept_copies += usize::from(near.of(place) != place);
            }
            let first = if copies == Copies::DropNear { near.of(place) } else { exact.of(place) };
            if first != place {
                let is_exact = chosen.text.cell(first) == text;
                let first_cell = chosen.label.cell(first).trim();
                let first_label = labelling.label_of(first_cell).unwrap_or(first_cell);
                account.duplicates += 1;
                account.near_copies += usize::from(!is_exact);
                if first_label != label {
                    account.duplicates_in_conflict += 1;
                    *conflicts.entry((first_label, label)).or_default() += 1;
                }
                let why = if is_exact { DropReason::DuplicateText } else { DropReason::NearCopy };
                let kept = (table.row(first), shared(first_label));
                reason = (copies != Copies::Keep).then_some((why, Some(kept)));
            }
        }
        match reason {
            None => documents.push(place as u32),
            Some((reason, kept)) => {
                *account.dropped_by_reason.entry(reason).or_default() += 1;
                let (name, label) = (table.name_of_row(row), shared(label));
                account.dropped.push(DroppedRow { row, name, reason, label, kept });
            }
        }
    }
    account.conflicts = conflicts
        .into_iter()
        .map(|((first, later), count)| (first.to_owned(), later.to_owned(), count))
        .collect();
    account.conflicts.sort_by_key(|conflict| std::cmp::Reverse(conflict.2));
    (documents, kept_copies)
}

/// The labels of the rows that have all that a document needs, with how many have each; none where `labelling` asks for
/// nothing, and nothing is to be looked up.
pub(super) fn labels_of_rows<'a>(
    table: &Table,
    chosen: &Chosen<'a>,
    labelling: &Labelling,
) -> BTreeMap<&'a str, usize> {
    let mut rows_of = BTreeMap::new();
    if labelling.is_plain() {
        return rows_of;
    }
    for (place, (text, label)) in chosen.text.cells().zip(chosen.label.cells()).enumerate() {
        let label = label.trim();
        if missing(table, chosen, place, text, label).is_none() {
            *rows_of.entry(label).or_default() += 1;
        }
    }
    rows_of
}

/// What the row at `place` lacks.
fn missing(table: &Table, chosen: &Chosen<'_>, place: usize, text: &str, label: &str) -> Option<DropReason> {
    let is_missing = text.trim().is_empty() || label.is_empty();
    let set_aside = if is_missing { table.set_aside.get(&table.row(place)) } else { None };
    if set_aside == Some(&SetAside::Unreadable) {
        Some(DropReason::UnreadableFile)
    } else if set_aside == Some(&SetAside::Repeated) {
        Some(DropReason::HeaderRow)
    // Beside the totals of one table another may go on.
    } else if set_aside.is_some() {
        Some(DropReason::TotalsRow)
    } else if text.trim().is_empty() {
        let is_marked = chosen.text.is_marked_missing(place);
        Some(if is_marked { DropReason::MarkedText } else { DropReason::MissingText })
    } else if label.is_empty() {
        let is_marked = chosen.label.is_marked_missing(place);
        Some(if is_marked { DropReason::MarkedLabel } else { DropReason::MissingLabel })
    } else {
        chosen.missing(place)
    }
}
