//! Runs the real program in a temporary folder.
#![expect(unreachable_pub, dead_code, reason = "each test file uses its own part of this module")]

#[cfg(target_os = "linux")]
pub mod process_tree;
#[cfg(unix)]
pub mod server;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with a small corpus in it, in which the program runs.
pub struct Folder {
    folder: TempDir,
}

/// What the program did.
pub struct Run {
    pub code: i32,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Run {
    fn new(output: Output) -> Self {
        Self {
            code: output.status.code().expect("ended by itself"),
            stdout: output.stdout,
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Standard output as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.stdout.clone()).expect("UTF-8")
    }

    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.stdout).expect("JSON")
    }

    /// Fails unless the program ended well.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self
    }

    /// Fails unless the program ended with `code` and said all of `words`.
    #[track_caller]
    pub fn failed(self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{}", self.stderr);
        for word in words {
            assert!(self.stderr.contains(word), "“{word}” is missing from:\n{}", self.stderr);
        }
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
    }
}

impl Folder {
    /// A copy of `from` in the folder, which can be run at once.
    ///
    /// Another process copies it: a program that this one had open for writing could not be run ("Text file busy") as long as a
    /// child that another test had just started held the descriptor too.
    #[cfg(unix)]
    pub fn copy(&self, from: impl AsRef<std::path::Path>, name: &str) -> PathBuf {
        let to = self.path(name);
        let status = Command::new("cp").arg(from.as_ref()).arg(&to).status();
        assert!(status.is_ok_and(|status| status.success()), "{name} is copied");
        to
    }

    /// A folder with `pets.csv`: 60 documents, the labels `cat` and `dog`.
    pub fn new() -> Self {
        let folder = Self { folder: tempfile::tempdir().expect("a folder") };
        folder.write("pets.csv", pets());
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("created");
        fs::write(path, content).expect("written");
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names in the folder, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("listed");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The program with `arguments`, in this folder, without the environment's wishes for colour.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wordify"));
        command.args(arguments).current_dir(self.folder.path()).env_remove("NO_COLOR");
        // Nobody has clicked on anything.
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::new(self.command(arguments).output().expect("the program runs"))
    }

    /// As [`Folder::run`], with `input` on standard input.
    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().expect("the program runs");
        child.stdin.take().expect("piped").write_all(input).expect("taken");
        Run::new(child.wait_with_output().expect("ended"))
    }
}

/// `text,label` with 30 documents each of `cat` and `dog`; “meow” and “woof” tell them apart.
pub fn pets() -> String {
    let mut csv = String::from("text,label\n");
    let filler = ["garden", "house", "street", "window", "chair"];
    for number in 0..30 {
        let (one, two) = (filler[number % 5], filler[number * 7 % 5]);
        csv.push_str(&format!("the {one} heard a meow near the {two} number{number},cat\n"));
        csv.push_str(&format!("the {two} heard a woof near the {one} number{number},dog\n"));
    }
    csv
}
