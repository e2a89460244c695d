//! One analysis in parts gives the bytes of a single run, however it is divided and however often a part was made; what is not a part of
//! it is refused by name.

use std::path::Path;

use sha2::{Digest, Sha256};
use wordify::progress::Monitor;
use wordify::report::Report;
use wordify::settings::Preset;
use wordify::study::parts::{self, PartFile};
use wordify::study::{self, Study};
use wordify::{Error, ErrorKind, report};

/// Rows of the example with its header.
fn rows(step: usize, count: usize) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/state-of-the-union.csv");
    let text = std::fs::read_to_string(path).expect("the example");
    let mut lines = text.lines();
    let header = lines.next().expect("a header");
    let part = lines.step_by(step).take(count);
    std::iter::once(header).chain(part).map(|line| format!("{line}\n")).collect::<String>().into_bytes()
}

/// A file with the study of it.
struct Whole {
    file: Vec<u8>,
    study: Study,
}

impl Whole {
    /// Two labels with groups, or eight labels.
    fn new(preset: Preset, has_groups: bool) -> Self {
        let mut study = Study::default();
        study.settings.preset = preset;
        let mut put = |name, value| study.put(name, value).expect("a setting");
        put("language", "en");
        if preset == Preset::Wordify {
            put("shuffles", "59");
            put(if has_groups { "group" } else { "label" }, "president");
        } else {
            put("fits", "40");
            put("label", if has_groups { "label" } else { "president" });
        }
        Self { file: rows(9, 400), study }
    }

    /// A small file of which everything is asked that makes further lists.
    fn with_lists() -> Self {
        let mut study = Study::default();
        let asked = [
            ("language", "en"),
            ("shuffles", "19"),
            ("robust", "true"),
            ("enough", "true"),
            ("generalise", "true"),
        ];
        for (name, value) in asked {
            study.put(name, value).expect("a setting");
        }
        let places = ["garden", "houses", "street", "windows", "chair", "doors", "roof"];
        let row = |i: usize| {
            let (one, two) = (places[i % 5], places[i * 3 % 7]);
            let (label, sound) = match (i % 2, i % 9) {
                (0, 0) => ("cat", "nothing"),
                (0, _) => ("cat", if i.is_multiple_of(3) { "meows" } else { "a meow" }),
                (_, 1) => ("dog", "a meow"),
                _ => ("dog", if i % 4 == 1 { "the woofs" } else { "a woof" }),
            };
            format!("the {one} heard {sound} near the {two} number{i},{label}\n")
        };
        let rows: String = (0..120).map(row).collect();
        Self { file: format!("text,label\n{rows}").into_bytes(), study }
    }

    /// Fits on the true labels and on three shuffles of them.
    fn with_shuffles() -> Self {
        let mut whole = Self::new(Preset::Wordify2021, true);
        whole.study.put("shuffles", "3").expect("a setting");
        whole
    }

