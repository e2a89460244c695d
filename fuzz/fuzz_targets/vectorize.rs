//! Any lines as documents, in languages whose letters, markup and words have rules of their own: the matrix is well formed and
//! does not depend on the number of threads.
#![no_main]

use wordify::analysis::vectorize;
use wordify::progress::Monitor;
use wordify::settings::{DocumentFrequency, Preset, Settings};
use wordify::terms::vectorize::Vectorized;
use wordify::text::language::Language;
use wordify_fuzz::{abort_on_uncaught_panics, fuzz_target};

/// German joins gender forms, Greek finds lost accents, Persian has its own letters, the others cut words in their ways.
const LANGUAGES: [Language; 6] = [
    Language::English,
    Language::German,
    Language::Greek,
    Language::Persian,
    Language::Chinese,
    Language::Multi,
];

fuzz_target!(init: abort_on_uncaught_panics(), |text: String| {
    let texts: Vec<String> = text.lines().map(str::to_owned).collect();
    let language = LANGUAGES[text.len() % LANGUAGES.len()];
    // One preset for each input: all of them would load the dictionary as often, which is most of the time.
    let preset = Preset::ALL[text.len() / LANGUAGES.len() % Preset::ALL.len()];
    let settings = Settings {
        preset,
        language,
        min_df: DocumentFrequency::Count(1),
        max_df: DocumentFrequency::Share(1.0),
        ..Settings::default()
    };
    let one = vectorize(&texts, &settings, 1, &Monitor::silent());
    assert_eq!(one, vectorize(&texts, &settings, 2, &Monitor::silent()));
    if let Ok(vectorized) = one {
        check(&vectorized, texts.len());
    }
});

fn check(vectorized: &Vectorized, documents: usize) {
    let matrix = &vectorized.matrix;
    assert_eq!(matrix.documents(), documents);
    assert!(vectorized.terms.is_sorted_by(|a, b| a < b));
    let mut document_frequency = vec![0; vectorized.terms.len()];
    for document in 0..documents {
        let (columns, values) = matrix.row(document);
        assert!(columns.is_sorted_by(|a, b| a < b));
        for &column in columns {
            document_frequency[column as usize] += 1;
        }
        let square: f64 = values.iter().map(|value| value * value).sum();
        assert!(values.is_empty() || (square - 1.0).abs() < 1e-9, "a row has length {square}");
    }
    assert_eq!(document_frequency, vectorized.document_frequency);
}
