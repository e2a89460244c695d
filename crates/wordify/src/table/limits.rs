//! The limits of the readers, each with its reason.
//!
//! A limit guards against files that were made to exhaust memory (a gzip of a few kilobytes that unfolds to
//! terabytes) and against accidents (a quote that swallows the rest of the file). Sizes are counted as bytes
//! come out of a decoder, never taken from what a file declares about itself.

use crate::count::grouped;
use crate::error::{Error, ErrorKind};

/// Bytes of the input after decompression: ten times the largest corpora seen in practice, and a table of this
/// size still fits in the memory of a laptop.
pub const BYTES_MAX: usize = 1 << 30;
/// Rows of a table: five times what a sheet of Excel can hold.
pub const ROWS_MAX: usize = 5_000_000;
/// Columns of a table: as many as a sheet of Excel can hold.
pub const COLUMNS_MAX: usize = 16_384;
/// Cells of a table, rows times columns: each costs some bytes even when it is empty.
pub const CELLS_MAX: usize = 50_000_000;
/// Bytes of one cell: several novels. A longer one means that a quote swallowed the rows after it.
pub const CELL_BYTES_MAX: usize = 16 << 20;
/// Bytes of one file of a folder: a book with pictures.
pub const FILE_BYTES_MAX: usize = 64 << 20;
/// How many times as large as its packed form a file may be: text packs to a fifth or a twentieth, the zeros of a
/// file made in bad faith to a thousandth.
pub const RATIO_MAX: usize = 250;
/// Bytes up to which the ratio is not looked at: so much does no harm.
pub const RATIO_FREE_BYTES: usize = 64 << 20;
/// Layers of compression, such as a workbook in a gzip; more are made by mistake or in bad faith.
pub const COMPRESSION_LAYERS_MAX: usize = 2;

/// How large an input may be: on a machine that others share as large as the constants here, on one's own as its owner says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the input after decompression; of Parquet, of the columns that are read.
    pub bytes: usize,
    /// Rows of the table.
    pub rows: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: BYTES_MAX, rows: ROWS_MAX }
    }
}

impl Limits {
    /// Cells of the table: more rows may have more of them.
    fn cells(self) -> usize {
        self.rows.saturating_mul(CELLS_MAX / ROWS_MAX).max(CELLS_MAX)
    }

    /// # Errors
    /// [`ErrorKind::Limit`] when `bytes` are too many.
    pub(super) fn check_bytes(self, bytes: usize) -> Result<(), Error> {
        if bytes <= self.bytes {
            return Ok(());
        }
        Err(Self::too_many_bytes(self.bytes))
    }

    /// The error for an input of more than `bytes`.
    pub fn too_many_bytes(bytes: usize) -> Error {
        Error::new(
            ErrorKind::Limit,
            format!("the file holds more than {} MB of data, which is the limit", grouped(bytes >> 20)),
        )
        .remedy(
            "Keep the text and label columns only, take a random sample of the rows, or raise the limit on your own \
             machine (--bytes-max).",
        )
    }

    /// # Errors
    /// [`ErrorKind::Limit`] when `unpacked` bytes came out of `packed`, or would come out if it went on.
    pub(super) fn check_unpacked(self, unpacked: usize, packed: usize) -> Result<(), Error> {
        if unpacked > RATIO_FREE_BYTES && unpacked / RATIO_MAX > packed {
            return Err(Error::new(
                ErrorKind::Limit,
                format!(
                    "the file unpacks to more than {RATIO_MAX} times its size, which no table of texts does"
                ),
            )
            .remedy("Save the table anew as csv or xlsx."));
        }
        self.check_bytes(unpacked)
    }

    /// # Errors
    /// [`ErrorKind::Limit`] when a table of `rows` and `columns` is too large.
    pub(super) fn check_table(self, rows: usize, columns: usize) -> Result<(), Error> {
        let too_large =
            |message: String, remedy: &str| Err(Error::new(ErrorKind::Limit, message).remedy(remedy));
        if columns > COLUMNS_MAX {
            return too_large(
                format!("the table has more than {} columns, which is the limit", grouped(COLUMNS_MAX)),
                "Keep the text and label columns only.",
            );
        }
        if rows > self.rows {
            return too_large(
                format!("the table has more than {} rows, which is the limit", grouped(self.rows)),
                "Take a random sample of the rows, or raise the limit on your own machine (--rows-max).",
            );
        }
        if rows.saturating_mul(columns) > self.cells() {
            return too_large(
                format!(
                    "the table has more than {} cells, which is the limit (at least {} rows of {} columns)",
                    grouped(self.cells()),
                    grouped(rows),
                    grouped(columns)
                ),
                "Keep the text and label columns only.",
            );
        }
        Ok(())
    }
}

/// As [`Limits::check_bytes`], with the usual limits: for what is larger in no file of its kind.
pub(super) fn check_bytes(bytes: usize) -> Result<(), Error> {
    Limits::default().check_bytes(bytes)
}

/// As [`Limits::check_table`], with the usual limits: for tables that are larger in no file of their kind.
pub(super) fn check_table(rows: usize, columns: usize) -> Result<(), Error> {
    Limits::default().check_table(rows, columns)
}

/// # Errors
/// [`ErrorKind::Limit`] when a cell of `bytes` in `row`, as the user's program counts it, is too long.
pub(super) fn check_cell(bytes: usize, row: usize) -> Result<(), Error> {
    if bytes <= CELL_BYTES_MAX {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Limit,
        format!("a cell is longer than {} MB, which is the limit", CELL_BYTES_MAX >> 20),
    )
    .at(format!("row {}", grouped(row)))
    .remedy("Look at this row: a missing quotation mark often joins many rows into one cell."))
}
