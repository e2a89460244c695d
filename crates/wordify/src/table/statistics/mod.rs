//! Files of statistics packages to columns: SPSS, and what the others write.
//!
//! Cells are what the package shows its user: the label of a code where it has one, dates in ISO form, no blanks behind a text.
//! Rows are grouped by code, so two codes with one label stay two ([`value_labels`]). What a user of the package declared to be
//! missing is missing here, and counted.
//!
//! `sav` reads SPSS, `dta` Stata, `sas` SAS, `rdata` R. All go through an `input` of bytes, decode `letters`, show `moments`, and fill a `gathering`.

pub(super) mod dta;
mod gathering;
mod input;
mod letters;
mod moments;
pub(super) mod rdata;
pub(super) mod sas;
pub(super) mod sav;
mod value_labels;
