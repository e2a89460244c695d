//! `wordify plot`: a figure for print from a result.

use std::path::Path;

use wordify::report::figure::{self, Outcome, Request};
use wordify::table::limits::Limits;

use crate::failure::Failure;
use crate::paper_arguments::Plot;
use crate::{arguments, from_result, input};

/// Draws the figure that `options` ask for.
pub(crate) fn run(options: &Plot) -> Result<(), Failure> {
    let request = Request::new(options.kind, options.width, options.terms, options.only.clone())?;
    let ending = format!("{}.svg", options.kind.name());
    let path = options.out.clone().unwrap_or_else(|| from_result::named_after(&options.result, &ending));
    check_ending(&path)?;
    let outcome = Outcome::from_json(&input::content(&options.result, Limits::default())?)
        .map_err(|error| Failure::of_file(error, &options.result))?;
    let svg = figure::svg(&outcome, &request)?;
    from_result::deliver(&path, svg.as_bytes())
}

fn check_ending(path: &Path) -> Result<(), Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    if arguments::as_file(path).is_none() || ending.as_deref() == Some("svg") {
        return Ok(());
    }
    Err(Failure::usage("figures are written as SVG")
        .at(format!("--out {}", path.display()))
        .remedy("End the name in .svg; Inkscape, Illustrator, Word and LibreOffice read it and save it as PDF or PNG."))
}
