//! Sending files: what is taken, what is refused, and what is left on the disk.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};

use crate::site::{Answer, Site, form, post_form};

const JOBS: &str = "/api/v1/jobs";
const FILE: (&str, &[u8]) = ("wine.csv", b"text,label\nred,a\n");

fn check_refused(answer: &Answer, status: u16, kind: &str, place: Option<&str>) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["type"], format!("/docs/api#{kind}"));
    assert_eq!(problem["place"].as_str(), place, "{problem}");
}

#[tokio::test]
async fn a_file_becomes_a_queued_job_with_links() {
    let site = Site::new().await;
    let answer = site.send(form(JOBS, Some(FILE), &[("shuffles", "27"), ("text", "text")])).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let job = answer.json();
    assert_eq!(job["state"], "queued");
    assert_eq!(job["progress"]["place"], 1);
    assert_eq!(answer.header("location"), job["links"]["self"]);
    let id =
        job["id"].as_str().expect("an id").parse::<wordify_web::jobs::key::JobKey>().expect("a key").id();
    let stored = site.app.storage.job(&id).await.expect("stored").expect("there");
    assert_eq!(stored.file_name.as_deref(), Some("wine.csv"));
    assert_eq!(stored.choices.as_ref().and_then(|choices| choices.get("shuffles")), Some("27"));
    assert_eq!(std::fs::read(site.app.folder.upload(&id)).expect("read"), FILE.1);
}

#[tokio::test]
async fn a_form_without_a_usable_file_or_with_unknown_fields_is_refused_and_leaves_nothing() {
    let site = Site::new().await;
    let send = |file, fields: &'static [(&str, &str)]| site.send(form(JOBS, file, fields));
    check_refused(&send(None, &[]).await, 422, "invalid", Some("file"));
    check_refused(&send(Some(("", b"")), &[]).await, 422, "invalid", Some("file"));
    check_refused(&send(Some(("a.csv", b"")), &[]).await, 422, "invalid", Some("file"));
    check_refused(&send(Some(FILE), &[("fit", "3")]).await, 422, "invalid", Some("fit"));
    check_refused(&send(Some(FILE), &[("fits", "x")]).await, 422, "invalid", Some("fits"));
    check_refused(&send(Some(FILE), &[("threshold", "7")]).await, 422, "invalid", Some("threshold"));
    check_refused(&send(Some(FILE), &[("language", "klingon")]).await, 422, "invalid", Some("language"));
    check_refused(&send(Some(FILE), &[("email", "a@example.org")]).await, 422, "invalid", Some("email"));
    check_refused(
        &site.send(post_form(JOBS, b"--a-boundary\r\n\r\n".to_vec())).await,
        400,
        "malformed",
        None,
    );
    check_refused(&site.send(post_form(JOBS, b"no form".to_vec())).await, 400, "malformed", None);
    let bad = b"--a-boundary\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\xff\xfe\r\n--a-boundary--\r\n";
    check_refused(&site.send(post_form(JOBS, bad.to_vec())).await, 422, "invalid", Some("text"));
    assert_eq!(site.job_folders(), 0);
    assert_eq!(site.app.storage.jobs_with_folder().await.expect("listed"), []);
}

