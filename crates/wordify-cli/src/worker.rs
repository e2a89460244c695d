//! `wordify worker`: what the master starts. The web workers serve, the worker for jobs runs what is queued, and one keeps the
//! certificate where the settings want that.

use std::env;
use std::process::ExitCode;
use std::sync::Arc;

use http::{Request, Response};
use tokio::task::JoinSet;
use tower::ServiceBuilder;
use wordify_server::{Application, Client, LoggedPath, User, certificates, control};
use wordify_server::{Context, metrics as numbers, worker};
use wordify_web::http::route::Route;
use wordify_web::http::router::router;
use wordify_web::jobs::queue::{runner, sweeper};
use wordify_web::settings::Site;
use wordify_web::state::App;
use wordify_web::visitor::{Account, Peer};
use wordify_web::{mail, metrics, webhook};

use crate::site_arguments::Duty;
use crate::{logging, program};

/// What stands instead of the master's numbers.
const NO_MASTER: &str = "# HELP wordify_master_up Whether the master answers.\n# TYPE wordify_master_up gauge\nwordify_master_up 0\n";

/// The variable in which the master passes the settings of the site, as it has checked them.
pub(crate) const SITE_VARIABLE: &str = "WORDIFY_SITE";

/// Works until the master, or its end, says otherwise.
pub(crate) fn run(kind: Duty) -> ExitCode {
    match kind {
        Duty::Web => worker::run_web(web),
        Duty::Jobs => worker::run_async(jobs),
        Duty::Certificates => worker::run_async(certificate),
    }
}

/// The settings of the site, and its log.
fn begin(context: &Context) -> Result<Site, String> {
    let text = env::var(SITE_VARIABLE).map_err(|_| "the master has passed no settings")?;
    let site: Site = serde_json::from_str(&text).map_err(|error| {
        format!("the settings come from a master of another version, restart the service: {error}")
    })?;
    logging::begin(&site.log, context.settings().error_log.is_some());
    Ok(site)
}

async fn certificate(context: Context) -> Result<(), String> {
    begin(&context)?;
    certificates::keep(context).await.map_err(|problem| problem.to_string())
}

async fn open(context: &Context) -> Result<App, String> {
    let site = begin(context)?;
    App::open(site.config, program::this_very(), context.drain().clone())
        .await
        .map_err(|error| error.to_string())
}

async fn web(context: Context) -> Result<Vec<Application>, String> {
    let app = open(&context).await?;
    tokio::spawn(metrics::run(app.clone()));
    let site =
        ServiceBuilder::new().map_request(introduce).map_response(hide_path).service(router(app.clone()));
    Ok(vec![
        Application::new("site", site),
        Application::new("metrics", metrics::router(app, of_master(&context))),
    ])
}

/// The numbers that only the master knows. Where it may not be asked, because workers run as another user, there are none.
fn of_master(context: &Context) -> metrics::More {
    let socket = context.settings().control_socket.clone();
    Arc::new(move || {
        let socket = socket.clone();
        Box::pin(async move {
            let ask = move || socket.and_then(|socket| control::status(&socket).ok());
            let status = tokio::task::spawn_blocking(ask).await.ok().flatten();
            status.as_ref().map(numbers::text).unwrap_or_else(|| NO_MASTER.to_owned())
        })
    })
}

/// Passes on to the application who asks.
fn introduce<B>(mut request: Request<B>) -> Request<B> {
    if let Some(&Client { address, is_tls, is_forwarded }) = request.extensions().get() {
        let account = request.extensions().get().map(|User(name)| Account::of(name));
        request.extensions_mut().insert(Peer { address, is_direct: !is_forwarded, is_tls, account });
    }
    request
}

/// Paths hold keys of jobs, so the access log gets their templates.
fn hide_path<B>(mut response: Response<B>) -> Response<B> {
    if let Some(Route(route)) = response.extensions_mut().remove() {
        response.extensions_mut().insert(LoggedPath(route));
    }
    response
}

async fn jobs(context: Context) -> Result<(), String> {
    let app = open(&context).await?;
    let mut parts = JoinSet::new();
    let drain = || context.drain().clone();
    parts.spawn(runner::run(app.runner()));
    parts.spawn(sweeper::run(app.storage.clone(), Arc::clone(&app.folder), Arc::clone(&app.config), drain()));
    parts.spawn(mail::run(app.storage.clone(), Arc::clone(&app.config), drain()));
    parts.spawn(webhook::run(app.storage.clone(), Arc::clone(&app.config), drain()));
    parts.spawn(metrics::run(app));
    context.ready();
    while let Some(ended) = parts.join_next().await {
        // Another worker takes over what a fault of ours leaves behind.
        ended.map_err(|error| error.to_string())?;
    }
    Ok(())
}
