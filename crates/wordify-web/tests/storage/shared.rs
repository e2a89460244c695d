//! What only the database of several hosts promises: about its server, its clock, and what can be read in it.

use crate::*;

async fn sql(place: &Place, statement: &str) {
    let url = &place.shared.as_ref().expect("several hosts").url;
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("connected");
    tokio::spawn(connection);
    client.batch_execute(statement).await.expect("done");
}

/// Every value of every table, as a dump would have it.
async fn dump(place: &Place) -> String {
    let url = &place.shared.as_ref().expect("several hosts").url;
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("connected");
    tokio::spawn(connection);
    let mut text = String::new();
    let tables = client
        .query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'", &[])
        .await
        .expect("listed");
    for table in tables {
        let table: String = table.get(0);
        let rows = client.query(&format!("SELECT t::text FROM {table} t"), &[]).await.expect("read");
        for row in rows {
            text.push_str(&row.get::<_, String>(0));
            text.push('\n');
        }
    }
    text
}

#[tokio::test]
async fn hosts_that_start_at_once_make_the_tables_of_a_new_database_together() {
    let Some(place) = Place::shared().await else { return };
    let hosts: Vec<_> = (0..8)
        .map(|_| {
            let place = place.clone();
            tokio::spawn(async move { place.open().await })
        })
        .collect();
    for host in hosts {
        host.await.expect("opened");
    }
    assert_eq!(place.number("SELECT count(*) FROM site").await, 2);
}

#[tokio::test]
async fn a_dump_of_the_database_tells_no_text_address_or_key() {
    let Some(place) = Place::shared().await else { return };
    let storage = place.open().await;
    let id = queue(&storage, "a", 1).await;
    let job = storage.job(&id).await.expect("read").expect("there");
    let key = job.key.expect("it has not ended").to_string();
    assert_eq!(job.email.as_deref(), Some("someone@example.org"));
    let all = dump(&place).await;
    assert!(all.contains(id.as_str()), "the test looks in the right place");
    for secret in ["a-secret-file-name", "a-secret-column", "someone@example.org", WEBHOOK, &key] {
        assert!(!all.contains(secret), "{secret} can be read");
    }
    let lease = claim(&storage, "w", 10).await.expect("claimed");
    let mail = NewMail { kind: MailKind::Result, recipient: "x@example.org".into(), detail: String::new() };
    let end = FinalState { mails: vec![mail], webhook: Some(WEBHOOK.into()), ..end(State::Failed) };
    assert!(storage.finish(&lease, end, 20).await.expect("finished"));
    let all = dump(&place).await;
    for secret in ["x@example.org", WEBHOOK, &key] {
        assert!(!all.contains(secret), "{secret} can be read");
    }
    let (mail, _) = storage.claim_mail("w", 1000, 30).await.expect("asked");
    let notice = storage.claim_notice("w", 1000, 30).await.expect("asked").expect("a notice");
    let mail = mail.expect("a mail");
    assert_eq!((mail.mail.recipient.as_str(), notice.address.as_str()), ("x@example.org", WEBHOOK));
    assert_eq!((mail.key.map(|key| key.to_string()), notice.key.to_string()), (Some(key.clone()), key));
}

#[tokio::test]
async fn a_host_with_another_key_and_a_program_that_is_too_old_are_refused_at_once() {
    let Some(place) = Place::shared().await else { return };
    let storage = place.open().await;
    let settings = place.shared.clone().expect("several hosts");
    let other = SharedStorage { key: KEY.replace("AAEC", "BAEC"), ..settings.clone() };
    let error = Storage::open_shared(&other).await.expect_err("another key");
    assert!(error.to_string().contains("storage_key_file"), "{error}");
    assert_eq!(error.trouble(), Trouble::Broken);
    storage.check_writable().await.expect("it is ready");
    sql(&place, "UPDATE site SET value = '99' WHERE name = 'version'").await;
    let error = Storage::open_shared(&settings).await.expect_err("too old");
    assert!(error.to_string().contains("version 99"), "{error}");
    // One that runs is not ready any more.
    let error = storage.check_writable().await.expect_err("too old");
    assert!(error.to_string().contains("version 99"), "{error}");
}

