//! What visitors do with forms: upload, take the sample, read again, start, cancel, delete. Each answers 303, so that
//! reloading a page repeats nothing.

use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::ended::{Delete, Deleted};
use super::job::Draft;
use super::keeping::{Besides, Keeping};
use super::parts::stored::place_of;
use super::{html, job, pasted, rechoice};
use crate::frame;
use crate::http::error::{Problem, ProblemKind};
use crate::http::site::site_of;
use crate::http::{body, fields, inspection, lifecycle, upload};
use crate::jobs::choices::Choices;
use crate::jobs::files;
use crate::jobs::job::{Job, State as JobState};
use crate::jobs::key::JobKey;
use crate::jobs::record::NewJob;
use crate::jobs::sample_file;
use crate::state::App;
use crate::visitor::Peer;

/// `POST /jobs`: stores the file and looks at it.
pub(crate) async fn upload(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let upload = upload::receive(&app, request, &fields::names()).await?;
    let looked_at = async {
        let (choices, _) = fields::read(&upload.fields)?;
        look(&app, &upload.key, &choices).await
    };
    settle(&app, &upload.key, looked_at.await).await
}

/// `POST /sample`: a job with the sample as its file.
pub(crate) async fn sample(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let key = keep(&app, &request.into_parts().0, sample_file::NAME, sample_file::BYTES).await?;
    let choices = Choices::default().with("language", "en");
    let looked_at = look(&app, &key, &choices).await;
    settle(&app, &key, looked_at).await
}

/// `POST /paste`: a job with what was pasted as its file.
pub(crate) async fn paste(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let form = body::form(&app, Request::from_parts(parts.clone(), body)).await?;
    let (name, table) = pasted::table(&form.value)?;
    let key = keep(&app, &parts, name, table.as_bytes()).await?;
    let looked_at = look(&app, &key, &Choices::default()).await;
    settle(&app, &key, looked_at).await
}

/// Stores `bytes` as the upload of a new job, as if the visitor had sent them as the file `name`.
pub(super) async fn keep(app: &App, request: &Parts, name: &str, bytes: &[u8]) -> Result<JobKey, Problem> {
    let peer = request.extensions.get::<Peer>().copied();
    let now = app.storage.now_ms();
    let visitor = app.day_secret(now).await.visitor(peer);
    let site = site_of(app, &request.headers, peer);
    let key = JobKey::random().map_err(Problem::internal)?;
    let waiting = i64::try_from(app.config.retention.waiting.as_millis()).unwrap_or(i64::MAX / 2);
    let new = NewJob {
        key: key.clone(),
        visitor: visitor.name.clone(),
        file_name: Some(name.to_owned()),
        file_bytes: bytes.len() as u64,
        site,
        expires_at: now + waiting,
    };
    app.folder.make_job(&key.id()).map_err(|error| Problem::of_file(&error))?;
    let stored = async {
        tokio::fs::write(app.folder.upload(&key.id()), bytes)
            .await
            .map_err(|error| Problem::of_file(&error))?;
        files::put_upload(&app.storage, &app.folder, &key).await?;
        Ok::<(), Problem>(app.storage.create(new, app.bounds(visitor.is_limited), now).await?)
    };
    if let Err(problem) = stored.await {
        app.folder.delete_job(&key.id()).map_err(Problem::internal)?;
        return Err(problem);
    }
    Ok(key)
}

async fn look(app: &App, key: &JobKey, choices: &Choices) -> Result<(), Problem> {
    let job = app.storage.job(&key.id()).await?.ok_or_else(Problem::unknown_job)?;
    inspection::of(app, &job, choices).await.map(|_| ())
}

/// Leads to the new job. Of a file that cannot be read nothing is left.
async fn settle(app: &App, key: &JobKey, looked_at: Result<(), Problem>) -> Result<Response, Problem> {
    match looked_at {
        Ok(()) => Ok(to_job(key)),
        Err(problem) => {
            lifecycle::delete(app, &key.id()).await?;
            Err(problem)
        }
    }
}

fn to_job(key: &JobKey) -> Response {
    Redirect::to(&frame::path(&format!("/jobs/{key}"))).into_response()
}

