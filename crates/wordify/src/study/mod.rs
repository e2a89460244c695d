//! The one door: bytes in, report out.
//!
//! A [`Study`] says what is to be read, which columns are meant, and all settings; it can be written as JSON and read back.
//! [`run`] does it. The order of the whole stands here: bytes → table → documents → language → analysis → report.

mod follow_up;
pub mod list;
mod lists;
mod measure;
pub mod parts;
mod windows;

use serde::{Deserialize, Serialize};

use self::follow_up::FollowUp;
pub use self::measure::measure;
use crate::analysis::{self, Analysis};
use crate::corpus::labelling::Labelling;
use crate::corpus::{self, Columns, Corpus, inspect};
use crate::error::{Error, ErrorKind};
use crate::generalisation;
use crate::indicators::Indicator;
use crate::indicators::confirmation;
use crate::indicators::evidence::concordance::{self, Concordance};
use crate::indicators::evidence::{self, Basis, Evidence};
use crate::progress::{Monitor, Stage};
use crate::recipe::Selection;
use crate::report::{Report, Source};
pub use crate::selection::checkpoint::Resumption;
use crate::selection::checkpoint::There;
use crate::settings::Settings;
use crate::table::{self, Input, ReadOptions};
use crate::text::language::detection;
use crate::text::preparation::{self, Preparation};

/// All that decides a report, the bytes and the name of the file apart.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Study {
    /// How the file is read.
    pub reading: ReadOptions,
    /// What each column is.
    pub columns: Columns,
    /// How the documents are analysed.
    pub settings: Settings,
}

/// The language of whoever runs a study on a machine of their own and chooses none: guessed from the texts.
pub const OWN_MACHINE_LANGUAGE: &str = "auto";

impl Study {
    /// A study on the user's own machine, with everything as usual there: on a site others share the memory, and the language is
    /// chosen.
    pub fn on_own_machine() -> Self {
        let mut study = Self::default();
        study.put("language", OWN_MACHINE_LANGUAGE).expect("a value that the list of settings has");
        study.reading.large_windows = true;
        study
    }

    /// Puts `value` in for the setting called `name`, as the command line reads it.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] for a name that no setting has, and for a value that it cannot have.
    pub fn put(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let setting = list::find(name)
            .ok_or_else(|| Error::new(ErrorKind::Setting, format!("there is no setting “{name}”")))?;
        setting.read(self, value)
    }

    /// Finds what is wrong with the study itself, before a file is at hand.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] or [`ErrorKind::Limit`], with the name of
    /// the setting.
    pub fn check(&self) -> Result<(), Error> {
        self.settings.check()?;
        Labelling::new(&self.columns)?;
        let preset = self.settings.preset;
        let asks = [
            ("group", self.columns.group.is_some()),
            ("strata", !self.columns.strata.is_empty()),
            ("control", !self.columns.control.is_empty()),
            ("windows", self.settings.windows),
        ];
        match asks.iter().find(|(_, is_asked)| *is_asked) {
            Some((name, _)) if matches!(preset.recipe().selection, Selection::Fits(_)) => {
                let message =
                    format!("the preset {} takes documents one by one, as it was published", preset.name());
                Err(Error::new(ErrorKind::Setting, message)
                    .at(*name)
                    .remedy("Leave it out, or choose the preset that shuffles labels."))
            }
            _ => Ok(()),
        }
    }
}

/// Runs a study on the bytes of a file or the files of a folder, on `threads` threads.
///
/// `file_name` is named in the report, and a hint for the format of text. The bytes are freed as soon as they are read. The
/// result is the same, bit for bit, for any number of threads.
///
/// # Errors
/// Of [`Study::check`], [`table::load`], [`corpus::build`] and [`analysis::analyze`]:
/// [`ErrorKind::Setting`], [`ErrorKind::Input`],
/// [`ErrorKind::Column`], [`ErrorKind::Corpus`],
/// [`ErrorKind::Limit`], [`ErrorKind::Canceled`].
pub fn run<'a>(
    input: impl Into<Input<'a>>,
    file_name: Option<&str>,
    study: &Study,
    threads: usize,
    monitor: &Monitor,
) -> Result<Report, Error> {
    let documents = documents(input.into(), file_name, study, monitor)?;
    let analyzed = analysis::analyze_once(&documents.corpus, &documents.settings, threads, monitor)?;
    finish(analyzed, documents, study, &There::default(), threads, monitor)
}

/// The report on what was `analyzed` of `documents`, with the further lists that are `there` and those that are not.
fn finish(
    (mut analysis, basis): (Analysis, Basis),
    documents: Documents,
    study: &Study,
    there: &There<'_>,
    threads: usize,
    monitor: &Monitor,
) -> Result<Report, Error> {
    let Documents { corpus, aside, source, settings, columns } = documents;
    let follow_up = FollowUp { corpus: &corpus, settings: &settings, basis: &basis, threads, monitor };
    follow_up.confirm(&mut analysis, aside)?;
    follow_up.try_out(&mut analysis, there)?;
    follow_up.quote(&mut analysis)?;
    monitor.check()?;
    Ok(report(analysis, source, study, columns))
}

