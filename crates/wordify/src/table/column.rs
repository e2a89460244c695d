//! One column of a table.

/// One column: its header and its cells.
///
/// The cells lie end to end in one string, because a million small strings would double the memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// Header as in the file, white space trimmed; `column 3` where the file has none.
    pub name: String,
    text: String,
    ends: Vec<usize>,
}

impl Column {
    /// An empty column called `name`.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), text: String::new(), ends: Vec::new() }
    }

    /// Appends a cell; a missing cell is the empty text.
    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Appends missing cells until there are `len`.
    pub(super) fn pad(&mut self, len: usize) {
        if self.ends.len() < len {
            self.ends.resize(len, self.text.len());
        }
    }

    /// The cell of `row` (0-based); empty where missing.
    ///
    /// # Panics
    /// If `row` is not below [`Column::len`].
    pub fn cell(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.text[start..self.ends[row]]
    }

    /// The cells, from the first row to the last.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let cell = &self.text[start..end];
            start = end;
            cell
        })
    }

    /// Cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no cell.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
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
    }
}
