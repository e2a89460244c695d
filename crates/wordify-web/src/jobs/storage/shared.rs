//! The database of a site on several hosts: PostgreSQL.
//!
//! As with SQLite each change is one transaction. Those that must agree with each other (the bounds, the order of the queue) take turns;
//! all others lock the job that they are about. Times are those of the database's clock, whatever the hosts' clocks show. Texts of
//! visitors and keys of jobs are sealed with a key that only the hosts have; the files of a job are in the database until it has ended.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use std::future::poll_fn;
use std::net::IpAddr;

use tokio::sync::{Notify, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres::error::SqlState;
use tokio_postgres::{AsyncMessage, Config};

use super::cover::Cover;
use super::session::{self, CHANNEL, Session};
use super::sql::{Tx, values};
use super::tls::Tls;
use super::{Result, StorageError, on_thread, permit, schema};
use crate::config::SharedStorage;
use crate::jobs::job;

/// Connections of this process at once; PostgreSQL has 100 for all unless it is set otherwise.
const CONNECTIONS_MAX: usize = 6;
/// How long a caller waits for one: a visitor waits meanwhile.
const PERMIT_MAX: Duration = Duration::from_secs(5);
/// The oldest server that is taken: what its makers still mend.
const SERVER_MIN: i64 = 14;
/// What the clock of the database shows is asked again after so long.
const CLOCK_MAX_AGE: Duration = Duration::from_secs(60);
/// How often runners look for work where nothing notifies them.
const LOOK: Duration = Duration::from_secs(1);
/// How long the system may take until it believes that a host of the database is gone.
const GONE_AFTER: Duration = Duration::from_secs(15);
/// How far clocks may differ before it is reported.
const CLOCKS_DIFFER_MS: i64 = 5_000;

/// The database of a site on several hosts. Clones share their connections.
#[derive(Clone)]
pub struct Shared(Arc<Parts>);

struct Parts {
    config: Config,
    tls: Tls,
    cover: Arc<Cover>,
    idle: Mutex<Vec<Session>>,
    /// A permit for each connection.
    permits: Arc<Semaphore>,
    /// What the clock of the database showed, and when.
    clock: Mutex<Option<(i64, Instant)>>,
    work: Arc<Notify>,
    is_listening: AtomicBool,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shared")
    }
}

/// Whether the transaction takes turns with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It sees all that those before it have done, and nobody changes anything that it has seen.
    Taken,
    /// It locks what it is about.
    None,
}

impl Shared {
    /// The database at the address of `settings`, its tables made or brought up to this version.
    ///
    /// # Errors
    /// When it cannot be reached, or not be used: what to do about it.
    pub(super) async fn open(settings: &SharedStorage) -> Result<Self> {
        let shared = Self::at(settings)?;
        shared.change(Turn::Taken, schema::bring_up_shared).await.map_err(explained)?;
        shared.check_suited().await?;
        Ok(shared)
    }

    /// As [`Shared::open`], with nothing made; whether the tables are there already.
    pub(super) async fn existing(settings: &SharedStorage) -> Result<Option<Self>> {
        let shared = Self::at(settings)?;
        match shared.check_suited().await {
            Err(StorageError::Empty) => Ok(None),
            checked => checked.map(|()| Some(shared)),
        }
    }

    fn at(settings: &SharedStorage) -> Result<Self> {
        let config = address(settings).map_err(StorageError::Unsuited)?;
        let tls = Tls::new(settings.ca.as_deref()).map_err(StorageError::Unsuited)?;
        Ok(Self(Arc::new(Parts {
            config,
            tls,
            cover: Arc::new(Cover::new(&settings.key)?),
            idle: Mutex::default(),
            permits: Arc::new(Semaphore::new(CONNECTIONS_MAX)),
            clock: Mutex::default(),
            work: Arc::default(),
            is_listening: AtomicBool::new(false),
        })))
    }

