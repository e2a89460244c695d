//! Columnar files: Parquet. `parquet_pages` counts what a page holds before it is unpacked.

pub(super) mod parquet;
mod parquet_pages;
