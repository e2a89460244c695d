//! The columns and the sheets of a file as entries to choose from.

use wordify::table::choice;

use crate::http::pages::Entry;
use crate::http::pages::parts::words;
use crate::jobs::choices::Choices;
use crate::jobs::view::{InspectedColumn, Inspection};

/// Columns that can be chosen from a list: more would make the page heavy.
const ENTRIES_MAX: usize = 200;
/// Different values of a column within which texts can be compared, or which can be held equal.
const VALUES_MAX: usize = 100;
/// Columns that are offered for that.
const BOXES_MAX: usize = 12;

/// How a column is called.
pub fn column_name(column: &InspectedColumn) -> String {
    match column.name.trim() {
        "" => format!("Column {}", column.number),
        name => words::short_name(name),
    }
}

/// What stands for a column in the form.
pub fn column_value(columns: &[InspectedColumn], column: &InspectedColumn) -> String {
    choice::chosen_by(columns.iter().map(|other| other.name.as_str()), column.number, &column.name)
}

/// The columns to choose from.
pub fn entries(columns: &[InspectedColumn], chosen: Option<usize>) -> Vec<Entry> {
    let entry = |column: &InspectedColumn| Entry {
        value: column_value(columns, column),
        name: column_name(column),
        chosen: chosen == Some(column.number),
    };
    let mut entries: Vec<Entry> = columns.iter().take(ENTRIES_MAX).map(entry).collect();
    // The chosen column is always in the list, even one beyond its end.
    if !entries.iter().any(|entry| entry.chosen) {
        match columns.iter().skip(ENTRIES_MAX).find(|column| Some(column.number) == chosen) {
            Some(column) => entries.push(entry(column)),
            None => {
                let name = "Please choose".to_owned();
                entries.insert(0, Entry { value: String::new(), name, chosen: true });
            }
        }
    }
    entries
}

/// The columns whose values may say which texts belong together, after the choice of none; the `likely` one says so.
pub fn groups(columns: &[InspectedColumn], chosen: &str, likely: Option<usize>) -> Vec<Entry> {
    let none = Entry { value: String::new(), name: "None: each text stands alone".to_owned(), chosen: false };
    let mut entries = vec![none];
    entries.extend(self::entries(columns, None).into_iter().filter(|entry| !entry.value.is_empty()));
    let of_chosen = columns.iter().find(|column| column.name.trim() == chosen.trim());
    let value = of_chosen.map_or_else(|| chosen.to_owned(), |column| column_value(columns, column));
    match entries.iter_mut().find(|entry| entry.value == value) {
        Some(entry) => entry.chosen = true,
        None => entries.push(Entry { value: chosen.to_owned(), name: chosen.to_owned(), chosen: true }),
    }
    let likely = columns.iter().find(|column| Some(column.number) == likely);
    if let Some(value) = likely.map(|column| column_value(columns, column))
        && let Some(place) = entries.iter().position(|entry| entry.value == value)
    {
        let mut entry = entries.remove(place);
        entry.name.push_str(" (looks like authors)");
        entries.insert(1, entry);
    }
    entries
}

/// What the form shows as the column called for by its number.
pub fn shown(read: &Inspection, number: Option<usize>) -> Option<String> {
    let column = read.columns.iter().find(|column| Some(column.number) == number)?;
    Some(column_value(&read.columns, column))
}

/// Columns that can be chosen together for the setting `name`, strata or controls: those with few values and without a role, and
/// whatever was chosen.
pub fn boxes(read: &Inspection, choices: &Choices, name: &str) -> Vec<Entry> {
    let value = choices.value(name);
    let mut chosen: Vec<&str> =
        value.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let has_role = |column: &&InspectedColumn| [read.text, read.label].contains(&Some(column.number));
    let has_few =
        |column: &&InspectedColumn| (2..=VALUES_MAX).contains(&column.distinct) && !column.distinct_is_more;
    let mut entries = Vec::new();
    for column in read.columns.iter().filter(|column| !has_role(column) && has_few(column)).take(BOXES_MAX) {
        let value = column_value(&read.columns, column);
        let is_chosen = |name: &&str| *name == value || name.eq_ignore_ascii_case(column.name.trim());
        let before = chosen.len();
        chosen.retain(|name| !is_chosen(name));
        // A comma would make two columns of it.
        if !value.contains([',', '\n']) {
            entries.push(Entry { value, name: column_name(column), chosen: chosen.len() < before });
        }
    }
    let others =
        chosen.into_iter().map(|name| Entry { value: name.to_owned(), name: name.to_owned(), chosen: true });
    entries.extend(others);
    entries
}

