//! The native half of the R package: plain vectors in, reports out. What R's users expect around it stands in `R/`.
//!
//! `src/init.c` registers each function here under the name by which `R/` calls it.
#![warn(missing_docs)]

mod analysis;
mod table;
mod work;

use savvy::{OwnedListSexp, OwnedStringSexp, savvy};
use wordify::report::Format;
use wordify::study::list;

/// All settings as a list of two vectors: names and help.
#[savvy]
fn settings() -> savvy::Result<savvy::Sexp> {
    let mut out = OwnedListSexp::new(2, true)?;
    out.set_name_and_value(0, "name", OwnedStringSexp::try_from_iter(list::ALL.iter().map(|one| one.name))?)?;
    out.set_name_and_value(1, "help", OwnedStringSexp::try_from_iter(list::ALL.iter().map(|one| one.help))?)?;
    out.into()
}

/// The name of the format of a file called `name`, by its ending; empty where none has it.
#[savvy]
fn format_of(name: &str) -> savvy::Result<savvy::Sexp> {
    OwnedStringSexp::try_from_scalar(Format::of_name(name).map_or("", Format::name))?.into()
}
