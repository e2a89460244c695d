//! By what documents are compared: their length, their groups and strata, and what a second analysis holds equal.

use crate::corpus::background::crossed;
use crate::corpus::{Control, Corpus, Factor};
use crate::selection::logistic::Twins;
use crate::selection::strength::Evidence;
use crate::table::choice::shortened;
use crate::terms::length;
use crate::terms::matrix::DocumentTermMatrix;

/// Values of a control up to which it can be held equal beside groups that have several of them: each is a column in the
/// model of the label.
const VALUES_BESIDE_GROUPS_MAX: usize = 30;

/// What is held equal, kept whole and compared apart; one entry per document in each list.
#[derive(Debug, Clone)]
pub(crate) struct Comparison {
    label_of: Vec<u16>,
    labels: usize,
    /// The row of the matrix of each document; none where they are all its rows, in order.
    rows: Option<Vec<u32>>,
    /// The target of each label along an order; none where each is compared with the rest.
    targets: Option<Vec<f64>>,
    held_equal: Vec<Vec<f64>>,
    held_straight: Vec<Vec<f64>>,
    pub(crate) group_of: Option<Vec<u32>>,
    stratum_of: Option<Vec<u32>>,
}

/// The comparison of a second analysis, with the controls held equal.
#[derive(Debug, Clone)]
pub(crate) struct Controlled {
    /// None where no control leaves anything to compare.
    pub(crate) comparison: Option<Comparison>,
    /// Names of the columns that are held equal.
    pub(crate) columns: Vec<String>,
    /// Why others are not.
    pub(crate) warnings: Vec<String>,
}

impl Comparison {
    /// Of `corpus` with `words` in each document; at equal length where the `length` is controlled.
    pub(crate) fn new(corpus: &Corpus, words: &[usize], has_length_control: bool) -> Self {
        let logs = || words.iter().map(|&words| libm::log(words.max(1) as f64)).collect();
        let background = &corpus.background;
        // One group is none: it holds all documents.
        let group = background.dividing_group();
        Self {
            // There are at most LABELS_MAX, a thousand.
            label_of: corpus.label_of.iter().map(|&label| label as u16).collect(),
            labels: corpus.labels.len(),
            rows: None,
            targets: None,
            held_equal: if has_length_control { vec![logs()] } else { Vec::new() },
            held_straight: Vec::new(),
            group_of: group.map(|group| group.value_of.clone()),
            stratum_of: crossed(background.strata.iter()),
        }
    }

    /// That of all documents along an order, in which labels have these `targets`, 0 to 1.
    pub(crate) fn along(&self, targets: Vec<f64>) -> Self {
        Self { targets: Some(targets), ..self.clone() }
    }

    /// That of the documents of two labels alone, which are 0 and 1 there.
    pub(crate) fn of_two(&self, labels: [usize; 2]) -> Self {
        let is_of = |&document: &usize| labels.contains(&usize::from(self.label_of[document]));
        let documents: Vec<usize> = (0..self.label_of.len()).filter(is_of).collect();
        let number = |&label: &u16| u16::from(usize::from(label) == labels[1]);
        let mut two = self.of(&documents);
        two.label_of = two.label_of.iter().map(number).collect();
        two.labels = 2;
        two.rows = Some(documents.iter().map(|&document| document as u32).collect());
        two
    }

    /// That of some of the documents, which ascend, as if there were no others.
    pub(crate) fn of(&self, documents: &[usize]) -> Self {
        let numbers = |values: &Vec<f64>| documents.iter().map(|&document| values[document]).collect();
        let names = |values: &Vec<u32>| numbered_anew(values, documents);
        Self {
            label_of: documents.iter().map(|&document| self.label_of[document]).collect(),
            labels: self.labels,
            rows: None,
            targets: self.targets.clone(),
            held_equal: self.held_equal.iter().map(numbers).collect(),
            held_straight: self.held_straight.iter().map(numbers).collect(),
            group_of: self.group_of.as_ref().map(names),
            stratum_of: self.stratum_of.as_ref().map(names),
        }
    }

