//! What is compared: the labels of the file, numbers in bins, labels taken together, some of the labels only.
//!
//! The three are done in this order, so that bins can be taken together, and what was taken together can be kept. What a
//! user asks for is checked twice: by itself, before a file is at hand, and against the labels of the file.

mod bin;
mod merge;
mod present;

use std::collections::{BTreeMap, BTreeSet};

pub use self::bin::Bin;
pub use self::merge::Merge;
pub(crate) use self::present::absent_label;
use super::number::{Comma, number};
use super::{Columns, DropReason};
use crate::error::{Error, ErrorKind};
use crate::table::choice::shortened;

/// How the label of a document follows from its cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Labelling {
    bins: Vec<Bin>,
    /// What a comma means in the numbers that lie in bins.
    comma: Comma,
    merges: Vec<Merge>,
    /// The new name of each label that is taken together with others.
    merged: BTreeMap<String, String>,
    /// The labels that are kept; all where it is empty.
    kept: BTreeSet<String>,
}

impl Labelling {
    /// What `columns` ask for.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] at `bins` where two share a value, at `merge` where a label stands twice, at `labels` where
    /// only one is named.
    pub(crate) fn new(columns: &Columns) -> Result<Self, Error> {
        let bins = columns.bins.iter().map(|bin| Bin::read(bin)).collect::<Result<Vec<_>, _>>()?;
        bin::check_apart(&bins)?;
        let merged = merge::new_names(&columns.merge)?;
        let kept: BTreeSet<String> = columns.labels.iter().cloned().collect();
        if kept.len() == 1 {
            let message = format!("only one label is kept, \"{}\"", shortened(&columns.labels[0]));
            return Err(Error::new(ErrorKind::Setting, message)
                .at("labels")
                .remedy("Wordify compares labels: name at least two, with a comma between them."));
        }
        Ok(Self { bins, comma: Comma::default(), merges: columns.merge.clone(), merged, kept })
    }

