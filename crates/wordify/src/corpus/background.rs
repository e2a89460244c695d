//! What is known of the documents besides text and label: groups, strata, controls.
//!
//! Documents of one group (author, store, thread) are no independent witnesses: they are drawn, shuffled and counted
//! together. Within a stratum documents are compared, across strata not. Controls are held equal in a second analysis.

use std::collections::BTreeMap;

use super::number::{Comma, number};
use super::{Columns, DropReason, LABEL_DEFAULT, TEXT_DEFAULT};
use crate::count::{counted, grouped};
use crate::error::{Error, ErrorKind};
use crate::table::choice::{choose_column, shortened};
use crate::table::{Column, Table};

/// The columns that a user chose, each with its role.
pub(super) struct Chosen<'a> {
    pub(super) text: &'a Column,
    pub(super) label: &'a Column,
    group: Option<&'a Column>,
    strata: Vec<&'a Column>,
    controls: Vec<&'a Column>,
}

impl<'a> Chosen<'a> {
    /// The columns of `table` that `columns` name.
    pub(super) fn find(table: &'a Table, columns: &Columns) -> Result<Self, Error> {
        let text = choose_column(table, "text", columns.text.as_deref(), TEXT_DEFAULT)?;
        let label = choose_column(table, "label", columns.label.as_deref(), LABEL_DEFAULT)?;
        if std::ptr::eq(text, label) {
            return Err(twice(label, "text", "label"));
        }
        let mut taken = vec![("text", text), ("label", label)];
        let mut choose = |role: &'static str, name: &str| {
            let column = choose_column(table, role, Some(name), name)?;
            match taken.iter().find(|(_, other)| std::ptr::eq(*other, column)) {
                Some((other, _)) => Err(twice(column, other, role)),
                None => {
                    taken.push((role, column));
                    Ok(column)
                }
            }
        };
        let group = columns.group.as_deref().map(|name| choose("group", name)).transpose()?;
        let strata = columns.strata.iter().map(|name| choose("strata", name)).collect::<Result<_, _>>()?;
        let controls =
            columns.control.iter().map(|name| choose("control", name)).collect::<Result<_, _>>()?;
        Ok(Self { text, label, group, strata, controls })
    }

    /// Whether `column` has a role.
    pub(super) fn has(&self, column: &Column) -> bool {
        let background = self.group.iter().chain(&self.strata).chain(&self.controls);
        background.chain([&self.text, &self.label]).any(|chosen| std::ptr::eq(*chosen, column))
    }

    /// What the row at `place` lacks besides text and label.
    pub(super) fn missing(&self, place: usize) -> Option<DropReason> {
        let is_empty = |column: &&Column| column.cell(place).trim().is_empty();
        if self.group.as_ref().is_some_and(is_empty) {
            Some(DropReason::MissingGroup)
        } else if self.strata.iter().any(is_empty) {
            Some(DropReason::MissingStratum)
        } else if self.controls.iter().any(is_empty) {
            Some(DropReason::MissingControl)
        } else {
            None
        }
    }
}

fn twice(column: &Column, other: &str, role: &str) -> Error {
    let name = shortened(&column.name);
    let message = format!("the column \"{name}\" is chosen twice, for {other} and for {role}");
    let remedy = if other == "label" {
        "What is held equal cannot be compared: choose another column, or leave this one out."
    } else {
        "Give each column one role."
    };
    Error::new(ErrorKind::Column, message).at(format!("the {role} column")).remedy(remedy)
}

/// What is known of the documents besides text and label.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Background {
    /// The groups.
    pub group: Option<Factor>,
    /// The strata, one factor per column.
    pub strata: Vec<Factor>,
    /// The controls.
    pub controls: Vec<Control>,
}

/// A column with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// Name of the column.
    pub column: String,
    /// The different values, sorted by code point.
    pub values: Vec<String>,
    /// Index into [`Factor::values`], one per document.
    pub value_of: Vec<u32>,
}

/// A control.
#[derive(Debug, Clone, PartialEq)]
pub enum Control {
    /// Of a column with names.
    Names(Factor),
    /// Of a column with nothing but numbers.
    Numbers {
        /// Name of the column.
        column: String,
        /// One per document, finite.
        value_of: Vec<f64>,
    },
}

