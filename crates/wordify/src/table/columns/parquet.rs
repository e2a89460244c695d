//! Parquet: columns of text, numbers, booleans, dates and times, plain or dictionary-encoded.
//!
//! Columns of lists are left out with a warning, unless no list has more than one value: then each is its value. A number that is "not a number" is missing: that is how
//! pandas writes a missing number.

use std::collections::HashMap;
use std::sync::Arc;

use ::parquet::basic::{ConvertedType, Encoding, LogicalType, TimeUnit};
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use ::parquet::data_type::{DataType, Int96};
use ::parquet::file::metadata::ParquetMetaData;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::schema::types::ColumnDescriptor;

use super::durations;
use super::meaning::{Meaning, float};
use super::parquet_pages::{CheckedPages, check_chunk};
use super::parquet_source::Source;
use super::wanted::wanted;
use crate::count::grouped;
use crate::error::{Error, ErrorKind};
use crate::table::bytes::u32_at;
use crate::table::limits::{Limits, check_cell};
use crate::table::{Column, Format, ReadOptions, Stored, Table, guard, header};

/// Values read at once.
const BATCH: usize = 1024;
/// Bytes of the description at the end of the file: wide tables take some of them.
const DESCRIPTION_BYTES_MAX: u32 = 16 << 20;

/// Reads the table in `stored`: the columns that `options` want, one after the other, each row group by row group.
pub(in crate::table) fn read(stored: Arc<dyn Stored>, options: &ReadOptions) -> Result<Table, Error> {
    let source = Source(stored);
    let end = source.end(8).unwrap_or_default();
    let description = u32_at(&end, 0);
    if !end.ends_with(b"PAR1") || description.is_none_or(|size| size > DESCRIPTION_BYTES_MAX) {
        return Err(damaged());
    }
    guard::catch(damaged, || {
        let file = SerializedFileReader::new(source.clone()).map_err(|_| damaged())?;
        read_columns(&source, &file, options)
    })
}

fn damaged() -> Error {
    Error::new(
        ErrorKind::Input,
        "the Parquet file is damaged, ends too early, or uses what Wordify does not know",
    )
    .remedy("Download or copy the file again, or write it anew with snappy or zstd compression.")
}

fn read_columns(
    source: &Source,
    file: &SerializedFileReader<Source>,
    options: &ReadOptions,
) -> Result<Table, Error> {
    let metadata = file.metadata();
    let schema = metadata.file_metadata().schema_descr_ptr();
    let rows = rows_of(metadata)?;
    options.limits.check_table(0, schema.num_columns())?;
    let is_single = single_values(metadata);
    // Other columns of lists have several values in a row.
    let (lists, plain): (Vec<usize>, Vec<usize>) = (0..schema.num_columns())
        .partition(|&index| schema.column(index).max_rep_level() > 0 && !is_single[index]);
    let path = |index: usize| match is_single[index] {
        true => schema.get_column_root(index).name().to_owned(),
        false => schema.column(index).path().string(),
    };
    let mut columns: Vec<Column> = plain
        .iter()
        .enumerate()
        .map(|(number, &index)| Column::new(header::name(&path(index), number + 1)))
        .collect();
    let wanted = wanted(&columns, options);
    options.limits.check_table(rows, wanted.len())?;
    let mut reading = Reading {
        source,
        file,
        rows,
        limits: options.limits,
        durations: durations::find(metadata.file_metadata()),
        unpacked: 0,
        bytes_before: 0,
    };
    for &number in &wanted {
        reading.read(plain[number], &mut columns[number])?;
    }
    let mut facts = vec![("row groups", grouped(metadata.num_row_groups()))];
    if wanted.len() < columns.len() {
        facts.push(("columns read", format!("{} of {}", wanted.len(), grouped(columns.len()))));
    }
    let mut warnings = Vec::new();
    if !lists.is_empty() {
        let left_out: Vec<String> = lists.iter().map(|&index| format!("\"{}\"", path(index))).collect();
        warnings.push(format!("Columns that hold lists are left out: {}.", left_out.join(", ")));
    }
    Ok(Table::of_records(Format::Parquet, facts, columns, rows, warnings))
}

