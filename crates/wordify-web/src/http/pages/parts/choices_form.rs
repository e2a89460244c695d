//! Choices as fields of a form or of an address, and back.

use super::words::url_encoded;
use crate::jobs::choices::Choices;

/// The fields that say what `choices` says; nothing for what is absent.
pub fn pairs(choices: &Choices) -> Vec<(&'static str, String)> {
    let Choices {
        text,
        label,
        sheet,
        repair_encoding,
        language,
        preset,
        fits,
        seed,
        threshold,
        lemmas,
        stop_words,
        stop_words_add,
        stop_words_keep,
        ngram_max,
        min_df,
        max_df,
    } = choices;
    let list = |words: &Vec<String>| (!words.is_empty()).then(|| words.join("\n"));
    [
        ("text", text.clone()),
        ("label", label.clone()),
        ("sheet", sheet.clone()),
        ("repair_encoding", repair_encoding.then(|| "true".to_owned())),
        ("language", language.clone()),
        ("preset", preset.clone()),
        ("fits", fits.map(|number| number.to_string())),
        ("seed", seed.map(|number| number.to_string())),
        ("threshold", threshold.map(|number| number.to_string())),
        ("lemmas", lemmas.map(|on| on.to_string())),
        ("stop_words", stop_words.clone()),
        ("stop_words_add", list(stop_words_add)),
        ("stop_words_keep", list(stop_words_keep)),
        ("ngram_max", ngram_max.map(|number| number.to_string())),
        ("min_df", min_df.map(|number| number.to_string())),
        ("max_df", max_df.map(|number| number.to_string())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// The fields as the query of an address, without the question mark.
pub fn query(choices: &Choices) -> String {
    let fields: Vec<String> =
        pairs(choices).into_iter().map(|(name, value)| format!("{name}={}", url_encoded(&value))).collect();
    fields.join("&")
}

/// A field that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadField {
    /// Its name.
    pub name: &'static str,
    /// What was expected.
    pub expected: &'static str,
}

/// Reads the fields of a form or an address; empty ones count as absent, unknown ones are left aside.
///
/// # Errors
/// A field that should hold a number and does not.
pub fn read(fields: &[(String, String)]) -> Result<Choices, BadField> {
    let text = |name: &str| {
        // The last one counts: a button may repeat a field of its form.
        let field = fields.iter().rev().find(|(field, _)| field == name);
        field.map(|(_, value)| value.trim()).filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let words = |name: &str| {
        let text = text(name).unwrap_or_default();
        let words = text.split([',', ';', '\n', '\r']).map(str::trim).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    Ok(Choices {
        text: text("text"),
        label: text("label"),
        sheet: text("sheet"),
        repair_encoding: text("repair_encoding").is_some_and(|value| value == "true" || value == "on"),
        language: text("language"),
        preset: text("preset"),
        fits: number("fits", text("fits"), "a whole number")?,
        seed: number("seed", text("seed"), "a whole number")?,
        threshold: number("threshold", text("threshold").map(point), "a number such as 0.3")?,
        lemmas: number("lemmas", text("lemmas"), "true or false")?,
        stop_words: text("stop_words"),
        stop_words_add: words("stop_words_add"),
        stop_words_keep: words("stop_words_keep"),
        ngram_max: number("ngram_max", text("ngram_max"), "a whole number")?,
        min_df: number("min_df", text("min_df").map(point), "a number such as 0.001 or 5")?,
        max_df: number("max_df", text("max_df").map(point), "a number such as 0.75 or 500")?,
    })
}

/// Half of the world writes 0,3.
fn point(number: String) -> String {
    if number.contains('.') { number } else { number.replace(',', ".") }
}

fn number<T: std::str::FromStr>(
    name: &'static str,
    value: Option<String>,
    expected: &'static str,
) -> Result<Option<T>, BadField> {
    value.map(|value| value.parse().map_err(|_| BadField { name, expected })).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Choices {
        Choices {
            text: Some("my text".into()),
            label: Some("<b>".into()),
            sheet: Some("2".into()),
            repair_encoding: true,
            language: Some("de".into()),
            preset: Some("wordify-2021".into()),
            fits: Some(20),
            seed: Some(7),
            threshold: Some(0.25),
            lemmas: Some(false),
            stop_words: Some("none".into()),
            stop_words_add: vec!["a".into(), "b c".into()],
            stop_words_keep: vec!["d".into()],
            ngram_max: Some(2),
            min_df: Some(0.001),
            max_df: Some(0.75),
        }
    }

    #[test]
    fn choices_survive_the_way_through_a_form() {
        let fields: Vec<(String, String)> =
            pairs(&all()).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        assert_eq!(read(&fields), Ok(all()));
        assert_eq!(read(&[]), Ok(Choices::default()));
    }

    #[test]
    fn a_decimal_comma_is_understood_and_a_word_is_not() {
        let field = |value: &str| [("threshold".to_owned(), value.to_owned())];
        assert_eq!(read(&field("0,25")).map(|choices| choices.threshold), Ok(Some(0.25)));
        assert_eq!(read(&field("low")).map_err(|bad| bad.name), Err("threshold"));
    }
}
