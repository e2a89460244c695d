//! `wordify licences`: where the dictionaries in the program come from, and the texts of their licences.

use std::io::{self, IsTerminal};

use wordify::licences::{self, TEXTS};
use wordify::text::language::Language;
use wordify::{Error, ErrorKind};

use crate::arguments::Licences;
use crate::failure::Failure;
use crate::style::Style;
use crate::text_table::{Side, TextTable, wrapped};
use crate::writing;

/// The name that stands for all texts together.
const ALL: &str = "all";

/// Prints the table of languages, as text or JSON; or one licence, or all of them.
pub(crate) fn run(options: &Licences) -> Result<(), Failure> {
    let listing = &options.listing;
    let text = match options.name.as_deref() {
        Some(name) if name.eq_ignore_ascii_case(ALL) => licences::all(),
        Some(name) => licences::text(name).ok_or_else(|| unknown(name))?.to_owned(),
        None if listing.json => json(),
        None => table(Style::new(listing.colour.color, io::stdout().is_terminal())),
    };
    writing::print(text.as_bytes())
}

fn unknown(name: &str) -> Error {
    let message = format!("there is no licence “{name}” here");
    let names: Vec<&str> = TEXTS.iter().map(|(name, _)| *name).collect();
    Error::new(ErrorKind::Setting, message)
        .at("licences")
        .remedy(format!("There are {}; “all” prints them together.", names.join(", ")))
}

/// The languages with data, and where these come from.
fn sources() -> impl Iterator<Item = (Language, licences::Source)> {
    Language::ALL.into_iter().filter_map(|language| Some((language, licences::source(language.code())?)))
}

fn table(style: Style) -> String {
    let mut table = TextTable::new(&["code", "language", "licences", "works"], &[Side::Left; 4]);
    for (language, source) in sources() {
        table.push(vec![
            language.code().to_owned(),
            language.name().to_owned(),
            source.licences.join(" "),
            source.works.to_owned(),
        ]);
    }
    let notes = "The program itself is under MIT or Apache-2.0. Its dictionaries are works of their own: “wordify licences all” prints what is \
                 known of them and every licence, “wordify licences GPL-3.0” one.\n";
    table.within(style.width()).lines(|header| style.muted(header))
        + &style.muted(&wrapped(notes, 0, style.width()))
}

fn json() -> String {
    let languages: Vec<serde_json::Value> = sources()
        .map(|(language, source)| {
            serde_json::json!({ "code": language.code(), "works": source.works, "licences": source.licences })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(languages))
}
