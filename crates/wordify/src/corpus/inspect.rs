//! What is in a table, for people who have not chosen anything yet: its columns, which of them look like texts
//! and labels, and, once chosen, how the documents are made.

use std::collections::HashSet;

use serde::Serialize;

use super::Draft;
use super::survey::Program;
use crate::corpus::{Account, Columns, Copies, Corpus, LABEL_DEFAULT, LABELS_MAX, TEXT_DEFAULT};
use crate::error::Error;
use crate::table::choice::{self, Found};
use crate::table::{Column, Table};
use crate::text::language::detection::{Guess, detect};

/// Different cells of a column that are counted; beyond, only that there are more is known.
pub const DISTINCT_MAX: usize = 10_000;
/// Characters of an example cell.
const EXAMPLE_CHARS: usize = 80;
/// Characters of a label in the mean, at most: longer cells are texts.
const LABEL_CHARS_MEAN: f64 = 60.0;
/// Different cells, at most, of a column that holds labels and no texts where another may hold these, and how often each stands there
/// in the mean: short answers are as few, yet among many.
const FEW_DISTINCT_MAX: usize = 50;
const FEW_TIMES_LEAST: usize = 4;
/// Filled cells of a column in which letters are counted: these say what it holds.
const LETTERS_CELLS: usize = 10_000;
/// Parts of names under which people keep their texts, the surest first.
const TEXT_NAMES: [&str; 14] = [
    "text",
    "review",
    "comment",
    "content",
    "tweet",
    "message",
    "post",
    "body",
    "document",
    "sentence",
    "description",
    "answer",
    "response",
    "title",
];
/// Parts of names under which people keep their labels, the surest first.
const LABEL_NAMES: [&str; 14] = [
    "label",
    "class",
    "category",
    "sentiment",
    "group",
    "condition",
    "rating",
    "stars",
    "party",
    "gender",
    "target",
    "topic",
    "type",
    "source",
];

/// What is in a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// The format of the file, such as `csv`.
    pub format: &'static str,
    /// How the file was understood: name and value.
    pub facts: Vec<(&'static str, String)>,
    /// Rows, the header not counted.
    pub rows: usize,
    /// The columns, in the order of the file; those without a name and without a cell are left out.
    pub columns: Vec<ColumnSummary>,
    /// Number of the column that looks like texts, if one does; `text` if there is such a column.
    pub text: Option<usize>,
    /// Number of the column that looks like labels, if one does; `label` if there is such a column.
    pub label: Option<usize>,
    /// What the user should know about the reading.
    pub warnings: Vec<String>,
}

/// One column in numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnSummary {
    /// Number from 1, by which the column can be chosen.
    pub number: usize,
    /// Name, by which the column can be chosen.
    pub name: String,
    /// What the file says the column holds, such as the wording of a question; empty where it says nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Cells that are not missing.
    pub filled: usize,
    /// Different cells among these, up to [`DISTINCT_MAX`].
    pub distinct: usize,
    /// Whether there are more different cells than were counted.
    pub distinct_is_more: bool,
    /// Characters per cell in the mean, missing cells not counted.
    pub chars_mean: f64,
    /// Letters per cell in the mean, in words as people write them: those of time stamps, addresses and identifiers not counted.
    #[serde(skip)]
    letters_mean: f64,
    /// Whether a program for surveys has added the column to the answers.
    #[serde(skip)]
    is_added: bool,
    /// Characters of the longest cell.
    pub chars_max: usize,
    /// The beginning of the first cell that is not missing.
    pub example: String,
}

/// What is in `table`.
pub fn inspect(table: &Table) -> Inspection {
    let all = summaries(table);
    let text = guess_text(&all);
    let label = guess_label(&all, text);
    let nameless =
        |column: &ColumnSummary| column.filled == 0 && column.name == format!("column {}", column.number);
    Inspection {
        format: table.format.name(),
        facts: table.facts.clone(),
        rows: table.rows,
        columns: all.into_iter().filter(|column| !nameless(column)).collect(),
        text,
        label,
        warnings: table.warnings.clone(),
    }
}

