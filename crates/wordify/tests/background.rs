//! Groups, strata and controls of a file: what is read, what is counted by them, and what is said where nothing can be.

use std::collections::BTreeMap;

use wordify::Error;
use wordify::indicators::Indicator;
use wordify::indicators::calibrated::Caution;
use wordify::progress::Monitor;
use wordify::recipe::{Preset, Selection};
use wordify::report::{Report, csv, xlsx};
use wordify::settings::Settings;
use wordify::study::{Study, list, run};

/// The preset that shuffles labels.
fn calibrated() -> Preset {
    let shuffles = |preset: &Preset| preset.recipe().selection == Selection::Shuffles;
    Preset::ALL.into_iter().find(shuffles).expect("one of them does")
}

fn analyzed(file: &str, settings: &[(&str, &str)]) -> Result<Report, Error> {
    let mut study = Study {
        settings: Settings { preset: calibrated(), shuffles: Some(39), ..Settings::default() },
        ..Study::default()
    };
    for (name, value) in settings {
        list::find(name).expect("a setting").read(&mut study, value)?;
    }
    run(file.as_bytes().to_vec(), Some("file.csv"), &study, 2, &Monitor::silent())
}

/// Numbers that look random: the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

const WORDS: [&str; 24] = [
    "river", "stone", "bread", "window", "garden", "letter", "market", "summer", "silver", "bridge",
    "candle", "forest", "harbor", "island", "jacket", "kitchen", "ladder", "mirror", "needle", "orange",
    "pencil", "saddle", "tunnel", "velvet",
];

/// A file with 480 texts of 24 authors, half of them with label b. “velvet” is a word of label b in every author, “tunnel”
/// that of one author of b alone; “orange” is written in odd years, in which b is frequent.
fn file() -> String {
    let mut numbers = Numbers(5);
    let mut rows = "text,label,author,year,decade,copy of label\n".to_owned();
    for i in 0..480 {
        let author = i % 24;
        let label = if author < 12 { "a" } else { "b" };
        let year = 2000
            + (author % 12 + if author >= 12 { 1 } else { 0 }) % 3 * 2
            + usize::from(numbers.unit() < if label == "b" { 0.85 } else { 0.15 });
        let mut words: Vec<&str> = (0..6 + (numbers.unit() * 14.0) as usize)
            .map(|_| WORDS[(numbers.unit() * 21.0) as usize])
            .filter(|word| *word != "orange")
            .collect();
        let mut add = |word, share| {
            if numbers.unit() < share {
                words.push(word);
            }
        };
        add("velvet", if label == "b" { 0.6 } else { 0.1 });
        add("tunnel", if author == 23 { 0.95 } else { 0.0 });
        add("orange", if year % 2 == 1 { 0.7 } else { 0.05 });
        rows += &format!(
            "{},{label},author {author},{year},{},{}\n",
            words.join(" "),
            year % 2,
            label.to_uppercase()
        );
    }
    rows
}

fn found<'a>(report: &'a Report, term: &str) -> &'a Indicator {
    let all = report.analysis.indicators.iter().chain(&report.analysis.not_listed);
    all.into_iter().find(|indicator| indicator.term == term).unwrap_or_else(|| panic!("no {term}"))
}

fn warns(report: &Report, words: &str) -> bool {
    report.warnings().iter().any(|warning| warning.contains(words))
}

#[test]
fn a_column_of_authors_is_pointed_out_and_as_group_counted_whole() {
    let file = file();
    let raw = analyzed(&file, &[]).expect("a report");
    assert_eq!(raw.analysis.account.likely_group.as_deref(), Some("author"));
    assert!(warns(&raw, "--group author"));
    let report = analyzed(&file, &[("group", "author")]).expect("a report");
    assert!(!warns(&report, "--group author"));
    let verdict = report.analysis.calibration.as_ref().expect("a verdict");
    assert_eq!(
        (verdict.groups.as_slice(), verdict.labels[0].groups),
        (["author".to_owned()].as_slice(), Some(12))
    );
    assert!(
        verdict.notes.iter().any(|note| note.contains("24 groups (“a” 12, “b” 12)")),
        "{:?}",
        verdict.notes
    );
    let velvet = found(&report, "velvet");
    let counted = velvet.calibration.as_ref().expect("a calibration");
    assert_eq!((counted.listed, counted.groups_in_label), (true, Some(12)));
    assert_eq!(counted.warnings, []);
    let tunnel = found(&report, "tunnel").calibration.as_ref().expect("a calibration");
    assert_eq!(tunnel.warnings, [Caution::OneGroup]);
    assert_eq!((tunnel.listed, tunnel.groups_in_label, tunnel.groups_in_rest), (false, Some(1), Some(0)));
    assert_eq!(tunnel.largest_group_share, Some(1.0));
    // What one author writes says little about others: its interval is wider, and that of a common word hardly is.
    let width = |report: &Report, term| {
        let found = found(report, term).calibration.as_ref().expect("a calibration");
        (
            found.difference_high - found.difference_low,
            found.difference_low <= found.difference && found.difference <= found.difference_high,
        )
    };
    let (alone, within) = width(&report, "tunnel");
    assert!(within && alone > 1.5 * width(&raw, "tunnel").0, "{alone}");
}

