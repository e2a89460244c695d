//! What a form of the page after an upload means, given what was read before: it sends every field, also those that fit no more.

use std::collections::BTreeSet;

use super::parts::{columns, label_table};
use crate::http::inspection::Kept;
use crate::jobs::choices::Choices;

/// Settings that mean a column or a label of the sheet that was read.
const OF_THE_SHEET: [&str; 8] = ["text", "label", "group", "strata", "control", "labels", "merge", "bins"];
/// Settings that mean labels of the column that was read.
const OF_THE_COLUMN: [&str; 3] = ["labels", "merge", "bins"];

/// `choices` without columns of another sheet and labels of another column, which are guessed afresh, and without a choice of all
/// labels, which is none.
pub(crate) fn settled(choices: Choices, earlier: &Kept) -> Choices {
    let read = &earlier.inspection;
    let differs = |name: &str, shown: Option<String>| {
        choices.get(name).is_some_and(|now| Some(now) != shown.as_deref())
    };
    if differs("sheet", columns::sheet_shown(read)) {
        return OF_THE_SHEET.into_iter().fold(choices, |choices, name| choices.without(name));
    }
    if differs("label", columns::shown(read, read.label)) {
        return OF_THE_COLUMN.into_iter().fold(choices, |choices, name| choices.without(name));
    }
    let kept = choices.study().map(|study| study.columns.labels).unwrap_or_default();
    let kept: BTreeSet<&str> = kept.iter().map(String::as_str).collect();
    let all = label_table::all(read);
    if !all.is_empty() && all.iter().all(|(label, _)| kept.contains(label.as_str())) {
        return choices.without("labels");
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    fn kept() -> Kept {
        let mut inspection = sample::inspection();
        inspection.facts.push(("sheets".into(), "1 \"Notes\", 2 \"Data\"".into()));
        Kept { choices: Choices::default(), inspection }
    }

    fn sent() -> Choices {
        Choices::default().with("text", "1").with("label", "2").with("sheet", "2")
    }

    #[test]
    fn another_sheet_has_columns_of_its_own() {
        let other = sent().with("sheet", "1").with("labels", "Democratic");
        assert_eq!(settled(other, &kept()), Choices::default().with("sheet", "1"));
        assert_eq!(settled(sent(), &kept()), sent());
    }

    #[test]
    fn another_column_has_labels_of_its_own() {
        let other = sent().with("label", "1").with("labels", "Democratic").with("bins", "1-2");
        assert_eq!(settled(other, &kept()), sent().with("label", "1"));
    }

    #[test]
    fn all_labels_are_no_choice_and_some_are_one() {
        assert_eq!(settled(sent().with("labels", "Republican,Democratic"), &kept()), sent());
        let one = sent().with("labels", "Republican");
        assert_eq!(settled(one.clone(), &kept()), one);
    }
}
