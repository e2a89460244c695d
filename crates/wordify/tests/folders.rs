//! Folders of texts and archives, zip and tar, as researchers keep and send them.

use std::io::{Cursor, Write};

use wordify::corpus::{self, Columns, Corpus, DropReason};
use wordify::progress::Monitor;
use wordify::study::{self, Resumption, Study};
use wordify::table::limits::{FILE_BYTES_MAX, Limits};
use wordify::table::{Entry, Input, ReadOptions, Table, load, read};
use wordify::{Error, ErrorKind};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        if name.ends_with('/') {
            writer.add_directory(*name, deflated).expect("in memory");
            continue;
        }
        writer.start_file(*name, deflated).expect("in memory");
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *bytes).expect("in memory");
    }
    builder.into_inner().expect("in memory")
}

fn table(bytes: &[u8]) -> Result<Table, Error> {
    read(bytes, &ReadOptions::default())
}

fn corpus(table: &Table) -> Corpus {
    corpus::build(table, &Columns::default(), corpus::Copies::DropExact).expect("documents")
}

fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let paragraphs: String =
        paragraphs.iter().map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")).collect();
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{paragraphs}<w:sectPr/></w:body></w:document>"
    );
    zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

fn odt(text: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:text><text:p>{text}</text:p></office:text></office:body>\
         </office:document-content>"
    );
    zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())])
}

#[test]
fn a_zip_of_folders_is_a_table_of_its_texts() {
    let (word, open) = (docx(&["warm welcome", "kind people"]), odt("warm room"));
    let packed = zip(&[
        ("corpus/", b""),
        ("corpus/good/", b""),
        ("corpus/good/b.docx", &word),
        ("corpus/good/a.odt", &open),
        ("__MACOSX/corpus/good/._a.odt", b"\0\0"),
        ("corpus/bad/1.txt", "kalte Suppe für 5 €".as_bytes()),
        ("corpus/bad/2.htm", b"<p>cold <b>room</b></p>"),
        ("corpus/bad/3.docx", &word[..word.len() / 2]),
        ("corpus/bad/4.pdf", b"%PDF-1.7"),
    ]);
    let table = table(&packed).expect("a table");
    assert_eq!((table.format.name(), table.rows), ("folder", 6));
    let corpus = corpus(&table);
    assert_eq!(corpus.texts, ["kalte Suppe für 5 €", "cold room", "warm room", "warm welcome\nkind people"]);
    assert_eq!(corpus.name_of[2], "corpus/good/a.odt");
    assert_eq!(corpus.label_of, [0, 0, 1, 1]);
    assert_eq!(corpus.account.dropped_by_reason[&DropReason::UnreadableFile], 2);
    assert_eq!(corpus.account.dropped[1].name, "corpus/bad/4.pdf");
    assert_eq!(corpus.account.documents + corpus.account.dropped.len(), corpus.account.rows);
    let warned = |part: &str| table.warnings.iter().any(|warning| warning.contains(part));
    assert!(warned("corpus/bad/3.docx") && warned("pdftotext"), "{:?}", table.warnings);
}

#[test]
fn folders_named_like_parts_of_documents_are_folders() {
    for label in ["word", "ppt", "index", "xl"] {
        let packed = zip(&[(&format!("{label}/1.txt"), b"one"), ("other/2.txt", b"two")]);
        assert_eq!(corpus(&table(&packed).expect(label)).labels.len(), 2);
    }
}

#[test]
fn the_folder_and_its_archive_give_the_same_documents() {
    let files: [(&str, &[u8]); 3] = [("x/1.txt", b"one"), ("x/2.txt", b"two"), ("y/3.txt", b"three")];
    let packed = table(&zip(&files)).expect("a table");
    let entry =
        |(path, bytes): &(&str, &[u8])| Ok(Entry { path: (*path).to_owned(), content: Ok(bytes.to_vec()) });
    let entries: Vec<_> = files.iter().map(entry).collect();
    let folder = Input::Folder(Box::new(entries.into_iter()));
    let (loaded, fingerprint) = load(folder, &ReadOptions::default()).expect("a table");
    assert_eq!(corpus(&packed), corpus(&loaded));
    assert_eq!(fingerprint.bytes, 11);
}

