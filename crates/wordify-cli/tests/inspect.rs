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

#[test]
fn the_options_of_reading_say_what_cannot_be_guessed_and_are_in_the_next_command() {
    let folder = Folder::new();
    let rows: String =
        (0..12).map(|row| format!("k\u{f6}nnen {row}#{}\n", ["x", "[none]", "y"][row % 3])).collect();
    let text = format!("A survey\n\ntext#label\n{rows}");
    let bytes: Vec<u8> = text.chars().map(|c| if c == 'ö' { 0x94 } else { c as u8 }).collect();
    folder.write("old.txt", bytes);
    let options = ["--header-row", "3", "--encoding", "cp850", "--delimiter", "#", "--missing", "[none]"];
    let arguments = [&["inspect", "old.txt"][..], &options].concat();
    let found = folder.run(&[&arguments[..], &["--json"]].concat()).ok().json();
    assert_eq!(found["documents"]["labels"], serde_json::json!([["x", 4], ["y", 4]]));
    assert_eq!(found["account"]["dropped_by_reason"]["marked_label"], 4);
    assert_eq!(found["inspection"]["columns"][0]["example"], "können 0");
    let shown = folder.run(&arguments).ok().text();
    assert!(shown.contains("--header-row 3 --encoding cp850 --delimiter '#' --missing '[none]'"), "{shown}");
    folder.run(&["inspect", "old.txt", "--encoding", "klingon"]).failed(2, &["there is no encoding"]);
    folder.run(&["inspect", "old.txt", "--delimiter", "##"]).failed(2, &["one sign of ASCII"]);
}

#[test]
fn names_in_files_cannot_disturb_the_terminal() {
    let folder = Folder::new();
    folder.write("odd.csv", "te\u{1b}[31mxt,la\u{202e}bel\na,x\nb,y\n");
    let run = folder.run(&["analyze", "odd.csv", "--text", "none"]);
    assert!(run.stderr.contains("there is no column"), "{}", run.stderr);
    assert!(!run.stderr.contains(['\u{1b}', '\u{202e}']), "{:?}", run.stderr);
}
