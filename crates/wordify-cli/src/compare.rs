//! `wordify compare`: two results side by side.

use std::io::{self, IsTerminal};
use std::path::Path;

use wordify::report::replication::{self, Compared, Fate, Listing, Replication, Standing};
use wordify::table::limits::Limits;

use crate::arguments::Compare;
use crate::failure::Failure;
use crate::style::Style;
use crate::text_table::{Side, TextTable, fitted};
use crate::{input, writing};

/// Terms of each fate that the terminal shows.
const SHOWN_MAX: usize = 15;
/// Letters of a term or label in a table on the terminal.
const CELL_WIDTH: usize = 32;

/// Compares the two results that `options` name.
pub(crate) fn run(options: &Compare) -> Result<(), Failure> {
    let [first, second] = [&options.first, &options.second].map(|path| listing(path));
    let (first, second) = (first?, second?);
    // Two results of one file have its name both; their own names tell them apart.
    let name = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let names = [name(&options.first), name(&options.second)];
    let comparison = Replication::new(names, [&first, &second]);
    for path in &options.out {
        write(path, &comparison)?;
    }
    let style = Style::new(options.colour.color, io::stdout().is_terminal());
    writing::print(text(&comparison, style).as_bytes())
}

fn listing(path: &Path) -> Result<Listing, Failure> {
    Listing::from_json(&input::content(path, Limits::default())?)
        .map_err(|error| Failure::of_file(error, path))
}

fn write(path: &Path, comparison: &Replication) -> Result<(), Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let bytes = match ending.as_deref() {
        Some("csv") => replication::csv(comparison)?,
        Some("html" | "htm") => replication::html(comparison),
        _ => {
            return Err(Failure::usage("the format of the comparison is not clear")
                .at(format!("--out {}", path.display()))
                .remedy("End the name in .csv or .html."));
        }
    };
    writing::write_whole(path, &bytes)
}

fn text(comparison: &Replication, style: Style) -> String {
    let [first, second] = &comparison.names;
    let mut text = format!("{}\n", style.heading(&fitted(&format!("{first} and {second}"), 100)));
    for warning in &comparison.warnings {
        text.push_str(&format!("{} {}\n", style.warning("warning:"), fitted(warning, usize::MAX)));
    }
    for sentence in replication::sentences(comparison) {
        text.push_str(&format!("{sentence}\n"));
    }
    for fate in Fate::ALL {
        text.push_str(&of_fate(comparison, fate, style));
    }
    text
}

fn of_fate(comparison: &Replication, fate: Fate, style: Style) -> String {
    let of_fate: Vec<&Compared> = comparison.terms.iter().filter(|compared| compared.fate == fate).collect();
    if of_fate.is_empty() {
        return String::new();
    }
    let mut table = TextTable::new(
        &["term", "label", "first", "second"],
        &[Side::Left, Side::Left, Side::Left, Side::Left],
    );
    for compared in of_fate.iter().take(SHOWN_MAX) {
        table.push(vec![
            fitted(&compared.shown, CELL_WIDTH),
            fitted(&compared.comparison(), CELL_WIDTH),
            cell(compared.first.as_ref(), compared),
            cell(compared.second.as_ref(), compared),
        ]);
    }
    let mut text = format!("\n{}\n", style.heading(&format!("{} ({})", fate.name(), of_fate.len())));
    text.push_str(&table.within(style.width()).lines(|header| style.muted(header)));
    if of_fate.len() > SHOWN_MAX {
        text.push_str(&format!("  and {} more: give --out NAME.csv for all\n", of_fate.len() - SHOWN_MAX));
    }
    text
}

fn cell(standing: Option<&Standing>, compared: &Compared) -> String {
    let Some(standing) = standing else { return "–".into() };
    let elsewhere = if standing.comparison() == compared.comparison() {
        String::new()
    } else {
        format!(" {}", fitted(&standing.comparison(), CELL_WIDTH))
    };
    format!("{}{elsewhere} {:.2}", standing.sign.direction(), standing.score)
}
