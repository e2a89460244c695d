//! `wordify analyze`: what goes in, what comes out.

mod program;

use program::{Folder, pets};

/// Shuffles that are enough for the small corpus.
const FEW: &[&str] = &["analyze", "pets.csv", "--shuffles", "19"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [FEW, more].concat()
}

#[test]
fn without_options_a_workbook_appears_in_this_folder_and_the_terminal_says_so() {
    let folder = Folder::new();
    folder.write("data/reviews.csv", pets());
    let run = folder.run(&["analyze", "data/reviews.csv", "--shuffles", "19"]).ok();
    assert!(folder.read("reviews.wordify.xlsx").starts_with(b"PK"));
    let text = run.text();
    for expected in ["cat", "meow", "woof", "60 documents", "2 labels", "seed 2021", "reviews.wordify.xlsx"] {
        assert!(text.contains(expected), "“{expected}” is missing from:\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "no colour outside a terminal");
    assert_eq!(folder.names(), ["data", "pets.csv", "reviews.wordify.xlsx"]);
}

#[test]
fn the_ending_of_out_chooses_the_format_and_several_are_made_in_one_run() {
    let folder = Folder::new();
    let names = ["a.xlsx", "a.csv", "a.json", "a.jsonl", "a.html"];
    let outs: Vec<&str> = names.iter().flat_map(|name| ["--out", name]).collect();
    folder.run(&with(&outs)).ok();
    let beginnings: [&[u8]; 5] =
        [b"PK", b"label,term,sign,score,", b"{", b"{\"label\":\"cat\"", b"<!doctype html>"];
    for (name, beginning) in names.iter().zip(beginnings) {
        assert!(folder.read(name).starts_with(beginning), "{name}");
    }
}

#[test]
fn the_format_option_wins_over_the_ending_and_a_folder_gets_the_default_name() {
    let folder = Folder::new();
    folder.run(&with(&["--format", "csv", "--out", "result.txt"])).ok();
    assert!(folder.read("result.txt").starts_with(b"label,term,"));
    folder.write("results/keep", "");
    folder.run(&with(&["--format", "html", "--out", "results"])).ok();
    assert!(folder.read("results/pets.wordify.html").starts_with(b"<!doctype html>"));
}

#[test]
fn standard_output_holds_nothing_but_the_data() {
    let folder = Folder::new();
    let csv = folder.run(&with(&["--out", "-", "--language", "en"])).ok();
    assert!(csv.text().starts_with("label,term,sign,score,"));
    assert!(csv.text().lines().all(|line| line.split(',').count() == 29), "{}", csv.text());
    let json = folder.run(&with(&["--out", "-", "--format", "json"])).ok();
    assert_eq!(json.json()["source"]["file_name"], "pets.csv");
    let xlsx = folder.run(&with(&["--out", "-", "--format", "xlsx"])).ok();
    assert!(xlsx.stdout.starts_with(b"PK"));
    assert!(csv.stderr.contains("60 documents"), "the facts go to standard error: {}", csv.stderr);
    assert_eq!(folder.names(), ["pets.csv"]);
}

#[test]
fn standard_input_gives_the_same_terms_as_the_file() {
    let folder = Folder::new();
    let from_file = folder.run(&with(&["--out", "-"])).ok();
    let arguments = ["analyze", "-", "--shuffles", "19", "--out", "-"];
    let from_input = folder.run_with_input(&arguments, pets().as_bytes()).ok();
    assert_eq!(from_file.stdout, from_input.stdout);
    folder.run_with_input(&["analyze", "-", "--shuffles", "19"], pets().as_bytes()).ok();
    assert!(folder.read("wordify.xlsx").starts_with(b"PK"));
}

#[test]
fn quiet_says_nothing() {
    let folder = Folder::new();
    let run = folder.run(&with(&["--quiet"])).ok();
    assert_eq!((run.text().as_str(), run.stderr.as_str()), ("", ""));
    assert_eq!(folder.names(), ["pets.csv", "pets.wordify.xlsx"]);
}

#[test]
fn the_number_of_threads_does_not_change_a_byte() {
    let folder = Folder::new();
    for format in ["xlsx", "csv", "json", "jsonl", "html"] {
        let one = folder.run(&with(&["--threads", "1", "--out", "-", "--format", format])).ok();
        let three = folder.run(&with(&["--threads", "3", "--out", "-", "--format", format])).ok();
        assert!(one.stdout == three.stdout, "{format}");
    }
}

#[test]
fn every_setting_arrives_in_the_report() {
    let folder = Folder::new();
    folder.write("stop.txt", "\u{feff}The\n a near \n");
    let options = [
        "--preset",
        "wordify-2021",
        "--fits",
        "24",
        "--language",
        "German",
        "--stop-words",
        "stop.txt",
        "--lemmas",
        "off",
        "--ngrams",
        "1-2",
        "--min-df",
        "2",
        "--max-df",
        "0.9",
        "--threshold",
        "0.25",
        "--seed",
        "7",
        "--out",
        "-",
        "--format",
        "json",
    ];
    let report = folder.run(&with(&options)).ok().json();
    let settings = &report["analysis"]["settings"];
    assert_eq!(settings["preset"], "wordify-2021");
    assert_eq!(settings["language"], "de");
    assert_eq!(settings["lemmas"], false);
    assert_eq!(settings["stop_words"]["list"], serde_json::json!(["a", "near", "the"]));
    assert_eq!(settings["ngram_range"], serde_json::json!([1, 2]));
    assert_eq!(settings["min_df"]["count"], 2);
    assert_eq!(settings["max_df"]["share"], 0.9);
    assert_eq!(settings["fits"], 24);
    assert_eq!(settings["threshold"], 0.25);
    assert_eq!(settings["seed"], 7);
}

#[test]
fn every_preset_has_its_own_list_of_stop_words() {
    let folder = Folder::new();
    for (preset, list) in [("wordify", "wordify"), ("wordify-2021", "nltk"), ("wordify-2022", "spacy")] {
        let options = ["--preset", preset, "--out", "-", "--format", "json"];
        let report = folder.run(&with(&options)).ok().json();
        assert_eq!(report["analysis"]["settings"]["stop_words"], list, "{preset}");
    }
}

#[test]
fn columns_that_nobody_named_are_guessed_and_the_guess_is_said() {
    let folder = Folder::new();
    let pets = pets();
    let (_, rows) = pets.split_once('\n').expect("a header");
    folder.write("reviews.csv", format!("Review,Animal\n{rows}"));
    let guessed = folder.run(&["analyse", "reviews.csv", "--shuffles", "19", "-o", "a.csv"]).ok();
    let said = "texts in column “Review”, labels in column “Animal”";
    assert!(guessed.stderr.contains(said), "{}", guessed.stderr);
    let named =
        ["analyze", "reviews.csv", "--shuffles", "19", "--text", "review", "--label", "2", "--out", "b.csv"];
    assert!(!folder.run(&named).ok().stderr.contains("in column"));
    assert_eq!(folder.read("a.csv"), folder.read("b.csv"));
}

#[test]
fn columns_are_found_by_name_in_any_case_and_by_number() {
    let folder = Folder::new();
    folder.write("other.csv", pets().replace("text,label", "Review,Animal"));
    let expected = folder.run(&with(&["--out", "-"])).ok().stdout;
    for (text, label) in [("Review", "Animal"), ("review", "ANIMAL"), ("1", "2")] {
        let arguments =
            ["analyze", "other.csv", "--shuffles", "19", "--out", "-", "--text", text, "--label", label];
        assert_eq!(folder.run(&arguments).ok().stdout, expected, "{text} {label}");
    }
}

#[test]
fn a_sheet_is_found_by_name_and_by_number() {
    let folder = Folder::new();
    folder.run(&with(&["--max-q", "1", "--out", "terms.xlsx"])).ok();
    // Our own workbook as input: its first sheet has terms as texts.
    for sheet in ["Positive", "1"] {
        let options =
            ["analyze", "terms.xlsx", "--sheet", sheet, "--text", "term", "--shuffles", "19", "--out", "-"];
        let report = folder.run(&[&options[..], &["--format", "json"]].concat()).ok().json();
        let facts = report["source"]["facts"].to_string();
        assert!(facts.contains("Positive"), "{facts}");
    }
}

#[test]
fn double_encoded_text_is_reported_and_repaired_on_request() {
    let folder = Folder::new();
    folder.write("pets.csv", pets().replace("meow", "schÃ¶n"));
    let output = folder.run(&with(&["--out", "-"])).ok();
    assert!(output.stderr.contains("--repair-encoding"), "{}", output.stderr);
    let repaired = folder.run(&with(&["--out", "-", "--repair-encoding"])).ok();
    assert!(repaired.text().contains(",schön,"), "{}", repaired.text());
}

#[test]
fn an_earlier_result_is_replaced_and_the_input_is_not() {
    let folder = Folder::new();
    folder.write("pets.wordify.xlsx", "an earlier result");
    folder.run(FEW).ok();
    assert!(folder.read("pets.wordify.xlsx").starts_with(b"PK"));
    assert_eq!(folder.read("pets.csv"), pets().as_bytes());
}

#[test]
fn colour_comes_when_asked_for_and_not_otherwise() {
    let folder = Folder::new();
    assert!(folder.run(&with(&["--color", "always"])).ok().text().contains("\u{1b}["));
    for more in [&["--color", "never"][..], &["--color", "auto"], &[]] {
        assert!(!folder.run(&with(more)).ok().text().contains('\u{1b}'), "{more:?}");
    }
    assert!(folder.run(&["analyze", "none.csv", "--color", "always"]).stderr.contains("\u{1b}[1;31merror:"));
}

#[test]
fn with_many_labels_the_terminal_shows_a_bounded_amount() {
    let folder = Folder::new();
    let mut csv = String::from("text,label\n");
    for label in 0..60 {
        for number in 0..4 {
            csv.push_str(&format!("mark{label} seen in place{number},label {label:02}\n"));
        }
    }
    folder.write("many.csv", csv);
    let text = folder.run(&["analyze", "many.csv", "--shuffles", "19"]).ok().text();
    assert!(text.contains("… 20 more labels"), "{text}");
    assert!(text.lines().count() < 60, "{text}");
}

#[test]
fn a_calibrated_list_says_how_many_of_its_terms_are_expected_to_be_false() {
    let folder = Folder::new();
    let run = |threads: &str| {
        let options = ["analyze", "pets.csv", "--out", "-", "--threads", threads];
        folder.run(&options).ok().text()
    };
    let csv = run("1");
    assert_eq!(csv, run("3"), "the number of threads changes nothing");
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let first = "label,term,sign,score,strength,q_value,expected_false,documents_in_label,share_in_label,documents_in_rest,\
                 share_in_rest,difference,difference_low,difference_high,odds_ratio,odds_low,odds_high";
    assert_eq!(header[..17].join(","), first, "programs that read the file count on this order");
    let place = |name: &str| header.iter().position(|column| *column == name).expect("the column");
    let rows: Vec<Vec<&str>> = lines.collect();
    let meow = rows.iter().find(|row| row[place("term")] == "meow").expect("meow is told from chance");
    assert_eq!((meow[place("label")], meow[place("sign")]), ("cat", "positive"));
    assert_eq!(
        meow[place("warnings")],
        "restates the label",
        "it stands in every text about cats and in no other"
    );
    for row in &rows {
        let number = |name: &str| row[place(name)].parse::<f64>().expect("a number");
        assert!(number("q_value") <= 0.1 && number("expected_false") >= 0.01, "{row:?}");
        assert!(number("odds_low") <= number("odds_ratio") && number("odds_ratio") <= number("odds_high"));
    }
    let terms: std::collections::BTreeSet<_> = rows.iter().map(|row| row[place("term")]).collect();
    assert_eq!(terms.len(), rows.len(), "of two labels each term stands once");
}

#[test]
fn a_calibrated_list_can_end_at_a_number_of_false_terms_and_has_no_fits() {
    let folder = Folder::new();
    let json = folder.run(&["analyze", "pets.csv", "--max-false", "1", "--format", "json", "--out", "-"]);
    let json = json.ok().json();
    let indicators = json["analysis"]["indicators"].as_array().expect("a list").clone();
    assert!(
        indicators
            .iter()
            .all(|found| found["expected_false"].as_f64() <= Some(1.0) && found["listed"] == true)
    );
    assert_eq!(json["analysis"]["calibration"]["shuffles"], 99);
    let refused = folder.run(&["analyze", "pets.csv", "--fits", "24"]);
    assert_eq!(refused.code, 2);
}

#[test]
fn a_folder_of_texts_gives_the_terms_of_the_table_with_the_same_texts() {
    let folder = Folder::new();
    let mut rows: Vec<(String, String)> = Vec::new();
    for (number, row) in pets().lines().skip(1).enumerate() {
        let (text, label) = row.rsplit_once(',').expect("text and label");
        rows.push((format!("{label}/{number:03}.txt"), text.trim_matches('"').to_owned()));
    }
    rows.sort();
    let mut csv = String::from("text,label\n");
    for (path, text) in &rows {
        folder.write(&format!("pets/{path}"), text.as_str());
        csv.push_str(&format!("\"{text}\",{}\n", path.split('/').next().expect("a label")));
    }
    folder.write("pets/cat/picture.png", &b"\x89PNG"[..]);
    folder.write("same.csv", csv);
    let terms = |input: &str| folder.run(&["analyze", input, "--shuffles", "19", "--out", "-"]).ok();
    let of_folder = terms("pets");
    assert_eq!(of_folder.text(), terms("same.csv").text());
    assert!(of_folder.stderr.contains("cat/picture.png"), "{}", of_folder.stderr);
    let report =
        folder.run(&["analyze", "pets", "--shuffles", "19", "--out", "-", "--format", "json"]).ok().json();
    assert_eq!(report["source"]["file_name"], "pets");
    assert_eq!(report["analysis"]["account"]["dropped"][0]["name"], "cat/picture.png");
    let again =
        folder.run(&["analyze", "pets/", "--shuffles", "19", "--out", "-", "--format", "json"]).ok().json();
    assert_eq!(report["source"]["sha256"], again["source"]["sha256"]);
    folder.write("pets/cat/picture.png", &b"\x89PNG."[..]);
    let other = folder.run(&["inspect", "pets", "--json"]).ok().json();
    assert_ne!(report["source"]["sha256"], other["source"]["sha256"]);
    folder.run(&["analyze", "pets/cat"]).failed(3, &["in no sub-folders"]);
}

#[test]
fn the_limits_of_the_input_are_options() {
    let folder = Folder::new();
    folder.run(&with(&["--rows-max", "60"])).ok();
    folder.run(&with(&["--rows-max", "59"])).failed(4, &["more than 59 rows", "--rows-max"]);
    folder.run(&with(&["--bytes-max", "1K"])).failed(4, &["pets.csv", "--bytes-max"]);
    folder
        .run_with_input(&["analyze", "-", "--bytes-max", "1K"], pets().as_bytes())
        .failed(4, &["standard input"]);
    folder.run(&with(&["--bytes-max", "1M"])).ok();
}

#[test]
fn files_together_their_folder_and_its_archive_order_give_one_result() {
    let folder = Folder::new();
    let pets = pets();
    let lines: Vec<&str> = pets.lines().collect();
    let (head, rows) = (lines[0], &lines[1..]);
    let half = |rows: &[&str]| format!("{head}\n{}\n", rows.join("\n"));
    folder.write("data/a.csv", half(&rows[..20]));
    folder.write("data/b.csv", half(&rows[20..]));
    folder.write("data/notes.txt", "about these files");
    let json = |files: &[&str]| {
        let options = ["--shuffles", "19", "--out", "-", "--format", "json"];
        folder.run(&[&["analyze"], files, &options].concat()).ok()
    };
    let together = json(&["--together", "data/b.csv", "data/a.csv"]);
    assert_eq!(together.stdout, json(&["--together", "data/a.csv", "data/b.csv"]).stdout);
    let result = together.json();
    assert_eq!(result["source"]["file_name"], "data");
    assert_eq!(result["analysis"]["account"]["documents"], 60);
    assert!(together.text().contains("b.csv, row 2"), "evidence names file and row");
    // A note lies beside the tables of the folder: it is said that it was left out, and changes nothing else.
    let of_folder = json(&["data"]).json();
    assert_eq!(of_folder["source"]["sha256"], result["source"]["sha256"]);
    assert_eq!(of_folder["analysis"]["indicators"], result["analysis"]["indicators"]);
    folder.run(&["analyze", "--together", "data", "--shuffles", "19", "--label", "file"]).ok();
    assert!(folder.read("data.wordify.xlsx").starts_with(b"PK"));
    folder.run(&["analyze", "--together", "data/a.csv", "-"]).failed(2, &["standard input"]);
}
