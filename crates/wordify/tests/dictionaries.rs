//! The list as a dictionary of other programs.

use std::collections::{BTreeMap, BTreeSet};

use wordify::ErrorKind;
use wordify::report::dictionary::{Dictionary, Format};

/// A result with two labels that share a form, and names that the formats must not stumble over.
const RESULT: &str = r#"{"source": {}, "analysis": {"labels": ["50 %: \"x\"\t#", "дом"], "indicators": [
    {"label": "50 %: \"x\"\t#", "term": "wolf", "sign": "positive", "forms": [["wolves", 9], ["wolf", 4]]},
    {"label": "50 %: \"x\"\t#", "term": "no", "sign": "positive"},
    {"label": "50 %: \"x\"\t#", "term": "against", "sign": "negative"},
    {"label": "дом", "term": "拍照 效果", "sign": "positive"},
    {"label": "дом", "term": "wolf", "sign": "positive", "forms": [["wolf", 4]]}]}}"#;

type Categories = BTreeMap<String, BTreeSet<String>>;

fn dictionary(most: Option<usize>, only: &[&str]) -> Result<Dictionary, wordify::Error> {
    let only: Vec<String> = only.iter().map(|&label| label.to_owned()).collect();
    Dictionary::from_json(RESULT.as_bytes(), most, &only)
}

fn text(format: Format) -> String {
    String::from_utf8(dictionary(None, &[]).expect("a dictionary").write(format).expect("written"))
        .expect("UTF-8")
}

fn expected(name: &str) -> Categories {
    let entries = |entries: &[&str]| entries.iter().map(|&entry| entry.to_owned()).collect();
    BTreeMap::from([
        (name.to_owned(), entries(&["no", "wolf", "wolves"])),
        ("дом".to_owned(), entries(&["wolf", "拍照 效果"])),
    ])
}

/// A dictionary as the documentation of LIWC describes it: categories between two percent signs, then entries, with tabs between cells.
fn read_liwc(text: &str) -> Categories {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("%"));
    let names: BTreeMap<&str, &str> = lines
        .by_ref()
        .take_while(|line| *line != "%")
        .map(|line| line.split_once('\t').expect("a name"))
        .collect();
    let mut categories = Categories::new();
    for line in lines {
        let mut cells = line.split('\t');
        let entry = cells.next().expect("an entry");
        for number in cells {
            categories.entry(names[number].to_owned()).or_default().insert(entry.to_owned());
        }
    }
    categories
}

#[test]
fn liwc_gets_numbered_categories_and_every_written_form() {
    assert_eq!(read_liwc(&text(Format::Liwc)), expected("50 %: \"x\" #"));
}

#[test]
fn quanteda_gets_a_list_of_quoted_entries_for_each_category() {
    // Read as here by PyYAML 6.0.3, which `xtask/python/dictionary.py` asks.
    let yaml = "\"50 %: \\\"x\\\"\\u0009#\":\n  - \"no\"\n  - \"wolf\"\n  - \"wolves\"\n\"дом\":\n  - \"wolf\"\n  - \"拍照 效果\"\n";
    assert_eq!(text(Format::Quanteda), yaml);
}

#[test]
fn json_and_csv_have_the_same_categories() {
    let json: Categories = serde_json::from_str(&text(Format::Json)).expect("JSON");
    assert_eq!(json, expected("50 %: \"x\"\t#"));
    let csv = text(Format::Csv);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let mut categories = Categories::new();
    for row in reader.records() {
        let row = row.expect("a row");
        categories.entry(row[0].to_owned()).or_default().insert(row[1].to_owned());
    }
    assert_eq!(categories, json);
}

#[test]
fn a_part_of_the_list_can_be_chosen_and_what_is_not_there_is_refused() {
    let chosen = dictionary(Some(1), &["дом"]).expect("a dictionary").write(Format::Csv).expect("written");
    assert_eq!(String::from_utf8_lossy(&chosen), "category,entry\nдом,拍照 效果\n");
    let error = dictionary(None, &["cow"]).expect_err("no such label");
    assert_eq!(error.kind(), ErrorKind::Setting);
    assert!(error.remedy_text().is_some_and(|remedy| remedy.contains("“дом”")), "{error}");
    let error = Dictionary::from_json(b"{\n1", None, &[]).expect_err("no report");
    assert!(error.place().is_some_and(|place| place.starts_with("line 2, ")), "{error}");
    let error = dictionary(Some(0), &[]).expect_err("nothing");
    assert_eq!(error.kind(), ErrorKind::Input);
    let formats = ["a.dic", "a.YML", "a.yaml", "a.json", "a.csv", "a.txt"].map(Format::of_name);
    let [liwc, quanteda] = [Format::Liwc, Format::Quanteda].map(Some);
    assert_eq!(formats, [liwc, quanteda, quanteda, Some(Format::Json), Some(Format::Csv), None]);
}
