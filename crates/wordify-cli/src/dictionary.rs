//! `wordify dictionary`: the list of a result for programs that count words.

use std::path::PathBuf;

use wordify::report::dictionary::{Dictionary, Format};
use wordify::table::limits::Limits;

use crate::failure::Failure;
use crate::paper_arguments::DictionaryOptions;
use crate::{arguments, from_result, input};

/// Writes the dictionary that `options` ask for.
pub(crate) fn run(options: &DictionaryOptions) -> Result<(), Failure> {
    let (path, format) = place(options)?;
    let bytes = input::content(&options.result, Limits::default())?;
    let dictionary = Dictionary::from_json(&bytes, options.terms, &options.only)
        .map_err(|error| Failure::of_file(error, &options.result))?;
    let bytes = dictionary.write(format)?;
    from_result::deliver(&path, &bytes)
}

/// Where the dictionary goes, and in which format: that of the ending, where none is named.
fn place(options: &DictionaryOptions) -> Result<(PathBuf, Format), Failure> {
    let Some(path) = &options.out else {
        let format = options.format.unwrap_or(Format::Liwc);
        let ending = format!("dictionary.{}", format.ending());
        return Ok((from_result::named_after(&options.result, &ending), format));
    };
    let of_ending = Format::of_name(&path.to_string_lossy());
    let is_file = arguments::as_file(path).is_some();
    let format = match options.format.or(of_ending) {
        Some(format) => format,
        None if is_file => {
            return Err(Failure::usage("the format of the dictionary is not clear")
                .at(format!("--out {}", path.display()))
                .remedy("End the name in .dic, .yml, .json or .csv, or name the --format."));
        }
        None => Format::Liwc,
    };
    Ok((path.clone(), format))
}
