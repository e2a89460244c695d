//! Inspecting a stored upload, within the bounds of the site.

use std::path::Path;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use super::failure::{not_read, out_of_memory, too_slow};
use super::handle::inspect;
use super::protocol::{Outcome, Request};
use crate::jobs::job::Failure;
use crate::jobs::key::JobId;
use crate::jobs::view::Inspection;

/// Inspections at once in this process: each may take as much memory as a job.
static PLACES: Semaphore = Semaphore::const_new(2);
/// Longest time for an inspection, waiting for a place included: a visitor waits for it.
const TIME_MAX: Duration = Duration::from_secs(120);

/// What is in the upload of the job `id`: `request` asks `program` for it.
///
/// # Errors
/// In words for the visitor: the file cannot be read, exceeds a limit, or we failed.
pub async fn inspect_upload(program: &Path, id: &JobId, request: &Request) -> Result<Inspection, Failure> {
    let until = Instant::now() + TIME_MAX;
    let Ok(Ok(_place)) = timeout(TIME_MAX, PLACES.acquire()).await else { return Err(too_slow()) };
    let outcome = match inspect(program, request, until - Instant::now()).await {
        Ok(Some(outcome)) => outcome,
        Ok(None) => return Err(too_slow()),
        Err(error) => Outcome::Crashed(format!("no analyst could be started: {}", error.kind())),
    };
    match outcome {
        Outcome::Inspected(inspection) => Ok(*inspection),
        Outcome::Refused(failure) => Err(failure),
        Outcome::OutOfMemory => Err(out_of_memory(request.memory_bytes)),
        Outcome::Analyzed(_) | Outcome::Yielded => Err(not_read(id)),
        Outcome::Crashed(detail) => {
            tracing::warn!(job = %id, detail, "an analyst crashed while it inspected");
            Err(not_read(id))
        }
    }
}