/// A form with several files.
fn several(files: &[(&str, &[u8])]) -> Request<Body> {
    let mut body = Vec::new();
    for (name, bytes) in files {
        let head = "--a-boundary\r\nContent-Disposition: form-data; name=\"file\"";
        body.extend_from_slice(format!("{head}; filename=\"{name}\"\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--a-boundary--\r\n");
    post_form(JOBS, body)
}

#[tokio::test]
async fn several_files_are_kept_as_one_that_the_engine_reads_as_one_table() {
    let site = Site::new().await;
    let files: [(&str, &[u8]); 2] =
        [("x/b.csv", b"label,text\nb,white\n"), ("../x/a.csv", b"text,label\nred,a\n")];
    let answer = site.send(several(&files)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let jobs = site.app.storage.jobs_with_folder().await.expect("listed");
    let [id] = jobs.as_slice() else { panic!("{jobs:?}") };
    let stored = std::fs::read(site.app.folder.upload(id)).expect("stored");
    let table = wordify::table::read(&stored, &wordify::table::ReadOptions::default()).expect("a table");
    let cells = |column: usize| table.columns[column].cells().collect::<Vec<_>>();
    assert_eq!((cells(0), cells(2)), (vec!["red", "white"], vec!["a.csv", "b.csv"]));
    let job = site.app.storage.job(id).await.expect("read").expect("a job");
    assert_eq!((job.file_name.as_deref(), job.file_bytes), (Some("x"), stored.len() as u64));
}

#[tokio::test]
async fn several_files_share_the_limit_and_each_has_a_name() {
    let site = Site::with(|config| config.limits.upload_bytes_max = 1 << 20).await;
    let half = vec![b'x'; (1 << 19) + 1];
    let answer = site.send(several(&[("a.csv", &half), ("b.csv", &half)])).await;
    check_refused(&answer, 413, "too-large", Some("file"));
    let answer = site.send(several(&[FILE, ("", b"text,label\nwhite,b\n")])).await;
    check_refused(&answer, 422, "invalid", Some("file"));
    assert_eq!(site.job_folders(), 0);
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused_by_its_type_and_one_without_length_by_that() {
    let site = Site::new().await;
    let request = Request::post(JOBS).header("content-length", 2).header("content-type", "application/json");
    let answer = site.send(request.body(Body::from("{}")).expect("a request")).await;
    check_refused(&answer, 415, "unsupported-media-type", None);
    check_refused(&site.post(JOBS).await, 411, "length-required", None);
}

#[tokio::test]
async fn a_file_above_the_limit_is_refused_with_the_limit_named() {
    let site = Site::with(|config| config.limits.upload_bytes_max = 1 << 20).await;
    let large = vec![b'x'; (1 << 20) + 1];
    let answer = site.send(form(JOBS, Some(("a.csv", &large)), &[])).await;
    check_refused(&answer, 413, "too-large", Some("file"));
    assert!(answer.json()["detail"].as_str().expect("a sentence").contains("1 MB"));
    let huge = vec![b'x'; 6 << 20];
    check_refused(&site.send(form(JOBS, Some(("a.csv", &huge)), &[])).await, 413, "too-large", Some("file"));
    assert_eq!(site.job_folders(), 0);
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_never_ends_is_cut_off_and_leaves_nothing() {
    let site = Site::with(|config| config.limits.upload_timeout = Duration::from_secs(90)).await;
    let begin =
        "--a-boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ntext";
    let pieces = futures_util::stream::unfold(true, move |is_first| async move {
        if !is_first {
            std::future::pending::<()>().await;
        }
        Some((Ok::<_, std::io::Error>(Bytes::from(begin)), false))
    });
    let request = Request::post(JOBS)
        .header("content-type", "multipart/form-data; boundary=a-boundary")
        .header("transfer-encoding", "chunked")
        .body(Body::from_stream(pieces));
    let answer = site.send(request.expect("a request")).await;
    check_refused(&answer, 408, "timeout", Some("file"));
    assert_eq!(site.job_folders(), 0);
}

#[tokio::test]
async fn limits_of_jobs_and_of_room_are_answered_with_a_time_to_come_back() {
    let site = Site::with(|config| config.limits.jobs_per_visitor_max = 1).await;
    assert_eq!(site.send(form(JOBS, Some(FILE), &[])).await.status, StatusCode::CREATED);
    let answer = site.send(form(JOBS, Some(FILE), &[])).await;
    check_refused(&answer, 429, "too-many-jobs", None);
    assert_eq!(answer.header("retry-after"), "30");
    let site = Site::with(|config| config.limits.queued_max = 0).await;
    let answer = site.send(form(JOBS, Some(FILE), &[])).await;
    check_refused(&answer, 503, "busy", None);
    assert_eq!(answer.header("retry-after"), "30");
    let site = Site::with(|config| config.limits.uploads_bytes_max = 3).await;
    check_refused(&site.send(form(JOBS, Some(FILE), &[])).await, 507, "no-room", None);
    assert_eq!(site.job_folders(), 0);
}

#[tokio::test]
async fn a_form_whose_headers_never_end_is_cut_off_before_it_fills_the_memory() {
    let site = Site::new().await;
    let pieces = futures_util::stream::iter((0..200).map(|number| {
        let piece = if number == 0 { "--a-boundary\r\n".to_owned() } else { "x".repeat(64 << 10) };
        Ok::<_, std::io::Error>(Bytes::from(piece))
    }));
    let request = Request::post(JOBS)
        .header("content-type", "multipart/form-data; boundary=a-boundary")
        .header("transfer-encoding", "chunked")
        .body(Body::from_stream(pieces));
    check_refused(&site.send(request.expect("a request")).await, 400, "malformed", None);
}

#[tokio::test]
async fn the_fields_of_a_form_are_bounded_in_sum_and_unknown_ones_are_refused_before_they_are_read() {
    let site = Site::new().await;
    let large = "w,".repeat(200_000);
    let thrice: Vec<(&str, &str)> = vec![("stop_words_add", &large); 3];
    let answer = site.send(form(JOBS, Some(FILE), &thrice)).await;
    check_refused(&answer, 413, "too-large", Some("stop_words_add"));
    assert!(answer.json()["detail"].as_str().expect("a sentence").contains("1048576 bytes"));
    // Whatever it holds, it is not read: the name is enough.
    for path in [JOBS, "/jobs", "/api/v1/uploads"] {
        let beyond = "w".repeat(3 << 20);
        let answer = site.send(form(path, Some(FILE), &[("colour", &beyond)])).await;
        check_refused(&answer, 422, "invalid", Some("colour"));
    }
    assert_eq!(site.job_folders(), 0);
}

#[tokio::test]
async fn bodies_that_are_kept_whole_are_bounded_too() {
    let site = Site::new().await;
    let large = vec![b' '; (1 << 20) + 1];
    let key = site.waiting_job().await;
    for (path, media) in [
        (format!("/api/v1/uploads/{key}/start"), "application/json"),
        (format!("/jobs/{key}/start"), "application/x-www-form-urlencoded"),
        (format!("/jobs/{key}/check"), "application/x-www-form-urlencoded"),
    ] {
        let request = Request::post(&path).header("content-type", media).body(Body::from(large.clone()));
        let answer = site.send(request.expect("a request")).await;
        check_refused(&answer, 413, "too-large", None);
    }
}

/// The begin of a form with a file that never ends, which announces `bytes`.
fn endless(bytes: u64) -> Request<Body> {
    let begin =
        "--a-boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ntext";
    let pieces = futures_util::stream::unfold(true, move |is_first| async move {
        if !is_first {
            std::future::pending::<()>().await;
        }
        Some((Ok::<_, std::io::Error>(Bytes::from(begin)), false))
    });
    let request = Request::post(JOBS)
        .header("content-type", "multipart/form-data; boundary=a-boundary")
        .header("content-length", bytes)
        .body(Body::from_stream(pieces));
    request.expect("a request")
}

#[tokio::test]
async fn uploads_under_way_count_as_if_they_were_here_and_are_forgotten_when_they_break_off() {
    let megabyte = 1 << 20;
    for (of_visitor, room, status, kind) in
        [(1, 100 * megabyte, 429, "too-many-jobs"), (20, 3 * megabyte, 507, "no-room")]
    {
        let site = std::sync::Arc::new(
            Site::with(|config| {
                config.limits.jobs_per_visitor_max = of_visitor;
                config.limits.uploads_bytes_max = room;
            })
            .await,
        );
        let under_way = tokio::spawn({
            let site = std::sync::Arc::clone(&site);
            async move { site.send(endless(2 * megabyte)).await }
        });
        let reserved = async || site.app.storage.reserved().await.expect("read");
        while reserved().await == (0, 0) {
            // Where the disk is full, say: it would never be reserved.
            assert!(!under_way.is_finished(), "the upload under way was refused");
            tokio::task::yield_now().await;
        }
        assert_eq!(reserved().await, (1, 2 * megabyte));
        let large = vec![b'x'; (2 * megabyte) as usize];
        check_refused(&site.send(form(JOBS, Some(("a.csv", &large)), &[])).await, status, kind, None);
        under_way.abort();
        while reserved().await != (0, 0) {
            tokio::task::yield_now().await;
        }
        assert_eq!(site.send(form(JOBS, Some(FILE), &[])).await.status, StatusCode::CREATED);
        assert_eq!(reserved().await, (0, 0), "what is stored is reserved no more");
    }
}

#[tokio::test]
async fn a_database_that_another_process_holds_makes_visitors_come_back_and_a_damaged_one_is_seen_by_readyz()
{
    let site = Site::new().await;
    let other = rusqlite::Connection::open(site.app.folder.database()).expect("the database");
    other.execute_batch("BEGIN IMMEDIATE").expect("held");
    let answer = site.send(form(JOBS, Some(FILE), &[])).await;
    check_refused(&answer, 503, "busy", None);
    assert_eq!(answer.header("retry-after"), "5");
    other.execute_batch("COMMIT").expect("given back");
    assert_eq!(site.get("/readyz").await.status, StatusCode::OK);
    assert_eq!(site.send(form(JOBS, Some(FILE), &[])).await.status, StatusCode::CREATED);
    site.app.storage.compact().await.expect("compacted");
    // The page on which the jobs are.
    let page: i64 = other
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'job'", [], |row| row.get(0))
        .expect("a page");
    drop(other);
    let mut bytes = std::fs::read(site.app.folder.database()).expect("read");
    let start = (usize::try_from(page).expect("a page") - 1) * 4096;
    bytes[start..start + 4096].fill(0xff);
    std::fs::write(site.app.folder.database(), bytes).expect("damaged");
    let seen = wordify_web::state::App::check(&site.app.config).await.expect_err("seen");
    assert!(seen.contains("damaged") || seen.contains("malformed"), "{seen}");
    assert_eq!(site.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn an_empty_database_beside_uploads_is_refused_and_they_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = wordify_web::config::Config::new(folder.path().to_owned());
    let data = wordify_web::jobs::folder::Folder::open(&config.data).expect("made");
    let id = wordify_web::jobs::key::JobKey::random().expect("a key").id();
    data.make_job(&id).expect("made");
    let seen = wordify_web::state::App::check(&config).await.expect_err("seen");
    assert!(seen.contains("is empty"), "{seen}");
    let refused = wordify_web::state::App::open(config, "none".into(), Default::default()).await;
    let reason = refused.expect_err("refused").to_string();
    assert!(reason.contains("is empty") && reason.contains("backup"), "{reason}");
    assert!(data.job(&id).exists());
}

#[tokio::test]
async fn a_job_whose_files_cannot_be_deleted_is_remembered_until_they_are_gone() {
    let site = Site::new().await;
    let key = site.waiting_job().await;
    let folder = site.app.folder.job(&key.id());
    // As if the disk refused: a file stands where the folder was.
    std::fs::remove_dir_all(&folder).expect("removed");
    std::fs::write(&folder, "in the way").expect("written");
    let answer = site.delete(&format!("/api/v1/jobs/{key}")).await;
    check_refused(&answer, 500, "internal", None);
    assert!(answer.text().contains("every minute"), "{}", answer.text());
    std::fs::remove_file(&folder).expect("mended");
    std::fs::create_dir(&folder).expect("mended");
    std::fs::write(folder.join("upload"), "a text").expect("mended");
    wordify_web::jobs::queue::sweeper::sweep(&site.app.storage, &site.app.folder, &site.app.config)
        .await
        .expect("swept");
    assert_eq!(site.job_folders(), 0);
    assert_eq!(site.app.storage.deleted_with_files().await.expect("read"), []);
}
