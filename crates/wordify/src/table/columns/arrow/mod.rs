//! Arrow's own form of a table: files (Feather 2) and streams.
//!
//! A file is a stream of messages between two marks: `schema` reads the description of the columns, `batch` the buffers of some
//! rows, `array` the cells in them. Source: "Arrow Columnar Format", section "Serialization and IPC". Our own code, because the
//! crates of Arrow double the build, reserve what a file claims about itself, and panic on what is damaged.

mod array;
mod batch;
mod schema;

use std::collections::BTreeMap;

use self::array::Cells;
use self::batch::Batch;
use self::schema::{Field, Layout};
use super::flatbuffer::Fields;
use super::wanted::wanted;
use crate::count::grouped;
use crate::error::{Error, ErrorKind};
use crate::table::bytes::u32_at;
use crate::table::{Column, Format, ReadOptions, Table, header};

/// What a file begins and ends with.
const MARK: &[u8] = b"ARROW1";
/// What a message begins with.
const CONTINUATION: u32 = u32::MAX;

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
    let mut messages = Messages { bytes, at: if is_file { 8 } else { 0 }, is_ended: false };
    let Some((1, header, _)) = messages.next()? else { return Err(damaged()) };
    let fields = schema::read(header)?;
    let mut reading = Reading::new(&fields, options)?;
    let mut batches = 0;
    while let Some((kind, header, body)) = messages.next()? {
        match kind {
            2 => reading.read_dictionary(&fields, header, body)?,
            3 => {
                reading.read_batch(&fields, header, body)?;
                batches += 1;
            }
            _ => return Err(damaged()),
        }
    }
    let mut table = reading.finish(batches);
    if !messages.is_ended {
        table.warnings.push(
            "The Arrow stream has no end, so rows may be missing. Download or copy it again.".to_owned(),
        );
    }
    Ok(table)
}

/// The kind of a message, its header and its body.
type Message<'a> = (u8, Fields<'a>, &'a [u8]);

/// The messages of a file or stream.
struct Messages<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Whether the mark of the end was seen.
    is_ended: bool,
}

impl<'a> Messages<'a> {
    /// The next message; none at the end.
    fn next(&mut self) -> Result<Option<Message<'a>>, Error> {
        if self.at == self.bytes.len() {
            return Ok(None);
        }
        let mut length = u32_at(self.bytes, self.at).ok_or_else(damaged)?;
        self.at += 4;
        // Files before 2019 lack this mark.
        if length == CONTINUATION {
            length = u32_at(self.bytes, self.at).ok_or_else(damaged)?;
            self.at += 4;
        }
        if length == 0 {
            self.is_ended = true;
            return Ok(None);
        }
        let message = self.take(length as usize)?;
        let message = Fields::root(message).ok_or_else(damaged)?;
        let body = usize::try_from(message.i64(3).unwrap_or(0)).map_err(|_| damaged())?;
        let body = self.take(body)?;
        let header = message.u8(1).zip(message.table(2));
        header.map(|(kind, header)| Some((kind, header, body))).ok_or_else(damaged)
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let end = self.at.checked_add(count);
        let taken = end.and_then(|end| self.bytes.get(self.at..end)).ok_or_else(damaged)?;
        self.at += count;
        Ok(taken)
    }
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
            unpacked: 0,
            cells,
            options,
        })
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

    fn finish(self, batches: usize) -> Table {
        let mut facts = vec![("record batches", grouped(batches))];
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
