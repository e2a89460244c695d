//! The parent's side of an analyst.

use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines, Take};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::protocol::{Event, Outcome, Request};
use crate::jobs::job::JobProgress;

/// Bytes of all that an analyst says; an inspection is its largest word.
const STDOUT_BYTES_MAX: u64 = 256 << 20;
/// Bytes of its last words that are kept.
const STDERR_BYTES_MAX: u64 = 4096;
/// What Rust's allocator says before it ends the process.
const OUT_OF_MEMORY: &str = "memory allocation of";
/// The signal that systemd sends to all processes of a service that is to stop.
const TERMINATED: i32 = 15;

/// An analyst at work. It is killed when this is dropped.
#[derive(Debug)]
pub struct Analyst {
    child: Child,
    /// Open as long as the analyst is to work.
    stdin: Option<ChildStdin>,
    events: Lines<BufReader<Take<ChildStdout>>>,
    last_words: JoinHandle<String>,
    end: Option<Outcome>,
}

/// What an analyst sent.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// Where it is.
    Progress(JobProgress),
    /// It has ended, and its process is gone.
    End(Outcome),
}

impl Analyst {
    /// Starts `program analyst` on `request`.
    ///
    /// It gets no environment, so that no secret of the site is in its memory, and a process group of its own, so that
    /// Ctrl-C in a terminal reaches the site only.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub async fn start(program: &Path, request: &Request) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg("analyst").env_clear().kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(mut stdin), Some(stdout), Some(stderr)) = (stdin, stdout, stderr) else {
            return Err(io::Error::other("a process without pipes"));
        };
        let last_words = tokio::spawn(async move {
            let mut words = Vec::new();
            let _ = stderr.take(STDERR_BYTES_MAX).read_to_end(&mut words).await;
            String::from_utf8_lossy(&words).into_owned()
        });
        let mut line = serde_json::to_vec(request).map_err(io::Error::other)?;
        line.push(b'\n');
        // An analyst that has ended already is recognized by its end.
        let _ = stdin.write_all(&line).await;
        let events = BufReader::new(stdout.take(STDOUT_BYTES_MAX)).lines();
        Ok(Self { child, stdin: Some(stdin), events, last_words, end: None })
    }

    /// The next progress, or the end; nothing may be asked after the end. Safe to drop and ask again.
    pub async fn next(&mut self) -> News {
        loop {
            let line = match self.events.next_line().await {
                Ok(Some(line)) => line,
                Ok(None) | Err(_) => return News::End(self.ended().await),
            };
            match serde_json::from_str(&line) {
                Ok(Event::Progress(progress)) => return News::Progress(progress),
                Ok(Event::End(end)) => self.end = Some(end),
                // A line that is not an event is noise from a library.
                Err(_) => {}
            }
        }
    }

    /// Asks it to stop at its next checkpoint; its end is [`Outcome::Yielded`], unless it came to another before.
    pub fn ask_to_stop(&mut self) {
        self.stdin = None;
    }

    /// Kills it and waits until it is gone.
    pub async fn kill(&mut self) {
        // Fails only when it is gone already.
        let _ = self.child.kill().await;
    }

    /// How it ended, when it says nothing more.
    async fn ended(&mut self) -> Outcome {
        let Ok(status) = self.child.wait().await else {
            return Outcome::Crashed("its end is unknown".to_owned());
        };
        let words = (&mut self.last_words).await.unwrap_or_default();
        match self.end.take() {
            // What it said last is believed only of a process that ended in good order: its parts may be half written.
            Some(end) if status.success() => end,
            _ => end_of(status, &words, self.stdin.is_none()),
        }
    }
}

/// The end of a process that did not say how it ended.
fn end_of(status: ExitStatus, last_words: &str, was_asked_to_stop: bool) -> Outcome {
    // First, because one that was asked to stop can run out of memory all the same, and would the next time.
    if last_words.contains(OUT_OF_MEMORY) {
        return Outcome::OutOfMemory;
    }
    if was_asked_to_stop {
        return Outcome::Yielded;
    }
    // Of its last words only the kind is reported: there may be a text among them.
    let words = if last_words.contains("stack overflow") { ", stack overflow" } else { "" };
    Outcome::Crashed(match (signal_of(status), status.code()) {
        (Some(signal), _) => format!("signal {signal}{words}"),
        (None, Some(code)) => format!("exit code {code}{words}"),
        (None, None) => "its end is unknown".to_owned(),
    })
}

#[cfg(unix)]
fn signal_of(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal_of(_: ExitStatus) -> Option<i32> {
    None
}

/// Lets an analyst inspect an upload; none when it has not ended after `time_max`, and was killed.
///
/// # Errors
/// When the program cannot be started.
pub async fn inspect(program: &Path, request: &Request, time_max: Duration) -> io::Result<Option<Outcome>> {
    let end = inspect_once(program, request, time_max).await?;
    // The whole service gets the signal to stop, and this one was too young to know that its worker decides, which answers what has begun.
    if end == Some(Outcome::Crashed(format!("signal {TERMINATED}"))) {
        return inspect_once(program, request, time_max).await;
    }
    Ok(end)
}

async fn inspect_once(program: &Path, request: &Request, time_max: Duration) -> io::Result<Option<Outcome>> {
    let mut analyst = Analyst::start(program, request).await?;
    let ended = async {
        loop {
            if let News::End(end) = analyst.next().await {
                return end;
            }
        }
    };
    let end = timeout(time_max, ended).await.ok();
    analyst.kill().await;
    Ok(end)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    #[test]
    fn an_end_without_words_is_reported_by_its_signal_or_code_and_never_by_its_text() {
        let check = |raw: i32, words: &str, asked: bool, expected: &Outcome| {
            assert_eq!(end_of(ExitStatus::from_raw(raw), words, asked), *expected);
        };
        check(6, "memory allocation of 80 bytes failed", false, &Outcome::OutOfMemory);
        check(6, "free press", false, &Outcome::Crashed("signal 6".into()));
        check(
            6,
            "thread 'main' has overflowed its stack: stack overflow",
            false,
            &Outcome::Crashed("signal 6, stack overflow".into()),
        );
        check(3 << 8, "free press", false, &Outcome::Crashed("exit code 3".into()));
        check(9, "", true, &Outcome::Yielded);
    }
}
