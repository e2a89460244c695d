//! Files of statistics packages are read as these show them. How they were made: `files/make_package_files.py`.

use wordify::ErrorKind;
use wordify::corpus::{self, Columns, DropReason};
use wordify::table::{Column, Format, ReadOptions, Table, read};

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a file of the tests")
}

fn table(name: &str) -> Table {
    read(&file(name), &ReadOptions::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn column<'a>(table: &'a Table, name: &str) -> &'a Column {
    table.columns.iter().find(|found| found.name == name).expect("a column of this name")
}

fn cells<'a>(table: &'a Table, name: &str) -> Vec<&'a str> {
    column(table, name).cells().collect()
}

/// The cells of `text` with so many times `long ` in the second.
fn texts(times: usize) -> [String; 5] {
    ["A naïve, schön day", &format!("{}end", "long ".repeat(times)), "", "Łódź?", "NA"].map(str::to_owned)
}

const RATING: [&str; 5] = ["bad", "good (2)", "good (3)", "", ""];
const SCORE: [&str; 5] = ["-1.5", "0.1", "0.333333333333333", "1234567", ""];
const DAY: [&str; 5] = ["2016-05-01", "1959-12-31", "", "2000-02-29", "1600-03-01"];
const MOMENT: [&str; 5] = ["2016-05-01 14:30:00", "1959-12-31 23:59:59", "", "", "2000-01-01"];

#[test]
fn files_of_spss_are_read_with_their_labels() {
    for (name, format) in [
        ("pyreadstat.sav", Format::Sav),
        ("pyreadstat_coded.sav", Format::Sav),
        ("pyreadstat.zsav", Format::Zsav),
    ] {
        let table = table(name);
        assert_eq!((table.format, table.rows, table.warnings.len()), (format, 5, 0), "{name}");
        assert!(table.facts.contains(&("encoding", "UTF-8".to_owned())), "{name}");
        assert_eq!(cells(&table, "text"), texts(60), "{name}: of more than 255 bytes");
        assert_eq!(cells(&table, "rating"), RATING, "{name}: two codes with one label stay two");
        assert_eq!(cells(&table, "kind"), ["Äpfel", "pears", "c", "", "Äpfel"], "{name}");
        assert_eq!(cells(&table, "score"), SCORE, "{name}");
        assert_eq!(cells(&table, "day"), DAY, "{name}");
        assert_eq!(cells(&table, "moment"), MOMENT, "{name}");
        assert_eq!(column(&table, "text").description, "What did you like? (naïve)", "{name}");
        let marked = [3, 4].map(|row| column(&table, "rating").is_marked_missing(row));
        assert_eq!(marked, [true, false], "{name}: 99 is declared missing, the last has no value");
    }
}

#[test]
fn files_of_stata_are_read_with_their_labels() {
    for (name, times) in
        [("pyreadstat.dta", 60), ("pandas_117.dta", 60), ("pandas_119.dta", 60), ("haven_8.dta", 40)]
    {
        let table = table(name);
        assert_eq!((table.format, table.rows), (Format::Dta, 5), "{name}");
        assert_eq!(cells(&table, "text"), texts(times), "{name}");
        assert_eq!(cells(&table, "score"), SCORE, "{name}");
        // Stata 8 knew days only.
        let moment =
            if name == "haven_8.dta" { MOMENT.map(|moment| &moment[..moment.len().min(10)]) } else { MOMENT };
        assert_eq!(cells(&table, "moment"), moment, "{name}");
    }
    for name in ["pyreadstat.dta", "haven_8.dta"] {
        let table = table(name);
        assert_eq!(cells(&table, "rating")[..3], RATING[..3], "{name}: two codes with one label stay two");
        assert_eq!(cells(&table, "day"), DAY, "{name}");
        assert_eq!(column(&table, "rating").description, "How was it?", "{name}");
    }
    assert_eq!(cells(&table("pyreadstat.dta"), "rating")[3..], ["no answer", ""]);
    for name in ["pandas_117.dta", "pandas_119.dta"] {
        assert_eq!(cells(&table(name), "whole"), ["100", "-127", "5", "7", "0"], "{name}");
    }
    let tagged = table("haven_8.dta");
    let rating = column(&tagged, "rating");
    assert_eq!([3, 4].map(|row| rating.is_marked_missing(row)), [false, true], "the last is .a");
}

