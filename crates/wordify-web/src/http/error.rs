//! What went wrong with a request, shown to programs as RFC 9457 says and to people as a page.
//!
//! Handlers return a [`Problem`]. It becomes `application/problem+json`, and travels along in the extensions of the
//! response, so that the middleware can make a page of it where a browser asked.

use std::io;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use wordify::phrase::sentence;

use crate::frame;
use crate::jobs::job::{Failure, FailureClass};
use crate::jobs::key::NotAKey;
use crate::jobs::record::Refused;
use crate::jobs::shortage::{is_full, is_shortage};
use crate::jobs::storage::{NotDone, StorageError, Trouble};
use crate::request_memory::{self, REQUEST_BYTES_MAX};

/// Seconds after which a client should try again when the queue is full or the visitor has too many jobs.
const RETRY_AFTER_SECONDS: u32 = 30;
/// The same for troubles that pass by themselves.
const RETRY_SOON_SECONDS: u32 = 5;

/// The same when other requests hold all the memory there is for them: they are short.
const MEMORY_RETRY_AFTER_SECONDS: u32 = 10;

/// The kinds of problems: status, name in the address of the type, title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The request cannot be read.
    Malformed,
    /// A page of another site sent it.
    CrossOrigin,
    /// There is nothing at this address.
    NotFound,
    /// No job has this id: never made, expired or deleted.
    UnknownJob,
    /// The job has no result yet.
    NoResultYet,
    /// The address knows other methods.
    MethodNotAllowed,
    /// What there is has another media type than those asked for.
    NotAcceptable,
    /// The body did not come in time.
    Timeout,
    /// The job's state does not allow it.
    WrongState,
    /// The job ended without a result.
    NoResult,
    /// The body has no length.
    LengthRequired,
    /// The body is too large.
    TooLarge,
    /// The body has another media type than those understood.
    UnsupportedMediaType,
    /// A field, a choice, or the file cannot be used.
    Invalid,
    /// The visitor has too many jobs.
    TooManyJobs,
    /// No more mails are sent today: to this address, for this visitor, or at all.
    TooManyMails,
    /// Ours.
    Internal,
    /// The queue is full, or the server is stopping.
    Busy,
    /// The disk has no room.
    NoRoom,
    /// Something is being done to the site.
    Maintenance,
}

impl ProblemKind {
    /// All kinds, for the documentation.
    pub const ALL: [Self; 20] = [
        Self::Malformed,
        Self::CrossOrigin,
        Self::NotFound,
        Self::UnknownJob,
        Self::NoResultYet,
        Self::MethodNotAllowed,
        Self::NotAcceptable,
        Self::Timeout,
        Self::WrongState,
        Self::NoResult,
        Self::LengthRequired,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::Invalid,
        Self::TooManyJobs,
        Self::TooManyMails,
        Self::Internal,
        Self::Busy,
        Self::NoRoom,
        Self::Maintenance,
    ];

    /// Status, name, and title.
    pub fn facts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed", "The request cannot be read"),
            Self::CrossOrigin => (StatusCode::FORBIDDEN, "cross-origin", "Another site sent this request"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "There is nothing at this address"),
            Self::UnknownJob => (StatusCode::NOT_FOUND, "unknown-job", "There is no such analysis"),
            Self::NoResultYet => (StatusCode::NOT_FOUND, "no-result-yet", "The result is not there yet"),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "The address knows other methods")
            }
            Self::NotAcceptable => {
                (StatusCode::NOT_ACCEPTABLE, "not-acceptable", "There is no such form of this")
            }
            Self::Timeout => (StatusCode::REQUEST_TIMEOUT, "timeout", "The upload took too long"),
            Self::WrongState => (StatusCode::CONFLICT, "wrong-state", "This cannot be done now"),
            Self::NoResult => (StatusCode::GONE, "no-result", "The analysis has no result"),
            Self::LengthRequired => {
                (StatusCode::LENGTH_REQUIRED, "length-required", "The request does not say how long it is")
            }
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The file is too large"),
            Self::UnsupportedMediaType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "The request has another form than expected",
            ),
            Self::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Something in it cannot be used"),
            Self::TooManyJobs => {
                (StatusCode::TOO_MANY_REQUESTS, "too-many-jobs", "You have too many analyses under way")
            }
            Self::TooManyMails => {
                (StatusCode::TOO_MANY_REQUESTS, "too-many-mails", "No more mail can be sent today")
            }
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong here"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy", "The server is busy"),
            Self::Maintenance => {
                (StatusCode::SERVICE_UNAVAILABLE, "maintenance", "The site is being looked after")
            }
            Self::NoRoom => {
                (StatusCode::INSUFFICIENT_STORAGE, "no-room", "The server has no room for the file")
            }
        }
    }
}

/// What went wrong with one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its kind, with status and title.
    pub kind: ProblemKind,
    /// What is wrong: a sentence with a full stop.
    pub detail: String,
    /// Where: a field, row or column.
    pub place: Option<String>,
    /// What to do: a sentence with a full stop.
    pub remedy: Option<String>,
    /// Seconds after which to try again.
    pub retry_after_seconds: Option<u32>,
    /// Where a visitor who came by a page goes on: what the link says, and its address. Programs do without.
    pub back: Option<(&'static str, Box<str>)>,
}

