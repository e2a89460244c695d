//! Texts measured by a dictionary: table → texts → language → counts.

use super::{Study, for_texts};
use crate::corpus::{LABEL_DEFAULT, TEXT_DEFAULT, inspect};
use crate::error::{Error, ErrorKind};
use crate::indicators::measured::{Entries, Measured, Measures, count};
use crate::progress::{Monitor, Stage};
use crate::report::dictionary::Dictionary;
use crate::settings::{Settings, StopWords};
use crate::table::choice::choose_column;
use crate::table::{self, Input, ReadOptions, Table};
use crate::text::preparation::{self, Preparation};

/// Measures every text of a file by `dictionary`, with the words that `study` reads, stop words among them. A file need have no labels;
/// no row is left out, and one without a text has no words.
///
/// The result is the same for any number of threads.
///
/// # Errors
/// [`ErrorKind::Setting`] for a setting that means nothing to single texts; as [`run`](super::run) for a file that cannot be read, a
/// column that does not exist, and when canceled.
pub fn measure<'a>(
    input: impl Into<Input<'a>>,
    file_name: Option<&str>,
    study: &Study,
    dictionary: &Dictionary,
    threads: usize,
    monitor: &Monitor,
) -> Result<Measures, Error> {
    study.check()?;
    check_is_of_texts(study)?;
    monitor.check()?;
    monitor.report(Stage::Read, 0, 1);
    let options = ReadOptions { file_name: file_name.map(str::to_owned), ..study.reading.clone() };
    let (table, _) = table::load(input.into(), &options)?;
    let (texts, mut rows) = rows(&table, study)?;
    drop(table);
    let settings = Settings {
        stop_words: StopWords::None,
        stop_words_add: Vec::new(),
        ..for_texts(&study.settings, &texts)?
    };
    preparation::check_is_built_in(settings.language, &texts)?;
    let preparation = Preparation::new(settings.rules(), &texts);
    let categories = dictionary.categories();
    let entries =
        Entries::new(&preparation, categories.values().map(|entries| entries.iter().map(String::as_str)));
    let counts = count(&texts, &preparation, &entries, threads, monitor)?;
    monitor.check()?;
    rows.iter_mut().zip(counts).for_each(|(row, counted)| row.counted = counted);
    Ok(Measures { categories: categories.keys().cloned().collect(), texts: rows, unmet: entries.unmet })
}

/// Refuses what would be left aside without a word.
fn check_is_of_texts(study: &Study) -> Result<(), Error> {
    let columns = &study.columns;
    let asks = [
        ("group", columns.group.is_some()),
        ("strata", !columns.strata.is_empty()),
        ("control", !columns.control.is_empty()),
        ("labels", !columns.labels.is_empty()),
        ("merge", !columns.merge.is_empty()),
        ("bins", !columns.bins.is_empty()),
        ("windows", study.settings.windows),
        ("confirm", study.settings.confirm.is_some()),
    ];
    let Some((name, _)) = asks.iter().find(|(_, is_asked)| *is_asked) else { return Ok(()) };
    Err(Error::new(ErrorKind::Setting, "every text is measured by itself")
        .at(*name)
        .remedy("Leave it out; the table of all texts can be divided as you like."))
}

/// The texts of all rows, and the rows, still without counts.
fn rows(table: &Table, study: &Study) -> Result<(Vec<String>, Vec<Measured>), Error> {
    let (columns, _) = inspect::guessed(table, &study.columns);
    let text = choose_column(table, "text", columns.text.as_deref(), TEXT_DEFAULT)?;
    let label = choose_column(table, "label", columns.label.as_deref(), LABEL_DEFAULT);
    // A column of labels that was named must be there; texts to be measured need have none.
    let label = if study.columns.label.is_some() { Some(label?) } else { label.ok() };
    let row = |place: usize| Measured {
        row: table.row(place),
        name: table.name_of_row(table.row(place)),
        label: label.map_or_else(String::new, |column| column.cell(place).trim().to_owned()),
        counted: Default::default(),
    };
    Ok((text.cells().map(str::to_owned).collect(), (0..table.rows).map(row).collect()))
}
