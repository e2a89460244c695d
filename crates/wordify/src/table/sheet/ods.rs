//! OpenDocument spreadsheets, read as they stream out of the archive.
//!
//! The file holds for each cell the text that the program showed, which is taken; dates come in ISO form and
//! are taken so. Numbers that are shown alike are told apart as in the other formats.
//!
//! Why not the crate `calamine`: it unfolds repeated rows and columns and all
//! formulas of all sheets in memory, and loops for ever over a comment that is never closed.

use std::collections::HashSet;
use std::io::{BufRead, Cursor};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::archive::{encrypted, unreadable};
use super::area::Area;
use super::sheet_rows::SheetRows;
use super::sheets::{Sheet, read_chosen};
use super::xml::{Xml, append, attribute, damaged};
use super::{cell_text, number_format};
use crate::error::Error;
use crate::table::limits::{CELL_BYTES_MAX, check_table};
use crate::table::{Format, ReadOptions, Table};

/// Reads a sheet of the workbook in `bytes`, an archive that was checked.
pub(in crate::table) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if is_encrypted(&mut archive)? {
        return Err(encrypted());
    }
    let sheets = list_sheets(&mut archive)?;
    read_chosen(Format::Ods, &sheets, options, |index, rows, _| read_sheet(&mut archive, index, rows))
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn open<'a>(archive: &'a mut Archive<'_>, name: &str) -> Result<Xml<impl BufRead + 'a>, Error> {
    Ok(Xml::new(archive.by_name(name).map_err(|_| damaged())?))
}

