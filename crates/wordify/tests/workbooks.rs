//! Workbooks as real programs write them, made by hand here: each case is one that was found in a file of others.

use std::io::{Cursor, Write};

use wordify::corpus::{self, Columns, DropReason};
use wordify::table::{ReadOptions, Table, read};
use wordify::{Error, ErrorKind};

fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("in memory");
        archive.write_all(content).expect("in memory");
    }
    archive.finish().expect("in memory").into_inner()
}

/// A workbook in XML under way.
struct Book {
    sheets: String,
    relations: String,
    parts: Vec<(String, Vec<u8>)>,
}

const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Book {
    fn new() -> Self {
        let root = format!(
            "<Relationships><Relationship Id=\"r\" Type=\"{TYPE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        let parts = vec![("_rels/.rels".to_owned(), root.into_bytes())];
        Self { sheets: String::new(), relations: String::new(), parts }
    }

    /// A sheet with `attributes` in the list, whose part holds `xml` and is of the kind `kind`; no part without a kind.
    fn sheet(mut self, attributes: &str, kind: Option<&str>, xml: &str) -> Self {
        let id = self.parts.len();
        self.sheets.push_str(&format!("<sheet sheetId=\"{id}\" r:id=\"rId{id}\" {attributes}/>"));
        if let Some(kind) = kind {
            self.relations.push_str(&format!(
                "<Relationship Id=\"rId{id}\" Type=\"{TYPE}/{kind}\" Target=\"worksheets/sheet{id}.xml\"/>"
            ));
        }
        self.part(&format!("xl/worksheets/sheet{id}.xml"), xml)
    }

    fn part(mut self, name: &str, content: &str) -> Self {
        self.parts.push((name.to_owned(), content.as_bytes().to_vec()));
        self
    }

    fn bytes(self) -> Vec<u8> {
        let relations = format!("<Relationships>{}</Relationships>", self.relations);
        let Self { sheets, parts, .. } = self.part("xl/_rels/workbook.xml.rels", &relations);
        let mut parts = parts;
        let book = format!("<workbook xmlns:r=\"x\"><sheets>{sheets}</sheets></workbook>");
        parts.push(("xl/workbook.xml".to_owned(), book.into_bytes()));
        zip(&parts)
    }

    fn read(self) -> Result<Table, Error> {
        read(&self.bytes(), &ReadOptions::default())
    }
}

/// A sheet with `rows` of cells in place, texts inline and numbers in the cell format 0, and `more` behind it.
fn sheet(rows: &[&[&str]], more: &str) -> String {
    let mut xml = String::from("<worksheet><sheetData>");
    for (row, cells) in (1..).zip(rows) {
        xml.push_str(&format!("<row r=\"{row}\">"));
        for (letter, cell) in ('A'..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
            xml.push_str(&match cell.parse::<f64>() {
                Ok(number) => format!("<c r=\"{letter}{row}\" s=\"0\"><v>{number}</v></c>"),
                Err(_) if cell.starts_with('<') => {
                    format!("<c r=\"{letter}{row}\"{cell}</c>").replacen("\"<", "\" ", 1)
                }
                Err(_) => format!("<c r=\"{letter}{row}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
            });
        }
        xml.push_str("</row>");
    }
    xml + "</sheetData>" + more + "</worksheet>"
}

const ROWS: [&[&str]; 5] =
    [&["text", "label"], &["cold food", "-1"], &["lovely place", "1"], &["soup", "0"], &["cake", "-2.5"]];

fn cells<'a>(table: &'a Table, name: &str) -> Vec<&'a str> {
    table.columns.iter().find(|column| column.name == name).expect("a column").cells().collect()
}

fn styles(code: &str) -> String {
    format!(
        "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"{code}\"/></numFmts>\
             <cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"170\"/></cellXfs></styleSheet>"
    )
}

#[test]
fn negative_numbers_keep_their_sign_under_any_format() {
    let plain = Book::new().sheet("name=\"A\"", Some("worksheet"), &sheet(&ROWS, ""));
    let table = plain.read().expect("a workbook without styles");
    assert_eq!(cells(&table, "label"), ["-1", "1", "0", "-2.5"]);
    for code in [
        "",
        " ",
        ";;;",
        "#,##0.0;&quot;&quot;;0",
        "General",
        "@",
        "[Red]",
        "# ?/?",
        "0.0;[Red]0.0",
        "General;General",
    ] {
        let book = Book::new()
            .sheet("name=\"A\"", Some("worksheet"), &sheet(&ROWS, ""))
            .part("xl/styles.xml", &styles(code));
        let labels: Vec<f64> = cells(&book.read().expect("readable"), "label")
            .iter()
            .map(|label| label.parse().expect("a number"))
            .collect();
        assert_eq!(labels, [-1.0, 1.0, 0.0, -2.5], "{code}");
    }
}

