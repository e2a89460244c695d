//! A file of Parquet as the crate `parquet` reads it: by position, a page at a time.

use std::io::{self, BufReader, Read};
use std::sync::Arc;

use ::parquet::errors::{ParquetError, Result as ParquetResult};
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::reader::{ChunkReader, Length};
use bytes::Bytes;

use crate::table::Stored;
use crate::table::stored::within;

/// Bytes taken at once where a header is read: most headers of pages are shorter.
const HEADER_BYTES: usize = 1024;

/// The file.
#[derive(Clone)]
pub(super) struct Source(pub(super) Arc<dyn Stored>);

impl Source {
    /// The last `length` bytes; none where there are fewer.
    pub(super) fn end(&self, length: usize) -> Option<Vec<u8>> {
        let at = self.0.length().checked_sub(length as u64)?;
        within(&*self.0, at, length).ok()
    }

    /// The pages of a column in a row group; none where the file does not hold them.
    pub(super) fn chunk(&self, chunk: &ColumnChunkMetaData) -> Option<Vec<u8>> {
        let start = chunk.dictionary_page_offset().unwrap_or_else(|| chunk.data_page_offset());
        let length = usize::try_from(chunk.compressed_size()).ok()?;
        within(&*self.0, u64::try_from(start).ok()?, length).ok()
    }
}

impl Length for Source {
    fn len(&self) -> u64 {
        self.0.length()
    }
}

impl ChunkReader for Source {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> ParquetResult<Self::T> {
        let stored = Arc::clone(&self.0);
        Ok(BufReader::with_capacity(HEADER_BYTES, From { stored, at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        let part = within(&*self.0, start, length);
        part.map(Bytes::from).map_err(|error| ParquetError::External(Box::new(error)))
    }
}

/// The file from a position on.
pub(super) struct From {
    stored: Arc<dyn Stored>,
    at: u64,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.stored.length().saturating_sub(self.at)).unwrap_or(usize::MAX);
        let length = left.min(buffer.len());
        buffer[..length].copy_from_slice(&self.stored.part(self.at, length)?);
        self.at += length as u64;
        Ok(length)
    }
}
