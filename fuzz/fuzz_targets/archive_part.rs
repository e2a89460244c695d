//! Workbooks whose archive is sound and one of whose parts is not: random bytes almost never make a valid
//! archive, so the readers behind it would stay untouched. The input chooses a workbook and a part and edits it.
#![no_main]

use std::io::{Cursor, Read, Write};
use std::sync::OnceLock;

use wordify_fuzz::{abort_on_uncaught_panics, fuzz_target, read};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Names and contents of the files in an archive.
type Parts = Vec<(String, Vec<u8>)>;

const WORKBOOKS: [(&str, &[u8]); 5] = [
    ("data.xlsx", include_bytes!("../../crates/wordify/tests/files/libreoffice.xlsx")),
    ("data.xlsx", include_bytes!("../../crates/wordify/tests/files/openpyxl.xlsx")),
    ("data.xlsx", include_bytes!("../../crates/wordify/tests/files/strict.xlsx")),
    ("data.ods", include_bytes!("../../crates/wordify/tests/files/libreoffice.ods")),
    ("data.xlsb", include_bytes!("../../crates/wordify/tests/files/pyxlsbwriter.xlsb")),
];

static PARTS: OnceLock<Vec<Parts>> = OnceLock::new();

fuzz_target!(init: abort_on_uncaught_panics(), |input: &[u8]| {
    let [workbook, part, edits @ ..] = input else { return };
    let all = PARTS.get_or_init(|| WORKBOOKS.iter().map(|(_, bytes)| take_apart(bytes)).collect());
    let workbook = usize::from(*workbook) % all.len();
    let mut parts = all[workbook].clone();
    let part = usize::from(*part) % parts.len();
    edit(&mut parts[part].1, edits);
    read(&put_together(&parts), WORKBOOKS[workbook].0);
});

/// Applies edits to `content`: each is a place (2 bytes), how many bytes go (1), how many come (1), and these.
fn edit(content: &mut Vec<u8>, mut edits: &[u8]) {
    while let [high, low, gone, come, rest @ ..] = edits {
        let place = usize::from(u16::from_be_bytes([*high, *low])) % (content.len() + 1);
        let end = content.len().min(place + usize::from(*gone));
        let (new, rest) = rest.split_at(rest.len().min(usize::from(*come)));
        content.splice(place..end, new.iter().copied());
        edits = rest;
    }
}

fn take_apart(bytes: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("the committed workbooks are archives");
    let mut parts = Parts::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("the index is in range");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("the committed workbooks are sound");
        let name = file.name().expect("the committed workbooks have plain names").into_owned();
        parts.push((name, content));
    }
    parts
}

fn put_together(parts: &Parts) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name.as_str(), stored).expect("the names were in an archive before");
        writer.write_all(content).expect("memory can be written");
    }
    writer.finish().expect("memory can be written").into_inner()
}
