//! Parquet: columns of text, numbers, booleans, dates and times, plain or dictionary-encoded.
//!
//! Columns of lists are left out with a warning. A number that is "not a number" is missing: that is how
//! pandas writes a missing number.

use ::parquet::basic::{ConvertedType, Encoding, LogicalType, TimeUnit};
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use ::parquet::data_type::{DataType, Int96};
use ::parquet::file::metadata::ParquetMetaData;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::schema::types::ColumnDescriptor;
use bytes::Bytes;

use super::durations;
use super::parquet_pages::{CheckedPages, check_chunk};
use crate::count::{counted, grouped};
use crate::error::{Error, ErrorKind};
use crate::table::bytes::u32_at;
use crate::table::choice::{self, Found};
use crate::table::limits::{Limits, check_cell};
use crate::table::sheet::{cell_text, number_format};
use crate::table::{Column, Format, ReadOptions, Table, guard, header};

/// Values read at once.
const BATCH: usize = 1024;
/// Bytes of the description at the end of the file: wide tables take some of them.
const DESCRIPTION_BYTES_MAX: u32 = 16 << 20;
const DAY_MILLISECONDS: i64 = 86_400_000;

/// Reads the table in `bytes`: the columns that `options` want, one after the other, each row group by row group.
pub(in crate::table) fn read(bytes: &Bytes, options: &ReadOptions) -> Result<Table, Error> {
    let description = bytes.len().checked_sub(8).and_then(|at| u32_at(bytes, at));
    if !bytes.ends_with(b"PAR1") || description.is_none_or(|size| size > DESCRIPTION_BYTES_MAX) {
        return Err(damaged());
    }
    guard::catch(damaged, || {
        let file = SerializedFileReader::new(bytes.clone()).map_err(|_| damaged())?;
        read_columns(bytes, &file, options)
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
    bytes: &[u8],
    file: &SerializedFileReader<Bytes>,
    options: &ReadOptions,
) -> Result<Table, Error> {
    let metadata = file.metadata();
    let schema = metadata.file_metadata().schema_descr_ptr();
    let rows = rows_of(metadata)?;
    options.limits.check_table(0, schema.num_columns())?;
    // Columns of lists have several values in a row.
    let (lists, plain): (Vec<usize>, Vec<usize>) =
        (0..schema.num_columns()).partition(|&index| schema.column(index).max_rep_level() > 0);
    let path = |index: usize| schema.column(index).path().string();
    let mut columns: Vec<Column> = plain
        .iter()
        .enumerate()
        .map(|(number, &index)| Column::new(header::name(&path(index), number + 1)))
        .collect();
    let wanted = wanted(&columns, options);
    options.limits.check_table(rows, wanted.len())?;
    let mut reading = Reading {
        bytes,
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

/// The columns that are read: those that `options` want, or all where one of them is not clear, so that the error can list
/// them.
fn wanted(columns: &[Column], options: &ReadOptions) -> Vec<usize> {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let found: Option<Vec<usize>> = options
        .columns
        .iter()
        .map(|wanted| match choice::find(&names, wanted) {
            Found::One(number) => Some(number),
            _ => None,
        })
        .collect();
    match found {
        Some(mut found) if !found.is_empty() => {
            found.sort_unstable();
            found.dedup();
            found
        }
        _ => (0..columns.len()).collect(),
    }
}

/// A file of which columns are read.
struct Reading<'a> {
    bytes: &'a [u8],
    file: &'a SerializedFileReader<Bytes>,
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
        let meaning = match Meaning::of(&description) {
            Meaning::Plain => duration.map_or(Meaning::Plain, |&(_, units)| Meaning::Duration(units)),
            meaning => meaning,
        };
        for group in 0..metadata.num_row_groups() {
            let chunk = metadata.row_group(group).column(index);
            self.unpacked += check_chunk(self.bytes, chunk, damaged, |bytes| {
                self.limits.check_bytes(self.unpacked.saturating_add(bytes))
            })?;
            let group = self.file.get_row_group(group).map_err(|_| damaged())?;
            let pages = group.get_column_page_reader(index).map_err(|_| damaged())?;
            let pages = Box::new(CheckedPages { pages, optional: description.max_def_level() > 0 });
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
        let (mut levels, mut values) = (Vec::new(), Vec::new());
        loop {
            levels.clear();
            values.clear();
            let (records, ..) = reader
                .read_records(self.batch, Some(&mut levels), None, &mut values)
                .map_err(|_| damaged())?;
            if records == 0 {
                return Ok(());
            }
            if self.column.len() + records > self.rows {
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

fn float(value: f64) -> Option<String> {
    if value.is_nan() { None } else { Some(number_format::general(value)) }
}

/// What the numbers of a column mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Plain,
    Unsigned,
    /// Days since 1970.
    Date,
    /// Time of day; so many units in a second.
    Time(i64),
    /// Since 1970; so many units in a second.
    Timestamp(i64),
    /// So many units in a second.
    Duration(i64),
    /// Digits after the point.
    Decimal(u32),
    /// A number of two bytes.
    Float16,
    /// An identifier of sixteen bytes.
    Uuid,
    /// Months, days and milliseconds, four bytes each.
    Interval,
}

impl Meaning {
    fn of(description: &ColumnDescriptor) -> Self {
        let per_second = |unit: &TimeUnit| match unit {
            TimeUnit::MILLIS => 1000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        };
        match description.logical_type_ref() {
            Some(LogicalType::Date) => return Self::Date,
            Some(LogicalType::Time(time)) => return Self::Time(per_second(&time.unit)),
            Some(LogicalType::Timestamp(time)) => return Self::Timestamp(per_second(&time.unit)),
            Some(LogicalType::Decimal(decimal)) => return Self::Decimal(decimal.scale.unsigned_abs()),
            Some(LogicalType::Float16) => return Self::Float16,
            Some(LogicalType::Uuid) => return Self::Uuid,
            Some(LogicalType::Integer(integer)) if !integer.is_signed => return Self::Unsigned,
            _ => {}
        }
        match description.converted_type() {
            ConvertedType::DATE => Self::Date,
            ConvertedType::TIME_MILLIS => Self::Time(1000),
            ConvertedType::TIME_MICROS => Self::Time(1_000_000),
            ConvertedType::TIMESTAMP_MILLIS => Self::Timestamp(1000),
            ConvertedType::TIMESTAMP_MICROS => Self::Timestamp(1_000_000),
            ConvertedType::INTERVAL => Self::Interval,
            ConvertedType::DECIMAL => Self::Decimal(description.type_scale().unsigned_abs()),
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Self::Unsigned,
            _ => Self::Plain,
        }
    }

    fn show(self, value: i64, unsigned: u64) -> String {
        let shown = match self {
            Self::Plain | Self::Float16 | Self::Uuid | Self::Interval => None,
            Self::Unsigned => Some(unsigned.to_string()),
            Self::Date => cell_text::timestamp(value, 0),
            Self::Time(units) => {
                let milliseconds = i128::from(value) * 1000 / i128::from(units);
                i64::try_from(milliseconds)
                    .ok()
                    .filter(|milliseconds| (0..DAY_MILLISECONDS).contains(milliseconds))
                    .map(cell_text::time_of_day)
            }
            Self::Timestamp(units) => {
                let milliseconds = (i128::from(value) * 1000).div_euclid(i128::from(units));
                let (days, time) = (
                    milliseconds.div_euclid(DAY_MILLISECONDS.into()),
                    milliseconds.rem_euclid(DAY_MILLISECONDS.into()),
                );
                let parts = i64::try_from(days).ok().zip(i64::try_from(time).ok());
                parts.and_then(|(days, time)| cell_text::timestamp(days, time))
            }
            Self::Duration(units) => Some(durations::shown(value, units)),
            Self::Decimal(scale) => Some(decimal(value.into(), scale)),
        };
        shown.unwrap_or_else(|| value.to_string())
    }

    /// Text, or what the bytes mean; those that are no text are written as hexadecimal digits.
    fn show_bytes(self, bytes: &[u8]) -> Option<String> {
        match (self, bytes) {
            (Self::Decimal(scale), _) if (1..=16).contains(&bytes.len()) => {
                // The highest byte comes first.
                let mut number = [if bytes[0] >= 0x80 { 0xff } else { 0 }; 16];
                number[16 - bytes.len()..].copy_from_slice(bytes);
                Some(decimal(i128::from_be_bytes(number), scale))
            }
            (Self::Float16, &[low, high]) => float(half(u16::from_le_bytes([low, high]))),
            (Self::Uuid, _) if bytes.len() == 16 => {
                let digits = hexadecimal(bytes);
                let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
                Some(parts.join("-"))
            }
            (Self::Interval, _) if bytes.len() == 12 => Some(interval(bytes)),
            _ => Some(match std::str::from_utf8(bytes) {
                Ok(text) if !text.contains('\0') => text.to_owned(),
                Ok(_) => hexadecimal(bytes),
                // Text that another program cut within a letter stays text.
                Err(_) if is_nearly_text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                Err(_) => hexadecimal(bytes),
            }),
        }
    }
}

fn is_nearly_text(bytes: &[u8]) -> bool {
    let wrong: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    let controls = bytes.iter().filter(|&&byte| byte < 0x20 && !b"\t\r\n".contains(&byte)).count();
    (wrong + controls) * 10 < bytes.len()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A number of IEEE 754's two-byte form.
fn half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    sign * match exponent {
        0 => fraction * 2f64.powi(-24),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2f64.powi(exponent - 15),
    }
}

/// `1 month 2 days 03:04:05`, without what is zero.
fn interval(bytes: &[u8]) -> String {
    let part = |at| u32_at(bytes, at).unwrap_or(0);
    let (months, days, milliseconds) = (part(0), part(4), part(8));
    let mut parts = Vec::new();
    if months > 0 {
        parts.push(counted(months as usize, "month", "months"));
    }
    if days > 0 {
        parts.push(counted(days as usize, "day", "days"));
    }
    if milliseconds > 0 || parts.is_empty() {
        parts.push(cell_text::time_of_day(milliseconds.into()));
    }
    parts.join(" ")
}

/// `12345` with the scale 2 is `123.45`.
fn decimal(unscaled: i128, scale: u32) -> String {
    let digits = unscaled.unsigned_abs().to_string();
    let scale = scale.min(60) as usize;
    let sign = if unscaled < 0 { "-" } else { "" };
    if scale == 0 {
        return format!("{sign}{digits}");
    }
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_by_their_meaning() {
        assert_eq!(Meaning::Plain.show(-5, 0), "-5");
        assert_eq!(Meaning::Unsigned.show(-1, u64::from(u32::MAX)), "4294967295");
        assert_eq!(Meaning::Date.show(16_922, 0), "2016-05-01");
        assert_eq!(Meaning::Date.show(i64::MAX, 0), i64::MAX.to_string());
        assert_eq!(Meaning::Timestamp(1_000_000).show(1_462_113_000_000_000, 0), "2016-05-01 14:30:00");
        assert_eq!(Meaning::Timestamp(1000).show(-1, 0), "1969-12-31 23:59:59.999");
        assert_eq!(Meaning::Time(1000).show(52_200_000, 0), "14:30:00");
        assert_eq!(Meaning::Decimal(2).show(-5, 0), "-0.05");
        let bytes = |meaning: Meaning, bytes: &[u8]| meaning.show_bytes(bytes).unwrap_or_default();
        assert_eq!(bytes(Meaning::Decimal(2), &[0x30, 0x39]), "123.45");
        assert_eq!(bytes(Meaning::Decimal(0), &[0xff]), "-1");
        assert_eq!(bytes(Meaning::Plain, "schön".as_bytes()), "schön");
        // The numbers of two bytes are those that numpy.float16 has.
        for (bits, shown) in [
            (0x3c00_u16, "1"),
            (0x4100, "2.5"),
            (0xc100, "-2.5"),
            (0x0000, "0"),
            (0x7e00, ""),
            (0x2e66, "0.0999755859375"),
        ] {
            assert_eq!(bytes(Meaning::Float16, &bits.to_le_bytes()), shown, "{bits:04x}");
        }
        let id =
            [0x12, 0x3e, 0x45, 0x67, 0xe8, 0x9b, 0x12, 0xd3, 0xa4, 0x56, 0x42, 0x66, 0x14, 0x17, 0x40, 0x00];
        assert_eq!(bytes(Meaning::Uuid, &id), "123e4567-e89b-12d3-a456-426614174000");
        assert_eq!(
            bytes(Meaning::Interval, &[1, 0, 0, 0, 2, 0, 0, 0, 0xe8, 3, 0, 0]),
            "1 month 2 days 00:00:01"
        );
        assert_eq!(bytes(Meaning::Interval, &[0; 12]), "00:00:00");
        assert_eq!(bytes(Meaning::Plain, &[0xff, 0, 1]), "ff0001");
        assert_eq!(
            bytes(Meaning::Plain, "a fine text, cut in an ü".as_bytes().split_last().expect("bytes").1),
            "a fine text, cut in an \u{fffd}"
        );
    }
}
