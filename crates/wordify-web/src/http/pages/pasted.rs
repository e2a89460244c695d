//! Texts from the clipboard as a table: the cells of a spreadsheet, or a list of texts for each label.

use crate::http::error::{Problem, ProblemKind};

/// Name of the file that pasted cells become: what a spreadsheet gives has tabs between the cells.
const CELLS_NAME: &str = "pasted.tsv";
/// Name of the file that pasted lists become.
const LISTS_NAME: &str = "pasted.csv";

/// Fields of the form: cells, and two lists with their labels.
const FIELDS: [&str; 5] = ["cells", "label_a", "texts_a", "label_b", "texts_b"];

/// The table that the fields of the form give: name of its file, and its bytes.
///
/// # Errors
/// For a field that does not exist, and where nothing was pasted.
pub(super) fn table(fields: &[(String, String)]) -> Result<(&'static str, String), Problem> {
    if let Some((name, _)) = fields.iter().find(|(name, _)| !FIELDS.contains(&name.as_str())) {
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(60).collect();
        return Err(Problem::new(ProblemKind::Invalid, "There is no such field.").at(name));
    }
    let field =
        |name: &str| fields.iter().find(|(field, _)| field == name).map_or("", |(_, text)| text.as_str());
    let cells = field("cells");
    if !cells.trim().is_empty() {
        return if cells.contains('\t') { Ok((CELLS_NAME, cells.to_owned())) } else { Err(no_columns()) };
    }
    let mut table = "text,label\r\n".to_owned();
    for (label, texts, usual) in [("label_a", "texts_a", "A"), ("label_b", "texts_b", "B")] {
        let label = Some(field(label).trim()).filter(|label| !label.is_empty()).unwrap_or(usual);
        let mut lines = field(texts).lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
        if lines.peek().is_none() {
            return Err(nothing(label));
        }
        lines.for_each(|line| table.push_str(&format!("{},{}\r\n", quoted(line), quoted(label))));
    }
    Ok((LISTS_NAME, table))
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

fn no_columns() -> Problem {
    Problem::new(ProblemKind::Invalid, "What was pasted has one column.").at("cells").remedy(
        "Copy two columns of a spreadsheet, one with the texts and one with the labels, or use the two lists.",
    )
}

fn nothing(label: &str) -> Problem {
    Problem::new(ProblemKind::Invalid, "No texts were pasted.")
        .at(format!("texts of {label}"))
        .remedy("Paste two columns of a spreadsheet, or texts for each of two labels, one on a line.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn cells_stay_as_the_spreadsheet_gave_them() {
        let cells = "text\tlabel\n\"a\nb\"\tx\n";
        assert_eq!(table(&fields(&[("cells", cells), ("label_a", "")])), Ok((CELLS_NAME, cells.to_owned())));
    }

    #[test]
    fn each_line_of_a_list_is_a_text_of_its_label() {
        let lists = fields(&[
            ("cells", " "),
            ("label_a", "good, \"cheap\""),
            ("texts_a", "one\r\n\r\n two, 2 \r\n"),
            ("label_b", " "),
            ("texts_b", "three"),
        ]);
        let (name, csv) = table(&lists).expect("a table");
        assert_eq!(name, LISTS_NAME);
        let rows =
            ["\"one\",\"good, \"\"cheap\"\"\"", "\"two, 2\",\"good, \"\"cheap\"\"\"", "\"three\",\"B\""];
        assert_eq!(csv, format!("text,label\r\n{}\r\n", rows.join("\r\n")));
    }

    #[test]
    fn what_is_missing_is_named() {
        let place = |pairs: &[(&str, &str)]| table(&fields(pairs)).expect_err("refused").place;
        assert_eq!(place(&[("cells", "one\ntwo")]).as_deref(), Some("cells"));
        assert_eq!(place(&[("texts_a", "one"), ("label_b", "dear")]).as_deref(), Some("texts of dear"));
        assert_eq!(place(&[("file", "")]).as_deref(), Some("file"));
    }
}