#[test]
fn files_of_sas_are_read_with_their_labels() {
    for (name, version, format) in [("haven_5.xpt", "5", Format::Xpt), ("haven_8.xpt", "8", Format::Xpt)] {
        let table = table(name);
        assert_eq!((table.format, table.rows), (format, 5), "{name}");
        assert!(table.facts.contains(&("version", version.to_owned())), "{name}");
        let long = "long ".repeat(39);
        assert_eq!(cells(&table, "text"), ["A naïve day", long.trim(), "", "Łódź?", "NA"], "{name}");
        assert_eq!(cells(&table, "score"), SCORE, "{name}");
        assert_eq!(cells(&table, "day"), DAY, "{name}");
        assert_eq!(cells(&table, "moment"), MOMENT, "{name}");
        let tagged = column(&table, "tagged");
        assert_eq!(tagged.cells().collect::<Vec<_>>(), ["1", "2", "", "", "3"], "{name}");
        assert_eq!([2, 3].map(|row| tagged.is_marked_missing(row)), [true, false], "{name}: .A and .");
        assert_eq!(tagged.description, "How was it?", "{name}");
    }
    let table = table("haven.sas7bdat");
    assert_eq!((table.format, table.rows), (Format::Sas7bdat, 5));
    assert_eq!(cells(&table, "text"), ["A naïve day", "long", "", "Łódź?", "NA"]);
    assert_eq!((cells(&table, "score"), cells(&table, "day")), (SCORE.to_vec(), DAY.to_vec()));
    assert_eq!(cells(&table, "moment"), MOMENT);
}

#[test]
fn objects_of_r_are_read_with_their_labels_and_levels() {
    let [first, second] = ["r.rds", "r.RData"].map(table);
    assert_eq!((first.format, second.format), (Format::Rds, Format::RData));
    for table in [&first, &second] {
        let [head, _, rest @ ..] = texts(40);
        let long = format!("{}end", "long ".repeat(40));
        assert_eq!(cells(table, "text")[..2], [format!("{head}  "), long], "the first is in Latin-1");
        assert_eq!(cells(table, "text")[2..], rest);
        assert_eq!(cells(table, "rating"), RATING, "two codes with one label stay two");
        assert_eq!(
            [3, 4].map(|row| column(table, "rating").is_marked_missing(row)),
            [false, true],
            "NA and .a"
        );
        assert_eq!(cells(table, "coded"), RATING);
        assert_eq!(
            [3, 4].map(|row| column(table, "coded").is_marked_missing(row)),
            [true, false],
            "99 and NA"
        );
        assert_eq!((cells(table, "score"), cells(table, "day")), (SCORE.to_vec(), DAY.to_vec()));
        assert_eq!(cells(table, "moment"), MOMENT);
        assert_eq!(cells(table, "kind"), ["Äpfel", "pears", "c", "", "Äpfel"]);
        assert_eq!(cells(table, "kept"), ["TRUE", "FALSE", "", "TRUE", "FALSE"]);
        assert_eq!([cells(table, "whole"), cells(table, "counted")], [["1", "2", "3", "4", "5"]; 2]);
        assert!(table.warnings.iter().any(|warning| warning.contains("\"listed\"")), "{:?}", table.warnings);
        assert_eq!(column(table, "coded").description, "How was it?");
    }
    assert!(second.facts.contains(&("object", "table".to_owned())));
    assert!(second.warnings.iter().any(|warning| warning.contains("\"other\"")), "{:?}", second.warnings);
    let other = ReadOptions { sheet: Some("other".to_owned()), ..ReadOptions::default() };
    let other = read(&file("r.RData"), &other).expect("readable");
    assert_eq!((cells(&other, "text"), cells(&other, "row names")), (vec!["x", "y"], vec!["anna", "bert"]));
    let wrong = ReadOptions { sheet: Some("notes".to_owned()), ..ReadOptions::default() };
    assert_eq!(read(&file("r.RData"), &wrong).expect_err("no frame").kind(), ErrorKind::Column);
}

