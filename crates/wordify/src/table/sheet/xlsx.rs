//! Excel workbooks in XML (xlsx, xlsm), read as they stream out of the archive, numbers under their number format.
//!
//! Workbooks in the form "Strict Open XML" are read like others. What a file says about its own extent is not looked
//! at: LibreOffice writes whole rows, other programs nothing.
//!
//! Why not the crate `calamine`: it cuts blanks off the parts of a text in which a word is emphasised, so that words
//! run together, refuses a workbook for one sheet that it does not know, and says nothing of merged cells and of
//! formulas without a value.

use std::io::{BufRead, Read};

use quick_xml::events::{BytesStart, Event};

use super::area::{Area, column_number};
use super::book::{self, Book, Formats, Parts, Strings};
use super::cell_text;
use super::package::Relation;
use super::sheet_rows::SheetRows;
use super::sheets::Sheet;
use super::xml::{Xml, attribute, damaged};
use crate::error::Error;
use crate::table::{Format, ReadOptions, Table};

/// Reads a sheet of the workbook in `bytes`, an archive that was checked.
pub(in crate::table) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    book::read::<XmlParts>(bytes, options)
}

/// Parts in XML.
struct XmlParts;

impl Parts for XmlParts {
    const FORMAT: Format = Format::Xlsx;
    const ENDING: &'static str = ".xml";

