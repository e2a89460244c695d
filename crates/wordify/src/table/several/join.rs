//! Tables with the same columns, one below the other.

use std::collections::{BTreeMap, BTreeSet};

use super::names::listed;
use super::{FileRows, Together};
use crate::count::{counted, grouped};
use crate::error::{Error, ErrorKind};
use crate::table::choice::shortened;
use crate::table::folder::is_hidden;
use crate::table::{Column, Format, ReadOptions, SetAside, Table};

/// The column that says which file a row comes from; a longer name where the tables have such a column.
const FILE_COLUMN: &str = "file";
/// Files and columns that are named before a sentence says how many more there are.
const NAMED_MAX: usize = 5;
/// Different values of a fact that are listed: of a hundred files, each may have been read in its own way.
const VALUES_MAX: usize = 5;
/// Warnings on single files that are kept: of a thousand files each may have some.
const WARNINGS_MAX: usize = 20;

/// The tables so far.
pub(in crate::table) struct Joined<'a> {
    options: &'a ReadOptions,
    columns: Vec<Column>,
    rows: usize,
    /// Numbers of rows so far, headers included.
    numbers: usize,
    files: Vec<FileRows>,
    lacking: BTreeMap<String, (String, String)>,
    set_aside: BTreeMap<usize, SetAside>,
    formats: BTreeSet<&'static str>,
    format: Option<Format>,
    /// For each fact, in the order of their appearance, how many files have which value.
    facts: Vec<(&'static str, BTreeMap<String, usize>)>,
    left_out: Vec<String>,
    /// Files that are empty.
    empty: Vec<String>,
    warnings: Vec<String>,
    warnings_more: usize,
}

impl<'a> Joined<'a> {
    /// No table yet; each is read as `options` say.
    pub(in crate::table) fn new(options: &'a ReadOptions) -> Self {
        Self {
            options,
            columns: Vec::new(),
            rows: 0,
            numbers: 0,
            files: Vec::new(),
            lacking: BTreeMap::new(),
            set_aside: BTreeMap::new(),
            formats: BTreeSet::new(),
            format: None,
            facts: Vec::new(),
            left_out: Vec::new(),
            empty: Vec::new(),
            warnings: Vec::new(),
            warnings_more: 0,
        }
    }

    /// Appends the table in the file called `name`, that `read` gives.
    ///
    /// # Errors
    /// Those of `read`, with the name; [`ErrorKind::Input`] where no column is in all files so far; [`ErrorKind::Limit`] for
    /// too many rows or bytes of all files together.
    pub(in crate::table) fn add(
        &mut self,
        name: &str,
        read: impl FnOnce(&ReadOptions) -> Result<Table, Error>,
    ) -> Result<(), Error> {
        let mut options = ReadOptions { file_name: Some(name.to_owned()), ..self.options.clone() };
        // A number means a column of the whole: where it stands in this file is not known before it is read.
        if options.columns.iter().any(|column| column.trim().parse::<usize>().is_ok()) {
            options.columns.clear();
        }
        let mut table = match read(&options) {
            Ok(table) => table,
            // A part to which nobody answered says nothing against the others.
            // Where rows are passed over, it may not be empty at all.
            Err(error) if error == crate::table::empty_file() && options.rows_above() == 0 => {
                self.empty.push(name.to_owned());
                return Ok(());
            }
            Err(error) => return Err(in_file(error, name)),
        };
        let columns = std::mem::take(&mut table.columns);
        self.append(columns, table.rows, name)?;
        for (fact, value) in table.facts {
            let at = self.facts.iter().position(|(known, _)| *known == fact).unwrap_or_else(|| {
                self.facts.push((fact, BTreeMap::new()));
                self.facts.len() - 1
            });
            *self.facts[at].1.entry(value).or_default() += 1;
        }
        for warning in table.warnings {
            if self.warnings.len() < WARNINGS_MAX {
                self.warnings.push(format!("{name}: {warning}"));
            } else {
                self.warnings_more += 1;
            }
        }
        let before = self.numbers;
        self.set_aside.extend(table.set_aside.into_iter().map(|(row, why)| (before + row, why)));
        self.formats.insert(table.format.name());
        self.format = Some(table.format);
        let (place, first_row) = (self.rows, table.first_row);
        self.files.push(FileRows { name: name.to_owned(), place, before, first_row });
        self.rows += table.rows;
        self.numbers += first_row.saturating_sub(1) + table.rows;
        self.options.limits.check_table(self.rows, self.columns.len())?;
        self.options.limits.check_bytes(self.columns.iter().map(Column::bytes).sum())
    }

