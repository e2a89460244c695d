//! The page after an upload: what was read, and the choices before the start.

use askama::Template;
use wordify::count::{counted, grouped};
use wordify::phrase::capitalized;
use wordify::report::number;
use wordify::settings::{FITS_DEFAULT, SHUFFLES_DEFAULT};
use wordify::study::list::{self, Values};
use wordify::text::language::Language;

use super::parts::choices_form::{self, Control, Field};
use super::parts::place::Place;
use super::parts::words;
use super::{Entry, Fact};
use crate::jobs::choices::Choices;
use crate::jobs::job::{Failure, Job};
use crate::jobs::view::{InspectedColumn, InspectedCorpus, Inspection};

/// Columns that the table shows; all can be chosen.
const COLUMNS_MAX: usize = 30;
/// Labels that are listed.
const LABELS_MAX: usize = 20;
/// Columns that can be chosen from a list: more would make the page heavy.
const ENTRIES_MAX: usize = 200;

/// The page.
#[derive(Debug, Template)]
#[template(path = "check.html")]
pub struct Check {
    job: String,
    file_name: String,
    format: String,
    size: String,
    rows: String,
    failure: Option<Told>,
    offers_repair: bool,
    repairs: bool,
    warnings: Vec<String>,
    text_columns: Vec<Entry>,
    label_columns: Vec<Entry>,
    sheet: String,
    sheets: Option<String>,
    languages: Vec<Entry>,
    guess: Option<String>,
    groups: Vec<Entry>,
    has_mail: bool,
    email: String,
    advanced_open: bool,
    fields: Vec<Field>,
    steps: Vec<Fact>,
    corpus: Option<Corpus>,
    columns: Vec<Column>,
    columns_more: usize,
    facts: Vec<Fact>,
    expires: String,
}

/// Why the columns give no documents.
#[derive(Debug)]
struct Told {
    title: &'static str,
    message: String,
    remedy: Option<String>,
}

#[derive(Debug)]
struct Column {
    name: String,
    role: &'static str,
    filled: String,
    distinct: String,
    example: String,
}

#[derive(Debug)]
struct Corpus {
    headline: String,
    figures: Vec<Fact>,
    labels: Vec<Label>,
    labels_more: String,
    first_documents: Vec<(usize, String, String)>,
    dropped: Vec<(String, String)>,
    dropped_rows: String,
    forecast: String,
    language: Option<String>,
}

#[derive(Debug)]
struct Label {
    name: String,
    documents: String,
    width: String,
}

/// What the site and the visitor add to what was read.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What was chosen so far.
    pub choices: &'a Choices,
    /// The address given so far.
    pub email: &'a str,
    /// Whether the site sends mail.
    pub has_mail: bool,
    /// What is wrong with what was chosen, when it was sent.
    pub refused: Option<&'a Failure>,
    /// Milliseconds since 1970.
    pub now: i64,
}

impl Check {
    /// The page of a waiting `job`.
    pub fn new(place: &Place, job: &Job, read: &Inspection, context: Context<'_>) -> Self {
        let Context { choices, email, has_mail, refused, now } = context;
        let fact = |name: &str| read.facts.iter().find(|(fact, _)| fact == name).map(|(_, value)| value);
        let repairs = matches!(choices.get("repair_encoding"), Some("true" | "on"));
        let failure = refused.or(read.corpus_failure.as_ref());
        let corpus = read.corpus.as_ref();
        let file_name = job.file_name.clone().unwrap_or_else(|| "your file".to_owned());
        Self {
            job: place.job.clone(),
            file_name: words::short_name(&file_name),
            format: read.format.clone(),
            size: number::bytes(job.file_bytes),
            rows: counted(read.rows, "row", "rows"),
            failure: failure.map(|failure| told(failure, refused.is_some())),
            offers_repair: read.looks_double_encoded && !repairs,
            repairs,
            warnings: warnings(read),
            text_columns: columns(&read.columns, read.text),
            label_columns: columns(&read.columns, read.label),
            sheet: choices.get("sheet").or(fact("sheet").map(String::as_str)).unwrap_or_default().to_owned(),
            sheets: fact("sheets").cloned(),
            languages: languages(choices, corpus),
            guess: corpus.and_then(|corpus| corpus.language.clone()).map(|(_, name)| name),
            groups: groups(&read.columns, &choices.value("group")),
            has_mail,
            email: email.to_owned(),
            advanced_open: is_advanced(choices),
            fields: choices_form::fields(choices),
            steps: steps(),
            corpus: corpus.map(|corpus| Corpus::new(corpus, choices)),
            columns: read.columns.iter().take(COLUMNS_MAX).map(|column| Column::new(column, read)).collect(),
            columns_more: read.columns.len().saturating_sub(COLUMNS_MAX),
            facts: read.facts.iter().map(|(name, value)| (capitalized(name), value.clone())).collect(),
            expires: words::moment(job.expires_at, now),
        }
    }
}

