//! What both databases promise: each test runs on either.

use crate::*;

macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod on_one_machine {
            $(#[tokio::test] async fn $name() { super::$name(crate::Place::local()).await; })*
        }
        mod on_several_hosts {
            $(#[tokio::test] async fn $name() {
                if let Some(place) = crate::Place::shared().await { super::$name(place).await; }
            })*
        }
    };
}

on_both! {
    visitors_take_turns_whatever_they_queued_first,
    many_workers_at_once_claim_every_job_once,
    a_job_whose_lease_expired_is_claimed_again_and_its_first_worker_writes_nothing,
    a_job_given_back_for_a_new_version_keeps_its_place_and_its_attempts,
    a_running_job_learns_that_it_is_canceled_and_a_queued_one_ends_at_once,
    bounds_refuse_what_is_too_much,
    a_mail_is_taken_by_one_worker_and_never_sent_twice_after_a_crash_in_doubt,
    a_notice_is_taken_by_one_worker_comes_again_after_a_crash_and_goes_with_its_job,
    what_has_expired_is_deleted_except_what_runs,
    a_lease_given_by_a_clock_that_was_ahead_is_not_believed,
    mails_are_counted_by_recipient_visitor_and_day_before_any_is_sent,
    when_the_last_job_of_a_visitor_has_ended_no_table_names_the_visitor,
    an_upload_is_kept_as_long_as_its_owner_chose_and_never_longer_than_the_result,
    kept_uploads_have_room_of_their_own_which_is_free_again_when_they_are_deleted,
}

async fn visitors_take_turns_whatever_they_queued_first(place: Place) {
    let storage = place.open().await;
    let a1 = queue(&storage, "a", 1).await;
    let a2 = queue(&storage, "a", 2).await;
    let b1 = queue(&storage, "b", 3).await;
    assert_eq!(storage.queue().await.expect("order"), [a1.clone(), b1.clone(), a2.clone()]);
    for expected in [a1, b1, a2] {
        assert_eq!(claim(&storage, "w", 10).await.map(|lease| lease.id), Some(expected));
    }
    assert_eq!(claim(&storage, "w", 10).await, None);
}

async fn many_workers_at_once_claim_every_job_once(place: Place) {
    let storage = place.open().await;
    let mut expected = Vec::new();
    for visitor in 0..60 {
        expected.push(queue(&storage, &format!("v{}", visitor % 7), visitor).await);
    }
    let workers: Vec<_> = (0..6)
        .map(|worker| {
            // A storage of its own each, as another process would have.
            let place = place.clone();
            tokio::spawn(async move {
                let storage = place.open().await;
                let mut claimed = Vec::new();
                while let Some(lease) = claim(&storage, &format!("w{worker}"), 10).await {
                    claimed.push(lease.id);
                }
                claimed
            })
        })
        .collect();
    let mut claimed = Vec::new();
    for worker in workers {
        claimed.extend(worker.await.expect("a worker that ends"));
    }
    claimed.sort();
    expected.sort();
    assert_eq!(claimed, expected);
}

async fn a_job_whose_lease_expired_is_claimed_again_and_its_first_worker_writes_nothing(place: Place) {
    let storage = place.open().await;
    let id = queue(&storage, "a", 1).await;
    let first = claim(&storage, "first", 10).await.expect("claimed");
    assert_eq!(claim(&storage, "second", 10 + LEASE_MS - 1).await, None);
    let second = claim(&storage, "second", 10 + LEASE_MS).await.expect("claimed again");
    assert_eq!((second.id.clone(), second.attempt), (id.clone(), 2));
    assert_eq!(storage.renew(&first, None, LEASE_MS, 50_000).await.expect("asked"), Renewal::Lost);
    assert!(!storage.finish(&first, end(State::Failed), 50_000).await.expect("asked"));
    assert!(!storage.give_back(&first, true).await.expect("asked"));
    assert_eq!(storage.renew(&second, None, LEASE_MS, 50_000).await.expect("asked"), Renewal::Kept);
    assert!(storage.finish(&second, end(State::Succeeded), 50_000).await.expect("finished"));
    assert!(
        !storage.finish(&second, end(State::Failed), 50_001).await.expect("asked"),
        "an end is written once"
    );
    assert_eq!(storage.job(&id).await.expect("read").map(|job| job.state), Some(State::Succeeded));
}

