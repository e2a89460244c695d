//! Files that are wrong, by accident or on purpose, end in an error that names the place and the remedy.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use wordify::table::{ReadOptions, Table, limits, read};
use wordify::{Error, ErrorKind};

fn attempt(bytes: &[u8]) -> Result<Table, Error> {
    read(bytes, &ReadOptions::default())
}

fn refusal(bytes: &[u8], kind: ErrorKind) -> Error {
    let error = attempt(bytes).expect_err("a refusal");
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.remedy_text().is_some(), "{error}");
    error
}

/// A csv of `rows` data rows, the row that the user sees as `stray` made by `change`.
fn csv_with(rows: usize, stray: usize, change: &str) -> String {
    let mut csv = String::from("text,label\n");
    for row in 2..rows + 2 {
        if row == stray {
            csv.push_str(change);
        } else if row % 3 == 0 {
            writeln!(csv, "\"wine number {row}, \"\"fine\"\" and dry\",good").expect("in memory");
        } else {
            writeln!(csv, "wine number {row} is flat,bad").expect("in memory");
        }
    }
    csv
}

#[test]
fn a_stray_quotation_mark_is_reported_with_its_row_wherever_the_next_one_stands() {
    for change in [
        "\"wine that is never closed,bad\n",
        "\"wine \"of the year\" and more,bad\n",
        "\"wine\" of the year,bad\n",
        "wine,\"bad\n",
    ] {
        for rows in [48_230, 60_000] {
            let error = refusal(csv_with(rows, 48_231, change).as_bytes(), ErrorKind::Input);
            assert_eq!(error.place(), Some("row 48,231, line 48,231 of the file"), "{change}");
        }
    }
}

#[test]
fn a_quotation_mark_inside_a_text_is_a_character() {
    let csv = csv_with(60_000, 48_231, "a 5\" bottle \"of wine\",bad\n");
    let table = attempt(csv.as_bytes()).expect("well quoted");
    assert_eq!((table.rows, table.columns[0].cell(48_229)), (60_000, "a 5\" bottle \"of wine\""));
}

#[test]
fn a_comma_in_an_unquoted_text_is_reported_with_its_row() {
    let csv = csv_with(60_000, 48_231, "wine, dry and fine,bad\n");
    let error = refusal(csv.as_bytes(), ErrorKind::Input);
    assert_eq!(error.place(), Some("row 48,231"));
}

#[test]
fn an_empty_file_is_reported() {
    for bytes in [
        &b""[..],
        b"\n\n",
        b"  ",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x03\0\0\0\0\0\0\0\0\0",
    ] {
        assert_eq!(refusal(bytes, ErrorKind::Input).message(), "the file is empty");
    }
}

#[test]
fn what_is_no_table_is_reported() {
    for (bytes, words) in [
        (&b"%PDF-1.7\n"[..], "PDF"),
        (b"<!DOCTYPE html><html><table></table></html>", "web page"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0", "a program"),
    ] {
        let error = refusal(bytes, ErrorKind::Input);
        assert!(error.message().contains(words), "{error}");
    }
}

/// An archive with `files`.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("in memory");
        archive.write_all(content).expect("in memory");
    }
    archive.finish().expect("in memory").into_inner()
}

const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="r1" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<workbook><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const BOOK_RELATIONS: &[u8] =
    br#"<Relationships><Relationship Id="r1" Type="x/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fn xlsx(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    zip(&[
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
    ])
}

const TWO_CELLS: &[u8] = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>0</v></c></row></sheetData></worksheet>"#;

#[test]
fn a_small_workbook_made_by_hand_is_read() {
    let table =
        attempt(&xlsx(TWO_CELLS, b"<sst uniqueCount=\"1\"><si><t>word</t></si></sst>")).expect("valid");
    assert_eq!((table.rows, table.columns[0].name.as_str(), table.columns[0].cell(0)), (1, "word", "word"));
}

#[test]
fn a_claim_of_many_strings_reserves_no_memory() {
    refusal(
        &xlsx(TWO_CELLS, b"<sst uniqueCount=\"99999999999999\"><si><t>word</t></si></sst>"),
        ErrorKind::Input,
    );
}

#[test]
fn cells_far_apart_are_beyond_a_limit() {
    let far = br#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"#;
    let error = refusal(&xlsx(far, b"<sst/>"), ErrorKind::Limit);
    assert!(error.message().contains("more than 50,000,000 cells"), "{error}");
}

#[test]
fn repeated_cells_of_an_ods_are_beyond_a_limit() {
    let content = br#"<office:document-content><office:body><office:spreadsheet><table:table table:name="A"><table:table-row table:number-rows-repeated="4000000000"><table:table-cell office:value-type="string" table:number-columns-repeated="16000"><text:p>word</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    let archive = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content),
    ]);
    refusal(&archive, ErrorKind::Limit);
}

#[test]
fn an_archive_without_a_workbook_is_reported() {
    let error = refusal(&zip(&[("holiday/beach.png", b"\x89PNG")]), ErrorKind::Input);
    assert!(error.message().starts_with("no file of the folder is a text"), "{error}");
    let error = refusal(&zip(&[("word/document.xml", b"<w/>")]), ErrorKind::Input);
    assert!(error.message().contains("Word"), "{error}");
}

#[test]
fn a_cell_that_is_too_long_is_reported_with_its_row() {
    let csv = format!("text,label\na,x\n{},y\n", "long ".repeat(limits::CELL_BYTES_MAX / 5 + 1));
    assert_eq!(refusal(csv.as_bytes(), ErrorKind::Limit).place(), Some("row 3"));
}

#[test]
fn too_many_columns_are_reported() {
    refusal(",".repeat(limits::COLUMNS_MAX + 1).as_bytes(), ErrorKind::Limit);
}

#[test]
fn an_object_with_too_many_keys_is_reported_with_its_line() {
    let keys: Vec<String> = (0..limits::COLUMNS_MAX + 1).map(|key| format!("\"{key}\":1")).collect();
    let json = format!("{{\"text\":\"a\"}}\n{{{}}}\n", keys.join(","));
    assert_eq!(refusal(json.as_bytes(), ErrorKind::Limit).place(), Some("line 2"));
}

#[test]
fn json_nested_without_end_is_no_crash() {
    let json = format!("{{\"text\":{}", "[".repeat(1 << 20));
    refusal(json.as_bytes(), ErrorKind::Input);
}
