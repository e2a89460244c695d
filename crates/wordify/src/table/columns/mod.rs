//! Columnar files: Parquet, and Arrow's own. `parquet_pages` counts what a page holds before it is unpacked, `durations` finds the
//! columns that are some, `flatbuffer` reads descriptions, `meaning` shows cells, `wanted` chooses columns.

pub(super) mod arrow;
mod durations;
mod flatbuffer;
mod meaning;
pub(super) mod parquet;
mod parquet_pages;
mod parquet_source;
mod wanted;
