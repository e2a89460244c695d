//! JSON: objects, one per line, or in one array. `shapes` knows the other forms of a table, and `nearly_json` what is not JSON to the letter.

use serde_json::value::RawValue;

pub(in crate::table) use super::json_objects::Json;
use super::json_objects::{Objects, read_into};
use super::nearly_json::{TWITTER, assignment, with_nulls, with_whole_surrogates, without_script};
use super::shapes::{self, Shape, cell};
use crate::error::{Error, ErrorKind};
use crate::table::Column;
use crate::table::grid::{Grid, Header};
use crate::table::limits::Limits;

/// Stands before each value of a JSON text sequence (RFC 7464).
const SEPARATOR: char = '\u{1e}';

/// Whether `text` begins as JSON objects do; a csv cannot, since a quotation mark inside its first field would
/// not come right after the brace.
pub(in crate::table) fn looks_like_json(text: &str) -> bool {
    let text = text.trim_start_matches(SEPARATOR).trim_start();
    let inside = |rest: &str, next: &[char]| rest.trim_start().starts_with(next);
    let in_list = |rest: &str| {
        inside(rest, &['{', ']'])
            || rest.trim_start().strip_prefix('[').is_some_and(|rest| inside(rest, &LIST_BEGINS))
    };
    text.strip_prefix('{').is_some_and(|rest| inside(rest, &['"', '}']))
        || text.strip_prefix('[').is_some_and(in_list)
        || is_list_per_line(text)
        || text.starts_with(TWITTER)
        || assignment(text).is_some_and(|(_, value)| looks_like_json(value))
}

const REMEDY: &str =
    "Write one JSON object per text, such as {\"text\": \"…\", \"label\": \"…\"}, or save the table as csv.";

/// The error for text that is JSON, or a script, but no table: a list of values without names. A csv is neither.
pub(in crate::table) fn refusal(text: &str) -> Option<Error> {
    let text = text.trim();
    if assignment(text).is_some() {
        return Some(script_without_json());
    }
    let is_list =
        text.starts_with('[') && text.ends_with(']') && serde_json::from_str::<Vec<&RawValue>>(text).is_ok();
    let what = "the file is a JSON list of values, in which no text has a label";
    is_list.then(|| Error::new(ErrorKind::Input, what).remedy(REMEDY))
}

fn script_without_json() -> Error {
    Error::new(ErrorKind::Input, "the file is a script whose data is not JSON").remedy(REMEDY)
}

/// Lines that must be lists for a file of lists, one per line; a csv may begin with one.
const LISTS_LOOKED_AT: usize = 20;

/// Whether each line of `text` looked at is a list of values, with a text in the first.
fn is_list_per_line(text: &str) -> bool {
    let values = |line: &str| serde_json::from_str::<Vec<&RawValue>>(line).map_or(0, |values| values.len());
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(LISTS_LOOKED_AT);
    text.starts_with('[')
        && lines().next().is_some_and(|first| first.contains('"'))
        && lines().nth(1).is_some()
        && lines().all(|line| line.trim_start().starts_with('[') && values(line) > 1)
}

/// What a list of cells can begin with, in a list of lists.
const LIST_BEGINS: [char; 12] = ['"', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// Reads the objects of `text` into columns, one per key, in the order in which the keys first occur.
pub(in crate::table) fn read(text: &str, limits: Limits) -> Result<Json, Error> {
    // Inside a string none can stand.
    let separated = text.contains(SEPARATOR).then(|| text.replace(SEPARATOR, " "));
    let text: &str = &with_whole_surrogates(separated.as_deref().unwrap_or(text));
    let (script, text) = without_script(text);
    let read = read_values(text, limits).or_else(|error| match with_nulls(text) {
        Some(text) => read_values(&text, limits),
        None => Err(error),
    });
    let mut json = read.map_err(|error| match script {
        Some(name) if error.kind() == ErrorKind::Input && !name.starts_with(TWITTER) => script_without_json(),
        _ => error,
    })?;
    json.facts.extend(script.map(|script| ("script", script.to_owned())));
    Ok(json)
}

fn read_values(text: &str, limits: Limits) -> Result<Json, Error> {
    let start = text.trim_start();
    let is_list_of_lists = start.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('['));
    let shape = if is_list_of_lists || is_one_object(start) {
        shapes::find(text)
    } else if start.starts_with('{') {
        shapes::pages(text)
    } else if is_list_per_line(start) {
        shapes::rows(text)
    } else {
        None
    };
    match shape {
        Some(Shape::Rows { names, rows, called }) => from_rows(names, &rows, called, limits),
        Some(Shape::Objects { lists, others }) => from_lists(&lists, &others, limits),
        None => read_objects(text, limits),
    }
}

