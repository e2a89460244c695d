//! Folders of texts, as they are or in an archive: each file is a document, the sub-folder that it stands in its label,
//! its path its name.
//!
//! `packed` looks into an archive, `document` finds the reader of a file by its ending: `docx`, `odt`, `html`, or plain text.

mod document;
mod docx;
mod html;
mod odt;
pub(super) mod packed;

use std::collections::{BTreeMap, BTreeSet};

use super::input::Entry;
use super::limits::{CELL_BYTES_MAX, Limits};
use super::text::charset::Charset;
use super::{Column, Format, SetAside, Table, Together};
use crate::count::{counted, grouped};
use crate::error::{Error, ErrorKind};

/// Bytes of the part with the text of a packed document, unpacked: its marks take several times the room of the text.
const PART_BYTES_MAX: u64 = 8 * CELL_BYTES_MAX as u64;
/// Endings of tables that are read.
const TABLES: [&str; 21] = [
    ".csv",
    ".tsv",
    ".tab",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".xls",
    ".ods",
    ".parquet",
    ".jsonl",
    ".ndjson",
    ".json",
    ".sav",
    ".zsav",
    ".dta",
    ".sas7bdat",
    ".xpt",
    ".rds",
    ".rdata",
    ".feather",
    ".arrow",
];
/// Endings of documents: with these in sub-folders a table beside them is not what the whole is about.
const DOCUMENTS: [&str; 8] = [".txt", ".text", ".md", ".markdown", ".html", ".htm", ".docx", ".odt"];
/// Files named for a reason before a warning says how many more there are.
const NAMED_MAX: usize = 3;
const REMEDY: &str = "Give a folder, or a zip or tar archive of one, with a sub-folder for each label, and txt, md, html, docx or \
     odt files in these.";

/// The documents in `entries`, each a row: its text, its label and its path. `chosen` is the character set of text files, where
/// the user has named it.
///
/// # Errors
/// What `entries` ends with; [`ErrorKind::Limit`] beyond `limits`; [`ErrorKind::Input`] where no file is a document, or none
/// stands in a sub-folder.
pub(super) fn gather(
    entries: impl Iterator<Item = Result<Entry, Error>>,
    chosen: Option<Charset>,
    limits: Limits,
) -> Result<Table, Error> {
    let mut files = Files::default();
    for entry in entries {
        files.take(entry?, chosen, limits)?;
    }
    files.finish()
}

/// The files so far.
#[derive(Debug)]
struct Files {
    texts: Column,
    paths: Column,
    /// Bytes of all files: what is unpacked of them may be less or more.
    bytes: usize,
    /// Rows that could not be read, by the reason.
    unreadable: BTreeMap<String, Vec<usize>>,
    /// Files of each kind, and of each character set.
    kinds: BTreeMap<&'static str, usize>,
    encodings: BTreeMap<String, usize>,
    hidden: usize,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            texts: Column::new("text"),
            paths: Column::new("file"),
            bytes: 0,
            unreadable: BTreeMap::new(),
            kinds: BTreeMap::new(),
            encodings: BTreeMap::new(),
            hidden: 0,
        }
    }
}

impl Files {
    fn take(&mut self, entry: Entry, chosen: Option<Charset>, limits: Limits) -> Result<(), Error> {
        if is_hidden(&entry.path) {
            self.hidden += 1;
            return Ok(());
        }
        limits.check_table(self.texts.len() + 1, 3)?;
        self.bytes = self.bytes.saturating_add(entry.content.as_ref().map_or(0, Vec::len));
        limits.check_bytes(self.bytes)?;
        let read = entry.content.and_then(|bytes| document::read(&entry.path, &bytes, chosen));
        let read = read.and_then(|document| match document.text.len() {
            0..=CELL_BYTES_MAX => Ok(document),
            _ => Err(format!("longer than {} MB, which is the limit", CELL_BYTES_MAX >> 20)),
        });
        match read {
            Ok(document) => {
                limits.check_bytes(self.texts.bytes() + document.text.len())?;
                *self.kinds.entry(document.kind).or_default() += 1;
                if let Some(encoding) = document.encoding {
                    *self.encodings.entry(encoding).or_default() += 1;
                }
                self.texts.push(&document.text);
            }
            Err(reason) => {
                self.unreadable.entry(reason).or_default().push(self.texts.len());
                self.texts.push("");
            }
        }
        self.paths.push(&entry.path);
        Ok(())
    }

