//! The parts of a stored result, opened for a page.

use axum::response::{IntoResponse, Redirect, Response};
use serde::de::DeserializeOwned;

use super::place::Place;
use crate::frame;
use crate::http::error::{Problem, ProblemKind};
use crate::http::lifecycle::{self, Linked};
use crate::jobs::job::{Job, State};
use crate::jobs::key::JobKey;
use crate::jobs::seal;
use crate::jobs::view::{self, Summary, Terms};
use crate::state::App;

/// A job with a result, as far as every page of it needs.
pub(crate) struct Stored {
    pub(crate) key: JobKey,
    pub(crate) job: Job,
    pub(crate) place: Place,
    pub(crate) summary: Summary,
    /// Whether the link is that of the owner, not one for reading.
    pub(crate) is_owner: bool,
}

/// Why there is no such page.
pub(crate) enum Elsewhere {
    /// The job has no result now: its own page shows how it stands.
    Job(Place),
    /// Something is wrong.
    Problem(Problem),
}

impl From<Problem> for Elsewhere {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl IntoResponse for Elsewhere {
    fn into_response(self) -> Response {
        match self {
            Self::Job(place) => Redirect::to(&place.job).into_response(),
            Self::Problem(problem) => problem.into_response(),
        }
    }
}

/// Where the pages of `job` are.
pub(crate) fn place_of(key: &JobKey, job: &Job) -> Place {
    Place { site: job.site.clone(), job: frame::path(&format!("/jobs/{key}")) }
}

impl Stored {
    /// The result of the job with `key`.
    pub(crate) async fn find(app: &App, key: &str) -> Result<Self, Elsewhere> {
        let linked = lifecycle::find_linked(app, key).await?;
        if linked.job.state != State::Succeeded {
            return Err(Elsewhere::Job(place_of(&linked.link, &linked.job)));
        }
        Ok(Self::open(app, linked).await?)
    }

    /// The result of a job that succeeded.
    pub(crate) async fn open(app: &App, linked: Linked) -> Result<Self, Problem> {
        let Linked { key, job, link, is_owner } = linked;
        let place = place_of(&link, &job);
        // Deleted a moment ago where there is none.
        let summary = read(app, &key, "summary").await?.ok_or_else(Problem::unknown_job)?;
        Ok(Self { key, job, place, summary, is_owner })
    }

    /// The terms of the label at `label`.
    pub(crate) async fn terms(&self, app: &App, label: usize) -> Result<Terms, Problem> {
        if label >= self.summary.labels.len() {
            return Err(nothing_here());
        }
        Ok(read(app, &self.key, &view::terms_part(label)).await?.unwrap_or_default())
    }
}

/// A label or a term that does not exist.
pub(crate) fn nothing_here() -> Problem {
    Problem::new(ProblemKind::NotFound, "This result has no such label or term.")
        .remedy("Go back to the result and choose another one.")
}

/// A part of a result as data, if there is such a part.
pub(crate) async fn read<T: DeserializeOwned + Send + 'static>(
    app: &App,
    key: &JobKey,
    name: &str,
) -> Result<Option<T>, Problem> {
    let Some(sealed) = app.storage.part(&key.id(), name).await? else { return Ok(None) };
    let (key, name) = (key.clone(), name.to_owned());
    // Large parts take a while to decrypt and to read.
    let opened = tokio::task::spawn_blocking(move || {
        let bytes = seal::open(&key, &name, &sealed).map_err(Problem::internal)?;
        serde_json::from_slice(&bytes).map_err(Problem::internal)
    });
    opened.await.map_err(Problem::internal)?.map(Some)
}
