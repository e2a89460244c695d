//! Table to corpus: which rows are documents, what was dropped and why.

mod authors;
pub mod background;
mod copies;
mod cut;
pub(crate) mod emojis;
mod first_rows;
pub mod inspect;
mod label_names;
pub(crate) mod labelling;
mod labels;
pub(crate) mod left_out;
mod missing;
pub(crate) mod number;
mod rows;
mod survey;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::count::{counted, grouped};
use crate::error::Error;
use crate::table::choice::shortened;
use crate::table::{Column, Table};

use self::background::Chosen;
pub use self::background::{Background, Control, Factor};
pub use self::copies::Copies;
use self::labelling::Labelling;
pub(crate) use self::labelling::absent_label;
pub use self::labelling::{Bin, Merge};
use self::labels::number_labels;
use self::rows::{account_for_set_aside, choose_rows, labels_of_rows};
use self::survey::Program;

/// Labels of a corpus: 176 are in use, some thousands are identifiers or texts in the wrong column.
pub const LABELS_MAX: usize = 1000;
/// Documents below which results vary much from seed to seed; the limit that the published tool names.
pub const FEW_DOCUMENTS: usize = 2000;
/// Documents of a label below which its terms are mostly chance; the limit that the published tool names.
pub const FEW_IN_LABEL: usize = 10;
/// Texts under two labels, as a share of the documents, from which it is said: “Thanks!” stands in any large file under several.
const CONFLICTS_SHARE: f64 = 0.01;
/// A label with this many times the documents of another makes a comparison lopsided: 99 to 1 and the like.
const UNEQUAL_TIMES: usize = 20;
/// Labels named in a warning before it says how many more there are.
const NAMED_MAX: usize = 5;

/// Documents with their labels, and an account of every row that is not among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Corpus {
    /// The original texts, one per document, in the order of the file.
    pub texts: Vec<String>,
    /// Index into [`Corpus::labels`], one per document.
    pub label_of: Vec<u32>,
    /// Label names, sorted by code point (as scikit-learn's `LabelEncoder`).
    pub labels: Vec<String>,
    /// Row number of each document, as the user's program shows it.
    pub row_of: Vec<usize>,
    /// What each document is called, where that says more than its row: the path of its file in a folder, or file and row of
    /// several tables. Empty otherwise.
    pub name_of: Vec<String>,
    /// Groups, strata and controls, where columns were named for them.
    pub background: Background,
    /// What was read, dropped and why.
    pub account: Account,
}

/// Why a row is not among the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DropReason {
    /// The text cell is empty or white space.
    MissingText,
    /// The label cell is empty or white space.
    MissingLabel,
    /// The text cell holds a sign for a missing value, such as NA of R.
    MarkedText,
    /// The label cell holds a sign for a missing value, such as NA of R.
    MarkedLabel,
    /// The cell of the group column is empty.
    MissingGroup,
    /// A cell of a column of strata is empty.
    MissingStratum,
    /// A cell of a control column is empty.
    MissingControl,
    /// The same text stands in an earlier row.
    DuplicateText,
    /// An earlier text differs only in links, capitals, punctuation or spaces.
    NearCopy,
    /// The row is a title above the header, or a further header row of a survey program.
    HeaderRow,
    /// The row holds the totals below a table.
    TotalsRow,
    /// The file of a folder could not be read.
    UnreadableFile,
    /// The label is none of those that are kept.
    OtherLabel,
    /// The label is a number that lies in no bin.
    OutsideBins,
    /// The label is not a number, and numbers in bins are compared.
    LabelNoNumber,
}

impl DropReason {
    /// The reason in words, as reports show it.
    pub fn words(self) -> &'static str {
        match self {
            Self::MissingText => "text missing",
            Self::MissingLabel => "label missing",
            Self::MarkedText => "text marked as missing (such as NA)",
            Self::MarkedLabel => "label marked as missing (such as NA)",
            Self::MissingGroup => "group missing",
            Self::MissingStratum => "stratum missing",
            Self::MissingControl => "control missing",
            Self::DuplicateText => "same text as an earlier row",
            Self::NearCopy => "copy of an earlier row but for links, capitals, punctuation or spaces",
            Self::HeaderRow => "title or further header row",
            Self::TotalsRow => "totals below the table",
            Self::UnreadableFile => "file that could not be read",
            Self::OtherLabel => "label not among those kept",
            Self::OutsideBins => "label in no bin",
            Self::LabelNoNumber => "label no number",
        }
    }
}

