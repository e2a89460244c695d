//! Progress on standard error: a bar on a terminal, an occasional line elsewhere.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use wordify::progress;

/// Without a terminal, the time between two lines: rare enough for a log file.
const LINE_INTERVAL: Duration = Duration::from_secs(10);
/// Time that a stage must have taken before an estimate is worth showing.
const ESTIMATE_AFTER: Duration = Duration::from_secs(2);

/// Shows where the run is.
pub(crate) enum Display {
    /// Nothing, with `--quiet`.
    Silent,
    /// A bar, redrawn in place.
    Bar(Mutex<Stage>, ProgressBar),
    /// Lines, for log files.
    Lines(Mutex<Stage>),
}

/// The stage under way, as the display knows it.
pub(crate) struct Stage {
    name: &'static str,
    done: usize,
    began: Instant,
    shown: Instant,
}

impl Display {
    pub(crate) fn new(is_quiet: bool) -> Self {
        let now = Instant::now();
        let stage = Mutex::new(Stage { name: "", done: 0, began: now, shown: now });
        if is_quiet {
            return Self::Silent;
        }
        if !io::stderr().is_terminal() {
            return Self::Lines(stage);
        }
        Self::Bar(stage, ProgressBar::new(0))
    }

    /// Takes in a report of the engine; called from several threads, and out of order.
    pub(crate) fn show(&self, progress: progress::Progress) {
        match self {
            Self::Silent => {}
            Self::Bar(stage, bar) => show_bar(stage, bar, progress),
            Self::Lines(stage) => show_line(stage, progress),
        }
    }

    /// Says something that stays.
    pub(crate) fn say(&self, words: &str) {
        match self {
            Self::Silent => {}
            Self::Bar(_, bar) => bar.println(words),
            // As progress, it is no reason to fail.
            Self::Lines(_) => {
                let _ = io::stderr().write_all(format!("{words}\n").as_bytes());
            }
        }
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        if let Self::Bar(_, bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn show_bar(stage: &Mutex<Stage>, bar: &ProgressBar, progress: progress::Progress) {
    // A report that comes while another is drawn adds nothing.
    let Ok(mut stage) = stage.try_lock() else { return };
    if stage.name != progress.stage.name() {
        stage.begin(progress.stage.name());
        bar.set_length(progress.total as u64);
        bar.set_style(bar_style(progress.total));
        bar.set_prefix("");
        bar.set_message(stage.name);
    }
    if progress.done >= stage.done {
        stage.done = progress.done;
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
        if let Some(left) = stage.time_left(progress.total) {
            bar.set_prefix(format!("about {} left", duration(left)));
        }
    }
}

/// A bar where there is something to count, a word where there is not.
fn bar_style(total: usize) -> ProgressStyle {
    let template = if total > 1 { "{msg:21} {bar:30} {pos:>7} of {len}  {prefix}" } else { "{msg} …" };
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("━╸─")
}

fn show_line(stage: &Mutex<Stage>, progress: progress::Progress) {
    let Ok(mut stage) = stage.try_lock() else { return };
    let is_new = stage.name != progress.stage.name();
    if is_new {
        stage.begin(progress.stage.name());
    }
    stage.done = stage.done.max(progress.done);
    if !is_new && stage.shown.elapsed() < LINE_INTERVAL {
        return;
    }
    stage.shown = Instant::now();
    let left = stage.time_left(progress.total).map(|left| format!(", about {} left", duration(left)));
    let line = match (is_new, left) {
        (true, _) => format!("{} …\n", stage.name),
        (false, left) => {
            format!("{}: {} of {}{}\n", stage.name, stage.done, progress.total, left.unwrap_or_default())
        }
    };
    // Progress is no reason to fail.
    let _ = io::stderr().write_all(line.as_bytes());
}

impl Stage {
    fn begin(&mut self, name: &'static str) {
        let now = Instant::now();
        *self = Self { name, done: 0, began: now, shown: now };
    }

    /// The time that the rest of this stage will take at the speed so far.
    fn time_left(&self, total: usize) -> Option<Duration> {
        let elapsed = self.began.elapsed();
        if self.done == 0 || elapsed < ESTIMATE_AFTER {
            return None;
        }
        let rest = total.saturating_sub(self.done) as f64 / self.done as f64;
        Duration::try_from_secs_f64(elapsed.as_secs_f64() * rest).ok()
    }
}

/// `7 s`, `3 min 20 s`, `2 h 5 min`, `7 days`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64().round() as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3600..172_800 => match seconds % 3600 / 60 {
            0 => format!("{} h", seconds / 3600),
            minutes => format!("{} h {minutes} min", seconds / 3600),
        },
        _ => match seconds % 86_400 / 3600 {
            0 => format!("{} days", seconds / 86_400),
            hours => format!("{} days {hours} h", seconds / 86_400),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_given_in_the_units_that_matter() {
        let shown: Vec<_> = [0, 59, 200, 7500, 86_400, 604_800, 180_000]
            .map(|seconds| duration(Duration::from_secs(seconds)))
            .into();
        assert_eq!(shown, ["0 s", "59 s", "3 min 20 s", "2 h 5 min", "24 h", "7 days", "2 days 2 h"]);
    }
}
