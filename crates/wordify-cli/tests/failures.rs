//! What the program says, and with which exit code it ends, when it cannot do what was asked.

mod program;

use program::{Folder, pets};

#[test]
fn a_wrong_command_line_ends_with_code_2_and_names_the_remedy() {
    let folder = Folder::new();
    let fails = |options: &[&str], words: &[&str]| {
        folder.run(&[&["analyze", "pets.csv"], options].concat()).failed(2, words);
    };
    fails(&["--tresh", "0.3"], &["--tresh"]);
    fails(&["--threshold", "0"], &["above 0 and up to 1"]);
    fails(&["--threshold", "1.5"], &["above 0 and up to 1"]);
    fails(&["--fits", "0"], &["from 1 to 100000"]);
    fails(&["--fits", "many"], &["from 1 to 100000"]);
    fails(&["--threads", "0"], &["from 1 to 1024"]);
    fails(&["--seed", "-1"], &["--seed"]);
    fails(&["--ngrams", "3-1"], &["the smaller first"]);
    fails(&["--min-df", "1.5"], &["a share from 0.0 to 1.0"]);
    fails(&["--preset", "wordify2021"], &["wordify-2021"]);
    fails(&["--language", "english language"], &["The nearest are", "en"]);
    fails(&["--lemmas", "on", "--language", "multi"], &["lemmas", "turn them off with --lemmas off"]);
    fails(&["--lemmas", "perhaps"], &["one of: auto, on, off"]);
    fails(&["--format", "pdf"], &["xlsx"]);
    fails(&["--out", "result"], &["the format of the report is not clear", ".xlsx"]);
    fails(&["--out", "nowhere/a.csv"], &["the folder for the report does not exist", "nowhere"]);
    fails(&["--out", "pets.csv"], &["the report would replace the input"]);
    fails(&["--out", "a.csv", "--out", "a.csv"], &["to the same place"]);
    fails(&["--text", "review"], &["review"]);
    fails(&["--label", "9"], &["9"]);
    assert_eq!(folder.names(), ["pets.csv"]);
}

#[test]
fn input_that_cannot_be_used_ends_with_code_3_and_says_why() {
    let folder = Folder::new();
    folder.write("empty.csv", "");
    folder.write("one.csv", "text,label\nsome words here,a\nother words there,a\n");
    folder.write("cut.xlsx", &b"PK\x03\x04 and then nothing"[..]);
    folder.write("folder/file", "");
    folder.run(&["analyze", "none.csv"]).failed(3, &["there is no such file", "none.csv"]);
    folder.run(&["analyze", "folder"]).failed(3, &["folder"]);
    folder.run(&["analyze", "empty.csv"]).failed(3, &["error:"]);
    folder.run(&["analyze", "one.csv"]).failed(3, &["label"]);
    folder.run(&["analyze", "cut.xlsx"]).failed(3, &["error:"]);
    folder.run(&["analyze", "-"]).failed(3, &["error:"]);
    folder.run(&["analyze", "pets.csv", "--stop-words", "none.txt"]).failed(3, &["--stop-words none.txt"]);
    assert!(folder.names().iter().all(|name| !name.contains("wordify")), "{:?}", folder.names());
}

#[test]
fn a_file_in_the_place_of_the_command_gets_a_hint() {
    let folder = Folder::new();
    folder.run(&["pets.csv"]).failed(2, &["wordify analyze pets.csv"]);
}

#[test]
fn an_error_has_its_place_and_its_remedy_on_lines_of_their_own() {
    let folder = Folder::new();
    folder.write("quote.csv", pets() + "\"never closed,cat\n");
    let run = folder.run(&["analyze", "quote.csv"]);
    let lines: Vec<&str> = run.stderr.lines().skip_while(|line| !line.starts_with("error: ")).collect();
    assert_eq!(lines.len(), 3, "{}", run.stderr);
    assert!(lines[1].starts_with("  at ") && lines[2].starts_with("  "), "{}", run.stderr);
}
