//! `wordify languages`: the languages, and what each has.

use std::io::{self, IsTerminal};

use wordify::text::language::Language;
use wordify::text::language::script::Script;
use wordify::text::language::stop_words::Collection;

use crate::arguments::Listing;
use crate::failure::Failure;
use crate::style::Style;
use crate::text_table::{Side, TextTable};
use crate::writing;

/// Prints the list, as a table or as JSON.
pub(crate) fn run(options: &Listing) -> Result<(), Failure> {
    let text = if options.json {
        json()
    } else {
        table(Style::new(options.colour.color, io::stdout().is_terminal()))
    };
    writing::print(text.as_bytes())
}

fn table(style: Style) -> String {
    let header = ["code", "language", "script", "stop words", "lemmas", "segmenter"];
    let mut table = TextTable::new(&header, &[Side::Left; 6]);
    for language in Language::ALL {
        let or_dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
        table.push(vec![
            language.code().to_owned(),
            language.name().to_owned(),
            or_dash(language.scripts().iter().map(|script| script.name()).collect::<Vec<_>>().join(", ")),
            or_dash(collections(language).collect::<Vec<_>>().join(", ")),
            or_dash(if language.has_lemmas() { "yes".to_owned() } else { String::new() }),
            or_dash(language.segmenter().unwrap_or_default().to_owned()),
        ]);
    }
    let notes = "Other codes in use are understood too, such as no, hr or pt-BR. “multi” stands for several languages, \
                 or one that is not here: documents in Chinese and Japanese are cut into words, and no word has a lemma.\n";
    table.lines(|header| style.muted(header)) + &style.muted(notes)
}

fn json() -> String {
    let languages: Vec<serde_json::Value> = Language::ALL
        .into_iter()
        .map(|language| {
            serde_json::json!({
                "code": language.code(),
                "name": language.name(),
                "scripts": language.scripts().iter().copied().map(Script::name).collect::<Vec<_>>(),
                "stop_words": collections(language).collect::<Vec<_>>(),
                "lemmas": language.has_lemmas(),
                "segmenter": language.segmenter(),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(languages))
}

fn collections(language: Language) -> impl Iterator<Item = &'static str> {
    Collection::of(language).map(Collection::name)
}