    fn read_workbook(part: impl Read, book: &mut Book, relations: &[Relation]) -> Result<(), Error> {
        let mut xml = Xml::new(part);
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "workbookPr" => {
                        book.from_1904 = attribute(&element, "date1904")
                            .is_some_and(|value| value == "1" || value == "true");
                    }
                    "sheet" => {
                        // The attribute is r:id; beside it stands sheetId, which means something else.
                        let id = attribute(&element, "id");
                        book.add_sheet(sheet(&element), id.as_deref(), relations)?;
                    }
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn read_formats(part: impl Read, formats: &mut Formats) -> Result<(), Error> {
        let mut xml = Xml::new(part);
        let mut in_cell_formats = false;
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok());
                        if let Some((id, code)) = id.zip(attribute(&element, "formatCode")) {
                            formats.define(id, code);
                        }
                    }
                    "cellXfs" => in_cell_formats = true,
                    "xf" if in_cell_formats => {
                        let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok());
                        formats.push(id.unwrap_or(0))?;
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cell_formats = false,
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn read_strings(part: impl Read, strings: &mut Strings) -> Result<(), Error> {
        let mut xml = Xml::new(part);
        let mut text = String::new();
        loop {
            match xml.next()? {
                Event::Start(element) if element.local_name().as_ref() == "si" => {
                    text.clear();
                    read_rich_text(&mut xml, &mut text)?;
                    strings.push(&unescaped(&text))?;
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn read_totals(part: impl Read) -> Result<Option<(Area, usize)>, Error> {
        let mut xml = Xml::new(part);
        loop {
            match xml.next()? {
                Event::Start(element) if element.local_name().as_ref() == "table" => {
                    let totals = attribute(&element, "totalsRowCount").and_then(|count| count.parse().ok());
                    let area = attribute(&element, "ref").as_deref().and_then(Area::parse);
                    return Ok(area.zip(totals));
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    fn read_cells(part: impl Read, book: &Book, rows: &mut SheetRows) -> Result<(), Error> {
        let mut xml = Xml::new(part);
        let (mut row, mut column) = (0, 0);
        // One more than the row under way, as the file counts.
        let mut next_row = 0_usize;
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "row" => {
                        let written = attribute(&element, "r").and_then(|row| row.parse::<usize>().ok());
                        row = written.and_then(|row| row.checked_sub(1)).unwrap_or(next_row);
                        next_row = row.saturating_add(1);
                        column = 0;
                    }
                    "c" => {
                        let start = CellStart::of(&element);
                        column = start.column.unwrap_or(column);
                        read_cell(&mut xml, book, (row, column), &start, rows)?;
                        column += 1;
                    }
                    "mergeCell" => {
                        if let Some(area) = attribute(&element, "ref").as_deref().and_then(Area::parse) {
                            rows.merge(area)?;
                        }
                    }
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

fn sheet(element: &BytesStart<'_>) -> Sheet {
    let state = attribute(element, "state").unwrap_or_default().to_lowercase();
    Sheet {
        name: unescaped(&attribute(element, "name").unwrap_or_default()),
        // Any other state, such as "show", was meant to be seen.
        visible: !matches!(state.as_str(), "hidden" | "veryhidden"),
    }
}

/// Reads a cell up to its end.
fn read_cell(
    xml: &mut Xml<impl BufRead>,
    book: &Book,
    (row, column): (usize, usize),
    start: &CellStart,
    rows: &mut SheetRows,
) -> Result<(), Error> {
    let (mut value, mut inline) = (None, String::new());
    let mut has_formula = false;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "v" => xml.text(value.insert(String::new()))?,
                "is" => read_rich_text(xml, &mut inline)?,
                "f" => {
                    has_formula = true;
                    xml.skip()?;
                }
                _ => xml.skip()?,
            },
            Event::End(_) => break,
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
    // A formula that gives no text has an empty value and the type of a text.
    if has_formula && start.kind != CellType::Text && value.as_deref().unwrap_or_default().is_empty() {
        rows.push_formula(row, column);
        return Ok(());
    }
    let value = value.unwrap_or_default();
    match start.kind {
        CellType::Shared => {
            let number: usize = value.trim().parse().map_err(|_| damaged())?;
            rows.push(row, column, book.shared(number)?)
        }
        CellType::Inline => rows.push(row, column, &unescaped(&inline)),
        CellType::Text => rows.push(row, column, &unescaped(&value)),
        CellType::Date => rows.push(row, column, &cell_text::iso(&value)),
        CellType::Bool => rows.push(row, column, cell_text::boolean(matches!(value.trim(), "1" | "true"))),
        CellType::Fault => {
            rows.push_fault(row, column, &value);
            Ok(())
        }
        CellType::Number => match value.trim().parse::<f64>() {
            Ok(number) => rows.push_number(row, column, number, book.code(start.format), book.from_1904),
            Err(_) => rows.push(row, column, &value),
        },
    }
}

/// What a cell says about itself before its value.
struct CellStart {
    column: Option<usize>,
    kind: CellType,
    format: usize,
}

/// What the value of a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellType {
    Number,
    /// The number of a shared text.
    Shared,
    /// A text in the cell itself, perhaps with parts in different letters.
    Inline,
    /// The text that a formula gave.
    Text,
    Bool,
    Date,
    Fault,
}

impl CellStart {
    fn of(element: &BytesStart<'_>) -> Self {
        let mut start = Self { column: None, kind: CellType::Number, format: 0 };
        for attribute in element.attributes().flatten() {
            let value = &attribute.value;
            match attribute.key.local_name().as_ref() {
                "r" => start.column = column_number(value),
                "s" => start.format = value.parse().unwrap_or(0),
                "t" => {
                    start.kind = match value.as_ref() {
                        "s" => CellType::Shared,
                        "inlineStr" => CellType::Inline,
                        "str" => CellType::Text,
                        "b" => CellType::Bool,
                        "d" => CellType::Date,
                        "e" => CellType::Fault,
                        _ => CellType::Number,
                    }
                }
                _ => {}
            }
        }
        start
    }
}

/// Appends the parts of a text up to the end of the element that has just begun; the reading of Japanese words, which
/// stands above them, is no part of it. Blanks at the ends of the parts belong to the text, whether the file says so
/// or not: other programs show them.
fn read_rich_text(xml: &mut Xml<impl BufRead>, text: &mut String) -> Result<(), Error> {
    let mut depth = 1_usize;
    while depth > 0 {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => xml.text(text)?,
                "rPh" | "rPr" => xml.skip()?,
                _ => depth += 1,
            },
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
    Ok(())
}

/// `text` with `_x000D_` and its like as the characters that they stand for.
fn unescaped(text: &str) -> String {
    let mut rest = text;
    let mut units: Vec<u16> = Vec::new();
    let mut out = String::with_capacity(text.len());
    while let Some(at) = rest.find("_x") {
        let unit = rest.get(at + 2..at + 7).filter(|hex| hex.ends_with('_')).and_then(|hex| {
            let hex = &hex[..4];
            hex.bytes()
                .all(|digit| digit.is_ascii_hexdigit())
                .then(|| u16::from_str_radix(hex, 16).ok())
                .flatten()
        });
        let Some(unit) = unit else {
            flush(&mut units, &mut out);
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        if at > 0 {
            flush(&mut units, &mut out);
            out.push_str(&rest[..at]);
        }
        // Two halves of one character may follow each other.
        units.push(unit);
        rest = &rest[at + 7..];
    }
    flush(&mut units, &mut out);
    out.push_str(rest);
    out
}

fn flush(units: &mut Vec<u16>, out: &mut String) {
    out.extend(char::decode_utf16(units.drain(..)).map(|unit| unit.unwrap_or('\u{fffd}')));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_their_characters() {
        for (text, plain) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_!", "😀!"),
            ("_xD83D_", "\u{fffd}"),
            ("_x00", "_x00"),
            ("_xZZZZ_", "_xZZZZ_"),
            ("_x000", "_x000"),
            ("snake_x_case", "snake_x_case"),
            ("_x00é_", "_x00é_"),
        ] {
            assert_eq!(unescaped(text), plain);
        }
    }

    fn strings(xml: &str) -> Vec<String> {
        let mut strings = Strings::default();
        XmlParts::read_strings(xml.as_bytes(), &mut strings).expect("well formed");
        strings.0.cells().map(str::to_owned).collect()
    }

    #[test]
    fn the_parts_of_a_text_are_joined_as_they_are() {
        let xml = "<sst><si><r><t>one </t></r><r><rPr><b/></rPr><t>two</t></r></si><si><t> a </t></si><si/>\
                   <si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>とうきょう</t></rPh><phoneticPr fontId=\"1\"/></si></sst>";
        assert_eq!(strings(xml), ["one two", " a ", "", "東京"]);
    }
}
