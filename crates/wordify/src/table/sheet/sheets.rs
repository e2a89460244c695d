//! Which sheet of a workbook is read.

use super::sheet_rows::SheetRows;
use crate::error::{Error, ErrorKind};
use crate::table::grid::Gathered;
use crate::table::{Column, Format, ReadOptions, SetAside, Table, Together};

/// Sheets named before a message says how many more there are.
const NAMED_MAX: usize = 20;

/// Rows at the beginning of further sheets that are read to see whether they have the same columns.
const ROWS_COMPARED: usize = 50;
/// Further sheets that are compared: one for each month. Each costs time in a file that is read from its beginning.
const SHEETS_COMPARED_MAX: usize = 12;

/// A sheet, in the order of the workbook.
#[derive(Debug, Clone)]
pub(in crate::table) struct Sheet {
    pub(in crate::table) name: String,
    pub(in crate::table) visible: bool,
}

/// Reads the sheet that was asked for, or the first that has a table, else the first that has data: visible ones before hidden ones.
/// `read` takes the number of a sheet from 0, and where its cells and the warnings belong.
pub(in crate::table) fn read_chosen(
    format: Format,
    sheets: &[Sheet],
    options: &ReadOptions,
    mut read: impl FnMut(usize, &mut SheetRows, &mut Vec<String>) -> Result<(), Error>,
) -> Result<Table, Error> {
    let order: Vec<usize> = match &options.sheet {
        Some(wanted) => vec![choose(sheets, wanted)?],
        None => {
            let (shown, hidden): (Vec<usize>, Vec<usize>) =
                (0..sheets.len()).partition(|&index| sheets[index].visible);
            [shown, hidden].concat()
        }
    };
    let mut unreadable = Vec::new();
    let mut notes: Option<(usize, Table)> = None;
    for &index in &order {
        if notes.is_some() && !sheets[index].visible {
            break;
        }
        let (gathered, mut warnings) = match read_sheet(options, |rows, warnings| read(index, rows, warnings))
        {
            Ok(None) => continue,
            Ok(Some(read)) => read,
            // Another sheet may have the data: macros and modules of old versions are listed as sheets too.
            Err(error) if error.kind() == ErrorKind::Input && order.len() > 1 => {
                unreadable.push((index, error));
                continue;
            }
            Err(error) => return Err(error),
        };
        warnings.extend(unreadable.iter().map(|(index, error)| left_out(&sheets[*index], error)));
        let Gathered { columns, rows, first_row, header, set_aside, repeated, totals, warnings: of_header } =
            gathered;
        warnings.extend(of_header);
        let mut facts = vec![("sheet", sheets[index].name.clone())];
        if sheets.len() > 1 {
            facts.push(("sheets", list(sheets)));
        }
        facts.push(("header", header));
        let mut table = Table {
            format,
            facts,
            columns,
            rows,
            first_row,
            set_aside: SetAside::rows(&set_aside, &repeated, &totals),
            named_by: None,
            together: Together::default(),
            is_double_encoded: false,
            warnings,
        };
        // Many a workbook begins with notes on its tables.
        let is_table = table.columns.len() > 1 && table.rows > 0;
        if is_table || options.sheet.is_some() {
            table.warnings.extend(notes.map(|(index, _)| passed_over(&sheets[index])));
            if options.sheet.is_none() {
                let after = order.iter().copied().skip_while(|&other| other != index).skip(1);
                let visible: Vec<usize> = after.filter(|&other| sheets[other].visible).collect();
                let alike = with_columns(&table.columns, &visible, options, &mut read);
                table.warnings.extend(not_read(&alike, sheets));
            }
            return Ok(table);
        }
        notes.get_or_insert((index, table));
    }
    if let Some((_, table)) = notes {
        return Ok(table);
    }
    Err(unreadable.pop().map_or_else(|| no_data(options), |(_, error)| error))
}

/// The cells of one sheet, with the warnings that they give; none where it has no data.
fn read_sheet(
    options: &ReadOptions,
    mut read: impl FnMut(&mut SheetRows, &mut Vec<String>) -> Result<(), Error>,
) -> Result<Option<(Gathered, Vec<String>)>, Error> {
    let mut warnings = Vec::new();
    let mut rows = SheetRows::new(options);
    let mut result = read(&mut rows, &mut warnings);
    if rows.is_mixed() {
        warnings.clear();
        rows = SheetRows::sorted(options);
        result = read(&mut rows, &mut warnings);
    }
    result?;
    Ok(rows.finish(&mut warnings)?.map(|gathered| (gathered, warnings)))
}

