//! Jobs as the API shows and changes them.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use wordify_web::jobs::job::{FAILURE_PART, Failure, FailureClass, JobProgress, State, now_ms};
use wordify_web::jobs::key::JobKey;
use wordify_web::jobs::record::{FinalState, Lease, SealedFailure, Share};
use wordify_web::jobs::seal::seal;

use crate::site::{Site, form};

const LEASE_MS: i64 = 60_000;

/// A queued job; its key.
pub(crate) async fn queued(site: &Site) -> JobKey {
    let file: (&str, &[u8]) = ("a \"wine\" list.csv", b"text,label\nred,a\n");
    let answer = site.send(form("/api/v1/jobs", Some(file), &[])).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    answer.json()["id"].as_str().expect("an id").parse().expect("a key")
}

async fn claim(site: &Site) -> Lease {
    site.app.storage.claim("worker", LEASE_MS, now_ms()).await.expect("claimed").expect("a job").1
}

pub(crate) async fn finish(
    site: &Site,
    key: &JobKey,
    state: State,
    parts: &[(&str, &[u8])],
    failure: Option<Failure>,
) {
    let lease = claim(site).await;
    let folder = site.app.folder.parts(&key.id());
    std::fs::create_dir_all(&folder).expect("made");
    let parts = parts.iter().map(|&(name, plain)| {
        let path = folder.join(name);
        std::fs::write(&path, seal(key, name, plain).expect("sealed")).expect("written");
        (name.to_owned(), path)
    });
    let failure = failure.map(|failure| SealedFailure {
        class: failure.class,
        sealed: seal(key, FAILURE_PART, &serde_json::to_vec(&failure).expect("JSON")).ok(),
    });
    let reader = key.reader();
    let sealed = seal(&reader, Share::PART, key.to_string().as_bytes()).expect("sealed");
    let end = FinalState {
        state,
        failure,
        parts: parts.collect(),
        share: Some(Share { id: reader.id(), sealed }),
        mails: Vec::new(),
        webhook: None,
        expires_at: now_ms() + 60_000,
    };
    assert!(site.app.storage.finish(&lease, end, now_ms()).await.expect("stored"));
}

/// Ends the job with this summary, and a result of one line as csv.
pub(crate) async fn succeed(site: &Site, key: &JobKey, summary: &str) {
    let parts = [("summary", summary.as_bytes()), ("result.csv", b"term\n".as_slice())];
    finish(site, key, State::Succeeded, &parts, None).await;
}

pub(crate) fn path(key: &JobKey, rest: &str) -> String {
    format!("/api/v1/jobs/{key}{rest}")
}

#[tokio::test]
async fn a_running_job_shows_its_stage_and_share() {
    let site = Site::new().await;
    let key = queued(&site).await;
    let lease = claim(&site).await;
    let progress = JobProgress { stage: "fitting".into(), done: 3, total: 4, share: 0.75.into() };
    site.app.storage.renew(&lease, Some(progress), LEASE_MS, now_ms()).await.expect("renewed");
    let job = site.get(&path(&key, "")).await.json();
    assert_eq!((&job["state"], &job["progress"]["stage"]), (&"running".into(), &"fitting".into()));
    assert_eq!(job["progress"]["share"], 0.75);
    assert_eq!(job["progress"]["total"], 4);
    assert!(job["progress"]["seconds_left"].is_u64(), "{job}");
    assert!(job["links"]["result"].is_null() && job["links"]["cancel"].is_string());
}