#[test]
fn what_a_control_explains_does_not_survive_it_and_the_rest_does() {
    let report = analyzed(&file(), &[("control", "decade")]).expect("a report");
    let survives = |term| {
        let found = found(&report, term).calibration.as_ref().expect("a calibration");
        (found.listed, found.survives_control)
    };
    assert_eq!(survives("orange"), (true, Some(false)));
    assert_eq!(survives("velvet"), (true, Some(true)));
    assert!(warns(&report, "“decade” held equal"), "{:?}", report.warnings());
    // As strata, it is taken out of the list itself.
    let within = analyzed(&file(), &[("strata", "decade")]).expect("a report");
    let orange = within.analysis.indicators.iter().any(|indicator| indicator.term == "orange");
    assert!(!orange && found(&within, "velvet").calibration.as_ref().is_some_and(|found| found.listed));
    // As a name, it becomes strata of the second analysis.
    let named = file().replace(",0,A\n", ",even,A\n").replace(",0,B\n", ",even,B\n");
    let named = analyzed(&named, &[("control", "decade")]).expect("a report");
    let orange = found(&named, "orange").calibration.as_ref().and_then(|found| found.survives_control);
    assert_eq!(orange, Some(false));
}

#[test]
fn what_cannot_be_compared_is_reported_with_what_can_still_be_said() {
    let file = file();
    // One group for each label: nothing is listed, and the reason is given.
    let report = analyzed(&file, &[("group", "copy of label")]).expect("a report");
    assert!(report.analysis.indicators.is_empty());
    assert!(warns(&report, "one group for each label"), "{:?}", report.warnings());
    // One value: as without groups, about this group.
    let one: String = file
        .lines()
        .enumerate()
        .map(|(row, line)| format!("{line},{}\n", if row == 0 { "shop" } else { "the shop" }))
        .collect();
    let report = analyzed(&one, &[("group", "shop")]).expect("a report");
    assert!(warns(&report, "has one value"), "{:?}", report.warnings());
    assert!(!report.analysis.indicators.is_empty());
    // A control that equals the label: the list stands, and nothing is said to survive.
    let report = analyzed(&file, &[("control", "copy of label")]).expect("a report");
    assert!(warns(&report, "says the same as the label"), "{:?}", report.warnings());
    assert_eq!(found(&report, "velvet").calibration.as_ref().and_then(|found| found.survives_control), None);
    for (settings, words) in [
        (vec![("strata", "copy of label")], "every stratum has one label only"),
        (vec![("text", "label")], "is chosen twice, for text and for label"),
        (vec![("group", "label")], "is chosen twice, for label and for group"),
        (vec![("control", "label")], "is chosen twice, for label and for control"),
        (vec![("group", "author"), ("strata", "year")], "one label in several strata"),
        (vec![("group", "writer")], "there is no column \"writer\""),
    ] {
        let error = analyzed(&file, &settings).expect_err(words);
        assert!(error.message().contains(words), "{error}");
        assert!(error.remedy_text().is_some() && error.place().is_some());
    }
}

#[test]
fn strata_with_one_label_are_counted_and_rows_without_a_group_are_accounted_for() {
    let file = file().replace(",author 3,", ",,").replacen(",2004,0,A", ",2099,0,A", 9);
    let report = analyzed(&file, &[("strata", "year")]).expect("a report");
    assert!(warns(&report, "1 has one label only: 9 documents"), "{:?}", report.warnings());
    let account = analyzed(&file, &[("group", "author")]).expect("a report").analysis.account;
    let missing = account.dropped.iter().filter(|row| row.reason.words() == "group missing").count();
    assert_eq!((missing, account.documents + account.dropped.len()), (20, account.rows));
}