    /// Whether this program, with its key, can work with the database as it is.
    pub(super) async fn check_suited(&self) -> Result<()> {
        self.with(|tx| {
            let number: String = tx.value("SHOW server_version_num", values![])?.unwrap_or_default();
            let major = number.parse::<i64>().unwrap_or_default() / 10_000;
            if major < SERVER_MIN {
                let text = format!("the server is PostgreSQL {major}; {SERVER_MIN} or later is needed");
                return Err(StorageError::Unsuited(text));
            }
            let encoding: String = tx.value("SHOW server_encoding", values![])?.unwrap_or_default();
            if encoding != "UTF8" {
                let text = format!(
                    "the database has the encoding {encoding}: make one with ENCODING 'UTF8' TEMPLATE template0"
                );
                return Err(StorageError::Unsuited(text));
            }
            schema::check_shared(tx)
        })
        .await
        .map_err(explained)
    }

    /// How far the clock of the database is from that of this host, where that is worth reporting: as a clause.
    pub(super) fn clock_difference(&self) -> Option<String> {
        let ahead = self.now_ms() - job::now_ms();
        let seconds = ahead.abs() / 1000;
        let side = if ahead > 0 { "ahead of" } else { "behind" };
        (ahead.abs() > CLOCKS_DIFFER_MS)
            .then(|| format!("its clock is {seconds} s {side} this machine's, and is the one that counts"))
    }

    /// Does `work` with a connection on a thread where waiting is allowed.
    pub(super) async fn with<T: Send + 'static, E: From<StorageError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.on_session(move |session| work(&mut Tx::Shared(session))).await
    }

    /// As [`Shared::with`], in one transaction that lasts when `work` succeeds.
    pub(super) async fn change<T: Send + 'static, E: From<StorageError> + Send + 'static>(
        &self,
        turn: Turn,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.on_session(move |session| {
            session.begin(turn == Turn::Taken)?;
            match work(&mut Tx::Shared(session)) {
                Ok(value) => {
                    session.commit()?;
                    Ok(value)
                }
                Err(error) => {
                    session.roll_back()?;
                    Err(error)
                }
            }
        })
        .await
    }

    async fn on_session<T: Send + 'static, E: From<StorageError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Session) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let parts = Arc::clone(&self.0);
        let permit = permit(&parts.permits, PERMIT_MAX).await?;
        let idle = parts.pop();
        let mut session = match idle {
            Some(session) => session,
            None => session::connect(&parts.config, &parts.tls, &parts.cover).await?,
        };
        let run = move || {
            // Held until the work is done, also where nobody waits for it any more.
            let _permit = permit;
            parts.look_at_clock(&mut session)?;
            let result = work(&mut session);
            // What is still in a transaction, because that could not be ended, the next would find in it.
            if !session.is_closed() && (result.is_ok() || session.roll_back().is_ok()) {
                parts.lock_idle().push(session);
            }
            result
        };
        on_thread(run).await
    }

    /// The time by the clock of the database, in milliseconds since 1970; by our own until it was asked.
    pub(super) fn now_ms(&self) -> i64 {
        let clock = *self.0.clock.lock().unwrap_or_else(PoisonError::into_inner);
        clock.map_or_else(job::now_ms, |(then, asked)| {
            then + i64::try_from(asked.elapsed().as_millis()).unwrap_or(i64::MAX / 2)
        })
    }

    /// Waits until somebody says that there is work, or it is time to look.
    pub(super) async fn wait_for_work(&self) {
        if !self.0.is_listening.swap(true, Ordering::Relaxed) {
            let parts = &self.0;
            let listener = listen(parts.config.clone(), parts.tls.clone(), Arc::clone(&parts.work));
            tokio::spawn(listener);
        }
        let _ = timeout(LOOK, self.0.work.notified()).await;
    }

    /// Seals `plain` for `place` with the key of the hosts.
    pub(super) fn cover(&self) -> Arc<Cover> {
        Arc::clone(&self.0.cover)
    }
}

impl Parts {
    fn lock_idle(&self) -> std::sync::MutexGuard<'_, Vec<Session>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection that nobody uses; those whose server is gone are dropped.
    fn pop(&self) -> Option<Session> {
        let mut idle = self.lock_idle();
        idle.retain(|session| !session.is_closed());
        idle.pop()
    }