impl Corpus {
    fn new(corpus: &InspectedCorpus, choices: &Choices) -> Self {
        let dropped: usize = corpus.dropped.iter().map(|(_, rows)| rows).sum();
        let mut figures = vec![
            ("documents".to_owned(), grouped(corpus.documents)),
            ("labels".to_owned(), grouped(corpus.labels.len())),
            ("words in a typical document".to_owned(), grouped(corpus.words_median)),
            ("rows left out".to_owned(), grouped(dropped)),
        ];
        if corpus.duplicates > 0 {
            figures.push(("repeated texts".to_owned(), grouped(corpus.duplicates)));
        }
        let mut labels: Vec<&(String, usize)> = corpus.labels.iter().collect();
        labels.sort_by_key(|(_, documents)| std::cmp::Reverse(*documents));
        let largest = labels.first().map_or(1, |(_, documents)| (*documents).max(1));
        let more: usize = labels.iter().skip(LABELS_MAX).map(|(_, documents)| documents).sum();
        let labels_more = match labels.len().saturating_sub(LABELS_MAX) {
            0 => String::new(),
            number => format!(
                "and {} with {}",
                counted(number, "more label", "more labels"),
                counted(more, "document", "documents")
            ),
        };
        Self {
            headline: format!(
                "{} with {}",
                counted(corpus.documents, "document", "documents"),
                counted(corpus.labels.len(), "label", "labels")
            ),
            figures,
            labels: labels.iter().take(LABELS_MAX).map(|label| Label::new(label, largest)).collect(),
            labels_more,
            first_documents: corpus
                .first_documents
                .iter()
                .map(|(row, label, text)| (*row, words::short_name(label), text.clone()))
                .collect(),
            dropped: corpus.dropped.iter().map(|(why, rows)| (capitalized(why), grouped(*rows))).collect(),
            dropped_rows: corpus
                .dropped_rows
                .iter()
                .map(|(row, why)| format!("{row} ({why})"))
                .collect::<Vec<_>>()
                .join(", "),
            forecast: forecast(corpus, choices),
            language: corpus.language.as_ref().map(|(code, _)| code.clone()),
        }
    }

    fn lang(&self) -> String {
        self.language.as_deref().map_or_else(String::new, words::lang_attribute)
    }
}

impl Label {
    fn new((name, documents): &(String, usize), largest: usize) -> Self {
        Self {
            name: words::short_name(name),
            documents: grouped(*documents),
            width: format!("{:.1}", *documents as f64 / largest as f64 * 100.0),
        }
    }
}

impl Column {
    fn new(column: &InspectedColumn, read: &Inspection) -> Self {
        let more = if column.distinct_is_more { "more than " } else { "" };
        Self {
            name: column_name(column),
            role: match Some(column.number) {
                number if number == read.text => "texts",
                number if number == read.label => "labels",
                _ => "",
            },
            filled: grouped(column.filled),
            distinct: format!("{more}{}", grouped(column.distinct)),
            example: column.example.clone(),
        }
    }
}

fn told(failure: &Failure, is_choice: bool) -> Told {
    let place = failure.place.as_ref().map_or_else(String::new, |place| format!(" ({place})"));
    Told {
        title: if is_choice {
            "One of the choices cannot be used"
        } else {
            "These columns give no documents"
        },
        message: words::sentence(&format!("{}{place}", failure.message)),
        remedy: failure.remedy.clone(),
    }
}

