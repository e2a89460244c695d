//! Fields of a form, as text, to choices and to who is notified of the end.

use wordify::study::list;

use crate::http::error::{Problem, ProblemKind};
use crate::jobs::choices::{Choices, may_repeat};

/// A field that is not a choice: where the result is mailed.
pub(crate) const EMAIL: &str = "email";
/// Another: an address that is called when the analysis has ended.
pub(crate) const WEBHOOK: &str = "webhook";

/// Who is notified when an analysis has ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Addressees {
    /// Where the result is mailed.
    pub(crate) email: Option<String>,
    /// What is called.
    pub(crate) webhook: Option<String>,
}

/// The choices and the addresses that the fields of a form hold. An empty field is as good as none.
///
/// # Errors
/// For a field that does not exist, or that stands twice. [`Choices::study`] says whether the values can be used.
pub(crate) fn read(fields: &[(String, String)]) -> Result<(Choices, Addressees), Problem> {
    let mut choices = Choices::default();
    let mut addressees = Addressees::default();
    let names = names();
    for (place, (name, value)) in fields.iter().enumerate() {
        check_name(name, &names)?;
        let mut earlier = fields[..place].iter().filter(|(earlier, _)| earlier == name).peekable();
        let address = match name.as_str() {
            EMAIL => Some(&mut addressees.email),
            WEBHOOK => Some(&mut addressees.webhook),
            _ => None,
        };
        if let Some(address) = address
            && earlier.peek().is_none()
        {
            *address = Some(value.trim().to_owned()).filter(|address| !address.is_empty());
        } else if earlier.peek().is_none() {
            choices.set(name, value)?;
        } else if may_repeat(name) {
            let all: Vec<&str> = earlier.chain([&fields[place]]).map(|(_, value)| value.as_str()).collect();
            choices.set(name, &all.join(","))?;
        } else {
            return Err(
                Problem::new(ProblemKind::Invalid, "The field stands twice in the form.").at(shown(name))
            );
        }
    }
    Ok((choices, addressees))
}

/// The fields that a form may have besides its file.
pub(crate) fn names() -> Vec<&'static str> {
    list::ALL.iter().map(|setting| setting.name).chain([EMAIL, WEBHOOK]).collect()
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
    Err(Problem::new(ProblemKind::Invalid, "There is no such field.").at(shown(name)).remedy(remedy))
}

/// A name as it may be repeated to its sender.
fn shown(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_pairs(pairs: &[(&str, &str)]) -> Result<(Choices, Addressees), Problem> {
        read(&pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn a_form_may_have_every_setting_and_addresses() {
        let empty: Vec<(&str, &str)> = list::ALL.iter().map(|setting| (setting.name, " ")).collect();
        assert_eq!(read_pairs(&empty), Ok((Choices::default(), Addressees::default())));
        let fields = [("fits", "7"), ("email", " a@example.org "), ("webhook", "https://a.example/ ")];
        let (choices, addressees) = read_pairs(&fields).expect("read");
        assert_eq!(choices, Choices::default().with("fits", "7"));
        assert_eq!(addressees.email.as_deref(), Some("a@example.org"));
        assert_eq!(addressees.webhook.as_deref(), Some("https://a.example/"));
    }

    #[test]
    fn boxes_of_one_name_are_entries_of_one_list() {
        let (choices, _) = read_pairs(&[("keep", "emojis"), ("keep", "hashtags")]).expect("read");
        let kept = choices.settings().expect("settings").kept_tokens;
        assert!(kept.emojis && kept.hashtags);
    }

    fn check_refused(pairs: &[(&str, &str)], place: &str) {
        assert_eq!(read_pairs(pairs).expect_err("refused").place.as_deref(), Some(place));
    }

    #[test]
    fn a_field_that_there_is_not_or_twice_is_named() {
        check_refused(&[("fit", "3")], "fit");
        check_refused(&[("seed", "1"), ("seed", "2")], "seed");
        check_refused(&[("webhook", "a"), ("webhook", "b")], "webhook");
    }

    #[test]
    fn words_may_stand_on_lines_or_with_commas() {
        let (choices, _) = read_pairs(&[("stop_words_add", "one, two\r\nthree\n\n")]).expect("read");
        assert_eq!(choices.settings().expect("settings").stop_words_add, ["one", "three", "two"]);
    }
}