/// What chooses the column with this `number` of `table`, as a guess gives it.
pub fn chosen_by(table: &Table, number: usize) -> String {
    let names = table.columns.iter().map(|column| column.name.as_str());
    let name = table.columns.get(number.wrapping_sub(1)).map_or("", |column| column.name.as_str());
    choice::chosen_by(names, number, name)
}

/// How the note of [`guessed`] begins.
pub const BY_LOOKS: &str = "By their looks";

/// `columns`, with those that look like texts and labels where none is named and none is called [`TEXT_DEFAULT`] or
/// [`LABEL_DEFAULT`]; in words what was chosen, if anything was. Where nothing looks like it, it stays open.
pub fn guessed(table: &Table, columns: &Columns) -> (Columns, Option<String>) {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let named =
        |name: &Option<String>, default: &str| choice::find(&names, name.as_deref().unwrap_or(default));
    let (text, label) = (named(&columns.text, TEXT_DEFAULT), named(&columns.label, LABEL_DEFAULT));
    // What was named is never replaced, even if there is no such column: that is an error.
    let wants_text = columns.text.is_none() && matches!(text, Found::None);
    let wants_label = columns.label.is_none() && matches!(label, Found::None);
    if !wants_text && !wants_label {
        return (columns.clone(), None);
    }
    let number = |found: Found| if let Found::One(index) = found { Some(index + 1) } else { None };
    let (text, label) = (number(text), number(label));
    let all = summaries(table);
    // The labels may have the longest cells as well: what is named as label is never taken for the texts.
    let others: Vec<ColumnSummary> =
        all.iter().filter(|column| Some(column.number) != label).cloned().collect();
    let text = if wants_text { guess_text(&others) } else { text };
    let label = if wants_label { guess_label(&all, text) } else { label };
    let mut columns = columns.clone();
    let mut words = Vec::new();
    let guesses =
        [(wants_text, text, &mut columns.text, "texts"), (wants_label, label, &mut columns.label, "labels")];
    for (is_wanted, found, column, what) in guesses {
        if let Some(number) = found.filter(|_| is_wanted) {
            words.push(format!("the {what} are taken from column \"{}\"", names[number - 1]));
            *column = Some(choice::chosen_by(names.iter().copied(), number, names[number - 1]));
        }
    }
    let note = format!("{BY_LOOKS} {}; choose others by --text and --label.", words.join(" and "));
    (columns, (!words.is_empty()).then_some(note))
}

fn summaries(table: &Table) -> Vec<ColumnSummary> {
    let program = Program::of(table);
    let summary = |(index, column): (usize, &Column)| ColumnSummary {
        is_added: program.is_some_and(|program| program.adds(&column.name)),
        ..summarize(index + 1, column)
    };
    table.columns.iter().enumerate().map(summary).collect()
}

fn summarize(number: usize, column: &Column) -> ColumnSummary {
    let (mut filled, mut chars, mut chars_max, mut letters) = (0, 0, 0, 0);
    let mut example = None;
    let mut distinct: HashSet<&str> = HashSet::new();
    let mut distinct_is_more = false;
    for cell in column.cells() {
        let trimmed = cell.trim();
        if trimmed.is_empty() {
            continue;
        }
        filled += 1;
        let length = cell.chars().count();
        chars += length;
        if filled <= LETTERS_CELLS {
            letters += count_letters(trimmed);
        }
        chars_max = chars_max.max(length);
        example.get_or_insert(trimmed);
        if distinct.len() < DISTINCT_MAX {
            distinct.insert(trimmed);
        } else if !distinct_is_more {
            distinct_is_more = !distinct.contains(trimmed);
        }
    }
    ColumnSummary {
        number,
        name: column.name.clone(),
        description: beginning(&column.description),
        filled,
        distinct: distinct.len(),
        distinct_is_more,
        chars_mean: mean(chars, filled),
        letters_mean: mean(letters, filled.min(LETTERS_CELLS)),
        is_added: false,
        chars_max,
        example: beginning(example.unwrap_or_default()),
    }
}

