//! Options of the command line to a study.

use std::path::Path;
use std::{fs, io};

use wordify::corpus::Columns;
use wordify::settings::{Lemmas, Settings, StopWords};
use wordify::study::Study;
use wordify::text::clean::steps::Cleaning;
use wordify::text::language::Language;
use wordify::text::language::stop_words::own_words;
use wordify::text::tokenize::KeptTokens;
use wordify::{Error, ErrorKind};

use crate::arguments::{Analyze, Kept, LanguageChoice};
use crate::failure::Failure;
use crate::input;

/// Bytes of a file of stop words: the longest published lists have a few thousand words.
const STOP_WORD_BYTES_MAX: u64 = 4 << 20;

/// The study that `options` ask for, checked.
pub(crate) fn study(options: &Analyze) -> Result<Study, Failure> {
    let study = Study {
        reading: input::reading(&options.input),
        columns: Columns { text: options.input.text.clone(), label: options.input.label.clone() },
        settings: settings(options)?,
    };
    study.check()?;
    Ok(study)
}

fn settings(options: &Analyze) -> Result<Settings, Failure> {
    Ok(Settings {
        preset: options.preset,
        language: match options.language {
            LanguageChoice::Given(language) => language,
            LanguageChoice::Auto => Language::Multi,
        },
        language_detected: options.language == LanguageChoice::Auto,
        lemmas: match options.lemmas {
            None => Lemmas::WhereKnown,
            Some(true) => Lemmas::On,
            Some(false) => Lemmas::Off,
        },
        cleaning: cleaning(options),
        kept_tokens: KeptTokens {
            emojis: options.keep.contains(&Kept::Emojis),
            hashtags: options.keep.contains(&Kept::Hashtags),
        },
        stop_words: stop_words(options)?,
        stop_words_add: word_list("--stop-words-add", options.stop_words_add.as_deref())?,
        stop_words_keep: word_list("--stop-words-keep", options.stop_words_keep.as_deref())?,
        ngram_range: options.ngrams,
        min_df: options.min_df,
        max_df: options.max_df,
        fits: options.fits,
        threshold: options.threshold,
        seed: options.seed,
    })
}

fn cleaning(options: &Analyze) -> Option<Cleaning> {
    let cleaning = Cleaning { before: options.clean_before.clone(), after: options.clean_after.clone() };
    (cleaning != Cleaning::default()).then_some(cleaning)
}

fn stop_words(options: &Analyze) -> Result<StopWords, Failure> {
    let Some(choice) = options.stop_words.as_deref() else {
        return Ok(StopWords::Spacy);
    };
    Ok(match choice.to_str() {
        Some("spacy") => StopWords::Spacy,
        Some("nltk") => StopWords::Nltk,
        Some("iso") => StopWords::Iso,
        Some("none") => StopWords::None,
        _ => StopWords::List(read_words("--stop-words", choice).map_err(|failure| {
            failure.remedy(
                "Give “spacy”, “nltk”, “iso”, “none”, or a text file in UTF-8 with one word per line.",
            )
        })?),
    })
}

/// The words of `value`: a file where there is one of that name, else words with commas between them.
fn word_list(option: &str, value: Option<&str>) -> Result<Vec<String>, Failure> {
    let Some(value) = value else { return Ok(Vec::new()) };
    let path = Path::new(value);
    let looks_like_a_file =
        !value.contains(',') && (path.extension().is_some() || value.contains(['/', '\\']));
    if path.is_file() || looks_like_a_file {
        return read_words(option, path);
    }
    Ok(own_words(value.split(',')))
}

/// One word per line or several with spaces between them.
fn read_words(option: &str, path: &Path) -> Result<Vec<String>, Failure> {
    let failed = |message: String| {
        Failure::input(message)
            .at(format!("{option} {}", path.display()))
            .remedy("Give a text file in UTF-8 with one word per line.")
    };
    let unreadable = |error: io::Error| failed(format!("cannot read the stop words: {error}"));
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.len() > STOP_WORD_BYTES_MAX {
        let message = format!("a file of stop words may have {} MiB at most", STOP_WORD_BYTES_MAX >> 20);
        return Err(Error::new(ErrorKind::Limit, message).at(path.display().to_string()).into());
    }
    let text = fs::read_to_string(path).map_err(unreadable)?;
    let words = own_words(text.trim_start_matches('\u{FEFF}').split_whitespace());
    if words.is_empty() {
        return Err(failed("the file of stop words is empty".into()));
    }
    Ok(words)
}
