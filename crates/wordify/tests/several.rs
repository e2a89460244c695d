//! Several files as one corpus: tables with the same columns, texts in folders.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use wordify::corpus::{self, Columns, Corpus, DropReason};
use wordify::table::several::bundle::List;
use wordify::table::{Entry, Fingerprint, Input, NamedFile, ReadOptions, Stored, Table, load, read};
use wordify::{Error, ErrorKind};

fn given(files: &[(&str, &[u8])]) -> Vec<NamedFile> {
    let named = |(path, bytes): &(&str, &[u8])| {
        let bytes = Bytes::copy_from_slice(bytes);
        let open = Box::new(move || -> io::Result<Arc<dyn Stored>> { Ok(Arc::new(bytes)) });
        NamedFile { path: (*path).to_owned(), open }
    };
    files.iter().map(named).collect()
}

fn together(files: &[(&str, &[u8])]) -> Result<(Table, Fingerprint), Error> {
    load(Input::Several(given(files)), &ReadOptions::default())
}

fn bundle(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut whole, mut list) = (Vec::new(), List::default());
    for (path, bytes) in files {
        whole.extend_from_slice(bytes);
        list.add((*path).to_owned(), bytes.len() as u64);
    }
    whole.extend(list.end().expect("few names"));
    whole
}

fn corpus(table: &Table, text: &str, label: &str) -> Result<Corpus, Error> {
    corpus::build(table, &Columns::new(text, label), corpus::Copies::DropExact)
}

const A: (&str, &[u8]) = ("a.csv", b"text,label,year\nwarm,good,1\ncold,bad,2\n");
const B: (&str, &[u8]) = ("b.csv", b"Label,Text\nbad,damp\n,lost\ngood,bright\n");

#[test]
fn tables_with_the_same_columns_in_any_order_are_one_table() {
    let (table, fingerprint) = together(&[B, A]).expect("a table");
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!((names, table.rows), (vec!["text", "label", "file"], 5));
    let corpus = corpus(&table, "text", "label").expect("documents");
    assert_eq!(corpus.texts, ["warm", "cold", "damp", "bright"]);
    assert_eq!(corpus.label_of, [1, 0, 0, 1]);
    assert_eq!(corpus.name_of, ["a.csv, row 2", "a.csv, row 3", "b.csv, row 2", "b.csv, row 4"]);
    assert_eq!(corpus.row_of, [2, 3, 5, 7]);
    let dropped = &corpus.account.dropped[0];
    assert_eq!((dropped.name.as_str(), dropped.reason), ("b.csv, row 3", DropReason::MissingLabel));
    assert_eq!(fingerprint.bytes as usize, A.1.len() + B.1.len());
    assert!(table.warnings.iter().any(|warning| warning.contains("\"year\" (not in b.csv)")), "{table:?}");
}

#[test]
fn the_file_itself_can_be_the_label() {
    let (table, _) =
        together(&[("x/one.csv", b"text\nwarm\ncold\n"), ("x/two.tsv", b"text\ndamp\n")]).expect("a table");
    let corpus = corpus(&table, "text", "file").expect("documents");
    assert_eq!(corpus.labels, ["one.csv", "two.tsv"]);
    assert_eq!(corpus.account.documents_per_label, [2, 1]);
}

#[test]
fn a_chosen_column_that_one_file_lacks_is_refused_with_its_name() {
    let (table, _) = together(&[A, B]).expect("a table");
    let error = corpus(&table, "text", "Year").expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Column);
    assert!(error.message().contains("b.csv has no column \"year\""), "{error}");
    let error = together(&[A, ("c.csv", b"note,mark\nx,y\n")]).expect_err("refused");
    assert!(error.to_string().contains("c.csv") && error.to_string().contains("\"mark\""), "{error}");
    let error = together(&[A, ("c.csv", b"text,label\n\"x,y\n")]).expect_err("refused");
    assert!(error.place().is_some_and(|place| place.starts_with("c.csv")), "{error}");
}

#[test]
fn empty_files_among_others_are_left_out_and_named() {
    let (expected, _) = together(&[A, B]).expect("a table");
    let files = [("0.csv", &b""[..]), A, ("aa.jsonl", b"\n\n"), B];
    let bytes = bundle(&files);
    for table in
        [together(&files).expect("a table").0, read(&bytes, &ReadOptions::default()).expect("a table")]
    {
        assert_eq!((table.rows, &table.columns), (expected.rows, &expected.columns));
        let named = "2 files are empty and left out: 0.csv, aa.jsonl.";
        assert!(table.warnings.iter().any(|warning| warning == named), "{:?}", table.warnings);
    }
    let error = together(&[("a.csv", b""), ("b.csv", b"")]).expect_err("nothing");
    assert_eq!((error.kind(), error.message()), (ErrorKind::Input, "the file is empty"));
    // Not empty, but wrong.
    assert!(together(&[A, ("c.csv", b"\"")]).is_err());
}