fn mean(sum: usize, count: usize) -> f64 {
    if count == 0 { 0.0 } else { sum as f64 / count as f64 }
}

/// Letters in words. What has digits or strokes among its letters is a time, an address or an identifier; in scripts that put
/// no blanks between words it may be a sentence.
fn count_letters(text: &str) -> usize {
    let is_word =
        |word: &&str| !word.is_ascii() || !word.bytes().any(|byte| byte.is_ascii_digit() || byte == b'/');
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    text.split_whitespace().filter(is_word).map(letters).sum()
}

fn beginning(text: &str) -> String {
    let mut cut: String =
        text.chars().take(EXAMPLE_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

/// The place of the column's name in `names`: the lower, the surer.
fn surety(column: &ColumnSummary, names: &[&str]) -> usize {
    let lower = column.name.to_lowercase();
    names.iter().position(|name| lower.contains(name)).unwrap_or(names.len())
}

/// Whether a column has so few different cells, again and again, that they are labels whatever it is called.
fn holds_few(column: &ColumnSummary) -> bool {
    column.distinct <= FEW_DISTINCT_MAX && column.distinct * FEW_TIMES_LEAST <= column.filled
}

/// The column called `text`, or the one with a telling name, or the one with the most letters in its cells; rather one
/// whose cells are mostly different.
fn guess_text(columns: &[ColumnSummary]) -> Option<usize> {
    if let Some(column) = columns.iter().find(|column| column.name.eq_ignore_ascii_case(TEXT_DEFAULT)) {
        return Some(column.number);
    }
    // Identifiers and numbers have telling names too ("text_id"), yet few letters.
    let answers = || columns.iter().filter(|column| !column.is_added);
    let most = answers().map(|column| column.letters_mean).fold(0.0, f64::max);
    let candidates = answers().filter(|column| {
        let is_label = column.name.eq_ignore_ascii_case(LABEL_DEFAULT);
        !is_label && column.distinct > 1 && column.letters_mean >= most / 4.0
    });
    let best = candidates.min_by(|a, b| {
        let by_cells = holds_few(a).cmp(&holds_few(b));
        let by_name = surety(a, &TEXT_NAMES).cmp(&surety(b, &TEXT_NAMES));
        let by_letters = b.letters_mean.total_cmp(&a.letters_mean);
        by_cells.then(by_name).then(by_letters).then(b.chars_mean.total_cmp(&a.chars_mean))
    })?;
    (best.chars_mean > 0.0).then_some(best.number)
}

/// The column called `label`, or, among those with few different and short cells, the one with a telling name or
/// the fewest different cells.
fn guess_label(columns: &[ColumnSummary], text: Option<usize>) -> Option<usize> {
    if let Some(column) = columns.iter().find(|column| column.name.eq_ignore_ascii_case(LABEL_DEFAULT)) {
        return Some(column.number);
    }
    let fits = |column: &&ColumnSummary| {
        Some(column.number) != text
            && !column.is_added
            && (2..=LABELS_MAX).contains(&column.distinct)
            // What is different in most rows is an identifier, however short.
            && column.distinct * 2 <= column.filled
            && column.chars_mean <= LABEL_CHARS_MEAN
    };
    let best =
        columns.iter().filter(fits).min_by_key(|column| (surety(column, &LABEL_NAMES), column.distinct))?;
    Some(best.number)
}

/// The documents of a corpus in numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Documents {
    /// Documents.
    pub documents: usize,
    /// Labels with their documents, in the order of the corpus.
    pub labels: Vec<(String, usize)>,
    /// Characters per document.
    pub chars: Lengths,
    /// Words between white space per document.
    pub words: Lengths,
    /// The language that the texts seem to be in; none where nothing can be said.
    pub language: Option<Guess>,
}

/// How long documents are.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Lengths {
    /// The shortest.
    pub min: usize,
    /// The middle one; the lower of two.
    pub median: usize,
    /// In the mean.
    pub mean: f64,
    /// The longest.
    pub max: usize,
}

