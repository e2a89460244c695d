//! Fields of a form, as text, to choices.

use std::str::FromStr;

use crate::http::error::{Kind, Problem};
use crate::jobs::choices::Choices;

/// The fields that a form may have besides its file.
pub(crate) const NAMES: [&str; 17] = [
    "text",
    "label",
    "sheet",
    "repair_encoding",
    "language",
    "preset",
    "fits",
    "seed",
    "threshold",
    "lemmas",
    "stop_words",
    "stop_words_add",
    "stop_words_keep",
    "ngram_max",
    "min_df",
    "max_df",
    "email",
];

/// The choices and the address that the fields of a form hold. An empty field is as good as none.
///
/// # Errors
/// For a field that there is not, that stands twice, or that cannot be read.
pub(crate) fn read(fields: &[(String, String)]) -> Result<(Choices, Option<String>), Problem> {
    let mut choices = Choices::default();
    let mut email = None;
    for (place, (name, value)) in fields.iter().enumerate() {
        if fields[..place].iter().any(|(earlier, _)| earlier == name) {
            return Err(Problem::new(Kind::Invalid, "The field stands twice in the form.").at(shown(name)));
        }
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        let text = || Some(value.to_owned());
        match name.as_str() {
            "text" => choices.text = text(),
            "label" => choices.label = text(),
            "sheet" => choices.sheet = text(),
            "repair_encoding" => choices.repair_encoding = switch(name, value)?,
            "language" => choices.language = text(),
            "preset" => choices.preset = text(),
            "fits" => choices.fits = Some(number(name, value, "a whole number, such as 500")?),
            "seed" => choices.seed = Some(number(name, value, "a whole number, such as 42")?),
            "threshold" => choices.threshold = Some(number(name, value, "a number, such as 0.3")?),
            "lemmas" => choices.lemmas = Some(switch(name, value)?),
            "stop_words" => choices.stop_words = text(),
            "stop_words_add" => choices.stop_words_add = words(value),
            "stop_words_keep" => choices.stop_words_keep = words(value),
            "ngram_max" => choices.ngram_max = Some(number(name, value, "a whole number, such as 3")?),
            "min_df" => choices.min_df = Some(number(name, value, "a number, such as 0.001 or 5")?),
            "max_df" => choices.max_df = Some(number(name, value, "a number, such as 0.75 or 500")?),
            "email" => email = text(),
            _ => check_name(name, &NAMES)?,
        }
    }
    Ok((choices, email))
}

/// Whether a form with the fields `names` may have one called `name`.
///
/// # Errors
/// With the fields that there are.
pub(crate) fn check_name(name: &str, names: &[&str]) -> Result<(), Problem> {
    if names.contains(&name) {
        return Ok(());
    }
    let remedy = match names {
        [] => "Send the file alone, and the choices when you start it.".to_owned(),
        names => format!("The fields are: file, {}.", names.join(", ")),
    };
    Err(Problem::new(Kind::Invalid, "There is no such field.").at(shown(name)).remedy(remedy))
}

fn number<T: FromStr>(name: &str, value: &str, expected: &str) -> Result<T, Problem> {
    value.parse().map_err(|_| {
        Problem::new(Kind::Invalid, "This cannot be read as a number.")
            .at(name)
            .remedy(format!("Give {expected}."))
    })
}

fn switch(name: &str, value: &str) -> Result<bool, Problem> {
    match value {
        "true" | "on" | "yes" | "1" => Ok(true),
        "false" | "off" | "no" | "0" => Ok(false),
        _ => Err(Problem::new(Kind::Invalid, "This is neither on nor off.")
            .at(name)
            .remedy("Give “true” or “false”.")),
    }
}

/// Words with commas or line ends between them.
fn words(value: &str) -> Vec<String> {
    value.split([',', '\n', '\r']).map(str::trim).filter(|word| !word.is_empty()).map(Into::into).collect()
}

/// A name as it may be repeated to its sender.
fn shown(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_pairs(pairs: &[(&str, &str)]) -> Result<(Choices, Option<String>), Problem> {
        read(&pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn every_named_field_is_read() {
        for name in NAMES {
            let value = if matches!(name, "repair_encoding" | "lemmas") { "on" } else { "1" };
            let read = read_pairs(&[(name, value)]).unwrap_or_else(|problem| panic!("{name}: {problem:?}"));
            assert_ne!(read, (Choices::default(), None), "{name} is not kept");
        }
    }

    #[test]
    fn an_empty_field_is_no_choice() {
        let empty: Vec<(&str, &str)> = NAMES.iter().map(|&name| (name, " ")).collect();
        assert_eq!(read_pairs(&empty), Ok((Choices::default(), None)));
    }

    fn check_refused(pairs: &[(&str, &str)], place: &str) {
        assert_eq!(read_pairs(pairs).expect_err("refused").place.as_deref(), Some(place));
    }

    #[test]
    fn a_field_that_cannot_be_read_is_named() {
        check_refused(&[("fits", "many")], "fits");
        check_refused(&[("fits", "-1")], "fits");
        check_refused(&[("threshold", "0,3")], "threshold");
        check_refused(&[("lemmas", "perhaps")], "lemmas");
        check_refused(&[("fit", "3")], "fit");
        check_refused(&[("seed", "1"), ("seed", "2")], "seed");
    }

    #[test]
    fn words_may_stand_on_lines_or_with_commas() {
        let (choices, _) = read_pairs(&[("stop_words_add", "one, two\r\nthree\n\n")]).expect("read");
        assert_eq!(choices.stop_words_add, ["one", "two", "three"]);
    }
}