/// Which of the sheets `others` begin with a header of these `columns` in any order, and have rows below it; `read` takes the cells
/// of one.
fn with_columns(
    columns: &[Column],
    others: &[usize],
    options: &ReadOptions,
    read: &mut impl FnMut(usize, &mut SheetRows, &mut Vec<String>) -> Result<(), Error>,
) -> Vec<usize> {
    let names = |columns: &[Column]| {
        let mut names: Vec<String> = columns.iter().map(|column| column.name.to_lowercase()).collect();
        names.sort();
        names
    };
    let wanted = names(columns);
    let mut has_columns = |other: usize| {
        let end = options.rows_above().saturating_add(ROWS_COMPARED);
        let mut rows = SheetRows::beginning(options, end);
        // Where it ends is an error too: what came before it is there.
        let _ = read(other, &mut rows, &mut Vec::new());
        let begins = rows.finish(&mut Vec::new()).ok().flatten();
        begins.is_some_and(|begins| begins.has_names() && begins.rows > 0 && names(&begins.columns) == wanted)
    };
    others.iter().copied().take(SHEETS_COMPARED_MAX).filter(|&other| has_columns(other)).collect()
}

/// Says that the sheets `alike` are not read.
fn not_read(alike: &[usize], sheets: &[Sheet]) -> Option<String> {
    let names: Vec<String> = alike.iter().map(|&sheet| format!("\"{}\"", sheets[sheet].name)).collect();
    let which = match &names[..] {
        [] => return None,
        [name] => format!("The sheet {name} has the same columns and is not read"),
        _ => format!(
            "{}{} further sheets have the same columns and are not read: {}",
            if names.len() < SHEETS_COMPARED_MAX { "" } else { "At least " },
            names.len(),
            names.join(", ")
        ),
    };
    Some(format!(
        "{which}. To read another sheet, name it (--sheet); to read all, save each as a file of its own and give the files together."
    ))
}

fn left_out(sheet: &Sheet, error: &Error) -> String {
    format!("The sheet \"{}\" is left out: {}.", sheet.name, error.message())
}

fn passed_over(sheet: &Sheet) -> String {
    format!("The sheet \"{}\" is no table and is passed over. If it is meant, name it (--sheet).", sheet.name)
}

fn choose(sheets: &[Sheet], wanted: &str) -> Result<usize, Error> {
    let wanted = wanted.trim();
    let lower = wanted.to_lowercase();
    let exact = sheets.iter().position(|sheet| sheet.name == wanted);
    let found = exact.or_else(|| sheets.iter().position(|sheet| sheet.name.trim().to_lowercase() == lower));
    let numbered = || wanted.parse::<usize>().ok().filter(|number| (1..=sheets.len()).contains(number));
    found.or_else(|| numbered().map(|number| number - 1)).ok_or_else(|| {
        Error::new(ErrorKind::Column, format!("there is no sheet \"{wanted}\""))
            .remedy(format!("Choose a sheet by its name or number. The sheets are {}.", list(sheets)))
    })
}

/// `1 "Data", 2 "Notes"`.
fn list(sheets: &[Sheet]) -> String {
    let named = sheets.iter().take(NAMED_MAX).enumerate();
    let shown: Vec<String> =
        named.map(|(number, sheet)| format!("{} \"{}\"", number + 1, sheet.name)).collect();
    let more = sheets.len().saturating_sub(NAMED_MAX);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}

fn no_data(options: &ReadOptions) -> Error {
    let message = match &options.sheet {
        Some(sheet) => format!("the sheet \"{}\" has no data", sheet.trim()),
        None => "no sheet of the workbook has data".to_owned(),
    };
    Error::new(ErrorKind::Input, message)
        .remedy("Give a sheet with a header row such as text, label, and the documents below it.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_chosen_by_name_in_any_case_or_by_number() {
        let names = ["Data", "2", "notes"].map(|name| Sheet { name: name.to_owned(), visible: true });
        assert_eq!(choose(&names, "data").ok(), Some(0));
        assert_eq!(choose(&names, "2").ok(), Some(1));
        assert_eq!(choose(&names, "3").ok(), Some(2));
        let error = choose(&names, "Sheet9").expect_err("unknown");
        assert!(error.to_string().contains("The sheets are 1 \"Data\", 2 \"2\", 3 \"notes\"."), "{error}");
    }
}
