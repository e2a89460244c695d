//! `GET /jobs/{key}`: one address for a job, which shows what its state needs.

use axum::extract::{Path, Query, RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use bytes::Bytes;
use tokio::time::sleep;

use super::ended::Ended;
use super::keeping::Besides;
use super::parts::stored::{Stored, place_of};
use super::progress::Progress;
use super::results::{Results, Standing};
use super::uploaded::{Context, Uploaded};
use super::{difference, html};
use crate::frame;
use crate::http::error::Problem;
use crate::http::inspection;
use crate::http::lifecycle::{self, Linked};
use crate::jobs::choices::Choices;
use crate::jobs::job::{Failure, Job, State as JobState};
use crate::jobs::key::JobKey;
use crate::jobs::view::Terms;
use crate::shown::{self, KEPT_FOR};
use crate::state::App;

/// The page.
pub(crate) async fn handle(
    State(app): State<App>,
    Path(key): Path<String>,
    Query(fields): Query<Vec<(String, String)>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let at = (key.clone(), query.unwrap_or_default());
    // Asked before anything is read: what changes from here on makes the page one that is not kept.
    let version = if frame::current().may_change() { None } else { app.storage.version() };
    if let Some(page) = version.and_then(|version| app.shown.at(&at, version)) {
        return Ok(Html(page).into_response());
    }
    let linked = lifecycle::find_linked(&app, &key).await?;
    if linked.job.state == JobState::Succeeded {
        let page = result(&app, linked, &fields).await?;
        return Ok(shown(&app, at, version, page));
    }
    let Linked { key, job, is_owner, .. } = linked;
    // There is a link for reading where there is a result, and these pages are made with the owner's key.
    if !is_owner {
        return Err(Problem::unknown_job());
    }
    let place = place_of(&key, &job);
    let page = match job.state {
        JobState::Waiting => uploaded(&app, &key, &job, Draft::default()).await?,
        JobState::Queued | JobState::Running => {
            let queue = app.storage.queue().await?;
            let before = queue.iter().position(|id| *id == job.id).unwrap_or(0);
            html(&Progress::new(&place, &job, before, app.storage.now_ms()))
        }
        JobState::Succeeded | JobState::Failed | JobState::Canceled => {
            html(&Ended::new(&place, &job, app.storage.now_ms()))
        }
    };
    Ok(Html(page).into_response())
}

/// The page of a job that succeeded.
async fn result(app: &App, linked: Linked, fields: &[(String, String)]) -> Result<String, Problem> {
    let stored = Stored::open(app, linked).await?;
    let side = usize::from(fields.iter().any(|(name, value)| name == "side" && value == "1"));
    let terms = if stored.summary.is_mirrored { stored.terms(app, side).await? } else { Terms::default() };
    // Of results of an earlier version there is no link for reading.
    let reader = stored.key.reader();
    let is_shared = stored.is_owner && app.storage.shared(&reader.id()).await?.is_some();
    // The whole difference takes opening all terms of both, so it is made where the run was just watched; later there is a link.
    let is_new = fields.iter().any(|(name, _)| name == "again");
    let changed = if is_new { difference::from_earlier(app, &stored).await } else { None };
    let standing = Standing {
        expires_at: stored.job.expires_at,
        upload_until: stored.job.upload_until,
        now: app.storage.now_ms(),
        is_owner: stored.is_owner,
        for_readers: is_shared.then(|| place_of(&reader, &stored.job).address()),
        has_earlier: changed.is_none() && difference::has_earlier(app, &stored).await?,
        changed,
    };
    Ok(html(&Results::new(&stored.place, &stored.summary, &terms, fields, standing)))
}

/// The page of a result, which is kept for a while if the database is still at `version`.
fn shown(app: &App, at: shown::Place, version: Option<i64>, page: String) -> Response {
    let page = Bytes::from(page);
    if version.is_some_and(|version| app.shown.keep(at.clone(), version, page.clone())) {
        let app = app.clone();
        tokio::spawn(async move {
            sleep(KEPT_FOR).await;
            app.shown.forget(&at);
        });
    }
    Html(page).into_response()
}

/// What a visitor has put into the form of a waiting job so far.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// None for those made before.
    pub(crate) choices: Option<Choices>,
    /// What is wrong with them.
    pub(crate) problem: Option<Problem>,
    pub(crate) besides: Besides,
}

/// The page of a waiting job, with what its visitor has put into the form.
pub(crate) async fn uploaded(app: &App, key: &JobKey, job: &Job, draft: Draft) -> Result<String, Problem> {
    let Draft { choices, problem, besides } = draft;
    let kept = inspection::kept(app, job).await.map(|kept| kept.choices);
    let choices = choices.or(kept).unwrap_or_default();
    let mut refused = problem.as_ref().map(failure_of);
    let read = match inspection::of(app, job, &choices).await {
        Ok(read) => read,
        // A choice may be to blame, such as a sheet that does not exist: read it without. The form keeps what was entered.
        Err(problem) if choices != Choices::default() => {
            refused = refused.or(Some(failure_of(&problem)));
            inspection::of(app, job, &Choices::default()).await?
        }
        Err(problem) => return Err(problem),
    };
    let context = Context {
        choices: &choices,
        besides: &besides,
        has_mail: app.config.mail.is_some(),
        results: app.config.retention.results,
        refused: refused.as_ref(),
        now: app.storage.now_ms(),
    };
    Ok(html(&Uploaded::new(&place_of(key, job), job, &read, context)))
}

/// A problem with a choice, as the page says it.
fn failure_of(problem: &Problem) -> Failure {
    Failure {
        class: crate::jobs::job::FailureClass::Input,
        message: problem.detail.trim_end_matches('.').to_owned(),
        place: problem.place.clone(),
        remedy: problem.remedy.clone(),
    }
}
