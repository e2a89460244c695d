//! Columnar files: Parquet. `parquet_pages` counts what a page holds before it is unpacked, `durations` finds the
//! columns that are some.

mod durations;
pub(super) mod parquet;
mod parquet_pages;