#[test]
fn a_sheet_says_nothing_of_its_extent_that_matters() {
    for dimension in ["1:7", "A:B", "A0:AZ9", "A1", "", "B3:A1", "nonsense"] {
        let xml = sheet(&ROWS, "").replacen(
            "<sheetData>",
            &format!("<dimension ref=\"{dimension}\"/><sheetData>"),
            1,
        );
        let table = Book::new().sheet("name=\"A\"", Some("worksheet"), &xml).read().expect("readable");
        assert_eq!(table.rows, 4, "{dimension}");
    }
}

#[test]
fn notes_before_the_table_are_passed_over_unless_they_are_asked_for() {
    let book = || {
        let notes = sheet(&[&["About these reviews"], &["Collected in 2024"]], "");
        Book::new().sheet("name=\"Read me\"", Some("worksheet"), &notes).sheet(
            "name=\"Data\"",
            Some("worksheet"),
            &sheet(&ROWS, ""),
        )
    };
    let table = book().read().expect("readable");
    assert_eq!(cells(&table, "label"), ["-1", "1", "0", "-2.5"]);
    assert!(
        table.warnings.iter().any(|warning| warning.contains("\"Read me\" is no table")),
        "{:?}",
        table.warnings
    );
    let asked = ReadOptions { sheet: Some("Read me".to_owned()), ..ReadOptions::default() };
    assert_eq!(read(&book().bytes(), &asked).expect("readable").columns.len(), 1);
    let only = Book::new().sheet("name=\"Texts\"", Some("worksheet"), &sheet(&[&["text"], &["fine"]], ""));
    assert_eq!(only.read().expect("readable").rows, 1);
}

#[test]
fn sheets_that_are_none_do_not_stop_the_others() {
    let data = sheet(&ROWS, "");
    let module =
        Book::new().sheet("name=\"Data\"", Some("worksheet"), &data).sheet("name=\"Module1\"", None, "");
    assert_eq!(module.read().expect("an old module").rows, 4);
    for kind in ["xlMacrosheet", "chartsheet", "dialogsheet"] {
        let book = Book::new().sheet("name=\"First\"", Some(kind), &data.replace("soup", "no")).sheet(
            "name=\"Data\"",
            Some("worksheet"),
            &data,
        );
        let table = book.read().expect("another sheet");
        assert_eq!((cells(&table, "text")[2], table.warnings.len()), ("soup", 0), "{kind}");
    }
    let first =
        Book::new().sheet("name=\"Module1\"", None, "").sheet("name=\"Data\"", Some("worksheet"), &data);
    let table = first.read().expect("the module comes first");
    assert!(table.warnings[0].contains("The sheet \"Module1\" is left out"), "{:?}", table.warnings);
    let broken = Book::new().sheet("name=\"A\"", Some("worksheet"), "<worksheet><sheetData><row").sheet(
        "name=\"B\"",
        Some("worksheet"),
        &data,
    );
    assert!(broken.read().expect("the second").warnings[0].contains("\"A\" is left out"));
    let alone = Book::new().sheet("name=\"Module1\"", None, "").read().expect_err("nothing to read");
    assert_eq!(alone.kind(), ErrorKind::Input);
}

#[test]
fn a_sheet_is_visible_unless_it_is_said_to_be_hidden() {
    for (state, expected) in
        [("show", "soup"), ("visible", "soup"), ("hidden", "other"), ("veryHidden", "other")]
    {
        let attributes = format!("name=\"A\" state=\"{state}\"");
        let book = Book::new().sheet(&attributes, Some("worksheet"), &sheet(&ROWS, "")).sheet(
            "name=\"B\"",
            Some("worksheet"),
            &sheet(&ROWS, "").replace("soup", "other"),
        );
        assert_eq!(cells(&book.read().expect("readable"), "text")[2], expected, "{state}");
    }
}