impl Problem {
    /// A problem of `kind`, said in a sentence.
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), place: None, remedy: None, retry_after_seconds: None, back: None }
    }

    /// Names the place.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Asks to try again after this many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// Leads back to the page at `href`.
    #[must_use]
    pub fn back(mut self, name: &'static str, href: impl Into<Box<str>>) -> Self {
        self.back = Some((name, href.into()));
        self
    }

    /// Something of ours failed: it is logged, and not shown to the visitor.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        tracing::error!(error = %error, "a request failed");
        Self::new(ProblemKind::Internal, "This is our fault, not yours, and it has been noted.")
            .remedy("Try again; if it happens again, tell whoever runs this site.")
    }

    /// A file cannot be read or written: the disk is full, the system lacks something, or else the fault is ours.
    pub fn of_file(error: &io::Error) -> Self {
        if is_full(error) {
            tracing::error!("the disk is full");
            return Self::new(ProblemKind::NoRoom, "The server has no room for the file.")
                .remedy("Try again later.");
        }
        if is_shortage(error) {
            tracing::warn!(error = %error, "the system kept a request waiting too long");
            return Self::new(ProblemKind::Busy, "The server has too much to do.")
                .remedy("Try again in some seconds.")
                .retry_after(RETRY_SOON_SECONDS);
        }
        Self::internal(error)
    }

    /// No job has the id that the address names.
    pub fn unknown_job() -> Self {
        Self::new(ProblemKind::UnknownJob, "No analysis has this address.")
            .remedy("Results are deleted after some days, and uploads that are not started sooner. Check that the whole link was copied, or upload the file again.")
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.kind.facts().0
    }

    /// What is wrong, in a few words.
    pub fn title(&self) -> &'static str {
        self.kind.facts().2
    }
}

/// A problem as JSON.
#[derive(Debug, Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<&'a str>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, name, title) = self.kind.facts();
        let body = Body {
            kind: frame::path(&format!("/docs/api#{name}")),
            title,
            status: status.as_u16(),
            detail: &self.detail,
            place: self.place.as_deref(),
            remedy: self.remedy.as_deref(),
        };
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        match error.trouble() {
            Trouble::Passing => {
                tracing::warn!(error = %error, "the database kept a request waiting too long");
                Self::new(ProblemKind::Busy, "The database of this site is busy.")
                    .remedy("Try again in some seconds.")
                    .retry_after(RETRY_SOON_SECONDS)
            }
            Trouble::NoRoom => {
                tracing::error!(error = %error, "the disk is full");
                Self::new(ProblemKind::NoRoom, "The disk of the server is full.").remedy("Try again later.")
            }
            Trouble::Broken => Self::internal(error),
        }
    }
}

impl From<NotDone> for Problem {
    fn from(error: NotDone) -> Self {
        match error {
            NotDone::Refused(refused) => refused.into(),
            NotDone::Failed(error) => error.into(),
        }
    }
}

impl From<request_memory::Refused> for Problem {
    fn from(refused: request_memory::Refused) -> Self {
        match refused {
            request_memory::Refused::TooMuch => Self::new(
                ProblemKind::TooLarge,
                format!("A request may have {REQUEST_BYTES_MAX} bytes at most besides its file."),
            )
            .remedy("Shorten the lists of stop words; everything else is short."),
            request_memory::Refused::Busy => {
                Self::new(ProblemKind::Busy, "Other requests hold all the memory there is for them.")
                    .remedy("Try again in some seconds; nothing was stored.")
                    .retry_after(MEMORY_RETRY_AFTER_SECONDS)
            }
        }
    }
}

impl From<NotAKey> for Problem {
    fn from(_: NotAKey) -> Self {
        Self::unknown_job()
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Unknown => Self::unknown_job(),
            Refused::TooManyOfVisitor => Self::new(
                ProblemKind::TooManyJobs,
                "You have as many analyses under way as one visitor may have.",
            )
            .remedy("Wait until one of them has ended, or delete one.")
            .retry_after(RETRY_AFTER_SECONDS),
            Refused::QueueFull => Self::new(ProblemKind::Busy, "The queue is full.")
                .remedy("Try again in some minutes; nothing was started.")
                .retry_after(RETRY_AFTER_SECONDS),
            Refused::NoRoom => {
                Self::new(ProblemKind::NoRoom, "The uploads of other visitors take all the room there is.")
                    .remedy("Try again later, or upload a smaller file.")
            }
            Refused::NoRoomToKeep => Self::new(
                ProblemKind::Invalid,
                "The files that others keep take all the room that there is for them.",
            )
            .at("keep_upload")
            .remedy("Have the file deleted when the result is ready, or try again later."),
            Refused::TooManyMails => Self::new(
                ProblemKind::TooManyMails,
                "So many mails were asked for today that no more are sent.",
            )
            .at("email")
            .remedy("Leave the address out, and keep the link to the analysis."),
            Refused::WrongState(state) => {
                Self::new(ProblemKind::WrongState, format!("The analysis is {}.", state.name()))
                    .remedy("Load its page again to see how it stands.")
            }
        }
    }
}

/// What the engine says about the file or a choice.
impl From<wordify::Error> for Problem {
    fn from(error: wordify::Error) -> Self {
        let mut problem = Self::new(ProblemKind::Invalid, sentence(error.message()));
        problem.place = error.place().map(Into::into);
        problem.remedy = error.remedy_text().map(Into::into);
        problem
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let kind = match failure.class {
            FailureClass::Input | FailureClass::Limit => ProblemKind::Invalid,
            FailureClass::Internal => ProblemKind::Internal,
        };
        let mut problem = Self::new(kind, sentence(&failure.message));
        problem.place = failure.place;
        problem.remedy = failure.remedy;
        problem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own_and_a_status_of_an_error() {
        let names: std::collections::BTreeSet<_> =
            ProblemKind::ALL.iter().map(|kind| kind.facts().1).collect();
        assert_eq!(names.len(), ProblemKind::ALL.len());
        for kind in ProblemKind::ALL {
            let status = kind.facts().0;
            assert!(status.is_client_error() || status.is_server_error(), "{kind:?}");
        }
    }
}
