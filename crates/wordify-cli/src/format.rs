//! The formats of a report, as options and endings name them.

use std::path::Path;

use wordify::Error;
use wordify::report::{self, Report};

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// Excel workbook
    Xlsx,
    /// Comma-separated values
    Csv,
    /// The whole report as one JSON document
    Json,
    /// One JSON object per line and term
    Jsonl,
    /// A web page with pictures
    Html,
}

impl Format {
    const ALL: [Self; 5] = [Self::Xlsx, Self::Csv, Self::Json, Self::Jsonl, Self::Html];

    /// The ending of the file's name.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Html => "html",
        }
    }

    /// The format that the ending of `path` asks for.
    pub(crate) fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        let known = Self::ALL.into_iter().find(|format| format.extension() == extension);
        known.or((extension == "htm").then_some(Self::Html))
    }

    /// The report as bytes.
    ///
    /// # Errors
    /// When the format cannot hold it.
    pub(crate) fn make(self, report: &Report) -> Result<Vec<u8>, Error> {
        match self {
            Self::Xlsx => report::xlsx(report),
            Self::Csv => report::csv(report),
            Self::Json => report::json(report),
            Self::Jsonl => report::jsonl(report),
            Self::Html => report::html(report),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_follows_the_ending() {
        assert_eq!(Format::of_path(Path::new("A.HTML")), Some(Format::Html));
        assert_eq!(Format::of_path(Path::new("a.htm")), Some(Format::Html));
        assert_eq!(Format::of_path(Path::new("a.txt")), None);
    }
}
