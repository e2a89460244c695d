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
    run.failed(1, &["the result is not the same", "This is another file than the one that was analysed"]);
}

#[test]
fn what_is_no_manifest_is_refused_with_its_place() {
    let folder = with_manifest();
    folder.run(&["verify", "pets.csv", "a.manifest.json"]).failed(3, &["no manifest of Wordify", "pets.csv"]);
}
