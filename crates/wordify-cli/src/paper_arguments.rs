//! Options of the commands that take a result to paper.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use wordify::report::dictionary::Format;
use wordify::report::figure::{self, Chart};

const PLOT_EXAMPLES: &str = "\
Examples:
  wordify analyze reviews.xlsx --out reviews.json
  wordify plot reviews.json
      terms with their two shares, as wide as a column: reviews.dumbbell.svg
  wordify plot reviews.json --kind frequency --only good --width 170mm --out figure1.pdf
      one label against the rest, as wide as a page, with text that can be selected";

/// Options of `wordify plot`.
#[derive(Debug, Args)]
#[command(after_help = PLOT_EXAMPLES)]
pub(crate) struct Plot {
    /// A result as json
    #[arg(value_name = "RESULT", value_hint = clap::ValueHint::FilePath)]
    pub(crate) result: PathBuf,
    /// What the figure shows
    #[arg(long, default_value = "dumbbell", value_parser = kind_parser())]
    pub(crate) kind: Chart,
    /// Width on paper, in mm, cm or in
    #[arg(long, value_name = "WIDTH", default_value = "85mm", value_parser = width)]
    pub(crate) width: f64,
    /// Terms of each label; where terms are points, how many are named
    #[arg(long, value_name = "NUMBER")]
    pub(crate) terms: Option<usize>,
    /// Only this label; may be given several times
    #[arg(long, value_name = "LABEL")]
    pub(crate) only: Vec<String>,
    /// Format: svg for every script; pdf with its font and png of 300 dpi for Latin, Greek and Cyrillic letters [default: by the ending of
    /// --out, else svg]
    #[arg(long, value_parser = figure_format_parser())]
    pub(crate) format: Option<figure::Format>,
    /// Where the figure goes, or “-” for standard output [default: NAME.KIND.svg in this folder]
    #[arg(long, short, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}

const DICTIONARY_EXAMPLES: &str = "\
Examples:
  wordify dictionary reviews.json --out reviews.dic
      every listed term as it is written, with a category for each label, for LIWC
  wordify dictionary reviews.json --only good --terms 50 --out good.yml
      the 50 best terms of one label, for the R package quanteda";

/// Options of `wordify dictionary`.
#[derive(Debug, Args)]
#[command(after_help = DICTIONARY_EXAMPLES)]
pub(crate) struct DictionaryOptions {
    /// A result as json
    #[arg(value_name = "RESULT", value_hint = clap::ValueHint::FilePath)]
    pub(crate) result: PathBuf,
    /// Format of the dictionary [default: by the ending of --out, else liwc]
    #[arg(long, value_parser = dictionary_format_parser())]
    pub(crate) format: Option<Format>,
    /// Only this many of the best terms of each label
    #[arg(long, value_name = "NUMBER")]
    pub(crate) terms: Option<usize>,
    /// Only this label; may be given several times
    #[arg(long, value_name = "LABEL")]
    pub(crate) only: Vec<String>,
    /// Where the dictionary goes, or “-” for standard output [default: NAME.dictionary.dic in this folder]
    #[arg(long, short, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}

/// Lets only names of formats pass.
pub(crate) fn dictionary_format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name)).map(|name| {
        let format = Format::ALL.into_iter().find(|format| format.name() == name);
        format.expect("the parser lets only names of formats pass")
    })
}

fn figure_format_parser() -> impl TypedValueParser<Value = figure::Format> {
    PossibleValuesParser::new(figure::Format::ALL.map(figure::Format::name)).map(|name| {
        let format = figure::Format::ALL.into_iter().find(|format| format.name() == name);
        format.expect("the parser lets only names of formats pass")
    })
}

fn kind_parser() -> impl TypedValueParser<Value = Chart> {
    let values = Chart::ALL.map(|kind| PossibleValue::new(kind.name()).help(kind.words()));
    PossibleValuesParser::new(values).map(|name| {
        let kind = Chart::ALL.into_iter().find(|kind| kind.name() == name);
        kind.expect("the parser lets only names of kinds pass")
    })
}

/// A width such as `85mm`, in millimetres.
fn width(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let units = [("mm", 1.0), ("cm", 10.0), ("in", 25.4), ("", 1.0)];
    let found = units.into_iter().find_map(|(unit, mm)| Some((text.strip_suffix(unit)?, mm)));
    let number = found.and_then(|(number, mm)| Some(number.trim().parse::<f64>().ok()? * mm));
    number
        .filter(|width| width.is_finite())
        .ok_or_else(|| "give a width such as 85mm, 8.5cm or 3.35in".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_have_units() {
        let near = |text: &str, mm: f64| width(text).is_ok_and(|width| (width - mm).abs() < 1e-9);
        assert!(near("85mm", 85.0) && near("8.5 cm", 85.0) && near("2in", 50.8) && near("90", 90.0));
        assert!(width("wide").is_err() && width("mm").is_err() && width("NaNmm").is_err());
    }
}
