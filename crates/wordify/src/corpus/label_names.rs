//! Names of labels that a reader takes for one: "Good" and "good", "Café" in two encodings, "Воѕ" in letters of two scripts.
//!
//! They count as different labels, because only the user knows whether they are; the user is warned.

use std::collections::{BTreeMap, BTreeSet};

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_security::confusable_detection::skeleton;

use super::named;
use crate::table::choice::shortened;
use crate::text::characters;
use crate::text::draft::Draft;
use crate::text::language::Language;
use crate::text::language::script::Script;

/// A warning for each kind of likeness among `labels`.
pub(super) fn warnings(labels: &[String]) -> Vec<String> {
    let mut warnings = Vec::new();
    let alike = groups(labels.iter().map(|label| (folded(label), label.as_str())));
    if !alike.is_empty() {
        warnings.push(format!(
            "Labels that differ only in case, white space, the way a number is written or how letters are encoded count as \
             different: {}.",
            named(&alike)
        ));
    }
    // Within one script "rn" and "m" or "0" and "O" are told apart by context; across scripts nobody can.
    let scripts = |label: &str| label.chars().filter_map(Script::of).collect::<BTreeSet<_>>();
    let mut by_look: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for label in labels {
        by_look.entry(skeleton(&seen(label)).collect()).or_default().push(label);
    }
    // Digits have no script.
    by_look.retain(|_, group| {
        let of_group: BTreeSet<_> = group.iter().map(|label| scripts(&seen(label))).collect();
        of_group.iter().filter(|scripts| !scripts.is_empty()).count() > 1
    });
    let look_alikes: Vec<String> = by_look.values().map(|group| quoted(group)).collect();
    if !look_alikes.is_empty() {
        warnings.push(format!(
            "Labels that look alike but have letters of different scripts count as different: {}.",
            named(&look_alikes)
        ));
    }
    warnings.extend(made_dates(labels));
    warnings
}

/// Labels that a program made of words such as May, or of numbers, when it took them for dates and durations.
fn made_dates(labels: &[String]) -> Option<String> {
    let found: Vec<String> = labels
        .iter()
        .filter(|label| is_first_year(label) || is_days(label))
        .map(|label| quoted(&[label]))
        .collect();
    (!found.is_empty()).then(|| {
        format!(
            "Labels that look like dates made of words or numbers: {}. csvkit makes \"May\" and \"7d\" into such; its option \
             --no-inference keeps the cells as they are.",
            named(&found)
        )
    })
}

/// Whether `label` is a day of the first year, as no table has it: `0001-05-01`.
fn is_first_year(label: &str) -> bool {
    let rest = label.strip_prefix("0001-").map(str::as_bytes);
    matches!(rest, Some([a, b, b'-', c, d, ..]) if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()))
}

/// Whether `label` is a duration as Python writes it: `7 days, 0:00:00`.
fn is_days(label: &str) -> bool {
    let parts = label.split_once(" days, ").or_else(|| label.split_once(" day, "));
    parts.is_some_and(|(days, time)| {
        let is_time = time.bytes().all(|byte| byte.is_ascii_digit() || b":.".contains(&byte));
        days.parse::<i64>().is_ok() && is_time && time.contains(':')
    })
}

/// The groups of two labels and more with the same key, each as `"Good" / "good"`.
fn groups<'a>(labels: impl Iterator<Item = (String, &'a str)>) -> Vec<String> {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (key, label) in labels {
        groups.entry(key).or_default().push(label);
    }
    groups.values().filter(|group| group.len() > 1).map(|group| quoted(group)).collect()
}

/// The labels of a group; behind one that looks like the first, the characters that make it another.
fn quoted(group: &[&str]) -> String {
    let shown = |label: &&str| {
        let first = group[0];
        let looks_the_same = *label != first && seen(label) == seen(first);
        let others: Vec<String> = label
            .chars()
            .filter(|&c| looks_the_same && !first.contains(c))
            .map(|c| format!("U+{:04X}", c as u32))
            .collect();
        let with = if others.is_empty() { String::new() } else { format!(" (with {})", others.join(", ")) };
        format!("\"{}\"{with}", shortened(label))
    };
    group.iter().map(shown).collect::<Vec<_>>().join(" / ")
}

/// A label in lowercase, without white space; a number in one way of writing.
fn folded(label: &str) -> String {
    let folded: String = seen(label).to_lowercase().split_whitespace().collect();
    // R writes 100000 as 1e+05, and programs do not agree on 1 and 1.0.
    match folded.parse::<f64>() {
        Ok(number) if number.is_finite() => number.to_string(),
        _ => folded,
    }
}

/// What a reader sees of a label.
fn seen(label: &str) -> String {
    let usual = Draft::<String>::new(label).then(|label| characters::usual(label, Language::Multi));
    let characters = usual.text().chars().filter(|c| c.general_category() != GeneralCategory::Format);
    characters.map(plain_mark).collect()
}

/// The mark that a keyboard has, for those that word processors put in its place.
fn plain_mark(c: char) -> char {
    match c {
        '‘' | '’' | 'ʼ' | '´' | '`' => '\'',
        '“' | '”' | '„' => '"',
        '–' | '—' | '−' | '‑' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(labels: &[&str], expected: &[&str]) {
        let own: Vec<String> = labels.iter().map(|&label| label.to_owned()).collect();
        let warnings = warnings(&own);
        assert_eq!(warnings.len(), expected.len(), "{warnings:?}");
        for (warning, part) in warnings.iter().zip(expected) {
            assert!(warning.contains(part), "{warning}");
        }
    }

    #[test]
    fn labels_in_two_encodings_or_with_invisible_characters_are_alike() {
        check(
            &["Good", "good", "New  York", "New York"],
            &["\"Good\" / \"good\", \"New  York\" / \"New York\""],
        );
        check(&["Cafe\u{301}", "Café"], &["\"Cafe\u{301}\" / \"Café\" (with U+00E9)"]);
        check(&["Bar", "Bar\u{200b}"], &["\"Bar\" / \"Bar\u{200b}\" (with U+200B)"]);
        check(&["Don’t know", "Don't know"], &["\"Don’t know\" / \"Don't know\""]);
        check(&["Rock–Pop", "Rock-Pop"], &["\"Rock–Pop\" / \"Rock-Pop\""]);
        check(&["ﬁne", "fine", "Ａ", "a", "in\u{ad}side", "inside"], &["\"ﬁne\" / \"fine\""]);
    }

    #[test]
    fn dates_made_of_words_are_named_with_the_program_that_makes_them() {
        check(&["0001-05-01", "7 days, 0:00:00", "June"], &["\"0001-05-01\", \"7 days, 0:00:00\". csvkit"]);
        check(&["2001-05-01", "7 days", "0001", "14 days, or more"], &[]);
    }

    #[test]
    fn labels_look_alike_where_scripts_differ_only() {
        check(&["Сор", "Cop"], &["look alike but have letters of different scripts"]);
        check(&["l1", "11", "rn", "m", "0", "O", "left", "right", "Москва", "Moscow"], &[]);
    }
}
