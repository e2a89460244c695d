//! The data folder: where the files of a job are while the job needs them.
//!
//! ```text
//! wordify.db            queue and sealed results (SQLite, with -wal and -shm)
//! wordify.lock          held while the database is opened
//! control.sock, acme/    of the server: status and reload; its certificate
//! jobs/ID/upload        the file as it came
//! jobs/ID/inspection    what was read (JSON, with the first documents)
//! jobs/ID/checkpoint    counts of a run under way; no text
//! jobs/ID/parts/NAME    sealed parts of a result on their way into the database
//! ```
//!
//! `jobs/ID` is deleted whole as soon as the job has ended. Names come from us alone, never from a visitor.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::jobs::key::JobId;

/// The data folder of a site.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Opens the folder at `root`, made when absent, readable by its owner only.
    ///
    /// # Errors
    /// When it cannot be made or written.
    pub fn open(root: &Path) -> io::Result<Self> {
        let folder = Self { root: root.to_path_buf() };
        make_private(&folder.root)?;
        make_private(&folder.root.join("jobs"))?;
        Ok(folder)
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        Self::database_in(&self.root)
    }

    /// The database of the data folder at `root`.
    pub fn database_in(root: &Path) -> PathBuf {
        root.join("wordify.db")
    }

    /// The folder of a job.
    pub fn job(&self, id: &JobId) -> PathBuf {
        self.root.join("jobs").join(id.as_str())
    }

    /// The uploaded file of a job.
    pub fn upload(&self, id: &JobId) -> PathBuf {
        self.job(id).join("upload")
    }

    /// What was read from it.
    pub fn inspection(&self, id: &JobId) -> PathBuf {
        self.job(id).join("inspection")
    }

    /// The counts of a run under way.
    pub fn checkpoint(&self, id: &JobId) -> PathBuf {
        self.job(id).join("checkpoint")
    }

    /// The folder of the sealed parts of a result.
    pub fn parts(&self, id: &JobId) -> PathBuf {
        self.job(id).join("parts")
    }

    /// Makes the folder of a job.
    ///
    /// # Errors
    /// When it cannot be made, or is there already.
    pub fn make_job(&self, id: &JobId) -> io::Result<()> {
        let path = self.job(id);
        fs::create_dir(&path)?;
        make_private(&path)
    }

    /// Deletes the folder of a job with all that is in it; no error if there is none.
    ///
    /// # Errors
    /// When it cannot be deleted.
    pub fn delete_job(&self, id: &JobId) -> io::Result<()> {
        match fs::remove_dir_all(self.job(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The jobs that have a folder, in no order.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn jobs(&self) -> io::Result<Vec<JobId>> {
        let mut ids = Vec::new();
        for entry in fs::read_dir(self.root.join("jobs"))? {
            if let Ok(name) = entry?.file_name().into_string() {
                ids.push(JobId::stored(name));
            }
        }
        Ok(ids)
    }
}

fn make_private(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}
