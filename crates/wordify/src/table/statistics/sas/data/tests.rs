//! A small file, laid out as SAS lays out its own on Linux: one page with two columns, `DAY` of numbers and `TEXT` of eight bytes.

use super::*;

const PAGE: usize = 4096;
const HEADER: usize = 1024;
const ROW: usize = 16;

/// A row as it is stored: how it is packed, and whether SAS still shows it.
struct Stored(Vec<u8>, bool);

fn put(bytes: &mut [u8], at: usize, part: &[u8]) {
    bytes[at..at + part.len()].copy_from_slice(part);
}

fn text(at: u16, length: u16) -> Vec<u8> {
    [0, at, length].map(u16::to_le_bytes).concat()
}

/// The subheaders of the two columns; `packing` stands among the names.
fn descriptions(rows: u32, mixed: u32, packing: &str) -> Vec<Vec<u8>> {
    let mut size = vec![0; 480];
    put(&mut size, 0, &0xf7f7_f7f7_u32.to_le_bytes());
    put(&mut size, 20, &(ROW as u32).to_le_bytes());
    put(&mut size, 24, &rows.to_le_bytes());
    put(&mut size, 60, &mixed.to_le_bytes());
    let columns = [0xf6f6_f6f6_u32, 2, 0].map(u32::to_le_bytes).concat();
    // Two bytes of length, ten of other things, eight of the packing, then the texts.
    let names = format!("{packing:<8}DAY TEXTDATEThe words");
    let texts = [&0xffff_fffd_u32.to_le_bytes()[..], &[0; 12], names.as_bytes(), &[0; 8]].concat();
    let name = |at, length| [text(at, length), vec![0; 2]].concat();
    let named = [&[0xff; 4][..], &[0; 8], &name(20, 3), &name(24, 4), &[0; 8]].concat();
    let attributes =
        |at: u32, kind: u8| [&at.to_le_bytes()[..], &8_u32.to_le_bytes(), &[0, 4, kind, 0]].concat();
    let stored =
        [&0xffff_fffc_u32.to_le_bytes()[..], &[0; 8], &attributes(0, 1), &attributes(8, 2), &[0; 8]].concat();
    let shown = |format: Vec<u8>, label: Vec<u8>| {
        let mut bytes = vec![0; 52];
        put(&mut bytes, 0, &0xffff_fbfe_u32.to_le_bytes());
        put(&mut bytes, 34, &[format, label].concat());
        bytes
    };
    let formats = [shown(text(28, 4), text(0, 0)), shown(text(0, 0), text(32, 9))];
    let [first, second] = formats;
    vec![size, columns, texts, named, stored, first, second]
}

fn file(rows: &[Stored], packing: &str) -> Vec<u8> {
    let mut bytes = vec![0; HEADER + PAGE];
    put(&mut bytes, 0, SIGNATURE);
    put(&mut bytes, 32, &[0x22, 0x22, 0, 0x22, 0, 1]);
    bytes[70] = 20;
    put(&mut bytes, 196, &[HEADER as u32, PAGE as u32].map(u32::to_le_bytes).concat());
    put(&mut bytes, 216, b"9.0401M6");
    let is_packed = !packing.is_empty();
    let mixed = if is_packed { 0 } else { rows.len() as u32 };
    let mut parts: Vec<(Vec<u8>, [u8; 2])> =
        descriptions(rows.len() as u32, mixed, packing).into_iter().map(|part| (part, [0, 0])).collect();
    if is_packed {
        parts.extend(rows.iter().map(|Stored(row, is_shown)| {
            let kind = if !is_shown {
                5
            } else if row.len() == ROW {
                0
            } else {
                4
            };
            (row.clone(), [kind, 1])
        }));
    }
    let count = parts.len();
    let kind: u16 = if is_packed { 0 } else { 0x0280 };
    let blocks = (count + mixed as usize) as u16;
    let page = &mut bytes[HEADER..];
    put(page, 16, &[kind, blocks, count as u16].map(u16::to_le_bytes).concat());
    let mut end = PAGE;
    for (number, (part, kinds)) in parts.iter().enumerate() {
        end -= part.len();
        put(page, end, part);
        let pointer = [end as u32, part.len() as u32].map(u32::to_le_bytes).concat();
        put(page, 24 + number * 12, &[&pointer[..], kinds].concat());
    }
    if !is_packed {
        let start = (24 + count * 12).next_multiple_of(8);
        for (number, Stored(row, is_shown)) in rows.iter().enumerate() {
            put(page, start + number * ROW, row);
            page[start + rows.len() * ROW] |= if *is_shown { 0 } else { 0x80 >> number };
        }
    }
    bytes
}