    fn look_at_clock(&self, session: &mut Session) -> Result<()> {
        let read = || *self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        if read().is_some_and(|(_, asked)| asked.elapsed() < CLOCK_MAX_AGE) && !session.is_new() {
            return Ok(());
        }
        let asked = Instant::now();
        let now = session.now_ms()?;
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, asked));
        Ok(())
    }
}

/// Has `work` know of every notice that there is some, for as long as the program runs. Where it hears nothing, runners look by themselves.
async fn listen(config: Config, tls: Tls, work: Arc<Notify>) {
    loop {
        if let Ok((client, mut connection)) = config.connect(tls.clone()).await {
            let hearing = async {
                while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
                    if matches!(message, AsyncMessage::Notification(_)) {
                        work.notify_one();
                    }
                }
            };
            let asking = async {
                let _ = client.batch_execute(&format!("LISTEN {CHANNEL}")).await;
                // Notices sent before we listened are lost: look once for the work that they were about.
                work.notify_one();
                std::future::pending::<()>().await;
            };
            tokio::select! {
                () = hearing => {}
                () = asking => {}
            }
        }
        sleep(LOOK).await;
    }
}

/// Whether the address and the authority of `settings` can be used.
///
/// # Errors
/// What is wrong, as a sentence without a full stop.
pub(crate) fn check(settings: &SharedStorage) -> std::result::Result<(), String> {
    address(settings)?;
    Tls::new(settings.ca.as_deref()).map(drop)
}

/// What the address of `settings` stands for.
///
/// # Errors
/// As [`check`].
fn address(settings: &SharedStorage) -> std::result::Result<Config, String> {
    let url = &settings.url;
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err("the storage is not the address of a PostgreSQL database".to_owned());
    }
    let mut config: Config = url.parse().map_err(|error: tokio_postgres::Error| {
        let reason = std::error::Error::source(&error).map(ToString::to_string);
        format!("the address of the storage cannot be read: {}", reason.unwrap_or_else(|| error.to_string()))
    })?;
    if config.get_hosts().is_empty() || config.get_dbname().is_none() {
        return Err("the address of the storage names no host or no database".to_owned());
    }
    if let Some(password) = &settings.password {
        config.password(password);
    }
    let is_near = |host: &Host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    if !url.contains("sslmode=") {
        // What leaves the machine is encrypted, or the settings say that it is not.
        let is_here = config.get_hosts().iter().all(is_near);
        config.ssl_mode(if is_here { SslMode::Disable } else { SslMode::Require });
    }
    config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    config.application_name("wordify");
    config.connect_timeout(GONE_AFTER / 6);
    config.tcp_user_timeout(GONE_AFTER).keepalives_idle(GONE_AFTER).keepalives_interval(GONE_AFTER / 3);
    Ok(config)
}

/// The hosts of the address, and the database on them: what may be shown of it.
pub(crate) fn name_of(settings: &SharedStorage) -> String {
    let Ok(config) = address(settings) else { return "PostgreSQL".to_owned() };
    let hosts: Vec<String> = config
        .get_hosts()
        .iter()
        .map(|host| match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(path) => path.display().to_string(),
        })
        .collect();
    format!("the PostgreSQL database “{}” at {}", config.get_dbname().unwrap_or_default(), hosts.join(", "))
}

/// An error of the start with what to do about it, where that is known.
fn explained(error: StorageError) -> StorageError {
    let StorageError::Server(cause) = &error else { return error };
    let Some(code) = cause.code() else { return error };
    let remedy = if *code == SqlState::INSUFFICIENT_PRIVILEGE {
        "its user lacks a right: make the user of the site the owner of the database (ALTER DATABASE … OWNER TO …)"
    } else if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        "it takes no changes: name the host that does, or all hosts of the database"
    } else {
        return error;
    };
    StorageError::Unsuited(format!("{error}; {remedy}"))
}