#[test]
fn a_packed_table_is_read_as_if_it_were_unpacked() {
    let csv = "text,label\nwarm,good\ncold,bad\n".as_bytes();
    for packed in [
        zip(&[("data.csv", csv)]),
        zip(&[
            ("export/data.csv", csv),
            ("__MACOSX/export/._data.csv", b"\0"),
            ("export/readme.pdf", b"%PDF"),
        ]),
        zip(&[("data.tsv", b"text\tlabel\nwarm\tgood\ncold\tbad\n")]),
    ] {
        let table = table(&packed).expect("a table");
        assert_eq!(corpus(&table).texts, ["warm", "cold"]);
        assert!(table.facts.iter().any(|(name, _)| *name == "zip archive"));
    }
    let workbook = include_bytes!("files/libreoffice.xlsx");
    let packed = table(&zip(&[("data.xlsx", workbook)])).expect("a workbook");
    assert_eq!(packed.columns, table(workbook).expect("a workbook").columns);
}

#[test]
fn a_tar_archive_is_read_as_a_zip_archive_is() {
    let files: &[(&str, &[u8])] = &[
        ("corpus/README", b"about"),
        ("corpus/test/bad/1.txt", b"cold"),
        ("corpus/train/bad/2.txt", b"rude"),
        ("corpus/train/good/3.txt", b"warm"),
    ];
    let (of_tar, of_zip) = (table(&tar(files)).expect("a table"), table(&zip(files)).expect("a table"));
    assert_eq!(of_tar.columns, of_zip.columns);
    assert_eq!(corpus(&of_tar).texts, ["cold", "rude", "warm"]);
    let packed = table(&tar(&[("data.csv", b"text,label\nwarm,good\ncold,bad\n")])).expect("a table");
    assert!(packed.facts.contains(&("tar archive", "data.csv".to_owned())));
    let whole = tar(files);
    let error = table(&whole[..600]).expect_err("cut off");
    assert!(error.message().contains("damaged"), "{error}");
    let error = table(&tar(&[("inner.csv", &zip(&[("a/b.txt", b"text")]))])).expect_err("an archive inside");
    assert!(error.message().contains("holds another"), "{error}");
}

#[test]
fn archives_that_are_not_clear_are_refused_with_what_they_hold() {
    let csv: &[u8] = b"text,label\na,x\n";
    let inner = zip(&[("data.csv", csv)]);
    for (packed, kind, words) in [
        (
            zip(&[("a.csv", csv), ("b.csv", b"note,year\nb,1\n")]),
            ErrorKind::Input,
            "no column in common (b.csv)",
        ),
        (zip(&[("a.csv", &inner)]), ErrorKind::Input, "another archive"),
        (zip(&[("a.zip", &inner)]), ErrorKind::Input, "unpack it"),
        (zip(&[("a.txt", b"text"), ("b.txt", b"text")]), ErrorKind::Input, "in no sub-folders"),
        (zip(&[]), ErrorKind::Input, "no file of the folder is a text"),
        (zip(&[("a.csv", &vec![b'a'; 80 << 20])]), ErrorKind::Limit, "250 times its size"),
        (
            zip(&[("x/a.txt", &vec![b'a'; 80 << 20]), ("y/b.txt", b"b")]),
            ErrorKind::Limit,
            "250 times its size",
        ),
    ] {
        let error = table(&packed).expect_err(words);
        assert!(error.kind() == kind && error.to_string().contains(words), "{error}");
    }
    let cut = zip(&[("x/a.txt", b"text")]);
    assert_eq!(table(&cut[..cut.len() - 10]).expect_err("cut").kind(), ErrorKind::Input);
}