/// The cells of a csv report below the column `name`, by term.
fn column(report: &Report, name: &str) -> Option<BTreeMap<String, String>> {
    let table = csv(report).expect("csv");
    let mut table = ::csv::Reader::from_reader(table.as_slice());
    let header = table.headers().expect("a header").clone();
    let place = header.iter().position(|column| column == name)?;
    Some(
        table
            .records()
            .map(|row| row.expect("a row"))
            .map(|row| (row[1].into(), row[place].into()))
            .collect(),
    )
}

#[test]
fn tables_and_workbooks_have_the_columns_of_groups_and_controls_where_the_run_has_them() {
    let file = file();
    let names = [
        "groups_in_label",
        "groups_in_rest",
        "largest_group_share",
        "survives_control",
        "q_value_controlled",
    ];
    let plain = analyzed(&file, &[]).expect("a report");
    assert!(names.iter().all(|name| column(&plain, name).is_none()));
    let report = analyzed(&file, &[("group", "author"), ("control", "decade")]).expect("a report");
    let cell = |name: &str| column(&report, name).expect("the column")["velvet"].clone();
    let velvet = found(&report, "velvet").calibration.as_ref().expect("a calibration");
    assert_eq!((cell(names[0]).as_str(), cell(names[3]).as_str()), ("12", "true"));
    assert_eq!(cell(names[2]).parse().ok(), velvet.largest_group_share);
    assert_eq!(cell(names[4]).parse().ok(), velvet.q_value_controlled);
    let bytes = xlsx(&report).expect("a workbook");
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    let sheet = calamine::Reader::worksheet_range(&mut workbook, "Positive").expect("the sheet");
    let header: Vec<String> =
        sheet.rows().next().expect("a header").iter().map(ToString::to_string).collect();
    for name in names.map(|name| name.replace("q_value", "q-value").replace('_', " ")) {
        assert!(header.contains(&name), "no {name} in {header:?}");
    }
    assert!(header.contains(&"warnings".to_owned()) && header.contains(&"rank low".to_owned()));
}

/// A hundred texts of each of the labels a and b, of seven words; “velvet” is in `share` of those of a, 0 to 100.
fn weak(share: usize) -> String {
    let mut numbers = Numbers(7);
    let mut rows = "text,label\n".to_owned();
    for i in 0..200 {
        let words: Vec<&str> = (0..7).map(|_| WORDS[(numbers.unit() * 21.0) as usize]).collect();
        // As long with it as without: else length would tell what the word does.
        let own = if i % 2 == 0 && i / 2 < share { "velvet" } else { "saddle" };
        rows += &format!("{} {own} n{i},{}\n", words.join(" "), if i % 2 == 0 { "a" } else { "b" });
    }
    rows
}

#[test]
fn a_list_that_the_threshold_alone_empties_is_not_said_to_be_chance() {
    // In 18 of a hundred texts and in none of the others: told from chance, and not in the model of every half-sample.
    let file = weak(18);
    let listed = analyzed(&file, &[]).expect("a report").analysis.indicators;
    assert!(!listed.is_empty() && listed.iter().all(|found| found.score < 1.0), "{listed:?}");
    let report = analyzed(&file, &[("threshold", "1")]).expect("a report");
    assert!(report.analysis.indicators.is_empty());
    assert!(warns(&report, "would be listed without the threshold"), "{:?}", report.warnings());
    assert!(!warns(&report, "No term can be told from chance"));
    assert!(report.nothing_listed().contains("has a score of 1 or more"));
    // Where nothing passes at all, it is said to be chance, threshold or not.
    let report = analyzed(&weak(0), &[("threshold", "0.5")]).expect("a report");
    assert!(warns(&report, "No term can be told from chance"), "{:?}", report.warnings());
}

