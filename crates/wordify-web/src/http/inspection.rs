//! What was read from an upload that waits to be started: asked of an analyst, and kept beside the upload.

use serde::{Deserialize, Serialize};
use wordify::corpus::{LABEL_DEFAULT, TEXT_DEFAULT};
use wordify::settings::Settings;
use wordify::study::list::{self, Part};
use wordify::text::language::Language;

use crate::http::error::Problem;
use crate::jobs::analyst::{self, Request, Task};
use crate::jobs::choices::Choices;
use crate::jobs::job::Job;
use crate::jobs::view::Inspection;
use crate::state::App;

/// An inspection with the choices that it was made for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The choices, all of them: the page goes on from there.
    pub(crate) choices: Choices,
    /// What was read.
    pub(crate) inspection: Inspection,
}

/// What is read from the upload of `job` with `choices`: kept from before where these were the same.
///
/// # Errors
/// When the file cannot be read, takes too long, or exceeds a limit.
pub(crate) async fn of(app: &App, job: &Job, choices: &Choices) -> Result<Inspection, Problem> {
    let earlier = kept(app, job).await;
    if let Some(earlier) = &earlier
        && earlier.choices == *choices
    {
        return Ok(earlier.inspection.clone());
    }
    let inspection = match earlier {
        Some(earlier) if reading(&earlier.choices) == reading(choices) => earlier.inspection,
        _ => inspect(app, job, choices).await?,
    };
    let kept = Kept { choices: choices.clone(), inspection };
    let bytes = serde_json::to_vec(&kept).map_err(Problem::internal)?;
    tokio::fs::write(app.folder.inspection(&job.id), bytes).await.map_err(Problem::internal)?;
    Ok(kept.inspection)
}

/// Whether the upload of `job` can be analysed with `choices`. Columns that were not chosen have the names that the analysis
/// looks for, not those that we guess.
///
/// # Errors
/// As [`of`], for columns that give no corpus, and for what the language of the texts does not have.
pub(crate) async fn check(app: &App, job: &Job, choices: &Choices) -> Result<(), Problem> {
    let named = |choices: Choices, name: &str, default: &str| {
        if choices.get(name).is_some() { choices } else { choices.with(name, default) }
    };
    let choices = named(named(choices.clone(), "text", TEXT_DEFAULT), "label", LABEL_DEFAULT);
    let inspection = of(app, job, &choices).await?;
    if let Some(failure) = inspection.corpus_failure {
        return Err(failure.into());
    }
    let guess = inspection.corpus.and_then(|corpus| corpus.language);
    if choices.get("language") == Some("auto")
        && let Some(language) = guess.and_then(|(code, _)| Language::find(&code).ok())
    {
        Settings { language, ..choices.settings()? }.check()?;
    }
    Ok(())
}

/// What was read before, if anything was.
pub(crate) async fn kept(app: &App, job: &Job) -> Option<Kept> {
    let bytes = tokio::fs::read(app.folder.inspection(&job.id)).await.ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// The choices that decide what is read: all about the file, and the preset, which may leave out repeated texts.
fn reading(choices: &Choices) -> Vec<(&'static str, &str)> {
    let decides = |name: &str| {
        list::find(name).is_some_and(|setting| setting.part == Part::Input || setting.name == "preset")
    };
    choices.iter().filter(|(name, _)| decides(name)).collect()
}

async fn inspect(app: &App, job: &Job, choices: &Choices) -> Result<Inspection, Problem> {
    let request = Request {
        upload: app.folder.upload(&job.id),
        file_name: job.file_name.clone(),
        choices: choices.clone(),
        threads: app.config.jobs.threads,
        memory_bytes: app.config.jobs.memory_bytes,
        task: Task::Inspect,
    };
    Ok(analyst::inspect_upload(&app.program, &job.id, &request).await?)
}
