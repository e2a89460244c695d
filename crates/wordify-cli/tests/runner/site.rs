//! A site without pages, its jobs, and what is left of them.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use wordify_web::config::{Config, Mail, MailSecurity, Webhooks};
use wordify_web::jobs::choices::Choices;
use wordify_web::jobs::job::{FAILURE_PART, Failure, Job, now_ms};
use wordify_web::jobs::key::{JobId, JobKey};
use wordify_web::jobs::queue::runner;
use wordify_web::jobs::record::{Bounds, DueMail, MailBounds, MailWish, NewJob, Start};
use wordify_web::jobs::seal;
use wordify_web::state::App;

pub(super) const PROGRAM: &str = env!("CARGO_BIN_EXE_wordify");
pub(super) const BOUNDS: Bounds = Bounds {
    per_visitor: 100,
    queued: 100,
    uploads_bytes: 1 << 30,
    kept_bytes: 1 << 30,
    mails: MailBounds { per_recipient: 100, per_visitor: 100, per_day: 100 },
};
/// Whom every job of the tests wants notified.
pub(super) const WEBHOOK: &str = "https://a-secret-host.example/wordify";
pub(super) const TIME_MAX: Duration = Duration::from_secs(100);

/// A site without pages: folder, storage, and a runner when it is wanted.
pub(super) struct Site {
    pub(super) folder: TempDir,
    pub(super) app: App,
}

impl Site {
    pub(super) async fn new() -> Self {
        Self::with(Path::new(PROGRAM), |_| ()).await
    }

    pub(super) async fn with(program: &Path, change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::new(folder.path().join("data"));
        config.jobs.threads = 1;
        config.mail = Some(Mail {
            host: "127.0.0.1".into(),
            port: 25,
            security: MailSecurity::None,
            ca: None,
            login: None,
            from: "Wordify <wordify@example.org>".into(),
            administrators: vec!["admin@example.org".into()],
            attachment_bytes_max: 1 << 20,
        });
        config.webhooks = Some(Webhooks {
            hosts: vec!["a-secret-host.example".into()],
            networks: Vec::new(),
            secret: format!("whsec_{}", "A".repeat(32)),
            ca: None,
        });
        change(&mut config);
        let app = App::open(config, program.to_path_buf(), CancellationToken::new()).await.expect("a site");
        Self { folder, app }
    }

    /// The same site as another process would see it, with the program of its choice.
    pub(super) async fn again(&self, program: &Path) -> App {
        let config = Config::clone(&self.app.config);
        App::open(config, program.to_path_buf(), CancellationToken::new()).await.expect("the site again")
    }

    /// A program that does as the script says.
    pub(super) fn script(&self, text: &str) -> PathBuf {
        let path = self.folder.path().join("script");
        fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("made a program");
        path
    }

    pub(super) async fn queue(&self, fits: usize) -> JobKey {
        self.queue_upload(&fs::read(example()).expect("the example"), fits).await
    }

    pub(super) async fn queue_upload(&self, bytes: &[u8], fits: usize) -> JobKey {
        self.queue_of("a", bytes, fits).await
    }

    pub(super) async fn queue_of(&self, visitor: &str, bytes: &[u8], fits: usize) -> JobKey {
        let key = JobKey::random().expect("random bits");
        let (id, storage) = (key.id(), &self.app.storage);
        self.app.folder.make_job(&id).expect("made");
        fs::write(self.app.folder.upload(&id), bytes).expect("written");
        let job = NewJob {
            key: key.clone(),
            visitor: visitor.into(),
            file_name: Some("secret-name.csv".into()),
            file_bytes: bytes.len() as u64,
            site: "http://localhost".into(),
            expires_at: now_ms() + 1_000_000,
        };
        storage.create(job, BOUNDS, now_ms()).await.expect("within the bounds");
        let choices = Choices::default().with("preset", "wordify-2021").with("fits", &fits.to_string());
        let email =
            Some(MailWish { address: "someone@example.org".to_owned(), recipient: "coded".to_owned() });
        let expires_at = now_ms() + 1_000_000;
        let start = Start { choices, mail: email, webhook: Some(WEBHOOK.to_owned()), keep_ms: None };
        storage.start(&id, start, BOUNDS, expires_at, now_ms()).await.expect("queued");
        key
    }

    pub(super) async fn job(&self, id: &JobId) -> Job {
        self.app.storage.job(id).await.expect("read").expect("there")
    }

    /// The job once `is_so`.
    pub(super) async fn until(&self, id: &JobId, is_so: impl Fn(&Job) -> bool) -> Job {
        let looking = async {
            loop {
                let job = self.job(id).await;
                if is_so(&job) {
                    return job;
                }
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(TIME_MAX, looking).await.expect("in time")
    }

    pub(super) async fn ended(&self, id: &JobId) -> Job {
        self.until(id, |job| job.state.is_final()).await
    }

    pub(super) async fn fitting(&self, id: &JobId) -> Job {
        let is_so = |job: &Job| job.progress.as_ref().is_some_and(|p| p.stage == "fitting" && p.done > 0);
        self.until(id, is_so).await
    }

    pub(super) async fn result(&self, key: &JobKey, name: &str) -> Vec<u8> {
        let sealed = self.app.storage.part(&key.id(), name).await.expect("read").expect("a part");
        seal::open(key, name, &sealed).expect("sealed with the key")
    }

    pub(super) async fn failure(&self, key: &JobKey) -> Failure {
        serde_json::from_slice(&self.result(key, FAILURE_PART).await).expect("a failure")
    }

    pub(super) async fn mails(&self) -> Vec<DueMail> {
        let mut mails = Vec::new();
        while let (Some(mail), _) =
            self.app.storage.claim_mail("w", 1_000, now_ms() + 10).await.expect("read")
        {
            self.app.storage.mail_done(mail.number).await.expect("noted");
            mails.push(mail);
        }
        mails
    }

    /// Every byte in the data folder.
    pub(super) fn bytes(&self) -> Vec<u8> {
        fn gather(folder: &Path, bytes: &mut Vec<u8>) {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    gather(&path, bytes);
                } else {
                    bytes.extend(fs::read(path).unwrap_or_default());
                }
            }
        }
        let mut bytes = Vec::new();
        gather(&self.app.config.data, &mut bytes);
        bytes
    }
}

pub(super) fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/state-of-the-union.csv")
}

/// What this process has logged.
pub(super) static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Writes to it.
pub(super) struct Line;

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().expect("no panic").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn start(app: &App) -> JoinHandle<()> {
    tokio::spawn(runner::run(app.runner()))
}

pub(super) async fn drain(app: &App, runner: JoinHandle<()>) {
    app.drain.cancel();
    timeout(TIME_MAX, runner).await.expect("in time").expect("no panic");
}

pub(super) fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

/// The processes whose command line names `path`.
pub(super) fn processes_of(path: &Path) -> Vec<i32> {
    let path = path.to_str().expect("UTF-8").as_bytes();
    let names_it = |pid: i32| {
        fs::read(format!("/proc/{pid}/cmdline"))
            .is_ok_and(|line| line.windows(path.len()).any(|window| window == path))
    };
    let entries = fs::read_dir("/proc").expect("a system with /proc");
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    pids.filter(|&pid| names_it(pid)).collect()
}