/// A row that is not among the documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DroppedRow {
    /// Row number, as the user's program shows it.
    pub row: usize,
    /// What the row is called, where that says more than its number: the path of a file in a folder. Empty otherwise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Why.
    pub reason: DropReason,
    /// The row's label, empty where missing; shared by all rows with it, since there may be hundreds of thousands.
    #[serde(serialize_with = "text")]
    pub label: Arc<str>,
    /// For a duplicate: the row that was kept, and its label.
    #[serde(serialize_with = "row_and_text")]
    pub kept: Option<(usize, Arc<str>)>,
}

fn text<S: Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    text.as_ref().serialize(serializer)
}

fn row_and_text<S: Serializer>(of: &Option<(usize, Arc<str>)>, serializer: S) -> Result<S::Ok, S::Error> {
    of.as_ref().map(|(row, text)| (*row, text.as_ref())).serialize(serializer)
}

/// What happened to the rows of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Account {
    /// Rows read.
    pub rows: usize,
    /// Documents kept.
    pub documents: usize,
    /// Documents kept besides these, for the confirmation of the list.
    #[serde(skip_serializing_if = "is_zero")]
    pub documents_set_aside: usize,
    /// Documents per label, in the order of [`Corpus::labels`].
    pub documents_per_label: Vec<usize>,
    /// Rows dropped, by reason.
    pub dropped_by_reason: BTreeMap<DropReason, usize>,
    /// Every dropped row, in the order of the file.
    pub dropped: Vec<DroppedRow>,
    /// Rows whose text stands in an earlier row, whether dropped or kept.
    pub duplicates: usize,
    /// Of these, rows whose text differs from the first row's in links, capitals, punctuation or spaces; counted where they
    /// are dropped.
    #[serde(skip_serializing_if = "is_zero")]
    pub near_copies: usize,
    /// Of all duplicates, rows whose label differs from the first row's.
    pub duplicates_in_conflict: usize,
    /// The pairs of labels (first row's, later row's) in conflict, with how often, most frequent first.
    pub conflicts: Vec<(String, String, usize)>,
    /// Name of the text column.
    pub text_column: String,
    /// Name of the label column.
    pub label_column: String,
    /// What the file says the text column holds, such as the wording of a question; empty where it says nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text_description: String,
    /// The same of the label column.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label_description: String,
    /// The labels that were kept, where not all were.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels_kept: Vec<String>,
    /// Labels that were taken together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merges: Vec<Merge>,
    /// Ranges of numbers that are labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bins: Vec<String>,
    /// A column that looks like authors, stores or threads, where no groups were named: in it values repeat, and nearly each
    /// has one label only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likely_group: Option<String>,
    /// What the user should know: few documents, a small label, labels that differ in case only.
    pub warnings: Vec<String>,
}

impl Account {
    /// Rows dropped, by the reason in words.
    pub fn dropped_in_words(&self) -> impl Iterator<Item = (String, usize)> {
        self.dropped_by_reason.iter().map(|(reason, &rows)| (reason.words().to_owned(), rows))
    }
}

/// The name of the text column when none is given.
pub const TEXT_DEFAULT: &str = "text";
/// The name of the label column when none is given.
pub const LABEL_DEFAULT: &str = "label";

/// Which columns hold what: each by its name, in any case, or by its number from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// The texts; the column [`TEXT_DEFAULT`] where none is given.
    pub text: Option<String>,
    /// The labels; the column [`LABEL_DEFAULT`] where none is given.
    pub label: Option<String>,
    /// Authors, stores or threads: documents of one group are drawn, shuffled and counted together.
    pub group: Option<String>,
    /// Documents are compared only with others that have the same values in these columns.
    pub strata: Vec<String>,
    /// What is held equal in a second analysis, that shows which terms survive it.
    pub control: Vec<String>,
    /// The labels that are compared, after bins and merges; all where none is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Labels that are taken together, after bins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merge: Vec<Merge>,
    /// Ranges of a label column with numbers that are labels: see [`Bin::read`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bins: Vec<String>,
}

