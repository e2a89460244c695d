//! An analysis as R holds it: under way, then a report or an error.

use std::time::Duration;

use savvy::{
    OwnedIntegerSexp, OwnedListSexp, OwnedLogicalSexp, OwnedRawSexp, OwnedRealSexp, OwnedStringSexp, RawSexp,
    Sexp, StringSexp, savvy,
};
use wordify::report::{Format, Report};
use wordify::study::Study;
use wordify::{Error, ErrorKind, containing};

use crate::table::json_lines;
use crate::work::Work;

/// An analysis, from its start on.
#[savvy]
struct Analysis {
    state: State,
}

enum State {
    Underway(Work),
    Done(Box<Report>),
    Failed(Error),
}

#[savvy]
impl Analysis {
    /// Starts an analysis of `texts` with one of `labels` each, and, where `groups` is not empty, one of those. `names` and
    /// `values` are the settings; `threads` is 0 for as many as there are cores.
    fn of_columns(
        texts: StringSexp,
        labels: StringSexp,
        groups: StringSexp,
        names: StringSexp,
        values: StringSexp,
        threads: i32,
    ) -> savvy::Result<Self> {
        let rows = texts.len();
        let mut columns = vec![("text", texts), ("label", labels)];
        if !groups.is_empty() {
            columns.push(("group", groups));
        }
        let bytes = json_lines(&columns);
        let state = match study(&names, &values) {
            Ok(mut study) => {
                // What fits into the memory of this process twice is no accident.
                study.reading.limits.bytes = study.reading.limits.bytes.max(bytes.len());
                study.reading.limits.rows = study.reading.limits.rows.max(rows);
                State::Underway(Work::start(
                    study,
                    bytes,
                    None,
                    usize::try_from(threads).ok().filter(|&n| n > 0),
                ))
            }
            Err(error) => State::Failed(error),
        };
        Ok(Self { state })
    }

    /// Starts an analysis of the bytes of the file called `name`; the rest as for `of_columns`.
    fn of_file(
        bytes: RawSexp,
        name: &str,
        names: StringSexp,
        values: StringSexp,
        threads: i32,
    ) -> savvy::Result<Self> {
        let state = match study(&names, &values) {
            Ok(study) => {
                let threads = usize::try_from(threads).ok().filter(|&n| n > 0);
                State::Underway(Work::start(study, bytes.to_vec(), Some(name.to_owned()), threads))
            }
            Err(error) => State::Failed(error),
        };
        Ok(Self { state })
    }

    /// Waits at most this many milliseconds; whether the analysis is done or has failed.
    fn wait(&mut self, milliseconds: i32) -> savvy::Result<Sexp> {
        let limit = Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0));
        let ended = match &self.state {
            State::Underway(work) => work.wait(limit),
            State::Done(_) | State::Failed(_) => None,
        };
        match ended {
            Some(Ok(report)) => self.state = State::Done(Box::new(report)),
            Some(Err(error)) => self.state = State::Failed(error),
            None => (),
        }
        let is_done = !matches!(self.state, State::Underway(_));
        OwnedLogicalSexp::try_from_scalar(is_done)?.into()
    }

    /// Ends an analysis that is under way, and waits for that.
    fn cancel(&mut self) -> savvy::Result<()> {
        if matches!(self.state, State::Underway(_)) {
            self.state = State::Failed(canceled());
        }
        Ok(())
    }

    /// The stage under way, what of it is done, and of how much, as text; empty where nothing is known yet.
    fn progress(&self) -> savvy::Result<Sexp> {
        let progress = match &self.state {
            State::Underway(work) => work.progress(),
            State::Done(_) | State::Failed(_) => None,
        };
        let parts = progress.map_or_else(Vec::new, |progress| {
            vec![progress.stage.name().to_owned(), progress.done.to_string(), progress.total.to_string()]
        });
        OwnedStringSexp::try_from_slice(parts)?.into()
    }

    /// Kind, message, place and remedy of what went wrong; empty where nothing did.
    fn failure(&self) -> savvy::Result<Sexp> {
        let State::Failed(error) = &self.state else {
            return OwnedStringSexp::new(0)?.into();
        };
        let parts = [
            error.kind().name(),
            error.message(),
            error.place().unwrap_or(""),
            error.remedy_text().unwrap_or(""),
        ];
        OwnedStringSexp::try_from_slice(parts)?.into()
    }

    /// The report as `format`: the bytes that the command line writes.
    fn report(&self, format: &str) -> savvy::Result<Sexp> {
        let known = Format::ALL.into_iter().find(|known| known.name() == format);
        let known = known.ok_or_else(|| {
            savvy::Error::new(format!(
                "there is no format “{format}”; give one of: {}",
                Format::ALL.map(Format::name).join(", ")
            ))
        })?;
        let bytes = known.make(self.done()?).map_err(|error| savvy::Error::new(error.to_string()))?;
        OwnedRawSexp::try_from_slice(bytes)?.into()
    }

    /// What the user should know, one sentence or more each.
    fn warnings(&self) -> savvy::Result<Sexp> {
        OwnedStringSexp::try_from_iter(self.done()?.warnings())?.into()
    }

    /// The labels, sorted.
    fn labels(&self) -> savvy::Result<Sexp> {
        OwnedStringSexp::try_from_slice(&self.done()?.analysis.labels)?.into()
    }

    /// The number of documents of each label.
    fn documents(&self) -> savvy::Result<Sexp> {
        let report = self.done()?;
        let counts = (0..report.analysis.labels.len()).map(|label| report.documents_of(label) as f64);
        OwnedRealSexp::try_from_iter(counts)?.into()
    }

    /// For each of `terms`, the numbers of those `texts` that contain it, from 1, read with the settings of this analysis.
    fn containing(&self, texts: StringSexp, terms: StringSexp) -> savvy::Result<Sexp> {
        let texts: Vec<String> = texts.iter().map(str::to_owned).collect();
        let terms: Vec<String> = terms.iter().map(str::to_owned).collect();
        let rows =
            rows_with(self.done()?, &texts, &terms).map_err(|error| savvy::Error::new(error.to_string()))?;
        let mut out = OwnedListSexp::new(terms.len(), false)?;
        for (place, rows) in rows.into_iter().enumerate() {
            out.set_value(place, OwnedIntegerSexp::try_from_slice(rows)?.as_read_only())?;
        }
        out.into()
    }
}

impl Analysis {
    fn done(&self) -> savvy::Result<&Report> {
        match &self.state {
            State::Done(report) => Ok(report),
            State::Underway(_) | State::Failed(_) => Err(savvy::Error::new("the analysis has no result")),
        }
    }
}

fn canceled() -> Error {
    Error::new(ErrorKind::Canceled, "canceled")
}

/// The study that settings ask for, with the guesses of the command line where they say nothing.
fn study(names: &StringSexp, values: &StringSexp) -> Result<Study, Error> {
    let mut study = Study::on_own_machine();
    for (name, value) in names.iter().zip(values.iter()) {
        study.put(name, value)?;
    }
    study.check()?;
    Ok(study)
}

/// For each of `terms`, the numbers of `texts` that contain it, from 1.
fn rows_with(report: &Report, texts: &[String], terms: &[String]) -> Result<Vec<Vec<i32>>, Error> {
    let mut rows = vec![Vec::new(); terms.len()];
    let places = containing::places(texts, terms, &report.analysis.settings)?;
    for (number, places) in (1..).zip(places) {
        places.into_iter().for_each(|place| rows[place].push(number));
    }
    Ok(rows)
}
