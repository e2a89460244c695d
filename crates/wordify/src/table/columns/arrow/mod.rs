//! Arrow's own form of a table: files (Feather 2) and streams.
//!
//! A stream is one message after the other, a file such messages between two marks with a list of them at its end: `messages` finds
//! them. `schema` reads the description of the columns, `batch` the buffers of some rows, `array` the cells in them. Source: "Arrow Columnar Format", section "Serialization and IPC". Our own code, because the
//! crates of Arrow double the build, reserve what a file claims about itself, and panic on what is damaged.

mod array;
mod batch;
mod messages;
mod schema;

use std::collections::BTreeMap;

use self::array::Cells;
use self::batch::Batch;
use self::messages::{Message, Messages, of_file};
use self::schema::{Field, Layout};
use super::flatbuffer::Fields;
use super::wanted::wanted;
use crate::count::grouped;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Format, ReadOptions, Table, header};

/// What a file begins and ends with.
const MARK: &[u8] = b"ARROW1";
/// Bytes of this mark at the beginning, where it is filled up.
const MARK_BYTES: usize = 8;

fn damaged() -> Error {
    Error::new(
        ErrorKind::Input,
        "the Arrow file is damaged, ends too early, or uses what Wordify does not know",
    )
    .remedy("Download or copy the file again, or write it anew: in pandas data.to_parquet(\"data.parquet\"), in R arrow::write_parquet(data, \"data.parquet\").")
}

/// Reads the table in `bytes`: the columns that `options` want, batch by batch.
pub(in crate::table) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    let is_file = bytes.starts_with(MARK);
    if is_file && !bytes.ends_with(MARK) {
        return Err(damaged());
    }
    // Of a file, polars writes the first message without its length: what the end lists is right.
    if let Some((schema, listed)) = is_file.then(|| of_file(bytes)).flatten() {
        let fields = schema::read(schema)?;
        let mut reading = Reading::new(&fields, options)?;
        for message in listed {
            reading.take(&fields, message)?;
        }
        return Ok(reading.finish());
    }
    let mut messages = Messages::new(bytes, if is_file { MARK_BYTES } else { 0 });
    let Some((messages::SCHEMA, header, _)) = messages.next()? else { return Err(damaged()) };
    let fields = schema::read(header)?;
    let mut reading = Reading::new(&fields, options)?;
    while let Some(message) = messages.next()? {
        reading.take(&fields, message)?;
    }
    let is_ended = messages.is_ended();
    let mut table = reading.finish();
    if !is_ended {
        table.warnings.push(
            "The Arrow stream has no end, so rows may be missing. Download or copy it again.".to_owned(),
        );
    }
    Ok(table)
}

/// Columns as they are read.
struct Reading<'a> {
    columns: Vec<Column>,
    /// Whether each column is wanted.
    wanted: Vec<bool>,
    /// Columns that are left out, by their names.
    left_out: Vec<String>,
    /// The values of columns that hold numbers of values.
    dictionaries: BTreeMap<i64, Column>,
    rows: usize,
    /// Record batches so far.
    batches: usize,
    /// Bytes that were unpacked.
    unpacked: usize,
    cells: Cells,
    options: &'a ReadOptions,
}

