//! The tables, and how an older database becomes one of this version.
//!
//! Both databases have the same tables with the same columns, so a new step goes into both lists. PostgreSQL has two
//! more, `site` with the version and `blob` with the files of jobs, and results stand there in pieces (`part.piece`).

use rusqlite::Transaction;

use super::sql::{Tx, values};
use super::{Result, StorageError};

/// What makes each version out of the one before, from nothing on. A step that was published is never changed.
const STEPS: [&str; 5] = [FIRST, SECOND, THIRD, FOURTH, FIFTH];
/// Version of the tables; a database of a later version is refused.
pub(super) const VERSION: i64 = STEPS.len() as i64;

const FIRST: &str = "
CREATE TABLE job (
    id TEXT PRIMARY KEY, key TEXT, state TEXT NOT NULL, visitor TEXT, choices TEXT, file_name TEXT,
    file_bytes INTEGER NOT NULL, email TEXT, site TEXT NOT NULL, progress TEXT, attempt INTEGER NOT NULL DEFAULT 0,
    cancel_requested INTEGER NOT NULL DEFAULT 0, failure TEXT, created_at INTEGER NOT NULL, queued_at INTEGER,
    started_at INTEGER, finished_at INTEGER, expires_at INTEGER NOT NULL, worker TEXT, lease_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX job_state ON job (state, queued_at);
CREATE TABLE part (job TEXT NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (job, name)) STRICT;
CREATE TABLE turn (visitor TEXT PRIMARY KEY, started_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE mail (
    id INTEGER PRIMARY KEY, job TEXT NOT NULL, key TEXT, kind TEXT NOT NULL, recipient TEXT NOT NULL,
    site TEXT NOT NULL, detail TEXT NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, due_at INTEGER NOT NULL,
    worker TEXT, lease_until INTEGER, in_doubt INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX mail_due ON mail (due_at);
CREATE TABLE counter (name TEXT NOT NULL, labels TEXT NOT NULL, value REAL NOT NULL, PRIMARY KEY (name, labels))
    STRICT, WITHOUT ROWID;
CREATE TABLE secret (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
";

/// Uploads under way, event streams by process, mails by day, and jobs that were deleted while their files could not be. Of a failure
/// only the class stays in clear. The secret that made names of addresses stands outside the database from now on.
const SECOND: &str = "
CREATE TABLE reservation (id TEXT PRIMARY KEY, visitor TEXT NOT NULL, bytes INTEGER NOT NULL, until INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE stream (process TEXT NOT NULL, visitor TEXT NOT NULL, streams INTEGER NOT NULL, seen_at INTEGER NOT NULL,
    PRIMARY KEY (process, visitor)) STRICT, WITHOUT ROWID;
CREATE TABLE mailed (day INTEGER NOT NULL, name TEXT NOT NULL, mails INTEGER NOT NULL, PRIMARY KEY (day, name))
    STRICT, WITHOUT ROWID;
CREATE TABLE deleted (job TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
UPDATE job SET failure = json_extract(failure, '$.class') WHERE failure IS NOT NULL;
DELETE FROM turn WHERE visitor NOT IN (SELECT visitor FROM job WHERE visitor IS NOT NULL);
DELETE FROM secret;
";

/// For how long a visitor wants the sealed upload kept beside the result, and, once it is there, until when.
const THIRD: &str = "
ALTER TABLE job ADD COLUMN keep_ms INTEGER;
ALTER TABLE job ADD COLUMN upload_until INTEGER;
";

/// How readers come to a result.
const FOURTH: &str = "
CREATE TABLE share (id TEXT PRIMARY KEY, job TEXT NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX share_job ON share (job);
";

/// Webhooks: of a job until it has ended, then in the outbox until they are notified.
const FIFTH: &str = "
ALTER TABLE job ADD COLUMN webhook TEXT;
CREATE TABLE notice (
    job TEXT PRIMARY KEY, key TEXT NOT NULL, address TEXT NOT NULL, site TEXT NOT NULL, state TEXT NOT NULL,
    ended_at INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, due_at INTEGER NOT NULL, worker TEXT, lease_until INTEGER
) STRICT, WITHOUT ROWID;
";

/// Brings a database of version `from` to this one.
pub(super) fn bring_up(t: &Transaction, from: i64) -> Result<()> {
    let done = usize::try_from(from).map_err(|_| StorageError::Damaged("user_version"))?;
    for step in STEPS.iter().skip(done) {
        t.execute_batch(step)?;
    }
    t.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}

/// As [`STEPS`], in PostgreSQL.
const SHARED_STEPS: [&str; 1] = [SHARED_FIRST];
/// Version of the tables of a site on several hosts.
const SHARED_VERSION: i64 = SHARED_STEPS.len() as i64;
/// What is sealed in the table `site`, so that a host with another key finds it out before it stores anything.
const SEALED: &str = "wordify";

/// Sealed bytes do not get smaller, so none are compressed (EXTERNAL).
const SHARED_FIRST: &str = "
CREATE TABLE job (
    id TEXT PRIMARY KEY, key TEXT, state TEXT NOT NULL, visitor TEXT, choices TEXT, file_name TEXT,
    file_bytes BIGINT NOT NULL, email TEXT, site TEXT NOT NULL, progress TEXT, attempt BIGINT NOT NULL DEFAULT 0,
    cancel_requested BIGINT NOT NULL DEFAULT 0, failure TEXT, created_at BIGINT NOT NULL, queued_at BIGINT,
    started_at BIGINT, finished_at BIGINT, expires_at BIGINT NOT NULL, worker TEXT, lease_until BIGINT, keep_ms BIGINT,
    upload_until BIGINT, webhook TEXT
);
CREATE INDEX job_state ON job (state, queued_at);
CREATE TABLE part (job TEXT, name TEXT, piece BIGINT, sealed BYTEA NOT NULL, PRIMARY KEY (job, name, piece));
ALTER TABLE part ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE TABLE blob (
    job TEXT, name TEXT, piece BIGINT, sealed BYTEA NOT NULL, made_at BIGINT NOT NULL, PRIMARY KEY (job, name, piece)
);
ALTER TABLE blob ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE TABLE turn (visitor TEXT PRIMARY KEY, started_at BIGINT NOT NULL);
CREATE TABLE mail (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, job TEXT NOT NULL, key TEXT, kind TEXT NOT NULL, recipient TEXT NOT NULL,
    site TEXT NOT NULL, detail TEXT NOT NULL, attempt BIGINT NOT NULL DEFAULT 0, due_at BIGINT NOT NULL,
    worker TEXT, lease_until BIGINT, in_doubt BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX mail_due ON mail (due_at);
CREATE TABLE counter (name TEXT, labels TEXT, value DOUBLE PRECISION NOT NULL, PRIMARY KEY (name, labels));
CREATE TABLE secret (name TEXT PRIMARY KEY, bytes BYTEA NOT NULL);
CREATE TABLE reservation (id TEXT PRIMARY KEY, visitor TEXT NOT NULL, bytes BIGINT NOT NULL, until BIGINT NOT NULL);
CREATE TABLE stream (process TEXT, visitor TEXT, streams BIGINT NOT NULL, seen_at BIGINT NOT NULL, PRIMARY KEY (process, visitor));
CREATE TABLE mailed (day BIGINT, name TEXT, mails BIGINT NOT NULL, PRIMARY KEY (day, name));
CREATE TABLE deleted (job TEXT PRIMARY KEY);
CREATE TABLE share (id TEXT PRIMARY KEY, job TEXT NOT NULL, sealed BYTEA NOT NULL);
CREATE INDEX share_job ON share (job);
CREATE TABLE notice (
    job TEXT PRIMARY KEY, key TEXT NOT NULL, address TEXT NOT NULL, site TEXT NOT NULL, state TEXT NOT NULL,
    ended_at BIGINT NOT NULL, attempt BIGINT NOT NULL DEFAULT 0, due_at BIGINT NOT NULL, worker TEXT, lease_until BIGINT
);
";

/// Makes the tables of a site on several hosts, or brings them to this version.
///
/// # Errors
/// As [`check_shared`], and where its user may not make tables.
pub(super) fn bring_up_shared(tx: &mut Tx) -> Result<()> {
    let from = match check_shared(tx) {
        Err(StorageError::Empty) => 0,
        Err(StorageError::Older(version)) => version,
        checked => return checked,
    };
    if from == 0 {
        make(tx, "CREATE TABLE site (name TEXT PRIMARY KEY, value TEXT NOT NULL)")?;
        let sealed = tx.hide(&place(), "sealed", SEALED)?;
        tx.execute(
            "INSERT INTO site (name, value) VALUES ('version', '0'), ('sealed', ?1)",
            values![sealed],
        )?;
    }
    for step in SHARED_STEPS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        make(tx, step)?;
    }
    let version = SHARED_VERSION.to_string();
    tx.execute("UPDATE site SET value = ?1 WHERE name = 'version'", values![version])?;
    Ok(())
}

/// Whether the tables of a site on several hosts are of this version, and its texts sealed with our key.
///
/// # Errors
/// When they are not, or there are none.
pub(super) fn check_shared(tx: &mut Tx) -> Result<()> {
    let is_there: bool = tx.value("SELECT to_regclass('site') IS NOT NULL", values![])?.unwrap_or_default();
    if !is_there {
        return Err(StorageError::Empty);
    }
    let version: Option<String> = tx.value("SELECT value FROM site WHERE name = 'version'", values![])?;
    let version = version.and_then(|version| version.parse().ok()).unwrap_or(0);
    if version > SHARED_VERSION {
        return Err(StorageError::TooNew(version, SHARED_VERSION));
    }
    let sealed: Option<String> = tx.value("SELECT value FROM site WHERE name = 'sealed'", values![])?;
    let sealed = sealed.ok_or(StorageError::Damaged("site"))?;
    if tx.show(&place(), "sealed", sealed).is_err() {
        return Err(StorageError::Unsuited(
            "its texts were sealed with another key: all hosts of a site have the same storage_key_file"
                .to_owned(),
        ));
    }
    if version < SHARED_VERSION { Err(StorageError::Older(version)) } else { Ok(()) }
}

/// What stands for the id of a job where there is none.
fn place() -> crate::jobs::key::JobId {
    crate::jobs::key::JobId::stored("site".to_owned())
}

/// Runs statements that make tables.
fn make(tx: &mut Tx, sql: &str) -> Result<()> {
    match tx {
        Tx::Local(connection) => Ok(connection.execute_batch(sql)?),
        Tx::Shared(session) => session.batch(sql),
    }
}
