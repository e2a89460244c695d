//! `wordify analyze --part` and `--parts`: one analysis as several processes.

mod program;

use std::fs;
use std::path::Path;

use program::Folder;

const FITS: &[&str] =
    &["analyze", "pets.csv", "--preset", "wordify-2021", "--fits", "24", "--language", "en"];
const SHUFFLES: &[&str] = &["analyze", "pets.csv", "--shuffles", "39", "--language", "en"];
const LISTS: &[&str] =
    &["analyze", "pets.csv", "--shuffles", "19", "--language", "en", "--robust", "--enough", "--generalise"];

fn make(folder: &Folder, analyze: &[&str], part: &str, more: &[&str]) -> String {
    let out = format!("parts/{}.part", part.replace('/', "-of-"));
    folder.run(&[analyze, &["--part", part, "--out", &out], more].concat()).ok().text()
}

fn with_parts() -> Folder {
    let folder = Folder::new();
    fs::create_dir(folder.path("parts")).expect("a folder");
    folder
}

fn parts(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.path("parts")).expect("listed");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_report_of_parts_has_the_bytes_of_one_run_in_every_format() {
    for analyze in [FITS, SHUFFLES, LISTS] {
        let folder = with_parts();
        for format in ["xlsx", "csv", "json", "html", "manifest.json"] {
            folder.run(&[analyze, &["--out", &format!("whole.{format}")]].concat()).ok();
        }
        for (round, threads) in [("1", "1"), ("2", "3")] {
            for part in ["1/3", "2/3", "3/3"] {
                let more: &[&str] = if round == "1" { &[] } else { &["--parts", "parts"] };
                let text = make(&folder, analyze, part, &[more, &["--threads", threads]].concat());
                assert!(text.starts_with(&format!("part {} of 3 (", &part[..1])), "{text}");
                assert_eq!(text.contains("once more"), analyze != FITS && round == "1", "{text}");
            }
        }
        for format in ["xlsx", "csv", "json", "html", "manifest.json"] {
            let out = format!("parts.{format}");
            folder.run(&[analyze, &["--parts", "parts", "--strict", "--out", &out]].concat()).ok();
            assert!(folder.read(&out) == folder.read(&format!("whole.{format}")), "{format}");
        }
    }
}

#[test]
fn what_is_missing_is_done_or_named() {
    let folder = with_parts();
    make(&folder, FITS, "1/4", &["--quiet"]);
    make(&folder, FITS, "3/4", &["--quiet"]);
    folder.run(&[FITS, &["--out", "whole.csv"]].concat()).ok();
    let strict = [FITS, &["--parts", "parts", "--out", "a.csv"], &["--strict"]].concat();
    folder.run(&strict).failed(1, &["12 of 24 fits are missing", "parts 2, 4 of 4"]);
    assert!(!folder.path("a.csv").exists());
    folder.run(&strict[..strict.len() - 1]).ok();
    assert!(folder.read("a.csv") == folder.read("whole.csv"));
}

#[test]
fn further_lists_are_shared_and_those_of_a_part_that_is_missing_are_named_or_done() {
    let folder = with_parts();
    let text = make(&folder, LISTS, "1/3", &[]);
    assert!(
        text.contains("11 of 15 lists by other choices, 0 of 30 lists of fewer documents, 0 of 5 folds"),
        "{text}"
    );
    make(&folder, LISTS, "2/3", &["--quiet"]);
    // The same once more, by another name.
    folder.write("parts/copy.part", folder.read("parts/2-of-3.part"));
    folder.run(&[LISTS, &["--out", "whole.json"]].concat()).ok();
    let strict = [LISTS, &["--parts", "parts", "--out", "a.json"], &["--strict"]].concat();
    folder.run(&strict).failed(1, &["14 of 30 lists of fewer documents, 5 of 5 folds are missing", "part"]);
    let run = folder.run(&strict[..strict.len() - 1]).ok();
    assert!(!run.stderr.contains("lists, about"), "nobody knows how long it takes: {}", run.stderr);
    assert!(folder.read("a.json") == folder.read("whole.json"));
}

#[test]
fn parts_of_other_runs_and_damaged_ones_are_refused_by_name() {
    let folder = with_parts();
    make(&folder, FITS, "1/4", &["--seed", "7"]);
    let part = folder.read("parts/1-of-4.part");
    folder.write("parts/cut.part", &part[..part.len() / 2]);
    let words = ["1-of-4.part was made with another value of seed", "cut.part is damaged or was cut off"];
    for wanted in [&["--out", "a.csv"][..], &["--part", "2/4", "--out", "2.part"]] {
        folder.run(&[FITS, &["--parts", "parts"], wanted].concat()).failed(3, &words);
    }
    folder
        .run(&[FITS, &["--parts", "elsewhere"]].concat())
        .failed(3, &["no such folder of parts", "elsewhere"]);
}

