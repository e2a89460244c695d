//! Any bytes as a document in a folder: text, a web page, a Word document or an OpenDocument text, plain and with one of the
//! parts of a sound archive edited.
#![no_main]

use std::io::{Cursor, Write};

use wordify_fuzz::{abort_on_uncaught_panics, fuzz_target, read, read_folder};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Endings, and the name of the part with the text.
const KINDS: [(&str, Option<&str>); 5] = [
    ("txt", None),
    ("html", None),
    ("docx", Some("word/document.xml")),
    ("odt", Some("content.xml")),
    ("docx", None),
];

fuzz_target!(init: abort_on_uncaught_panics(), |input: &[u8]| {
    let [kind, bytes @ ..] = input else { return };
    let (ending, part) = KINDS[usize::from(*kind) % KINDS.len()];
    let document = part.map_or_else(|| bytes.to_vec(), |part| archive(&[(part, bytes)]));
    let name = format!("x/a.{ending}");
    read_folder(&name, &document);
    // The same in an archive, beside another text.
    read(&archive(&[(&name, &document), ("y/b.txt", b"text")]), "data.zip");
});

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, stored).expect("plain names");
        writer.write_all(content).expect("memory can be written");
    }
    writer.finish().expect("memory can be written").into_inner()
}