    fn finish(self) -> Result<Table, Error> {
        let rows = self.texts.len();
        let warnings = self.warnings();
        if self.kinds.is_empty() {
            let why = if warnings.is_empty() { String::new() } else { format!(". {}", warnings.join(" ")) };
            return Err(
                Error::new(ErrorKind::Input, format!("no file of the folder is a text{why}")).remedy(REMEDY)
            );
        }
        let is_read: Vec<bool> = {
            let mut is_read = vec![true; rows];
            self.unreadable.values().flatten().for_each(|&row| is_read[row] = false);
            is_read
        };
        let read = || self.paths.cells().zip(&is_read).filter(|(_, read)| **read).map(|(path, _)| path);
        let (above, is_split) = above_labels(read);
        let mut labels = Column::new("label");
        self.paths.cells().for_each(|path| labels.push(label_of(path, above)));
        let split = is_split.then(|| {
            let mut split = Column::new("split");
            self.paths.cells().for_each(|path| split.push(label_of(path, above - 1)));
            split
        });
        if read().all(|path| label_of(path, above).is_empty()) {
            return Err(
                Error::new(ErrorKind::Input, "the texts of the folder are in no sub-folders").remedy(REMEDY)
            );
        }
        let mut facts = vec![("files", listed(&self.kinds))];
        if !self.encodings.is_empty() {
            facts.push(("encoding", listed_encodings(&self.encodings)));
        }
        if self.hidden > 0 {
            facts.push(("hidden files", grouped(self.hidden)));
        }
        let set_aside =
            self.unreadable.values().flatten().map(|&row| (row + 1, SetAside::Unreadable)).collect();
        Ok(Table {
            format: Format::Folder,
            facts,
            columns: [self.texts, labels, self.paths].into_iter().chain(split).collect(),
            rows,
            first_row: 1,
            named_by: Some(2),
            together: Together::default(),
            set_aside,
            is_double_encoded: false,
            warnings,
        })
    }

    /// Which files could not be read, and why.
    fn warnings(&self) -> Vec<String> {
        let warning = |(reason, rows): (&String, &Vec<usize>)| {
            let named = rows.iter().take(NAMED_MAX).map(|&row| self.paths.cell(row));
            let named: Vec<&str> = named.collect();
            let more = rows.len().saturating_sub(NAMED_MAX);
            let more = if more > 0 { format!(" and {} more", grouped(more)) } else { String::new() };
            format!(
                "{} not read, {reason}: {}{more}.",
                counted(rows.len(), "file was", "files were"),
                named.join(", ")
            )
        };
        self.unreadable.iter().map(warning).collect()
    }
}

/// `190 txt, 2 docx`.
fn listed(counts: &BTreeMap<&'static str, usize>) -> String {
    let listed: Vec<String> =
        counts.iter().map(|(name, &count)| format!("{} {name}", grouped(count))).collect();
    listed.join(", ")
}

/// `UTF-8`, or `UTF-8 (190 files), windows-1252 (2 files)`.
fn listed_encodings(counts: &BTreeMap<String, usize>) -> String {
    if counts.len() == 1 {
        return counts.keys().cloned().collect();
    }
    let listed: Vec<String> =
        counts.iter().map(|(name, &count)| format!("{name} ({})", counted(count, "file", "files"))).collect();
    listed.join(", ")
}

/// Whether a program keeps the file for itself: versions, thumbnails, the other half of files of a Mac, open documents.
pub(super) fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part.starts_with("~$") || part == "__MACOSX")
        || matches!(path.rsplit('/').next(), Some("Thumbs.db" | "desktop.ini"))
}

/// Whether the file at `path` is a table, by the ending of its name.
pub(super) fn is_table(path: &str) -> bool {
    ends(path, &TABLES)
}

/// Whether the file at `path` is a text, by the ending of its name.
pub(super) fn is_text(path: &str) -> bool {
    ends(path, &DOCUMENTS)
}

fn ends(path: &str, endings: &[&str]) -> bool {
    let lower = path.to_lowercase();
    !is_hidden(path) && endings.iter().any(|ending| lower.ends_with(ending))
}

/// What folders are called that part a corpus for training and testing, and are no labels.
const SPLITS: [&str; 11] = [
    "dev",
    "development",
    "eval",
    "evaluation",
    "test",
    "testing",
    "train",
    "training",
    "val",
    "valid",
    "validation",
];

/// Folders above those that are labels, and whether the last of them parts the corpus for training and testing. Files that stand beside
/// the folders, such as a README, have no label.
fn above_labels<'a, I: Iterator<Item = &'a str>>(paths: impl Fn() -> I) -> (usize, bool) {
    let mut above = folders_above(&paths);
    let labels = |above: usize| -> BTreeSet<&str> {
        paths().map(|path| label_of(path, above)).filter(|label| !label.is_empty()).collect()
    };
    loop {
        let (here, below) = (labels(above), labels(above + 1));
        let are_splits = here.iter().all(|label| SPLITS.contains(&label.to_lowercase().as_str()));
        match here.len() {
            0 => return (above, false),
            _ if below.len() < 2 => return (above, false),
            1 => above += 1,
            _ if are_splits => return (above + 1, true),
            _ => return (above, false),
        }
    }
}

