//! The labels of a file, each with a box that keeps it or leaves it out.

use std::cmp::Reverse;

use wordify::corpus::Columns;
use wordify::count::{counted, grouped};
use wordify::selection::strength::LABEL_DOCUMENTS_MIN;
use wordify::study::Study;
use wordify::study::list;

use super::words;
use crate::jobs::choices::Choices;
use crate::jobs::view::Inspection;

/// Labels that are listed; of more, a line of text says which are kept.
pub const LABELS_MAX: usize = 20;
/// Characters of a name from which on it may have been cut: such a label cannot be named by its box.
pub const NAME_CHARS_MAX: usize = 190;
/// Labels from which on one can be left out.
const LABELS_MIN: usize = 3;

/// The table.
#[derive(Debug)]
pub struct LabelTable {
    /// The labels, those with the most documents first.
    pub rows: Vec<Row>,
    /// What is not listed.
    pub more: String,
    /// Whether there are boxes.
    pub has_boxes: bool,
    /// Which labels cannot be judged, in a sentence; empty where all can.
    pub few: String,
}

/// A label.
#[derive(Debug)]
pub struct Row {
    /// Its name, short.
    pub name: String,
    /// What its box sends.
    pub value: String,
    /// Whether it is compared.
    pub kept: bool,
    /// Whether it has too few documents to be judged.
    pub few: bool,
    /// Its documents.
    pub documents: String,
    /// Their share of the largest label's, in per cent.
    pub width: String,
}

impl LabelTable {
    /// The labels of what was `read`; none where the columns give no labels.
    pub fn new(read: &Inspection, choices: &Choices) -> Option<Self> {
        let mut labels: Vec<&(String, usize)> = all(read).iter().collect();
        if labels.is_empty() {
            return None;
        }
        labels.sort_by_key(|(_, documents)| Reverse(*documents));
        let kept = choices.study().map(|study| study.columns.labels).unwrap_or_default();
        let largest = labels.first().map_or(1, |(_, documents)| (*documents).max(1));
        let is_whole = labels.iter().all(|(name, _)| name.chars().count() < NAME_CHARS_MAX);
        let is_kept = |name: &String| kept.is_empty() || kept.contains(name);
        // The published tools list what they find for any label.
        let is_judged = choices.settings().is_ok_and(|settings| settings.is_calibrated());
        let is_few = |documents: usize| is_judged && documents < LABEL_DOCUMENTS_MIN;
        let compared = labels.iter().filter(|(name, _)| is_kept(name));
        let few = compared.clone().filter(|(_, documents)| is_few(*documents)).count();
        let row = |(name, documents): &&(String, usize)| Row {
            name: words::short_name(name),
            value: value(name),
            kept: is_kept(name),
            few: is_few(*documents),
            documents: grouped(*documents),
            width: format!("{:.1}", *documents as f64 / largest as f64 * 100.0),
        };
        let others: usize = labels.iter().skip(LABELS_MAX).map(|(_, documents)| documents).sum();
        let more = match labels.len().saturating_sub(LABELS_MAX) {
            0 => String::new(),
            number => format!(
                "and {} with {}",
                counted(number, "more label", "more labels"),
                counted(others, "document", "documents")
            ),
        };
        Some(Self {
            rows: labels.iter().take(LABELS_MAX).map(row).collect(),
            more,
            few: few_words(few, compared.count()),
            has_boxes: is_whole && (LABELS_MIN..=LABELS_MAX).contains(&labels.len()),
        })
    }
}

/// That `few` of all compared labels have too few documents.
fn few_words(few: usize, all: usize) -> String {
    match few {
        0 => String::new(),
        few if few == all => {
            format!(
                "No label has the {LABEL_DOCUMENTS_MIN} documents that it needs to be judged, so nothing can be found."
            )
        }
        few => format!(
            "{} fewer than {LABEL_DOCUMENTS_MIN} documents, too few to be judged: their texts count as the rest of the others.",
            counted(few, "label has", "labels have")
        ),
    }
}

/// All labels that can be kept.
pub fn all(read: &Inspection) -> &[(String, usize)] {
    match &read.corpus {
        _ if !read.labels_all.is_empty() => &read.labels_all,
        Some(corpus) => &corpus.labels,
        None => &[],
    }
}

/// What the setting `labels` holds for one label: quoted where that is needed.
pub fn value(name: &str) -> String {
    let columns = Columns { labels: vec![name.to_owned()], ..Columns::default() };
    let study = Study { columns, ..Study::default() };
    list::find("labels").map(|setting| setting.shown(&study)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    fn read(names: &[&str]) -> Inspection {
        let mut read = sample::inspection();
        let corpus = read.corpus.as_mut().expect("a corpus");
        corpus.labels = names.iter().map(|name| ((*name).to_owned(), 10)).collect();
        read
    }

    #[test]
    fn what_a_box_sends_is_read_as_that_label_alone() {
        let names = ["A, B", "\"C\"", "D=E+F"];
        let table = LabelTable::new(&read(&names), &Choices::default()).expect("labels");
        assert!(table.has_boxes && table.rows.iter().all(|row| row.kept));
        let sent: Vec<&str> = table.rows.iter().map(|row| row.value.as_str()).collect();
        let study = Choices::default().with("labels", &sent.join(",")).study().expect("a study");
        assert_eq!(study.columns.labels, names);
    }

    #[test]
    fn labels_that_are_left_out_stay_in_the_table_without_a_tick() {
        let mut read = read(&["A", "B"]);
        read.labels_all = ["A", "B", "C"].map(|name| (name.to_owned(), 5)).to_vec();
        let table = LabelTable::new(&read, &Choices::default().with("labels", "A, B")).expect("labels");
        let kept: Vec<bool> = table.rows.iter().map(|row| row.kept).collect();
        assert_eq!(kept, [true, true, false]);
    }

    #[test]
    fn labels_with_too_few_documents_are_named_before_anything_runs() {
        let table = |few: usize, choices: &Choices| {
            let mut read = read(&["A", "B", "C"]);
            let labels = &mut read.corpus.as_mut().expect("a corpus").labels;
            labels.iter_mut().take(few).for_each(|(_, documents)| *documents = LABEL_DOCUMENTS_MIN - 1);
            LabelTable::new(&read, choices).expect("labels")
        };
        assert_eq!(table(0, &Choices::default()).few, "");
        let one = table(1, &Choices::default());
        assert!(one.few.starts_with("1 label has fewer than 10 documents"), "{}", one.few);
        assert_eq!(one.rows.iter().filter(|row| row.few).count(), 1);
        assert!(table(3, &Choices::default()).few.starts_with("No label"));
        assert_eq!(table(1, &Choices::default().with("labels", "B, C")).few, "", "it is left out");
        let published = Choices::default().with("preset", "wordify-2021");
        assert_eq!(table(3, &published).few, "", "the published tools judge nothing");
    }

    #[test]
    fn two_labels_and_hundreds_have_no_boxes() {
        let hundreds: Vec<String> = (0..300).map(|number| format!("label {number}")).collect();
        let hundreds: Vec<&str> = hundreds.iter().map(String::as_str).collect();
        for (names, rows) in [(&["A", "B"][..], 2), (&hundreds[..], LABELS_MAX)] {
            let table = LabelTable::new(&read(names), &Choices::default()).expect("labels");
            assert_eq!((table.has_boxes, table.rows.len()), (false, rows));
        }
    }
}
