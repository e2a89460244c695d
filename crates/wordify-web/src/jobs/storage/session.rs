//! One connection to PostgreSQL, for code that may wait: it runs on threads of its own.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use tokio::runtime::Handle;
use tokio::time::timeout;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, Statement};

use super::cover::Cover;
use super::tls::Tls;
use super::value::{Row, Value};
use super::{Result, StorageError};

/// What the program waits for an answer at most, beyond what it lets the server take ([`SETTINGS`]): one that does not answer at all
/// is as good as gone.
const ANSWER_MAX: Duration = Duration::from_secs(40);
/// Time until a connection is there, over all hosts of the database: a visitor waits meanwhile.
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// What every connection of ours keeps to: what is stored lasts, whatever the server's default is; nobody waits for a lock longer than
/// for SQLite's; and what a host began that was cut off holds nobody up for longer than its lease lasts.
const SETTINGS: &str = "SELECT set_config('lock_timeout', '5s', false), set_config('statement_timeout', '30s', false),
    set_config('idle_in_transaction_session_timeout', '10s', false), set_config('jit', 'off', false),
    (SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local'))";
/// What the clock of the database shows, in milliseconds since 1970.
const NOW: &str = "SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)";
/// The channel on which runners hear that there is work.
pub(super) const CHANNEL: &str = "wordify_work";
/// The lock of those who change what all must agree on: the bounds, the order of the queue. SQLite has one for every change.
const TURN_LOCK: i64 = 0x776f_7264_6966_7901;

/// A connection.
pub(super) struct Session {
    client: Client,
    runtime: Handle,
    statements: HashMap<String, Statement>,
    /// Whether an answer did not come in time.
    is_lost: bool,
    pub(super) cover: Arc<Cover>,
}

/// A new connection to whichever host of the database takes changes.
pub(super) async fn connect(config: &Config, tls: &Tls, cover: &Arc<Cover>) -> Result<Session> {
    let connected = timeout(CONNECT_MAX, config.connect(tls.clone())).await;
    let (client, connection) = connected.map_err(|_| StorageError::Unreachable)??;
    // It ends with the client, or shows it that the server is gone.
    tokio::spawn(connection);
    let settings = timeout(CONNECT_MAX, client.query(SETTINGS, &[])).await;
    settings.map_err(|_| StorageError::Unreachable)??;
    Ok(Session {
        client,
        runtime: Handle::current(),
        statements: HashMap::new(),
        is_lost: false,
        cover: Arc::clone(cover),
    })
}

impl Session {
    /// Whether it can no longer be used.
    pub(super) fn is_closed(&self) -> bool {
        self.is_lost || self.client.is_closed()
    }

    /// Whether nothing was asked by it yet.
    pub(super) fn is_new(&self) -> bool {
        self.statements.is_empty()
    }

    /// Begins a transaction. With `takes_turn`, those of others who take it have ended before.
    pub(super) fn begin(&mut self, takes_turn: bool) -> Result<()> {
        self.batch("BEGIN")?;
        if takes_turn {
            self.rows("SELECT CAST(pg_advisory_xact_lock(?1) AS TEXT)", &[Value::Whole(TURN_LOCK)])?;
        }
        Ok(())
    }

    /// Ends the transaction; all of it lasts.
    pub(super) fn commit(&mut self) -> Result<()> {
        self.batch("COMMIT")
    }

    /// Ends the transaction as if it had never been.
    pub(super) fn roll_back(&mut self) -> Result<()> {
        self.batch("ROLLBACK")
    }

    /// Statements without parameters.
    pub(super) fn batch(&mut self, sql: &str) -> Result<()> {
        let Self { client, runtime, .. } = self;
        let done = wait(runtime, client.batch_execute(sql));
        self.noted(done)
    }

    pub(super) fn execute(&mut self, sql: &str, values: &[Value]) -> Result<usize> {
        let statement = self.statement(sql, values)?;
        let Self { client, runtime, .. } = self;
        let changed = wait(runtime, client.execute(&statement, &parameters(values)));
        let changed = self.noted(changed)?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    pub(super) fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        let statement = self.statement(sql, values)?;
        let Self { client, runtime, .. } = self;
        let found = wait(runtime, client.query(&statement, &parameters(values)));
        self.noted(found)?.iter().map(read).collect()
    }

    /// See [`CHANNEL`].
    pub(super) fn wake(&mut self) -> Result<()> {
        self.batch(&format!("NOTIFY {CHANNEL}"))
    }

    /// What the clock of the database shows, in milliseconds since 1970.
    pub(super) fn now_ms(&mut self) -> Result<i64> {
        let mut rows = self.rows(NOW, &[])?;
        rows.first_mut().ok_or(StorageError::Damaged("a time"))?.take(0, "a time")
    }

    /// Sees to it that a connection that does not answer is not used again.
    fn noted<T>(&mut self, answer: Result<T>) -> Result<T> {
        self.is_lost |= matches!(answer, Err(StorageError::Unreachable));
        answer
    }

    /// The statement, made ready once for each connection.
    fn statement(&mut self, sql: &str, values: &[Value]) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let types: Vec<Type> = values.iter().map(Value::type_of).collect();
        let Self { client, runtime, .. } = self;
        // They are written with the “?1” of SQLite, and have a question mark for nothing else.
        let statement = wait(runtime, client.prepare_typed(&sql.replace('?', "$"), &types));
        let statement = self.noted(statement)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Waits for an answer. Only threads do that may wait ([`Shared::with`](super::shared::Shared::with)).
fn wait<T>(
    runtime: &Handle,
    answer: impl Future<Output = std::result::Result<T, tokio_postgres::Error>>,
) -> Result<T> {
    let answer = runtime.block_on(async { timeout(ANSWER_MAX, answer).await });
    Ok(answer.map_err(|_| StorageError::Unreachable)??)
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn read(row: &tokio_postgres::Row) -> Result<Row> {
    let value = |place: usize, of: &Type| -> std::result::Result<Value, tokio_postgres::Error> {
        Ok(match *of {
            Type::BOOL => row.try_get::<_, Option<bool>>(place)?.map(i64::from).into(),
            Type::INT4 => row.try_get::<_, Option<i32>>(place)?.map(i64::from).into(),
            Type::INT8 => row.try_get::<_, Option<i64>>(place)?.into(),
            Type::FLOAT8 => row.try_get::<_, Option<f64>>(place)?.into(),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(place)?.into(),
            _ => row.try_get::<_, Option<String>>(place)?.into(),
        })
    };
    let values = row.columns().iter().enumerate().map(|(place, column)| value(place, column.type_()));
    Ok(Row(values.collect::<std::result::Result<_, _>>()?))
}

impl Value {
    /// The type that a parameter has; what follows from its place where there is no value.
    fn type_of(&self) -> Type {
        match self {
            Self::Null => Type::UNKNOWN,
            Self::Whole(_) => Type::INT8,
            Self::Real(_) => Type::FLOAT8,
            Self::Text(_) => Type::TEXT,
            Self::Bytes(_) => Type::BYTEA,
        }
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        of: &Type,
        bytes: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Whole(number) => number.to_sql_checked(of, bytes),
            Self::Real(number) => number.to_sql_checked(of, bytes),
            Self::Text(text) => text.to_sql_checked(of, bytes),
            Self::Bytes(value) => value.to_sql_checked(of, bytes),
        }
    }

    fn accepts(_: &Type) -> bool {
        // Each value checks its own type when it is written.
        true
    }

    to_sql_checked!();
}