fn row(day: f64, text: &str) -> Vec<u8> {
    let mut bytes = [&day.to_le_bytes()[..], text.as_bytes()].concat();
    bytes.resize(ROW, b' ');
    bytes
}

fn cells(bytes: &[u8]) -> Vec<[String; 2]> {
    let table = read(bytes, &ReadOptions::default()).expect("readable");
    (0..table.rows).map(|row| [0, 1].map(|column| table.columns[column].cell(row).to_owned())).collect()
}

#[test]
fn rows_of_a_mixed_page_are_read_without_those_that_were_deleted() {
    // 29 February 2000 is day 14,669.
    let rows = [
        Stored(row(14_669.0, "good"), true),
        Stored(row(1.0, "gone"), false),
        Stored(row(f64::from_bits(0xffff_fe00_0000_0000), "żółć"), true),
    ];
    let bytes = file(&rows, "");
    assert_eq!(cells(&bytes), [["2000-02-29", "good"], ["", "żółć"]]);
    let table = read(&bytes, &ReadOptions::default()).expect("readable");
    assert_eq!((table.columns[0].name.as_str(), table.columns[1].name.as_str()), ("DAY", "TEXT"));
    assert_eq!(table.columns[1].description, "The words");
    assert!(table.warnings[0].contains("1 row was deleted"), "{:?}", table.warnings);
}

#[test]
fn packed_rows_are_unpacked_in_both_ways() {
    // Eight zeros are day 0; four letters and four blanks.
    let runs = vec![0xf6, 0x83, b'g', b'o', b'o', b'd', 0xe2];
    let patterns = vec![0b1000_0100, 0, 0x05, 0, b'g', b'o', b'o', b'd', 0x01, b' '];
    for (packing, packed) in [("SASYZCRL", runs), ("SASYZCR2", patterns)] {
        let rows = [Stored(packed.clone(), true), Stored(packed, false), Stored(row(366.0, "bad"), true)];
        let bytes = file(&rows, packing);
        assert_eq!(cells(&bytes), [["1960-01-01", "good"], ["1961-01-01", "bad"]], "{packing}");
    }
}

#[test]
fn no_damage_does_harm_and_a_missing_end_is_named() {
    let bytes = file(&[Stored(row(1.0, "good"), true), Stored(row(2.0, "bad"), true)], "");
    for at in 32..bytes.len() {
        for wrong in [0, 1, 0x7f, 0xff] {
            let mut damaged = bytes.clone();
            damaged[at] = wrong;
            if let Ok(table) = read(&damaged, &ReadOptions::default()) {
                assert!(table.columns.iter().all(|column| column.len() == table.rows), "{wrong} at {at}");
            }
        }
    }
    for length in [100, 300, 2000, bytes.len() - 1] {
        let error = read(&bytes[..length], &ReadOptions::default()).expect_err("no page");
        assert!(error.remedy_text().is_some(), "{length}: {error}");
    }
}

#[test]
fn numbers_may_be_cut_and_missing() {
    let bytes = 3.0_f64.to_le_bytes();
    assert_eq!(number(&bytes, false), Number::Value(3.0));
    assert_eq!(number(&bytes[5..], false), Number::Value(3.0));
    assert_eq!(number(&3.0_f64.to_be_bytes()[..3], true), Number::Value(3.0));
    assert_eq!(number(&[0, 0, 0, 0, 0, 0xfe, 0xff, 0xff], false), Number::Missing);
    assert_eq!(number(&[0, 0xfd, 0xff, 0xff], false), Number::DeclaredMissing);
}
