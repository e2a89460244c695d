//! Parts that several pages share: tables, pictures, words, forms, and how a page gets at its stored result.

pub(crate) mod changed;
pub mod choices_form;
pub mod columns;
pub mod contrast;
pub mod download;
pub mod grid;
pub mod label_table;
pub mod labels;
pub mod markdown;
pub mod option;
pub mod pager;
pub mod picture;
pub mod place;
pub mod reading;
pub(crate) mod rerun;
pub(crate) mod said;
pub(crate) mod stored;
pub mod terms;
pub mod view_query;
pub mod words;