fn is_encrypted(archive: &mut Archive<'_>) -> Result<bool, Error> {
    let mut xml = open(archive, "META-INF/manifest.xml")?;
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => return Ok(true),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

fn list_sheets(archive: &mut Archive<'_>) -> Result<Vec<Sheet>, Error> {
    let mut xml = open(archive, "content.xml")?;
    let mut sheets = Vec::new();
    let mut style = None;
    let mut hidden = HashSet::new();
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "style" => style = attribute(&element, "name"),
                "table-properties" if attribute(&element, "display").as_deref() == Some("false") => {
                    hidden.extend(style.take());
                }
                "table" if element.name().as_ref() == "table:table" => {
                    let visible =
                        attribute(&element, "style-name").is_none_or(|style| !hidden.contains(&style));
                    sheets.push(Sheet { name: attribute(&element, "name").unwrap_or_default(), visible });
                    xml.skip()?;
                }
                _ => {}
            },
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

fn read_sheet(archive: &mut Archive<'_>, index: usize, rows: &mut SheetRows) -> Result<(), Error> {
    let mut xml = open(archive, "content.xml")?;
    let mut before = 0;
    loop {
        match xml.next()? {
            Event::Start(element) if element.name().as_ref() == "table:table" => {
                if before == index {
                    break;
                }
                before += 1;
                xml.skip()?;
            }
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
    let mut row = 0_usize;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "table-row" => {
                    let repeated = repeats(&element, "number-rows-repeated");
                    read_row(&mut xml, rows, row, repeated)?;
                    row = row.saturating_add(repeated);
                }
                "table-header-rows" | "table-rows" | "table-row-group" => {}
                _ => xml.skip()?,
            },
            Event::End(element) if element.name().as_ref() == "table:table" => return Ok(()),
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
}

fn repeats(element: &BytesStart<'_>, name: &str) -> usize {
    attribute(element, name).and_then(|count| count.parse().ok()).unwrap_or(1)
}

/// What a cell holds.
enum Content {
    Nothing,
    Text(String),
    /// What is shown of a number, and the number.
    Number(String, f64),
    Fault(String),
    /// A formula whose value was not computed.
    Formula,
}

fn read_row(
    xml: &mut Xml<impl BufRead>,
    rows: &mut SheetRows,
    row: usize,
    repeated: usize,
) -> Result<(), Error> {
    let mut column = 0_usize;
    let mut cells: Vec<(usize, usize, Content)> = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "table-cell" | "covered-table-cell" => {
                    let columns = repeats(&element, "number-columns-repeated");
                    let kind = CellAttributes::of(&element);
                    let (down, across) = (
                        repeats(&element, "number-rows-spanned"),
                        repeats(&element, "number-columns-spanned"),
                    );
                    if down > 1 || across > 1 {
                        rows.merge(Area {
                            first_row: row,
                            last_row: row.saturating_add(down.max(1) - 1),
                            first_column: column,
                            last_column: column.saturating_add(across.max(1) - 1),
                        })?;
                    }
                    let content = read_cell(xml, kind)?;
                    if !matches!(content, Content::Nothing) {
                        cells.push((column, columns, content));
                    }
                    column = column.saturating_add(columns);
                }
                _ => xml.skip()?,
            },
            Event::End(_) => break,
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
    // Before anything is repeated: a fault fills no memory, so that only time would be lost.
    let width = cells.last().map_or(0, |&(first, columns, _)| first.saturating_add(columns));
    if width == 0 {
        return Ok(());
    }
    check_table(row.saturating_add(repeated), 1)?;
    check_table(repeated, width)?;
    for row in row..row + repeated {
        for (first, columns, content) in &cells {
            for column in *first..first + columns {
                match content {
                    Content::Text(text) => rows.push(row, column, text)?,
                    Content::Number(shown, value) => rows.push_shown(row, column, shown, *value)?,
                    Content::Fault(code) => rows.push_fault(row, column, code),
                    Content::Formula => rows.push_formula(row, column),
                    Content::Nothing => {}
                }
            }
        }
    }
    Ok(())
}

/// What the attributes of a cell say.
#[derive(Debug, Default)]
struct CellAttributes {
    value_type: String,
    is_fault: bool,
    is_formula: bool,
    value: Option<String>,
}

impl CellAttributes {
    fn of(element: &BytesStart<'_>) -> Self {
        let mut kind = Self::default();
        for attribute in element.attributes().flatten() {
            let value = || quick_xml::escape::unescape(&attribute.value).ok().map(|value| value.into_owned());
            match attribute.key.as_ref() {
                "office:value-type" => kind.value_type = value().unwrap_or_default(),
                "table:formula" => kind.is_formula = true,
                "calcext:value-type" => kind.is_fault = attribute.value == "error",
                "office:value" | "office:date-value" | "office:boolean-value" | "office:string-value" => {
                    kind.value = value();
                }
                _ => {}
            }
        }
        kind
    }
}

/// Reads a cell up to its end.
fn read_cell(xml: &mut Xml<impl BufRead>, kind: CellAttributes) -> Result<Content, Error> {
    let shown = read_paragraphs(xml)?;
    if kind.is_fault {
        return Ok(Content::Fault(shown));
    }
    // A formula that gives no text has the type of a text.
    if kind.is_formula && kind.value_type.is_empty() && kind.value.is_none() && shown.is_empty() {
        return Ok(Content::Formula);
    }
    let text = match (kind.value_type.as_str(), kind.value) {
        ("date", Some(value)) => cell_text::iso(&value),
        ("boolean", Some(value)) => cell_text::boolean(value == "true").to_owned(),
        (_, Some(value)) if shown.is_empty() => value.parse().map_or(value, number_format::general),
        ("float", Some(value)) if is_number(&shown) => as_number(&value, &shown).unwrap_or(shown),
        ("float" | "percentage" | "currency", Some(value)) => return Ok(with_sign(&value, shown)),
        _ => shown,
    };
    Ok(if text.trim().is_empty() { Content::Nothing } else { Content::Text(text) })
}

/// The number of a cell that shows nothing but a number, where it shows another than it holds or with signs of its own:
/// Gnumeric writes as many digits as fit into the column, and a minus of typographers.
fn as_number(value: &str, shown: &str) -> Option<String> {
    let value: f64 = value.parse().ok()?;
    let usual = shown.trim().replace('\u{2212}', "-");
    let number: f64 = usual.parse().ok().filter(|number: &f64| number.is_finite())?;
    // Programs show fifteen digits of a number at most.
    let is_same = (number - value).abs() <= value.abs() * 1e-14;
    if is_same { (usual != shown).then_some(usual) } else { Some(number_format::general(value)) }
}

/// Whether nothing but a number is shown.
fn is_number(shown: &str) -> bool {
    shown.trim().replace('\u{2212}', "-").parse().is_ok_and(f64::is_finite)
}

/// What is `shown` of the number `value`, with a hyphen as its minus; one that only the colour shows is written.
fn with_sign(value: &str, shown: String) -> Content {
    if shown.trim().is_empty() {
        return Content::Nothing;
    }
    let Ok(number) = value.parse::<f64>() else { return Content::Text(shown) };
    let is_said = shown.contains(['-', '\u{2212}', '(']) || !shown.contains(|c| ('1'..='9').contains(&c));
    let shown = match (number < 0.0, is_said) {
        (true, true) => shown.replace('\u{2212}', "-"),
        (true, false) => format!("-{shown}"),
        (false, _) => shown,
    };
    // As many digits as programs show at most: two sums that should be the same may differ in the last bit.
    let number = number_format::general(number).parse().unwrap_or(number);
    Content::Number(shown, number)
}

/// The text of a cell: its paragraphs on lines of their own, without comments and shapes.
fn read_paragraphs(xml: &mut Xml<impl BufRead>) -> Result<String, Error> {
    let mut text = String::new();
    let mut paragraphs = 0;
    // Elements open inside the cell; white space between paragraphs is layout.
    let mut depth = 0_usize;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "p" | "h" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    depth += 1;
                }
                "s" => {
                    let blanks = repeats(&element, "c").min(CELL_BYTES_MAX);
                    text.extend(std::iter::repeat_n(' ', blanks));
                    depth += 1;
                }
                "tab" => {
                    text.push('\t');
                    depth += 1;
                }
                "line-break" => {
                    text.push('\n');
                    depth += 1;
                }
                // The reading of a Japanese or Chinese word above it, comments and shapes are not shown as text.
                "ruby-text" | "annotation" | "annotation-end" | "note" => xml.skip()?,
                // Inside a paragraph everything else of the text is a span, a link or a field, which shows its text.
                _ if depth > 0 && element.name().as_ref().starts_with("text:") => depth += 1,
                _ => xml.skip()?,
            },
            Event::End(_) if depth == 0 => return Ok(text),
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(damaged()),
            event if depth > 0 => append(&event, &mut text)?,
            _ => {}
        }
        crate::table::limits::check_bytes(text.len())?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(xml: &str) -> String {
        let mut xml = Xml::new(xml.as_bytes());
        let Ok(Event::Start(element)) = xml.next() else { panic!("a cell") };
        let kind = CellAttributes::of(&element);
        match read_cell(&mut xml, kind).expect("well formed") {
            Content::Nothing => String::new(),
            Content::Text(text) | Content::Number(text, _) => text,
            Content::Formula => "formula".to_owned(),
            Content::Fault(code) => format!("fault {code}"),
        }
    }

    #[test]
    fn a_cell_is_the_text_that_was_shown() {
        for (attributes, inside, text) in [
            (
                "",
                "<text:p>a<text:s text:c=\"2\"/>b<text:tab/>&amp;&#233;</text:p>\n<text:p>c</text:p>",
                "a  b\t&é\nc",
            ),
            (
                "",
                "<office:annotation><text:p>note</text:p></office:annotation><text:p>a<text:span>b</text:span></text:p>",
                "ab",
            ),
            (
                "",
                "<text:p><text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>とうきょう</text:ruby-text></text:ruby> \
                 <text:date text:fixed=\"true\">1 May</text:date><text:bookmark text:name=\"b\"/>!</text:p>",
                "東京 1 May!",
            ),
            ("office:value-type=\"float\" office:value=\"0.5\"", "<text:p>50 %</text:p>", "50 %"),
            ("office:value-type=\"float\" office:value=\"2016\"", "", "2016"),
            ("office:value-type=\"float\" office:value=\"-1\"", "<text:p>\u{2212}1</text:p>", "-1"),
            (
                "office:value-type=\"float\" office:value=\"123456789\"",
                "<text:p>1.23E+08</text:p>",
                "123456789",
            ),
            ("office:value-type=\"float\" office:value=\"5\"", "<text:p>5.00</text:p>", "5.00"),
            ("office:value-type=\"float\" office:value=\"1234\"", "<text:p>1,234</text:p>", "1,234"),
            ("office:value-type=\"float\" office:value=\"-1234\"", "<text:p>1,234</text:p>", "-1,234"),
            ("office:value-type=\"percentage\" office:value=\"-0.25\"", "<text:p>25%</text:p>", "-25%"),
            (
                "office:value-type=\"percentage\" office:value=\"-0.125\"",
                "<text:p>\u{2212}12.5%</text:p>",
                "-12.5%",
            ),
            ("office:value-type=\"currency\" office:value=\"-5\"", "<text:p>5,00 €</text:p>", "-5,00 €"),
            ("office:value-type=\"currency\" office:value=\"-5\"", "<text:p>(5.00 €)</text:p>", "(5.00 €)"),
            ("office:value-type=\"percentage\" office:value=\"-0.001\"", "<text:p>0%</text:p>", "0%"),
            (
                "office:value-type=\"date\" office:date-value=\"2016-05-01T00:00:00\"",
                "<text:p>1.5.16</text:p>",
                "2016-05-01",
            ),
            ("office:value-type=\"boolean\" office:boolean-value=\"true\"", "<text:p>WAHR</text:p>", "TRUE"),
            ("table:formula=\"of:=T([.A1])\"", "", "formula"),
            ("table:formula=\"of:=T([.A1])\"", "<text:p>a</text:p>", "a"),
            ("table:formula=\"of:=T([.B1])\" office:value-type=\"string\" office:string-value=\"\"", "", ""),
            ("table:formula=\"of:=1\" office:value-type=\"float\" office:value=\"1\"", "", "1"),
            (
                "office:value-type=\"string\" calcext:value-type=\"error\"",
                "<text:p>#N/A</text:p>",
                "fault #N/A",
            ),
        ] {
            assert_eq!(cell(&format!("<table:table-cell {attributes}>{inside}</table:table-cell>")), text);
        }
    }
}