impl Columns {
    /// The columns that the documents are made of, each by what it was called.
    pub(crate) fn wanted(&self) -> Vec<String> {
        let named = |column: &Option<String>, default: &str| column.as_deref().unwrap_or(default).to_owned();
        let background = self.group.iter().chain(&self.strata).chain(&self.control).cloned();
        let always = [named(&self.text, TEXT_DEFAULT), named(&self.label, LABEL_DEFAULT)];
        always.into_iter().chain(background).collect()
    }

    /// These columns.
    pub fn new(text: &str, label: &str) -> Self {
        Self { text: Some(text.to_owned()), label: Some(label.to_owned()), ..Self::default() }
    }
}

/// Chooses the documents of `table`, from `columns`.
///
/// Rows without text, label, group, stratum or control are left out first; then those with labels that are not compared; then
/// copies of earlier documents, as `copies` says. Labels are trimmed of white space, texts are not changed.
///
/// # Errors
/// [`ErrorKind::Column`](crate::ErrorKind::Column) for a column that does not exist, a name that two columns have or a column
/// with two roles; [`ErrorKind::Setting`](crate::ErrorKind::Setting) for bins that overlap, a label that is merged twice and
/// one that does not exist; [`ErrorKind::Corpus`](crate::ErrorKind::Corpus) when no document, one label only or more than
/// [`LABELS_MAX`] labels remain, or when no stratum has two labels.
pub fn build(table: &Table, columns: &Columns, copies: Copies) -> Result<Corpus, Error> {
    let draft = Draft::new(table, columns, copies)?;
    let row_of: Vec<usize> = draft.rows.iter().map(|&place| table.row(place as usize)).collect();
    Ok(Corpus {
        texts: draft.texts().map(str::to_owned).collect(),
        name_of: if table.names_rows() {
            row_of.iter().map(|&row| table.name_of_row(row)).collect()
        } else {
            Vec::new()
        },
        row_of,
        label_of: draft.label_of,
        labels: draft.labels,
        background: draft.background,
        account: draft.account,
    })
}

/// A corpus whose texts are still in the table: for those who only measure them.
struct Draft<'a> {
    text: &'a Column,
    /// The row of each document, from 0; half the memory of what rows are counted in elsewhere.
    rows: Vec<u32>,
    label_of: Vec<u32>,
    labels: Vec<String>,
    background: Background,
    account: Account,
}

impl<'a> Draft<'a> {
    fn new(table: &'a Table, columns: &Columns, copies: Copies) -> Result<Self, Error> {
        let chosen = Chosen::find(table, columns)?;
        let labelling = Labelling::new(columns)?.of_cells(chosen.label.cells());
        let notes = labelling.check(&labels_of_rows(table, &chosen, &labelling))?;
        let mut account = Account {
            rows: table.rows,
            text_column: chosen.text.name.clone(),
            label_column: chosen.label.name.clone(),
            text_description: chosen.text.description.clone(),
            label_description: chosen.label.description.clone(),
            labels_kept: columns.labels.clone(),
            merges: columns.merge.clone(),
            bins: columns.bins.clone(),
            ..Account::default()
        };
        account_for_set_aside(table, &mut account);
        let (rows, kept_copies) = choose_rows(table, &chosen, &labelling, copies, &mut account);
        let label_of = |place: usize| {
            let cell = chosen.label.cell(place).trim();
            labelling.label_of(cell).unwrap_or(cell)
        };
        let document = |&place: &u32| (chosen.text.cell(place as usize), label_of(place as usize));
        let (labels, label_of) = number_labels(|| rows.iter().map(|row| document(row).1), &account)?;
        account.documents = rows.len();
        account.documents_per_label = vec![0; labels.len()];
        for &label in &label_of {
            account.documents_per_label[label as usize] += 1;
        }
        let background = Background::read(&chosen, &rows);
        account.warnings = warnings(&labels, &account);
        account.warnings.extend(notes);
        account.warnings.extend(copies::warning(kept_copies));
        account.warnings.extend(background.check(&label_of, &labels)?);
        account.warnings.extend(cut::warning(rows.iter().map(|row| document(row).0)));
        account.warnings.extend(missing::warning(rows.iter().map(document), Program::of(table)));
        if background.group.is_none()
            && let Some(found) = authors::find(table, &chosen, &rows, &label_of, labels.len())
        {
            account.warnings.push(found.warning());
            account.likely_group = Some(found.column);
        }
        Ok(Self { text: chosen.text, rows, label_of, labels, background, account })
    }