    fn append(&mut self, fresh: Vec<Column>, rows: usize, name: &str) -> Result<(), Error> {
        let Some(first) = self.files.first().map(|file| file.name.clone()) else {
            self.columns = fresh;
            return Ok(());
        };
        let before = named_columns(&self.columns);
        let new = named_columns(&fresh);
        let mut fresh: Vec<Option<Column>> = fresh.into_iter().map(Some).collect();
        for mut column in std::mem::take(&mut self.columns) {
            match take_named(&mut fresh, &column.name) {
                Some(found) => {
                    // The format of a file may have left out the cells of a column; then they are left out of all.
                    if column.len() == self.rows && found.len() == rows {
                        column.append(found);
                    } else {
                        column = Column::new(column.name);
                    }
                    self.columns.push(column);
                }
                None => self.lacks(column.name, name),
            }
        }
        fresh.into_iter().flatten().for_each(|column| self.lacks(column.name, &first));
        if self.columns.is_empty() {
            return Err(Error::new(ErrorKind::Input, "the files have no column in common")
                .at(name)
                .remedy(format!(
                    "Give tables with the same names of columns, or each by itself: {name} has {new}, those before \
                     it have {before}."
                )));
        }
        Ok(())
    }

    fn lacks(&mut self, column: String, file: &str) {
        self.lacking.entry(column.to_lowercase()).or_insert_with(|| (column, file.to_owned()));
    }

    /// Notes files that are no tables.
    pub(in crate::table) fn leave_out(&mut self, paths: impl Iterator<Item = String>) {
        self.left_out.extend(paths.filter(|path| !is_hidden(path)));
    }

    /// The whole table, with a column that names the file of each row.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] where there was no file.
    pub(in crate::table) fn finish(mut self) -> Result<Table, Error> {
        let Some(format) = self.format else { return Err(crate::table::empty_file()) };
        self.add_file_column();
        let warnings = self.all_warnings();
        let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        let mut facts = vec![("files", format!("{}: {}", grouped(names.len()), listed(&names, NAMED_MAX)))];
        facts.extend(self.facts.into_iter().map(|(fact, values)| (fact, in_words(&values))));
        Ok(Table {
            format: if self.formats.len() > 1 { Format::Several } else { format },
            facts,
            columns: self.columns,
            rows: self.rows,
            first_row: self.files.first().map_or(1, |file| file.first_row),
            set_aside: self.set_aside,
            named_by: None,
            together: Together { files: self.files, lacking: self.lacking },
            is_double_encoded: false,
            warnings,
        })
    }

    fn add_file_column(&mut self) {
        let mut name = FILE_COLUMN.to_owned();
        while self.columns.iter().any(|column| column.name.eq_ignore_ascii_case(&name)) {
            name = format!("source {name}");
        }
        let mut column = Column::new(name);
        let ends = self.files.iter().skip(1).map(|file| file.place).chain([self.rows]);
        for (file, end) in self.files.iter().zip(ends) {
            (file.place..end).for_each(|_| column.push(&file.name));
        }
        self.columns.push(column);
    }

    fn all_warnings(&mut self) -> Vec<String> {
        let mut warnings = std::mem::take(&mut self.warnings);
        if self.warnings_more > 0 {
            warnings.push(format!(
                "{} on other files.",
                counted(self.warnings_more, "warning more", "warnings more")
            ));
        }
        if !self.lacking.is_empty() {
            let each: Vec<String> =
                self.lacking.values().map(|(column, file)| format!("\"{column}\" (not in {file})")).collect();
            warnings.push(format!(
                "Columns that are not in every file are left out: {}.",
                listed(&each, NAMED_MAX)
            ));
        }
        if !self.empty.is_empty() {
            warnings.push(format!(
                "{} empty and left out: {}.",
                counted(self.empty.len(), "file is", "files are"),
                listed(&self.empty, NAMED_MAX)
            ));
        }
        if !self.left_out.is_empty() {
            warnings.push(format!(
                "{} not read, being no table: {}.",
                counted(self.left_out.len(), "file was", "files were"),
                listed(&self.left_out, NAMED_MAX)
            ));
        }
        warnings
    }
}

/// The first column called `name`, or so in another case.
fn take_named(columns: &mut [Option<Column>], name: &str) -> Option<Column> {
    let place = |is: &dyn Fn(&str) -> bool| {
        columns.iter().position(|column| column.as_ref().is_some_and(|column| is(&column.name)))
    };
    let lower = name.to_lowercase();
    let found = place(&|other| other == name).or_else(|| place(&|other| other.to_lowercase() == lower))?;
    columns[found].take()
}

fn named_columns(columns: &[Column]) -> String {
    let names: Vec<String> =
        columns.iter().map(|column| format!("\"{}\"", shortened(&column.name))).collect();
    listed(&names, NAMED_MAX)
}

/// The value that all files have, or each with its number of files.
fn in_words(values: &BTreeMap<String, usize>) -> String {
    let mut values: Vec<(&String, usize)> = values.iter().map(|(value, &files)| (value, files)).collect();
    if let [(value, _)] = values[..] {
        return value.clone();
    }
    values.sort_by_key(|&(_, files)| std::cmp::Reverse(files));
    let each: Vec<String> = values
        .into_iter()
        .map(|(value, files)| format!("{value} ({})", counted(files, "file", "files")))
        .collect();
    listed(&each, VALUES_MAX)
}

/// `error` with the name of the file before its place.
fn in_file(error: Error, name: &str) -> Error {
    let place = error.place().map_or_else(|| name.to_owned(), |place| format!("{name}, {place}"));
    error.at(place)
}