impl Lengths {
    /// The summary of `lengths`; half the memory of what lengths are counted in elsewhere, since there may be millions.
    fn of(lengths: impl Iterator<Item = usize>) -> Self {
        let mut lengths: Vec<u32> = lengths.map(|length| u32::try_from(length).unwrap_or(u32::MAX)).collect();
        let Some(middle) = lengths.len().checked_sub(1).map(|last| last / 2) else { return Self::default() };
        let mean = mean(lengths.iter().map(|&length| length as usize).sum(), lengths.len());
        let (below, &mut median, above) = lengths.select_nth_unstable(middle);
        let min = below.iter().min().copied().unwrap_or(median);
        let max = above.iter().max().copied().unwrap_or(median);
        Self { min: min as usize, median: median as usize, mean, max: max as usize }
    }
}

/// The documents of `corpus` in numbers. Missing and double texts are in its account.
pub fn documents(corpus: &Corpus) -> Documents {
    of_texts(&corpus.texts, &corpus.labels, &corpus.account)
}

/// As [`documents`], of the corpus that [`crate::corpus::build`] would make, with its account; the texts are not copied, so
/// that a table of millions of rows is not held twice.
///
/// # Errors
/// As [`crate::corpus::build`].
pub fn outlook(table: &Table, columns: &Columns, copies: Copies) -> Result<(Documents, Account), Error> {
    let draft = Draft::new(table, columns, copies)?;
    let texts: Vec<&str> = draft.texts().collect();
    Ok((of_texts(&texts, &draft.labels, &draft.account), draft.account))
}

fn of_texts<T: AsRef<str>>(texts: &[T], labels: &[String], account: &Account) -> Documents {
    Documents {
        documents: texts.len(),
        labels: labels.iter().cloned().zip(account.documents_per_label.iter().copied()).collect(),
        chars: Lengths::of(texts.iter().map(|text| text.as_ref().chars().count())),
        words: Lengths::of(texts.iter().map(|text| count_words(text.as_ref()))),
        language: detect(texts),
    }
}

fn count_words(text: &str) -> usize {
    if !text.is_ascii() {
        return text.split_whitespace().count();
    }
    // Most text is ASCII, and bytes are counted many at a time: each that follows a blank and is none begins a word.
    let is_blank = |byte: u8| byte == b' ' || byte.wrapping_sub(b'\t') <= b'\r' - b'\t';
    let bytes = text.as_bytes();
    let first = bytes.first().is_some_and(|&byte| !is_blank(byte));
    let behind = bytes.get(1..).unwrap_or_default();
    // So few at a time that their number fits the byte that the processor adds many of at once.
    let begun = bytes.chunks(CHUNK).zip(behind.chunks(CHUNK)).map(|(before, bytes)| {
        let begins = |(&before, &byte): (&u8, &u8)| u8::from(is_blank(before) & !is_blank(byte));
        usize::from(before.iter().zip(bytes).map(begins).sum::<u8>())
    });
    usize::from(first) + begun.sum::<usize>()
}