#[test]
fn the_parts_of_a_text_in_different_letters_are_joined_with_their_blanks() {
    let rich = "<t=\"inlineStr\"><is><r><t>one </t></r><r><rPr><b/></rPr><t>two</t></r><r><t xml:space=\"preserve\"> three</t></r></is>";
    let rows: [&[&str]; 3] = [&["text", "label"], &[rich, "1"], &["b", "2"]];
    let table =
        Book::new().sheet("name=\"A\"", Some("worksheet"), &sheet(&rows, "")).read().expect("readable");
    assert_eq!(cells(&table, "text")[0], "one two three");
}

#[test]
fn cells_and_rows_without_a_place_follow_those_before() {
    let xml = "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row><x:c t=\"str\"><x:v>text</x:v></x:c><x:c t=\"str\"><x:v>label</x:v></x:c></x:row>\
               <x:row r=\"3\"><x:c r=\"B3\" t=\"b\"><x:v>1</x:v></x:c></x:row><x:row><x:c t=\"str\"><x:v>a_x000D_b</x:v></x:c><x:c t=\"e\"><x:v>#SPILL!</x:v></x:c></x:row></x:sheetData></x:worksheet>";
    let table = Book::new().sheet("name=\"A\"", Some("worksheet"), xml).read().expect("readable");
    assert_eq!(cells(&table, "text"), ["", "", "a\rb"]);
    assert_eq!(cells(&table, "label"), ["", "TRUE", ""]);
    assert!(table.warnings[0].contains("#SPILL! in B4"), "{:?}", table.warnings);
}

#[test]
fn rows_in_any_order_are_read_by_their_numbers() {
    let xml = sheet(&ROWS, "");
    let (start, end) = (xml.find("<row r=\"2\">").expect("a row"), xml.find("<row r=\"4\">").expect("a row"));
    let mixed = format!(
        "{}{}{}",
        &xml[..start],
        &xml[end..].replacen("</sheetData>", &(xml[start..end].to_owned() + "</sheetData>"), 1),
        ""
    );
    let table = Book::new().sheet("name=\"A\"", Some("worksheet"), &mixed).read().expect("readable");
    assert_eq!(cells(&table, "text"), ["cold food", "lovely place", "soup", "cake"]);
    assert_eq!(table.first_row, 2);
}

#[test]
fn merged_labels_are_filled_down_and_merged_texts_are_not() {
    let long = "a long answer ".repeat(20);
    let rows: [&[&str]; 7] = [
        &["text", "label", "note"],
        &["a", "bad", &long],
        &["b"],
        &["c", "beneath"],
        &["d", "good"],
        &["e"],
        &["f", "bad", "x"],
    ];
    let merges = "<mergeCells><mergeCell ref=\"A1:A1\"/><mergeCell ref=\"B2:B4\"/><mergeCell ref=\"B5:B6\"/><mergeCell ref=\"C2:C6\"/></mergeCells>";
    let table =
        Book::new().sheet("name=\"A\"", Some("worksheet"), &sheet(&rows, merges)).read().expect("readable");
    assert_eq!(cells(&table, "label"), ["bad", "bad", "bad", "good", "good", "bad"]);
    assert_eq!(cells(&table, "note")[1..5], ["", "", "", ""]);
    assert!(table.warnings[0].contains("B2:B4, B5:B6"), "{:?}", table.warnings);
    assert!(
        table.warnings[1].contains("hidden beneath 1 merged cell are left out: B2:B4"),
        "{:?}",
        table.warnings
    );
}

#[test]
fn merged_headers_name_no_document() {
    let rows: [&[&str]; 4] = [&["text", "label"], &["", "", ""], &["a", "x"], &["b", "y"]];
    let merges = "<mergeCells><mergeCell ref=\"A1:A3\"/><mergeCell ref=\"A1:D1\"/></mergeCells>";
    let table =
        Book::new().sheet("name=\"A\"", Some("worksheet"), &sheet(&rows, merges)).read().expect("readable");
    assert_eq!((cells(&table, "text"), table.warnings.len()), (vec!["", "a", "b"], 0));
}

