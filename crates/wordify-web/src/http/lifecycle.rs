//! What visitors do with jobs: start, cancel, delete. Pages and API do it through these functions.

use crate::http::error::{Problem, ProblemKind};
use crate::http::fields::{Addressees, WEBHOOK};
use crate::http::inspection;
use crate::jobs::choices::Choices;
use crate::jobs::job::{FAILURE_PART, Job, State};
use crate::jobs::key::{JobId, JobKey};
use crate::jobs::record::{MailWish, Refused, Share, Start};
use crate::jobs::seal;
use crate::jobs::storage::StorageError;
use crate::mail::address;
use crate::state::App;
use crate::webhook::address::Address;

/// The job whose key stands in an address.
///
/// # Errors
/// For a key that is none, or of no job.
pub(crate) async fn find(app: &App, key: &str) -> Result<(JobKey, Job), Problem> {
    let key: JobKey = key.parse()?;
    let job = read(app, &key).await?.ok_or_else(Problem::unknown_job)?;
    Ok((key, job))
}

/// A job whose link was sent with a request.
pub(crate) struct Linked {
    /// Its key, also where the link is one for reading: it opens the result, and must be shown to nobody.
    pub(crate) key: JobKey,
    /// The job.
    pub(crate) job: Job,
    /// The key in the link: addresses of pages are made with it.
    pub(crate) link: JobKey,
    /// Whether the link is that of the owner, not one for reading.
    pub(crate) is_owner: bool,
}

/// The job whose key, or key for reading, stands in an address.
///
/// # Errors
/// As [`find`].
pub(crate) async fn find_linked(app: &App, key: &str) -> Result<Linked, Problem> {
    let link: JobKey = key.parse()?;
    if let Some(job) = read(app, &link).await? {
        return Ok(Linked { key: link.clone(), job, link, is_owner: true });
    }
    let sealed = app.storage.shared(&link.id()).await?.ok_or_else(Problem::unknown_job)?;
    let opened = seal::open(&link, Share::PART, &sealed).map_err(Problem::internal)?;
    let key: JobKey = String::from_utf8_lossy(&opened).parse()?;
    let job = read(app, &key).await?.ok_or_else(Problem::unknown_job)?;
    Ok(Linked { key, job, link, is_owner: false })
}

/// Puts an upload into the queue, if what was chosen can be done with it: whatever ends there loses the upload.
///
/// # Errors
/// For columns that give no corpus, and as [`start`].
pub(crate) async fn start_upload(
    app: &App,
    job: &Job,
    choices: Choices,
    addressees: Addressees,
    keep_ms: Option<i64>,
) -> Result<(), Problem> {
    check(app, &choices, &addressees)?;
    if job.state != State::Waiting {
        return Err(Refused::WrongState(job.state).into());
    }
    inspection::check(app, job, &choices).await?;
    start(app, &job.id, choices, addressees, keep_ms).await
}

/// The job of `key` as whoever has the key may see it: with all that is known of its failure.
///
/// # Errors
/// Of the database.
pub(crate) async fn read(app: &App, key: &JobKey) -> Result<Option<Job>, StorageError> {
    let Some(mut job) = app.storage.job(&key.id()).await? else { return Ok(None) };
    if job.failure.is_some()
        && let Some(sealed) = app.storage.part(&job.id, FAILURE_PART).await?
    {
        let plain = seal::open(key, FAILURE_PART, &sealed).ok();
        // One that cannot be opened leaves the class.
        job.failure = plain.and_then(|plain| serde_json::from_slice(&plain).ok()).or(job.failure);
    }
    Ok(Some(job))
}

/// Puts a waiting job into the queue; with `keep_ms` its sealed upload is kept beside the result for this long.
///
/// # Errors
/// For choices or addresses that cannot be used, a full queue, or a job in another state.
pub(crate) async fn start(
    app: &App,
    id: &JobId,
    choices: Choices,
    addressees: Addressees,
    keep_ms: Option<i64>,
) -> Result<(), Problem> {
    check(app, &choices, &addressees)?;
    let now = app.storage.now_ms();
    // Until it has ended it does not expire; what nobody runs any more is swept away after two terms.
    let expires_at = now.saturating_add(2 * retention_ms(app));
    let Addressees { email, webhook } = addressees;
    let secret = app.day_secret(now).await;
    let mail = email.map(|address| MailWish { recipient: secret.recipient(&address), address });
    let start = Start { choices, mail, webhook, keep_ms };
    app.storage.start(id, start, app.bounds(false), expires_at, now).await?;
    tracing::info!(job = %id, "started");
    Ok(())
}