#[test]
fn files_and_streams_of_arrow_are_read() {
    let [a, b] = ["pyarrow.feather", "pyarrow.arrows"].map(table);
    assert!(a.facts.contains(&("record batches", "2".to_owned())), "{:?}", a.facts);
    let lz4 = table("pyarrow_lz4.feather");
    for table in [a, b] {
        assert_eq!((table.format, table.rows), (Format::Arrow, 3));
        let long = "x".repeat(40);
        for (name, expected) in [
            ("text", ["A naïve, schön day  ", "", long.as_str()]),
            ("large", ["", "NA", ""]),
            ("view", ["short", "a text of more than twelve bytes", ""]),
            ("label", ["good", "", "good"]),
            ("score", ["-1.5", "", "0.333333333333333"]),
            ("share", ["0.1", "", "-2.5"]),
            ("half", ["0.5", "", "-2.5"]),
            ("kept", ["true", "", "false"]),
            ("whole", ["-128", "", "127"]),
            ("unsigned", ["18446744073709551615", "", "0"]),
            ("day", ["2016-05-01", "", "1959-12-31"]),
            ("day64", ["2016-05-01", "", "1959-12-31"]),
            ("clock", ["14:30:00", "", "00:00:01"]),
            ("moment", ["2016-05-01 14:30:00", "", "1959-12-31 23:59:59"]),
            ("wait", ["2 days 00:00:01", "", "00:00:00"]),
            ("price", ["-0.05", "", "123.45"]),
            ("code", ["ab", "", "cd"]),
            ("nothing", ["", "", ""]),
            ("meta.a", ["1", "", ""]),
            ("meta.b.c", ["x", "", "y"]),
            ("last", ["first", "second", "third"]),
        ] {
            assert_eq!(cells(&table, name), expected, "{name}");
        }
        assert_eq!(cells(&table, "label"), cells(&lz4, "label"));
        assert_eq!(cells(&table, "text"), cells(&lz4, "text"));
        assert_eq!(table.columns.len(), 21);
        assert_eq!(table.warnings.len(), 1);
        assert!(table.warnings[0].contains("\"words\""), "{:?}", table.warnings);
    }
}

/// `name` with the bytes at `at` overwritten.
fn overwritten(name: &str, at: usize, with: &[u8]) -> Vec<u8> {
    let mut bytes = file(name);
    bytes[at..at + with.len()].copy_from_slice(with);
    bytes
}

#[test]
fn a_file_of_arrow_is_read_by_the_list_at_its_end() {
    // As polars writes it: the first message has no length in front.
    let bytes = overwritten("pyarrow.feather", 8, &[4, 0, 0, 0, 0xf2, 0xff, 0xff, 0xff]);
    assert_eq!(read(&bytes, &ReadOptions::default()).expect("readable"), table("pyarrow.feather"));
    // Where polars cut it, it is no stream.
    assert!(read(&bytes[..bytes.len() - 7], &ReadOptions::default()).is_err());
}

#[test]
fn a_file_of_arrow_with_a_wrong_list_at_its_end_is_read_from_its_beginning() {
    let (name, whole) = ("pyarrow.feather", table("pyarrow.feather"));
    let bytes = file(name);
    let at = bytes.len() - 10;
    let length = u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize;
    // The place of the first record batch: its beginning is that of its message, behind the schema.
    let is_place = |eight: &[u8]| {
        let place = usize::from_le_bytes(eight.try_into().expect("eight bytes"));
        place > 8 && bytes.get(place..place + 4) == Some(&[0xff; 4][..])
    };
    let place = (at - length..at - 24).find(|&at| is_place(&bytes[at..at + 8])).expect("a place");
    for (at, with) in [
        (at, u32::MAX.to_le_bytes().to_vec()),
        (at, 0_u32.to_le_bytes().to_vec()),
        (place, i64::MAX.to_le_bytes().to_vec()),
        (place, (-1_i64).to_le_bytes().to_vec()),
        (place, 8_i64.to_le_bytes().to_vec()),
        (place, (bytes.len() as i64 - 4).to_le_bytes().to_vec()),
    ] {
        let read = read(&overwritten(name, at, &with), &ReadOptions::default());
        assert_eq!(read.expect("readable"), whole, "{with:?} at {at}");
    }
}