#[test]
fn formulas_without_a_value_are_named_and_empty_texts_are_not() {
    let formula = "<><f>IF(1,\"a\",\"b\")</f>";
    let empty = "<><f>A1</f><v></v>";
    let text = "<t=\"str\"><f>\"\"</f><v></v>";
    let rows: [&[&str]; 4] = [&["text", "label"], &["a", formula], &["b", empty], &["c", text]];
    let table =
        Book::new().sheet("name=\"A\"", Some("worksheet"), &sheet(&rows, "")).read().expect("readable");
    assert_eq!(table.warnings.len(), 1, "{:?}", table.warnings);
    assert!(table.warnings[0].starts_with("2 cells hold a formula without a value"), "{:?}", table.warnings);
    assert!(table.warnings[0].contains("the first is B2, the last B3"), "{:?}", table.warnings);
}

#[test]
fn further_sheets_with_the_same_columns_are_named() {
    let other: [&[&str]; 3] = [&["Label", "text"], &["1", "late bus"], &["-1", "warm bread"]];
    let notes: [&[&str]; 2] = [&["text", "year"], &["a note", "2023"]];
    let empty: [&[&str]; 1] = [&["text", "label"]];
    let kind = Some("worksheet");
    let book = || Book::new().sheet("name=\"2023\"", kind, &sheet(&ROWS, ""));
    let more = |book: Book| {
        let book = book.sheet("name=\"Notes\"", kind, &sheet(&notes, ""));
        let book = book.sheet("name=\"Form\"", kind, &sheet(&empty, ""));
        book.sheet("name=\"Old\" state=\"hidden\"", kind, &sheet(&ROWS, ""))
    };
    let table = more(book()).read().expect("readable");
    assert_eq!(table.warnings, [""; 0], "no other sheet is more of the same");
    let book = || more(book()).sheet("name=\"2024\"", kind, &sheet(&other, ""));
    let table = book().read().expect("readable");
    assert_eq!((table.rows, table.warnings.len()), (4, 1), "{:?}", table.warnings);
    assert!(
        table.warnings[0].contains("\"2024\" has the same columns and is not read"),
        "{:?}",
        table.warnings
    );
    let long: Vec<&[&str]> = [&ROWS[..1], &[&["rain", "1"][..]; 200]].concat();
    let table = book().sheet("name=\"2025\"", kind, &sheet(&long, "")).read().expect("readable");
    assert!(table.warnings[0].starts_with("2 further sheets have the same columns"), "{:?}", table.warnings);
    let chosen = ReadOptions { sheet: Some("2024".to_owned()), ..ReadOptions::default() };
    assert_eq!(read(&book().bytes(), &chosen).expect("readable").warnings, [""; 0]);
}

#[test]
fn different_numbers_stay_different_labels_whatever_their_format_shows() {
    let rows: [&[&str]; 5] = [&["text", "label"], &["a", "1.25"], &["b", "1.31"], &["c", "2"], &["d", "1.3"]];
    let read = |code: &str| {
        let book = Book::new().sheet("name=\"A\"", Some("worksheet"), &sheet(&rows, ""));
        book.part("xl/styles.xml", &styles(code)).read().expect("readable")
    };
    let table = read("0.0");
    assert_eq!(cells(&table, "label"), ["1.25", "1.31", "2.0", "1.3"]);
    assert!(
        table.warnings[0].contains("the format 0.0 shows different numbers alike (1.25 and 1.31 as 1.3)"),
        "{:?}",
        table.warnings
    );
    let table = read("0.00");
    assert_eq!((cells(&table, "label"), table.warnings.len()), (vec!["1.25", "1.31", "2.00", "1.30"], 0));
}

#[test]
fn the_row_of_totals_below_a_table_is_no_document() {
    let rows: [&[&str]; 5] = [&["text", "label"], &["a", "1"], &["b", "2"], &["c", "2"], &["Total", "5"]];
    let book = Book::new()
        .sheet("name=\"A\"", Some("worksheet"), &sheet(&rows, ""))
        .part("xl/worksheets/_rels/sheet1.xml.rels", &format!("<Relationships><Relationship Id=\"r\" Type=\"{TYPE}/table\" Target=\"../tables/table1.xml\"/></Relationships>"))
        .part("xl/tables/table1.xml", "<table ref=\"A1:B5\" totalsRowCount=\"1\"/>");
    let table = book.read().expect("readable");
    assert!(table.warnings[0].contains("totals below the table is left out: A5:B5"), "{:?}", table.warnings);
    let corpus =
        corpus::build(&table, &Columns::default(), wordify::corpus::Copies::DropExact).expect("two labels");
    assert_eq!(corpus.labels, ["1", "2"]);
    let account = corpus.account;
    assert_eq!(account.documents + account.dropped.len(), account.rows);
    assert!(account.dropped.iter().all(|row| row.reason == DropReason::TotalsRow && row.row == 5));
}