/// Whether choices and addresses can be used, before anything is stored.
///
/// # Errors
/// With the name of the field as place.
pub(crate) fn check(app: &App, choices: &Choices, addressees: &Addressees) -> Result<(), Problem> {
    choices.settings()?;
    addressees.email.as_deref().map_or(Ok(()), |email| check_email(app, email))?;
    addressees.webhook.as_deref().map_or(Ok(()), |webhook| check_webhook(app, webhook))
}

fn check_email(app: &App, email: &str) -> Result<(), Problem> {
    if app.config.mail.is_none() {
        return Err(Problem::new(ProblemKind::Invalid, "This site sends no mail.")
            .at("email")
            .remedy("Leave the address out, and keep the link to the analysis."));
    }
    address::check(email).map_err(|reason| Problem::new(ProblemKind::Invalid, reason).at("email"))
}

fn check_webhook(app: &App, webhook: &str) -> Result<(), Problem> {
    let instead = "Leave the address out, and follow the events of the analysis.";
    let Some(settings) = &app.config.webhooks else {
        return Err(Problem::new(ProblemKind::Invalid, "This site calls no webhooks.")
            .at(WEBHOOK)
            .remedy(instead));
    };
    let checked = Address::read(webhook).and_then(|address| address.check(settings));
    checked.map_err(|reason| Problem::new(ProblemKind::Invalid, reason).at(WEBHOOK).remedy(instead))
}

/// Stops a job; returns the state after.
///
/// # Errors
/// When it has ended already, or there is none.
pub(crate) async fn cancel(app: &App, id: &JobId) -> Result<State, Problem> {
    let now = app.storage.now_ms();
    let state = app.storage.cancel(id, now.saturating_add(retention_ms(app)), now).await?;
    match state {
        None => Err(Problem::unknown_job()),
        Some(State::Succeeded | State::Failed) => {
            Err(Problem::new(ProblemKind::WrongState, "The analysis has ended already."))
        }
        Some(State::Canceled) => {
            // Nothing runs any more that could need the upload.
            app.folder.delete_job(id).map_err(Problem::internal)?;
            forget(app).await;
            tracing::info!(job = %id, "canceled");
            Ok(State::Canceled)
        }
        Some(state) => Ok(state),
    }
}

/// Deletes a job with everything that belongs to it, at once.
///
/// # Errors
/// When there is none.
pub(crate) async fn delete(app: &App, id: &JobId) -> Result<(), Problem> {
    if !app.storage.delete(id).await? {
        return Err(Problem::unknown_job());
    }
    if let Err(error) = app.folder.delete_job(id) {
        tracing::error!(job = %id, error = %error, "the files of a deleted job are left, and are tried again each minute");
        return Err(Problem::new(
            ProblemKind::Internal,
            "The analysis is deleted, but its file could not be removed yet.",
        )
        .remedy("It is retried every minute; whoever runs this site can see why it failed."));
    }
    app.storage.files_gone(id).await?;
    forget(app).await;
    tracing::info!(job = %id, "deleted");
    Ok(())
}

/// Deletes the upload that is kept beside a result, at once.
///
/// # Errors
/// Of the database.
pub(crate) async fn forget_upload(app: &App, id: &JobId) -> Result<(), Problem> {
    if app.storage.forget_upload(id).await? {
        forget(app).await;
        tracing::info!(job = %id, "kept upload deleted");
    }
    Ok(())
}

/// Empties the log of the database, so that nothing deleted stays readable; the sweeper does it where this cannot.
async fn forget(app: &App) {
    if let Err(error) = app.storage.compact().await {
        tracing::warn!(error = %error, "the log of the database could not be emptied");
    }
}

fn retention_ms(app: &App) -> i64 {
    i64::try_from(app.config.retention.results.as_millis()).unwrap_or(i64::MAX / 4)
}
