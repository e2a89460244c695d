//! The command line as people try it before they read about it.

mod program;

use program::{Folder, pets};

/// Few shuffles, so that each analysis takes a moment.
const FEW: [&str; 2] = ["--shuffles", "19"];

/// Two labels told apart by a word each, in sentences of `template`, in columns with telling names.
fn reviews(template: &str, words: [&str; 2]) -> String {
    let mut csv = String::from("id,review,brand\n");
    for number in 0..60 {
        let text = template.replace("{}", words[number % 2]);
        csv.push_str(&format!("{number},\"{text} nr{}\",brand{}\n", number / 2, number % 2));
    }
    csv
}

#[test]
fn columns_and_language_are_guessed_and_one_line_says_so_and_how_to_say_otherwise() {
    let folder = Folder::new();
    let german = "Das Wetter war {} und wir sind am Fluss entlang gegangen";
    folder.write("reviews.csv", reviews(german, ["schön", "scheußlich"]));
    let run = folder.run(&[&["analyze", "reviews.csv"], &FEW[..]].concat()).ok();
    let guesses: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("Guessed")).collect();
    assert_eq!(guesses.len(), 1, "{}", run.stderr);
    for expected in ["“review”", "“brand”", "German", "--text, --label, --language say otherwise"] {
        assert!(guesses[0].contains(expected), "“{expected}” is missing from: {}", guesses[0]);
    }
    assert!(!run.text().contains("By their looks"), "it is said once: {}", run.text());
    assert!(run.text().contains("language de (guessed)"), "{}", run.text());
    let named =
        ["analyze", "reviews.csv", "--text", "review", "--label", "brand", "--language", "de", "--out", "-"];
    let named = folder.run(&[&named, &FEW[..]].concat()).ok();
    assert!(!named.stderr.contains("Guessed"), "nothing was guessed: {}", named.stderr);
    let guessed = folder.run(&[&["analyze", "reviews.csv", "--out", "-"], &FEW[..]].concat()).ok();
    assert_eq!(named.text(), guessed.text(), "what is guessed is what is named");
    let quiet = folder.run(&[&["analyze", "reviews.csv", "--quiet"], &FEW[..]].concat()).ok();
    assert_eq!(quiet.stderr, "");
}

#[test]
fn where_the_language_is_not_sure_none_is_taken_and_the_line_says_so() {
    let folder = Folder::new();
    folder.write("codes.csv", reviews("zq{} xv kkr", ["brr", "trr"]));
    let run = folder.run(&[&["analyze", "codes.csv", "--out", "-"], &FEW[..]].concat()).ok();
    assert!(run.stderr.contains("no language in particular (multi)"), "{}", run.stderr);
}

#[test]
fn header_rows_of_a_survey_are_said_with_their_program() {
    let folder = Folder::new();
    let header = "text,label\nWhat did you hear?,Which?\n\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\"";
    folder.write("survey.csv", pets().replacen("text,label", header, 1));
    let run = folder.run(&[&["analyze", "survey.csv", "--out", "-"], &FEW[..]].concat()).ok();
    let guess = run.stderr.lines().find(|line| line.starts_with("Guessed")).unwrap_or_default().to_owned();
    assert!(guess.contains("header: rows 1 to 3") && guess.contains("--header-row"), "{}", run.stderr);
}

#[test]
fn other_spellings_and_short_forms_do_what_they_say() {
    let folder = Folder::new();
    for (command, option, name) in
        [("analyse", "-o", "a.csv"), ("analyze", "--output", "b.csv"), ("analyze", "--out", "c.csv")]
    {
        folder.run(&[&[command, "pets.csv", option, name], &FEW[..]].concat()).ok();
    }
    assert_eq!(folder.read("a.csv"), folder.read("c.csv"));
    assert_eq!(folder.read("b.csv"), folder.read("c.csv"));
    let version = folder.run(&["--version"]).ok().text();
    for same in ["-v", "-V", "version"] {
        assert_eq!(folder.run(&[same]).ok().text(), version, "{same}");
    }
}