#[test]
fn a_file_that_ends_above_the_rows_passed_over_is_not_called_empty() {
    let bytes =
        bundle(&[("a.csv", b"one\ntwo\nthree\ntext,label\na,x\n"), ("b.csv", b"text,label\nlost,y\n")]);
    let options = ReadOptions { skip_rows: 3, ..ReadOptions::default() };
    assert!(read(&bytes, &options).is_err());
}

#[test]
fn further_header_rows_are_counted_with_their_file() {
    let survey = |answers: &str| {
        let ids = "\"{\"\"ImportId\"\":\"\"QID1_TEXT\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\"";
        format!("Q1,Q2\nHow was it?,Would you come again?\n{ids}\n{answers}").into_bytes()
    };
    let (a, b) = (survey("warm,good\ncold,bad\n"), survey("damp,bad\nbright,good\n"));
    let (table, _) = together(&[("a.csv", &a), ("b.csv", &b)]).expect("a table");
    let corpus = corpus(&table, "Q1", "Q2").expect("documents");
    assert_eq!(corpus.account.rows, corpus.account.documents + corpus.account.dropped.len());
    assert_eq!(corpus.name_of, ["a.csv, row 4", "a.csv, row 5", "b.csv, row 4", "b.csv, row 5"]);
    let dropped: Vec<_> = corpus.account.dropped.iter().map(|row| (row.row, row.name.as_str())).collect();
    let expected = [(2, "a.csv, row 2"), (3, "a.csv, row 3"), (7, "b.csv, row 2"), (8, "b.csv, row 3")];
    assert_eq!(dropped, expected);
}

#[test]
fn a_bundle_is_its_files_in_any_order_and_one_file_is_itself() {
    let (table, fingerprint) = together(&[A, B]).expect("a table");
    for whole in [bundle(&[A, B]), bundle(&[B, A])] {
        let stored: Arc<dyn Stored> = Arc::new(Bytes::from(whole.clone()));
        for input in [Input::Bytes(whole.clone()), Input::Stored(stored)] {
            let loaded = load(input, &ReadOptions::default()).expect("a table");
            assert_eq!(loaded, (table.clone(), fingerprint.clone()));
        }
        assert_eq!(read(&whole, &ReadOptions::default()).expect("a table"), table);
    }
    assert_eq!(bundle(&[A]), A.1);
}

#[test]
fn a_bundle_of_texts_in_folders_is_the_folder() {
    let files: [(&str, &[u8]); 3] = [("c/x/1.txt", b"one"), ("c/x/2.txt", b"two"), ("c/y/3.txt", b"three")];
    let entry = |(path, bytes): &(&str, &[u8])| {
        Ok(Entry { path: path.trim_start_matches("c/").to_owned(), content: Ok(bytes.to_vec()) })
    };
    let entries: Vec<_> = files.iter().map(entry).collect();
    let folder =
        load(Input::Folder(Box::new(entries.into_iter())), &ReadOptions::default()).expect("a table");
    let bundled = load(Input::Bytes(bundle(&files)), &ReadOptions::default()).expect("a table");
    assert_eq!(bundled, folder);
}

#[test]
fn bundles_that_lie_about_their_files_are_refused() {
    let whole = bundle(&[A, B]);
    for cut in [1, 20, 60] {
        let mut wrong = whole.clone();
        wrong.drain(..cut);
        assert!(read(&wrong, &ReadOptions::default()).is_err(), "{cut}");
    }
    for at in 0..24 {
        let mut wrong = whole.clone();
        let place = wrong.len() - 24 + at;
        wrong[place] ^= 0x41;
        // No panic; a changed end is no bundle, a changed length is refused.
        let _ = read(&wrong, &ReadOptions::default());
    }
    let twice = read(&bundle(&[A, A]), &ReadOptions::default()).expect_err("refused");
    assert!(twice.message().contains("one name"), "{twice}");
}

#[test]
fn of_parquet_files_only_the_wanted_columns_are_read_and_the_others_do_no_harm() {
    let plain: &[u8] = include_bytes!("files/plain.parquet");
    let groups: &[u8] = include_bytes!("files/snappy_groups.parquet");
    let options = ReadOptions { columns: vec!["text".into(), "label".into()], ..ReadOptions::default() };
    let alone = read(plain, &options).expect("a table");
    assert_eq!(alone.columns.iter().filter(|column| column.is_empty()).count(), 5);
    assert_eq!(corpus(&alone, "text", "label").expect("documents").texts.len(), 3);
    let files = given(&[("a.parquet", plain), ("b.parquet", groups)]);
    let (table, _) = load(Input::Several(files), &options).expect("a table");
    assert_eq!(table.columns.iter().filter(|column| column.is_empty()).count(), 5);
    let corpus = corpus(&table, "text", "label").expect("documents");
    assert_eq!((corpus.account.rows, corpus.texts.len()), (12, 3), "the same texts twice");
    assert_eq!(corpus.account.duplicates, 3);
}
