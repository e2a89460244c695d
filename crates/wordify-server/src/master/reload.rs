//! Reading settings anew without stopping the loop, and who waits to hear what became of it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot};

use super::Setup;
use crate::Problem;
use crate::answer::{LastReload, Reloads};

type Read = dyn FnMut() -> Result<Setup, Problem> + Send;

/// The reload that is under way, if one is.
pub(super) struct Reloading {
    read: Arc<Mutex<Box<Read>>>,
    sender: mpsc::UnboundedSender<Result<Setup, Problem>>,
    receiver: mpsc::UnboundedReceiver<Result<Setup, Problem>>,
    is_reading: bool,
    /// Somebody asked while the settings were being read: perhaps they were changed after that.
    is_wanted_again: bool,
    asked: Vec<oneshot::Sender<String>>,
    /// Those who wait for what became of a generation.
    waiting: Vec<(u64, oneshot::Sender<String>)>,
    last: Option<LastReload>,
    counts: Reloads,
}

impl fmt::Debug for Reloading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reloading").field("is_reading", &self.is_reading).finish_non_exhaustive()
    }
}

impl Reloading {
    pub(super) fn new(read: impl FnMut() -> Result<Setup, Problem> + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        Self {
            read: Arc::new(Mutex::new(Box::new(read))),
            sender,
            receiver,
            is_reading: false,
            is_wanted_again: false,
            asked: Vec::new(),
            waiting: Vec::new(),
            last: None,
            counts: Reloads::default(),
        }
    }

    /// Has the settings read on another thread.
    pub(super) fn begin(&mut self, asked: Option<oneshot::Sender<String>>) {
        self.asked.extend(asked);
        if self.is_reading {
            self.is_wanted_again = true;
            return;
        }
        self.is_reading = true;
        let (read, sender) = (Arc::clone(&self.read), self.sender.clone());
        let answers = sender.clone();
        let thread = std::thread::Builder::new().name("settings".to_owned()).spawn(move || {
            let mut read = read.lock().unwrap_or_else(PoisonError::into_inner);
            let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(&mut *read));
            let setup = caught.unwrap_or_else(|_| {
                Err(Problem::new("the program failed while it read its settings", "see the message above"))
            });
            let _ = answers.send(setup);
        });
        // A runtime's own thread for this would have the master panic where the system gives none.
        if let Err(error) = thread {
            let problem = Problem::new(
                format!("no thread to read the settings on: {error}"),
                "see the limits of the system, then reload again",
            );
            let _ = sender.send(Err(problem));
        }
    }

    /// Waits for settings that have been read.
    pub(super) async fn read(&mut self) -> Result<Setup, Problem> {
        loop {
            // The sender lives in `self`, so the channel never ends.
            let Some(setup) = self.receiver.recv().await else { continue };
            self.is_reading = false;
            if !std::mem::take(&mut self.is_wanted_again) {
                return setup;
            }
            self.begin(None);
        }
    }

    /// The settings were right: those who asked wait for the generation from now on.
    pub(super) fn hand_over(&mut self, generation: u64) {
        self.waiting.extend(self.asked.drain(..).map(|asked| (generation, asked)));
    }

    /// Answers those who wait.
    pub(super) fn finish(&mut self, outcome: &LastReload) {
        let answer = match &outcome.refused {
            Some(reason) => serde_json::json!({ "error": reason }),
            None => serde_json::json!({ "generation": outcome.generation }),
        };
        let answered = match outcome.generation {
            Some(generation) => {
                let is_of_it = |(number, _): &mut (u64, _)| *number == generation;
                self.waiting.extract_if(.., is_of_it).map(|(_, sender)| sender).collect()
            }
            None => std::mem::take(&mut self.asked),
        };
        for sender in answered {
            // Whoever has stopped waiting needs no answer.
            let _ = sender.send(answer.to_string());
        }
        match outcome.refused {
            Some(_) => self.counts.refused += 1,
            None => self.counts.done += 1,
        }
        self.last = Some(outcome.clone());
    }

    pub(super) fn counts(&self) -> Reloads {
        self.counts
    }

    pub(super) fn last(&self) -> Option<&LastReload> {
        self.last.as_ref()
    }
}
