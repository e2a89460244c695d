//! `wordify plot`: a figure for print from a result.

use std::path::{Path, PathBuf};

use wordify::report::figure::{self, Outcome, Request};
use wordify::table::limits::Limits;

use crate::failure::Failure;
use crate::paper_arguments::Plot;
use crate::{arguments, input, writing};

/// Draws the figure that `options` ask for.
pub(crate) fn run(options: &Plot) -> Result<(), Failure> {
    let request = Request::new(options.kind, options.width, options.terms, options.only.clone())?;
    let path = options.out.clone().unwrap_or_else(|| named_after(&options.result, options.kind));
    check_ending(&path)?;
    let outcome = Outcome::from_json(&input::content(&options.result, Limits::default())?)
        .map_err(|error| Failure::of_file(error, &options.result))?;
    let svg = figure::svg(&outcome, &request)?;
    if arguments::as_file(&path).is_none() {
        return writing::print(svg.as_bytes());
    }
    writing::write_whole(&path, svg.as_bytes())?;
    writing::print(format!("{}\n", path.display()).as_bytes())
}

/// `reviews.wordify.dumbbell.svg` of `reviews.wordify.json`, in this folder.
fn named_after(result: &Path, kind: figure::Kind) -> PathBuf {
    let stem = result.file_stem().map_or_else(|| "wordify".into(), |stem| stem.to_string_lossy());
    PathBuf::from(format!("{stem}.{}.svg", kind.name()))
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