#[test]
fn columns_of_arrow_that_nobody_wants_are_not_read() {
    let options =
        ReadOptions { columns: vec!["last".to_owned(), "label".to_owned()], ..ReadOptions::default() };
    for name in ["pyarrow.feather", "pyarrow.arrows"] {
        let table = read(&file(name), &options).expect("readable");
        assert_eq!(
            (cells(&table, "last"), cells(&table, "label")),
            (vec!["first", "second", "third"], vec!["good", "", "good"])
        );
        assert!(column(&table, "text").is_empty(), "{name}");
        assert!(table.facts.contains(&("columns read", "2 of 21".to_owned())), "{:?}", table.facts);
    }
}

#[test]
fn values_that_are_declared_missing_are_counted_under_their_reason() {
    let table = table("pyreadstat.sav");
    let corpus = corpus::build(&table, &Columns::new("kind", "rating"), corpus::Copies::Keep)
        .expect("three documents");
    let dropped = &corpus.account.dropped_by_reason;
    assert_eq!(dropped.get(&DropReason::MissingText), Some(&1), "the fourth has no kind");
    assert_eq!(dropped.get(&DropReason::MissingLabel), Some(&1), "the last has no rating");
    assert_eq!(corpus.labels, ["bad", "good (2)", "good (3)"]);
    let corpus = corpus::build(&table, &Columns::new("score", "rating"), corpus::Copies::Keep)
        .expect("three documents");
    assert_eq!(corpus.account.dropped_by_reason.get(&DropReason::MarkedLabel), Some(&1));
}

#[test]
fn an_encoding_that_the_user_names_is_used() {
    let mut options = ReadOptions { encoding: Some("windows-1252".to_owned()), ..ReadOptions::default() };
    let table = read(&file("pandas_117.dta"), &options).expect("readable");
    assert_eq!(table.columns[0].cell(0), "A naÃ¯ve, schÃ¶n day");
    options.encoding = Some("klingon".to_owned());
    assert_eq!(read(&file("pandas_117.dta"), &options).expect_err("no such").kind(), ErrorKind::Setting);
}

const NAMES: [&str; 11] = [
    "pyreadstat.sav",
    "pyreadstat_coded.sav",
    "pyreadstat.zsav",
    "pyreadstat.dta",
    "pandas_117.dta",
    "pandas_119.dta",
    "haven_8.dta",
    "haven.sas7bdat",
    "haven_8.xpt",
    "pyarrow.feather",
    "pyarrow.arrows",
];

#[test]
fn a_file_that_ends_early_is_an_error_with_a_remedy_at_every_length() {
    // Transport files say nowhere how many rows they have.
    for name in NAMES.into_iter().filter(|name| !name.ends_with("xpt")) {
        let bytes = file(name);
        for length in (12..bytes.len()).step_by(7) {
            match read(&bytes[..length], &ReadOptions::default()) {
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Input, "{name} at {length}: {error}");
                    assert!(error.remedy_text().is_some(), "{name} at {length}: {error}");
                }
                Ok(read) => {
                    if read.warnings.iter().any(|warning| warning.contains("has no end")) {
                        continue;
                    }
                    // Value labels stand at the end of the older files.
                    let whole = table(name);
                    assert_eq!(cells(&read, "text"), cells(&whole, "text"), "{name} at {length}");
                }
            }
        }
    }
}

/// Places of each file at which a byte is made wrong.
const PLACES: usize = 1500;

#[test]
fn a_file_with_a_wrong_byte_anywhere_is_read_or_refused() {
    for name in NAMES {
        let bytes = file(name);
        for at in (4..bytes.len()).step_by(bytes.len().div_ceil(PLACES)) {
            for wrong in [0, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] = wrong;
                if let Ok(table) = read(&bytes, &ReadOptions::default()) {
                    assert!(table.columns.iter().all(|column| column.len() == table.rows), "{name} at {at}");
                }
            }
        }
    }
}
