//! Command line, interface for programs and form of the site are doors to one engine: a study gives the same bytes through each.
#![cfg(unix)]

mod program;

use std::fs;
use std::path::Path;

use program::{
    Folder, pets,
    server::{Server, form},
};
use serde_json::{Value, json};
use wordify::study::list::{self, Values};
use wordify::text::language::Language;

/// Few, so that all languages take seconds.
const FITS: &str = "4";
const PRESETS: [&str; 3] = ["wordify", "wordify-2021", "wordify-2022"];
const FORMATS: [&str; 2] = ["csv", "json"];

/// A file with the settings for it.
struct Study {
    file: String,
    settings: Vec<(&'static str, &'static str)>,
}

/// Texts in `language` where we have some, else English ones, which are as good for this.
fn texts(language: Language) -> String {
    let reviews = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/reviews");
    let path = reviews.join(format!("{}.csv", language.code()));
    fs::read_to_string(path).unwrap_or_else(|_| pets())
}

/// Every language, the presets in turn; every preset in English; and one study with a value for each setting.
fn studies() -> Vec<Study> {
    let study = |language: Language, preset| {
        let few = if preset == "wordify" { ("shuffles", "19") } else { ("fits", FITS) };
        let settings = vec![("language", language.code()), ("preset", preset), few];
        Study { file: texts(language), settings }
    };
    let languages = Language::ALL.into_iter().zip(PRESETS.into_iter().cycle());
    let mut studies: Vec<Study> = languages.map(|(language, preset)| study(language, preset)).collect();
    studies.extend(PRESETS.map(|preset| study(Language::English, preset)));
    let settings = vec![
        ("text", "2"),
        ("label", "3"),
        ("header_row", "2"),
        ("skip_rows", "1"),
        ("encoding", "utf-8"),
        ("delimiter", ","),
        ("quoting", "on"),
        ("missing", "NA, -99"),
        ("repair_encoding", "true"),
        ("preset", "wordify-2021"),
        ("language", "auto"),
        ("stop_words", "nltk"),
        ("stop_words_own", "the, a"),
        ("stop_words_add", "near"),
        ("stop_words_keep", "a"),
        ("lemmas", "off"),
        ("clean_before", "lowercase, remove-urls"),
        ("clean_after", "spaces"),
        ("keep", "emojis"),
        ("ngrams", "1-2"),
        ("min_df", "2"),
        ("max_df", "0.9"),
        ("fits", "6"),
        ("threshold", "0.2"),
        ("seed", "7"),
    ];
    let rows: Vec<String> = pets().lines().map(|line| format!("1,{line}")).collect();
    studies.push(Study { file: format!("a title\n{}\n", rows.join("\n")), settings });
    // What shuffles judge has no fits, and ends its list by one bound or the other.
    for bound in [("max_q", "0.5"), ("max_false", "2")] {
        let settings = vec![
            ("language", "en"),
            ("preset", "wordify"),
            ("shuffles", "19"),
            ("no_length_control", "true"),
            ("generalise", "true"),
            bound,
        ];
        studies.push(Study { file: pets(), settings });
    }
    // Groups with one label each, of which the years have several; a number that is held equal; passages.
    let rows: Vec<String> = pets()
        .lines()
        .enumerate()
        .map(|(row, line)| match row {
            0 => format!("{line},owner,year,age"),
            _ => format!("{line},owner {},{},{}", row % 12, 2000 + row % 12 / 4, row % 7),
        })
        .collect();
    let settings = vec![
        ("language", "en"),
        ("preset", "wordify"),
        ("shuffles", "19"),
        ("group", "owner"),
        ("strata", "year"),
        ("control", "age"),
        ("windows", "true"),
    ];
    studies.push(Study { file: format!("{}\n", rows.join("\n")), settings });
    studies.push(stars());
    studies.extend(ordered());
    studies
}

/// Labels that are numbers, by themselves.
fn numbered() -> String {
    let number = |row: usize, line: &str| match (line.strip_suffix(",cat"), line.strip_suffix(",dog")) {
        (Some(text), _) => format!("{text},{}", 1 + row % 3),
        (_, Some(text)) => format!("{text},{}", 5 + row % 3),
        _ => line.to_owned(),
    };
    let rows: Vec<String> = pets().lines().enumerate().map(|(row, line)| number(row, line)).collect();
    format!("{}\n", rows.join("\n"))
}