async fn a_job_given_back_for_a_new_version_keeps_its_place_and_its_attempts(place: Place) {
    let storage = place.open().await;
    let first = queue(&storage, "a", 1).await;
    let lease = claim(&storage, "w", 10).await.expect("claimed");
    queue(&storage, "a", 2).await;
    assert!(storage.give_back(&lease, false).await.expect("given back"));
    let again = claim(&storage, "w", 20).await.expect("claimed");
    assert_eq!((again.id, again.attempt), (first, 1));
}

async fn a_running_job_learns_that_it_is_canceled_and_a_queued_one_ends_at_once(place: Place) {
    let storage = place.open().await;
    let running = queue(&storage, "a", 1).await;
    let lease = claim(&storage, "w", 10).await.expect("claimed");
    let queued = queue(&storage, "a", 2).await;
    assert_eq!(storage.cancel(&running, 9, 20).await.expect("asked"), Some(State::Running));
    assert_eq!(storage.renew(&lease, None, LEASE_MS, 20).await.expect("asked"), Renewal::CancelRequested);
    assert_eq!(storage.cancel(&queued, 9, 20).await.expect("asked"), Some(State::Canceled));
    assert_eq!(claim(&storage, "w", 20).await, None);
}

async fn bounds_refuse_what_is_too_much(place: Place) {
    let storage = place.open().await;
    let create = |bounds: Bounds, visitor: &'static str| {
        let storage = storage.clone();
        async move { refused(storage.create(new_job(visitor), bounds, 1).await) }
    };
    assert_eq!(create(Bounds { per_visitor: 1, ..BOUNDS }, "a").await, None);
    assert_eq!(create(Bounds { per_visitor: 1, ..BOUNDS }, "a").await, Some(Refused::TooManyOfVisitor));
    assert_eq!(create(Bounds { per_visitor: 1, ..BOUNDS }, "b").await, None);
    assert_eq!(create(Bounds { uploads_bytes: 29, ..BOUNDS }, "c").await, Some(Refused::NoRoom));
    let job = new_job("d");
    let id = job.key.id();
    storage.create(job, BOUNDS, 1).await.expect("stored");
    queue(&storage, "e", 1).await;
    let full = Bounds { queued: 1, ..BOUNDS };
    let start = async |id: &JobId, bounds| refused(storage.start(id, Start::default(), bounds, 9, 1).await);
    assert_eq!(start(&id, full).await, Some(Refused::QueueFull));
    let unknown = JobKey::random().expect("random").id();
    assert_eq!(start(&unknown, BOUNDS).await, Some(Refused::Unknown));
}

/// Why a change was refused; none where it was made.
fn refused(change: Result<(), NotDone>) -> Option<Refused> {
    match change {
        Ok(()) => None,
        Err(NotDone::Refused(refused)) => Some(refused),
        Err(NotDone::Failed(error)) => panic!("{error}"),
    }
}

async fn a_mail_is_taken_by_one_worker_and_never_sent_twice_after_a_crash_in_doubt(place: Place) {
    let storage = place.open().await;
    for _ in 0..2 {
        queue(&storage, "a", 1).await;
        let lease = claim(&storage, "w", 10).await.expect("claimed");
        let mail =
            NewMail { kind: MailKind::Result, recipient: "x@example.org".into(), detail: String::new() };
        let end = FinalState { mails: vec![mail], ..end(State::Succeeded) };
        assert!(storage.finish(&lease, end, 20).await.expect("finished"));
    }
    let (first, _) = storage.claim_mail("w", 1000, 30).await.expect("asked");
    let first = first.expect("a mail");
    assert!(first.key.is_some(), "the link needs the key");
    let (second, _) = storage.claim_mail("v", 1000, 30).await.expect("asked");
    let second = second.expect("another mail");
    assert_ne!(first.number, second.number);
    assert_eq!(storage.claim_mail("w", 1000, 30).await.expect("asked"), (None, 0));
    // The first worker dies before it hands the message over: sent again. The second in the middle: not.
    assert!(storage.mail_in_doubt("v", second.number).await.expect("noted"));
    let (again, doubtful) = storage.claim_mail("w", 1000, 2000).await.expect("asked");
    assert_eq!((again.map(|mail| mail.number), doubtful), (Some(first.number), 1));
    assert_eq!(storage.mails().await.expect("counted"), 1);
    storage.mail_later(first.number, 5000).await.expect("put back");
    assert_eq!(storage.claim_mail("w", 1000, 4999).await.expect("asked").0, None);
    let retried = storage.claim_mail("w", 1000, 5000).await.expect("asked").0.expect("due again");
    assert_eq!(retried.attempt, 1);
    storage.mail_done(first.number).await.expect("done");
    assert_eq!(storage.mails().await.expect("counted"), 0);
}

