//! What the fuzz targets share: one call of the readers, with what must hold of every answer.

pub use libfuzzer_sys::fuzz_target;

use wordify::corpus::{self, Columns, Copies};
use wordify::table::{self, Entry, Input, ReadOptions, Table};
use wordify::text::draft::{Draft, Traced};

/// Ends the process at a panic, as libFuzzer's own hook does, but for those that a reader catches and turns
/// into an error: such a panic of a library never reaches the user.
pub fn abort_on_uncaught_panics() {
    let print = std::panic::take_hook();
    drop(print);
    std::panic::set_hook(Box::new(|panic| {
        if !table::panic_is_caught() {
            eprintln!("{panic}");
            std::process::abort();
        }
    }));
}

/// Reads `bytes` as a file called `file_name` and checks that no row is lost on the way to a corpus.
///
/// # Panics
/// If a column has not one cell per row, or documents and dropped rows do not add up.
pub fn read(bytes: &[u8], file_name: &str) {
    for repair_encoding in [false, true] {
        let options =
            ReadOptions { file_name: Some(file_name.to_owned()), repair_encoding, ..ReadOptions::default() };
        let Ok(table) = table::read(bytes, &options) else { return };
        for column in &table.columns {
            assert_eq!(column.len(), table.rows, "cells of column {:?}", column.name);
        }
        choose_documents(&table);
    }
}

/// Reads `bytes` as the file `path` of a folder, beside a sound one, and checks the same.
///
/// # Panics
/// As [`read`].
pub fn read_folder(path: &str, bytes: &[u8]) {
    let files = [(path.to_owned(), bytes.to_vec()), ("y/b.txt".to_owned(), b"text".to_vec())];
    let entries = files.into_iter().map(|(path, bytes)| Ok(Entry { path, content: Ok(bytes) }));
    let options = ReadOptions { repair_encoding: true, ..ReadOptions::default() };
    let (table, _) =
        table::load(Input::Folder(Box::new(entries)), &options).expect("one sound file is a table");
    assert_eq!(table.rows, 2);
    choose_documents(&table);
}

fn choose_documents(table: &Table) {
    for copies in [Copies::DropNear, Copies::DropExact, Copies::Keep] {
        let Ok(corpus) = corpus::build(table, &Columns::new("1", "2"), copies) else { continue };
        let account = &corpus.account;
        assert_eq!(account.documents + account.dropped.len(), account.rows, "rows accounted for");
        assert_eq!(corpus.texts.len(), corpus.label_of.len());
        assert!(corpus.label_of.iter().all(|&label| (label as usize) < corpus.labels.len()));
    }
}

/// Checks that each character of `draft` came from characters of `original`, in their order.
///
/// # Panics
/// If one did not.
pub fn check_origin(draft: &Draft<'_, Traced>, original: &str) {
    let mut before = 0;
    for (at, c) in draft.text().char_indices() {
        let origin = draft.origin(at..at + c.len_utf8());
        assert!(original.get(origin.clone()).is_some(), "{origin:?} of {original:?}");
        assert!(before <= origin.start, "{origin:?} behind {before} of {original:?}");
        before = origin.start;
    }
}
