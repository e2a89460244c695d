//! What every part of the application works with.

use std::fmt;
use std::io;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{OnceCell, Semaphore};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::config::{Config, SharedStorage};
use crate::counters::Counters;
use crate::fixed::FixedPages;
use crate::frame::Frame;
use crate::jobs::folder::Folder;
use crate::jobs::job::State;
use crate::jobs::places::Places;
use crate::jobs::queue::Runner;
use crate::jobs::record::{Bounds, MailBounds};
use crate::jobs::storage::{Storage, StorageError, shared};
use crate::jobs::view::Worked;
use crate::request_memory::RequestMemory;
use crate::shown::Shown;
use crate::texts::{TextError, Texts};
use crate::visitor::{DaySecrets, VisitorSecret};
use crate::watchers::Watchers;

/// How long a process that starts waits for a database that another has. A master believes for 30 s that a worker gets ready, and
/// SQLite's own waiting comes on top.
const DATABASE_PATIENCE: Duration = Duration::from_secs(15);
/// Between two attempts: an upgrade of the database, or a backup, holds it for less.
const DATABASE_PAUSE: Duration = Duration::from_millis(100);

/// A site at work. Clones are the same site, and cost next to nothing: each request needs several.
#[derive(Debug, Clone)]
pub struct App(Arc<Parts>);

/// The settings of a site and what holds its data.
#[derive(Debug)]
pub struct Parts {
    /// How the site works.
    pub config: Arc<Config>,
    /// Queue and results.
    pub storage: Storage,
    /// Uploads and checkpoints.
    pub folder: Arc<Folder>,
    /// The program that is run as an analyst: this one.
    pub program: Arc<Path>,
    /// Asks every loop and every event stream to come to its end, because this process is to stop.
    pub drain: CancellationToken,
    /// What makes visitors out of addresses.
    pub visitors: DaySecrets,
    /// Places for analysts that run jobs.
    pub run_places: Places,
    /// Places for analysts that look at uploads.
    pub inspection_places: Places,
    /// Inspections of this process wait for a place in the order in which they came.
    pub(crate) inspection_line: Semaphore,
    /// Event streams of this process.
    pub(crate) watchers: Watchers,
    /// What this process counts.
    pub counters: Arc<Counters>,
    /// What requests may hold in memory.
    pub request_memory: RequestMemory,
    /// What stands around every page.
    pub frame: Arc<Frame>,
    /// What the institution that runs the site has to say.
    pub texts: Texts,
    /// Pages that stay the same.
    pub(crate) pages: FixedPages,
    /// What is found in the sample, opened when its page is first asked for.
    pub(crate) worked: OnceCell<Worked>,
    /// Pages of results that were shown just now.
    pub(crate) shown: Shown,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The site cannot begin its work.
#[derive(Debug)]
pub enum OpenError {
    /// The data folder.
    Folder(PathBuf, io::Error),
    /// The database.
    Storage(PathBuf, StorageError),
    /// The database of several hosts: what it is called.
    Shared(String, StorageError),
    /// A file of the institution.
    Text(TextError),
    /// There are uploads, and an empty database: that with their jobs and with all results is gone.
    Vanished(PathBuf),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path, error) => {
                write!(f, "the data folder {} cannot be used: {error}", path.display())
            }
            Self::Storage(path, error) => {
                write!(f, "the database {} cannot be used: {error}", path.display())
            }
            Self::Shared(name, error) => write!(f, "{name} cannot be used: {error}"),
            Self::Text(error) => write!(f, "{}: {}", error.key, error.message),
            Self::Vanished(path) => {
                write!(
                    f,
                    "the database {} is empty, but there are uploads beside it: restore the database from a backup, or move the \
                     folder jobs away to begin anew",
                    path.display()
                )
            }
        }
    }
}

impl std::error::Error for OpenError {}

