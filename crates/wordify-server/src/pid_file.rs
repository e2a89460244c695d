//! The file that says which process the master is.

use std::fs;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::sys::signal::kill;
use nix::unistd::Pid;

use crate::Problem;

/// Removed when dropped.
#[derive(Debug)]
pub(crate) struct PidFile(PathBuf);

impl PidFile {
    /// # Errors
    /// When another master runs, or the file cannot be written.
    pub(crate) fn write(path: &Path) -> Result<Self, Problem> {
        let own = std::process::id();
        let other = fs::read_to_string(path).ok().and_then(|text| text.trim().parse::<i32>().ok());
        if let Some(pid) = other.filter(|pid| *pid > 0 && u32::try_from(*pid) != Ok(own) && is_alive(*pid)) {
            return Err(Problem::new(
                format!("{} names process {pid}, which is running", path.display()),
                format!(
                    "stop it with `kill {pid}`, or set another `pid_file`; if it is something else, remove the file"
                ),
            ));
        }
        fs::write(path, format!("{own}\n")).map_err(|error| {
            Problem::new(
                format!("cannot write the pid file {}: {error}", path.display()),
                "make its folder, and let the user that starts the server write to it",
            )
        })?;
        Ok(Self(path.to_owned()))
    }
}

impl Drop for PidFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Also where it is another user's.
fn is_alive(pid: i32) -> bool {
    kill(Pid::from_raw(pid), None) != Err(Errno::ESRCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pid_file_of_a_running_process_is_respected_and_that_of_a_dead_one_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pid");
        fs::write(&path, "1\n").expect("a file");
        assert!(PidFile::write(&path).expect_err("process 1 runs").what.contains("process 1"));
        for stale in ["", "0", "-1", "2147483647\n", "text"] {
            fs::write(&path, stale).expect("a file");
            let file = PidFile::write(&path).expect(stale);
            assert_eq!(fs::read_to_string(&path).expect("it is there"), format!("{}\n", std::process::id()));
            drop(file);
            assert!(!path.exists());
        }
    }
}
