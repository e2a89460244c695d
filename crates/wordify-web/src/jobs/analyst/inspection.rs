//! What is in an upload, for the page that follows it.

use wordify::Error;
use wordify::corpus::inspect;
use wordify::corpus::inspect::{ColumnSummary, Documents};
use wordify::corpus::{self, Columns, Copies, Corpus};
use wordify::phrase;
use wordify::table::Table;
use wordify::table::choice::choose_column;
use wordify::text::language::Language;

use super::protocol::failure_of;
use crate::jobs::choices::Choices;
use crate::jobs::view::{InspectedColumn, InspectedCorpus, Inspection};

/// Columns that are listed: a page with more is of no use to anyone, and those chosen are listed always.
const COLUMNS_MAX: usize = 200;
/// Rows left out that are listed.
const DROPPED_ROWS_MAX: usize = 20;
/// Documents that are shown.
const FIRST_DOCUMENTS_MAX: usize = 8;
/// Characters of a document that are shown.
const DOCUMENT_CHARS: usize = 300;
/// Characters of a name or a label that are shown.
pub(super) const NAME_CHARS: usize = 200;
/// Rows of the file that are shown as they are.
const FIRST_ROWS_MAX: usize = 6;
/// Columns of these rows: what is shown of a file must not grow with it.
const FIRST_ROWS_COLUMNS_MAX: usize = 40;
/// Characters of a cell of these rows.
const CELL_CHARS: usize = 120;
/// What a warning of the engine says on the command line only.
const COMMAND_LINE_HINT: &str = " (--repair-encoding)";

/// What is in `table`, with the documents that the visitor's columns give, or else those that look like texts and labels.
pub(super) fn inspected(table: &Table, choices: &Choices) -> Result<Inspection, Error> {
    let study = choices.study()?;
    let inspection = inspect::inspect(table);
    let number = |name: &str, guess: Option<usize>| {
        choices.get(name).map(str::to_owned).or_else(|| guess.map(|number| inspect::chosen_by(table, number)))
    };
    let text = number("text", inspection.text);
    let label = number("label", inspection.label);
    let columns = match (&text, &label) {
        (Some(text), Some(label)) => {
            let (text, label) = (Some(text.clone()), Some(label.clone()));
            Some(Columns { text, label, ..study.columns.clone() })
        }
        _ => None,
    };
    let copies = study.settings.recipe().copies;
    let corpus = columns.as_ref().map(|columns| corpus::build(table, columns, copies));
    let labels_all = columns.as_ref().map_or_else(Vec::new, |columns| labels_all(table, columns, copies));
    let likely_group = match &corpus {
        Some(Ok(corpus)) => column_number(table, corpus.account.likely_group.clone()),
        _ => None,
    };
    let (corpus, corpus_failure) = match corpus {
        None => (None, None),
        Some(Err(error)) => (None, Some(failure_of(&error))),
        Some(Ok(corpus)) => (Some(inspected_corpus(&corpus)), None),
    };
    let (text, label) = (column_number(table, text), column_number(table, label));
    let is_listed = |(place, column): &(usize, ColumnSummary)| {
        *place < COLUMNS_MAX || [text, label].contains(&Some(column.number))
    };
    let columns: Vec<InspectedColumn> = inspection
        .columns
        .into_iter()
        .enumerate()
        .filter(is_listed)
        .map(|(_, column)| inspected_column(&column))
        .collect();
    Ok(Inspection {
        first_rows: first_rows(table, &columns),
        format: inspection.format.to_owned(),
        facts: inspection
            .facts
            .into_iter()
            .map(|(name, value)| (name.to_owned(), shortened(&value)))
            .collect(),
        rows: inspection.rows,
        columns,
        text,
        label,
        looks_double_encoded: table.is_double_encoded,
        corpus,
        corpus_failure,
        warnings: warnings(&inspection.warnings),
        labels_all,
        likely_group,
    })
}

