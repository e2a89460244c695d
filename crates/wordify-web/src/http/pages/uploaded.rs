//! The page after an upload: what was read, and the choices before the start.

use std::time::Duration;

use askama::Template;
use wordify::count::{counted, grouped};
use wordify::phrase::capitalized;
use wordify::report::number;
use wordify::settings::{FITS_DEFAULT, SHUFFLES_DEFAULT};
use wordify::study::list::{self, Setting, Values};
use wordify::text::language::Language;

use super::keeping::Besides;
use super::parts::choices_form::{self, Control, Field, Set};
use super::parts::columns::{self, column_name, column_value};
use super::parts::contrast;
use super::parts::grid::Grid;
use super::parts::label_table::LabelTable;
use super::parts::place::Place;
use super::parts::{option, words};
use super::{Entry, Fact};
use crate::jobs::choices::Choices;
use crate::jobs::job::{Failure, Job};
use crate::jobs::view::{InspectedColumn, InspectedCorpus, Inspection};

/// Columns that the table shows; all can be chosen.
const COLUMNS_MAX: usize = 30;
/// Settings for columns that are held equal in one way or the other.
const BACKGROUNDS: [&str; 2] = ["strata", "control"];
/// Words in a typical document below which the column hardly holds texts.
const WORDS_FEW: usize = 2;

/// The page.
#[derive(Debug, Template)]
#[template(path = "uploaded.html")]
pub struct Uploaded {
    job: String,
    file_name: String,
    format: String,
    size: String,
    rows: String,
    failure: Option<ShownFailure>,
    offers_repair: bool,
    repairs: bool,
    warnings: Vec<String>,
    text_columns: Vec<Entry>,
    label_columns: Vec<Entry>,
    sheets: Vec<Entry>,
    languages: Vec<Entry>,
    guess: Option<String>,
    groups: Vec<Entry>,
    likely: Option<String>,
    has_mail: bool,
    email: String,
    keeping: Vec<Entry>,
    folds: Vec<Fold>,
    backgrounds: Vec<Field>,
    backgrounds_open: bool,
    labels: Option<LabelTable>,
    grid: Grid,
    steps: Vec<Fact>,
    corpus: Option<Corpus>,
    columns: Vec<Column>,
    columns_more: usize,
    facts: Vec<Fact>,
    expires: String,
}

/// Why the columns give no documents.
#[derive(Debug)]
struct ShownFailure {
    title: &'static str,
    message: String,
    remedy: Option<String>,
}

/// Fields that are hidden until somebody wants them.
#[derive(Debug)]
struct Fold {
    title: &'static str,
    open: bool,
    fields: Vec<Field>,
    is_method: bool,
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
    first_documents: Vec<(usize, String, String)>,
    dropped: Vec<(String, String)>,
    dropped_rows: String,
    forecast: String,
    language: Option<String>,
}

/// What the site and the visitor add to what was read.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What was chosen so far.
    pub choices: &'a Choices,
    /// What was wished so far that is not a setting.
    pub(crate) besides: &'a Besides,
    /// Whether the site sends mail.
    pub has_mail: bool,
    /// How long results are kept.
    pub results: Duration,
    /// What is wrong with what was chosen, when it was sent.
    pub refused: Option<&'a Failure>,
    /// Milliseconds since 1970.
    pub now: i64,
}

