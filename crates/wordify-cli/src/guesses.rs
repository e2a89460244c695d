//! What was guessed about a file, in one line, with the options that say otherwise.

use wordify::corpus::{LABEL_DEFAULT, TEXT_DEFAULT};
use wordify::report::Report;
use wordify::text::language::Language;

use crate::chosen::{Method, Reading};
use crate::style::Style;
use crate::text_table::{fitted, wrapped};

/// Columns of a name; a longer one is cut.
const NAME_WIDTH: usize = 40;
/// How a header is called of which nothing need be said.
const USUAL_HEADERS: [&str; 2] = ["first row", "row 1"];

/// The line about all that `reading` and `method` leave open and that `report` took by its looks; empty where nothing was guessed.
pub(crate) fn line(report: &Report, reading: &Reading, method: &Method, style: Style) -> String {
    let account = &report.analysis.account;
    let mut guesses: Vec<(String, &str)> = Vec::new();
    for (what, option, column, default) in [
        ("texts", "text", &account.text_column, TEXT_DEFAULT),
        ("labels", "label", &account.label_column, LABEL_DEFAULT),
    ] {
        // A folder has its texts and labels by definition.
        let is_guess = reading.0.get(option).is_none() && !column.eq_ignore_ascii_case(default);
        if is_guess {
            guesses.push((format!("{what} in column “{}”", fitted(column, NAME_WIDTH)), option));
        }
    }
    let fact = |name: &str| {
        let facts = &report.source.facts;
        facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    if let (Some(sheet), Some(_), None) = (fact("sheet"), fact("sheets"), reading.0.get("sheet")) {
        guesses.push((format!("sheet “{}”", fitted(sheet, NAME_WIDTH)), "sheet"));
    }
    let header = fact("header").filter(|header| !USUAL_HEADERS.contains(header));
    if let (Some(header), None) = (header, reading.0.get("header_row")) {
        guesses.push((format!("header: {}", fitted(header, NAME_WIDTH)), "header-row"));
    }
    if report.analysis.settings.language_detected && method.0.get("language").is_none() {
        guesses.push((language(report), "language"));
    }
    if guesses.is_empty() {
        return String::new();
    }
    let (words, options): (Vec<String>, Vec<&str>) = guesses.into_iter().unzip();
    let options: Vec<String> = options.iter().map(|option| format!("--{option}")).collect();
    let others = if options.len() == 1 { "says otherwise" } else { "say otherwise" };
    let text = format!("{}; {} {others}", words.join(", "), options.join(", "));
    format!("{} {}\n", style.muted("Guessed  "), wrapped(&text, "Guessed   ".len(), style.width()))
}

fn language(report: &Report) -> String {
    let analysis = &report.analysis;
    match (analysis.settings.language, &analysis.language_guess) {
        (Language::Multi, _) => "no language in particular (multi)".to_owned(),
        (_, Some(guess)) => format!("language {}", guess.words()),
        (language, None) => format!("language {}", language.name()),
    }
}
