//! Languages and stop words from the command line.

mod program;

use program::Folder;

#[test]
fn the_languages_are_listed_with_what_each_has() {
    let folder = Folder::new();
    let text = folder.run(&["languages"]).ok().text();
    let line = |code: &str| {
        let begins = |line: &&str| line.split_whitespace().next() == Some(code);
        text.lines().find(begins).unwrap_or_else(|| panic!("{code} is missing from:\n{text}")).to_owned()
    };
    assert!(line("de").contains("German") && line("de").contains("spacy, nltk, iso"), "{}", line("de"));
    assert!(line("el").contains("Greek"));
    assert!(!line("pl").contains("nltk"));
    assert!(line("multi").contains("–"));
    assert!(text.lines().count() > 50);
    let json = folder.run(&["languages", "--json"]).ok().json();
    let polish = json.as_array().expect("a list").iter().find(|language| language["code"] == "pl");
    assert_eq!(polish.expect("Polish")["stop_words"], serde_json::json!(["spacy", "iso"]));
}

#[test]
fn an_unknown_language_is_told_with_the_nearest() {
    Folder::new()
        .run(&["analyze", "pets.csv", "--language", "germna"])
        .failed(2, &["there is no language “germna”", "de (German)"]);
}

#[test]
fn a_collection_without_a_list_for_the_language_is_told() {
    Folder::new()
        .run(&["analyze", "pets.csv", "--language", "Polish", "--stop-words", "nltk"])
        .failed(2, &["NLTK has no list of stop words for Polish", "spacy, iso"]);
}

#[test]
fn stop_words_come_from_the_collection_that_is_named() {
    let folder = Folder::new();
    // “nothing” is in the lists of spaCy and ISO and not in NLTK's.
    folder.write("pets.csv", program::pets().replace("meow", "nothing"));
    for (list, listed) in [("spacy", false), ("iso", false), ("nltk", true), ("none", true)] {
        let run =
            folder.run(&["analyze", "pets.csv", "--fits", "24", "--stop-words", list, "--out", "-"]).ok();
        assert_eq!(run.text().contains("nothing"), listed, "{list}");
    }
}

#[test]
fn words_are_added_to_the_list_and_kept_from_it_as_a_comma_list_or_a_file() {
    let folder = Folder::new();
    folder.write("pets.csv", program::pets().replace("meow", "nothing"));
    folder.write("keep.txt", "Nothing\n");
    for keep in ["nothing", "nothing, everything", "keep.txt"] {
        let options =
            ["--stop-words-keep", keep, "--stop-words-add", "Woof", "--out", "-", "--format", "json"];
        let json = folder.run(&[&["analyze", "pets.csv", "--fits", "24"], &options[..]].concat()).ok().json();
        let terms: Vec<_> = json["analysis"]["indicators"].as_array().expect("terms").iter().collect();
        assert!(terms.iter().any(|term| term["term"] == "nothing"), "{keep}");
        assert!(terms.iter().all(|term| term["term"] != "woof"), "{keep}");
        assert_eq!(json["analysis"]["settings"]["stop_words_add"], serde_json::json!(["woof"]));
    }
    folder
        .run(&["analyze", "pets.csv", "--stop-words-keep", "missing.txt"])
        .failed(3, &["missing.txt", "--stop-words-keep"]);
}

#[test]
fn a_language_without_stop_words_is_warned_of() {
    let folder = Folder::new();
    let run = folder.run(&["analyze", "pets.csv", "--fits", "24", "--language", "gl", "--out", "-"]).ok();
    assert!(run.stderr.contains("no list of stop words for Galician"), "{}", run.stderr);
}

/// Two labels, told apart by two words; the rest is the same sentence.
fn corpus(template: &str, words: [&str; 2]) -> String {
    let mut csv = String::from("text,label\n");
    for number in 0..40 {
        csv.push_str(&format!(
            "\"{} nr{}\",label{}\n",
            template.replace("{}", words[number % 2]),
            number / 2,
            number % 2
        ));
    }
    csv
}

#[test]
fn the_language_is_guessed_on_request_and_the_guess_is_shown_and_recorded() {
    let folder = Folder::new();
    let german = "Das Wetter war {} und wir sind am Fluss entlang gegangen";
    folder.write("wetter.csv", corpus(german, ["schön", "scheußlich"]));
    let options =
        ["analyze", "wetter.csv", "--fits", "24", "--language", "auto", "--out", "-", "--format", "json"];
    let run = folder.run(&options).ok();
    let analysis = &run.json()["analysis"];
    assert_eq!(analysis["settings"]["language"], "de");
    assert_eq!(analysis["settings"]["language_detected"], true);
    assert_eq!(analysis["language_guess"]["language"], "de");
    assert!(run.stderr.contains("language de (guessed)"), "{}", run.stderr);
    let inspected = folder.run(&["inspect", "wetter.csv"]).ok().text();
    assert!(inspected.contains("German") && inspected.contains("--language de"), "{inspected}");
    let run = folder.run(&["analyze", "wetter.csv", "--fits", "24", "--out", "-"]).ok();
    assert!(run.stderr.contains("The texts look like German, but the language is English"), "{}", run.stderr);
}

#[test]
fn a_corpus_of_two_languages_or_of_another_script_is_warned_of() {
    let folder = Folder::new();
    let german = corpus("Das Wetter war {} und wir sind am Fluss entlang gegangen", ["schön", "scheußlich"]);
    let russian = corpus("Погода была {} и мы весь день гуляли вдоль большой реки", ["хорошая", "плохая"]);
    let mixed = german + russian.split_once('\n').expect("a header").1;
    folder.write("mixed.csv", &mixed);
    let run = folder.run(&["analyze", "mixed.csv", "--fits", "24", "--language", "de", "--out", "-"]).ok();
    assert!(
        run.stderr.contains("40 documents of 80 are written in another script than German (40 Cyrillic)"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("Russian 50 %") || run.stderr.contains("look like Russian"),
        "{}",
        run.stderr
    );
}
