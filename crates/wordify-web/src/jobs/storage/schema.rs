//! The tables, and how an older database becomes one of this version.

use rusqlite::Transaction;

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

/// Webhooks: of a job until it has ended, then in the outbox until they are told.
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