impl Control {
    /// Name of the column.
    pub fn column(&self) -> &str {
        match self {
            Self::Names(factor) => &factor.column,
            Self::Numbers { column, .. } => column,
        }
    }
}

impl Factor {
    fn read(column: &Column, places: &[u32]) -> Self {
        let mut number_of: BTreeMap<&str, u32> = BTreeMap::new();
        for &place in places {
            number_of.insert(column.cell(place as usize).trim(), 0);
        }
        for (number, value) in (0..).zip(number_of.values_mut()) {
            *value = number;
        }
        Self {
            column: column.name.clone(),
            value_of: places.iter().map(|&place| number_of[column.cell(place as usize).trim()]).collect(),
            values: number_of.into_keys().map(str::to_owned).collect(),
        }
    }

    /// Different labels of the documents with each value.
    fn labels_of_values(&self, label_of: &[u32]) -> Vec<Vec<u32>> {
        let mut labels: Vec<Vec<u32>> = vec![Vec::new(); self.values.len()];
        for (&value, &label) in self.value_of.iter().zip(label_of) {
            let labels = &mut labels[value as usize];
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        labels
    }
}

/// The documents that have the same values of all `factors`, as one number per document; none without factors.
pub fn crossed<'a>(factors: impl Iterator<Item = &'a Factor>) -> Option<Vec<u32>> {
    let mut crossed: Option<Vec<u32>> = None;
    for factor in factors {
        let Some(before) = crossed else {
            crossed = Some(factor.value_of.clone());
            continue;
        };
        let mut number_of: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for pair in before.iter().copied().zip(factor.value_of.iter().copied()) {
            number_of.insert(pair, 0);
        }
        for (number, value) in (0..).zip(number_of.values_mut()) {
            *value = number;
        }
        crossed = Some(before.iter().zip(&factor.value_of).map(|(&a, &b)| number_of[&(a, b)]).collect());
    }
    crossed
}

impl Background {
    /// The groups, where they divide the documents: a single one holds them all and says nothing.
    pub(crate) fn dividing_group(&self) -> Option<&Factor> {
        self.group.as_ref().filter(|group| group.values.len() > 1)
    }

    /// The cells of the `chosen` columns in the rows at `places`, one per document.
    pub(super) fn read(chosen: &Chosen<'_>, places: &[u32]) -> Self {
        Self {
            group: chosen.group.map(|column| Factor::read(column, places)),
            strata: chosen.strata.iter().map(|column| Factor::read(column, places)).collect(),
            controls: chosen
                .controls
                .iter()
                .map(|column| {
                    let cells = || places.iter().map(|&place| column.cell(place as usize));
                    let comma = Comma::of(cells());
                    let numbers: Option<Vec<f64>> = cells().map(|cell| number(cell, comma)).collect();
                    match numbers {
                        Some(value_of) => Control::Numbers { column: column.name.clone(), value_of },
                        None => Control::Names(Factor::read(column, places)),
                    }
                })
                .collect(),
        }
    }

    /// Finds what cannot be compared, before anything is computed; warnings say what can still be.
    pub(super) fn check(&self, label_of: &[u32], labels: &[String]) -> Result<Vec<String>, Error> {
        let mut warnings = Vec::new();
        if let Some(group) = &self.group {
            warnings.extend(check_group(group, label_of, labels.len()));
        }
        if let Some(strata) = crossed(self.strata.iter()) {
            warnings.extend(self.check_strata(&strata, label_of)?);
        }
        for control in &self.controls {
            warnings.extend(check_control(control, label_of, labels.len()));
        }
        Ok(warnings)
    }

