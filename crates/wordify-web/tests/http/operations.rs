//! What whoever runs a site asks of it.

use std::pin::pin;
use std::task::{Context, Waker};

use axum::http::StatusCode;
use wordify_web::config::Config;
use wordify_web::state::App;

use crate::site::{Site, form};

#[tokio::test]
async fn a_site_is_ready_until_it_is_to_stop_and_alive_even_then() {
    let site = Site::new().await;
    assert_eq!(site.get("/readyz").await.status, StatusCode::OK);
    site.app.drain.cancel();
    let answer = site.get("/readyz").await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "5"));
    assert_eq!(site.get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn metrics_count_requests_by_route_and_jobs_by_state_without_any_key() {
    let site = Site::new().await;
    let job = site.send(form("/api/v1/jobs", Some(("a.csv", b"text,label\n")), &[])).await.json();
    let key = job["id"].as_str().expect("an id");
    site.get(&format!("/api/v1/jobs/{key}")).await;
    site.get("/no-such-page").await;
    let text = site.metrics().await;
    for line in [
        "wordify_jobs{state=\"queued\"} 1",
        "wordify_queue_length 1",
        "wordify_requests_total{route=\"/api/v1/jobs/{id}\",status=\"2xx\"} 1",
        "wordify_requests_total{route=\"none\",status=\"4xx\"} 1",
        "wordify_request_seconds_bucket{route=\"/api/v1/jobs/{id}\",le=\"+Inf\"} 1",
        "wordify_upload_room_bytes 21474836469",
        "wordify_request_seconds_count{route=\"/api/v1/jobs\"} 1",
        "# TYPE wordify_request_seconds histogram",
    ] {
        assert!(text.lines().any(|other| other == line), "“{line}” is not in {text}");
    }
    assert!(!text.contains(key));
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        assert!(line.rsplit_once(' ').is_some_and(|(_, value)| value.parse::<f64>().is_ok()), "{line}");
    }
}

/// A data folder whose new database another connection has open to read: it cannot be made meanwhile.
fn held_database() -> (tempfile::TempDir, Config, rusqlite::Connection) {
    let folder = tempfile::tempdir().expect("a folder");
    let config = Config::new(folder.path().to_owned());
    let data = wordify_web::jobs::folder::Folder::open(&config.data).expect("made");
    let reader = rusqlite::Connection::open(data.database()).expect("opened");
    reader.execute_batch("BEGIN; SELECT * FROM sqlite_schema;").expect("held");
    (folder, config, reader)
}

#[tokio::test(start_paused = true)]
async fn a_database_that_another_process_has_at_the_start_is_waited_for() {
    let (_folder, config, reader) = held_database();
    let mut opening = pin!(App::open(config, "none".into(), Default::default()));
    let first = opening.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(first.is_pending(), "it was refused, and is tried again: {first:?}");
    drop(reader);
    opening.await.expect("opened as soon as the other is gone");
}
