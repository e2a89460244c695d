//! The data folder: where the files of a job are while the job needs them.
//!
//! ```text
//! wordify.db            queue and sealed results (SQLite, with -wal and -shm); on several hosts there is none
//! wordify.lock          held while the database is opened
//! control.sock, acme/    of the server: status and reload; its certificate
//! places/KIND-NUMBER    empty files; who has locked one may have an analyst work
//! sample/result         what is found in the sample (JSON), and by which program
//! secrets/DAY           what makes names of addresses on that day; deleted when it is over
//! jobs/ID/upload        the file as it came
//! jobs/ID/inspection    what was read (JSON, with the first documents)
//! jobs/ID/checkpoint    counts of a run under way; no text
//! jobs/ID/crashes       a byte for each crash of its analyst
//! jobs/ID/parts/NAME    sealed parts of a result on their way into the database
//! ```
//!
//! `jobs/ID` is deleted whole as soon as the job has ended. Names come from us alone, never from a visitor.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::jobs::key::JobId;

/// The data folder of a site.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Opens the folder at `root`. It is made when absent, readable by its owner only; one that is there keeps its permissions, and
    /// what is made in it is for its owner only.
    ///
    /// # Errors
    /// When it cannot be made or written, or holds the files of somebody else.
    pub fn open(root: &Path) -> io::Result<Self> {
        let folder = Self::open_any(root)?;
        make_database(&folder.database())?;
        Ok(folder)
    }

    /// As [`Folder::open`], for a host of a site whose database is elsewhere: what is in the folder of such a host are copies.
    ///
    /// # Errors
    /// As [`Folder::open`], and when it holds the database of a site on one machine.
    pub fn open_for_several(root: &Path) -> io::Result<Self> {
        Self::check_for_several(root)?;
        Self::open_any(root)
    }

    /// Whether the folder at `root`, if there is one, can be that of one of several hosts.
    ///
    /// # Errors
    /// When it holds the database of a site on one machine, whose jobs would be taken for copies.
    pub fn check_for_several(root: &Path) -> io::Result<()> {
        if Self::database_in(root).exists() {
            return Err(io::Error::other(
                "it holds the database of a site on one machine; name another folder with `data`, or take `storage` out of the settings",
            ));
        }
        Ok(())
    }

    /// As the settings of a site want it.
    ///
    /// # Errors
    /// As [`Folder::open`] and [`Folder::open_for_several`].
    pub fn of(config: &Config) -> io::Result<Self> {
        match config.storage {
            None => Self::open(&config.data),
            Some(_) => Self::open_for_several(&config.data),
        }
    }

    fn open_any(root: &Path) -> io::Result<Self> {
        let folder = Self { root: root.to_path_buf() };
        match fs::read_dir(root) {
            Ok(entries) => check_ours(&folder.database(), entries)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => make_private(root)?,
            Err(error) => return Err(error),
        }
        for name in ["jobs", "places", "sample", "secrets"] {
            make_private(&root.join(name))?;
        }
        Ok(folder)
    }

    /// The folder of the files by which processes share places for analysts.
    pub fn places(&self) -> PathBuf {
        self.root.join("places")
    }

    /// What is found in the sample.
    pub fn sample(&self) -> PathBuf {
        self.root.join("sample").join("result")
    }

    /// The folder of the secrets of days.
    pub fn secrets(&self) -> PathBuf {
        self.root.join("secrets")
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

    /// As many bytes as its analyst has crashed.
    pub fn crashes(&self, id: &JobId) -> PathBuf {
        self.job(id).join("crashes")
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
        private_builder().create(self.job(id))
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

/// What a data folder may hold before there is a database in it: files of the server, and of the file system.
const BEFORE_DATABASE: [&str; 9] = [
    "wordify.lock",
    "jobs",
    "places",
    "sample",
    "secrets",
    "acme",
    "control.sock",
    "lost+found",
    "wordify.toml",
];

/// Whether a folder that is there is a data folder, or may become one: else `--data /tmp` would put its files among others.
fn check_ours(database: &Path, entries: fs::ReadDir) -> io::Result<()> {
    if database.exists() {
        return Ok(());
    }
    for entry in entries {
        let name = entry?.file_name();
        if !BEFORE_DATABASE.iter().any(|ours| name == *ours) {
            let message = format!("it holds {}, and no database of Wordify", name.display());
            return Err(io::Error::new(io::ErrorKind::DirectoryNotEmpty, message));
        }
    }
    Ok(())
}

/// Makes a folder with all above it; one that is there stays as it is.
fn make_private(path: &Path) -> io::Result<()> {
    private_builder().recursive(true).create(path)
}

fn private_builder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Makes an empty database where there is none, for its owner only; SQLite gives its other files the same permissions.
fn make_database(path: &Path) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o777
    }

    #[test]
    fn a_folder_that_is_made_is_private_and_one_that_is_there_keeps_its_permissions() {
        let outer = tempfile::tempdir().expect("a folder");
        let made = outer.path().join("made");
        Folder::open(&made).expect("made");
        assert_eq!((mode(&made), mode(&made.join("wordify.db"))), (0o700, 0o600));
        let shared = outer.path().join("shared");
        fs::create_dir(&shared).expect("made");
        fs::set_permissions(&shared, fs::Permissions::from_mode(0o777)).expect("ours");
        let folder = Folder::open(&shared).expect("opened");
        assert_eq!(
            (mode(&shared), mode(&folder.places()), mode(&shared.join("jobs"))),
            (0o777, 0o700, 0o700)
        );
        Folder::open(&shared).expect("opened again");
    }

    #[test]
    fn the_folder_of_one_of_several_hosts_has_no_database_and_one_that_has_is_refused() {
        let outer = tempfile::tempdir().expect("a folder");
        let (host, machine) = (outer.path().join("host"), outer.path().join("machine"));
        for _ in 0..2 {
            let folder = Folder::open_for_several(&host).expect("opened");
            assert!(folder.secrets().exists() && !folder.database().exists());
        }
        Folder::open(&machine).expect("made");
        let error = Folder::open_for_several(&machine).expect_err("its jobs would be lost");
        assert!(error.to_string().contains("one machine"), "{error}");
    }

    #[test]
    fn a_folder_with_files_of_others_is_refused_and_nothing_is_made_in_it() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("letter.txt"), "Dear all").expect("written");
        let error = Folder::open(folder.path()).expect_err("refused");
        assert!(error.to_string().contains("letter.txt"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }
}
