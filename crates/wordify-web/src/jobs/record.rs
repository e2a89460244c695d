//! What is written down of jobs and mails: what the queue hands to the storage, and what it gets back.

use std::path::PathBuf;

use crate::jobs::choices::Choices;
use crate::jobs::job::{FailureClass, State};
use crate::jobs::key::{JobId, JobKey};

/// A job to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// Its key.
    pub key: JobKey,
    /// See [`Job::visitor`](crate::jobs::job::Job::visitor).
    pub visitor: String,
    /// See [`Job::file_name`](crate::jobs::job::Job::file_name).
    pub file_name: Option<String>,
    /// See [`Job::file_bytes`](crate::jobs::job::Job::file_bytes).
    pub file_bytes: u64,
    /// See [`Job::site`](crate::jobs::job::Job::site).
    pub site: String,
    /// When it will be deleted if nobody starts it.
    pub expires_at: i64,
}

/// What may be stored and queued at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Jobs of one visitor that have not ended.
    pub per_visitor: usize,
    /// Jobs queued in all.
    pub queued: usize,
    /// Bytes of the uploads of all jobs that have not ended.
    pub uploads_bytes: u64,
    /// Bytes of the uploads that are or will be kept beside their results.
    pub kept_bytes: u64,
    /// Mails of one day.
    pub mails: MailBounds,
}

/// What may be mailed on one day at most, so that nobody can have this site fill the mailbox of a third.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailBounds {
    /// To one address.
    pub per_recipient: usize,
    /// For one visitor.
    pub per_visitor: usize,
    /// In all.
    pub per_day: usize,
}

/// An address that a visitor wants the result of a job at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailWish {
    /// The address.
    pub address: String,
    /// Its coded form, by which mails are counted until the day is over.
    pub recipient: String,
}

/// What a job is started with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Start {
    /// What the visitor chose.
    pub choices: Choices,
    /// Where the result is mailed.
    pub mail: Option<MailWish>,
    /// An address that is called when it has ended.
    pub webhook: Option<String>,
    /// How long the sealed upload is kept beside the result, in milliseconds; none where it is deleted when there is one.
    pub keep_ms: Option<i64>,
}

/// Why a job was not stored or not started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The visitor has too many jobs that have not ended.
    TooManyOfVisitor,
    /// The queue is full.
    QueueFull,
    /// There is no room for the upload.
    NoRoom,
    /// Kept uploads take all the room that they may.
    NoRoomToKeep,
    /// There is no such job.
    Unknown,
    /// So many mails were asked for today, to this address, by this visitor or by all, that no more are sent.
    TooManyMails,
    /// The job is in a state from which this cannot be done.
    WrongState(State),
}

/// A claim: who may write for a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub id: JobId,
    /// The worker's name, unique per process.
    pub worker: String,
    /// The attempt.
    pub attempt: u32,
}

/// What a worker learns when it renews its lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// Go on.
    Kept,
    /// The visitor wants the job stopped.
    CancelRequested,
    /// The job is somebody else's now, or deleted: stop, write nothing.
    Lost,
}

/// Why a job failed. The whole of it may name a column or a label of the visitor's, so that it is sealed as a result is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFailure {
    /// Its class, in clear.
    pub class: FailureClass,
    /// The part called [`FAILURE_PART`](crate::jobs::job::FAILURE_PART); none where the job had no key.
    pub sealed: Option<Vec<u8>>,
}

/// The end of a job, as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct FinalState {
    /// A final state.
    pub state: State,
    /// For [`State::Failed`].
    pub failure: Option<SealedFailure>,
    /// Sealed parts of the result: name, and the file that holds it.
    pub parts: Vec<(String, PathBuf)>,
    /// How readers reach the result, where they can.
    pub share: Option<Share>,
    /// Mails to be sent.
    pub mails: Vec<NewMail>,
    /// The webhook that is to be notified.
    pub webhook: Option<String>,
    /// When result and record will be deleted.
    pub expires_at: i64,
}

/// How whoever has the key for reading comes to a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The name that follows from the key for reading.
    pub id: JobId,
    /// The key of the job, sealed with the key for reading: the server opens it, and shows it to nobody.
    pub sealed: Vec<u8>,
}

impl Share {
    /// The part as which the key of the job is sealed.
    pub const PART: &str = "share";
}

/// Kinds of mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailKind {
    /// The result, to the visitor.
    Result,
    /// The apology, to the visitor.
    Apology,
    /// The technical report, to an administrator.
    Report,
}

impl MailKind {
    /// The name in storage and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Result => "result",
            Self::Apology => "apology",
            Self::Report => "report",
        }
    }

    /// The kind called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Result, Self::Apology, Self::Report].into_iter().find(|kind| kind.name() == name)
    }
}

/// A mail for the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// Kind.
    pub kind: MailKind,
    /// One address.
    pub recipient: String,
    /// Technical detail as JSON; no user text.
    pub detail: String,
}

/// A mail that is due, leased to a worker.
#[derive(Debug, Clone, PartialEq)]
pub struct DueMail {
    /// Its number: part of its Message-ID, so that it is the same in every attempt.
    pub number: i64,
    /// The job that it is about.
    pub job: JobId,
    /// The job's key: for the link, and to open the workbook.
    pub key: Option<JobKey>,
    /// Kind, recipient, detail.
    pub mail: NewMail,
    /// See [`Job::site`](crate::jobs::job::Job::site).
    pub site: String,
    /// Attempts before this one.
    pub attempt: u32,
}

/// What a webhook is to be sent, leased to a worker.
#[derive(Debug, Clone, PartialEq)]
pub struct DueNotice {
    /// The job that it is about; it has one notice at most.
    pub job: JobId,
    /// The job's key, for the link.
    pub key: JobKey,
    /// What is called.
    pub address: String,
    /// See [`Job::site`](crate::jobs::job::Job::site).
    pub site: String,
    /// How the job ended.
    pub state: State,
    /// When, in milliseconds since 1970.
    pub ended_at: i64,
    /// Attempts before this one.
    pub attempt: u32,
}
