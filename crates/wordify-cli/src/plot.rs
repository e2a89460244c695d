//! `wordify plot`: a figure for print from a result.

use std::path::PathBuf;

use wordify::report::figure::{self, Format, Outcome, Request};
use wordify::table::limits::Limits;

use crate::failure::Failure;
use crate::paper_arguments::Plot;
use crate::{arguments, from_result, input};

/// Draws the figure that `options` ask for.
pub(crate) fn run(options: &Plot) -> Result<(), Failure> {
    let request = Request::new(options.kind, options.width, options.terms, options.only.clone())?;
    let (path, format) = place(options)?;
    let outcome = Outcome::from_json(&input::content(&options.result, Limits::default())?)
        .map_err(|error| Failure::of_file(error, &options.result))?;
    let bytes = figure::file(&outcome, &request, format)?;
    from_result::deliver(&path, &bytes)
}

/// Where the figure goes, and as what: as the ending says, where no format is named.
fn place(options: &Plot) -> Result<(PathBuf, Format), Failure> {
    let Some(path) = &options.out else {
        let format = options.format.unwrap_or(Format::Svg);
        let ending = format!("{}.{}", options.kind.name(), format.name());
        return Ok((from_result::named_after(&options.result, &ending), format));
    };
    let of_ending = Format::of_name(&path.to_string_lossy());
    match options.format.or(of_ending) {
        Some(format) => Ok((path.clone(), format)),
        None if arguments::as_file(path).is_none() => Ok((path.clone(), Format::Svg)),
        None => Err(Failure::usage("the format of the figure is not clear")
            .at(format!("--out {}", path.display()))
            .remedy("End the name in .svg, .pdf or .png, or name the --format.")),
    }
}
