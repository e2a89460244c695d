//! The labels that a package shows for codes, made so that no two codes are shown alike.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What is shown for each code of a variable.
#[derive(Debug, Clone, Default)]
pub(in crate::table) struct ValueLabels {
    shown: BTreeMap<String, String>,
    /// All labels as the file has them.
    labels: BTreeSet<String>,
}

impl ValueLabels {
    /// The labels of codes, each as it is shown; a label that several codes have is shown with the code behind it.
    pub(in crate::table) fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let trimmed = pairs.into_iter().map(|(code, label)| (code, label.trim().to_owned()));
        let mut shown: BTreeMap<String, String> = trimmed.filter(|(_, label)| !label.is_empty()).collect();
        let mut codes: BTreeMap<String, usize> = BTreeMap::new();
        for label in shown.values() {
            *codes.entry(label.clone()).or_default() += 1;
        }
        for (code, label) in &mut shown {
            if codes.get(label).is_some_and(|&codes| codes > 1) {
                *label = format!("{label} ({code})");
            }
        }
        Self { shown, labels: codes.into_keys().collect() }
    }

    pub(in crate::table) fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// What is shown for `code`; the code itself where it has no label, told apart from a label that reads the same.
    pub(in crate::table) fn show<'a>(&'a self, code: Cow<'a, str>) -> Cow<'a, str> {
        match self.shown.get(code.as_ref()) {
            Some(label) => Cow::Borrowed(label),
            None if self.labels.contains(code.as_ref()) => Cow::Owned(format!("{code} (no label)")),
            None => code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_codes_are_shown_alike() {
        let pairs = [("1", "good"), ("2", "good "), ("3", "bad"), ("4", "9"), ("5", " ")];
        let labels = ValueLabels::new(pairs.map(|(code, label)| (code.to_owned(), label.to_owned())));
        let shown = ["1", "2", "3", "4", "5", "9", "10"].map(|code| labels.show(Cow::Borrowed(code)));
        assert_eq!(shown, ["good (1)", "good (2)", "bad", "9", "5", "9 (no label)", "10"]);
    }
}
