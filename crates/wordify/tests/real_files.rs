//! Files that real programs wrote are read as their users saw them. How they were made: `files/make_files.py`.

use wordify::ErrorKind;
use wordify::table::{Format, ReadOptions, Table, load, read};

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a file of the tests")
}

fn table(name: &str) -> Table {
    read(&file(name), &ReadOptions::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn cells<'a>(table: &'a Table, column: &str) -> Vec<&'a str> {
    let column = table.columns.iter().find(|found| found.name == column);
    column.expect("a column of this name").cells().collect()
}

fn check(name: &str, table: &Table, expected: &[(&str, [&str; 5])]) {
    for (column, expected) in expected {
        assert_eq!(cells(table, column), expected, "{name}, {column}");
    }
}

const TEXT: [&str; 5] = ["A clear “morning” – schön, 很好 & <warm>", "Line one\nline two", "", "", "nan"];
const MOMENT: &str = "2016-05-01 14:30:00";

#[test]
fn workbooks_are_read_as_they_were_shown() {
    for (name, format) in [
        ("libreoffice.xlsx", Format::Xlsx),
        ("libreoffice.xlsm", Format::Xlsx),
        ("openpyxl.xlsx", Format::Xlsx),
        ("strict.xlsx", Format::Xlsx),
        ("libreoffice.xls", Format::Xls),
        ("libreoffice.ods", Format::Ods),
    ] {
        let table = table(name);
        assert_eq!((table.format, table.rows, table.first_row), (format, 5, 4), "{name}");
        assert!(table.facts.contains(&("sheet", "Data".to_owned())), "{name}: the first sheet is empty");
        check(
            name,
            &table,
            &[
                ("text", TEXT),
                ("label", ["good", "bad", "good", "", "bad"]),
                ("year", ["2016", "2017", "2018", "", "2019"]),
                ("price", ["12.50", "0.3", "3", "", "1,234,567.9"]),
                ("share", ["50%", "7.5%", "100%", "", "0%"]),
                ("day", ["2016-05-01", "2016-05-01", "2016-05-01", "", "2016-05-01"]),
                ("moment", [MOMENT, MOMENT, MOMENT, "", MOMENT]),
                ("kept", ["TRUE", "FALSE", "TRUE", "", "FALSE"]),
                ("code", ["00123", "00007", "99999", "", "00000"]),
            ],
        );
    }
}

#[test]
fn formulas_count_by_their_value_and_errors_are_missing_with_a_warning() {
    for name in ["libreoffice.xlsx", "libreoffice.xlsm", "strict.xlsx", "libreoffice.ods", "libreoffice.xls"]
    {
        let table = table(name);
        assert_eq!(cells(&table, "fault")[..4], ["", "", "2", ""], "{name}");
        assert_eq!(table.warnings.len(), 1, "{name}");
        assert!(
            table.warnings[0].starts_with("2 cells show an error")
                && table.warnings[0].contains("#N/A in K4")
        );
    }
}

#[test]
fn a_binary_workbook_is_read_without_number_formats() {
    let table = table("pyxlsbwriter.xlsb");
    assert_eq!((table.format, table.rows, table.first_row), (Format::Xlsb, 4, 2));
    assert_eq!(cells(&table, "text"), [TEXT[0], TEXT[1], "", "nan"]);
    assert_eq!(cells(&table, "year"), ["2016", "2017", "2018", "2019"]);
    assert_eq!(cells(&table, "price"), ["12.5", "0.3", "3", "1234567.891"]);
    assert_eq!(cells(&table, "day"), ["2016-05-01"; 4]);
    assert_eq!(cells(&table, "moment"), [MOMENT; 4]);
    assert_eq!(cells(&table, "kept"), ["TRUE", "FALSE", "TRUE", "FALSE"]);
}

#[test]
fn the_row_numbers_of_pandas_are_a_column_without_a_name() {
    let table = table("pandas.xlsx");
    assert_eq!(table.columns[0].name, "column 1");
    assert_eq!(cells(&table, "text"), ["A clear morning", "schön", ""]);
}

#[test]
fn a_csv_of_libreoffice_holds_the_same_texts_at_the_same_rows() {
    let table = table("libreoffice.csv");
    assert_eq!((table.format, table.rows, table.first_row), (Format::Csv, 5, 4));
    check("libreoffice.csv", &table, &[("text", TEXT), ("label", ["good", "bad", "good", "", "bad"])]);
}

#[test]
fn a_sheet_is_chosen_by_name_in_any_case_or_by_number() {
    for name in ["libreoffice.xlsx", "libreoffice.xls", "libreoffice.ods"] {
        for sheet in ["notes", "3"] {
            let options = ReadOptions { sheet: Some(sheet.to_owned()), ..ReadOptions::default() };
            let table = read(&file(name), &options).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!((cells(&table, "text"), table.first_row), (vec!["a note"], 2), "{name}");
        }
        let options = ReadOptions { sheet: Some("Tabelle9".to_owned()), ..ReadOptions::default() };
        let error = read(&file(name), &options).expect_err("no such sheet");
        assert_eq!(error.kind(), ErrorKind::Column);
        assert!(error.to_string().contains("1 \"Empty\", 2 \"Data\", 3 \"Notes\""), "{error}");
    }
}

