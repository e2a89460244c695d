//! JSON that is no list of objects: what pandas writes by default, lists of lists, and tables wrapped in an object.

use std::collections::HashMap;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::table::header::is_usual_name;
use crate::table::limits::COLUMNS_MAX;

/// What one JSON value holds, if it is a table in one of the other shapes.
#[derive(Debug)]
pub(super) enum Shape<'a> {
    /// Rows of cells, the names of the columns apart or in the first row; and what the shape is called.
    Rows { names: Option<Vec<String>>, rows: Vec<Vec<&'a RawValue>>, called: &'static str },
    /// Lists of objects with the same keys inside the value, each under its name; and names of lists of others beside them.
    Objects { lists: Vec<(String, &'a RawValue)>, others: Vec<String> },
}

/// A value as a cell; null and a list of nothing are the empty one. A list of one value is that value: programs for annotation write
/// each label in a list, since there may be several.
pub(super) fn cell(value: &RawValue) -> String {
    match value.get() {
        "null" => String::new(),
        text if text.starts_with('[') => match list(value).as_deref() {
            Some([]) => String::new(),
            Some([only]) if !only.get().starts_with(['[', '{']) => cell(only),
            Some(pieces) => joined(pieces).unwrap_or_else(|| text.to_owned()),
            None => text.to_owned(),
        },
        text if text.starts_with('"') => serde_json::from_str(text).unwrap_or_else(|_| text.to_owned()),
        other => other.to_owned(),
    }
}

/// The text of a list of its pieces, as Telegram writes one with links or bold words: plain strings, and objects with the kind and the
/// text of a piece. `None` for any other list.
fn joined(pieces: &[&RawValue]) -> Option<String> {
    let mut text = String::new();
    let mut has_object = false;
    for piece in pieces {
        if piece.get().starts_with('"') {
            text.push_str(&cell(piece));
            continue;
        }
        let pairs = pairs(piece)?;
        let string = |name: &str| {
            pairs
                .iter()
                .find(|(key, value)| key == name && value.get().starts_with('"'))
                .map(|&(_, value)| value)
        };
        string("type")?;
        text.push_str(&cell(string("text")?));
        has_object = true;
    }
    has_object.then_some(text)
}

/// The pairs of an object in their order; `None` for anything else.
pub(super) fn pairs(value: &RawValue) -> Option<Vec<(String, &RawValue)>> {
    serde_json::from_str::<Pairs<'_>>(value.get()).ok().map(|pairs| pairs.0)
}

/// The only value of a list of one object; `None` for anything else.
pub(super) fn only_object(value: &RawValue) -> Option<&RawValue> {
    if !first_of(value).is_some_and(|first| first.starts_with('{')) {
        return None;
    }
    match list(value)?[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The values of a list; `None` for anything else.
fn list(value: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str::<List<'_>>(value.get()).ok().map(|list| list.0)
}

/// The shape of the value that is all of `text`; `None` for one that is a document.
pub(super) fn find(text: &str) -> Option<Shape<'_>> {
    let value: &RawValue = serde_json::from_str(text).ok()?;
    if let Some(rows) = list(value) {
        let rows: Option<Vec<Vec<&RawValue>>> = rows.into_iter().map(list).collect();
        return rows.filter(|rows| !rows.is_empty()).map(|rows| Shape::Rows {
            names: None,
            rows,
            called: "list of rows",
        });
    }
    let pairs = pairs(value)?;
    split(&pairs).or_else(|| columns(&pairs)).or_else(|| index(&pairs)).or_else(|| wrapped(&pairs))
}

/// Names of the list in a page of an answer: those of Twitter, YouTube and most others.
const PAGED: [&str; 4] = ["data", "items", "results", "statuses"];

/// The lists of the pages that all of `text` is, one object a page, as twarc and programs for YouTube save answers; `None` where the
/// objects are documents. A page has a list of objects under the same usual name, or nothing to show, and neither a column of labelled
/// texts nor sentences beside it.
pub(super) fn pages(text: &str) -> Option<Shape<'_>> {
    let mut name: Option<&str> = None;
    let mut lists: Vec<(String, &RawValue)> = Vec::new();
    let (mut others, mut pages) = (Vec::new(), 0);
    for page in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        let pairs = pairs(page.ok()?)?;
        let is_list = |value: &RawValue| first_of(value).is_some_and(|first| first.starts_with(['{', ']']));
        let of_page = pairs.iter().find(|(key, value)| match name {
            Some(name) => key == name,
            None => PAGED.contains(&key.as_str()) && is_list(value),
        });
        let is_beside = |key: &str| of_page.is_none_or(|(name, _)| name != key);
        let mut beside = pairs.iter().filter(|(key, _)| is_beside(key));
        if beside.any(|(key, value)| is_usual_name(key) || is_sentence(value)) {
            return None;
        }
        match of_page {
            Some((_, value)) if !is_list(value) => return None,
            Some((key, value)) => {
                name = PAGED.into_iter().find(|paged| paged == key);
                lists.push((key.clone(), value));
            }
            // The last page may have nothing to show; one before the first that does is none.
            None if name.is_none() => return None,
            None => {}
        }
        let lists_beside = pairs.iter().filter(|(key, value)| {
            is_beside(key) && first_of(value).is_some_and(|first| first.starts_with('{'))
        });
        for (key, _) in lists_beside {
            if !others.contains(key) {
                others.push(key.clone());
            }
        }
        pages += 1;
    }
    // A list of one object is a value that some program wrapped.
    let has_several = lists.iter().any(|(_, value)| list(value).is_some_and(|objects| objects.len() > 1));
    (pages > 1 && has_several).then_some(Shape::Objects { lists, others })
}