async fn a_notice_is_taken_by_one_worker_comes_again_after_a_crash_and_goes_with_its_job(place: Place) {
    let storage = place.open().await;
    let mut ids = Vec::new();
    for now in [1, 2] {
        ids.push(queue(&storage, "a", now).await);
        let lease = claim(&storage, "w", 10).await.expect("claimed");
        let end = FinalState { webhook: Some(WEBHOOK.into()), ..end(State::Failed) };
        assert!(storage.finish(&lease, end, 20 + now).await.expect("finished"));
    }
    let take = async |worker: &str, now: i64| storage.claim_notice(worker, 1000, now).await.expect("asked");
    let first = take("v", 30).await.expect("a notice");
    assert_eq!((&first.job, first.state, first.ended_at), (&ids[0], State::Failed, 21));
    assert_eq!((first.key.id(), first.address.as_str(), first.attempt), (ids[0].clone(), WEBHOOK, 0));
    assert_eq!(take("w", 30).await.map(|notice| notice.job), Some(ids[1].clone()));
    assert_eq!(take("w", 30).await, None);
    // Nothing is heard of either: both come again, and who had one before changes nothing any more.
    let again = take("x", 1030).await.expect("due again");
    storage.notice_done("v", &again.job).await.expect("asked");
    storage.notice_later("v", &again.job, 5000).await.expect("asked");
    assert_eq!(storage.notices().await.expect("counted"), 2);
    storage.notice_later("x", &again.job, 5000).await.expect("put back");
    assert_eq!(take("x", 1031).await.map(|notice| notice.job), Some(ids[1].clone()));
    storage.notice_done("x", &ids[1]).await.expect("done");
    assert_eq!(take("x", 4999).await, None);
    assert_eq!(take("x", 5000).await.map(|notice| notice.attempt), Some(1));
    assert!(storage.delete(&ids[0]).await.expect("deleted"));
    assert_eq!(storage.notices().await.expect("counted"), 0);
}

async fn what_has_expired_is_deleted_except_what_runs(place: Place) {
    let storage = place.open().await;
    let running = queue(&storage, "a", 1).await;
    claim(&storage, "w", 10).await.expect("claimed");
    let queued = queue(&storage, "a", 2).await;
    assert_eq!(storage.delete_expired(999_999).await.expect("asked"), []);
    assert_eq!(storage.delete_expired(1_000_000).await.expect("asked"), [queued]);
    assert!(storage.job(&running).await.expect("read").is_some());
}

async fn a_lease_given_by_a_clock_that_was_ahead_is_not_believed(place: Place) {
    let storage = place.open().await;
    let id = queue(&storage, "a", 1).await;
    let ahead = 6 * 3600 * 1000;
    assert!(claim(&storage, "ahead", ahead).await.is_some());
    let lease = claim(&storage, "right", 10).await.expect("claimed again");
    assert_eq!((lease.id, lease.attempt), (id, 2));
    assert_eq!(claim(&storage, "third", 10 + LEASE_MS - 1).await, None, "a lease of now is");
}

async fn mails_are_counted_by_recipient_visitor_and_day_before_any_is_sent(place: Place) {
    let storage = place.open().await;
    let day = 24 * 3600 * 1000;
    let bounds = |per_recipient, per_visitor, per_day| Bounds {
        mails: MailBounds { per_recipient, per_visitor, per_day },
        ..BOUNDS
    };
    let start = async |visitor: &str, recipient: &str, bounds: Bounds, now: i64| {
        let job = new_job(visitor);
        let id = job.key.id();
        storage.create(job, BOUNDS, now).await.expect("within the bounds");
        let wish = MailWish { address: "someone@example.org".into(), recipient: recipient.into() };
        let start = Start { mail: Some(wish), ..Start::default() };
        match storage.start(&id, start, bounds, i64::MAX, now).await {
            Ok(()) => Ok(()),
            Err(NotDone::Refused(refused)) => Err(refused),
            Err(NotDone::Failed(error)) => panic!("{error}"),
        }
    };
    let refused = Err(Refused::TooManyMails);
    assert_eq!(start("a", "x", bounds(2, 9, 9), 0).await, Ok(()));
    assert_eq!(start("b", "x", bounds(2, 9, 9), 0).await, Ok(()));
    assert_eq!(start("c", "x", bounds(2, 9, 9), 0).await, refused, "too many to x");
    assert_eq!(start("a", "y", bounds(2, 1, 9), 0).await, refused, "too many for a");
    assert_eq!(start("c", "y", bounds(2, 9, 2), 0).await, refused, "too many in all");
    assert_eq!(start("c", "x", bounds(2, 1, 2), day).await, Ok(()), "the next day");
    storage.delete_expired(day).await.expect("swept");
    let days = place.number("SELECT count(DISTINCT day) FROM mailed").await;
    assert_eq!(days, 1, "of the day before nothing is kept");
}