    fn check_strata(&self, strata: &[u32], label_of: &[u32]) -> Result<Option<String>, Error> {
        let columns = self.strata.iter().map(|factor| format!("\"{}\"", shortened(&factor.column)));
        let columns = columns.collect::<Vec<_>>().join(" and ");
        let count = strata.iter().max().map_or(0, |&last| last as usize + 1);
        let values = (0..count).map(|stratum| stratum.to_string()).collect();
        let all = Factor { column: String::new(), values, value_of: strata.to_vec() };
        let labels_of = all.labels_of_values(label_of);
        let single = labels_of.iter().filter(|labels| labels.len() == 1).count();
        if single == count {
            return Err(Error::new(
                ErrorKind::Corpus,
                "every stratum has one label only, so within strata there is nothing to compare",
            )
            .at(format!("strata {columns}"))
            .remedy(
                "Choose a column whose values stand beside several labels each, or leave the strata out.",
            ));
        }
        if let Some(group) = &self.group {
            self.check_nesting(group, strata, label_of, &columns)?;
        }
        let lost = strata.iter().filter(|&&stratum| labels_of[stratum as usize].len() == 1).count();
        Ok((single > 0).then(|| {
            format!(
                "Of {} of {columns}, {} one label only: {} cannot be compared with any other label.",
                counted(count, "stratum", "strata"),
                if single == 1 { "1 has".to_owned() } else { format!("{} have", grouped(single)) },
                counted(lost, "document", "documents")
            )
        }))
    }

    /// A group with one label that lies in several strata can neither be dealt whole within a stratum nor in parts.
    fn check_nesting(
        &self,
        group: &Factor,
        strata: &[u32],
        label_of: &[u32],
        columns: &str,
    ) -> Result<(), Error> {
        let labels_of = group.labels_of_values(label_of);
        let mut stratum_of = vec![None; group.values.len()];
        let mut is_split = vec![false; group.values.len()];
        for (&value, &stratum) in group.value_of.iter().zip(strata) {
            let first = *stratum_of[value as usize].get_or_insert(stratum);
            is_split[value as usize] |= first != stratum;
        }
        let split: Vec<usize> =
            (0..group.values.len()).filter(|&value| is_split[value] && labels_of[value].len() == 1).collect();
        let Some(&first) = split.first() else { return Ok(()) };
        let message = format!(
            "{} one label in several strata, such as \"{}\": whole groups cannot be shuffled within strata",
            counted(split.len(), "group has", "groups have"),
            shortened(&group.values[first])
        );
        Err(Error::new(ErrorKind::Corpus, message)
            .at(format!("the group column and strata {columns}"))
            .remedy("Choose groups or strata, or name the columns of the strata as controls."))
    }
}

fn check_group(group: &Factor, label_of: &[u32], labels: usize) -> Option<String> {
    let column = shortened(&group.column);
    if group.values.len() == 1 {
        return Some(format!(
            "The group column \"{column}\" has one value, \"{}\": labels are compared within this group, and nothing can be \
             said about others.",
            shortened(&group.values[0])
        ));
    }
    let labels_of = group.labels_of_values(label_of);
    let is_pure = labels_of.iter().all(|labels| labels.len() == 1);
    (is_pure && group.values.len() == labels).then(|| {
        format!(
            "The group column \"{column}\" has one group for each label: whatever tells the labels apart tells the groups \
             apart as well, so no term can be judged. Several groups of each label are needed."
        )
    })
}

fn check_control(control: &Control, label_of: &[u32], labels: usize) -> Option<String> {
    let column = shortened(control.column());
    let Control::Names(factor) = control else {
        let Control::Numbers { value_of, .. } = control else { return None };
        let is_constant = value_of.windows(2).all(|pair| pair[0].to_bits() == pair[1].to_bits());
        return is_constant
            .then(|| format!("The control \"{column}\" has one value: there is nothing to hold equal."));
    };
    if factor.values.len() == 1 {
        return Some(format!("The control \"{column}\" has one value: there is nothing to hold equal."));
    }
    let labels_of = factor.labels_of_values(label_of);
    let is_pure = labels_of.iter().all(|labels| labels.len() == 1);
    let words =
        if factor.values.len() == labels { "says the same as the label" } else { "gives the label away" };
    is_pure.then(|| {
        format!(
            "The control \"{column}\" {words}: each of its values has one label only, so with it held equal there is nothing \
             left to compare. The list is the one without it."
        )
    })
}