/// As [`run`], from where an earlier run was; gives the documents behind the terms as well, unless texts are to be left out.
///
/// # Errors
/// As [`run`].
pub fn run_with_evidence<'a>(
    input: impl Into<Input<'a>>,
    file_name: Option<&str>,
    study: &Study,
    threads: usize,
    monitor: &Monitor,
    resumption: Resumption<'_>,
) -> Result<(Report, Evidence), Error> {
    let Documents { corpus, aside, source, settings, columns } =
        documents(input.into(), file_name, study, monitor)?;
    let (mut analysis, basis) =
        analysis::analyze_resumable(&corpus, &settings, threads, monitor, resumption)?;
    let follow_up = FollowUp { corpus: &corpus, settings: &settings, basis: &basis, threads, monitor };
    follow_up.confirm(&mut analysis, aside)?;
    follow_up.try_out(&mut analysis, &There::default())?;
    let evidence = if settings.evidence == Some(0) {
        Evidence::default()
    } else {
        let shown: Vec<Indicator> =
            analysis.indicators.iter().chain(analysis.strongest_not_listed()).cloned().collect();
        evidence::gather(&corpus, &shown, &basis, threads, monitor)?
    };
    follow_up.quote(&mut analysis)?;
    monitor.check()?;
    Ok((report(analysis, source, study, columns), evidence))
}

/// All texts with each of `terms`, read as `study` says; with those of the labels `only`, where any is named.
///
/// A term may be given as reports have it, or as it is written. The result is the same for any number of threads.
///
/// # Errors
/// As [`run`], but for the lack of terms; [`ErrorKind::Setting`] for a term of stop words alone and for a label that does not exist;
/// [`ErrorKind::Limit`] beyond [`concordance::TERMS_MAX`] and [`concordance::LINES_MAX`].
pub fn concordance<'a>(
    input: impl Into<Input<'a>>,
    file_name: Option<&str>,
    study: &Study,
    (terms, only): (&[String], &[String]),
    threads: usize,
    monitor: &Monitor,
) -> Result<Concordance, Error> {
    let Documents { corpus, settings, .. } = documents(input.into(), file_name, study, monitor)?;
    preparation::check_is_built_in(settings.language, &corpus.texts)?;
    let preparation = Preparation::new(settings.rules(), &corpus.texts);
    concordance::find(&corpus, &preparation, terms, only, threads, monitor)
}

fn report(analysis: Analysis, source: Source, study: &Study, columns: Columns) -> Report {
    Report { analysis, source, reading: study.reading.clone(), columns }
}

/// A file as documents, with the settings for them.
struct Documents {
    corpus: Corpus,
    /// What was set aside to confirm the list; nothing has been seen of it but rows, labels, groups and strata.
    aside: Option<Corpus>,
    source: Source,
    settings: Settings,
    /// The columns of the study, and what was guessed where it names none.
    columns: Columns,
}

fn documents(
    input: Input<'_>,
    file_name: Option<&str>,
    study: &Study,
    monitor: &Monitor,
) -> Result<Documents, Error> {
    study.check()?;
    monitor.check()?;
    monitor.report(Stage::Read, 0, 1);
    let file_name = file_name.map(str::to_owned);
    let options = ReadOptions {
        file_name: file_name.clone(),
        columns: study.columns.wanted(),
        ..study.reading.clone()
    };
    let (mut table, fingerprint) = table::load(input, &options)?;
    let (columns, note) = inspect::guessed(&table, &study.columns);
    table.warnings.extend(note);
    let source = Source::new(file_name, fingerprint, &table);
    let corpus = corpus::build(&table, &columns, study.settings.recipe().copies)?;
    drop(table);
    let (mut corpus, mut aside) = match study.settings.confirm {
        Some(share) => {
            let (corpus, aside) = confirmation::split(&corpus, share, study.settings.seed)?;
            (corpus, Some(aside))
        }
        None => (corpus, None),
    };
    let settings = for_texts(&study.settings, &corpus.texts)?;
    if settings.windows {
        windows::cut(&mut corpus, settings.seed);
        aside.iter_mut().for_each(|aside| windows::cut(aside, settings.seed));
    }
    if settings.generalise {
        // A label too small is refused before the time that an analysis takes.
        generalisation::folds(&corpus, settings.seed)?;
    }
    monitor.check()?;
    Ok(Documents { corpus, aside, source, settings, columns })
}

/// The settings with the language of `texts`, where it is to be guessed; without a guess it stays open.
fn for_texts(settings: &Settings, texts: &[String]) -> Result<Settings, Error> {
    let mut settings = settings.clone();
    if settings.language_detected
        && let Some(guess) = detection::detect(texts)
    {
        settings.language = guess.choice();
    }
    settings.check_for_texts()?;
    Ok(settings)
}
