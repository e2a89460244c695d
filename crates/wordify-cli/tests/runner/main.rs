//! The runner with real analysts: how jobs end, how they go on, and what is left of them.
#![cfg(unix)]

mod site;

use std::fs;
use std::path::Path;
use std::time::Duration;

use site::{LOG, Line, PROGRAM, Site, TIME_MAX, WEBHOOK, drain, example, holds, processes_of, start};
use tokio::time::{sleep, timeout};
use wordify_web::jobs::job::{FailureClass, Job, State, now_ms};
use wordify_web::jobs::key::{JobId, JobKey};
use wordify_web::jobs::queue::{LEASE_MS, sweeper};
use wordify_web::jobs::record::MailKind;

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_run_and_of_its_upload_nothing_is_left() {
    let site = Site::new().await;
    let key = site.queue(60).await;
    let runner = start(&site.app);
    let job = site.ended(&key.id()).await;
    drain(&site.app, runner).await;
    assert_eq!((job.state, job.attempt, job.failure), (State::Succeeded, 1, None));
    assert_eq!((job.key, job.file_name, job.email, job.webhook, job.choices), (None, None, None, None, None));
    assert!(holds(&site.result(&key, "result.csv").await, "free"));
    assert!(!site.app.folder.job(&key.id()).exists());
    let mails = site.mails().await;
    let of_mail: Vec<_> = mails.iter().map(|due| (due.mail.kind, due.mail.recipient.as_str())).collect();
    assert_eq!(of_mail, [(MailKind::Result, "someone@example.org")]);
    // The notice has the key, as the mail had, until its webhook is notified.
    let notice = site.app.storage.claim_notice("w", 1000, now_ms()).await.expect("asked").expect("a notice");
    assert_eq!((&notice.key, notice.state, notice.address.as_str()), (&key, State::Succeeded, WEBHOOK));
    site.app.storage.notice_done("w", &notice.job).await.expect("notified");
    site.app.storage.compact().await.expect("compacted");
    let bytes = site.bytes();
    for words in ["American", "secret-name", "someone@example.org", WEBHOOK, &key.to_string()] {
        assert!(!holds(&bytes, words), "{words}");
    }
    let counters = site.app.storage.counters().await.expect("read");
    let count = |name: &str, labels: &str| {
        counters.iter().find(|counter| counter.0 == name && counter.1 == labels).map(|counter| counter.2)
    };
    assert_eq!(count("wordify_jobs_ended_total", "state=\"succeeded\""), Some(1.0));
    assert!(count("wordify_stage_seconds_total", "stage=\"reading\"").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_visitor_can_mend_fails_at_once_with_an_apology_and_no_report() {
    let site = Site::new().await;
    let id = site.queue_upload(b"a,b\n1,2\n", 12).await.id();
    let runner = start(&site.app);
    let job = site.ended(&id).await;
    drain(&site.app, runner).await;
    assert_eq!((job.state, job.attempt), (State::Failed, 1));
    assert_eq!(job.failure.map(|failure| failure.class), Some(FailureClass::Input));
    let mails = site.mails().await;
    assert_eq!(mails.iter().map(|due| due.mail.kind).collect::<Vec<_>>(), [MailKind::Apology]);
    assert!(!mails[0].mail.detail.contains("column"), "{}", mails[0].mail.detail);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_needs_too_much_memory_fails_and_the_next_job_is_run() {
    let site = Site::with(Path::new(PROGRAM), |config| config.jobs.memory_bytes = 40 << 20).await;
    let sample = fs::read_to_string(example()).expect("the example");
    let (header, rows) = sample.split_once('\n').expect("a header");
    let monster = site.queue_upload(format!("{header}\n{}", rows.repeat(20)).as_bytes(), 12).await;
    let small =
        site.queue_upload(b"text,label\ngood wine,a\nbad beer,b\ngood wine,a\nbad beer,b\n", 12).await.id();
    let runner = start(&site.app);
    let job = site.ended(&monster.id()).await;
    assert_eq!((job.state, job.attempt), (State::Failed, 1));
    let failure = site.failure(&monster).await;
    assert_eq!(failure.class, FailureClass::Limit);
    assert!(failure.message.contains("more memory than the 40 MB"), "{}", failure.message);
    assert!(site.ended(&small).await.state.is_final());
    drain(&site.app, runner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canceled_job_ends_within_half_a_second_and_its_analyst_is_gone() {
    let site = Site::new().await;
    let id = site.queue(100_000).await.id();
    let runner = start(&site.app);
    site.fitting(&id).await;
    site.app.storage.cancel(&id, now_ms() + 1000, now_ms()).await.expect("asked");
    let since = std::time::Instant::now();
    let job = site.ended(&id).await;
    assert_eq!(job.state, State::Canceled);
    assert!(since.elapsed() < Duration::from_secs(2), "{:?}", since.elapsed());
    drain(&site.app, runner).await;
    assert!(!site.app.folder.job(&id).exists());
    assert!(site.mails().await.is_empty());
    assert_eq!(site.app.storage.notices().await.expect("counted"), 0, "who cancels knows of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_deleted_while_it_runs_leaves_nothing() {
    let site = Site::new().await;
    let id = site.queue(100_000).await.id();
    let runner = start(&site.app);
    site.fitting(&id).await;
    assert!(site.app.storage.delete(&id).await.expect("deleted"));
    let folder = site.app.folder.job(&id);
    timeout(TIME_MAX, async {
        while folder.exists() {
            sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .expect("in time");
    drain(&site.app, runner).await;
    assert_eq!(site.app.storage.job(&id).await.expect("read"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drained_runner_gives_its_job_back_and_the_next_one_goes_on_from_there() {
    let site = Site::new().await;
    let whole = site.queue(3000).await;
    let runner = start(&site.app);
    site.ended(&whole.id()).await;
    let key = site.queue(3000).await;
    let before = site.fitting(&key.id()).await.progress.expect("running").done;
    drain(&site.app, runner).await;
    let job = site.job(&key.id()).await;
    assert_eq!((job.state, job.attempt), (State::Queued, 0));
    assert!(site.app.folder.checkpoint(&key.id()).exists());
    let next = site.again(Path::new(PROGRAM)).await;
    let runner = start(&next);
    let is_fitting = |job: &Job| job.progress.as_ref().is_some_and(|p| p.stage == "fitting");
    let id = key.id();
    let first = site.until(&id, |job| job.state.is_final() || job.attempt == 1 && is_fitting(job)).await;
    assert!(first.state.is_final() || first.progress.expect("running").done >= before);
    assert_eq!(site.ended(&key.id()).await.state, State::Succeeded);
    drain(&next, runner).await;
    for part in ["result.json", "result.xlsx", "terms-1"] {
        assert!(site.result(&key, part).await == site.result(&whole, part).await, "{part}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_whose_analyst_is_killed_is_done_again() {
    let site = Site::new().await;
    // Its command line names the test's own copy, so that no other analyst is killed.
    let own = site.folder.path().join("wordify");
    fs::hard_link(PROGRAM, &own).or_else(|_| fs::copy(PROGRAM, &own).map(|_| ())).expect("a program");
    let app = site.again(&own).await;
    let id = site.queue(4000).await.id();
    let runner = start(&app);
    site.fitting(&id).await;
    let analysts = processes_of(&own);
    assert_eq!(analysts.len(), 1);
    let killed =
        std::process::Command::new("/bin/sh").args(["-c", &format!("kill -9 {}", analysts[0])]).status();
    assert!(killed.expect("killed").success());
    let job = site.ended(&id).await;
    assert_eq!((job.state, job.attempt), (State::Succeeded, 2));
    drain(&app, runner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_falls_every_time_is_given_up_and_reported_with_its_reference_number() {
    let site = Site::new().await;
    let script = site.script("read line; echo 'American people' >&2; kill -SEGV $$");
    let app = site.again(&script).await;
    let key = site.queue(12).await;
    let id = key.id();
    let runner = start(&app);
    let job = site.ended(&id).await;
    drain(&app, runner).await;
    assert_eq!((job.state, job.attempt), (State::Failed, 3));
    let failure = site.failure(&key).await;
    assert_eq!(failure.class, FailureClass::Internal);
    assert!(failure.remedy.expect("a remedy").contains(id.as_str()));
    assert!(!site.app.folder.job(&id).exists());
    let mails = site.mails().await;
    let mut kinds: Vec<_> =
        mails.iter().map(|due| (due.mail.kind.name(), due.mail.recipient.as_str())).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, [("apology", "someone@example.org"), ("report", "admin@example.org")]);
    let report = mails.iter().find(|due| due.mail.kind == MailKind::Report).expect("a report");
    assert!(report.mail.detail.contains("signal 11") && report.key.is_none());
    assert!(!report.mail.detail.contains("American") && !report.mail.detail.contains("secret-name"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_takes_too_long_fails_and_is_not_tried_again() {
    let site = Site::with(Path::new(PROGRAM), |config| config.jobs.timeout = Duration::from_secs(1)).await;
    let script = site.script("exec sleep 600");
    let app = site.again(&script).await;
    let key = site.queue(12).await;
    let runner = start(&app);
    let job = site.ended(&key.id()).await;
    drain(&app, runner).await;
    assert_eq!((job.state, job.attempt), (State::Failed, 1));
    assert!(site.failure(&key).await.message.contains("took longer"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_whose_runner_vanished_is_taken_over_and_the_attempt_is_no_crash() {
    let site = Site::with(Path::new(PROGRAM), |config| config.jobs.attempts_max = 1).await;
    let id = site.queue(24).await.id();
    let past = now_ms() - LEASE_MS - 1;
    let (_, lost) = site.app.storage.claim("vanished", LEASE_MS, past).await.expect("read").expect("claimed");
    let runner = start(&site.app);
    let job = site.ended(&id).await;
    drain(&site.app, runner).await;
    assert_eq!((job.state, job.attempt), (State::Succeeded, 2));
    assert_eq!(lost.attempt, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runner_that_lost_its_lease_stops_its_analyst_and_writes_nothing() {
    let site = Site::with(Path::new(PROGRAM), |config| config.jobs.at_once = 1).await;
    let key = site.queue(100_000).await;
    let runner = start(&site.app);
    site.fitting(&key.id()).await;
    // As if this runner had slept through its lease, and another had come.
    let later = now_ms() + 10 * LEASE_MS;
    let (_, lease) = site.app.storage.claim("other", LEASE_MS, later).await.expect("read").expect("claimed");
    drain(&site.app, runner).await;
    let job = site.job(&key.id()).await;
    assert_eq!((job.state, job.attempt, lease.attempt), (State::Running, 2, 2));
    assert!(site.app.folder.upload(&key.id()).exists(), "the other one needs it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_that_cannot_be_stored_at_first_is_stored_later() {
    tracing_subscriber::fmt().with_ansi(false).with_writer(|| Line).init();
    let site = Site::new().await;
    let key = site.queue(24).await;
    let runner = start(&site.app);
    site.until(&key.id(), |job| job.state == State::Running).await;
    // The database refuses the parts of results, for a while.
    let database = rusqlite::Connection::open(site.app.folder.database()).expect("the database");
    database.busy_timeout(TIME_MAX).expect("set");
    database
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE INSERT ON part BEGIN SELECT RAISE(ABORT, 'no room'); END",
        )
        .expect("a trigger");
    let refusal = format!("the end of a job could not be stored job={}", key.id());
    timeout(TIME_MAX, async {
        while !holds(&LOG.lock().expect("no panic"), &refusal) {
            sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("in time");
    assert_eq!(site.job(&key.id()).await.state, State::Running);
    database.execute_batch("DROP TRIGGER refuse").expect("dropped");
    assert_eq!(site.ended(&key.id()).await.state, State::Succeeded);
    drain(&site.app, runner).await;
    assert!(!site.result(&key, "summary").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_are_run_two_at_a_time_and_all_of_them_once() {
    let site = Site::new().await;
    let mut keys = Vec::new();
    for number in 0..12 {
        let rows: String =
            (0..40).map(|row| format!("word{number} common{} row{row},{}\n", row % 5, row % 2)).collect();
        keys.push(site.queue_upload(format!("text,label\n{rows}").as_bytes(), 12).await);
    }
    let other = site.again(Path::new(PROGRAM)).await;
    let runners = [start(&site.app), start(&other)];
    for (number, key) in keys.iter().enumerate() {
        let job = site.ended(&key.id()).await;
        assert_eq!((job.state, job.attempt), (State::Succeeded, 1));
        let summary: wordify_web::jobs::view::Summary =
            serde_json::from_slice(&site.result(key, "summary").await).expect("a summary");
        let terms: wordify_web::jobs::view::Terms =
            serde_json::from_slice(&site.result(key, "terms-0").await).expect("terms");
        assert_eq!(summary.documents, 40);
        let own = format!("word{number}");
        assert!(
            !terms.rows.is_empty()
                && terms.rows.iter().all(|row| !row.term.starts_with("word") || row.term.starts_with(&own))
        );
    }
    other.drain.cancel();
    for (app, runner) in [&site.app, &other].into_iter().zip(runners) {
        drain(app, runner).await;
    }
    assert_eq!(site.mails().await.len(), 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sweeper_deletes_what_has_expired_and_what_nobody_needs() {
    let site = Site::new().await;
    let kept = site.queue(12).await.id();
    let left = JobKey::random().expect("random").id();
    let fresh = JobKey::random().expect("random").id();
    for id in [&left, &fresh] {
        site.app.folder.make_job(id).expect("made");
    }
    let old = std::time::SystemTime::now() - Duration::from_secs(2 * 24 * 3600);
    let folder = fs::File::open(site.app.folder.job(&left)).expect("a folder");
    folder.set_times(fs::FileTimes::new().set_modified(old)).expect("made old");
    let ended = site.queue(12).await.id();
    site.app.storage.cancel(&ended, now_ms() + 1_000_000, now_ms()).await.expect("canceled");
    let expired = site.queue(12).await.id();
    site.app.storage.cancel(&expired, now_ms() - 1, now_ms()).await.expect("canceled");
    let app = &site.app;
    sweeper::sweep(&app.storage, &app.folder, &app.config).await.expect("swept");
    let exists = |id: &JobId| site.app.folder.job(id).exists();
    assert_eq!((exists(&kept), exists(&fresh)), (true, true));
    assert_eq!((exists(&left), exists(&ended), exists(&expired)), (false, false, false));
    assert_eq!(site.app.storage.job(&expired).await.expect("read"), None);
    assert_eq!(site.job(&ended).await.state, State::Canceled);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_no_analyst_can_be_started_for_waits_and_the_attempt_does_not_count() {
    let site = Site::with(Path::new(PROGRAM), |config| config.jobs.attempts_max = 1).await;
    let program = site.folder.path().join("comes-later");
    let app = site.again(&program).await;
    let id = site.queue(12).await.id();
    let runner = start(&app);
    let job = site.until(&id, |job| job.started_at.is_some() && job.state == State::Queued).await;
    assert_eq!(job.attempt, 0);
    fs::hard_link(PROGRAM, &program).or_else(|_| fs::copy(PROGRAM, &program).map(|_| ())).expect("a program");
    let job = site.ended(&id).await;
    drain(&app, runner).await;
    assert_eq!((job.state, job.attempt), (State::Succeeded, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_job_makes_room_for_another_visitor_and_goes_on_afterwards() {
    let site = Site::with(Path::new(PROGRAM), |config| {
        config.jobs.at_once = 1;
        config.jobs.turn = Duration::ZERO;
    })
    .await;
    let long = site.queue(100_000).await.id();
    let runner = start(&site.app);
    let before = site.fitting(&long).await.progress.expect("running").done;
    let small = b"text,label\ngood wine,a\nbad beer,b\ngood wine tonight,a\nbad beer again,b\n";
    let short = site.queue_of("another visitor", small, 12).await.id();
    assert!(site.ended(&short).await.state.is_final());
    let is_fitting =
        |job: &Job| job.state == State::Running && job.progress.as_ref().is_some_and(|p| p.done > before);
    let job = site.until(&long, is_fitting).await;
    assert_eq!(job.attempt, 1, "to make room is no attempt");
    drain(&site.app, runner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_failed_job_no_column_label_or_name_can_be_read_without_its_link() {
    let site = Site::new().await;
    let key = site.queue_upload(b"colmark,labmark\ntextmark,b\n", 12).await;
    let runner = start(&site.app);
    let job = site.ended(&key.id()).await;
    drain(&site.app, runner).await;
    assert_eq!(job.state, State::Failed);
    assert!(site.failure(&key).await.message.contains("column"), "who has the link reads why");
    site.mails().await;
    let notice = site.app.storage.claim_notice("w", 1000, now_ms()).await.expect("asked").expect("a notice");
    assert_eq!((&notice.key, notice.state), (&key, State::Failed));
    site.app.storage.notice_done("w", &notice.job).await.expect("notified");
    site.app.storage.compact().await.expect("compacted");
    let bytes = site.bytes();
    for words in ["colmark", "labmark", "textmark", "secret-name", "someone@example.org", &key.to_string()] {
        assert!(!holds(&bytes, words), "{words}");
    }
}
