//! The document-term matrix: rows are documents, columns are terms.

/// A sparse matrix in row order (CSR): the column indices of a row ascend.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DocumentTermMatrix {
    /// Where each row begins in `columns` and `values`; one longer than there are rows.
    pub row_starts: Vec<usize>,
    /// Column of each entry.
    pub columns: Vec<u32>,
    /// Value of each entry: a count, or a tf-idf weight.
    pub values: Vec<f64>,
    /// Columns in all.
    pub terms: usize,
}

impl DocumentTermMatrix {
    /// Rows.
    pub fn documents(&self) -> usize {
        self.row_starts.len().saturating_sub(1)
    }

    /// The matrix of some `rows`, with the same columns.
    ///
    /// # Panics
    /// If a row is not below [`DocumentTermMatrix::documents`].
    pub fn some(&self, rows: &[u32]) -> Self {
        let mut some =
            Self { row_starts: vec![0], columns: Vec::new(), values: Vec::new(), terms: self.terms };
        for &row in rows {
            let (columns, values) = self.row(row as usize);
            some.columns.extend(columns);
            some.values.extend(values);
            some.row_starts.push(some.columns.len());
        }
        some
    }

    /// Columns and values of `row`.
    ///
    /// # Panics
    /// If `row` is not below [`DocumentTermMatrix::documents`].
    pub fn row(&self, row: usize) -> (&[u32], &[f64]) {
        let range = self.row_starts[row]..self.row_starts[row + 1];
        (&self.columns[range.clone()], &self.values[range])
    }
}
