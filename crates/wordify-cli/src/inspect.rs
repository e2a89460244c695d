//! `wordify inspect`: what is in a file, before anything is chosen.

use std::io::{self, IsTerminal};

use serde_json::json;
use wordify::corpus::inspect::{self, ColumnSummary, Documents, Inspection};
use wordify::corpus::{Account, Columns, Copies, LABEL_DEFAULT, TEXT_DEFAULT};
use wordify::count::{counted, grouped};
use wordify::report::Source;
use wordify::report::number::{bytes, percent};
use wordify::study::list::Values;
use wordify::table::Table;
use wordify::text::language::Language;
use wordify::text::language::detection::Guess;
use wordify::{Error, ErrorKind};

use crate::arguments::Inspect;
use crate::failure::Failure;
use crate::shell::quoted;
use crate::style::Style;
use crate::summary::{dropped, line, warning, wrapped_line};
use crate::text_table::{Side, TextTable, fitted};
use crate::{input, interrupt, settings, writing};

/// Columns of the file that are listed.
const COLUMNS_SHOWN_MAX: usize = 50;
/// Labels that are listed.
const LABELS_SHOWN_MAX: usize = 40;
/// Pairs of labels in conflict that are listed.
const CONFLICTS_SHOWN_MAX: usize = 5;
/// Columns of the terminal for a name, and for an example.
const NAME_WIDTH: usize = 24;
const EXAMPLE_WIDTH: usize = 36;

/// What the file holds, and what an analysis would make of it.
struct Findings {
    source: Source,
    inspection: Inspection,
    outlook: Outlook,
}

/// What an analysis would work on.
enum Outlook {
    /// These documents.
    Documents(Documents, Box<Account>),
    /// None, for this reason.
    Problem(Error),
    /// Nobody knows which columns hold the texts and the labels.
    Unclear,
}

/// Inspects the file that `options` name.
pub(crate) fn run(options: &Inspect) -> Result<(), Failure> {
    interrupt::catch()?;
    let file = input::read(&options.input)?;
    let name = file.name.clone();
    let (table, fingerprint) = input::table(file, &options.input)?;
    let source = Source::new(name, fingerprint, &table);
    let inspection = inspect::inspect(&table);
    let outlook = outlook(options, &table, &inspection)?;
    let findings = Findings { source, inspection, outlook };
    if options.json {
        let mut text = to_json(&findings).to_string();
        text.push('\n');
        return writing::print(text.as_bytes());
    }
    let style = Style::new(options.colour.color, io::stdout().is_terminal());
    writing::print(shown(options, &findings, style).as_bytes())
}

/// What the chosen columns, or those that are proposed, amount to.
fn outlook(options: &Inspect, table: &Table, inspection: &Inspection) -> Result<Outlook, Failure> {
    let proposed = |number: Option<usize>| number.map(|number| inspect::chosen_by(table, number));
    let chosen = |name: &str| options.input.reading.0.get(name).map(str::to_owned);
    let text = chosen("text").or_else(|| proposed(inspection.text));
    let label = chosen("label").or_else(|| proposed(inspection.label));
    let (Some(text), Some(label)) = (text, label) else { return Ok(Outlook::Unclear) };
    let columns =
        Columns { text: Some(text), label: Some(label), ..settings::reading(&options.input)?.columns };
    match inspect::outlook(table, &columns, Copies::DropNear) {
        Ok((documents, account)) => Ok(Outlook::Documents(documents, Box::new(account))),
        // A wrong choice is a mistake of the command line; the rest is a finding.
        Err(error) if error.kind() == ErrorKind::Column => Err(error.into()),
        Err(error) => Ok(Outlook::Problem(error)),
    }
}

