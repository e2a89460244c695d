//! `wordify steps`: the cleaning steps to choose from.

use std::io::{self, IsTerminal};

use wordify::text::clean::steps::Step;

use crate::arguments::Listing;
use crate::failure::Failure;
use crate::style::Style;
use crate::text_table::{Side, TextTable, wrapped};
use crate::writing;

/// Prints the list, as a table or as JSON.
pub(crate) fn run(options: &Listing) -> Result<(), Failure> {
    if options.json {
        let steps: Vec<serde_json::Value> = Step::ALL
            .into_iter()
            .map(|step| serde_json::json!({ "name": step.name(), "summary": step.summary() }))
            .collect();
        return writing::print(format!("{:#}\n", serde_json::Value::from(steps)).as_bytes());
    }
    let mut table = TextTable::new(&["step", "what it does"], &[Side::Left; 2]);
    for step in Step::ALL {
        table.push(vec![step.name().to_owned(), step.summary().to_owned()]);
    }
    let style = Style::new(options.colour.color, io::stdout().is_terminal());
    let notes = "Give them to “wordify analyze” in the order in which they are to be done: --clean-before html-tags,lowercase\n";
    writing::print(
        (table.within(style.width()).lines(|header| style.muted(header))
            + &style.muted(&wrapped(notes, 0, style.width())))
            .as_bytes(),
    )
}
