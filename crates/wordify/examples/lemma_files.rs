//! Packs lists of forms and lemmas into the files in `data/lemmas`:
//!
//! ```text
//! lemma_files PAIRS_FOLDER OUTPUT_FOLDER
//! ```
//! `PAIRS_FOLDER` holds one `CODE.tsv` per language, lines of form, tab, lemma, sorted by the bytes of the form.
//! Every pair is read back from what was packed. `cargo xtask lemmas` runs this.

use std::error::Error;
use std::fs;
use std::path::Path;

use wordify::lemma::pack::pack;

/// Percent of the forms with an ending that must follow one rule, before unknown words follow it too.
const AGREEMENT: u32 = 85;
/// The same for Greek and Lithuanian, which inflect every word: a rule that is right half of the time is better
/// than none (measured with `cargo xtask lemma-accuracy`).
const AGREEMENT_INFLECTED: u32 = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pairs, output] = arguments.as_slice() else {
        return Err("usage: lemma_files PAIRS_FOLDER OUTPUT_FOLDER".into());
    };
    fs::create_dir_all(output)?;
    let mut paths: Vec<_> =
        fs::read_dir(pairs)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "tsv"));
    paths.sort();
    for path in paths {
        let name = path.file_stem().ok_or("a file without a name")?.to_string_lossy().into_owned();
        let text = fs::read_to_string(&path)?;
        let pairs: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once('\t')).collect();
        let inflected = matches!(name.as_str(), "el" | "lt");
        let agreement = if inflected { AGREEMENT_INFLECTED } else { AGREEMENT };
        let file = pack(&pairs, agreement).map_err(|error| format!("{name}: {error}"))?;
        fs::write(Path::new(output).join(format!("{name}.lemmas")), &file)?;
        println!("{name}: {} forms, {} bytes", pairs.len(), file.len());
    }
    Ok(())
}