#[tokio::test]
async fn what_stands_against_a_database_is_reported_with_what_to_do() {
    let Some(place) = Place::shared().await else { return };
    let settings = place.shared.clone().expect("several hosts");
    let refusal = async |settings: &SharedStorage| {
        Storage::open_shared(settings).await.expect_err("refused").to_string()
    };
    sql(
        &place,
        "DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    )
    .await;
    let guest = SharedStorage { url: settings.url.replace("wordify@", "guest@"), ..settings.clone() };
    let error = refusal(&guest).await;
    assert!(error.contains("owner of the database"), "{error}");
    let absent = SharedStorage { url: format!("{}_absent", settings.url), ..settings.clone() };
    let error = Storage::open_shared(&absent).await.expect_err("no such database");
    assert!(error.to_string().contains("does not exist") && error.trouble() == Trouble::Broken, "{error}");
    let latin =
        settings.url.rsplit_once('/').map(|(server, _)| format!("{server}/latin")).expect("an address");
    sql(&place, "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        .await;
    let error = refusal(&SharedStorage { url: latin, ..settings.clone() }).await;
    assert!(error.contains("LATIN1") && error.contains("UTF8"), "{error}");
    let nowhere = SharedStorage { url: "postgres://wordify@127.0.0.1:1/wordify".to_owned(), ..settings };
    let error = Storage::open_shared(&nowhere).await.expect_err("nobody is there");
    assert_eq!(error.trouble(), Trouble::Passing, "{error}");
}

#[tokio::test]
async fn a_storage_goes_on_by_itself_when_its_connections_were_cut() {
    let Some(place) = Place::shared().await else { return };
    let storage = place.open().await;
    let id = queue(&storage, "a", 1).await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()";
    sql(&place, cut).await;
    // One that was cut may be noticed only when it is used.
    let mut looked = storage.job(&id).await;
    if let Err(error) = &looked {
        assert_eq!(error.trouble(), Trouble::Passing, "{error}");
        looked = storage.job(&id).await;
    }
    assert!(looked.expect("another connection").is_some());
}

#[tokio::test]
async fn whoever_waits_for_work_hears_of_it_at_once() {
    let Some(place) = Place::shared().await else { return };
    let (one, other) = (place.open().await, place.open().await);
    // Listening begins with the first wait, which ends when that works.
    other.wait_for_work().await;
    let begun = std::time::Instant::now();
    let waiting = tokio::spawn(async move {
        other.wait_for_work().await;
        claim(&other, "w", 2).await
    });
    let id = queue(&one, "a", 1).await;
    assert_eq!(waiting.await.expect("it ends").map(|lease| lease.id), Some(id));
    assert!(begun.elapsed() < std::time::Duration::from_millis(900), "it was notified, and did not look");
}

#[tokio::test]
async fn the_fair_order_is_the_same_in_one_statement() {
    let Some(place) = Place::shared().await else { return };
    let storage = place.open().await;
    for number in 0..24_i64 {
        queue(&storage, ["a", "b", "c", "d"][(number * number % 7 % 4) as usize], number / 3).await;
    }
    for number in 0..24 {
        let expected = storage.queue().await.expect("order").into_iter().next();
        let lease = claim(&storage, "w", 100 + number).await.expect("claimed");
        assert_eq!(Some(&lease.id), expected.as_ref());
        if number % 3 == 0 {
            assert!(storage.finish(&lease, end(State::Succeeded), 200 + number).await.expect("finished"));
        }
    }
}

#[tokio::test]
async fn the_time_that_counts_is_that_of_the_database() {
    let Some(place) = Place::shared().await else { return };
    let storage = place.open().await;
    let shown = place.number("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint").await;
    assert!((storage.now_ms() - shown).abs() < 2_000);
}

#[tokio::test]
async fn a_connection_by_tls_is_made_to_a_server_that_is_trusted_and_has_the_name_only() {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let (certificate, key) = (certified.cert.pem(), certified.signing_key.serialize_pem());
    let port =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound").port();
    // Relative to the folder of the data.
    let options = format!(
        "-c fsync=off -c listen_addresses=127.0.0.1 -p {port} -c ssl=on -c ssl_cert_file=../tls.pem -c ssl_key_file=../tls.key"
    );
    let server = postgres::Server::start_prepared(&options, |path| {
        use std::os::unix::fs::PermissionsExt;
        std::fs::write(path.join("tls.pem"), &certificate).expect("written");
        std::fs::write(path.join("tls.key"), &key).expect("written");
        std::fs::set_permissions(path.join("tls.key"), std::fs::Permissions::from_mode(0o600)).expect("ours");
    });
    let Some(_server) = server else { return };
    let settings = |host: &str, ca: Option<&String>| SharedStorage {
        url: format!("postgres://wordify@{host}:{port}/postgres?sslmode=require"),
        password: None,
        key: KEY.to_owned(),
        ca: ca.cloned(),
    };
    let trusted = Storage::open_shared(&settings("localhost", Some(&certificate))).await.expect("encrypted");
    trusted.check_writable().await.expect("it works");
    for (host, ca) in [("localhost", None), ("127.0.0.1", Some(&certificate))] {
        let error = Storage::open_shared(&settings(host, ca)).await.expect_err("not trusted");
        assert!(error.to_string().contains("certificate"), "{host}: {error}");
    }
}

/// Queues a job; none where the database could not be asked, or nobody knows whether it did.
async fn try_to_queue(storage: &Storage, number: usize) -> Option<JobId> {
    let job = new_job(&format!("v{}", number % 7));
    let id = job.key.id();
    let now = storage.now_ms();
    let far = now + 1_000_000_000;
    storage.create(NewJob { expires_at: far, ..job }, BOUNDS, now).await.ok()?;
    storage.start(&id, Start::default(), BOUNDS, far, now).await.ok()?;
    Some(id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standby_that_takes_over_has_lost_nothing_and_no_job_ends_twice() {
    const JOBS: usize = 300;
    let Some(primary) = postgres::Server::start("") else { return };
    let standby = postgres::Server::standby_of(&primary);
    primary.psql("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
    primary.psql("postgres", "SELECT pg_reload_conf()");
    while primary.psql("postgres", "SELECT sync_state FROM pg_stat_replication") != "sync" {}
    let url = format!("postgres://wordify@{},{}/postgres", primary.host(), standby.host());
    let settings = SharedStorage { url, password: None, key: KEY.to_owned(), ca: None };
    let storage = Storage::open_shared(&settings).await.expect("a database");
    let (ended, stop) = (Arc::new(AtomicUsize::new(0)), tokio_util::sync::CancellationToken::new());
    let workers: Vec<_> = (0..3)
        .map(|worker| {
            let (settings, ended, stop) = (settings.clone(), Arc::clone(&ended), stop.clone());
            tokio::spawn(async move {
                let storage = Storage::open_shared(&settings).await.expect("a host of its own");
                let mut own = Vec::new();
                while !stop.is_cancelled() {
                    let now = storage.now_ms();
                    let Ok(Some((_, lease))) = storage.claim(&format!("w{worker}"), 2_000, now).await else {
                        storage.wait_for_work().await;
                        continue;
                    };
                    let end = FinalState { expires_at: now + 1_000_000_000, ..end(State::Succeeded) };
                    if storage.finish(&lease, end, storage.now_ms()).await.unwrap_or_default() {
                        own.push(lease.id);
                        ended.fetch_add(1, Ordering::Relaxed);
                    }
                }
                own
            })
        })
        .collect();
    let mut queued = Vec::new();
    let (mut number, mut lost_at, mut away) = (0, None, std::time::Duration::ZERO);
    while queued.len() < JOBS {
        number += 1;
        match try_to_queue(&storage, number).await {
            Some(id) => {
                let since = lost_at.take();
                away = since.map_or(away, |since: std::time::Instant| since.elapsed());
                queued.push(id);
            }
            None => assert!(queued.len() >= JOBS / 3, "nothing has happened to it yet"),
        }
        if queued.len() == JOBS / 3 && lost_at.is_none() {
            primary.kill();
            lost_at = Some(std::time::Instant::now());
            standby.psql("postgres", "SELECT pg_promote()");
        }
    }
    // What a worker had when the database went away, another takes when its lease is over.
    let is_open =
        |(state, jobs): &(State, usize)| matches!(state, State::Queued | State::Running) && *jobs > 0;
    while storage.counts().await.map_or(true, |counts| counts.iter().any(is_open)) {
        storage.wait_for_work().await;
    }
    stop.cancel();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.expect("it ends"));
    }
    let known: std::collections::HashSet<_> = all.iter().cloned().collect();
    assert_eq!(known.len(), all.len(), "an end is written once");
    for id in &queued {
        let job = storage.job(id).await.expect("read").expect("nothing that was acknowledged is lost");
        assert_eq!(job.state, State::Succeeded);
    }
    eprintln!("changes again after {} ms, {} of {number} acknowledged", away.as_millis(), queued.len());
}
