//! The outbox against a real mail server, aiosmtpd.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use wordify_web::config::{Config, Mail, MailSecurity};
use wordify_web::jobs::job::State;
use wordify_web::jobs::key::JobKey;
use wordify_web::jobs::record::{Bounds, FinalState, MailBounds, MailKind, NewJob, NewMail, Start};
use wordify_web::jobs::seal::seal;
use wordify_web::mail::connection;
use wordify_web::mail::outbox::Outbox;
use wordify_web::state::App;

const BOUNDS: Bounds = Bounds {
    per_visitor: 9,
    queued: 9,
    uploads_bytes: 1 << 30,
    kept_bytes: 1 << 30,
    mails: MailBounds { per_recipient: 100, per_visitor: 100, per_day: 100 },
};
const HOUR_MS: i64 = 3_600_000;

/// A mail server; it ends with its standard input, so with this.
struct Server {
    child: Child,
    lines: BufReader<ChildStdout>,
    port: u16,
}

impl Server {
    /// None, with a message, where there is no Python with aiosmtpd.
    fn start(arguments: &[&str]) -> Option<Self> {
        let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/mail-venv/bin/python");
        let candidates = [venv, PathBuf::from("python3")];
        let has_server = |python: &&PathBuf| {
            let check = Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
            check.is_ok_and(|status| status.success())
        };
        let Some(python) = candidates.iter().find(has_server) else {
            assert!(
                std::env::var_os("TESTS_REQUIRE_ALL").is_none(),
                "no Python with aiosmtpd; “cargo xtask test” makes one"
            );
            eprintln!("skipped: no Python with aiosmtpd; “cargo xtask test” makes one");
            return None;
        };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/server.py");
        let mut child = Command::new(python)
            .arg(script)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a server");
        let lines = BufReader::new(child.stdout.take().expect("its output"));
        let mut server = Self { child, lines, port: 0 };
        server.port =
            server.event()["port"].as_u64().and_then(|port| u16::try_from(port).ok()).expect("a port");
        Some(server)
    }

