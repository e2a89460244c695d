//! `wordify compare`: two results side by side.

mod program;

use program::{Folder, pets};

/// Two results: of the whole corpus, and of the same where one word has been put in place of another.
fn with_two() -> Folder {
    let folder = Folder::new();
    folder.write("later.csv", pets().replace("meow", "hiss"));
    for name in ["pets", "later"] {
        let (file, json) = (format!("{name}.csv"), format!("{name}.json"));
        folder.run(&["analyze", &file, "--preset", "wordify-2021", "--fits", "24", "--out", &json]).ok();
    }
    folder
}

#[test]
fn what_vanished_and_what_is_new_is_shown_and_written() {
    let folder = with_two();
    let run = folder.run(&["compare", "pets.json", "later.json", "--out", "a.csv", "--out", "a.html"]).ok();
    let text = run.text();
    assert!(text.starts_with("pets.json and later.json"), "{text}");
    let csv = String::from_utf8(folder.read("a.csv")).expect("UTF-8");
    for row in ["cat,meow,meow,vanishes,cat,positive,", "cat,hiss,hiss,new,,,,cat,positive,"] {
        assert!(csv.contains(row), "“{row}” is missing from:\n{csv}");
    }
    let html = String::from_utf8(folder.read("a.html")).expect("UTF-8");
    assert!(html.contains("<bdi>hiss</bdi>") && html.contains("<h2>Vanish</h2>"), "{html}");
}

#[test]
fn a_result_compared_with_itself_replicates_whole() {
    let folder = with_two();
    let text = folder.run(&["compare", "pets.json", "pets.json"]).ok().text();
    assert!(text.contains("replicate: 100% (95% interval ") && text.contains("Jaccard 1.00"), "{text}");
    assert!(!text.contains("vanishes"), "{text}");
}

#[test]
fn what_is_no_result_is_refused_with_its_place() {
    let folder = with_two();
    folder
        .run(&["compare", "pets.json", "pets.csv"])
        .failed(3, &["not a report of Wordify as json", "pets.csv, line 1"]);
    folder
        .run(&["compare", "pets.json", "later.json", "--out", "a.pdf"])
        .failed(2, &["End the name in .csv or .html."]);
}
