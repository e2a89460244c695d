//! How fast texts become the weighted matrix: `cargo bench -p wordify --bench vectorize`.
//!
//! The corpus is the example of the repository: 4,078 paragraphs, 1.6 MB.

use divan::Bencher;
use divan::counter::BytesCount;
use wordify::analysis::vectorize;
use wordify::progress::Monitor;
use wordify::settings::{Preset, Settings};
use wordify::text::clean::clean;
use wordify::text::language::stop_words;
use wordify::text::tokenize::tokens;

const PRESETS: [Preset; 2] = [Preset::Wordify2021, Preset::Wordify2022];

fn main() {
    divan::main();
}

fn texts() -> (Vec<String>, BytesCount) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/state-of-the-union.csv");
    let mut reader = csv::Reader::from_path(path).expect("the example corpus");
    let texts: Vec<String> = reader.records().map(|record| record.expect("a record")[0].to_owned()).collect();
    let bytes = texts.iter().map(String::len).sum::<usize>();
    (texts, BytesCount::new(bytes))
}

#[divan::bench(args = PRESETS)]
fn clean_texts(bencher: Bencher, preset: Preset) {
    let (texts, bytes) = texts();
    let settings = Settings::default();
    let stop_words = stop_words::set(&settings.stop_words, settings.language);
    bencher.counter(bytes).bench(|| {
        texts
            .iter()
            .map(|text| clean(text, preset.recipe().cleaning, settings.language, &stop_words).len())
            .sum::<usize>()
    });
}

#[divan::bench]
fn cut_into_tokens(bencher: Bencher) {
    let (texts, bytes) = texts();
    bencher.counter(bytes).bench(|| texts.iter().map(|text| tokens(text).count()).sum::<usize>());
}

#[divan::bench(args = PRESETS, consts = [1, 2])]
fn vectorize_texts<const THREADS: usize>(bencher: Bencher, preset: Preset) {
    let (texts, bytes) = texts();
    let settings = Settings { preset, ..Settings::default() };
    bencher.counter(bytes).bench(|| vectorize(&texts, &settings, THREADS, &Monitor::silent()));
}
