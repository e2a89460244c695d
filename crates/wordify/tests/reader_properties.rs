//! No reader panics, whatever the bytes are, and every refusal says what to do.

use std::sync::LazyLock;

use proptest::prelude::*;
use wordify::corpus::{self, Columns, inspect};
use wordify::table::{ReadOptions, Table, read};

/// One small file of each format.
const FILES: [&str; 9] = [
    "libreoffice.xlsx",
    "pyxlsbwriter.xlsb",
    "libreoffice.xls",
    "libreoffice.ods",
    "libreoffice.csv",
    "snappy_groups.parquet",
    "gzip.parquet",
    "delta.parquet",
    "dictionary_large_string.parquet",
];

static BYTES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files/");
    FILES.iter().map(|name| std::fs::read(format!("{folder}{name}")).expect("a file of the tests")).collect()
});

/// The files of zip archives, so that changes reach the reader and not only the archive's checksums.
static ARCHIVES: LazyLock<Vec<Members>> = LazyLock::new(|| {
    BYTES.iter().filter(|bytes| bytes.starts_with(b"PK")).map(|bytes| unzip(bytes)).collect()
});

/// Names and contents.
type Members = Vec<(String, Vec<u8>)>;

fn unzip(bytes: &[u8]) -> Members {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).expect("a file");
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut content).expect("in memory");
            (file.name().expect("a name").into_owned(), content)
        })
        .collect()
}

fn zip(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("in memory");
        std::io::Write::write_all(&mut archive, content).expect("in memory");
    }
    archive.finish().expect("in memory").into_inner()
}

/// Reads `bytes` and everything after it; what is refused must say what to do.
fn attempt(bytes: &[u8]) {
    let options = ReadOptions { repair_encoding: true, ..ReadOptions::default() };
    match read(bytes, &options) {
        Ok(table) => {
            assert_is_rectangular(&table);
            inspect::inspect(&table);
            for columns in [Columns::default(), Columns::new("1", "2")] {
                let built = corpus::build(&table, &columns, wordify::corpus::Copies::DropExact);
                let account = built.map(|corpus| {
                    inspect::documents(&corpus);
                    corpus.account
                });
                if let Ok(account) = account {
                    assert_eq!(account.documents + account.dropped.len(), account.rows);
                }
            }
        }
        Err(error) => assert!(error.remedy_text().is_some(), "{error}"),
    }
}

fn assert_is_rectangular(table: &Table) {
    assert!(table.columns.iter().all(|column| column.len() == table.rows));
    assert!(table.columns.iter().all(|column| !column.name.trim().is_empty()));
}

/// Changes of single bytes and a cut: places as shares of the length, so that they fit any file.
fn damage() -> impl Strategy<Value = (Vec<(f64, u8)>, Option<f64>)> {
    (prop::collection::vec((0.0..1.0, any::<u8>()), 1..8), prop::option::weighted(0.2, 0.0..1.0))
}

fn damaged(bytes: &[u8], (changes, cut): &(Vec<(f64, u8)>, Option<f64>)) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let length = bytes.len();
    let place = |share: f64| ((share * length as f64) as usize).min(length.saturating_sub(1));
    for &(share, byte) in changes {
        if let Some(old) = bytes.get_mut(place(share)) {
            *old = byte;
        }
    }
    if let Some(share) = *cut {
        bytes.truncate(place(share));
    }
    bytes
}

/// Text that is made of what matters to readers of delimited text.
fn delimited() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        ",",
        ";",
        "\t",
        "|",
        "\"",
        "\"\"",
        "\n",
        "\r\n",
        "\r",
        "\0",
        " ",
        "text",
        "label",
        "a",
        "schön",
        "schÃ¶n",
        "sep=;",
        "{\"a\":1}",
        "[",
        "]",
        "\u{feff}",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_a_table_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300), start in 0..7_usize) {
        let starts = [&b""[..], b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1", b"\x1f\x8b\x08", b"{\"", b"\x28\xb5\x2f\xfd"];
        attempt(&[starts[start], &bytes].concat());
    }

    #[test]
    fn any_delimited_text_is_a_table_or_an_error(text in delimited()) {
        attempt(text.as_bytes());
        attempt(&text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    }

    #[test]
    fn a_damaged_file_is_a_table_or_an_error(index in 0..FILES.len(), damage in damage()) {
        attempt(&damaged(&BYTES[index], &damage));
    }

    #[test]
    fn a_damaged_file_in_an_archive_is_a_table_or_an_error(
        archive in any::<prop::sample::Index>(), member in any::<prop::sample::Index>(), damage in damage()
    ) {
        let mut members = ARCHIVES[archive.index(ARCHIVES.len())].clone();
        let at = member.index(members.len());
        members[at].1 = damaged(&members[at].1, &damage);
        attempt(&zip(&members));
    }

    #[test]
    fn a_csv_that_was_written_is_read_back(
        rows in prop::collection::vec(prop::collection::vec("[a-zä ,;\"\n\t|]{1,12}", 2), 1..20)
    ) {
        let mut csv = String::from("text,label\n");
        for row in &rows {
            let quoted: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            csv.push_str(&quoted.join(","));
            csv.push('\n');
        }
        let table = read(csv.as_bytes(), &ReadOptions::default()).expect("well quoted");
        prop_assert_eq!(table.rows, rows.len());
        for (number, row) in rows.iter().enumerate() {
            prop_assert_eq!(table.columns[0].cell(number), &row[0]);
            prop_assert_eq!(table.columns[1].cell(number), &row[1]);
        }
    }
}