impl App {
    /// Opens the data folder and the database, both made when absent.
    ///
    /// # Errors
    /// When one of them cannot be used; a database that another process has, only after some seconds of it.
    pub async fn open(config: Config, program: PathBuf, drain: CancellationToken) -> Result<Self, OpenError> {
        let folder = Folder::of(&config).map_err(|error| OpenError::Folder(config.data.clone(), error))?;
        let storage = open_database(&config, &folder).await?;
        let places = |kind, count| Places::new(folder.places(), kind, count);
        let run_places = places("run", config.jobs.at_once);
        let inspection_places = places("inspect", config.jobs.inspections);
        let visitors = DaySecrets::new(folder.secrets());
        let texts = Texts::load(&config.legal).map_err(OpenError::Text)?;
        let frame = Arc::new(Frame::new(&config));
        Ok(Self(Arc::new(Parts {
            config: Arc::new(config),
            storage,
            folder: Arc::new(folder),
            program: program.into(),
            drain,
            visitors,
            run_places,
            inspection_places,
            inspection_line: Semaphore::new(1),
            watchers: Watchers::default(),
            counters: Arc::default(),
            request_memory: RequestMemory::default(),
            frame,
            texts,
            pages: FixedPages::default(),
            worked: OnceCell::new(),
            shown: Shown::default(),
        })))
    }

    /// Whether a site with `config` could open its folder and its database, as a sentence. Nothing is made.
    ///
    /// # Errors
    /// Why it could not.
    pub async fn check(config: &Config) -> Result<String, String> {
        let folder = config.data.display();
        // What is not there yet is made in the nearest folder that is.
        let there = config.data.ancestors().find(|path| path.exists()).unwrap_or(Path::new("/"));
        let probe = there.join(format!(".probe-{}", std::process::id()));
        let written = std::fs::write(&probe, b"probe").and_then(|()| std::fs::remove_file(&probe));
        written.map_err(|error| format!("{} cannot be written: {error}", there.display()))?;
        if let Some(settings) = &config.storage {
            let folder_is_free = Folder::check_for_several(&config.data);
            folder_is_free.map_err(|error| format!("{folder} cannot be used: {error}"))?;
            let database = check_shared(settings).await?;
            return Ok(format!("{folder} can be written; {database}"));
        }
        let database = Folder::database_in(&config.data);
        let Some(storage) = Storage::existing(&database).map_err(|error| error.to_string())? else {
            if config.data.join("jobs").read_dir().is_ok_and(|mut jobs| jobs.next().is_some()) {
                return Err(OpenError::Vanished(database).to_string());
            }
            return Ok(format!("{folder} can be written; the database is made at the first start"));
        };
        storage.check_writable().await.map_err(|error| error.to_string())?;
        storage.check_whole().await.map_err(|error| error.to_string())?;
        Ok(format!("{folder} and its database can be written, and every page of it can be read"))
    }