/// Whether all of `text` is one object.
fn is_one_object(text: &str) -> bool {
    if !text.starts_with('{') {
        return false;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    matches!(values.next(), Some(Ok(_))) && text[values.byte_offset()..].trim().is_empty()
}

fn from_rows(
    names: Option<Vec<String>>,
    rows: &[Vec<&RawValue>],
    called: &'static str,
    limits: Limits,
) -> Result<Json, Error> {
    let mut grid = Grid::new(limits);
    let header = if names.is_some() { Header::Chosen } else { Header::FirstRow };
    if let Some(names) = names {
        names.iter().try_for_each(|name| grid.push(name))?;
        grid.end_row()?;
    }
    for row in rows {
        row.iter().try_for_each(|value| grid.push(&cell(value)))?;
        grid.end_row()?;
    }
    let gathered = grid.finish(header).ok_or_else(crate::table::empty_file)?;
    let facts = vec![("form", called.to_owned())];
    Ok(Json { columns: gathered.columns, rows: gathered.rows, facts, warnings: gathered.warnings })
}

/// What the column is called that says in which of several lists an object stands.
const LIST: &str = "list";

/// The objects of several lists, one after the other; where there are several, a column says in which each stands.
fn from_lists(lists: &[(String, &RawValue)], others: &[String], limits: Limits) -> Result<Json, Error> {
    let mut table = Objects::new(limits);
    let mut of_list = Column::new(LIST);
    for (name, list) in lists {
        read_into(&mut table, list.get())?;
        (of_list.len()..table.rows).for_each(|_| of_list.push(name));
    }
    let mut json = table.finish();
    // Pages have their lists under one name.
    let mut names: Vec<&str> = lists.iter().map(|(name, _)| name.as_str()).collect();
    names.dedup();
    json.facts.push(("objects under", names.join(", ")));
    if names.len() > 1 {
        limits.check_table(json.rows, json.columns.len() + 1)?;
        json.columns.push(of_list);
    }
    if !others.is_empty() {
        json.facts.push(("not read", others.join(", ")));
    }
    Ok(json)
}

fn read_objects(text: &str, limits: Limits) -> Result<Json, Error> {
    let mut table = Objects::new(limits);
    read_into(&mut table, text)?;
    Ok(table.finish())
}

#[cfg(test)]
mod tests {
    use super::super::json_objects::UNFOLDED_COLUMNS_MAX;
    use super::*;

    fn read(text: &str) -> Result<Json, Error> {
        super::read(text, Limits::default())
    }

    fn check(text: &str, names: &[&str], cells: &[&[&str]]) {
        assert!(looks_like_json(text));
        let Json { columns, rows, .. } = read(text).expect("well formed");
        assert_eq!(columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), names);
        for (row, expected) in cells.iter().enumerate() {
            assert_eq!(columns.iter().map(|column| column.cell(row)).collect::<Vec<_>>(), *expected);
        }
        assert_eq!(rows, cells.len());
    }

    #[test]
    fn keys_become_columns_and_null_is_missing() {
        let lines = "{\"text\":\"schön\\n\",\"label\":1}\n{\"label\":null,\"text\":\"b\",\"extra\":true}\n";
        check(lines, &["text", "label", "extra"], &[&["schön\n", "1", ""], &["b", "", "true"]]);
        check("[{\"text\": \"a\"}, {\"text\": [1, 2]}]", &["text"], &[&["a"], &["[1, 2]"]]);
        check("{\"a\\u00e9\": \"\\u00e9\\n\", \"n\": 1.50}", &["aé", "n"], &[&["é\n", "1.50"]]);
        check("{\n \"text\": \"a\",\n \"label\": \"x\"\n}\n", &["text", "label"], &[&["a", "x"]]);
    }

    #[test]
    fn halves_of_surrogate_pairs_become_unknown_characters_and_whole_pairs_stay() {
        let cells: &[&[&str]] = &[&["a\u{fffd}b", "😀"], &["\u{fffd}\u{fffd}", "\\ud83d \u{fffd}"]];
        check(
            r#"{"text":"a\ud83db","label":"\ud83d\ude00"} {"text":"\ude00\ud83d","label":"\\ud83d \uD83D"}"#,
            &["text", "label"],
            cells,
        );
        for text in ["\\", "\\u", "\\ud83", "\\ud83\u{e9}", "\\ud83d\\", "\\ud83d\\ud83d\\ude00"] {
            assert!(with_whole_surrogates(text).len() == text.len(), "{text}");
        }
    }

    #[test]
    fn other_forms_of_a_table_are_read() {
        let names: &[&str] = &["text", "label"];
        let cells: &[&[&str]] = &[&["a", "1"], &["b", ""], &["c", "2"]];
        for text in [
            r#"{"text":{"0":"a","1":"b","2":"c"},"label":{"0":1,"1":null,"2":2}}"#,
            r#"{"text":["a","b","c"],"label":[1,null,2]}"#,
            r#"{"columns":["text","label"],"index":[0,1,2],"data":[["a",1],["b",null],["c",2]]}"#,
            r#"{"0":{"text":"a","label":1},"1":{"text":"b","label":null},"2":{"text":"c","label":2}}"#,
            r#"[["text","label"],["a",1],["b",null],["c",2]]"#,
            // Datasette, and LimeSurvey with the number of the answer around each.
            r#"{"columns":["text","label"],"rows":[["a",1],["b",null],["c",2]],"truncated":false}"#,
            r#"{"responses":[{"1":{"text":"a","label":1}},{"2":{"text":"b"}},{"7":{"text":"c","label":2}}]}"#,
            "var data = [{\"text\":\"a\",\"label\":1},{\"text\":\"b\"},{\"text\":\"c\",\"label\":2}] ;\n",
            "const d={\"text\":[\"a\",\"b\",\"c\"],\"label\":[1,null,2]}",
            r#"{"meta":{"pages":3},"data":[{"text":"a","label":1},{"text":"b","label":null},{"text":"c","label":2}]}"#,
            r#"{"schema":{"fields":[{"name":"text"}]},"data":[{"text":"a","label":1},{"text":"b"},{"text":"c","label":2}]}"#,
            "window.YTD.tweets.part0 = [{\"text\":\"a\",\"label\":1},{\"text\":\"b\"},{\"text\":\"c\",\"label\":2}];",
            "{\"text\":\"a\",\"label\":1}\n{\"text\":\"b\",\"label\":NaN}\n{\"text\":\"c\",\"label\":2}\n",
            r#"[{"text":"a","label":1},{"text":"b","label":-Infinity},{"text":"c","label":2}]"#,
        ] {
            check(text, names, cells);
        }
        check(
            r#"[["good one",1],["bad one",2],["fair one",1]]"#,
            &["column 1", "column 2"],
            &[&["good one", "1"], &["bad one", "2"], &["fair one", "1"]],
        );
        check("{\"text\":\"NaN, \\\"NaN\",\"n\":NaN}", &["text", "n"], &[&["NaN, \"NaN", ""]]);
        check(r#"{"text":"a","tags":["x","y"]}"#, &["text", "tags"], &[&["a", r#"["x","y"]"#]]);
    }

    #[test]
    fn what_is_no_table_of_names_is_refused_and_a_csv_is_not() {
        for (text, what) in [
            ("[\"a, b\", \"c\"]\n", "list of values"),
            ("[\n  \"a\",\n  \"b\"\n]", "list of values"),
            ("[1, 2]", "list of values"),
            ("let a = ['b', 'c']", "a script"),
        ] {
            assert!(!looks_like_json(text), "{text}");
            assert!(refusal(text).is_some_and(|error| error.message().contains(what)), "{text}");
        }
        for csv in [
            "[\"a\", 1],x\n[\"b\", 2],y\n",
            "[laughs]\n[cries]",
            "const a = [1];,good\nlet b = {},bad\n",
            "var,text\n1,[a]\n",
            "var x == [1]",
        ] {
            assert!(!looks_like_json(csv) && refusal(csv).is_none(), "{csv}");
        }
    }

    #[test]
    fn a_script_whose_objects_are_not_json_is_called_a_script() {
        let error = read("var data = [{text: \"a\"}];\n").expect_err("no JSON");
        assert!(error.message().contains("a script"), "{error}");
    }

    #[test]
    fn numbers_around_objects_are_taken_off_only_where_they_stand_alone() {
        check("{\"1\":{\"t\":\"a\"}}\n{\"2\":{\"t\":\"b\"}}\n", &["t"], &[&["a"], &["b"]]);
        check("{\"1\":{\"t\":\"a\"},\"l\":1}\n{\"l\":2}\n", &["1.t", "l"], &[&["a", "1"], &["", "2"]]);
        check("{\"1\":\"a\"}\n{\"1\":\"b\"}\n", &["1"], &[&["a"], &["b"]]);
        check("{\"a\":{\"t\":\"a\"}}\n{\"a\":{\"t\":\"b\"}}\n", &["a.t"], &[&["a"], &["b"]]);
    }

    #[test]
    fn lists_inside_objects_are_the_table_and_none_is_lost() {
        // Reddit, Elasticsearch, CKAN, Airtable; as their documentation shows the answers.
        for (text, names) in [
            (
                r#"{"data":{"after":"t3","children":[{"data":{"body":"a"}},{"data":{"body":"b"}}]}}"#,
                "data.body",
            ),
            (
                r#"{"took":3,"hits":{"total":2,"hits":[{"_source":{"t":"a"}},{"_source":{"t":"b"}}]}}"#,
                "_source.t",
            ),
            (r#"{"result":{"fields":[{"id":"t","type":"text"}],"records":[{"t":"a"},{"t":"b"}]}}"#, "t"),
            (
                r#"{"data":[{"t":"a"},{"t":"b"}],"includes":{"users":[{"x":"long enough to be the longest"},{"x":""}]}}"#,
                "t",
            ),
        ] {
            check(text, &[names], &[&["a"], &["b"]]);
        }
        check(
            r#"{"train":[{"t":"a"},{"t":"b"}],"version":[{"n":1}],"test":[{"t":"c"}]}"#,
            &["t", "list"],
            &[&["a", "train"], &["b", "train"], &["c", "test"]],
        );
        let facts = read(r#"{"a":[{"t":"a"},{"t":"b"}],"b":[{"n":1}]}"#).expect("well formed").facts;
        assert_eq!(facts, [("objects under", "a".to_owned()), ("not read", "b".to_owned())]);
        // Socrata's portals of open data, and the interface of Google Sheets.
        check(
            r#"{"meta":{"view":{"columns":[{"id":1,"name":"t"},{"id":2,"name":"l"}]}},"data":[["a",1],["b",2]]}"#,
            &["t", "l"],
            &[&["a", "1"], &["b", "2"]],
        );
        check(
            r#"{"range":"A1:B3","values":[["t","l"],["a","1"],["b","2"]]}"#,
            &["t", "l"],
            &[&["a", "1"], &["b", "2"]],
        );
    }

    #[test]
    fn pages_of_answers_one_per_line_are_one_table() {
        // As twarc2 and programs for YouTube save them.
        let twitter = r#"{"data":[{"t":"a"},{"t":"b"}],"includes":{"users":[{"id":"0","name":"x y"}]},"meta":{"result_count":2}}
            {"data":[{"t":"c"}],"errors":[{"e":"f"}],"meta":{"result_count":1}}
            {"meta":{"result_count":0}}"#;
        check(twitter, &["t"], &[&["a"], &["b"], &["c"]]);
        let facts = read(twitter).expect("well formed").facts;
        assert_eq!(facts, [("objects under", "data".to_owned()), ("not read", "errors".to_owned())]);
        let youtube = r#"{"kind":"youtube#list","etag":"x1","items":[{"snippet":{"t":"a"}}]}{"kind":"youtube#list","etag":"x2","items":[]}
            {"kind":"youtube#list","etag":"x3","items":[{"snippet":{"t":"b"}},{"snippet":{"t":"c"}}]}"#;
        check(youtube, &["snippet.t"], &[&["a"], &["b"], &["c"]]);
        // Documents with lists are none.
        for document in [
            r#"{"text":"a","items":[{"n":1},{"n":2}]}"#,
            r#"{"post":"good and bad","data":[{"n":1},{"n":2}]}"#,
            r#"{"post":"a","entities":[{"n":1},{"n":2}]}"#,
            r#"{"post":"a","data":["x","y"]}"#,
            r#"{"stars":5,"data":[{"n":1}]}"#,
        ] {
            let rows = read(&format!("{document}\n{document}\n")).expect("well formed").rows;
            assert_eq!(rows, 2, "{document}");
        }
    }

    #[test]
    fn lists_one_per_line_are_rows() {
        let cells: &[&[&str]] = &[&["a, b", "1"], &["c \"d\"", ""], &["é", "2"]];
        let lines = "[\"a, b\", 1]\n[\"c \\\"d\\\"\", null]\n\n[\"\\u00e9\", 2]\n";
        check(&format!("[\"text\", \"label\"]\n{lines}"), &["text", "label"], cells);
        check(&format!("{lines}[\"x\", 1]\n"), &["column 1", "column 2"], &[cells, &[&["x", "1"]]].concat());
        for text in [
            "[\"a\", 1],x\n[\"b\", 2],y\n",
            "[\"a\", 1]\n",
            "[\"a\"]\n[\"b\"]\n",
            "[\"a\", \"b\"]\ntext,label\n",
        ] {
            assert!(!looks_like_json(text), "{text}");
        }
    }

    #[test]
    fn values_that_programs_wrap_are_unwrapped() {
        // Extended JSON of MongoDB, Telegram's texts in pieces, an annotation of Label Studio.
        check(
            "{\"n\":{\"$numberInt\":\"5\"},\"id\":{\"$oid\":\"5f\"}}\n{\"n\":{\"$numberInt\":\"1\"}}",
            &["n", "id"],
            &[&["5", "5f"], &["1", ""]],
        );
        check(
            r#"{"text":["see ",{"type":"link","text":"a.b"}," now"]}{"text":[{"text":"x","label":"y"},"z"]}"#,
            &["text"],
            &[&["see a.b now"], &[r#"[{"text":"x","label":"y"},"z"]"#]],
        );
        check(
            r#"[{"data":{"text":"a"},"annotations":[{"result":[{"value":{"choices":["good"]}}]}]},{"data":{"text":"b"}}]"#,
            &["data.text", "annotations.result.value.choices"],
            &[&["a", "good"], &["b", ""]],
        );
    }

    #[test]
    fn a_sequence_with_separators_is_read() {
        check("\u{1e}{\"a\": 1}\n\u{1e}{\"a\": 2}\n", &["a"], &[&["1"], &["2"]]);
        assert!(looks_like_json("\u{1e}{\"a\": 1}\n"));
    }

    #[test]
    fn a_list_of_one_value_is_the_value() {
        check(
            "{\"l\": [\"good\"]}\n{\"l\": []}\n{\"l\": [\"a\", \"b\"]}\n{\"l\": [3]}\n{\"l\": [[0, 4, \"x\"]]}",
            &["l"],
            &[&["good"], &[""], &["[\"a\", \"b\"]"], &["3"], &["[[0, 4, \"x\"]]"]],
        );
    }

    #[test]
    fn objects_inside_objects_are_unfolded() {
        let lines = "{\"text\":\"a\",\"user\":{\"name\":\"x\",\"place\":{\"id\":1},\"tags\":[1, 2]}}\n{\"user\":{\"name\":\"y\"},\"text\":\"b\"}\n";
        let names: &[&str] = &["text", "user.name", "user.place.id", "user.tags"];
        check(lines, names, &[&["a", "x", "1", "[1, 2]"], &["b", "y", "", ""]]);
        let dictionary: Vec<String> = (0..60).map(|key| format!("\"k{key}\":1")).collect();
        let text = format!("{{\"text\":\"a\",\"all\":{{{}}}}}\n{{\"text\":\"b\"}}\n", dictionary.join(","));
        assert_eq!(read(&text).expect("well formed").columns.len(), 2);
        let deep = format!(
            "{{\"text\":\"a\",\"d\":{}1{}}}\n{{\"text\":\"b\"}}\n",
            "{\"d\":".repeat(100),
            "}".repeat(100)
        );
        assert_eq!(read(&deep).expect("well formed").columns[1].name, "d".to_owned() + &".d".repeat(8));
    }

    #[test]
    fn objects_with_ever_new_keys_inside_fill_no_memory() {
        let lines: String =
            (0..1500).map(|row| format!("{{\"text\":\"a\",\"of\":{{\"k{row}\":1}}}}\n")).collect();
        let json = read(&lines).expect("well formed");
        assert_eq!((json.columns.len(), json.rows), (UNFOLDED_COLUMNS_MAX, 1500));
        assert!(json.warnings[0].starts_with("501 values were"), "{:?}", json.warnings);
    }

    #[test]
    fn wrong_json_is_reported_with_its_line() {
        for (text, line) in [
            ("{\"text\":\"a\"}\n{\"text\":b}\n", "line 2, column 9"),
            ("{\"text\":\"a\"}\n[1]\n", "line 2, column 0"),
            ("[{\"text\":\"a\"},\n 7]", "line 2, column 2"),
        ] {
            assert_eq!(read(text).expect_err("wrong").place(), Some(line), "{text}");
        }
    }

    #[test]
    fn a_csv_is_not_taken_for_json() {
        assert!(!looks_like_json("{id},text\n1,a\n"));
        assert!(!looks_like_json("[id],text\n1,a\n"));
    }
}
