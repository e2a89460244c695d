//! Which problems each part of the API may answer with, for its documentation.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::openapi::{ContentBuilder, HeaderBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::http::error::ProblemKind;

/// What went wrong, as RFC 9457 says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(title = "Problem")]
pub(crate) struct ProblemDocument {
    /// The kind of problem: an address of this documentation.
    #[serde(rename = "type")]
    #[schema(example = "/docs/api#too-large")]
    kind: String,
    /// What is wrong, in a few words: the same for every problem of the kind.
    #[schema(example = "The file is too large")]
    title: String,
    /// The status of the answer.
    #[schema(example = 413)]
    status: u16,
    /// What is wrong: a sentence.
    #[schema(example = "A file may have 100 MB at most here.")]
    detail: String,
    /// Where: a field, row or column.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "file")]
    place: Option<String>,
    /// What to do: a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

/// What any request may be answered with.
const ALWAYS: [ProblemKind; 5] = [
    ProblemKind::Malformed,
    ProblemKind::MethodNotAllowed,
    ProblemKind::Timeout,
    ProblemKind::Internal,
    ProblemKind::Busy,
];

fn responses(kinds: &[ProblemKind]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<String, Vec<ProblemKind>> = BTreeMap::new();
    for kind in kinds.iter().chain(&ALWAYS) {
        let of_status = by_status.entry(kind.facts().0.as_u16().to_string()).or_default();
        if !of_status.contains(kind) {
            of_status.push(*kind);
        }
    }
    by_status.into_iter().map(|(status, kinds)| (status, RefOr::T(response(&kinds)))).collect()
}

fn response(kinds: &[ProblemKind]) -> Response {
    let lines: Vec<String> =
        kinds.iter().map(|kind| format!("{} (`{}`)", kind.facts().2, kind.facts().1)).collect();
    let schema = Ref::from_schema_name("ProblemDocument");
    let mut response = ResponseBuilder::new()
        .description(lines.join("; "))
        .content("application/problem+json", ContentBuilder::new().schema(Some(schema)).build());
    if kinds.iter().any(|kind| matches!(kind, ProblemKind::TooManyJobs | ProblemKind::Busy)) {
        let header = HeaderBuilder::new().description(Some("Seconds after which to try again")).build();
        response = response.header("Retry-After", header);
    }
    response.build()
}

/// Declares a set of problems under a name that the handlers' descriptions use.
macro_rules! problems {
    ($(#[$about:meta] $name:ident: $($kind:ident)*;)*) => {$(
        #[$about]
        pub(crate) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                responses(&[$(ProblemKind::$kind),*])
            }
        }
    )*};
}

problems! {
    /// Of what is there for everybody.
    OfReading: NotAcceptable;
    /// Of asking for a job.
    OfJob: UnknownJob NotAcceptable;
    /// Of asking for a result.
    OfResult: UnknownJob NoResultYet NoResult NotAcceptable;
    /// Of what was read from an upload.
    OfUploadShown: UnknownJob WrongState TooLarge Invalid NotAcceptable;
    /// Of stopping a job.
    OfChange: CrossOrigin UnknownJob WrongState;
    /// Of deleting a job.
    OfDeletion: CrossOrigin UnknownJob;
    /// Of starting an upload.
    OfStart: CrossOrigin UnknownJob WrongState TooLarge UnsupportedMediaType Invalid TooManyMails Busy;
    /// Of sending a file.
    OfUpload: CrossOrigin LengthRequired TooLarge UnsupportedMediaType Invalid TooManyJobs TooManyMails Busy NoRoom;
}
