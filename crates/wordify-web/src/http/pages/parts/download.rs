//! The files of a result, as links.

use wordify::report::Format;

/// A file that can be had of a result.
#[derive(Debug)]
pub struct DownloadLink {
    /// Ending of its name.
    pub extension: &'static str,
    /// What it is called at the top of the page.
    pub short: &'static str,
    /// What it is called where there is room.
    pub name: &'static str,
    /// What is in it.
    pub words: &'static str,
}

impl DownloadLink {
    /// The link to a result in `format`.
    pub fn new(format: Format) -> Self {
        let (name, words) = match format {
            Format::Xlsx => (
                "Excel workbook",
                "The sheets Positive and Negative as the published tool gave them, and ours with all numbers",
            ),
            Format::Csv => ("CSV table", "One row per term, for R, Python or any spreadsheet"),
            Format::Json => ("JSON data", "Everything, with settings and counts, for programs"),
            Format::Jsonl => ("JSON lines", "One object per line and term, for programs"),
            Format::Html => ("Web page", "The whole report in one file, to keep or to send"),
            Format::Docx => ("Word table", "Methods paragraph and table for a paper"),
            Format::Tex => ("LaTeX table", "Methods paragraph and table for a paper"),
            Format::Md => ("Markdown table", "Methods paragraph and table for a paper"),
            Format::Manifest => ("Manifest", "What “wordify verify” needs to make the result again"),
        };
        let short = match format {
            Format::Xlsx => "Excel",
            Format::Docx => "Word",
            Format::Tex => "LaTeX",
            Format::Md => "Markdown",
            Format::Csv => "CSV",
            Format::Json => "JSON",
            Format::Jsonl => "JSON lines",
            Format::Html => "Web page",
            Format::Manifest => "Manifest",
        };
        Self { extension: format.ending(), short, name, words }
    }
}