/// `POST /jobs/{key}/check`: reads the file again with other columns, another sheet, or letters repaired.
pub(crate) async fn check(
    State(app): State<App>,
    Path(key): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (key, job) = lifecycle::find(&app, &key).await?;
    if job.state != JobState::Waiting {
        return Ok(to_job(&key));
    }
    let form = body::form(&app, request).await?;
    match wishes(form.value) {
        Ok((choices, besides)) => {
            let choices = settled(&app, &job, choices).await;
            match inspection::of(&app, &job, &choices).await {
                // What is not a choice is not stored before the start, so a page that has any of it is shown at once.
                Ok(_) if besides == Besides::default() => Ok(to_job(&key)),
                Ok(_) => {
                    shown(&app, &key, &job, Draft { choices: Some(choices), problem: None, besides }).await
                }
                Err(problem) => {
                    shown(&app, &key, &job, Draft { choices: None, problem: Some(problem), besides }).await
                }
            }
        }
        Err(problem) => shown(&app, &key, &job, Draft { problem: Some(problem), ..Draft::default() }).await,
    }
}

/// What the fields of the page after an upload say.
fn wishes(fields: Vec<(String, String)>) -> Result<(Choices, Besides), Problem> {
    let (keeping, fields) = Keeping::taken(fields)?;
    let (choices, addressees) = fields::read(&fields)?;
    Ok((choices, Besides { addressees, keeping }))
}

/// What a form of the page after an upload means, given what was read before.
async fn settled(app: &App, job: &Job, choices: Choices) -> Choices {
    match inspection::kept(app, job).await {
        Some(earlier) => rechoice::settled(choices, &earlier),
        None => choices,
    }
}

/// `POST /jobs/{key}/start`: puts it into the queue.
pub(crate) async fn start(
    State(app): State<App>,
    Path(key): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (key, job) = lifecycle::find(&app, &key).await?;
    let form = body::form(&app, request).await?;
    let (choices, besides) = match wishes(form.value) {
        Ok(read) => read,
        Err(problem) => {
            let draft = Draft { problem: Some(problem), ..Draft::default() };
            return shown(&app, &key, &job, draft).await;
        }
    };
    let keep_ms = besides.keeping.span_ms(app.config.retention.results);
    let choices = settled(&app, &job, choices).await;
    match lifecycle::start_upload(&app, &job, choices.clone(), besides.addressees.clone(), keep_ms).await {
        Ok(()) => Ok(to_job(&key)),
        // Pressed twice: the page shows how it stands.
        Err(problem) if problem.kind == ProblemKind::WrongState => Ok(to_job(&key)),
        Err(problem) if matches!(problem.kind, ProblemKind::Invalid | ProblemKind::TooManyMails) => {
            let draft = Draft { choices: Some(choices), problem: Some(problem), besides };
            shown(&app, &key, &job, draft).await
        }
        Err(problem) => Err(problem),
    }
}

/// The page after an upload again, with what is wrong; its upload is gone once it was started.
async fn shown(app: &App, key: &JobKey, job: &Job, draft: Draft) -> Result<Response, Problem> {
    if job.state != JobState::Waiting {
        return Err(started_already(key, job.state));
    }
    let status = draft.problem.as_ref().map_or(axum::http::StatusCode::OK, Problem::status);
    let page = job::uploaded(app, key, job, draft).await?;
    Ok((status, Html(page)).into_response())
}

fn started_already(key: &JobKey, state: JobState) -> Problem {
    let (detail, link) = match state {
        JobState::Succeeded => ("This analysis has already run.", "To the result"),
        JobState::Failed | JobState::Canceled => ("This analysis has already ended.", "To the analysis"),
        _ => ("This analysis has already been started.", "To the analysis"),
    };
    Problem::new(ProblemKind::WrongState, detail)
        .remedy("Upload the file again to analyse it with other choices.")
        .back(link, frame::path(&format!("/jobs/{key}")))
}

/// `POST /jobs/{key}/cancel`.
pub(crate) async fn cancel(State(app): State<App>, Path(key): Path<String>) -> Result<Response, Problem> {
    let (key, job) = lifecycle::find(&app, &key).await?;
    match lifecycle::cancel(&app, &job.id).await {
        Err(problem) if problem.kind != ProblemKind::WrongState => Err(problem),
        // It may have ended meanwhile: its page shows it.
        _ => Ok(to_job(&key)),
    }
}

/// `GET /jobs/{key}/delete`: asks before it is done.
pub(crate) async fn ask_to_delete(
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<Html<String>, Problem> {
    let (key, job) = lifecycle::find(&app, &key).await?;
    Ok(Html(html(&Delete::new(&place_of(&key, &job), &job))))
}

/// `POST /jobs/{key}/delete`.
pub(crate) async fn delete(State(app): State<App>, Path(key): Path<String>) -> Result<Response, Problem> {
    let (_, job) = lifecycle::find(&app, &key).await?;
    lifecycle::delete(&app, &job.id).await?;
    Ok(Redirect::to(&frame::path("/deleted")).into_response())
}

/// `GET /deleted`.
pub(crate) async fn deleted() -> Html<String> {
    Html(html(&Deleted))
}