async fn when_the_last_job_of_a_visitor_has_ended_no_table_names_the_visitor(place: Place) {
    let storage = place.open().await;
    for state in [State::Succeeded, State::Failed] {
        queue(&storage, "codedaddress", 1).await;
        let lease = claim(&storage, "w", 10).await.expect("claimed");
        assert!(storage.finish(&lease, end(state), 20).await.expect("stored"));
    }
    let waiting = queue(&storage, "codedaddress", 1).await;
    claim(&storage, "w", 10).await.expect("claimed");
    assert!(storage.delete(&waiting).await.expect("deleted"));
    for table in ["job", "turn", "stream", "reservation"] {
        let sql = format!("SELECT count(*) FROM {table} WHERE visitor = 'codedaddress'");
        assert_eq!(place.number(&sql).await, 0, "{table}");
    }
}

/// A job that succeeded, whose upload its owner wanted kept for `keep_ms`.
async fn kept(storage: &Storage, folder: &Path, keep_ms: Option<i64>, parts: &[&str]) -> JobId {
    let job = new_job("a");
    let id = job.key.id();
    storage.create(job, BOUNDS, 0).await.expect("within the bounds");
    let start = Start { keep_ms, ..Start::default() };
    storage.start(&id, start, BOUNDS, 1_000_000, 0).await.expect("queued");
    let lease = claim(storage, "w", 0).await.expect("claimed");
    let part = |name: &&str| {
        std::fs::write(folder.join(name), b"sealed").expect("written");
        ((*name).to_owned(), folder.join(name))
    };
    let end = FinalState { parts: parts.iter().map(part).collect(), ..end(State::Succeeded) };
    assert!(storage.finish(&lease, end, 100).await.expect("stored"));
    id
}

async fn an_upload_is_kept_as_long_as_its_owner_chose_and_never_longer_than_the_result(place: Place) {
    let storage = place.open().await;
    let hour = kept(&storage, place.folder(), Some(3600), &["summary", "upload"]).await;
    let long = kept(&storage, place.folder(), Some(i64::MAX / 4), &["summary", "upload"]).await;
    let none = kept(&storage, place.folder(), None, &["summary"]).await;
    let until = async |id: &JobId| storage.job(id).await.expect("read").expect("there").upload_until;
    assert_eq!(
        (until(&hour).await, until(&long).await, until(&none).await),
        (Some(3700), Some(2_000_000), None)
    );
    let has = async |id: &JobId, name: &str| storage.part(id, name).await.expect("read").is_some();
    storage.delete_expired(3699).await.expect("swept");
    assert!(has(&hour, "upload").await);
    storage.delete_expired(3700).await.expect("swept");
    assert!(!has(&hour, "upload").await && has(&hour, "summary").await && has(&long, "upload").await);
    assert_eq!(until(&hour).await, None);
    assert!(storage.forget_upload(&long).await.expect("deleted"));
    assert!(!has(&long, "upload").await && has(&long, "summary").await);
    assert!(!storage.forget_upload(&long).await.expect("nothing left"));
}

async fn kept_uploads_have_room_of_their_own_which_is_free_again_when_they_are_deleted(place: Place) {
    let storage = place.open().await;
    let first = kept(&storage, place.folder(), Some(3600), &["upload"]).await;
    let bounds = Bounds { kept_bytes: 19, ..BOUNDS };
    let start = async |keep_ms: Option<i64>| {
        let job = new_job("b");
        let id = job.key.id();
        storage.create(job, BOUNDS, 0).await.expect("within the bounds");
        let start = Start { keep_ms, ..Start::default() };
        refused(storage.start(&id, start, bounds, 1_000_000, 0).await)
    };
    assert_eq!(start(Some(9)).await, Some(Refused::NoRoomToKeep));
    assert_eq!(start(None).await, None);
    assert!(storage.forget_upload(&first).await.expect("deleted"));
    assert_eq!(start(Some(9)).await, None);
}