impl<'a> Reading<'a> {
    fn new(fields: &[Field<'_>], options: &'a ReadOptions) -> Result<Self, Error> {
        let (mut names, mut left_out) = (Vec::new(), Vec::new());
        for field in fields {
            field.names("", &mut names, &mut left_out);
        }
        options.limits.check_table(0, names.len())?;
        let named = names.iter().enumerate();
        let columns: Vec<Column> =
            named.map(|(number, name)| Column::new(header::name(name, number + 1))).collect();
        let mut is_wanted = vec![false; columns.len()];
        wanted(&columns, options).into_iter().for_each(|number| is_wanted[number] = true);
        let cells = Cells::new(options.limits);
        Ok(Self {
            columns,
            wanted: is_wanted,
            left_out,
            dictionaries: BTreeMap::new(),
            rows: 0,
            batches: 0,
            unpacked: 0,
            cells,
            options,
        })
    }

    /// Reads a message behind the schema.
    fn take(&mut self, fields: &[Field<'_>], (kind, header, body): Message<'_>) -> Result<(), Error> {
        match kind {
            messages::DICTIONARY => self.read_dictionary(fields, header, body),
            messages::BATCH => {
                self.batches += 1;
                self.read_batch(fields, header, body)
            }
            _ => Err(damaged()),
        }
    }

    fn read_dictionary(
        &mut self,
        fields: &[Field<'_>],
        header: Fields<'_>,
        body: &[u8],
    ) -> Result<(), Error> {
        let id = header.i64(0).unwrap_or(0);
        let Some(kind) = fields.iter().find_map(|field| field.dictionary_kind(id)) else {
            return Err(damaged());
        };
        let data = header.table(1).ok_or_else(damaged)?;
        let mut batch = Batch::new(data, body, self.unpacked, self.options.limits)?;
        // What is left out needs no values.
        if matches!(kind, Layout::Struct | Layout::LeftOut { .. }) {
            return Ok(());
        }
        let is_more = header.u8(2).unwrap_or(0) != 0;
        let mut values =
            if is_more { self.dictionaries.remove(&id).unwrap_or_default() } else { Column::default() };
        self.options.limits.check_table(values.len().saturating_add(batch.rows), 1)?;
        let rows = batch.rows;
        self.cells.read(&mut batch, kind, None, rows, &[], &mut values)?;
        self.unpacked = batch.unpacked;
        self.dictionaries.insert(id, values);
        Ok(())
    }

    fn read_batch(&mut self, fields: &[Field<'_>], header: Fields<'_>, body: &[u8]) -> Result<(), Error> {
        let mut batch = Batch::new(header, body, self.unpacked, self.options.limits)?;
        let rows = self.rows.saturating_add(batch.rows);
        let wanted = self.wanted.iter().filter(|&&wanted| wanted).count();
        self.options.limits.check_table(rows, wanted)?;
        self.rows = rows;
        let mut number = 0;
        for field in fields {
            self.read_field(&mut batch, field, &mut Vec::new(), &mut number)?;
        }
        self.unpacked = batch.unpacked;
        Ok(())
    }

    /// Reads a field; `valid` are the marks of what it is part of, `number` that of its first column.
    fn read_field(
        &mut self,
        batch: &mut Batch<'_>,
        field: &Field<'_>,
        valid: &mut Vec<Vec<u8>>,
        number: &mut usize,
    ) -> Result<(), Error> {
        match &field.kind {
            _ if field.is_left_out() => return batch.skip(field),
            Layout::Struct => {
                let _length = batch.node()?;
                let marks = batch.buffer()?.into_owned();
                valid.push(marks);
                for child in &field.children {
                    self.read_field(batch, child, valid, number)?;
                }
                valid.pop();
                return Ok(());
            }
            _ => {}
        }
        let index = *number;
        *number += 1;
        if !self.wanted[index] {
            return batch.skip(field);
        }
        let values = match field.dictionary {
            Some((id, _)) => Some(self.dictionaries.get(&id).ok_or_else(damaged)?),
            None => None,
        };
        let rows = batch.rows;
        self.cells.read(batch, field.stored(), values, rows, valid, &mut self.columns[index])
    }

    fn finish(self) -> Table {
        let mut facts = vec![("record batches", grouped(self.batches))];
        let wanted = self.wanted.iter().filter(|&&wanted| wanted).count();
        if wanted < self.columns.len() {
            facts.push(("columns read", format!("{wanted} of {}", grouped(self.columns.len()))));
        }
        let names: Vec<String> = self.left_out.iter().map(|name| format!("\"{name}\"")).collect();
        let mut warnings = Vec::new();
        if !names.is_empty() {
            warnings.push(format!(
                "Columns that hold lists, maps or intervals are left out: {}.",
                names.join(", ")
            ));
        }
        Table::of_records(Format::Arrow, facts, self.columns, self.rows, warnings)
    }
}
