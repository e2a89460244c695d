//! Records with one field more than the header: R has put names of rows before them, or somebody has written remarks
//! behind them.

use std::collections::HashSet;

use super::records::{QuoteFault, Records};

/// Records after the header that are looked at.
const RECORDS_LOOKED_AT: usize = 1000;
/// Fewest records for the first field to be names of rows: a single long row is more likely to hold a stray delimiter.
const RECORDS_LEAST: usize = 3;
/// Share of the records, in percent, whose last field must be filled for the first field to be names of rows, whatever the file is
/// like: a column of a table is rarely empty, remarks are few.
const LAST_FILLED_PERCENT: usize = 90;
/// Names of columns that number the rows.
const NUMBER_NAMES: [&str; 10] = ["nr", "nr.", "no", "no.", "#", "number", "nummer", "index", "row", "case"];

/// What one field more than the header is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Surplus {
    /// Nobody can know.
    #[default]
    Unclear,
    /// The first field is the name of the row.
    RowNames,
    /// The last field is a remark, where few are filled.
    Remarks,
}

/// What the field is that the records after the header that starts `records` have more than the header. Names of rows are all
/// different. A delimiter at the end of each row makes one field more, too, and so does one inside each text, which mostly has a blank
/// behind it.
pub(super) fn find(records: &Records<'_>) -> Surplus {
    let mut records = records.clone();
    let Some(header) = next_record(&mut records) else { return Surplus::Unclear };
    let mut names = HashSet::new();
    let (mut filled, mut cut) = (0, 0);
    let (mut counts_up, mut is_of_r) = (true, header.is_quoted && !numbers_rows(&header.first));
    while names.len() < RECORDS_LOOKED_AT {
        let Some(record) = next_record(&mut records) else { break };
        if record.fields != header.fields + 1 {
            return Surplus::Unclear;
        }
        filled += usize::from(!record.is_last_empty);
        cut += usize::from(record.has_blank && !header.has_blank);
        counts_up &= record.first == (names.len() + 1).to_string();
        // R quotes names and texts, and leaves missing values bare.
        is_of_r &= record.is_first_quoted && !(record.is_last_empty && record.is_last_quoted);
        if !names.insert(record.first) {
            return Surplus::Unclear;
        }
    }
    if header.fields < 2 || names.len() < RECORDS_LEAST || 2 * cut > names.len() {
        return Surplus::Unclear;
    }
    let is_filled = 100 * filled >= LAST_FILLED_PERCENT * names.len();
    if filled > 0 && (is_filled || is_of_r) {
        Surplus::RowNames
    // R numbers rows from 1.
    } else if counts_up && !numbers_rows(&header.first) {
        Surplus::Unclear
    } else {
        Surplus::Remarks
    }
}

/// Whether a column of this name has a number or an identifier for each row.
fn numbers_rows(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    lower.ends_with("id") || NUMBER_NAMES.contains(&lower.as_str())
}

/// A record from outside.
struct Outline {
    fields: usize,
    first: String,
    is_first_quoted: bool,
    is_last_empty: bool,
    is_last_quoted: bool,
    /// Whether all fields are quoted.
    is_quoted: bool,
    /// Whether a field behind the first begins with a blank, and is not quoted.
    has_blank: bool,
}

/// The next record that is not blank.
fn next_record(records: &mut Records<'_>) -> Option<Outline> {
    while !records.is_done() {
        let mut outline = Outline {
            fields: 0,
            first: String::new(),
            is_first_quoted: false,
            is_last_empty: true,
            is_last_quoted: false,
            is_quoted: true,
            has_blank: false,
        };
        let fields = records.next(|number, field, quoted| {
            outline.has_blank |= number > 0 && !quoted && field.starts_with(' ');
            if number == 0 {
                field.clone_into(&mut outline.first);
                outline.is_first_quoted = quoted;
            }
            outline.is_last_empty = field.trim().is_empty();
            outline.is_last_quoted = quoted;
            outline.is_quoted &= quoted;
            Ok::<(), QuoteFault>(())
        });
        outline.fields = fields.ok()?;
        if outline.fields > 0 {
            return Some(outline);
        }
    }
    None
}