/// Which columns are lists of one value at most, as programs for annotation write each label since there may be several.
fn single_values(metadata: &ParquetMetaData) -> Vec<bool> {
    let schema = metadata.file_metadata().schema_descr();
    let mut leaves: HashMap<usize, usize> = HashMap::new();
    for index in 0..schema.num_columns() {
        *leaves.entry(schema.get_column_root_idx(index)).or_default() += 1;
    }
    let is_single = |index: usize| {
        let root = schema.get_column_root(index).get_basic_info();
        let is_list = root.converted_type() == ConvertedType::LIST
            || matches!(root.logical_type_ref(), Some(LogicalType::List));
        is_list
            && schema.column(index).max_rep_level() == 1
            && leaves.get(&schema.get_column_root_idx(index)) == Some(&1)
            // An empty list, and one that is missing, counts as one value.
            && metadata.row_groups().iter().all(|group| group.column(index).num_values() == group.num_rows())
    };
    (0..schema.num_columns()).map(is_single).collect()
}

/// A file of which columns are read.
struct Reading<'a> {
    source: &'a Source,
    file: &'a SerializedFileReader<Source>,
    rows: usize,
    limits: Limits,
    /// The columns that are durations, with their units in a second.
    durations: Vec<(String, i64)>,
    /// Bytes of the pages so far, unpacked.
    unpacked: usize,
    /// Bytes of the columns before.
    bytes_before: usize,
}

impl Reading<'_> {
    /// Reads column `index` of the file.
    fn read(&mut self, index: usize, column: &mut Column) -> Result<(), Error> {
        let metadata = self.file.metadata();
        let description = metadata.file_metadata().schema_descr().column(index);
        let path = description.path().string();
        let duration = self.durations.iter().find(|(name, _)| *name == path);
        let meaning = match meaning_of(&description) {
            Meaning::Plain => duration.map_or(Meaning::Plain, |&(_, units)| Meaning::Duration(units)),
            meaning => meaning,
        };
        for group in 0..metadata.num_row_groups() {
            let chunk = metadata.row_group(group).column(index);
            let pages = self.source.chunk(chunk).ok_or_else(damaged)?;
            self.unpacked += check_chunk(&pages, chunk, damaged, |bytes| {
                self.limits.check_bytes(self.unpacked.saturating_add(bytes))
            })?;
            drop(pages);
            let group = self.file.get_row_group(group).map_err(|_| damaged())?;
            let pages = group.get_column_page_reader(index).map_err(|_| damaged())?;
            let levels = [description.max_rep_level(), description.max_def_level()];
            let levels = levels.into_iter().filter(|&level| level > 0).count();
            let pages = Box::new(CheckedPages { pages, levels });
            // Texts that repeat the beginning of the one before grow as they are read: one at a time.
            let grows = chunk.encodings().any(|encoding| encoding == Encoding::DELTA_BYTE_ARRAY);
            let mut cells = Cells {
                column,
                rows: self.rows,
                limits: self.limits,
                bytes_before: self.bytes_before,
                description: &description,
                meaning,
                batch: if grows { 1 } else { BATCH },
            };
            cells.read(get_column_reader(description.clone(), pages))?;
        }
        if column.len() != self.rows {
            return Err(damaged());
        }
        self.bytes_before += column.bytes();
        Ok(())
    }
}

fn rows_of(metadata: &ParquetMetaData) -> Result<usize, Error> {
    let mut rows = 0_usize;
    for group in metadata.row_groups() {
        rows = usize::try_from(group.num_rows())
            .ok()
            .and_then(|more| rows.checked_add(more))
            .ok_or_else(damaged)?;
    }
    Ok(rows)
}

/// Where the values of one column go.
struct Cells<'a> {
    column: &'a mut Column,
    rows: usize,
    limits: Limits,
    /// Bytes of the columns before.
    bytes_before: usize,
    description: &'a ColumnDescriptor,
    meaning: Meaning,
    batch: usize,
}