/// Whether a value is a text of several words.
fn is_sentence(value: &RawValue) -> bool {
    value.get().starts_with('"') && value.get().contains(' ')
}

/// The rows that all of `text` is, one list a line.
pub(super) fn rows(text: &str) -> Option<Shape<'_>> {
    let values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let rows = values.map(|value| list(value.ok()?)).collect::<Option<Vec<_>>>()?;
    (rows.len() > 1).then_some(Shape::Rows { names: None, rows, called: "one list per line" })
}

/// Names beside rows: pandas' "split", with an index, and what databases on the web answer (Datasette).
fn split<'a>(pairs: &[(String, &'a RawValue)]) -> Option<Shape<'a>> {
    let get = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|&(_, value)| value);
    let names: Vec<String> = list(get("columns")?)?.into_iter().map(cell).collect();
    let rows_of = |value: &'a RawValue| list(value)?.into_iter().map(list).collect::<Option<Vec<_>>>();
    if let Some(rows) = get("data").and_then(rows_of) {
        return Some(Shape::Rows { names: Some(names), rows, called: "pandas, orient split" });
    }
    let rows = rows_of(get("rows")?)?;
    let is_named = names.iter().all(|name| !name.starts_with(['{', '['])) && !rows.is_empty();
    let is_whole = is_named && rows.iter().all(|row| row.len() == names.len());
    is_whole.then_some(Shape::Rows { names: Some(names), rows, called: "columns and rows" })
}

/// An object of columns: each a list, or an object of cells by their index, as pandas writes by default.
fn columns<'a>(all: &[(String, &'a RawValue)]) -> Option<Shape<'a>> {
    let names: Vec<String> = all.iter().map(|(name, _)| name.clone()).collect();
    if let Some(lists) = all.iter().map(|(_, value)| list(value)).collect::<Option<Vec<_>>>() {
        let rows = lists.first()?.len();
        // Lists of objects are records; of a document with two lists nobody knows that they are columns.
        let holds_cells = lists.iter().flatten().all(|value| !value.get().starts_with('{'));
        if rows == 0 || lists.len() < 2 || !holds_cells || lists.iter().any(|list| list.len() != rows) {
            return None;
        }
        let rows = (0..rows).map(|row| lists.iter().map(|list| list[row]).collect()).collect();
        return Some(Shape::Rows { names: Some(names), rows, called: "object of lists" });
    }
    let objects = all.iter().map(|(_, value)| pairs(value)).collect::<Option<Vec<_>>>()?;
    let index: Vec<String> = objects.first()?.iter().map(|(key, _)| key.clone()).collect();
    let is_numbered = |keys: &[String]| !keys.is_empty() && keys.iter().all(|key| key.parse::<u64>().is_ok());
    if !is_numbered(&index) && objects.iter().any(|object| holds_list_of_objects(object)) {
        return None;
    }
    let is_same = objects.iter().all(|object| object.iter().map(|(key, _)| key).eq(&index));
    // The same with the keys the other way round is an object of rows.
    if !is_same
        || is_numbered(&names) && !is_numbered(&index)
        || !is_numbered(&index) && index.len() <= names.len()
    {
        return None;
    }
    let rows = (0..index.len()).map(|row| objects.iter().map(|object| object[row].1).collect()).collect();
    Some(Shape::Rows { names: Some(names), rows, called: "pandas, orient columns" })
}

/// Whether some value is a list of objects: then the object is no row or column but stands around a table.
fn holds_list_of_objects(pairs: &[(String, &RawValue)]) -> bool {
    pairs.iter().any(|(_, value)| first_of(value).is_some_and(|first| first.starts_with('{')))
}