    fn all() -> [(&'static str, Self); 6] {
        [
            ("fits, shuffled too", Self::with_shuffles()),
            ("further lists", Self::with_lists()),
            ("shuffles, two labels, groups", Self::new(Preset::Wordify, true)),
            ("shuffles, eight labels", Self::new(Preset::Wordify, false)),
            ("fits, two labels", Self::new(Preset::Wordify2021, true)),
            ("fits, eight labels", Self::new(Preset::Wordify2022, false)),
        ]
    }

    fn run(&self) -> Vec<u8> {
        let monitor = Monitor::silent();
        bytes(&study::run(self.file.clone(), Some("a.csv"), &self.study, 2, &monitor).expect("a report"))
    }

    /// A part, and whether it waits for others.
    fn part(&self, part: usize, of: usize, from: &[PartFile], threads: usize) -> (PartFile, bool) {
        let made = self.try_part((part, of), from, threads).expect("a part");
        (PartFile { name: format!("{part}-of-{of}.part"), bytes: made.bytes }, made.waits)
    }

    fn try_part(&self, of: (usize, usize), from: &[PartFile], threads: usize) -> Result<parts::Part, Error> {
        parts::make(self.file.clone(), Some("a.csv"), &self.study, of, from, threads, &Monitor::silent())
    }

    /// All parts, made again and again until none waits; and how often that was.
    fn parts(&self, of: usize) -> (Vec<PartFile>, usize) {
        let mut there = Vec::new();
        for round in 1.. {
            let made = (1..=of).map(|part| self.part(part, of, &there, 1 + part % 2));
            let (parts, waits): (Vec<_>, Vec<_>) = made.unzip();
            there = parts;
            if waits.iter().all(|waits| !waits) {
                return (there, round);
            }
        }
        unreachable!("the loop returns");
    }

    fn add(&self, parts: &[PartFile], is_strict: bool) -> Result<Report, Error> {
        parts::add(self.file.clone(), Some("a.csv"), &self.study, (parts, is_strict), 2, &Monitor::silent())
    }

    #[track_caller]
    fn gives(&self, expected: &[u8], parts: &[PartFile], what: &str) {
        assert!(bytes(&self.add(parts, false).expect(what)) == expected, "{what}");
    }

    #[track_caller]
    fn refuses(&self, parts: &[PartFile], words: &[&str]) {
        let added = self.add(parts, false).expect_err("refused");
        let begun = self.try_part((1, 2), parts, 1).expect_err("refused");
        for error in [added, begun] {
            assert_eq!(error.kind(), ErrorKind::Input, "{error}");
            for word in words {
                assert!(error.to_string().contains(word), "“{word}” is missing from: {error}");
            }
        }
    }
}

fn bytes(report: &Report) -> Vec<u8> {
    [report::csv(report).expect("csv"), report::json(report).expect("json")].concat()
}

/// Those but the second.
fn without_second(parts: &[PartFile]) -> Vec<PartFile> {
    parts.iter().enumerate().filter(|(place, _)| *place != 1).map(|(_, part)| part.clone()).collect()
}

/// `bytes` of a part with `from` in place of `to` and a right hash.
fn forged(part: &PartFile, change: impl FnOnce(&mut Vec<u8>)) -> PartFile {
    let mut bytes = part.bytes[..part.bytes.len() - 32].to_vec();
    change(&mut bytes);
    let hash = Sha256::digest(&bytes);
    bytes.extend(hash);
    PartFile { name: part.name.clone(), bytes }
}

#[test]
fn any_division_gives_the_bytes_of_a_single_run() {
    for (name, whole) in Whole::all() {
        let expected = whole.run();
        for of in [1, 3, 7] {
            let (parts, rounds) = whole.parts(of);
            let report = whole.add(&parts, true).expect("nothing is missing");
            assert!(bytes(&report) == expected, "{name}: {of} parts");
            let rounds_expected =
                if whole.study.settings.preset == Preset::Wordify && of > 1 { 2 } else { 1 };
            assert!(rounds == rounds_expected, "{name}: {of} parts in {rounds} rounds");
        }
    }
}

#[test]
fn parts_that_are_missing_doubled_or_of_another_division_do_no_harm() {
    for (name, whole) in Whole::all() {
        let expected = whole.run();
        let first =
            |of: usize| -> Vec<PartFile> { (1..=of).map(|part| whole.part(part, of, &[], 2).0).collect() };
        let (thirds, sevenths) = (first(3), first(7));
        whole.gives(&expected, &[], &format!("{name}: no part"));
        whole.gives(&expected, &thirds, &format!("{name}: made once"));
        whole.gives(&expected, &thirds[1..], &format!("{name}: one is missing"));
        let copy = |part: &PartFile| PartFile { name: format!("copy of {}", part.name), ..part.clone() };
        let doubled: Vec<PartFile> = thirds.iter().chain(&thirds).map(copy).chain(thirds.clone()).collect();
        whole.gives(&expected, &doubled, &format!("{name}: doubled"));
        let overlapping = [&thirds[..2], &sevenths[..]].concat();
        whole.gives(&expected, &overlapping, &format!("{name}: overlapping"));
        // Half-samples drawn from a folder in which some parts are made twice.
        let (second, _) = whole.part(2, 3, &thirds, 1);
        whole.gives(&expected, &[&thirds[..], &[second]].concat(), &format!("{name}: one made twice"));
    }
}

#[test]
fn paths_that_were_too_short_are_taken_further_down_in_parts_as_well() {
    let mut whole = Whole::new(Preset::Wordify, true);
    whole.study.put("max_false", "40").expect("a setting");
    let expected = whole.run();
    let (parts, rounds) = whole.parts(3);
    assert!(rounds > 2, "{rounds} rounds: choose a setting that takes the paths further down");
    whole.gives(&expected, &parts, "all rounds");
}

#[test]
fn a_part_made_again_begins_from_itself() {
    for (name, whole) in Whole::all() {
        let (part, _) = whole.part(2, 3, &[], 2);
        let (again, _) = whole.part(2, 3, std::slice::from_ref(&part), 1);
        assert!(part == again, "{name}");
    }
}

#[test]
fn what_is_missing_is_named_where_it_is_not_to_be_done() {
    let fits = Whole::new(Preset::Wordify2021, true);
    let (mut parts, _) = fits.parts(7);
    parts.retain(|part| !["2-of-7.part", "5-of-7.part"].contains(&part.name.as_str()));
    let error = fits.add(&parts, true).expect_err("parts are missing");
    assert_eq!(error.kind(), ErrorKind::Report);
    // Fits 1, 8, 15, 22, 29, 36 and 4, 11, 18, 25, 32, 39 of 40.
    assert_eq!((error.message(), error.place()), ("12 of 40 fits are missing", Some("parts 2, 5 of 7")));
    let shuffled = Whole::with_shuffles();
    let (parts, _) = shuffled.parts(7);
    let error = shuffled.add(&without_second(&parts), true).expect_err("a part is missing");
    // Of the true labels and of each shuffle, fits 2, 9, 16, 23, 30, 37 of 40.
    assert_eq!((error.message(), error.place()), ("24 of 160 fits are missing", Some("parts 2 of 7")));
    let shuffles = Whole::new(Preset::Wordify, true);
    let first: Vec<PartFile> = (1..=3).map(|part| shuffles.part(part, 3, &[], 2).0).collect();
    let error = shuffles.add(&first, true).expect_err("half-samples are missing").to_string();
    assert!(error.contains("batches of half-samples are missing"), "{error}");
    let error = shuffles.add(&first[..1], true).expect_err("shuffles are missing").to_string();
    assert!(error.contains("batches of shuffles are missing (parts 2, 3 of 3)"), "{error}");
}

#[test]
fn further_lists_are_units_of_the_first_round() {
    let whole = Whole::with_lists();
    let expected = whole.run();
    let made = |part, threads| whole.try_part((part, 3), &[], threads).expect("a part");
    let holds: Vec<String> = (1..=3).map(|part| made(part, 2).holds).collect();
    // Of 16 variants, of which the first is the analysis itself, 12 make a third of the time of all lists.
    let lists = [
        ", 11 of 15 lists by other choices, 0 of 30 lists of fewer documents, 0 of 5 folds",
        ", 4 of 15 lists by other choices, 16 of 30 lists of fewer documents, 0 of 5 folds",
        ", 0 of 15 lists by other choices, 14 of 30 lists of fewer documents, 5 of 5 folds",
    ];
    for (holds, lists) in holds.iter().zip(lists) {
        assert!(holds.ends_with(&format!("0 batches of half-samples{lists}")), "{holds}");
    }
    let parts: Vec<PartFile> = (1..=3).map(|part| whole.part(part, 3, &[], part).0).collect();
    let error = whole.add(&parts, true).expect_err("half-samples are missing");
    assert!(error.message().ends_with("batches of half-samples are missing"), "{error}");
    let error = whole.add(&without_second(&parts), true).expect_err("a part is missing");
    assert_eq!(error.kind(), ErrorKind::Report);
    let missing = "1 of 2 batches of shuffles, 4 of 15 lists by other choices, 16 of 30 lists of fewer documents are missing";
    assert_eq!((error.message(), error.place()), (missing, Some("parts 2 of 3")));
    whole.gives(&expected, &without_second(&parts), "what is missing is done here");
}

#[test]
fn further_lists_alone_are_missed_too() {
    let whole = Whole::with_lists();
    let (mut parts, _) = whole.parts(36);
    // With 36 parts the last has one fold, and no path at all.
    assert_eq!(parts.pop().map(|part| part.name).as_deref(), Some("36-of-36.part"));
    let error = whole.add(&parts, true).expect_err("a fold is missing");
    assert_eq!((error.message(), error.place()), ("1 of 5 folds are missing", Some("parts 36 of 36")));
    let (last, waits) = whole.part(36, 36, &parts, 1);
    assert!(!waits, "half-samples are there");
    parts.push(last);
    assert!(bytes(&whole.add(&parts, true).expect("nothing is missing")) == whole.run());
}

#[test]
fn further_lists_that_contradict_each_other_or_cannot_be_read_are_refused_by_name() {
    let whole = Whole::with_lists();
    let (part, _) = whole.part(2, 3, &[], 2);
    let word = b"meow";
    let at = part.bytes.windows(word.len()).position(|bytes| bytes == word).expect("a draw lists it");
    let other = PartFile { name: "y.part".to_owned(), ..forged(&part, |bytes| bytes[at + 3] = b'x') };
    whole.refuses(&[part.clone(), other], &["2-of-3.part and y.part have other results for the same work"]);
    let unreadable = forged(&part, |bytes| bytes[at] = 0xff);
    whole.refuses(&[unreadable], &["2-of-3.part is damaged or was cut off"]);
    let mut study = whole.study.clone();
    study.put("enough", "false").expect("a setting");
    let fewer = Whole { study, ..Whole::with_lists() };
    whole.refuses(&[fewer.part(2, 3, &[], 2).0], &["2-of-3.part was made with another value of enough"]);
}

#[test]
fn parts_of_other_runs_are_refused_with_the_reason() {
    for preset in [Preset::Wordify, Preset::Wordify2021] {
        let whole = Whole::new(preset, true);
        let other = |change: fn(&mut Whole)| {
            let mut other = Whole::new(preset, true);
            change(&mut other);
            other.part(1, 3, &[], 2).0
        };
        let seed = other(|other| other.study.settings.seed = 7);
        whole.refuses(std::slice::from_ref(&seed), &["1-of-3.part was made with another value of seed"]);
        let file = other(|other| other.file = rows(9, 399));
        whole
            .refuses(std::slice::from_ref(&file), &["1-of-3.part was made of other texts, labels or groups"]);
        let language = other(|other| other.study.put("language", "de").expect("a setting"));
        whole.refuses(&[language], &["another value of language"]);
        let (own, _) = whole.part(2, 3, &[], 2);
        let version = forged(&own, |bytes| bytes[10] ^= 1);
        whole.refuses(&[version], &["2-of-3.part was made by version 1.1.0 of Wordify, and this is 0.1.0"]);
        let format = forged(&own, |bytes| bytes[7] += 1);
        whole.refuses(&[format], &["2-of-3.part was made by another version of Wordify"]);
        // All of them are named, and one that is right does not hide them.
        let named = [("a.part", seed), ("b.part", own), ("c.part", file)];
        let named = named.map(|(name, part)| PartFile { name: name.to_owned(), ..part });
        whole.refuses(&named, &["a.part was made", "; c.part was made"]);
    }
    let groups = Whole::new(Preset::Wordify, true);
    let mut none = Whole::new(Preset::Wordify, true);
    none.study.columns.group = None;
    none.study.put("label", "label").expect("a setting");
    groups.refuses(&[none.part(1, 3, &[], 2).0], &["other texts, labels or groups"]);
}

#[test]
fn damaged_parts_are_refused_by_name() {
    for preset in [Preset::Wordify, Preset::Wordify2021] {
        let whole = Whole::new(preset, true);
        let (part, _) = whole.part(1, 3, &[], 2);
        let with = |bytes: Vec<u8>| [PartFile { name: "x.part".to_owned(), bytes }];
        for length in [0, 1, 7, 8, 40, part.bytes.len() / 2, part.bytes.len() - 1] {
            whole.refuses(&with(part.bytes[..length].to_vec()), &["x.part is damaged or was cut off"]);
        }
        for at in [7, 8, 45, part.bytes.len() / 2, part.bytes.len() - 1] {
            let mut bytes = part.bytes.clone();
            bytes[at] ^= 1;
            whole.refuses(&with(bytes), &["x.part is damaged or was cut off"]);
        }
        whole.refuses(&with(rows(9, 9)), &["x.part is not part of an analysis"]);
    }
}

#[test]
fn parts_that_contradict_each_other_are_refused_and_none_of_a_forger_panics() {
    for preset in [Preset::Wordify, Preset::Wordify2021] {
        let whole = Whole::new(preset, true);
        let (part, _) = whole.part(1, 3, &[], 2);
        // From the end back to the first byte whose change leaves a part that can be read.
        let body = part.bytes.len() - 32;
        let changed = |back: usize| forged(&part, |bytes| bytes[body - back] ^= 3);
        let can_be_read = |other: &PartFile| whole.try_part((1, 3), std::slice::from_ref(other), 1).is_ok();
        let other = (1..100).map(changed).find(can_be_read).expect("one of them can be read");
        let other = PartFile { name: "y.part".to_owned(), ..other };
        let words = ["1-of-3.part and y.part have other results for the same work"];
        whole.refuses(&[part.clone(), other], &words);
        for at in (body * 3 / 4..body).step_by(body / 20) {
            for value in [0, 0xff] {
                let forged = forged(&part, |bytes| bytes[at] = value);
                // Right or refused: nobody can tell a number that was forged well.
                let _ = whole.add(&[forged], false);
            }
        }
    }
}

#[test]
fn a_part_that_is_none_of_so_many_is_refused() {
    let whole = Whole::new(Preset::Wordify2021, true);
    for (part, of) in [(0, 3), (4, 3), (1, 0), (1, 100_001)] {
        let error = whole.try_part((part, of), &[], 1).expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Setting, "{part}/{of}");
    }
}
