//! Packs lists of forms and lemmas into the files in `lemmas` of the crate `wordify-data`:
//!
//! ```text
//! lemma_files PAIRS_FOLDER OUTPUT_FOLDER
//! ```
//! `PAIRS_FOLDER` holds one `CODE.tsv` per language, lines of form, tab, lemma, sorted by the bytes of the form.
//! Every pair is read back from what was packed. `cargo xtask lemmas` runs this.

use std::error::Error;
use std::fs;
use std::path::Path;

use wordify::text::language::Language;
use wordify::text::lemma::pack::pack;

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
        let language =
            Language::from_code(&name).ok_or_else(|| format!("no language has the code {name}"))?;
        let file = pack(&pairs, language.endings_agree()).map_err(|error| format!("{name}: {error}"))?;
        fs::write(Path::new(output).join(format!("{name}.lemmas")), &file)?;
        println!("{name}: {} forms, {} bytes", pairs.len(), file.len());
    }
    Ok(())
}
