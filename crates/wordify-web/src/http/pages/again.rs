//! A result run again with other settings: on the file where it is kept, else after the visitor has chosen it once more.

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::actions::keep;
use super::difference;
use super::parts::rerun::CHANGEABLE;
use super::parts::stored::{Elsewhere, Stored};
use super::results::run_again;
use crate::frame;
use crate::http::error::Problem;
use crate::http::fields::Addressees;
use crate::http::{body, fields, lifecycle};
use crate::jobs::choices::Choices;
use crate::jobs::key::JobKey;
use crate::jobs::sample_file;
use crate::jobs::seal;
use crate::jobs::view::UPLOAD_PART;
use crate::state::App;

/// `POST /jobs/{key}/again`: a new job with some settings changed, if the file is at hand; else the first page with them.
pub(crate) async fn handle(
    State(app): State<App>,
    Path(key): Path<String>,
    request: Request,
) -> Result<Response, Elsewhere> {
    let stored = Stored::find(&app, &key).await?;
    let (parts, body) = request.into_parts();
    let form = body::form(&app, Request::from_parts(parts.clone(), body)).await?;
    let (changed, _) = fields::read(&form.value)?;
    let names: Vec<&str> = form.value.iter().map(|(name, _)| name.as_str()).collect();
    let choices = changed_choices(stored.summary.choices.clone(), &names, &changed);
    // One after another: a file may fill much of the memory of this process.
    let line = app.inspection_line.acquire().await.map_err(Problem::internal)?;
    let Some(file) = upload(&app, &stored).await? else {
        return Ok(Redirect::to(&run_again(choices)).into_response());
    };
    let name = stored.summary.file_name.as_deref().unwrap_or("your file");
    let fresh = keep(&app, &parts, name, &file).await?;
    drop((file, line));
    if let Err(problem) = start(&app, (&fresh, &stored.key), choices, stored.job.keep_ms).await {
        lifecycle::delete(&app, &fresh.id()).await?;
        return Err(problem.into());
    }
    Ok(Redirect::to(&frame::path(&format!("/jobs/{fresh}?again"))).into_response())
}

/// `POST /jobs/{key}/forget`: deletes the kept file, and leaves the result.
pub(crate) async fn forget(State(app): State<App>, Path(key): Path<String>) -> Result<Response, Problem> {
    let (key, job) = lifecycle::find(&app, &key).await?;
    lifecycle::forget_upload(&app, &job.id).await?;
    Ok(Redirect::to(&frame::path(&format!("/jobs/{key}#keep"))).into_response())
}

/// `earlier` with what the fields `names` of a form say; one that is empty takes back what was chosen.
fn changed_choices(earlier: Choices, names: &[&str], changed: &Choices) -> Choices {
    CHANGEABLE.into_iter().filter(|name| names.contains(name)).fold(earlier, |choices, name| {
        match changed.get(name) {
            Some(value) => choices.with(name, value),
            None => choices.without(name),
        }
    })
}

/// The file that a result was made from, if it is at hand: for its owner alone.
async fn upload(app: &App, stored: &Stored) -> Result<Option<Vec<u8>>, Problem> {
    if !stored.is_owner {
        return Ok(None);
    }
    if stored.job.upload_until.is_some_and(|until| until > app.storage.now_ms())
        && let Some(sealed) = app.storage.part(&stored.key.id(), UPLOAD_PART).await?
    {
        let key = stored.key.clone();
        let opened = tokio::task::spawn_blocking(move || seal::open(&key, UPLOAD_PART, &sealed));
        return opened.await.map_err(Problem::internal)?.map(Some).map_err(Problem::internal);
    }
    Ok(sample_file::has_fingerprint(&stored.summary.sha256).then(|| sample_file::BYTES.to_vec()))
}

async fn start(
    app: &App,
    (key, from): (&JobKey, &JobKey),
    choices: Choices,
    keep_ms: Option<i64>,
) -> Result<(), Problem> {
    difference::note_earlier(app, key, from).await?;
    let job = app.storage.job(&key.id()).await?.ok_or_else(Problem::unknown_job)?;
    lifecycle::start_upload(app, &job, choices, Addressees::default(), keep_ms).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_form_has_is_changed_and_an_empty_field_takes_back() {
        let earlier = Choices::default().with("text", "note").with("ngrams", "1-2").with("merge", "A=B+C");
        let changed = Choices::default().with("stop_words_add", "oak").with("text", "other");
        let names = ["stop_words_add", "ngrams", "text"];
        let choices = changed_choices(earlier, &names, &changed);
        let expected =
            Choices::default().with("text", "note").with("merge", "A=B+C").with("stop_words_add", "oak");
        assert_eq!(choices, expected);
    }
}
