//! The formats of a report: how each is called and made.

use super::{Report, csv, html, json, jsonl, xlsx};
use crate::error::Error;

/// A format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The workbook: the sheets Positive and Negative as the published tool's, and ours.
    Xlsx,
    /// One row per term.
    Csv,
    /// Everything as one JSON document.
    Json,
    /// One JSON object per line and term.
    Jsonl,
    /// A web page with pictures that needs nothing else.
    Html,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Xlsx, Self::Csv, Self::Json, Self::Jsonl, Self::Html];

    /// The ending of a file's name, which is the name of the format too.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Html => "html",
        }
    }

    /// What it is, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Xlsx => "Excel workbook",
            Self::Csv => "Comma-separated values",
            Self::Json => "The whole report as one JSON document",
            Self::Jsonl => "One JSON object per line and term",
            Self::Html => "A web page with pictures",
        }
    }

    /// The media type, as HTTP and mail name it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Jsonl => "application/jsonl",
            Self::Html => "text/html; charset=utf-8",
        }
    }

    /// The format that the ending of `name` asks for.
    pub fn of_name(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        let known = Self::ALL.into_iter().find(|format| format.ending() == ending);
        known.or((ending == "htm").then_some(Self::Html))
    }

    /// The name of a report on the file `input`: of `reviews.csv.gz`, `reviews.wordify.xlsx`.
    pub fn file_name(self, input: Option<&str>) -> String {
        let ending = self.ending();
        let Some(name) = input else { return format!("wordify.{ending}") };
        let plain = [".gz", ".zst"].iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(name);
        let stem = match plain.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => plain,
        };
        format!("{stem}.wordify.{ending}")
    }

    /// The report as bytes.
    ///
    /// # Errors
    /// [`ErrorKind::Report`](crate::ErrorKind::Report) when the format cannot hold it.
    pub fn make(self, report: &Report) -> Result<Vec<u8>, Error> {
        match self {
            Self::Xlsx => xlsx(report),
            Self::Csv => csv(report),
            Self::Json => json(report),
            Self::Jsonl => jsonl(report),
            Self::Html => html(report),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_follows_the_ending() {
        assert_eq!(Format::of_name("A.HTML"), Some(Format::Html));
        assert_eq!(Format::of_name("a.htm"), Some(Format::Html));
        assert_eq!(Format::of_name("a.txt"), None);
    }

    #[test]
    fn a_report_is_named_after_its_input() {
        let name = |input| Format::Xlsx.file_name(input);
        assert_eq!(name(Some("reviews.csv.gz")), "reviews.wordify.xlsx");
        assert_eq!(name(Some("my reviews.xlsx")), "my reviews.wordify.xlsx");
        assert_eq!(name(Some("a.b.tsv")), "a.b.wordify.xlsx");
        assert_eq!(name(Some("noending")), "noending.wordify.xlsx");
        assert_eq!(name(None), "wordify.xlsx");
    }
}