fn to_json(findings: &Findings) -> serde_json::Value {
    let (documents, account, problem) = match &findings.outlook {
        Outlook::Documents(documents, account) => (json!(documents), json!(account), json!(null)),
        Outlook::Problem(error) => (json!(null), json!(null), json!(error.to_string())),
        Outlook::Unclear => {
            (json!(null), json!(null), json!("the columns of texts and labels are not clear"))
        }
    };
    json!({
        "source": findings.source,
        "inspection": findings.inspection,
        "documents": documents,
        "account": account,
        "problem": problem,
    })
}

fn shown(options: &Inspect, findings: &Findings, style: Style) -> String {
    let mut text = file_lines(findings, style) + "\n" + &columns_table(&findings.inspection, style) + "\n";
    match &findings.outlook {
        Outlook::Documents(documents, account) => {
            text.push_str(&documents_lines(documents, account, style));
            text.push_str(&labels_table(documents, style));
        }
        Outlook::Problem(error) => text.push_str(&warning(&error.to_string(), style)),
        Outlook::Unclear => text.push_str(&warning(
            "it is not clear which columns hold the texts and the labels. Name them with --text and --label.",
            style,
        )),
    }
    let warnings: String = all_warnings(findings).map(|said| warning(said, style)).collect();
    if !warnings.is_empty() {
        text.push_str(&format!("\n{warnings}"));
    }
    if let Outlook::Documents(documents, account) = &findings.outlook {
        let next = next_command(options, account, documents.language.as_ref());
        text.push_str(&format!("\n{}", line("Next", &next, style)));
    }
    text
}

fn all_warnings(findings: &Findings) -> impl Iterator<Item = &String> {
    let of_account = match &findings.outlook {
        Outlook::Documents(_, account) => account.warnings.as_slice(),
        _ => &[],
    };
    findings.inspection.warnings.iter().chain(of_account)
}

fn file_lines(findings: &Findings, style: Style) -> String {
    let Source { format, facts, sha256, .. } = &findings.source;
    let name = fitted(findings.source.name(), 60);
    let facts: String = facts.iter().map(|(name, value)| format!(", {name} {}", fitted(value, 40))).collect();
    let size = format!("{name}, {}", bytes(findings.source.bytes));
    line("File", &size, style)
        + &wrapped_line("Format", &format!("{format}{facts}"), style)
        + &line("SHA-256", sha256, style)
}

fn columns_table(inspection: &Inspection, style: Style) -> String {
    let sides = [Side::Right, Side::Left, Side::Right, Side::Right, Side::Right, Side::Left];
    let header = ["column", "name", "filled", "different", "letters", "example"];
    let mut table = TextTable::new(&header, &sides);
    for column in inspection.columns.iter().take(COLUMNS_SHOWN_MAX) {
        table.push(column_row(column, inspection.rows));
    }
    let mut text = table.within(style.width()).lines(|header| style.muted(header));
    if inspection.columns.len() > COLUMNS_SHOWN_MAX {
        let rest = inspection.columns.len() - COLUMNS_SHOWN_MAX;
        text.push_str(&style.muted(&format!("  … {} more\n", counted(rest, "column", "columns"))));
    }
    text
}

fn column_row(column: &ColumnSummary, rows: usize) -> Vec<String> {
    let more = if column.distinct_is_more { "+" } else { "" };
    vec![
        column.number.to_string(),
        fitted(&column.name, NAME_WIDTH),
        percent(column.filled as f64 / rows.max(1) as f64),
        grouped(column.distinct) + more,
        format!("{:.0}", column.chars_mean),
        fitted(&column.example, EXAMPLE_WIDTH),
    ]
}

