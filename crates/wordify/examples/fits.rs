//! Writes the matrix, some samples and our solutions, so that another implementation can be run on exactly the
//! same regressions:
//!
//! ```text
//! fits CORPUS.csv PRESET LANGUAGE FITS SEED THREADS SAMPLES FOLDER
//! ```
//! `SAMPLES` fits at each C, chosen from the plan of an analysis with `FITS` fits and done exactly as there.
//! `FOLDER` gets `manifest.json` and arrays in little-endian order: the matrix (`row_starts.u64`, `columns.u32`,
//! `values.f64`), `label_of.u32`, and `samples.u32` (one row per fit: how often each document was drawn).

use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use wordify::analysis::vectorize;
use wordify::corpus::{self, Columns, Corpus};
use wordify::progress::Monitor;
use wordify::recipe::{C_VALUES, Selection};
use wordify::selection::bootstrap::Strata;
use wordify::selection::fits::starts;
use wordify::selection::logistic::{ClassWeights, Design, Outcome, SampleFitter, Solution, TOLERANCE, Twins};
use wordify::selection::plan::Plan;
use wordify::settings::{Lemmas, Preset, Settings};
use wordify::table::{self, ReadOptions};
use wordify::terms::vectorize::Vectorized;
use wordify::text::language::Language;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, preset, language, fits, seed, threads, samples, folder] = arguments.as_slice() else {
        return Err("usage: fits CORPUS.csv PRESET LANGUAGE FITS SEED THREADS SAMPLES FOLDER".into());
    };
    let preset = Preset::ALL.into_iter().find(|p| p.name() == preset).ok_or("unknown preset")?;
    let language = Language::from_code(language).ok_or("unknown language")?;
    let settings = Settings {
        preset,
        language,
        lemmas: Lemmas::Off,
        fits: Some(fits.parse()?),
        seed: seed.parse()?,
        ..Settings::default()
    };
    let (threads, samples): (usize, usize) = (threads.parse()?, samples.parse()?);
    let monitor = Monitor::silent();

    let table = table::read(&fs::read(path)?, &ReadOptions::default())?;
    let corpus = corpus::build(&table, &Columns::default(), preset.recipe().copies)?;
    let vectorized = vectorize(&corpus.texts, &settings, threads, &monitor)?;
    let twins = Twins::find(&vectorized.matrix);
    let design = Design::new(&twins.merge(&vectorized.matrix), &corpus.label_of, corpus.labels.len());
    let Selection::Fits(recipe) = &settings.recipe().selection else {
        return Err("this preset has no fits".into());
    };
    let mut plan =
        Plan::new(recipe, settings.fits_used(), settings.seed, corpus.texts.len(), vectorized.terms.len());
    let starts = starts(&design, &plan, threads, &monitor)?;
    let mut chosen = [0; C_VALUES.len()];
    plan.fits.retain(|fit| {
        chosen[fit.c] += 1;
        chosen[fit.c] <= samples
    });

    let strata = Strata::new(design.label_of(), design.labels());
    let mut drawn = Vec::new();
    let mut done = Vec::new();
    let mut fitter = SampleFitter::default();
    for (place, fit) in plan.fits.iter().enumerate() {
        let sample = strata.draw(plan.sample_size, plan.seed, fit.number);
        fitter.take(&design, &sample);
        let regressions: Vec<Value> = (0..design.regressions())
            .map(|k| {
                let start: &Solution = &starts[k][fit.c];
                let outcome = fitter.fit(&design, k, C_VALUES[fit.c], plan.class_weights, start, TOLERANCE);
                regression(&design, &twins, k, &outcome)
            })
            .collect();
        done.push(json!({ "sample": place, "c": C_VALUES[fit.c], "regressions": regressions }));
        let first = drawn.len();
        drawn.resize(first + design.documents(), 0);
        sample.iter().for_each(|document| drawn[first + document.document as usize] = document.times);
    }
    write(Path::new(folder), &corpus, &vectorized, &drawn)?;
    let manifest = json!({
        "documents": corpus.texts.len(), "terms": vectorized.terms.len(), "labels": corpus.labels.len(),
        "balanced": plan.class_weights == ClassWeights::Balanced, "fits": done,
    });
    fs::write(Path::new(folder).join("manifest.json"), serde_json::to_vec(&manifest)?)?;
    Ok(())
}

/// The coefficient of merged twins is given to the first of them: the objective is the same for any split.
fn regression(design: &Design, twins: &Twins, k: usize, outcome: &Outcome) -> Value {
    let label = design.regression_label(k);
    match outcome {
        Outcome::LabelAbsent => json!({ "label": label, "outcome": "label absent" }),
        Outcome::Empty => json!({ "label": label, "outcome": "empty" }),
        Outcome::Fitted(solution, certificate) => {
            let first = |column: u32| twins.members[design.term_of(column)][0];
            let terms: Vec<u32> = solution.coefficients.iter().map(|&(column, _)| first(column)).collect();
            let coefficients: Vec<f64> = solution.coefficients.iter().map(|&(_, w)| w).collect();
            json!({
                "label": label, "outcome": "fitted", "terms": terms, "coefficients": coefficients,
                "intercept": solution.intercept, "objective": certificate.objective,
                "violation": certificate.violation, "iterations": certificate.iterations,
                "converged": certificate.converged,
            })
        }
    }
}

fn write(folder: &Path, corpus: &Corpus, vectorized: &Vectorized, drawn: &[u32]) -> std::io::Result<()> {
    let matrix = &vectorized.matrix;
    let put = |name: &str, bytes: Vec<u8>| fs::write(folder.join(name), bytes);
    put("row_starts.u64", matrix.row_starts.iter().flat_map(|&x| (x as u64).to_le_bytes()).collect())?;
    put("columns.u32", matrix.columns.iter().flat_map(|x| x.to_le_bytes()).collect())?;
    put("values.f64", matrix.values.iter().flat_map(|x| x.to_le_bytes()).collect())?;
    put("label_of.u32", corpus.label_of.iter().flat_map(|x| x.to_le_bytes()).collect())?;
    put("samples.u32", drawn.iter().flat_map(|x| x.to_le_bytes()).collect())
}