    /// How many jobs the site with `config` has, by state; none where there is no database yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn counts(config: &Config) -> Result<Vec<(State, usize)>, StorageError> {
        match existing(config).await? {
            Some(storage) => storage.counts().await,
            None => Ok(Vec::new()),
        }
    }

    /// What makes visitors out of addresses on the day that `now` is in: the same on all hosts.
    pub(crate) async fn day_secret(&self, now: i64) -> Arc<VisitorSecret> {
        if self.storage.is_shared() && self.visitors.known(now).is_none() {
            match self.storage.day_secret(now).await {
                Ok(Some(secret)) => return self.visitors.give(now, secret),
                Ok(None) => {}
                // This host names visitors by itself then; nobody is turned away for that.
                Err(error) => tracing::error!(error = %error, "the secret of the day cannot be had"),
            }
        }
        self.visitors.of_day(now)
    }

    /// What running jobs needs of the site.
    pub fn runner(&self) -> Runner {
        Runner {
            config: Arc::clone(&self.config),
            storage: self.storage.clone(),
            folder: Arc::clone(&self.folder),
            places: self.run_places.clone(),
            program: Arc::clone(&self.program),
            drain: self.drain.clone(),
        }
    }

    /// What may be stored and queued, for a visitor with or without a limit of their own.
    pub fn bounds(&self, is_visitor_limited: bool) -> Bounds {
        let limits = &self.config.limits;
        Bounds {
            per_visitor: if is_visitor_limited { limits.jobs_per_visitor_max } else { usize::MAX },
            queued: limits.queued_max,
            uploads_bytes: limits.uploads_bytes_max,
            // What is kept must leave room for what is to be done.
            kept_bytes: limits.uploads_bytes_max / 2,
            mails: MailBounds {
                per_recipient: limits.mails_per_recipient_max,
                per_visitor: limits.mails_per_visitor_max,
                per_day: limits.mails_per_day_max,
            },
        }
    }

    /// Whether new work can be taken on.
    ///
    /// # Errors
    /// What stands against it.
    pub async fn check_ready(&self) -> Result<(), String> {
        if self.drain.is_cancelled() {
            return Err("the server is being stopped".into());
        }
        self.storage.check_writable().await.map_err(|error| error.to_string())?;
        let probe = self.config.data.join(format!(".probe-{}", std::process::id()));
        let written = tokio::fs::write(&probe, b"probe").await;
        let removed = tokio::fs::remove_file(&probe).await;
        written.and(removed).map_err(|error| format!("the data folder cannot be written: {error}"))
    }
}

/// Opens the database of the site, made when absent. One that another process has is tried again: a worker that gave up would end a
/// site that starts.
async fn open_database(config: &Config, folder: &Folder) -> Result<Storage, OpenError> {
    let begun = Instant::now();
    loop {
        let opened = match &config.storage {
            None => try_database(folder),
            Some(settings) => {
                let opened = Storage::open_shared(settings).await;
                opened.map_err(|error| OpenError::Shared(shared::name_of(settings), error))
            }
        };
        match opened {
            Err(OpenError::Storage(_, error) | OpenError::Shared(_, error))
                if error.is_locked() && begun.elapsed() < DATABASE_PATIENCE =>
            {
                sleep(DATABASE_PAUSE).await;
            }
            opened => return opened,
        }
    }
}

/// The database of the site with `config` as it is; none where there is none yet.
///
/// # Errors
/// When it cannot be used.
pub(crate) async fn existing(config: &Config) -> Result<Option<Storage>, StorageError> {
    match &config.storage {
        None => Storage::existing(&Folder::database_in(&config.data)),
        Some(settings) => Storage::existing_shared(settings).await,
    }
}

/// Whether this host can work with the database of `settings`, as a clause. Nothing is made.
///
/// # Errors
/// Why it cannot.
async fn check_shared(settings: &SharedStorage) -> Result<String, String> {
    let name = shared::name_of(settings);
    let unusable = |error: StorageError| format!("{name} cannot be used: {error}");
    let storage = match Storage::existing_shared(settings).await {
        Err(StorageError::Older(version)) => {
            return Ok(format!("{name} has version {version}, and is brought up when the site starts"));
        }
        found => found.map_err(unusable)?,
    };
    let Some(storage) = storage else {
        return Ok(format!("{name} takes our connection; its tables are made at the first start"));
    };
    storage.check_writable().await.map_err(unusable)?;
    let doubt = storage.doubt().map(|doubt| format!("; {doubt}")).unwrap_or_default();
    Ok(format!("{name} can be written{doubt}"))
}

fn try_database(folder: &Folder) -> Result<Storage, OpenError> {
    let path = folder.database();
    let of_storage = |error| OpenError::Storage(path.clone(), error);
    if Storage::existing(&path).map_err(of_storage)?.is_none() && has_uploads(folder) {
        return Err(OpenError::Vanished(path));
    }
    Storage::open(&path).map_err(of_storage)
}

/// Whether files of jobs are there.
fn has_uploads(folder: &Folder) -> bool {
    folder.jobs().is_ok_and(|jobs| !jobs.is_empty())
}
