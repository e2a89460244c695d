//! One column of a table.

use std::collections::BTreeMap;

use super::ends::Ends;

/// One column: its header and its cells.
///
/// The cells lie end to end in one string, because a million small strings would double the memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// Header as in the file, white space trimmed; `column 3` where the file has none.
    pub name: String,
    /// What the file says the column holds, such as the wording of a question; empty where it says nothing.
    pub description: String,
    text: String,
    ends: Ends,
    /// Rows whose cell holds a sign for a missing value, such as NA of R; in ascending order.
    marked: Vec<usize>,
}

impl Column {
    /// An empty column called `name`.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Appends a cell; a missing cell is the empty text.
    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Appends missing cells until there are `len`.
    pub(super) fn pad(&mut self, len: usize) {
        self.ends.pad(len, self.text.len());
    }

    /// The cell of `row` (0-based); empty where missing.
    ///
    /// # Panics
    /// If `row` is not below [`Column::len`].
    pub fn cell(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends.at(row - 1) };
        &self.text[start..self.ends.at(row)]
    }

    /// The cells, from the first row to the last.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cell = &self.text[start..end];
            start = end;
            cell
        })
    }

    /// Takes the cells of `rows`, in ascending order, for missing values.
    pub(super) fn mark_missing(&mut self, rows: Vec<usize>) {
        self.replace(&rows.iter().map(|&row| (row, String::new())).collect());
        self.marked.extend(rows);
        self.marked.sort_unstable();
    }

    /// Whether the cell of `row` is empty because it held a sign for a missing value.
    pub fn is_marked_missing(&self, row: usize) -> bool {
        self.marked.binary_search(&row).is_ok()
    }

    /// Gives the rows that `cells` names other cells.
    pub(super) fn replace(&mut self, cells: &BTreeMap<usize, String>) {
        let mut changed = Self { text: String::with_capacity(self.text.len()), ..Self::default() };
        for (row, cell) in self.cells().enumerate() {
            changed.push(cells.get(&row).map_or(cell, String::as_str));
        }
        (self.text, self.ends) = (changed.text, changed.ends);
    }

    /// Puts a cell before the others.
    pub(super) fn insert_first(&mut self, cell: &str) {
        self.text.insert_str(0, cell);
        let mut ends = Ends::default();
        ends.push(cell.len());
        self.ends.iter().for_each(|end| ends.push(end + cell.len()));
        self.ends = ends;
    }

    /// Appends the cells of `other`, and keeps name and description.
    pub(super) fn append(&mut self, other: Self) {
        let (before, rows) = (self.text.len(), self.len());
        self.text.push_str(&other.text);
        other.ends.iter().for_each(|end| self.ends.push(before + end));
        self.marked.extend(other.marked.into_iter().map(|row| rows + row));
    }

    /// Removes the first `rows` cells.
    pub(super) fn drop_first(&mut self, rows: usize) {
        if rows == 0 || rows > self.len() {
            return;
        }
        let cut = self.ends.at(rows - 1);
        self.text.drain(..cut);
        let mut ends = Ends::default();
        self.ends.iter().skip(rows).for_each(|end| ends.push(end - cut));
        self.ends = ends;
    }

    /// Cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no cell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of all cells together.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// All cells end to end: for searches that need no borders.
    pub(super) fn all_text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_were_pushed() {
        let mut column = Column::new("text");
        for cell in ["one", "", "drei – 三"] {
            column.push(cell);
        }
        column.pad(5);
        assert_eq!(column.cells().collect::<Vec<_>>(), ["one", "", "drei – 三", "", ""]);
        assert_eq!(
            (0..5).map(|row| column.cell(row)).collect::<Vec<_>>(),
            column.cells().collect::<Vec<_>>()
        );
        assert_eq!((column.len(), column.bytes()), (5, 15));
        column.drop_first(2);
        assert_eq!(column.cells().collect::<Vec<_>>(), ["drei – 三", "", ""]);
        column.drop_first(0);
        column.replace(&BTreeMap::from([(1, "zwei".to_owned()), (9, "beyond".to_owned())]));
        assert_eq!(column.cells().collect::<Vec<_>>(), ["drei – 三", "zwei", ""]);
        let mut other = Column::new("other");
        ["vier", "NA"].into_iter().for_each(|cell| other.push(cell));
        other.mark_missing(vec![1]);
        let mut longer = column.clone();
        longer.append(other);
        assert_eq!(longer.cells().collect::<Vec<_>>(), ["drei – 三", "zwei", "", "vier", ""]);
        assert_eq!((longer.name.as_str(), longer.is_marked_missing(4)), ("text", true));
        column.insert_first("né");
        assert_eq!(column.cells().collect::<Vec<_>>(), ["né", "drei – 三", "zwei", ""]);
    }
}
