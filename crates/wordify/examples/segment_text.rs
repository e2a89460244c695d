//! Cuts lines of standard input into words: `segment_text CODE`. Prints them with dictionary forms, for comparisons with
//! other segmenters.

use std::error::Error;
use std::io::{self, BufWriter, Write};

use wordify::text::language::Language;
use wordify::text::segment::Segmenter;

fn main() -> Result<(), Box<dyn Error>> {
    let code = std::env::args().nth(1).ok_or("usage: segment_text CODE < TEXT")?;
    let segmenter =
        Segmenter::load(Language::find(&code)?).ok_or("there is no segmenter for this language")?;
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lines() {
        let mut words = Vec::new();
        segmenter.words(&line?, |form, base| words.push(format!("{form}\t{base}")));
        writeln!(out, "{}\n", words.join("\n"))?;
    }
    Ok(())
}
