//! The native half of the R package: plain vectors in, reports out. What R's users expect around it stands in `R/`.
//!
//! `src/init.c` registers each function here under the name by which `R/` calls it.
#![warn(missing_docs)]

mod analysis;
mod table;
mod work;

use savvy::{OwnedListSexp, OwnedLogicalSexp, OwnedStringSexp, savvy};
use wordify::report::Format;
use wordify::study::list::{self, Values};

/// All settings as a list of three vectors: names, help, and whether several values may be given.
#[savvy]
fn settings() -> savvy::Result<savvy::Sexp> {
    let is_list = |setting: &list::Setting| {
        setting.values.is_list() || matches!(setting.values, Values::Words | Values::Labels { .. })
    };
    let mut out = OwnedListSexp::new(3, true)?;
    out.set_name_and_value(0, "name", OwnedStringSexp::try_from_iter(list::ALL.iter().map(|one| one.name))?)?;
    out.set_name_and_value(1, "help", OwnedStringSexp::try_from_iter(list::ALL.iter().map(|one| one.help))?)?;
    out.set_name_and_value(2, "list", OwnedLogicalSexp::try_from_iter(list::ALL.iter().map(is_list))?)?;
    out.into()
}

/// The name of the format of a file called `name`, by its ending; empty where none has it.
#[savvy]
fn format_of(name: &str) -> savvy::Result<savvy::Sexp> {
    OwnedStringSexp::try_from_scalar(Format::of_name(name).map_or("", Format::name))?.into()
}
