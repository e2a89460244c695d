//! `wordify languages`: the languages, and what each has.

use std::io::{self, IsTerminal};

use wordify::text::language::Language;
use wordify::text::language::script::Script;
use wordify::text::language::stop_words::Collection;
use wordify::{Error, ErrorKind};

use crate::arguments::Languages;
use crate::failure::Failure;
use crate::style::Style;
use crate::text_table::{Side, TextTable, wrapped};
use crate::writing;

/// Prints the list, as a table or as JSON; or the stop words of one language.
pub(crate) fn run(options: &Languages) -> Result<(), Failure> {
    let all = Language::ALL;
    let languages = options.language.as_ref().map_or(all.as_slice(), std::slice::from_ref);
    let text = match (options.language, options.stop_words) {
        (Some(language), Some(collection)) => stop_words(language, collection, options.listing.json)?,
        _ if options.listing.json => json(languages),
        _ => table(languages, Style::new(options.listing.colour.color, io::stdout().is_terminal())),
    };
    writing::print(text.as_bytes())
}

/// The stop words of a language, one per line.
fn stop_words(language: Language, collection: Collection, as_json: bool) -> Result<String, Failure> {
    let Some(list) = collection.list(language) else {
        let others: Vec<&str> = collections(language).collect();
        let remedy = match others.as_slice() {
            [] => "No collection has one.".to_owned(),
            names => format!("There is one in: {}.", names.join(", ")),
        };
        let message = format!("{} has no list of stop words for {}", collection.title(), language.name());
        return Err(Error::new(ErrorKind::Setting, message).at("--stop-words").remedy(remedy).into());
    };
    if as_json {
        return Ok(format!("{:#}\n", serde_json::Value::from(list.lines().collect::<Vec<_>>())));
    }
    Ok(list.to_owned())
}

fn table(languages: &[Language], style: Style) -> String {
    let header = ["code", "language", "script", "stop words", "lemmas", "segmenter"];
    let mut table = TextTable::new(&header, &[Side::Left; 6]);
    for &language in languages {
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
    table.within(style.width()).lines(|header| style.muted(header))
        + &style.muted(&wrapped(notes, 0, style.width()))
}

fn json(languages: &[Language]) -> String {
    let languages: Vec<serde_json::Value> = languages
        .iter()
        .map(|&language| {
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
