//! Help, version, completions and manual pages.

mod program;

use program::Folder;

#[test]
fn the_version_is_one_line() {
    let expected = concat!("wordify ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(Folder::new().run(&["--version"]).ok().text(), expected);
}

#[test]
fn the_help_has_examples_exit_codes_and_every_option() {
    let folder = Folder::new();
    let help = folder.run(&["analyze", "--help"]).ok().text();
    for expected in [
        "--text",
        "--label",
        "--language",
        "--preset",
        "--fits",
        "--seed",
        "--threshold",
        "--threads",
        "--stop-words",
        "--stop-words-add",
        "--stop-words-keep",
        "--clean-before",
        "--clean-after",
        "--keep",
        "--lemmas",
        "--format",
        "--out",
        "--sheet",
        "--repair-encoding",
        "--min-df",
        "--max-df",
        "--ngrams",
        "--quiet",
        "--color",
        "Examples:",
        "Exit codes:",
        "130",
    ] {
        assert!(help.contains(expected), "“{expected}” is missing from:\n{help}");
    }
    assert!(folder.run(&["--help"]).ok().text().contains("wordify analyze reviews.xlsx"));
}

#[test]
fn without_a_command_the_help_is_shown() {
    Folder::new().run(&[]).failed(2, &["Usage: wordify <COMMAND>"]);
}

#[test]
fn every_shell_gets_a_completion_script() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = folder.run(&["completions", shell]).ok().text();
        assert!(script.contains("analyze") && script.contains("threshold"), "{shell}");
    }
}

#[test]
fn the_manual_pages_name_options_and_exit_codes() {
    let folder = Folder::new();
    let program = folder.run(&["man"]).ok().text();
    assert!(program.starts_with(".ie") || program.contains(".TH wordify 1"), "{program}");
    assert!(program.contains("wordify\\-analyze(1)"), "{program}");
    let analyze = folder.run(&["man", "analyze"]).ok().text();
    assert!(analyze.contains(".TH wordify-analyze 1"), "{analyze}");
    assert!(analyze.contains("\\-\\-stop\\-words") && analyze.contains("Exit codes:"), "{analyze}");
    folder.run(&["man", "nothing"]).failed(2, &["there is no command"]);
}