impl Uploaded {
    /// The page of a waiting `job`.
    pub fn new(place: &Place, job: &Job, read: &Inspection, context: Context<'_>) -> Self {
        let Context { choices, besides, has_mail, results, refused, now } = context;
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
            failure: failure.map(|failure| shown_failure(failure, refused.is_some())),
            offers_repair: read.looks_double_encoded && !repairs,
            repairs,
            warnings: warnings(read),
            text_columns: columns::entries(&read.columns, read.text),
            label_columns: columns::entries(&read.columns, read.label),
            sheets: columns::sheets(read),
            languages: languages(choices, corpus),
            guess: corpus.and_then(|corpus| corpus.language.clone()).map(|(_, name)| name),
            groups: columns::groups(&read.columns, &choices.value("group"), read.likely_group),
            likely: read
                .columns
                .iter()
                .find(|column| Some(column.number) == read.likely_group)
                .map(column_name),
            has_mail,
            email: besides.addressees.email.clone().unwrap_or_default(),
            keeping: besides.keeping.entries(results),
            folds: folds(read, choices),
            backgrounds: backgrounds(read, choices),
            backgrounds_open: BACKGROUNDS.into_iter().any(|name| choices.get(name).is_some()),
            labels: LabelTable::new(read, choices),
            grid: grid(read, choices),
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
        Self {
            headline: format!(
                "{} with {}",
                counted(corpus.documents, "document", "documents"),
                counted(corpus.labels.len(), "label", "labels")
            ),
            figures,
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

impl Column {
    fn new(column: &InspectedColumn, read: &Inspection) -> Self {
        let more = if column.distinct_is_more { "more than " } else { "" };
        Self {
            name: column_name(column),
            role: role(read, column.number).0,
            filled: grouped(column.filled),
            distinct: format!("{more}{}", grouped(column.distinct)),
            example: column.example.clone(),
        }
    }
}

fn shown_failure(failure: &Failure, is_choice: bool) -> ShownFailure {
    let place = failure.place.as_deref().map_or_else(String::new, words::place);
    ShownFailure {
        title: if is_choice {
            "One of the choices cannot be used"
        } else {
            "These columns give no documents"
        },
        message: words::sentence(&format!("{}{place}", failure.message)),
        remedy: failure.remedy.as_deref().map(option::by_title),
    }
}

fn warnings(read: &Inspection) -> Vec<String> {
    let mut shown: Vec<String> = Vec::new();
    for warning in read.warnings.iter().chain(read.corpus.iter().flat_map(|corpus| &corpus.warnings)) {
        let warning = words::sentence(warning);
        // The field for groups says it, beside the choice.
        if read.likely_group.is_some() && warning.contains("(--group ") {
            continue;
        }
        let warning = option::by_title(&warning);
        if !shown.contains(&warning) {
            shown.push(warning);
        }
    }
    if read.corpus.as_ref().is_some_and(|corpus| corpus.words_median < WORDS_FEW) {
        shown.push(
            "A typical text has one word: check that the column with the texts is the right one.".to_owned(),
        );
    }
    shown
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

/// What a column is taken for, and the class for that.
fn role(read: &Inspection, number: usize) -> (&'static str, &'static str) {
    match Some(number) {
        number if number == read.text => ("texts", "as-text"),
        number if number == read.label => ("labels", "as-label"),
        _ => ("", ""),
    }
}

fn grid(read: &Inspection, choices: &Choices) -> Grid {
    let group = choices.value("group");
    let is_group = |column: &InspectedColumn| {
        !group.is_empty() && (group == column_value(&read.columns, column) || group == column.name.trim())
    };
    let role = |number: usize| match role(read, number) {
        ("", _) if read.columns.iter().any(|column| column.number == number && is_group(column)) => {
            ("groups", "as-group")
        }
        role => role,
    };
    Grid::new(read, role, |place| column_name(&read.columns[place]))
}

/// The fields by what they are about; a fold is open where something in it is not as usual, so that it must be seen.
fn folds(read: &Inspection, choices: &Choices) -> Vec<Fold> {
    let sets = [
        ("Take labels together", Set::Labels),
        ("How the file is read", Set::Reading),
        ("Advanced settings", Set::Method),
    ];
    let is_set = |setting: &Setting| choices.value(setting.name) != setting.default();
    let has_boxes = LabelTable::new(read, choices).is_none_or(|table| table.has_boxes);
    let fold = |(title, set)| {
        let mut fields = choices_form::fields(choices, set);
        let mut open = choices_form::settings_of(set).any(is_set);
        // Where there are too many labels for boxes, a line says which are compared.
        if set == Set::Labels && !has_boxes {
            fields.splice(..0, list::find("labels").map(|setting| choices_form::field(setting, choices)));
            open |= choices.get("labels").is_some();
        }
        for field in &mut fields {
            if field.name == contrast::NAME
                && let Some(control) = contrast::control(read, choices)
            {
                field.control = control;
            }
        }
        Fold { title, open, fields, is_method: set == Set::Method }
    };
    sets.into_iter().map(fold).collect()
}

/// The fields for strata and controls, as far as there are columns for them.
fn backgrounds(read: &Inspection, choices: &Choices) -> Vec<Field> {
    let field = |name: &str| {
        let entries = columns::boxes(read, choices, name);
        let setting = list::find(name).filter(|_| !entries.is_empty())?;
        Some(Field { control: Control::Boxes(entries), ..choices_form::field(setting, choices) })
    };
    BACKGROUNDS.into_iter().filter_map(field).collect()
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
        let besides = Besides::default();
        let results = Duration::from_secs(7 * 86_400);
        let context = Context { choices, besides: &besides, has_mail: true, results, refused, now: 0 };
        let page = html(&Uploaded::new(&sample::place(), &sample::job(State::Waiting), read, context));
        sample::check_page(name, &page);
        page
    }

    #[test]
    fn the_page_shows_what_was_read_and_what_will_be_done() {
        let page = check("check", &sample::inspection(), &Choices::default(), None);
        for expected in [
            "4,073 documents with 2 labels",
            "Takes about",
            "/start\"",
            "name=\"email\"",
            "name=\"keep_upload\"",
            "Row 2",
        ] {
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
    fn broken_letters_are_repaired_at_a_press_and_hostile_names_do_no_harm() {
        let mut read = sample::inspection();
        read.looks_double_encoded = true;
        read.facts.push(("sheets".into(), "1 \"Data\", 2 \"Notes\"".into()));
        sample::make_hostile(&mut read);
        let page = check("check-hostile", &read, &Choices::default().with("fits", "7"), None);
        assert!(page.contains("Repair the letters") && page.contains("fold\" open"));
        assert!(page.contains("<select id=\"sheet\"") && page.contains(">Notes</option>"));
    }
}