#[test]
fn parquet_is_read_in_every_compression_and_encoding() {
    for name in [
        "plain.parquet",
        "snappy_groups.parquet",
        "gzip.parquet",
        "zstd_v2.parquet",
        "delta.parquet",
        "dictionary_large_string.parquet",
    ] {
        let table = table(name);
        assert_eq!((table.format, table.rows, table.first_row), (Format::Parquet, 6, 1), "{name}");
        assert_eq!(
            cells(&table, "text"),
            ["A clear morning", "", "schön, 很好", "a clear morning", "", "nan"],
            "{name}"
        );
        assert_eq!(cells(&table, "label"), ["good", "bad", "good", "", "bad", "bad"], "{name}");
        assert_eq!(cells(&table, "stars"), ["5", "1", "", "4", "2", "3"], "{name}");
        assert_eq!(cells(&table, "price"), ["12.5", "", "0.3", "3", "", "-0.001"], "{name}");
        assert_eq!(cells(&table, "kept"), ["true", "false", "", "true", "true", "false"], "{name}");
        assert_eq!(cells(&table, "day")[..2], ["2016-05-01", ""], "{name}");
        assert_eq!(cells(&table, "moment")[..2], [MOMENT, ""], "{name}");
    }
    assert_eq!(cells(&table("pandas.parquet"), "stars"), ["5", "1", "", "4", "2", "3"]);
    assert!(table("dictionary_large_string.parquet").warnings[0].contains("\"tags.list.element\""));
}

#[test]
fn every_format_is_read_compressed_too() {
    for name in ["libreoffice.xlsx", "libreoffice.xls", "libreoffice.ods", "libreoffice.csv", "plain.parquet"]
    {
        let plain = table(name);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut gzip, &file(name)).expect("in memory");
        let gzip = gzip.finish().expect("in memory");
        let zstd = zstd::encode_all(file(name).as_slice(), 3).expect("in memory");
        for (layer, packed) in [("gzip", gzip), ("zstd", zstd)] {
            let mut read =
                read(&packed, &ReadOptions::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(read.facts.pop(), Some(("compression", layer.to_owned())));
            assert_eq!(read, plain, "{name}");
        }
    }
}

#[test]
fn a_workbook_with_a_password_is_reported_with_a_remedy() {
    for name in ["encrypted.xlsx", "encrypted.ods"] {
        let error = read(&file(name), &ReadOptions::default()).expect_err("a password");
        assert_eq!(error.message(), "the workbook is encrypted with a password", "{name}");
        assert!(error.remedy_text().is_some_and(|remedy| remedy.contains("remove the password")));
    }
}

#[test]
fn a_file_that_ends_early_is_an_error_with_a_remedy_at_every_length() {
    for name in [
        "libreoffice.xlsx",
        "libreoffice.xls",
        "libreoffice.ods",
        "pyxlsbwriter.xlsb",
        "plain.parquet",
        "delta.parquet",
    ] {
        let bytes = file(name);
        for length in (8..bytes.len() - 1).step_by(61) {
            // Small files in compound form may have all of their data before the end.
            if let Err(error) = read(&bytes[..length], &ReadOptions::default()) {
                assert_eq!(error.kind(), ErrorKind::Input, "{name} at {length}: {error}");
                assert!(error.remedy_text().is_some(), "{name} at {length}: {error}");
            } else {
                assert_eq!(name, "libreoffice.xls", "only xls may be complete before its end ({length})");
            }
        }
    }
}

#[test]
fn of_parquet_only_the_wanted_columns_are_read() {
    let read = |wanted: &[&str]| {
        let columns = wanted.iter().map(|&name| name.to_owned()).collect();
        let options = ReadOptions { columns, ..ReadOptions::default() };
        load(file("plain.parquet").into(), &options).expect("readable").0
    };
    let all = read(&[]);
    for wanted in [&["text", "label"][..], &["LABEL", "text"], &["label", "label"]] {
        let some = read(wanted);
        assert_eq!(some.rows, all.rows);
        for (column, whole) in some.columns.iter().zip(&all.columns) {
            let is_wanted = wanted.iter().any(|name| name.eq_ignore_ascii_case(&column.name));
            assert_eq!(
                (column.name.as_str(), column.len()),
                (whole.name.as_str(), if is_wanted { 6 } else { 0 })
            );
            assert!(!is_wanted || column == whole);
        }
    }
    let number =
        (all.columns.iter().position(|column| column.name == "label").expect("labels") + 1).to_string();
    assert_eq!(cells(&read(&[&number]), "label"), cells(&all, "label"));
    // What is not clear is for the caller to report, who needs to see all.
    assert_eq!(read(&["text", "missing"]), all);
}

