//! What was asked for against the labels that the file has.

use std::collections::{BTreeMap, BTreeSet};

use super::{Bin, Labelling};
use crate::corpus::{DropReason, named};
use crate::count::{counted, grouped};
use crate::error::{Error, ErrorKind};
use crate::table::choice::shortened;

/// Labels that are named instead of one that is not there.
const NEAREST: usize = 5;
/// Characters of a label that are compared.
const CHARS_COMPARED: usize = 100;

impl Labelling {
    /// Finds what is asked for and is not there, among the labels of the file with their rows.
    ///
    /// Returns notes: values that lie in no bin, bins without a value.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] at `bins` where no label is a number, at `merge` and `labels` where there is no such label,
    /// with the nearest ones.
    pub(in crate::corpus) fn check(&self, rows_of: &BTreeMap<&str, usize>) -> Result<Vec<String>, Error> {
        // A file without documents has an error of its own.
        if self.is_plain() || rows_of.is_empty() {
            return Ok(Vec::new());
        }
        let notes = self.binned_notes(rows_of)?;
        let present: BTreeSet<&str> = match &self.bins[..] {
            [] => rows_of.keys().copied().collect(),
            bins => bins.iter().map(Bin::name).collect(),
        };
        for merge in &self.merges {
            for label in &merge.of {
                let is_there = present.contains(label.as_str());
                is_there.then_some(()).ok_or_else(|| absent("merge", label, &present))?;
            }
            let is_taken = present.contains(merge.label.as_str()) && !merge.of.contains(&merge.label);
            if is_taken {
                let name = shortened(&merge.label);
                return Err(Error::new(ErrorKind::Setting, format!("there is a label \"{name}\" already"))
                    .at("merge")
                    .remedy(format!("Merge it as well ({name}={name}+…), or choose another name.")));
            }
        }
        let of_file = present.iter().map(|&label| self.merged.get(label).map_or(label, String::as_str));
        let compared: BTreeSet<&str> = of_file.collect();
        for label in &self.kept {
            match self.merged.get(label) {
                _ if compared.contains(label.as_str()) => {}
                Some(new) => {
                    let (label, new) = (shortened(label), shortened(new));
                    let message =
                        format!("the label \"{label}\" cannot be kept, because it is merged into \"{new}\"");
                    let remedy = format!("Keep \"{new}\" instead, or take \"{label}\" out of the merge.");
                    return Err(Error::new(ErrorKind::Setting, message).at("labels").remedy(remedy));
                }
                None => return Err(absent("labels", label, &compared)),
            }
        }
        Ok(notes)
    }

    /// What the bins leave out.
    fn binned_notes(&self, rows_of: &BTreeMap<&str, usize>) -> Result<Vec<String>, Error> {
        let mut notes = Vec::new();
        if self.bins.is_empty() {
            return Ok(notes);
        }
        let mut filled = BTreeSet::new();
        let (mut outside, mut no_numbers) = (Vec::new(), Vec::new());
        for (&cell, &rows) in rows_of {
            match self.binned(cell) {
                Ok(bin) => drop(filled.insert(bin)),
                Err(DropReason::LabelNoNumber) => no_numbers.push((cell, rows)),
                Err(_) => outside.push((cell, rows)),
            }
        }
        if no_numbers.len() == rows_of.len() {
            let first = no_numbers.first().map_or("", |&(cell, _)| cell);
            let message = format!("bins need numbers, and no label is one: \"{}\"", shortened(first));
            return Err(Error::new(ErrorKind::Setting, message)
                .at("bins")
                .remedy("Choose a label column with numbers, or take labels together by name (merge)."));
        }
        notes.extend(left_out("the value lies in no bin", outside));
        notes.extend(left_out("the label is no number", no_numbers));
        let empty: Vec<String> = self
            .bins
            .iter()
            .filter(|bin| !filled.contains(bin.name()))
            .map(|bin| format!("\"{}\"", bin.name()))
            .collect();
        if !empty.is_empty() {
            notes.push(format!(
                "No row has a value in {}: {}.",
                counted(empty.len(), "bin", "bins"),
                named(&empty)
            ));
        }
        Ok(notes)
    }
}

/// A note on rows that are left out, with their labels, the most frequent first.
fn left_out(why: &str, mut labels: Vec<(&str, usize)>) -> Option<String> {
    labels.sort_by_key(|&(_, rows)| std::cmp::Reverse(rows));
    let rows: usize = labels.iter().map(|(_, rows)| rows).sum();
    let shown = |&(label, rows): &(&str, usize)| format!("\"{}\" ({})", shortened(label), grouped(rows));
    let names: Vec<String> = labels.iter().map(shown).collect();
    (rows > 0).then(|| {
        format!("{} left out, because {why}: {}.", counted(rows, "row is", "rows are"), named(&names))
    })
}

/// A label that `setting` asks for and that is none of `labels`.
pub(crate) fn absent_label(setting: &str, label: &str, labels: &[String]) -> Error {
    absent(setting, label, &labels.iter().map(String::as_str).collect())
}

/// A label that is asked for and not there.
fn absent(setting: &str, label: &str, present: &BTreeSet<&str>) -> Error {
    let compared = |label: &str| label.to_lowercase().chars().take(CHARS_COMPARED).collect::<String>();
    let wanted = compared(label);
    let mut nearest: Vec<(usize, &str)> = present
        .iter()
        .map(|&label| (strsim::damerau_levenshtein(&wanted, &compared(label)), label))
        .collect();
    nearest.sort_unstable();
    let names: Vec<String> =
        nearest.iter().take(NEAREST).map(|(_, label)| format!("\"{}\"", shortened(label))).collect();
    let are = match (nearest.len(), names.len()) {
        (all, shown) if all <= shown => "The labels are",
        _ => "The nearest are",
    };
    Error::new(ErrorKind::Setting, format!("there is no label \"{}\"", shortened(label)))
        .at(setting)
        .remedy(format!("{are} {}; capitals and spaces count.", names.join(", ")))
}