/// Folders that all of `paths` stand in, above the folders that are labels: an archive of a folder has its name there.
fn folders_above<'a, I: Iterator<Item = &'a str>>(paths: &impl Fn() -> I) -> usize {
    let mut above = 0;
    loop {
        let part = |path: &'a str| {
            let mut parts = path.split('/').skip(above);
            // A further folder must follow, and the file.
            (parts.next(), parts.count() >= 2)
        };
        let Some((first, _)) = paths().next().map(part) else { return above };
        if !paths().all(|path| part(path) == (first, true)) {
            return above;
        }
        above += 1;
    }
}

/// The folder of a file below this many; none for a file that stands in none.
fn label_of(path: &str, above: usize) -> &str {
    let mut parts = path.split('/').skip(above);
    let label = parts.next().unwrap_or_default();
    if parts.next().is_some() { label } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(files: &[(&str, &[u8])]) -> Result<Table, Error> {
        let entries = files
            .iter()
            .map(|(path, bytes)| Ok(Entry { path: (*path).to_owned(), content: Ok(bytes.to_vec()) }));
        gather(entries, None, Limits::default())
    }

    fn cells(table: &Table, column: usize) -> Vec<&str> {
        table.columns[column].cells().collect()
    }

    #[test]
    fn each_file_is_a_document_and_its_sub_folder_the_label() {
        let table = gathered(&[
            ("bad/1.txt", b"cold food"),
            ("bad/deep/er/2.md", b"# slow"),
            ("good/.DS_Store", b"\0\0"),
            ("good/3", b"warm"),
            (
                "good/4.html",
                b"<html><head><title>no</title></head><body><p>fine &amp; dandy</p></body></html>",
            ),
            ("good/5.pdf", b"%PDF-1.7"),
            ("good/6.txt", b"\x01\x02\x03\x04\x05\x06 noise"),
            ("readme.txt", b"about"),
        ])
        .expect("a table");
        assert_eq!(cells(&table, 1), ["bad", "bad", "good", "good", "good", "good", ""]);
        assert_eq!(
            cells(&table, 0).iter().map(|text| text.trim()).collect::<Vec<_>>(),
            ["cold food", "# slow", "warm", "fine & dandy", "", "", "about"]
        );
        assert_eq!(table.set_aside.keys().copied().collect::<Vec<_>>(), [5, 6]);
        assert!(
            table.warnings.iter().any(|warning| warning.contains("pdftotext): good/5.pdf.")),
            "{table:?}"
        );
        assert_eq!(table.facts[2], ("hidden files", "1".to_owned()));
    }

    #[test]
    fn folders_around_those_of_the_labels_are_looked_through() {
        let labels = |paths: &[&str]| {
            let files: Vec<(&str, &[u8])> = paths.iter().map(|path| (*path, &b"text"[..])).collect();
            gathered(&files).map(|table| cells(&table, 1).join(" "))
        };
        assert_eq!(labels(&["corpus/x/1.txt", "corpus/y/2.txt"]).expect("two labels"), "x y");
        assert_eq!(labels(&["a/corpus/x/1.txt", "a/corpus/y/z/2.txt"]).expect("two labels"), "x y");
        assert_eq!(labels(&["x/1.txt", "x/2.txt"]).expect("one label"), "x x");
        assert_eq!(labels(&["corpus/1.txt", "corpus/y/2.txt"]).expect("one label"), "corpus corpus");
        assert_eq!(labels(&["c/README", "c/x/1.txt", "c/y/2.txt"]).expect("two labels"), " x y");
        let error = labels(&["1.txt", "2.txt"]).expect_err("no label");
        assert!(error.message().contains("in no sub-folders"), "{error}");
    }

    #[test]
    fn folders_for_training_and_testing_are_no_labels() {
        let table = gathered(&[
            ("c/README", b"about"),
            ("c/test/neg/1.txt", b"cold"),
            ("c/test/pos/2.txt", b"warm"),
            ("c/train/neg/3.txt", b"rude"),
            ("c/train/pos/4.txt", b"kind"),
            ("c/train/urls.txt", b"none"),
        ])
        .expect("a table");
        assert_eq!(cells(&table, 1), ["", "neg", "pos", "neg", "pos", ""]);
        assert_eq!(cells(&table, 3)[1..5], ["test", "test", "train", "train"]);
        // Without further folders they are all that there is.
        let table = gathered(&[("test/1.txt", b"cold"), ("train/2.txt", b"warm")]).expect("a table");
        assert_eq!(cells(&table, 1), ["test", "train"]);
    }

    #[test]
    fn a_folder_without_texts_is_refused_with_the_reasons() {
        let error = gathered(&[("x/1.doc", b"\xd0\xcf\x11\xe0"), ("y/2.pdf", b"%PDF")]).expect_err("no text");
        assert!(error.message().contains("docx") && error.message().contains("pdftotext"), "{error}");
        assert!(gathered(&[]).is_err());
    }
}