/// The sheets of a workbook, by number, with the one that was read chosen; empty where there is one only.
pub fn sheets(read: &Inspection) -> Vec<Entry> {
    let fact = |name: &str| read.facts.iter().find(|(fact, _)| fact == name).map(|(_, value)| value.as_str());
    let Some(listed) = fact("sheets") else { return Vec::new() };
    let chosen = fact("sheet").unwrap_or_default();
    let mut entries: Vec<Entry> = Vec::new();
    let mut rest = listed;
    // Names may hold anything, so that only the numbers say where each begins.
    while let Some(after) = rest.strip_prefix(&format!("{} \"", entries.len() + 1)) {
        let next = format!("\", {} \"", entries.len() + 2);
        let end = after.find(&next).or_else(|| after.rfind('"')).unwrap_or(after.len());
        let name = after[..end].to_owned();
        rest = after.get(end + 3..).unwrap_or_default();
        let is_chosen = name == chosen && !entries.iter().any(|entry| entry.chosen);
        entries.push(Entry { value: (entries.len() + 1).to_string(), name, chosen: is_chosen });
    }
    if !entries.iter().any(|entry| entry.chosen) {
        // The chosen one is among those that the list leaves out.
        entries.push(Entry { value: chosen.to_owned(), name: chosen.to_owned(), chosen: true });
    }
    entries
}

/// What the form shows as the sheet.
pub fn sheet_shown(read: &Inspection) -> Option<String> {
    sheets(read).into_iter().find(|entry| entry.chosen).map(|entry| entry.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn the_sheets_of_a_workbook_are_found_whatever_they_are_called() {
        let mut read = sample::inspection();
        read.facts.push(("sheets".into(), "1 \"READ, ME\", 2 \"a \"b\" c\", 3 \"Data\" and 7 more".into()));
        let entries = sheets(&read);
        let names: Vec<(&str, &str, bool)> =
            entries.iter().map(|entry| (entry.value.as_str(), entry.name.as_str(), entry.chosen)).collect();
        assert_eq!(names, [("1", "READ, ME", false), ("2", "a \"b\" c", false), ("3", "Data", true)]);
        read.facts[0].1 = "Hidden".into();
        assert_eq!(sheet_shown(&read).as_deref(), Some("Hidden"));
        assert!(sheets(&sample::inspection()).is_empty());
    }

    #[test]
    fn the_column_that_looks_like_authors_stands_first_and_says_so() {
        let read = sample::inspection();
        let entries = groups(&read.columns, "", Some(2));
        assert_eq!(
            (entries[1].value.as_str(), entries[1].name.as_str()),
            ("2", "label (looks like authors)")
        );
        assert!(entries[0].chosen);
    }

    #[test]
    fn what_was_chosen_to_compare_within_stays_chosen() {
        let mut read = sample::inspection();
        read.label = None;
        let entries = boxes(&read, &Choices::default().with("strata", "Label, year"), "strata");
        let chosen: Vec<(&str, bool)> =
            entries.iter().map(|entry| (entry.value.as_str(), entry.chosen)).collect();
        assert_eq!(chosen, [("2", true), ("year", true)]);
    }

    #[test]
    fn the_column_of_groups_is_chosen_by_name_or_number_and_stays_when_there_is_none() {
        let read = sample::inspection();
        let column = &read.columns[0];
        let chosen = |value: &str| {
            let entries = groups(&read.columns, value, None);
            let chosen: Vec<&Entry> = entries.iter().filter(|entry| entry.chosen).collect();
            assert_eq!(chosen.len(), 1, "{entries:?}");
            chosen[0].value.clone()
        };
        assert_eq!(chosen(""), "");
        assert_eq!(chosen(&column.name), column.number.to_string());
        assert_eq!(chosen(&column.number.to_string()), column.number.to_string());
        assert_eq!(chosen("no such column"), "no such column", "so that what is wrong can be seen");
    }

    #[test]
    fn a_column_is_chosen_by_number_unless_another_column_has_that_name() {
        let mut read = sample::inspection();
        read.columns[0].name = "2".into();
        let values: Vec<_> = entries(&read.columns, Some(1)).into_iter().map(|entry| entry.value).collect();
        assert_eq!(values, ["1", "label"]);
    }
}
