//! Names of cells and areas in a sheet, such as `B2` and `B2:B4`.

/// A rectangle of cells, all numbers from 0 and inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::table) struct Area {
    pub(in crate::table) first_row: usize,
    pub(in crate::table) last_row: usize,
    pub(in crate::table) first_column: usize,
    pub(in crate::table) last_column: usize,
}

impl Area {
    /// Reads `B2:D4` or `B2`; `None` for anything else, such as whole rows and columns.
    pub(in crate::table) fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let ((first_row, first_column), (last_row, last_column)) = (place(first)?, place(last)?);
        let is_area = first_row <= last_row && first_column <= last_column;
        is_area.then_some(Self { first_row, last_row, first_column, last_column })
    }

    pub(in crate::table) fn contains(&self, row: usize, column: usize) -> bool {
        (self.first_row..=self.last_row).contains(&row)
            && (self.first_column..=self.last_column).contains(&column)
    }

    /// Its last `rows` rows.
    pub(in crate::table) fn last_rows(self, rows: usize) -> Self {
        Self { first_row: (self.last_row + 1).saturating_sub(rows).max(self.first_row), ..self }
    }

    /// Its name, such as `B2:D4`.
    pub(in crate::table) fn name(&self) -> String {
        format!(
            "{}:{}",
            cell_name(self.first_row, self.first_column),
            cell_name(self.last_row, self.last_column)
        )
    }
}

/// Row and column of a cell such as `$B$2`.
fn place(name: &str) -> Option<(usize, usize)> {
    let name = name.replace('$', "");
    let row: usize = name.trim_start_matches(|letter: char| letter.is_ascii_alphabetic()).parse().ok()?;
    Some((row.checked_sub(1)?, column_number(&name)?))
}

/// The number of the column (from 0) that the name of a cell begins with.
pub(in crate::table) fn column_number(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters
        .take(5)
        .fold(0_usize, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

/// The name of a cell, such as `B2`.
pub(in crate::table) fn cell_name(row: usize, column: usize) -> String {
    format!("{}{}", column_letters(column), row + 1)
}

/// The name of a column (from 0) in a spreadsheet: A, B, …, Z, AA.
fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_places_of_cells_are_each_others_inverse() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(column_letters(column), letters);
            assert_eq!(column_number(&format!("{letters}7")), Some(column));
        }
        let area = Area::parse("$B$2:D4").expect("an area");
        assert_eq!((area.name().as_str(), area.last_rows(1).name().as_str()), ("B2:D4", "B4:D4"));
        assert!(area.contains(3, 1) && !area.contains(4, 1) && !area.contains(3, 4));
        assert_eq!(Area::parse("C3").map(|area| area.name()).as_deref(), Some("C3:C3"));
        for text in ["A:B", "1:7", "A0:AZ9", "B2:A1", "", "é1", "A99999999999999999999"] {
            assert_eq!(Area::parse(text), None, "{text}");
        }
    }
}
