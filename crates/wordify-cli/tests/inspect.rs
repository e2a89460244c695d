//! `wordify inspect`: what it says about a file.

mod program;

use program::{Folder, pets};

#[test]
fn columns_labels_lengths_and_the_next_command_are_shown() {
    let folder = Folder::new();
    let csv =
        pets().replace("text,label", "review,animal") + "the chair heard a meow near the house,dog\n,cat\n";
    folder.write(
        "my pets.csv",
        csv.clone() + csv.lines().nth(1).expect("a row").replace(",cat", ",dog").as_str(),
    );
    let text = folder.run(&["inspect", "my pets.csv"]).ok().text();
    for expected in [
        "encoding UTF-8",
        "delimiter comma",
        "2  animal",
        "column “review”",
        "61 of 63 rows",
        "1 (text missing)",
        "1 row repeats the text of an earlier row, 1 with another label: 1 × “cat” then “dog”",
        "words on average",
        "warning: There are 61 documents",
        "wordify analyze 'my pets.csv' --text review --label animal",
    ] {
        assert!(text.contains(expected), "“{expected}” is missing from:\n{text}");
    }
    assert_eq!(folder.names(), ["my pets.csv", "pets.csv"]);
}

#[test]
fn json_holds_the_same_for_programs() {
    let found = Folder::new().run(&["inspect", "pets.csv", "--json"]).ok().json();
    assert_eq!(found["source"]["file_name"], "pets.csv");
    assert_eq!(found["inspection"]["columns"][1]["name"], "label");
    assert_eq!(found["documents"]["labels"], serde_json::json!([["cat", 30], ["dog", 30]]));
    assert_eq!(found["account"]["rows"], 60);
    assert_eq!(found["problem"], serde_json::Value::Null);
}

#[test]
fn a_file_that_cannot_be_analysed_as_it_is_can_still_be_inspected() {
    let folder = Folder::new();
    let one = folder.run_with_input(&["inspect", "-"], b"text,label\nsome words,a\nother words,a\n").ok();
    assert!(one.text().contains("warning: all documents have the same label"), "{}", one.text());
    let unclear = folder.run_with_input(&["inspect", "-"], b"a,b\n1,2\n3,4\n").ok();
    assert!(unclear.text().contains("--text and --label"), "{}", unclear.text());
    assert!(!unclear.text().contains("Next"), "{}", unclear.text());
}

#[test]
fn a_column_that_is_not_there_ends_with_code_2_and_a_damaged_file_with_code_3() {
    let folder = Folder::new();
    folder.run(&["inspect", "pets.csv", "--text", "review"]).failed(2, &["review"]);
    folder.write("cut.xlsx", &b"PK\x03\x04 and then nothing"[..]);
    folder.run(&["inspect", "cut.xlsx"]).failed(3, &["error:"]);
    folder.run(&["inspect", "none.csv"]).failed(3, &["there is no such file"]);
}
