//! Which column the user means.

use super::{Column, Table};
use crate::count::grouped;
use crate::error::{Error, ErrorKind};
use crate::phrase;

/// Columns named in an error before it says how many more there are.
const COLUMNS_NAMED_MAX: usize = 20;
/// Other names in an error before it says that there are others.
const NAMES_MAX: usize = 10;
/// Characters of a name that are shown and compared.
const NAME_CHARS_MAX: usize = 40;

/// The column that `wanted` names in any case, or by its number from 1; `default` where nothing is wanted.
///
/// # Errors
/// [`ErrorKind::Column`] with the names of the columns that there are.
pub fn choose_column<'a>(
    table: &'a Table,
    role: &str,
    wanted: Option<&str>,
    default: &str,
) -> Result<&'a Column, Error> {
    let name = wanted.unwrap_or(default).trim();
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    match find(&names, name) {
        Found::One(index) => return Ok(&table.columns[index]),
        Found::Several(times) => {
            return Err(Error::new(ErrorKind::Column, format!("{times} columns are called \"{name}\""))
                .at(format!("the {role} column"))
                .remedy(format!("Choose one by its number, or rename the others. {}", list_columns(table))));
        }
        Found::None => {}
    }
    if let Some((column, file)) = table.together.lacking(name) {
        return Err(Error::new(ErrorKind::Column, format!("{file} has no column \"{column}\""))
            .at(format!("the {role} column"))
            .remedy(format!("Give it one, or leave that file out. {}", list_columns(table))));
    }
    let lower = name.to_lowercase();
    let nearest = nearest(table, &lower).map_or(String::new(), |name| format!("Did you mean \"{name}\"? "));
    Err(Error::new(ErrorKind::Column, format!("there is no column \"{name}\""))
        .at(format!("the {role} column"))
        .remedy(format!("{nearest}Choose the {role} column by its name or number. {}", list_columns(table))))
}

/// What a name may mean.
pub(crate) enum Found {
    /// This column, from 0.
    One(usize),
    /// This many columns have the name.
    Several(usize),
    /// No column.
    None,
}

/// The column that `wanted` means among `names`: by its name, by its name in any case, then with any white space, or by its
/// number from 1.
pub(crate) fn find(names: &[&str], wanted: &str) -> Found {
    let wanted = wanted.trim();
    let places = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        names.iter().enumerate().filter(|(_, name)| is(name)).map(|(index, _)| index).collect()
    };
    let exact = places(&|name| name == wanted);
    let lower = wanted.to_lowercase();
    let mut found = if exact.is_empty() { places(&|name| name.to_lowercase() == lower) } else { exact };
    // A question may be broken into lines, which nobody sees in a list of names.
    let folded = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ");
    if found.is_empty() {
        let wanted = folded(&lower);
        found = places(&|name| folded(&name.to_lowercase()) == wanted);
    }
    match found[..] {
        [index] => return Found::One(index),
        [] => {}
        _ => return Found::Several(found.len()),
    }
    let number = wanted.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    number.filter(|&index| index < names.len()).map_or(Found::None, Found::One)
}

/// What stands for the column with this `number`, from 1, and `name` where a column is chosen: the number, or the name where a column of
/// `names` is called by that number, as pandas calls them 0, 1, 2.
pub fn chosen_by<'a>(names: impl IntoIterator<Item = &'a str>, number: usize, name: &str) -> String {
    let number = number.to_string();
    let is_name = names.into_iter().any(|other| other.trim() == number);
    if is_name { name.to_owned() } else { number }
}

fn list_columns(table: &Table) -> String {
    let named: Vec<String> = table
        .columns
        .iter()
        .enumerate()
        .take(COLUMNS_NAMED_MAX)
        .map(|(number, column)| format!("{} \"{}\"", number + 1, shortened(&column.name)))
        .collect();
    let more = table.columns.len().saturating_sub(COLUMNS_NAMED_MAX);
    let more = if more > 0 { format!(" and {} more", grouped(more)) } else { String::new() };
    format!("The columns are {}{more}.", named.join(", "))
}

