//! How fast one regression on one bootstrap sample is, at each C: `cargo bench -p wordify --bench logistic`.
//!
//! The corpus is the example of the repository: 4,078 paragraphs, two labels, 5,267 terms.

use divan::Bencher;
use wordify::analysis::vectorize;
use wordify::corpus::Columns;
use wordify::progress::Monitor;
use wordify::selection::bootstrap::{Drawn, Strata};
use wordify::selection::logistic::{ClassWeights, Design, Outcome, SampleFitter, Solution, TOLERANCE, Twins};
use wordify::settings::{Lemmas, Preset, Settings};
use wordify::table::{ReadOptions, read};
use wordify::text::language::Language;

fn main() {
    divan::main();
}

fn design() -> Design {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/state-of-the-union.csv");
    let table = read(&std::fs::read(path).expect("the example"), &ReadOptions::default()).expect("a table");
    let corpus = wordify::corpus::build(&table, &Columns::default(), wordify::corpus::Copies::DropExact)
        .expect("a corpus");
    let settings = Settings {
        preset: Preset::Wordify2021,
        language: Language::English,
        lemmas: Lemmas::Off,
        ..Settings::default()
    };
    let vectorized = vectorize(&corpus.texts, &settings, 1, &Monitor::silent()).expect("terms");
    let twins = Twins::find(&vectorized.matrix);
    Design::new(&twins.merge(&vectorized.matrix), &corpus.label_of, corpus.labels.len())
}

fn solution(outcome: Outcome) -> Solution {
    match outcome {
        Outcome::Fitted(solution, _) => solution,
        Outcome::Empty | Outcome::LabelAbsent => Solution::default(),
    }
}

#[divan::bench(args = [10.0, 5.0, 2.0, 1.0, 0.5, 0.1, 0.01])]
fn fit_a_sample_from_the_solution_on_all_documents(bencher: Bencher, c: f64) {
    let design = design();
    let mut fitter = SampleFitter::default();
    let everyone: Vec<Drawn> =
        (0..design.documents() as u32).map(|document| Drawn { document, times: 1 }).collect();
    fitter.take(&design, &everyone);
    let start = solution(fitter.fit(&design, 0, 0.75 * c, ClassWeights::Equal, &Solution::default(), 1e-3));
    let strata = Strata::new(design.label_of(), design.labels());
    let sample = strata.draw(design.documents() * 3 / 4, 1, 0);
    bencher.bench_local(|| {
        fitter.take(&design, &sample);
        fitter.fit(&design, 0, c, ClassWeights::Equal, &start, TOLERANCE)
    });
}

#[divan::bench]
fn draw_a_sample(bencher: Bencher) {
    let design = design();
    let strata = Strata::new(design.label_of(), design.labels());
    bencher.bench_local(|| strata.draw(design.documents() * 3 / 4, 1, 0));
}
