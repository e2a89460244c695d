//! Prints the lemma of each word of standard input, as the preset `wordify` finds it: `lemmas CODE`, one word a line.
//!
//! `cargo xtask lemma-check` compares them with other sources.

use std::io::{self, BufRead, Write};

use wordify::text::language::Language;
use wordify::text::lemma::{Casing, Lemmatizer};

fn main() -> io::Result<()> {
    let code = std::env::args().nth(1).unwrap_or_default();
    let lemmatizer = Language::from_code(&code)
        .and_then(|language| Lemmatizer::load_mended(language, &[]))
        .ok_or_else(|| io::Error::other(format!("no lemmas for “{code}”")))?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for word in io::stdin().lock().lines() {
        let word = word?;
        writeln!(out, "{word}\t{}", lemmatizer.lemma(&word, Casing::Kept))?;
    }
    Ok(())
}