#[tokio::test]
async fn a_job_that_nobody_made_is_unknown_whatever_is_asked_of_it() {
    let site = Site::new().await;
    let key = JobKey::random().expect("random");
    for id in [key.to_string(), "0".into(), "..%2f..%2fetc".into(), "%ff%fe".into()] {
        for rest in ["", "/events", "/result.csv"] {
            let answer = site.get(&format!("/api/v1/jobs/{id}{rest}")).await;
            assert!(matches!(answer.status.as_u16(), 404 | 400), "{id}{rest}: {}", answer.status);
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
    }
    assert_eq!(site.delete(&path(&key, "")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.post(&path(&key, "/cancel")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_of_a_result_is_gone_as_soon_as_another_process_has_deleted_it() {
    let site = Site::new().await;
    let key = queued(&site).await;
    // Without labels there is no other part to be read.
    let summary = sample_summary().replace("\"is_mirrored\":true", "\"is_mirrored\":false");
    finish(&site, &key, State::Succeeded, &[("summary", summary.as_bytes())], None).await;
    let page = format!("/jobs/{key}");
    let first = site.get(&page).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text());
    assert_eq!(site.get(&page).await.body, first.body);
    let other = wordify_web::jobs::storage::Storage::existing(&site.app.folder.database());
    let other = other.expect("opened").expect("there");
    assert!(other.delete(&key.id()).await.expect("deleted"));
    assert_eq!(site.get(&page).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_result_is_a_file_with_a_name_once_it_is_there() {
    let site = Site::new().await;
    let key = queued(&site).await;
    let early = site.get(&path(&key, "/result.csv")).await;
    assert_eq!((early.status.as_u16(), &early.json()["type"]), (404, &"/docs/api#no-result-yet".into()));
    let summary = sample_summary();
    succeed(&site, &key, &summary).await;
    let answer = site.get(&path(&key, "/result.csv")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.body, b"term\n");
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(answer.header("content-disposition").contains("filename=\"wine.wordify.csv\""), "{answer:?}");
    let head =
        site.send(Request::head(path(&key, "/result.csv")).body(Body::empty()).expect("a request")).await;
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (StatusCode::OK, "5", 0));
    let picky = Request::get(path(&key, "/result.csv")).header("accept", "image/png").body(Body::empty());
    assert_eq!(site.send(picky.expect("a request")).await.status, StatusCode::NOT_ACCEPTABLE);
    let wrong = site.post(&path(&key, "/cancel")).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_result_without_its_file_is_run_again_from_the_first_page_with_the_changed_settings() {
    let site = Site::new().await;
    let key = queued(&site).await;
    let summary =
        sample_summary().replace("\"choices\":{}", "\"choices\":{\"ngrams\":\"1-2\",\"text\":\"note\"}");
    finish(&site, &key, State::Succeeded, &[("summary", summary.as_bytes())], None).await;
    let send = |fields: &'static str| {
        let request = Request::post(format!("/jobs/{key}/again"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(fields));
        request.expect("a request")
    };
    let answer = site.send(send("stop_words_add=oak&ngrams=")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(answer.header("location"), "/?stop_words_add=oak&text=note");
    let wrong = site.send(send("colour=red")).await;
    assert_eq!((wrong.status.as_u16(), &wrong.json()["place"]), (422, &"colour".into()));
    let forgotten = site.post(&format!("/jobs/{key}/forget")).await;
    assert_eq!(forgotten.status, StatusCode::SEE_OTHER, "there is nothing to delete, and the result stays");
    assert_eq!(site.get(&path(&key, "")).await.json()["state"], "succeeded");
}

#[tokio::test]
async fn a_failed_job_says_why_and_has_no_result() {
    let site = Site::new().await;
    let key = queued(&site).await;
    let failure = Failure {
        class: FailureClass::Input,
        message: "there is no column".into(),
        place: Some("label".into()),
        remedy: Some("Choose another.".into()),
    };
    finish(&site, &key, State::Failed, &[], Some(failure)).await;
    let job = site.get(&path(&key, "")).await.json();
    assert_eq!(job["failure"]["message"], "there is no column");
    assert_eq!(job["failure"]["class"], "input");
    assert_eq!(site.get(&path(&key, "/result.xlsx")).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn canceling_a_queued_job_ends_it_and_deletes_its_file() {
    let site = Site::new().await;
    let key = queued(&site).await;
    let answer = site.post(&path(&key, "/cancel")).await;
    assert_eq!((answer.status, &answer.json()["state"]), (StatusCode::OK, &"canceled".into()));
    assert_eq!(site.job_folders(), 0);
    assert_eq!(site.post(&path(&key, "/cancel")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn canceling_a_running_job_asks_its_worker_to_stop() {
    let site = Site::new().await;
    let key = queued(&site).await;
    claim(&site).await;
    let answer = site.post(&path(&key, "/cancel")).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    assert_eq!(answer.json()["cancel_requested"], true);
}

#[tokio::test]
async fn deleting_leaves_nothing_of_a_job() {
    let site = Site::new().await;
    let key = queued(&site).await;
    assert_eq!(site.delete(&path(&key, "")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(site.get(&path(&key, "")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.job_folders(), 0);
    let database = std::fs::read(site.app.folder.database()).expect("read");
    assert!(!database.windows(4).any(|window| window == b"wine"), "the file name is still in the database");
}

#[tokio::test]
async fn events_follow_a_job_to_its_end_and_are_not_asked_for_again() {
    let site = Site::new().await;
    let key = queued(&site).await;
    finish(&site, &key, State::Canceled, &[], None).await;
    let stream = site.get(&path(&key, "/events")).await;
    assert!(stream.header("content-type").starts_with("text/event-stream"));
    let text = stream.text();
    assert!(text.contains("event: status") && text.contains("id: end"), "{text}");
    assert!(text.contains("\"state\":\"canceled\""), "{text}");
    let again = Request::get(path(&key, "/events")).header("last-event-id", "end").body(Body::empty());
    assert_eq!(site.send(again.expect("a request")).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_server_that_stops_ends_its_event_streams() {
    let site = Site::new().await;
    let key = queued(&site).await;
    site.app.drain.cancel();
    let text = site.get(&path(&key, "/events")).await.text();
    assert!(text.contains("\"state\":\"queued\"") && text.contains("retry:"), "{text}");
}

#[tokio::test]
async fn streams_of_a_server_that_stops_do_not_count_once_they_have_ended() {
    let site = Site::new().await;
    let key = queued(&site).await;
    let counted = || -> i64 {
        let database = rusqlite::Connection::open(site.app.folder.database()).expect("the database");
        database.query_row("SELECT count(*) FROM stream", [], |row| row.get(0)).expect("counted")
    };
    let open = site.open(&path(&key, "/events")).await.into_body();
    assert_eq!(counted(), 1);
    site.app.drain.cancel();
    axum::body::to_bytes(open, usize::MAX).await.expect("it ends in good order");
    // With its last stream the process may end: what it had not withdrawn by now would count against its visitors.
    assert_eq!(counted(), 0);
}

#[tokio::test]
async fn a_server_that_stops_still_takes_an_upload_that_reaches_it() {
    let site = Site::new().await;
    site.app.drain.cancel();
    let answer = site.send(form("/api/v1/jobs", Some(("a.csv", b"text,label\n")), &[])).await;
    assert_eq!(answer.status, StatusCode::CREATED);
}

#[tokio::test]
async fn starting_takes_json_of_the_right_form_only() {
    let site = Site::new().await;
    let key = queued(&site).await;
    let start = |media: &'static str, body: &'static str| {
        let request = Request::post(format!("/api/v1/uploads/{key}/start")).header("content-type", media);
        site.send(request.body(Body::from(body)).expect("a request"))
    };
    let json = "application/json";
    assert_eq!(start("text/plain", "{}").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(start(json, "{").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(start(json, "\"\\ud800\"").await.status, StatusCode::BAD_REQUEST);
    for no_object in ["[]", " [{}]", "null", "3", r#"{"choices": []}"#] {
        assert_eq!(start(json, no_object).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{no_object}");
    }
    assert_eq!(start(json, r#"{"choices": {"fit": 3}}"#).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(start(json, r#"{"choices": {"fits": 0}}"#).await.json()["place"], "fits");
    let nothing = site.post(&format!("/api/v1/uploads/{key}/start")).await;
    assert_eq!(
        (nothing.status, nothing.json()["detail"].as_str()),
        (StatusCode::BAD_REQUEST, Some("The request has no body."))
    );
    // It was queued by its creation.
    let answer = start(json, "{}").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["type"]), (409, &"/docs/api#wrong-state".into()));
}

/// The smallest summary.
pub(crate) fn sample_summary() -> String {
    serde_json::json!({
        "version": "0", "file_name": "wine.csv.gz", "file_bytes": 1, "sha256": "", "format": "csv", "facts": [],
        "text_column": "text", "label_column": "label", "rows": 1, "documents": 1, "dropped": [],
        "vocabulary_terms": 1, "labels": [], "is_mirrored": true, "fits": 1, "sample_size": 1,
        "empty_regressions": 0, "regressions": 1, "threshold": 0.3, "seed": 1, "preset": "wordify",
        "language": ["en", "English"], "language_detected": false, "settings": [], "choices": {}, "warnings": [],
        "seconds": 1.0
    })
    .to_string()
}

#[tokio::test]
async fn streams_beyond_those_of_a_visitor_or_of_the_site_are_refused_until_one_ends() {
    for (is_of_site, words) in [(false, "as one visitor may"), (true, "as this site can serve")] {
        let site = Site::with(|config| {
            let (streams, of_visitor) = if is_of_site { (2, 20) } else { (2000, 2) };
            config.limits.streams_max = streams;
            config.limits.streams_per_visitor_max = of_visitor;
        })
        .await;
        let key = queued(&site).await;
        let events = path(&key, "/events");
        let mut open = vec![site.open(&events).await, site.open(&events).await];
        assert!(open.iter().all(|answer| answer.status() == StatusCode::OK));
        let refused = site.get(&events).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.header("retry-after"), "30");
        assert!(
            refused.json()["detail"].as_str().is_some_and(|detail| detail.contains(words)),
            "{}",
            refused.text()
        );
        open.pop();
        assert_eq!(site.open(&events).await.status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn a_stream_tells_each_change_once_and_ends_with_the_job() {
    let site = Site::new().await;
    let key = queued(&site).await;
    let mut stream = site.open(&path(&key, "/events")).await.into_body().into_data_stream();
    let mut next = async || {
        let piece = futures_util::StreamExt::next(&mut stream).await;
        piece
            .map(|piece| String::from_utf8(piece.expect("a piece").to_vec()).expect("text"))
            .unwrap_or_default()
    };
    let first = next().await;
    assert!(first.contains("\"state\":\"queued\"") && first.contains("\"place\":1"), "{first}");
    let failure = Failure {
        class: FailureClass::Input,
        message: "there is no column labmark".into(),
        place: None,
        remedy: None,
    };
    finish(&site, &key, State::Failed, &[], Some(failure)).await;
    let mut last = next().await;
    if last.contains("\"state\":\"running\"") {
        // It was looked at in between.
        last = next().await;
    }
    assert!(
        last.contains("\"state\":\"failed\"") && last.contains("labmark") && last.contains("id: end"),
        "{last}"
    );
    assert_eq!(next().await, "");
    let stored = std::fs::read(site.app.folder.database()).expect("the database");
    let log = std::fs::read(site.app.folder.database().with_extension("db-wal")).unwrap_or_default();
    let holds = |bytes: &[u8]| bytes.windows(7).any(|window| window == b"labmark");
    assert!(!holds(&stored) && !holds(&log), "only who has the link can read why");
}