/// A record of a binary workbook: its kind, seven bits a byte, its length, its bytes.
fn record(kind: u32, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    if kind < 0x80 {
        bytes.push(kind as u8);
    } else {
        bytes.extend([(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8]);
    }
    let mut length = data.len();
    while length >= 0x80 {
        bytes.push(length as u8 & 0x7f | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend(data);
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [(units.len() as u32).to_le_bytes().to_vec(), units.iter().flat_map(|unit| unit.to_le_bytes()).collect()]
        .concat()
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A binary workbook whose sheet holds `records` between the marks of its data.
fn binary(records: &[Vec<u8>], formats: &[Vec<u8>]) -> Vec<u8> {
    let relation = |kind: &str, target: &str| {
        format!("<Relationships><Relationship Id=\"rId1\" Type=\"{TYPE}/{kind}\" Target=\"{target}\"/></Relationships>").into_bytes()
    };
    let bundle = [numbers(&[0, 1]), wide("rId1"), wide("Data")].concat();
    zip(&[
        ("_rels/.rels".to_owned(), relation("officeDocument", "xl/workbook.bin")),
        ("xl/_rels/workbook.bin.rels".to_owned(), relation("worksheet", "worksheets/sheet1.bin")),
        ("xl/workbook.bin".to_owned(), [record(131, &[]), record(156, &bundle), record(132, &[])].concat()),
        (
            "xl/worksheets/sheet1.bin".to_owned(),
            [record(145, &[]), records.concat(), record(146, &[])].concat(),
        ),
        ("xl/styles.bin".to_owned(), formats.concat()),
    ])
}

#[test]
fn binary_workbooks_have_signs_formats_and_cells_without_a_column() {
    let percent = [170_u16.to_le_bytes().to_vec(), wide("0.0%")].concat();
    let formats = [
        record(44, &percent),
        record(617, &numbers(&[2])),
        record(47, &[0, 0, 0, 0, 0, 0, 0, 0]),
        record(47, &[0, 0, 170, 0, 0, 0, 0, 0]),
        record(618, &[]),
    ];
    let rk = |value: i32| ((value << 2) | 2) as u32;
    let cell = |column: u32, style: u32| numbers(&[column, style]);
    let text = |column: u32, text: &str| record(6, &[cell(column, 0), wide(text)].concat());
    let records = [
        record(0, &numbers(&[0, 0])),
        text(0, "text"),
        // After the first cell of the row the next has no column number of its own.
        record(17, &[numbers(&[0]), wide("label")].concat()),
        record(17, &[numbers(&[0]), wide("share")].concat()),
        record(0, &numbers(&[1, 0])),
        record(62, &[cell(0, 0), vec![0], wide("one two")].concat()),
        record(13, &numbers(&[0, rk(-1)])),
        record(16, &[numbers(&[1]), 0.251_f64.to_le_bytes().to_vec()].concat()),
        record(0, &numbers(&[2, 0])),
        record(8, &[cell(0, 0), wide("formula")].concat()),
        record(2, &[cell(1, 0), numbers(&[rk(-2)])].concat()),
        record(9, &[cell(2, 1), (-0.5_f64).to_le_bytes().to_vec()].concat()),
        record(0, &numbers(&[3, 0])),
        text(0, "c"),
        record(176, &numbers(&[2, 3, 1, 1])),
    ];
    let table = read(&binary(&records, &formats), &ReadOptions::default()).expect("readable");
    assert_eq!(cells(&table, "text"), ["one two", "formula", "c"]);
    assert_eq!(cells(&table, "label"), ["-1", "-2", "-2"]);
    assert_eq!(cells(&table, "share"), ["25.1%", "-50.0%", ""]);
    assert!(table.warnings[0].contains("B3:B4"), "{:?}", table.warnings);
}

#[test]
fn a_binary_workbook_that_ends_inside_a_record_is_damaged() {
    let cut = record(6, &numbers(&[0, 0, 99]));
    let error = read(&binary(&[record(0, &numbers(&[0, 0])), cut], &[]), &ReadOptions::default());
    assert_eq!(error.expect_err("cut off").kind(), ErrorKind::Input);
}
