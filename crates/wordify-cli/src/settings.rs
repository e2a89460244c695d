//! Options of the command line to a study.

use std::path::Path;
use std::{fs, io};

use wordify::study::Study;
use wordify::study::list::{self, Setting, Values};
use wordify::{Error, ErrorKind};

use crate::arguments::Input;
use crate::chosen::{Chosen, Method};
use crate::failure::{Failure, cause};

/// Bytes of a file of stop words: the longest published lists have a few thousand words.
const STOP_WORD_BYTES_MAX: u64 = 4 << 20;

/// The study that reads the file as `input` asks, and does the rest as `method` says, checked.
pub(crate) fn study(input: &Input, method: &Method) -> Result<Study, Failure> {
    let mut study = reading(input)?;
    put(&mut study, &method.0)?;
    study.check()?;
    Ok(study)
}

/// A study that reads the file as `options` ask, and does the rest as usual.
pub(crate) fn reading(options: &Input) -> Result<Study, Failure> {
    let mut study = Study::on_own_machine();
    put(&mut study, &options.reading.0)?;
    study.reading.limits = options.limits();
    Ok(study)
}

fn put(study: &mut Study, chosen: &Chosen) -> Result<(), Failure> {
    for (setting, value) in chosen.iter() {
        match setting.values {
            Values::Words => setting.read(study, &word_list(setting, value)?)?,
            // Whatever is no name of a list is a file with one.
            Values::One(names)
                if setting.name == "stop_words" && names.iter().all(|(name, _)| *name != value) =>
            {
                let words = read_words("--stop-words", Path::new(value)).map_err(|failure| {
                    failure.remedy(
                        "Give “wordify”, “spacy”, “nltk”, “iso”, “none”, or a text file in UTF-8 with one word per line.",
                    )
                })?;
                if let Some(own) = list::find("stop_words_own") {
                    own.read(study, &words)?;
                }
            }
            _ => setting.read(study, value)?,
        }
    }
    Ok(())
}

/// The words of `value`: a file where there is one of that name, else words with commas between them.
fn word_list(setting: &Setting, value: &str) -> Result<String, Failure> {
    let path = Path::new(value);
    let looks_like_a_file =
        !value.contains(',') && (path.extension().is_some() || value.contains(['/', '\\']));
    if path.is_file() || looks_like_a_file {
        return read_words(&format!("--{}", setting.name.replace('_', "-")), path);
    }
    Ok(value.to_owned())
}

/// The words of a file, one per line or several with spaces between them, as a list of one per line.
fn read_words(option: &str, path: &Path) -> Result<String, Failure> {
    let failed = |message: String| {
        Failure::input(message)
            .at(format!("{option} {}", path.display()))
            .remedy("Give a text file in UTF-8 with one word per line.")
    };
    let unreadable = |error: io::Error| failed(format!("cannot read the stop words: {}", cause(&error)));
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.len() > STOP_WORD_BYTES_MAX {
        let message = format!("a file of stop words may have {} MiB at most", STOP_WORD_BYTES_MAX >> 20);
        return Err(Error::new(ErrorKind::Limit, message).at(path.display().to_string()).into());
    }
    let text = fs::read_to_string(path).map_err(unreadable)?;
    let words: Vec<&str> = text.trim_start_matches('\u{FEFF}').split_whitespace().collect();
    if words.is_empty() {
        return Err(failed("the file of stop words is empty".into()));
    }
    Ok(words.join("\n"))
}