impl Cells<'_> {
    fn read(&mut self, reader: ColumnReader) -> Result<(), Error> {
        let meaning = self.meaning;
        match reader {
            ColumnReader::BoolColumnReader(reader) => {
                self.read_typed(reader, |value| Some(value.to_string()))
            }
            ColumnReader::Int32ColumnReader(reader) => self
                .read_typed(reader, |&value| Some(meaning.show(i64::from(value), u64::from(value as u32)))),
            ColumnReader::Int64ColumnReader(reader) => {
                self.read_typed(reader, |&value| Some(meaning.show(value, value as u64)))
            }
            ColumnReader::Int96ColumnReader(reader) => self.read_typed(reader, |value: &Int96| {
                Some(Meaning::Timestamp(1000).show(value.to_millis(), 0))
            }),
            ColumnReader::FloatColumnReader(reader) => {
                // Through its decimal form, so that 0.1 does not become 0.100000001490116.
                self.read_typed(reader, |value| value.to_string().parse().ok().and_then(float))
            }
            ColumnReader::DoubleColumnReader(reader) => self.read_typed(reader, |&value| float(value)),
            ColumnReader::ByteArrayColumnReader(reader) => {
                self.read_typed(reader, |value| meaning.show_bytes(value.data()))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                self.read_typed(reader, |value| meaning.show_bytes(value.data()))
            }
        }
    }

    fn read_typed<T: DataType>(
        &mut self,
        mut reader: ColumnReaderImpl<T>,
        show: impl Fn(&T::T) -> Option<String>,
    ) -> Result<(), Error> {
        let full = self.description.max_def_level();
        let is_list = self.description.max_rep_level() > 0;
        let (mut levels, mut repeated, mut values) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            levels.clear();
            repeated.clear();
            values.clear();
            let (records, ..) = reader
                .read_records(self.batch, Some(&mut levels), is_list.then_some(&mut repeated), &mut values)
                .map_err(|_| damaged())?;
            if records == 0 {
                return Ok(());
            }
            // More levels than rows: the description promised one value for each.
            if self.column.len() + records > self.rows || is_list && repeated.len() != records {
                return Err(damaged());
            }
            let mut values = values.iter();
            for record in 0..records {
                let present = full == 0 || levels.get(record) == Some(&full);
                let value = if present { Some(values.next().ok_or_else(damaged)?) } else { None };
                let cell = value.and_then(&show).unwrap_or_default();
                check_cell(cell.len(), self.column.len() + 1)?;
                self.limits.check_bytes(self.bytes_before + self.column.bytes() + cell.len())?;
                self.column.push(&cell);
            }
        }
    }
}

/// What the numbers of a column mean.
fn meaning_of(description: &ColumnDescriptor) -> Meaning {
    let per_second = |unit: &TimeUnit| match unit {
        TimeUnit::MILLIS => 1000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    };
    match description.logical_type_ref() {
        Some(LogicalType::Date) => return Meaning::Date,
        Some(LogicalType::Time(time)) => return Meaning::Time(per_second(&time.unit)),
        Some(LogicalType::Timestamp(time)) => return Meaning::Timestamp(per_second(&time.unit)),
        Some(LogicalType::Decimal(decimal)) => return Meaning::Decimal(decimal.scale.unsigned_abs()),
        Some(LogicalType::Float16) => return Meaning::Float16,
        Some(LogicalType::Uuid) => return Meaning::Uuid,
        Some(LogicalType::Integer(integer)) if !integer.is_signed => return Meaning::Unsigned,
        _ => {}
    }
    match description.converted_type() {
        ConvertedType::DATE => Meaning::Date,
        ConvertedType::TIME_MILLIS => Meaning::Time(1000),
        ConvertedType::TIME_MICROS => Meaning::Time(1_000_000),
        ConvertedType::TIMESTAMP_MILLIS => Meaning::Timestamp(1000),
        ConvertedType::TIMESTAMP_MICROS => Meaning::Timestamp(1_000_000),
        ConvertedType::INTERVAL => Meaning::Interval,
        ConvertedType::DECIMAL => Meaning::Decimal(description.type_scale().unsigned_abs()),
        ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
            Meaning::Unsigned
        }
        _ => Meaning::Plain,
    }
}

