//! The formats of a report: how each is called and made.

use super::manifest::manifest;
use super::{Report, csv, docx, html, json, jsonl, markdown, tex, xlsx};
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
    /// Methods paragraph and table for a paper, as a Word document.
    Docx,
    /// The same as LaTeX.
    Tex,
    /// The same as Markdown.
    Md,
    /// What is needed to make the result again, and to see whether it is the same.
    Manifest,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Xlsx,
        Self::Csv,
        Self::Json,
        Self::Jsonl,
        Self::Html,
        Self::Docx,
        Self::Tex,
        Self::Md,
        Self::Manifest,
    ];

    /// Its name, as options and addresses have it.
    pub fn name(self) -> &'static str {
        if self == Self::Manifest { "manifest" } else { self.ending() }
    }

    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Tex => "tex",
            Self::Md => "md",
            Self::Manifest => "manifest.json",
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
            Self::Docx => "Methods paragraph and table for a paper, as a Word document",
            Self::Tex => "The same as LaTeX",
            Self::Md => "The same as Markdown",
            Self::Manifest => "What wordify verify needs to make the result again",
        }
    }

    /// The media type, as HTTP and mail name it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json | Self::Manifest => "application/json",
            Self::Jsonl => "application/jsonl",
            Self::Html => "text/html; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Tex => "application/x-tex",
            Self::Md => "text/markdown; charset=utf-8",
        }
    }

    /// The format that the ending of `name` asks for.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        // The only ending of two parts.
        if name.ends_with(".manifest.json") {
            return Some(Self::Manifest);
        }
        let ending = name.rsplit_once('.')?.1;
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
            Self::Docx => docx(report),
            Self::Tex => Ok(tex(report)),
            Self::Md => Ok(markdown(report)),
            Self::Manifest => manifest(report),
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
        assert_eq!(Format::of_name("a.manifest.json"), Some(Format::Manifest));
        assert_eq!(Format::of_name("manifest.json"), Some(Format::Json));
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