/// pandas' "index": an object of rows by their index.
fn index<'a>(all: &[(String, &'a RawValue)]) -> Option<Shape<'a>> {
    let rows = all.iter().map(|(_, value)| pairs(value)).collect::<Option<Vec<_>>>()?;
    if rows.len() < 2 || rows.iter().any(|row| holds_list_of_objects(row)) {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    let mut number_of: HashMap<String, usize> = HashMap::new();
    let mut cells: Vec<Vec<&RawValue>> = Vec::with_capacity(rows.len());
    for row in rows {
        let mut of_row: Vec<&RawValue> = vec![RawValue::NULL; names.len()];
        for (name, value) in row {
            let number = *number_of.entry(name).or_insert_with_key(|name| {
                names.push(name.clone());
                names.len() - 1
            });
            of_row.resize(names.len().max(of_row.len()), RawValue::NULL);
            of_row[number] = value;
        }
        if names.len() > COLUMNS_MAX {
            return None;
        }
        cells.push(of_row);
    }
    Some(Shape::Rows { names: Some(names), rows: cells, called: "pandas, orient index" })
}

/// Objects within objects that are looked through for a list.
const WRAPPED_DEPTH_MAX: usize = 4;

/// A list inside an object.
struct Found<'a> {
    /// The names that lead to it, joined by points.
    path: String,
    /// Objects that it stands in.
    depth: usize,
    whole: &'a RawValue,
    values: Vec<&'a RawValue>,
}

/// The longest list inside an object, such as that under `data`, `results` or `hits.hits`; if it is of objects, with the other lists
/// whose objects have the same keys: parts of one table, such as `train` and `test`.
fn wrapped<'a>(pairs: &[(String, &'a RawValue)]) -> Option<Shape<'a>> {
    let mut found = Vec::new();
    lists_in(pairs, "", 0, &mut found);
    // What stands further outside is the table: answers of programs add lists of what it mentions further inside.
    let outermost = found.iter().filter(|found| found.values.len() > 1).map(|found| found.depth).min();
    let is_outermost =
        |found: &&Found<'_>| outermost.is_none_or(|depth| found.depth == depth && found.values.len() > 1);
    let longest = found.iter().filter(is_outermost).max_by_key(|found| found.whole.get().len())?;
    if longest.values.first()?.get().starts_with('[') {
        let rows = longest.values.iter().map(|row| list(row)).collect::<Option<Vec<_>>>()?;
        let names = names_in(&found, rows.first()?.len());
        return Some(Shape::Rows { names, rows, called: "list of rows inside an object" });
    }
    let (whole, keys) = (longest.whole, keys_of_first(longest));
    let is_part = |found: &Found<'_>| std::ptr::eq(found.whole, whole) || keys_of_first(found) == keys;
    let (lists, others): (Vec<_>, Vec<_>) = found.into_iter().partition(is_part);
    let lists = lists.into_iter().map(|found| (found.path, found.whole)).collect();
    Some(Shape::Objects { lists, others: others.into_iter().map(|found| found.path).collect() })
}

/// Appends the lists of objects or of lists under `all`, which stands `depth` objects deep under `above`.
fn lists_in<'a>(all: &[(String, &'a RawValue)], above: &str, depth: usize, found: &mut Vec<Found<'a>>) {
    for (name, value) in all {
        let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        if first_of(value).is_some_and(|first| first.starts_with(['{', '[']))
            && let Some(values) = list(value)
        {
            found.push(Found { path, depth, whole: value, values });
        } else if value.get().starts_with('{')
            && depth + 1 < WRAPPED_DEPTH_MAX
            && let Some(inside) = pairs(value)
        {
            lists_in(&inside, &path, depth + 1, found);
        }
    }
}

/// The beginning of the first value of a list.
fn first_of(value: &RawValue) -> Option<&str> {
    value.get().strip_prefix('[').map(str::trim_start)
}

/// The keys of the first object of a list of objects, sorted.
fn keys_of_first(found: &Found<'_>) -> Option<Vec<String>> {
    let mut keys: Vec<String> = pairs(found.values.first()?)?.into_iter().map(|(key, _)| key).collect();
    keys.sort();
    Some(keys)
}

/// The names of `columns` columns, if one of the lists is of as many objects with a name each, as portals of open data describe them.
fn names_in(lists: &[Found<'_>], columns: usize) -> Option<Vec<String>> {
    let name_of = |value: &RawValue| {
        let pairs = pairs(value)?;
        pairs.iter().find(|(key, _)| key == "name").map(|(_, name)| cell(name))
    };
    let mut names = lists
        .iter()
        .filter_map(|found| found.values.iter().map(|value| name_of(value)).collect::<Option<Vec<_>>>());
    names.find(|names| names.len() == columns)
}

struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfPairs;
        impl<'de> Visitor<'de> for OfPairs {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry::<String, &'de RawValue>()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(OfPairs)
    }
}

struct List<'a>(Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for List<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfList;
        impl<'de> Visitor<'de> for OfList {
            type Value = List<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<List<'de>, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = seq.next_element::<&'de RawValue>()? {
                    values.push(value);
                }
                Ok(List(values))
            }
        }
        deserializer.deserialize_seq(OfList)
    }
}
