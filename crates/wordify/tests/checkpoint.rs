//! A run that is interrupted anywhere, any number of times, gives the bytes of one that is not.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;
use wordify::ErrorKind;
use wordify::analysis::{analyze, analyze_resumable};
use wordify::corpus::{Columns, Corpus};
use wordify::progress::{Monitor, Progress, Stage};
use wordify::selection::checkpoint::{Checkpoint, Resumption};
use wordify::settings::{Preset, Settings};
use wordify::table::{ReadOptions, read};

fn example(rows: usize) -> Corpus {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/state-of-the-union.csv");
    let text = std::fs::read_to_string(path).expect("the example");
    let part: String = text.lines().step_by(7).take(rows).map(|line| format!("{line}\n")).collect();
    let table = read(part.as_bytes(), &ReadOptions::default()).expect("a table");
    wordify::corpus::build(&table, &Columns::default(), wordify::corpus::Copies::DropExact).expect("a corpus")
}

fn settings(preset: Preset) -> Settings {
    let fits = (preset != Preset::Wordify).then_some(36);
    Settings { preset, fits, ..Settings::default() }
}

/// One run from `from`, canceled after `steps` steps of its own: what it kept, or its analysis as bytes.
fn run(
    corpus: &Corpus,
    settings: &Settings,
    threads: usize,
    from: Option<&[u8]>,
    steps: usize,
) -> Result<Vec<u8>, (usize, Vec<u8>)> {
    let canceled = AtomicBool::new(false);
    let monitor = Monitor::new(&canceled, &|_| ());
    let (mut calls, mut kept) = (0, None);
    let keep = &mut |checkpoint: Checkpoint<'_>| {
        calls += 1;
        if calls >= steps {
            canceled.store(true, Ordering::Relaxed);
            kept = Some((checkpoint.steps(), checkpoint.to_bytes()));
        }
    };
    let outcome = analyze_resumable(corpus, settings, threads, &monitor, Resumption { from, keep });
    match outcome {
        Ok((analysis, _)) => Ok(serde_json::to_vec(&analysis).expect("JSON")),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Canceled);
            Err(kept.expect("kept before or at the end"))
        }
    }
}

fn whole(corpus: &Corpus, settings: &Settings) -> Vec<u8> {
    let analysis = analyze(corpus, settings, 2, &Monitor::silent()).expect("an analysis");
    serde_json::to_vec(&analysis).expect("JSON")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_interruptions_give_the_same_bytes(
        steps in prop::collection::vec((1_usize..9, 1_usize..4), 1..8),
        preset in prop::sample::select(Preset::ALL.to_vec()),
    ) {
        let (corpus, settings) = (example(160), settings(preset));
        let expected = whole(&corpus, &settings);
        let mut kept: Option<(usize, Vec<u8>)> = None;
        for (steps, threads) in steps.into_iter().chain([(usize::MAX, 2)]) {
            let from = kept.as_ref().map(|(_, bytes)| bytes.as_slice());
            match run(&corpus, &settings, threads, from, steps) {
                Ok(bytes) => {
                    prop_assert!(bytes == expected);
                    return Ok(());
                }
                Err((count, bytes)) => {
                    prop_assert!(count > kept.map_or(0, |(count, _)| count));
                    kept = Some((count, bytes));
                }
            }
        }
        prop_assert!(false, "the last run is not canceled");
    }
}

#[test]
fn a_resumed_run_tells_that_it_does_not_start_at_zero() {
    for preset in Preset::ALL {
        check_resumption(&example(160), &settings(preset));
    }
}

fn check_resumption(corpus: &Corpus, settings: &Settings) {
    let (count, bytes) = run(corpus, settings, 1, None, 9).expect_err("canceled");
    assert_eq!(count, 9);
    let first = std::sync::Mutex::new(None);
    let never = AtomicBool::new(false);
    let listener = |progress: Progress| {
        if progress.stage == Stage::Fit {
            first.lock().expect("not poisoned").get_or_insert(progress.done);
        }
    };
    let monitor = Monitor::new(&never, &listener);
    let resumption = Resumption { from: Some(&bytes), keep: &mut |_| () };
    analyze_resumable(corpus, settings, 2, &monitor, resumption).expect("an analysis");
    assert_eq!(*first.lock().expect("not poisoned"), Some(9));
}

#[test]
fn foreign_and_damaged_checkpoints_are_left_aside() {
    for preset in [Preset::Wordify, Preset::Wordify2021] {
        check_foreign(&settings(preset));
    }
}

fn check_foreign(own: &Settings) {
    let corpus = example(160);
    let (_, bytes) = run(&corpus, own, 2, None, 10).expect_err("canceled");
    let resumed_at = |corpus: &Corpus, settings: &Settings, bytes: &[u8]| {
        let mut first = None;
        let keep = &mut |checkpoint: Checkpoint<'_>| {
            first.get_or_insert(checkpoint.steps());
        };
        let resumption = Resumption { from: Some(bytes), keep };
        analyze_resumable(corpus, settings, 1, &Monitor::silent(), resumption).expect("an analysis");
        first
    };
    assert!(resumed_at(&corpus, own, &bytes) >= Some(11), "the right one is used");
    assert_eq!(resumed_at(&corpus, &Settings { seed: 7, ..own.clone() }, &bytes), Some(1));
    assert_eq!(resumed_at(&example(150), own, &bytes), Some(1));
    let mut relabelled = example(160);
    relabelled.label_of.swap(0, 1);
    relabelled.label_of[0] = 1 - relabelled.label_of[0];
    assert_eq!(resumed_at(&relabelled, own, &bytes), Some(1));
    for length in [0, 1, 40, bytes.len() - 1] {
        assert_eq!(resumed_at(&corpus, own, &bytes[..length]), Some(1), "cut to {length}");
    }
    for at in [0, 7, 8, 45, bytes.len() / 2, bytes.len() - 1] {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert_eq!(resumed_at(&corpus, own, &damaged), Some(1), "damaged at {at}");
    }
}

#[test]
fn a_checkpoint_is_small() {
    let corpus = example(600);
    for (preset, steps) in [(Preset::Wordify, 10), (Preset::Wordify2021, 30)] {
        let (_, bytes) = run(&corpus, &settings(preset), 2, None, steps).expect_err("canceled");
        assert!(bytes.len() < 60_000, "{}: {} bytes", preset.name(), bytes.len());
    }
}
