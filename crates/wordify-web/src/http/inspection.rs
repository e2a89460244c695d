//! What was read from an upload that waits to be started: asked of an analyst, and kept beside the upload.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep, timeout_at};
use wordify::corpus::{LABEL_DEFAULT, TEXT_DEFAULT};
use wordify::settings::Settings;
use wordify::study::list::{self, Part};
use wordify::text::language::Language;

use crate::http::error::{Problem, ProblemKind};
use crate::jobs::analyst::{self, Outcome, Request, Task};
use crate::jobs::choices::Choices;
use crate::jobs::files;
use crate::jobs::job::Job;
use crate::jobs::places::Place;
use crate::jobs::view::Inspection;
use crate::state::App;

/// Longest time for looking at a file; a visitor waits meanwhile.
const TIME_MAX: Duration = Duration::from_secs(60);
/// Longest time until one of the places of the site is free.
const PLACE_TIME_MAX: Duration = Duration::from_secs(25);
/// How often it is looked whether one is: another process may have given it back.
const PLACE_LOOK: Duration = Duration::from_millis(50);
/// Seconds after which a client should try again when all places are taken.
const RETRY_AFTER_SECONDS: u32 = 30;

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
    tokio::fs::write(app.folder.inspection(&job.id), bytes)
        .await
        .map_err(|error| Problem::of_file(&error))?;
    files::put_inspection(&app.storage, &app.folder, job).await?;
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

/// What is read from the upload of `job`, with whatever choices it was last read; with the default ones where it never was.
///
/// # Errors
/// As [`of`].
pub(crate) async fn latest(app: &App, job: &Job) -> Result<Inspection, Problem> {
    match kept(app, job).await {
        Some(kept) => Ok(kept.inspection),
        None => of(app, job, &Choices::default()).await,
    }
}

/// What was read before, if anything was.
pub(crate) async fn kept(app: &App, job: &Job) -> Option<Kept> {
    files::bring_inspection(&app.storage, &app.folder, job).await.ok()?;
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
        threads: 1,
        memory_bytes: app.config.jobs.inspection_memory_bytes,
        task: Task::Inspect,
    };
    files::bring_upload(&app.storage, &app.folder, job).await?;
    let _place = place(app).await?;
    let end = analyst::inspect(&app.program, &request, TIME_MAX).await.map_err(|error| {
        tracing::warn!(job = %job.id, error = %error, "no analyst could be started");
        busy()
    })?;
    let too_much = |detail: &str| {
        Problem::new(ProblemKind::TooLarge, detail)
            .at("file")
            .remedy("Keep the columns with texts and labels only, or take a random sample of the rows.")
    };
    match end {
        Some(Outcome::Inspected(inspection)) => Ok(*inspection),
        Some(Outcome::Refused(failure)) => Err(failure.into()),
        Some(Outcome::OutOfMemory) => {
            let megabytes = request.memory_bytes >> 20;
            Err(too_much(&format!(
                "The file needs more than the {megabytes} MB that this server gives to reading one."
            )))
        }
        Some(Outcome::Short(what)) => {
            tracing::warn!(job = %job.id, what, "the system lacks what an inspection needs");
            Err(busy())
        }
        None => Err(too_much("Reading the file takes too long.")),
        Some(Outcome::Crashed(what)) => {
            tracing::warn!(job = %job.id, what, "an analyst crashed while it inspected");
            let detail = "The file could not be read, which is our fault.";
            Err(Problem::new(ProblemKind::Internal, detail).at("file").remedy(format!(
                "Save the table anew as csv or xlsx and try again. If that fails, tell those who run this site the reference number {}.",
                job.id
            )))
        }
        Some(Outcome::Yielded | Outcome::Analyzed(_) | Outcome::Worked(_)) => {
            Err(Problem::internal("an inspection ended strangely"))
        }
    }
}

/// A place for an analyst, as soon as one is free in the whole site.
pub(crate) async fn place(app: &App) -> Result<Place, Problem> {
    // Those of this process come one after another; only the first of them looks for a place.
    let until = Instant::now() + PLACE_TIME_MAX;
    let Ok(Ok(_first)) = timeout_at(until, app.inspection_line.acquire()).await else { return Err(busy()) };
    loop {
        match app.inspection_places.take() {
            Ok(Some(place)) => return Ok(place),
            Ok(None) if Instant::now() < until => sleep(PLACE_LOOK).await,
            Ok(None) => return Err(busy()),
            Err(error) => return Err(Problem::of_file(&error)),
        }
    }
}

fn busy() -> Problem {
    Problem::new(ProblemKind::Busy, "So many files are being read that this one had no turn.")
        .remedy("Try again in half a minute.")
        .retry_after(RETRY_AFTER_SECONDS)
}