#[test]
fn labels_with_too_few_documents_are_named_and_the_others_judged() {
    let few: String = (0..3).map(|i| format!("zebra stone n{i} x{i},c\n")).collect();
    let report = analyzed(&(weak(60) + &few), &[]).expect("a report");
    assert!(warns(&report, "1 label has too few documents to be judged, and would need 10"));
    assert!(warns(&report, "“c” (3)"), "{:?}", report.warnings());
    assert!(found(&report, "velvet").calibration.as_ref().is_some_and(|found| found.listed));
    assert!(report.analysis.indicators.iter().all(|found| found.label != "c"));
    // Nothing is left to judge where the others are the few.
    let one: String =
        weak(60).lines().filter(|row| !row.ends_with(",b")).map(|row| format!("{row}\n")).collect();
    let report = analyzed(&(one + &few), &[]).expect("a report");
    assert!(warns(&report, "“a” (100, 3 outside), “c” (3)"), "{:?}", report.warnings());
    assert!(warns(&report, "No label can be judged") && report.analysis.indicators.is_empty());
}

#[test]
fn of_many_labels_those_with_enough_documents_are_judged() {
    let mut rows = "text,label\n".to_owned();
    for label in 0..30 {
        let documents = if label < 24 { 4 + label % 6 } else { 12 };
        for (i, word) in WORDS.iter().take(documents).enumerate() {
            rows += &format!("mark{label} stone {word} n{label}x{i},label {label:03}\n");
        }
    }
    let report = analyzed(&rows, &[("shuffles", "19")]).expect("a report");
    assert!(warns(&report, "24 labels have too few documents to be judged"), "{:?}", report.warnings());
    assert!(warns(&report, "and 4 more"), "{:?}", report.warnings());
    let marks = report.analysis.indicators.iter().map(|found| &found.term);
    let marks: Vec<&String> = marks.filter(|term| term.starts_with("mark") && !term.contains(' ')).collect();
    assert_eq!(marks, ["mark24", "mark25", "mark26", "mark27", "mark28", "mark29"]);
}

#[test]
fn one_text_for_all_is_an_error_that_says_what_is_left() {
    let rows: String = (0..60).map(|i| format!("the same text,{}\n", ["a", "b"][i % 2])).collect();
    let error = analyzed(&format!("text,label\n{rows}"), &[]).expect_err("one text");
    assert!(error.message().contains("what is left has one label"), "{error}");
    assert!(error.place().is_some() && error.remedy_text().is_some(), "{error}");
    // Those that differ in punctuation only are the same text.
    let rows: String =
        (0..60).map(|i| format!("the same text{},{}\n", "!".repeat(i), ["a", "b"][i % 2])).collect();
    assert!(analyzed(&format!("text,label\n{rows}"), &[]).is_err());
}

/// Reference: R 4.2.2, package survey 4.1-1, with the documents as rows of a data frame:
///
/// ```r
/// design <- svydesign(ids = ~g, data = d, weights = ~1); m <- svymean(~y, design)   # of each side by itself
/// p <- coef(m); n <- min(p * (1 - p) / SE(m)^2, nrow(d)) * (qnorm(.975) / qt(.975, groups - 1))^2
/// prop.test(p * n, n, correct = FALSE)$conf.int                                     # Wilson's interval
/// ```
/// and from both sides Newcombe's interval of the difference. Our quantiles of t have nine digits.
#[test]
fn intervals_by_groups_are_those_of_r() {
    let (label, rest) = (
        [(10, 8), (4, 1), (7, 4), (3, 0), (9, 7), (6, 2)],
        [(5, 1), (12, 0), (8, 2), (10, 1), (6, 0), (9, 3), (7, 0)],
    );
    let mut rows = "text,label,author\n".to_owned();
    let groups = label.iter().map(|group| ("a", group)).chain(rest.iter().map(|group| ("b", group)));
    for (author, (name, &(documents, with))) in groups.enumerate() {
        for i in 0..documents {
            let word = if i < with { "velvet" } else { "stone" };
            rows += &format!("{word} n{author}x{i},{name},author {author}\n");
        }
    }
    let report = analyzed(&rows, &[("group", "author"), ("max_q", "1")]).expect("a report");
    let velvet = found(&report, "velvet").calibration.as_ref().expect("a calibration");
    let ours = [velvet.difference, velvet.difference_low, velvet.difference_high];
    let theirs = [0.441_295_546_558_704, 0.117_235_713_304_915, 0.687_021_013_653_712];
    for (ours, theirs) in ours.into_iter().zip(theirs) {
        assert!((ours - theirs).abs() < 1e-8, "{ours} against {theirs}");
    }
}