/// The labels of all documents, where `columns` keep only some of them.
fn labels_all(table: &Table, columns: &Columns, copies: Copies) -> Vec<(String, usize)> {
    if columns.labels.is_empty() {
        return Vec::new();
    }
    let all = Columns { labels: Vec::new(), ..columns.clone() };
    // Where even all labels give no corpus, the message says why.
    let documents = inspect::outlook(table, &all, copies).map(|(documents, _)| documents.labels);
    let labels = documents.unwrap_or_default();
    labels.into_iter().map(|(label, documents)| (shortened(&label), documents)).collect()
}

/// The first rows as they stand in the file, without line breaks.
fn first_rows(table: &Table, columns: &[InspectedColumn]) -> Vec<(usize, Vec<String>)> {
    let cell = |column: &InspectedColumn, row: usize| {
        let cells = &table.columns[column.number - 1];
        // A format may have left out the cells of a column.
        let cell = if row < cells.len() { cells.cell(row).trim() } else { "" };
        let line: String = cell
            .chars()
            .take(CELL_CHARS + 1)
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .collect();
        phrase::shortened(&line, CELL_CHARS)
    };
    let row = |place: usize| {
        let cells = columns.iter().take(FIRST_ROWS_COLUMNS_MAX).map(|column| cell(column, place)).collect();
        (table.row(place), cells)
    };
    (0..table.rows.min(FIRST_ROWS_MAX)).map(row).collect()
}

/// Warnings without what is of no use to visitors.
pub(super) fn warnings(warnings: &[String]) -> Vec<String> {
    warnings.iter().map(|warning| warning.replace(COMMAND_LINE_HINT, "")).collect()
}

/// `name` as it is shown: a cell of megabytes can be a label.
pub(super) fn shortened(name: &str) -> String {
    phrase::shortened(name, NAME_CHARS)
}

/// The number of the column that is meant by a name or a number.
fn column_number(table: &Table, name: Option<String>) -> Option<usize> {
    let column = choose_column(table, "", Some(&name?), "").ok()?;
    table.columns.iter().position(|other| std::ptr::eq(other, column)).map(|index| index + 1)
}

fn inspected_column(column: &ColumnSummary) -> InspectedColumn {
    InspectedColumn {
        number: column.number,
        name: shortened(&column.name),
        filled: column.filled,
        distinct: column.distinct,
        distinct_is_more: column.distinct_is_more,
        chars_mean: column.chars_mean,
        example: column.example.clone(),
    }
}

fn inspected_corpus(corpus: &Corpus) -> InspectedCorpus {
    let Documents { documents, labels, words, language, .. } = inspect::documents(corpus);
    let chars = corpus.texts.iter().map(|text| text.chars().count()).sum();
    let account = &corpus.account;
    let first = corpus.texts.iter().zip(&corpus.row_of).zip(&corpus.label_of).take(FIRST_DOCUMENTS_MAX);
    InspectedCorpus {
        documents,
        labels: labels.iter().map(|(label, documents)| (shortened(label), *documents)).collect(),
        dropped: account.dropped_in_words().collect(),
        dropped_rows: account
            .dropped
            .iter()
            .take(DROPPED_ROWS_MAX)
            .map(|dropped| (dropped.row, dropped.reason.words().to_owned()))
            .collect(),
        duplicates: account.duplicates,
        duplicates_in_conflict: account.duplicates_in_conflict,
        first_documents: first
            .map(|((text, &row), &label)| {
                (
                    row,
                    shortened(&corpus.labels[label as usize]),
                    phrase::shortened(text.trim(), DOCUMENT_CHARS),
                )
            })
            .collect(),
        words_median: words.median,
        words_max: words.max,
        // A guess that is not sure is not proposed.
        language: language
            .map(|guess| guess.choice())
            .filter(|&language| language != Language::Multi)
            .map(|language| (language.code().to_owned(), language.name().to_owned())),
        chars,
        forecast_seconds: forecast_seconds(chars, corpus.labels.len()),
        warnings: account.warnings.clone(),
    }
}

/// Seconds for the default settings on two cores, roughly: within a third on six corpora of 0.3 to 9 million characters
/// and 2 to 14 labels.
fn forecast_seconds(chars: usize, labels: usize) -> f64 {
    let millions = chars as f64 / 1e6;
    let regressions = if labels == 2 { 1 } else { labels };
    0.1 + 0.33 * millions + 0.17 * millions * regressions as f64
}
