//! A job: what the queue knows of one upload.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::jobs::choices::Choices;
use crate::jobs::key::{JobId, JobKey};

/// Where a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(title = "State")]
pub enum State {
    /// Uploaded, not started: the visitor is choosing.
    Waiting,
    /// Started; no runner has it yet.
    Queued,
    /// A runner has it.
    Running,
    /// The result is there.
    Succeeded,
    /// It ended without a result; [`Job::failure`] says why.
    Failed,
    /// The visitor stopped it.
    Canceled,
}

impl State {
    /// All states.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Queued, Self::Running, Self::Succeeded, Self::Failed, Self::Canceled];

    /// The name in storage, API and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    /// The state called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether nothing more will happen.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Canceled)
    }
}

/// Where a running job is: the stage (as `wordify::progress::Stage::name`), units done and in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobProgress {
    /// The stage in words.
    pub stage: String,
    /// Units done in this stage.
    pub done: u64,
    /// Units in this stage in all.
    pub total: u64,
    /// Share of the whole job done, 0 to 1, by what the stages usually take.
    pub share: Share,
}

/// A share in thousandths, so that it can be compared exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "f64", into = "f64")]
pub struct Share(u16);

impl From<f64> for Share {
    fn from(share: f64) -> Self {
        Self((share.clamp(0.0, 1.0) * 1000.0).round() as u16)
    }
}

impl From<Share> for f64 {
    fn from(share: Share) -> Self {
        Self::from(share.0) / 1000.0
    }
}

/// Name of the part that holds a [`Failure`] as JSON, sealed.
pub const FAILURE_PART: &str = "failure";

/// Why a job has no result. Holds no text of the upload except where the user's own error names a column or a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Failure {
    /// Whose fault it was.
    pub class: FailureClass,
    /// What is wrong: a sentence without a full stop.
    pub message: String,
    /// Where: row, column, setting.
    pub place: Option<String>,
    /// What to do: a whole sentence.
    pub remedy: Option<String>,
}

/// Kinds of failure, by what can be done about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailureClass {
    /// The file or a choice: the visitor can mend it.
    Input,
    /// The file exceeds a limit of this server (rows, memory, time).
    Limit,
    /// Ours: the administrators are notified.
    Internal,
}

impl FailureClass {
    /// The name in storage.
    pub fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Limit => "limit",
            Self::Internal => "internal",
        }
    }

    /// The class called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Input, Self::Limit, Self::Internal].into_iter().find(|class| class.name() == name)
    }
}

impl Failure {
    /// What can be said where only the class is known.
    pub fn of_class(class: FailureClass) -> Self {
        let message = match class {
            FailureClass::Input => "the file or a setting could not be used",
            FailureClass::Limit => "the file exceeds a limit of this server",
            FailureClass::Internal => "the analysis broke down, which is our fault",
        };
        Self { class, message: message.to_owned(), place: None, remedy: None }
    }
}

/// One job, as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Public name.
    pub id: JobId,
    /// The secret, while the job needs it (until it has ended and its mail is sent).
    pub key: Option<JobKey>,
    /// Where it is.
    pub state: State,
    /// Who it belongs to for the sake of fairness: a keyed hash of the address; none once it has ended.
    pub visitor: Option<String>,
    /// What the visitor chose; none once it has ended (the result repeats it, sealed).
    pub choices: Option<Choices>,
    /// Name of the uploaded file as the browser gave it, for the result; never a path; none once it has ended.
    pub file_name: Option<String>,
    /// Size of the upload in bytes.
    pub file_bytes: u64,
    /// Where to send the result, until it is sent.
    pub email: Option<String>,
    /// What is called when it has a result or failed, until then.
    pub webhook: Option<String>,
    /// Address of this site as the visitor saw it, such as `https://wordify.example`, for the link in the mail.
    pub site: String,
    /// Progress, while running.
    pub progress: Option<JobProgress>,
    /// Attempts begun.
    pub attempt: u32,
    /// Whether the visitor wants it stopped.
    pub cancel_requested: bool,
    /// Why it failed: by its class alone, unless somebody with the key has opened the sealed part.
    pub failure: Option<Failure>,
    /// When it was uploaded, in milliseconds since 1970.
    pub created_at: i64,
    /// When it was put into the queue.
    pub queued_at: Option<i64>,
    /// When a runner first took it.
    pub started_at: Option<i64>,
    /// When it ended.
    pub finished_at: Option<i64>,
    /// When it will be deleted.
    pub expires_at: i64,
    /// How long the sealed upload is kept beside the result, in milliseconds, where the visitor wants that.
    pub keep_ms: Option<i64>,
    /// Until when it is; none before there is a result, and where it is not kept.
    pub upload_until: Option<i64>,
}

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_read_back_from_their_names() {
        for state in State::ALL {
            assert_eq!(State::from_name(state.name()), Some(state));
            assert_eq!(serde_json::to_string(&state).expect("json"), format!("\"{}\"", state.name()));
        }
        assert_eq!(State::from_name("done"), None);
        for class in [FailureClass::Input, FailureClass::Limit, FailureClass::Internal] {
            assert_eq!(FailureClass::from_name(class.name()), Some(class));
            assert_eq!(serde_json::to_string(&class).expect("json"), format!("\"{}\"", class.name()));
        }
    }
}
