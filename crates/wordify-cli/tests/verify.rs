//! `wordify verify`: a result made again from its manifest.

mod program;

use program::{Folder, pets};

fn with_manifest() -> Folder {
    let folder = Folder::new();
    let analyze = ["analyze", "pets.csv", "--preset", "wordify-2021", "--fits", "24", "--seed", "7"];
    folder.run(&[&analyze[..], &["--out", "a.csv", "--out", "a.manifest.json"]].concat()).ok();
    folder
}

#[test]
fn a_result_can_be_made_again_from_its_manifest_on_any_number_of_threads() {
    let folder = with_manifest();
    let text = folder.run(&["verify", "a.manifest.json", "pets.csv", "--threads", "1"]).ok().text();
    assert!(text.starts_with("identical: "), "{text}");
    folder.run(&["verify", "a.manifest.json", "pets.csv", "--threads", "2"]).ok();
}

#[test]
fn a_changed_file_is_named_as_the_cause() {
    let folder = with_manifest();
    folder.write("pets.csv", pets() + "the cat says meow again,cat\n");
    let run = folder.run(&["verify", "a.manifest.json", "pets.csv"]);
    let text = run.text();
    assert!(text.starts_with("SHA-256 of the file: "), "{text}");
    assert!(text.contains("rows: 60 in the manifest, 61 now"), "{text}");
    run.failed(1, &["the result is not the same", "This is not the file that was analysed"]);
}

#[test]
fn what_is_no_manifest_is_refused_with_its_place() {
    let folder = with_manifest();
    folder
        .run(&["verify", "pets.csv", "a.manifest.json"])
        .failed(3, &["not a manifest of Wordify", "pets.csv"]);
}

#[test]
fn documents_set_aside_are_named_in_words_and_verified_with_the_rest() {
    let folder = Folder::new();
    let confirm = ["analyze", "pets.csv", "--confirm", "0.4", "--shuffles", "19", "--language", "en"];
    let run = folder
        .run(&[&confirm[..], &["--out", "a.csv", "--out", "a.json", "--out", "a.manifest.json"]].concat())
        .ok();
    let text = run.text();
    for words in [
        "Before terms were searched for, 24 documents (about 40% of each label, seed 2021) were set aside",
        "after Holm’s adjustment",
        "No program can prove that nobody had looked at these documents before.",
    ] {
        assert!(text.contains(words), "“{words}” is missing from:\n{text}");
    }
    let csv = String::from_utf8(folder.read("a.csv")).expect("UTF-8");
    assert!(
        csv.lines().next().is_some_and(|header| header.ends_with("confirm_p,confirm_p_holm,confirm_p_bh"))
    );
    let manifest = String::from_utf8(folder.read("a.manifest.json")).expect("UTF-8");
    let json = String::from_utf8(folder.read("a.json")).expect("UTF-8");
    for (field, file) in
        [("\"set_aside\": {", &manifest), ("\"confirm\": 0.4", &manifest), ("\"tested\":", &json)]
    {
        assert!(file.contains(field), "{field} is missing from:\n{file}");
    }
    let text = folder.run(&["verify", "a.manifest.json", "pets.csv", "--threads", "2"]).ok().text();
    assert!(text.starts_with("identical: "), "{text}");
}

#[test]
fn a_share_that_leaves_a_part_without_a_label_is_refused_with_what_to_do() {
    let folder = Folder::new();
    folder.write("few.csv", "text,label\na oak,x\nb oak,x\nc oak,x\nd elm,y\n");
    let run = folder.run(&["analyze", "few.csv", "--confirm", "0.3", "--shuffles", "19"]);
    run.failed(3, &["the part set aside has no document of “y”", "confirm", "--labels"]);
    folder.run(&["analyze", "few.csv", "--confirm", "1"]).failed(2, &["above 0 and below 1"]);
}
