//! `wordify verify`: makes a result again, and says whether it is the same.

use std::io::{self, IsTerminal};

use wordify::progress::{Monitor, Progress};
use wordify::report::manifest::Manifest;
use wordify::study::{self, Study};
use wordify::table::limits::Limits;

use crate::arguments::Verify;
use crate::failure::Failure;
use crate::progress::Display;
use crate::style::Style;
use crate::{analyze, input, interrupt, writing};

/// Runs the study of a manifest on the file, and compares.
pub(crate) fn run(options: &Verify) -> Result<(), Failure> {
    let manifest = Manifest::from_bytes(&input::content(&options.manifest, Limits::default())?)
        .map_err(|error| Failure::of_file(error, &options.manifest))?;
    let file = input::open(&options.file, Limits::default())?;
    interrupt::catch()?;
    let display = Display::new(options.quiet);
    let listener = |progress: Progress| display.show(progress);
    let monitor = Monitor::new(interrupt::watched(), &listener);
    let Manifest { reading, columns, settings, .. } = manifest.clone();
    let study = Study { reading, columns, settings };
    let threads = options.threads.unwrap_or_else(analyze::all_threads);
    let report = study::run(file.input, file.name.as_deref(), &study, threads, &monitor);
    display.finish();
    let again = Manifest::new(&report?)?;
    let differences = manifest.differences(&again);
    let style = Style::new(options.colour.color, io::stdout().is_terminal());
    if differences.is_empty() {
        let text = format!(
            "{} the same {} rows, SHA-256 {}\n",
            style.good("identical:"),
            again.counts.indicators,
            again.result_sha256
        );
        return writing::print(text.as_bytes());
    }
    let text: String = differences.iter().map(|line| format!("{line}\n")).collect();
    writing::print(text.as_bytes())?;
    Err(differs(&manifest, &again))
}

/// Why it differs, as far as can be said.
fn differs(manifest: &Manifest, again: &Manifest) -> Failure {
    let failure = Failure::unequal("the result is not the same");
    if manifest.file.sha256 != again.file.sha256 {
        return failure.remedy("This is not the file that was analysed; give that one.");
    }
    if manifest.version != again.version {
        let version = &manifest.version;
        return failure.remedy(format!(
            "The result was made by version {version} of Wordify; verify it with that version."
        ));
    }
    failure.remedy("File, settings and version are the same: please report this, with the manifest.")
}