    fn texts(&self) -> impl Iterator<Item = &'a str> {
        let text = self.text;
        self.rows.iter().map(move |&row| text.cell(row as usize))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

fn warnings(labels: &[String], account: &Account) -> Vec<String> {
    let mut warnings = Vec::new();
    if account.documents < FEW_DOCUMENTS {
        warnings.push(format!(
            "There are {}, fewer than {}: expect the terms to vary from one seed to another.",
            counted(account.documents, "document", "documents"),
            grouped(FEW_DOCUMENTS)
        ));
    }
    let small: Vec<String> = labels
        .iter()
        .zip(&account.documents_per_label)
        .filter(|&(_, &documents)| documents < FEW_IN_LABEL)
        .map(|(label, &documents)| format!("\"{}\" ({})", shortened(label), grouped(documents)))
        .collect();
    if !small.is_empty() {
        warnings.push(format!(
            "{} fewer than {FEW_IN_LABEL} documents, too few to say what is typical of them: {}.",
            counted(small.len(), "label has", "labels have"),
            named(&small)
        ));
    }
    warnings.extend(in_conflict(account));
    warnings.extend(unequal(labels, &account.documents_per_label));
    warnings.extend(label_names::warnings(labels));
    warnings
}

/// A warning where many texts stand in the file once more under another label.
fn in_conflict(account: &Account) -> Option<String> {
    let rows = account.duplicates_in_conflict;
    let are_dropped = account.dropped_by_reason.contains_key(&DropReason::DuplicateText)
        || account.dropped_by_reason.contains_key(&DropReason::NearCopy);
    (are_dropped && rows as f64 >= CONFLICTS_SHARE * account.documents as f64).then(|| {
        format!(
            "{} the text of an earlier row under another label; the first label was kept. If texts may have several labels, the result is \
             not about all of them.",
            counted(rows, "row repeats", "rows repeat"),
        )
    })
}

/// A warning where one label has very many times the documents of another.
fn unequal(labels: &[String], documents: &[usize]) -> Option<String> {
    let of = |&index: &usize| documents[index];
    let most = (0..labels.len()).max_by_key(of)?;
    let least = (0..labels.len()).min_by_key(of)?;
    (documents[most] >= UNEQUAL_TIMES * documents[least].max(1)).then(|| {
        format!(
            "The labels are very unequal: \"{}\" has {}, \"{}\" has {}. What is typical of the small one rests on few texts, \
             and words in one or two of them may look typical.",
            shortened(&labels[most]),
            counted(documents[most], "document", "documents"),
            shortened(&labels[least]),
            grouped(documents[least])
        )
    })
}

pub(crate) fn named(names: &[String]) -> String {
    let shown = names.iter().take(NAMED_MAX).cloned().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(NAMED_MAX);
    if more > 0 { format!("{shown} and {} more", grouped(more)) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::table::{ReadOptions, read};

    fn table(csv: &str) -> Table {
        read(csv.as_bytes(), &ReadOptions::default()).expect("a valid table")
    }

    fn corpus(csv: &str, drop_duplicates: bool) -> Corpus {
        let copies = if drop_duplicates { Copies::DropExact } else { Copies::Keep };
        build(&table(csv), &Columns::default(), copies).expect("a valid corpus")
    }

    const MIXED: &str = "text,label\ngood, x\nbad,y\n,x\ngood,y\nfine,\n  ,\ngood,x\nnan,y\n";

    #[test]
    fn missing_cells_and_duplicates_are_dropped_and_listed() {
        let corpus = corpus(MIXED, true);
        assert_eq!(corpus.texts, ["good", "bad", "nan"]);
        assert_eq!(
            (corpus.labels.as_slice(), corpus.label_of.as_slice()),
            (["x", "y"].map(String::from).as_slice(), [0, 1, 1].as_slice())
        );
        assert_eq!(corpus.row_of, [2, 3, 9]);
        let account = &corpus.account;
        assert_eq!(
            (account.rows, account.documents, account.documents_per_label.as_slice()),
            (8, 3, [1, 2].as_slice())
        );
        let dropped: Vec<(usize, DropReason)> =
            account.dropped.iter().map(|row| (row.row, row.reason)).collect();
        assert_eq!(
            dropped,
            [
                (4, DropReason::MissingText),
                (5, DropReason::DuplicateText),
                (6, DropReason::MissingLabel),
                (7, DropReason::MissingText),
                (8, DropReason::DuplicateText),
            ]
        );
        assert_eq!(account.dropped[1].kept, Some((2, "x".into())));
        assert_eq!((account.duplicates, account.duplicates_in_conflict), (2, 1));
        assert_eq!(account.conflicts, [("x".to_owned(), "y".to_owned(), 1)]);
        assert_eq!(account.dropped_by_reason[&DropReason::MissingText], 2);
    }

    #[test]
    fn texts_under_two_labels_are_reported_where_the_later_one_is_dropped() {
        let warned = |corpus: Corpus| {
            corpus.account.warnings.iter().any(|warning| warning.starts_with("1 row repeats the text"))
        };
        assert!(warned(corpus(MIXED, true)));
        assert!(!warned(corpus(MIXED, false)));
    }

    #[test]
    fn duplicates_can_be_kept_and_are_still_counted() {
        let corpus = corpus(MIXED, false);
        assert_eq!(corpus.texts, ["good", "bad", "good", "good", "nan"]);
        assert_eq!((corpus.account.duplicates, corpus.account.duplicates_in_conflict), (2, 1));
    }

    #[test]
    fn rows_and_documents_add_up() {
        for drop_duplicates in [true, false] {
            let account = corpus(MIXED, drop_duplicates).account;
            assert_eq!(account.documents + account.dropped.len(), account.rows);
            assert_eq!(account.dropped_by_reason.values().sum::<usize>(), account.dropped.len());
            assert_eq!(account.documents_per_label.iter().sum::<usize>(), account.documents);
        }
    }

    fn refusal(csv: &str) -> Error {
        build(&table(csv), &Columns::default(), Copies::DropExact).expect_err("no corpus")
    }

    #[test]
    fn what_cannot_be_compared_is_refused_with_a_remedy() {
        for (csv, words) in [
            ("text,label\na,x\nb,x\n", "all documents have the same label, \"x\""),
            ("text,label\na,x\na,y\nb,x\nb,y\n", "2 rows with other labels were left out"),
            ("text,label\n", "the table has a header but no rows"),
            ("text,label\n,x\nb,\n", "1 row: text missing; 1 row: label missing"),
        ] {
            let error = refusal(csv);
            assert_eq!(error.kind(), ErrorKind::Corpus);
            assert!(error.message().contains(words), "{error}");
            assert!(error.remedy_text().is_some());
        }
    }

    fn many_labels(labels: usize) -> String {
        let rows: String =
            (0..labels * 2).map(|row| format!("text {row},label {}\n", row % labels)).collect();
        format!("text,label\n{rows}")
    }

    #[test]
    fn as_many_as_176_labels_are_fine_but_thousands_are_a_wrong_column() {
        assert_eq!(corpus(&many_labels(176), true).labels.len(), 176);
        assert_eq!(corpus(&many_labels(LABELS_MAX), true).labels.len(), LABELS_MAX);
        assert!(refusal(&many_labels(LABELS_MAX + 1)).message().contains("more than 1,000 different labels"));
    }

    #[test]
    fn small_corpora_small_labels_and_labels_alike_are_warned_of() {
        let warnings = corpus("text,label\na,Good\nb,good\nc,New  York\nd,New York\n", true).account.warnings;
        assert!(warnings[0].starts_with("There are 4 documents, fewer than 2,000"), "{warnings:?}");
        assert!(warnings[1].starts_with("4 labels have fewer than 10 documents"), "{warnings:?}");
        assert!(warnings[2].contains("\"Good\" / \"good\", \"New  York\" / \"New York\""), "{warnings:?}");
    }
}
