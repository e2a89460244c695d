//! What the analyst is asked and what it says, each as one line of JSON.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use wordify::progress::Stage;
use wordify::{Error, ErrorKind};

use crate::jobs::choices::Choices;
use crate::jobs::job::{Failure, FailureClass, JobProgress};
use crate::jobs::key::JobKey;
use crate::jobs::view::{Inspection, Worked};

/// What the analyst is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    /// The uploaded file.
    pub upload: PathBuf,
    /// Its name as the browser gave it: a hint for the format, and for the reports.
    pub file_name: Option<String>,
    /// What the visitor chose.
    pub choices: Choices,
    /// Threads; 0 for as many as the machine has.
    pub threads: usize,
    /// Memory in bytes.
    pub memory_bytes: u64,
    /// What to do with the upload.
    pub task: Task,
}

/// The things that an analyst does.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Say what is in the upload.
    Inspect,
    /// Analyse it.
    Analyze {
        /// The key with which the result is sealed.
        key: JobKey,
        /// Where the counts of an interrupted run are, and are written every few seconds.
        checkpoint: PathBuf,
        /// Folder for the sealed parts; made when absent.
        parts: PathBuf,
        /// Whether the upload becomes a sealed part too.
        keep_upload: bool,
    },
    /// Read and analyse the sample, which the program holds itself.
    Sample,
}

/// What the analyst says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Event {
    /// Where it is.
    Progress(JobProgress),
    /// How it ended; nothing follows.
    End(Outcome),
}

/// How an analyst ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// This is in the upload.
    Inspected(Box<Inspection>),
    /// The sealed parts with these names are in the folder.
    Analyzed(Vec<String>),
    /// This is in the sample.
    Worked(Box<Worked>),
    /// The upload or a choice is to blame, or a limit of the engine.
    Refused(Failure),
    /// It was asked to stop, and has written its checkpoint if there was anything to keep.
    Yielded,
    /// It needs more memory than it may have.
    OutOfMemory,
    /// The system lacked something just then: processes, descriptors, room on the disk. It says what, and nothing against the job.
    Short(String),
    /// It crashed, or what surrounds it failed: what is known of that, without any text of the upload.
    Crashed(String),
}

impl From<Error> for Outcome {
    /// By the kind of the engine's error.
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Canceled => Self::Yielded,
            ErrorKind::Report => Self::Crashed(format!("report: {}", error.message())),
            _ => Self::Refused(failure_of(&error)),
        }
    }
}

/// The engine's error as the visitor reads it.
pub(super) fn failure_of(error: &Error) -> Failure {
    let class = match error.kind() {
        ErrorKind::Limit => FailureClass::Limit,
        ErrorKind::Report => FailureClass::Internal,
        _ => FailureClass::Input,
    };
    Failure {
        class,
        message: error.message().to_owned(),
        place: error.place().map(str::to_owned),
        remedy: error.remedy_text().map(str::to_owned),
    }
}

/// Share of a job that is done when `done` of `total` units of a stage are, by what the stages usually take.
pub(super) fn share(stage: Stage, done: usize, total: usize) -> f64 {
    let (start, end) = match stage {
        Stage::Read => (0.0, 0.08),
        Stage::Vectorize => (0.08, 0.16),
        Stage::Prepare => (0.16, 0.22),
        Stage::Fit => (0.22, 0.89),
        Stage::Confirm => (0.89, 0.90),
        Stage::Vary => (0.90, 0.92),
        Stage::Draw => (0.92, 0.94),
        Stage::Fold => (0.94, 0.96),
        Stage::Report => (0.96, 1.0),
    };
    start + (end - start) * done.min(total) as f64 / total.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stages_follow_each_other_from_nothing_to_all() {
        let stages = [
            Stage::Read,
            Stage::Vectorize,
            Stage::Prepare,
            Stage::Fit,
            Stage::Confirm,
            Stage::Vary,
            Stage::Draw,
            Stage::Fold,
            Stage::Report,
        ];
        let mut last = 0.0;
        for stage in stages {
            assert!((share(stage, 0, 10) - last).abs() < 1e-12);
            last = share(stage, 10, 10);
        }
        assert!((last - 1.0).abs() < 1e-12 && share(Stage::Read, 0, 0) < 0.01);
    }

    #[test]
    fn errors_of_the_engine_are_reported_with_place_and_remedy() {
        let error = Error::new(ErrorKind::Column, "there is no column").at("column \"x\"").remedy("Look.");
        let Outcome::Refused(failure) = Outcome::from(error) else { panic!("refused") };
        assert_eq!((failure.class, failure.place.as_deref()), (FailureClass::Input, Some("column \"x\"")));
        assert_eq!(Outcome::from(Error::canceled()), Outcome::Yielded);
        assert!(matches!(Outcome::from(Error::new(ErrorKind::Report, "x")), Outcome::Crashed(_)));
    }
}
