//! The example program as a process that a test can watch, and that never outlives the test.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;
use wordify_server::Status;
use wordify_server::control;

/// Nothing here should take so long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A running server in a folder of its own.
pub(crate) struct Server {
    pub(crate) folder: TempDir,
    child: Child,
    lines: Receiver<String>,
    seen: Mutex<Vec<String>>,
    /// Every process that was ever seen, for the end.
    pids: Mutex<BTreeSet<u32>>,
    pub(crate) address: String,
}

/// The example program, built as it is now.
pub(crate) fn greeter() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        // Tests do not build examples by themselves when only one of them is asked for.
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        // With the features that the whole workspace asks of its dependencies, or they would all be built once more.
        cargo.args(["build", "--quiet", "--workspace", "--example", "greeter"]);
        // What the outer cargo tells a test about its package; ring would be built anew for it.
        for (name, _) in std::env::vars() {
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                cargo.env_remove(name);
            }
        }
        let status = cargo.status().expect("cargo runs");
        assert!(status.success(), "the example builds");
        let test = std::env::current_exe().expect("the test knows itself");
        let profile = test.ancestors().nth(2).expect("target/debug/deps/test");
        profile.join("examples").join("greeter")
    })
}

impl Server {
    /// Starts with these settings below `[server]` and waits until it serves.
    pub(crate) fn start(settings: &str) -> Self {
        let server = Self::start_unready(settings);
        server.wait_for("serving,");
        // That is said when one worker of each kind is; the others follow.
        let deadline = Instant::now() + PATIENCE;
        while server.status().fleet.workers.iter().any(|worker| worker.state != "ready") {
            assert!(Instant::now() < deadline, "not all workers get ready:\n{}", server.log());
        }
        server.log();
        server
    }

    /// The same without waiting for the workers.
    pub(crate) fn start_unready(settings: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("greeter");
        std::os::unix::fs::symlink(greeter(), &program).expect("a link");
        let command = Command::new(program);
        let mut server = Self::spawn(folder, command, settings);
        let line = server.wait_for("listening at 127.0.0.1:");
        server.address = line.rsplit(' ').next().expect("an address").to_owned();
        server
    }

    /// Starts a command that is, or becomes, the program, with its arguments still to come.
    pub(crate) fn spawn(folder: TempDir, mut command: Command, settings: &str) -> Self {
        write_settings(folder.path(), settings);
        command.arg("serve").arg(folder.path().join("settings.toml"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let stderr = child.stderr.take().expect("it is piped");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let (seen, pids) = Default::default();
        Self { folder, child, lines, seen, pids, address: String::new() }
    }

    /// Starts with an error log of its own, which is where its address stands.
    pub(crate) fn start_with_log(settings: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut server = Self::spawn(folder, Command::new(greeter()), settings);
        let text = server.wait_for_file("error.log", "serving,");
        let line = text.lines().find(|line| line.contains("listening at")).expect("it listens");
        server.address = line.rsplit(' ').next().expect("an address").to_owned();
        server
    }

    /// Waits until a file is there and has these words.
    pub(crate) fn wait_for_file(&self, name: &str, words: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = fs::read_to_string(self.path(name));
            match text {
                Ok(text) if text.contains(words) => return text,
                _ => assert!(Instant::now() < deadline, "{words:?} did not come in {name}: {text:?}"),
            }
            std::thread::yield_now();
        }
    }

    pub(crate) fn write_settings(&self, settings: &str) {
        write_settings(self.folder.path(), settings);
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The next line of the log with these words, from the last such line on.
    pub(crate) fn wait_for(&self, words: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("{words:?} did not come; before it came:\n{}", self.log());
            };
            let found = line.contains(words);
            self.seen.lock().expect("no test thread panics here").push(line.clone());
            if found {
                return line;
            }
        }
    }

    /// All lines so far.
    /// Those that came are not waited for any more.
    pub(crate) fn log(&self) -> String {
        let mut seen = self.seen.lock().expect("no test thread panics here");
        seen.extend(self.lines.try_iter());
        seen.join("\n")
    }

    pub(crate) fn status(&self) -> Status {
        let status = control::status(&self.path("control.sock")).expect("it answers");
        self.pids.lock().expect("no panic here").extend(status.fleet.workers.iter().filter_map(|w| w.pid));
        status
    }

    /// The process ids of the workers of a kind in a state.
    pub(crate) fn pids(&self, kind: &str, state: &str) -> Vec<u32> {
        let workers = self.status().fleet.workers.into_iter();
        workers.filter(|w| w.kind == kind && w.state == state).filter_map(|w| w.pid).collect()
    }

    pub(crate) fn reload(&self) -> Result<u64, String> {
        control::reload(&self.path("control.sock")).map_err(|problem| problem.to_string())
    }

    pub(crate) fn signal(&self, signal: Signal) {
        send(self.child.id(), signal);
    }

    /// Waits for the end of the master.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        // The log ends when the last process that could write to it has ended.
        while let Ok(line) = self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            self.seen.lock().expect("no test thread panics here").push(line);
        }
        match self.child.try_wait() {
            Ok(Some(status)) => status,
            _ => self.child.wait().expect("it can be waited for"),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            if let Ok(status) = control::status(&self.path("control.sock")) {
                let pids = status.fleet.workers.iter().filter_map(|worker| worker.pid);
                self.pids.get_mut().expect("no panic here").extend(pids);
            }
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
        for pid in self.pids.get_mut().expect("no panic here").iter() {
            // Only what is still that program: the number may be another's by now.
            let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
            if name.trim() == "greeter" {
                send(*pid, Signal::SIGKILL);
            }
        }
    }
}

pub(crate) fn send(pid: u32, signal: Signal) {
    let _ = kill(Pid::from_raw(i32::try_from(pid).expect("a process id")), signal);
}

fn write_settings(folder: &Path, settings: &str) {
    let folder = folder.display();
    let bind = if settings.contains("bind =") { "" } else { "bind = ['127.0.0.1:0']" };
    let control = if settings.contains("control_socket =") {
        String::new()
    } else {
        format!("control_socket = '{folder}/control.sock'")
    };
    let text = format!("[server]\n{control}\n{bind}\n{settings}\n");
    let text = text.replace("FOLDER", &folder.to_string());
    fs::write(format!("{folder}/settings.toml"), text).expect("a file");
}