fn warnings(read: &Inspection) -> Vec<String> {
    let mut shown: Vec<String> = Vec::new();
    for warning in read.warnings.iter().chain(read.corpus.iter().flat_map(|corpus| &corpus.warnings)) {
        let warning = words::sentence(warning);
        if !shown.contains(&warning) {
            shown.push(warning);
        }
    }
    shown
}

fn column_name(column: &InspectedColumn) -> String {
    match column.name.trim() {
        "" => format!("Column {}", column.number),
        name => words::short_name(name),
    }
}

/// What stands for a column: its number, or its name where another column is called by that number.
fn column_value(columns: &[InspectedColumn], column: &InspectedColumn) -> String {
    let number = column.number.to_string();
    let is_name = columns.iter().any(|other| other.name.trim() == number);
    if is_name { column.name.clone() } else { number }
}

/// The columns to choose from.
fn columns(columns: &[InspectedColumn], chosen: Option<usize>) -> Vec<Entry> {
    let entry = |column: &InspectedColumn| Entry {
        value: column_value(columns, column),
        name: column_name(column),
        chosen: chosen == Some(column.number),
    };
    let mut entries: Vec<Entry> = columns.iter().take(ENTRIES_MAX).map(entry).collect();
    // The chosen one is always there.
    if !entries.iter().any(|entry| entry.chosen) {
        match columns.iter().skip(ENTRIES_MAX).find(|column| Some(column.number) == chosen) {
            Some(column) => entries.push(entry(column)),
            None => {
                let name = "Please choose".to_owned();
                entries.insert(0, Entry { value: String::new(), name, chosen: true });
            }
        }
    }
    entries
}

/// The columns whose values may say which texts belong together, after the choice of none.
fn groups(columns: &[InspectedColumn], chosen: &str) -> Vec<Entry> {
    let none = Entry { value: String::new(), name: "None: each text stands alone".to_owned(), chosen: false };
    let mut entries = vec![none];
    entries.extend(self::columns(columns, None).into_iter().filter(|entry| !entry.value.is_empty()));
    let of_chosen = columns.iter().find(|column| column.name.trim() == chosen.trim());
    let value = of_chosen.map_or_else(|| chosen.to_owned(), |column| column_value(columns, column));
    match entries.iter_mut().find(|entry| entry.value == value) {
        Some(entry) => entry.chosen = true,
        None => entries.push(Entry { value: chosen.to_owned(), name: chosen.to_owned(), chosen: true }),
    }
    entries
}

fn languages(choices: &Choices, corpus: Option<&InspectedCorpus>) -> Vec<Entry> {
    let guessed = corpus.and_then(|corpus| corpus.language.as_ref()).map(|(code, _)| code.as_str());
    let chosen = choices.get("language");
    let wanted = chosen.and_then(|code| Language::find(code).ok()).map(Language::code);
    let wanted = wanted.or(if chosen == Some("auto") { Some("auto") } else { guessed }).unwrap_or("auto");
    let values = list::find("language").map(|setting| setting.values.listed()).unwrap_or_default();
    let entry = |(value, name): (&str, &str)| Entry {
        chosen: value == wanted,
        name: if value == "multi" { "Multi-language or another one" } else { name }.to_owned(),
        value: value.to_owned(),
    };
    values.into_iter().map(entry).collect()
}

/// The cleaning steps with what they do.
fn steps() -> Vec<Fact> {
    let owned = |(name, summary): (&str, &str)| (name.to_owned(), summary.to_owned());
    Values::Steps.listed().into_iter().map(owned).collect()
}

/// Whether something under "Advanced settings" is not as usual, so that it must be seen.
fn is_advanced(choices: &Choices) -> bool {
    choices_form::settings().any(|setting| choices.value(setting.name) != setting.default())
}