/// The column whose name differs least, if it differs little.
fn nearest<'a>(table: &'a Table, lower: &str) -> Option<&'a str> {
    // A name that contains the wanted one ("review_text") is nearer than one of like letters.
    let distance = |name: &str| match name.to_lowercase() {
        name if !lower.is_empty() && name.contains(lower) => 0,
        name => edit_distance(lower, &name),
    };
    let candidates = table.columns.iter().take(COLUMNS_NAMED_MAX * 10);
    let best =
        candidates.map(|column| (distance(&column.name), column)).min_by_key(|&(distance, _)| distance)?;
    (best.0 <= 2 && best.0 < lower.chars().count()).then_some(best.1.name.as_str())
}

/// Levenshtein's distance in characters.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(NAME_CHARS_MAX).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().take(NAME_CHARS_MAX).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, &to) in b.iter().enumerate() {
            let change = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// Some of `names` in quotation marks, for an error.
pub(crate) fn some_names(names: &[String]) -> String {
    let shown: Vec<String> =
        names.iter().take(NAMES_MAX).map(|name| format!("“{}”", shortened(name))).collect();
    let more = if names.len() > NAMES_MAX { " and others" } else { "" };
    shown.join(", ") + more
}

/// A name as messages show it.
pub(crate) fn shortened(name: &str) -> String {
    phrase::shortened(name, NAME_CHARS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{ReadOptions, read};

    fn check(header: &str, wanted: &str, expected: Result<usize, &str>) {
        let table = read(format!("{header}\n").as_bytes(), &ReadOptions::default()).expect("a valid table");
        match (choose_column(&table, "text", Some(wanted), "text"), expected) {
            (Ok(column), Ok(number)) => assert!(std::ptr::eq(column, &table.columns[number - 1]), "{wanted}"),
            (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{error}"),
            (found, _) => panic!("{wanted}: {found:?}"),
        }
    }

    #[test]
    fn a_column_is_chosen_by_name_in_any_case_or_by_number() {
        check("id, Text ,label", "text", Ok(2));
        check("text,Text,TEXT", "Text", Ok(2));
        check("text,label", "2", Ok(2));
        check("text,1", "1", Ok(2));
        check("Äußerung,label", "äußerung", Ok(1));
    }

    #[test]
    fn what_stands_for_a_column_chooses_it_whatever_the_columns_are_called() {
        for header in
            [&["0", "1"][..], &["2", "1"], &["0", "1", "2", "3"], &["text", "label"], &["2", " 1 ", "x"]]
        {
            for (index, name) in header.iter().enumerate() {
                let wanted = chosen_by(header.iter().copied(), index + 1, name);
                check(&header.join(","), &wanted, Ok(index + 1));
            }
        }
        assert_eq!(chosen_by(["text", "label"], 2, "label"), "2");
    }

    #[test]
    fn a_name_in_several_lines_is_found_by_its_words() {
        check("id,\"What did\nyou\u{a0}like?\",label", "what did you like?", Ok(2));
        check("\"a  b\",a b", "a b", Ok(2));
        check("\"a  b\",\"a\nb\"", "a b", Err("2 columns are called \"a b\""));
        check(",label", "2", Ok(2));
    }

    #[test]
    fn an_unknown_or_ambiguous_column_lists_those_that_there_are() {
        check("texts,label", "text", Err("Did you mean \"texts\"?"));
        check("review_text,label", "text", Err("Did you mean \"review_text\"?"));
        check("a,b", "text", Err("The columns are 1 \"a\", 2 \"b\"."));
        check("a,b", "3", Err("there is no column \"3\""));
        check("a,b", "0", Err("there is no column \"0\""));
        check("text,text", "text", Err("2 columns are called \"text\""));
        check("Text,TEXT", "text", Err("2 columns are called \"text\""));
    }
}