    /// The next thing that it says.
    fn event(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("a line");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// What else it got, once it has ended.
    fn rest(mut self) -> Vec<String> {
        drop(self.child.stdin.take());
        self.lines.by_ref().lines().map(|line| line.expect("a line")).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn settings(port: u16) -> Mail {
    Mail {
        host: "localhost".into(),
        port,
        security: MailSecurity::None,
        login: None,
        ca: None,
        from: "Wordify <wordify@example.org>".into(),
        administrators: vec!["admin@example.org".into()],
        attachment_bytes_max: 1 << 20,
    }
}

struct Site {
    app: App,
    mail: Mail,
    key: JobKey,
    folder: TempDir,
}

/// A site with one job that has ended with a result, and the given mails in its outbox.
async fn site(mail: Mail, kinds: &[MailKind]) -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config::new(folder.path().join("data"));
    config.public_url = Some("https://wordify.example".into());
    config.mail = Some(mail.clone());
    let app = App::open(config, "none".into(), CancellationToken::new()).await.expect("a site");
    let key = JobKey::random().expect("random");
    let job = NewJob {
        key: key.clone(),
        visitor: "v".into(),
        file_name: Some("wine.csv".into()),
        file_bytes: 1,
        site: "https://wordify.example".into(),
        expires_at: i64::MAX,
    };
    app.storage.create(job, BOUNDS, 0).await.expect("created");
    let started = app.storage.start(&key.id(), Start::default(), BOUNDS, i64::MAX, 0).await;
    started.expect("started");
    let (_, lease) = app.storage.claim("w", HOUR_MS, 0).await.expect("claimed").expect("a job");
    let summary = include_str!("summary.json");
    // What travels is the workbook without texts.
    let workbooks =
        [("result.xlsx", b"with texts of others".as_slice()), ("mailed.xlsx", b"a workbook".as_slice())];
    let parts = [("summary", summary.as_bytes())].into_iter().chain(workbooks).map(|(name, plain)| {
        let path = folder.path().join(name);
        std::fs::write(&path, seal(&key, name, plain).expect("sealed")).expect("written");
        (name.to_owned(), path)
    });
    let mails = kinds.iter().map(|&kind| NewMail {
        kind,
        recipient: "someone@example.org".into(),
        detail: r#"{"stage": "fitting", "signal": 9}"#.into(),
    });
    let end = FinalState {
        state: State::Succeeded,
        failure: None,
        parts: parts.collect(),
        share: None,
        mails: mails.collect(),
        webhook: None,
        expires_at: i64::MAX,
    };
    assert!(app.storage.finish(&lease, end, 0).await.expect("stored"));
    Site { app, mail, key, folder }
}

impl Site {
    async fn send_at(&self, now: i64) -> bool {
        let outbox = Outbox { storage: &self.app.storage, config: &self.app.config, settings: &self.mail };
        outbox.send_next("worker", now).await.expect("the database works")
    }

    async fn left(&self) -> usize {
        self.app.storage.mails().await.expect("counted")
    }
}

/// What a mail says, without the line ends that its encoding puts in.
fn unfolded(mail: &Value) -> String {
    mail["data"].as_str().expect("a message").replace("=\r\n", "")
}

#[tokio::test]
async fn a_result_arrives_once_with_its_workbook_and_link() {
    let Some(mut server) = Server::start(&[]) else { return };
    let site = site(settings(server.port), &[MailKind::Result]).await;
    assert!(site.send_at(HOUR_MS).await);
    assert!(!site.send_at(HOUR_MS).await);
    assert_eq!(site.left().await, 0);
    let mail = server.event();
    assert_eq!(mail["recipients"][0], "someone@example.org");
    assert_eq!(mail["sender"], "wordify@example.org");
    let text = unfolded(&mail);
    assert!(text.contains(&format!("https://wordify.example/jobs/{}", site.key)), "{text}");
    for expected in [
        "Subject: Your Wordify result\r",
        "wordify.xlsx",
        "Auto-Submitted: auto-generated",
        "text/plain",
        "text/html",
        "3 documents with 2 labels",
        "Message-ID: <wordify-",
        // The workbook without texts.
        "\r\n\r\na workbook\r\n",
    ] {
        assert!(text.contains(expected), "“{expected}” is not in {text}");
    }
    assert!(!text.contains("texts of others"), "{text}");
    assert!(!text.contains("wine"), "the name of the file was chosen by whoever sent it: {text}");
    assert_eq!(server.rest(), Vec::<String>::new());
}

#[tokio::test]
async fn a_workbook_that_is_too_large_is_left_to_the_link() {
    let Some(mut server) = Server::start(&[]) else { return };
    let mail = Mail { attachment_bytes_max: 3, ..settings(server.port) };
    let site = site(mail, &[MailKind::Result]).await;
    assert!(site.send_at(HOUR_MS).await);
    let text = unfolded(&server.event());
    assert!(text.contains("too large for a mail") && !text.contains("wordify.xlsx"), "{text}");
}

#[tokio::test]
async fn apology_and_report_name_the_reference_and_no_text_of_the_visitor() {
    let Some(mut server) = Server::start(&[]) else { return };
    let site = site(settings(server.port), &[MailKind::Apology, MailKind::Report]).await;
    assert!(site.send_at(HOUR_MS).await && site.send_at(HOUR_MS).await);
    let texts = [unfolded(&server.event()), unfolded(&server.event())];
    for text in &texts {
        assert!(text.contains(site.key.id().as_str()), "{text}");
        assert!(!text.contains("wine.csv"), "{text}");
    }
    let report = texts.iter().find(|text| text.contains("fitting")).expect("the report");
    assert!(!report.contains(&site.key.to_string()), "the report has the key");
}

/// A certificate for localhost and its key, as files in `folder`.
fn certificate(folder: &Path) -> (String, String, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).expect("written");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("written");
    let path = |path: &Path| path.to_string_lossy().into_owned();
    (made.cert.pem(), path(&certificate), path(&key))
}

async fn check_encrypted(security: MailSecurity, wrapped: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let (pem, certificate, key) = certificate(folder.path());
    let tls = ["--certificate", &certificate, "--key", &key, "--login", "user:pass word"];
    let Some(mut server) = Server::start(&[&tls, wrapped].concat()) else { return };
    let login = Some(("user".to_owned(), "pass word".to_owned()));
    let mail = Mail { security, login, ca: Some(pem), ..settings(server.port) };
    connection::check(&mail).await.expect("the server takes us");
    let site = site(mail.clone(), &[MailKind::Result]).await;
    assert!(site.send_at(HOUR_MS).await);
    let event = server.event();
    assert_eq!((&event["encrypted"], &event["login"]), (&true.into(), &true.into()));
    let wrong = Mail { login: Some(("user".into(), "wrong".into())), ..mail.clone() };
    assert!(connection::check(&wrong).await.expect_err("refused").to_string().contains("login"));
    let unknown = Mail { ca: None, ..mail };
    connection::check(&unknown).await.expect_err("an unknown authority is not trusted");
}

#[tokio::test]
async fn mail_goes_over_starttls_with_a_login() {
    check_encrypted(MailSecurity::StartTls, &[]).await;
}

#[tokio::test]
async fn mail_goes_over_tls_with_a_login() {
    check_encrypted(MailSecurity::Tls, &["--wrapped"]).await;
}

#[tokio::test]
async fn without_the_encryption_that_is_asked_for_nothing_is_sent() {
    let Some(server) = Server::start(&[]) else { return };
    let mail = Mail { security: MailSecurity::StartTls, ..settings(server.port) };
    let site = site(mail, &[MailKind::Result]).await;
    assert!(site.send_at(HOUR_MS).await);
    assert_eq!(site.left().await, 1);
    assert_eq!(server.rest(), Vec::<String>::new());
}

#[tokio::test]
async fn an_outage_loses_no_mail() {
    let Some(mut server) = Server::start(&[]) else { return };
    let closed =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its number").port();
    let mut site = site(settings(closed), &[MailKind::Result]).await;
    assert!(site.send_at(HOUR_MS).await);
    assert!(!site.send_at(HOUR_MS + 1000).await, "it is tried again too soon");
    assert!(site.send_at(HOUR_MS + 60_000).await);
    assert_eq!(site.left().await, 1);
    site.mail.port = server.port;
    assert!(site.send_at(2 * HOUR_MS).await);
    assert_eq!(site.left().await, 0);
    assert_eq!(server.event()["recipients"][0], "someone@example.org");
}

#[tokio::test]
async fn a_database_that_fails_while_the_mail_is_built_loses_no_mail() {
    let Some(mut server) = Server::start(&[]) else { return };
    let site = site(settings(server.port), &[MailKind::Result]).await;
    let database = rusqlite::Connection::open(site.folder.path().join("data/wordify.db")).expect("opened");
    database.execute_batch("ALTER TABLE part RENAME TO away").expect("away");
    assert!(site.send_at(HOUR_MS).await);
    assert_eq!(site.left().await, 1);
    database.execute_batch("ALTER TABLE away RENAME TO part").expect("back");
    assert!(site.send_at(2 * HOUR_MS).await);
    assert_eq!(site.left().await, 0);
    assert_eq!(server.event()["recipients"][0], "someone@example.org");
}

#[tokio::test]
async fn a_mail_is_given_up_after_a_day_and_more_of_outage() {
    let closed =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its number").port();
    let site = site(settings(closed), &[MailKind::Result]).await;
    let mut now = HOUR_MS;
    let mut attempts = 0;
    while site.send_at(now).await {
        attempts += 1;
        now += 24 * HOUR_MS;
        assert!(attempts < 100, "it is never given up");
    }
    assert_eq!((site.left().await, attempts), (0, 11));
}

#[tokio::test]
async fn a_refusal_by_5xx_is_final_and_one_by_4xx_is_not() {
    for (arguments, left) in [
        (["--recipient", "550 unknown"], 0),
        (["--recipient", "450 busy"], 1),
        (["--message", "554 spam"], 0),
        (["--message", "451 later"], 1),
    ] {
        let Some(server) = Server::start(&arguments) else { return };
        let site = site(settings(server.port), &[MailKind::Result]).await;
        assert!(site.send_at(HOUR_MS).await);
        assert_eq!(site.left().await, left, "{arguments:?}");
    }
}

#[tokio::test]
async fn a_worker_killed_while_the_message_is_on_its_way_never_sends_it_twice() {
    let Some(mut server) = Server::start(&["--silent"]) else { return };
    let site = site(settings(server.port), &[MailKind::Result]).await;
    {
        let sending = site.send_at(HOUR_MS);
        let arrived = tokio::task::spawn_blocking(move || (server.event(), server));
        // The server has the message and does not answer; dropping the worker is its sudden end.
        tokio::select! {
            _ = sending => panic!("the server does not answer"),
            arrived = arrived => server = arrived.expect("arrived").1,
        }
    }
    assert_eq!(site.left().await, 1);
    assert!(!site.send_at(HOUR_MS + 1000).await, "another worker takes it while it is leased");
    assert!(site.send_at(2 * HOUR_MS).await);
    assert_eq!(site.left().await, 0);
    let counted = site.app.storage.counters().await.expect("counted");
    assert!(
        counted.iter().any(|(_, labels, mails)| labels.contains("in_doubt") && *mails > 0.0),
        "{counted:?}"
    );
    assert_eq!(server.rest(), Vec::<String>::new());
}
