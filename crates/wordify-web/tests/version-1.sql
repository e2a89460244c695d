-- A database as the first version made it, with one job that failed.
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
INSERT INTO secret VALUES ('visitor', zeroblob(32));
INSERT INTO turn VALUES ('0123456789abcdef', 5);
INSERT INTO job (id, state, file_bytes, site, failure, created_at, finished_at, expires_at) VALUES
    ('00ff', 'failed', 10, 'http://localhost',
     '{"class":"input","message":"there is no column labmark","place":"column labmark","remedy":null}', 1, 2, 9999999999999);
PRAGMA user_version = 1;
