//! What is found in the sample: by an analyst, as in any upload, once for a program, and kept in the data folder for all processes.

use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::http::error::Problem;
use crate::http::inspection;
use crate::jobs::analyst::{self, Outcome, Request, Task};
use crate::jobs::choices::Choices;
use crate::jobs::view::Worked;
use crate::state::App;

/// Longest time for the work; the first visitor waits meanwhile.
const TIME_MAX: Duration = Duration::from_secs(60);
/// Threads for it: the site has other visitors.
const THREADS: usize = 2;

/// What was found, and which program found it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Kept {
    program: String,
    worked: Worked,
}

/// What is found in the sample, opened where this program has found it before.
///
/// # Errors
/// When no analyst can be started, or it fails.
pub(crate) async fn of(app: &App) -> Result<Worked, Problem> {
    let program = name_of(&app.program);
    if let Some(worked) = kept(&app.folder.sample(), &program).await {
        return Ok(worked);
    }
    let _place = inspection::place(app).await?;
    // Another process may have been before us in the line.
    if let Some(worked) = kept(&app.folder.sample(), &program).await {
        return Ok(worked);
    }
    let request = Request {
        // Nothing but its empty folder is in reach of the analyst.
        upload: app.folder.sample().with_file_name("none"),
        file_name: None,
        choices: Choices::default(),
        threads: THREADS,
        memory_bytes: app.config.jobs.inspection_memory_bytes,
        task: Task::Sample,
    };
    match analyst::inspect(&app.program, &request, TIME_MAX).await.map_err(Problem::internal)? {
        Some(Outcome::Worked(worked)) => {
            let kept = Kept { program, worked: *worked };
            if let Err(error) = keep(&app.folder.sample(), &kept).await {
                // Every process then does this work itself, which only takes time.
                tracing::warn!(error = %error, "what is found in the sample could not be kept");
            }
            Ok(kept.worked)
        }
        Some(Outcome::Refused(failure)) => Err(failure.into()),
        other => Err(Problem::internal(match other {
            Some(Outcome::Crashed(what) | Outcome::Short(what)) => what,
            Some(Outcome::OutOfMemory) => {
                "the sample needs more memory than reading a file may have".to_owned()
            }
            Some(_) => "the analysis of the sample ended strangely".to_owned(),
            None => "the analysis of the sample takes too long".to_owned(),
        })),
    }
}

/// What distinguishes the program at `path` from its other versions: a developer's have one number for many.
fn name_of(path: &Path) -> String {
    let file = path.metadata().ok();
    let changed = file.as_ref().and_then(|file| file.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    let (bytes, nanos) = (file.map_or(0, |file| file.len()), changed.map_or(0, |since| since.as_nanos()));
    format!("{} {bytes} {nanos}", env!("CARGO_PKG_VERSION"))
}

/// What `program` has found and kept at `path`.
async fn kept(path: &Path, program: &str) -> Option<Worked> {
    let bytes = tokio::fs::read(path).await.ok()?;
    let kept =
        tokio::task::spawn_blocking(move || serde_json::from_slice::<Kept>(&bytes).ok()).await.ok()??;
    (kept.program == program).then_some(kept.worked)
}

/// Keeps it, whole or not at all.
async fn keep(path: &Path, kept: &Kept) -> std::io::Result<()> {
    let bytes = serde_json::to_vec(kept)?;
    let half = path.with_file_name(format!("half-{}", std::process::id()));
    tokio::fs::write(&half, bytes).await?;
    tokio::fs::rename(&half, path).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::analyst::sample;

    #[tokio::test]
    async fn what_was_found_is_opened_by_the_same_program_only_and_damage_is_no_result() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("result");
        assert_eq!(kept(&path, "1").await, None);
        let found = Kept { program: "1".to_owned(), worked: sample::work(2).expect("analysed") };
        keep(&path, &found).await.expect("kept");
        // JSON may change the last digit of a number, as in any stored result.
        let opened = kept(&path, "1").await.expect("kept");
        assert_eq!((&opened.passages, &opened.texts), (&found.worked.passages, &found.worked.texts));
        assert_eq!(kept(&path, "2").await, None);
        let bytes = std::fs::read(&path).expect("kept");
        std::fs::write(&path, &bytes[..bytes.len() / 2]).expect("cut");
        assert_eq!(kept(&path, "1").await, None);
    }
}
