//! The queue's storage, on real databases, with the time given: the contract for both, and what each promises besides.

mod contract;
mod local;
#[cfg(unix)]
mod postgres;
#[cfg(unix)]
mod shared;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use tempfile::TempDir;
use wordify_web::config::SharedStorage;
use wordify_web::jobs::choices::Choices;
use wordify_web::jobs::job::State;
use wordify_web::jobs::key::{JobId, JobKey};
use wordify_web::jobs::record::{
    Bounds, FinalState, Lease, MailBounds, MailKind, MailWish, NewJob, NewMail, Refused, Renewal, Start,
};
use wordify_web::jobs::storage::{NotDone, Storage, Trouble};

pub(crate) const BOUNDS: Bounds = Bounds {
    per_visitor: 100,
    queued: 100,
    uploads_bytes: 1 << 30,
    kept_bytes: 1 << 30,
    mails: MailBounds { per_recipient: 100, per_visitor: 100, per_day: 100 },
};
pub(crate) const WEBHOOK: &str = "https://a-secret-host.example/";
/// The key of the hosts.
pub(crate) const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
pub(crate) const LEASE_MS: i64 = 30_000;

pub(crate) fn new_job(visitor: &str) -> NewJob {
    NewJob {
        key: JobKey::random().expect("random bits"),
        visitor: visitor.into(),
        file_name: Some("a-secret-file-name.csv".into()),
        file_bytes: 10,
        site: "http://localhost".into(),
        expires_at: 1_000_000,
    }
}

pub(crate) async fn queue(storage: &Storage, visitor: &str, now: i64) -> JobId {
    let job = new_job(visitor);
    let id = job.key.id();
    storage.create(job, BOUNDS, now).await.expect("within the bounds");
    let choices = Choices::default().with("text", "a-secret-column");
    let email = Some(MailWish { address: "someone@example.org".to_owned(), recipient: "coded".to_owned() });
    let start = Start { choices, mail: email, webhook: Some(WEBHOOK.to_owned()), keep_ms: None };
    storage.start(&id, start, BOUNDS, 1_000_000, now).await.expect("queued");
    id
}

pub(crate) async fn claim(storage: &Storage, worker: &str, now: i64) -> Option<Lease> {
    storage.claim(worker, LEASE_MS, now).await.expect("claimed").map(|(_, lease)| lease)
}

pub(crate) fn end(state: State) -> FinalState {
    FinalState {
        state,
        failure: None,
        parts: Vec::new(),
        share: None,
        mails: Vec::new(),
        webhook: None,
        expires_at: 2_000_000,
    }
}

/// The address of a new database on the server of this process; none where PostgreSQL is not installed.
#[cfg(unix)]
async fn new_database() -> Option<String> {
    static SERVER: OnceLock<Option<postgres::Server>> = OnceLock::new();
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    // A test loses nothing with the power.
    let server = SERVER.get_or_init(|| postgres::Server::start("-c fsync=off")).as_ref()?;
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let (client, connection) =
        tokio_postgres::connect(&server.url("postgres"), tokio_postgres::NoTls).await.expect("connected");
    tokio::spawn(connection);
    client.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("made");
    Some(server.url(&name))
}

/// Where a storage is: a folder, and a database of its own on a server where several hosts have it.
#[derive(Clone)]
pub(crate) struct Place {
    folder: Arc<TempDir>,
    shared: Option<SharedStorage>,
}

impl Place {
    pub(crate) fn local() -> Self {
        Self { folder: Arc::new(tempfile::tempdir().expect("a folder")), shared: None }
    }

    /// None where there is no PostgreSQL.
    #[cfg(unix)]
    pub(crate) async fn shared() -> Option<Self> {
        let url = new_database().await?;
        let shared = SharedStorage { url, password: None, key: KEY.to_owned(), ca: None };
        Some(Self { shared: Some(shared), ..Self::local() })
    }

    #[cfg(not(unix))]
    pub(crate) async fn shared() -> Option<Self> {
        None
    }

    /// A storage of its own each time, as another process or host would have.
    pub(crate) async fn open(&self) -> Storage {
        match &self.shared {
            None => Storage::open(&self.folder().join("wordify.db")).expect("a database"),
            Some(settings) => Storage::open_shared(settings).await.expect("a database"),
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What a statement gives, past the storage.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        match &self.shared {
            None => {
                let path = self.folder().join("wordify.db");
                let database = rusqlite::Connection::open(path).expect("the database");
                database.query_row(sql, [], |row| row.get(0)).expect("read")
            }
            Some(settings) => {
                let (client, connection) =
                    tokio_postgres::connect(&settings.url, tokio_postgres::NoTls).await.expect("connected");
                tokio::spawn(connection);
                client.query_one(sql, &[]).await.expect("read").get(0)
            }
        }
    }
}
