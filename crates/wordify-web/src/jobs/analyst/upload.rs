//! Inspecting a stored upload, within the bounds of the site.

use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use super::failure::{not_read, out_of_memory, too_slow};
use super::handle::inspect;
use super::protocol::{End, Request, Task};
use crate::jobs::choices::Choices;
use crate::jobs::job::Failure;
use crate::jobs::key::JobId;
use crate::jobs::view::Inspection;
use crate::state::App;

/// Inspections at once in this process: each may take as much memory as a job.
static PLACES: Semaphore = Semaphore::const_new(2);
/// Longest time for an inspection, waiting for a place included: a visitor waits for it.
const TIME_MAX: Duration = Duration::from_secs(120);

/// What is in the upload of the job `id`, with the columns, sheet and repair of `choices`.
///
/// # Errors
/// What the visitor is to be told: the file cannot be read, exceeds a limit, or we failed.
pub async fn inspect_upload(
    app: &App,
    id: &JobId,
    file_name: Option<String>,
    choices: &Choices,
) -> Result<Inspection, Failure> {
    let until = Instant::now() + TIME_MAX;
    let Ok(Ok(_place)) = timeout(TIME_MAX, PLACES.acquire()).await else { return Err(too_slow()) };
    let request = Request {
        upload: app.folder.upload(id),
        file_name,
        choices: choices.clone(),
        threads: 1,
        memory_bytes: app.config.jobs.memory_bytes,
        task: Task::Inspect,
    };
    let end = match inspect(&app.program, &request, until - Instant::now()).await {
        Ok(Some(end)) => end,
        Ok(None) => return Err(too_slow()),
        Err(error) => End::Crashed(format!("no analyst could be started: {}", error.kind())),
    };
    match end {
        End::Inspected(inspection) => Ok(*inspection),
        End::Refused(failure) => Err(failure),
        End::OutOfMemory => Err(out_of_memory(request.memory_bytes)),
        End::Analyzed(_) | End::Yielded => Err(not_read(id)),
        End::Crashed(detail) => {
            tracing::warn!(job = %id, detail, "an analyst fell while it inspected");
            Err(not_read(id))
        }
    }
}