#[test]
fn a_damaged_file_of_an_archive_is_counted_and_the_others_are_read() {
    let noise: Vec<u8> =
        (0..4000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8 & 0x5f | 0x20).collect();
    let mut packed = zip(&[("x/a.txt", &noise), ("y/b.txt", b"fine")]);
    // Inside the packed bytes of the first file, behind its header.
    packed[400] ^= 0xff;
    let table = table(&packed).expect("the other file");
    assert_eq!(table.set_aside.len(), 1);
    assert!(table.warnings[0].contains("damaged: x/a.txt"), "{:?}", table.warnings);
}

#[test]
fn limits_hold_for_folders_too() {
    let many = |files: usize, bytes: usize| {
        let entries = (0..files)
            .map(move |number| Ok(Entry { path: format!("x/{number}.txt"), content: Ok(vec![b'a'; bytes]) }));
        let options = ReadOptions { limits: Limits { bytes: 1000, rows: 10 }, ..ReadOptions::default() };
        load(Input::Folder(Box::new(entries)), &options).map(|(table, _)| table.rows)
    };
    assert_eq!(many(10, 100).expect("within the limits"), 10);
    assert_eq!(many(11, 1).expect_err("rows").kind(), ErrorKind::Limit);
    assert_eq!(many(2, 501).expect_err("bytes").kind(), ErrorKind::Limit);
    let large = zip(&[("x/a.txt", &vec![b'a'; FILE_BYTES_MAX + 1][..]), ("x/b.txt", &[b'b'; 400_000])]);
    assert!(table(&large).is_err());
}

#[test]
fn evidence_names_the_file_of_a_text() {
    let files: Vec<(String, Vec<u8>)> = (0..40)
        .map(|number| {
            let label = if number % 2 == 0 { "warm" } else { "cold" };
            (format!("{label}/{number:02}.txt"), format!("a {label} supper, number {number}").into_bytes())
        })
        .collect();
    let borrowed: Vec<(&str, &[u8])> =
        files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let mut study = Study::default();
    study.settings.shuffles = Some(19);
    let (_, evidence) = study::run_with_evidence(
        zip(&borrowed),
        Some("suppers.zip"),
        &study,
        1,
        &Monitor::silent(),
        Resumption { from: None, keep: &mut |_| {} },
    )
    .expect("an analysis");
    let passages = evidence.terms.iter().flat_map(|term| &term.labels).flat_map(|label| &label.passages);
    let mut seen = 0;
    for passage in passages {
        let number: usize = passage.name[5..7].parse().expect("a number");
        assert!(passage.text.ends_with(&format!("number {number}")), "{passage:?}");
        seen += 1;
    }
    assert!(seen > 0);
}

/// `archive` as if each of its files were packed by the method of this number.
fn packed_by(method: u8, mut archive: Vec<u8>) -> Vec<u8> {
    for (mark, at) in [(b"PK\x03\x04", 8), (b"PK\x01\x02", 10)] {
        let places: Vec<usize> =
            (0..archive.len() - 4).filter(|&place| archive[place..].starts_with(mark)).collect();
        places.into_iter().for_each(|place| archive[place + at] = method);
    }
    archive
}

#[test]
fn an_unknown_method_of_packing_is_named_and_not_called_damage() {
    for (method, name) in [(9, ", Deflate64"), (12, ", bzip2"), (14, ", LZMA"), (77, "")] {
        let archive = packed_by(method, zip(&[("data.csv", b"text,label\na,x\nb,y\n")]));
        let error = table(&archive).expect_err("unknown");
        let expected = format!("packed by a method that Wordify does not know{name}");
        assert!(error.message().ends_with(&expected), "{error}");
        assert!(error.remedy_text().is_some_and(|remedy| remedy.contains("Unpack")), "{error}");
    }
    let workbook = packed_by(12, zip(&[("xl/workbook.xml", b"<workbook/>")]));
    let error = table(&workbook).expect_err("unknown");
    assert!(error.message().contains("by a method that Wordify does not know"), "{error}");
    let texts = packed_by(12, zip(&[("good/1.txt", b"warm"), ("bad/2.txt", b"cold")]));
    let error = table(&texts).expect_err("unknown");
    assert!(error.to_string().contains("does not know, bzip2"), "{error}");
}
