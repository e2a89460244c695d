//! Numbers about the site, as Prometheus reads them.
//!
//! Each process counts in memory and adds its counts to the database every second, so that every process shows the
//! sums of all. The names of routes are templates, such as `/jobs/{id}`: no key gets into a label.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::routing::get;

use crate::config::Config;
use crate::counters::SECONDS;
use crate::http::error::Problem;
use crate::jobs::storage::{Storage, StorageError};
use crate::state::{self, App};

/// How often a process adds its counts.
const INTERVAL: Duration = Duration::from_secs(1);
/// What is counted, with its kind and what it means. Names that are not here are not shown.
const FAMILIES: [(&str, &str, &str); 6] = [
    ("wordify_requests_total", "counter", "Requests by route and class of status."),
    ("wordify_request_seconds", "histogram", "Time until an answer begins, by route."),
    ("wordify_mails_total", "counter", "Mails by kind and what became of them."),
    ("wordify_notices_total", "counter", "Calls of webhooks by what became of them."),
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

/// What the server around the site adds to its numbers: asked for each time.
pub type More = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = String> + Send>> + Send + Sync>;

/// The application that shows the numbers: not for everyone, so it is mounted by itself.
pub fn router(app: App, more: More) -> Router {
    let show = move |State(app): State<App>| {
        let more = more();
        async move {
            flush(&app).await;
            let text = text(&app.storage).await? + &room(&app).await? + &more.await;
            Ok::<_, Problem>(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text))
        }
    };
    Router::new().route("/", get(show)).with_state(app)
}

/// The numbers of the site with `config`, for whoever may read its database; none where there is none yet.
///
/// # Errors
/// When the database cannot be read.
pub async fn of(config: &Config) -> Result<String, StorageError> {
    match state::existing(config).await? {
        Some(storage) => text(&storage).await,
        None => Ok(String::new()),
    }
}

/// Room that uploads may still take.
async fn room(app: &App) -> Result<String, StorageError> {
    let left = app.config.limits.uploads_bytes_max.saturating_sub(app.storage.uploads_bytes().await?);
    Ok(format!(
        "# HELP wordify_upload_room_bytes Room left for uploads.\n# TYPE wordify_upload_room_bytes gauge\n\
         wordify_upload_room_bytes {left}\n"
    ))
}

/// Every bucket of each route, also those with nothing in them, in the order of the bounds: readers of histograms want them so.
fn whole_histogram<'a>(
    name: &str,
    rows: impl Iterator<Item = &'a (String, String, f64)>,
) -> Vec<(String, f64)> {
    let mut routes: BTreeMap<&str, BTreeMap<String, f64>> = BTreeMap::new();
    for (counter, labels, value) in rows {
        let (route, bound) = labels.split_once(",le=").unwrap_or((labels, ""));
        let part = counter.strip_prefix(name).unwrap_or_default();
        routes.entry(route).or_default().insert(format!("{part}{}", bound.trim_matches('"')), *value);
    }
    let bounds: Vec<String> = SECONDS.iter().map(f64::to_string).chain(["+Inf".to_owned()]).collect();
    let mut lines = Vec::new();
    for (route, values) in routes {
        let value = |part: &str| values.get(part).copied().unwrap_or(0.0);
        for bound in &bounds {
            lines.push((
                format!("{name}_bucket{{{route},le=\"{bound}\"}}"),
                value(&format!("_bucket{bound}")),
            ));
        }
        lines.push((format!("{name}_sum{{{route}}}"), value("_sum")));
        lines.push((format!("{name}_count{{{route}}}"), value("_count")));
    }
    lines
}

async fn text(storage: &Storage) -> Result<String, StorageError> {
    let mut text = String::new();
    let mut family = |name: &str, kind: &str, help: &str, lines: &[(String, f64)]| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
        for (line, value) in lines {
            let _ = writeln!(text, "{line} {value}");
        }
    };
    let jobs: Vec<(String, f64)> = storage
        .counts()
        .await?
        .into_iter()
        .map(|(state, count)| (format!("wordify_jobs{{state=\"{}\"}}", state.name()), count as f64))
        .collect();
    family("wordify_jobs", "gauge", "Jobs that are stored, by state.", &jobs);
    let queued = storage.queue().await?.len();
    family(
        "wordify_queue_length",
        "gauge",
        "Jobs in the queue.",
        &[("wordify_queue_length".into(), queued as f64)],
    );
    let mails = storage.mails().await?;
    family(
        "wordify_outbox_length",
        "gauge",
        "Mails in the outbox.",
        &[("wordify_outbox_length".into(), mails as f64)],
    );
    let notices = storage.notices().await?;
    family(
        "wordify_notices_waiting",
        "gauge",
        "Webhooks that are to be notified.",
        &[("wordify_notices_waiting".into(), notices as f64)],
    );
    let build = format!("wordify_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"));
    family("wordify_build_info", "gauge", "The version.", &[(build, 1.0)]);
    let counters = storage.counters().await?;
    for (name, kind, help) in FAMILIES {
        let of_family = |counter: &str| {
            let rest = counter.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || (kind == "histogram" && rest.starts_with('_')))
        };
        let rows = counters.iter().filter(|(counter, _, _)| of_family(counter));
        let lines: Vec<(String, f64)> = match kind {
            "histogram" => whole_histogram(name, rows),
            _ => rows.map(|(counter, labels, value)| (format!("{counter}{{{labels}}}"), *value)).collect(),
        };
        if !lines.is_empty() {
            family(name, kind, help, &lines);
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_has_all_buckets_in_the_order_of_their_bounds() {
        let row = |counter: &str, labels: &str, value: f64| (counter.to_owned(), labels.to_owned(), value);
        let rows = [
            row("t_bucket", "route=\"/\",le=\"+Inf\"", 3.0),
            row("t_bucket", "route=\"/\",le=\"0.01\"", 2.0),
            row("t_bucket", "route=\"/\",le=\"10\"", 3.0),
            row("t_count", "route=\"/\"", 3.0),
            row("t_sum", "route=\"/\"", 0.5),
        ];
        let lines = whole_histogram("t", rows.iter());
        let bounds: Vec<&str> =
            lines[..9].iter().filter_map(|(line, _)| line.split("le=\"").nth(1)?.split('"').next()).collect();
        assert_eq!(bounds, ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "1", "10", "+Inf"]);
        assert_eq!(lines[0], ("t_bucket{route=\"/\",le=\"0.005\"}".to_owned(), 0.0));
        assert_eq!(lines[1].1, 2.0);
        assert_eq!(lines[8].1, 3.0);
        assert_eq!(
            lines[9..],
            [("t_sum{route=\"/\"}".to_owned(), 0.5), ("t_count{route=\"/\"}".to_owned(), 3.0)]
        );
    }
}