/// Bytes among which words are counted at once.
const CHUNK: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::build;
    use crate::table::{ReadOptions, read};

    fn table(csv: &str) -> Table {
        read(csv.as_bytes(), &ReadOptions::default()).expect("a valid table")
    }

    #[test]
    fn columns_are_counted_and_nameless_empty_ones_left_out() {
        let inspection = inspect(&table("id,text,,Label\n1,a good one,,x\n2,,,y\n3, schön,,x\n"));
        let names: Vec<(usize, &str)> =
            inspection.columns.iter().map(|column| (column.number, column.name.as_str())).collect();
        assert_eq!(names, [(1, "id"), (2, "text"), (4, "Label")]);
        let text = &inspection.columns[1];
        assert_eq!((text.filled, text.distinct, text.chars_max, text.chars_mean), (2, 2, 10, 8.0));
        assert_eq!((text.example.as_str(), text.distinct_is_more), ("a good one", false));
        assert_eq!((inspection.text, inspection.label), (Some(2), Some(4)));
    }

    fn check_guess(header: &str, rows: &[&str], text: Option<usize>, label: Option<usize>) {
        let inspection = inspect(&table(&format!("{header}\n{}\n", rows.join("\n"))));
        assert_eq!((inspection.text, inspection.label), (text, label), "{header}");
    }

    #[test]
    fn text_and_label_are_guessed_by_name_and_by_content() {
        let rows = [
            "1,17,a rather long text,good",
            "2,18,another text of some length,bad",
            "3,19,and a third text,good",
            "4,20,a fourth one here,bad",
        ];
        check_guess("id,age,review_text,sentiment", &rows, Some(3), Some(4));
        check_guess("a,b,c,d", &rows, Some(3), Some(4));
        check_guess("label,b,c,d", &rows, Some(3), Some(1));
        check_guess("term,label", &["free,Republican", "folks,Democratic"], Some(1), Some(2));
        check_guess("text,b,c,d", &rows, Some(1), Some(4));
        check_guess("text_id,b,c,d", &rows, Some(3), Some(4));
        check_guess("a,b", &["1,1", "2,2"], Some(1), None);
    }

    #[test]
    fn what_a_program_for_surveys_adds_is_neither_text_nor_label() {
        let rows: Vec<String> = (0..12)
            .map(|row| {
                let (status, shop) =
                    (if row == 0 { "Survey Preview" } else { "IP Address" }, ["A", "B"][row % 2]);
                format!(
                    "{status},{row},anonymous,{},answer no {} of all,{shop}",
                    ["EN", "DE"][row / 6],
                    ["one", "two", "three", "four", "five", "six"][row % 6].repeat(1 + row / 6)
                )
            })
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        check_guess("Status,Progress,DistributionChannel,UserLanguage,Q1,Q2", &rows, Some(5), Some(6));
        check_guess(
            "Response Type,Progress,Distribution Channel,User Language,What?,Shop",
            &rows,
            Some(5),
            Some(6),
        );
        // Without the program, a name counts for less than that the texts are different.
        check_guess("Response,b,c,d,e,Shop", &rows, Some(5), Some(1));
    }

    #[test]
    fn times_addresses_and_identifiers_are_longer_than_short_answers_and_yet_no_texts() {
        let columns = [
            ["2020/01/01 10:00:00 AM GMT+1", "2020/01/02 9:00:00 PM GMT+1"],
            ["550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440001"],
            ["https://example.org/a/path", "https://example.org/another"],
        ];
        for [first, second] in columns {
            check_guess("a,b", &[&format!("{first},cheap"), &format!("{second},too slow")], Some(2), None);
        }
        check_guess(
            "a,b",
            &["Apfelkuchen,買了3個蘋果然後我們就一起回家去了", "Brot,房間很小但是很乾淨2個人住"],
            Some(2),
            None,
        );
    }

    #[test]
    fn columns_that_nobody_named_are_chosen_by_their_looks_and_named_ones_kept() {
        let rows = "1,17,a rather long text,good\n2,18,another text of some length,bad\n3,19,and a third text,good\n\
                    4,20,a fourth one here,bad\n";
        let check = |header: &str, named: Columns, text: Option<&str>, label: Option<&str>| {
            let (columns, note) = guessed(&table(&format!("{header}\n{rows}")), &named);
            assert_eq!((columns.text.as_deref(), columns.label.as_deref()), (text, label), "{header}");
            note.unwrap_or_default()
        };
        let named = |text: Option<&str>, label: Option<&str>| Columns {
            text: text.map(str::to_owned),
            label: label.map(str::to_owned),
            ..Columns::default()
        };
        assert_eq!(
            check("id,age,Review,Region", named(None, None), Some("3"), Some("4")),
            "By their looks the texts are taken from column \"Review\" and the labels are taken from column \"Region\"; \
             choose others by --text and --label."
        );
        assert_eq!(check("id,age,Text,LABEL", named(None, None), None, None), "", "these are the usual ones");
        check("id,age,Text,Region", named(None, None), None, Some("4"));
        check("id,age,Review,Region", named(Some("Review"), None), Some("Review"), Some("4"));
        check("id,age,Review,Region", named(None, Some("Region")), Some("3"), Some("Region"));
        assert_eq!(guessed(&table("a,b\n1,2\n"), &Columns::default()).1, None, "nothing looks like texts");
    }

    #[test]
    fn columns_called_by_numbers_are_guessed_by_their_names() {
        for (header, text, label) in [("0,1,2,3", "1", "2"), ("3,2,4,1", "2", "4"), ("9,1,5,6", "2", "3")] {
            let rows = "100,a long text,good,7\n101,another text,bad,8\n102,a third text,good,7\n103,a last one,bad,8\n";
            let table = table(&format!("{header}\n{rows}"));
            let (columns, _) = guessed(&table, &Columns::default());
            assert_eq!(
                (columns.text.as_deref(), columns.label.as_deref()),
                (Some(text), Some(label)),
                "{header}"
            );
            let labels = outlook(&table, &columns, Copies::Keep).expect("a corpus").0.labels;
            assert_eq!(labels, [("bad".to_owned(), 2), ("good".to_owned(), 2)], "{header}");
            assert_eq!((chosen_by(&table, 2), chosen_by(&table, 3)), (text.to_owned(), label.to_owned()));
        }
    }

    #[test]
    fn distinct_cells_are_counted_up_to_a_bound() {
        let rows: String = (0..DISTINCT_MAX + 5).map(|row| format!("text {row},a\n")).collect();
        let inspection = inspect(&table(&format!("text,label\n{rows}")));
        assert_eq!(
            (inspection.columns[0].distinct, inspection.columns[0].distinct_is_more),
            (DISTINCT_MAX, true)
        );
        assert_eq!((inspection.columns[1].distinct, inspection.columns[1].distinct_is_more), (1, false));
    }

    #[test]
    fn documents_are_measured_in_characters_and_words() {
        let table = table("text,label\none two,x\nschön,y\na b c d,x\n\"x\n y\",y\n");
        let corpus = build(&table, &Columns::default(), Copies::DropExact);
        let corpus = corpus.expect("a corpus");
        let documents = documents(&corpus);
        assert_eq!(
            outlook(&table, &Columns::default(), Copies::DropExact),
            Ok((documents.clone(), corpus.account))
        );
        assert_eq!(documents.labels, [("x".to_owned(), 2), ("y".to_owned(), 2)]);
        assert_eq!(documents.chars, Lengths { min: 4, median: 5, mean: 5.75, max: 7 });
        assert_eq!(documents.words, Lengths { min: 1, median: 2, mean: 2.25, max: 4 });
    }

    #[test]
    fn the_language_of_documents_is_guessed() {
        let corpus = build(
            &table("text,label\nDas Wetter war schön und wir sind gegangen,x\nIch auch,y\n"),
            &Columns::default(),
            Copies::DropExact,
        );
        let language = documents(&corpus.expect("a corpus")).language.expect("a guess").language;
        assert_eq!(language, crate::text::language::Language::German);
    }
}
