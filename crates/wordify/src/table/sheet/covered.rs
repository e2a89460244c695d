//! Cells of a sheet that belong to others: merged cells, and the totals below a table.

use std::collections::BTreeMap;

use super::archive::unreadable;
use super::area::Area;
use crate::count::counted;
use crate::error::Error;
use crate::table::grid::Gathered;
use crate::table::limits::check_bytes;

/// Merged areas of a sheet: more than any sheet made for people has.
const MERGES_MAX: usize = 1_000_000;
/// Cells that merged cells cover: far more than in any sheet made for people. Each that is filled is held once more.
const COVERED_MAX: usize = 5_000_000;
/// Tables of a sheet whose totals are left out.
const TOTALS_MAX: usize = 100;
/// Areas named in a warning before it says how many more there are.
const NAMED_MAX: usize = 5;
/// Characters of a text that is filled down: what is longer is not a label, and filled down it would be the same document
/// several times.
const LABEL_CHARS_MAX: usize = 100;

/// The areas of a sheet whose cells belong to others.
#[derive(Debug, Default)]
pub(in crate::table) struct Covered {
    merges: Vec<Area>,
    totals: Vec<Area>,
}

impl Covered {
    pub(in crate::table) fn merge(&mut self, area: Area) -> Result<(), Error> {
        if self.merges.len() == MERGES_MAX {
            return Err(unreadable("it has too many merged cells"));
        }
        self.merges.push(area);
        Ok(())
    }

    pub(in crate::table) fn leave_out_totals(&mut self, area: Area) {
        if self.totals.len() < TOTALS_MAX {
            self.totals.push(area);
        }
    }

    /// Whether the cell is a total.
    pub(in crate::table) fn has_totals(&self, row: usize, column: usize) -> bool {
        self.totals.iter().any(|area| area.contains(row, column))
    }

    /// Fills the short texts of merged cells down, takes out values that are hidden beneath them, and says so.
    pub(in crate::table) fn fill(&self, gathered: &mut Gathered) -> Result<(), Error> {
        let mut changes: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
        let (mut filled, mut hidden) = (Vec::new(), Vec::new());
        let mut visited = 0;
        let mut bytes = gathered.columns.iter().map(|column| column.bytes()).sum::<usize>();
        for area in &self.merges {
            // Merged cells of titles and headers, and those across the border to the data, name no document.
            let Some(first) = (area.first_row + 1).checked_sub(gathered.first_row) else { continue };
            let last = (area.last_row + 1 - gathered.first_row).min(gathered.rows.saturating_sub(1));
            let Some(anchor) = gathered.columns.get(area.first_column) else { continue };
            if first >= gathered.rows {
                continue;
            }
            let text = anchor.cell(first).to_owned();
            let is_label = !text.trim().is_empty() && text.chars().count() <= LABEL_CHARS_MAX;
            let last_column = area.last_column.min(gathered.columns.len() - 1);
            visited += (last + 1 - first) * (last_column + 1 - area.first_column);
            if visited > COVERED_MAX {
                return Err(unreadable("its merged cells cover too many others"));
            }
            for column in area.first_column..=last_column {
                for row in first..=last {
                    if (row, column) == (first, area.first_column) {
                        continue;
                    }
                    let beneath = gathered.columns[column].cell(row);
                    if !beneath.is_empty() {
                        hidden.push(*area);
                    }
                    let fills = is_label && column == area.first_column;
                    if fills {
                        bytes += text.len();
                        check_bytes(bytes)?;
                    }
                    if fills || !beneath.is_empty() {
                        let cell = if fills { text.clone() } else { String::new() };
                        changes.entry(column).or_default().insert(row, cell);
                    }
                }
            }
            if is_label && last > first {
                filled.push(*area);
            }
        }
        for (column, cells) in &changes {
            gathered.columns[*column].replace(cells);
        }
        hidden.dedup();
        gathered.warnings.extend(self.notes(gathered, &filled, &hidden));
        for area in self.totals.iter().filter(|area| area.last_row + 1 >= gathered.first_row) {
            gathered.totals.extend(area.first_row + 1..=area.last_row + 1);
        }
        Ok(())
    }

    fn notes(&self, gathered: &Gathered, filled: &[Area], hidden: &[Area]) -> Vec<String> {
        let mut notes = Vec::new();
        if !filled.is_empty() {
            notes.push(format!(
                "{} filled down, so that each row has the value: {}.",
                counted(filled.len(), "merged cell was", "merged cells were"),
                named(filled)
            ));
        }
        if !hidden.is_empty() {
            notes.push(format!(
                "Values hidden beneath {} are left out: {}.",
                counted(hidden.len(), "merged cell", "merged cells"),
                named(hidden)
            ));
        }
        let totals: Vec<Area> =
            self.totals.iter().filter(|area| area.last_row + 1 >= gathered.first_row).copied().collect();
        if !totals.is_empty() {
            notes.push(format!("The row of totals below the table is left out: {}.", named(&totals)));
        }
        notes
    }
}

fn named(areas: &[Area]) -> String {
    let shown = areas.iter().take(NAMED_MAX).map(Area::name).collect::<Vec<_>>().join(", ");
    let more = areas.len().saturating_sub(NAMED_MAX);
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}
