//! Numbers about the site, as Prometheus reads them.
//!
//! Each process counts in memory and adds its counts to the database every second, so that every process shows the
//! sums of all. The names of routes are templates, such as `/jobs/{id}`: no key gets into a label.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::routing::get;

use crate::error::Problem;
use crate::state::App;

/// How often a process adds its counts.
const INTERVAL: Duration = Duration::from_secs(1);
/// Upper bounds of the histogram of answers, in seconds.
const SECONDS: [f64; 8] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 10.0];
/// What is counted, with its kind and what it means. Names that are not here are not shown.
const FAMILIES: [(&str, &str, &str); 5] = [
    ("wordify_requests_total", "counter", "Requests by route and class of status."),
    ("wordify_request_seconds", "histogram", "Time until an answer begins, by route."),
    ("wordify_mails_total", "counter", "Mails by kind and what became of them."),
    ("wordify_jobs_ended_total", "counter", "Jobs that have ended, by state."),
    ("wordify_stage_seconds_total", "counter", "Time of jobs by stage."),
];

/// Counts of this process that are not in the database yet.
#[derive(Debug, Default)]
pub struct Counters {
    others: Mutex<HashMap<(&'static str, String), f64>>,
    /// By route; each request comes here, so nothing is written before it must be.
    answers: Mutex<HashMap<String, Answers>>,
}

/// Answers of one route.
#[derive(Debug, Default)]
struct Answers {
    /// By the first digit of the status.
    classes: [u64; 6],
    /// By the bounds of [`SECONDS`]; longer ones are in none.
    within: [u64; SECONDS.len()],
    count: u64,
    seconds: f64,
}

impl Counters {
    /// Adds to one counter.
    pub fn add(&self, name: &'static str, labels: String, increment: f64) {
        *lock(&self.others).entry((name, labels)).or_default() += increment;
    }

    /// Counts an answer.
    pub(crate) fn note_answer(&self, route: &str, status: StatusCode, seconds: f64) {
        let mut answers = lock(&self.answers);
        if !answers.contains_key(route) {
            answers.insert(route.to_owned(), Answers::default());
        }
        let Some(of_route) = answers.get_mut(route) else { return };
        if let Some(class) = of_route.classes.get_mut(usize::from(status.as_u16() / 100)) {
            *class += 1;
        }
        for (count, _) in of_route.within.iter_mut().zip(SECONDS).filter(|(_, bound)| seconds <= *bound) {
            *count += 1;
        }
        of_route.count += 1;
        of_route.seconds += seconds;
    }

    fn take(&self) -> Vec<(String, String, f64)> {
        let others = std::mem::take(&mut *lock(&self.others)).into_iter();
        let mut counts: Vec<_> =
            others.map(|((name, labels), value)| (name.to_owned(), labels, value)).collect();
        for (route, answers) in std::mem::take(&mut *lock(&self.answers)) {
            answers.write(&route, &mut counts);
        }
        counts
    }
}

impl Answers {
    /// As Prometheus wants it: names, labels, numbers.
    fn write(&self, route: &str, counts: &mut Vec<(String, String, f64)>) {
        let mut add = |name: &str, labels, value| counts.push((name.to_owned(), labels, value));
        for (class, count) in self.classes.iter().enumerate().filter(|(_, count)| **count > 0) {
            add("wordify_requests_total", format!("route=\"{route}\",status=\"{class}xx\""), *count as f64);
        }
        for (bound, count) in SECONDS.iter().zip(self.within).filter(|(_, count)| *count > 0) {
            let labels = format!("route=\"{route}\",le=\"{bound}\"");
            add("wordify_request_seconds_bucket", labels, count as f64);
        }
        let count = self.count as f64;
        add("wordify_request_seconds_bucket", format!("route=\"{route}\",le=\"+Inf\""), count);
        add("wordify_request_seconds_sum", format!("route=\"{route}\""), self.seconds);
        add("wordify_request_seconds_count", format!("route=\"{route}\""), count);
    }
}

fn lock<T>(counts: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}

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

/// `GET /readyz`: whether new work can be taken on.
pub(crate) async fn ready(State(app): State<App>) -> Result<&'static str, Problem> {
    match app.check_ready().await {
        Ok(()) => Ok("ready\n"),
        Err(reason) => {
            tracing::warn!(reason, "not ready");
            Err(Problem::new(crate::error::Kind::Busy, "The server cannot take on work now.").retry_after(5))
        }
    }
}
