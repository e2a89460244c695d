//! SAS: transport files (`xpt`) and data sets (`data`), which differ in their layout only.
//!
//! `variable` shows a cell, `formats` knows which of them are dates.

pub(in crate::table) mod data;
mod formats;
mod variable;
pub(in crate::table) mod xpt;
