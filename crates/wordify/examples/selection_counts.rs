//! Prints, as JSON, how often each term was selected at each C: the quantity in which two implementations can be
//! compared without the noise of the random C.
//!
//! ```text
//! selection_counts CORPUS.csv PRESET LANGUAGE FITS SEED THREADS > counts.json
//! ```
//! Output: `terms`, `labels`, `c`, `fits` (per C) and `counts`, a list of
//! `[place of C, place of label, place of term, fits positive, fits negative]`.

use std::error::Error;

use wordify::analysis::vectorize;
use wordify::corpus::Columns;
use wordify::progress::Monitor;
use wordify::recipe::{C_VALUES, Selection};
use wordify::selection::fits::select;
use wordify::selection::logistic::{Design, Twins};
use wordify::selection::plan::Plan;
use wordify::settings::{Lemmas, Preset, Settings};
use wordify::table::{ReadOptions, read};
use wordify::text::language::Language;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, preset, language, fits, seed, threads] = arguments.as_slice() else {
        return Err("usage: selection_counts CORPUS.csv PRESET LANGUAGE FITS SEED THREADS".into());
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
    let threads: usize = threads.parse()?;
    let monitor = Monitor::silent();

    let table = read(&std::fs::read(path)?, &ReadOptions::default())?;
    let corpus = wordify::corpus::build(&table, &Columns::default(), preset.recipe().copies)?;
    let vectorized = vectorize(&corpus.texts, &settings, threads, &monitor)?;
    let twins = Twins::find(&vectorized.matrix);
    let design = Design::new(&twins.merge(&vectorized.matrix), &corpus.label_of, corpus.labels.len());
    let Selection::Fits(recipe) = &settings.recipe().selection else {
        return Err("this preset has no fits".into());
    };
    let plan =
        Plan::new(recipe, settings.fits_used(), settings.seed, corpus.texts.len(), vectorized.terms.len());

    let mut counts = Vec::new();
    let mut fits_per_c = [0; C_VALUES.len()];
    for (c, fits) in fits_per_c.iter_mut().enumerate() {
        let mut part = plan.clone();
        part.fits.retain(|fit| fit.c == c);
        *fits = part.fits.len();
        let tally = select(&design, &part, threads, &monitor)?;
        for (label, _) in corpus.labels.iter().enumerate() {
            for (column, members) in twins.members.iter().enumerate() {
                let cell = label * twins.members.len() + column;
                let (positive, negative) = (tally.positive[cell], tally.negative[cell]);
                if positive + negative > 0 {
                    counts.extend(members.iter().map(|&term| (c, label, term, positive, negative)));
                }
            }
        }
    }
    let report = serde_json::json!({
        "terms": vectorized.terms, "labels": corpus.labels, "c": C_VALUES, "fits": fits_per_c, "counts": counts,
    });
    serde_json::to_writer(std::io::stdout().lock(), &report)?;
    Ok(())
}