/// Longer with more fits or shuffles; with other settings roughly the same.
fn forecast(corpus: &InspectedCorpus, choices: &Choices) -> String {
    let settings = choices.settings().unwrap_or_default();
    let share = if settings.is_calibrated() {
        // Half of the time with the usual number is for the half-samples.
        let shuffles = settings.shuffles_for(corpus.documents) as f64;
        0.5 + 0.5 * shuffles / SHUFFLES_DEFAULT as f64
    } else {
        settings.fits_used() as f64 / FITS_DEFAULT as f64
    };
    let seconds = corpus.forecast_seconds * (0.1 + 0.9 * share);
    format!("Takes about {}.", words::span(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::html;
    use crate::http::pages::tests::sample;
    use crate::jobs::job::{FailureClass, State};

    fn check(name: &str, read: &Inspection, choices: &Choices, refused: Option<&Failure>) -> String {
        let context = Context { choices, email: "", has_mail: true, refused, now: 0 };
        let page = html(&Check::new(&sample::place(), &sample::job(State::Waiting), read, context));
        sample::check_page(name, &page);
        page
    }

    #[test]
    fn the_page_shows_what_was_read_and_what_will_be_done() {
        let page = check("check", &sample::inspection(), &Choices::default(), None);
        for expected in
            ["4,073 documents with 2 labels", "Takes about", "/start\"", "name=\"email\"", "Row 2"]
        {
            assert!(page.contains(expected), "{expected}");
        }
        assert!(page.contains("<option value=\"en\" selected>") && !page.contains("fold\" open"));
    }

    #[test]
    fn what_was_chosen_is_shown_and_lemmas_are_not_insisted_on() {
        let list = |choices: &Choices| {
            let page = check("check-chosen", &sample::inspection(), choices, None);
            let list = page.split("name=\"lemmas\"").nth(1).and_then(|rest| rest.split("</select>").next());
            list.expect("a list").to_owned()
        };
        assert!(list(&Choices::default()).contains("<option value=\"auto\" selected>"));
        assert!(list(&Choices::default().with("lemmas", "off")).contains("<option value=\"off\" selected>"));
    }

    #[test]
    fn columns_that_give_nothing_are_explained_and_cannot_be_started() {
        let mut read = sample::inspection();
        read.corpus = None;
        read.label = None;
        read.corpus_failure = Some(Failure {
            class: FailureClass::Input,
            message: "there is one label only".into(),
            place: Some("column \"id\"".into()),
            remedy: Some("Choose the column that tells the groups apart.".into()),
        });
        let page = check("check-columns", &read, &Choices::default(), None);
        assert!(page.contains("There is one label only") && page.contains("disabled"));
        assert!(page.contains("Please choose"));
    }

    #[test]
    fn the_column_of_groups_is_chosen_by_name_or_number_and_stays_when_there_is_none() {
        let read = sample::inspection();
        let column = &read.columns[0];
        let chosen = |value: &str| {
            let entries = groups(&read.columns, value);
            let chosen: Vec<&Entry> = entries.iter().filter(|entry| entry.chosen).collect();
            assert_eq!(chosen.len(), 1, "{entries:?}");
            chosen[0].value.clone()
        };
        assert_eq!(chosen(""), "");
        assert_eq!(chosen(&column.name), column.number.to_string());
        assert_eq!(chosen(&column.number.to_string()), column.number.to_string());
        assert_eq!(chosen("no such column"), "no such column", "so that what is wrong can be seen");
    }

    #[test]
    fn broken_letters_are_repaired_at_a_press_and_hostile_names_do_no_harm() {
        let mut read = sample::inspection();
        read.looks_double_encoded = true;
        read.facts.push(("sheets".into(), "1 \"Data\", 2 \"Notes\"".into()));
        sample::make_hostile(&mut read);
        let page = check("check-hostile", &read, &Choices::default().with("fits", "7"), None);
        assert!(page.contains("Repair the letters") && page.contains("fold\" open"));
        assert!(page.contains("The workbook has"));
    }

    #[test]
    fn a_column_is_chosen_by_number_unless_another_column_has_that_name() {
        let mut read = sample::inspection();
        read.columns[0].name = "2".into();
        let values: Vec<_> = columns(&read.columns, Some(1)).into_iter().map(|entry| entry.value).collect();
        assert_eq!(values, ["1", "label"]);
    }
}
