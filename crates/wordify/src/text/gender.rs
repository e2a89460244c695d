//! Gender forms of German as one word: "Student*innen" is read as "Studentinnen".
//!
//! Writers put a star, colon, low line or slash between stem and ending. Cut there, the ending "innen" would be a term, which
//! means "inside", and the stem often no word ("Ärzt"). A capital inside the word ("StudentInnen") divides nothing.

use super::draft::Written;

/// Marks that writers use.
const MARKS: [char; 4] = ['*', ':', '_', '/'];
/// Shorter stems are no word for people.
const STEM_CHARS_MIN: usize = 3;
/// Ends of the stems behind which a colon or slash before "in" is such a mark; "Zeit:in" has forgotten a space.
const PEOPLE: [&str; 8] = ["er", "ent", "ant", "ist", "or", "eur", "at", "log"];

/// `text` without the marks inside gender forms; nothing where it has none. Linear in its length.
pub(crate) fn joined<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    let mut kept = 0;
    for (at, mark) in text.match_indices(MARKS) {
        let behind = &text[at + mark.len()..];
        let behind = if mark == "/" { behind.strip_prefix('-').unwrap_or(behind) } else { behind };
        if is_gender_form(&text[..at], mark, behind) {
            out.keep(text, kept..at);
            kept = text.len() - behind.len();
        }
    }
    out.finished(text, kept)
}

/// Whether `mark` divides the stem at the end of `before` from the ending at the beginning of `behind`.
fn is_gender_form(before: &str, mark: &str, behind: &str) -> bool {
    let letters = before.chars().rev().take_while(|c| c.is_alphabetic()).take(STEM_CHARS_MIN);
    // "außen/innen" are two words; no stem ends so.
    if letters.count() < STEM_CHARS_MIN || before.ends_with("en") {
        return false;
    }
    if behind.starts_with("innen") {
        return true;
    }
    let singular = behind.strip_prefix("in").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    singular && (matches!(mark, "*" | "_") || PEOPLE.iter().any(|ending| before.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gender_forms_are_one_word_and_other_marks_stay() {
        for (text, expected) in [
            ("Die Student*innen, Kund:innen!", "Die Studentinnen, Kundinnen!"),
            ("Ärzt_innen und Lehrer/innen, Lehrer/-innen", "Ärztinnen und Lehrerinnen, Lehrerinnen"),
            ("jede*r Autor*in, Nutzer:in, Student/in", "jede*r Autorin, Nutzerin, Studentin"),
            ("Mitarbeiter*innenzahl", "Mitarbeiterinnenzahl"),
            (
                "außen/innen, Zeit:in 5 Minuten, ein/in, *innen, a*in",
                "außen/innen, Zeit:in 5 Minuten, ein/in, *innen, a*in",
            ),
            ("Lehrer:innen*", "Lehrerinnen*"),
            ("StudentInnen", "StudentInnen"),
            ("", ""),
        ] {
            let shown: Option<String> = joined(text);
            assert_eq!(shown.as_deref().unwrap_or(text), expected);
        }
        assert_eq!(joined::<String>("5 * 3: a_b"), None);
    }
}