#[test]
fn a_file_without_a_command_and_a_misspelt_command_are_answered_with_what_to_type() {
    let folder = Folder::new();
    folder.write("my pets.csv", pets());
    folder.run(&["my pets.csv"]).failed(2, &["wordify analyze 'my pets.csv'"]);
    folder.run(&["not-there.xlsx"]).failed(2, &["wordify analyze not-there.xlsx"]);
    let run = folder.run(&["analize", "pets.csv"]);
    assert!(run.stderr.contains("'analyze'"), "{}", run.stderr);
    assert!(!run.stderr.contains("analyst"), "a hidden command is not proposed: {}", run.stderr);
    let help = folder.run(&["--help"]).ok().text();
    assert!(!help.contains("\n  analyst ") && !help.contains("\n  worker "), "{help}");
}

#[test]
fn a_column_that_is_not_there_is_answered_with_the_command_that_shows_all() {
    let folder = Folder::new();
    folder.run(&["analyze", "pets.csv", "--text", "review"]).failed(2, &["wordify inspect pets.csv"]);
    folder.write("numbers.csv", "a,b\n1,2\n3,4\n");
    folder.run(&["analyze", "numbers.csv"]).failed(2, &["wordify inspect numbers.csv"]);
}

#[test]
fn each_of_several_files_gets_a_result_of_its_own() {
    let folder = Folder::new();
    folder.write("birds.csv", pets().replace("meow", "chirp"));
    folder.write("results/keep", "");
    let files = ["analyze", "pets.csv", "birds.csv", "--format", "csv", "--out", "results"];
    let text = folder.run(&[&files, &FEW[..]].concat()).ok().text();
    assert!(text.contains("=== pets.csv") && text.contains("=== birds.csv"), "{text}");
    for name in ["pets", "birds"] {
        let alone = folder.run(&[&["analyze", &format!("{name}.csv"), "--out", "-"], &FEW[..]].concat()).ok();
        assert_eq!(folder.read(&format!("results/{name}.wordify.csv")), alone.stdout, "{name}");
    }
    let one_place = ["analyze", "pets.csv", "birds.csv", "--out", "all.csv"];
    folder.run(&one_place).failed(2, &["a result of its own", "--out all.csv"]);
    folder.write("more/pets.csv", pets());
    folder.run(&["analyze", "pets.csv", "more/pets.csv"]).failed(2, &["to the same place"]);
}

#[test]
fn a_file_that_cannot_be_analysed_does_not_keep_the_others_from_it() {
    let folder = Folder::new();
    folder.write("one.csv", "text,label\nsome words here,a\nother words there,a\n");
    let run = folder.run(&[&["analyze", "one.csv", "none.csv", "pets.csv"], &FEW[..]].concat());
    assert!(run.text().contains("meow"), "{}", run.text());
    run.failed(3, &["label", "there is no such file", "2 of 3 files gave no result"]);
    assert_eq!(folder.names(), ["one.csv", "pets.csv", "pets.wordify.xlsx"]);
}

/// Runs the program on a terminal of some columns, as `script` of util-linux makes one.
#[cfg(target_os = "linux")]
fn on_a_terminal(folder: &Folder, columns: usize, arguments: &str) -> String {
    let line = format!("stty rows 50 cols {columns} && {} {arguments}", env!("CARGO_BIN_EXE_wordify"));
    let mut command = std::process::Command::new("script");
    command
        .args(["-qec", &line, "/dev/null"])
        .current_dir(folder.path(""))
        .env("NO_COLOR", "1")
        .env("TERM", "dumb");
    let output = command.output().expect("script, which every Debian has, runs");
    String::from_utf8_lossy(&output.stdout).replace('\r', "")
}

#[cfg(target_os = "linux")]
#[test]
fn tables_and_sentences_keep_to_the_width_of_the_terminal() {
    let folder = Folder::new();
    for columns in [60, 80] {
        for arguments in
            ["languages", "steps", "inspect pets.csv", "analyze pets.csv --shuffles 19 --out a.csv"]
        {
            let text = on_a_terminal(&folder, columns, arguments);
            assert!(text.lines().count() > 5, "{arguments}: {text}");
            for line in text.lines() {
                let is_to_be_copied =
                    ["SHA-256", "Next", "Written"].iter().any(|name| line.starts_with(name));
                let length = line.chars().count();
                assert!(is_to_be_copied || length <= columns, "{arguments}, {columns}: {length} in {line}");
            }
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_internal_command_on_a_terminal_says_that_it_is_one() {
    let text = on_a_terminal(&Folder::new(), 80, "analyst");
    assert!(text.contains("only a running site") && text.contains("wordify analyze"), "{text}");
}
