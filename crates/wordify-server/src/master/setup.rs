//! What a program wants of its master.

use std::collections::BTreeMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::fleet::Plan;
use crate::settings::{Restart, Timeouts};
use crate::{Problem, Settings, certificates};

/// Settings and the kinds of workers that run under them.
#[derive(Debug, Clone, PartialEq)]
pub struct Setup {
    /// The name by which this program was called, from which it is started again.
    pub called: OsString,
    /// The table `[server]`.
    pub settings: Settings,
    /// The first kind is the one that TTIN and TTOU change.
    pub kinds: Vec<WorkerKind>,
}

/// A kind of worker: how many, and what to run.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkerKind {
    /// A word, for logs and status.
    pub name: String,
    /// How many run.
    pub count: usize,
    /// What the program is called with.
    pub arguments: Vec<OsString>,
    /// What is added to the environment, such as settings that have been checked, so that a worker that starts later does not
    /// read a file that was changed meanwhile.
    pub environment: BTreeMap<String, OsString>,
    /// Variables of the master that its workers do not get, such as those with passwords.
    pub withheld: Vec<String>,
    /// Whether it gets the listeners.
    pub serves: bool,
    /// How long to wait for it.
    pub timeouts: Timeouts,
    /// When to replace it.
    pub restart: Restart,
}

impl Setup {
    /// # Errors
    /// When two kinds have one name, or the settings contradict themselves.
    pub(super) fn check(&self) -> Result<(), Problem> {
        let mut names: Vec<&str> = self.kinds.iter().map(|kind| kind.name.as_str()).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(Problem::new(
                format!("two kinds of workers are called {:?}", pair[0]),
                "this is a fault of the program: give each a name of its own",
            )),
            None => certificates::problem(&self.settings).map_or(Ok(()), Err),
        }
    }
}

impl WorkerKind {
    /// Workers that serve on the listeners, as many as the settings say.
    pub fn web<I: IntoIterator<Item = S>, S: Into<OsString>>(settings: &Settings, arguments: I) -> Self {
        Self {
            serves: true,
            restart: settings.restart.clone(),
            ..Self::other("web", settings.web_workers(), settings, arguments)
        }
    }

    /// The one that obtains certificates, where the settings want that; it runs [`certificates::keep`].
    pub fn certificates<I: IntoIterator<Item = S>, S: Into<OsString>>(
        settings: &Settings,
        arguments: I,
    ) -> Self {
        Self::other("certificates", usize::from(settings.acme_in_use().is_some()), settings, arguments)
    }

    /// Workers that do something else.
    pub fn other<I: IntoIterator<Item = S>, S: Into<OsString>>(
        name: &str,
        count: usize,
        settings: &Settings,
        arguments: I,
    ) -> Self {
        Self {
            name: name.to_owned(),
            count,
            arguments: arguments.into_iter().map(Into::into).collect(),
            environment: BTreeMap::new(),
            withheld: Vec::new(),
            serves: false,
            timeouts: settings.timeouts.clone(),
            restart: Restart::default(),
        }
    }

    pub(super) fn plan(&self) -> Plan {
        Plan {
            kind: self.name.clone(),
            count: self.count,
            ready_timeout: self.timeouts.ready.duration(),
            heartbeat_timeout: self.timeouts.heartbeat.duration(),
            drain_timeout: self.timeouts.drain.duration(),
            requests_max: self.restart.requests,
            memory_bytes_max: self.restart.memory_bytes,
        }
    }
}

/// The path by which this program was `called`, which a new version is installed at.
///
/// Not that of the running file: once a new version has replaced it, that one names a deleted file. Symbolic links stay as
/// they are, because changing one is a way to install.
///
/// # Errors
/// When the program cannot be found by the name that it was called by.
pub(super) fn installed_path(called: &OsStr) -> Result<PathBuf, Problem> {
    let called = Path::new(called);
    let found = if called.components().count() > 1 {
        std::path::absolute(called).ok()
    } else {
        let path = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&path).map(|folder| folder.join(called)).find(|path| path.is_file())
    };
    found.filter(|path| path.is_file()).ok_or_else(|| {
        Problem::new(
            format!("cannot find the program {:?} again, to start workers from it", called.display()),
            "call it by its full path",
        )
    })
}
