//! What labels are set against, as a list to choose from: the usual ways, and each label of the file as baseline.

use wordify::study::list;

use super::choices_form::Control;
use super::label_table::{self, LABELS_MAX, NAME_CHARS_MAX};
use super::words;
use crate::http::pages::Entry;
use crate::jobs::choices::Choices;
use crate::jobs::view::Inspection;

/// Name of the setting.
pub const NAME: &str = "contrast";
/// The usual ways, the default first: value, and what people read.
const USUAL: [(&str, &str); 3] = [
    ("rest", "All others together (rest)"),
    ("pairs", "Each other one in turn (pairs)"),
    ("trend", "Terms that rise or fall along the labels (trend)"),
];

/// The list; none where there are so many labels, or so long ones, that a line of text serves better.
pub fn control(read: &Inspection, choices: &Choices) -> Option<Control> {
    let labels = read.corpus.as_ref().map_or(&[][..], |corpus| &corpus.labels);
    if labels.len() > LABELS_MAX || labels.iter().any(|(name, _)| name.chars().count() >= NAME_CHARS_MAX) {
        return None;
    }
    let sent = choices.value(NAME);
    let chosen = choices.study().ok().and_then(|study| Some(list::find(NAME)?.shown(&study)));
    let chosen = chosen.unwrap_or_else(|| sent.clone());
    let entry = |(value, name): (String, String)| Entry { chosen: value == chosen, value, name };
    let baseline =
        |(label, _): &(String, usize)| (baseline(label), format!("{} as baseline", words::short_name(label)));
    let usual = USUAL.map(|(value, name)| (value.to_owned(), name.to_owned()));
    let mut entries: Vec<Entry> = usual.into_iter().chain(labels.iter().map(baseline)).map(entry).collect();
    // What was sent stays to be seen, also where there is no such label.
    if !entries.iter().any(|entry| entry.chosen) {
        entries.push(Entry { name: words::short_name(&sent), value: sent, chosen: true });
    }
    Some(Control::Select(entries))
}

/// What the setting holds for the baseline `label`: quoted where it would be read as something else.
fn baseline(label: &str) -> String {
    let value = label_table::value(label);
    if USUAL.iter().any(|(usual, _)| *usual == value) { format!("\"{value}\"") } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    fn entries(names: &[&str], chosen: &str) -> Option<Vec<(String, bool)>> {
        let mut read = sample::inspection();
        let corpus = read.corpus.as_mut().expect("a corpus");
        corpus.labels = names.iter().map(|name| ((*name).to_owned(), 10)).collect();
        let Control::Select(entries) = control(&read, &Choices::default().with(NAME, chosen))? else {
            panic!("no list")
        };
        Some(entries.into_iter().map(|entry| (entry.value, entry.chosen)).collect())
    }

    #[test]
    fn each_label_may_be_the_baseline_and_is_read_as_that_label() {
        let names = ["A, B", "pairs", "low"];
        let all = entries(&names, "low").expect("a list");
        assert_eq!(all.iter().filter(|(_, chosen)| *chosen).count(), 1);
        assert!(all.contains(&("low".to_owned(), true)));
        let sent: Vec<&str> = all.iter().map(|(value, _)| value.as_str()).collect();
        assert_eq!(sent, ["rest", "pairs", "trend", "\"A, B\"", "\"pairs\"", "low"]);
        for (value, _) in &all {
            let study = Choices::default().with(NAME, value).study().expect("read");
            assert_eq!(list::find(NAME).expect("a setting").shown(&study), *value);
        }
    }

    #[test]
    fn what_was_sent_stays_to_be_seen_and_hundreds_of_labels_are_not_listed() {
        let all = entries(&["A", "B"], "gone").expect("a list");
        assert_eq!(all.last(), Some(&("gone".to_owned(), true)));
        let hundreds: Vec<String> = (0..300).map(|number| format!("label {number}")).collect();
        let hundreds: Vec<&str> = hundreds.iter().map(String::as_str).collect();
        assert_eq!(entries(&hundreds, ""), None);
    }
}
