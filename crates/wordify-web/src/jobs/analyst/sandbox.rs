//! The walls around an analyst: it reads files from anyone, so that a fault in a reader must lead nowhere.
//!
//! It may touch the folder of its own job and nothing else: no other upload, not the database, no program, no process of the site, no
//! network. The kernel enforces it (Landlock, Linux 5.13; the network since 6.7); where it cannot, the analyst works without, and
//! `wordify check` says so.

#[cfg(target_os = "linux")]
mod walls {
    use std::path::Path;

    use landlock::{
        ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr,
        RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
    };

    /// What the walls are made for; a kernel that knows less gives those that it knows.
    const KNOWN: ABI = ABI::V6;

    /// Puts this thread, and all that it will start, behind the walls, with `open` as the only folder within.
    pub(super) fn raise(open: Option<&Path>) -> Result<RulesetStatus, RulesetError> {
        let ruleset = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(KNOWN))?
            .handle_access(AccessNet::from_all(KNOWN))?
            .scope(Scope::from_all(KNOWN))?
            .create()?;
        let within = AccessFs::ReadFile
            | AccessFs::ReadDir
            | AccessFs::WriteFile
            | AccessFs::Truncate
            | AccessFs::MakeReg
            | AccessFs::MakeDir
            | AccessFs::RemoveFile;
        // A folder that is not there has nothing to be read.
        let rules =
            open.and_then(|folder| PathFd::new(folder).ok()).map(|folder| PathBeneath::new(folder, within));
        let status = ruleset.add_rules(rules.into_iter().map(Ok::<_, RulesetError>))?.restrict_self()?;
        Ok(status.ruleset)
    }
}

use std::path::Path;

/// Leaves this process, which must have one thread only, nothing but `folder`. Where the system has no walls, the work is done without.
#[cfg_attr(not(target_os = "linux"), expect(unused_variables, reason = "there are no walls"))]
pub(super) fn enter(folder: &Path) {
    #[cfg(target_os = "linux")]
    let _ = walls::raise(Some(folder));
}

/// What this system has of the walls, as a sentence. It is tried on a thread of its own, which ends.
///
/// # Errors
/// What it lacks, and what that means.
pub fn sandbox_state() -> Result<String, String> {
    #[cfg(target_os = "linux")]
    {
        use landlock::RulesetStatus;
        let tried = std::thread::spawn(|| walls::raise(None)).join();
        match tried {
            Ok(Ok(RulesetStatus::FullyEnforced)) => {
                return Ok("an analysis can reach its own folder only, and no network (Landlock)".to_owned());
            }
            Ok(Ok(RulesetStatus::PartiallyEnforced)) => {
                return Err("this kernel has an older Landlock: an analysis can reach its own folder only, but perhaps the network; \
                            Linux 6.12 has all of it"
                    .to_owned());
            }
            _ => {}
        }
    }
    Err("this system has no Landlock: a fault in a reader of files could reach other uploads and the network; Linux 5.13 and later have \
         it, unless it is turned off"
        .to_owned())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn behind_the_walls_there_is_the_own_folder_and_nothing_else() {
        if sandbox_state().is_err() {
            let lack = "this kernel has no whole Landlock";
            assert!(std::env::var_os("TESTS_REQUIRE_ALL").is_none(), "{lack}");
            eprintln!("skipped: {lack}");
            return;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let (own, other) = (folder.path().join("own"), folder.path().join("other"));
        for job in [&own, &other] {
            fs::create_dir(job).expect("made");
            fs::write(job.join("upload"), "text").expect("written");
        }
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("it is bound");
        // The walls are of this thread.
        std::thread::spawn(move || {
            enter(&own);
            assert_eq!(fs::read(own.join("upload")).expect("its own"), b"text");
            fs::create_dir(own.join("parts")).expect("its own");
            fs::write(own.join("parts").join("new"), "counts").expect("its own");
            fs::rename(own.join("parts").join("new"), own.join("parts").join("old")).expect("its own");
            fs::read(other.join("upload")).expect_err("another's");
            fs::write(other.join("upload"), "").expect_err("another's");
            fs::read("/proc/self/environ").expect_err("of a process");
            std::process::Command::new("/bin/true").status().expect_err("a program");
            TcpStream::connect(address).expect_err("the network");
        })
        .join()
        .expect("no wall is missing");
    }
}
