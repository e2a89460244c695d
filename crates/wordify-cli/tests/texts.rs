//! `wordify texts`: all texts with a term.

mod program;

use program::Folder;

#[test]
fn texts_are_shown_by_label_with_the_word_between_its_neighbours() {
    let folder = Folder::new();
    let text = folder.run(&["texts", "pets.csv", "meow", "Woofs", "--language", "en"]).ok().text();
    assert!(text.contains("cat: 30 of 30 texts (100.0%)"), "{text}");
    assert!(text.contains("dog: 0 of 30 texts (0.0%)"), "{text}");
    assert!(text.contains("the garden heard a  [meow]  near the garden number0"), "{text}");
    assert!(text.contains("Woofs (counted as “woof”)"), "{text}");
    assert!(text.contains("and 10 more: give --out NAME.csv for all"), "{text}");
}

#[test]
fn all_lines_of_one_label_are_written_or_printed_as_csv() {
    let folder = Folder::new();
    folder.run(&["texts", "pets.csv", "garden", "--only", "dog", "--out", "a.csv", "--threads", "2"]).ok();
    let csv = String::from_utf8(folder.read("a.csv")).expect("UTF-8");
    assert!(
        csv.starts_with("term,label,row,left,written,right\ngarden,dog,3,the ,garden, heard a woof"),
        "{csv}"
    );
    assert!(!csv.contains(",cat,"), "{csv}");
    let run =
        folder.run(&["texts", "pets.csv", "garden", "--only", "dog", "--out", "-", "--threads", "1"]).ok();
    assert_eq!(run.text(), csv);
}

#[test]
fn what_cannot_be_done_is_refused() {
    let folder = Folder::new();
    folder.run(&["texts", "pets.csv"]).failed(2, &["<TERM>"]);
    folder
        .run(&["texts", "pets.csv", "meow", "--only", "cow"])
        .failed(2, &["no label “cow”", "“cat”, “dog”"]);
    folder.run(&["texts", "pets.csv", "meow", "--out", "a.docx"]).failed(2, &["End the name in .csv"]);
}
