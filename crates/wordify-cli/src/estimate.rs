//! How long the lists will take that are made besides the one that was asked for, before the first of them is.

use std::time::Duration;

use wordify::count::counted;
use wordify::progress::{Progress, Stage};

use crate::progress::duration;

/// What a list takes, of all that was done before it: it needs no half-samples, and texts are read once for several.
const LIST_SHARE: f64 = 0.6;

/// What the test of the part set aside takes, of all that was done before it: exact tests, or shuffles of groups.
const EXACT_SHARE: f64 = 0.2;
/// See there.
const SHUFFLES_SHARE: f64 = 1.0;

/// How long a stage that begins with `progress` will take, when the list took this many seconds; nothing for the stages of every run.
pub(crate) fn words(progress: Progress, seconds: f64) -> Option<String> {
    if progress.stage == Stage::Confirm {
        let share = if progress.total == 1 { EXACT_SHARE } else { SHUFFLES_SHARE };
        let time = duration(Duration::from_secs_f64((seconds * share).ceil()));
        return Some(format!("{}: about {time}", progress.stage.name()));
    }
    let share = match progress.stage {
        Stage::Vary => LIST_SHARE,
        // Each draw has half of the documents, on average.
        Stage::Draw => LIST_SHARE / 2.0,
        // Each fold has four fifths of the documents; the regressions make up for the rest.
        Stage::Fold => LIST_SHARE,
        _ => return None,
    };
    let seconds = (seconds * share * progress.total as f64).ceil();
    let time = duration(Duration::from_secs_f64(seconds));
    Some(format!(
        "{}: {} more, about {time}",
        progress.stage.name(),
        counted(progress.total, "list", "lists")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_grows_with_what_was_seen_and_with_what_is_to_be_done() {
        let progress = |stage| Progress { stage, done: 0, total: 15 };
        let words_of = |stage, seconds| words(progress(stage), seconds);
        assert_eq!(words_of(Stage::Vary, 2.0).as_deref(), Some("other choices: 15 lists more, about 18 s"));
        assert_eq!(words_of(Stage::Fit, 2.0), None);
        assert_eq!(words_of(Stage::Confirm, 2.0).as_deref(), Some("testing what was set aside: about 2 s"));
    }
}