/// One page of texts in the old framing of LZ4, which Hadoop began and which few writers still use.
fn old_lz4(texts: &[&str]) -> Vec<u8> {
    use parquet::basic::Compression;
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    let schema = parse_message_type("message table { required binary text (UTF8); }").expect("a schema");
    let properties = WriterProperties::builder().set_compression(Compression::LZ4).build();
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema.into(), properties.into()).expect("in memory");
    let mut group = writer.next_row_group().expect("in memory");
    let mut column = group.next_column().expect("in memory").expect("a column");
    let values: Vec<ByteArray> = texts.iter().map(|&text| text.into()).collect();
    column.typed::<ByteArrayType>().write_batch(&values, None, None).expect("in memory");
    column.close().expect("in memory");
    group.close().expect("in memory");
    writer.into_inner().expect("in memory")
}

#[test]
fn the_old_framing_of_lz4_is_read_and_refused_where_it_is_cut() {
    let texts: Vec<String> = (0..500).map(|number| format!("a clear morning {}", number % 7)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut bytes = old_lz4(&texts);
    let table = read(&bytes, &ReadOptions::default()).expect("readable");
    assert_eq!(cells(&table, "text"), texts);
    // The length that the framing begins with, and the block behind it.
    for at in (4..60).step_by(5) {
        bytes[at] ^= 0xff;
        let _ = read(&bytes, &ReadOptions::default());
        bytes[at] ^= 0xff;
    }
}

#[test]
fn the_end_of_a_file_as_dos_marks_it_is_no_row() {
    for end in ["\u{1a}", "\r\n\u{1a}", "\u{1a}\u{1a}\u{1a}"] {
        let csv = format!("text,label\r\na,x\r\nb \u{1a} c,y{end}");
        let table = read(csv.as_bytes(), &ReadOptions::default()).expect("readable");
        assert_eq!(
            (cells(&table, "text"), cells(&table, "label")),
            (vec!["a", "b \u{1a} c"], vec!["x", "y"])
        );
        assert_eq!(table.warnings, [""; 0]);
    }
}

/// An OpenDocument spreadsheet with one sheet of these rows.
fn ods(rows: &str) -> Vec<u8> {
    use std::io::Write;
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"Data\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, part) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
    ] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("in memory");
        writer.write_all(part.as_bytes()).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

#[test]
fn merged_labels_of_opendocument_are_filled_down_and_what_is_beneath_is_left_out() {
    let cell = |attributes: &str, text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\" {attributes}><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let covered =
        |text: &str| format!("<table:covered-table-cell><text:p>{text}</text:p></table:covered-table-cell>");
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let rows = [
        row(&[cell("", "text"), cell("", "label")]),
        row(&[
            cell("", "a"),
            cell("table:number-rows-spanned=\"3\" table:number-columns-spanned=\"1\"", "bad"),
        ]),
        row(&[cell("", "b"), "<table:covered-table-cell/>".to_owned()]),
        row(&[cell("", "c"), covered("hidden")]),
        row(&[cell("", "d"), cell("", "good")]),
    ];
    let table = read(&ods(&rows.concat()), &ReadOptions::default()).expect("readable");
    assert_eq!(cells(&table, "label"), ["bad", "bad", "bad", "good"]);
    assert!(table.warnings.iter().any(|warning| warning.contains("B2:B4")), "{:?}", table.warnings);
}

#[test]
fn numbers_that_opendocument_shows_alike_are_told_apart() {
    let row = |text: &str, kind: &str, number: f64, shown: &str| {
        format!(
            "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"{kind}\" office:value=\"{number:?}\"><text:p>{shown}</text:p>\
             </table:table-cell></table:table-row>"
        )
    };
    let read = |cells: &[(&str, f64, &str)]| {
        let rows: String = ["a", "b", "c"]
            .into_iter()
            .zip(cells)
            .map(|(text, cell)| row(text, cell.0, cell.1, cell.2))
            .collect();
        let header = ["text", "label"].map(|name| {
            format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{name}</text:p></table:table-cell>"
            )
        });
        let rows = format!("<table:table-row>{}</table:table-row>{rows}", header.concat());
        read(&ods(&rows), &ReadOptions::default()).expect("readable")
    };
    let table = read(&[("float", 1.0, "★"), ("float", 2.0, "★"), ("float", -3.0, "★★")]);
    assert_eq!(cells(&table, "label"), ["1", "2", "-3"]);
    assert!(table.warnings[0].contains("a format shows different numbers alike (1 and 2 as ★)"), "{table:?}");
    let table = read(&[("percentage", 0.25, "25%"), ("percentage", 0.254, "25%"), ("float", 0.25, "25 %")]);
    assert_eq!(cells(&table, "label"), ["0.25", "0.254", "0.25"]);
    for same in [
        [("percentage", 0.1 + 0.2, "30%"), ("percentage", 0.3, "30%"), ("percentage", -0.5, "-50%")],
        [("currency", 5.0, "5,00 €"), ("currency", 6.0, "6,00 €"), ("currency", 5.0, "5,00 €")],
    ] {
        let table = read(&same);
        assert_eq!((cells(&table, "label"), table.warnings.len()), (same.map(|cell| cell.2).to_vec(), 0));
    }
}