fn documents_lines(documents: &Documents, account: &Account, style: Style) -> String {
    let column = |name: &str, description: &str| {
        let wording = if description.is_empty() {
            String::new()
        } else {
            format!(": {}", fitted(description, EXAMPLE_WIDTH * 2))
        };
        format!("column “{}”{wording}", fitted(name, NAME_WIDTH))
    };
    let mut text = wrapped_line("Texts", &column(&account.text_column, &account.text_description), style);
    text.push_str(&wrapped_line("Labels", &column(&account.label_column, &account.label_description), style));
    let kept = format!(
        "{} of {}{}",
        grouped(documents.documents),
        counted(account.rows, "row", "rows"),
        dropped(account)
    );
    text.push_str(&wrapped_line("Documents", &kept, style));
    let words = documents.words;
    let lengths = format!(
        "{:.0} words on average; half have {} or fewer; from {} to {}",
        words.mean,
        grouped(words.median),
        grouped(words.min),
        grouped(words.max)
    );
    text.push_str(&wrapped_line("Length", &lengths, style));
    let guess = documents.language.as_ref().map_or_else(|| "not clear".to_owned(), Guess::words);
    text.push_str(&wrapped_line("Language", &guess, style));
    if account.duplicates > 0 {
        text.push_str(&wrapped_line("Same text", &duplicates(account), style));
    }
    text + "\n"
}

fn duplicates(account: &Account) -> String {
    let mut text = counted(account.duplicates, "row repeats", "rows repeat");
    text.push_str(" the text of an earlier row");
    if account.duplicates_in_conflict == 0 {
        return text;
    }
    text.push_str(&format!(", {} with another label", grouped(account.duplicates_in_conflict)));
    let pairs: Vec<String> = account
        .conflicts
        .iter()
        .take(CONFLICTS_SHOWN_MAX)
        .map(|(first, later, times)| {
            let (first, later) = (fitted(first, NAME_WIDTH), fitted(later, NAME_WIDTH));
            format!("{} × “{first}” then “{later}”", grouped(*times))
        })
        .collect();
    let more = if account.conflicts.len() > CONFLICTS_SHOWN_MAX { ", …" } else { "" };
    format!("{text}: {}{more}", pairs.join(", "))
}

fn labels_table(documents: &Documents, style: Style) -> String {
    let mut table = TextTable::new(&["label", "documents", "share"], &[Side::Left, Side::Right, Side::Right]);
    for (label, count) in documents.labels.iter().take(LABELS_SHOWN_MAX) {
        let share = *count as f64 / documents.documents.max(1) as f64;
        table.push(vec![fitted(label, NAME_WIDTH * 2), grouped(*count), percent(share)]);
    }
    let mut text = table.within(style.width()).lines(|header| style.muted(header));
    if documents.labels.len() > LABELS_SHOWN_MAX {
        let rest = documents.labels.len() - LABELS_SHOWN_MAX;
        text.push_str(&style.muted(&format!("  … {} more\n", counted(rest, "label", "labels"))));
    }
    text
}

/// The command that analyses the file with these columns.
fn next_command(options: &Inspect, account: &Account, guess: Option<&Guess>) -> String {
    let mut command = format!("wordify analyze {}", quoted(&options.input.file.display().to_string()));
    let is_default = |name: &str, default: &str| name.eq_ignore_ascii_case(default);
    for (option, column, default) in
        [("--text", &account.text_column, TEXT_DEFAULT), ("--label", &account.label_column, LABEL_DEFAULT)]
    {
        if !is_default(column, default) {
            command.push_str(&format!(" {option} {}", quoted(column)));
        }
    }
    if let Some(guess) = guess.filter(|guess| !matches!(guess.choice(), Language::English | Language::Multi))
    {
        command.push_str(&format!(" --language {}", guess.choice().code()));
    }
    if let Some(sheet) = options.input.reading.0.get("sheet") {
        command.push_str(&format!(" --sheet {}", quoted(sheet)));
    }
    command + &reading_options(&options.input)
}

/// The options that say how the file is read, as they were given; columns and sheet are named by the caller.
fn reading_options(input: &crate::arguments::Input) -> String {
    let mut options = String::new();
    for (setting, value) in input.reading.0.iter() {
        let option = setting.name.replace('_', "-");
        match setting.values {
            Values::Column | Values::Sheet if setting.name != "group" => {}
            Values::Switch => options.push_str(&format!(" --{option}")),
            _ => options.push_str(&format!(" --{option} {}", quoted(value))),
        }
    }
    options
}