#[cfg(test)]
mod tests {
    use ::parquet::data_type::{ByteArray, ByteArrayType};
    use ::parquet::file::properties::{WriterProperties, WriterVersion};
    use ::parquet::file::writer::SerializedFileWriter;
    use ::parquet::schema::parser::parse_message_type;

    use super::*;

    /// A file with a text in each row and the lists of texts `label`; each of these is missing, or has these values, some missing.
    fn file(labels: &[Option<&[Option<&str>]>], version: WriterVersion) -> Vec<u8> {
        let schema = parse_message_type(
            "message m { required binary text (UTF8); optional group label (LIST) { repeated group list { \
             optional binary element (UTF8); } } }",
        );
        let properties = WriterProperties::builder().set_writer_version(version).build();
        let mut bytes = Vec::new();
        let schema = Arc::new(schema.expect("a schema"));
        let mut writer =
            SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).expect("in memory");
        let mut group = writer.next_row_group().expect("in memory");
        let texts: Vec<ByteArray> =
            (0..labels.len()).map(|row| format!("text {row}").as_str().into()).collect();
        let (mut values, mut defined, mut repeated) = (Vec::<ByteArray>::new(), Vec::new(), Vec::new());
        for list in labels {
            let levels = match list {
                None => vec![0],
                Some([]) => vec![1],
                Some(list) => list.iter().map(|value| if value.is_some() { 3 } else { 2 }).collect(),
            };
            repeated.extend((0..levels.len()).map(|at| i16::from(at > 0)));
            defined.extend(levels);
            values.extend(list.unwrap_or_default().iter().flatten().map(|&value| ByteArray::from(value)));
        }
        for (values, levels) in [(texts, None), (values, Some((&defined[..], &repeated[..])))] {
            let mut column = group.next_column().expect("in memory").expect("a column");
            let (defined, repeated) = levels.unzip();
            column.typed::<ByteArrayType>().write_batch(&values, defined, repeated).expect("in memory");
            column.close().expect("in memory");
        }
        group.close().expect("in memory");
        writer.close().expect("in memory");
        bytes
    }

    #[test]
    fn a_list_of_one_value_is_the_value_and_a_column_of_longer_lists_is_left_out() {
        let read = |bytes: Vec<u8>| super::read(Arc::new(bytes::Bytes::from(bytes)), &ReadOptions::default());
        let labels: [Option<&[Option<&str>]>; 5] =
            [Some(&[Some("good")]), None, Some(&[]), Some(&[None]), Some(&[Some("bad")])];
        for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
            let table = read(file(&labels.repeat(500), version)).expect("readable");
            let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            assert_eq!((names, table.rows, table.warnings.len()), (vec!["text", "label"], 2500, 0));
            for (row, expected) in ["good", "", "", "", "bad"].into_iter().enumerate() {
                assert_eq!(table.columns[1].cell(row + 2000), expected);
            }
            let longer = [&labels[..], &[Some(&[Some("good"), Some("bad")])]].concat();
            let table = read(file(&longer, version)).expect("readable");
            assert_eq!((table.columns.len(), table.columns[0].len()), (1, 6));
            assert!(table.warnings[0].contains("label.list.element"), "{:?}", table.warnings);
        }
    }

    #[test]
    fn a_wrong_byte_in_a_file_with_lists_is_no_panic() {
        let bytes = file(&[Some(&[Some("good")]), None, Some(&[Some("bad")])], WriterVersion::PARQUET_1_0);
        for at in 4..bytes.len() {
            for wrong in [0, 1, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] = wrong;
                if let Ok(table) = read(Arc::new(bytes::Bytes::from(bytes)), &ReadOptions::default()) {
                    assert!(table.columns.iter().all(|column| column.len() == table.rows), "at {at}");
                }
            }
        }
    }
}