#[test]
fn a_part_has_a_name_that_is_found_again_and_what_is_being_written_is_left_alone() {
    let folder = with_parts();
    folder.run(&[FITS, &["--part", "2/4"]].concat()).ok();
    folder.run(&[FITS, &["--part", "2/4", "--out", "parts"]].concat()).ok();
    assert_eq!(folder.names(), ["parts", "pets.2-of-4.part", "pets.csv"]);
    assert_eq!(parts(&folder), ["pets.2-of-4.part"]);
    // Left by a process that was killed.
    folder.write("parts/.wordify-1a2b3c.part", "half");
    folder.write("parts/notes.txt", "not a part");
    folder.run(&[FITS, &["--parts", "parts", "--out", "a.csv"]].concat()).ok();
}

#[test]
fn a_wrong_command_line_is_refused_before_the_work() {
    let folder = with_parts();
    folder.write("more.csv", program::pets());
    for (options, words) in [
        (&["--part", "0/4"][..], "counted from 1"),
        (&["--part", "5/4"], "1/4 to 4/4"),
        (&["--part", "4"], "such as 3/100"),
        (&["--part", "1/4", "--out", "a.csv"], "End the name in .part"),
        (&["--part", "1/4", "--out", "-"], "a part is a file"),
        (&["--part", "1/4", "--out", "none/a.part"], "the folder for the report does not exist"),
        (&["--part", "1/4", "--out", "a.part", "--out", "b.part"], "one place"),
        (&["--part", "1/4", "--format", "csv"], "cannot be used with"),
        (&["--strict"], "--parts"),
        (&["more.csv", "--part", "1/4"], "parts are of the analysis of one file"),
        (&["more.csv", "--parts", "parts"], "parts are of the analysis of one file"),
    ] {
        folder.run(&[FITS, options].concat()).failed(2, &[words]);
    }
    assert_eq!(folder.names(), ["more.csv", "parts", "pets.csv"]);
}

/// The script called `name` on the page.
#[cfg(unix)]
fn script(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cluster.md");
    let page = fs::read_to_string(path).expect("the page");
    let (_, behind) = page.split_once(&format!("<!-- {name} -->\n```bash\n")).expect("a script");
    behind.split_once("```").expect("an end").0.to_owned()
}

/// What Slurm does with the scripts is tried by `cargo xtask cluster`.
#[cfg(unix)]
#[test]
fn the_scripts_for_slurm_do_what_the_page_says() {
    use std::process::Command;

    let folder = Folder::new();
    folder.write("speeches.csv", program::pets());
    folder.write("part.sh", script("part.sh").replace("--fits 2000", "--fits 20"));
    let submit = script("submit.sh").replace("--fits 2000", "--fits 20");
    folder.write("submit.sh", submit);
    // As Slurm's: prints the number of a job, and runs its script, an array one after the other.
    let sbatch = "#!/bin/bash\nif [ \"$1\" = --parsable ]; then echo 7\n\
        for part in 1 2 3; do SLURM_CPUS_PER_TASK=1 SLURM_ARRAY_TASK_ID=$part SLURM_ARRAY_TASK_COUNT=3 bash \"$2\" || exit; done\n\
        else [ \"$*\" = \"--wait --dependency=afterany:7\" ] && bash; fi\n";
    folder.write("bin/sbatch", sbatch);
    let program = Path::new(env!("CARGO_BIN_EXE_wordify")).parent().expect("a folder");
    let others = std::env::var("PATH").expect("a path");
    let path = format!("{}:{}:{others}", folder.path("bin").display(), program.display());
    let run = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        let output = command.args(arguments).current_dir(folder.path(".")).env("PATH", &path).output();
        let output = output.expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run("chmod", &["+x", "bin/sbatch"]);
    run("bash", &["submit.sh"]);
    assert_eq!(parts(&folder), ["1.part", "2.part", "3.part"]);
    let options = ["--preset", "wordify-2021", "--fits", "20", "--language", "en", "--out", "whole.xlsx"];
    folder.run(&[&["analyze", "speeches.csv"], &options[..]].concat()).ok();
    assert!(folder.read("speeches.xlsx") == folder.read("whole.xlsx"));
}
