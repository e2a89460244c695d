//! What the sheets of an Office Open XML workbook share, whether its parts are written in XML or in binary records.

use std::collections::HashMap;
use std::io::Read;

use super::archive::unreadable;
use super::area::Area;
use super::format_code;
use super::package::{Package, Relation};
use super::sheet_rows::SheetRows;
use super::sheets::{Sheet, read_chosen};
use super::xml::damaged;
use crate::error::Error;
use crate::table::limits::{CELLS_MAX, check_bytes};
use crate::table::{Column, Format, ReadOptions, Table};

/// Number formats of cells: Excel allows 65,490.
const CELL_FORMATS_MAX: usize = 100_000;
/// Sheets in a workbook: far more than anyone makes by hand.
const SHEETS_MAX: usize = 10_000;

/// How the parts of a workbook are written.
pub(in crate::table) trait Parts {
    /// The format that they make.
    const FORMAT: Format;
    /// The ending of their names.
    const ENDING: &'static str;

    /// Takes the list of sheets; `relations` are those of its part.
    fn read_workbook(part: impl Read, book: &mut Book, relations: &[Relation]) -> Result<(), Error>;
    /// Takes the number formats of cells.
    fn read_formats(part: impl Read, formats: &mut Formats) -> Result<(), Error>;
    /// Takes the texts that cells share.
    fn read_strings(part: impl Read, strings: &mut Strings) -> Result<(), Error>;
    /// The area of a table, and how many rows of totals it ends with; none where it has none.
    fn read_totals(part: impl Read) -> Result<Option<(Area, usize)>, Error>;
    /// Takes the cells of a sheet, and the areas that are merged.
    fn read_cells(part: impl Read, book: &Book, rows: &mut SheetRows) -> Result<(), Error>;
}

/// Reads a sheet of the workbook in `bytes`, an archive that was checked.
pub(in crate::table) fn read<P: Parts>(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    let mut package = Package::new(bytes)?;
    let book = Book::read::<P>(&mut package)?;
    read_chosen(P::FORMAT, &book.sheets, options, |index, rows, _| {
        book.read_sheet::<P>(&mut package, index, rows)
    })
}

/// What the sheets share.
#[derive(Debug, Default)]
pub(in crate::table) struct Book {
    /// Whether days are counted from 1904, as on old Macs.
    pub(in crate::table) from_1904: bool,
    sheets: Vec<Sheet>,
    /// The part of each sheet; none where the workbook has no part for it.
    parts: Vec<Option<String>>,
    strings: Strings,
    formats: Formats,
}

impl Book {
    fn read<P: Parts>(package: &mut Package<'_>) -> Result<Self, Error> {
        let part = package.workbook()?;
        let relations = package.relations(&part)?;
        let mut book = Self::default();
        P::read_workbook(package.part(&part).ok_or_else(damaged)?, &mut book, &relations)?;
        // Without a relation the parts are looked for where every program puts them.
        let name = |kind: &str| {
            let listed = relations.iter().find(|relation| relation.kind == kind);
            listed.map_or_else(|| format!("xl/{kind}{}", P::ENDING), |relation| relation.target.clone())
        };
        if let Some(part) = package.part(&name("styles")) {
            P::read_formats(part, &mut book.formats)?;
        }
        if let Some(part) = package.part(&name("sharedStrings")) {
            P::read_strings(part, &mut book.strings)?;
        }
        Ok(book)
    }

    /// Takes a worksheet, whose part the relation `id` names; charts, dialogs and macros hold no table.
    pub(in crate::table) fn add_sheet(
        &mut self,
        sheet: Sheet,
        id: Option<&str>,
        relations: &[Relation],
    ) -> Result<(), Error> {
        if self.sheets.len() == SHEETS_MAX {
            return Err(unreadable("it has too many sheets"));
        }
        let relation = id.and_then(|id| relations.iter().find(|relation| relation.id == id));
        if relation.is_some_and(|relation| !relation.kind.eq_ignore_ascii_case("worksheet")) {
            return Ok(());
        }
        self.sheets.push(sheet);
        self.parts.push(relation.map(|relation| relation.target.clone()));
        Ok(())
    }

    fn read_sheet<P: Parts>(
        &self,
        package: &mut Package<'_>,
        index: usize,
        rows: &mut SheetRows,
    ) -> Result<(), Error> {
        let no_part = || unreadable("the sheet has no part in the file");
        let name = self.parts[index].as_deref().ok_or_else(no_part)?;
        let tables = package.relations(name)?;
        for table in tables.iter().filter(|relation| relation.kind == "table") {
            let Some(part) = package.part(&table.target) else { continue };
            if let Some((area, totals @ 1..)) = P::read_totals(part)? {
                rows.leave_out_totals(area.last_rows(totals));
            }
        }
        P::read_cells(package.part(name).ok_or_else(no_part)?, self, rows)
    }

    /// The code of a cell's number format.
    pub(in crate::table) fn code(&self, format: usize) -> &str {
        self.formats.codes.get(format).map_or("", String::as_str)
    }

    /// The shared text with this number.
    pub(in crate::table) fn shared(&self, number: usize) -> Result<&str, Error> {
        let strings = &self.strings.0;
        if number < strings.len() { Ok(strings.cell(number)) } else { Err(damaged()) }
    }
}

/// The texts that cells share.
#[derive(Debug, Default)]
pub(in crate::table) struct Strings(pub(in crate::table) Column);

impl Strings {
    pub(in crate::table) fn push(&mut self, text: &str) -> Result<(), Error> {
        self.0.push(text);
        check_bytes(self.0.bytes())?;
        if self.0.len() > CELLS_MAX {
            return Err(unreadable("it has too many texts"));
        }
        Ok(())
    }
}

/// The number formats of cells.
#[derive(Debug, Default)]
pub(in crate::table) struct Formats {
    own: HashMap<u32, String>,
    /// The code of each format of cells.
    codes: Vec<String>,
    bytes: usize,
}

impl Formats {
    /// Takes the code of a number format that the workbook has for itself.
    pub(in crate::table) fn define(&mut self, id: u32, code: String) {
        self.own.insert(id, code);
    }

    /// Takes the next format of cells, which shows numbers as the number format `id` says.
    pub(in crate::table) fn push(&mut self, id: u32) -> Result<(), Error> {
        let built_in = || u16::try_from(id).map_or("", format_code::built_in_code);
        let code = self.own.get(&id).map_or_else(built_in, String::as_str).to_owned();
        // The same long code in each format would fill the memory.
        self.bytes += code.len();
        check_bytes(self.bytes)?;
        self.codes.push(code);
        if self.codes.len() > CELL_FORMATS_MAX {
            return Err(unreadable("it has too many cell formats"));
        }
        Ok(())
    }
}
