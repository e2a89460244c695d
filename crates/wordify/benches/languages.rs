//! How long it takes to unpack what a run in one language needs: `cargo bench -p wordify --bench languages`.
//!
//! A run loads the dictionary or segmenter of its language only, which shall take less than a tenth of a second.

use divan::Bencher;
use wordify::text::language::Language;
use wordify::text::lemma::Lemmatizer;
use wordify::text::segment::Segmenter;

/// The largest dictionaries, the usual ones, and both segmenters.
const CODES: [&str; 10] = ["de", "en", "fi", "fr", "ja", "pl", "ru", "sw", "tr", "zh"];

fn main() {
    divan::main();
}

#[divan::bench(args = CODES, sample_count = 20, sample_size = 1)]
fn load(bencher: Bencher, code: &str) {
    let language = Language::from_code(code).expect("a language");
    bencher.bench(|| (Lemmatizer::load(language), Segmenter::load(language)));
}
