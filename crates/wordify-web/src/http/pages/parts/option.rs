//! Options of the command line in messages of the engine, as pages name them: by the titles of their fields.

use wordify::study::list::{self, Setting, Values};

/// `message` with each option by the title of its field: “Column with groups: author” for `--group author`. What is no setting stays.
pub fn by_title(message: &str) -> String {
    let mut written = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find("--") {
        let (before, option) = rest.split_at(at);
        written.push_str(before);
        let name_end = option.find(|letter: char| !(letter == '-' || letter.is_ascii_lowercase()));
        let (name, behind) = option.split_at(name_end.unwrap_or(option.len()));
        let begins_word = !before.ends_with(|letter: char| letter.is_alphanumeric());
        match setting(name).filter(|_| begins_word) {
            Some(setting) => {
                let value = value(setting, behind);
                let colon = if value.is_empty() { "" } else { ":" };
                written.push_str(&format!("“{}{colon}{value}”", setting.title));
                rest = &behind[value.len()..];
            }
            None => {
                written.push_str(name);
                rest = behind;
            }
        }
    }
    written.push_str(rest);
    written
}

fn setting(option: &str) -> Option<&'static Setting> {
    list::find(&option.strip_prefix("--")?.replace('-', "_"))
}

/// The value that stands behind an option, with the space before it: one word, or what is in quotation marks.
fn value<'a>(setting: &Setting, behind: &'a str) -> &'a str {
    let Some(word) = behind.strip_prefix(' ').filter(|_| setting.values != Values::Switch) else { return "" };
    let end = match word.strip_prefix('"') {
        Some(quoted) => quoted.find('"').map(|end| end + 2),
        None => word.find(|letter: char| " ,;:)".contains(letter)),
    };
    let word = word[..end.unwrap_or(word.len())].trim_end_matches('.');
    // “--text and --label”
    if matches!(word, "" | "and" | "or") { "" } else { &behind[..1 + word.len()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_the_title_of_its_field() {
        for (message, expected) in [
            (
                "name it as group (--group \"author id\").",
                "name it as group (“Column with groups: \"author id\"”).",
            ),
            ("say so (--missing \"NA,-- --\").", "say so (“Cells that stand for nothing: \"NA,-- --\"”)."),
            ("cut them (--windows), or collect", "cut them (“Cut texts to equal lengths”), or collect"),
            (
                "; choose others by --text and --label.",
                "; choose others by “Column with the texts” and “Column with the labels”.",
            ),
            ("or all with --stop-words none.", "or all with “Common words to leave out: none”."),
            (
                "or take it together (--labels, --merge)",
                "or take it together (“Labels to compare”, “Labels to take together”)",
            ),
            ("larger --width 10, x--group y, a -- b, --", "larger --width 10, x--group y, a -- b, --"),
            (
                "Keep them with --stop-words-keep until. Not --so -- or a--b. Give fewer --fits.",
                "Keep them with “Keep although common: until”. Not --so -- or a--b. Give fewer “Samples”.",
            ),
            ("keep „für“ --stop-words-keep für", "keep „für“ “Keep although common: für”"),
        ] {
            assert_eq!(by_title(message), expected);
        }
    }
}
