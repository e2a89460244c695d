//! Two labels that were compared with each other, and what tells them apart.

use super::Report;
use crate::count::counted;
use crate::indicators::Indicator;
use crate::indicators::verdict::LabelVerdict;
use crate::settings::Contrast;

/// Two labels that were compared with each other.
#[derive(Debug, Clone)]
pub struct Pair<'a> {
    /// Their names.
    pub labels: [&'a str; 2],
    /// What speaks for the first rather than the second, and the other way round, best first.
    pub entries: [Vec<&'a Indicator>; 2],
    /// Expected number of false terms among them, of this comparison alone; none where the list is empty.
    pub expected_false: Option<f64>,
    /// Whether the pair could be judged.
    pub is_judged: bool,
}

impl Pair<'_> {
    /// What it comes to, in words.
    pub fn words(&self) -> String {
        let listed = self.entries.iter().map(Vec::len).sum();
        match self.expected_false {
            Some(expected) => format!(
                "{}, of which {expected:.2} are expected to be there by chance",
                counted(listed, "term listed", "terms listed")
            ),
            None if self.is_judged => "no term can be told from chance".to_owned(),
            None => "not judged".to_owned(),
        }
    }
}

impl Report {
    /// Whether pairs of labels were compared.
    pub fn has_pairs(&self) -> bool {
        let verdict = self.analysis.calibration.as_ref();
        verdict.is_some_and(|verdict| verdict.labels.iter().any(|label| label.against.is_some()))
    }

    /// The labels from first to last, where terms that rise or fall along them were looked for; empty otherwise.
    pub fn order(&self) -> &[String] {
        self.analysis.calibration.as_ref().map_or(&[], |verdict| &verdict.order)
    }

    /// Whether terms that are typical of one label alone are marked: with more than two, unless they have an order.
    pub fn marks_only_labels(&self) -> bool {
        let has_verdict = self.analysis.calibration.is_some();
        has_verdict && self.order().is_empty() && self.analysis.labels.len() > 2
    }

    /// What was compared, as the beginning of a sentence; none where that is each label with the rest.
    pub fn compared(&self) -> Option<String> {
        if !self.order().is_empty() {
            return Some(format!("For the place of the label in the order {}", self.order().join(", ")));
        }
        match &self.analysis.settings.contrast {
            _ if !self.has_pairs() => None,
            Contrast::Baseline(label) => {
                Some(format!("For each label and the baseline “{label}”, in the documents of the two alone"))
            }
            _ => Some("For each pair of labels, in the documents of the two alone".to_owned()),
        }
    }

    /// The pairs of labels that were compared, each with the [entries](Self::entries) for the one and for the other.
    pub fn pairs(&self) -> Vec<Pair<'_>> {
        let Some(verdict) = &self.analysis.calibration else { return Vec::new() };
        verdict.labels.iter().filter_map(|of| self.pair(of)).collect()
    }

    fn pair<'a>(&'a self, of: &'a LabelVerdict) -> Option<Pair<'a>> {
        let labels = [of.label.as_str(), of.against.as_deref()?];
        let speaks_for = |label: &str, against: &str| {
            let is_meant = |found: &&Indicator| found.label == label && found.against() == Some(against);
            self.entries().filter(is_meant).collect()
        };
        Some(Pair {
            labels,
            entries: [speaks_for(labels[0], labels[1]), speaks_for(labels[1], labels[0])],
            expected_false: of.expected_false_in_list,
            is_judged: of.standing == "judged",
        })
    }
}