    /// What the engine is given.
    pub(crate) fn evidence<'a>(
        &'a self,
        (matrix, twins): (&'a DocumentTermMatrix, &'a Twins),
        family_of: &'a [u32],
    ) -> Evidence<'a> {
        Evidence {
            matrix,
            twins: Some(twins),
            family_of,
            label_of: &self.label_of,
            labels: self.labels,
            rows: self.rows.as_deref(),
            targets: self.targets.as_deref(),
            held_equal: &self.held_equal,
            held_straight: &self.held_straight,
            group_of: self.group_of.as_deref(),
            stratum_of: self.stratum_of.as_deref(),
        }
    }

    /// With the controls of `corpus` held equal as well; none where it has none.
    pub(crate) fn controlled(&self, corpus: &Corpus) -> Option<Controlled> {
        let controls = &corpus.background.controls;
        if controls.is_empty() {
            return None;
        }
        let mut comparison = self.clone();
        let (mut columns, mut warnings) = (Vec::new(), Vec::new());
        for control in controls {
            match comparison.hold(control) {
                Ok(()) => columns.push(control.column().to_owned()),
                Err(Some(warning)) => warnings.push(warning),
                // The account of the corpus has warned of it already.
                Err(None) => {}
            }
        }
        let comparison = (!columns.is_empty()).then_some(comparison);
        Some(Controlled { comparison, columns, warnings })
    }

    /// Holds `control` equal: numbers in the model of the label, names as strata of the shuffles.
    fn hold(&mut self, control: &Control) -> Result<(), Option<String>> {
        let factor = match control {
            Control::Numbers { value_of, .. } => {
                self.held_equal.push(value_of.clone());
                return Ok(());
            }
            Control::Names(factor) if factor.values.len() == 1 => return Err(None),
            Control::Names(factor) => factor,
        };
        let column = shortened(&factor.column);
        let own = self.stratum_of.clone().map(|value_of| Factor {
            column: String::new(),
            values: Vec::new(),
            value_of,
        });
        let Some(strata) = crossed(own.iter().chain([factor])) else { return Err(None) };
        if !self.leaves_something(&strata) && self.stratum_of.is_none() {
            return Err(None);
        }
        if !self.leaves_something(&strata) {
            return Err(Some(format!(
                "With \"{column}\" held equal there is nothing left to compare: documents that agree in it have one label. \
                 It is not held equal."
            )));
        }
        if self.splits_groups(&strata) {
            if factor.values.len() > VALUES_BESIDE_GROUPS_MAX {
                return Err(Some(format!(
                    "\"{column}\" is not held equal: groups have several of its values, of which there are more than \
                     {VALUES_BESIDE_GROUPS_MAX}."
                )));
            }
            let of_value =
                |value: u32| factor.value_of.iter().map(move |&of| f64::from(u8::from(of == value)));
            self.held_straight.extend((1..factor.values.len() as u32).map(|value| of_value(value).collect()));
        } else {
            self.stratum_of = Some(strata);
        }
        Ok(())
    }

    /// Whether any stratum has several labels.
    fn leaves_something(&self, strata: &[u32]) -> bool {
        let mut first_of = std::collections::BTreeMap::new();
        strata
            .iter()
            .zip(&self.label_of)
            .any(|(stratum, label)| first_of.entry(stratum).or_insert(label) != &label)
    }

    /// Whether a group with one label lies in several of the `strata`: it could not be dealt whole within them.
    fn splits_groups(&self, strata: &[u32]) -> bool {
        let Some(group_of) = &self.group_of else { return false };
        let groups = group_of.iter().max().map_or(0, |&last| last as usize + 1);
        let mut first: Vec<Option<(u32, u16)>> = vec![None; groups];
        let (mut is_split, mut is_mixed) = (vec![false; groups], vec![false; groups]);
        for ((&group, &stratum), &label) in group_of.iter().zip(strata).zip(&self.label_of) {
            let first = first[group as usize].get_or_insert((stratum, label));
            is_split[group as usize] |= first.0 != stratum;
            is_mixed[group as usize] |= first.1 != label;
        }
        is_split.iter().zip(&is_mixed).any(|(is_split, is_mixed)| *is_split && !is_mixed)
    }
}

/// The values of some of the documents, numbered as they come: a group without a document would count as one.
pub(crate) fn numbered_anew(values: &[u32], documents: &[usize]) -> Vec<u32> {
    let mut number_of = std::collections::BTreeMap::new();
    let of_document = |&document: &usize| {
        let next = number_of.len() as u32;
        *number_of.entry(values[document]).or_insert(next)
    };
    documents.iter().map(of_document).collect()
}

/// Words of each document, as they stand.
pub(crate) fn words(corpus: &Corpus) -> Vec<usize> {
    corpus.texts.iter().map(|text| length::words(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_some_documents_groups_and_strata_are_numbered_anew() {
        let all = Comparison {
            label_of: vec![0, 1, 1, 0, 1],
            labels: 2,
            rows: None,
            targets: None,
            held_equal: vec![vec![0.0, 0.1, 0.2, 0.3, 0.4]],
            held_straight: vec![vec![1.0, 0.0, 1.0, 0.0, 1.0]],
            group_of: Some(vec![7, 3, 7, 5, 3]),
            stratum_of: None,
        };
        let some = all.of(&[1, 2, 4]);
        assert_eq!((some.label_of.as_slice(), some.labels), ([1, 1, 1].as_slice(), 2));
        assert_eq!(some.held_equal, [[0.1, 0.2, 0.4]]);
        assert_eq!(some.held_straight, [[0.0, 1.0, 1.0]]);
        assert_eq!((some.group_of, some.stratum_of), (Some(vec![0, 1, 0]), None));
    }
}
