//! Options of the command line to settings of the engine.

use std::fs;
use std::path::Path;

use wordify::settings::{Preset, Settings, StopWords};
use wordify::{Error, ErrorKind};

use crate::arguments::Analyze;
use crate::failure::Failure;

/// Bytes of a file of stop words: the longest published lists have a few thousand words.
const STOP_WORD_BYTES_MAX: u64 = 4 << 20;

/// The settings that `options` ask for, checked.
pub(crate) fn from_options(options: &Analyze) -> Result<Settings, Failure> {
    let settings = Settings {
        preset: options.preset,
        language: options.language,
        lemmas: options.lemmas,
        stop_words: stop_words(options)?,
        ngram_range: options.ngrams,
        min_df: options.min_df,
        max_df: options.max_df,
        fits: options.fits,
        threshold: options.threshold,
        seed: options.seed,
    };
    settings.check()?;
    Ok(settings)
}

fn stop_words(options: &Analyze) -> Result<StopWords, Failure> {
    match options.stop_words.as_deref() {
        None if options.preset == Preset::Wordify2022 => Ok(StopWords::None),
        None => Ok(StopWords::Spacy),
        Some(word) if word == Path::new("spacy") => Ok(StopWords::Spacy),
        Some(word) if word == Path::new("none") => Ok(StopWords::None),
        Some(path) => read_stop_words(path),
    }
}

/// One word per line or several with spaces between them; case does not matter, as texts are in lower case.
fn read_stop_words(path: &Path) -> Result<StopWords, Failure> {
    let failed = |message: String| {
        Failure::input(message)
            .at(format!("--stop-words {}", path.display()))
            .remedy("Give “spacy”, “none”, or a text file in UTF-8 with one word per line.")
    };
    let metadata =
        fs::metadata(path).map_err(|error| failed(format!("cannot read the stop words: {error}")))?;
    if metadata.len() > STOP_WORD_BYTES_MAX {
        let message = format!("a file of stop words may have {} MiB at most", STOP_WORD_BYTES_MAX >> 20);
        return Err(Error::new(ErrorKind::Limit, message).at(path.display().to_string()).into());
    }
    let text =
        fs::read_to_string(path).map_err(|error| failed(format!("cannot read the stop words: {error}")))?;
    let text = text.trim_start_matches('\u{FEFF}').to_lowercase();
    let mut words: Vec<String> = text.split_whitespace().map(str::to_string).collect();
    words.sort_unstable();
    words.dedup();
    if words.is_empty() {
        return Err(failed("the file of stop words is empty".into()));
    }
    Ok(StopWords::List(words))
}