    /// The same, with numbers read as those of the label column are written.
    pub(super) fn of_cells<'a>(mut self, cells: impl Iterator<Item = &'a str>) -> Self {
        if !self.bins.is_empty() {
            self.comma = Comma::of(cells);
        }
        self
    }

    /// Whether labels are what the file says.
    pub(super) fn is_plain(&self) -> bool {
        self.bins.is_empty() && self.merged.is_empty() && self.kept.is_empty()
    }

    /// The label of a document with `cell` in the label column, without white space around it; or why there is none.
    pub(super) fn label_of<'a>(&'a self, cell: &'a str) -> Result<&'a str, DropReason> {
        let label = self.binned(cell)?;
        let label = self.merged.get(label).map_or(label, String::as_str);
        let is_kept = self.kept.is_empty() || self.kept.contains(label);
        if is_kept { Ok(label) } else { Err(DropReason::OtherLabel) }
    }

    fn binned<'a>(&'a self, cell: &'a str) -> Result<&'a str, DropReason> {
        if self.bins.is_empty() {
            return Ok(cell);
        }
        let number = number(cell, self.comma).ok_or(DropReason::LabelNoNumber)?;
        let bin = self.bins.iter().find(|bin| bin.holds(number));
        bin.map(Bin::name).ok_or(DropReason::OutsideBins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Copies, Corpus, build};
    use crate::table::{ReadOptions, read};

    /// Seven documents, one of them twice, and a row without a text.
    const STARS: &str = "text,label\na,1\nb,2.0\nc,3\nd,4\ne,5\nf,none\ng,\"4,5\"\na,5\n,2\n";
    const NAMES: &str = "text,label\na,A\nb,B\nc,\"C, D\"\nd,E+F\ne,A\n";

    fn columns(labels: &[&str], merges: &[(&str, &[&str])], bins: &[&str]) -> Columns {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let merge = |&(label, of): &(&str, &[&str])| Merge { label: label.to_owned(), of: owned(of) };
        Columns {
            labels: owned(labels),
            merge: merges.iter().map(merge).collect(),
            bins: owned(bins),
            ..Columns::default()
        }
    }

    fn built(csv: &str, columns: &Columns) -> Result<Corpus, Error> {
        let table = read(csv.as_bytes(), &ReadOptions::default()).expect("a table");
        build(&table, columns, Copies::DropExact)
    }

    fn labels(corpus: &Corpus) -> Vec<(&str, usize)> {
        let names = corpus.labels.iter().map(String::as_str);
        names.zip(corpus.account.documents_per_label.iter().copied()).collect()
    }

    #[test]
    fn numbers_count_by_the_bin_they_lie_in_and_the_others_are_named() {
        let corpus = built(STARS, &columns(&[], &[], &["1-2", "4-5"])).expect("two bins");
        assert_eq!(labels(&corpus), [("1-2", 2), ("4-5", 3)]);
        let account = &corpus.account;
        let dropped: Vec<(usize, DropReason, &str)> =
            account.dropped.iter().map(|row| (row.row, row.reason, &*row.label)).collect();
        assert_eq!(
            dropped,
            [
                (4, DropReason::OutsideBins, "3"),
                (7, DropReason::LabelNoNumber, "none"),
                (9, DropReason::DuplicateText, "4-5"),
                (10, DropReason::MissingText, "2"),
            ]
        );
        assert_eq!(account.conflicts, [("1-2".to_owned(), "4-5".to_owned(), 1)]);
        assert_eq!(account.documents + account.dropped.len(), account.rows);
        let is_noted = |note: &str| account.warnings.iter().any(|warning| warning == note);
        assert!(is_noted("1 row is left out, because the value lies in no bin: \"3\" (1)."), "{account:?}");
        assert!(is_noted("1 row is left out, because the label is no number: \"none\" (1)."), "{account:?}");
        let corpus = built(STARS, &columns(&[], &[], &["1-2", "4.2-4.8", "5", "7-9"])).expect("bins");
        assert_eq!(labels(&corpus), [("1-2", 2), ("4.2-4.8", 1), ("5", 1)]);
        let noted = |note: &str| corpus.account.warnings.iter().any(|warning| warning == note);
        assert!(noted("No row has a value in 1 bin: \"7-9\"."), "{:?}", corpus.account.warnings);
    }

    #[test]
    fn numbers_with_thousands_lie_in_the_bins_of_their_size() {
        let csv = "text,label\na,500\nb,\"1,000\"\nc,\"2,000\"\nd,900\n";
        let corpus = built(csv, &columns(&[], &[], &["1-999", "1000-5000"])).expect("two bins");
        assert_eq!(labels(&corpus), [("1-999", 2), ("1000-5000", 2)]);
    }

    #[test]
    fn labels_are_taken_together_and_others_left_out_under_a_reason_of_their_own() {
        let corpus =
            built(NAMES, &columns(&["new", "B"], &[("new", &["A", "C, D"])], &[])).expect("two labels");
        assert_eq!(labels(&corpus), [("B", 1), ("new", 3)]);
        assert_eq!(corpus.account.dropped_by_reason, [(DropReason::OtherLabel, 1)].into());
        assert_eq!(&*corpus.account.dropped[0].label, "E+F");
        // A label may keep its name, and bins be taken together.
        let corpus = built(NAMES, &columns(&[], &[("A", &["A", "B"])], &[])).expect("three labels");
        assert_eq!(labels(&corpus), [("A", 3), ("C, D", 1), ("E+F", 1)]);
        let all = columns(&[], &[("rest", &["1-2", "3"])], &["1-2", "3", "4-5"]);
        assert_eq!(labels(&built(STARS, &all).expect("two labels")), [("4-5", 3), ("rest", 3)]);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_its_place_and_a_remedy() {
        let cases: [(&str, Columns, &str, &str, &str); 9] = [
            (
                STARS,
                columns(&[], &[], &["1-3", "3-5"]),
                "bins",
                "overlap: 3 lies in both",
                "without a number in common",
            ),
            (
                NAMES,
                columns(&[], &[], &["1-3", "4-5"]),
                "bins",
                "no label is one: \"A\"",
                "label column with numbers",
            ),
            (
                NAMES,
                columns(&[], &[("x", &["A", "B"]), ("y", &["B"])], &[]),
                "merge",
                "merged twice",
                "in one merge only",
            ),
            (NAMES, columns(&[], &[("x", &["A", "A"])], &[]), "merge", "stands twice in \"x\"", "once"),
            (
                NAMES,
                columns(&[], &[("x", &["A"]), ("x", &["B"])], &[]),
                "merge",
                "two merges are called",
                "into one",
            ),
            (NAMES, columns(&[], &[("B", &["A", "C, D"])], &[]), "merge", "a label \"B\" already", "B=B+…"),
            (NAMES, columns(&[], &[("x", &["A", "C,D"])], &[]), "merge", "no label \"C,D\"", "are \"C, D\""),
            (
                NAMES,
                columns(&["A", "x"], &[("y", &["B"])], &[]),
                "labels",
                "no label \"x\"",
                "The labels are \"A\", \"y\"",
            ),
            (
                NAMES,
                columns(&["A", "B"], &[("y", &["B"])], &[]),
                "labels",
                "is merged into \"y\"",
                "Keep \"y\"",
            ),
        ];
        for (csv, columns, place, message, remedy) in cases {
            let error = built(csv, &columns).expect_err(message);
            assert_eq!((error.kind(), error.place()), (ErrorKind::Setting, Some(place)), "{error}");
            assert!(error.message().contains(message), "{error}");
            assert!(error.remedy_text().is_some_and(|text| text.contains(remedy)), "{error}");
        }
        let one = built(NAMES, &columns(&["A"], &[], &[])).expect_err("one label");
        assert_eq!(one.place(), Some("labels"));
        let all =
            built(NAMES, &columns(&[], &[("x", &["A", "B", "C, D", "E+F"])], &[])).expect_err("one label");
        assert!(all.message().contains("only one label is left, \"x\""), "{all}");
    }
}