/// Numbers in bins, of which two are taken together and two are kept.
fn stars() -> Study {
    let settings = vec![
        ("language", "en"),
        ("preset", "wordify"),
        ("shuffles", "19"),
        ("bins", "1-1.5, 2, 5-6, 7"),
        ("merge", "\"few, or less\"=1-1.5+2"),
        ("labels", "\"few, or less\", 5-6"),
        ("also", "log-odds, g2, chi2"),
        ("confirm", "0.4"),
        ("robust", "true"),
        ("evidence", "1"),
        ("enough", "true"),
    ];
    Study { file: numbered(), settings }
}

/// Bins along an order that is given, and each against one of them.
fn ordered() -> [Study; 2] {
    let with = |further: &[(&'static str, &'static str)]| {
        let usual =
            [("language", "en"), ("preset", "wordify"), ("shuffles", "19"), ("bins", "1, 2, 3-5, 6-7")];
        Study { file: numbered(), settings: usual.into_iter().chain(further.iter().copied()).collect() }
    };
    [with(&[("contrast", "trend"), ("order", "6-7, 3-5, 1, 2")]), with(&[("contrast", "3-5")])]
}

#[test]
fn a_study_gives_the_same_bytes_through_every_door() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    let studies = studies();
    // The server runs them while the command line does.
    let jobs: Vec<[Value; 2]> =
        studies.iter().map(|study| [by_api(&server, study), by_form(&server, study)]).collect();
    for (study, jobs) in studies.iter().zip(&jobs) {
        let expected = by_command_line(&folder, study);
        for (door, links) in ["API", "form"].iter().zip(jobs) {
            let job = server.ended(links);
            assert_eq!(job["state"], "succeeded", "{door}, {:?}: {job}", study.settings);
            for (format, expected) in FORMATS.iter().zip(&expected) {
                let (_, bytes) = server.get(job["links"]["result"][format].as_str().expect("a link"));
                assert!(bytes == *expected, "{door}, {format}, {:?}", study.settings);
            }
        }
    }
}

#[test]
fn no_setting_is_left_out_of_the_comparison() {
    let studies = studies();
    let all: Vec<_> = studies.iter().flat_map(|study| &study.settings).collect();
    // Only a workbook has sheets.
    for setting in list::ALL.iter().filter(|setting| setting.values != Values::Sheet) {
        assert!(all.iter().any(|(name, _)| *name == setting.name), "{} is in no study", setting.name);
    }
}

/// The bytes of each format.
fn by_command_line(folder: &Folder, study: &Study) -> Vec<Vec<u8>> {
    // The name of the file stands in the report.
    folder.write("pets.csv", &study.file);
    let mut arguments = vec!["analyze".to_owned(), "pets.csv".to_owned(), "--quiet".to_owned()];
    for (name, value) in &study.settings {
        arguments.push(format!("--{}", name.replace('_', "-")));
        let setting = list::find(name).expect("a setting");
        arguments.extend((setting.values != Values::Switch).then(|| (*value).to_owned()));
    }
    let outs = FORMATS.map(|format| format!("out.{format}"));
    for out in &outs {
        arguments.extend(["--out".to_owned(), out.clone()]);
    }
    folder.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).ok();
    outs.iter().map(|out| folder.read(out)).collect()
}

fn by_api(server: &Server, study: &Study) -> Value {
    let (kind, body) = form(&study.file, &study.settings);
    let (status, job) = server.json("POST", "/api/v1/jobs", &kind, &body);
    assert_eq!(status, 201, "{:?}: {job}", study.settings);
    job["links"].clone()
}

/// Uploads the file, and starts it with the form of the page that follows.
fn by_form(server: &Server, study: &Study) -> Value {
    let is_about_the_file = |name: &str| {
        ["header_row", "skip_rows", "encoding", "delimiter", "quoting", "missing", "repair_encoding"]
            .contains(&name)
    };
    let (about_file, others): (Vec<_>, Vec<_>) =
        study.settings.iter().copied().partition(|(name, _)| is_about_the_file(name));
    let (kind, body) = form(&study.file, &about_file);
    let page = server.upload_page(&kind, &body);
    let (status, answer) = server.start_page(&page, &others);
    assert_eq!(status, 303, "{:?}: {answer}", study.settings);
    let job = page.replace("/jobs/", "/api/v1/jobs/");
    json!({ "self": job, "events": format!("{job}/events") })
}
