//! `wordify measure`: each text measured by a dictionary.

use std::io::{self, IsTerminal};
use std::path::Path;

use wordify::indicators::measured::{Mean, Measures};
use wordify::progress::{Monitor, Progress};
use wordify::report::dictionary::{Dictionary, Format};
use wordify::report::measured::csv;
use wordify::study::{self, Study};
use wordify::table::limits::Limits;

use crate::analyze::all_threads;
use crate::arguments::MeasureOptions;
use crate::failure::Failure;
use crate::progress::Display;
use crate::style::Style;
use crate::text_table::{Side, TextTable, fitted};
use crate::{arguments, input, interrupt, settings, writing};

/// Means that the terminal shows.
const SHOWN_MAX: usize = 60;
/// Letters of a label or a category.
const CELL_WIDTH: usize = 32;
/// Entries that are named where no text can have them.
const UNMET_SHOWN_MAX: usize = 5;

/// Measures the file as `options` ask.
pub(crate) fn run(options: &MeasureOptions) -> Result<(), Failure> {
    let study = settings::study(&options.input, &options.method)?;
    if let Some(path) = options.out.as_deref().and_then(arguments::as_file) {
        check_ending(path)?;
    }
    let dictionary = dictionary(options)?;
    interrupt::catch()?;
    let display = Display::new(options.quiet);
    let measures = measures(options, &study, &dictionary, &display);
    display.finish();
    let measures = measures?;
    match options.out.as_deref().map(|path| (path, arguments::as_file(path))) {
        Some((_, None)) => return writing::print(&csv(&measures)?),
        Some((path, Some(_))) => writing::write_whole(path, &csv(&measures)?)?,
        None => (),
    }
    let style = Style::new(options.colour.color, io::stdout().is_terminal());
    let mut text = shown(&measures, style);
    text.push_str(&match &options.out {
        Some(path) => format!("\n{}\n", path.display()),
        None => "\nGive --out NAME.csv for each text.\n".to_owned(),
    });
    writing::print(text.as_bytes())
}

/// The dictionary, in the format that is named or that its name ends in.
fn dictionary(options: &MeasureOptions) -> Result<Dictionary, Failure> {
    let path = &options.dictionary;
    let Some(format) = options.format.or_else(|| Format::of_name(&path.to_string_lossy())) else {
        return Err(Failure::usage("the format of the dictionary is not clear")
            .at(format!("--dictionary {}", path.display()))
            .remedy("Give a file that ends in .dic, .yml, .json or .csv, or name the --format."));
    };
    let bytes = input::content(path, Limits::default())?;
    Dictionary::read(&bytes, format).map_err(|error| Failure::of_file(error, path))
}

fn measures(
    options: &MeasureOptions,
    study: &Study,
    dictionary: &Dictionary,
    display: &Display,
) -> Result<Measures, Failure> {
    let listener = |progress: Progress| display.show(progress);
    let file = input::read(&options.input)?;
    let monitor = Monitor::new(interrupt::watched(), &listener);
    let threads = options.threads.unwrap_or_else(all_threads);
    Ok(study::measure(file.input, file.name.as_deref(), study, dictionary, threads, &monitor)?)
}

fn check_ending(path: &Path) -> Result<(), Failure> {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
        return Ok(());
    }
    Err(Failure::usage("the format of the table is not clear")
        .at(format!("--out {}", path.display()))
        .remedy("End the name in .csv, or give “-” for standard output."))
}

fn shown(measures: &Measures, style: Style) -> String {
    let means = measures.means();
    let has_labels = means.iter().any(|mean| !mean.label.is_empty());
    let per_cent = |share: f64| format!("{:.2}%", 100.0 * share);
    let header = ["category", "label", "texts", "words of it", "95% interval"];
    let sides = [Side::Left, Side::Left, Side::Right, Side::Right, Side::Right];
    let mut table = TextTable::new(&header, &sides);
    for Mean { label, texts, category, mean, interval } in means.iter().take(SHOWN_MAX) {
        let label = if has_labels { fitted(label, CELL_WIDTH) } else { "(all)".to_owned() };
        let interval = interval.map_or_else(String::new, |[low, high]| {
            // A share is no less than 0 and no more than 1, whatever the interval of the mean of a few texts says.
            format!("{} to {}", per_cent(low.clamp(0.0, 1.0)), per_cent(high.clamp(0.0, 1.0)))
        });
        let category = fitted(&measures.categories[*category], CELL_WIDTH);
        table.push(vec![category, label, texts.to_string(), per_cent(*mean), interval]);
    }
    let mut text = table.lines(|header| style.muted(header));
    if means.len() > SHOWN_MAX {
        text.push_str(&format!("  and {} more\n", means.len() - SHOWN_MAX));
    }
    let without = measures.texts.iter().filter(|text| text.counted.words == 0).count();
    if without > 0 {
        text.push_str(&format!("  {without} of {} rows have no words\n", measures.texts.len()));
    }
    if !measures.unmet.is_empty() {
        let named: Vec<String> = measures
            .unmet
            .iter()
            .take(UNMET_SHOWN_MAX)
            .map(|entry| format!("“{}”", fitted(entry, CELL_WIDTH)))
            .collect();
        let (number, named) = (measures.unmet.len(), named.join(", "));
        text.push_str(&format!(
            "  no text can have {number} of the entries, of which cleaning leaves nothing: {named}\n"
        ));
    }
    text
}
