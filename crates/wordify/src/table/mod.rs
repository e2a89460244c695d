//! Bytes of any supported format to a [`Table`] of text cells.

/// A table as it was read: named columns of text cells, all of the same length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The format of the file, such as `csv` or `xlsx`.
    pub format: Format,
    /// How the file was understood, for the report: name and value, such as (`encoding`, `UTF-8`),
    /// (`delimiter`, `,`), (`sheet`, `Data`), (`compression`, `gzip`).
    pub facts: Vec<(&'static str, String)>,
    /// The columns, in the order of the file.
    pub columns: Vec<Column>,
    /// Rows, the header not counted.
    pub rows: usize,
    /// Row number, as the user's program shows it, of the first data row (2 with a header).
    pub first_row: usize,
    /// What the user should know about the reading.
    pub warnings: Vec<String>,
}

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

    /// The cell of `row` (0-based); empty where missing.
    ///
    /// # Panics
    /// If `row` is not below [`Column::len`].
    pub fn cell(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.text[start..self.ends[row]]
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
}

/// The formats that Wordify reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Delimited text: comma, semicolon, tab, pipe.
    Csv,
    /// One JSON object per line.
    Jsonl,
    /// Excel workbook, Office Open XML (xlsx, xlsm).
    Xlsx,
    /// Excel binary workbook.
    Xlsb,
    /// Excel 97–2003 workbook.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Apache Parquet.
    Parquet,
}

impl Format {
    /// The name in reports and on the terminal: the usual file extension.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Parquet => "parquet",
        }
    }
}

/// What the caller knows about the bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The file's name, a hint only: content decides where it can.
    pub file_name: Option<String>,
    /// Sheet to read, by name in any case or by number from 1; the first with data otherwise.
    pub sheet: Option<String>,
    /// Whether double-encoded UTF-8 ("schÃ¶n") is repaired; detected and reported in any case.
    pub repair_encoding: bool,
}
