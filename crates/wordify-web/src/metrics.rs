//! Numbers about the site, as Prometheus reads them.
//!
//! Each process counts in memory and adds its counts to the database every second, so that every process shows the
//! sums of all. The names of routes are templates, such as `/jobs/{id}`: no key gets into a label.

use std::fmt::Write;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::routing::get;

use crate::http::error::Problem;
use crate::state::App;

/// How often a process adds its counts.
const INTERVAL: Duration = Duration::from_secs(1);
/// What is counted, with its kind and what it means. Names that are not here are not shown.
const FAMILIES: [(&str, &str, &str); 5] = [
    ("wordify_requests_total", "counter", "Requests by route and class of status."),
    ("wordify_request_seconds", "histogram", "Time until an answer begins, by route."),
    ("wordify_mails_total", "counter", "Mails by kind and what became of them."),
    ("wordify_jobs_ended_total", "counter", "Jobs that have ended, by state."),
    ("wordify_stage_seconds_total", "counter", "Time of jobs by stage."),
];

/// Adds the counts of this process to the database until the process drains, and once more then.
pub async fn run(app: App) {
    loop {
        let is_last = tokio::select! {
            () = app.drain.cancelled() => true,
            () = tokio::time::sleep(INTERVAL) => false,
        };
        flush(&app).await;
        if is_last {
            return;
        }
    }
}

async fn flush(app: &App) {
    let counts = app.counters.take();
    if counts.is_empty() {
        return;
    }
    if let Err(error) = app.storage.count(counts).await {
        tracing::warn!(error = %error, "counts were lost");
    }
}

/// The application that shows the numbers: not for everyone, so it is mounted by itself.
pub fn router(app: App) -> Router {
    Router::new().route("/", get(show)).with_state(app)
}

async fn show(State(app): State<App>) -> Result<([(HeaderName, &'static str); 1], String), Problem> {
    flush(&app).await;
    let mut text = String::new();
    let mut family = |name: &str, kind: &str, help: &str, lines: &[(String, f64)]| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
        for (line, value) in lines {
            let _ = writeln!(text, "{line} {value}");
        }
    };
    let jobs: Vec<(String, f64)> = app
        .storage
        .counts()
        .await?
        .into_iter()
        .map(|(state, count)| (format!("wordify_jobs{{state=\"{}\"}}", state.name()), count as f64))
        .collect();
    family("wordify_jobs", "gauge", "Jobs that are stored, by state.", &jobs);
    let queued = app.storage.queue().await?.len();
    family(
        "wordify_queue_length",
        "gauge",
        "Jobs in the queue.",
        &[("wordify_queue_length".into(), queued as f64)],
    );
    let mails = app.storage.mails().await?;
    family(
        "wordify_outbox_length",
        "gauge",
        "Mails in the outbox.",
        &[("wordify_outbox_length".into(), mails as f64)],
    );
    let build = format!("wordify_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"));
    family("wordify_build_info", "gauge", "The version.", &[(build, 1.0)]);
    let counters = app.storage.counters().await?;
    for (name, kind, help) in FAMILIES {
        let of_family = |counter: &str| {
            let rest = counter.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || (kind == "histogram" && rest.starts_with('_')))
        };
        let lines: Vec<(String, f64)> = counters
            .iter()
            .filter(|(counter, _, _)| of_family(counter))
            .map(|(counter, labels, value)| (format!("{counter}{{{labels}}}"), *value))
            .collect();
        if !lines.is_empty() {
            family(name, kind, help, &lines);
        }
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text))
}
