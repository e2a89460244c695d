//! Packs the tables of the segmenters into the files in `segment` of the crate `wordify-data`:
//!
//! ```text
//! segment_files TABLES_FOLDER OUTPUT_FOLDER
//! ```
//! `cargo xtask segmenters` runs this.

use std::error::Error;
use std::fs;
use std::path::Path;

use wordify::text::segment::pack;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [tables, output] = arguments.as_slice() else {
        return Err("usage: segment_files TABLES_FOLDER OUTPUT_FOLDER".into());
    };
    let table = |path: &str| fs::read_to_string(Path::new(tables).join(path));
    let chinese =
        pack::chinese(&table("zh/words.tsv")?, &table("zh/characters.tsv")?, &table("zh/model.tsv")?)?;
    let japanese = pack::japanese(
        &table("ja/words.tsv")?,
        &table("ja/matrix.tsv")?,
        &table("ja/categories.tsv")?,
        &table("ja/characters.tsv")?,
    )?;
    fs::create_dir_all(output)?;
    for (code, file) in [("zh", chinese), ("ja", japanese)] {
        fs::write(Path::new(output).join(format!("{code}.words")), &file)?;
        println!("{code}: {} bytes", file.len());
    }
    Ok(())
}
