//! `wordify texts`: all texts with a term, line by line.

use std::io::{self, IsTerminal};
use std::path::Path;

use unicode_width::UnicodeWidthStr;
use wordify::indicators::evidence::concordance::{Concordance, LabelLines, TermLines};
use wordify::progress::{Monitor, Progress};
use wordify::report::concordance::csv;
use wordify::report::number::percent;
use wordify::study;

use crate::analyze::all_threads;
use crate::arguments::Texts;
use crate::failure::Failure;
use crate::progress::Display;
use crate::style::Style;
use crate::text_table::{Side, TextTable, fitted};
use crate::{arguments, input, interrupt, settings, writing};

/// Lines of a label that the terminal shows.
const SHOWN_MAX: usize = 20;
/// Letters of the context on each side on the terminal.
const CONTEXT_WIDTH: usize = 36;
/// Letters of a written form, a label or a term.
const CELL_WIDTH: usize = 32;

/// Finds the texts that `options` ask for.
pub(crate) fn run(options: &Texts) -> Result<(), Failure> {
    let study = settings::study(&options.input, &options.method)?;
    if let Some(path) = &options.out {
        check_ending(path)?;
    }
    interrupt::catch()?;
    let display = Display::new(options.quiet);
    let found = concordance(options, &study, &display);
    display.finish();
    let found = found?;
    match options.out.as_deref().map(|path| (path, arguments::as_file(path))) {
        Some((_, None)) => return writing::print(&csv(&found)?),
        Some((path, Some(_))) => writing::write_whole(path, &csv(&found)?)?,
        None => (),
    }
    let style = Style::new(options.colour.color, io::stdout().is_terminal());
    writing::print(text(&found, style).as_bytes())
}

fn concordance(options: &Texts, study: &study::Study, display: &Display) -> Result<Concordance, Failure> {
    let listener = |progress: Progress| display.show(progress);
    let file = input::read(&options.input)?;
    let monitor = Monitor::new(interrupt::watched(), &listener);
    let wanted = (&options.terms[..], &options.only[..]);
    let threads = options.threads.unwrap_or_else(all_threads);
    Ok(study::concordance(file.input, file.name.as_deref(), study, wanted, threads, &monitor)?)
}

fn check_ending(path: &Path) -> Result<(), Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    if arguments::as_file(path).is_none() || ending.as_deref() == Some("csv") {
        return Ok(());
    }
    Err(Failure::usage("the format of the texts is not clear")
        .at(format!("--out {}", path.display()))
        .remedy("End the name in .csv, or give “-” for standard output."))
}

fn text(found: &Concordance, style: Style) -> String {
    found.terms.iter().map(|term| of_term(term, style)).collect::<Vec<_>>().join("\n")
}

fn of_term(term: &TermLines, style: Style) -> String {
    let name = fitted(&term.term, CELL_WIDTH);
    let mut text = if term.asked == term.term {
        format!("{}\n", style.heading(&name))
    } else {
        // The same word may be counted under another one, and the reader must know which.
        format!("{} (counted as “{name}”)\n", style.heading(&fitted(&term.asked, CELL_WIDTH)))
    };
    for label in &term.labels {
        text.push_str(&of_label(label, style));
    }
    text
}

fn of_label(found: &LabelLines, style: Style) -> String {
    let LabelLines { label, documents, with, lines } = found;
    let share = percent(*with as f64 / *documents as f64);
    let mut text = format!("  {}: {with} of {documents} texts ({share})\n", fitted(label, CELL_WIDTH));
    let sides = [Side::Right, Side::Right, Side::Left, Side::Left];
    let mut table = TextTable::new(&["row", "", "", ""], &sides);
    for line in lines.iter().take(SHOWN_MAX) {
        table.push(vec![
            line.row.to_string(),
            fitted_from_behind(line.left.trim_end(), CONTEXT_WIDTH),
            format!("[{}]", fitted(&line.written, CELL_WIDTH)),
            fitted(line.right.trim_start(), CONTEXT_WIDTH),
        ]);
    }
    if !lines.is_empty() {
        text.push_str(&table.lines(|header| style.muted(header)));
    }
    if lines.len() > SHOWN_MAX {
        let more = lines.len() - SHOWN_MAX;
        text.push_str(&format!("  and {more} more: give --out NAME.csv for all\n"));
    }
    text
}

/// The end of `text` in at most `width` columns, cut with an ellipsis.
fn fitted_from_behind(text: &str, width: usize) -> String {
    let clean = fitted(text, usize::MAX);
    if clean.width() <= width {
        return clean;
    }
    let mut start = clean.len();
    for (at, _) in clean.char_indices().rev() {
        if clean[at..].width() + 1 > width {
            break;
        }
        start = at;
    }
    format!("…{}", clean[start..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_context_keeps_the_words_that_are_near() {
        assert_eq!(fitted_from_behind("one two three", 9), "…wo three");
        assert_eq!(fitted_from_behind("拍照效果", 5), "…效果");
        assert_eq!(fitted_from_behind("a\nb", 5), "a b");
    }
}
