//! A PostgreSQL server for the tests of this process, on a socket in a temporary folder. It ends with the process, however that ends.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Who runs it where the tests run as root: PostgreSQL refuses to.
const NOBODY: u32 = 65_534;
/// Starts the server, says so, and stops it when nobody holds the standard input open any more.
const KEEPER: &str = r#"
if [ -n "$3" ]; then
    "$0/pg_basebackup" -h "$3" -U wordify -D "$1/data" -R -X stream --no-sync >"$1/initdb.log" 2>&1 || exit 1
else
    "$0/initdb" -D "$1/data" -U wordify --auth=trust --encoding=UTF8 --no-locale --no-sync >"$1/initdb.log" 2>&1 || exit 1
fi
"$0/pg_ctl" -w -D "$1/data" -l "$1/log" -o "-k '$1' -c listen_addresses= $2" start >"$1/start.log" 2>&1 </dev/null || exit 1
echo ready
read -r _
"$0/pg_ctl" -D "$1/data" -m immediate stop >/dev/null 2>&1
rm -rf "$1"
"#;

/// A server.
#[derive(Debug)]
pub(crate) struct Server {
    folder: PathBuf,
    /// Its standard input is held open as long as the server shall run.
    _keeper: Child,
}

impl Server {
    /// Starts one with `options`, such as `-c fsync=off`; none where PostgreSQL is not installed.
    pub(crate) fn start(options: &str) -> Option<Self> {
        Self::start_from(None, options, |_| ())
    }

    /// As [`Server::start`], with what `prepare` puts into its folder before.
    pub(crate) fn start_prepared(options: &str, prepare: impl FnOnce(&Path)) -> Option<Self> {
        Self::start_from(None, options, prepare)
    }

    /// A standby of `primary`.
    pub(crate) fn standby_of(primary: &Self) -> Self {
        Self::start_from(Some(primary), "", |_| ()).expect("the primary was started")
    }

    fn start_from(primary: Option<&Self>, options: &str, prepare: impl FnOnce(&Path)) -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(std::env::var_os("TESTS_REQUIRE_ALL").is_none(), "PostgreSQL is not installed");
            eprintln!("skipped: PostgreSQL is not installed");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder").keep();
        prepare(&folder);
        let mut command = Command::new("sh");
        command.arg("-c").arg(KEEPER).arg(programs).arg(&folder).arg(options).current_dir("/");
        command.arg(primary.map_or("".as_ref(), |primary| primary.folder.as_os_str()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        if fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0) {
            let own = fs::read_dir(&folder).expect("listed").map(|entry| entry.expect("an entry").path());
            for path in own.chain([folder.clone()]) {
                chown(path, Some(NOBODY), Some(NOBODY)).expect("root may");
            }
            command.uid(NOBODY).gid(NOBODY);
        }
        let mut keeper = command.spawn().expect("a shell");
        let mut line = String::new();
        let stdout = keeper.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("read");
        let log = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(line, "ready\n", "{}{}{}", log("initdb.log"), log("start.log"), log("log"));
        Some(Self { folder, _keeper: keeper })
    }

    /// What a statement gives in a database on it, with `psql`: columns divided by `|`, rows by line ends.
    pub(crate) fn psql(&self, database: &str, sql: &str) -> String {
        let mut psql = Command::new(programs().expect("it runs").join("psql"));
        psql.arg("-h").arg(&self.folder).args(["-U", "wordify", "-d", database, "-X", "-A", "-t", "-c", sql]);
        let output = psql.output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Kills it, as where the power goes.
    pub(crate) fn kill(&self) {
        let pid = fs::read_to_string(self.folder.join("data/postmaster.pid")).expect("it runs");
        let pid = pid.lines().next().expect("a process");
        // Its children see that it is gone, and go.
        let killed = Command::new("kill").args(["-KILL", pid]).status();
        assert!(killed.is_ok_and(|status| status.success()));
    }

    /// The folder of its socket, as addresses have it.
    pub(crate) fn host(&self) -> String {
        self.folder.display().to_string().replace('/', "%2F")
    }

    /// The address of a database on it.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://wordify@{}/{database}", self.host())
    }
}

/// The folder of the programs of the newest PostgreSQL of Debian's, or of any in the path.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.filter_map(|entry| {
        let number = entry.file_name().to_str()?.parse::<u32>().ok()?;
        Some((number, entry.path().join("bin")))
    });
    let newest = debian.filter(|(_, folder)| folder.join("initdb").is_file()).max();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_path = || std::env::split_paths(&path).find(|folder: &PathBuf| has_server(folder));
    newest.map(|(_, folder)| folder).or_else(in_path)
}

fn has_server(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|program| folder.join(program).is_file())
}
